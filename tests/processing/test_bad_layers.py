"""Bad layers in every place of the algorithms over several layers: each is named, and figures stay right.

What ``minimal`` leaves out is given here too: one layer for each parameter that takes one.
"""
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from tests.builders import LAND_FIELDS, Row, layer_of, rectangle, rows_of
from tests.processing.minimal import X, Y, no_rows, no_shapes, no_values, same
from tests.processing.test_every_run import CancelAt, every_output, in_words, made

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.processing.minimal import Change

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

MASK = "river_management"  # a role that each of these algorithms asks for; the layer's name tells it
BEFORE = ("0101", "0201", "0102", "0102", "1107", "0102", "0102", "0103")
AFTER = ("0101", "0102", "0201", "1206", "1107", "1006", "0102", "0103")
SURVEYS = {"LAND": AFTER, "LAND_AFTER": AFTER, "LAND_BEFORE": BEFORE}
PLACES = {"EXEMPT": (220, 10), "PERMANENT_FARMLAND": (20, 10), "APPROVALS": (320, 10), "APPROVED": (620, 10),
          "LOST": (20, 10), "CHOSEN": (600, 10), "ADDITIONS": (310, 10), "WATER": (400, 10), "ROADS": (500, 10),
          "MASKS": (340, 10), "PERMANENT_BEFORE": (120, 10), "PLANNED": (220, 10), "BUILDINGS": (420, 10),
          "SETTLEMENTS": (520, 10), "PLATFORMS": (520, 20), "EXPROPRIATIONS": (330, 10),
          "BUILT": (340, 10), "RECEIVING_SITES": (720, 10), "OLD_PLOTS": (320, 10), "NEW_PLOTS": (20, 10),
          "REGISTERED": (310, 10), "STATUS": (330, 10), "PARCELS": (420, 10),
          "RENEWAL": (440, 10)}
PLOT = {"plot_id": "a1", "project_area": "甲", "PZRQ": "2022-03-01"}
RATED = {"parcel_id": "E1", "SS": 100.0, "ZJZ": 400.0, "GDTZ": 1000.0, "JZMJ": 2000.0}
VALUES = {"OLD_PLOTS": PLOT, "NEW_PLOTS": PLOT, "STATUS": {"class": "used"}, "PARCELS": RATED}
FIELDS = {"APPROVALS": {"BSM": "text", "kind": "text", "PZRQ": "text"}, "ZONES": {"zone": "text"},
          "SUPPLIES": {"parcel_id": "text", "YDDGRQ": "text", "CRJK": "real", "ZFYY": "text"},
          "UNITS": {"XZQDM": "text", "XZQMC": "text"}, "STATUS": {"class": "text"},
          **{key: dict.fromkeys(PLOT, "text") for key in ("OLD_PLOTS", "NEW_PLOTS")},
          "PARCELS": {key: "text" if key == "parcel_id" else "real" for key in RATED},
          "SETTLEMENTS": {"name": "text", "households": "integer"},
          "RECEIVING_SITES": {"name": "text", "capacity_households": "integer"}}
