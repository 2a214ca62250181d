"""Layers of lines to arrays: parts, vertices and notes, whatever the layer holds."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

from kf_resources_plugin.engine import plain_polygons as notes
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.line_reading import (
    NOT_LINES,
    ZERO_LENGTH,
    LineTable,
    brought_lines,
    lines_wkb,
    parts_of,
    read_lines,
)
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def read(*shapes: str | None, geometry: str = "MultiLineString", crs: str = "EPSG:4547") -> LineTable:
    layer = layer_of([(shape, {"name": f"L{number}"}) for number, shape in enumerate(shapes)], {"name": "text"},
                     geometry=geometry, crs=crs, name="大堤")
    return read_lines(features_of(layer), ["name"], NoProgress())


def test_parts_keep_their_row_and_order() -> None:
    table = read("MULTILINESTRING((0 0, 1 0, 1 2), (5 5, 6 6))", None, "MULTILINESTRING((9 9, 8 8))")
    parts = parts_of(table.wkb)
    assert (table.name, table.fids.tolist(), table.columns["name"].tolist()) == ("大堤", [1, 2, 3], ["L0", "L1", "L2"])
    assert (parts.row.tolist(), parts.offsets.tolist(), len(parts)) == ([0, 0, 2], [0, 3, 5, 7], 3)
    assert parts.part(0).tolist() == [[0, 0], [1, 0], [1, 2]]
    assert parts.part(2).tolist() == [[9, 9], [8, 8]]
    assert table.bounds[0].tolist() == [0, 0, 6, 6]
    assert np.isnan(table.bounds[1]).all()
    assert table.noted(notes.EMPTY).tolist() == [1]


@pytest.mark.parametrize(("shape", "expected", "note"), [
    ("MULTILINESTRINGZ((0 0 7, 1 0 7))", [[[0, 0], [1, 0]]], notes.Z_DROPPED),
    ("MULTILINESTRING((0 0, 0 0, 1 0, 1 0, 2 0))", [[[0, 0], [1, 0], [2, 0]]], None),
    ("MULTILINESTRING((3 3, 3 3), (0 0, 1 0))", [[[0, 0], [1, 0]]], ZERO_LENGTH),
    ("MULTILINESTRING((3 3, 3 3))", [], ZERO_LENGTH),
    ("GEOMETRYCOLLECTION(POINT(3 3), LINESTRING(0 0, 1 0))", [[[0, 0], [1, 0]]], NOT_LINES),
])
def test_what_is_no_plain_line_is_made_one_and_noted(shape: str, expected: list[Any], note: str | None) -> None:
    table = read(shape, geometry="GeometryCollection" if "COLLECTION" in shape else "MultiLineStringZ"
                 if "ZZ" in shape or "STRINGZ" in shape else "MultiLineString")
    parts = parts_of(table.wkb)
    assert [parts.part(number).tolist() for number in range(len(parts))] == expected
    assert set(table.notes) == ({note} if note else set())


def test_an_arc_becomes_edges_a_tenth_of_a_millimetre_from_it() -> None:
    table = read("MULTICURVE(CIRCULARSTRING(-100 0, 0 100, 100 0))", geometry="MultiCurve")
    points = parts_of(table.wkb).part(0)
    middles = (points[1:] + points[:-1]) / 2
    assert np.hypot(*middles.T).min() > 100 - 0.000_15
    assert set(table.notes) == {notes.CURVE}


def test_lines_are_brought_into_another_crs() -> None:
    table = read("MULTILINESTRING((114 0, 114 34.8))", "MULTILINESTRING((114 95, 114 99))", crs="EPSG:4490")
    transform = QgsCoordinateTransform(table.crs, QgsCoordinateReferenceSystem("EPSG:4547"), QgsProject.instance())
    moved = brought_lines(table, transform, NoProgress())
    assert moved.crs.authid() == "EPSG:4547"
    # on the central meridian the easting is 500 000 m; the arc of the meridian from the equator to 34.8° by Helmert's
    # series: 111132.9525·34.8 − 16038.5087·sin 69.6° + 16.8326·sin 139.2° − 0.0220·sin 208.8° = 3 852 405.15 m
    np.testing.assert_allclose(parts_of(moved.wkb).part(0), [[500_000, 0], [500_000, 3_852_405.15]], atol=0.01)
    assert (moved.wkb[1], moved.noted(notes.NOT_TRANSFORMED).tolist()) == (b"", [1])


def test_reading_can_be_cancelled() -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    layer = layer_of([("LINESTRING(0 0, 1 1)", {})], {}, geometry="LineString")
    with pytest.raises(Canceled):
        read_lines(features_of(layer), [], Pressed())


def test_lines_are_written_as_they_are_read() -> None:
    one, other = np.array([[0.0, 0], [1, 1]]), np.array([[2.0, 2], [3, 3], [4, 5]])
    assert lines_wkb([]) == b""
    back = parts_of([lines_wkb([one]), lines_wkb([one, other])])
    assert [back.part(number).tolist() for number in range(3)] == [one.tolist(), one.tolist(), other.tolist()]
