"""A replacement says what was not examined: exclusions without a layer in findings and report, and whose a limit is."""
from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin import paths
from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.replace_layers import mask, parcel, polygons, ranked, run, verdict

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

AREAS = {"approvals": "Land approvals", "planned_construction": "Planned construction land",
         "ecological_redline": "Ecological redline", "urban_boundary": "Urban development boundary",
         "nature_reserve": "Nature reserves", "main_channel": "Main river channel",
         "river_management": "River management range"}
STABLE = {"frequent_flood": "frequently flooded", "polluted_land": "strictly controlled soil",
          "nature_reserve_core": "nature reserve core", "ecological_conversion": "returned to nature",
          "steep_land": "steep by the slope layer"}
BY_DETAIL = {"farmland on a river beach", "farmland in a lake area", "farmland in a forest area",
             "farmland in a pasture area", "farmland on sandy waste", "farmland on rocky desert"}
MISSING, RESERVE = "permanent.areas_not_given", "permanent.reserve_not_given"


class Replaced:
    """A run over land of which A replaces what is lost of L, beside a block of 9 ha."""

    def __init__(self, tmp_path: Path, *kinds: str, **parameters: Any) -> None:
        record = tmp_path / "record.json"
        rows = [parcel("L", (0, 0, 300, 300), 6), parcel("A", (300, 0, 300, 300)), parcel("T", (900, 0, 30, 30))]
        for _, fields in rows:
            fields["TBXHDM"] = None
        self.result = run(**{
            "LAND": land_layer(rows, GDPDJB="text", TBXHDM="text"), "LOST": polygons(box(0, 0, 100, 90)),
            "PERMANENT_FARMLAND": polygons(box(0, 0, 300, 300), ids=["Y1"]), "CHOSEN_PARCELS": "A",
            "MASKS": [mask(kind, box(5000, 0, 10, 10)) for kind in kinds], "RUN_RECORD": str(record), **parameters})
        self.document = json.loads(record.read_text(encoding="utf-8"))["document"]
        self.findings = {row[0]: row[1:] for row in rows_of(
            self.result["FINDINGS"], "rule_id", "severity", "message", "remedy", "clause")}

    @property
    def unexamined(self) -> set[str]:
        (notice,) = [text for text in self.document["notices"] if text.startswith("The verdict holds only")] or [""]
        return set(notice.rpartition(": ")[2].rstrip(".").split(", ")) if notice else set()

    @property
    def total(self) -> str:
        (table,) = [table for table in self.document["tables"] if table["title"].startswith("Verdict")]
        return table["total"]["passed"]

    def rule(self, rule: str) -> dict[str, Any] | None:
        return next((item for item in self.document["rules"] if item["id"] == rule), None)


def test_without_layers_the_verdict_stands_for_what_was_examined(tmp_path: Path) -> None:
    found = Replaced(tmp_path)
    # 9 000 m² of grade 6 are lost, A has 90 000 m² of grade 5 in a block of 171 000 m²
    assert all(passed for *_, passed in verdict(found.result).values())
    assert found.result["PASSED"] == 1
    severity, message, remedy, _ = found.findings[MISSING]
    assert severity == "warning"
    assert message.startswith(f"These area layers were not given: {', '.join(AREAS.values())}. ")
    assert "the verdict holds only for what was examined" in message
    assert "“Area layers that rules ask for (redline, river, …)”" in remedy
    assert found.unexamined == {*AREAS.values(), *STABLE.values()}
    assert found.total == "met by what was examined"
    assert found.findings[RESERVE][0] == "info"


def test_with_every_layer_nothing_is_left_to_say(tmp_path: Path) -> None:
    found = Replaced(tmp_path, *AREAS, *STABLE, "farmland_reserve_zone")
    assert not {MISSING, RESERVE} & found.findings.keys()
    assert (found.unexamined, found.total, found.result["PASSED"]) == (set(), "met", 1)
    assert "not checked" not in found.rule("permanent.chosen_area")["text"]


@pytest.mark.parametrize("given", [kinds for count in (1, 2) for kinds in combinations(AREAS, count)])
def test_rules_findings_and_notice_agree_on_what_was_given(given: tuple[str, ...], tmp_path: Path) -> None:
    found = Replaced(tmp_path, *given)
    missing = {name for kind, name in AREAS.items() if kind not in given}
    assert found.unexamined == {*missing, *STABLE.values()}
    assert {name for name in AREAS.values() if name in found.findings[MISSING][1]} == missing
    river = ("main_channel", "river_management")
    for rule, kinds in (("permanent.chosen_river", river),
                        ("permanent.chosen_area", [kind for kind in AREAS if kind not in river])):
        item = found.rule(rule)
        checked, beside = [AREAS[k] for k in kinds if k in given], [AREAS[k] for k in kinds if k not in given]
        assert (item is None) == (not checked)
        if item is not None:
            assert item["text"] == f"No candidate: within {', '.join(checked)}" + (
                f"; not checked: {', '.join(beside)}" if beside else "")


