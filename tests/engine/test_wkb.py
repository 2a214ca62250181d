"""Polygons in well-known binary: squares worked by hand, then every ring against Shapely's own reader."""
from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from kf_resources_plugin.engine import wkb

SQUARE = shapely.box(0, 0, 10, 10).wkb
WITH_HOLE = shapely.Polygon(shapely.box(0, 0, 10, 10).exterior, [shapely.box(2, 2, 4, 5).exterior]).wkb
TWO_PARTS = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.from_wkb(WITH_HOLE)]).wkb


def test_rings_of_polygons_holes_and_parts() -> None:
    rings = wkb.rings_from_wkb([SQUARE, b"", WITH_HOLE, TWO_PARTS])
    assert rings.owners == 4
    assert rings.owner.tolist() == [0, 2, 2, 3, 3, 3]
    assert rings.is_hole.tolist() == [False, False, True, False, False, True]
    assert np.diff(rings.offsets).tolist() == [5] * 6
    assert rings.x.dtype == rings.y.dtype == np.float64
    # 10 x 10; less a hole of 2 x 3; plus a part of 1 x 1
    assert wkb.planar_areas(rings).tolist() == [100.0, 0.0, 94.0, 95.0]


def test_long_rings_read_as_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [SQUARE, b"", WITH_HOLE, TWO_PARTS]
    short = wkb.rings_from_wkb(rows)
    monkeypatch.setattr(wkb, "_LONG", 1)
    long = wkb.rings_from_wkb(rows)
    assert (long.x.tolist(), long.y.tolist()) == (short.x.tolist(), short.y.tolist())
    assert long.offsets.tolist() == short.offsets.tolist()


def test_layout_numbers_the_parts() -> None:
    layout = wkb.ring_layout([TWO_PARTS, SQUARE])
    assert layout.row.tolist() == [0, 0, 0, 1]
    assert layout.part.tolist() == [0, 1, 1, 0]


def test_bounds() -> None:
    bounds = wkb.bounds_of(wkb.rings_from_wkb([WITH_HOLE, b"", shapely.box(-3, 4, -1, 8).wkb]))
    assert bounds[0].tolist() == [0, 0, 10, 10]
    assert np.isnan(bounds[1]).all()
    assert bounds[2].tolist() == [-3, 4, -1, 8]


def test_no_rows_and_only_empty_rows() -> None:
    for rows in ([], [b"", b""]):
        rings = wkb.rings_from_wkb(rows)
        assert rings.owners == len(rows)
        assert len(rings.x) == 0
        assert rings.offsets.tolist() == [0]
        assert wkb.planar_areas(rings).tolist() == [0.0] * len(rows)
        assert np.isnan(wkb.bounds_of(rings)).all()
        assert wkb.open_rings(rings).tolist() == []


def test_empty_polygon_and_empty_multipolygon_have_no_ring() -> None:
    assert len(wkb.rings_from_wkb([shapely.Polygon().wkb, shapely.MultiPolygon().wkb]).owner) == 0


@pytest.mark.parametrize(
    "bad",
    [
        shapely.Point(1, 2).wkb,
        shapely.Polygon([(0, 0, 1), (1, 0, 1), (1, 1, 1)]).wkb,
        shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=0),
        b"\x01\x03",
        SQUARE[:-16],
        SQUARE[:9],
    ],
    ids=["point", "z", "big endian", "head only", "a vertex short", "no ring"],
)
def test_other_types_and_truncated_rows_are_refused(bad: bytes) -> None:
    for rows in ([bad], [bad, SQUARE, SQUARE]):  # nor does it take what is missing from the next row
        with pytest.raises(ValueError, match=r"row 0 is not|truncated"):
            wkb.rings_from_wkb(rows)


def test_open_rings_are_found() -> None:
    open_square = struct.pack("<BIII", 1, 3, 1, 4) + np.array([0, 0, 1, 0, 1, 1, 0, 1], dtype="<f8").tobytes()
    assert wkb.open_rings(wkb.rings_from_wkb([SQUARE, open_square])).tolist() == [1]


def test_areas_keep_their_digits_far_from_the_origin() -> None:
    square = shapely.box(38_610_000.25, 3_850_000.5, 38_610_000.75, 3_850_001.0)
    assert wkb.planar_areas(wkb.rings_from_wkb([square.wkb])).tolist() == [0.25]


def test_writing_closes_rings_and_reads_back() -> None:
    shell = np.array([[0, 0], [4, 0], [4, 4], [0, 4]], dtype=float)
    hole = np.array([[1, 1], [1, 2], [2, 2], [1, 1]], dtype=float)
    polygon = shapely.from_wkb(wkb.polygon_wkb([shell, hole]))
    assert polygon.area == 15.5  # 16 less a triangle of 0.5
    both = wkb.multi_polygon_wkb([wkb.polygon_wkb([shell]), shapely.box(5, 5, 6, 6).wkb])
    assert shapely.from_wkb(both).area == 17.0
    assert wkb.multi_polygon_wkb([]) == b""


def test_array_of_rows_keeps_trailing_zero_bytes() -> None:
    assert wkb.as_wkb_array([b"a\0\0", b""]).tolist() == [b"a\0\0", b""]


@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(3, 9)), max_size=3), max_size=8))
def test_every_ring_as_shapely_reads_it(rows: list[list[tuple[int, int]]]) -> None:
    """Rows of multi-parts with regular n-gons and triangular holes, in any mixture."""
    geometries = []
    for row, parts in enumerate(rows):
        polygons = []
        for part, (holes, corners) in enumerate(parts):
            angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
            shell = np.column_stack([np.cos(angle) + 3 * part, np.sin(angle) + row])
            polygons.append(shapely.Polygon(shell, [shell[:3] * 0.1 + hole for hole in range(holes)]))
        geometries.append(shapely.MultiPolygon(polygons) if len(polygons) != 1 else polygons[0])
    rings = wkb.rings_from_wkb([geometry.wkb for geometry in geometries])
    expected = [
        (row, hole > 0, shapely.get_coordinates(ring))
        for row, geometry in enumerate(geometries)
        for part in shapely.get_parts(geometry)
        for hole, ring in enumerate(shapely.get_rings(part))
    ]
    assert rings.owner.tolist() == [row for row, _, _ in expected]
    assert rings.is_hole.tolist() == [hole for _, hole, _ in expected]
    for number, (_, _, coordinates) in enumerate(expected):
        span = slice(rings.offsets[number], rings.offsets[number + 1])
        assert (np.column_stack([rings.x[span], rings.y[span]]) == coordinates).all()


def test_polygons_of_multipolygons_each_by_itself() -> None:
    rows, singles = wkb.single_polygons(wkb.as_wkb_array([SQUARE, b"", TWO_PARTS, WITH_HOLE]))
    assert rows.tolist() == [0, 2, 2, 3]
    assert singles.tolist() == [SQUARE, shapely.box(0, 0, 1, 1).wkb, WITH_HOLE, WITH_HOLE]
    rows, singles = wkb.single_polygons(wkb.as_wkb_array([SQUARE, WITH_HOLE]))
    assert (rows.tolist(), singles.tolist()) == ([0, 1], [SQUARE, WITH_HOLE])
    assert len(wkb.single_polygons(wkb.as_wkb_array([]))[0]) == 0
