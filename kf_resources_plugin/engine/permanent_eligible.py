"""What keeps land from replacing permanent basic farmland, and what a set of pieces is worth."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.control_lines import PERMANENT
from ..rules.farmland import grain
from ..rules.grouping import grouped
from ..rules.permanent_replace import OTHER, mean
from ..rules.text import clean
from .permanent_replace import CHOSEN, LOST, candidate_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.grades import GradeTable
    from ..rules.rule_rows import RuleBook
    from .land_split import LandPieces
    from .land_survey import LandSurvey
    from .reading import PolygonTable
    from .stable_farmland import Stability

AREA_RULES = ("permanent.chosen_area", "permanent.chosen_river")
"""Rules that keep land out by the kinds of area it lies in."""
SMALL_RULE, GRADE_RULE = "permanent.chosen_small", "permanent.chosen_grade_unknown"


def area_kinds(book: RuleBook) -> tuple[str, ...]:
    """Return the kinds of area that keep land out."""
    return tuple(str(kind) for rule in AREA_RULES for kind in book.threshold(rule, "masks"))


def unexamined_areas(pieces: LandPieces, book: RuleBook) -> tuple[str, ...]:
    """Return the kinds of area that would keep land out, had they been given."""
    return tuple(kind for kind in area_kinds(book) if kind not in pieces.zone)


def exclusions(pieces: LandPieces, survey: LandSurvey, found: Stability, unit_of: Ints, order_of: Ints,
               book: RuleBook) -> dict[str, Bools]:
    """Return what keeps pieces from replacing: bool (pieces,) by rule; what none holds for may replace.

    order_of: int64 (pieces,) position in ``ORDERS``.
    """
    lost, farmland = pieces.inside(LOST), found.farmland
    hits = {
        "permanent.chosen_lost": lost,
        "permanent.chosen_permanent": pieces.inside(PERMANENT) & ~lost,
        "permanent.chosen_not_cultivated": ~farmland,
        "permanent.chosen_unstable": found.unstable,
        GRADE_RULE: farmland & np.isnan(survey.grade[pieces.land]),
        "permanent.chosen_other_province": order_of == OTHER,
    }
    for rule in AREA_RULES:
        within = [pieces.inside(str(kind)) for kind in book.threshold(rule, "masks")]
        hits[rule] = np.logical_or.reduce([np.zeros(len(pieces.land), dtype=bool), *within])
    hits[SMALL_RULE] = _too_small(pieces, unit_of, ~np.logical_or.reduce(list(hits.values())), book)
    return hits


def ungraded(pieces: LandPieces, unit_of: Ints, excluded: Mapping[str, Bools], book: RuleBook) -> Bools:
    """Return the pieces that would be candidates had their parcel a grade, bool (pieces,); excluded: by rule."""
    fit = excluded[GRADE_RULE] & ~np.logical_or.reduce([hit for rule, hit in excluded.items() if rule != GRADE_RULE])
    return fit & ~_too_small(pieces, unit_of, fit, book)


def least_area(book: RuleBook) -> float:
    """Return the least area of a candidate in m²."""
    return float(book.threshold(SMALL_RULE, "least_area_m2"))


def _too_small(pieces: LandPieces, unit_of: Ints, fit: Bools, book: RuleBook) -> Bools:
    """Return the pieces that would do, bool (pieces,), were they not all that there is of a candidate."""
    _, group = np.unique(candidate_keys(pieces, unit_of), return_inverse=True)
    group = group.reshape(-1)
    area = np.zeros(len(group), dtype=np.int64)
    np.add.at(area, group, np.where(fit, pieces.area, 0))
    return fit & (area[group] < round(least_area(book) * 100))


@dataclass(frozen=True)
class Chosen:
    """What the planner chose, polygons or parcels: object ids and int64 fids, their feature ids, one for each of them.

    pieces: bool (pieces,); row: int64 (pieces,), the polygon or parcel that a piece lies in. unknown: ids that no
    parcel has. ambiguous: of each id that several parcels have the rows of these; which of them is meant nobody knows,
    so that none is chosen.
    """

    pieces: Bools
    row: Ints
    ids: np.ndarray
    fids: Ints
    unknown: Sequence[str]
    ambiguous: Mapping[str, Ints]


def polygon_ids(table: PolygonTable, id_field: str | None) -> np.ndarray:
    """Return what polygons are called, object (polygons,): by their id field, or ``#`` and the feature id."""
    named = [clean(value) for value in table.columns[id_field]] if id_field else [""] * len(table)
    return np.array([name or f"#{fid}" for name, fid in zip(named, table.fids.tolist())], dtype=object)


