"""The left side of a line in polygons: a quadrangle on every edge, a wedge at every turn away, runs of both as one."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .hilbert_tree import expand

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints

ARC_STEP = np.radians(2.5)
"""Greatest angle between neighbouring vertices of an arc: 0.024 % of the radius inside the circle."""
_FAN = np.radians(80.0)  # within which all edges of a run point, so that its ring cannot meet itself
_LONGEST = 256  # edges of a run
_ROUNDING = 1e-6  # of a step: a right angle is 36 of them, whatever its rounding
_FLAT = 1e-6  # of the width: a mitre is never further away than a million widths


@dataclass(frozen=True)
class Offsets:
    """Edges and turns of a line. Wedges are numbered by themselves, two where groups or widths differ.

    start, end, normal: (edges, 2), normals of length 1 to the left; reach, group: (edges,).
    turn: (edges,) angle from an edge to the next, positive to the left, 0 at an open end.
    wedge_edge: (wedges,) edge before the turn; wedge_group, wedge_reach; wedge_from, wedge_to: (wedges,) angle of the
    rim from the normal of that edge, to the right. rims: (vertices, 2) of all wedges, rim_start: (wedges + 1,).
    """

    start: Floats
    end: Floats
    normal: Floats
    reach: Floats
    group: Ints
    turn: Floats
    wedge_edge: Ints
    wedge_group: Ints
    wedge_reach: Floats
    wedge_from: Floats
    wedge_to: Floats
    rims: Floats
    rim_start: Ints

    @classmethod
    def of(cls, points: Floats, reach: Floats, group: Ints, arc_step: float = ARC_STEP) -> Offsets:
        """Return the edges and turns of a line, (n, 2) points, (n - 1,) reach and group; arc_step: in radians."""
        start, end = points[:-1], points[1:]
        step = end - start
        direction = step / np.hypot(*step.T)[:, None]
        normal = np.column_stack([-direction[:, 1], direction[:, 0]])
        ahead = np.roll(np.arange(len(step)), -1)
        turn = np.arctan2(direction[:, 0] * direction[ahead, 1] - direction[:, 1] * direction[ahead, 0],
                          (direction * direction[ahead]).sum(axis=1))
        if not (points[0] == points[-1]).all():
            turn[-1] = 0.0
        # a line that goes back the same way ends there, flat, whatever sign the product of nothing has
        turn[turn == -np.pi] = np.pi
        wedges = cls._wedges(turn, reach, group, ahead)
        return cls(start, end, normal, reach, group, turn, *wedges, *_rims(end, normal, turn, arc_step, *wedges))

    @staticmethod
    def _wedges(turn: Floats, reach: Floats, group: Ints, ahead: Ints) -> tuple[Ints, Ints, Floats, Floats, Floats]:
        edge = np.flatnonzero(turn < 0)
        angle = -turn[edge]
        shared = (group[edge] == group[ahead[edge]]) & (reach[edge] == reach[ahead[edge]])
        before = np.where(shared, angle, angle / 2.0)
        half = np.flatnonzero(~shared)
        rows = np.r_[edge, edge[half]]
        owner = np.r_[edge, ahead[edge[half]]]
        first, last = np.r_[np.zeros(len(edge)), angle[half] / 2.0], np.r_[before, angle[half]]
        wide = np.flatnonzero(reach[owner] > 0)
        return rows[wide], group[owner][wide], reach[owner][wide], first[wide], last[wide]

    def quad(self, edge: int) -> Floats:
        """Return the open ring of the strip of one edge."""
        away = self.normal[edge] * self.reach[edge]
        return np.array([self.start[edge], self.end[edge], self.end[edge] + away, self.start[edge] + away])

    def rim(self, wedge: int) -> Floats:
        """Return the vertices of a wedge's arc, from its first to its last angle."""
        return self.rims[self.rim_start[wedge]:self.rim_start[wedge + 1]]

    def wedge(self, wedge: int) -> Floats:
        """Return the open ring of one wedge."""
        return np.vstack([self.rim(wedge)[::-1], self.end[self.wedge_edge[wedge]][None]])


def _rims(end: Floats, normal: Floats, turn: Floats, arc_step: float, edge: Ints, _: Ints, reach: Floats,
          first: Floats, last: Floats) -> tuple[Floats, Ints]:
    """Return the arcs of all wedges one after the other, and where each begins."""
    count = np.maximum(np.ceil((last - first) / arc_step - _ROUNDING).astype(np.int64) + 1, 2)
    start = np.r_[0, np.cumsum(count)]
    place, wedge = expand(np.zeros(len(count), dtype=np.int64), count)
    angle = (first[wedge] + (last - first)[wedge] * place / (count - 1)[wedge])[:, None]
    x, y = (normal[edge[wedge], axis:axis + 1] for axis in (0, 1))
    away = np.hstack([x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)])
    # the ends are the very corners of the quadrangles, so that nothing is between them
    whole = np.flatnonzero(first == 0.0)
    away[start[whole]] = normal[edge[whole]]
    whole = np.flatnonzero(last == -turn[edge])
    away[start[whole + 1] - 1] = normal[(edge[whole] + 1) % len(normal)]
    return end[edge[wedge]] + away * reach[wedge, None], start


