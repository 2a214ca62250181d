"""What the attributes of a land-survey parcel say of one another: areas, deduction, slope, planting.

Rules of TD/T 1057-2020 as domain knowledge has them: TBDLMJ = TBMJ − KCMJ; KCMJ = TBMJ × KCXS, both to 0.01 m²; ridges
are deducted from cultivated land of slope classes 2 to 5 only; cultivated land has a slope class and a planting
attribute, and nothing else has.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .areas import Bools, Floats, Ints
    from .text import Column

_FLAT = "1"
_HALF = 0.5 + 1e-6  # halves go up though binary numbers fall short of them


@dataclass(frozen=True)
class ParcelValues:
    """Attributes of parcels, each (parcels,), None where the layer has no such field.

    numbers: float64, NaN for none, by standard field: TBMJ, KCXS, KCMJ, TBDLMJ. texts: object, '' for none: KCDLBM,
    GDLX, GDPDJB, ZZSXDM. cultivated, classed: bool, whether the parcel is cultivated, and whether its class is known.
    """

    cultivated: Bools
    classed: Bools
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    texts: Mapping[str, Column] = field(default_factory=dict)


@dataclass(frozen=True)
class ParcelFault:
    """Rows that break a rule; field: the standard field to look at; other: another one, '' for none.

    expected: float64 (parcels,) m², what the field should be; None where the rule is no sum.
    """

    rule: str
    rows: Ints
    field: str
    other: str = ""
    expected: Floats | None = None


def parcel_faults(values: ParcelValues, deducted_class: str, most_m2: Mapping[str, float]) -> list[ParcelFault]:
    """Return the faults of parcels that have any; most_m2: by rule how far sums may be off, m²."""
    found = [*_sums(values, most_m2), *_deduction(values, deducted_class), *_slope(values), *_elsewhere(values)]
    return [fault for fault in found if len(fault.rows)]


def _sums(values: ParcelValues, most_m2: Mapping[str, float]) -> list[ParcelFault]:
    """Return where products and differences of areas are not what the fields say."""
    found = []
    given = values.numbers
    if {"TBMJ", "KCXS", "KCMJ"} <= set(given):
        expected = np.floor(given["TBMJ"] * np.nan_to_num(given["KCXS"]) * 100.0 + _HALF) / 100.0
        found.append(_off("check.deducted_area", "KCMJ", np.nan_to_num(given["KCMJ"]), expected, most_m2))
    if {"TBMJ", "KCMJ", "TBDLMJ"} <= set(given):
        expected = given["TBMJ"] - np.nan_to_num(given["KCMJ"])
        found.append(_off("check.class_area", "TBDLMJ", given["TBDLMJ"], expected, most_m2))
    return found


def _off(rule: str, name: str, stated: Floats, expected: Floats, most_m2: Mapping[str, float]) -> ParcelFault:
    # in hundredths: 0.01 m² off is within 0.01 m², whatever binary numbers add
    with np.errstate(invalid="ignore"):
        apart = np.abs(np.rint(stated * 100.0) - np.rint(expected * 100.0)) > round(most_m2[rule] * 100.0)
    return ParcelFault(rule, _rows(apart), name, expected=expected)


def _deduction(values: ParcelValues, deducted_class: str) -> list[ParcelFault]:
    """Return where deducted class or slope contradict the coefficient."""
    if "KCXS" not in values.numbers:
        return []
    with np.errstate(invalid="ignore"):
        deducted = values.numbers["KCXS"] > 0
    found = []
    if "KCDLBM" in values.texts:
        coded = np.asarray(values.texts["KCDLBM"]) == deducted_class
        empty = np.asarray(values.texts["KCDLBM"]) == ""
        found.append(ParcelFault("check.deduction_code", _rows(np.where(deducted, ~coded, ~empty)), "KCXS", "KCDLBM"))
    if "GDPDJB" in values.texts:
        flat = np.asarray(values.texts["GDPDJB"]) == _FLAT
        found.append(ParcelFault("check.deduction_flat", _rows(deducted & flat), "KCXS"))
    return found


def _slope(values: ParcelValues) -> list[ParcelFault]:
    """Return cultivated land without slope class or planting attribute, or of a type that its slope has not."""
    found = []
    for name, rule in (("GDPDJB", "check.slope_missing"), ("ZZSXDM", "check.planting_missing")):
        if name in values.texts:
            found.append(ParcelFault(rule, _rows(values.cultivated & (np.asarray(values.texts[name]) == "")), name))
    if {"GDPDJB", "GDLX"} <= set(values.texts):
        slope, kind = (np.asarray(values.texts[name]) for name in ("GDPDJB", "GDLX"))
        wrong = np.where(slope == _FLAT, kind != "", kind == "") & (slope != "")
        found.append(ParcelFault("check.terrace", _rows(values.cultivated & wrong), "GDPDJB", "GDLX"))
    return found


def _elsewhere(values: ParcelValues) -> list[ParcelFault]:
    """Return land of another class that has what only cultivated land has."""
    other = values.classed & ~values.cultivated
    return [ParcelFault("check.not_cultivated", _rows(other & (np.asarray(values.texts[name]) != "")), name)
            for name in ("GDPDJB", "GDLX") if name in values.texts]


def smallest_areas(construction: Bools, agricultural: Bools, least_m2: tuple[float, float, float]) -> Floats:
    """Return the smallest area of each parcel in m²; least_m2: of construction, agricultural and other land."""
    return np.where(construction, least_m2[0], np.where(agricultural, least_m2[1], least_m2[2]))


def _rows(mask: Bools) -> Ints:
    return np.flatnonzero(mask).astype(np.int64)
