"""What the factors of reserve land look at: distances, neighbouring farmland, contiguity, and the points they give."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.farmland import KCXS_STEPS, piece_figures
from ..rules.lengths import reach
from ..rules.progress import OnlyAsked
from ..rules.reserve_potential import NO_IRRIGATION, letters, restorability, rounded_grade, scored
from ..rules.units import hundredths
from .admin_units import Whereabouts
from .counted_once import without_claimed
from .distances import clusters, in_metres, later, nearest_distances, pairs_within
from .land_split import cut_by_units
from .land_survey import usable_deduction
from .near import rows_near
from .partition import table_of
from .reserve_potential import candidates, without_dry
from .uncut import listed_overlay
from .wkb import wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.grades import GradeTable
    from ..rules.progress import Progress
    from ..rules.reserve_potential import Factor
    from ..rules.rule_rows import RuleBook
    from .admin_units import Unit
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .reserve_potential import Candidates, Judged, ReserveLand
    from .wkb import Wkbs

    UnitLayer = tuple[PolygonTable, list[Unit]]


@dataclass(frozen=True)
class Surroundings:
    """What lies around, in the CRS of the candidates: water and roads, without rows where nothing is known of them.

    farmland: the cultivated parcels of the survey; judged: what their attributes say.
    """

    water: PolygonTable
    roads: PolygonTable
    farmland: LandSurvey
    judged: Judged


@dataclass(frozen=True)
class Neighbours:
    """Means of cultivated land near each candidate, float64 (candidates,), NaN where nothing is known.

    grade: not rounded; deduction: four decimals, 0 where none is near; slope: class 1 to 5. of_unit: bool, the grade is
    the mean of the county, for none is near.
    """

    grade: np.ndarray
    deduction: np.ndarray
    slope: np.ndarray
    of_unit: np.ndarray


@dataclass(frozen=True)
class Scores:
    """The verdict on every candidate, arrays of shape (candidates,) unless said otherwise.

    values: what factors look at, float64 by factor: metres (inf beyond the table), slope and grade (NaN unknown),
    hundredths of m² that hang together; points: float64 (candidates, factors), NaN where there are no data. missing:
    factors without any data. score: two decimals, NaN for none; letter: object; rank: int64 from 1; net: int64
    hundredths of m²; capacity: int64 hundredths of kg, unknown where ``capacity_unknown``.
    """

    values: Mapping[str, np.ndarray]
    points: np.ndarray
    missing: frozenset[str]
    neighbours: Neighbours
    score: np.ndarray
    letter: np.ndarray
    rank: np.ndarray
    net: np.ndarray
    capacity: np.ndarray
    capacity_unknown: np.ndarray


class Plane:
    """Candidates and what is around them in metres; each layer is cut down to what can be near.

    A pond or a road that is to be reclaimed serves neither itself nor its neighbours: of water and roads there is what
    candidates leave. drained: bool (candidates,), which of them take water away.
    """

    def __init__(self, found: Candidates, around: Surroundings, land: ReserveLand, kernel: Kernel,
                 progress: Progress) -> None:
        """Bring everything into one plane."""
        water, drained = _staying(around.water, found, kernel, progress.part(0.0, 0.5))
        roads, _ = _staying(around.roads, found, kernel, progress.part(0.5, 1.0))
        given = {"water": water, "roads": roads, "farmland": around.farmland.table.wkb}
        layers = {name: wkbs for name, wkbs in given.items() if len(wkbs)}
        own, *moved = in_metres([found.wkb, *layers.values()], land.survey.table.crs, progress)
        self.candidates = own
        self.drained = np.isin(np.arange(len(own)), drained)
        self.layers = dict(zip(layers, moved))
        self._bounds = wkb_bounds(own)
        self._kernel = kernel

    def distances(self, name: str, limit: float, progress: Progress) -> np.ndarray | None:
        """Return metres from every candidate to a layer, inf beyond ``limit``; None where the layer is not known."""
        if name not in self.layers:
            return None
        wkbs = self.layers[name][self.near(name, limit, progress)]
        return nearest_distances(self.candidates, wkbs, reach(limit), self._kernel, progress)

    def near(self, name: str, limit: float, progress: Progress) -> np.ndarray:
        """Return the rows of a layer that can be within ``limit`` metres of a candidate, int64."""
        grown = self._bounds + reach(limit) * np.array([-1, -1, 1, 1])
        return rows_near(wkb_bounds(self.layers[name]), grown, progress)

    def neighbours(self, name: str, limit: float, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
        """Return (candidate, row of the layer) within ``limit`` metres."""
        if name not in self.layers:
            none = np.empty(0, dtype=np.int64)
            return none, none
        rows = self.near(name, limit, progress)
        one, other = pairs_within(self.candidates, self.layers[name][rows], reach(limit), self._kernel, progress)
        return one, rows[other]

    def hanging_together(self, area: np.ndarray, gap: float, progress: Progress) -> np.ndarray:
        """Return the area of all candidates that each hangs together with, int64 as ``area`` (candidates,)."""
        first, second = pairs_within(self.candidates, self.candidates, reach(gap), self._kernel, progress, later)
        label = clusters(len(area), first, second)
        total = np.zeros(len(area), dtype=np.int64)
        np.add.at(total, label, area)
        return total[label]


def _staying(table: PolygonTable, found: Candidates, kernel: Kernel, progress: Progress) -> tuple[Wkbs, np.ndarray]:
    """Return what candidates leave of a layer, and which of them take land of it, int64."""
    crossed = listed_overlay(table, table_of(found.wkb, table), kernel, progress)
    rows, starts = np.unique(crossed.subject, return_index=True)
    claims = dict(zip(rows.tolist(), np.split(crossed.wkb, starts[1:])))
    return (without_claimed(table, claims, kernel, OnlyAsked(progress))[1].wkb if claims else table.wkb,
            np.unique(crossed.land))


def irrigated(land: ReserveLand, around: Surroundings, book: RuleBook, kernel: Kernel,
              progress: Progress) -> ReserveLand:
    """Return the land without what lies too far from water to become paddy, none where no water is known.

    Ponds come first: one without other water near stays, and its neighbours may have its water. Raises PlannerError.
    """
    limit = float(book.threshold(NO_IRRIGATION, "max_distance_m"))
    for ponds, part in ((True, progress.part(0.0, 0.5)), (False, progress.part(0.5, 1.0))):
        found = candidates(land, kernel, part)
        plane = Plane(found, around, land, kernel, part.part(0.0, 0.5))
        water_m = plane.distances("water", limit, part.part(0.5, 1.0))
        if water_m is None:
            return land
        land = without_dry(land, found, np.isinf(water_m) & (plane.drained if ponds else True), book)
    return land


def neighbours(plane: Plane, found: Candidates, land: ReserveLand, around: Surroundings, units: UnitLayer | None,
               areas: AreasOf, book: RuleBook, kernel: Kernel, progress: Progress) -> Neighbours:
    """Return the means of cultivated land near each candidate, by area; the county's grade where none is near.

    units: polygons that decide the county and the unit of each, None where location codes tell it. Raises Canceled.
    """
    limit = float(book.threshold("potential.expected_grade", "neighbour_distance_m"))
    one, row = plane.neighbours("farmland", limit, progress.part(0.0, 0.5))
    farmland, size = around.farmland, len(found.land)
    near, place = np.unique(row, return_inverse=True)
    area = hundredths(areas(farmland.table.wkb[near]))[place.reshape(-1)]
    grade = _means(one, area, farmland.grade[row], size)
    slope = around.judged.slope[row].astype(np.float64)
    slope[slope < 1] = np.nan
    # whole ten-thousandths, so that sums are exact and the order of parcels decides nothing
    coefficient = np.rint(usable_deduction(farmland)[row] * KCXS_STEPS)
    deduction = np.floor(np.nan_to_num(_means(one, area, coefficient, size)) + 0.5) / KCXS_STEPS
    of_unit = np.isnan(grade)
    if of_unit.any():
        grade = np.where(of_unit, _county_grades(found, land, farmland, units, areas, book, kernel,
                                                 progress.part(0.5, 1.0)), grade)
    return Neighbours(grade, deduction, _means(one, area, slope, size), of_unit & ~np.isnan(grade))


def _means(group: np.ndarray, weight: np.ndarray, values: np.ndarray, groups: int) -> np.ndarray:
    """Return Σ weight × value ÷ Σ weight by group over known values that are whole numbers, NaN for none."""
    known = ~np.isnan(values)
    weighted, total = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    np.add.at(weighted, group[known], weight[known] * values[known].astype(np.int64))
    np.add.at(total, group[known], weight[known])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, weighted / total, np.nan)


def _county_grades(found: Candidates, land: ReserveLand, farmland: LandSurvey, units: UnitLayer | None,
                   areas: AreasOf, book: RuleBook, kernel: Kernel, progress: Progress) -> np.ndarray:
    """Return the mean grade of the graded farmland of each candidate's county; farmland counts where it lies."""
    graded = farmland.take(np.flatnonzero(~np.isnan(farmland.grade)))
    pieces, listed, unit_of = cut_by_units(graded, units, areas, book, kernel, progress)
    own = _counties(land.units, found.unit, land.survey, found.land)
    counties, group = np.unique(np.concatenate([own, _counties(listed, unit_of, graded, pieces.land)]),
                                return_inverse=True)
    of_candidate, of_piece = np.split(group.reshape(-1), [len(own)])
    return _means(of_piece, pieces.area, graded.grade[pieces.land], len(counties))[of_candidate]


