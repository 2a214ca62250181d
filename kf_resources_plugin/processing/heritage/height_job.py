"""From the parameters of kf:heightcontrol to verdicts: heights, ground, caps, corridors, parcels."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.allowed_heights import Caps, ParcelHeights, parcel_heights
from ...engine.distances import moved
from ...engine.height_caps import covered, least_overlaps
from ...engine.kernel import pick_kernel
from ...engine.line_reading import parts_of
from ...engine.metric_plane import metric_plane
from ...engine.wkb import as_wkb_array, wkb_bounds
from ...rules.building_heights import Decided, Heights, Limits, chosen, decided, joined, storey_heights
from ..inputs_job import ChartedJob
from ..reading_findings import first_fids
from ..run_result import RunResult
from .height_corridors import CorridorMaker
from .height_findings import height_findings
from .height_inputs import PARCELS, VIEWS, HeightInputs
from .height_limits import CORRIDOR, TIER, ZONE, Limit, Tested, cap_limits, corridor_limits
from .height_views import View, view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.allowed_heights import GroundAt
    from ...engine.kernel import Kernel
    from ...engine.line_reading import LineTable
    from ...engine.metric_plane import MetricPlane
    from ...engine.reading import PolygonTable
    from ...engine.terrain import Terrain
    from ...engine.view_corridors import Corridor
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .height_inputs import Buildings, CapZones


@dataclass(frozen=True)
class Parcels:
    """Parcels whose allowed height is wanted; area: m²."""

    table: PolygonTable
    ids: list[str]
    area: Floats
    heights: ParcelHeights


@dataclass(frozen=True)
class HeightResult(RunResult):
    """Everything a run found out, before anything is written.

    sources: heights by ``building_heights.SOURCES``. tested.ground: levels of terrain, NaN unknown, 0 without terrain.
    limits: all entries; of: what they are, by number. shapes: corridors in the CRS of the buildings.
    """

    buildings: Buildings
    sources: list[Floats]
    heights: Heights
    tested: Tested
    terrain: bool
    limits: Limits
    of: list[Limit]
    decided: Decided
    views: list[View]
    shapes: Wkbs
    parcels: Parcels | None
    families: list[str]


class HeightJob(ChartedJob[HeightInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = HeightInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> HeightResult:
        """Read, test and tell; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        buildings = inputs.buildings(kernel, book, progress.part(0.0, 0.15))
        crs = buildings.table.crs
        terrain, ground, raster = self._rasters(buildings, book, progress.part(0.15, 0.4))
        sources = [buildings.height, buildings.storeys * buildings.storey_m, raster]
        heights = chosen(sources)
        tested = Tested(heights.height, ground)
        zones = inputs.limits(crs, kernel, book, progress.part(0.4, 0.43))
        tiers = inputs.tier_zones(crs, kernel, book, progress.part(0.43, 0.46))
        lines = inputs.read_lines(VIEWS, "view_corridors", self._view_fields(), book, progress.part(0.46, 0.48), crs) \
            if inputs.has(VIEWS) else None
        plane = _plane_over(buildings.table, lines, inputs)

        def level(x: Floats, y: Floats) -> Floats:
            return np.zeros(len(x)) if terrain is None else terrain.at(*plane.from_plane(x, y))

        maker = CorridorMaker(inputs, plane, None if terrain is None else level, book)
        corridors = [] if lines is None else maker.corridors(lines)
        of = _named(zones, tiers, lines, corridors)
        least = least_overlaps(buildings.area, float(book.threshold("heritage.height_overlap", "least_m2")))
        caps, failed = self._caps(zones, tiers, buildings, heights.height, least, kernel, book,
                                  progress.part(0.48, 0.65))
        there = _moved(buildings.table, plane, progress) if corridors else buildings.table
        planes, standing = corridor_limits(corridors, there, tested, len(of) - len(corridors), least, kernel,
                                           progress.part(0.65, 0.8))
        limits = joined([caps, planes])
        views = [view_of(corridor, here, tested, level) for corridor, here in zip(corridors, standing)]
        parcels = self._parcels(crs, plane, (zones, tiers), corridors, level, kernel, book, progress.part(0.8, 1.0))
        result = HeightResult(
            findings=[], records=[], book=book, kernel=kernel.name, settings={}, notices=[], modified={},
            buildings=buildings, sources=sources, heights=heights, tested=tested, terrain=terrain is not None,
            limits=limits, of=of, decided=decided(limits, len(buildings.table)), views=views,
            shapes=_back(corridors, plane, progress), parcels=parcels, families=self._families)
        found = height_findings(result, failed, inputs, book, progress)
        return replace(result, **inputs.outcome(found, book, kernel, progress))

    def _view_fields(self) -> list[str]:
        return self._inputs.owned("CORRIDOR_NAME_FIELD", "EYE_FIELD", "TARGET_FIELD", "LOWEST_FIELD",
                                  "HALF_ANGLE_FIELD", "START_WIDTH_FIELD", "END_WIDTH_FIELD")

    def _rasters(self, buildings: Buildings, book: RuleBook,
                 progress: Progress) -> tuple[Terrain | None, Floats, Floats]:
        """Return (terrain, None without; level of the ground of buildings, 0 without; their heights by rasters)."""
        inputs, table = self._inputs, buildings.table
        unknown = np.full(len(table), np.nan)
        if not inputs.has("DEM"):
            return None, np.zeros(len(table)), unknown
        terrain, transform = inputs.terrain("DEM", "DEM_BAND", "dem", table.crs, book, progress.part(0.0, 0.2))
        ground = terrain.means(inputs.on_terrain(table, transform, progress).wkb, progress.part(0.2, 0.5))
        if not inputs.has("DSM"):
            return terrain, ground, unknown
        surface, transform = inputs.terrain("DSM", "DSM_BAND", "dsm", table.crs, book, progress.part(0.5, 0.7))
        top = surface.quantiles(inputs.on_terrain(table, transform, progress).wkb,
                                float(book.threshold("heritage.height_raster", "top_coefficient")),
                                progress.part(0.7, 1.0))
        height = top - ground
        largest = float(book.threshold("heritage.height_source", "largest_m"))
        usable = (height > 0) & (height <= largest)
        self._tell_no_heights(np.flatnonzero(~np.isnan(height) & ~usable), height, buildings, book)
        return terrain, ground, np.where(usable, height, np.nan)

    def _tell_no_heights(self, rows: Ints, height: Floats, buildings: Buildings, book: RuleBook) -> None:
        """Tell under which buildings surface less terrain is no height."""
        if len(rows):
            self._inputs.findings.append(book.finding(
                "heritage.height_surface", role="buildings", place="surface", count=len(rows),
                dsm=self._inputs.label("DSM"), dem=self._inputs.label("DEM"), lowest=f"{height[rows].min():.2f}",
                highest=f"{height[rows].max():.2f}", fids=first_fids(buildings.table, rows)))

    def _caps(self, zones: CapZones | None, tiers: CapZones | None, buildings: Buildings, height: Floats,
              least: Floats, kernel: Kernel, book: RuleBook,
              progress: Progress) -> tuple[Limits, list[tuple[PolygonTable, list[int]]]]:
        """Return what caps allow, and per layer the rows that could not be cut.

        The caps of tiers are defaults: they hold where no height zone does, and not for the heritage itself.
        """
        areas = self._inputs.areas(buildings.table.crs, book, progress)
        parts: list[Limits] = []
        failed = []
        first = 0
        for number, layer in enumerate((zones, tiers)):
            if layer is None:
                continue
            spared = np.unique(covered(layer.sparing, buildings.table, least, areas, kernel, progress)[1])
            self._spare(spared, buildings, book)
            free = np.union1d(spared, joined(parts).building if number else np.empty(0, dtype=np.int64))
            part, rows = cap_limits(layer, buildings, height, free, first, least, areas, kernel,
                                    progress.part(number / 2, (number + 1) / 2))
            parts.append(part)
            failed.append((layer.table, rows))
            first += len(layer.table)
        return joined(parts), failed

    def _spare(self, rows: Ints, buildings: Buildings, book: RuleBook) -> None:
        """Tell which buildings no default cap holds for, as they are the heritage itself."""
        if len(rows):
            self._inputs.findings.append(book.finding(
                "heritage.height_spared", role="buildings", place="spared", count=len(rows),
                fids=first_fids(buildings.table, rows)))

    def _parcels(self, crs: QgsCoordinateReferenceSystem, plane: MetricPlane,
                 layers: Sequence[CapZones | None], corridors: Sequence[Corridor], level: GroundAt,
                 kernel: Kernel, book: RuleBook, progress: Progress) -> Parcels | None:
        """Return the allowed heights of parcels, None where none are given. Raises PlannerError and Canceled."""
        inputs = self._inputs
        if not inputs.has(PARCELS):
            return None
        table = inputs.polygons(PARCELS, "supply_parcels", inputs.owned("PARCEL_ID_FIELD"), crs, kernel, book,
                                progress.part(0.0, 0.3))
        other = storey_heights(book).other_m
        held = [layer for layer in layers if layer is not None]
        shapes = as_wkb_array([wkb for layer in held for wkb in layer.table.wkb])
        caps = Caps(moved(shapes, plane.to_plane, progress),
                    np.concatenate([np.empty(0), *(np.fmin(layer.metres, layer.storeys * other) for layer in held)]),
                    np.concatenate([np.empty(0, dtype=bool), *(layer.default for layer in held)]))
        step = float(book.threshold("heritage.height_parcels", "step_m"))
        there = moved(table.wkb, plane.to_plane, progress)
        bounds = wkb_bounds(there[there != b""])
        units = plane.scale(bounds[:, 0], bounds[:, 1]) if len(bounds) else 1.0
        heights = parcel_heights(there, caps, corridors, level, step * units, progress.part(0.3, 1.0))
        return Parcels(table, inputs.ids(table, "PARCEL_ID_FIELD"),
                       inputs.areas(crs, book, progress)(table.wkb), heights)


