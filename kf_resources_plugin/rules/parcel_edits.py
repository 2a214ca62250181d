"""What follows for the attributes of survey parcels when they are split, united, reshaped or given another class.

Values stand by their standard field (TD/T 1057-2020); only fields that are given are answered, so a layer that lacks
one is none the worse. TBMJ is the figure that was signed: where parcels are cut anew the ground they cover keeps the
sum of their signed areas, spread over the new parcels in proportion to their statutory areas and rounded to 0.01 m² by
largest remainder (``rounding``), unless signed and statutory areas contradict each other. KCMJ = TBMJ × KCXS and
TBDLMJ = TBMJ − KCMJ follow parcel by parcel, as the standard has them.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from .rounding import adjust, largest_remainder
from .text import clean, numbers
from .units import hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .codes import ClassInfo
    from .rule_rows import RuleBook

_SIGNED = "check.area_differs"
_RIDGE = "check.deduction_code"
_MERGE, _CLASS = "parcel_edits.merge", "parcel_edits.class_change"
_AREA, _DEDUCTED, _CLASS_AREA, _SHARE = "TBMJ", "KCMJ", "TBDLMJ", "KCXS"
_NUMBERS = frozenset({_AREA, _DEDUCTED, _CLASS_AREA, _SHARE, "GDDB"})
_PLANTING, _SLOPE, _TERRACE, _DETAIL = "ZZSXDM", "GDPDJB", "GDLX", "TBXHDM"
_FLAT = "1"
_COUNTY_AND_LAYER = 10  # digits of a BSM before its serial number
_STANDARD_ID = re.compile(r"[0-9]{18}", re.ASCII)
_SERIAL = re.compile(r"(.*?)([0-9]+)", re.ASCII | re.DOTALL)

Values = dict[str, Any]


@dataclass(frozen=True)
class Areas:
    """Areas in m², to 0.01: of each new parcel; ``signed_m2`` their sum as it was signed, None where there is none.

    agrees: the signed areas were kept; without them, or where they are too far from ``computed_m2``, the statutory
    areas are taken as they are.
    """

    parcels: tuple[float, ...]
    signed_m2: float | None
    computed_m2: float
    agrees: bool


def new_areas(signed: Sequence[Any], computed: Sequence[float], book: RuleBook) -> Areas:
    """Return the areas of new parcels on the ground of others.

    signed: TBMJ of every parcel that was there, as it stands in the table. computed: statutory areas of the new
    parcels, m². Where signed and computed areas agree (``check.area_differs``) the signed sum is kept.
    """
    areas = np.asarray(computed, dtype=np.float64)
    stated = numbers(list(signed))[0]
    total = float(areas.sum())
    if not (stated > 0.0).all():
        return Areas(_cents(hundredths(areas)), None, total, agrees=False)
    sum_signed = int(hundredths(stated).sum())
    most = max(float(book.threshold(_SIGNED, "max_offset_m2")),
               float(book.threshold(_SIGNED, "max_share_of_total")) * total)
    if abs(sum_signed / 100.0 - total) > most or total <= 0.0:
        return Areas(_cents(hundredths(areas)), sum_signed / 100.0, total, agrees=False)
    whole = np.zeros(len(areas), dtype=np.int64)
    adjusted, _, _ = adjust(areas, whole, np.array([sum_signed / 100.0]), np.inf)
    rounded = largest_remainder(adjusted, whole, np.array([sum_signed]), np.arange(len(areas)))
    return Areas(_cents(rounded), sum_signed / 100.0, total, agrees=True)


def _cents(values: Any) -> tuple[float, ...]:
    return tuple(value / 100.0 for value in values.tolist())


def with_area(values: Mapping[str, Any], area_m2: float, book: RuleBook) -> Values:
    """Return the fields of a parcel that follow from its area in m²."""
    return _given(values, {_AREA: area_m2, **_deduction({**values, _AREA: area_m2}, book)})


def _deduction(values: Mapping[str, Any], book: RuleBook) -> Values:
    """Return deducted class and area, and the area that is left."""
    area, share = _decimal(values.get(_AREA)), _decimal(values.get(_SHARE))
    if area is None:
        return {}
    if not share:
        # an explicit zero stays: it says as much as an empty field
        zero = values.get(_DEDUCTED) if _decimal(values.get(_DEDUCTED)) == 0 else None
        return {_DEDUCTED: zero, "KCDLBM": None, _CLASS_AREA: float(area)}
    deducted = (area * share).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return {_DEDUCTED: float(deducted), "KCDLBM": str(book.threshold(_RIDGE, "code")),
            _CLASS_AREA: float(area - deducted)}


def _decimal(value: Any) -> Decimal | None:
    """Return a number as it is written, None for none."""
    number = float(numbers([value])[0][0])
    return None if np.isnan(number) else Decimal(repr(number))


def _given(values: Mapping[str, Any], found: Mapping[str, Any]) -> Values:
    """Return what of some values the layer has a field for and is not there already."""
    return {name: value for name, value in found.items() if name in values and not _alike(name, values[name], value)}


def _alike(name: str, one: Any, other: Any) -> bool:
    if name in _NUMBERS:
        return _decimal(one) == _decimal(other)
    return clean(one) == clean(other)


@dataclass(frozen=True)
class Merge:
    """What becomes of parcels that are united: the row of the one that stays, and where the others differ from it.

    against: by field the different values of those that must agree; with any, the parcels are not united. lost: of
    other fields the values that go.
    """

    kept: int
    against: dict[str, list[str]]
    lost: dict[str, list[str]]


def merge(rows: Sequence[Mapping[str, Any]], areas: Sequence[float], book: RuleBook) -> Merge:
    """Tell whether parcels can be one. areas: of their shapes, m²; the largest stays, of equal ones the first."""
    kept = max(range(len(rows)), key=lambda row: (areas[row], -row))
    must = set(book.threshold(_MERGE, "fields"))
    own = set(book.threshold(_MERGE, "fields_of_one"))
    against: dict[str, list[str]] = {}
    lost: dict[str, list[str]] = {}
    for name in rows[0]:
        texts = [_compared(name, row[name]) for row in rows]
        if name in own or len(set(texts)) == 1:
            continue
        if name in must:
            against[name] = sorted(set(texts))
        else:
            lost[name] = sorted(set(texts) - {texts[kept]})
    return Merge(kept, against, lost)


def _compared(name: str, value: Any) -> str:
    """Return a value as it is compared: a coefficient of zero says as much as none."""
    if name not in _NUMBERS:
        return clean(value)
    number = _decimal(value)
    return f"{number.normalize():f}" if number else ""


@dataclass(frozen=True)
class ClassChange:
    """The fields that change with a class, and those that are still to be filled in."""

    values: Values
    missing: tuple[str, ...]


def class_change(values: Mapping[str, Any], new: ClassInfo, given: Mapping[str, Any], planting: Mapping[str, str],
                 book: RuleBook) -> ClassChange:
    """Return what another class brings about.

    given: what the planner says of cultivated land (GDPDJB, GDLX, KCXS, ZZSXDM, GDDB), else what stands there counts.
    planting: names of the codes of ZZSXDM. Land that is not cultivated loses what only cultivated land has; ridges are
    deducted from slope classes 2 to 5 only; a detail code that does not fit the new class goes.
    """
    found: Values = {"DLBM": new.code, "DLMC": new.name_zh}
    said = {**values, **{name: value for name, value in given.items() if clean(value)}}
    elsewhere = set(book.threshold(_CLASS, "planting_elsewhere"))
    code = clean(said.get(_PLANTING))
    missing: list[str] = []
    if new.is_farmland:
        code = "" if code in elsewhere else code
        found.update(_cultivated(said))
        missing = [name for name in (_SLOPE, _PLANTING) if not (code if name == _PLANTING else clean(found[name]))]
        if clean(found[_SLOPE]) not in {"", _FLAT}:
            missing += [name for name in (_TERRACE, _SHARE) if not clean(found[name])]
    else:
        code = code if code in elsewhere else ""
        found.update(dict.fromkeys((_SLOPE, _TERRACE, _SHARE, "GDDB")))
    found.update({_PLANTING: code or None, "ZZSXMC": planting.get(code) if code else None})
    if not _detail_fits(clean(values.get(_DETAIL)), new, book):
        found.update({_DETAIL: None, "TBXHMC": None})
    found.update(_deduction({**values, **found}, book))
    if not new.is_farmland:
        found[_DEDUCTED] = None
    return ClassChange(_given(values, found), tuple(name for name in missing if name in values))


def _cultivated(said: Mapping[str, Any]) -> Values:
    """Return what only cultivated land has: terraces and ridges on slopes alone."""
    slope = clean(said.get(_SLOPE))
    sloping = slope not in {"", _FLAT}
    share = _decimal(said.get(_SHARE))
    zero = said.get(_SHARE) if share == 0 else None
    return {_SLOPE: slope or None, _TERRACE: (clean(said.get(_TERRACE)) or None) if sloping else None,
            _SHARE: (None if share is None else float(share)) if sloping else zero, "GDDB": said.get("GDDB")}


def _detail_fits(code: str, new: ClassInfo, book: RuleBook) -> bool:
    """Tell whether a detail code goes with a class; one that nobody lists goes with any."""
    groups = {"details_farmland": new.is_farmland, "details_plantation": new.group == "02",
              "details_grassland": new.group == "04", "details_industry": new.base == "0601"}
    return all(fits or code not in book.threshold(_CLASS, key) for key, fits in groups.items())


def next_numbers(like: Any, taken: Iterable[Any], count: int, most_digits: int) -> list[str]:
    """Return numbers that follow the highest one taken, written as ``like`` is.

    A BSM of 18 digits counts in its last eight, after county and layer; others count in the digits they end with.
    most_digits: length of the field. Returns empty texts where ``like`` ends with no digit. Raises ValueError where
    the numbers are used up.
    """
    text = clean(like)
    head, serial = _parts(text)
    if not serial:
        return [""] * count
    highest = max((int(number) for start, number in map(_parts, map(clean, taken)) if start == head and number),
                  default=0)
    highest = max(highest, int(serial))
    found = [f"{head}{number:0{len(serial)}d}" for number in range(highest + 1, highest + 1 + count)]
    if any(len(one) > most_digits for one in found):
        raise ValueError(text)
    return found


def highest_numbers(taken: Iterable[Any]) -> list[str]:
    """Return of numbers with the same head the highest: ``next_numbers`` needs no others."""
    found: dict[str, tuple[int, str]] = {}
    for text in map(clean, taken):
        head, serial = _parts(text)
        if serial and int(serial) >= found.get(head, (0, ""))[0]:
            found[head] = int(serial), text
    return [text for _, text in found.values()]


def _parts(text: str) -> tuple[str, str]:
    """Return what stands before the serial number of an identifier, and the number, '' for none."""
    if _STANDARD_ID.fullmatch(text):
        return text[:_COUNTY_AND_LAYER], text[_COUNTY_AND_LAYER:]
    found = _SERIAL.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")
