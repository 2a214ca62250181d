"""kf:surveypackage on bad input, on places it may not write to, cancelled and killed."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsVectorLayer

from tests.builders import land_layer, layer_of, rectangle, save
from tests.rasters import raster_layer, write_raster
from tests.survey.packages import X, Y, asked, findings, land, pack, rows, told

pytestmark = pytest.mark.usefixtures("kf_provider")


def refused(folder: Path, layers: list[Any], tasks: Any, **more: Any) -> str:
    """Return why a run ends, and make sure that it left nothing."""
    before = sorted(folder.rglob("*")) if folder.exists() else []
    with pytest.raises(QgsProcessingException) as error:
        pack(folder, layers, tasks, **more)
    assert (sorted(folder.rglob("*")) if folder.exists() else []) == before
    return str(error.value)


def test_no_layer(tmp_path: Path) -> None:
    assert "choose at least one layer" in refused(tmp_path / "out", [], findings((0, "a")))


def test_a_layer_without_a_crs(tmp_path: Path) -> None:
    bare = land_layer([(rectangle(X, Y, 10, 10), {"BSM": "1"})], crs="", name="没有坐标系")
    assert "“没有坐标系”" in refused(tmp_path / "out", [bare], findings((0, "a")))


def test_a_table(tmp_path: Path) -> None:
    table = layer_of([], {"a": "text"}, geometry="None", crs="", name="表")
    assert "“表” holds no shapes" in refused(tmp_path / "out", [table], findings((0, "a")))


def test_a_layer_with_unsaved_changes(tmp_path: Path) -> None:
    layer = land(tmp_path / "a.gpkg")
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().lookupField("BSM"), "new")
    assert "changes that are not saved" in refused(tmp_path / "out", [layer], findings((0, "a")))
    assert layer.isModified()
    layer.rollBack()


def test_scratch_layers_are_packed_and_told(tmp_path: Path) -> None:
    layer = land_layer([(rectangle(X, Y, 100, 100), {"BSM": "1"})], name="临时")
    result = pack(tmp_path / "out", [layer], findings((0, "a")))
    assert "“临时” is a scratch layer" in told(result)["survey.memory_layer"]
    assert result["FEATURES"] == 1


def test_tasks_that_have_no_place(tmp_path: Path) -> None:
    tasks = layer_of([(None, {})], {"a": "text"}, name="findings")
    assert "nothing to survey" in refused(tmp_path / "out", [land(tmp_path / "a.gpkg")], tasks)


def test_a_layer_somewhere_else_is_an_empty_table(tmp_path: Path) -> None:
    far = save(land_layer([(rectangle(X + 50_000, Y, 100, 100), {"BSM": "1"})], name="远处"), tmp_path / "f.gpkg")
    result = pack(tmp_path / "out", [land(tmp_path / "a.gpkg"), far], findings((0, "a")))
    assert "“远处” has no feature within 50 m" in told(result)["survey.nothing_near"]
    assert rows(Path(result["PACKAGE"]), "data.gpkg", "dltb_2", "BSM") == []


def test_names_with_slashes_and_layers_of_one_name(tmp_path: Path) -> None:
    one, two = land(tmp_path / "a.gpkg"), land(tmp_path / "b.gpkg")
    for layer in (one, two):
        layer.setName("../祥符/DLTB: 2025")
    result = pack(tmp_path / "out", [one, two], findings((0, "a")), NAME="../../上/级")
    package = Path(result["PACKAGE"])
    assert package.parent == tmp_path / "out"
    assert result["FEATURES"] == 2
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["out"]


@pytest.mark.parametrize("name", ["gpkg导出", "rtree_dltb_geom", "sqlite", "layer_styles"])
def test_names_that_the_file_keeps_for_itself(name: str, tmp_path: Path) -> None:
    layer = save(layer_of([(rectangle(X, Y, 10, 10), {"note": "in the way"})], {"note": "text"}, name="notes"),
                 tmp_path / "a.gpkg")
    layer.setName(name)
    package = Path(pack(tmp_path / "out", [land(tmp_path / "b.gpkg"), layer], findings((0, "a")))["PACKAGE"])
    [table] = [table for table, in asked(package / "data.gpkg", "SELECT table_name FROM gpkg_contents")
               if table.startswith("own_")]
    assert rows(package, "data.gpkg", table, "note") == [("in the way",)]


def test_an_invalid_parcel_goes_along(tmp_path: Path) -> None:
    bow = f"POLYGON(({X} {Y}, {X + 100} {Y + 100}, {X + 100} {Y}, {X} {Y + 100}, {X} {Y}))"
    layer = save(land_layer([(bow, {"BSM": "1"})], name="DLTB"), tmp_path / "a.gpkg")
    assert pack(tmp_path / "out", [layer], findings((0, "a")))["FEATURES"] == 1


def test_a_field_called_fid_and_null_values(tmp_path: Path) -> None:
    layer = layer_of([(rectangle(X, Y, 100, 100), {"kf_uid_old": None, "名称": "甲/乙"})],
                     {"kf_uid_old": "text", "名称": "text"}, name="x")
    result = pack(tmp_path / "out", [save(layer, tmp_path / "a.gpkg")], findings((0, "a")))
    assert rows(Path(result["PACKAGE"]), "data.gpkg", "x", "kf_uid_old", "名称") == [(None, "甲/乙")]


def test_a_layer_out_of_a_package_is_packed_again(tmp_path: Path) -> None:
    first = Path(pack(tmp_path / "out", [land(tmp_path / "a.gpkg")], findings((0, "a")))["PACKAGE"])
    again = QgsVectorLayer(f"{first / 'data.gpkg'}|layername=dltb", "DLTB", "ogr")
    second = Path(pack(tmp_path / "out", [again], findings((0, "a")))["PACKAGE"])
    assert rows(second, "data.gpkg", "dltb", "BSM") == [("B0",)]
    assert rows(second, "data.gpkg", "dltb", "kf_uid")[0][0]


def test_what_is_there_stays(tmp_path: Path) -> None:
    layer, tasks = land(tmp_path / "a.gpkg"), findings((0, "a"))
    (tmp_path / "out" / "祥符").mkdir(parents=True)
    (tmp_path / "out" / "祥符" / "notes.txt").write_text("mine")
    assert "is there already and stays" in refused(tmp_path / "out", [layer], tasks, NAME="祥符")
    first = pack(tmp_path / "out", [layer], tasks)
    second = pack(tmp_path / "out", [layer], tasks)
    assert [Path(run["PACKAGE"]).name for run in (first, second)] == ["kf_survey", "kf_survey_2"]
    assert (tmp_path / "out" / "kf_survey_2" / "kf_survey_2.qgz").is_file()


def test_a_place_that_takes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    said = refused(tmp_path / "file" / "below", [land(tmp_path / "a.gpkg")], findings((0, "a")))
    assert "is a file, not a folder" in said


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_place(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    assert "you may not write there" in refused(
        tmp_path / "locked", [land(tmp_path / "a.gpkg")], findings((0, "a")))


def test_a_package_that_is_too_large(tmp_path: Path) -> None:
    said = refused(tmp_path / "out", [land(tmp_path / "a.gpkg")], findings((0, "a")), MAX_MB=0.1)
    assert "more than the limit of 0.1 MB" in said


def test_base_maps_that_cannot_go_along(tmp_path: Path) -> None:
    layer, tasks = land(tmp_path / "a.gpkg"), findings((0, "a"))
    cells = np.zeros((1, 2))
    elsewhere = raster_layer(write_raster(tmp_path / "b.tif", cells, geotransform=(
        X + 90_000.0, 10.0, 0.0, Y, 0.0, -10.0)), "远")
    assert "“远” shows nothing" in refused(tmp_path / "out", [layer], tasks, BASE_MAP=elsewhere)
    turned = raster_layer(write_raster(tmp_path / "c.tif", cells, geotransform=(X, 10.0, 5.0, Y, 5.0, -10.0)), "斜")
    assert "warp it first" in refused(tmp_path / "out", [layer], tasks, BASE_MAP=turned)
    fine = raster_layer(write_raster(tmp_path / "d.tif", np.zeros((2000, 2000)), geotransform=(
        X - 50.0, 0.06, 0.0, Y + 70.0, 0.0, -0.06)), "细")
    # from Y + 70 down to Y − 40 are 1834 rows of 2000 cells; without loss a twentieth of 3.7 MB is more than 0.15 MB
    assert "“细” around the tasks has 3668000 cells" in refused(
        tmp_path / "out", [layer], findings((0, "a")), BASE_MAP=fine, MAX_MB=0.15)
    service = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png", "天地图", "wms")
    if service.isValid():
        assert "“天地图” is no file" in refused(tmp_path / "out", [layer], tasks, BASE_MAP=service)


KILLED = """
import sys, time
from pathlib import Path
from tests.headless import start
running = start()
from kf_resources_plugin.survey import package
from tests.survey.packages import findings, land, pack
folder = Path(sys.argv[1])
write = package.write_manifest

def slow(*values):
    write(*values)
    (folder / "ready").touch()
    time.sleep(60)

package.write_manifest = slow
pack(folder / "out", [land(folder / "a.gpkg")], findings((110, "a")))
"""


def test_a_killed_run_leaves_no_package(tmp_path: Path, repository: Path) -> None:
    """Killed when all files are written and only the check is missing: nothing under the package's name is there."""
    run = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], cwd=repository,
                           env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    end = time.monotonic() + 240
    while not (tmp_path / "ready").exists() and run.poll() is None and time.monotonic() < end:
        time.sleep(0.2)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert (tmp_path / "ready").exists()
    left = list((tmp_path / "out").iterdir())
    assert [path.name for path in left if not path.name.startswith(".kf_")] == []
    assert not list((tmp_path / "out").glob("*/manifest.json"))
    assert QgsVectorLayer(f"{tmp_path / 'a.gpkg'}|layername=DLTB", "x", "ogr").featureCount() == 20
