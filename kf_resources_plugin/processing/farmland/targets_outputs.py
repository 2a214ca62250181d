"""The outputs of kf:farmlandtargets: scores, ceilings, units with their lights, findings, and numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.land_levels import unit_ranks
from ...engine.writing import make_fields
from ...rules.farmland_targets import INDICATORS, LIGHTS, NO_LIGHT
from ...rules.unit_levels import plain_code

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.writing import Column
    from ...rules.farmland_targets import Score
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .targets_job import TargetsResult

SCORE_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("level", "text"), ("indicator", "text"), ("year", "integer"),
    ("target_m2", "real"), ("actual_m2", "real"), ("gross_m2", "real"), ("gap_m2", "real"), ("share", "real"),
    ("light", "text"), ("rank", "integer"), ("source", "text"),
)
CEILING_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("level", "text"), ("stable_before_m2", "real"),
    ("stable_m2", "real"), ("gain_m2", "real"), ("ceiling_m2", "real"), ("approved_m2", "real"),
    ("usable_m2", "real"),
)
UNIT_FIELDS = (
    ("unit_code", "text"), ("unit_name", "text"), ("light", "text"),
    *((f"{indicator}_light", "text") for indicator in INDICATORS),
    *((f"{indicator}_m2", "real") for indicator in INDICATORS),
    *((f"{indicator}_share", "real") for indicator in INDICATORS),
)


def write_outputs(result: TargetsResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    crs = result.land.survey.table.crs
    outputs.layer("SCORE", make_fields(SCORE_FIELDS), _score_columns(result), progress.part(0.0, 0.2))
    outputs.layer("CEILING", make_fields(CEILING_FIELDS), _ceiling_columns(result), progress.part(0.2, 0.3))
    columns, shapes = _unit_columns(result)
    outputs.layer("UNIT_LIGHTS", make_fields(UNIT_FIELDS), columns, progress.part(0.3, 0.5), crs, shapes)
    outputs.findings(result.findings, crs, progress.part(0.5, 0.8))


def figures(result: TargetsResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm; what is not known is None."""
    net, found = result.land.pieces.net, result.land.found
    permanent = None if result.permanent is None else int(net[found.farmland & result.permanent].sum())
    return {
        "FARMLAND_M2": float(net[found.farmland].sum()) / 100,
        "STABLE_M2": float(net[found.stable].sum()) / 100 if found.is_told else None,
        "PERMANENT_M2": _m2(permanent),
        "CEILING_M2": _m2(result.ceiling),
        "USABLE_M2": _m2(result.usable),
        "RESIDUAL_M2": round(float(np.abs(result.land.pieces.residual).sum()), 6),
    }


def _m2(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _score_columns(result: TargetsResult) -> dict[str, Column]:
    rows = result.scores
    targets = [score.target for score in rows]
    return {
        "unit_code": [score.actual.unit_code for score in rows],
        "unit_name": [score.actual.unit_name for score in rows],
        "level": [score.actual.level for score in rows], "indicator": [score.actual.indicator for score in rows],
        "year": [None if target is None else target.year for target in targets],
        "target_m2": [None if target is None else _m2(target.amount) for target in targets],
        "actual_m2": [_m2(score.actual.amount) for score in rows],
        "gross_m2": [_m2(score.actual.gross) for score in rows], "gap_m2": [_m2(score.gap) for score in rows],
        "share": [score.share for score in rows], "light": [score.light for score in rows],
        "rank": [score.rank for score in rows],
        "source": [None if target is None else target.source or None for target in targets],
    }


def _ceiling_columns(result: TargetsResult) -> dict[str, Column]:
    rows = result.ceilings or []
    return {
        "unit_code": [item.unit_code for item in rows], "unit_name": [item.unit_name for item in rows],
        "level": [item.level for item in rows], "stable_before_m2": [_m2(item.before) for item in rows],
        "stable_m2": [_m2(item.stable) for item in rows], "gain_m2": [_m2(item.gain) for item in rows],
        "ceiling_m2": [_m2(item.ceiling) for item in rows], "approved_m2": [_m2(item.approved) for item in rows],
        "usable_m2": [_m2(item.usable) for item in rows],
    }


def _unit_columns(result: TargetsResult) -> tuple[dict[str, Column], list[bytes]]:
    """Return the polygons of UNITS with the light of each indicator, that of the latest year that has one.

    The coarsest come first: a map draws later rows on top, and a city's must not hide those of its counties.
    """
    units: list[Unit] = []
    shapes: list[bytes] = []
    if result.land.units is not None:
        table, listed = result.land.units
        order = np.argsort(-unit_ranks(listed), kind="stable").tolist()
        units, shapes = [listed[row] for row in order], [table.wkb[row] for row in order]
    latest: dict[tuple[tuple[str, str], str], Score] = {}
    for score in result.scores:  # by year within unit and indicator
        key = (score.actual.key, score.actual.indicator)
        if key not in latest or score.light != NO_LIGHT:
            latest[key] = score
    columns: dict[str, Column] = {
        "unit_code": [unit.code for unit in units], "unit_name": [unit.name for unit in units]}
    lights: list[list[str]] = []
    for indicator in INDICATORS:
        found = [latest.get((_key(unit), indicator)) for unit in units]
        lights.append([NO_LIGHT if score is None else score.light for score in found])
        columns[f"{indicator}_light"] = lights[-1]
        columns[f"{indicator}_m2"] = [None if score is None else _m2(score.actual.amount) for score in found]
        columns[f"{indicator}_share"] = [None if score is None else score.share for score in found]
    order = (NO_LIGHT, *LIGHTS)
    columns["light"] = [max(of_unit, key=order.index) for of_unit in zip(*lights)]
    return columns, shapes


def _key(unit: Unit) -> tuple[str, str]:
    return (plain_code(unit.code), "") if unit.code else ("", unit.name)
