"""What several polygons cover, for those who can go on without it: nothing where GEOS cannot unite them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .subtraction import unite

if TYPE_CHECKING:
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs


def united_shape(wkbs: Wkbs, kernel: Kernel, progress: Progress, doubled: float = np.inf) -> bytes:
    """Return what some valid polygons cover, ``b""`` where GEOS cannot unite them: it ends no run.

    doubled: the most that they may cover twice, as ``unite`` takes it.
    """
    try:
        return unite(kernel, wkbs, progress, doubled)
    except ValueError:
        return b""


def united_shapes(wkbs: Wkbs, group: np.ndarray, groups: int, kernel: Kernel, progress: Progress,
                  doubled: float = np.inf) -> list[bytes]:
    """Return the shape of each group of polygons; group: int64 (rows,) position among ``groups``.

    doubled: the most that those of one group may cover twice, as ``unite`` takes it.
    """
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(groups + 1))
    shapes = []
    for number, (begin, end) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist())):
        progress.check()
        progress.set(number / groups)
        shapes.append(united_shape(wkbs[order[begin:end]], kernel, progress, doubled))
    progress.set(1.0)
    return shapes
