"""Lines brought to streets: blocks taken whole or left out, so that a line runs along edges that are there.

A block that a line crosses is taken whole where enough of it lies inside, and left out otherwise. It stays cut where
the site itself lies in a block that would be left out, or where the line would move too far.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .edges import edges_of
from .hilbert_tree import expand
from .plane_shapes import dense, taken_in
from .wkb import rings_from_wkb

if TYPE_CHECKING:
    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .arrangement import Arrangement
    from .kernel import Kernel
    from .metric_plane import MetricPlane
    from .wkb import Wkbs

_WHOLE = 1.0 - 1e-9  # share from which a block lies inside but for rounding
_ROUNDED_M = 1e-3  # by which distances are off: lines stand on whole tenths of a millimetre, reprojected and back
_STEPS = 8.0  # places on a block's edge within the greatest shift


@dataclass(frozen=True)
class SnapRule:
    """min_share: of a block's area inside from which it is taken whole; max_shift_m: on the ground, inf for any."""

    min_share: float
    max_shift_m: float


class StreetSnap:
    """Brings lines to the edges of blocks, both rows of one arrangement."""

    def __init__(self, arrangement: Arrangement, wkbs: Wkbs, first_block: int, rule: SnapRule, plane: MetricPlane,
                 kernel: Kernel, progress: Progress) -> None:
        self._arrangement, self._rule, self._kernel = arrangement, rule, kernel
        self._first = first_block
        faces = len(arrangement.wkb)
        pairs = slice(arrangement.start[first_block], None)
        order = np.argsort(arrangement.face_of[pairs], kind="stable")
        self._block = arrangement.row_of[pairs][order] - first_block
        self._start = np.searchsorted(arrangement.face_of[pairs][order], np.arange(faces + 1))
        count = len(wkbs) - first_block
        self._area = np.bincount(arrangement.row_of[pairs] - first_block, arrangement.area[arrangement.face_of[pairs]],
                                 count)
        self._mask = np.zeros(faces, dtype=bool)
        self._shapes = taken_in(wkbs, plane, progress) if np.isfinite(rule.max_shift_m) else wkbs
        self._scale_of = plane.scale

    def snapped(self, row: int, core: Ints) -> Ints:
        """Return the faces of a line's polygon when it is brought to blocks; core: faces that it is drawn round."""
        arrangement = self._arrangement
        faces = arrangement.faces(row)
        blocks, share = self._crossed(faces)
        if not len(blocks):
            return faces
        held = np.isin(blocks, self._blocks_at(core)[0])
        wanted = (share >= self._rule.min_share) | ~held
        if np.isfinite(self._rule.max_shift_m):
            for place in np.flatnonzero(wanted).tolist():
                wanted[place] = self._shift(row, int(blocks[place]), outside=share[place] >= self._rule.min_share
                                            ) <= self._rule.max_shift_m + _ROUNDED_M
        taken = blocks[wanted & (share >= self._rule.min_share)]
        left = blocks[wanted & (share < self._rule.min_share)]
        kept = np.setdiff1d(faces, self._faces_in(left))
        # what lies beyond a block that is left out has lost the site
        return arrangement.hanging_on(np.union1d(kept, self._faces_in(taken)), core, self._mask)

    def _blocks_at(self, faces: Ints) -> tuple[Ints, Ints]:
        """Return (block, position among the faces) of all blocks that faces lie in."""
        place, source = expand(self._start[faces], np.diff(self._start)[faces])
        return self._block[place], source

    def _crossed(self, faces: Ints) -> tuple[Ints, Floats]:
        """Return the blocks that lie partly in faces, and which share of each."""
        block, source = self._blocks_at(faces)
        found, group = np.unique(block, return_inverse=True)
        share = np.bincount(group.reshape(-1), self._arrangement.area[faces[source]], len(found)) / self._area[found]
        partly = share < _WHOLE
        return found[partly], share[partly]

    def _faces_in(self, blocks: Ints) -> Ints:
        rows = [self._arrangement.faces(self._first + block) for block in blocks.tolist()]
        return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *rows]))

    def _shift(self, row: int, block: int, *, outside: bool) -> float:
        """Return how far a line moves, metres on the ground, that goes round a block on its outer or its inner side."""
        line, shape = self._shapes[row], self._shapes[self._first + block]
        rings = rings_from_wkb([shape])
        units = self._scale_of(rings.x[:1], rings.y[:1])
        points = np.vstack([dense(np.column_stack([rings.x[begin:end], rings.y[begin:end]]),
                                  self._rule.max_shift_m * units / _STEPS)[0]
                            for begin, end in zip(rings.offsets[:-1].tolist(), rings.offsets[1:].tolist())])
        inside = self._kernel.contains_points(self._kernel.load([line])[0], points[:, 0], points[:, 1])
        asked = points[~inside if outside else inside]
        return float(_distances(asked, line).max(initial=0.0)) / units


def _distances(points: Floats, wkb: bytes) -> Floats:
    """Return how far points, (n, 2), are from the outline of a polygon."""
    edges = edges_of([wkb])
    start = np.column_stack([edges.x0, edges.y0])
    step = np.column_stack([edges.x1, edges.y1]) - start
    away = points[:, None, :] - start[None]
    share = np.clip((away * step).sum(axis=2) / (step * step).sum(axis=1), 0.0, 1.0)
    away -= step * share[..., None]
    nearest: Floats = np.hypot(away[..., 0], away[..., 1]).min(axis=1)
    return nearest
