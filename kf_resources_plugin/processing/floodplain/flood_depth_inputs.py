"""What kf:flooddepth is given beside its terrain: levels, channel and dikes, brought onto the terrain's grid."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.errors import PlannerError
from ...engine.flood_crests import Crests, crests_of
from ...engine.flood_levels import GivenLevels, channel_line, levels_by_field, levels_by_row
from ...engine.line_reading import parts_of
from ...i18n import tr
from ...rules.line_distances import Pieces, pieces_of
from ...rules.text import clean, numbers
from ..raster_inputs import RasterInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.flood_plane import FloodPlane
    from ...engine.line_reading import LineTable
    from ...engine.point_reading import PointTable
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

STAGE, LEVEL, CREST, NAME = "stage", "level_m", "crest_m", "name"
NEVER = "never"
"""The choice of DIKE_CREST by which no dike is overtopped."""
_FLOW = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Dikes:
    """Dikes as they are given. names: of each row. lines: in the plane of the grid; row: (lines,) that each belongs to.

    without_crest: rows whose crest is that of the terrain.
    """

    table: LineTable
    names: Sequence[str]
    lines: Sequence[Pieces]
    row: Ints
    without_crest: Ints


class FloodInputs(RasterInputs):
    """The inputs of one run under the names of kf:flooddepth."""

    def flood_problems(self) -> list[str]:
        """Return what is wrong with layers and fields."""
        found = [*self.layer_problems("LEVELS", "CHANNEL", "DIKES"), *self.raster_problems("DEM"),
                 *self.band_problems("DEM", "DEM_BAND"), *self.missing_field("DIKES", "CREST_FIELD", standard=CREST),
                 *self.missing_field("DIKES", "DIKE_NAME_FIELD", standard=NAME)]
        if self.given["LEVEL_FIELDS"]:
            return [*found, *self.file_problems(self._wide)]
        return [*found, *self.missing_field("LEVELS", "STAGE_FIELD", standard=STAGE, required=True),
                *self.missing_field("LEVELS", "LEVEL_FIELD", standard=LEVEL, required=True)]

    def _wide(self) -> dict[float, str]:
        """Return the fields that hold one stage each by the flow in their name; raises PlannerError."""
        fields = self.fields("LEVELS")
        found: dict[float, str] = {}
        for name in str(self.given["LEVEL_FIELDS"]).split(", "):
            numbers = _FLOW.findall(name)
            there = fields is not None and fields.indexOf(name) >= 0
            if not there or len(numbers) != 1 or float(numbers[0]) in found:
                raise PlannerError(tr("“{parameter}”: the field “{field}” cannot be used. Choose fields of “{layer}” "
                                      "whose names hold one flow each, for example h7200 and h12370.").format(
                    parameter=self._titles["LEVEL_FIELDS"], field=name, layer=self.label("LEVELS")))
            found[float(numbers[0])] = name
        return found

    def levels(self, book: RuleBook, progress: Progress, crs: Any) -> tuple[GivenLevels, PointTable | LineTable]:
        """Return levels and the table of their points or sections, in ``crs``. Raises PlannerError."""
        wide = self._wide() if self.given["LEVEL_FIELDS"] else {}
        stage, level = (self.field("LEVELS", name, standard=standard) or "" for name, standard in (
            ("STAGE_FIELD", STAGE), ("LEVEL_FIELD", LEVEL)))
        names = list(wide.values()) if wide else [stage, level]
        lines = self.layers["LEVELS"].features.kind == QgsWkbTypes.GeometryType.LineGeometry
        read = self.read_lines if lines else self.read_points
        table = read("LEVELS", "water_levels", names, book, progress, crs)
        given = levels_by_field({flow: table.columns[name] for flow, name in wide.items()}) if wide else levels_by_row(
            table.columns[stage], table.columns[level])
        return given, table

    def channel(self, book: RuleBook, progress: Progress, crs: Any) -> Floats:
        """Return the vertices of the channel, (2, n), in ``crs``. Raises PlannerError."""
        return channel_line(self.read_lines("CHANNEL", "river_channel", [], book, progress, crs))

    def dikes(self, plane: FloodPlane, book: RuleBook, progress: Progress) -> tuple[Dikes | None, Crests]:
        """Return the dikes, None where none are given, and the cells they stand on; a crest not known is NaN."""
        if not self.has("DIKES"):
            return None, crests_of([], np.empty(0, dtype=np.int64), np.empty(0), plane.grid)
        fields = [self.field("DIKES", name, standard=standard) for name, standard in (
            ("CREST_FIELD", CREST), ("DIKE_NAME_FIELD", NAME))]
        table = self.read_lines("DIKES", "dikes", [name for name in fields if name], book, progress, plane.grid.crs)
        parts = parts_of(table.wkb)
        crest = np.full(len(table), np.nan) if not fields[0] else numbers(table.columns[fields[0]])[0]
        if self.given["DIKE_CREST"] == NEVER:
            crest = np.full(len(table), np.inf)
        texts = [clean(value) for value in table.columns[fields[1]]] if fields[1] else [""] * len(table)
        lines = [parts.part(number).T for number in range(len(parts))]
        dikes = Dikes(table, [text or f"#{fid}" for text, fid in zip(texts, table.fids.tolist())],
                      [pieces_of(*plane.places(*line)) for line in lines], parts.row,
                      np.intersect1d(np.flatnonzero(np.isnan(crest)), parts.row))
        return dikes, crests_of([(line[0], line[1]) for line in lines], parts.row, crest[parts.row], plane.grid)
