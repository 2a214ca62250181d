"""Figures of two epochs: pieces measured and rounded, the transition matrix, units and townships, suspected losses."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.farmland import piece_figures
from ..rules.farmland_change import CULTIVATED, NO_CHANGE, OUT, PieceAreas, account, least_areas, sliver_rule
from ..rules.rounding import largest_remainder
from ..rules.tables import controlled_rounding
from ..rules.unit_levels import code_at
from ..rules.units import hundredths
from .admin_units import Unit, Whereabouts, county_name, numbered
from .closure import closure_tolerance
from .farmland_change import patch_widths
from .land_survey import usable_deduction
from .patches import patches
from .unit_rows import UnitRows
from .wkb import are_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.farmland_change import Account
    from ..rules.grades import GradeTable
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .farmland_change import ChangePieces, Epochs, WidthsOf
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf

_SEEN_M2 = 0.005  # half of the last digit


@dataclass(frozen=True)
class Closure:
    """How the pieces of one epoch's parcels close, float64 (parcels,) m²: residual = parcel − its pieces."""

    computed: Floats
    residual: Floats
    tolerance: Floats

    @property
    def over(self) -> Bools:
        """Tell which parcels have a residual over tolerance."""
        return np.asarray(np.abs(self.residual) > self.tolerance)


@dataclass(frozen=True)
class ChangeAreas:
    """Areas of pieces: raw float64 m²; area int64 hundredths of m², summing to the cells of the matrix.

    net_before, net_after: int64, after the deduction of field ridges where that epoch cultivates the land, else 0. They
    sum to what each parcel of that epoch has by itself, whatever the other epoch is, so that a hundredth may be between
    them and ``area``.
    """

    raw: Floats
    area: Ints
    net_before: Ints
    net_after: Ints
    before: Closure
    after: Closure


def measure(pieces: ChangePieces, epochs: Epochs, areas: AreasOf, book: RuleBook,
            progress: Progress) -> tuple[ChangePieces, ChangeAreas]:
    """Measure pieces; return them in the order of their parcels' ids, and their areas.

    What is the parcel of either epoch, vertex by vertex, has its area: nothing is measured twice.
    """
    raw, computed_before, computed_after = _raw(pieces, epochs, areas, progress)
    order = np.lexsort((np.rint(raw * 1e6), _ranks(epochs.after, pieces.after), _ranks(epochs.before, pieces.before)))
    pieces, raw = pieces.take(order), raw[order]
    closures = [_closure(rows, raw, computed, book)
                for rows, computed in ((pieces.before, computed_before), (pieces.after, computed_after))]
    nets = [_net(_by_parcel(raw, rows, closure), survey, rows) for survey, rows, closure in (
        (epochs.before, pieces.before, closures[0]), (epochs.after, pieces.after, closures[1]))]
    return pieces, ChangeAreas(raw, _by_pair(raw, pieces, epochs), nets[0], nets[1], closures[0], closures[1])


def _by_pair(raw: Floats, pieces: ChangePieces, epochs: Epochs) -> Ints:
    """Return areas that sum to the cells of the matrix, whose total is rounded once, and cells to both margins."""
    rows, columns = len(epochs.kind_before), len(epochs.kind_after)
    pair = pieces.code_before * (columns + 1) + pieces.code_after
    keys, place = np.unique(pair, return_inverse=True)
    sums = np.bincount(place.reshape(-1), raw, len(keys))
    totals = hundredths(sums)
    before, after = keys // (columns + 1), keys % (columns + 1)
    both = (before >= 0) & (after < columns)  # −1 after is the last column of the row before
    cells = np.zeros((rows, columns))
    cells[before[both], after[both]] = sums[both]
    totals[both] = controlled_rounding(cells, 100)[before[both], after[both]]
    return largest_remainder(raw, place.reshape(-1), totals, np.arange(len(raw)))


