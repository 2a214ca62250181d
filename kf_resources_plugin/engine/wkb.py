"""Well-known binary of polygons to arrays and back, many rows at once.

Everything the engine stores between its steps is 2D little-endian WKB of type Polygon or MultiPolygon; ``b""``
stands for "no geometry". The format is described in OGC 06-103r4, clause 8.
"""
from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ..rules.areas import Bools, Floats, Ints, Rings

if TYPE_CHECKING:
    from collections.abc import Sequence

Wkbs = npt.NDArray[np.object_]
_Columns = tuple[npt.NDArray[Any], ...]

POLYGON, MULTI_POLYGON = 3, 6
_MIN_CORNERS = 3
_LONG = 1_000  # vertices of a ring
_BYTES = 8_000_000  # of rows whose vertices are arrays at a time
_HEADER = 9  # byte order (1), type (4), number of parts or rings (4)
MULTI_OF_ONE = struct.pack("<BII", 1, MULTI_POLYGON, 1)


@dataclass(frozen=True)
class RingLayout:
    """Where the rings of many WKB rows lie in their concatenation, in row order."""

    data: npt.NDArray[np.uint8]
    """The rows, one after the other."""
    row: Ints
    """(rings,)."""
    part: Ints
    """(rings,): number of the polygon within a MultiPolygon, from 0."""
    is_hole: Bools
    """(rings,)."""
    start: Ints
    """(rings,): byte offset of the first coordinate."""
    count: Ints
    """(rings,): number of vertices, at least 1."""
    rows: int


def _unaligned(data: npt.NDArray[np.uint8], dtype: str) -> npt.NDArray[Any]:
    """Return a view that reads a number at any byte offset."""
    size = np.dtype(dtype).itemsize
    return np.ndarray(shape=(max(len(data) - size + 1, 0),), dtype=dtype, buffer=data, strides=(1,))


def plain_types(wkbs: Sequence[bytes] | Wkbs) -> Ints:
    """Return (rows,): 3 or 6 for 2D little-endian Polygon and MultiPolygon, 0 for ``b""``, -1 for the rest."""
    return _types(*_joined([wkb[:_HEADER] for wkb in wkbs]))


def _joined(wkbs: Sequence[bytes] | Wkbs) -> tuple[npt.NDArray[np.uint8], Ints]:
    """Return the rows one after the other, and their lengths."""
    lengths = np.fromiter(map(len, wkbs), dtype=np.int64, count=len(wkbs))
    return np.frombuffer(b"".join(wkbs), dtype=np.uint8), lengths


def _types(data: npt.NDArray[np.uint8], lengths: Ints) -> Ints:
    types = np.where(lengths == 0, 0, -1)
    long = np.flatnonzero(lengths >= _HEADER)
    begin = (np.cumsum(lengths) - lengths)[long]
    found = _unaligned(data, "<u4")[begin + 1].astype(np.int64)
    plain = (data[begin] == 1) & ((found == POLYGON) | (found == MULTI_POLYGON))
    types[long[plain]] = found[plain]
    return types


def ring_layout(wkbs: Sequence[bytes] | Wkbs) -> RingLayout:
    """Find the rings of 2D little-endian polygons; the loop runs over ring numbers, all rows at once.

    Raises ValueError on any other geometry type and on a truncated row.
    """
    data, lengths = _joined(wkbs)
    types = _types(data, lengths)
    if (types < 0).any():
        raise ValueError(f"row {np.flatnonzero(types < 0)[0]} is not a 2D little-endian Polygon or MultiPolygon")
    ends = np.cumsum(lengths)
    try:
        found = _walk(_unaligned(data, "<u4"), types, ends - lengths)
    except IndexError as error:
        raise ValueError("truncated WKB") from error
    row, part, hole, start, count = [np.concatenate(column) for column in zip(*found)] if found else _no_rings()
    order = np.argsort(row, kind="stable")
    order = order[count[order] > 0]
    if (start + 16 * count > ends[row]).any():  # else it would take its vertices from the next row
        raise ValueError("truncated WKB")
    return RingLayout(data, row[order], part[order], hole[order], start[order], count[order], len(wkbs))


def _no_rings() -> _Columns:
    none = np.empty(0, dtype=np.int64)
    return none, none, none.astype(bool), none, none


