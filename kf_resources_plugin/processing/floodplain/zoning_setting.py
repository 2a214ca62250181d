"""How kf:floodplainzoning zones, as the parameters and the rules say; what is wrong with either in plain words."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.errors import PlannerError
from ...engine.floodplain_zoning import ZoningRules
from ...engine.zone_smoothing import Limits, limits_of
from ...i18n import tr
from ...rules.floodplain_conflicts import conflicts
from ...rules.floodplain_measures import CHANNEL, measures
from ...rules.floodplain_stages import StageError, stages
from ...rules.floodplain_weights import ZoneWeightsError, random_indices, zone_weights
from ...rules.floodplain_zoning import (
    CRITERIA,
    ZONES,
    ZoningTableError,
    criteria,
    hard_rules,
    zone_order,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ...rules.floodplain_measures import Measure
    from ...rules.floodplain_stages import Stage
    from ...rules.rule_rows import RuleBook

_NO_LIMITS = Limits(float("inf"), float("inf"), 0.0)


@dataclass(frozen=True)
class ZoningSetting:
    """What decides the zones of a run; ``change``: how far a weight moves before a zone that stays is called stable."""

    rules: ZoningRules
    measures: Mapping[str, Measure]
    stages: tuple[Stage, ...]
    change: float
    grid: bool

    @property
    def farthest_m(self) -> float:
        """Return the distance to the channel from which on no criterion tells distances apart."""
        ends = [end for item in self.rules.criteria if item.measure == CHANNEL and item.steps is not None
                for bounds in item.steps.intervals for end in (bounds.low, bounds.high) if math.isfinite(end)]
        return max([*ends, 1.0])

    def mask_kinds(self) -> tuple[str, ...]:
        """Return the kinds of area that rules and conflicts look at, sorted."""
        return tuple(sorted({kind for kinds in self.mask_sets() for kind in kinds}))

    def mask_sets(self) -> tuple[tuple[str, ...], ...]:
        """Return the sets of kinds of which shares are asked for, each once."""
        sets = [*(rule.masks for rule in self.rules.hard),
                *(kinds for item in self.rules.conflicts for kinds in (item.masks, item.against_masks))]
        return tuple(dict.fromkeys(kinds for kinds in sets if kinds))


def setting_of(given: Mapping[str, Any], book: RuleBook, *, grid: bool) -> ZoningSetting:
    """Return the settings of a run; raises PlannerError that names the rule or the parameter."""
    try:
        known = criteria(book)
        rules = ZoningRules(
            hard_rules(book), known,
            zone_weights(given["WEIGHTS"] or "", given["AHP"] or "", known, random_indices(book)), zone_order(book),
            conflicts(book), limits_of(book, grid=grid) if given["SMOOTHING"] else _NO_LIMITS)
        return ZoningSetting(rules, measures(book), stages(book),
                             float(book.threshold("zoning.stability", "change_share_of_total")), grid)
    except ZoningTableError as error:
        raise PlannerError(tr("Rule {rule}: “{text}” under “{key}” cannot be read. Write conditions as <=5, >5, <0 or "
                              "0.5..2, points as “<=5: 100”, land classes as “0102: 100” or “02*: 70”.").format(
            rule=error.rule_id, key=error.key, text=error.text)) from error
    except StageError as error:
        raise PlannerError(tr("Rule {rule}: flows and return periods of the stages must rise together.").format(
            rule=error.rule_id)) from error
    except ZoneWeightsError as error:
        raise PlannerError(_weights_message(error).format(
            zone=error.zone, value=error.value, zones=", ".join(ZONES), criteria=", ".join(CRITERIA),
            example='{"N": {"depth": 0.4}}',
            pairs='{"N": {"criteria": ["depth", "hazard"], "matrix": [[1, 2], ["1/2", 1]]}}')) from error


def _weights_message(error: ZoneWeightsError) -> str:
    return {
        "json": tr("The weights or comparisons are no JSON text. Write the text itself, not the path of a file, for "
                   "example {example}, or {pairs} for comparisons."),
        "object": tr("The weights must be a JSON object of zones, each an object of criteria and numbers. Write for "
                     "example {example}."),
        "twice": tr("The weights name “{value}” twice. Keep one of them."),
        "zone": tr("The weights name the zone “{zone}”, which there is not. The zones are: {zones}."),
        "criterion": tr("Zone {zone}: there is no criterion “{value}”. The criteria are: {criteria}."),
        "number": tr("Zone {zone}: the number for “{value}” must be 0 or more; comparisons may be fractions such as "
                     "\"1/3\"."),
        "large": tr("Zone {zone}: the weights are too large. Write numbers near 1."),
        "sum": tr("Zone {zone}: all weights are 0. At least one must be greater."),
        "both": tr("Zone {zone} has weights and comparisons. Keep one of them."),
        "criteria": tr("Zone {zone}: comparisons need “criteria”, each once, and “matrix”, and nothing else. Write for "
                       "example {pairs}."),
        "square": tr("Zone {zone}: the matrix needs a row and a column for each of its criteria."),
        "positive": tr("Zone {zone}: all comparisons must be greater than 0."),
        "diagonal": tr("Zone {zone}: a criterion compared with itself is 1."),
        "reciprocal": tr("Zone {zone}: the comparisons of the criteria number {value} must be reciprocals, such as 3 "
                         "and \"1/3\"."),
        "order": tr("Zone {zone}: there is no random index for {value} criteria in rule zoning.consistency. Compare "
                    "fewer, or add it."),
    }[error.reason]