def _counties(units: Sequence[Unit], unit_of: np.ndarray, survey: LandSurvey, land: np.ndarray) -> np.ndarray:
    """Return the county of land in units; where no code tells it, it is the unit of that name, '' for none."""
    known = Whereabouts.of(units, unit_of, survey.location, land)
    codes = np.array([*known.at("county"), ""], dtype=object)[known.of_piece]
    names = np.array([*(unit.name for unit in units), ""], dtype=object)[unit_of]
    return np.where(codes == "", names, codes).astype(str)


def score(plane: Plane, found: Candidates, land: ReserveLand, near: Neighbours, water_m: np.ndarray | None,
          known: Sequence[Factor], weights: Mapping[str, float], grades: GradeTable, book: RuleBook,
          progress: Progress) -> Scores:
    """Return score, grade and rank of every candidate, and what it would add."""
    own_slope = land.judged.slope[found.land].astype(np.float64)
    count = len(found.land)
    limits = {factor.name: factor.values[-1] for factor in known if factor.values}
    values: dict[str, np.ndarray | None] = {
        "soil": near.grade, "water": water_m, "slope": np.where(own_slope >= 1, own_slope, near.slope)}
    if "contiguity" in limits:
        gap = float(book.threshold("potential.factor_contiguity", "gap_m"))
        values["contiguity"] = plane.hanging_together(found.area, gap, progress.part(0.0, 0.4)) / 100
    for name, layer, part in (("farmland", "farmland", progress.part(0.4, 0.7)),
                              ("road", "roads", progress.part(0.7, 1.0))):
        if name in limits:
            values[name] = plane.distances(layer, limits[name], part)
    values["restorability"] = restorability(land.judged.planting[found.land], book)
    read = {factor.name: values[factor.name] for factor in known}
    missing = frozenset(name for name, value in read.items() if value is None or (count and np.isnan(value).all()))
    filled = {name: np.full(count, np.nan) if value is None else value for name, value in read.items()}
    points = np.column_stack([factor.points(filled[factor.name]) for factor in known])
    totals = scored(points, np.array([weights[factor.name] for factor in known]))
    net, capacity, unknown = _capacity(found, land, near, grades)
    return Scores(filled, points, missing, near, totals, letters(totals, book), _ranks(totals, found, land), net,
                  capacity, unknown)


