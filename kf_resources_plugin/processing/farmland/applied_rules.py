"""The rules that a report lists beyond those that always apply: how areas are computed, and grounds of stability."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...engine.land_survey import LandSurvey
    from ...engine.stable_farmland import Stability
    from ..run_result import RunResult


def area_rules(result: RunResult) -> list[str]:
    """Return the rules that a run's areas follow."""
    return ["area.formula", *(["area.step"] if result.settings["AREA_METHOD"] == "additive" else [])]


def ground_rules(*judged: tuple[LandSurvey, Stability]) -> list[str]:
    """Return the grounds that could be applied to any of some surveys, in the order in which they decide."""
    applied = {ground.rule_id for survey, found in judged for ground in found.applied(survey)}
    return [ground.rule_id for ground in judged[0][1].grounds if ground.rule_id in applied]
