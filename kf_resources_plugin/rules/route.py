"""The order in which places are visited: nearest neighbour, then 2-opt, over straight lines.

A survey team walks and drives on roads that no layer here knows; straight lines order the stops well enough. The route
is open: it ends at its last place. Neither step claims the shortest route: 2-opt ends where no turning round of a
stretch makes it shorter.
"""
from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_GAIN = 1e-6  # metres; less is no gain but rounding


def visiting_order(x: Floats, y: Floats, start: tuple[float, float] | None, most_turned: int) -> Ints:
    """Return places, int64 (n,), in the order they are visited.

    x, y: metres in a plane, (n,). start: where the team sets out; without it the westernmost place is the first, the
    southern of two. most_turned: with more places 2-opt is left out, for its time grows with the square.
    """
    order = _nearest(x, y, start)
    return _turned(x, y, order, start) if len(order) <= most_turned else order


def legs(x: Floats, y: Floats, order: Ints, start: tuple[float, float] | None) -> Floats:
    """Return the way to each place of an order from the one before, metres (n,); the first from ``start``, else 0."""
    before_x = np.concatenate([[x[order[0]] if start is None else start[0]], x[order[:-1]]]) if len(order) else x
    before_y = np.concatenate([[y[order[0]] if start is None else start[1]], y[order[:-1]]]) if len(order) else y
    return np.asarray(np.hypot(x[order] - before_x, y[order] - before_y), dtype=np.float64)


def _nearest(x: Floats, y: Floats, start: tuple[float, float] | None) -> Ints:
    left = np.ones(len(x), dtype=bool)
    order = np.empty(len(x), dtype=np.int64)
    for place in range(len(x)):
        if place == 0 and start is None:
            chosen = int(np.lexsort((y, x))[0])
        else:
            here = start if place == 0 and start is not None else (x[order[place - 1]], y[order[place - 1]])
            gaps = np.hypot(x - here[0], y - here[1])
            gaps[~left] = np.inf
            chosen = int(np.argmin(gaps))
        order[place], left[chosen] = chosen, False
    return order


def _turned(x: Floats, y: Floats, order: Ints, start: tuple[float, float] | None) -> Ints:
    """Return the order after turning stretches round as long as the route gets shorter; its beginning stays."""
    px, py = x[order], y[order]
    if start is not None:
        px, py = np.concatenate([[start[0]], px]), np.concatenate([[start[1]], py])
        order = np.concatenate([[-1], order])
    shorter = True
    while shorter:
        shorter = False
        for first in range(1, len(order) - 1):
            last = np.arange(first + 1, len(order))
            after = np.minimum(last + 1, len(order) - 1)
            ends = last + 1 < len(order)
            old = np.hypot(px[first] - px[first - 1], py[first] - py[first - 1]) + np.where(
                ends, np.hypot(px[after] - px[last], py[after] - py[last]), 0.0)
            new = np.hypot(px[last] - px[first - 1], py[last] - py[first - 1]) + np.where(
                ends, np.hypot(px[after] - px[first], py[after] - py[first]), 0.0)
            best = int(np.argmax(old - new))
            if old[best] - new[best] > _GAIN:
                stretch = slice(first, int(last[best]) + 1)
                px[stretch], py[stretch], order[stretch] = px[stretch][::-1], py[stretch][::-1], order[stretch][::-1]
                shorter = True
    return order[order >= 0]