LAYERS = {
    "farmlandchange": ("LAND_BEFORE", "LAND_AFTER", "EXEMPT", "PERMANENT_FARMLAND", "APPROVALS", "UNITS", "MASKS"),
    "stablefarmland": ("LAND", "UNITS", "MASKS"),
    "farmlandtargets": ("LAND", "PERMANENT_FARMLAND", "UNITS", "LAND_BEFORE", "APPROVED", "MASKS"),
    "permanentfarmlandcheck": ("PERMANENT_FARMLAND", "LAND", "LAND_BEFORE", "UNITS", "MASKS"),
    "permanentfarmlandreplace": ("PERMANENT_FARMLAND", "LAND", "LOST", "CHOSEN", "UNITS", "MASKS"),
    "reservepotential": ("LAND", "ADDITIONS", "WATER", "ROADS", "UNITS", "MASKS"),
    "floodplaincompliance": ("ZONES", "LAND", "LAND_BEFORE", "PERMANENT_FARMLAND", "PERMANENT_BEFORE", "PLANNED",
                             "BUILDINGS", "SETTLEMENTS", "PLATFORMS", "RECEIVING_SITES", "UNITS", "MASKS"),
    "idleland": ("SUPPLIES", "UNITS"),
    "stocklandstatus": ("APPROVALS", "EXPROPRIATIONS", "SUPPLIES", "BUILT", "UNITS"),
    "landswapbalance": ("OLD_PLOTS", "NEW_PLOTS", "LAND"),
    "landreserveplan": ("LAND", "REGISTERED", "STATUS"),
    "landefficiency": ("PARCELS",),
    "lowefficiencyland": ("PARCELS", "PLANNED", "RENEWAL", "BUILDINGS", "UNITS"),
}
MASKED = [name for name, parameters in LAYERS.items() if "MASKS" in parameters]
EVERYWHERE = [(name, parameter) for name, parameters in LAYERS.items() for parameter in parameters]
CONSTRUCTION = ("landreserveplan", "LAND")  # shapes only of construction land, of which this survey has none
HARDLY_READ = ("permanentfarmlandcheck", "LAND_BEFORE")  # only where land lay fallow, and only if its fields tell
# what a survey that holds nothing leaves of each algorithm's figures, None where nothing can be said
NOTHING: dict[str, dict[str, float | None]] = {
    "farmlandchange": {"COMMON_M2": 0.0, "OUT_M2": 0.0, "IN_M2": 0.0, "NET_M2": 0.0},
    "stablefarmland": {"FARMLAND_M2": 0.0, "STABLE_M2": 0.0, "UNSTABLE_M2": 0.0},
    "farmlandtargets": {"FARMLAND_M2": 0.0, "STABLE_M2": 0.0, "PERMANENT_M2": 0.0, "CEILING_M2": None},
    # 50 m × 40 m of permanent farmland, now on no parcel
    "permanentfarmlandcheck": {"TOTAL_M2": 1999.96, "PROBLEM_M2": 1999.96, "SOUND_M2": 0.0, "RESIDUAL_M2": 0.0},
    # lost permanent farmland on no parcel is lost all the same
    "permanentfarmlandreplace": {"LOST_M2": 0.0, "LOST_NOT_CULTIVATED_M2": 1999.96, "REPLACED_M2": 0.0,
                                 "CANDIDATES_M2": 0.0, "PASSED": 0.0},
    "reservepotential": {"SOURCE_M2": 0.0, "CANDIDATE_M2": 0.0, "EXCLUDED_M2": 0.0, "NET_M2": 0.0},
    "floodplaincompliance": {"ASSESSED_M2": 0.0, "AGAINST_M2": 0.0},
    "idleland": {"SUPPLIES_COUNT": 0.0, "IDLE_M2": 0.0, "FEE_CNY": 0.0},
    "stocklandstatus": {"SUPPLIED_NOT_USED_M2": 0.0, "USED_M2": 0.0},
    "landswapbalance": {"OLD_M2": 1999.96, "NEW_M2": 1999.96},  # plots, on no parcel
    "landreserveplan": {"CANDIDATES_COUNT": 0.0, "CANDIDATES_M2": 0.0, "PLANNED_M2": 0.0},
    "landefficiency": {"SUBJECTS_COUNT": 0.0, "A_COUNT": 0.0, "UNDETERMINED_COUNT": 0.0},
    "lowefficiencyland": {"PARCELS_COUNT": 0.0, "LOW_COUNT": 0.0, "LOW_M2": 0.0},
}


def rows_for(parameter: str) -> list[Row]:
    """Return eight parcels side by side, two units over them, or a rectangle of 50 m × 40 m on one of them."""
    if parameter in SURVEYS:
        return [(rectangle(X + 100.0 * place, Y, 100, 100),
                 {"BSM": f"B{place}", "DLBM": code, "ZLDWDM": "4102221002010000000", "GDDB": 6, "GDPDJB": "1",
                  "QSXZ": "20"})
                for place, code in enumerate(SURVEYS[parameter])]
    if parameter == "UNITS":
        return [(rectangle(X - 10.0 + 400 * place, Y - 10, 400 + 20 * place, 120),
                 {"XZQDM": f"41022200{place}", "XZQMC": f"镇{place}"}) for place in (0, 1)]
    if parameter == "ZONES":
        return [(rectangle(X, Y, 800, 100), {"zone": "N"})]
    if parameter == "SUPPLIES":
        return [(rectangle(X + 100.0 * place, Y, 100, 100), {"parcel_id": f"G{place}", "YDDGRQ": "2020-03-01",
                                                             "CRJK": 3000.0, "ZFYY": "0"}) for place in (0, 1)]
    x, y = PLACES[parameter]
    return [(rectangle(X + x, Y + y, 50, 40), VALUES.get(parameter, {"BSM": "a1", "kind": "生态退耕"}))]


def layer(parameter: str, change: Change = same, name: str = "", crs: str = "EPSG:4526",
          without: str = "") -> QgsVectorLayer:
    """Return the layer of a parameter, called in Chinese so that only our own texts are English."""
    fields = FIELDS.get(parameter, {"BSM": "text", "kind": "text"})
    if parameter in SURVEYS:
        fields = {**LAND_FIELDS, **dict.fromkeys(("GDPDJB", "ZZSXDM", "QSXZ"), "text")}
    fields = {key: kind for key, kind in fields.items() if key != without}
    rows = [(shape, {key: value for key, value in values.items() if key in fields})
            for shape, values in change(rows_for(parameter))]
    made = layer_of(rows, fields, name=name or (MASK if parameter == "MASKS" else f"图层{parameter}"))
    # laid on, not transformed: what a wrong choice in the layer's properties does
    made.setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    return made


