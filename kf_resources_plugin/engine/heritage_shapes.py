"""Polygons without their holes, and the holes as polygons: what a line goes round is inside it."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .subtraction import unite
from .wkb import as_wkb_array, polygon_wkb, ring_layout, rings_of_layout

if TYPE_CHECKING:
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs


def filled(wkb: bytes, kernel: Kernel, progress: Progress) -> bytes:
    """Return a plain polygon with everything its outer rings go round. Raises ValueError where GEOS cannot unite it."""
    return unite(kernel, _rings(wkb, holes=False), progress)


def holes_of(wkb: bytes) -> Wkbs:
    """Return the holes of a plain polygon, each a polygon of its own, sorted by shape."""
    return as_wkb_array(sorted(_rings(wkb, holes=True)))


def _rings(wkb: bytes, *, holes: bool) -> Wkbs:
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    spans = [slice(*rings.offsets[ring:ring + 2]) for ring in np.flatnonzero(layout.is_hole == holes).tolist()]
    return as_wkb_array([polygon_wkb([np.column_stack([rings.x[span], rings.y[span]])]) for span in spans])
