"""Zones of the Yellow River floodplain – water S, wetland SD, farming N, living J – by hard rules, then by scores.

Everything is a row of the rule book under the topic ``floodplain_zoning``. Hard rules decide first: a zone that one
excludes is never taken, and of zones that one asks for the first in the order of ``zoning.zones`` is. What is left
takes the zone with the highest score, the weighted mean of its points by criterion; a zone that scores 0 has nothing
that speaks for it and is not taken, so that dike land is not zoned rather than called fit for water. That no
settlement is new (art. 66) is such an exclusion: J is open to what is spared from it only.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .floodplain_steps import Interval, StepError, Steps, class_points, class_steps, fits, interval, steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .areas import Bools, Floats, Ints
    from .rule_rows import RuleBook, RuleRow

TOPIC = "floodplain_zoning"
WATER, WETLAND, FARMING, LIVING = ZONES = ("S", "SD", "N", "J")
CRITERIA = ("return_period", "depth", "hazard", "height", "distance", "land_class")
LAND_CLASS = "land_class"
NOWHERE = -1
"""What ``Verdict`` has where there is no zone, or no rule that decides."""
_NOISE = 9  # decimals of a score: what is beyond them is rounding of floats, and no difference


class ZoningTableError(ValueError):
    """A row of the table cannot be used; ``rule_id``, ``key`` and ``text`` tell where."""

    def __init__(self, rule_id: str, key: str, text: str) -> None:
        super().__init__(f"{rule_id}: {key}: {text}")
        self.rule_id, self.key, self.text = rule_id, key, text


@dataclass(frozen=True)
class HardRule:
    """One hard rule; it holds where a share of the unit lies in its masks, by land class, or by hazard.

    ``least``: that share, 0 for any land at all. ``spares``: it holds everywhere but there.
    """

    rule_id: str
    zone: int
    includes: bool
    names: tuple[str, str]
    masks: tuple[str, ...]
    classes: tuple[str, ...]
    hazard: tuple[Interval, ...]
    least: float
    spares: bool

    def holds(self, share: Floats, codes: Sequence[str], code_of: Ints, hazard: Floats) -> Bools:
        """Tell for which units it holds, bool (units,).

        share: float64 (units,), of each unit in its masks together. codes: land classes, ``''`` for none known;
        code_of: int64 (units,) position among them. hazard: float64 (units,), NaN where unknown.
        """
        inside = share > 0 if self.least == 0 else share >= self.least
        if self.classes:
            inside = inside | np.array([bool(code) and fits(code, self.classes) for code in codes], dtype=bool)[code_of]
        for bounds in self.hazard:
            inside = inside | bounds.holds(hazard)
        held: Bools = ~inside if self.spares else inside
        return held


@dataclass(frozen=True)
class Criterion:
    """What one criterion gives one zone: its default weight and its table of points, by value or by land class."""

    name: str
    zone: int
    rule_id: str
    measure: str
    names: tuple[str, str]
    weight: float
    steps: Steps | None
    classes: tuple[tuple[str, float], ...]

    def points(self, values: Floats) -> Floats:
        """Return the points of values, NaN for NaN; not for land classes."""
        return values if self.steps is None else self.steps.points(values)

    def class_points(self, codes: Sequence[str]) -> Floats:
        """Return the points of land classes, NaN for ``''``."""
        return np.array([class_points(code, self.classes) if code else np.nan for code in codes], dtype=np.float64)


@dataclass(frozen=True)
class Verdict:
    """The zones of units: zone, rule: int64 (units,), ``NOWHERE`` for none; position in ``ZONES`` and in the rules.

    allowed: bool (units, zones), not excluded by any rule. clash: bool (units,), hard rules ask for several zones, or
    for one that another excludes.
    """

    zone: Ints
    rule: Ints
    allowed: Bools
    clash: Bools


def zone_order(book: RuleBook) -> Ints:
    """Return the zones, int64 (4,) positions in ``ZONES``, the one that equal scores go to first; ZoningTableError."""
    order = [str(zone) for zone in book.threshold("zoning.zones", "order")]
    if sorted(order) != sorted(ZONES):
        raise ZoningTableError("zoning.zones", "order", ", ".join(order))
    return np.array([ZONES.index(zone) for zone in order], dtype=np.int64)


def zone_names(book: RuleBook, language: str) -> tuple[str, ...]:
    """Return the names of ``ZONES`` in 'zh' or 'en'."""
    return texts(book.row("zoning.zones"), "names_zh" if language == "zh" else "names_en")


def hard_rules(book: RuleBook) -> tuple[HardRule, ...]:
    """Return the hard rules that apply, in the order of the file; raises ZoningTableError."""
    return tuple(_hard_rule(row) for row in _rows(book, "effect") if row.thresholds["applies"])


def criteria(book: RuleBook) -> tuple[Criterion, ...]:
    """Return the criteria of all zones, in the order of the file; raises ZoningTableError."""
    return tuple(_criterion(row) for row in _rows(book, "criterion"))


def scored(points: Floats, weights: Floats) -> Floats:
    """Return the weighted means of points (units, criteria) by weights (criteria,), float64 (units,).

    Points of NaN are left out and their weight shared; NaN where nothing is left that counts.
    """
    counted = np.where(np.isnan(points), 0.0, weights)
    total = counted.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (np.nan_to_num(points) * counted).sum(axis=1) / total
    return np.where(total > 0, np.round(mean, _NOISE), np.nan)


def decide(holds: Bools, rules: Sequence[HardRule], scores: Floats, order: Ints) -> Verdict:
    """Return the zones by hard rules (units, rules) and scores (units, zones; NaN for none), in ``zone_order``.

    Scores are 0 to 100; none is taken for 0.
    """
    units = len(scores)
    wanted = np.full((units, len(ZONES)), NOWHERE, dtype=np.int64)
    allowed = np.ones((units, len(ZONES)), dtype=bool)
    for place, rule in enumerate(rules):
        if rule.includes:
            first = holds[:, place] & (wanted[:, rule.zone] == NOWHERE)
            wanted[first, rule.zone] = place
        else:
            allowed[:, rule.zone] &= ~holds[:, place]
    asked = wanted != NOWHERE
    granted = asked & allowed
    clash = (asked & ~allowed).any(axis=1) | (granted.sum(axis=1) > 1)
    best = np.where(allowed, np.nan_to_num(scores), 0.0)[:, order]
    zone = np.where(best.max(axis=1) > 0, order[best.argmax(axis=1)], NOWHERE)
    by_rule = granted.any(axis=1)
    zone = np.where(by_rule, order[granted[:, order].argmax(axis=1)], zone)
    rule_of = np.where(by_rule, wanted[np.arange(units), zone], NOWHERE)
    return Verdict(zone, rule_of, allowed, clash)


def deciding(verdict: Verdict, holds: Bools, rules: Sequence[HardRule]) -> list[str]:
    """Return of each unit the id of the rule that decides its zone, '' for none.

    Of a unit without a zone: the ids of the exclusions that hold (bool (units, rules)), joined by ``;``.
    """
    found = np.array([*(rule.rule_id for rule in rules), ""], dtype=object)[verdict.rule]
    closed = holds & np.array([not rule.includes for rule in rules], dtype=bool)
    unzoned = np.flatnonzero(verdict.zone == NOWHERE)
    kinds, kind = np.unique(closed[unzoned], axis=0, return_inverse=True)
    words = [";".join(rule.rule_id for rule, held in zip(rules, row) if held) for row in kinds.tolist()]
    found[unzoned] = np.array(words, dtype=object)[kind.reshape(-1)]
    return list(found.tolist())


def _hard_rule(row: RuleRow) -> HardRule:
    spares = "spared_masks" in row.thresholds
    masks, classes = ("spared_masks", "spared_classes") if spares else ("masks", "land_classes")
    return HardRule(
        row.id, _zone(row), _word(row, "effect", ("include", "exclude")) == "include", names_of(row),
        texts(row, masks), texts(row, classes), intervals(row, "hazard"),
        float(row.thresholds["min_share_of_total"]), spares)  # type: ignore[arg-type]


def _criterion(row: RuleRow) -> Criterion:
    name, table = _word(row, "criterion", CRITERIA), texts(row, "steps")
    by_class = name == LAND_CLASS
    try:
        return Criterion(name, _zone(row), row.id, str(row.thresholds["measure"]), names_of(row),
                         float(row.thresholds["weight_coefficient"]),  # type: ignore[arg-type]
                         None if by_class else steps(table), class_steps(table) if by_class else ())
    except StepError as error:
        raise ZoningTableError(row.id, "steps", error.text) from None


def intervals(row: RuleRow, key: str) -> tuple[Interval, ...]:
    """Return the intervals under a key of a row, none where there is no such key; raises ZoningTableError."""
    try:
        return tuple(interval(text) for text in texts(row, key))
    except StepError as error:
        raise ZoningTableError(row.id, key, error.text) from None


def texts(row: RuleRow, key: str) -> tuple[str, ...]:
    """Return the words under a key of a row, none where there is no such key."""
    return tuple(map(str, _listed(row.thresholds, key)))


def _zone(row: RuleRow) -> int:
    return ZONES.index(_word(row, "zone", ZONES))


def _word(row: RuleRow, key: str, known: Sequence[str]) -> str:
    word = str(row.thresholds[key])
    if word not in known:
        raise ZoningTableError(row.id, key, word)
    return word


def names_of(row: RuleRow) -> tuple[str, str]:
    """Return the name of a row in Chinese and English."""
    return str(row.thresholds["name_zh"]), str(row.thresholds["name_en"])


def _rows(book: RuleBook, key: str) -> list[RuleRow]:
    return [row for row in book.rows.values() if row.topic == TOPIC and key in row.thresholds]


def _listed(thresholds: Mapping[str, Any], key: str) -> tuple[Any, ...]:
    value = thresholds.get(key, ())
    return value if isinstance(value, tuple) else (value,)
