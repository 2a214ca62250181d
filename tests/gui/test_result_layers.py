"""The layers of a run in the project: added on top, replaced by the next run, never taken from who works on them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsProject

from kf_resources_plugin.gui.docks.result_layers import add_results, remove_results
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

OCCUPATION = "kf:farmlandoccupation"
TABLES = (("findings", OCCUPATION, "FINDINGS"), ("pieces", OCCUPATION, "PIECES"), ("absent", OCCUPATION, "SUMMARY"))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "results.gpkg"
    save(layer_of([(rectangle(38_600_000, 3_850_000, 1, 1), {"DLBM": "0101"})], {"DLBM": "text"}, name="pieces"), path)
    save(layer_of([], {"finding_id": "text"}, name="findings"), path)
    return path


def add(package: Path, title: str = "first") -> dict[str, str]:
    return add_results(QgsProject.instance(), "farmland", title, package, TABLES, {"pieces": "farmland_pieces"})


def groups() -> list[str]:
    return [group.name() for group in QgsProject.instance().layerTreeRoot().findGroups()]


def test_what_holds_rows_is_added_on_top_and_dressed(package: Path) -> None:
    own = layer_of([], {"a": "text"}, name="own")
    QgsProject.instance().addMapLayer(own)
    ids = add(package)
    assert list(ids) == ["pieces"]
    layer = QgsProject.instance().mapLayer(ids["pieces"])
    assert layer.name() == "Pieces of projects on land"
    assert layer.attributeAlias(layer.fields().lookupField("DLBM")) == "Class code"
    assert [node.name() for node in QgsProject.instance().layerTreeRoot().children()] == ["first", "own"]


def test_the_next_run_replaces_the_layers_of_the_last(package: Path) -> None:
    first = add(package)
    second = add(package, "second")
    assert QgsProject.instance().mapLayer(first["pieces"]) is None
    assert groups() == ["second"]
    assert list(QgsProject.instance().mapLayers()) == [second["pieces"]]
    assert package.is_file()


def test_other_docks_and_own_layers_stay(package: Path) -> None:
    mine = layer_of([], {"a": "text"}, name="mine")
    first = add(package)
    QgsProject.instance().addMapLayer(mine, False)
    QgsProject.instance().layerTreeRoot().findGroup("first").addLayer(mine)
    other = add_results(QgsProject.instance(), "floodplain", "other", package, TABLES, {})
    remove_results(QgsProject.instance(), "farmland")
    assert set(QgsProject.instance().mapLayers()) == {mine.id(), other["pieces"]}
    assert first["pieces"] not in QgsProject.instance().mapLayers()
    assert groups() == ["other", "first"]


def test_a_layer_that_is_being_edited_stays(package: Path) -> None:
    first = add(package)
    layer = QgsProject.instance().mapLayer(first["pieces"])
    assert layer.startEditing()
    add(package, "second")
    assert first["pieces"] in QgsProject.instance().mapLayers()
    layer.rollBack()
    add(package, "third")
    assert first["pieces"] in QgsProject.instance().mapLayers()
    assert groups() == ["third", "first"]
