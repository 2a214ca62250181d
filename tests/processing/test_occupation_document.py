"""The report's tables: they add up across and down, close over everything, and say only what the run did."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from kf_resources_plugin.processing import project_findings
from tests.builders import land_layer, layer_of, project_layer, rectangle
from tests.processing.places import CENT, X, Y, area, box
from tests.processing.test_farmlandoccupation import parcel, run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

CODES = ("0101", "0102", "0103", "0201", "1001")


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    """Return the report of twelve crooked projects over a lattice of 64 parcels in two counties, two overlapping."""
    random = np.random.default_rng(4)
    rows = [(box(100 * i, 100 * j, 100, 100), parcel(f"B{i}{j}", CODES[int(random.integers(5))], KCXS=None))
            for i in range(8) for j in range(8)]
    for place, (_, values) in enumerate(rows):
        values["ZLDWDM"] = "4102221002010000000" if place < 40 else "4102251002010000000"
        values["KCXS"] = 0.0437 if values["DLBM"] == "0103" else None
    projects = [(rectangle(X + float(a), Y + float(b), float(c), float(d)), {"project_id": f"P{n:02d}"})
                for n, (a, b, c, d) in enumerate(zip(*random.uniform(17.3, 700.1, (2, 12)),
                                                     *random.uniform(20.7, 180.9, (2, 12))))]
    permanent = layer_of([(box(130, 170, 400, 333), {"BSM": "Y"})], {"BSM": "text"})
    run(PROJECTS=project_layer(projects), LAND=land_layer(rows), PERMANENT_FARMLAND=permanent,
        RUN_RECORD=str(tmp_path / "record.json"))
    told: dict[str, Any] = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))["document"]
    return told


def columns(table: dict[str, Any], *keys: str) -> list[list[Decimal]]:
    """Return printed numbers by row, the total last."""
    return [[Decimal(row[key]) for key in keys] for row in (*table["rows"], table["total"])]


def test_areas_by_project_add_up_to_the_last_digit(document: dict[str, Any]) -> None:
    table = document["tables"][0]
    keys = ("area", "farmland", "deduction", "other", "outside", "paddy", "irrigated", "dry")
    *rows, total = columns(table, *keys)
    assert table["rows"][-1]["project"] != "P11", "projects overlap, so a row takes off what was counted twice"
    for row in (*rows, total):
        assert row[0] == sum(row[1:5])
        assert row[1] == sum(row[5:])
    for place in range(len(keys)):
        assert sum(row[place] for row in rows) == total[place]


def test_findings_that_nobody_draws_are_told_but_not_united(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project of 50 m by 50 m that reaches over two parcels of paddy and 10 m beyond them."""
    land = land_layer([(box(20 * i, 0, 20, 100), parcel(f"B{i}", "0101")) for i in range(2)])
    given = {"LAND": land, "PROJECTS": project_layer([(box(0, 0, 50, 50), {"project_id": "P1"})]),
             "RUN_RECORD": str(tmp_path / "record.json")}
    united: list[int] = []
    really = project_findings.united_shape

    def watched(wkbs: Any, kernel: Any, progress: Any) -> bytes:
        united.append(len(wkbs))
        return really(wkbs, kernel, progress)

    monkeypatch.setattr(project_findings, "united_shape", watched)
    told = []
    for findings in ("memory:", None):
        run(**given, FINDINGS=findings)
        told.append(json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))["document"]["findings"])
    assert told[0] == told[1] != []
    assert united == [2, 1], "two pieces of paddy, one outside, and only the first time"


def test_indicators_add_up_down_the_column(document: dict[str, Any]) -> None:
    table = document["tables"][1]
    keys = ("permanent", "permanent_gross", "capacity")
    *rows, total = columns(table, *keys)
    assert table["rows"][-1]["project"] == document["tables"][0]["rows"][-1]["project"]
    assert table["rows"][-1]["grade"] == ""
    for place in range(len(keys)):
        assert sum(row[place] for row in rows) == total[place]
        assert rows[-1][place] < 0