def run_rings(offsets: Offsets, cut_edges: Ints, cut_wedges: Ints) -> list[tuple[Floats, int]]:
    """Return (open ring, group) of pieces that cover every quadrangle and wedge but those that are cut otherwise."""
    edges = len(offsets.reach)
    whole = offsets.reach > 0
    whole[cut_edges] = False
    alone = np.ones(len(offsets.wedge_edge), dtype=bool)
    alone[cut_wedges] = False
    wedge_of = np.full(edges, -1, dtype=np.int64)  # the wedge that a run may take in after an edge
    taken = np.flatnonzero(alone & (offsets.wedge_from == 0.0) & (
        offsets.wedge_to == -offsets.turn[offsets.wedge_edge]))
    wedge_of[offsets.wedge_edge[taken]] = taken
    joins = _joins(offsets, whole, wedge_of)
    border = _border(offsets, wedge_of)
    rings: list[tuple[Floats, int]] = []
    first = 0
    while first < edges:
        last = first
        if whole[first]:
            last = _last_of_run(offsets, joins, first)
            rings.append((_run_ring(offsets, border, first, last), int(offsets.group[first])))
            inner = wedge_of[first:last]
            alone[inner[inner >= 0]] = False
        first = last + 1
    return [*rings, *((offsets.wedge(row), int(offsets.wedge_group[row])) for row in np.flatnonzero(alone).tolist())]


def _joins(offsets: Offsets, whole: Bools, wedge_of: Ints) -> Bools:
    """Tell after which edges a run may go on to the next: (edges,), never after the last.

    Where the line turns towards its left the two quadrangles overlap; their outer corners must lie inside each other,
    for only then is the mitre between them the border of both.
    """
    length = np.hypot(*(offsets.end - offsets.start).T)
    inner = np.where(offsets.turn > 0, np.sin(np.minimum(offsets.turn, np.pi / 2)), 0.0) * offsets.reach
    roomy = inner + np.roll(inner, 1) <= length
    ahead = np.roll(np.arange(len(length)), -1)
    same = (offsets.group == offsets.group[ahead]) & (offsets.reach == offsets.reach[ahead])
    fits = np.where(offsets.turn > 0, (offsets.turn < _FAN) & roomy & roomy[ahead],
                    (wedge_of >= 0) | (offsets.turn == 0))
    joins: Bools = whole & whole[ahead] & same & fits
    joins[-1] = False
    return joins


def _last_of_run(offsets: Offsets, joins: Bools, first: int) -> int:
    """Return the last edge of the run that begins with an edge: all its edges point into one fan."""
    last, heading, low, high = first, 0.0, 0.0, 0.0
    while joins[last] and last - first < _LONGEST:
        heading += float(offsets.turn[last])
        low, high = min(low, heading), max(high, heading)
        if high - low > _FAN:
            break
        last += 1
    return last


def _border(offsets: Offsets, wedge_of: Ints) -> tuple[Floats, Ints]:
    """Return the border of a run at the ends of its edges, one after the other, and where that of each edge begins.

    That is the arc of the wedge there, the mitre where the line turns to its left, nothing where it goes straight on.
    """
    arcs = wedge_of >= 0
    mitred = ~arcs & (offsets.turn > 0)
    count = mitred.astype(np.int64)
    count[arcs] = np.diff(offsets.rim_start)[wedge_of[arcs]]
    start = np.r_[0, np.cumsum(count)]
    border = np.empty((start[-1], 2))
    source, _ = expand(offsets.rim_start[wedge_of[arcs]], count[arcs])
    border[np.repeat(~mitred, count)] = offsets.rims[source]
    one, other = offsets.normal[mitred], np.roll(offsets.normal, -1, axis=0)[mitred]
    away = np.maximum(1.0 + (one * other).sum(axis=1), _FLAT)  # no run holds a turn so sharp
    border[start[:-1][mitred]] = offsets.end[mitred] + (one + other) * (offsets.reach[mitred] / away)[:, None]
    return border, start


def _run_ring(offsets: Offsets, border: tuple[Floats, Ints], first: int, last: int) -> Floats:
    """Return the open ring of a run: along the line, and back along the border of the strip."""
    points, start = border
    corners = offsets.normal[[first, last]] * offsets.reach[first]
    tip = offsets.end[last:last + 1]
    return np.vstack([offsets.start[first:last + 1], tip, tip + corners[1:], points[start[first]:start[last]][::-1],
                      offsets.start[first:first + 1] + corners[:1]])
