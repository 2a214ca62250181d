"""The inputs of kf:floodexposure: targets of any kind, flood polygons by stage or a raster of depths, units."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.crs import transform_between
from ...engine.line_lengths import lengths_of
from ...engine.line_reading import brought_lines
from ...engine.point_reading import brought_points
from ...engine.reading import brought
from ...i18n import tr
from ...rules.text import clean, coded, numbers
from ..land_inputs import LandInputs
from ..raster_inputs import RasterInputs
from ..refusals import refuse

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.areas import Floats, Ints
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

POLYGON, LINE, POINT = "polygon", "line", "point"
_KINDS = {QgsWkbTypes.GeometryType.LineGeometry: LINE, QgsWkbTypes.GeometryType.PointGeometry: POINT}
_BRINGING: dict[str, Any] = {POLYGON: brought, LINE: brought_lines, POINT: brought_points}
COUNTED = {"people": "PEOPLE_FIELD", "households": "HOUSEHOLDS_FIELD"}
_TARGETS = "TARGETS"


@dataclass(frozen=True)
class Targets:
    """What a flood may reach, as given, repaired.

    size: (targets,) m² of polygons, m of lines, NaN of points. counted: people and households where a field names them,
    NaN where there is none. classes: distinct values of the class field, [''] without one; class_of: (targets,).
    """

    kind: str
    table: FeatureTable
    size: Floats
    counted: dict[str, Floats]
    classes: list[str]
    class_of: Ints


class ExposureInputs(RasterInputs, LandInputs):
    """Inputs under the names that kf:floodexposure gives them."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [*self.layer_problems(_TARGETS, "FLOOD", "UNITS"), *self.raster_problems("DEPTH"),
                 *self.band_problems("DEPTH", "BAND"), *self.file_problems(self.book)]
        for layer, parameter in ((_TARGETS, "PEOPLE_FIELD"), (_TARGETS, "HOUSEHOLDS_FIELD"),
                                 (_TARGETS, "TARGET_CLASS_FIELD"), ("FLOOD", "STAGE_FIELD")):
            found += self.missing_field(layer, parameter)
        found += self.unit_field_problems()
        if self.has("FLOOD") == self.has("DEPTH"):
            names = {"flood": self._titles["FLOOD"], "depth": self._titles["DEPTH"]}
            found.append((tr("Give “{flood}” or “{depth}”, not both: each tells its own flood.") if self.has("FLOOD")
                          else tr("There is no flood: give “{flood}” or “{depth}”.")).format(**names))
        return found

    @property
    def kind(self) -> str:
        """Return what the targets are."""
        return _KINDS.get(self.layers[_TARGETS].features.kind, POLYGON)

    def targets(self, kernel: Kernel, book: RuleBook, progress: Progress) -> Targets:
        """Return the targets with all of their fields, in their own CRS. Raises PlannerError."""
        fields, kind, role = self.fields(_TARGETS), self.kind, "flood_targets"
        names = [] if fields is None else fields.names()
        table: FeatureTable
        if kind == POLYGON:
            drawn = self.read(_TARGETS, role, names, book, progress.part(0.0, 0.6))
            table = self.repaired(drawn, role, kernel, book, progress.part(0.6, 0.9))
            size = self.areas(table.crs, book, progress)(table.wkb)
        elif kind == LINE:
            table = self.read_lines(_TARGETS, role, names, book, progress.part(0.0, 0.9))
            size = lengths_of(table.wkb, table.crs, self.transforms)
        else:
            table = self.read_points(_TARGETS, role, names, book, progress.part(0.0, 0.9))
            size = np.full(len(table), np.nan)
        counted = {name: self._counted(table, parameter, book) for name, parameter in COUNTED.items()
                   if self.given[parameter]}
        classes, class_of = [""], np.zeros(len(table), dtype=np.int64)
        field = self.field(_TARGETS, "TARGET_CLASS_FIELD")
        if field is not None and len(table):
            values, class_of = coded(table.columns[field], clean)
            classes = values.tolist()
        return Targets(kind, table, size, counted, classes, class_of)

    def _counted(self, table: FeatureTable, parameter: str, book: RuleBook) -> Floats:
        """Return the numbers of a field; what is none, or negative, is told and NaN."""
        field = self.field(_TARGETS, parameter) or ""
        values, bad = numbers(table.columns[field])
        bad = np.union1d(bad, np.flatnonzero(values < 0))
        if len(bad):
            self.findings.append(book.finding(
                "exposure.no_number", role="flood_targets", place=parameter, layer=table.name, field=field,
                count=len(bad), fids=table.fids[bad[:20]].tolist()))
            values = values.copy()
            values[bad] = np.nan
        return values

    def on_raster(self, targets: Targets, crs: QgsCoordinateReferenceSystem, book: RuleBook,
                  progress: Progress) -> FeatureTable:
        """Return the targets in the CRS of a raster. Raises PlannerError where there is no way to it."""
        transform, noticed = transform_between(targets.table.crs, crs, self.transforms, book, targets.table.name)
        refuse(noticed)
        self.findings.extend(noticed)
        if transform is None:
            return targets.table
        moved: FeatureTable = _BRINGING[targets.kind](targets.table, transform, progress)
        return moved

    def flood(self, targets: Targets, kernel: Kernel, book: RuleBook,
              progress: Progress) -> tuple[PolygonTable, list[str], Ints]:
        """Return (flood polygons in the CRS of the targets, stages in rising order, stage of each polygon)."""
        field = self.field("FLOOD", "STAGE_FIELD")
        table = self.polygons("FLOOD", "flood_area", [field] if field else [], targets.table.crs, kernel, book,
                              progress)
        if field is None or not len(table):
            return table, [""], np.zeros(len(table), dtype=np.int64)
        values, position = coded(table.columns[field], clean)
        amounts = numbers(values)[0]
        order = np.lexsort((np.arange(len(values)), np.where(np.isnan(amounts), np.inf, amounts)))
        rank = np.empty(len(values), dtype=np.int64)
        rank[order] = np.arange(len(values))
        return table, [str(value) for value in values[order].tolist()], rank[position]


def targets_without(targets: Targets, rows: Ints, rule: str, book: RuleBook) -> list[Finding]:
    """Return one finding about some targets, with the first of their feature ids; none where there are none."""
    if not len(rows):
        return []
    return [book.finding(rule, role="flood_targets", place=rule, layer=targets.table.name, count=len(rows),
                         fids=targets.table.fids[rows[:20]].tolist())]
