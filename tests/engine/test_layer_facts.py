"""What only the data of a layer tell, asked on another thread."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsLineString,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QVariant

from kf_resources_plugin.engine.layer_facts import UNKNOWN, FactsQuestion, LayerFacts
from kf_resources_plugin.engine.roles import RESULT_PROPERTY
from tests.builders import layer_of, rectangle, save
from tests.rasters import raster_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

ROWS = [(rectangle(10, 20, 5, 5), {"n": "甲"}), (rectangle(30, 40, 5, 5), {"n": "乙"}), (None, {"n": None})]


def facts(layer: QgsVectorLayer) -> LayerFacts:
    """Ask on this thread, answer on another."""
    question = FactsQuestion(layer)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(question.answer).result()


def layer(rows: Any = ROWS, **how: Any) -> QgsVectorLayer:
    return layer_of(rows, {"n": "text"}, name="x", **how)


@pytest.mark.parametrize(("driver", "file"), [("", ""), ("GPKG", "x.gpkg"), ("ESRI Shapefile", "x.shp")])
def test_features_and_bounds_are_told(tmp_path: Path, driver: str, file: str) -> None:
    asked = save(layer(), tmp_path / file, driver=driver) if driver else layer()
    assert facts(asked) == LayerFacts(3, (10.0, 20.0, 35.0, 45.0))


def test_a_result_of_ours_is_not_opened_a_second_time(tmp_path: Path) -> None:
    """Its page reads the file meanwhile; with the file out of the way a second opening would count nothing."""
    asked = save(layer(), tmp_path / "x.gpkg")
    asked.setCustomProperty(RESULT_PROPERTY, "data_check")
    question = FactsQuestion(asked)
    (tmp_path / "x.gpkg").rename(tmp_path / "elsewhere.gpkg")
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(question.answer).result() == LayerFacts(3, (10.0, 20.0, 35.0, 45.0))


def test_a_filter_and_unsaved_edits_count(tmp_path: Path) -> None:
    asked = save(layer(), tmp_path / "x.gpkg")
    asked.setSubsetString("n = '甲'")
    assert facts(asked) == LayerFacts(1, (10.0, 20.0, 15.0, 25.0))
    asked.setSubsetString("")
    asked.startEditing()
    asked.deleteFeature(next(asked.getFeatures()).id())
    assert facts(asked).count == 2
    asked.rollBack()


def test_an_empty_layer_and_a_table_have_no_bounds() -> None:
    assert facts(layer([])) == LayerFacts(0, None)
    assert facts(layer([(None, {"n": "a"})], geometry="None", crs="")) == LayerFacts(1, None)


def test_a_raster_tells_its_columns_and_rows(tmp_path: Path) -> None:
    asked = raster_of([[1, 2, 3], [4, 5, 6]], tmp_path / "a.tif")
    assert facts(asked) == LayerFacts(6, (500_000.0, 3_849_980.0, 500_030.0, 3_850_000.0), grid=(3, 2))


def test_what_knows_the_project_is_not_opened_twice(qgis_new_project: QgsProject) -> None:
    """A virtual layer reads the project's layers, which belong to the main thread."""
    qgis_new_project.addMapLayer(layer())
    virtual = QgsVectorLayer("?query=SELECT * FROM x", "v", "virtual")
    assert virtual.isValid()
    assert facts(virtual).count == UNKNOWN


def test_only_texts_of_the_source_itself_are_looked_at(qgis_new_project: QgsProject) -> None:
    """Joined and computed fields, and virtual layers, read other layers of the project: not on another thread."""
    garbled = "开封市".encode().decode("latin-1")
    other = layer_of([(None, {"k": "1", "t": garbled})], {"k": "text", "t": "text"}, geometry="None", crs="", name="y")
    asked = layer([(rectangle(10, 20, 5, 5), {"n": "1"})])
    qgis_new_project.addMapLayers([other, asked])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setJoinFieldName("k")
    join.setTargetFieldName("n")
    assert asked.addJoin(join)
    asked.addExpressionField(f"'{garbled}'", QgsField("e", QVariant.Type.String))
    assert garbled in next(asked.getFeatures()).attributes()
    assert facts(asked).misread == ("", "")
    assert facts(QgsVectorLayer("?query=SELECT * FROM y", "v", "virtual")).misread == ("", "")
    assert facts(other).misread == ("t", garbled)


def test_coordinates_that_are_no_numbers_give_no_bounds() -> None:
    asked = layer([])
    feature = QgsFeature(asked.fields())
    feature.setGeometry(QgsGeometry(QgsLineString([1.0, float("nan")], [1.0, 2.0])))
    lines = QgsVectorLayer("LineString?crs=EPSG:4526", "lines", "memory")
    assert lines.dataProvider().addFeatures([feature])[0]
    assert facts(lines) == LayerFacts(1, None)


@pytest.mark.parametrize(("text", "told"), [
    ("开封市".encode().decode("latin-1"), True), ("开封市".encode("gbk").decode("latin-1"), True), ("开封市", False),
    ("Zürich", False),
])
def test_texts_in_the_wrong_encoding_are_noticed(text: str, told: bool) -> None:
    assert facts(layer([(None, {"n": text})])).misread == (("n", text) if told else ("", ""))
