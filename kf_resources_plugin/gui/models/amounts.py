"""Figures as the planner reads them: with separators, in the unit the heading names."""
from __future__ import annotations

from decimal import Decimal

from ...i18n import tr
from ...rules.units import format_area

AREA_UNITS = ("ha", "mu", "m2")


def unit_text(unit: str) -> str:
    """Return how a unit is written: 'm2', 'ha', 'mu' or 'kg'."""
    return {"m2": tr("m²"), "ha": tr("ha"), "mu": tr("mu"), "kg": tr("kg")}[unit]


def area_text(m2: float | None, unit: str) -> str:
    """Return an area of ``m2`` square metres in ``unit`` with separators, without the unit; '' where there is none."""
    return _separated(format_area(m2, unit))


def mass_text(kg: float | None) -> str:
    """Return a mass in kg with two decimals and separators; '' where there is none."""
    # the same rounding as areas: half up, once
    return _separated(format_area(kg, "m2"))


def _separated(text: str) -> str:
    return f"{Decimal(text):,}" if text else ""
