"""Cities, counties and townships that land belongs to: by unit polygons at their level, by codes at the others."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.unit_levels import LEVELS, VILLAGE, code_at, level_of
from .admin_units import Unit, county_name, numbered
from .land_split import units_of_land

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .land_split import LandPieces
    from .land_survey import LandSurvey

@dataclass(frozen=True)
class Level:
    """The units of one level and the position of each piece's unit among them, int64 (pieces,).

    A unit without code and name holds what belongs to none.
    """

    name: str
    units: list[Unit]
    unit_of: np.ndarray


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
        elif own == VILLAGE or LEVELS.index(level) < LEVELS.index(own):
            # a code per piece: its polygon's where that has one, else its parcel's
            listed = np.array([*location.tolist(), *(unit.code for unit in units)], dtype=str)
            coded = np.array([bool(unit.code) for unit in units], dtype=bool)[unit_of]
            found.append(_by_code(level, listed, np.where(coded, len(location) + unit_of, by_location)))
        else:
            found.append(_by_code(level, location, by_location))
    return _known(found + ([Level(VILLAGE, units, unit_of)] if own == VILLAGE else []))


def codes_with_land(survey: LandSurvey, polygons: Sequence[Unit] | None) -> frozenset[str]:
    """Return the codes of cities, counties and townships that parcels lie in by their location codes, of any class.

    At the level of unit polygons only codes that a polygon has: there the polygons decide.
    """
    own = "" if polygons is None else _own_level(polygons)
    drawn = {code_at(unit.code, own) for unit in polygons or ()}
    return frozenset(
        code for location in np.unique(survey.location.astype(str)).tolist() for level in LEVELS
        for code in [code_at(location, level)] if code and (level != own or code in drawn))


def _own_level(polygons: Sequence[Unit]) -> str:
    counted = Counter(level for unit in polygons for level in [level_of(unit.code)] if level)
    return max(counted, key=lambda level: (counted[level], (*LEVELS, VILLAGE).index(level)), default="county")


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
