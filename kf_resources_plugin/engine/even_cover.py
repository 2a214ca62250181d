"""Boxes that as many polygons cover everywhere: two polygons share none of such a box's land, or all of it.

How many polygons cover a place changes only across edges, and not across a pair of opposite ones (``seams``). So it is
the same all over a box where every edge that may enter has its opposite, as nearly every project's on a seamless survey
is: nothing has to be known of the parcels beyond it, whose outline most edges of few parcels here and there would be.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .edges import edges_of
from .hilbert_tree import HilbertTree, overlaps
from .patience import in_runs
from .seams import BYTES, cancelled

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .reading import PolygonTable

_MOST = 1_000  # polygons of a box: the edges of more would take memory, and one of them is hardly ever alone


def evenly_covered(boxes: Floats, table: PolygonTable, progress: Progress) -> tuple[Bools, Ints]:
    """Return (even, rows): which boxes (boxes, 4) as many polygons cover everywhere, and what meets the other ones.

    even: (boxes,) False also where only a closer look would tell. rows: ascending, of a table of valid polygons, those
    whose bounds meet a box that is not even.
    """
    box, row = HilbertTree(table.bounds).pairs(boxes, progress)
    even = np.bincount(box, minlength=len(boxes)) <= _MOST
    few = np.flatnonzero(even[box])
    polygons, box_of = table.wkb[row[few]], box[few]

    def left_of(run: slice) -> Floats:
        edges = edges_of(polygons[run])
        number = box_of[run][edges.owner]
        within = np.flatnonzero(overlaps(edges.bounds(), boxes[number]))
        return cancelled(np.column_stack([edges.x0, edges.y0, edges.x1, edges.y1, number])[within])

    left = [np.empty((0, 5)), *(edges for _, edges in in_runs(left_of, polygons, BYTES, progress))]
    even[cancelled(np.concatenate(left))[:, 4].astype(np.int64)] = False
    return even, np.unique(row[~even[box]])
