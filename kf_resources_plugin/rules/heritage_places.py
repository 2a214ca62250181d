"""Longitudes and latitudes as registers write them, and whether they can be places in China."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .text import clean, decimal_number

if TYPE_CHECKING:
    from .rule_rows import RuleBook

FINE, SWAPPED, IMPLAUSIBLE = "fine", "swapped", "implausible"

_SIGNS = re.compile(r"[东西南北经纬EWSN\s:]", re.IGNORECASE)
_SEXAGESIMAL = re.compile(r"(\d{1,3})[°度](?:(\d{1,2}(?:\.\d+)?)[′'’分])?(?:(\d{1,2}(?:\.\d+)?)(?:[″\"”秒]|''|′′))?")
_SIXTY = 60.0


def degrees(value: Any) -> float | None:
    """Return degrees east or north, decimal or with minutes and seconds; None for nothing and for what is neither."""
    text = _SIGNS.sub("", clean(value))
    match = _SEXAGESIMAL.fullmatch(text)
    if match:
        whole, minutes, seconds = (float(part or 0.0) for part in match.groups())
        if minutes >= _SIXTY or seconds >= _SIXTY:
            return None
        return whole + minutes / _SIXTY + seconds / _SIXTY**2
    number = decimal_number(text)
    return None if number is None else float(number)


def judged(longitude: float | None, latitude: float | None, book: RuleBook) -> str:
    """Return FINE, SWAPPED or IMPLAUSIBLE, by the bounds of row ``register.coordinates_implausible``."""
    if longitude is None or latitude is None:
        return IMPLAUSIBLE
    west, east, south, north = (float(book.threshold("register.coordinates_implausible", key)) for key in (
        "west_degrees", "east_degrees", "south_degrees", "north_degrees"))

    def inside(x: float, y: float) -> bool:
        return west <= x <= east and south <= y <= north

    if inside(longitude, latitude):
        return FINE
    return SWAPPED if inside(latitude, longitude) else IMPLAUSIBLE
