"""Units of the floodplain judged: facts to points, scores, zones, how firm they are, evened out, and conflicts."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.floodplain_conflicts import Conflict, UnitFacts, conflicting
from ..rules.floodplain_measures import HAZARD, RETURN_PERIOD
from ..rules.floodplain_sensitivity import Sensitivity, sensitivity
from ..rules.floodplain_zoning import CRITERIA, LAND_CLASS, NOWHERE, ZONES, Verdict, decide, scored
from .distances import in_metres
from .shared_borders import shared_borders
from .zone_smoothing import Evened, Limits, even_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.floodplain_weights import ZoneWeights
    from ..rules.floodplain_zoning import Criterion, HardRule
    from ..rules.progress import Progress
    from .zoning_units import ZoningUnits


@dataclass(frozen=True)
class ZoningFacts:
    """What is known of units: value: float64 (units,) by measure, NaN where unknown; share by set of masks.

    never: bool (units,), flooded in none of the stages, its return period then is just longer than the longest.
    """

    value: Mapping[str, Floats]
    share: Mapping[tuple[str, ...], Floats]
    never: Bools


@dataclass(frozen=True)
class ZoningRules:
    """What decides: as ``rules`` has it, weights of ``ZONES``, zones in order, and the limits of evening out."""

    hard: tuple[HardRule, ...]
    criteria: tuple[Criterion, ...]
    weights: Sequence[ZoneWeights]
    order: Ints
    conflicts: tuple[Conflict, ...]
    limits: Limits


@dataclass(frozen=True)
class Zoning:
    """The verdict on all units, arrays (units, …).

    points: of each zone float64 (units, criteria), NaN where there are no data; used: of each zone float64 (criteria,)
    the weights of criteria that have data anywhere, sum 1 or all 0. scores: (units, zones), NaN for none. holds: bool
    (units, hard rules). conflicts: bool (units, conflicts). zone: int64 (units,), the final one.
    """

    points: list[Floats]
    used: list[Floats]
    scores: Floats
    holds: Bools
    verdict: Verdict
    sensitivity: Sensitivity
    evened: Evened
    conflicts: Bools

    @property
    def zone(self) -> Ints:
        """Return the final zones."""
        return self.evened.zone

    def stable(self, change: float) -> Floats:
        """Tell which units keep their zone whatever single weight changes by ``change``: 1 or 0, NaN for no zone."""
        kept = (self.sensitivity.smallest > change).astype(np.float64)
        return np.where(self.verdict.zone == NOWHERE, np.nan, kept)

    @property
    def by_score(self) -> Bools:
        """Tell which units scores decided."""
        decided: Bools = (self.verdict.zone != NOWHERE) & (self.verdict.rule == NOWHERE)
        return decided


def judge_units(units: ZoningUnits, facts: ZoningFacts, area_m2: Floats, rules: ZoningRules,
                progress: Progress) -> Zoning:
    """Return the zones of units and what they rest on; raises Canceled."""
    points = [_points(place, units, facts, rules.criteria) for place in range(len(ZONES))]
    used = [_used(each, item.weights) for each, item in zip(points, rules.weights)]
    scores = np.column_stack([scored(each, weights) for each, weights in zip(points, used)])
    hazard, nothing = facts.value[HAZARD], np.zeros(len(units))
    holds = np.column_stack([
        rule.holds(facts.share.get(rule.masks, nothing), units.codes, units.code_of, hazard) for rule in rules.hard
    ]) if rules.hard else np.zeros((len(units), 0), dtype=bool)
    verdict = decide(holds, rules.hard, scores, rules.order)
    by_score = (verdict.zone != NOWHERE) & (verdict.rule == NOWHERE)
    firm = sensitivity(points, used, scores, verdict.zone, verdict.allowed, by_score)
    progress.check()
    (plane,) = in_metres([units.table.wkb], units.table.crs, progress)
    evened = even_out(verdict.zone, by_score, verdict.allowed, area_m2, shared_borders(plane, progress), rules.order,
                      units.ranks(), rules.limits)
    known = UnitFacts(facts.share, units.codes, units.code_of, hazard, facts.value[RETURN_PERIOD])
    return Zoning(points, used, scores, holds, verdict, firm, evened,
                  conflicting(rules.conflicts, known, evened.zone))


def _points(zone: int, units: ZoningUnits, facts: ZoningFacts, criteria: Sequence[Criterion]) -> Floats:
    """Return the points that criteria give a zone, float64 (units, criteria) in the order of ``CRITERIA``."""
    points = np.full((len(units), len(CRITERIA)), np.nan)
    for item in criteria:
        if item.zone == zone:
            points[:, CRITERIA.index(item.name)] = item.class_points(units.codes)[units.code_of] \
                if item.name == LAND_CLASS else item.points(facts.value[item.measure])
    return points


def _used(points: Floats, weights: Floats) -> Floats:
    """Return the weights of criteria that have data anywhere, sum 1; all 0 where no criterion with a weight has."""
    known = np.where(np.isnan(points).all(axis=0), 0.0, weights) if len(points) else weights
    total = known.sum()
    return known / total if total > 0 else known
