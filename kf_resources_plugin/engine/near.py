"""Rows of one layer near those of another, by their bounds."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.progress import NoProgress
from .hilbert_tree import HilbertTree
from .vicinity import Vicinity

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress

_BATCH = 64  # boxes that are looked up together: each may meet every row


def rows_near(bounds: Floats, boxes: Floats, progress: Progress | None = None) -> Ints:
    """Return the rows, ascending, whose bounds meet at least one of the boxes, borders included.

    bounds: (rows, 4), boxes: (boxes, 4), both xmin, ymin, xmax, ymax in one CRS; NaN is near nothing. Each box is
    looked up by itself: two projects at opposite ends of a city have nothing between them.
    """
    return rows_in_vicinity(bounds, Vicinity(boxes), progress)


def rows_in_vicinity(bounds: Floats, vicinity: Vicinity, progress: Progress | None = None) -> Ints:
    """Return the rows, ascending, whose bounds may meet one of the polygons."""
    watched = progress or NoProgress()
    watched.check()
    tree = HilbertTree(bounds)
    near = np.zeros(len(bounds), dtype=bool)
    for start in range(0, len(vicinity.boxes), _BATCH):
        boxes = vicinity.boxes[start:start + _BATCH]
        box, row = tree.pairs(boxes, watched)
        first = np.searchsorted(box, np.arange(len(boxes) + 1))
        for number, (begin, end) in enumerate(zip(first.tolist(), first[1:].tolist()), start):
            if vicinity.is_fine(number):
                watched.check()
                mine = row[begin:end]
                mine[~vicinity.meets(number, bounds[mine])] = -1
        near[row[row >= 0]] = True
    rows: Ints = np.flatnonzero(near).astype(np.int64)
    return rows
