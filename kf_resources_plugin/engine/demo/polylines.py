"""Lines that are drawn: how far points are from them, and parts of them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .keys import Floats

    Line = Floats  # (points, 2) in metres


def stations(line: Line) -> Floats:
    """Return how far along a line each of its points lies, in m, (points,)."""
    step = np.diff(line, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.sqrt(step[:, 0] ** 2 + step[:, 1] ** 2))])


def nearest(line: Line, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the distance of points from a line and how far along it the nearest place lies, both in m and as x."""
    least = np.full(x.shape, np.inf)
    along = np.zeros(x.shape)
    start = stations(line)
    for number, ((ax, ay), (bx, by)) in enumerate(zip(line[:-1], line[1:])):
        dx, dy, length = bx - ax, by - ay, start[number + 1] - start[number]
        share = np.clip(((x - ax) * dx + (y - ay) * dy) / (length * length), 0.0, 1.0)
        ex, ey = x - (ax + share * dx), y - (ay + share * dy)
        square = ex * ex + ey * ey
        closer = square < least
        least = np.where(closer, square, least)
        along = np.where(closer, start[number] + share * length, along)
    return np.sqrt(least), along


def places(line: Line, at: Floats) -> Line:
    """Return the places so far along a line, (stations, 2)."""
    start = stations(line)
    return np.column_stack([np.interp(at, start, line[:, 0]), np.interp(at, start, line[:, 1])])


def part(line: Line, first: float, last: float) -> Line:
    """Return the part of a line between two places along it, to the centimetre."""
    start = stations(line)
    within = line[(start > first + 0.005) & (start < last - 0.005)]
    ends = places(line, np.array([first, last]))
    return np.round(np.vstack([ends[:1], within, ends[1:]]), 2)


def pieces(line: Line, cuts: Sequence[float]) -> list[Line]:
    """Return a line cut at places along it; pieces that follow each other share their end."""
    bounds = [0.0, *sorted(cuts), float(stations(line)[-1])]
    return [part(line, first, last) for first, last in zip(bounds[:-1], bounds[1:])]
