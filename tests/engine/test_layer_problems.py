"""What is wrong with a layer for its role, and what is not."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsCoordinateTransformContext, QgsVectorLayer

from kf_resources_plugin.engine.field_map import write_field
from kf_resources_plugin.engine.layer_facts import LayerFacts
from kf_resources_plugin.engine.layer_problems import Problem, Surroundings, layer_problems
from kf_resources_plugin.engine.roles import told_role, write_role
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.schema import load_schema
from tests.builders import layer_of, rectangle
from tests.rasters import raster_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")

KINDS = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}
FINE = LayerFacts(1, (38_600_000.0, 3_850_000.0, 38_600_010.0, 3_850_010.0))
ASKED = {"land": frozenset({"DLBM", "ZLDWDM"})}


def survey(*without: str, name: str = "DLTB", **how: Any) -> QgsVectorLayer:
    """Return parcels with all fields of the standard but some."""
    fields = {field.name: KINDS[field.type] for field in load_schema("dltb").fields if field.name not in without}
    return layer_of([(rectangle(38_600_000, 3_850_000, 10, 10), {})], fields, name=name, **how)


def problems(layer: QgsVectorLayer, facts: LayerFacts | None = FINE, **players: QgsVectorLayer) -> list[Problem]:
    around = Surroundings(players, ASKED, QgsCoordinateTransformContext(), load_rule_book(date(2026, 1, 1), "en"))
    return layer_problems(layer, told_role(layer), facts, around)


def told(layer: QgsVectorLayer, facts: LayerFacts | None = FINE, **players: QgsVectorLayer) -> list[tuple[str, str]]:
    return [(problem.severity, problem.about) for problem in problems(layer, facts, **players)]


def test_nothing_is_wrong_with_a_survey_after_the_standard() -> None:
    land = survey()
    assert problems(land, land=land) == []
    assert problems(land, None, land=land) == [], "nor while it is being counted"


def test_a_broken_source_is_named_and_nothing_else_is_said() -> None:
    [problem] = problems(QgsVectorLayer("/nowhere/DLTB.shp", "DLTB", "ogr"), None)
    assert (problem.severity, "/nowhere/DLTB.shp" in problem.message) == ("error", True)


@pytest.mark.parametrize(("crs", "expected"), [
    ("", ("error", "has no coordinate reference system")), ("EPSG:2362", ("error", "Xian 1980")),
    ("EPSG:4526", None), ("EPSG:4490", ("error", "EPSG:4526")), ("EPSG:4547", ("error", "zone prefix")),
])
def test_the_crs_is_judged_by_the_coordinates(crs: str, expected: tuple[str, str] | None) -> None:
    found = [problem for problem in problems(survey(crs=crs)) if problem.about == "crs"]
    if expected is None:
        assert found == []
    else:
        assert (found[0].severity, expected[1] in f"{found[0].message} {found[0].remedy}") == (expected[0], True), found


def test_a_crs_other_than_the_surveys_is_a_note() -> None:
    land, line = survey(), layer_of([], {}, crs="EPSG:4547", name="x")
    [same_datum] = problems(line, LayerFacts(1, None), land=land)
    assert (same_datum.severity, same_datum.about, "“DLTB” (EPSG:4526)" in same_datum.message) == ("info", "crs", True)
    [ballpark] = problems(layer_of([], {}, crs="EPSG:4326", name="x"), LayerFacts(1, None), land=land)
    assert (ballpark.severity, "at most" in ballpark.message) == ("info", True)
    [old] = problems(layer_of([], {}, crs="EPSG:2383", name="x"), LayerFacts(1, None), land=land)
    assert (old.severity, "Xian 1980" in old.message) == ("error", True), "said once, not for each layer beside it"


def test_missing_fields_are_told_by_who_wants_them() -> None:
    [needed, standard] = problems(survey("DLBM", "BSM", "QSXZ", "BZ", "KCXS"))
    assert (needed.severity, needed.message) == (
        "warning", "Fields that tools ask for are missing: DLBM (Land class code).")
    assert (standard.severity, standard.message) == (
        "info", "Fields that the standard demands are missing: BSM; QSXZ.")
    [short] = problems(survey("BSM", "YSDM", "TBBH", "DLMC", "QSXZ", "QSDWDM", "QSDWMC", "ZLDWMC", "TBMJ", "TBDLMJ"))
    assert short.message.endswith("BSM; YSDM; TBBH; DLMC; QSXZ; QSDWDM; QSDWMC; ZLDWMC and 2 more.")


def test_a_corrected_field_is_not_missing_and_one_that_is_gone_is_told() -> None:
    land = survey("DLBM")
    write_role(land, "land")
    write_field(land, "DLBM", "DLMC")
    assert problems(land) == []
    write_field(land, "DLBM", "CLASS")
    assert [problem.message for problem in problems(land)] == [
        "The field “CLASS” that you set for DLBM is not in the layer any more.",
        "Fields that tools ask for are missing: DLBM (Land class code)."]


def test_points_do_not_play_a_role_of_polygons() -> None:
    points = layer_of([], {}, geometry="Point", name="x")
    write_role(points, "water")
    assert told(points, LayerFacts(1, None)) == [("error", "role")]


@pytest.mark.parametrize(("role", "needs"), [
    ("dikes", "lines"), ("water_levels", "lines or points"), ("dem", "a raster"), ("water", "polygons")])
def test_what_a_role_needs_is_told(role: str, needs: str) -> None:
    table = layer_of([], {}, geometry="None", crs="", name="x")
    write_role(table, role)
    [problem] = problems(table, LayerFacts(1, None))
    assert f"needs {needs};" in problem.message
    assert ("polygonize" in problem.remedy) == (role == "water")


def test_a_raster_is_judged_by_its_role_and_crs(tmp_path: Path) -> None:
    terrain = raster_of([[1.0]], tmp_path / "a.tif", name="DEM")
    facts = LayerFacts(1, (500_000.0, 3_849_990.0, 500_010.0, 3_850_000.0), grid=(1, 1))
    assert problems(terrain, facts, dem=terrain) == []
    write_role(terrain, "land")
    assert told(terrain, facts) == [("error", "role")], "and its fields are not asked for"


def test_one_of_several_layers_is_filled_in_and_the_others_say_which() -> None:
    one, other = survey(), survey(name="地类图斑")
    assert problems(one, land=one) == []
    [problem] = problems(other, land=one)
    assert (problem.severity, problem.about, "“DLTB” is filled in" in problem.message) == ("info", "role", True)


def test_a_role_of_another_version_is_told() -> None:
    layer = layer_of([], {}, name="x")
    write_role(layer, "moon_land")
    [problem] = problems(layer, LayerFacts(1, None))
    assert (problem.severity, "moon_land" in problem.message) == ("warning", True)
    write_role(layer, "none")
    assert problems(layer, LayerFacts(1, None)) == []


def test_unreadable_texts_and_names_are_told() -> None:
    garbled = "地类".encode().decode("latin-1")
    [text] = problems(survey(), LayerFacts(1, FINE.bounds, ("DLMC", garbled)))
    assert (text.severity, "“DLMC”" in text.message, "GBK" in text.remedy) == ("warning", True, True)
    [name] = problems(layer_of([], {garbled: "text"}, name="x"), LayerFacts(1, None))
    assert garbled in name.message


def test_an_empty_layer_and_one_that_its_filter_empties_are_told() -> None:
    layer = survey()
    [empty] = problems(layer, LayerFacts(0, None))
    assert (empty.severity, empty.message) == ("warning", "The layer has no features.")
    assert layer.setSubsetString("DLBM = 'x'")
    [filtered] = problems(layer, LayerFacts(0, None))
    assert "DLBM = 'x'" in filtered.message


def test_edits_that_are_not_saved_are_a_note() -> None:
    layer = survey()
    layer.startEditing()
    assert problems(layer) == []
    layer.deleteFeature(next(layer.getFeatures()).id())
    assert told(layer) == [("info", "data")]
    layer.rollBack()
    assert problems(layer) == []
