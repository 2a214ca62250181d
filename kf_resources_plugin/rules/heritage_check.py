"""What a check of historic protection lines decides without geometry: ids, declared areas, expected tiers, dates."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .heritage_tiers import CONTROL_1, CORE, DISTRICT_CONTROL, PROTECTION
from .text import clean, decimal_number
from .units import AREA_WORDS, exact_hundredths

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .rule_rows import RuleBook, RuleRow

TOPIC = "heritage_check"
AREA_UNITS = ("m2", "ha", "mu")
"""Units in which a column of declared areas may be."""

_AMOUNT = re.compile(r"(?:约|约为)?\s*([-+\d.,，\s]*\d[\d.,]*(?:[eE][-+]?\d+)?)\s*(.*)", re.ASCII)
_UNIT_OF = {word: unit for unit, words in AREA_WORDS.items() for word in words}
_WRITTEN = {"m2": 0, "ha": 2, "mu": 1, "wan_mu": 4}
"""Decimals that areas are published with, at least: nobody writes 0.3500 ha."""
_FEW = 2  # rows that must fit another unit before it is believed
_JOINTS = re.compile(r"[\s_-]+")
_PARTIAL = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})月?|年)?")


def site_key(value: Any) -> str:
    """Return what ids of one site have in common: no padding, no full width, one case; leading zeros stay."""
    return clean(value).casefold()


@dataclass(frozen=True)
class Declared:
    """A declared area in m², and by how much rounding to its last digit may have changed it."""

    m2: float
    rounding_m2: float

    def fits(self, computed_m2: float, share: float) -> bool:
        """Tell whether a computed area is the declared one but for a share of it, or for rounding."""
        return abs(self.m2 - computed_m2) <= max(share * computed_m2, self.rounding_m2)


def declared_area(value: Any, unit: str) -> Declared | None:
    """Return an area in ``unit``, or in the one that its text names; None for NULL. Raises ValueError for no area."""
    text = clean(value)
    if not text:
        return None
    parts = _AMOUNT.fullmatch(text)
    amount = decimal_number(parts.group(1)) if parts else None
    word = re.sub(r"\s", "", parts.group(2)).lower() if parts else ""
    own = _UNIT_OF.get(word, unit if not word else "")
    if amount is None or amount <= 0 or not own:
        raise ValueError(text)
    exponent = amount.as_tuple().exponent
    decimals = max(-int(exponent), _WRITTEN[own])
    half = Decimal(5).scaleb(-decimals - 1)
    return Declared(exact_hundredths(amount, own)[0] / 100, exact_hundredths(half, own)[0] / 100)


def likely_unit(values: Sequence[Any], computed_m2: Sequence[float], unit: str, share: float) -> str:
    """Return the unit a column of declared areas is in: ``unit``, unless nothing fits it and most fit another one.

    Text that names its unit, and what is no area, tells nothing.
    """
    def fitting(tried: str) -> int:
        return sum(found.fits(computed, share) for value, computed in zip(values, computed_m2)
                   for found in [_bare(value, tried)] if found is not None)

    bare = sum(_bare(value, unit) is not None for value in values)
    if fitting(unit):
        return unit
    counts = {other: fitting(other) for other in AREA_UNITS if other != unit}
    best = max(counts, key=lambda other: counts[other])
    return best if counts[best] >= _FEW and 2 * counts[best] > bare else unit


def _bare(value: Any, unit: str) -> Declared | None:
    """Return the area of a value that is a number and nothing else."""
    return None if decimal_number(value) is None else _declared_or_none(value, unit)


def _declared_or_none(value: Any, unit: str) -> Declared | None:
    try:
        return declared_area(value, unit)
    except ValueError:
        return None


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