def _plane_over(table: PolygonTable, lines: LineTable | None, inputs: HeightInputs) -> MetricPlane:
    """Return the plane of metres for buildings and corridors."""
    bounds = table.bounds[~np.isnan(table.bounds[:, 0])]
    corners = np.vstack([bounds[:, :2], bounds[:, 2:]])
    if lines is not None:
        parts = parts_of(lines.wkb)
        corners = np.vstack([corners, np.column_stack([parts.x, parts.y])])
    return metric_plane(table.crs, corners[:, 0], corners[:, 1], inputs.transforms)


def _moved(table: PolygonTable, plane: MetricPlane, progress: Progress) -> PolygonTable:
    shapes = moved(table.wkb, plane.to_plane, progress)
    return replace(table, wkb=shapes, bounds=wkb_bounds(shapes))


def _back(corridors: Sequence[Corridor], plane: MetricPlane, progress: Progress) -> Wkbs:
    """Return the trapezoids of corridors in the CRS of the buildings."""
    return moved(as_wkb_array([corridor.wkb() for corridor in corridors]), plane.from_plane, progress)


def _named(zones: CapZones | None, tiers: CapZones | None, lines: LineTable | None,
           corridors: Sequence[Corridor]) -> list[Limit]:
    """Return the limits in the order of their numbers: height zones, tiers, corridors."""
    found = [Limit(kind, name, fid, rule) for kind, layer in ((ZONE, zones), (TIER, tiers)) if layer is not None
             for name, fid, rule in zip(layer.names, layer.table.fids.tolist(), layer.tier)]
    return found + [Limit(CORRIDOR, corridor.name, int(lines.fids[corridor.row]))
                    for corridor in corridors if lines is not None]
