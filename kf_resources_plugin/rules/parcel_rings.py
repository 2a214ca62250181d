"""From the point rows of a parcel to rings, and from rings to polygons: outer rings, holes and further parts.

A ring ends where its first point stands again, or where another ring number begins. What is a hole is told by what lies
in what, not by ring numbers: tools give further parts and holes the same ones.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .parcel_rows import POINT_ID

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .areas import Bools, Floats, Ints
    from .parcel_notes import Notes

_CORNERS = 3
_PROBES = 64  # vertices of a ring that are asked where they lie; the first that are not on the border tell


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
                notes: Notes, parcel: int) -> list[Ring]:
    """Return the rings of a parcel in the order of the file.

    numbers, lines: (points,); points: (points, 2), x east, y north. most_offset: how far, in metres, the closing row
    may lie from the point it repeats. What cannot be one ring is a fault; a ring of fewer than three corners is left
    out and noted.
    """
    rings: list[Ring] = []
    open_numbers: set[int] = set()
    for begin, end in _runs(numbers):
        number = int(numbers[begin])
        if number in open_numbers:
            notes.fault("exchange.ring_resumed", int(lines[begin]), ring=number)
            return rings
        for start, stop, closed in _closures(ids, points, begin, end, most_offset, lines, notes):
            corners = points[start:stop]
            if len(np.unique(corners, axis=0)) < _CORNERS:
                notes.add("exchange.ring_small", int(lines[start]), parcel, ring=number)
                continue
            if not closed:
                open_numbers.add(number)
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
    again = (points[after:end] == points[start]).all(axis=1)
    places = np.flatnonzero(again)
    by_place = after + int(places[0]) if len(places) else end
    if ids is None:
        return by_place
    try:
        by_id = ids.index(ids[start], after, end)
    except ValueError:
        by_id = end
    return min(by_place, by_id)


def nest(rings: Sequence[Floats]) -> list[list[int]]:
    """Return polygons as numbers of rings, the outer ring first and its holes after it.

    rings: (corners, 2) each, without the repeated first point. A ring that lies in an even number of others is an outer
    one, in an odd number a hole of the innermost of them.
    """
    areas = np.array([_area(ring) for ring in rings])
    low = np.array([ring.min(axis=0) for ring in rings])
    high = np.array([ring.max(axis=0) for ring in rings])
    around: list[list[int]] = []
    for number, ring in enumerate(rings):
        boxes = (low <= low[number]).all(axis=1) & (high >= high[number]).all(axis=1) & (areas > areas[number])
        around.append([other for other in np.flatnonzero(boxes).tolist() if lies_in(ring, rings[other])])
    polygons: dict[int, list[int]] = {}
    for number, holders in enumerate(around):
        if len(holders) % 2 == 0:
            polygons[number] = [number]
    for number, holders in enumerate(around):
        if len(holders) % 2:
            innermost = min(holders, key=lambda other: areas[other])
            polygons.setdefault(innermost, [innermost]).append(number)
    return list(polygons.values())


def _area(ring: Floats) -> float:
    x, y = (ring - ring[0]).T
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2.0


def lies_in(ring: Floats, other: Floats) -> bool:
    """Tell whether a ring lies in another: by its vertices off the other's border, else by the middles of its edges."""
    step = max(len(ring) // _PROBES, 1)
    middles = (ring + np.roll(ring, -1, axis=0)) / 2.0
    for probes in (ring[::step], middles[::step]):
        inside, border = _places(probes, other)
        if not border.all():
            told = inside[~border]
            return bool(told.sum() * 2 > len(told))
    return True


def _places(points: Floats, ring: Floats) -> tuple[Bools, Bools]:
    """Return for points whether they lie inside a ring, and whether on its border, (points,) each."""
    inside, border = np.zeros(len(points), dtype=bool), np.zeros(len(points), dtype=bool)
    nearer = ring - ring[0]
    ahead = np.roll(nearer, -1, axis=0)
    for number, (a, b) in enumerate((points - ring[0]).tolist()):
        cross = (ahead[:, 0] - nearer[:, 0]) * (b - nearer[:, 1]) - (a - nearer[:, 0]) * (ahead[:, 1] - nearer[:, 1])
        length = np.hypot(*(ahead - nearer).T)
        within = ((a - nearer[:, 0]) * (a - ahead[:, 0]) + (b - nearer[:, 1]) * (b - ahead[:, 1])) <= 0
        border[number] = bool((within & (np.abs(cross) <= 1e-6 * np.maximum(length, 1e-6))).any())
        upward, downward = (nearer[:, 1] <= b) & (ahead[:, 1] > b), (nearer[:, 1] > b) & (ahead[:, 1] <= b)
        inside[number] = bool(((upward & (cross > 0)) | (downward & (cross < 0))).sum() % 2)
    return inside, border
