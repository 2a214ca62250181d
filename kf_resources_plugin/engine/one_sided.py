"""Strips along one side of a line: everything seen from it at right angles within a distance.

A place belongs to the left strip of an edge where the way from the edge straight to the left reaches it within the
distance and meets no other edge of the same line; where the line turns away from its left, the wedge between two edges
is seen from their common vertex. So joints leave no gap, the strip ends square with the line, and it never reaches
through the line to the other side, however sharply that bends. The right strip is the left one of the line reversed.

Long runs of edges that bend gently become one polygon each (``one_sided_runs``), so that GEOS has little to unite; only
where an edge stands in another's way are pieces taken off one by one.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import HilbertTree
from .kernel import DIFFERENCE, combine
from .one_sided_runs import ARC_STEP, Offsets, run_rings
from .one_sided_shadows import Shadows, quad_shadows, wedge_shadows
from .wkb import as_wkb_array, polygon_wkb

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs


@dataclass(frozen=True)
class Pieces:
    """Pieces whose union is the strip. wkb: object (pieces,); group: int64 (pieces,) that of the edge."""

    wkb: Wkbs
    group: Ints


def left_pieces(points: Floats, reach: Floats, group: Ints, kernel: Kernel, progress: Progress,
                arc_step: float = ARC_STEP) -> Pieces:
    """Return the pieces of the strip on the left of a line.

    points: (n, 2), the first again at the end of a closed line, no vertex twice in succession. reach: (n - 1,) width
    at each edge in the unit of the points, 0 for none. group: (n - 1,) what each edge's strip belongs to; where two
    groups meet in a vertex the wedge there is shared in the middle, each with its own width. arc_step: the greatest
    angle between neighbouring vertices of an arc, radians.
    """
    offsets = Offsets.of(points, reach, group, arc_step)
    blocking = HilbertTree(np.hstack([np.minimum(points[:-1], points[1:]), np.maximum(points[:-1], points[1:])]))
    quads = quad_shadows(offsets, blocking, progress)
    wedges = wedge_shadows(offsets, blocking, progress)
    rings = run_rings(offsets, quads.touched, wedges.touched)
    progress.check()
    wkbs = [polygon_wkb([ring]) for ring, _ in rings]
    owners = [owner for _, owner in rings]
    for shadows, ring_of, owner_of in ((quads, offsets.quad, offsets.group), (wedges, offsets.wedge,
                                                                              offsets.wedge_group)):
        cut = _without_shadows(shadows, [ring_of(row) for row in shadows.touched.tolist()], kernel, progress)
        wkbs += cut.tolist()
        owners += owner_of[shadows.touched].tolist()
    shapes = as_wkb_array(wkbs)
    there = np.array([bool(wkb) for wkb in wkbs], dtype=bool)
    return Pieces(shapes[there], np.array(owners, dtype=np.int64)[there])


def _without_shadows(shadows: Shadows, rings: list[Floats], kernel: Kernel, progress: Progress) -> Wkbs:
    """Return pieces, given as rings in the order of ``touched``, without what lies in shadow."""
    taken = []
    for row in shadows.touched.tolist():
        progress.check()
        taken.append(kernel.union(as_wkb_array([polygon_wkb([ring]) for ring in shadows.of(row)])))
    whole = as_wkb_array([polygon_wkb([ring]) for ring in rings])
    left, failures = combine(kernel, DIFFERENCE, kernel.load(whole), kernel.load(as_wkb_array(taken)))
    cut = kernel.dump(left)
    for row in failures:  # a piece too large is told from one too small by the overlap that it makes
        cut[row] = whole[row]
    return cut
