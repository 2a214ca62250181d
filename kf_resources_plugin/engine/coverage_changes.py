"""What changed shapes of a coverage do to it: land that two of them claim now, and land that none claims any more."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .overlay import overlay
from .partition import claimed_twice, outside, self_overlaps
from .plain_polygons import make_plain
from .reading import PolygonTable
from .validity import repair
from .wkb import as_wkb_array, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Bools
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .occupation import AreasOf
    from .wkb import Wkbs


@dataclass(frozen=True)
class Changed:
    """A place that a changed shape brought: its row, the other row (-1 for land that nothing covers), its polygon, and
    the m² that came in addition.
    """

    row: int
    other: int
    wkb: bytes
    area_m2: float


def coverage_changes(before: Sequence[bytes], after: Sequence[bytes], crs: QgsCoordinateReferenceSystem,
                     areas: AreasOf, least_m2: float, kernel: Kernel, book: RuleBook,
                     progress: Progress) -> list[Changed]:
    """Return new overlaps and then land left bare, each by row.

    before, after: polygons by row as WKB, b'' where there is none; whoever asks gives the rows whose bounds meet those
    of changed ones as well. Raises PlannerError and Canceled; what GEOS cannot cut is listed in ``kernel.uncut``.
    """
    was, now = (_valid(wkbs, crs, kernel, book, progress) for wkbs in (before, after))
    changed = np.array([one != other for one, other in zip(before, after)], dtype=bool)
    found, shared = _overlaps(was, now, changed, areas, least_m2, kernel, progress.part(0.0, 0.5))
    left = was.take(np.flatnonzero(changed))
    crossed = overlay(left, now, kernel, progress.part(0.5, 0.7))
    _, doubled = claimed_twice(left, shared, kernel, progress.part(0.7, 0.8))
    rest, _ = outside(left, now, crossed, doubled, kernel, progress.part(0.8, 1.0))
    bare = areas(rest)
    return [*found, *(Changed(int(left.fids[row]), -1, rest[row], float(bare[row]))
                      for row in np.flatnonzero(bare >= least_m2).tolist())]


def _valid(wkbs: Sequence[bytes], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
           progress: Progress) -> PolygonTable:
    """Return polygons as a table whose ids are their rows; invalid ones are repaired on a copy."""
    plain = list(wkbs)
    make_plain(plain, crs.isGeographic())
    shapes = as_wkb_array(plain)
    table = PolygonTable("", crs, np.arange(len(plain), dtype=np.int64), shapes, wkb_bounds(shapes))
    return repair(table, kernel, book, progress)[0]


def _overlaps(was: PolygonTable, now: PolygonTable, changed: Bools, areas: AreasOf, least_m2: float, kernel: Kernel,
              progress: Progress) -> tuple[list[Changed], Wkbs]:
    """Return the overlaps of changed rows that are larger than before, and all that rows share now."""
    first, second, shared_before = self_overlaps(was, kernel, progress.part(0.0, 0.5))
    one, other, shared = self_overlaps(now, kernel, progress.part(0.5, 1.0))
    known = dict(zip(zip(first.tolist(), second.tolist()), areas(shared_before).tolist()))
    had = [known.get(pair, 0.0) for pair in zip(one.tolist(), other.tolist())]
    more = areas(shared) - np.array(had, dtype=np.float64)
    chosen = np.flatnonzero((changed[one] | changed[other]) & (more >= least_m2))
    return [Changed(*_changed_first(int(one[at]), int(other[at]), changed), shared[at], float(more[at]))
            for at in chosen.tolist()], shared


def _changed_first(one: int, other: int, changed: Bools) -> tuple[int, int]:
    return (one, other) if changed[one] else (other, one)
