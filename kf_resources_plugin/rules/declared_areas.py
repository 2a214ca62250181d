"""Areas as documents and tables declare them: in which unit they are, and how far rounding may have moved them."""
from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .text import clean, decimal_number
from .units import AREA_WORDS, exact_hundredths

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .rule_rows import RuleBook

AREA_UNITS = ("m2", "ha", "mu")
"""Units in which a column of declared areas may be."""
RULE = "heritage.declared_area"

_AMOUNT = re.compile(r"(?:约为|约)?\s*([-+\d.,，\s]*\d[\d.,]*(?:[eE][-+]?\d+)?)\s*(.*)", re.ASCII)
_REMARK = re.compile(r"(?:左右|\(.*\))$")
# (unit, tens of it): documents also count in 10 000 m² and in km², and in words
_UNIT_OF = {
    **{word: (unit, 0) for unit, words in AREA_WORDS.items() for word in words},
    **dict.fromkeys(("万平方米", "万平米", "万m2", "hectare", "hectares"), ("ha", 0)),
    **dict.fromkeys(("km2", "平方公里", "平方千米"), ("ha", 2)),
    **dict.fromkeys(("sqm", "sq.m", "squaremetres", "squaremeters"), ("m2", 0)),
}
_PLAIN = str.maketrans({"（": "(", "）": ")", "㎡": "m2", "²": "2"})
_IN_NAME = re.compile(r".+?(?:[_\s]|\()([^_\s()]+)\)?")


@dataclass(frozen=True)
class Declared:
    """A declared area in m², and by how much rounding to its last digit may have changed it."""

    m2: float
    rounding_m2: float

    def fits(self, computed_m2: float, share: float) -> bool:
        """Tell whether a computed area is the declared one but for a share of it, or for rounding."""
        return abs(self.m2 - computed_m2) <= max(share * computed_m2, self.rounding_m2)


@dataclass(frozen=True)
class Writing:
    """How areas are written, by unit: decimals they have at least, usually and where all of ``rows`` rows have fewer.

    Nobody writes 0.3500 ha: two decimals are usual, and a column of 12, 5, 30 is in whole hectares.
    """

    usual: Mapping[str, int]
    least: Mapping[str, int]
    rows: int

    def of_column(self, values: Sequence[Any], unit: str) -> dict[str, int]:
        """Return the decimals of the areas of a column by unit; numbers are in ``unit``, text may name another one."""
        found: dict[str, list[int]] = {}
        for value in values:
            amount, own, tens, _ = _parts(value, unit)
            if amount is not None and own:
                found.setdefault(own, []).append(_decimals(amount.scaleb(tens).normalize()))
        return {**self.usual, **{own: max(self.least[own], *places) for own, places in found.items()
                                 if len(places) >= self.rows}}


def writing(book: RuleBook) -> Writing:
    """Return how areas are written, by the rule about declared areas."""
    usual, least = (dict(zip(book.threshold(RULE, "units"), map(int, book.threshold(RULE, key))))
                    for key in ("usual_decimals", "least_decimals"))
    return Writing(usual, least, int(book.threshold(RULE, "min_rows")))


def computed_fields(book: RuleBook) -> frozenset[str]:
    """Return the names, case folded, of fields in which a GIS keeps the areas that it computed."""
    return frozenset(str(name).casefold() for name in book.threshold(RULE, "computed_fields"))


def declared_area(value: Any, unit: str, decimals: Mapping[str, int]) -> Declared | None:
    """Return an area in ``unit``, or in the one that its text names; None for NULL. Raises ValueError for no area.

    decimals: of the column, by unit; text that names its unit and has decimals shows all that it was rounded to.
    """
    if not clean(value):
        return None
    amount, own, tens, named = _parts(value, unit)
    if amount is None or amount <= 0 or not own:
        raise ValueError(clean(value))
    amount = amount.scaleb(tens)
    written = _decimals(amount)
    places = written if named and written + tens > 0 else max(written, decimals[own])
    half = Decimal(5).scaleb(-places - 1)
    return Declared(exact_hundredths(amount, own)[0] / 100, exact_hundredths(half, own)[0] / 100)


def declared_m2(value: Any, unit: str) -> float | None:
    """Return the m² of an area as ``declared_area`` reads it; None for NULL and for what is no area."""
    amount, own, tens, _ = _parts(value, unit)
    return exact_hundredths(amount.scaleb(tens), own)[0] / 100 if amount and amount > 0 and own else None


def likely_unit(values: Sequence[Any], computed_m2: Sequence[float], unit: str, share: float, how: Writing) -> str:
    """Return the unit a column of declared areas is in: ``unit``, unless nothing fits it and most fit another one.

    Text that names its unit, and what is no area, tells nothing.
    """
    rows = [row for row, value in enumerate(values) if decimal_number(value) is not None]
    bare, areas = [values[row] for row in rows], [computed_m2[row] for row in rows]
    if fitting(bare, areas, unit, share, how):
        return unit
    counts = {other: fitting(bare, areas, other, share, how) for other in AREA_UNITS if other != unit}
    best = max(counts, key=lambda other: counts[other])
    return best if 2 * counts[best] > len(bare) else unit


def fitting(values: Sequence[Any], computed_m2: Sequence[float], unit: str, share: float, how: Writing) -> int:
    """Return how many areas of a column fit what was computed."""
    decimals, found = how.of_column(values, unit), 0
    for value, computed in zip(values, computed_m2):
        try:
            area = declared_area(value, unit, decimals)
        except ValueError:
            continue
        found += area is not None and area.fits(computed, share)
    return found


def unit_of_name(name: str) -> str:
    """Return the unit that the name of a field ends with (面积（公顷）, area_ha), '' for none."""
    found = _IN_NAME.fullmatch(clean(name).lower().translate(_PLAIN))
    unit, tens = _UNIT_OF.get(found.group(1) if found else "", ("", 0))
    return unit if unit in AREA_UNITS and not tens else ""


def _parts(value: Any, unit: str) -> tuple[Decimal | None, str, int, bool]:
    """Return (number, unit, tens of it that are meant, whether the text names it); None for no number, '' for no unit.
    """
    parts = _AMOUNT.fullmatch(clean(value))
    if parts is None:
        return None, "", 0, False
    rest = re.sub(r"\s", "", parts.group(2)).lower().translate(_PLAIN)
    word = rest.strip("()") if rest.strip("()") in _UNIT_OF else _REMARK.sub("", rest)
    own, tens = _UNIT_OF.get(word, ("", 0)) if word else (unit, 0)
    return decimal_number(parts.group(1)), own, tens, bool(word)


def _decimals(amount: Decimal) -> int:
    """Return the digits after the point, negative for tens."""
    exponent = amount.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
