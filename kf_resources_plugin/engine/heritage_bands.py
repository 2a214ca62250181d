"""How a tier lies in the one that should hold it, which may be the whole area or only the band around it.

Which of the two is told by what they share: an inner tier that lies mostly on the outer one's land is nested; one that
lies mostly beside it fills the hole of a band, or reaches the outer line on a side where there is no band.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .heritage_parts import parts_of_shape
from .heritage_shapes import filled
from .subtraction import divide, unite
from .wkb import as_wkb_array, wkb_areas

if TYPE_CHECKING:
    from ..rules.progress import Progress
    from .kernel import Kernel

_HAIR = 0.001  # of the inner tier on the outer one: borders that were drawn twice


@dataclass(frozen=True)
class Fit:
    """The land of an inner tier, b"" for none: on the outer tier, in a hole of it, beside it, beyond it.

    beside: what borders on a band that does not go round it, whatever of the tier lies in a hole; nobody knows from it
    where the outer line runs.
    """

    shared: bytes
    in_hole: bytes
    beside: bytes
    out: bytes

    @property
    def enclosed(self) -> list[bytes]:
        """Return what the outer line holds though it is no land of the band."""
        return [wkb for wkb in (self.in_hole, self.beside) if wkb]


def fit(inner: bytes, outer: bytes, kernel: Kernel, progress: Progress) -> Fit:
    """Return how two plain polygons lie in each other. Raises ValueError where GEOS cannot cut them."""
    shared, rest = divide(kernel, inner, outer, progress)
    if not rest or 2.0 * _area(shared) >= _area(inner):
        return Fit(shared, b"", b"", rest)
    in_hole, out = divide(kernel, rest, filled(outer, kernel, progress), progress)
    if not out or _area(shared) > _HAIR * _area(inner):
        return Fit(shared, in_hole, b"", out)
    parts = parts_of_shape(out)
    joined = np.array([_borders(part, outer, kernel, progress) for part in parts])
    return Fit(shared, in_hole, *(unite(kernel, parts[chosen], progress) if chosen.any() else b""
                              for chosen in (joined, ~joined)))


def _borders(part: bytes, outer: bytes, kernel: Kernel, progress: Progress) -> bool:
    """Tell whether a polygon beside another has an edge in common with it, not just a corner."""
    both = unite(kernel, as_wkb_array([part, outer]), progress)
    return len(parts_of_shape(both)) <= len(parts_of_shape(outer))


def _area(wkb: bytes) -> float:
    return float(wkb_areas(as_wkb_array([wkb]))[0])
