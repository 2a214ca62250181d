"""Shapes of a GeoPackage that came back, byte by byte after OGC 12-128, 2.1.3 and OGC 06-103r4, 8.2."""
from __future__ import annotations

import struct

import pytest
from qgis.core import QgsGeometry

from kf_resources_plugin.survey.returned_shapes import OddShape, shape_of

HEAD = b"GP\x00\x01" + struct.pack("<i", 4526)
SQUARE = "Polygon ((0 0, 1 0, 1 1, 0 1, 0 0))"


def wkb(wkt: str) -> bytes:
    return bytes(QgsGeometry.fromWkt(wkt).asWkb())


def read(blob: object) -> str:
    """Return what is read, as WKT; '' for none, 'odd' for what is broken."""
    found = shape_of(blob)
    if isinstance(found, OddShape):
        return "odd"
    shape = QgsGeometry()
    shape.fromWkb(found)
    return shape.asWkt(0).replace("t Z", "tZ") if found else ""  # QGIS 3.40 puts a blank before the Z


@pytest.mark.parametrize(("blob", "wkt"), [
    (HEAD + wkb(SQUARE), "MultiPolygon (((0 0, 1 0, 1 1, 0 1, 0 0)))"),
    # an envelope of four numbers before the shape (flags: little-endian, kind 1)
    (b"GP\x00\x03" + HEAD[4:] + struct.pack("<4d", 0, 1, 0, 1) + wkb(SQUARE),
     "MultiPolygon (((0 0, 1 0, 1 1, 0 1, 0 0)))"),
    (HEAD + wkb("MultiLineString ((0 0, 1 1),(2 2, 3 3))"), "MultiLineString ((0 0, 1 1),(2 2, 3 3))"),
    (HEAD + wkb("PointZ (1 2 3)"), "MultiPointZ ((1 2 3))"),
    (HEAD + struct.pack(">BIdd", 0, 1, 5.0, 6.0), "MultiPoint ((5 6))"),
    (HEAD + struct.pack("<BII", 1, 6, 0), ""),
    (None, ""),
    (b"", "odd"), ("text", "odd"), (7, "odd"),
    (b"XX" + HEAD[2:] + wkb(SQUARE), "odd"),
    (b"GP\x00\x21" + HEAD[4:] + wkb(SQUARE), "odd"),  # an extension of GeoPackage
    (HEAD + wkb(SQUARE)[:-1], "odd"), (HEAD + wkb(SQUARE) + b"\x00", "odd"),
    (HEAD + struct.pack("<BIII", 1, 3, 1, 2_000_000_000), "odd"),
    (HEAD + struct.pack("<BII", 1, 2, 2_000_000_000), "odd"),
    (HEAD + struct.pack("<BII", 1, 6, 4_000_000_000), "odd"),
    (HEAD + wkb("GeometryCollection (Point (0 0))"), "odd"),
    (HEAD + wkb("CircularString (0 0, 1 1, 2 0)"), "odd"),
    # a collection in a collection in a collection … is a way to exhaust a stack
    (HEAD + struct.pack("<BII", 1, 6, 1) * 50_000, "odd"),
])
def test_shapes(blob: object, wkt: str) -> None:
    assert read(blob) == wkt
