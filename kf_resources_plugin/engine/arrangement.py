"""Polygons cut by each other's borders into faces: every line is noded once, and every shape is a set of faces.

What is put together from faces shares its borders vertex for vertex with whatever lies beside it, however many shapes
meet there, and areas of parts sum to the whole. Layers that are cut pair by pair do not: the same crossing comes out
of two computations a few nanometres apart.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .dissolve import linked
from .distances import clusters, holders
from .edges import edges_of
from .hilbert_tree import HilbertTree, expand
from .inner_points import inner_points
from .seams import Seams, joined, point_hashes
from .wkb import as_wkb_array, multi_polygon_wkb, single_polygons, wkb_areas, wkb_bounds

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .edges import Edges
    from .kernel import Kernel
    from .wkb import Wkbs


@dataclass(frozen=True)
class Arrangement:
    """Faces of some polygons.

    wkb: object (faces,). area: float64 (faces,) planar. face_of, row_of: int64 (pairs,) sorted by row, then face: which
    face lies in which polygon; start: (rows + 1,) where each polygon's begin. beside: int64 (pairs, 2), faces that
    share an edge, both ways, sorted; beside_start: (faces + 1,). residual: float64 (rows,) the share of a polygon's
    area by which its faces do not sum to it.
    """

    wkb: Wkbs
    area: Floats
    edges: Edges
    face_of: Ints
    row_of: Ints
    start: Ints
    beside: Ints
    beside_start: Ints
    residual: Floats

    def faces(self, row: int) -> Ints:
        """Return the faces in a polygon, ascending."""
        return self.face_of[self.start[row]:self.start[row + 1]]

    def hanging_on(self, faces: Ints, core: Ints, mask: Bools) -> Ints:
        """Return those of some faces that hang together, edge by edge, with one of a core; ``mask`` is all False."""
        mask[faces] = True
        found = frontier = np.intersect1d(faces, core)
        mask[found] = False
        while len(frontier):
            place, _ = expand(self.beside_start[frontier], np.diff(self.beside_start)[frontier])
            ahead = np.unique(self.beside[place, 1])
            frontier = ahead[mask[ahead]]
            mask[frontier] = False
            found = np.concatenate([found, frontier])
        mask[faces] = False
        return np.sort(found)

    def shape(self, faces: Ints, kernel: Kernel, progress: Progress) -> bytes:
        """Return some faces as one polygon, ``b""`` for none. Raises ValueError where GEOS cannot unite them."""
        if not len(faces):
            return b""
        if len(faces) == 1:
            return bytes(self.wkb[faces[0]])
        place, _ = expand(self.edges.start[faces], np.diff(self.edges.start)[faces])
        edges = self.edges
        own = np.column_stack([edges.x0[place], edges.y0[place], edges.x1[place], edges.y1[place]])
        left = joined([Seams(own)]).edges
        found = linked(kernel, left, self.wkb[faces], progress, scattered=True)
        return kernel.union(self.wkb[faces]) if found is None else found


def arrange(wkbs: Wkbs, kernel: Kernel, progress: Progress) -> Arrangement:
    """Cut valid polygons by each other's borders; ``b""`` has no faces. Raises ValueError where GEOS cannot."""
    bounds = wkb_bounds(wkbs)
    one, other = HilbertTree(bounds).pairs(bounds, progress)
    together = clusters(len(wkbs), one, other)
    order = np.argsort(together, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(together[order])) + 1)
    found: list[bytes] = []
    done = 0
    for group in groups:
        progress.check()
        progress.set(0.5 * done / max(len(wkbs), 1))
        found += _faces(wkbs[group], kernel)
        done += len(group)
    faces = as_wkb_array(found)
    return _related(faces, wkbs, bounds, kernel, progress.part(0.5, 1.0))


def _faces(wkbs: Wkbs, kernel: Kernel) -> list[bytes]:
    _, singles = single_polygons(wkbs)
    if len(singles) < 2:  # noqa: PLR2004
        return singles.tolist()
    faces: list[bytes] = kernel.faces(multi_polygon_wkb(singles.tolist())).tolist()
    return faces


def _related(faces: Wkbs, wkbs: Wkbs, bounds: Floats, kernel: Kernel, progress: Progress) -> Arrangement:
    x, y = inner_points(faces)
    face, row = holders(x, y, bounds, wkbs, kernel, progress.part(0.0, 0.8))
    order = np.lexsort((face, row))
    face, row = face[order], row[order]
    used = np.unique(face)  # holes between polygons are faces of nothing
    faces, face = faces[used], np.searchsorted(used, face)
    edges = edges_of(faces)
    beside = _beside(edges)
    area = wkb_areas(faces)
    whole = wkb_areas(wkbs)
    off = np.abs(np.bincount(row, area[face], len(wkbs)) - whole) / np.where(whole > 0, whole, 1.0)
    return Arrangement(faces, area, edges, face, row, np.searchsorted(row, np.arange(len(wkbs) + 1)), beside,
                       np.searchsorted(beside[:, 0], np.arange(len(faces) + 1)), off)


def _beside(edges: Edges) -> Ints:
    """Return pairs of faces, (pairs, 2), with a common edge, both ways, sorted."""
    keys = point_hashes(edges.x0, edges.y0) + point_hashes(edges.x1, edges.y1)  # the same both ways
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
    one, other = edges.owner[order[same]], edges.owner[order[same + 1]]
    return np.unique(np.column_stack([np.r_[one, other], np.r_[other, one]]), axis=0)
