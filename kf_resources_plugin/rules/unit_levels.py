"""Which city, county and township a code of the national division of districts lies in."""
from __future__ import annotations

LEVELS = ("city", "county", "township")
VILLAGE = "village"
"""Level of units finer than townships: they have figures, but nothing is added up to them."""
ALL_LEVELS = (*LEVELS, VILLAGE)
"""The coarsest first."""

_CITY, _COUNTY, _TOWNSHIP, _VILLAGE = 4, 6, 9, 12
_DIGITS = {"city": _CITY, "county": _COUNTY, "township": _TOWNSHIP, VILLAGE: _VILLAGE}


def code_at(code: str, level: str) -> str:
    """Return the code of the city, county or township that a unit code lies in, '' where the code does not tell.

    Of a city: its first four digits and 00. Letters tell nothing, nor what comes after them.
    """
    above, digits = {"city": (0, _CITY), "county": (_CITY, _COUNTY), "township": (_COUNTY, _TOWNSHIP)}[level]
    told = code[:digits]
    if len(told) < digits or not told.isdigit() or not told[above:].strip("0"):
        return ""
    return f"{told}00" if level == "city" else told


def level_of(code: str) -> str:
    """Return the level of a unit by its code, zeros at its end counting for nothing; '' for a code that is none's.

    A code with letters, such as KFQ02, is a zone's own and tells of no level.
    """
    if not code.isdigit():
        return ""
    if len(code) >= _VILLAGE and code[_TOWNSHIP:_VILLAGE].strip("0"):
        return VILLAGE
    return next((level for level in reversed(LEVELS) if code_at(code, level)), "")


def lies_in(code: str, other: str) -> bool:
    """Tell whether a unit lies in one of a higher level by their codes: 410222101 in 410222, both in 410200.

    In a zone with a code of its own, 41022201, lies none that its code would tell of.
    """
    inner, outer = level_of(code), level_of(other)
    if not inner or not outer or without_zeros(other) != plain_code(other):
        return False
    return ALL_LEVELS.index(inner) > ALL_LEVELS.index(outer) and not _beside(other, code)


def plain_code(code: str) -> str:
    """Return a unit code as results have it: six digits for city and county, nine for a township."""
    level = level_of(code)
    return code_at(code, level) if level in LEVELS else code


def without_zeros(code: str) -> str:
    """Return ``plain_code`` where it says what the code says, zeros at the end apart; any other code as it is.

    So 410222000000 is 410222; the codes that a zone has of its own, 41022201 or KFQ02, keep what tells them apart.
    """
    plain = plain_code(code)
    return plain if plain.rstrip("0") == code.rstrip("0") else code


def code_by_unit(unit: str, location: str, level: str) -> str:
    """Return the code at a level of land in a unit: the unit's where its code tells, else its location code's.

    A location code beside the unit tells nothing: a county holds no land of another one's townships.
    """
    told = code_at(unit, level) if level_of(unit) else ""
    return told or ("" if _beside(unit, location) else code_at(location, level))


def place_code(unit: str, location: str) -> str:
    """Return the most particular code of land in a unit: the location code unless it lies beside the unit."""
    return unit if not location or _beside(unit, location) else location


def _beside(unit: str, location: str) -> bool:
    """Tell whether a location code lies elsewhere than what the code of a unit tells; not where that tells nothing."""
    level = level_of(unit)
    return bool(level) and not location.startswith(unit[:_DIGITS[level]])
