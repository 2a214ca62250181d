"""The builders build what they say: a wrong fixture would make other tests prove nothing."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.builders import land_layer, layer_of, project_layer, rectangle, rows_of, save, shapes_of

if TYPE_CHECKING:
    from pathlib import Path


def test_layer_holds_rows_in_order_with_null_for_what_is_not_named() -> None:
    layer = land_layer([(rectangle(0, 0, 2, 1), {"DLBM": "0101"}), (None, {"KCXS": 0.1})])
    assert layer.crs().authid() == "EPSG:4526"
    assert rows_of(layer, "DLBM", "KCXS") == [("0101", None), (None, 0.1)]
    assert shapes_of(layer) == ["Polygon ((0 0, 0 1, 2 1, 2 0, 0 0))", ""]


def test_layer_without_crs_has_none() -> None:
    assert not project_layer([], crs="").crs().isValid()


def test_wrong_field_and_wrong_wkt_are_refused() -> None:
    with pytest.raises(KeyError, match="x"):
        land_layer([(None, {"x": 1})])
    with pytest.raises(AssertionError, match="does not parse"):
        land_layer([("no shape", {})])


def test_saved_layers_share_a_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "城市 数据.gpkg"
    first = save(layer_of([("POINT(1 2)", {"a": "耕地"})], {"a": "text"}, geometry="Point", name="点"), path)
    second = save(land_layer([(rectangle(0, 0, 1, 1), {"BSM": "1"})]), path)
    assert rows_of(first, "a") == [("耕地",)]
    assert rows_of(second, "BSM") == [("1",)]
