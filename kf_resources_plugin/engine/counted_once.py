"""Land that several parcels claim, left to one of them: no place can be counted twice."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..rules.text import claim_order
from .partition import self_overlaps
from .subtraction import subtract, subtract_each
from .uncut import list_uncut
from .united_shapes import united_shape
from .wkb import as_wkb_array, bounds_of, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable


@dataclass(frozen=True)
class CountedOnce:
    """A survey in which no two parcels, or no two cultivated ones, claim the same land.

    given: the survey as it was; overlaps: (row, row, wkb) of its parcels; taken_m2: float64 (parcels,) m² that other
    parcels took.
    """

    survey: LandSurvey
    given: LandSurvey
    overlaps: Sequence[tuple[int, int, bytes]]
    taken_m2: Floats


def counted_once(survey: LandSurvey, areas: AreasOf, book: RuleBook, kernel: Kernel, progress: Progress, *,
                 all_land: bool = False) -> CountedOnce:
    """Leave land that cultivated parcels share, or ``all_land``, to the first of them by id, then by shape.

    A declared area shrinks with its parcel. Raises Canceled.
    """
    rows = np.arange(len(survey.kind)) if all_land else np.flatnonzero(survey.kind >= 0)
    return of_rows(survey, rows, areas, book, kernel, progress)


def of_rows(survey: LandSurvey, rows: Ints, areas: AreasOf, book: RuleBook, kernel: Kernel,
            progress: Progress) -> CountedOnce:
    """Leave land that some parcels share to the first of them as ``counted_once`` does. Raises Canceled."""
    table, overlaps = first_come(survey.table, survey.parcels, rows, areas,
                                 float(book.threshold("land.overlap", "min_area_m2")), kernel, progress)
    taken = np.zeros(len(survey.kind))
    if not overlaps:
        return CountedOnce(survey, survey, overlaps, taken)
    late = np.flatnonzero(table.wkb != survey.table.wkb)
    before, after = areas(survey.table.wkb[late]), areas(table.wkb[late])
    taken[late] = before - after
    declared = survey.declared_m2.copy()
    declared[late] *= after / before
    return CountedOnce(replace(survey, table=table, declared_m2=declared), survey, overlaps, taken)


def first_come(table: PolygonTable, ids: np.ndarray, rows: Ints, areas: AreasOf, least_m2: float, kernel: Kernel,
               progress: Progress) -> tuple[PolygonTable, list[tuple[int, int, bytes]]]:
    """Leave land that several of some rows share to the first of them by id, then by shape; without an id is last.

    Returns the table and the overlaps of at least ``least_m2``, (row, row, wkb). Raises Canceled.
    """
    found = [(int(rows[one]), int(rows[other]), wkb) for one, other, wkb in zip(
        *self_overlaps(table.take(rows), kernel, progress.part(0.0, 0.8)))]
    noticeable = (areas([wkb for _, _, wkb in found]) >= least_m2).tolist()
    overlaps = [pair for pair, real in zip(found, noticeable) if real]
    claims: dict[int, list[bytes]] = {}
    for one, other, wkb in overlaps:
        later = max((one, other), key=lambda row: (*claim_order(ids[row], int(table.fids[row])), table.wkb[row], row))
        claims.setdefault(later, []).append(wkb)
    if claims:
        _, table = without_claimed(table, claims, kernel, progress)
    progress.set(1.0)
    return table, overlaps


def without_claimed(table: PolygonTable, claims: Mapping[int, Sequence[bytes]], kernel: Kernel,
                    progress: Progress) -> tuple[Ints, PolygonTable]:
    """Return (rows, table): the rows of a layer that lose land to others, and the layer without what they lose.

    claims: by row the shapes that it loses, each in it. A row that GEOS cannot cut loses nothing and is listed in
    ``kernel.uncut``. Raises Canceled.
    """
    late = np.array(sorted(claims), dtype=np.int64)
    shapes = table.wkb.copy()
    claimed = [united_shape(as_wkb_array(claims[row]), kernel, progress) for row in late.tolist()]
    known = np.array([bool(wkb) for wkb in claimed], dtype=bool)
    rows = late[known]
    shapes[rows], failed = subtract(kernel, shapes[rows], as_wkb_array(claimed)[known], progress)
    for row in [*late[~known].tolist(), *rows[list(failed)].tolist()]:
        try:
            shapes[row] = subtract_each(kernel, table.wkb[row], as_wkb_array(claims[row]), progress)
        except ValueError as error:
            list_uncut(kernel, table, table.wkb[row], str(error))
            shapes[row] = table.wkb[row]
    return late, replace(table, wkb=shapes, bounds=bounds_of(rings_from_wkb(shapes)))
