"""Of large layers only what lies near projects is read: every figure stays what reading all of them gives."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsField, QgsProcessingException, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from kf_resources_plugin.engine import near_reading
from tests.builders import land_layer, layer_of, project_layer, rows_of, save
from tests.processing.places import X, Y, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")
SIDE, CELL = 16, 100.0
CLASSES = {"0101": "水田", "0103": "旱地", "0201": "果园", "1104A": "养殖坑塘"}
RULE = "input.near_rows"
OCCUPATION, REVIEW, SWAP = "kf:farmlandoccupation", "kf:compliancereview", "kf:landswapbalance"
OUTPUTS = {OCCUPATION: ("PIECES", "SUMMARY", "FINDINGS"), REVIEW: ("VERDICT", "SHEET", "HITS", "FINDINGS"),
           SWAP: ("ACCOUNT", "PLOTS", "FINDINGS")}
PROJECTS = [(box(130, 130, 240, 150), {"project_id": "P1"}), (box(350, 210, 90, 60), {"project_id": "P2"}),
            (box(1_420, 1_350, 130, 330), {"project_id": "P3"})]  # P2 claims land of P1, P3 reaches beyond the survey


def survey(path: Path, code: str | None = None) -> QgsVectorLayer:
    """Return 256 parcels of 1 ha; ``code``: the nameless class of those around the first two projects."""
    rows = []
    for number in range(SIDE * SIDE):
        x, y = number % SIDE, number // SIDE
        near = code is not None and max(x, y) < SIDE // 2
        found = code if near else list(CLASSES)[(x + 2 * y) % len(CLASSES)]
        rows.append((box(x * CELL, y * CELL, CELL, CELL), {
            "BSM": f"{number:05}", "DLBM": found, "DLMC": None if near else CLASSES[found], "GDDB": 5 + number % 4,
            "ZLDWDM": "4102221002010000000", "KCXS": 0.0312 if found == "0103" else None}))
    return save(land_layer(rows), path)


def permanent(path: Path) -> QgsVectorLayer:
    """Return protected plots all over the survey in degrees, not in metres."""
    metres = layer_of([(box(x * 160.0, y * 160.0, 90, 90), {"BSM": f"Y{x}-{y}"}) for x in range(9) for y in range(9)],
                      {"BSM": "text"}, name="permanent_farmland")
    degrees = processing.run("native:reprojectlayer", {"INPUT": metres, "TARGET_CRS": "EPSG:4490",
                                                       "OUTPUT": "memory:permanent_farmland"})["OUTPUT"]
    return save(degrees, path)


def run(algorithm: str, few: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, **parameters: Any) -> dict[str, Any]:
    """Return numbers, rows of the outputs and inputs as recorded, layers of more than ``few`` rows read in part."""
    monkeypatch.setattr(near_reading, "_FEW", few)
    outputs = dict.fromkeys(OUTPUTS[algorithm], "memory:")
    record = tmp_path / f"{few}.json"
    result = processing.run(algorithm, {**outputs, "RUN_RECORD": str(record), "RULES_DATE": "2026-01-01", **parameters})
    layers = {name: value for name, value in result.items() if isinstance(value, QgsVectorLayer)}
    rows = {name: sorted(str([*feature.attributes(), feature.geometry().asWkt(6)]) for feature in layer.getFeatures()
                         if name != "FINDINGS" or feature["rule_id"] != RULE) for name, layer in layers.items()}
    numbers = {name: value for name, value in result.items() if isinstance(value, (int, float))}
    inputs = json.loads(record.read_text(encoding="utf-8"))["record"]["inputs"]
    return {"numbers": numbers, "rows": rows, "findings": rows_of(layers["FINDINGS"], "rule_id", "message"),
            "inputs": {item["role"]: item for item in inputs}}


def test_figures_are_those_of_the_whole_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """P1 meets parcels 1–3 × 1–2, P2 3–4 × 2; P3 14–15 × 13–15: 6 + 1 + 6 parcels, P2's other being P1's."""
    given = {"PROJECTS": project_layer(PROJECTS), "LAND": survey(tmp_path / "land.gpkg"),
             "PERMANENT_FARMLAND": permanent(tmp_path / "permanent.gpkg")}
    part = run(OCCUPATION, 0, monkeypatch, tmp_path, **given)
    whole = run(OCCUPATION, 10_000, monkeypatch, tmp_path, **given)
    assert part["numbers"] == whole["numbers"]
    assert part["numbers"]["FARMLAND_M2"] > 10_000
    assert part["numbers"]["PERMANENT_M2"] > 1_000
    assert part["rows"] == whole["rows"]
    land = part["inputs"]["land"]
    assert land["layer_rows"] == SIDE * SIDE
    assert 13 <= land["rows"] <= 30  # SQLite's bounds reach up to 4 m further
    assert part["inputs"]["permanent_farmland"]["layer_rows"] == 81
    assert [item["layer_rows"] for item in whole["inputs"].values()] == [None] * 3
    assert [row for row in whole["findings"] if row[0] == RULE] == []
    assert any(rule == RULE and f"{SIDE * SIDE} features" in text for rule, text in part["findings"])


def test_of_a_road_across_the_survey_only_what_it_passes_is_read(tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    """1.4 km in steps of 10 m, its bounds those of nearly all parcels; it passes some three of each row."""
    steps = [(X + 50.0 + 10.0 * n, Y + 60.0 + 9.0 * n + 4.0 * (n % 2)) for n in range(141)]
    corners = [*steps, *((x, y + 60.0) for x, y in reversed(steps)), steps[0]]
    road = "POLYGON((" + ", ".join(f"{x} {y}" for x, y in corners) + "))"
    given = {"PROJECTS": project_layer([(road, {"project_id": "R"}), PROJECTS[1]]),
             "LAND": survey(tmp_path / "land.gpkg")}
    part = run(OCCUPATION, 0, monkeypatch, tmp_path, **given)
    whole = run(OCCUPATION, 10_000, monkeypatch, tmp_path, **given)
    assert part["numbers"] == whole["numbers"]
    assert part["rows"] == whole["rows"]
    assert part["inputs"]["land"]["rows"] < 80 < whole["inputs"]["land"]["rows"] == SIDE * SIDE


def test_a_review_is_that_of_the_whole_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"PROJECTS": project_layer(PROJECTS), "LAND": survey(tmp_path / "land.gpkg"),
             "CONTROLS": [permanent(tmp_path / "permanent_farmland.gpkg")]}
    part = run(REVIEW, 0, monkeypatch, tmp_path, **given)
    whole = run(REVIEW, 10_000, monkeypatch, tmp_path, **given)
    assert (part["numbers"], part["rows"]) == (whole["numbers"], whole["rows"])
    assert {role for role, item in part["inputs"].items() if item["layer_rows"]} == {"land", "permanent_farmland"}


def test_an_account_of_plots_is_that_of_the_whole_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plots = {"OLD_PLOTS": project_layer(PROJECTS[:1], name="old"), "NEW_PLOTS": project_layer(PROJECTS[1:], name="new")}
    given = {**plots, "LAND": survey(tmp_path / "land.gpkg")}
    part = run(SWAP, 0, monkeypatch, tmp_path, **given)
    whole = run(SWAP, 10_000, monkeypatch, tmp_path, **given)
    assert (part["numbers"], part["rows"]) == (whole["numbers"], whole["rows"])
    assert (part["inputs"]["land"]["layer_rows"], whole["inputs"]["land"]["layer_rows"]) == (SIDE * SIDE, None)


def test_what_codes_mean_is_told_by_the_whole_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """1001 is railway land or roads, depending on the classification: only names elsewhere in the survey tell."""
    projects = project_layer(PROJECTS[:2])
    with pytest.raises(QgsProcessingException, match="1001"):
        run(OCCUPATION, 10_000, monkeypatch, tmp_path, PROJECTS=projects, LAND=save(
            land_layer([(box(0, 0, 800, 800), {"BSM": "1", "DLBM": "1001"})]), tmp_path / "unclear.gpkg"))
    land = survey(tmp_path / "land.gpkg", code="1001")
    part = run(OCCUPATION, 0, monkeypatch, tmp_path, PROJECTS=projects, LAND=land)
    whole = run(OCCUPATION, 10_000, monkeypatch, tmp_path, PROJECTS=projects, LAND=land)
    assert part["inputs"]["land"]["layer_rows"] == SIDE * SIDE
    assert (part["numbers"], part["rows"]) == (whole["numbers"], whole["rows"])


def test_a_class_map_is_judged_by_the_whole_survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No parcel near is of a class in the map: it was said to fit nothing in the layer."""
    table = tmp_path / "map.csv"
    table.write_text("code,class\n1104A,0103\n", encoding="utf-8")
    inside = project_layer([(box(30, 130, 40, 50), {"project_id": "P1"})])  # in parcel 0 × 1, an orchard
    given = {"PROJECTS": inside, "LAND": survey(tmp_path / "land.gpkg"), "CLASS_MAP": str(table)}
    part = run(OCCUPATION, 0, monkeypatch, tmp_path, **given)
    whole = run(OCCUPATION, 10_000, monkeypatch, tmp_path, **given)
    assert part["inputs"]["land"]["layer_rows"] == SIDE * SIDE
    assert (part["numbers"], part["rows"]) == (whole["numbers"], whole["rows"])
    assert "land.class_mapped" in {rule for rule, _ in part["findings"]}


def test_classes_by_an_expression_are_read_by_qgis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land = survey(tmp_path / "land.gpkg")
    land.addExpressionField('"DLBM"', QgsField("class", QVariant.Type.String))
    given = {"PROJECTS": project_layer(PROJECTS), "LAND": land, "LAND_CLASS_FIELD": "class"}
    part = run(OCCUPATION, 0, monkeypatch, tmp_path, **given)
    whole = run(OCCUPATION, 10_000, monkeypatch, tmp_path, **given)
    assert (part["numbers"], part["rows"]) == (whole["numbers"], whole["rows"])
    assert part["numbers"]["FARMLAND_M2"] > 10_000


def test_projects_away_from_the_survey_are_told_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = project_layer([(box(9_000, 0, 50, 50), {"project_id": "P9"})])
    given = {"PROJECTS": away, "LAND": survey(tmp_path / "land.gpkg")}
    part = run(OCCUPATION, 0, monkeypatch, tmp_path, **given)
    assert part["inputs"]["land"]["layer_rows"] is None
    assert "project.outside_land" in {rule for rule, _ in part["findings"]}
