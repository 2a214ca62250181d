"""The narrow door to GEOS: two kernels with the same results, and what is done when an operation fails.

A kernel keeps shapes of its own kind; between kernels, tables and threads only WKB passes. QGIS's geometry classes are
always there; Shapely 2 works on whole arrays and is used where it imports.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from .wkb import Wkbs

INTERSECTION, DIFFERENCE = "intersection", "difference"

# Grid of the last attempt: coarser than the rounding of coordinates that made the first two fail, finer than survey.
_GRID_M = 1e-4
_GRID_DEGREES = 1e-9
_DEGREES = 400.0  # no coordinate in degrees is larger

Shapes = Any  # a sequence of the kernel's own geometries, None where there is none


@dataclass(frozen=True)
class Uncut:
    """A shape that stayed whole because no attempt could cut it.

    layer: by whose polygons; wkb: the shape; reason: GEOS's of the last attempt.
    """

    layer: str
    wkb: bytes
    reason: str


class Kernel(Protocol):
    """What the engine needs of GEOS.

    uncut: what this kernel was asked to cut and could not, for the run to tell of. Each run has a kernel of its own.
    """

    name: str
    uncut: list[Uncut]

    def load(self, wkbs: Sequence[bytes] | Wkbs) -> Shapes:
        """Return shapes of plain polygon WKB, None for ``b""`` and for what GEOS cannot hold."""

    def load_valid(self, wkbs: Sequence[bytes] | Wkbs) -> Shapes:
        """Return shapes as ``load`` does, None for what is not valid, too."""

    def dump(self, shapes: Shapes) -> Wkbs:
        """Return the polygons in shapes as plain WKB: Polygon, MultiPolygon of two or more, ``b""`` for none."""

    def combine(self, operation: str, left: Shapes, right: Shapes) -> tuple[list[Any], dict[int, str]]:
        """Intersect or subtract pairwise; return the results (None on failure) and the reasons by position."""

    def union(self, wkbs: Sequence[bytes] | Wkbs) -> bytes:
        """Return what any of the polygons covers; raises ValueError when GEOS cannot."""

    def clip(self, shape: Any, xmin: float, ymin: float, xmax: float, ymax: float) -> Any:
        """Return the polygons of a shape in a rectangle, valid; None when nothing is left.

        Where GEOS cannot clip the shape comes back whole: clipping only saves work.
        """

    def size(self, shape: Any) -> int:
        """Return the number of vertices."""

    def moved(self, shapes: Shapes, by: Floats) -> Shapes:
        """Return copies with so much added to x and y, (shapes, 2) or (2,)."""

    def measures(self, shapes: Shapes) -> tuple[Floats, Floats, Floats]:
        """Return (area, half the length of all rings, largest coordinate) of each shape, planar; 0 for none."""

    def not_valid(self, shapes: Shapes) -> Ints:
        """Return the positions of shapes that are not valid."""

    def contains_points(self, shape: Any, x: Floats, y: Floats) -> Bools:
        """Tell for points off the boundary whether they are inside, shape (points,)."""

    def invalid(self, wkbs: Sequence[bytes] | Wkbs) -> dict[int, str]:
        """Return GEOS's reason for every row that is not valid."""

    def faces(self, wkb: bytes) -> Wkbs:
        """Return the bounded parts that lines, or the rings of polygons, cut out of the plane.

        They have a vertex wherever two lines meet; polygons of one geometry may overlap. Raises ValueError on failure.
        """

    def make_valid(self, shape: Any) -> Any:
        """Return a valid shape with the polygons that the shape's lines enclose, None when there are none."""

    def snap(self, shape: Any, grid: float) -> Any:
        """Return a valid shape with its vertices on a grid, None when nothing is left."""


def pick_kernel(name: str | None = None) -> Kernel:
    """Return the kernel 'qgis' or 'shapely'; without a name Shapely where it imports.

    Raises ImportError when Shapely is asked for and there is none, ValueError for another name.
    """
    if name not in {None, "qgis", "shapely"}:
        raise ValueError(f"unknown kernel {name!r}")
    if name != "qgis":
        try:
            from .kernel_shapely import ShapelyKernel  # noqa: PLC0415  # optional
        except (ImportError, OSError):  # OSError: its GEOS library does not load
            if name == "shapely":
                raise
        else:
            return ShapelyKernel()
    from .kernel_qgis import QgisKernel  # noqa: PLC0415  # not needed beside Shapely

    return QgisKernel()


def combine(kernel: Kernel, operation: str, left: Shapes, right: Shapes,
            grid: float | None = None) -> tuple[list[Any], dict[int, str]]:
    """Intersect or subtract pairwise; pairs that fail are tried again on repaired, then on grid-snapped copies.

    grid: of the last attempt, where shapes are not in the coordinates of their layer, which tell it. Returns the
    shapes, None where the last attempt failed too, and its reason by position.
    """
    results, failures = kernel.combine(operation, left, right)
    for attempt in (kernel.make_valid, _snapped(kernel, grid)):
        for position in list(failures):
            one, other = attempt(left[position]), attempt(right[position])
            if one is None or other is None:
                results[position] = one if operation == DIFFERENCE else None
                del failures[position]
                continue
            (results[position],), reasons = kernel.combine(operation, [one], [other])
            if reasons:
                failures[position] = reasons[0]
            else:
                del failures[position]
    return results, failures


def _snapped(kernel: Kernel, grid: float | None) -> Any:
    def attempt(shape: Any) -> Any:
        return kernel.snap(shape, snapping_grid(kernel.dump([shape])[0]) if grid is None else grid)

    return attempt


def snapping_grid(wkb: bytes) -> float:
    """Return the grid of the last attempt for a polygon in coordinates of its layer."""
    coordinates = np.frombuffer(wkb[-16:], dtype="<f8")  # the last vertex tells metres from degrees
    return _GRID_DEGREES if (np.abs(coordinates) < _DEGREES).all() else _GRID_M
