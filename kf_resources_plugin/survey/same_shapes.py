"""Shapes that a program wrote anew without anybody having edited them: another first corner, the other direction, the
parts in another order, or the last digits of coordinates.
"""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsGeometry

from .returned_shapes import OddShape

if TYPE_CHECKING:
    from ..rules.three_way import Row


class SameShapes:
    """Tells shapes apart; ``slip``: by how much coordinates may differ, in units of their CRS."""

    def __init__(self, slip: float) -> None:
        self._slip = slip

    def settled(self, row: Row, origin: Row) -> Row:
        """Return a row with the shape that left, byte for byte, where its own is the same."""
        if row.shape == origin.shape or not row.shape or not origin.shape or isinstance(row.shape, OddShape):
            return row
        return replace(row, shape=origin.shape) if self._same(row.shape, origin.shape) else row

    def _same(self, one: bytes, other: bytes) -> bool:
        shapes = [QgsGeometry(), QgsGeometry()]
        for shape, wkb in zip(shapes, (one, other)):
            shape.fromWkb(wkb)
        if self._near(*shapes):
            return True
        for shape in shapes:
            shape.normalize()
        return self._near(*shapes)

    def _near(self, one: QgsGeometry, other: QgsGeometry) -> bool:
        if one.wkbType() != other.wkbType():
            return False
        (counts, first), (wanted, second) = _corners(one), _corners(other)
        if counts != wanted:
            return False
        slip = self._slip + np.spacing(np.abs(second))
        return bool(np.all((np.abs(first - second) <= slip) | (np.isnan(first) & np.isnan(second))))


def _corners(shape: QgsGeometry) -> tuple[list[list[int]], np.ndarray]:
    """Return the counts of corners by part and ring, and all of them (n × 4: x, y, z, m; NaN for none)."""
    parts = shape.constGet().coordinateSequence()
    corners = [(point.x(), point.y(), point.z(), point.m()) for part in parts for ring in part for point in ring]
    return [[len(ring) for ring in part] for part in parts], np.array(corners, dtype=float).reshape(-1, 4)
