"""Gaps of a coverage: places that its polygons enclose and none of them covers.

Only edges that no neighbour cancels (``seams``) can border a gap. They are noded into faces, and how often they go
round a face tells how many polygons cover it: none is a gap. Where borders of neighbours have different vertices the
faces between them are as thin as what they are apart.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .distances import holders
from .inner_points import inner_points
from .seams import rounds, seams_of
from .slivers import without_rounding_slivers
from .wkb import as_wkb_array, wkb_bounds

if TYPE_CHECKING:
    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs

_LINE_STRING, _MULTI_LINE_STRING = 2, 5


def gaps(wkbs: Wkbs, kernel: Kernel, progress: Progress) -> Wkbs:
    """Return the gaps of valid polygons, a polygon each, sorted by shape.

    What opens to the outside of the coverage is no gap. Raises ValueError where GEOS cannot node the borders, Canceled.
    """
    left = seams_of(wkbs, progress.part(0.0, 0.4))
    if not len(left.edges):
        return as_wkb_array([])
    progress.check()
    faces = without_rounding_slivers(kernel.faces(_as_lines(left.edges)))
    faces = faces[faces != b""]
    progress.set(0.7)
    x, y = inner_points(faces)
    times, sure = rounds(left, x, y, progress.part(0.7, 0.9))
    bare = sure & (times == 0)
    open_ = np.flatnonzero(~sure)
    if len(open_):
        covered, _ = holders(x[open_], y[open_], wkb_bounds(wkbs), wkbs, kernel, progress.part(0.9, 1.0))
        bare[np.setdiff1d(open_, open_[covered])] = True
    return as_wkb_array(sorted(faces[bare].tolist()))


def _as_lines(edges: Floats) -> bytes:
    """Return edges (n, 4) as WKB of one MultiLineString."""
    record = np.dtype([("order", "u1"), ("type", "<u4"), ("count", "<u4"), ("ends", "<f8", 4)])
    lines = np.empty(len(edges), dtype=record)
    lines["order"], lines["type"], lines["count"], lines["ends"] = 1, _LINE_STRING, 2, edges
    head = np.array([(1, _MULTI_LINE_STRING, len(edges))], dtype=[("order", "u1"), ("type", "<u4"), ("count", "<u4")])
    return head.tobytes() + lines.tobytes()
