"""What projects take of surveyed land: pieces cut, measured, adjusted and counted.

Every point of a project lies in one piece: on a parcel or outside the survey, inside or outside permanent basic
farmland, in one administrative unit, and either counted here or counted with an earlier project it overlaps. Where
parcels overlap each other it lies in a piece of each: nobody but the surveyor can say which is right, so both are
counted, reported, and the residual shows by how much the pieces exceed the project.
"""
from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Callable

import numpy as np

from ..rules.rounding import adjust, largest_remainder
from ..rules.units import hundredths
from .closure import closure_tolerance
from .coincidence import overlapping_rows
from .even_cover import evenly_covered
from .hilbert_tree import HilbertTree
from .kernel import snapping_grid
from .land_survey import plausible
from .overlay import Overlay, bare, overlay
from .partition import claimed_twice, outside, self_overlaps, split_by_zones, table_of
from .patience import begun
from .subtraction import unite
from .wkb import as_wkb_array, wkb_areas, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .projects import Projects
    from .reading import PolygonTable
    from .wkb import Wkbs


_TWICE = 1.5  # times its area, of the pieces of a project: once is what they measure but for rounding

AreasOf = Callable[["Sequence[bytes] | Wkbs"], np.ndarray]
"""Takes WKB rows, returns their ellipsoidal areas in m², float64 (rows,)."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of projects, arrays of shape (pieces,).

    project: int64 row; land: int64 row of the parcel, −1 outside the survey; permanent: bool, inside permanent basic
    farmland; unit: int64 row of the unit polygon, −1 in none; counted: bool, no earlier project counts it; wkb: object.
    """

    project: np.ndarray
    land: np.ndarray
    permanent: np.ndarray
    unit: np.ndarray
    counted: np.ndarray
    wkb: np.ndarray

    def take(self, rows: np.ndarray) -> Pieces:
        """Return some pieces, in the given order."""
        return Pieces(self.project[rows], self.land[rows], self.permanent[rows], self.unit[rows], self.counted[rows],
                      self.wkb[rows])


@dataclass(frozen=True)
class ProjectOverlap:
    """Two projects, ``first`` < ``second`` in the order of their ids, and the land both claim."""

    first: int
    second: int
    wkb: bytes


@dataclass(frozen=True)
class CutResult:
    """The pieces of all projects, what could not be overlaid, and where projects or parcels overlap.

    claimed_twice: (project, wkb) of the land within projects that two parcels claim, one entry per pair of parcels.
    land_overlaps: (row, row, wkb) of all that such two parcels share, beyond projects, too.
    """

    pieces: Pieces
    claimed_twice: tuple[np.ndarray, Wkbs]
    failed: Sequence[tuple[int, int, str]]
    project_overlaps: Sequence[ProjectOverlap]
    land_overlaps: Sequence[tuple[int, int, bytes]]
    unit_overlaps: Sequence[tuple[int, int, bytes]]


def cut_projects(projects: Projects, survey: LandSurvey, permanent: PolygonTable | None, units: PolygonTable | None,
                 kernel: Kernel, progress: Progress) -> CutResult:
    """Cut projects by parcels, permanent farmland, units and one another."""
    table = projects.table
    with begun(partial(_overlapping_in, table.bounds, survey.table, kernel), progress) as asked:
        crossed = overlay(table, survey.table, kernel, progress.part(0.0, 0.4))
        doubtful, even = asked()
    again = even & _covered_again(table, crossed)
    claimed = np.intersect1d(np.r_[doubtful, crossed.land[again[crossed.subject]]], crossed.land)
    overlapping = _overlaps(survey.table.take(claimed), kernel, progress.part(0.4, 0.5))
    twice, doubled = claimed_twice(
        table, as_wkb_array([wkb for _, _, wkb in overlapping]), kernel, progress.part(0.5, 0.52))
    in_project = sorted({*twice.land.tolist(), *(pair for _, pair, _ in twice.failed)})
    land_overlaps = [(int(claimed[a]), int(claimed[b]), wkb)
                     for a, b, wkb in (overlapping[pair] for pair in in_project)]
    rest, unclosed = outside(table, survey.table, crossed, doubled, kernel, progress.part(0.52, 0.55))
    beyond = np.array([row for row, wkb in enumerate(rest) if wkb], dtype=np.int64)
    pieces = _start(crossed.subject, crossed.land, crossed.wkb, beyond, rest)
    if permanent is not None:
        pieces, zone = _split(pieces, permanent, kernel, progress.part(0.55, 0.65))
        pieces = replace(pieces, permanent=zone >= 0)
    unit_overlaps: list[tuple[int, int, bytes]] = []
    if units is not None:
        pieces, zone = _split(pieces, units, kernel, progress.part(0.65, 0.75))
        pieces = replace(pieces, unit=zone)
        unit_overlaps = _overlaps(units, kernel, progress.part(0.75, 0.8))
    overlaps = [ProjectOverlap(*pair) for pair in _overlaps(table, kernel, progress.part(0.8, 0.85))]
    pieces = _count_once(pieces, overlaps, table, kernel, progress.part(0.85, 1.0))
    return CutResult(pieces.take(_canonical_order(pieces, survey)), (twice.subject, twice.wkb),
                     [*crossed.failed, *unclosed], overlaps, land_overlaps, unit_overlaps)


