"""Cities, counties and townships that land belongs to: by unit polygons at their level, by codes at the others."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ..rules.unit_levels import ALL_LEVELS, LEVELS, VILLAGE, code_by_unit, level_of, plain_code
from .admin_units import Unit, Whereabouts, county_name, divided, numbered
from .closure import slivers
from .land_split import units_of_land
from .uncut import listed_overlay
from .united_shapes import united_shapes
from .wkb import as_wkb_array, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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

    Unit polygons (zones called 'units') decide at the levels of their codes; one without a code of a level is a unit of
    that which most of them are of. Elsewhere codes tell: that of the polygon, and the parcel's location code where the
    polygon's has none of the level and none of that level are drawn within it. Land in no polygon belongs to no unit
    of their levels nor below them: a county would hold less than its townships.
    """
    units, unit_of = units_of_land(pieces, survey, polygons)
    known = Whereabouts.of(units, unit_of, survey.location, pieces.land, polygons)
    own = None if polygons is None else own_level(polygons)
    drawn = {level_of(unit.code) or own for unit in polygons or ()}
    called = {unit.code: unit.name for unit in polygons or () if level_of(unit.code)}
    nowhere = np.array([unit == Unit("", "") for unit in units], dtype=bool)[unit_of]
    found = []
    for place, name in enumerate((*LEVELS, *((VILLAGE,) if own == VILLAGE else ()))):
        itself = np.array([name == own and level_of(unit.code) in {"", name} for unit in units], dtype=bool)
        above = not drawn.isdisjoint(ALL_LEVELS[:place + 1])
        found.append(_level(name, known, units, np.where(itself[unit_of], unit_of, -1), called, nowhere & above))
    return [level for level in found if any(unit.code or unit.name for unit in level.units)]


def codes_with_land(survey: LandSurvey, polygons: Sequence[Unit] | None, covered: np.ndarray) -> frozenset[str]:
    """Return the codes of the units that parcels of any class lie in.

    covered: bool (polygons,) as ``with_parcels`` tells. At levels that a covered polygon does not tell of, the location
    codes within it do, but not where polygons of the level are drawn within it.
    """
    own = None if polygons is None else own_level(polygons)
    units = {""} if polygons is None else {unit.code for unit, has in zip(polygons, covered.tolist()) if has}
    parted = divided(unit.code for unit in polygons or ())
    locations = np.unique(survey.location.astype(str)).tolist()
    held = {plain_code(unit) for unit in units}
    for unit, level in product(units, LEVELS):
        told = code_by_unit(unit, "", level) or (level == own and not level_of(unit)) or (unit, level) in parted
        asked = [""] if told else locations
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
    return max(counted, key=lambda level: (counted[level], ALL_LEVELS.index(level)), default="county")


def unit_ranks(polygons: Sequence[Unit]) -> np.ndarray:
    """Return the ranks of unit polygons by which the finest takes land that several hold, int64 (polygons,).

    One without a code of a level ranks with most of them.
    """
    own = own_level(polygons)
    return np.array([-ALL_LEVELS.index(level_of(unit.code) or own) for unit in polygons], dtype=np.int64)


def one_polygon_each(table: PolygonTable, polygons: Sequence[Unit], kernel: Kernel,
                     progress: Progress) -> tuple[PolygonTable, list[Unit]]:
    """Return unit polygons with one row for each unit, so that borders within a unit cut nothing, and the units.

    As they are where GEOS cannot unite those of a unit.
    """
    units, place = numbered(list(polygons))
    if len(units) == len(polygons):
        return table, list(polygons)
    shapes = as_wkb_array(united_shapes(table.wkb, place, len(units), kernel, progress))
    if not all(shapes):
        return table, list(polygons)
    first = np.unique(place, return_index=True)[1]
    return replace(table.take(first), wkb=shapes, bounds=wkb_bounds(shapes)), units


def townships(pieces: LandPieces, survey: LandSurvey, polygons: Sequence[Unit] | None) -> Level | None:
    """Return the level of townships, None where nothing tells of any."""
    return next((level for level in levels(pieces, survey, polygons) if level.name == "township"), None)


def _level(name: str, known: Whereabouts, units: Sequence[Unit], itself: np.ndarray, called: Mapping[str, str],
           nowhere: np.ndarray) -> Level:
    """Return the units of a level and which pieces they have.

    itself: int64 (pieces,) which of ``units`` a piece is of as it is, −1 where codes tell; called: names by code;
    nowhere: bool (pieces,), nothing tells.
    """
    other: Callable[[str], str] = county_name if name != "township" else str
    codes = known.at(name) if name in LEVELS else [""] * len(known.pairs)  # of villages nothing but polygons tells
    by_code = [Unit(code, called.get(code) or other(code)) for code in codes]
    distinct, position = numbered([*units, *by_code, Unit("", "")])
    place = np.where(itself >= 0, itself, len(units) + known.of_piece)
    occurring, unit_of = np.unique(position[np.where(nowhere, -1, place)], return_inverse=True)
    return Level(name, [distinct[place] for place in occurring.tolist()], unit_of.reshape(-1))
