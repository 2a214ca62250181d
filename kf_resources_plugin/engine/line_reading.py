"""Layers of lines to arrays: any line geometry as parts of straight edges, in one array of vertices."""
from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCsException, QgsWkbTypes

from .plain_polygons import EMPTY, NOT_TRANSFORMED, UNREADABLE, curve_tolerance, straight
from .reading import FeatureTable, read_features, rows_noted
from .transforming import transform_points
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransform, QgsGeometry

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .layer_features import LayerFeatures
    from .wkb import Wkbs

# Notes on rows, besides those of ``plain_polygons``.
NOT_LINES = "not_lines"  # points or polygons of a collection left out
ZERO_LENGTH = "zero_length"  # parts without length left out

_LINE, _MULTI_LINE = 2, 5
_HEADER = 9  # byte order (1), type (4), number of parts or vertices (4)
_CHECK_EVERY = 1_000  # rows


@dataclass(frozen=True)
class LineTable(FeatureTable):
    """The rows of a line layer; wkb: LineString, MultiLineString of two or more, no vertex repeated at once."""


@dataclass(frozen=True)
class LineParts:
    """Lines as vertices. x, y: (vertices,); offsets: (parts + 1,) where each begins; row: (parts,) of the table."""

    x: Floats
    y: Floats
    offsets: Ints
    row: Ints

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.row)

    def part(self, number: int) -> Floats:
        """Return the vertices of one part, (n, 2)."""
        span = slice(self.offsets[number], self.offsets[number + 1])
        return np.column_stack([self.x[span], self.y[span]])


def read_lines(features: LayerFeatures, fields: Sequence[str], progress: Progress, *, name: str = "") -> LineTable:
    """Read a line layer and the named fields. Raises PlannerError where a file is damaged."""
    raw = read_features(features, list(dict.fromkeys(fields)), progress)
    tolerance = curve_tolerance(features.crs.isGeographic())
    notes: dict[str, list[int]] = {}
    wkbs: list[bytes] = []
    for row, wkb in enumerate(raw.wkb):
        if row % _CHECK_EVERY == 0:
            progress.check()
        plain, remarks = _plain_line(wkb, tolerance)
        wkbs.append(plain)
        for remark in remarks:
            notes.setdefault(remark, []).append(row)
    shapes = as_wkb_array(wkbs)
    table = LineTable(name or features.name, features.crs, raw.fids, shapes, _bounds(shapes), raw.columns,
                      rows_noted(notes))
    in_order = bool((np.diff(raw.fids) > 0).all())
    return table if in_order else table.take(np.argsort(raw.fids, kind="stable"))


def parts_of(wkbs: Sequence[bytes] | Wkbs) -> LineParts:
    """Return the parts of plain lines, as ``LineTable`` holds them, in the order of rows; ``b""`` has none."""
    parts: list[Floats] = []
    row: list[int] = []
    for number, wkb in enumerate(wkbs):
        found = _vertices(wkb)
        parts += found
        row += [number] * len(found)
    points = np.concatenate([np.empty((0, 2)), *parts])
    offsets = np.cumsum([0, *map(len, parts)])
    return LineParts(points[:, 0], points[:, 1], offsets, np.array(row, dtype=np.int64))


def brought_lines(table: LineTable, transform: QgsCoordinateTransform, progress: Progress) -> LineTable:
    """Return the table in the destination CRS of a transformation; what could not be transformed is emptied, noted."""
    notes = {note: rows.tolist() for note, rows in table.notes.items()}
    wkbs: list[bytes] = []
    for row, wkb in enumerate(table.wkb.tolist()):
        if row % _CHECK_EVERY == 0:
            progress.check()
        try:
            moved = [np.column_stack(transform_points(part[:, 0], part[:, 1], transform)) for part in _vertices(wkb)]
        except QgsCsException:
            moved = []
            notes.setdefault(NOT_TRANSFORMED, []).append(row)
        wkbs.append(lines_wkb(moved))
    shapes = as_wkb_array(wkbs)
    return replace(table, crs=transform.destinationCrs(), wkb=shapes, bounds=_bounds(shapes), notes=rows_noted(notes))


def lines_wkb(parts: Sequence[Floats]) -> bytes:
    """Return the WKB of lines, (n, 2) vertices each: one is a LineString, ``b""`` for none."""
    lines = [struct.pack("<BII", 1, _LINE, len(part)) + np.ascontiguousarray(part, dtype="<f8").tobytes()
             for part in parts]
    if len(lines) < 2:  # noqa: PLR2004
        return lines[0] if lines else b""
    return struct.pack("<BII", 1, _MULTI_LINE, len(lines)) + b"".join(lines)


def _vertices(wkb: bytes) -> list[Floats]:
    """Return the vertices, (n, 2), of each part of a plain line."""
    if not wkb:
        return []
    kind, count = struct.unpack_from("<II", wkb, 1)
    place = 0 if kind == _LINE else _HEADER
    parts = []
    for _ in range(1 if kind == _LINE else count):
        (size,) = struct.unpack_from("<I", wkb, place + 5)
        parts.append(np.frombuffer(wkb, "<f8", 2 * size, place + _HEADER).reshape(-1, 2))
        place += _HEADER + 16 * size
    return parts


def _plain_line(wkb: bytes, tolerance: float) -> tuple[bytes, set[str]]:
    """Return any geometry as a plain line and what was left out or replaced."""
    geometry, notes = straight(wkb, tolerance)
    if geometry is None:
        return b"", notes
    found = _line_parts(geometry)
    if any(part is None for part in found):
        notes.add(NOT_LINES)
    drawn = [points for part in found if part for points in _vertices(part)]
    if not all(np.isfinite(points).all() for points in drawn):
        return b"", notes | {UNREADABLE}
    distinct = [points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]] for points in drawn]
    long = [points for points in distinct if len(points) > 1]
    if len(long) < len(drawn):
        notes.add(ZERO_LENGTH)
    elif not long:
        notes.add(EMPTY)
    return lines_wkb(long), notes


def _line_parts(geometry: QgsGeometry) -> list[bytes | None]:
    """Return the lines of a geometry, however nested; None for a part that is a point or polygon."""
    if QgsWkbTypes.isMultiType(geometry.wkbType()):
        return [wkb for part in geometry.asGeometryCollection() for wkb in _line_parts(part)]
    if geometry.type() != QgsWkbTypes.GeometryType.LineGeometry:
        return [None]
    return [b"" if geometry.isEmpty() else bytes(geometry.asWkb())]


def _bounds(wkbs: Wkbs) -> Floats:
    bounds = np.full((len(wkbs), 4), np.nan)
    parts = parts_of(wkbs)
    for number, row in enumerate(parts.row.tolist()):
        points = parts.part(number)
        bounds[row, :2] = np.fmin(bounds[row, :2], points.min(axis=0))
        bounds[row, 2:] = np.fmax(bounds[row, 2:], points.max(axis=0))
    return bounds
