"""From rings of vertex keys to WKB polygons."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .keys import Floats, Ints, to_metres, unpack
from .rings import offsets, ring_areas, signed_rings, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

_POLYGON = b"\x01\x03\x00\x00\x00"
_MULTI = b"\x01\x06\x00\x00\x00"


def closed_rings(key: Ints, offset: Ints) -> tuple[Floats, Floats, Ints]:
    """Return x, y in metres and offsets of rings with their first vertex repeated at the end."""
    length = np.diff(offset)
    take = spread(offset[:-1], length)
    closed = np.empty(len(take) + len(length), dtype=np.int64)
    ends = np.cumsum(length + 1) - 1
    inner = np.ones(len(closed), dtype=bool)
    inner[ends] = False
    closed[inner] = key[take]
    closed[ends] = key[offset[:-1]]
    x, y = to_metres(closed)
    return x, y, offsets(length + 1)


def _ring_bytes(key: Ints, offset: Ints) -> list[bytes]:
    """Return every ring as WKB writes it: count, then points."""
    x, y, closed = closed_rings(key, offset)
    data = np.column_stack([x, y]).astype("<f8").tobytes()
    counts = np.diff(closed).astype("<u4").tobytes()
    starts = closed.tolist()
    return [counts[4 * n: 4 * n + 4] + data[16 * starts[n]: 16 * starts[n + 1]] for n in range(len(starts) - 1)]


def simple_polygons(key: Ints, offset: Ints) -> list[bytes]:
    """Return one polygon without holes for each ring."""
    head = _POLYGON + b"\x01\x00\x00\x00"
    return [head + ring for ring in _ring_bytes(key, offset)]


def dissolved(start: Ints, end: Ints, owner: Ints) -> tuple[Ints, list[bytes], Floats]:
    """Return (owner, multi-polygon, plane area in m²) of what directed edges bound, by owner.

    Edges between vertex keys have their owner on the left; opposite ones of one owner cancel.
    """
    key, offset, ring_owner, _ = signed_rings(start, end, owner)
    key, offset, origin = _split_touching(key, offset)
    ring_owner = ring_owner[origin]
    area = ring_areas(key, offset)
    rings = _ring_bytes(key, offset)
    holes = _holes_by_outer(key, offset, ring_owner, area)
    outers = np.flatnonzero(area > 0)
    outers = outers[np.argsort(ring_owner[outers], kind="stable")]
    names, first = np.unique(ring_owner[outers], return_index=True)
    wkbs = []
    for part in np.split(outers, first[1:]):
        polygons = [_polygon([rings[outer], *(rings[hole] for hole in holes.get(int(outer), []))]) for outer in part]
        wkbs.append(_MULTI + len(polygons).to_bytes(4, "little") + b"".join(polygons))
    total = np.zeros(len(names))
    np.add.at(total, np.searchsorted(names, ring_owner), area)
    return names, wkbs, total


def _polygon(rings: list[bytes]) -> bytes:
    return _POLYGON + len(rings).to_bytes(4, "little") + b"".join(rings)


def _split_touching(key: Ints, offset: Ints) -> tuple[Ints, Ints, Ints]:
    """Split rings that pass a vertex twice, so that every ring is simple; returns also each ring's origin."""
    ring = np.repeat(np.arange(len(offset) - 1), np.diff(offset))
    order = np.lexsort((key, ring))
    twice = (key[order][1:] == key[order][:-1]) & (ring[order][1:] == ring[order][:-1])
    touching = np.unique(ring[order][1:][twice])
    if not len(touching):
        return key, offset, np.arange(len(offset) - 1)
    whole = np.setdiff1d(np.arange(len(offset) - 1), touching)
    keys = [key[spread(offset[whole], offset[whole + 1] - offset[whole])]]
    lengths, origins = [*np.diff(offset)[whole].tolist()], [*whole.tolist()]
    for row in touching.tolist():
        for loop in _loops(key[offset[row]: offset[row + 1]].tolist()):
            keys.append(np.array(loop, dtype=np.int64))
            lengths.append(len(loop))
            origins.append(row)
    return np.concatenate(keys), offsets(np.array(lengths)), np.array(origins, dtype=np.int64)


def _loops(vertices: list[int]) -> Iterator[list[int]]:
    """Yield the simple loops of a closed walk."""
    path: list[int] = []
    place: dict[int, int] = {}
    for vertex in vertices:
        if vertex in place:
            start = place[vertex]
            loop = path[start:]
            for name in loop[1:]:
                del place[name]
            del path[start + 1:]
            yield loop
        else:
            place[vertex] = len(path)
            path.append(vertex)
    yield path


def _holes_by_outer(key: Ints, offset: Ints, owner: Ints, area: Floats) -> dict[int, list[int]]:
    """Return for outer rings the holes in them: the smallest outer ring of the owner that holds the hole."""
    result: dict[int, list[int]] = {}
    x, y = unpack(key)
    for hole in np.flatnonzero(area < 0).tolist():
        candidates = np.flatnonzero((owner == owner[hole]) & (area > -area[hole]))
        candidates = candidates[np.argsort(area[candidates], kind="stable")]
        start, after = offset[hole], offset[hole] + 1
        px, py = (x[start] + x[after]) / 2.0, (y[start] + y[after]) / 2.0
        for outer in candidates.tolist():
            part = slice(offset[outer], offset[outer + 1])
            if _holds(x[part], y[part], px, py):
                result.setdefault(outer, []).append(hole)
                break
        else:
            raise ValueError("a hole without an outer ring")
    return result


def _holds(x: Ints, y: Ints, px: float, py: float) -> bool:
    """Tell whether a point is inside a ring (ray to the north)."""
    bx, by = np.roll(x, -1), np.roll(y, -1)
    spans = (x <= px) != (bx <= px)
    height = y[spans] + (px - x[spans]) * ((by - y)[spans] / (bx - x)[spans])
    return bool(np.count_nonzero(height > py) % 2)
