"""Which parcels lie inside which polygons, and which pairs really cross: everything short of cutting."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .edge_descent import touch, untouched
from .edge_match import CROSSED, INSIDE, OPEN, Decisions, decide
from .edges import edges_of
from .hilbert_tree import expand

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .edge_descent import Touched
    from .edges import Edges
    from .hilbert_tree import HilbertTree
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs

Pairs = tuple["Ints", "Ints"]


@dataclass(frozen=True)
class Relations:
    """Pairs (subject row, position in the tree) by what is known of them; every other pair does not overlap."""

    inside: Pairs
    """The parcel is wholly inside the subject."""
    crossed: Pairs
    """The boundary of the subject enters the parcel, or nothing short of cutting tells. Sorted."""
    edges: Edges
    """Of the subjects."""
    hit_edge: Ints
    """Edges that touch the bounds of a parcel; those of each crossed pair stand together, ascending."""
    first_hit: Ints
    """(crossed,)."""
    hit_count: Ints
    """(crossed,)."""

    def hits_of(self, pairs: Ints) -> Pairs:
        """Return (edge, place), sorted by place: the edges that touch the parcel's bounds, of some crossed pairs."""
        hit, place = expand(self.first_hit[pairs], self.hit_count[pairs])
        return self.hit_edge.take(hit), place


def relate(
    subjects: PolygonTable, shapes: Any, parcels: Wkbs, tree: HilbertTree, kernel: Kernel, progress: Progress, *,
    after: int | None = None,
) -> Relations:
    """Sort all pairs of subjects and parcels.

    shapes: the subjects loaded by the kernel. parcels: in the order of the tree, where what is close lies together.
    after: subjects are the rows of the parcels' table from this one on, and only pairs whose second row comes after
    the first are wanted.
    """
    edges = edges_of(subjects.wkb)
    touched = touch(edges, tree, progress.part(0.0, 0.3))
    owner, position = _enclosed(subjects.bounds, shapes, tree, touched, kernel, progress.part(0.3, 0.4))
    edge, place = touched.edge, touched.position
    if after is not None:
        later = tree.order[position] > owner + after
        owner, position = owner[later], position[later]
        hits = np.flatnonzero(tree.order[place] > edges.owner[edge] + after)
        edge, place = edge[hits], place[hits]
    decisions = decide(edges, edge, place, parcels, kernel, progress.part(0.4, 0.9))
    is_inside = (decisions.verdict == INSIDE) | _opened(decisions, shapes, kernel, progress.part(0.9, 1.0))
    inside = np.r_[owner, decisions.subject[is_inside]], np.r_[position, decisions.row[is_inside]]
    crossed = np.flatnonzero(decisions.verdict == CROSSED)
    crossed = crossed[np.lexsort((decisions.row[crossed], decisions.subject[crossed]))]
    return Relations(inside, (decisions.subject[crossed], decisions.row[crossed]), edges, decisions.hit_edge,
                     decisions.first_hit[crossed], np.diff(decisions.first_hit)[crossed])


def _enclosed(
    bounds: Floats, shapes: Any, tree: HilbertTree, touched: Touched, kernel: Kernel, progress: Progress
) -> Pairs:
    """Return the pairs of parcels in boxes that no boundary touches and that are inside."""
    owners: list[Ints] = []
    positions: list[Ints] = []
    for level, owner, node in untouched(bounds, tree, touched, progress):
        boxes = tree.levels[level][node]
        centre_x, centre_y = (boxes[:, 0] + boxes[:, 2]) / 2.0, (boxes[:, 1] + boxes[:, 3]) / 2.0
        inside = _inside(owner, centre_x, centre_y, shapes, kernel, progress)
        position, source = tree.entries(level, node[inside])
        owners.append(owner[inside][source])
        positions.append(position)
    return np.concatenate(owners), np.concatenate(positions)


def _opened(decisions: Decisions, shapes: Any, kernel: Kernel, progress: Progress) -> Bools:
    """Tell which of the pairs that need a point-in-polygon test are inside."""
    chosen = np.flatnonzero(decisions.verdict == OPEN)
    chosen = chosen[np.argsort(decisions.subject[chosen], kind="stable")]
    result = np.zeros(len(decisions.verdict), dtype=bool)
    result[chosen] = _inside(
        decisions.subject[chosen], decisions.x[chosen], decisions.y[chosen], shapes, kernel, progress
    )
    return result


def _inside(owner: Ints, x: Floats, y: Floats, shapes: Any, kernel: Kernel, progress: Progress) -> Bools:
    """Test points against the shape of their owner; owners ascending."""
    result = np.zeros(len(owner), dtype=bool)
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    for begin, end in zip(starts.tolist(), [*starts[1:].tolist(), len(owner)]):
        progress.check()
        shape = shapes[owner[begin]]
        if shape is not None:
            result[begin:end] = kernel.contains_points(shape, x[begin:end], y[begin:end])
    return result
