"""What a check of historic protection lines decides without geometry: ids, expected tiers, dates."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from .heritage_tiers import CONTROL_1, CORE, DISTRICT_CONTROL, PROTECTION
from .text import clean

if TYPE_CHECKING:
    from collections.abc import Collection

    from .rule_rows import RuleBook, RuleRow

TOPIC = "heritage_check"
_JOINTS = re.compile(r"[\s_-]+")
_PARTIAL = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|年)?")


def site_key(value: Any) -> str:
    """Return what ids of one site have in common: no padding, no full width, one case; leading zeros stay."""
    return clean(value).casefold()


@dataclass(frozen=True)
class Expectation:
    """Tiers of which a site must have one, where what the register says of it holds a word and no other word."""

    rule_id: str
    tiers: tuple[str, ...]
    words: tuple[str, ...]
    not_words: tuple[str, ...]

    def holds(self, said: str) -> bool:
        """Tell whether it is for a site of which the register says this (level and type)."""
        return names_one(said, self.words) and not names_one(said, self.not_words)


def expectations(book: RuleBook) -> list[Expectation]:
    """Return the rules in force about tiers that a site must have."""
    return [_expectation(row) for row in book.rows.values()
            if row.topic == TOPIC and "expected_tiers" in row.thresholds]


def _expectation(row: RuleRow) -> Expectation:
    tiers, words, other = (_texts(row.thresholds[key]) for key in ("expected_tiers", "words", "not_words"))
    return Expectation(row.id, tiers, words, other)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(word) for word in value)


def names_one(text: str, words: Collection[str]) -> bool:
    """Tell whether a text holds one of some words, whatever their case and what joins them."""
    folded = _loose(text)
    return any(_loose(word) in folded for word in words)


def _loose(text: str) -> str:
    return _JOINTS.sub(" ", clean(text)).casefold()


def settled_tier(tier: str, held: Collection[str]) -> str:
    """Return which tier a line is of on a site that has some tiers.

    The control zone of a site with a core and no protection area is that of a district, whose name it shares.
    """
    of_district = CORE in held and PROTECTION not in held and DISTRICT_CONTROL not in held
    return DISTRICT_CONTROL if tier == CONTROL_1 and of_district else tier


def first_day(text: str) -> date | None:
    """Return the first day of a year or a month (1961, 1961-03, 1961年3月); None for anything else."""
    parts = _PARTIAL.fullmatch(clean(text))
    if parts is None:
        return None
    try:
        return date(int(parts.group(1)), int(parts.group(2) or 1), 1)
    except ValueError:
        return None