def test_a_field_that_stability_lacks_is_among_what_was_not_examined(tmp_path: Path) -> None:
    rows = [parcel("L", (0, 0, 300, 300), 6), parcel("A", (300, 0, 300, 300))]
    found = Replaced(tmp_path, *AREAS, *STABLE, LAND=land_layer(rows, GDPDJB="text"))
    assert found.unexamined == BY_DETAIL
    assert found.total == "met by what was examined"


def test_what_fails_fails_whatever_was_examined(tmp_path: Path) -> None:
    found = Replaced(tmp_path, LOST=polygons(box(0, 0, 300, 299)), CHOSEN_PARCELS="T")
    assert (found.result["PASSED"], found.total) == (0, "not met")


def test_the_least_area_is_of_the_row_that_sets_it(tmp_path: Path) -> None:
    shipped = json.loads(paths.resource("rules", "permanent_farmland.json").read_text(encoding="utf-8"))
    rows = [row for row in shipped["rows"] if row["id"] == "permanent.chosen_small" and row["effective_from"]]
    rows[0]["thresholds"]["least_area_m2"] = 1000.0
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "permanent_farmland", "rows": rows}),
                   encoding="utf-8")
    small, least = "permanent.chosen_small", "No candidate: less than {} m² of a parcel"
    found = Replaced(tmp_path, RULES=str(own), CHOSEN_PARCELS="A,T")  # T has 900 m²
    assert found.rule(small)["text"] == least.format("1000.00")
    assert found.rule(small)["clause"].startswith("set by rule file")
    assert found.findings[small][3].startswith("set by rule file")
    plain = Replaced(tmp_path, CHOSEN_PARCELS="A,T")
    assert plain.rule(small)["text"] == least.format("400.00")
    assert plain.rule(small)["clause"].startswith("default of this tool")


@pytest.mark.parametrize(("chosen", "replaced"), [("A", 0.0), ("A,U", area(1000, 0, 100, 100)),
                                                  ("U", area(1000, 0, 100, 100))])
def test_a_candidate_of_which_nothing_tells_whether_it_is_stable_is_told(chosen: str, replaced: float) -> None:
    """A has a slope class, U and the orchard O have none; U may replace, and a warning says how much of it does."""
    rows = [parcel("L", (0, 0, 300, 300), 6), parcel("A", (300, 0, 300, 300)), parcel("U", (1000, 0, 100, 100)),
            parcel("O", (1100, 0, 100, 100))]
    rows[2][1]["GDPDJB"] = rows[3][1]["GDPDJB"] = None
    rows[3][1]["DLBM"] = "0201"
    result = run(LAND=land_layer(rows, GDPDJB="text"), LOST=polygons(box(0, 0, 100, 90)), CHOSEN_PARCELS=chosen,
                 PERMANENT_FARMLAND=polygons(box(0, 0, 300, 300), ids=["Y1"]), MASKS=[])
    assert ranked(result) == ["A", "U"]
    ((severity, size, message),) = [row[1:] for row in rows_of(
        result["FINDINGS"], "rule_id", "severity", "area_m2", "message") if row[0] == "permanent.candidate_untold"]
    assert (severity, size) == ("warning", pytest.approx(area(1000, 0, 100, 100), abs=CENT))
    assert "on 1 parcels of “land” (U)" in message
    assert f"{replaced:.2f} m² of them are in the replacement" in message


@pytest.mark.usefixtures("chinese_texts")
def test_in_chinese_what_was_not_checked_is_listed_as_in_the_findings(tmp_path: Path) -> None:
    found = Replaced(tmp_path, "approvals", "main_channel")
    (notice,) = [text for text in found.document["notices"] if "河道管理范围" in text]
    assert "规划建设用地、生态保护红线、" in notice
    assert "规划建设用地、生态保护红线、" in found.findings[MISSING][1]
    area_rule = found.rule("permanent.chosen_area")
    assert area_rule is not None
    assert "规划建设用地、生态保护红线、" in area_rule["text"]
    assert ", " not in notice + area_rule["text"]