def _by_parcel(raw: Floats, rows: Ints, closure: Closure) -> Ints:
    """Return areas that sum to the rounded area of every parcel of an epoch, 0 where it has no land.

    Where the pieces leave a residual one can see they sum to their own rounded area.
    """
    there = np.flatnonzero(rows >= 0)
    closes = np.abs(closure.residual) < _SEEN_M2
    totals = hundredths(np.where(closes, closure.computed, closure.computed - closure.residual))
    found = np.zeros(len(raw), dtype=np.int64)
    found[there] = largest_remainder(raw[there], rows[there], totals, there)
    return found


def _raw(pieces: ChangePieces, epochs: Epochs, areas: AreasOf,
         progress: Progress) -> tuple[Floats, Floats, Floats]:
    after = areas(epochs.after.table.wkb)
    progress.set(0.4)
    raw = np.full(len(pieces.before), np.nan)
    is_after, is_before = (are_rows(pieces.wkb, survey.table.wkb, rows)
                           for survey, rows in ((epochs.after, pieces.after), (epochs.before, pieces.before)))
    raw[is_after] = after[pieces.after[is_after]]
    before = np.full(len(epochs.before.table), np.nan)
    known = is_after & is_before
    before[pieces.before[known]] = raw[known]
    unknown = np.flatnonzero(np.isnan(before))
    before[unknown] = areas(epochs.before.table.wkb[unknown])
    progress.set(0.6)
    raw[is_before] = before[pieces.before[is_before]]
    rest = np.flatnonzero(np.isnan(raw))
    raw[rest] = areas(pieces.wkb[rest])
    progress.set(0.8)
    return raw, before, after


def _ranks(survey: LandSurvey, rows: Ints) -> Ints:
    """Return the place of each piece's parcel in the order of ids, −1 where there is none."""
    parcels = survey.parcels.tolist()
    # in most files they are sorted already, which a sort of Python's sees in one pass
    order = np.array(sorted(range(len(parcels)), key=parcels.__getitem__), dtype=np.int64)
    ids = survey.parcels[order]
    ranks = np.full(len(order) + 1, -1, dtype=np.int64)
    ranks[order] = np.cumsum(np.r_[False, ids[1:] != ids[:-1]])[:len(order)]
    return ranks[rows]


def _net(area: Ints, survey: LandSurvey, rows: Ints) -> Ints:
    there = rows >= 0
    kind = np.full(len(rows), -1, dtype=np.int8)
    coefficient = np.zeros(len(rows))
    kind[there], coefficient[there] = survey.kind[rows[there]], usable_deduction(survey)[rows[there]]
    net = piece_figures(area, kind, coefficient, np.full(len(rows), np.nan), rows + 1).net
    return np.where(kind >= 0, net, 0)


def _closure(rows: Ints, raw: Floats, computed: Floats, book: RuleBook) -> Closure:
    there = rows >= 0
    count = np.bincount(rows[there], minlength=len(computed))
    covered = np.bincount(rows[there], raw[there], len(computed))
    return Closure(computed, computed - covered, closure_tolerance(count, computed, book))


@dataclass(frozen=True)
class Places:
    """Where pieces are: units and townships that occur, and the position of each piece's.

    group_of: int64 (pieces,) position of the pair of unit and township among ``groups``, pairs of positions; every
    piece is in one. The unit is the finest but for villages: a township's row holds those within it.
    """

    rows: UnitRows
    towns: list[str]
    group_of: Ints
    groups: list[tuple[int, int]]


