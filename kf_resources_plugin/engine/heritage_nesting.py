"""Lines of sites nested by construction: each tier holds the one inside it, and is the band around it.

All lines, and the blocks they may be brought to, are cut into the same faces. So tiers share their border vertex for
vertex, those of neighbouring sites and the united lines too, and where sites overlap both keep their land.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.heritage_zones import DRAWN, WIDTH
from .arrangement import arrange
from .border_nodes import without_needless_nodes
from .street_snap import StreetSnap
from .wkb import as_wkb_array, polygon_wkb, ring_layout, rings_of_layout

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .arrangement import Arrangement
    from .heritage_lines import Line
    from .kernel import Kernel
    from .metric_plane import MetricPlane
    from .street_snap import SnapRule
    from .wkb import Wkbs

_SLIP = 0.01  # share of a drawn line that may lie on the band drawn beside it, by which digitising is off
_PER_LINE = 3  # rows of each line: its polygon, the site itself, its polygon without holes


@dataclass(frozen=True)
class Streets:
    """Blocks that lines are brought to, in the coordinates of the layer, and how."""

    wkb: Wkbs
    rule: SnapRule
    plane: MetricPlane


@dataclass(frozen=True)
class Nested:
    """Lines, (lines,) each, polygons in the coordinates of the layer, ``b""`` for nothing.

    outer: everything within a line; band: without what the line inside holds. cut: what a drawn line took from one
    inside it; sticks_out: what of a drawn line lies beyond the drawn one around it; holder: that one, −1 for none.
    derived: by tier. overlaps: (site, site, shape), the first before the second. residual: float64 (lines,) the share
    of a line's area by which its faces do not sum to what was drawn.
    """

    outer: Wkbs
    band: Wkbs
    cut: Wkbs
    sticks_out: Wkbs
    holder: Ints
    derived: Mapping[str, bytes]
    overlaps: Sequence[tuple[int, int, bytes]]
    residual: Floats


def nest(lines: Sequence[Line], derived: Mapping[str, Sequence[int]], streets: Streets | None, kernel: Kernel,
         progress: Progress) -> Nested:
    """Nest lines, those of a site from the inside outwards; derived: the lines that are united, by tier.

    Raises ValueError where GEOS cannot cut or unite.
    """
    if not lines:
        none = as_wkb_array([])
        return Nested(none, none, none, none, np.empty(0, dtype=np.int64), {}, [], np.empty(0))
    raw = as_wkb_array([line.wkb for line in lines])
    cores = as_wkb_array([line.core for line in lines])
    shells = as_wkb_array([_shells(line.wkb, kernel) if line.method == DRAWN else b"" for line in lines])
    blocks = streets.wkb if streets is not None else as_wkb_array([])
    rows = np.concatenate([raw, cores, shells, blocks])
    faces = arrange(rows, kernel, progress.part(0.0, 0.5))
    snap = None if streets is None else StreetSnap(faces, rows, _PER_LINE * len(lines), streets.rule, streets.plane,
                                                   kernel, progress)
    sets = _FaceSets(lines, faces, snap, progress.part(0.5, 0.7))
    shapes = _Shapes(faces, kernel, progress)
    groups = {tier: sets.united(members) for tier, members in derived.items()}
    pairs = sets.overlaps()
    found = [*sets.outer, *sets.band, *sets.cut, *sets.sticks_out, *groups.values(), *(part for _, _, part in pairs)]
    made = []
    for number, part in enumerate(found):
        progress.set(0.7 + 0.3 * number / max(len(found), 1))
        made.append(shapes.of(part))
    drawn = [line.wkb for line in lines if line.method == DRAWN]
    tidy = without_needless_nodes(as_wkb_array(made), as_wkb_array([*drawn, *blocks]), kernel)
    count = len(lines)
    outer, band, cut, out = (tidy[part * count:(part + 1) * count] for part in range(4))
    rest = tidy[4 * count:].tolist()
    progress.set(1.0)
    return Nested(outer, band, cut, out, sets.holder, dict(zip(groups, rest)),
                  [(one, other, wkb) for (one, other, _), wkb in zip(pairs, rest[len(groups):])],
                  faces.residual[:count])


class _Shapes:
    """Makes polygons of sets of faces, each once."""

    def __init__(self, faces: Arrangement, kernel: Kernel, progress: Progress) -> None:
        self._faces, self._kernel, self._progress = faces, kernel, progress
        self._made: dict[bytes, bytes] = {}

    def of(self, part: Ints) -> bytes:
        key = part.tobytes()
        if key not in self._made:
            self._progress.check()
            self._made[key] = self._faces.shape(part, self._kernel, self._progress)
        return self._made[key]


class _FaceSets:
    """The faces of lines: within each, in its band, cut off, sticking out."""

    def __init__(self, lines: Sequence[Line], faces: Arrangement, snap: StreetSnap | None, progress: Progress) -> None:
        self._lines, self._faces, none = lines, faces, np.empty(0, dtype=np.int64)
        self.outer: list[Ints] = []
        self.band: list[Ints] = []
        self.cut: list[Ints] = []
        self.sticks_out: list[Ints] = []
        self.holder = _drawn_holders(lines)
        self._mask = np.zeros(len(faces.wkb), dtype=bool)
        for row, line in enumerate(lines):
            progress.check()
            progress.set(row / len(lines))
            within = self.outer[line.inner] if line.inner >= 0 else none
            core = within if line.inner >= 0 else faces.faces(len(lines) + row)
            own, is_drawn = faces.faces(row), line.method == DRAWN
            if snap is not None and line.method == WIDTH:
                own = snap.snapped(row, core)
            beyond = self._beyond(row, own, core)
            self.cut.append(none if is_drawn else beyond)
            self.sticks_out.append(beyond if is_drawn else none)
            self.outer.append(np.union1d(own if is_drawn else np.setdiff1d(own, beyond), within))
            self.band.append(np.setdiff1d(self.outer[-1], within))

    def _beyond(self, row: int, own: Ints, core: Ints) -> Ints:
        """Return what of a line the drawn line around it does not leave to it.

        That may be drawn over it, or as a band beside it, on which the line may not lie either.
        """
        faces, holder = self._faces, int(self.holder[row])
        if holder < 0:
            return core[:0]
        land, shell = faces.faces(holder), faces.faces(2 * len(self._lines) + holder)
        if self._lines[row].method == DRAWN:
            on_it = faces.area[np.intersect1d(own, land)].sum()
            return core[:0] if on_it < _SLIP * faces.area[own].sum() else np.setdiff1d(own, shell)
        if len(core) and not len(np.intersect1d(core, land)):
            return np.setdiff1d(own, faces.hanging_on(np.setdiff1d(own, land), core, self._mask))
        return np.setdiff1d(own, shell)

    def united(self, rows: Sequence[int]) -> Ints:
        """Return the faces within any of some lines."""
        return np.unique(np.concatenate([np.empty(0, dtype=np.int64), *(self.outer[row] for row in rows)]))

    def overlaps(self) -> list[tuple[int, int, Ints]]:
        """Return (site, site, faces) wherever lines of two sites overlap, the first before the second."""
        count = [len(part) for part in self.outer]
        site = np.repeat(np.array([line.site for line in self._lines], dtype=np.int64), count)
        pairs = np.unique(np.column_stack([np.concatenate([np.empty(0, dtype=np.int64), *self.outer]), site]), axis=0)
        face, site = pairs.T
        found: list[Ints] = [np.empty((0, 3), dtype=np.int64)]
        ahead = 1
        while ahead < len(face):
            place = np.flatnonzero(face[ahead:] == face[:-ahead])
            if not len(place):
                break
            found.append(np.column_stack([site[place], site[place + ahead], face[place]]))
            ahead += 1
        rows = np.concatenate(found)
        rows = rows[np.lexsort(rows.T[::-1])]
        starts = np.flatnonzero((np.diff(rows[:, :2], axis=0, prepend=-1) != 0).any(axis=1))
        return [(int(rows[begin, 0]), int(rows[begin, 1]), rows[begin:end, 2])
                for begin, end in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)])]


def _shells(wkb: bytes, kernel: Kernel) -> bytes:
    """Return a polygon with its holes filled."""
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    shells = [polygon_wkb([np.column_stack([rings.x[begin:end], rings.y[begin:end]])]) for begin, end, hole in zip(
        rings.offsets[:-1].tolist(), rings.offsets[1:].tolist(), rings.is_hole.tolist()) if not hole]
    return wkb if not rings.is_hole.any() else kernel.union(as_wkb_array(shells))


def _drawn_holders(lines: Sequence[Line]) -> Ints:
    """Return for each line the nearest drawn line around it, −1 for none."""
    around = {line.inner: row for row, line in enumerate(lines) if line.inner >= 0}
    holder = np.full(len(lines), -1, dtype=np.int64)
    for row in reversed(range(len(lines))):
        outer = around.get(row, -1)
        if outer >= 0:
            holder[row] = outer if lines[outer].method == DRAWN else holder[outer]
    return holder
