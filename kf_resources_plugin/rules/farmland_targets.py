"""Farmland against its targets: gap, share, light and rank by unit and indicator, and the ceiling of 以补定占.

Areas are integers, hundredths of m². Sources: 汴政〔2023〕6号 table 1 (the targets, ``targets.json``); the ceiling's
formula and the lights are defaults of this tool.
"""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .text import clean
from .unit_levels import ALL_LEVELS, level_of, plain_code

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from .rule_rows import RuleBook

INDICATORS = ("cultivated", "stable", "permanent")
LIGHTS = ("green", "amber", "red")
NO_LIGHT = "none"

_ORDER = (*ALL_LEVELS, "")


@dataclass(frozen=True)
class Target:
    """What a unit is to hold of an indicator in a year; amount None where nobody set it yet.

    A unit without a code is known by its name. source: where the target stands; plan: it is the plan's own, not one
    of a table that was given.
    """

    unit_code: str
    unit_name: str
    indicator: str
    year: int | None
    amount: int | None
    source: str
    plan: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return what a unit is found by: its code in plain form, or '' and its name."""
        return (plain_code(self.unit_code), "") if self.unit_code else ("", self.unit_name)


@dataclass(frozen=True)
class Actual:
    """What a unit of a level holds of an indicator, None where that is not known.

    gross: of permanent farmland everything inside its line. unknown: the land of which nothing tells whether it belongs
    to the indicator, no part of the amount; the amount is None where that is all there is.
    """

    unit_code: str
    unit_name: str
    level: str
    indicator: str
    amount: int | None
    gross: int | None = None
    unknown: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """Return what a target finds the unit by."""
        return (plain_code(self.unit_code), "") if self.unit_code else ("", self.unit_name)


@dataclass(frozen=True)
class Score:
    """One unit, indicator and year: gap = actual − target, share = actual ÷ target, None where either is unknown.

    light: ``NO_LIGHT`` too where land of which nothing tells can turn it.

    rank: 1 for the highest share among units of the level with a target for the indicator and year; ties by code.
    """

    actual: Actual
    target: Target | None
    gap: int | None
    share: float | None
    light: str
    rank: int | None


def indicator_words(book: RuleBook) -> dict[str, str]:
    """Return the indicator by every word that tables write for it, in lower case and without blanks."""
    return {spoken(word): indicator for indicator in INDICATORS
            for word in (indicator, *book.threshold(f"target.{indicator}", "names"))}


def spoken(text: object) -> str:
    """Return a word of a table as it is looked up."""
    return "".join(clean(text).lower().split())


def scores(actuals: Sequence[Actual], targets: Iterable[Target], lights: Mapping[str, float],
           partial: Container[str] = (),
           empty: Mapping[str, Container[tuple[str, str]]] | None = None) -> list[Score]:
    """Return a score for every unit, indicator and year.

    A unit without a target for an indicator has one score without light; a target whose unit has no land here has one
    without an actual. ``lights``: the least share for 'green' and for 'amber'. ``partial``: codes of cities of which
    only a part is at hand, so that the plan's target for the whole gives them no light and no rank. ``empty``: by
    indicator the keys of units (``Target.key``) that hold nothing of it where ``actuals`` has none: their land is at
    hand, all of it something else.
    """
    wanted: dict[tuple[tuple[str, str], str], list[Target | None]] = defaultdict(list)
    for target in targets:
        wanted[target.key, target.indicator].append(target)
    found: list[Score] = []
    for actual in actuals:
        found += [_score(actual, target, lights, partial)
                  for target in wanted.pop((actual.key, actual.indicator), [None])]
    for left in wanted.values():
        found += [_score(Actual(*_named(target), level_of(target.unit_code), target.indicator,
                                0 if target.key in (empty or {}).get(target.indicator, ()) else None), target,
                         lights, partial)
                  for target in left if target is not None]
    return _ranked(sorted(found, key=_place))


def _named(target: Target) -> tuple[str, str]:
    return target.key[0], target.unit_name


def _place(score: Score) -> tuple[int, int, str, str, int]:
    actual = score.actual
    return (_ORDER.index(actual.level), INDICATORS.index(actual.indicator), actual.unit_code, actual.unit_name,
            _year(score))


def _year(score: Score) -> int:
    return -1 if score.target is None or score.target.year is None else score.target.year


def _score(actual: Actual, target: Target | None, lights: Mapping[str, float], partial: Container[str]) -> Score:
    wanted = None if target is None else target.amount
    if target is None or actual.amount is None or wanted is None:
        return Score(actual, target, None, None, NO_LIGHT, None)
    gap = actual.amount - wanted
    share = actual.amount / wanted if wanted else None
    least, most = (_light(amount, wanted, lights) for amount in (actual.amount, actual.amount + actual.unknown))
    light = NO_LIGHT if least != most or (target.plan and actual.unit_code in partial) else least
    return Score(actual, target, gap, share, light, None)


def _light(actual: int, wanted: int, lights: Mapping[str, float]) -> str:
    # compared as fractions: a share that is exactly the least one is enough
    for light in LIGHTS[:-1]:
        if actual >= wanted * Fraction(str(lights[light])):
            return light
    return LIGHTS[-1]


def _ranked(found: Sequence[Score]) -> list[Score]:
    """Return the scores with their rank within level, indicator and year."""
    groups: dict[tuple[str, str, int], list[Score]] = defaultdict(list)
    for score in found:
        if score.share is not None and score.light != NO_LIGHT:
            groups[score.actual.level, score.actual.indicator, _year(score)].append(score)
    rank: dict[int, int] = {}
    for group in groups.values():
        # exact shares, for two floats may differ where the fractions do not; equal ones stay in the order of codes
        ordered = sorted(group, key=_exact_share, reverse=True)
        rank.update((id(score), place) for place, score in enumerate(ordered, start=1))
    return [Score(s.actual, s.target, s.gap, s.share, s.light, rank.get(id(s))) for s in found]


def _exact_share(score: Score) -> Fraction:
    if score.actual.amount is None or score.target is None or not score.target.amount:
        return Fraction(0)
    return Fraction(score.actual.amount, score.target.amount)


@dataclass(frozen=True)
class Ceiling:
    """What a unit may occupy next year: ceiling = max(0, stable − stable a year before), usable = ceiling − approved.

    before, stable: None where the data of the two years cannot be compared, so that nothing can be told; approved: None
    where nobody said what is.
    """

    unit_code: str
    unit_name: str
    level: str
    before: int | None
    stable: int | None
    approved: int | None

    @property
    def gain(self) -> int | None:
        """Return by how much stable land grew, negative where it shrank."""
        return None if self.stable is None or self.before is None else self.stable - self.before

    @property
    def ceiling(self) -> int | None:
        """Return the most that may be occupied."""
        return None if self.gain is None else max(0, self.gain)

    @property
    def usable(self) -> int | None:
        """Return what is left of the ceiling, negative where more was approved than it allows."""
        return None if self.approved is None or self.ceiling is None else self.ceiling - self.approved


def together(limits: Iterable[Ceiling]) -> int | None:
    """Return the ceiling of all cities together, None where it is not known."""
    cities = [item.ceiling for item in limits if item.level == "city"]
    known = [value for value in cities if value is not None]
    return sum(known) if known and len(known) == len(cities) else None