def _ranks(totals: np.ndarray, found: Candidates, land: ReserveLand) -> np.ndarray:
    """Return ranks from 1: the higher score first, then by BSM, unit and shape; without a score last."""
    keys = [(-1.0 if np.isnan(total) else total, parcel, unit, shape) for total, parcel, unit, shape in zip(
        totals.tolist(), land.survey.parcels[found.land].tolist(), found.unit.tolist(), found.wkb.tolist())]
    order = sorted(range(len(keys)), key=lambda row: (-keys[row][0], str(keys[row][1]), *keys[row][2:]))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[order] = np.arange(1, len(order) + 1)
    return ranks


def places_of(found: Candidates, land: ReserveLand) -> np.ndarray:
    """Return the most particular code of where each candidate lies, object (candidates,)."""
    return Whereabouts.of(land.units, found.unit, land.survey.location, found.land).places()


def _capacity(found: Candidates, land: ReserveLand, near: Neighbours,
              grades: GradeTable) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return net area, grain capacity and where it is unknown, as farmland that is counted after reclamation."""
    kg_per_ha = grades.capacity(places_of(found, land), rounded_grade(near.grade))
    rows = np.arange(len(found.land))
    figures = piece_figures(found.area, np.zeros(len(rows), dtype=np.int8), near.deduction, kg_per_ha, rows)
    return figures.net, figures.capacity, figures.capacity_unknown
