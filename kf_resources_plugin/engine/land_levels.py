"""Cities, counties and townships that land belongs to: by unit polygons at their level, by codes at the others."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .admin_units import Unit, county_name, numbered
from .land_split import units_of_land

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .land_split import LandPieces
    from .land_survey import LandSurvey

LEVELS = ("city", "county", "township")
OWN = "village"
"""Level of units finer than townships: they have figures, but nothing is added up to them."""

_CITY, _COUNTY, _TOWNSHIP, _VILLAGE = 4, 6, 9, 12


@dataclass(frozen=True)
class Level:
    """The units of one level and the position of each piece's unit among them, int64 (pieces,).

    A unit without code and name holds what belongs to none.
    """

    name: str
    units: list[Unit]
    unit_of: np.ndarray


def code_at(code: str, level: str) -> str:
    """Return the code of the city, county or township that a unit code lies in, '' where the code does not tell."""
    if level == "city":
        return f"{code[:_CITY]}00" if len(code) >= _CITY else ""
    above, digits = (_CITY, _COUNTY) if level == "county" else (_COUNTY, _TOWNSHIP)
    return code[:digits] if len(code) >= digits and code[above:digits].strip("0") else ""


def level_of(code: str) -> str:
    """Return the level of a unit by its code, '' for a code that is none's."""
    plain = code[:_COUNTY] if not code[_COUNTY:].strip("0") else code
    if len(plain) >= _VILLAGE and plain[_TOWNSHIP:_VILLAGE].strip("0"):
        return OWN
    return next((level for level in reversed(LEVELS) if code_at(plain, level)), "")


def levels(pieces: LandPieces, survey: LandSurvey, polygons: Sequence[Unit] | None) -> list[Level]:
    """Return the levels of which anything is known, from the city down.

    Unit polygons (zones called 'units') decide at the level that most of their codes are of. Above it their codes tell,
    and the parcel's location code where a polygon has none; below it the location code.
    """
    location, location_of = np.unique(survey.location.astype(str), return_inverse=True)
    by_location = location_of.reshape(-1)[pieces.land]
    if polygons is None:
        return _known([_by_code(level, location, by_location) for level in LEVELS])
    own = _own_level(polygons)
    units, unit_of = units_of_land(pieces, survey, polygons)
    found = []
    for level in LEVELS:
        if level == own:
            found.append(Level(level, units, unit_of))
        elif own == OWN or LEVELS.index(level) < LEVELS.index(own):
            # a code per piece: its polygon's where that has one, else its parcel's
            listed = np.array([*location.tolist(), *(unit.code for unit in units)], dtype=str)
            coded = np.array([bool(unit.code) for unit in units], dtype=bool)[unit_of]
            found.append(_by_code(level, listed, np.where(coded, len(location) + unit_of, by_location)))
        else:
            found.append(_by_code(level, location, by_location))
    return _known(found + ([Level(OWN, units, unit_of)] if own == OWN else []))


def _own_level(polygons: Sequence[Unit]) -> str:
    counted = Counter(level for unit in polygons for level in [level_of(unit.code)] if level)
    order = [*LEVELS, OWN]
    return max(counted, key=lambda level: (counted[level], order.index(level)), default="county")


def townships(pieces: LandPieces, survey: LandSurvey) -> Level | None:
    """Return the townships of location codes with nine digits or more, None where there is none."""
    location, location_of = np.unique(survey.location.astype(str), return_inverse=True)
    found = _known([_by_code("township", location, location_of.reshape(-1)[pieces.land])])
    return found[0] if found else None


def _by_code(level: str, codes: np.ndarray, code_of: np.ndarray) -> Level:
    """Return the units of a level that codes lie in; code_of: int64 (pieces,) position in ``codes``."""
    name: Callable[[str], str] = county_name if level != "township" else str
    distinct, position = numbered([Unit(found, name(found)) for code in codes.tolist()
                                   for found in [code_at(code, level)]])
    occurring, unit_of = np.unique(position[code_of], return_inverse=True)
    return Level(level, [distinct[place] for place in occurring.tolist()], unit_of.reshape(-1))


def _known(found: Sequence[Level]) -> list[Level]:
    return [level for level in found if any(unit.code or unit.name for unit in level.units)]
