"""One coverage over another: which land of two surveys is the same, and what only one of them has."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from .coincidence import coincidence
from .overlay import Overlay, bare, cut_all, numbered, together
from .partition import claimed_twice, outside, self_overlaps

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs

NOT_THERE = -1


@dataclass(frozen=True)
class Crossing:
    """The pieces of two coverages, arrays (pieces,), sorted by both rows: what is in both, then what is in one only.

    before, after: rows of the two tables, −1 for land that is in the other one only. wkb: plain polygons. failed:
    (before, after, reason) of pairs that GEOS could not cut, and of rows whose rest it could not; such land is missing.
    """

    before: Ints
    after: Ints
    wkb: Wkbs
    failed: list[tuple[int, int, str]] = field(default_factory=list)


def cross(before: PolygonTable, after: PolygonTable, kernel: Kernel, progress: Progress) -> Crossing:
    """Cut two coverages by each other, so that pieces sum to the rows of either one.

    Both tables hold valid polygons (``validity.repair``) in one CRS. Where rows of one overlap each other, the land
    they share is in a piece of each: what exceeds a row of the other coverage is for the caller to report. Parcels that
    both have, with nothing else on them, are nearly all of a city a year later; only the rest is cut.
    """
    same = coincidence(before, after, progress.part(0.0, 0.3))
    rows, others = same.rest(len(before), len(after))
    left, right = bare(before, rows), bare(after, others)
    cut = cut_all(left, right, kernel, progress.part(0.3, 0.7))
    gone, unclosed = _uncovered(left, right, cut, same.alone[others], kernel, progress.part(0.7, 0.85))
    new, more = _uncovered(right, left, _turned(cut), np.zeros(len(left), dtype=bool), kernel,
                           progress.part(0.85, 1.0))
    failed = {*cut.failed, *unclosed, *((one, other, reason) for other, one, reason in more)}
    shared = together(same.first, same.second, after, numbered(cut, rows, others))
    lost, found = _filled(gone), _filled(new)
    return Crossing(
        np.concatenate([shared.subject, rows[lost], np.full(len(found), NOT_THERE, dtype=np.int64)]),
        np.concatenate([shared.land, np.full(len(lost), NOT_THERE, dtype=np.int64), others[found]]),
        np.concatenate([shared.wkb, gone[lost], new[found]]),
        sorted((int(rows[one]), int(others[other]), reason) for one, other, reason in failed),
    )


def _filled(wkbs: Wkbs) -> Ints:
    return np.flatnonzero(wkbs != b"").astype(np.int64)


def _turned(shared: Overlay) -> Overlay:
    """Return pieces as seen from the other side."""
    order = np.lexsort((shared.subject, shared.land))
    return replace(
        shared, subject=shared.land[order], land=shared.subject[order], wkb=shared.wkb[order],
        whole=shared.whole[order], failed=[(other, one, reason) for one, other, reason in shared.failed])


def _uncovered(
    subjects: PolygonTable, land: PolygonTable, shared: Overlay, alone: Bools, kernel: Kernel, progress: Progress
) -> tuple[Wkbs, list[tuple[int, int, str]]]:
    """Return (rest, failed): what of each subject the other coverage leaves, and what could not be told."""
    doubled = _doubled(subjects, land, shared, alone, kernel, progress.part(0.0, 0.5))
    return outside(subjects, land, shared, doubled, kernel, progress.part(0.5, 1.0))


def _doubled(
    subjects: PolygonTable, land: PolygonTable, shared: Overlay, alone: Bools, kernel: Kernel, progress: Progress
) -> Floats:
    """Return how much of each subject several rows of the other coverage claim; one row claims nothing twice.

    alone: (rows of the other,) rows that no other row of theirs lies on.
    """
    several = np.bincount(shared.subject, minlength=len(subjects)) > 1
    rows = np.unique(shared.land[several[shared.subject]])
    rows = rows[~alone[rows]]
    _, _, twice = self_overlaps(land.take(rows), kernel, progress.part(0.0, 0.5))
    return claimed_twice(subjects, twice, kernel, progress.part(0.5, 1.0))[1]