def chosen_polygons(pieces: LandPieces, table: PolygonTable, id_field: str | None) -> Chosen:
    """Return the pieces in chosen polygons."""
    return Chosen(pieces.inside(CHOSEN), pieces.zone[CHOSEN], polygon_ids(table, id_field), table.fids, (), {})


def chosen_parcels(pieces: LandPieces, survey: LandSurvey, wanted: Sequence[str]) -> Chosen:
    """Return the pieces of parcels that are listed by id; a copy of a parcel that has no land of its own is none."""
    listed = np.isin(survey.parcels.astype(str), np.array(list(wanted), dtype=str))
    known = set(survey.parcels[listed].tolist())
    ambiguous = shared_ids(pieces, survey, listed)
    clear = listed & ~np.isin(np.arange(len(listed)), np.concatenate([[], *ambiguous.values()]))
    return Chosen(clear[pieces.land], pieces.land, survey.parcels, survey.table.fids,
                  [name for name in wanted if name not in known], ambiguous)


def shared_ids(pieces: LandPieces, survey: LandSurvey, some: Bools) -> dict[str, Ints]:
    """Return the ids that several of some parcels have, with the rows of these; a copy without land of its own is none.

    some: bool (parcels,).
    """
    with_land = np.flatnonzero(some & (np.bincount(pieces.land, pieces.area, minlength=len(some)) > 0))
    names, of_row, count = np.unique(survey.parcels[with_land].astype(str), return_inverse=True, return_counts=True)
    of_row = of_row.reshape(-1)
    shared = count[of_row] > 1
    return {str(names[place]): rows for place, rows in grouped(of_row[shared], with_land[shared])}


@dataclass(frozen=True)
class Worth:
    """What pieces are worth: net area (hundredths of m²), mean grade and slope class (NaN unknown), capacity.

    capacity: hundredths of kg, None where a grade is missing; national: the same without the user's own figures;
    not_own: whether these lack some that the capacity takes from the national ones.
    """

    net: int
    grade: float
    slope: float
    capacity: int | None
    national: int | None
    not_own: bool


def worth_of(rows: Ints, pieces: LandPieces, survey: LandSurvey, place: np.ndarray, slope: Floats,
             grades: GradeTable) -> Worth:
    """Return what cultivated pieces are worth; place: object (pieces,), code of where; slope: float64 (parcels,)."""
    land, net = pieces.land[rows], pieces.net[rows]
    grade = survey.grade[land]
    lacking = grades.not_own(place[rows], grade) & (net > 0)
    return Worth(int(net.sum()), mean(grade, net), mean(slope[land], net),
                 _capacity(land, net, grades.capacity(place[rows], grade)),
                 _capacity(land, net, grades.without_own().capacity(place[rows], grade)), bool(lacking.any()))


def _capacity(land: Ints, net: Ints, kg_per_ha: Floats) -> int | None:
    """Return the grain capacity of pieces in hundredths of kg, None where one is unknown.

    It is rounded once for what a parcel has at one rate: what cuts a parcel into pieces adds no grain to it.
    """
    if np.isnan(kg_per_ha[net > 0]).any():
        return None
    known, of_piece = np.unique(np.column_stack([land, np.nan_to_num(kg_per_ha)]), axis=0, return_inverse=True)
    sums = np.zeros(len(known), dtype=np.int64)
    np.add.at(sums, of_piece.reshape(-1), net)
    return int(grain(sums, known[:, 1]).sum())
