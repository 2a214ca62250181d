"""What only the data of a layer tell, asked on another thread."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.layer_facts import UNKNOWN, FactsQuestion, LayerFacts
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


@pytest.mark.parametrize(("text", "told"), [
    ("开封市".encode().decode("latin-1"), True), ("开封市".encode("gbk").decode("latin-1"), True), ("开封市", False),
    ("Zürich", False),
])
def test_texts_in_the_wrong_encoding_are_noticed(text: str, told: bool) -> None:
    assert facts(layer([(None, {"n": text})])).misread == (("n", text) if told else ("", ""))