def _walk(words: npt.NDArray[np.uint32], types: Ints, begin: Ints) -> list[_Columns]:
    """Read one ring of every row that has rings left, until none has."""
    active = np.flatnonzero(types > 0)
    cursor = begin[active].copy()
    multi = types[active] == MULTI_POLYGON
    parts_left = np.ones(len(active), dtype=np.int64)
    parts_left[multi] = words[cursor[multi] + 5]
    cursor[multi] += _HEADER
    rings_left = np.zeros(len(active), dtype=np.int64)
    part = np.full(len(active), -1, dtype=np.int64)
    hole = np.zeros(len(active), dtype=bool)
    found: list[_Columns] = []
    while len(active):
        opens = (rings_left == 0) & (parts_left > 0)
        rings_left[opens] = words[cursor[opens] + 5]
        cursor[opens] += _HEADER
        parts_left[opens] -= 1
        part[opens] += 1
        hole[opens] = False
        reads = rings_left > 0
        at = cursor[reads]
        count = words[at].astype(np.int64)
        found.append((active[reads], part[reads], hole[reads], at + 4, count))
        cursor[reads] += 4 + 16 * count
        rings_left[reads] -= 1
        hole[reads] = True
        keep = (rings_left > 0) | (parts_left > 0)
        active, cursor, parts_left, rings_left, part, hole = (
            column[keep] for column in (active, cursor, parts_left, rings_left, part, hole)
        )
    return found


def rings_of_layout(layout: RingLayout) -> Rings:
    """Read the coordinates of a layout; x and y float64 (vertices,)."""
    offsets = np.zeros(len(layout.count) + 1, dtype=np.int64)
    np.cumsum(layout.count, out=offsets[1:])
    x, y = (_one_by_one if offsets[-1] > _LONG * len(layout.count) else _all_at_once)(layout)
    return Rings(x, y, offsets, layout.row, layout.is_hole, layout.rows)


def _all_at_once(layout: RingLayout) -> tuple[Floats, Floats]:
    points = _unaligned(layout.data, "<c16")[_places(layout)]  # x and y at a time
    return points.real.copy(), points.imag.copy()


def _one_by_one(layout: RingLayout) -> tuple[Floats, Floats]:
    """Return the coordinates of few long rings: copied in blocks, seven times as fast as vertex by vertex."""
    x, y = np.empty(layout.count.sum()), np.empty(layout.count.sum())
    end = 0
    for start, count in zip(layout.start.tolist(), layout.count.tolist()):
        begin, end = end, end + count
        points = np.frombuffer(layout.data, dtype="<f8", count=2 * count, offset=start)
        x[begin:end], y[begin:end] = points[::2], points[1::2]
    return x, y


def _places(layout: RingLayout) -> Ints:
    """Return (vertices,): the byte offset of every vertex."""
    first = np.cumsum(layout.count) - layout.count
    return np.repeat(layout.start - 16 * first, layout.count) + 16 * np.arange(layout.count.sum(), dtype=np.int64)


def rings_from_wkb(wkbs: Sequence[bytes] | Wkbs) -> Rings:
    """Return all rings of 2D little-endian Polygon and MultiPolygon rows; ``b""`` gives no ring.

    Raises ValueError on any other geometry type and on a truncated row.
    """
    return rings_of_layout(ring_layout(wkbs))


def bounds_of(rings: Rings) -> Floats:
    """Return (rows, 4): xmin, ymin, xmax, ymax; NaN for rows without rings."""
    bounds = np.full((rings.owners, 4), np.nan)
    if not len(rings.owner):
        return bounds
    first = np.flatnonzero(np.diff(rings.owner, prepend=-1))
    rows, starts = rings.owner[first], rings.offsets[first]
    for column, values in enumerate((rings.x, rings.y)):
        bounds[rows, column] = np.minimum.reduceat(values, starts)
        bounds[rows, column + 2] = np.maximum.reduceat(values, starts)
    return bounds


def open_rings(rings: Rings) -> Ints:
    """Return the rows, ascending, with a ring whose last vertex does not repeat the first or that has no 3 corners."""
    first, last = rings.offsets[:-1], rings.offsets[1:] - 1
    is_open = (rings.x[first] != rings.x[last]) | (rings.y[first] != rings.y[last])
    return np.unique(rings.owner[is_open | (last - first < _MIN_CORNERS)])


def planar_areas(rings: Rings) -> Floats:
    """Return (rows,): planar area in squared units of the coordinates, holes taken off.

    For comparing shapes only; areas that are reported come from ``rules.areas``.
    """
    signed = np.abs(signed_ring_areas(rings))
    return np.bincount(rings.owner, np.where(rings.is_hole, -signed, signed), rings.owners).astype(np.float64)


