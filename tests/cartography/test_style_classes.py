"""Values of a field brought to the categories of a style, as the map draws them."""
from __future__ import annotations

from typing import Any

import pytest

from kf_resources_plugin.cartography.style_classes import style_classes
from tests.builders import layer_of
from tests.cartography import builders as town


@pytest.mark.parametrize(("style", "field", "values", "first", "places"), [
    ("floodplain_zones", "zone", ["S", " sd ", "n", "J", "", "W"], "Fit for water", [0, 1, 2, 3, 4, 4]),
    ("heritage_zones", "TIER", ["protection", "CORE", "purple", "x"], "", [0, 4, 14, 16]),
])
def test_values_fall_into_the_categories_that_draw_them(qgis_app: Any, style: str, field: str, values: list[str],
                                                        first: str, places: list[int]) -> None:
    """In the order of the style files; what they do not know is the last."""
    classes = style_classes(layer_of([(town.at(0, 0, 10, 10), {})], {field: "text"}, crs=town.CRS), style)
    assert classes is not None
    assert classes.field == field
    assert classes.places(values) == places
    assert classes.names[0].startswith(first)


def test_a_style_of_one_symbol_or_a_layer_without_its_field_has_none(qgis_app: Any) -> None:
    layer = layer_of([(town.at(0, 0, 10, 10), {})], {"note": "text"}, crs=town.CRS)
    assert style_classes(layer, "ecological_redline") is None
    assert style_classes(layer, "floodplain_zones") is None
