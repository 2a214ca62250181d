"""Dividing rings in two by a straight line between two of their vertices, so that no neighbour gets a new vertex."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .keys import cross, unpack
from .rings import next_in_ring, offsets, ring_areas, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .keys import Ints

_TRIES = 8
_SMALLEST_SHARE = 0.25


class Halves(NamedTuple):
    """The rings that could be divided (``row``) and both parts of each: ``key`` and ``offset``, two rings a row."""

    row: Ints
    key: Ints
    offset: Ints


def halves(key: Ints, offset: Ints) -> Halves:
    """Divide rings of vertex keys between vertices half a ring apart; one of eight such lines has to lie inside.

    Either part has at least a quarter of the area.
    """
    count = np.diff(offset)
    whole = ring_areas(key, offset)
    found = np.full(len(count), -1)
    for number in range(_TRIES):
        first = number * (count // 2) // _TRIES
        waiting = np.flatnonzero(found < 0)
        if not len(waiting):
            break
        parts = _parts(key, offset, waiting, first[waiting])
        area = ring_areas(parts.key, parts.offset).reshape(-1, 2)
        good = (area >= _SMALLEST_SHARE * whole[waiting, None]).all(axis=1)
        good &= ~_meets(key, offset, waiting, first[waiting])
        found[waiting[good]] = first[waiting[good]]
    rows = np.flatnonzero(found >= 0)
    return _parts(key, offset, rows, found[rows])


def _parts(key: Ints, offset: Ints, row: Ints, first: Ints) -> Halves:
    """Return both parts of rings divided between the vertices ``first`` and half a ring further."""
    count = (offset[1:] - offset[:-1])[row]
    along = count // 2 + 1, count - count // 2 + 1
    length = np.column_stack(along).ravel()
    start = np.column_stack([first, first + count // 2]).ravel()
    place = spread(start, length) % np.repeat(count, 2).repeat(length)
    return Halves(row, key[np.repeat(np.repeat(offset[:-1][row], 2), length) + place], offsets(length))


def _meets(key: Ints, offset: Ints, row: Ints, first: Ints) -> NDArray[np.bool_]:
    """Tell which of these lines touch an edge that does not start or end where they do, or run along one that does."""
    count = (offset[1:] - offset[:-1])[row]
    own = offsets(count)
    vertex = spread(offset[:-1][row], count)
    local = spread(np.zeros(len(row), dtype=np.int64), count)
    ax, ay = unpack(key[vertex])
    following = next_in_ring(own)
    bx, by = ax[following], ay[following]
    head, tail = np.repeat(own[:-1] + first, count), np.repeat(own[:-1] + first + count // 2, count)
    side_a = np.sign(cross(ax[head], ay[head], ax[tail], ay[tail], ax, ay))
    side_b = side_a[following]
    side_head = np.sign(cross(ax, ay, bx, by, ax[head], ay[head]))
    side_tail = np.sign(cross(ax, ay, bx, by, ax[tail], ay[tail]))
    ends = np.repeat(first, count), np.repeat(first + count // 2, count)
    following_local = local[following]
    starts_there = (local == ends[0]) | (local == ends[1])
    incident = starts_there | (following_local == ends[0]) | (following_local == ends[1])
    meets = (side_a * side_b <= 0) & (side_head * side_tail <= 0) & ~incident
    # at its own ends: only an edge along the line is in the way
    meets |= incident & (side_a == 0) & (side_b == 0)
    return np.logical_or.reduceat(meets, own[:-1])
