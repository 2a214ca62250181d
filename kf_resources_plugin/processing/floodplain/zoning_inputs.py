"""The inputs of kf:floodplainzoning: units or a grid, rasters on common cells, areas, the channel, land classes."""
from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.crs import transform_between
from ...engine.distances import in_metres, nearest_distances
from ...engine.errors import PlannerError
from ...engine.line_reading import parts_of
from ...engine.raster_reading import reading
from ...engine.reading import brought
from ...engine.unit_cells import unit_values
from ...engine.unit_grid import cell_count, grid_cells, metric_crs
from ...engine.wkb import as_wkb_array, polygon_wkb
from ...engine.zoning_units import ZoningUnits, box_of, units_of_cells, units_of_survey, units_of_table
from ...i18n import tr
from ...rules.flood_hazard import ARR
from ...rules.flood_hazard import METHODS as HAZARD_METHODS
from ...rules.floodplain_measures import DEPTH, FREEBOARD, HAZARD, HEIGHT, MAJORITY, RETURN_PERIOD
from ...rules.text import clean
from ..land_inputs import LAND, LAND_SCHEMA
from ..mask_inputs import MaskInputs
from ..raster_inputs import RasterInputs

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.raster_grid import Window
    from ...engine.raster_reading import RasterFile, RasterReader
    from ...engine.reading import PolygonTable
    from ...engine.wkb import Wkbs
    from ...rules.areas import Bools, Floats
    from ...rules.floodplain_measures import Measure
    from ...rules.floodplain_stages import Stage
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

POLYGON = QgsWkbTypes.GeometryType.PolygonGeometry
UNITS_LAYER, FLOODPLAIN, CHANNEL = "ZONING_UNITS", "FLOODPLAIN", "CHANNEL"
UNIT_ID = "ZONING_UNIT_ID_FIELD"
NO_GRID = "none"
RASTERS = {"FIRST_FLOODED": "first_flooded", "DEPTH": "flood_depth", "HAZARD": "flood_hazard",
           "HEIGHT": "bankfull_height", "FREEBOARD": "design_height"}
"""Raster parameters and their roles."""
_ALIKE = ("DEPTH", "FIRST_FLOODED", "HEIGHT")
_MOST_CELLS = 3_000_000
_DECIMALS = 4  # what rasters of 32 bits leave of a bound: 0.3 m stored in one reaches 0.3
_NEVER = 1e9  # years, while cells are added up

Cells = Callable[["Window"], "Floats"]


@dataclass(frozen=True)
class RasterValues:
    """What rasters tell of units: value: float64 (units,) by measure; by_point: bool (units,) by raster parameter.

    never: bool (units,), flooded in no stage.
    """

    value: dict[str, Floats]
    by_point: dict[str, Bools]
    never: Bools