def _overlapping_in(boxes: Floats, land: PolygonTable, kernel: Kernel, progress: Progress) -> tuple[Ints, Bools]:
    """Return (rows, even): parcels that may share land in boxes, but for those that are evenly covered."""
    even, rows = evenly_covered(boxes, land, progress)
    return rows[overlapping_rows(bare(land, rows), kernel, progress)], even


def _covered_again(projects: PolygonTable, crossed: Overlay) -> Bools:
    """Tell on which projects, were they covered evenly, two parcels or more lie all over: their pieces measure so."""
    measured = np.bincount(crossed.subject, wkb_areas(crossed.wkb), len(projects))
    again: Bools = measured > _TWICE * wkb_areas(projects.wkb)
    again[[project for project, _, _ in crossed.failed]] = True
    return again


def _overlaps(table: PolygonTable, kernel: Kernel, progress: Progress) -> list[tuple[int, int, bytes]]:
    return [(int(a), int(b), wkb) for a, b, wkb in zip(*self_overlaps(table, kernel, progress))]


def _start(project: np.ndarray, land: np.ndarray, wkb: np.ndarray, beyond: np.ndarray, rest: np.ndarray) -> Pieces:
    count = len(project) + len(beyond)
    return Pieces(
        project=np.concatenate([project, beyond]),
        land=np.concatenate([land, np.full(len(beyond), -1, dtype=np.int64)]),
        permanent=np.zeros(count, dtype=bool),
        unit=np.full(count, -1, dtype=np.int64),
        counted=np.ones(count, dtype=bool),
        wkb=as_wkb_array([*wkb, *(rest[row] for row in beyond.tolist())]))


def _split(pieces: Pieces, zones: PolygonTable, kernel: Kernel, progress: Progress) -> tuple[Pieces, np.ndarray]:
    """Split pieces by zones; return them and the zone row of each, −1 in none."""
    source, zone, wkb = split_by_zones(pieces.wkb, zones, kernel, progress)
    return replace(pieces.take(source), wkb=as_wkb_array(wkb)), zone


def _count_once(pieces: Pieces, overlaps: Sequence[ProjectOverlap], projects: PolygonTable, kernel: Kernel,
                progress: Progress) -> Pieces:
    """Split the pieces of a project where earlier ones claim the same land, and mark which are counted.

    What all earlier projects claim is united first: where many lie on one another that spares most of the cutting.
    """
    claims_on: dict[int, list[bytes]] = {}
    for overlap in overlaps:
        claims_on.setdefault(overlap.second, []).append(overlap.wkb)
    done = [pieces.take(np.flatnonzero(~np.isin(pieces.project, list(claims_on))))]
    rounds = _apart(projects.bounds, sorted(claims_on), progress)
    for number, together in enumerate(rounds):
        watched = progress.part(number / len(rounds), (number + 1) / len(rounds))
        claimed = []
        for later in together:
            watched.check()
            try:
                claimed.append(unite(kernel, as_wkb_array(claims_on[later]), watched))
            except ValueError:
                claimed.extend(claims_on[later])  # where they overlap the first takes the land
        mine = pieces.take(np.flatnonzero(np.isin(pieces.project, together)))
        mine, zone = _split(mine, table_of(as_wkb_array(claimed), projects), kernel, watched)
        done.append(replace(mine, counted=zone < 0))
    return _joined(done)


def _apart(bounds: np.ndarray, rows: Sequence[int], progress: Progress) -> list[list[int]]:
    """Return rows in as few groups as need be for no two of a group to have bounds that meet, each group ascending."""
    chosen = bounds[list(rows)]
    one, other = HilbertTree(chosen).pairs(chosen, progress)
    group = np.zeros(len(rows), dtype=np.int64)
    for earlier, later in zip(other[other < one].tolist(), one[other < one].tolist()):  # ascending by later
        group[later] = max(group[later], group[earlier] + 1)
    return [[rows[place] for place in np.flatnonzero(group == number).tolist()]
            for number in range(int(group.max(initial=-1)) + 1)]


