"""What several polygons cover, for those who can go on without it: nothing where GEOS cannot unite them."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import hilbert_codes
from .kernel import snapping_grid
from .patience import side_by_side
from .slivers import half_lengths
from .subtraction import in_layer, unite
from .wkb import as_wkb_array, moved, near_origins, wkb_areas, wkb_bounds

if TYPE_CHECKING:
    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

_LARGE = 256  # polygons of a group that GEOS unites in some hundredths of a second
_BATCH = 1_000  # polygons, or somewhat more, between two looks for a cancel


def united_shape(wkbs: Wkbs, kernel: Kernel, progress: Progress, doubled: float = np.inf) -> bytes:
    """Return what some valid polygons cover, ``b""`` where GEOS cannot unite them: it ends no run.

    doubled: the most that they may cover twice, as ``unite`` takes it.
    """
    try:
        return unite(kernel, wkbs, progress, doubled)
    except ValueError:
        return b""


def united_shapes(wkbs: Wkbs, group: np.ndarray, groups: int, kernel: Kernel, progress: Progress,
                  doubled: float = np.inf) -> list[bytes]:
    """Return the shape of each group of polygons; group: int64 (rows,) position among ``groups``.

    doubled: the most that those of one group may cover twice, as ``unite`` takes it. Groups are united many at a time;
    one whose union does not measure as much as its polygons together is looked at by itself.
    """
    rows = np.flatnonzero(wkbs != b"").astype(np.int64)
    rows = rows[np.lexsort((hilbert_codes(wkb_bounds(wkbs[rows])), group[rows]))]
    first = np.searchsorted(group[rows], np.arange(groups + 1))
    count = np.diff(first)
    shapes = np.full(groups, b"", dtype=object)
    shapes[count == 1] = wkbs[rows[first[:-1][count == 1]]]
    several = np.flatnonzero((count > 1) & (count <= _LARGE))
    batches = np.split(several, np.flatnonzero(np.diff(np.cumsum(count[several]) // _BATCH)) + 1)
    chosen = [np.concatenate([rows[:0], *(rows[first[place]:first[place + 1]] for place in batch.tolist())])
              for batch in batches]
    calls = (partial(_united, wkbs[mine], np.searchsorted(batch, group[mine]), len(batch), kernel)
             for mine, batch in zip(chosen, batches))
    for number, (batch, found) in enumerate(zip(batches, side_by_side(calls, progress))):
        shapes[batch] = found
        progress.set(0.5 * number / len(batches))
    left = np.flatnonzero((count > 1) & (shapes == b"")).tolist()
    for number, place in enumerate(left):
        progress.check()
        progress.set(0.5 + 0.5 * number / len(left))
        shapes[place] = united_shape(wkbs[rows[first[place]:first[place + 1]]], kernel, progress, doubled)
    progress.set(1.0)
    return list(shapes)


def _united(wkbs: Wkbs, place: Ints, count: int, kernel: Kernel) -> Wkbs:
    """Return the union of each of some groups of polygons, sorted by group, which measures as much as they together.

    place: int64 (rows,), the group from 0. ``b""`` where it measures something else: GEOS lost one, or they overlap.
    """
    if not count:
        return wkbs
    first = np.searchsorted(place, np.arange(count))
    origin = near_origins(wkb_bounds(wkbs[first]))
    unions = as_wkb_array([_union(rows, kernel)
                           for rows in np.split(moved(wkbs, -origin[place]), first[1:])])
    found = in_layer(kernel, kernel.load(unions), origin)
    # GEOS shifts vertices to node what is near
    shifted = snapping_grid(wkbs[0]) * np.bincount(place, half_lengths(wkbs), count)
    found[np.abs(np.bincount(place, wkb_areas(wkbs), count) - wkb_areas(found)) > shifted] = b""
    return found


def _union(wkbs: Wkbs, kernel: Kernel) -> bytes:
    try:
        return kernel.union(wkbs)
    except ValueError:
        return b""
