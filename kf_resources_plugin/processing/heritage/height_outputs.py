"""The outputs of kf:heightcontrol: buildings with verdicts, planes of corridors, parcels, findings, numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.writing import make_fields
from ...rules.building_heights import SOURCES
from .height_limits import CORRIDOR, RULES

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .height_job import HeightResult
    from .height_views import View

HEIGHT_FIELDS = (
    ("building_id", "text"), ("building_use", "text"), ("building_height_m", "real"), ("storeys", "real"),
    ("height_source", "text"), ("verdict", "text"), ("exceed_m", "real"), ("allowed_m", "real"), ("limit_name", "text"),
    ("rule_id", "text"), ("cap_m", "real"), ("cap_name", "text"), ("plane_m", "real"), ("corridor", "text"),
    ("ground_m", "real"), ("base_m", "real"), ("top_m", "real"), ("area_m2", "real"), ("building_fid", "integer"),
)
CORRIDOR_FIELDS = (
    ("corridor", "text"), ("length_m", "real"), ("start_width_m", "real"), ("end_width_m", "real"),
    ("eye_level_m", "real"), ("plane_end_m", "real"), ("target_top_m", "real"), ("target_foot_m", "real"),
    ("sag_m", "real"), ("terrain", "integer"), ("buildings", "integer"), ("exceeding", "integer"),
    ("highest_id", "text"), ("highest_distance_m", "real"), ("highest_top_m", "real"), ("highest_exceed_m", "real"),
    ("hidden_to_m", "real"), ("hidden_m", "real"), ("hidden_share", "real"), ("terrain_over_m", "real"),
    ("corridor_fid", "integer"),
)
PARCEL_FIELDS = (
    ("parcel_id", "text"), ("lowest_m", "real"), ("mean_m", "real"), ("limited_share", "real"), ("limit_name", "text"),
    ("rule_id", "text"), ("area_m2", "real"), ("parcel_fid", "integer"),
)
EXCEEDS, COMPLIES, FREE, UNKNOWN = "exceeds", "complies", "free", "unknown"
"""Verdicts: too high; within all limits; under no limit; of no known height."""


def write_outputs(result: HeightResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    table = result.buildings.table
    outputs.layer("HEIGHTS", make_fields(HEIGHT_FIELDS), height_columns(result), progress.part(0.0, 0.5), table.crs,
                  table.wkb)
    outputs.layer("CORRIDORS", make_fields(CORRIDOR_FIELDS), corridor_columns(result), progress.part(0.5, 0.55),
                  table.crs, result.shapes)
    if outputs.wants("PARCEL_HEIGHTS"):
        parcels = result.parcels
        outputs.layer("PARCEL_HEIGHTS", make_fields(PARCEL_FIELDS), parcel_columns(result), progress.part(0.55, 0.7),
                      table.crs, [] if parcels is None else parcels.table.wkb)
    outputs.findings(result.findings, table.crs, progress.part(0.7, 1.0))


def figures(result: HeightResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    exceed = result.decided.exceed
    return {
        "BUILDINGS_COUNT": len(exceed),
        "EXCEEDING_COUNT": int((exceed > 0).sum()),
        "UNKNOWN_COUNT": verdicts(result).count(UNKNOWN),
        "LARGEST_EXCEED_M": round(float(np.nanmax(exceed)), 2) if (exceed >= 0).any() else None,
        "CORRIDORS_COUNT": len(result.views),
        "BLOCKED_COUNT": sum(bool((view.exceed > 0).any()) for view in result.views),
    }


def verdicts(result: HeightResult) -> list[str]:
    """Return the verdict on each building: one that a plane could not be held against may be too high."""
    decided, known = result.decided, ~np.isnan(result.heights.height)
    found = np.where(decided.limit < 0, FREE, np.where(decided.exceed > 0, EXCEEDS, COMPLIES))
    rows = groundless(result)
    known[rows[~(decided.exceed[rows] > 0)]] = False
    listed: list[str] = np.where(known, found, UNKNOWN).tolist()
    return listed


def groundless(result: HeightResult) -> Ints:
    """Return the buildings in corridors under which the terrain has no value."""
    crossed = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(view.standing.row for view in result.views)]))
    return crossed[np.isnan(result.tested.ground[crossed])]


def height_columns(result: HeightResult) -> dict[str, Column]:
    """Return one row for each building."""
    buildings, decided, height = result.buildings, result.decided, result.heights.height
    of_corridor = np.array([limit.kind == CORRIDOR for limit in result.of], dtype=bool)
    cap, cap_limit = _lowest(result, ~of_corridor)
    plane, plane_limit = _lowest(result, of_corridor)
    ground = result.tested.ground if result.terrain else np.full(len(height), np.nan)
    base = np.nan_to_num(ground)
    return {
        "building_id": buildings.ids, "building_use": [use or None for use in buildings.use],
        "building_height_m": np.round(height, 2), "storeys": buildings.storeys,
        "height_source": [SOURCES[place] if place >= 0 else None for place in result.heights.source.tolist()],
        "verdict": verdicts(result), "exceed_m": np.round(decided.exceed, 2),
        "allowed_m": np.round(decided.allowed, 2), "limit_name": _names(result, decided.limit),
        "rule_id": rules_of(result, decided.limit),
        "cap_m": np.round(cap, 2), "cap_name": _names(result, cap_limit),
        "plane_m": np.round(plane, 2), "corridor": _names(result, plane_limit),
        "ground_m": np.round(ground, 2), "base_m": np.round(base, 2), "top_m": np.round(base + height, 2),
        "area_m2": np.round(buildings.area, 2), "building_fid": buildings.table.fids,
    }


def corridor_columns(result: HeightResult) -> dict[str, Column]:
    """Return one row for each corridor that was tested."""
    first = len(result.of) - len(result.views)
    rows = [_corridor(result, view, result.of[first + number].fid) for number, view in enumerate(result.views)]
    return {name: [row[name] for row in rows] for name, _ in CORRIDOR_FIELDS}


def _corridor(result: HeightResult, view: View, fid: int) -> dict[str, object]:
    corridor, plane, place = view.corridor, view.corridor.plane, view.highest
    none = place < 0
    return {
        "corridor": corridor.name, "length_m": round(plane.length_m, 2),
        "start_width_m": round(corridor.widths[0], 2), "end_width_m": round(corridor.widths[1], 2),
        "eye_level_m": round(plane.eye_m, 2), "plane_end_m": round(plane.low_m, 2),
        "target_top_m": round(plane.top_m, 2), "target_foot_m": round(plane.foot_m, 2),
        "sag_m": round(plane.sag_m, 3), "terrain": int(result.terrain),
        "buildings": len(view.standing.row), "exceeding": int((view.exceed > 0).sum()),
        "highest_id": None if none else result.buildings.ids[int(view.standing.row[place])],
        "highest_distance_m": None if none else round(float(view.standing.first[place]), 2),
        "highest_top_m": None if none else round(float(view.top[place]), 2),
        "highest_exceed_m": None if none else round(float(view.exceed[place]), 2),
        "hidden_to_m": None if none else round(view.hidden_to, 2),
        "hidden_m": None if none else round(max(view.hidden_to - plane.low_m, 0.0), 2),
        "hidden_share": None if none else round(float(plane.hidden_share(np.array(view.hidden_to))), 4),
        "terrain_over_m": round(view.terrain_over[0], 2) if result.terrain else None,
        "corridor_fid": fid,
    }


def parcel_columns(result: HeightResult) -> dict[str, Column]:
    """Return one row for each parcel, none where none were given."""
    parcels = result.parcels
    if parcels is None:
        return {name: [] for name, _ in PARCEL_FIELDS}
    heights = parcels.heights
    return {
        "parcel_id": parcels.ids, "lowest_m": np.round(heights.lowest, 2), "mean_m": np.round(heights.mean, 2),
        "limited_share": np.round(heights.share, 4), "limit_name": _names(result, heights.limit),
        "rule_id": rules_of(result, heights.limit), "area_m2": np.round(parcels.area, 2),
        "parcel_fid": parcels.table.fids,
    }


def rules_of(result: HeightResult, limit: Ints) -> list[str | None]:
    """Return the rules that limits, given by their numbers, rest on; None for none (-1)."""
    return [None if number < 0 else result.of[number].rule or RULES[result.of[number].kind]
            for number in limit.tolist()]


def _lowest(result: HeightResult, kinds: np.ndarray) -> tuple[Floats, Ints]:
    """Return by building the lowest height that some limits allow, NaN for none, and the number of that limit, -1."""
    limits, count = result.limits, len(result.buildings.table)
    lowest, limit = np.full(count, np.nan), np.full(count, -1, dtype=np.int64)
    rows = np.flatnonzero(kinds[limits.limit])
    order = rows[np.lexsort((limits.limit[rows], limits.allowed[rows], limits.building[rows]))]
    first = order[np.flatnonzero(np.diff(limits.building[order], prepend=-1))]
    lowest[limits.building[first]], limit[limits.building[first]] = limits.allowed[first], limits.limit[first]
    return lowest, limit


def _names(result: HeightResult, limit: Ints) -> list[str | None]:
    return [None if number < 0 else result.of[number].name for number in limit.tolist()]
