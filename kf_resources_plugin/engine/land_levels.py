"""Cities, counties and townships that land belongs to: by unit polygons at their level, by codes at the others."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ..rules.unit_levels import LEVELS, VILLAGE, code_by_unit, level_of, plain_code
from .admin_units import Unit, Whereabouts, county_name, numbered
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

    Unit polygons (zones called 'units') decide at the level that most of their codes are of. At the others their codes
    tell, and the parcel's location code where a polygon's has none of the level. Land in no polygon belongs to no unit
    below them either: a county would hold less than its townships.
    """
    units, unit_of = units_of_land(pieces, survey, polygons)
    known = Whereabouts.of(units, unit_of, survey.location, pieces.land)
    own = None if polygons is None else own_level(polygons)
    nowhere = np.array([unit == Unit("", "") for unit in units], dtype=bool)[unit_of]
    return _known([Level(level, units, unit_of) if level == own
                   else _by_code(level, known, nowhere & (own in LEVELS[:LEVELS.index(level)]))
                   for level in (*LEVELS, *((VILLAGE,) if own == VILLAGE else ()))])


def codes_with_land(survey: LandSurvey, polygons: Sequence[Unit] | None, covered: np.ndarray) -> frozenset[str]:
    """Return the codes of the units that parcels of any class lie in.

    covered: bool (polygons,) as ``with_parcels`` tells. At levels that a covered polygon does not tell of, the location
    codes within it do, but not at that of the polygons.
    """
    own = None if polygons is None else own_level(polygons)
    units = {""} if polygons is None else {unit.code for unit, has in zip(polygons, covered.tolist()) if has}
    locations = np.unique(survey.location.astype(str)).tolist()
    held = {plain_code(unit) for unit in units}
    for unit, level in product(units, LEVELS):
        asked = [""] if level == own or code_by_unit(unit, "", level) else locations
        held |= {code_by_unit(unit, location, level) for location in asked}
    return frozenset(held - {""})


def codes_beside(survey: LandSurvey, polygons: Sequence[Unit] | None) -> frozenset[str]:
    """Return the counties of parcels' location codes where a unit polygon has no code: it may be any of them."""
    if polygons is None or all(unit.code for unit in polygons):
        return frozenset()
    return frozenset(np.unique(survey.county.astype(str)).tolist())


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


def own_level(polygons: Sequence[Unit]) -> str:
    """Return the level that most codes of unit polygons are of; without any, their names are taken for counties'."""
    counted = Counter(level for unit in polygons for level in [level_of(unit.code)] if level)
    return max(counted, key=lambda level: (counted[level], (*LEVELS, VILLAGE).index(level)), default="county")


def townships(pieces: LandPieces, survey: LandSurvey, polygons: Sequence[Unit] | None) -> Level | None:
    """Return the level of townships, None where nothing tells of any."""
    return next((level for level in levels(pieces, survey, polygons) if level.name == "township"), None)


def _by_code(level: str, known: Whereabouts, nowhere: np.ndarray) -> Level:
    """Return the units of a level that codes lie in; nowhere: bool (pieces,), no code counts."""
    name: Callable[[str], str] = county_name if level != "township" else str
    distinct, position = numbered([*(Unit(code, name(code)) for code in known.at(level)), Unit("", "")])
    occurring, unit_of = np.unique(np.where(nowhere, position[-1], position[known.of_piece]), return_inverse=True)
    return Level(level, [distinct[place] for place in occurring.tolist()], unit_of.reshape(-1))


def _known(found: Sequence[Level]) -> list[Level]:
    return [level for level in found if any(unit.code or unit.name for unit in level.units)]
