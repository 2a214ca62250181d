"""Backups before edits: whole, dated, beside the file, and nothing of the user's replaced."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsVectorFileWriter, QgsVectorLayer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.survey import layer_backup
from kf_resources_plugin.survey.layer_backup import back_up
from tests.builders import land_layer, rectangle
from tests.survey.packages import X, Y, land

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 26, 20, 15, 1)
STAMP = "_backup_20261126_201501"


def test_a_geopackage_with_rows_that_stand_in_its_log_only(tmp_path: Path) -> None:
    layer = land(tmp_path / "祥符.gpkg", count=2)
    with closing(sqlite3.connect(tmp_path / "祥符.gpkg")) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE mine (a)")
        other.execute("INSERT INTO mine VALUES ('in the log')")
        other.commit()
        made = back_up(layer, tmp_path / "results", NOW)
    assert made == tmp_path / f"祥符{STAMP}.gpkg"
    with closing(sqlite3.connect(f"file:{made}?mode=ro&immutable=1", uri=True)) as copy:
        assert copy.execute("SELECT a FROM mine").fetchall() == [("in the log",)]
    assert QgsVectorLayer(f"{made}|layername=DLTB", "x", "ogr").featureCount() == 2


def test_a_shapefile_with_all_its_files(tmp_path: Path) -> None:
    source = land(tmp_path / "s.gpkg", count=2)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    QgsVectorFileWriter.writeAsVectorFormatV3(source, str(tmp_path / "a.shp"), source.transformContext(), options)
    names = {path.suffix for path in tmp_path.glob("a.*")}
    made = back_up(QgsVectorLayer(str(tmp_path / "a.shp"), "a", "ogr"), tmp_path, NOW)
    assert {path.suffix for path in tmp_path.glob(f"a{STAMP}.*")} == names
    assert [one["BSM"] for one in QgsVectorLayer(str(made), "x", "ogr").getFeatures()] == ["B0", "B1"]


def test_a_layer_that_is_no_file_is_saved_beside_the_results(tmp_path: Path) -> None:
    layer = land_layer([(rectangle(X, Y, 9, 9), {"BSM": "1"})], name="临时/层")
    made = back_up(layer, tmp_path, NOW)
    assert made == tmp_path / f"临时_层{STAMP}.gpkg"
    assert QgsVectorLayer(str(made), "x", "ogr").featureCount() == 1


def test_what_is_there_stays_and_half_a_copy_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = land(tmp_path / "a.gpkg", count=2)
    taken = tmp_path / f"a{STAMP}.gpkg"
    taken.write_text("mine")
    with pytest.raises(PlannerError, match="is there already and stays"):
        back_up(layer, tmp_path, NOW)
    assert taken.read_text() == "mine"
    taken.unlink()

    def full(_path: Path, place: Path) -> None:
        place.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(place))

    monkeypatch.setattr(layer_backup, "_copy_database", full)
    with pytest.raises(PlannerError, match=r"the disk of .* is full\. Nothing was applied"):
        back_up(layer, tmp_path, NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg"]