def signed_ring_areas(rings: Rings) -> Floats:
    """Return (rings,): planar area, positive where the ring runs counter-clockwise."""
    if not len(rings.owner):
        return np.empty(0)
    first, counts = rings.offsets[:-1], np.diff(rings.offsets)
    # Differences to the ring's first vertex keep all digits at coordinates of tens of millions.
    x = rings.x - np.repeat(rings.x[first], counts)
    y = rings.y - np.repeat(rings.y[first], counts)
    cross = np.zeros(len(x))
    cross[:-1] = x[:-1] * y[1:] - x[1:] * y[:-1]
    cross[rings.offsets[1:] - 1] = 0.0
    return np.add.reduceat(cross, first) / 2.0


def runs(wkbs: Sequence[bytes] | Wkbs, most: int) -> list[slice]:
    """Return runs of rows of at most so many bytes, at least one row each: whose vertices may be arrays at a time."""
    ends = np.cumsum(np.fromiter(map(len, wkbs), dtype=np.int64, count=len(wkbs)))
    found = []
    begin = 0
    while begin < len(wkbs):
        reached = int(ends[begin - 1]) if begin else 0
        end = max(int(np.searchsorted(ends, reached + most, side="right")), begin + 1)
        found.append(slice(begin, end))
        begin = end
    return found


def wkb_bounds(wkbs: Sequence[bytes] | Wkbs) -> Floats:
    """Return ``bounds_of`` rows, not all their vertices at a time."""
    return np.concatenate([np.empty((0, 4)), *(bounds_of(rings_from_wkb(wkbs[run])) for run in runs(wkbs, _BYTES))])


def wkb_areas(wkbs: Sequence[bytes] | Wkbs) -> Floats:
    """Return ``planar_areas`` of rows, not all their vertices at a time."""
    return np.concatenate([np.empty(0), *(planar_areas(rings_from_wkb(wkbs[run])) for run in runs(wkbs, _BYTES))])


def with_coordinates(layout: RingLayout, lengths: Ints, x: Floats, y: Floats) -> list[bytes]:
    """Return the rows of a layout with other coordinates, in the order of ``rings_of_layout``.

    ``lengths`` (rows,) are the lengths of the rows in bytes.
    """
    data = layout.data.copy()
    numbers = _unaligned(data, "<f8")
    place = _places(layout)
    numbers[place] = x
    numbers[place + 8] = y
    ends = np.cumsum(lengths)
    return [data[end - length:end].tobytes() for end, length in zip(ends.tolist(), lengths.tolist())]


def with_vertices(wkbs: Wkbs, layout: RingLayout, after: Ints, x: Floats, y: Floats) -> Wkbs:
    """Return the rows of a layout with vertices put in after some, each known by its number, ascending."""
    if not len(after):
        return wkbs
    place = _places(layout)[after] + 16 + 16 * np.arange(len(after))
    added = (place[:, np.newaxis] + np.arange(16)).ravel()
    data = np.empty(len(layout.data) + len(added), dtype=np.uint8)
    kept = np.ones(len(data), dtype=bool)
    kept[added] = False
    data[kept] = layout.data
    data[added] = np.column_stack([x, y]).astype("<f8").view(np.uint8).ravel()
    more = np.bincount(np.searchsorted(np.cumsum(layout.count), after, side="right"), minlength=len(layout.count))
    _unaligned(data, "<u4")[layout.start - 4 + 16 * (np.cumsum(more) - more)] = layout.count + more
    lengths = np.fromiter(map(len, wkbs), dtype=np.int64, count=len(wkbs))
    lengths += 16 * np.bincount(layout.row, more, len(wkbs)).astype(np.int64)
    ends = np.cumsum(lengths)
    return as_wkb_array([data[end - length:end].tobytes() for end, length in zip(ends.tolist(), lengths.tolist())])


def moved(wkbs: Sequence[bytes] | Wkbs, by: Floats) -> Wkbs:
    """Return rows with so much added to x and y, (rows, 2) or (2,)."""
    layout = ring_layout(wkbs)
    rings = rings_of_layout(layout)
    dx, dy = np.repeat(np.broadcast_to(by, (len(wkbs), 2))[layout.row], layout.count, axis=0).T
    lengths = np.fromiter(map(len, wkbs), dtype=np.int64, count=len(wkbs))
    return as_wkb_array(with_coordinates(layout, lengths, rings.x + dx, rings.y + dy))


