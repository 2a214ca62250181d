"""From the point rows of a parcel to rings, and from rings to polygons: outer rings, holes and further parts.

A ring ends where its first point stands again, or where another ring number begins. What is a hole is told by what lies
in what, not by ring numbers: tools give further parts and holes the same ones.
"""
from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .parcel_rows import POINT_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .areas import Bools, Floats, Ints
    from .parcel_notes import Notes

_CORNERS = 3
_WINDOW = 64  # rows that are looked through for a closing row at first; rings are short, files are long
_BLOCK = 64  # rings that are compared with all others at once
_PROBES = 64  # vertices of a ring that are asked where they lie; the first that is not on the border tells
_ON_BORDER_M = 1e-6


@dataclass(frozen=True)
class Ring:
    """A ring of a parcel: its number in the file, ids and points of its corners, (corners, 2) as x east, y north.

    line: where it begins; closed: whether the file repeats its first point.
    """

    number: int
    ids: tuple[str, ...]
    points: Floats
    line: int
    closed: bool


def split_rings(ids: Sequence[str], numbers: Ints, points: Floats, lines: Ints, most_offset: float,
                notes: Notes, parcel: int, check: Callable[[], None] = lambda: None) -> list[Ring]:
    """Return the rings of a parcel in the order of the file.

    numbers, lines: (points,); points: (points, 2), x east, y north. most_offset: how far, in metres, the closing row
    may lie from the point it repeats. What cannot be one ring is a fault; a ring of fewer than three corners is left
    out and noted. check: asked again and again whether to go on.
    """
    rings: list[Ring] = []
    open_numbers: set[int] = set()
    for begin, end in _runs(numbers):
        number = int(numbers[begin])
        if number in open_numbers:
            notes.fault("exchange.ring_resumed", int(lines[begin]), ring=number)
            return rings
        for start, stop, closed in _closures(ids, points, begin, end, most_offset, lines, notes):
            check()
            corners = points[start:stop]
            if not closed:
                open_numbers.add(number)
            if len(set(map(tuple, corners.tolist()))) < _CORNERS:
                notes.add("exchange.ring_small", int(lines[start]), parcel, ring=number)
                continue
            if not closed:
                notes.add("exchange.ring_open", int(lines[start]), parcel)
            if (np.diff(corners, axis=0) == 0).all(axis=1).any():
                notes.add("exchange.point_repeated", int(lines[start]), parcel)
            rings.append(Ring(number, tuple(ids[start:stop]), corners, int(lines[start]), closed))
    return rings


