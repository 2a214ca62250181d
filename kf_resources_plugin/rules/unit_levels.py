"""Which city, county and township a code of the national division of districts lies in."""
from __future__ import annotations

LEVELS = ("city", "county", "township")
VILLAGE = "village"
"""Level of units finer than townships: they have figures, but nothing is added up to them."""

_CITY, _COUNTY, _TOWNSHIP, _VILLAGE = 4, 6, 9, 12


def code_at(code: str, level: str) -> str:
    """Return the code of the city, county or township that a unit code lies in, '' where the code does not tell.

    Of a city: its first four digits and 00.
    """
    if level == "city":
        return f"{code[:_CITY]}00" if len(code) >= _CITY else ""
    above, digits = (_CITY, _COUNTY) if level == "county" else (_COUNTY, _TOWNSHIP)
    return code[:digits] if len(code) >= digits and code[above:digits].strip("0") else ""


def level_of(code: str) -> str:
    """Return the level of a unit by its code, zeros at its end counting for nothing; '' for a code that is none's."""
    if len(code) >= _VILLAGE and code[_TOWNSHIP:_VILLAGE].strip("0"):
        return VILLAGE
    return next((level for level in reversed(LEVELS) if code_at(code, level)), "")


def plain_code(code: str) -> str:
    """Return a unit code as results have it: six digits for city and county, nine for a township."""
    level = level_of(code)
    return code_at(code, level) if level in LEVELS else code


def without_zeros(code: str) -> str:
    """Return ``plain_code`` where it says what the code says, zeros at the end apart; any other code as it is.

    So 410222000000 is 410222; the codes that a zone has of its own, 41022201 or KFQ02, keep what tells them apart.
    """
    plain = plain_code(code)
    return plain if code.isdigit() and plain.rstrip("0") == code.rstrip("0") else code
