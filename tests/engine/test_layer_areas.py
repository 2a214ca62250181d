"""Areas of layers, whole and within units: figures worked by hand from rectangles on a central meridian."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateTransformContext

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.layer_areas import LayerAreas, layer_areas
from kf_resources_plugin.engine.layer_features import features_of
from kf_resources_plugin.engine.reading import read_polygons
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of
from tests.cartography import builders as town

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

# on the central meridian areas of the projection are those of the ellipsoid; 4 km beside it they are 4e-7 too large
NEAR = 4e-7


def measured(layer: QgsVectorLayer, units: QgsVectorLayer | None = None, class_field: str | None = None) -> LayerAreas:
    zones = None if units is None else read_polygons(units, units, [], NoProgress())
    return layer_areas(features_of(layer), zones, class_field, load_rule_book(date(2026, 1, 1), "en"),
                       pick_kernel("qgis"), QgsCoordinateTransformContext(), NoProgress())


def test_a_whole_layer_is_the_sum_of_its_polygons(qgis_app: Any) -> None:
    found = measured(town.boundary())  # 1 400 m by 600 m
    assert found.classes == [""]
    assert found.within == pytest.approx(np.array([[840_000.0]]), rel=NEAR)


def test_classes_are_summed_by_their_code(qgis_app: Any) -> None:
    rows = [(town.at(0, 0, 100, 100), {"DLBM": "0102"}), (town.at(100, 0, 100, 200), {"DLBM": " 0102 "}),
            (town.at(0, 300, 100, 50), {"DLBM": None})]
    found = measured(layer_of(rows, {"DLBM": "text"}, crs=town.CRS), class_field="DLBM")
    assert found.classes == ["", "0102"]
    assert found.within == pytest.approx(np.array([[5_000.0, 30_000.0]]), rel=NEAR)


def test_units_get_what_lies_in_them(qgis_app: Any) -> None:
    # the project is 800 m by 150 m, half of it in each unit; both classes of the second unit are its own
    assert measured(town.projects(), town.units()).within == pytest.approx(
        np.array([[60_000.0], [60_000.0]]), rel=NEAR)
    found = measured(town.land(), town.units(), "DLBM")
    assert found.classes == ["0101", "0102", "1101", "9999"]
    square = 1_000_000.0
    assert found.within == pytest.approx(np.array([[square, square, 0, 0], [0, 0, square, square]]), rel=NEAR)


def test_units_in_another_system_are_brought_to_the_layer(qgis_app: Any) -> None:
    # EPSG:4526 is EPSG:4547 with the zone number before the easting
    rows = [(f"POLYGON(({x} 3850000, {x + 2000} 3850000, {x + 2000} 3851000, {x} 3851000, {x} 3850000))", {})
            for x in (38_500_000, 38_502_000)]
    units = layer_of(rows, {"XZQDM": "text"}, crs="EPSG:4526")
    assert measured(town.redline(), units).within == pytest.approx(np.array([[0.0], [640_000.0]]), rel=NEAR, abs=0.01)


def test_an_empty_layer_has_no_area(qgis_app: Any) -> None:
    empty = layer_of([], {"DLBM": "text"}, crs=town.CRS)
    assert measured(empty, town.units()).within.sum() == 0.0
    assert measured(empty, class_field="DLBM").within.sum() == 0.0