def places(pieces: ChangePieces, epochs: Epochs, polygons: Sequence[Unit] | None) -> Places:
    """Return unit and township of pieces.

    The unit is the polygon a piece lies in, or the county of the location code; the township is the unit's where its
    code tells one, or that of the location code. Location codes are those of the earlier parcel, of the later one where
    that has none.
    """
    if polygons is None:
        codes, rows = _coded_places(pieces, epochs, "county")
        listed = [Unit(code, county_name(code) if code else "") for code in codes]
    else:
        rows, listed = pieces.zone["units"], [*polygons, Unit("", "")]  # row −1 is the last one: no unit
    distinct, position = numbered(listed)
    occurring, unit_of = np.unique(position[rows], return_inverse=True)
    units, unit_of = [distinct[place] for place in occurring.tolist()], unit_of.reshape(-1)
    coded, coded_of = _coded_places(pieces, epochs, "township")
    known = Whereabouts.of(units, unit_of, np.array(coded, dtype=object), coded_of, polygons)
    towns, town_of = np.unique(np.array(known.at("township"), dtype=str), return_inverse=True)
    width = max(len(towns), 1)
    rows_of = UnitRows.of(units, unit_of, polygons)
    unit_of = rows_of.above_villages[rows_of.of_piece]
    keys, group_of = np.unique(unit_of * width + town_of.reshape(-1)[known.of_piece], return_inverse=True)
    return Places(rows_of, towns.tolist(), group_of.reshape(-1),
                  [divmod(key, width) for key in keys.tolist()])


def _coded_places(pieces: ChangePieces, epochs: Epochs, level: str) -> tuple[list[str], Ints]:
    """Return the codes of a level that location codes lie in, sorted, and the position of each piece's."""
    columns = [[code_at(code, level) for code in survey.location.tolist()] + [""]
               for survey in (epochs.before, epochs.after)]
    codes = sorted(set(columns[0]) | set(columns[1]))
    place = {code: number for number, code in enumerate(codes)}
    first, second = (np.array([place[code] for code in column], dtype=np.int64)[rows]
                     for column, rows in zip(columns, (pieces.before, pieces.after)))
    return codes, np.where(first == place[""], second, first)


def suspected_losses(pieces: ChangePieces, areas: ChangeAreas, epochs: Epochs, exempt: Bools, widths: WidthsOf,
                     book: RuleBook, kernel: Kernel, progress: Progress) -> tuple[Ints, Ints]:
    """Return the patch each piece belongs to, int64 (pieces,), −1 none: of suspected unapproved loss, and of edges.

    Parts of one change that meet are joined before they are compared with the smallest area. An edge is what an
    approval leaves of a change that is narrower than a trace of a redrawn border: the approval was drawn beside it.
    """
    rule = sliver_rule(book)
    least = least_areas(book)
    lost, edge = (np.full(len(pieces.before), -1, dtype=np.int64) for _ in range(2))
    rows = np.flatnonzero((pieces.direction == OUT) & ~pieces.sliver & ~exempt & ~pieces.inside("approvals")
                          & np.isfinite(least)[pieces.kind_after])
    kind = pieces.kind_after[rows].astype(np.int64)
    patch = patches(pieces.wkb[rows], kind, epochs.crs, kernel, progress.part(0.0, 0.5))
    # hundredths: what measures the least area is as large as that
    large = np.bincount(patch, areas.area[rows])[patch] >= 100 * least[kind] if len(rows) else np.zeros(0, dtype=bool)
    rows, patch = rows[large], np.unique(patch[large], return_inverse=True)[1].reshape(-1)
    width = patch_widths(pieces.wkb[rows], patch, areas.raw[rows], rule, widths, kernel, progress.part(0.5, 1.0))
    thin = rule.thin(width)[patch]
    lost[rows[~thin]], edge[rows[thin]] = patch[~thin], patch[thin]
    return lost, edge


@dataclass(frozen=True)
class Matrix:
    """The transition matrix of land both epochs have: positions of codes and int64 hundredths of m², (pairs,).

    sliver: the part of ``area`` that is traces of redrawn borders.
    """

    before: Ints
    after: Ints
    area: Ints
    sliver: Ints


