"""Zones along dikes and training works: which widths apply to a line, and which of its sides is the river's.

Everything is a row of the rule book under the topic ``dike_zones``: a row with the threshold ``kind`` is a zone with
its widths from the toe on either side, for the reaches that it names.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .rule_rows import RuleBook, RuleRow

TOPIC = "dike_zones"
BODY, PROTECTION, SAFETY, BLASTING, WORKS = "body", "protection", "safety", "blasting", "works"
"""Kinds of zone: the dike itself between its toes, 护堤地, 安全保护区, the blasting band beyond it, 护坝地."""
OF_DIKES = (PROTECTION, SAFETY, BLASTING)
ABOVE, BELOW, QINHE, OTHER = "above_dongbatou", "below_dongbatou", "qinhe", "other"
REACHES = (ABOVE, BELOW, QINHE, OTHER)
RIVER, LAND, BOTH = "river", "land", "both"
"""Sides of a zone; the body has both."""
LEFT, RIGHT, UNKNOWN = 1, -1, 0
"""Sides of a line in its direction."""


@dataclass(frozen=True)
class ZoneRule:
    """One zone: its widths in metres beyond the toe, beyond the safety zone for blasting.

    reaches: those it applies to, none for training works. at_least: the statute names the least width. role: that of a
    layer of such zones, '' for none.
    """

    rule_id: str
    kind: str
    reaches: frozenset[str]
    river_m: float
    land_m: float
    at_least: bool
    role: str
    names: tuple[str, str]

    def width(self, side: str) -> float:
        """Return the width on a side in metres."""
        return self.river_m if side == RIVER else self.land_m

    def name(self, language: str) -> str:
        """Return what the zone is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


@dataclass(frozen=True)
class Standard:
    """The zones that apply to a line, one at most of each kind, in the order of ``OF_DIKES``; widest: reach unknown."""

    reach: str
    zones: tuple[ZoneRule, ...]
    widest: bool = False


@dataclass(frozen=True)
class Verdict:
    """On which side of a line the river is, LEFT or RIGHT, or UNKNOWN and the rule that says why.

    share: of what the line sees of the channel, the part on its better side, None without a channel. differs: a side
    was entered that is not the channel's.
    """

    side: int
    rule_id: str = ""
    share: float | None = None
    differs: bool = False


def zone_rules(book: RuleBook) -> list[ZoneRule]:
    """Return the zones that apply, in the order of the file."""
    return [
        ZoneRule(row.id, str(row.thresholds["kind"]), frozenset(map(str, _listed(row, "reaches"))),
                 float(book.threshold(row.id, "river_m")), float(book.threshold(row.id, "land_m")),
                 bool(row.thresholds["at_least"]), str(row.thresholds["role"]),
                 (str(row.thresholds["name_zh"]), str(row.thresholds["name_en"])))
        for row in book.rows.values() if row.topic == TOPIC and row.thresholds.get("applies", False)]


def standard_of(reach: str, rules: Sequence[ZoneRule], kinds: Iterable[str]) -> Standard:
    """Return the zones of a reach; of a reach that is not known, '', the widest of each kind: both sides together."""
    found = []
    for kind in kinds:
        fitting = [rule for rule in rules if rule.kind == kind and (not reach or reach in rule.reaches)]
        if fitting:
            found.append(max(fitting, key=lambda rule: rule.river_m + rule.land_m))
    return Standard(reach, tuple(found), widest=not reach)


def reach_of(value: Any, book: RuleBook) -> str | None:
    """Return the reach that a field's value names: '' for nothing, None for what is not understood or names several."""
    text = clean(value).lower()
    if not text:
        return ""
    words = {reach: [word.lower() for word in map(str, _listed(book.row("dike.reach"), reach))] for reach in REACHES}
    named = [reach for reach in REACHES if text in words[reach]] or [
        reach for reach in REACHES if any(word in text for word in words[reach])]
    return named[0] if len(named) == 1 else None


def side_of(value: Any, book: RuleBook) -> int | None:
    """Return the side that a field's value names, UNKNOWN for nothing, None for what is not understood."""
    text = clean(value).lower()
    row = book.row("dike.side")
    for side, key in ((LEFT, "left"), (RIGHT, "right")):
        if text in [str(word).lower() for word in _listed(row, key)]:
            return side
    return None if text else UNKNOWN


def river_side(entered: Iterable[int], sight: tuple[float, float, int] | None, book: RuleBook) -> Verdict:
    """Return on which side of a line the river is.

    entered: the sides entered for parts of it, in its direction. sight: what it sees of the channel on its left and on
    its right, sums over places of 0 to 1, and how many places see it; None without a channel.
    """
    given = set(entered) - {UNKNOWN}
    if len(given) > 1:
        return Verdict(UNKNOWN, "dike.side_conflict")
    seen = Verdict(UNKNOWN, "dike.side_unknown") if sight is None else _by_channel(*sight, book)
    if given:
        side = given.pop()
        return Verdict(side, share=seen.share, differs=seen.side == -side)
    return seen


def _by_channel(left: float, right: float, places: int, book: RuleBook) -> Verdict:
    total = left + right
    if not places or total / places < float(book.threshold("dike.side", "min_sine_coefficient")):
        return Verdict(UNKNOWN, "dike.side_towards")
    share = max(left, right) / total
    if share < float(book.threshold("dike.side", "min_share_of_total")):
        return Verdict(UNKNOWN, "dike.side_mixed", share)
    return Verdict(LEFT if left > right else RIGHT, share=share)


def _listed(row: RuleRow, key: str) -> tuple[Any, ...]:
    value = row.thresholds.get(key, ())
    return value if isinstance(value, tuple) else (value,)
