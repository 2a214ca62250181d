"""Vertices as single integers.

A vertex is a point of the 0.1 mm grid in EPSG:4547, packed into one int64: whole numbers compare exactly, so
"the same vertex" is never a question of tolerance, and sorting edges is sorting integers.
"""
from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNITS_PER_M = 10_000
WEST, SOUTH = 400_000, 3_700_000  # metres; nothing of the demo lies west or south of it
_BITS = 31  # northing: 214 km above SOUTH


def pack(x: Ints, y: Ints) -> Ints:
    """Return keys of grid points given in units of 0.1 mm from (WEST, SOUTH)."""
    return (x << _BITS) | y


def unpack(key: Ints) -> tuple[Ints, Ints]:
    """Return grid points in units of 0.1 mm from (WEST, SOUTH)."""
    return key >> _BITS, key & ((1 << _BITS) - 1)


def to_grid(x: Floats, y: Floats) -> tuple[Ints, Ints]:
    """Return the nearest grid points of coordinates in metres."""
    return (np.rint((x - WEST) * UNITS_PER_M).astype(np.int64), np.rint((y - SOUTH) * UNITS_PER_M).astype(np.int64))


def to_metres(key: Ints) -> tuple[Floats, Floats]:
    """Return coordinates in metres; one division of whole numbers, so the same key gives the same bits."""
    x, y = unpack(key)
    return ((x + WEST * UNITS_PER_M).astype(np.float64) / UNITS_PER_M,
            (y + SOUTH * UNITS_PER_M).astype(np.float64) / UNITS_PER_M)


def cross(ax: Ints, ay: Ints, bx: Ints, by: Ints, cx: Ints, cy: Ints) -> Ints:
    """Return twice the signed area of triangles abc in grid units: exact while sides stay below 200 km."""
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
