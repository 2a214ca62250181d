"""Layers of points to arrays: places, rows and notes, whatever the layer holds."""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject

from kf_resources_plugin.engine import plain_polygons as notes
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.point_reading import NOT_POINTS, PointTable, brought_points, places_of, read_points
from kf_resources_plugin.rules.progress import Canceled, NoProgress
from tests.builders import layer_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def read(*shapes: str | None, geometry: str = "Point", crs: str = "EPSG:4547") -> PointTable:
    layer = layer_of([(shape, {"level": 80.0 + number}) for number, shape in enumerate(shapes)], {"level": "real"},
                     geometry=geometry, crs=crs, name="水位")
    return read_points(features_of(layer), ["level"], NoProgress())


def test_places_keep_their_row_and_order() -> None:
    table = read("MULTIPOINT((1 2), (3 5))", None, "MULTIPOINT((9 8))", geometry="MultiPoint")
    places = places_of(table.wkb)
    assert (table.name, table.fids.tolist(), table.columns["level"].tolist()) == ("水位", [1, 2, 3], [80, 81, 82])
    assert (places.x.tolist(), places.y.tolist(), places.row.tolist()) == ([1, 3, 9], [2, 5, 8], [0, 0, 2])
    assert table.bounds[0].tolist() == [1, 2, 3, 5]
    assert np.isnan(table.bounds[1]).all()
    assert table.noted(notes.EMPTY).tolist() == [1]


@pytest.mark.parametrize(("shape", "geometry", "expected", "note"), [
    ("POINTZ(1 2 7)", "PointZ", [[1, 2]], notes.Z_DROPPED),
    ("GEOMETRYCOLLECTION(LINESTRING(0 0, 1 0), POINT(3 4))", "GeometryCollection", [[3, 4]], NOT_POINTS),
])
def test_what_is_no_plain_point_is_made_one_and_noted(shape: str, geometry: str, expected: list[Any],
                                                      note: str) -> None:
    table = read(shape, geometry=geometry)
    assert np.column_stack(places_of(table.wkb)[:2]).tolist() == expected
    assert set(table.notes) == {note}


def test_points_are_brought_into_another_crs() -> None:
    table = read("POINT(114 34.8)", "POINT(114 95)", crs="EPSG:4490")
    transform = QgsCoordinateTransform(table.crs, QgsCoordinateReferenceSystem("EPSG:4547"), QgsProject.instance())
    moved = brought_points(table, transform, NoProgress())
    # on the central meridian; the arc of the meridian by Helmert's series as in the test of lines
    np.testing.assert_allclose(np.column_stack(places_of(moved.wkb)[:2]), [[500_000, 3_852_405.15]], atol=0.01)
    assert (moved.wkb[1], moved.noted(notes.NOT_TRANSFORMED).tolist()) == (b"", [1])
    assert moved.bounds[0] == pytest.approx([500_000, 3_852_405.15] * 2, abs=0.01)


def test_reading_can_be_cancelled() -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    layer = layer_of([("POINT(0 0)", {})], {}, geometry="Point")
    with pytest.raises(Canceled):
        read_points(features_of(layer), [], Pressed())
