"""One coverage over another: which land of two surveys is the same, and what only one of them has."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from .overlay import Overlay, overlay
from .partition import claimed_twice, outside, self_overlaps
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
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
    they share is in a piece of each: what exceeds a row of the other coverage is for the caller to report.
    """
    shared = overlay(before, after, kernel, progress.part(0.0, 0.6))
    left, unclosed = _uncovered(before, after, shared, kernel, progress.part(0.6, 0.8))
    found, more = _uncovered(after, before, _turned(shared), kernel, progress.part(0.8, 1.0))
    gone, new = _filled(left), _filled(found)
    return Crossing(
        np.concatenate([shared.subject, gone, np.full(len(new), NOT_THERE, dtype=np.int64)]),
        np.concatenate([shared.land, np.full(len(gone), NOT_THERE, dtype=np.int64), new]),
        as_wkb_array([*shared.wkb, *left[gone], *found[new]]),
        sorted({*shared.failed, *unclosed, *((one, other, reason) for other, one, reason in more)}),
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
    subjects: PolygonTable, land: PolygonTable, shared: Overlay, kernel: Kernel, progress: Progress
) -> tuple[Wkbs, list[tuple[int, int, str]]]:
    """Return (rest, failed): what of each subject the other coverage leaves, and what could not be told."""
    return outside(subjects, land, shared, _doubled(subjects, land, shared, kernel, progress.part(0.0, 0.5)), kernel,
                   progress.part(0.5, 1.0))


def _doubled(
    subjects: PolygonTable, land: PolygonTable, shared: Overlay, kernel: Kernel, progress: Progress
) -> Floats:
    """Return how much of each subject several rows of the other coverage claim; one row claims nothing twice."""
    several = np.bincount(shared.subject, minlength=len(subjects)) > 1
    rows = np.unique(shared.land[several[shared.subject]])
    _, _, twice = self_overlaps(land.take(rows), kernel, progress.part(0.0, 0.5))
    return claimed_twice(subjects, twice, kernel, progress.part(0.5, 1.0))[2]
