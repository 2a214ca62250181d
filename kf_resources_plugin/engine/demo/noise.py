"""Reproducible randomness: values that depend on a seed and integer keys only.

Integer hashing and + - * / on float64 give the same bits on every platform and in every batch size, which
sine, exponential or a stream of random numbers would not.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)


def mix(seed: int, stream: int, *keys: ArrayLike) -> NDArray[np.uint64]:
    """Return 64 hashed bits per element of the broadcast integer ``keys`` (SplitMix64 finaliser, chained).

    ``stream`` keeps uses of the same keys apart.
    """
    with np.errstate(over="ignore"):
        state = np.asarray(np.uint64(seed % 2**64) * _GOLDEN + np.uint64(stream))
        for key in keys:
            state = (state ^ np.asarray(key).astype(np.int64).view(np.uint64)) + _GOLDEN
            state = (state ^ (state >> np.uint64(30))) * _MIX_A
            state = (state ^ (state >> np.uint64(27))) * _MIX_B
            state = state ^ (state >> np.uint64(31))
    return state


def uniform(seed: int, stream: int, *keys: ArrayLike) -> NDArray[np.float64]:
    """Return numbers in [0, 1) with 32 random bits."""
    return (mix(seed, stream, *keys) >> np.uint64(32)).astype(np.float64) / 4294967296.0


def pair(seed: int, stream: int, *keys: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two independent numbers in [-1, 1) per key from one hash."""
    bits = mix(seed, stream, *keys)
    high = (bits >> np.uint64(32)).astype(np.float64) / 2147483648.0 - 1.0
    low = (bits & np.uint64(0xFFFFFFFF)).astype(np.float64) / 2147483648.0 - 1.0
    return high, low


def ease(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quintic blend 6t⁵ − 15t⁴ + 10t³ of 0 to 1; its steepest slope is 1.875."""
    return t * t * t * (t * (t * 6.0 - 15.0) + 10.0)


def smooth(seed: int, stream: int, x: NDArray[np.float64], y: NDArray[np.float64],
           wavelength: float) -> NDArray[np.float64]:
    """Return value noise in [-1, 1) at points in metres that varies over ``wavelength`` metres."""
    u, v = x / wavelength, y / wavelength
    i, j = np.floor(u), np.floor(v)
    s, t = ease(u - i), ease(v - j)
    i, j = i.astype(np.int64), j.astype(np.int64)
    south = uniform(seed, stream, i, j) * (1.0 - s) + uniform(seed, stream, i + 1, j) * s
    north = uniform(seed, stream, i, j + 1) * (1.0 - s) + uniform(seed, stream, i + 1, j + 1) * s
    return 2.0 * (south * (1.0 - t) + north * t) - 1.0


def smooth_pair(seed: int, stream: int, x: NDArray[np.float64], y: NDArray[np.float64],
                wavelength: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two value noises in [-1, 1) at points; bit for bit what ``smooth_grid`` gives at its nodes."""
    u, v = x / wavelength, y / wavelength
    i, j = np.floor(u), np.floor(v)
    s, t = ease(u - i), ease(v - j)
    i, j = i.astype(np.int64), j.astype(np.int64)
    corners = [pair(seed, stream, i + di, j + dj) for dj in (0, 1) for di in (0, 1)]
    result = []
    for number in (0, 1):
        sw, se, nw, ne = (corner[number] for corner in corners)
        result.append((sw * (1.0 - s) + se * s) * (1.0 - t) + (nw * (1.0 - s) + ne * s) * t)
    return result[0], result[1]


def smooth_grid(seed: int, stream: int, x: NDArray[np.float64], y: NDArray[np.float64],
                wavelength: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two value noises in [-1, 1) on the grid of columns ``x`` and rows ``y``; shape (len(x), len(y)).

    For a tensor grid, where blending first along columns saves most of the work.
    """
    u, v = x / wavelength, y / wavelength
    i, j = np.floor(u).astype(np.int64), np.floor(v).astype(np.int64)
    s, t = ease(u - i)[:, None], ease(v - j)[None, :]
    columns, rows = np.arange(i.min(), i.max() + 2), np.arange(j.min(), j.max() + 2)
    i, j = i - columns[0], j - rows[0]
    result = []
    for knots in pair(seed, stream, columns[:, None], rows[None, :]):
        blended = knots[i] * (1.0 - s) + knots[i + 1] * s
        result.append(blended[:, j] * (1.0 - t) + blended[:, j + 1] * t)
    return result[0], result[1]
