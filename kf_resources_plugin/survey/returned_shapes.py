"""Shapes in a GeoPackage of somebody else's: taken apart by hand before any library sees them.

A count that promises more vertices than there are bytes would make a library reserve memory for them.
"""
from __future__ import annotations

import struct

from qgis.core import QgsGeometry

_MAGIC, _HEAD = b"GP", 8
_ENVELOPES = (0, 32, 48, 48, 64)  # bytes, by the kind in the flags
_EXTENDED = 0x20
_POINT, _LINE, _POLYGON, _SEVERAL = 1, 2, 3, frozenset({4, 5, 6})
_SIDES = 2  # x and y


class OddShape(bytes):
    """A shape that cannot be read, as it stands."""


def shape_of(blob: object) -> bytes:
    """Return a shape of a GeoPackage (OGC 12-128, 2.1.3) as multi-part WKB, b'' for none; OddShape when it is broken.
    """
    if blob is None:
        return b""
    if not isinstance(blob, bytes):
        return OddShape(repr(blob).encode("utf-8", "backslashreplace"))
    try:
        wkb = _wkb(blob)
        if _end(wkb, 0, 0) != len(wkb):
            return OddShape(blob)
    except (struct.error, IndexError, ValueError):
        return OddShape(blob)
    shape = QgsGeometry()
    shape.fromWkb(wkb)
    return wkb_of(shape) if not shape.isNull() else OddShape(blob)


def wkb_of(shape: QgsGeometry) -> bytes:
    """Return a shape as multi-part WKB, b'' for none and for an empty one."""
    if shape.isNull() or shape.isEmpty():
        return b""
    several = QgsGeometry(shape)
    several.convertToMultiType()
    return bytes(several.asWkb())


def flat_wkb(shape: QgsGeometry) -> bytes:
    """Return the WKB of a shape without heights and measures, b'' for none."""
    flat = QgsGeometry(shape)
    if not flat.isNull():
        flat.get().dropZValue()
        flat.get().dropMValue()
    return bytes(flat.asWkb()) if not flat.isNull() else b""


def _wkb(blob: bytes) -> bytes:
    flags = blob[3]
    if blob[:2] != _MAGIC or flags & _EXTENDED:
        raise ValueError
    return blob[_HEAD + _ENVELOPES[(flags >> 1) & 7]:]


def _end(wkb: bytes, start: int, depth: int) -> int:
    """Return where a shape ends by its counts, which is the end of the bytes in a sound one.

    Raises ValueError, IndexError or struct.error.
    """
    order = "<" if wkb[start] == 1 else ">"
    [code] = struct.unpack_from(f"{order}I", wkb, start + 1)
    kind, place = code % 1000, start + 5
    width = 8 * (_SIDES + (0, 1, 1, 2)[code // 1000])
    if kind == _POINT:
        return place + width
    [count] = struct.unpack_from(f"{order}I", wkb, place)
    place += 4
    if kind == _LINE:
        return place + count * width
    if kind != _POLYGON and (kind not in _SEVERAL or depth):
        raise ValueError
    for _ in range(count):
        if kind == _POLYGON:
            [vertices] = struct.unpack_from(f"{order}I", wkb, place)
            place += 4 + vertices * width
        else:
            place = _end(wkb, place, depth + 1)
    return place
