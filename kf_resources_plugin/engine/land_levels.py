"""Cities, counties and townships that land belongs to: by unit polygons at their level, by codes at the others."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.unit_levels import LEVELS, VILLAGE, code_at, level_of, plain_code
from .admin_units import Unit, county_name, numbered
from .closure import slivers
from .land_split import units_of_land
from .uncut import listed_overlay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .farmland_change import WidthsOf
    from .kernel import Kernel
    from .land_split import LandPieces
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable

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


def codes_with_land(survey: LandSurvey, polygons: Sequence[Unit] | None, covered: np.ndarray) -> frozenset[str]:
    """Return the codes of the units that parcels of any class lie in.

    covered: bool (polygons,) as ``with_parcels`` tells. At the level of unit polygons these decide, at the others their
    codes and the parcels' location codes.
    """
    own = None if polygons is None else _own_level(polygons)
    held = {code_at(location, level) for location in np.unique(survey.location.astype(str)).tolist()
            for level in LEVELS if level != own}
    for unit, has in zip(polygons or (), covered.tolist()):
        if has:
            held |= {plain_code(unit.code), *(code_at(unit.code, level) for level in LEVELS)}
    return frozenset(held - {""})


def with_parcels(units: PolygonTable, met: np.ndarray, others: PolygonTable, areas: AreasOf, widths: WidthsOf,
                 book: RuleBook, kernel: Kernel, progress: Progress) -> np.ndarray:
    """Tell in which unit polygons parcels lie, bool (polygons,).

    met: int64, polygons known to have some; others: the parcels that may lie in the rest, valid. Slivers along borders
    that do not quite meet are no land of a unit.
    """
    found = np.isin(np.arange(len(units)), met)
    rest = np.flatnonzero(~found)
    crossed = listed_overlay(units.take(rest), others, kernel, progress)
    area = areas(crossed.wkb)
    found[rest[crossed.subject[~slivers(area, widths(crossed.wkb, area), book)]]] = True
    return found


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
