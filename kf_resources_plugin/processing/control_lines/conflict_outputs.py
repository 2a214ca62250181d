"""The outputs of a check of control lines: overlaps, holes and gaps, sums by pair and by unit, findings, numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.line_openings import NO_LINE
from ...engine.writing import make_fields
from .conflict_figures import figures_of, pair_sums, unit_sums
from .conflict_findings import contents

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .conflict_figures import Conflicts
    from .conflict_job import ConflictResult

OVERLAP_FIELDS = (
    ("overlap_id", "integer"), ("line_a", "text"), ("line_b", "text"), ("id_a", "text"), ("id_b", "text"),
    ("category", "text"), ("conflict", "integer"), ("rule_id", "text"), ("precedence", "text"), ("unit_code", "text"),
    ("unit_name", "text"), ("area_m2", "real"), ("once_m2", "real"), ("width_m", "real"), ("fid_a", "integer"),
    ("fid_b", "integer"),
)
HOLE_FIELDS = (
    ("line_a", "text"), ("line_b", "text"), ("category", "text"), ("rule_id", "text"), ("unit_code", "text"),
    ("unit_name", "text"), ("content", "text"), ("area_m2", "real"), ("width_m", "real"), ("lines_m2", "real"),
    ("cultivated_m2", "real"), ("other_land_m2", "real"),
)
SUMMARY_FIELDS = (
    ("line_a", "text"), ("line_b", "text"), ("conflict", "integer"), ("rule_id", "text"), ("precedence", "text"),
    ("count", "integer"), ("area_m2", "real"), ("once_m2", "real"), ("sliver_count", "integer"), ("sliver_m2", "real"),
    ("tolerated_count", "integer"), ("tolerated_m2", "real"),
)
UNIT_SUMMARY_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("category", "text"), ("line_a", "text"), ("line_b", "text"),
    ("count", "integer"), ("area_m2", "real"), ("once_m2", "real"),
)
EXPANSION_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("boundary_m2", "real"), ("base_m2", "real"), ("factor", "real"),
)


def write_outputs(result: ConflictResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    found = result.found
    crs = found.lines[0].table.crs
    outputs.layer("OVERLAPS", make_fields(OVERLAP_FIELDS), _overlap_columns(found), progress.part(0.0, 0.3), crs,
                  found.overlaps.parts.wkb)
    outputs.layer("HOLES", make_fields(HOLE_FIELDS), _hole_columns(found), progress.part(0.3, 0.5), crs,
                  found.openings.wkb)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _summary_columns(found), progress.part(0.5, 0.52))
    outputs.layer("UNIT_SUMMARY", make_fields(UNIT_SUMMARY_FIELDS), _unit_columns(found), progress.part(0.52, 0.55))
    outputs.layer("EXPANSION", make_fields(EXPANSION_FIELDS), _expansion_columns(found), progress.part(0.55, 0.56))
    outputs.findings(result.findings, crs, progress.part(0.56, 0.95))


def figures(result: ConflictResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    return figures_of(result.found)


def _metres(hundredths: np.ndarray | Sequence[int | None]) -> list[float | None]:
    return [None if value is None else int(value) / 100 for value in hundredths]


def _overlap_columns(found: Conflicts) -> dict[str, Column]:
    overlaps, parts = found.overlaps, found.overlaps.parts
    pair = overlaps.pair[parts.source]
    lines = found.pairs.lines[pair]
    one, other = ([found.lines[place] for place in lines[:, side].tolist()] for side in (0, 1))
    first, second = overlaps.first[parts.source].tolist(), overlaps.second[parts.source].tolist()
    units = [found.units.units[place] for place in parts.unit.tolist()]
    counted = found.pairs.conflict | found.pairs.within
    return {
        "overlap_id": parts.source + 1,
        "line_a": [line.key for line in one],
        "line_b": [line.key for line in other],
        "id_a": [line.ids[row] for line, row in zip(one, first)],
        "id_b": [line.ids[row] for line, row in zip(other, second)],
        "category": found.kinds[parts.source],
        "conflict": found.pairs.conflict[pair].astype(np.int64),
        "rule_id": [_rule(found, place)[0] for place in pair.tolist()],
        "precedence": [_rule(found, place)[1] for place in pair.tolist()],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "area_m2": parts.area / 100,
        "once_m2": _metres([int(once) if counted[place] else None
                            for place, once in zip(pair.tolist(), overlaps.once.tolist())]),
        "width_m": np.round(overlaps.width[parts.source], 3),
        "fid_a": [int(line.table.fids[row]) for line, row in zip(one, first)],
        "fid_b": [int(line.table.fids[row]) for line, row in zip(other, second)],
    }


def _rule(found: Conflicts, pair: int) -> tuple[str, str | None]:
    """Return the rule of a pair and the line that has precedence; a line with itself has none of either's."""
    if found.pairs.within[pair]:
        return "control.self_overlap", None
    return found.rules[pair].rule_id, found.rules[pair].precedence or None


