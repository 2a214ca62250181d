"""The expression function of the statutory area."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsExpression

from kf_resources_plugin.survey import area_function
from tests.builders import layer_of, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _registered(qgis_app: Any) -> Iterator[None]:
    held = area_function.register()
    yield
    area_function.unregister()
    del held


def value(expression: str, wkt: str, crs: str, geometry: str = "MultiPolygon") -> Any:
    layer = layer_of([(wkt, {})], {"a": "text"}, crs=crs, geometry=geometry)
    context = layer.createExpressionContext()
    context.setFeature(next(layer.getFeatures()))
    compiled = QgsExpression(expression)
    compiled.prepare(context)
    return compiled.evaluate(context)


# The statutory series with edges of at most 20 m: vectors of 国土调查办发〔2008〕32号 worked outside this project
@pytest.mark.parametrize(("wkt", "crs", "area", "within"), [
    (rectangle(114.30, 34.80, 0.01, 0.01), "EPSG:4490", 1_015_120.298, 0.02),
    (rectangle(38_610_000, 3_852_000, 1000, 1000), "EPSG:4526", 999_699.203, 0.005),
    # a right triangle, where bare vertices would give 499 822.77
    ("POLYGON((38610000 3852000, 38611000 3852000, 38610000 3853000, 38610000 3852000))", "EPSG:4526", 499_850.05,
     0.01),
])
def test_known_areas(wkt: str, crs: str, area: float, within: float) -> None:
    assert value("kf_area($geometry)", wkt, crs) == pytest.approx(area, abs=within)


def test_what_has_no_area_is_null() -> None:
    assert value("kf_area($geometry)", "LINESTRING(0 0, 1 1)", "EPSG:4526", "LineString") is None
    assert value("kf_area('text')", rectangle(38_610_000, 3_852_000, 10, 10), "EPSG:4526") is None
    assert value("kf_area($geometry)", rectangle(38_610_000, 3_852_000, 10, 10), "") is None


def test_without_the_plugin_an_expression_that_asks_for_it_falls_back() -> None:
    area_function.unregister()
    text = "coalesce(eval('kf_area($geometry)'), $area)"
    assert value(text, rectangle(38_610_000, 3_852_000, 10, 10), "EPSG:4526") == pytest.approx(100.0, abs=0.1)