def near_origins(bounds: Floats) -> Floats:
    """Return for bounds (n, 4) origins nearby, (n, 2), from which coordinates are the same ones in fewer digits.

    They have half the digits, so that nothing is rounded when they are taken off, whatever the unit.
    """
    return bounds[:, :2].astype(np.float32).astype(np.float64)


def closed(wkb: bytes) -> bytes:
    """Return a polygon with open rings closed and rings of fewer than three corners left out, ``b""`` if none stays."""
    layout = ring_layout([wkb])
    rings = rings_of_layout(layout)
    polygons: dict[int, list[Floats]] = {}
    for number in range(len(layout.row)):
        span = slice(rings.offsets[number], rings.offsets[number + 1])
        ring = np.column_stack([rings.x[span], rings.y[span]])
        part = int(layout.part[number])
        enough = len(ring) - int((ring[0] == ring[-1]).all()) >= _MIN_CORNERS
        if enough and (part in polygons or not layout.is_hole[number]):
            polygons.setdefault(part, []).append(ring)
    parts = [polygon_wkb(polygons[part]) for part in sorted(polygons)]
    return parts[0] if len(parts) == 1 else multi_polygon_wkb(parts)


def polygon_wkb(rings: Sequence[Floats]) -> bytes:
    """Return the WKB of one polygon from its rings, (n, 2) each, the shell first; open rings are closed."""
    pieces = [struct.pack("<BII", 1, POLYGON, len(rings))]
    for ring in rings:
        closed = ring if ring[0].tolist() == ring[-1].tolist() else np.vstack([ring, ring[:1]])
        pieces.append(struct.pack("<I", len(closed)))
        pieces.append(np.ascontiguousarray(closed, dtype="<f8").tobytes())
    return b"".join(pieces)


def multi_polygon_wkb(polygons: Sequence[bytes]) -> bytes:
    """Return a MultiPolygon of polygons; ``b""`` for none."""
    if not polygons:
        return b""
    return struct.pack("<BII", 1, MULTI_POLYGON, len(polygons)) + b"".join(polygons)


def unwrapped(wkb: bytes) -> bytes:
    """Return the polygon of a MultiPolygon that holds only one, any other row as it is: drivers differ in wrapping."""
    return wkb[_HEADER:] if wkb[:_HEADER] == MULTI_OF_ONE else wkb


def single_polygons(wkbs: Wkbs) -> tuple[Ints, Wkbs]:
    """Return (row, polygon) for every polygon of plain rows, in their order; ``b""`` gives none."""
    types = plain_types(wkbs)
    if (types == POLYGON).all():
        return np.arange(len(wkbs), dtype=np.int64), wkbs
    layout = ring_layout(wkbs)
    first = np.flatnonzero(~layout.is_hole)
    rows = layout.row[first]
    ends = np.cumsum(np.fromiter(map(len, wkbs), dtype=np.int64, count=len(wkbs)))
    # a polygon's header is 9 bytes, and 4 with the number of its vertices stand before the first
    begin = layout.start[first] - _HEADER - 4
    end = np.append(begin[1:], len(layout.data))
    end = np.minimum(end, ends[rows])
    whole = types[rows] == POLYGON
    singles = [wkbs[row] if is_whole else layout.data[a:b].tobytes()
               for row, is_whole, a, b in zip(rows.tolist(), whole.tolist(), begin.tolist(), end.tolist())]
    return rows, as_wkb_array(singles)


def are_rows(wkbs: Wkbs, table: Wkbs, rows: Ints) -> Bools:
    """Tell which geometries are, byte by byte, those of the given rows of a table; −1 is no row."""
    there = np.flatnonzero(rows >= 0)
    found = np.zeros(len(wkbs), dtype=bool)
    found[there] = np.asarray(wkbs[there] == table[rows[there]], dtype=bool)
    return found


def distinct(wkbs: Wkbs) -> tuple[Wkbs, Ints]:
    """Return rows without those that are the same object, and the place of each among them: a road held once."""
    _, first, place = np.unique(np.fromiter(map(id, wkbs), dtype=np.int64, count=len(wkbs)), return_index=True,
                                return_inverse=True)
    return wkbs[first], place.reshape(-1)


def as_wkb_array(wkbs: Sequence[bytes | None] | Wkbs) -> Wkbs:
    """Return an object array of the rows: as an array of bytes NumPy would strip trailing zero bytes."""
    return np.array(list(wkbs), dtype=object)