def _hole_columns(found: Conflicts) -> dict[str, Column]:
    openings = found.openings
    units = [found.units.units[place] for place in openings.unit.tolist()]
    return {
        "line_a": [found.lines[place].key for place in openings.one.tolist()],
        "line_b": [None if place == NO_LINE else found.lines[place].key for place in openings.other.tolist()],
        "category": np.where(openings.sliver, "gap", "hole").astype(object),
        "rule_id": openings.rule,
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "content": contents(found),
        "area_m2": openings.area / 100,
        "width_m": np.round(openings.width, 3),
        "lines_m2": openings.lines.sum(axis=1) / 100,
        "cultivated_m2": openings.cultivated / 100,
        "other_land_m2": openings.other_land / 100,
    }


def _summary_columns(found: Conflicts) -> dict[str, Column]:
    rows = pair_sums(found)
    lines = [[found.lines[place].key for place in found.pairs.lines[row.pair].tolist()] for row in rows]
    return {
        "line_a": [pair[0] for pair in lines],
        "line_b": [pair[1] for pair in lines],
        "conflict": [int(found.pairs.conflict[row.pair]) for row in rows],
        "rule_id": [_rule(found, row.pair)[0] for row in rows],
        "precedence": [_rule(found, row.pair)[1] for row in rows],
        "count": [row.count for row in rows],
        "area_m2": _metres([row.area for row in rows]),
        "once_m2": _metres([row.once for row in rows]),
        "sliver_count": [row.thin[0] for row in rows],
        "sliver_m2": _metres([row.thin[1] for row in rows]),
        "tolerated_count": [row.small[0] for row in rows],
        "tolerated_m2": _metres([row.small[1] for row in rows]),
    }


def _unit_columns(found: Conflicts) -> dict[str, Column]:
    rows = unit_sums(found)
    return {
        "unit_code": [found.units.units[row.unit].code for row in rows],
        "unit_name": [found.units.units[row.unit].name for row in rows],
        "category": [row.kind for row in rows],
        "line_a": [found.lines[row.one].key for row in rows],
        "line_b": [None if row.other == NO_LINE else found.lines[row.other].key for row in rows],
        "count": [row.count for row in rows],
        "area_m2": _metres([row.area for row in rows]),
        "once_m2": _metres([row.once for row in rows]),
    }


def expansion_rows(found: Conflicts) -> list[int]:
    """Return the units with urban boundary or urban land of the base year."""
    growth = found.expansion
    if growth is None:
        return []
    either = growth.boundary > 0 if growth.base is None else (growth.boundary > 0) | (growth.base > 0)
    rows: list[int] = np.flatnonzero(either).tolist()
    return rows


def _expansion_columns(found: Conflicts) -> dict[str, Column]:
    growth, rows = found.expansion, expansion_rows(found)
    if growth is None:
        return {name: [] for name, _ in EXPANSION_FIELDS}
    return {
        "unit_code": [found.units.units[unit].code for unit in rows],
        "unit_name": [found.units.units[unit].name for unit in rows],
        "boundary_m2": _metres([int(growth.boundary[unit]) for unit in rows]),
        "base_m2": _metres([None if growth.base is None else int(growth.base[unit]) for unit in rows]),
        "factor": [growth.factor_of(unit) for unit in rows],
    }
