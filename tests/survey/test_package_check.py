"""The check of a package finds what was spoilt by hand."""
from __future__ import annotations

import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.survey.package_check import package_faults
from kf_resources_plugin.survey.package_paths import absolute_places, leads_out
from tests.survey.packages import findings, land, pack, project_xml

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def made(kf_provider: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    return Path(pack(folder / "out", [land(folder / "a.gpkg")], findings((110, "a")))["PACKAGE"])


def faults(package: Path, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    found = package_faults(package, "kf_survey.qgz", {"dltb"}, {"dltb": ["DLBM"], "survey_tasks": ["state"]},
                           more.get("most_mb", 100.0))
    return [(fault.rule, dict(fault.values)) for fault in found]


def rewritten(package: Path, change: Callable[[str], str]) -> None:
    """Change the project's XML."""
    xml = project_xml(package)
    assert change(xml) != xml
    with zipfile.ZipFile(package / "kf_survey.qgz", "w") as packed:
        packed.writestr("kf_survey.qgs", change(xml))


def spoilt(package: Path, *commands: str) -> None:
    """Change the data."""
    with closing(sqlite3.connect(package / "data.gpkg", isolation_level=None)) as connection:
        connection.create_function("ST_IsEmpty", 1, lambda _shape: 0)  # what triggers of the spatial index ask for
        for bound in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(bound, 1, lambda _shape: 0.0)
        for command in commands:
            connection.execute(command)


@pytest.fixture
def package(made: Path, tmp_path: Path) -> Path:
    """Return a copy that can be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


def test_a_sound_package_has_no_fault(package: Path) -> None:
    assert faults(package) == []


def test_a_path_out_of_the_package(package: Path) -> None:
    rewritten(package, lambda xml: xml.replace("<title>kf_survey</title>", "<title>/home/li/图.svg</title>"))
    assert faults(package) == [("survey.path_outside", {
        "project": "kf_survey.qgz", "count": 1, "paths": "/home/li/图.svg"})]


def test_a_source_outside(package: Path) -> None:
    rewritten(package, lambda xml: xml.replace("<datasource>./data.gpkg|layername=dltb",
                                               "<datasource>./other.gpkg|layername=dltb"))
    assert ("survey.source_outside", {"layer": "DLTB", "source": "./other.gpkg|layername=dltb"}) in faults(package)


def test_a_field_without_its_drop_down(package: Path) -> None:
    rewritten(package, lambda xml: xml.replace('type="ValueMap"', 'type="TextEdit"'))
    assert [rule for rule, _ in faults(package)] == ["survey.domain_missing"] * 2
    assert {values["field"] for _, values in faults(package)} == {"DLBM", "state"}


def test_a_drop_down_whose_codes_are_missing(package: Path) -> None:
    widget = ('type="ValueRelation"><config><Option type="Map"><Option name="AllowMulti" value="false"/>'
              '<Option name="Layer" value="{}"/></Option></config>')
    before = project_xml(package)
    ours = re.search(r"<maplayer .*?<id>([^<]+)</id>", before, re.DOTALL)
    assert ours
    for layer, missing in ((ours.group(1), set()), ("gone", {"DLBM"})):
        rewritten(package, lambda _, layer=layer: re.sub(
            r'(<field (?=[^>]*name="DLBM")[^>]*>\s*<editWidget )type="ValueMap">',
            rf"\1{widget.format(layer)}", before))
        assert {values["field"] for rule, values in faults(package) if rule == "survey.domain_missing"} == missing


def test_rows_of_one_name(package: Path) -> None:
    spoilt(package, "UPDATE dltb SET kf_uid = (SELECT kf_uid FROM dltb LIMIT 1)")
    assert faults(package) == [("survey.names_repeated", {"table": "dltb", "count": 1})]


def test_a_row_without_a_name(package: Path) -> None:
    spoilt(package, "UPDATE dltb SET kf_uid = NULL WHERE BSM = 'B0'")
    assert faults(package) == [("survey.names_repeated", {"table": "dltb", "count": 1})]


def test_a_table_without_key_or_crs(package: Path) -> None:
    spoilt(package, "CREATE TABLE bare AS SELECT * FROM survey_tasks",
           "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('bare', 'features', 'b', 0)")
    assert faults(package) == [("survey.key_missing", {"table": "bare"}), ("survey.crs_missing", {"table": "bare"})]


def test_too_large(package: Path) -> None:
    assert [rule for rule, _ in faults(package, most_mb=0.1)] == ["survey.too_large"]


@pytest.mark.parametrize("value", [
    "/home/li/a.svg", "C:\\图\\a.svg", "c:/data/a.gpkg", "\\\\server\\share\\a.tif", "file:///a.svg",
    "dbname='/data/a.gpkg' table=\"x\"", "../a.gpkg", "./x|/srv/data/a", "..\\a.gpkg", "image(/srv/a/b.png)",
])
def test_values_that_lead_out(value: str) -> None:
    assert leads_out(value)
    assert absolute_places(f"<a><b c=\"{value.replace(chr(34), '&quot;')}\"/></a>") == [value]
    assert absolute_places(f"<a>{value}</a>", {value}) == []


@pytest.mark.parametrize("value", [
    "./data.gpkg|layername=dltb", "arrows/Arrow_01.svg", "http://www.opengis.net/def/crs", "yyyy/MM/dd", "km/h",
    "a / b", "3x:0,0,0,0,0,0", "PHOTO: 'photos/' || \"x\"", "2025/26", "https://mrcc.com/qgis.dtd", "1:2000",
    "@project_folder || '/' || \"photo\"", "甲/乙", "",
])
def test_values_that_stay(value: str) -> None:
    assert not leads_out(value)
