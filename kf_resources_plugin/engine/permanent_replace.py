"""Where permanent basic farmland can be replaced: what is lost, what could take its place, and where that lies."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..rules.control_lines import PERMANENT
from ..rules.lengths import reach
from ..rules.permanent_replace import SCORE_RULE, orders_of, ranking, scores_of
from ..rules.units import hundredths
from .admin_units import Whereabouts
from .blocks import blocks_of, contiguous
from .distances import clusters, later, nearest_distances, pairs_within
from .partition import cannot_unite
from .subtraction import unite
from .united_shapes import united_shapes
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.permanent_replace import Scores
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .admin_units import Unit
    from .blocks import Blocks
    from .kernel import Kernel
    from .land_split import LandPieces
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs

LOST, CHOSEN, RESERVE = "lost_farmland", "chosen_replacement", "farmland_reserve_zone"
"""Layers of zones beside the kinds of area that exclude land."""
EVERYWHERE_M = 1e9


@dataclass(frozen=True)
class Loss:
    """The pieces that are lost, and what of the lost polygons does not count; hundredths of m² but where said.

    rows: int64, cultivated pieces, which count; solid: of these those that are no slivers, by which grade and slope are
    judged; lead: those, or where nothing lost is cultivated the others, by which county and distance are. idle: int64,
    pieces of permanent farmland that are not cultivated; unknown: int64, pieces that are not, of which it is not known
    whether they were permanent farmland. beside: lost land outside permanent farmland; no_longer: lost permanent
    farmland that is not cultivated or on no parcel; bare: lost land on no parcel that is permanent farmland or in a
    polygon that counts whole. known: the permanent farmland given holds lost land. absent: int64, rows of the lost
    polygons of which it holds none, which count whole; beside_in, bare_in: int64, of those in which such land is. What
    lies on no parcel ``with_bare`` adds.
    """

    rows: Ints
    solid: Ints
    lead: Ints
    idle: Ints
    unknown: Ints
    beside: int
    no_longer: int
    known: bool
    absent: Ints
    bare: int
    beside_in: Ints
    bare_in: Ints


def loss_of(pieces: LandPieces, farmland: Bools, sliver: Bools, held: Ints, polygons: int) -> Loss:
    """Return what is lost on parcels: cultivated pieces in each lost polygon, of some only within permanent farmland.

    sliver: bool (pieces,), pieces as borders leave them that do not quite meet: a hair of permanent farmland beside a
    lost polygon says nothing of it. held: int64, rows of the lost polygons that reach into permanent farmland.
    """
    lost, permanent, polygon = pieces.inside(LOST), pieces.inside(PERMANENT), pieces.zone[LOST]
    held = np.union1d(held, polygon[lost & permanent & ~sliver])
    whole = lost & ~np.isin(polygon, held)
    inside = lost & permanent | whole
    rows = np.flatnonzero(inside & farmland)
    solid = rows[~sliver[rows]]
    solid = solid if len(solid) else rows
    rest = inside & ~farmland
    beside, no_longer = (int(pieces.area[which].sum()) for which in (lost & ~inside, rest & permanent))
    none = rows[:0]
    return Loss(rows, solid, solid if len(solid) else np.flatnonzero(rest & ~sliver), np.flatnonzero(rest & permanent),
                np.flatnonzero(rest & ~permanent), beside, no_longer, bool(len(held)),
                np.setdiff1d(np.arange(polygons), held), 0, none, none)


def with_bare(loss: Loss, lost: PolygonTable, permanent: PolygonTable, shared: Wkbs, pieces: LandPieces, areas: AreasOf,
              book: RuleBook, kernel: Kernel, progress: Progress) -> Loss:
    """Return a loss with what of it lies on no parcel: permanent farmland is lost there too, other land lies beside.

    shared: object (lost polygons,), what of each is permanent farmland, ``b""`` for nothing. No more than a sliver of
    lost permanent farmland that is not cultivated is none. Raises PlannerError.
    """
    inside, protected = pieces.inside(LOST), pieces.inside(LOST) & pieces.inside(PERMANENT)
    whole = inside & np.isin(pieces.zone[LOST], loss.absent)
    every, permanent_m2, whole_m2 = (
        int(hundredths(off_parcels_m2(polygons[polygons != b""], pieces.wkb[on], layer, areas, book, kernel, progress)))
        for polygons, on, layer in ((lost.wkb, inside, lost), (shared, protected, permanent),
                                    (lost.wkb[loss.absent], whole, lost)))
    bare = min(permanent_m2 + whole_m2, every)
    no_longer = loss.no_longer + permanent_m2
    hair = float(book.threshold("closure.sliver", "max_area_m2"))
    counted = shared.copy()
    counted[loss.absent] = lost.wkb[loss.absent]
    counts = protected | whole
    return replace(loss, beside=loss.beside + every - bare, no_longer=no_longer if no_longer > 100 * hair else 0,
                   bare=bare, beside_in=larger_than_parts(lost.wkb, np.arange(len(lost)), counted, areas, hair),
                   bare_in=larger_than_parts(counted, pieces.zone[LOST][counts], pieces.wkb[counts], areas, hair))


def larger_than_parts(polygons: Wkbs, row: Ints, parts: Wkbs, areas: AreasOf, hair_m2: float) -> Ints:
    """Return rows of polygons that measure more than their parts, where all of them together do so by ``hair_m2``.

    row: int64 (parts,) row of the polygon that a part lies in.
    """
    rest = areas(polygons) - np.bincount(row, areas(parts), minlength=len(polygons))
    return np.flatnonzero(rest > hair_m2 / max(len(polygons), 1))


def off_parcels_m2(polygons: Wkbs, on_parcels: Wkbs, layer: PolygonTable, areas: AreasOf, book: RuleBook,
                   kernel: Kernel, progress: Progress) -> float:
    """Return how much of polygons of a layer lies on no parcel, 0 where it is no more than rounding.

    on_parcels: their pieces, none twice. Raises PlannerError where GEOS cannot unite the polygons.
    """
    try:
        united = unite(kernel, polygons, progress)
    except ValueError as error:
        raise cannot_unite(layer, str(error)) from error
    rest = float(areas([united])[0]) - float(areas(on_parcels).sum())
    rounding = float(book.threshold("closure.residual", "max_residual_m2_per_parcel")) * (len(on_parcels) + 1)
    return rest if rest > rounding else 0.0


@dataclass(frozen=True)
class Existing:
    """Permanent farmland that stays: piece rows, their shapes in a plane of metres, and the blocks they form."""

    rows: Ints
    plane: Wkbs
    blocks: Blocks


def existing_farmland(pieces: LandPieces, book: RuleBook, crs: QgsCoordinateReferenceSystem, plane: Wkbs,
                      kernel: Kernel, progress: Progress) -> Existing:
    """Return what stays of the permanent farmland; plane: shapes of all pieces in metres."""
    rows = np.flatnonzero(pieces.inside(PERMANENT) & ~pieces.inside(LOST))
    label = contiguous(pieces.wkb[rows], float(book.threshold("permanent.block", "joining_distance_m")), crs, kernel,
                       progress)
    return Existing(rows, plane[rows], blocks_of(label, pieces.area[rows], pieces.net[rows]))


@dataclass(frozen=True)
class Candidates:
    """Land that may replace, from the first to the last rank; arrays of shape (candidates,).

    land: int64 row of the parcel; unit: int64 position among the units; order: int64 position in ``ORDERS``;
    in_reserve, contiguous: bool; area, net, block: int64 hundredths of m², block what is joined of existing permanent
    farmland; grade: float64; distance_m: float64 to the lost land; wkb: object.
    """

    land: Ints
    unit: Ints
    order: Ints
    in_reserve: Bools
    area: Ints
    net: Ints
    grade: Floats
    contiguous: Bools
    block: Ints
    distance_m: Floats
    scores: Scores
    wkb: Wkbs

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.land)


def counties_of(pieces: LandPieces, survey: LandSurvey, units: Sequence[Unit], unit_of: Ints,
                polygons: Sequence[Unit] | None) -> list[str]:
    """Return the county code of each piece: by the unit it is in, else by its parcel's location.

    polygons: the unit of every unit polygon, if there are any. Of land in no county it is the code of its unit: what
    the counties that are drawn leave of their city lies in the city alone, whatever the location says.
    """
    known = Whereabouts.of(units, unit_of, survey.county, pieces.land, polygons)
    codes = [county or unit for county, (unit, _) in zip(known.at("county"), known.pairs)]
    return [codes[pair] for pair in known.of_piece.tolist()]


def orders_from(loss: Loss, counties: Sequence[str]) -> Ints:
    """Return for the county of each piece the position in ``ORDERS``, seen from what is lost."""
    return orders_of(counties, sorted({counties[row] for row in loss.lead.tolist()}))


def candidate_keys(pieces: LandPieces, unit_of: Ints) -> Ints:
    """Return a number for each piece: those of one parcel and unit, in or out of a reserve zone, are one candidate."""
    return _keys(pieces.land, unit_of, pieces.inside(RESERVE), int(unit_of.max(initial=0)))


def candidates_of(pieces: LandPieces, survey: LandSurvey, eligible: Bools, unit_of: Ints, order_of: Ints,
                  loss: Loss, existing: Existing, plane: Wkbs, book: RuleBook, kernel: Kernel,
                  progress: Progress) -> Candidates:
    """Return the parcels, or parts of them, that may replace, ranked.

    Parts with one of ``candidate_keys`` are one. eligible: bool (pieces,), what ``exclusions`` leaves; plane: shapes of
    all pieces in metres.
    """
    rows = np.flatnonzero(eligible)
    reserve = pieces.inside(RESERVE)
    distinct, group = np.unique(candidate_keys(pieces, unit_of)[rows], return_inverse=True)
    group = group.reshape(-1)
    area, net = np.zeros(len(distinct), dtype=np.int64), np.zeros(len(distinct), dtype=np.int64)
    np.add.at(area, group, pieces.area[rows])
    np.add.at(net, group, pieces.net[rows])
    lead = rows[np.unique(group, return_index=True)[1]]
    joined, block = _joined(plane[rows], group, len(area), existing, book, kernel, progress.part(0.0, 0.5))
    away = nearest_distances(plane[rows], plane[loss.lead], EVERYWHERE_M, kernel, progress.part(0.5, 0.9))
    distance = np.full(len(area), np.inf)
    np.minimum.at(distance, group, away)
    grade = survey.grade[pieces.land[lead]]
    scores = scores_of(grade, joined, block, distance, book)
    found = Candidates(pieces.land[lead], unit_of[lead], order_of[lead], reserve[lead], area, net, grade, joined, block,
                       distance, scores,
                       as_wkb_array(united_shapes(pieces.wkb[rows], group, len(area), kernel, progress.part(0.9, 1.0),
                                                  0.0)))  # pieces of one cut
    # by parcel id and shape first, so that the order of rows decides nothing between equals
    parcels, shapes = survey.parcels[found.land].tolist(), found.wkb.tolist()
    named = np.array(sorted(range(len(found)), key=lambda row: (parcels[row], shapes[row])), dtype=np.int64)
    found = _taken(found, named)
    return _taken(found, ranking(found.order, found.in_reserve, found.scores.total, book))


def _keys(land: Ints, unit: Ints, in_reserve: Bools, last_unit: int) -> Ints:
    """Return a number for each candidate that parts belong to."""
    return (land * (last_unit + 1) + unit) * 2 + in_reserve


def pieces_of(found: Candidates, rows: Ints, pieces: LandPieces, eligible: Bools, unit_of: Ints) -> Ints:
    """Return the pieces that some candidates are made of."""
    last = int(unit_of.max(initial=0))
    wanted = _keys(found.land[rows], found.unit[rows], found.in_reserve[rows], last)
    return np.flatnonzero(eligible & np.isin(candidate_keys(pieces, unit_of), wanted))


def chosen_net(found: Candidates, rows: Ints, pieces: LandPieces, unit_of: Ints) -> Ints:
    """Return how much of each candidate some pieces are, net: int64 (candidates,) hundredths of m²."""
    last = int(unit_of.max(initial=0))
    mine = _keys(found.land, found.unit, found.in_reserve, last)
    order = np.argsort(mine)
    keys = candidate_keys(pieces, unit_of)[rows]
    place = np.minimum(np.searchsorted(mine[order], keys), max(len(mine) - 1, 0))
    net = np.zeros(len(found), dtype=np.int64)
    if len(mine):
        known = mine[order][place] == keys
        np.add.at(net, order[place[known]], pieces.net[rows[known]])
    return net


def _joined(plane: Wkbs, group: Ints, groups: int, existing: Existing, book: RuleBook, kernel: Kernel,
            progress: Progress) -> tuple[Bools, Ints]:
    """Return whether each group of shapes is beside existing farmland, and the area of the blocks it is beside."""
    beside = reach(float(book.threshold(SCORE_RULE, "contiguous_distance_m")))
    one, other = pairs_within(plane, existing.plane, beside, kernel, progress)
    width = max(len(existing.blocks), 1)
    pairs = np.unique(group[one] * width + existing.blocks.of_part[other])
    block = np.zeros(groups, dtype=np.int64)
    np.add.at(block, pairs // width, existing.blocks.area[pairs % width])
    joined = np.zeros(groups, dtype=bool)
    joined[pairs // width] = True
    return joined, block


def _taken(found: Candidates, rows: Ints) -> Candidates:
    scores = replace(found.scores, **{key: value[rows] for key, value in vars(found.scores).items()})
    columns = {key: value[rows] for key, value in vars(found).items() if key != "scores"}
    return Candidates(scores=scores, **columns)


@dataclass(frozen=True)
class Layout:
    """How a replacement lies: net area within reach of existing permanent farmland, smallest block it is in.

    Hundredths of m²; smallest is None for an empty replacement.
    """

    near: int
    smallest: int | None


def layout_of(plane: Wkbs, area: Ints, net: Ints, existing: Existing, near_m: float, joining_m: float,
              kernel: Kernel, progress: Progress) -> Layout:
    """Return how the parts of a replacement, shapes in the plane of ``existing``, lie beside what stays."""
    near = np.isfinite(nearest_distances(plane, existing.plane, reach(near_m), kernel, progress.part(0.0, 0.4)))
    count = len(existing.blocks)
    one, other = pairs_within(plane, existing.plane, reach(joining_m), kernel, progress.part(0.4, 0.8))
    first, second = pairs_within(plane, plane, reach(joining_m), kernel, progress.part(0.8, 1.0), later)
    label = clusters(count + len(plane), np.concatenate([existing.blocks.of_part[other], count + first]),
                     np.concatenate([count + one, count + second]))
    sums = np.zeros(len(label), dtype=np.int64)
    np.add.at(sums, label, np.concatenate([existing.blocks.area, area]))
    blocks = sums[label[count:]]
    return Layout(int(net[near].sum()), int(blocks.min()) if len(blocks) else None)