class ZoningInputs(MaskInputs, RasterInputs):
    """Inputs of one run of kf:floodplainzoning."""

    def class_map(self, layer: str = LAND) -> dict[str, str]:
        """Return the class map, which is that of units and survey."""
        return super().class_map()

    # -- units ----------------------------------------------------------------------------------------------------

    def unit_problems(self) -> list[str]:
        """Return what is wrong with the choice of units."""
        gridded, size = self.given["GRID"] != NO_GRID, self.given["CELL_SIZE"]
        found = []
        if self.has(UNITS_LAYER) == gridded:
            found.append(tr("Choose either a layer in “{units}” or a grid in “{grid}”.").format(
                units=self._titles[UNITS_LAYER], grid=self._titles["GRID"]))
        if gridded and not self.has(FLOODPLAIN):
            found.append(tr("A grid needs “{parameter}”: choose the layer that bounds the floodplain.").format(
                parameter=self._titles[FLOODPLAIN]))
        if gridded and not size > 0:
            found.append(tr("“{parameter}” must be greater than 0.").format(parameter=self._titles["CELL_SIZE"]))
        return [*found, *self.missing_field(UNITS_LAYER, UNIT_ID, LAND_SCHEMA),
                *self.missing_field(UNITS_LAYER, f"{UNITS_LAYER}_CLASS_FIELD", LAND_SCHEMA, "DLBM")]

    def floodplain(self, kernel: Kernel, book: RuleBook, progress: Progress,
                   crs: QgsCoordinateReferenceSystem | None = None) -> PolygonTable | None:
        """Return the floodplain in a CRS, for a grid in its own or its zone's; None when omitted. PlannerError."""
        if not self.has(FLOODPLAIN):
            return None
        layer = self.layers[FLOODPLAIN]
        if crs is None:
            crs = metric_crs(layer.features.crs, layer.bounds)
        if crs is None:
            raise PlannerError(tr("A grid over layer “{layer}” needs a coordinate system in metres. Save the layer in "
                                  "CGCS2000 / 3-degree Gauss-Kruger first (native:reprojectlayer).").format(
                layer=layer.label))
        return self.polygons(FLOODPLAIN, "floodplain", (), crs, kernel, book, progress)

    def cells(self, floodplain: PolygonTable) -> ZoningUnits:
        """Return the cells of the grid over a floodplain; raises PlannerError where there are too many."""
        box, size = box_of(floodplain), float(self.given["CELL_SIZE"])
        if box is None:
            return units_of_cells([], as_wkb_array([]), floodplain)
        if cell_count(box, size) > _MOST_CELLS:
            raise PlannerError(tr("Cells of {size} m would be {count} over “{layer}”, more than the {most} that can be "
                                  "zoned at once. Choose larger cells.").format(
                size=f"{size:.10g}", count=cell_count(box, size), layer=floodplain.name, most=_MOST_CELLS))
        names, shapes = grid_cells(box, size, self.given["GRID"])
        return units_of_cells(names, shapes, floodplain)

    def parcels(self, kernel: Kernel, book: RuleBook, progress: Progress) -> tuple[ZoningUnits, bool]:
        """Return the layer of units, and whether it tells their land classes. Raises PlannerError."""
        id_field = self.field(UNITS_LAYER, UNIT_ID, LAND_SCHEMA, "BSM")
        if self.field(UNITS_LAYER, f"{UNITS_LAYER}_CLASS_FIELD", LAND_SCHEMA, "DLBM") is None:
            table = self.polygons(UNITS_LAYER, "zoning_units", [id_field] if id_field else [], self.layers[
                UNITS_LAYER].features.crs, kernel, book, progress)
            return units_of_table(table, _ids(table, id_field)), False
        survey = self.whole_survey(book, kernel, progress, UNITS_LAYER, role="zoning_units", more={
            "id": id_field} if id_field else None)
        return units_of_survey(survey, _ids(survey.table, survey.fields.more.get("id"))), True

    # -- the channel ------------------------------------------------------------------------------------------------

    def channel(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                progress: Progress) -> Wkbs | None:
        """Return the channel as polygons, lines there and back; None when omitted. Raises PlannerError."""
        if not self.has(CHANNEL):
            return None
        if self.layers[CHANNEL].features.may_hold(POLYGON):
            return self.polygons(CHANNEL, "main_channel", (), crs, kernel, book, progress).wkb
        parts = parts_of(self.read_lines(CHANNEL, "river_channel", (), book, progress, crs).wkb)
        lines = [parts.part(number) for number in range(len(parts))]
        return as_wkb_array([polygon_wkb([np.vstack([line, line[-2::-1]])]) for line in lines])

    # -- rasters ------------------------------------------------------------------------------------------------------

    def zoning_raster_problems(self, stages: tuple[Stage, ...]) -> list[str]:
        """Return what is wrong with the rasters; ``stages``: those of the rules, the design flood last."""
        found = self.raster_problems(*RASTERS)
        if found:
            return found
        first, *others = [name for name in _ALIKE if name in self.rasters] or ["DEPTH"]
        return [*self.grid_problems(first, *others), *self.file_problems(self._depth_band), *self._hazard_problems(),
                *self._freeboard_problems(stages)]

    def _freeboard_problems(self, stages: tuple[Stage, ...]) -> list[str]:
        """Return what is wrong when the height says that it is above the water of a lower stage."""
        file = self._file("FREEBOARD")
        flow = "" if file is None else file.bands[0].description
        if file is None or flow not in {stage.id for stage in stages[:-1]}:
            return []
        return [tr("“{layer}” holds the height above the water of the stage {stage}, not of the design flood "
                   "({wanted}). Run kf:flooddepth with levels of {wanted}, or leave it out.").format(
            layer=file.label, stage=flow, wanted=stages[-1].id)]

    def _hazard_problems(self) -> list[str]:
        """Return what the hazard's band says of itself that zones are not judged by: another method, another stage."""
        file = self._file("HAZARD")
        method, _, stage = ("" if file is None else file.bands[0].description).partition(" ")
        wanted = f"{self.given['DEPTH_STAGE']:.10g}"
        if file is None or method not in HAZARD_METHODS:
            return []  # somebody else's raster
        if method != ARR:
            return [tr("“{layer}” holds hazard classes by another method ({method}). Zones need the classes H1 to H6: "
                       "run kf:floodhazard by ARR.").format(layer=file.label, method=method)]
        if stage and stage != wanted:
            return [tr("“{layer}” holds the hazard of the stage {stage}, but {wanted} counts. Run kf:floodhazard on "
                       "the band of {wanted}, or choose the other stage.").format(
                layer=file.label, stage=stage, wanted=wanted)]
        return []

    def _depth_band(self) -> int | None:
        """Return the band of DEPTH_STAGE, the only one of a raster that has one; None when omitted. PlannerError."""
        file = self._file("DEPTH")
        if file is None or len(file.bands) == 1:
            return None if file is None else 1
        wanted = f"{self.given['DEPTH_STAGE']:.10g}"
        band = next((band.number for band in file.bands if band.description == wanted), None)
        if band is None:
            raise PlannerError(tr("Raster “{layer}” has no band for the stage {stage}; its bands are: {bands}. Choose "
                                  "the raster that kf:flooddepth made, or describe its bands by their flows.").format(
                layer=file.label, stage=wanted, bands=", ".join(band.description or "—" for band in file.bands)))
        return band

    def raster_values(self, units: ZoningUnits, measures: dict[str, Measure], stages: tuple[Stage, ...],
                      book: RuleBook, progress: Progress) -> RasterValues:
        """Return what the given rasters tell of units, NaN where they tell nothing. Raises PlannerError, Canceled."""
        nothing = np.full(len(units), np.nan)
        value = dict.fromkeys((RETURN_PERIOD, DEPTH, HAZARD, HEIGHT, FREEBOARD), nothing)
        by_point: dict[str, Bools] = {}
        jobs = self._jobs()
        for number, (measure, name, bands, make) in enumerate(jobs):
            part = progress.part(number / len(jobs), (number + 1) / len(jobs))
            with ExitStack() as opened:
                readers = {key: opened.enter_context(reading(self._raster(key))) for key in bands}
                if not any(item.role == RASTERS[name] for item in self.records):
                    self.raster(name, RASTERS[name], [bands[name]], book, part)
                table = self._on_raster(units.table, self._raster(name), book, part)
                found = unit_values(table.wkb, self._raster(name), make(readers, bands), part,
                                    majority=measures[measure].aggregate == MAJORITY)
            value[measure] = np.round(found.value, _DECIMALS)
            by_point[name] = found.by_point
        never = value[RETURN_PERIOD] == _NEVER
        if never.any():
            known = value[RETURN_PERIOD][~never & ~np.isnan(value[RETURN_PERIOD])]
            longest = max([*known.tolist(), self._longest(stages)])
            value[RETURN_PERIOD] = np.where(never, np.nextafter(longest, np.inf), value[RETURN_PERIOD])
        return RasterValues(value, by_point, never)

    def _jobs(self) -> list[tuple[str, str, dict[str, int], Callable[..., Cells]]]:
        """Return (measure, raster, bands that are read by raster, what makes values of readers) for what is given."""
        jobs: list[tuple[str, str, dict[str, int], Callable[..., Cells]]] = []
        depth = self._depth_band()
        terrain = {"DEPTH": depth} if depth else {"HEIGHT": 1} if "HEIGHT" in self.rasters else {}
        if "FIRST_FLOODED" in self.rasters:
            jobs.append((RETURN_PERIOD, "FIRST_FLOODED", {"FIRST_FLOODED": 1, **terrain}, _first_flooded))
        if depth:
            jobs.append((DEPTH, "DEPTH", {"DEPTH": depth}, _plain))
        jobs += [(measure, name, {name: 1}, _plain) for measure, name in (
            (HAZARD, "HAZARD"), (HEIGHT, "HEIGHT"), (FREEBOARD, "FREEBOARD")) if name in self.rasters]
        return jobs

    def _raster(self, name: str) -> RasterFile:
        file = self._file(name)
        if file is None:
            raise PlannerError(self.rasters[name].problem)
        return file

    def _longest(self, stages: tuple[Stage, ...]) -> float:
        """Return the return period of the highest stage that DEPTH has a band for, 0 where it names none."""
        file = self._file("DEPTH")
        named = set() if file is None else {band.description for band in file.bands}
        return max((stage.return_period for stage in stages if stage.id in named), default=0.0)

    def _on_raster(self, table: PolygonTable, file: RasterFile, book: RuleBook, progress: Progress) -> PolygonTable:
        transform, found = transform_between(table.crs, file.grid.crs, self.transforms, book, table.name)
        self.findings += [item for item in found if item.finding_id not in {each.finding_id for each in self.findings}]
        return table if transform is None else brought(table, transform, progress)

    def channel_distances(self, units: ZoningUnits, channel: Wkbs | None, limit: float, kernel: Kernel,
                          progress: Progress) -> Floats:
        """Return metres from units to the channel, inf beyond ``limit``, NaN where no channel is known."""
        if channel is None or not any(channel):
            return np.full(len(units), np.nan)
        own, other = in_metres([units.table.wkb, channel], units.table.crs, progress)
        return nearest_distances(own, other, limit, kernel, progress)


def _plain(readers: dict[str, RasterReader], bands: dict[str, int]) -> Cells:
    ((name, band),) = bands.items()
    return lambda window: readers[name].values(window, band).astype(np.float64)


def _first_flooded(readers: dict[str, RasterReader], bands: dict[str, int]) -> Cells:
    """Return the years of cells; one without, where another raster shows that there is terrain, is never flooded."""
    def values(window: Window) -> Floats:
        years = readers["FIRST_FLOODED"].values(window, 1).astype(np.float64)
        for name, band in bands.items():
            if name != "FIRST_FLOODED":
                years[np.isnan(years) & ~np.isnan(readers[name].values(window, band))] = _NEVER
        return years

    return values


def _ids(table: PolygonTable, field: str | None) -> list[str]:
    """Return what each row is called: its id, or ``#`` and the feature id."""
    named: list[Any] = [""] * len(table) if field is None else [clean(value) for value in table.columns[field].tolist()]
    return [text or f"#{fid}" for text, fid in zip(named, table.fids.tolist())]