def run(name: str, bad: dict[str, Any], feedback: QgsProcessingFeedback | None = None,
        **more: Any) -> dict[str, Any]:
    """Run with sound layers in all places but those of ``bad``."""
    given: dict[str, Any] = {parameter: bad.get(parameter) or layer(parameter) for parameter in LAYERS[name]}
    if name in MASKED:
        QgsProject.instance().addMapLayer(given["MASKS"])
        given["MASKS"] = [given["MASKS"]]
    if any(parameter in SURVEYS for parameter in given):
        given["CLASS_SYSTEM"] = "survey_2019"
    return processing.run(f"kf:{name}", {"FINDINGS": "memory:", **given, **more}, feedback=feedback)


def bow_tie(rows: list[Row]) -> list[Row]:
    """Return the rows with two edges that cross: two triangles of a quarter of each rectangle."""
    crossed = []
    for shape, values in rows:
        corners = re.findall(r"[\d.]+ [\d.]+", shape)
        crossed.append((f"POLYGON(({', '.join(corners[place] for place in (0, 2, 1, 3, 0))}))", values))
    return crossed


def unknown_classes(rows: list[Row]) -> list[Row]:
    """Return the rows with a class no survey knows."""
    return [(shape, {**values, "DLBM": "9999"} if "DLBM" in values else values) for shape, values in rows]


def named(result: dict[str, Any], rule: str, *names: str) -> set[tuple[str, str]]:
    """Return severity and layer of the findings of a rule, '' where its message has none of the names."""
    return {(severity, next((name for name in names if f"“{name}”" in message), ""))
            for found, severity, message in rows_of(result["FINDINGS"], "rule_id", "severity", "message")
            if found == rule}


@pytest.mark.parametrize(("name", "parameter"), EVERYWHERE)
def test_an_empty_layer_is_named_as_an_error(name: str, parameter: str) -> None:
    """Each by itself: what the others hold meets nothing in it."""
    bad = layer(parameter, no_rows)
    result = run(name, {parameter: bad})
    assert named(result, "input.empty_layer", bad.name()) == {("error", bad.name())}
    if parameter in {"LAND", "LAND_AFTER", "SUPPLIES", "PARCELS"}:
        assert {key: result[key] for key in NOTHING[name]} == pytest.approx(NOTHING[name], abs=0.02)


@pytest.mark.parametrize(("name", "parameter"), [place for place in EVERYWHERE if place[1] != "MASKS"])
def test_a_layer_of_which_nothing_is_selected_is_not_called_empty(name: str, parameter: str) -> None:
    full = layer(parameter)
    QgsProject.instance().addMapLayer(full)
    result = run(name, {parameter: QgsProcessingFeatureSourceDefinition(full.id(), True)})
    assert named(result, "input.nothing_selected", full.name()) == {("error", full.name())}
    assert named(result, "input.empty_layer") == set()
    full.selectAll()
    result = run(name, {parameter: QgsProcessingFeatureSourceDefinition(full.id(), True)})
    assert named(result, "input.nothing_selected") == set()


@pytest.mark.usefixtures("chinese_texts")
@pytest.mark.parametrize(("change", "rule", "severity", "only"), [
    (no_rows, "input.empty_layer", "error", ()), (no_shapes, "geometry.empty", "error", ()),
    (no_values, "land.class_empty", "warning", SURVEYS), (unknown_classes, "land.class_unknown", "warning", SURVEYS),
    (bow_tie, "geometry.repaired", "warning", ())], ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("name", LAYERS)
def test_every_bad_layer_is_named_and_nothing_is_said_in_english(
        name: str, change: Change, rule: str, severity: str, only: Iterable[str]) -> None:
    """All layers at once."""
    bad = {parameter: layer(parameter, change) for parameter in LAYERS[name]}
    result = run(name, bad)
    of_content = rule not in {"input.empty_layer", "geometry.empty"}
    expected = {made.name() for parameter, made in bad.items()
                if parameter in (only or bad) and not (of_content and (name, parameter) == HARDLY_READ)
                and not (rule == "geometry.repaired" and (name, parameter) == CONSTRUCTION)}
    assert named(result, rule, *(made.name() for made in bad.values())) == {(severity, each) for each in expected}
    for text in (part for row in rows_of(result["FINDINGS"], "message", "remedy") for part in row):
        ours = re.sub(r"“[^”]*”|EPSG:\d+ - [^（）。，]*", "", text)  # without names of layers, fields and CRSs
        assert re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,}", ours) == [], text


