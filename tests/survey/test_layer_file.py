"""Whether anything can be written into the file of a layer, before somebody edits it for an hour."""
from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsVectorFileWriter, QgsVectorLayer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.file_place import uri
from kf_resources_plugin.survey.layer_command import start
from kf_resources_plugin.survey.layer_file import refuse_unwritable
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path


def stored(path: Path) -> QgsVectorLayer:
    return save(layer_of([(rectangle(0, 0, 10, 10), {"BSM": "1"})], {"BSM": "text"}, name="DLTB"), path)


def test_what_can_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    layer = stored(tmp_path / "a.gpkg")
    before = (tmp_path / "a.gpkg").read_bytes()
    refuse_unwritable(layer)
    assert [path.name for path in tmp_path.iterdir()] == ["a.gpkg"]
    assert (tmp_path / "a.gpkg").read_bytes() == before
    start(layer)
    assert layer.isEditable()
    layer.rollBack()


def test_a_database_that_takes_nothing_is_told_before_it_is_edited(tmp_path: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    """A tester is often root, who may write anywhere: the file is opened as one that may not be written."""
    layer = stored(tmp_path / "a.gpkg")
    monkeypatch.setattr("kf_resources_plugin.survey.layer_file.uri", lambda path, _mode: uri(path, "ro"))
    with pytest.raises(PlannerError, match=r"cannot be edited now: you may not write to .*a\.gpkg, or to its folder"):
        start(layer)
    assert not layer.isEditable()


def test_a_database_that_somebody_holds(tmp_path: Path) -> None:
    layer = stored(tmp_path / "a.gpkg")
    with closing(sqlite3.connect(tmp_path / "a.gpkg", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PlannerError, match="cannot be edited now: another program holds its file"):
            start(layer)
        other.execute("ROLLBACK")


def test_a_shapefile_of_which_one_file_is_protected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    source = stored(tmp_path / "a.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(source, str(tmp_path / "a.shp"), source.transformContext(), options)
    layer = QgsVectorLayer(str(tmp_path / "a.shp"), "DLTB", "ogr")
    refuse_unwritable(layer)
    monkeypatch.setattr(os, "access", lambda path, _mode: not str(path).endswith(".dbf"))
    with pytest.raises(PlannerError, match=r"you may not write to .*a\.dbf"):
        start(layer)


@pytest.mark.parametrize(("driver", "suffix"), [("GeoJSON", "geojson"), ("CSV", "csv"), ("ESRI Shapefile", "shp")])
def test_what_is_written_anew_needs_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, driver: str,
                                               suffix: str) -> None:
    """QGIS 3.22 says of a GeoJSON file in a protected folder that its changes are saved, and they are lost."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    path, source = tmp_path / f"b.{suffix}", stored(tmp_path / "a.gpkg")
    QgsVectorFileWriter.writeAsVectorFormatV3(source, str(path), source.transformContext(), options)
    layer = QgsVectorLayer(str(path), "DLTB", "ogr")
    refuse_unwritable(layer)
    monkeypatch.setattr(os, "access", lambda place, _mode: place != tmp_path)
    with pytest.raises(PlannerError, match="or to its folder"):
        start(layer)


def test_a_layer_in_memory_and_one_that_is_edited_already_are_not_asked(tmp_path: Path,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    start(layer_of([], {"BSM": "text"}))
    layer = stored(tmp_path / "a.gpkg")
    assert layer.startEditing()
    monkeypatch.setattr("kf_resources_plugin.survey.layer_file.uri", lambda path, _mode: uri(path, "ro"))
    start(layer)
    layer.rollBack()
