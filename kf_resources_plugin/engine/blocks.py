"""Contiguous blocks: polygons that touch or are near each other, their sizes, and what a block covers.

Most neighbours share a vertex, which arrays tell at once; only what shares none is measured.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.lengths import reach
from .distances import clusters, in_metres, later, pairs_within
from .wkb import rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs


@dataclass(frozen=True)
class Blocks:
    """Blocks from the largest to the smallest.

    of_part: int64 (parts,) position of each part's block. area, net: int64 (blocks,) hundredths of m², sums of parts.
    """

    of_part: np.ndarray
    area: np.ndarray
    net: np.ndarray

    def __len__(self) -> int:
        """Return the number of blocks."""
        return len(self.area)


def contiguous(wkbs: Wkbs, distance_m: float, crs: QgsCoordinateReferenceSystem, kernel: Kernel,
               progress: Progress) -> np.ndarray:
    """Return for each polygon the lowest row of its block, int64 (rows,).

    Polygons no more than ``distance_m`` apart are in one block, and so is what hangs together through others.
    """
    touching = clusters(len(wkbs), *_sharing_vertices(wkbs))
    progress.check()
    (plane,) = in_metres([wkbs], crs, progress)
    first, second = pairs_within(plane, plane, reach(distance_m), kernel, progress,
                                 lambda one, other: later(one, other) & (touching[one] != touching[other]))
    return clusters(len(wkbs), np.concatenate([touching, first]), np.concatenate([np.arange(len(wkbs)), second]))


def _sharing_vertices(wkbs: Wkbs) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of rows with a vertex in common, enough to connect all that have."""
    rings = rings_from_wkb(wkbs)
    owner = np.repeat(rings.owner, np.diff(rings.offsets))
    order = np.lexsort((owner, rings.y, rings.x))
    x, y, owner = rings.x[order], rings.y[order], owner[order]
    same = (x[1:] == x[:-1]) & (y[1:] == y[:-1]) & (owner[1:] != owner[:-1])
    return owner[:-1][same], owner[1:][same]


def blocks_of(label: np.ndarray, area: np.ndarray, net: np.ndarray) -> Blocks:
    """Return the blocks of parts that stand in an order of their own; of equal size the one with the first part.

    label: int64 (parts,) as ``contiguous`` gives it; area, net: int64 (parts,) hundredths of m².
    """
    roots, place = np.unique(label, return_inverse=True)
    place = place.reshape(-1)
    sums, nets = (np.zeros(len(roots), dtype=np.int64) for _ in range(2))
    np.add.at(sums, place, area)
    np.add.at(nets, place, net)
    order = np.lexsort((roots, -sums))
    rank = np.empty(len(roots), dtype=np.int64)
    rank[order] = np.arange(len(roots))
    return Blocks(rank[place], sums[order], nets[order])


def largest_share(group: np.ndarray, member: np.ndarray, area: np.ndarray, groups: int) -> Sequence[int]:
    """Return for each group the member that has most of its area, the lower one of equals; −1 for an empty group."""
    best = [(-1, -1)] * groups
    if len(group):
        width = int(member.max()) + 1
        keys, place = np.unique(group * width + member, return_inverse=True)
        sums = np.zeros(len(keys), dtype=np.int64)
        np.add.at(sums, place.reshape(-1), area)
        for key, total in zip(keys.tolist(), sums.tolist()):
            row, value = divmod(key, width)
            if total > best[row][0]:
                best[row] = (total, value)
    return [value for _, value in best]