@pytest.mark.parametrize("name", ["permanentfarmlandreplace", "reservepotential"])
def test_land_of_no_class_is_told_wherever_it_lies(name: str) -> None:
    """It might be a candidate, for all that can be told."""
    result = run(name, {"LAND": layer("LAND", unknown_classes)})
    assert sorted(row[1] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id")
                  if row[0] == "land.class_unknown") == [f"B{place}" for place in range(len(AFTER))]


@pytest.mark.parametrize(("crs", "word"), [
    ("", "no coordinate reference system"), ("EPSG:2362", "Xian 1980"), ("EPSG:4490", "metres"),
    ("EPSG:4525", "zone 37"), ("EPSG:4547", "zone prefix")])
@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_in_a_wrong_crs_is_named(name: str, crs: str, word: str) -> None:
    bad = {parameter: layer(parameter, crs=crs) for parameter in LAYERS[name]}
    with pytest.raises(QgsProcessingException, match=word) as refused:
        run(name, bad)
    assert in_words(refused.value)
    assert [made.name() for made in bad.values() if f"“{made.name()}”" not in str(refused.value)] == []


@pytest.mark.parametrize("parameter", LAYERS["farmlandchange"])
def test_a_layer_beyond_what_its_projection_shows_is_named(parameter: str) -> None:
    bad = layer(parameter, crs="EPSG:3857")
    with pytest.raises(QgsProcessingException, match=f"“{bad.name()}”.*Pseudo-Mercator") as refused:
        run("farmlandchange", {parameter: bad})
    assert in_words(refused.value)


@pytest.mark.parametrize("name", MASKED)
def test_every_survey_without_a_class_field_is_named(name: str) -> None:
    surveys = [parameter for parameter in LAYERS[name] if parameter in SURVEYS and (name, parameter) != HARDLY_READ]
    with pytest.raises(QgsProcessingException) as refused:
        run(name, {parameter: layer(parameter, without="DLBM") for parameter in surveys})
    assert [parameter for parameter in surveys
            if f"“图层{parameter}” has no field “DLBM”" not in str(refused.value)] == []


@pytest.mark.parametrize("name", MASKED)
def test_an_area_layer_of_unknown_role_is_named(name: str) -> None:
    with pytest.raises(QgsProcessingException, match="“不明范围”") as refused:
        run(name, {"MASKS": layer("MASKS", name="不明范围")})
    assert MASK in str(refused.value), "the known roles are listed"


@pytest.mark.parametrize("name", LAYERS)
def test_all_layers_arrive_in_every_output_and_a_cancelled_run_leaves_none(name: str, tmp_path: Path) -> None:
    whole = CancelAt()
    run(name, {}, whole, **every_output(name, made(tmp_path / "whole")))
    document = json.loads((tmp_path / "whole" / "run_record.json").read_text(encoding="utf-8"))["document"]
    printed = {row["name"] for row in document["data"]}
    assert printed >= {MASK if parameter == "MASKS" else f"图层{parameter}" for parameter in LAYERS[name]}
    folder = made(tmp_path / "half")
    half = CancelAt(whole.asked // 2)
    run(name, {}, half, **every_output(name, folder))
    assert QgsProcessingFeedback.isCanceled(half)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", LAYERS)
def test_every_output_that_cannot_be_written_is_named_before_the_run(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    outputs = every_output(name, tmp_path / "file")
    with pytest.raises(QgsProcessingException) as refused:
        run(name, {}, **outputs)
    assert in_words(refused.value)
    assert [path for path in outputs.values() if path not in str(refused.value)] == []


def test_an_empty_table_of_targets_says_what_to_do() -> None:
    empty = layer_of([], {"unit_code": "text", "indicator": "text", "target": "real", "unit": "text"}, geometry="None",
                     crs="", name="目标表")
    with pytest.raises(QgsProcessingException, match=r"“目标表” has no rows\. Enter the targets"):
        run("farmlandtargets", {}, TARGETS=empty)


@pytest.mark.parametrize("value", ["abc", "1,000", "1_000", "nan", float("nan"), float("inf"), 1e300, -5])
def test_a_number_that_is_none_is_named_and_not_read_as_nothing(value: Any) -> None:
    sound = {parameter: layer(parameter) for parameter in LAYERS["farmlandtargets"] if parameter != "APPROVED"}
    with pytest.raises(QgsProcessingException, match=r"\(APPROVED_M2\).* is no number that can be used here"):
        processing.run("kf:farmlandtargets", {**sound, "MASKS": [sound["MASKS"]], "APPROVED_M2": value})
