"""What stands in the way of a strip along a line: other edges of the line, and the shadows they throw."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable

import numpy as np

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from .hilbert_tree import HilbertTree
    from .one_sided_runs import Offsets

    ShadowsOf = Callable[[Ints, Ints], tuple[Bools, Floats]]

_THIN = 1e-6  # units of the plane: what is thinner throws no shadow
_FAR = 1_000.0  # times the width of a wedge that a shadow reaches from its tip, so that its far side lies outside
_CHUNK = 200_000  # pairs of piece and edge that are compared together


@dataclass(frozen=True)
class Shadows:
    """Shadows on pieces. touched: (pieces,) numbers of those with any, ascending; piece, rings: one for each shadow."""

    touched: Ints
    piece: Ints
    rings: Floats
    """(shadows, 4, 2), open."""

    def of(self, piece: int) -> Floats:
        """Return the shadows on one piece, (n, 4, 2)."""
        begin, end = np.searchsorted(self.piece, [piece, piece + 1])
        return self.rings[begin:end]


def quad_shadows(offsets: Offsets, blocking: HilbertTree, progress: Progress) -> Shadows:
    """Return the shadows on the quadrangles of edges: what lies behind another edge, seen at right angles."""
    along = (offsets.end - offsets.start)
    length = np.hypot(*along.T)
    away = offsets.normal * offsets.reach[:, None]
    corners = np.stack([offsets.start, offsets.end, offsets.end + away, offsets.start + away])
    boxes = np.hstack([corners.min(axis=0), corners.max(axis=0)])
    boxes[offsets.reach <= 0] = np.nan
    unit = along / length[:, None]

    def shadows(piece: Ints, edge: Ints) -> tuple[Bools, Floats]:
        origin, ahead, left = offsets.start[piece], unit[piece], offsets.normal[piece]
        ends = [_turned(points[edge] - origin, ahead, left) for points in (offsets.start, offsets.end)]
        one, other, there = _clipped(ends[0], ends[1], np.array([0.0, 1.0]), np.zeros(len(piece)))
        for factor, limit in ((1.0, np.zeros(len(piece))), (-1.0, -length[piece])):
            one, other, still = _clipped(one, other, np.array([factor, 0.0]), limit)
            there &= still
        reach = offsets.reach[piece]
        low, high = np.minimum(one[:, 1], other[:, 1]), np.maximum(one[:, 1], other[:, 1])
        there &= (np.abs(one[:, 0] - other[:, 0]) > _THIN) & (high > _THIN) & (low < reach)
        beyond = np.maximum(high, reach) + reach
        local = np.stack([one, other, np.column_stack([other[:, 0], beyond]), np.column_stack([one[:, 0], beyond])],
                         axis=1)
        return there, origin[:, None] + local[..., :1] * ahead[:, None] + local[..., 1:] * left[:, None]

    return _found(boxes, blocking, shadows, progress)


def wedge_shadows(offsets: Offsets, blocking: HilbertTree, progress: Progress) -> Shadows:
    """Return the shadows on wedges: what lies behind another edge, seen from the vertex."""
    before = offsets.wedge_edge
    tip = offsets.end[before]
    boxes = np.hstack([tip - offsets.wedge_reach[:, None], tip + offsets.wedge_reach[:, None]])
    rims = [_rotated(offsets.normal[before], -angle) for angle in (offsets.wedge_from, offsets.wedge_to)]
    edges = len(offsets.reach)

    def shadows(piece: Ints, edge: Ints) -> tuple[Bools, Floats]:
        one, other = offsets.start[edge] - tip[piece], offsets.end[edge] - tip[piece]
        there = (edge != before[piece]) & (edge != (before[piece] + 1) % edges)
        for rim, factor in ((rims[0], -1.0), (rims[1], 1.0)):
            inward = factor * np.column_stack([-rim[piece][:, 1], rim[piece][:, 0]])
            one, other, still = _clipped(one, other, inward, np.zeros(len(piece)))
            there &= still
        reach = offsets.wedge_reach[piece]
        step = other - one
        area = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
        squared = np.maximum((step * step).sum(axis=1), np.finfo(float).tiny)
        share = np.clip(-(one * step).sum(axis=1) / squared, 0.0, 1.0)
        near = np.hypot(*(one + step * share[:, None]).T)
        there &= (np.abs(area) > _THIN * reach) & (near < reach)
        far = [point * (_FAR * reach / np.maximum(np.hypot(*point.T), _THIN))[:, None] for point in (other, one)]
        return there, tip[piece][:, None] + np.stack([one, other, *far], axis=1)

    return _found(boxes, blocking, shadows, progress)


def _found(boxes: Floats, blocking: HilbertTree, shadows: ShadowsOf, progress: Progress) -> Shadows:
    piece, edge = blocking.pairs(boxes, progress)
    pieces, rings = [np.empty(0, dtype=np.int64)], [np.empty((0, 4, 2))]
    for start in range(0, len(piece), _CHUNK):
        progress.check()
        some = slice(start, start + _CHUNK)
        there, quads = shadows(piece[some], edge[some])
        pieces.append(piece[some][there])
        rings.append(quads[there])
    of = np.concatenate(pieces)
    return Shadows(np.unique(of), of, np.concatenate(rings))


def _turned(points: Floats, ahead: Floats, left: Floats) -> Floats:
    """Return points as (along, away) from edges, pairwise."""
    return np.column_stack([(points * ahead).sum(axis=1), (points * left).sum(axis=1)])


def _rotated(vectors: Floats, angle: Floats) -> Floats:
    cosine, sine = np.cos(angle), np.sin(angle)
    return np.column_stack([vectors[:, 0] * cosine - vectors[:, 1] * sine,
                            vectors[:, 0] * sine + vectors[:, 1] * cosine])


def _clipped(one: Floats, other: Floats, normal: Floats, limit: Floats) -> tuple[Floats, Floats, Bools]:
    """Return segments, pairwise, as far as point · normal ≥ limit, and whether anything is left.

    normal: (2,) or (n, 2).
    """
    first, last = (one * normal).sum(axis=1) - limit, (other * normal).sum(axis=1) - limit
    there = (first > 0) | (last > 0)
    crossing = (first < 0) != (last < 0)
    share = np.divide(first, first - last, out=np.zeros(len(first)), where=crossing & (first != last))
    cut = one + (other - one) * share[:, None]
    return (np.where((crossing & (first < 0))[:, None], cut, one),
            np.where((crossing & (last < 0))[:, None], cut, other), there)
