"""Outputs that cannot be written, or not as they are called, are named before the run."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingContext

from kf_resources_plugin.processing.output_checks import output_problems
from kf_resources_plugin.processing.provider import ALGORITHMS

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.processing.base import KfAlgorithm

pytestmark = pytest.mark.usefixtures("kf_provider")


def made(kind: type[KfAlgorithm]) -> KfAlgorithm:
    algorithm = kind()
    algorithm.initAlgorithm()
    return algorithm


@pytest.fixture
def occupation(kf_provider: Any) -> KfAlgorithm:
    algorithm: KfAlgorithm = kf_provider.algorithm("farmlandoccupation").create()
    return algorithm


def found(algorithm: KfAlgorithm, **parameters: Any) -> list[str]:
    return output_problems(algorithm, parameters, QgsProcessingContext(), algorithm.FIELDS)


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.NAME)
def test_a_file_is_called_what_it_is(kind: type[KfAlgorithm], tmp_path: Path) -> None:
    algorithm = made(kind)
    for entry in algorithm.parameterDefinitions():
        if entry.type() != "fileDestination":
            continue
        right = entry.createFileFilter().split("*.")[1].split(")")[0].split(" ")[0]
        for good in (f"a.{right}", f"A.B.{right.upper()}", "no ending"):
            assert found(algorithm, **{entry.name(): str(tmp_path / good)}) == [], (entry.name(), good)
        (message,) = found(algorithm, **{entry.name(): str(tmp_path / "a.doc")})
        assert f"“{entry.description()}”: a.doc is no name" in message
        assert f".{right}" in message


@pytest.mark.parametrize("name", ["REPORT", "RUN_RECORD", "PIECES"])
def test_a_folder_is_no_place_for_a_file(occupation: KfAlgorithm, tmp_path: Path, name: str) -> None:
    for text in (f"{tmp_path}/", str(tmp_path), f"{tmp_path}/new/", f"{tmp_path}{os.sep}"):
        (message,) = found(occupation, **{name: text})
        assert f"{text} is a folder. Choose a file." in message
        assert occupation.parameterDefinition(name).description() in message
    assert found(occupation, **{name: str(tmp_path / "new")}) == []


def test_a_place_below_a_file_is_named(occupation: KfAlgorithm, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, place in (("REPORT", "file/a.html"), ("PIECES", "file/new/p.gpkg")):
        (message,) = found(occupation, **{name: str(tmp_path / place)})
        assert f"{tmp_path / place} cannot be written" in message
        assert f"{tmp_path / 'file'} is a file" in message
    assert found(occupation, REPORT=str(tmp_path / "new" / "folder" / "a.html")) == []


def test_a_folder_that_takes_nothing_is_named(
        occupation: KfAlgorithm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: str(path) != str(tmp_path))  # the tests may run as root
    (message,) = found(occupation, REPORT=str(tmp_path / "a.html"))
    assert f"{tmp_path / 'a.html'} cannot be written" in message
    assert found(occupation, REPORT=str(tmp_path.parent / "a.html")) == []


@pytest.mark.parametrize(("name", "suffix", "words"), [
    ("PIECES", "dxf", "DXF files do not take its fields"), ("SUMMARY", "dxf", "DXF files do not take its fields"),
    ("SUMMARY", "fgb", "FlatGeobuf files hold no rows without a shape"),
    ("FINDINGS", "fgb", "FlatGeobuf files hold no rows without a shape"),
    ("FINDINGS", "tab", "MapInfo files hold no rows without a shape"),
])
def test_a_format_that_takes_not_all_is_named(
        occupation: KfAlgorithm, tmp_path: Path, name: str, suffix: str, words: str) -> None:
    path = tmp_path / f"a.{suffix}"
    (message,) = found(occupation, **{name: str(path)})
    assert words in message
    assert str(path) in message
    assert "GeoPackage" in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson", "csv", "xlsx", "kml", "gml"])
def test_formats_that_take_every_row_are_free_to_choose(
        occupation: KfAlgorithm, tmp_path: Path, suffix: str) -> None:
    outputs = {name: str(tmp_path / f"{name}.{suffix}") for name in ("PIECES", "SUMMARY", "FINDINGS", "FINDING_POINTS")}
    assert found(occupation, **outputs) == []
    assert found(occupation, PIECES=str(tmp_path / "p.fgb")) == []


def test_memory_and_temporary_outputs_need_no_place(occupation: KfAlgorithm) -> None:
    assert found(occupation, PIECES="memory:", SUMMARY="TEMPORARY_OUTPUT", REPORT="TEMPORARY_OUTPUT",
                 FINDINGS=None) == []


def test_everything_is_named_at_once_and_nothing_is_run(kf_provider: Any, tmp_path: Path) -> None:
    import processing
    from qgis.core import QgsProcessingException

    from tests.processing.minimal import minimal_inputs

    with pytest.raises(QgsProcessingException) as refused:
        processing.run("kf:farmlandoccupation", {
            **minimal_inputs("farmlandoccupation", tmp_path / "in"), "REPORT": str(tmp_path / "a.pdf"),
            "RUN_RECORD": f"{tmp_path}/", "SUMMARY": str(tmp_path / "s.fgb")})
    for part in ("a.pdf is no name", "is a folder", "FlatGeobuf"):
        assert part in str(refused.value)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
