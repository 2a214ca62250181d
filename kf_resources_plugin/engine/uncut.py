"""What could not be cut, listed with the kernel of a run, so that the run goes on and tells of it at its end."""
from __future__ import annotations

from typing import TYPE_CHECKING

from .kernel import Uncut
from .overlay import Overlay, overlay

if TYPE_CHECKING:
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .reading import PolygonTable


def list_uncut(kernel: Kernel, layer: PolygonTable, wkb: bytes, reason: str) -> None:
    """Note that a shape could not be cut by a polygon of a layer."""
    kernel.uncut.append(Uncut(layer.name, bytes(wkb), reason))


def listed_overlay(subjects: PolygonTable, land: PolygonTable, kernel: Kernel, progress: Progress, *,
                   later_only: bool = False) -> Overlay:
    """Return ``overlay`` for callers that have no words of their own for pairs that fail: their subjects are listed."""
    cut = overlay(subjects, land, kernel, progress, later_only=later_only)
    for row, _, reason in cut.failed:
        list_uncut(kernel, land, subjects.wkb[row], reason)
    return cut
