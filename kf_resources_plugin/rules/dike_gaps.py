"""Gaps in dikes: ends of lines that face each other and meet nothing."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .line_distances import from_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from .line_distances import Pieces

    Floats = npt.NDArray[np.float64]


class Gap(NamedTuple):
    """A gap: its width in m, and for each of its ends the line and the place."""

    width: float
    lines: tuple[int, int]
    ends: tuple[tuple[float, float], tuple[float, float]]


def dike_gaps(lines: Sequence[Pieces], least: float, most: float) -> list[Gap]:
    """Return the gaps between ends of dikes that are wider than ``least`` and no wider than ``most``, in m.

    Lines that meet, no farther apart than ``least``, are one dike: an end at which they do is none, and ends of one
    dike do not face each other. Of several ends that face one the nearest counts.
    """
    ends = [(number, *place) for number, line in enumerate(lines) for place in _ends(line)]
    meets = [[other for other, line in enumerate(lines) if other != number and from_place(line, x, y).min() <= least]
             for number, x, y in ends]
    free = [end for end, met in zip(ends, meets) if not met]
    if not free:
        return []
    dike = _dikes(len(lines), [(end[0], other) for end, met in zip(ends, meets) for other in met])
    owner, x, y = (np.array(column) for column in zip(*free))
    apart = np.hypot(x[:, None] - x, y[:, None] - y)
    apart[dike[owner][:, None] == dike[owner]] = np.inf
    facing = apart.argmin(axis=1)
    return [Gap(float(apart[one, other]), (free[one][0], free[other][0]), (free[one][1:], free[other][1:]))
            for one, other in enumerate(facing.tolist())
            if one < other and facing[other] == one and apart[one, other] <= most]


def _dikes(lines: int, met: Sequence[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """Return for each line the lowest of the lines that it hangs together with."""
    dike = np.arange(lines)
    for _ in range(lines):
        before = dike.copy()
        for one, other in met:
            dike[one] = dike[other] = min(dike[one], dike[other])
        if (dike == before).all():
            break
    return dike


def _ends(line: Pieces) -> list[tuple[float, float]]:
    last_x = line.x[-1] + line.ux[-1] * line.length[-1]
    last_y = line.y[-1] + line.uy[-1] * line.length[-1]
    return [(float(line.x[0]), float(line.y[0])), (float(last_x), float(last_y))]
