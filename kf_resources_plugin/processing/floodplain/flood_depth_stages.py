"""The stages of a run of kf:flooddepth: those of the rules, with return periods that the planner gave beside them."""
from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...engine.errors import PlannerError
from ...i18n import tr
from ...rules.floodplain_stages import Stage, StageError, stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...rules.rule_rows import RuleBook

_EXAMPLE = '{"5000": 1.5, "12370": 20}'


def known_stages(book: RuleBook, text: str) -> dict[float, Stage]:
    """Return stages by flow: those of the rules and those of ``text``, JSON of flow and return period.

    Raises PlannerError.
    """
    try:
        known = {stage.flow: stage for stage in stages(book)}
    except StageError as error:
        raise PlannerError(tr("Rule {rule}: flows and return periods must rise together and be above 0. Correct them "
                              "in your own rule rows.").format(rule=error.rule_id)) from error
    for flow, years in _given(text).items():
        known[flow] = replace(known[flow], return_period=years) if flow in known else Stage(
            "", flow, years, ("", ""), bank_full=False)
    return known


def chosen_stages(flows: Iterable[float], known: dict[float, Stage]) -> tuple[Stage, ...]:
    """Return the stages of rising flows; raises PlannerError where return periods are missing or do not rise."""
    listed = list(flows)
    missing = [f"{flow:.10g}" for flow in listed if flow not in known]
    if missing:
        raise PlannerError(tr("There is no return period for the stages {stages}. Give it in “Return periods”, for "
                              "example {example}; known are the stages {known}.").format(
            stages=", ".join(missing), example=_EXAMPLE,
            known=", ".join(stage.id for stage in sorted(known.values(), key=lambda stage: stage.flow))))
    found = tuple(known[flow] for flow in listed)
    for lower, higher in zip(found, found[1:]):
        if not lower.return_period < higher.return_period:
            raise PlannerError(tr("Stage {higher} has a return period of {years} years, no more than the lower stage "
                                  "{lower}. Correct “Return periods”.").format(
                higher=higher.id, years=f"{higher.return_period:.10g}", lower=lower.id))
    return found


def _given(text: str) -> dict[float, float]:
    if not text.strip():
        return {}
    try:
        found: Any = json.loads(text)
        pairs = {float(flow): float(years) for flow, years in found.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        pairs = {}
    if not pairs or not all(0 < value < math.inf for pair in pairs.items() for value in pair):
        raise PlannerError(tr("“Return periods” must be a JSON object of flows in m³/s and years, both above 0, not "
                              "{text}. Write for example {example}.").format(text=text, example=_EXAMPLE))
    return pairs
