"""What is to be said of heights: what is too high, what could not be told, and what contradicts itself."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...i18n import tr
from ...rules.building_heights import FIELD, RASTER, SOURCES, STOREYS, contradictions
from ..reading_findings import first_fids
from .height_inputs import BUILDINGS, PARCELS
from .height_limits import BY_STOREYS, CORRIDOR, RULES
from .height_outputs import groundless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.reading import PolygonTable
    from ...rules.areas import Ints
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .height_inputs import HeightInputs
    from .height_job import HeightResult
    from .height_views import View

_NAMED_BUILDINGS = 20
_SAME_M = 0.005


def source_title(source: str) -> str:
    """Return what a source of heights is called."""
    return {FIELD: tr("height field"), STOREYS: tr("storeys"), RASTER: tr("surface model less terrain")}[source]


def counted_storeys(result: HeightResult, row: int) -> tuple[str, str, str] | None:
    """Return the storeys of a building that is too high, how many are allowed, and how many it has too many.

    None where metres were compared, whose difference is the excess.
    """
    decided, storey_m = result.decided, float(result.buildings.storey_m[row])
    allowed, exceed = float(decided.allowed[row]), float(decided.exceed[row])
    if abs(float(result.heights.height[row]) - allowed - exceed) < _SAME_M:
        return None
    return f"{(allowed + exceed) / storey_m:g}", f"{allowed / storey_m:g}", f"{exceed / storey_m:g}"


def height_findings(result: HeightResult, failed: Sequence[tuple[PolygonTable, list[int]]], inputs: HeightInputs,
                    book: RuleBook, progress: Progress) -> list[Finding]:
    """Return everything that is to be said; ``failed``: per layer of zones the rows that could not be cut.

    progress: only asked whether the user cancelled. Raises Canceled.
    """
    found = [*_excesses(result, book, progress), *_contradictions(result, book, progress),
             *_unknown(result, inputs, book)]
    for view in result.views:
        found += _view_findings(view, result, book)
    for table, rows in failed:
        found += _not_cut(table, np.array(rows, dtype=np.int64), book)
    if result.views and not result.terrain:
        found.append(book.finding("heritage.height_flat", role="view_corridors", place="flat"))
    return found


def _excesses(result: HeightResult, book: RuleBook, progress: Progress) -> list[Finding]:
    """Return one finding for each building that is too high, under the limit that it exceeds most."""
    table, decided = result.buildings.table, result.decided
    distance = {(number, int(row)): float(first) for number, view in enumerate(result.views)
                for row, first in zip(view.standing.row.tolist(), view.standing.first.tolist())}
    corridors = len(result.of) - len(result.views)
    found = []
    for row in np.flatnonzero(decided.exceed > 0).tolist():
        number = int(decided.limit[row])
        limit = result.of[number]
        progress.check()
        values: dict[str, Any] = {}
        storeys = counted_storeys(result, row)
        if storeys is not None:
            values = dict(zip(("storeys", "allowed_storeys", "over"), storeys))
        if limit.kind == CORRIDOR:
            values["distance"] = f"{distance[number - corridors, row]:.0f}"
        found.append(book.finding(
            RULES[limit.kind] + (BY_STOREYS if storeys else ""), subject_id=result.buildings.ids[row],
            other_id=limit.name, role="buildings",
            area_m2=float(result.buildings.area[row]), source_fid=int(table.fids[row]), other_fid=limit.fid,
            wkb=table.wkb[row], place=f"{limit.kind} {limit.fid}", limit=limit.name, rule=limit.rule,
            height=f"{result.heights.height[row]:.2f}", allowed=f"{decided.allowed[row]:.2f}",
            exceed=f"{decided.exceed[row]:.2f}", **values))
    return found


def _contradictions(result: HeightResult, book: RuleBook, progress: Progress) -> list[Finding]:
    rule, table = "heritage.height_differs", result.buildings.table
    metres, share = (float(book.threshold(rule, key)) for key in ("tolerance_m", "tolerance_coefficient"))
    found = []
    for row, one, other in contradictions(result.sources, metres, share):
        progress.check()
        found.append(book.finding(
            rule, subject_id=result.buildings.ids[row], role="buildings", source_fid=int(table.fids[row]),
            wkb=table.wkb[row], place=f"{SOURCES[one]} {SOURCES[other]}", one=source_title(SOURCES[one]),
            other=source_title(SOURCES[other]), one_height=f"{result.sources[one][row]:.2f}",
            other_height=f"{result.sources[other][row]:.2f}", tolerance_share=f"{share:.0%}"))
    return found


def _unknown(result: HeightResult, inputs: HeightInputs, book: RuleBook) -> list[Finding]:
    """Return which buildings have no height, and where the terrain has no value under what a corridor crosses."""
    table = result.buildings.table
    found = []
    rows = np.flatnonzero(np.isnan(result.heights.height))
    if len(rows):
        found.append(book.finding("heritage.height_unknown", role="buildings", place="height", layer=table.name,
                                  count=len(rows), fids=first_fids(table, rows)))
    found += _no_ground(BUILDINGS, "buildings", table, groundless(result), inputs, book)
    if result.parcels is not None:
        found += _no_ground(PARCELS, "supply_parcels", result.parcels.table,
                            np.flatnonzero(result.parcels.heights.unknown), inputs, book)
    return found


def _no_ground(name: str, role: str, table: PolygonTable, rows: Ints, inputs: HeightInputs,
               book: RuleBook) -> list[Finding]:
    if not len(rows):
        return []
    return [book.finding("heritage.height_no_ground", role=role, place=f"ground {name}", layer=table.name,
                         raster=inputs.label("DEM"), count=len(rows), fids=first_fids(table, rows))]


def _view_findings(view: View, result: HeightResult, book: RuleBook) -> list[Finding]:
    """Return what one corridor tells: buildings at its ends, ground above the plane, what could not be cut."""
    name = view.corridor.name
    found = []
    if view.standing.ends:
        named = [result.buildings.ids[row] for row in view.standing.ends]
        listed = [*named[:_NAMED_BUILDINGS], *(["…"] if named[_NAMED_BUILDINGS:] else [])]
        found.append(book.finding("heritage.height_ends", subject_id=name, role="view_corridors",
                                  place=f"ends {view.corridor.row}", buildings=listed))
    over, distance = view.terrain_over
    if over > 0:
        found.append(book.finding("heritage.height_terrain", subject_id=name, role="view_corridors",
                                  place=f"terrain {view.corridor.row}", over=f"{over:.2f}",
                                  distance=f"{distance:.0f}"))
    return found + _not_cut(result.buildings.table, np.array(view.standing.failed, dtype=np.int64), book)


def _not_cut(table: PolygonTable, rows: Ints, book: RuleBook) -> list[Finding]:
    if not len(rows):
        return []
    return [book.finding("heritage.height_not_cut", role="buildings", place=f"cut {table.name}", layer=table.name,
                         count=len(rows), fids=first_fids(table, rows))]
