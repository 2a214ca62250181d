"""A layer that reaches to infinity is named by the check of every run that reads or draws it."""
from __future__ import annotations

import math
from typing import Any

import processing
import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsLineString,
    QgsPoint,
    QgsPolygon,
    QgsProcessingException,
    QgsRasterLayer,
    QgsVectorLayer,
)

from kf_resources_plugin.engine.extents import extent_problem
from tests.builders import land_layer, layer_of, project_layer
from tests.processing.places import X, Y, box
from tests.processing.test_farmlandoccupation import parcel

pytestmark = pytest.mark.usefixtures("kf_provider")


def reaching_to(layer: QgsVectorLayer, x: float) -> QgsVectorLayer:
    """Add a polygon with a corner at ``x``; WKT knows no infinity."""
    corners = ((X, Y), (X + 100, Y), (x, Y + 100), (X, Y + 100), (X, Y))
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry(QgsPolygon(QgsLineString([QgsPoint(*corner) for corner in corners]))))
    assert layer.dataProvider().addFeatures([feature])[0]
    return layer


def some(layer_name: str = "项目") -> QgsVectorLayer:
    return project_layer([(box(10, 10, 50, 50), {"project_id": "P1"})], name=layer_name)


def test_only_infinity_is_a_problem() -> None:
    assert "“项目” cannot be used" in extent_problem(reaching_to(some(), math.inf))
    assert "“项目” cannot be used" in extent_problem(reaching_to(some(), -math.inf))
    for layer in (some(), reaching_to(some(), X + 100), reaching_to(some(), math.nan), layer_of([], {"a": "text"}),
                  layer_of([(None, {})], {}), QgsRasterLayer(),
                  layer_of([(None, {"a": "b"})], {"a": "text"}, geometry="None", crs="")):
        assert extent_problem(layer) == ""


@pytest.mark.parametrize(("algorithm", "more"), [
    ("farmlandoccupation", {"PIECES": "memory:"}), ("controllinemap", {"OUTPUT": "TEMPORARY_OUTPUT"})])
@pytest.mark.parametrize("which", ["PROJECTS", "PERMANENT_FARMLAND", "UNITS"])
def test_every_run_names_the_layer(algorithm: str, more: dict[str, Any], which: str) -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102"))])
    with pytest.raises(QgsProcessingException, match="“边界” cannot be used: a coordinate in it is infinite"):
        processing.run(f"kf:{algorithm}", {"LAND": land, "PROJECTS": some(), **more,
                                           which: reaching_to(some("边界"), math.inf)})