def _runs(numbers: Ints) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each stretch of rows with one ring number."""
    cuts = np.flatnonzero(np.diff(numbers)) + 1
    yield from zip([0, *cuts.tolist()], [*cuts.tolist(), len(numbers)])


def _closures(ids: Sequence[str], points: Floats, begin: int, end: int, most_offset: float, lines: Ints,
              notes: Notes) -> Iterator[tuple[int, int, bool]]:
    """Yield (begin, end of the corners, closed) of each ring in a run of rows with one ring number."""
    named = _are_names(ids[begin:end])
    start = begin
    while start < end:
        stop = _closing_row(ids if named else None, points, start, end)
        if stop == end:
            yield start, end, False
            return
        if (points[stop] != points[start]).any():
            offset = float(np.hypot(*(points[stop] - points[start])))
            rule = "exchange.closing_offset" if offset <= most_offset else "exchange.closing_elsewhere"
            note = notes.add if offset <= most_offset else notes.fault
            note(rule, int(lines[stop]), id=ids[stop], first_line=int(lines[start]), distance_m=round(offset, 3))
        elif named and ids[stop] != ids[start]:
            notes.add("exchange.closing_id", int(lines[stop]))
        yield start, stop, True
        start = stop + 1


def _are_names(ids: Sequence[str]) -> bool:
    """Tell whether ids tell points apart; some tools write the same for all, or none."""
    return all(POINT_ID.fullmatch(name) for name in ids) and len(set(ids)) >= _CORNERS and ids[0] != ids[1]


def _closing_row(ids: Sequence[str] | None, points: Floats, start: int, end: int) -> int:
    """Return the row that repeats the first of a ring, by its place or its id, ``end`` where none does."""
    after = start + _CORNERS
    if ids is not None:
        with suppress(ValueError):
            end = ids.index(ids[start], after, end)
    window = _WINDOW
    while after < end:
        places = np.flatnonzero((points[after:min(after + window, end)] == points[start]).all(axis=1))
        if len(places):
            return after + int(places[0])
        after, window = after + window, 2 * window
    return end


def nest(rings: Sequence[Floats], check: Callable[[], None] = lambda: None) -> list[list[int]]:
    """Return polygons as numbers of rings, the outer ring first and its holes after it.

    rings: (corners, 2) each, without the repeated first point. A ring that lies in an even number of others is an outer
    one, in an odd number a hole of the innermost of them. check: asked again and again whether to go on.
    """
    if len(rings) == 1:
        return [[0]]
    areas = np.array([_area(ring) for ring in rings])
    holders = []
    for held in _Holders(rings, areas).of_each():
        check()
        holders.append(held)
    polygons = {number: [number] for number, held in enumerate(holders) if len(held) % 2 == 0}
    for number, held in enumerate(holders):
        if len(held) % 2:
            innermost = held[int(np.argmin(areas[held]))]
            polygons.setdefault(innermost, [innermost]).append(number)
    return list(polygons.values())


def _area(ring: Floats) -> float:
    x, y = (ring - ring[0]).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2.0


class _Holders:
    """Tells in which rings each ring lies, all those that may hold it at once."""

    def __init__(self, rings: Sequence[Floats], areas: Floats) -> None:
        self._rings, self._areas = rings, areas
        self._low = np.array([ring.min(axis=0) for ring in rings])
        self._high = np.array([ring.max(axis=0) for ring in rings])
        self._counts = np.array([len(ring) for ring in rings])
        self._first = np.cumsum(self._counts) - self._counts
        self._origin = rings[0][0]  # from near by, for the sake of digits
        self._start = np.concatenate(rings) - self._origin
        self._end = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings]) - self._origin

    def of_each(self) -> Iterator[list[int]]:
        """Yield for each ring the numbers of the rings in which it lies."""
        for begin in range(0, len(self._rings), _BLOCK):
            mine = slice(begin, begin + _BLOCK)
            may = self._areas > self._areas[mine, np.newaxis]
            for axis in (0, 1):
                may &= self._low[:, axis] <= self._low[mine, axis, np.newaxis]
                may &= self._high[:, axis] >= self._high[mine, axis, np.newaxis]
            row, candidate = np.nonzero(may)
            ends = np.searchsorted(row, np.arange(len(may) + 1))
            for number in range(len(may)):
                yield self._of(begin + number, candidate[ends[number]:ends[number + 1]])

    def _of(self, number: int, candidates: Ints) -> list[int]:
        """Return which of the rings that may hold a ring do."""
        if not len(candidates):
            return []
        counts = self._counts[candidates]
        begin = np.cumsum(counts) - counts
        edges = np.arange(counts.sum()) + np.repeat(self._first[candidates] - begin, counts)
        crosses, touches = _meetings(self._rings[number][0] - self._origin, self._start[edges], self._end[edges])
        inside = np.add.reduceat(crosses.astype(np.int64), begin) % 2 == 1
        border = np.logical_or.reduceat(touches, begin)
        for place in np.flatnonzero(border).tolist():
            inside[place] = lies_in(self._rings[number], self._rings[candidates[place]])
        return [int(candidate) for candidate in candidates[inside]]


def lies_in(ring: Floats, other: Floats) -> bool:
    """Tell whether a ring lies in another: by its vertices off the other's border, else by the middles of its edges."""
    step = max(len(ring) // _PROBES, 1)
    middles = (ring + np.roll(ring, -1, axis=0)) / 2.0
    start = other - other[0]
    end = np.roll(start, -1, axis=0)
    for probe in (*ring[::step], *middles[::step]):
        crosses, touches = _meetings(probe - other[0], start, end)
        if not touches.any():
            return bool(crosses.sum() % 2)
    return True


def _meetings(point: Floats, start: Floats, end: Floats) -> tuple[Bools, Bools]:
    """Return which edges a ray from a point to the east crosses, and on which of them the point lies, (edges,) each."""
    a, b = point
    from_x, from_y, to_x, to_y = start[:, 0] - a, start[:, 1] - b, end[:, 0] - a, end[:, 1] - b
    cross = from_x * to_y - to_x * from_y
    length = np.hypot(to_x - from_x, to_y - from_y)
    between = from_x * to_x + from_y * to_y <= 0
    touches = between & (np.abs(cross) <= _ON_BORDER_M * np.maximum(length, _ON_BORDER_M))
    upward, downward = (from_y <= 0) & (to_y > 0), (from_y > 0) & (to_y <= 0)
    return (upward & (cross > 0)) | (downward & (cross < 0)), touches
