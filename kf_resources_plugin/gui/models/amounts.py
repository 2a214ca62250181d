"""Figures as the planner reads them: with separators, in the unit the heading names."""
from __future__ import annotations

from decimal import Decimal

from ...i18n import tr
from ...rules.units import format_area

AREA_UNITS = ("ha", "mu", "wan_mu", "m2")

_NUMBER_DECIMALS = 4


def unit_text(unit: str) -> str:
    """Return how a unit is written: 'm2', 'ha', 'mu', 'wan_mu' or 'kg'."""
    return {"m2": tr("m²"), "ha": tr("ha"), "mu": tr("mu"), "wan_mu": tr("10,000 mu"), "kg": tr("kg")}[unit]


def area_text(m2: float | None, unit: str) -> str:
    """Return an area of ``m2`` square metres in ``unit`` with separators, without the unit; '' where there is none."""
    return _separated(format_area(m2, unit))


def mass_text(kg: float | None) -> str:
    """Return a mass in kg with two decimals and separators; '' where there is none."""
    # the same rounding as areas: half up, once
    return _separated(format_area(kg, "m2"))


def share_text(share: float | None) -> str:
    """Return a share, 0 to 1, in per cent with two decimals; '' where there is none."""
    return _separated(format_area(None if share is None else 100.0 * share, "m2"))


def number_text(value: float | None) -> str:
    """Return a plain number with at most four decimals and separators; '' where there is none."""
    text = format_area(value, "m2", _NUMBER_DECIMALS)
    return _separated(text.rstrip("0").rstrip(".") if "." in text else text)


def _separated(text: str) -> str:
    return f"{Decimal(text):,}" if text else ""