def _joined(parts: Sequence[Pieces]) -> Pieces:
    columns = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Pieces))
    return Pieces(*columns)


@dataclass(frozen=True)
class Measured:
    """Areas of pieces and projects.

    raw: float64 (pieces,) m² as computed; adjusted: float64 (pieces,) m² after adjustment; area: int64 (pieces,)
    hundredths of m². drawn, residual: float64 (projects,) m²; over: bool (projects,), residual over tolerance;
    tolerance: float64 (projects,) m². basis_change: float64 (pieces,) m² that AREA_BASIS = tbmj added.
    """

    raw: np.ndarray
    adjusted: np.ndarray
    area: np.ndarray
    drawn: np.ndarray
    residual: np.ndarray
    over: np.ndarray
    tolerance: np.ndarray
    basis_change: np.ndarray

    @property
    def final(self) -> np.ndarray:
        """Return the areas of pieces before rounding, float64 (pieces,) m²."""
        return np.asarray(self.adjusted + self.basis_change)


def measure(cut: CutResult, projects: Projects, survey: LandSurvey, areas: AreasOf, book: RuleBook,
            basis: str) -> Measured:
    """Measure pieces and projects, adjust pieces to their project and round them to hundredths.

    The tolerance grows with the number of pieces, for each is rounded by itself; what two parcels claim of a project
    is no rounding, so where that is more than one piece's tolerance, the project has only that and is not adjusted.
    ``basis`` 'tbmj' scales each piece by the parcel's declared over its computed area before rounding.
    """
    pieces = cut.pieces
    raw, drawn = areas(pieces.wkb), areas(projects.table.wkb)
    per_piece = float(book.threshold("closure.residual", "max_residual_m2_per_parcel"))
    count = np.bincount(pieces.project, minlength=len(drawn))
    count[np.unique(cut.claimed_twice[0][areas(cut.claimed_twice[1]) > per_piece])] = 1
    tolerance = closure_tolerance(count, drawn, book)
    adjusted, residual, over = adjust(raw, pieces.project, drawn, tolerance)
    change = np.zeros(len(raw))
    if basis == "tbmj":
        most = float(book.threshold("land.tbmj_differs", "max_share_of_total"))
        change = adjusted * (_declared_over_computed(pieces, survey, areas, most) - 1.0)
    final = adjusted + change
    totals = hundredths(np.bincount(pieces.project, weights=final, minlength=len(drawn)))
    rounded = largest_remainder(final, pieces.project, totals, np.arange(len(final)))  # pieces stand in canonical order
    return Measured(raw, adjusted, rounded, drawn, residual, over, tolerance, change)


def _declared_over_computed(pieces: Pieces, survey: LandSurvey, areas: AreasOf, most: float) -> np.ndarray:
    factor = np.ones(len(pieces.land))
    on_land = pieces.land >= 0
    touched, place = np.unique(pieces.land[on_land], return_inverse=True)
    computed = areas(survey.table.wkb[touched])
    declared = survey.declared_m2[touched]
    factor[on_land] = np.where(plausible(declared, computed, most), declared, computed)[place]
    factor[on_land] /= np.where(computed > 0, computed, 1.0)[place]
    return factor


def _canonical_order(pieces: Pieces, survey: LandSurvey) -> np.ndarray:
    """Return the order of pieces by project, parcel id, place and shape: by ids, never by the order of input rows.

    Place is told no finer than GEOS of one version agrees with another, which also begin rings at different vertices.
    """
    touched, parcel = np.unique(pieces.land, return_inverse=True)
    ids = np.array(["" if land < 0 else str(survey.parcels[land]) for land in touched.tolist()], dtype=object)
    keys = np.column_stack([pieces.project, np.unique(ids, return_inverse=True)[1][parcel]])
    order = np.lexsort(keys.T[::-1])
    for begin, end in _alike(keys[order]):
        some = order[begin:end]
        grid = 10.0 * snapping_grid(pieces.wkb[some[0]])
        places = np.round(wkb_bounds(pieces.wkb[some]) / grid).tolist()
        order[begin:end] = [row for _, _, row in sorted(zip(places, pieces.wkb[some].tolist(), some.tolist()))]
    return order


def _alike(keys: Ints) -> Iterator[tuple[int, int]]:
    """Yield begin and end of the runs of several equal rows of a sorted table."""
    first = np.flatnonzero(np.r_[True, (keys[1:] != keys[:-1]).any(axis=1)][:len(keys)])
    last = np.append(first[1:], len(keys))
    several = last - first > 1
    yield from zip(first[several].tolist(), last[several].tolist())