def test_indicators_of_two_projects_that_share_land(tmp_path: Path) -> None:
    """Two projects of 60 m by 50 m share 20 m by 50 m; the parcel ends 20 m before the second project does."""
    shared, one = area(40, 10, 20, 50), area(0, 10, 60, 50)
    land = land_layer([(box(0, 0, 80, 100), parcel("A", "0102"))])
    projects = project_layer([(box(0, 10, 60, 50), {"project_id": "P1"}), (box(40, 10, 60, 50), {"project_id": "P2"})])
    permanent = layer_of([(box(0, 0, 200, 100), {"BSM": "Y"})], {"BSM": "text"})

    def table(land: Any, **more: Any) -> dict[str, Any]:
        run(**{"PROJECTS": projects, "LAND": land, "RUN_RECORD": str(tmp_path / "r.json"), **more})
        told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"][1]
        return dict(told)

    indicators = table(land, PERMANENT_FARMLAND=permanent)
    first, second, less = indicators["rows"]
    assert float(first["permanent"]) == pytest.approx(one, abs=CENT)
    assert float(second["permanent"]) == pytest.approx(area(40, 10, 40, 50), abs=2 * CENT)
    assert float(less["permanent"]) == pytest.approx(-shared, abs=2 * CENT)
    assert float(indicators["total"]["permanent_gross"]) == pytest.approx(area(0, 10, 100, 50), abs=2 * CENT)
    assert Decimal(less["permanent_gross"]) == Decimal(less["permanent"])
    (label,) = (entry["label"] for entry in indicators["columns"] if entry["key"] == "permanent_gross")
    assert "outside the survey" in label, "20 m of the second project are in no parcel"

    unknown = table(land_layer([(box(0, 0, 80, 100), parcel("A", "0102", GDDB=None))]), PERMANENT_FARMLAND=permanent)
    assert {row["capacity"] for row in (*unknown["rows"], unknown["total"])} == {"unknown"}
    apart = project_layer([(box(0, 10, 20, 50), {"project_id": "P1"}), (box(40, 10, 20, 50), {"project_id": "P2"})])
    assert len(table(land, PROJECTS=apart)["rows"]) == 2


def test_tables_by_unit_add_up_and_round_the_total_once(document: dict[str, Any]) -> None:
    farmland = Decimal(document["tables"][0]["total"]["farmland"])
    for table, per_unit, digit in ((document["tables"][2], Decimal(10_000), Decimal("0.0001")),
                                   (document["tables"][3], Decimal(10_000) / 15, Decimal("0.01"))):
        *rows, total = columns(table, "paddy", "irrigated", "dry", "farmland")
        assert [row["name"] for row in table["rows"]] == ["通许县", "兰考县"]
        for row in (*rows, total):
            assert row[3] == sum(row[:3])
        for place in range(4):
            assert sum(row[place] for row in rows) == total[place]
        assert abs(total[3] - farmland / per_unit) <= digit / 2


def test_classes_close_over_the_survey(document: dict[str, Any]) -> None:
    *rows, total = columns(document["tables"][4], "inside", "beside", "area")
    assert {row["code"] for row in document["tables"][4]["rows"]} == {*CODES, "1203"}
    for row in (*rows, total):
        assert row[2] == row[0] + row[1]
    assert [sum(row[place] for row in rows) for place in range(3)] == total
    everything = document["tables"][0]["total"]
    assert total[2] == Decimal(everything["area"]) - Decimal(everything["outside"])


def test_the_bridge_ends_in_the_printed_total(document: dict[str, Any]) -> None:
    *steps, total = (step["area_m2"] for step in document["bridge"])
    assert sum(Decimal(f"{step:.2f}") for step in steps) == Decimal(f"{total:.2f}"), "as printed"
    assert total == float(document["tables"][0]["total"]["farmland"])


def test_only_rules_that_were_applied_are_named(tmp_path: Path) -> None:
    land = land_layer([(box(0, 0, 100, 100), parcel("A", "0102")), (box(0, 0, 100, 100), parcel("B", "0102"))])
    projects = project_layer([(box(10, 10, 50, 50), {"project_id": "P1"})])

    def rules(**more: str) -> set[str]:
        run(PROJECTS=projects, LAND=land, RUN_RECORD=str(tmp_path / "r.json"), **more)
        told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        return {rule["id"] for rule in told["document"]["rules"]}

    # both parcels cover the project twice over: the residual is no rounding matter and nothing is adjusted
    assert {"area.formula", "area.step", "deduction.coefficient", "capacity.grade"} <= rules()
    assert "area.adjustment" not in rules()
    assert "area.step" not in rules(AREA_METHOD="statutory_vertices")


def test_many_findings_of_a_kind_are_summed_up(tmp_path: Path) -> None:
    land = land_layer([(box(10 * i, 0, 10, 100), parcel(f"B{i:02d}", "9999" if i else "0201")) for i in range(31)])
    run(PROJECTS=project_layer([(box(5, 0, 300, 100), {"project_id": "P1"})]), LAND=land,
        RUN_RECORD=str(tmp_path / "r.json"))
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    unknown = [item for item in told["findings"] if item["rule_id"] == "land.class_unknown"]
    assert len(unknown) == 21
    assert "10" in unknown[-1]["message"]
    assert float(told["tables"][0]["total"]["other"]) == pytest.approx(area(5, 0, 300, 100), abs=0.006)