def matrix(pieces: ChangePieces, area: Ints, codes_after: int) -> Matrix:
    """Return the area of every pair of classes that has one, sorted by their codes."""
    both = (pieces.code_before >= 0) & (pieces.code_after >= 0)
    keys, place = np.unique(pieces.code_before[both] * max(codes_after, 1) + pieces.code_after[both],
                            return_inverse=True)
    sums = np.zeros((2, len(keys)), dtype=np.int64)
    for row, values in enumerate((area, np.where(pieces.sliver, area, 0))):
        np.add.at(sums[row], place.reshape(-1), values[both])
    shown = sums[0] > 0
    keys = keys[shown]
    return Matrix(keys // max(codes_after, 1), keys % max(codes_after, 1), *sums[:, shown])


@dataclass(frozen=True)
class Graded:
    """Grade and grain capacity of pieces that moved, those of the parcel that cultivates the land.

    rows: int64 (moved,) positions of the pieces; place: object (moved,), ``Whereabouts.places``; grade, kg_per_ha:
    float64 (moved,), NaN where unknown.
    """

    rows: Ints
    place: np.ndarray
    grade: Floats
    kg_per_ha: Floats

    def spread(self, values: Floats, count: int) -> Floats:
        """Return values of moved pieces as those of all ``count`` pieces, NaN for the rest."""
        found = np.full(count, np.nan)
        found[self.rows] = values
        return found


def graded(pieces: ChangePieces, epochs: Epochs, where: Places, grades: GradeTable) -> Graded:
    """Return how good the land is that moved: what went out by the earlier survey, what came in by the later one."""
    rows = np.flatnonzero(pieces.direction != NO_CHANGE)
    out = np.flatnonzero(pieces.direction[rows] == OUT)
    came = np.flatnonzero(pieces.direction[rows] != OUT)
    location, grade = np.full(len(rows), "", dtype=object), np.full(len(rows), np.nan)
    for survey, land, mine in ((epochs.before, pieces.before, out), (epochs.after, pieces.after, came)):
        location[mine], grade[mine] = survey.location[land[rows[mine]]], survey.grade[land[rows[mine]]]
    place = Whereabouts.of(where.rows.units, where.rows.of_piece[rows], location, np.arange(len(rows))).places()
    return Graded(rows, place, grade, grades.capacity(place, grade))


@dataclass(frozen=True)
class ChangeFigures:
    """All figures of a run; ``by_unit`` and ``by_town`` in the order of ``places``, ``total`` one row.

    Units may hold one another, so that only the townships, and what lies in none, sum to the total.
    """

    places: Places
    pieces: PieceAreas
    stable_before: Bools
    patch: Ints
    matrix: Matrix
    by_unit: Account
    by_town: Account
    total: Account


def count(pieces: ChangePieces, areas: ChangeAreas, epochs: Epochs, where: Places, exempt: Bools,
          left: tuple[Bools, Bools], came: tuple[Bools, Bools], patch: Ints, quality: Graded) -> ChangeFigures:
    """Return the figures; ``patch`` of losses.

    left, came: which pieces that went out and that came in are stable, and of which nothing tells it, bool (pieces,).
    """
    grade, kg_per_ha = (quality.spread(values, len(exempt)) for values in (quality.grade, quality.kg_per_ha))
    figures = PieceAreas(
        areas.area, areas.net_before, areas.net_after, pieces.kind_before, pieces.kind_after, pieces.direction,
        pieces.sliver, exempt, came[0], left[1] | came[1],
        pieces.inside("permanent") & (pieces.kind_before == CULTIVATED), patch >= 0, grade, kg_per_ha)
    nothing = np.zeros(len(exempt), dtype=np.int64)
    piece, unit = where.rows.entries()
    return ChangeFigures(
        where, figures, left[0], patch, matrix(pieces, areas.area, len(epochs.kind_after)),
        account(figures.take(piece), left[0][piece], unit, len(where.rows.units)),
        account(figures, left[0], where.group_of, len(where.groups)), account(figures, left[0], nothing, 1))
