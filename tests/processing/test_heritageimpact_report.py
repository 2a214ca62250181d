"""The papers of kf:heritageimpact: a section for each subject whose areas add up, the rules with their clauses."""
from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import layer_of, rows_of
from tests.processing.impacts import buildings, impact, parcels, projects, zones
from tests.processing.places import X, Y, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


@pytest.fixture
def run(tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the outputs, the report as data, and its page, of one run over everything."""
    # P1: 0–60 m control zone of one site, 40–80 m protection area of another; the rest is free
    result = impact(
        PROJECTS=projects((box(0, 0, 100, 100), "P1", "工业"), (box(900, 0, 9, 9), "P2", "文物保护")),
        PARCELS=parcels((box(0, 0, 50, 100), "D1", "出让")),
        DEMOLITIONS=buildings((f"POINT({X + 50} {Y + 50})", "H1", "其他"), geometry="Point"),
        PERMANENT_FARMLAND=layer_of([(box(0, 50, 100, 50), {"BSM": "Y1"})], {"BSM": "text"}, name="permanent"),
        ZONES=zones((box(-10, -10, 70, 200), "S1", "control_1"), (box(40, -10, 40, 200), "S2", "protection")),
        REPORT=str(tmp_path / "r.html"), RUN_RECORD=str(tmp_path / "r.json"))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    return result, document, (tmp_path / "r.html").read_text(encoding="utf-8")


def test_every_subject_that_lines_meet_has_a_section(run: Any) -> None:
    _, document, page = run
    titles = [table["title"] for table in document["tables"]]
    assert titles == ["Verdicts", "project P1: forbidden", "parcel to be supplied D1: consent needed",
                      "building to be demolished H1: consent needed", "Permanent farmland in large sites"]
    assert all(title in page for title in titles)


def test_the_areas_of_a_section_sum_to_the_subject(run: Any) -> None:
    result, document, _ = run
    rows = document["tables"][1]["rows"]
    assert [row["site"] for row in rows] == ["铁塔 S1", "刘青霞故居 S2", "counted with several sites", "outside"]
    areas = [Decimal(row["area"]) for row in rows]
    assert sum(areas) == Decimal(document["tables"][1]["total"]["area"])
    # 60 + 40 − 20 + 20 = 100 m of width
    assert [round(value / Decimal("99.9982")) for value in areas] == [60, 40, -20, 20]
    inside, free = next(row[1:] for row in rows_of(result["VERDICT"], "subject_id", "tiers_m2", "free_m2")
                        if row[0] == "P1")
    assert (Decimal(str(free)), sum(areas[:3])) == (areas[3], Decimal(str(inside)))


def test_the_rules_of_the_report_are_those_that_spoke_each_with_its_clause(run: Any) -> None:
    result, document, _ = run
    spoken = {rule for rule, in rows_of(result["FINDINGS"], "rule_id") if not re.match(
        r"heritage_impact\.(touch|exempted|level_|kind_|not_)", rule)}
    assert {rule["id"] for rule in document["rules"]} == spoken | {"area.formula"}
    assert all(rule["clause"] for rule in document["rules"])


def test_a_run_that_wants_nothing_still_counts() -> None:
    result = impact(PROJECTS=projects((box(0, 0, 100, 100), "P1", "工业")), VERDICT=None, HITS=None, FARMLAND=None,
                    FINDINGS=None, FINDING_POINTS=None, ZONES=zones((box(-10, -10, 70, 200), "S1", "control_1")))
    assert (result["CONSENT"], result["ADJUST_M2"]) == (1, None)


def test_a_rule_that_holds_anywhere_holds_in_tiers_that_have_none(tmp_path: Path) -> None:
    # in the line of a historic building no rule is about one; the first is refused for what it is, the other one free
    impact(DEMOLITIONS=buildings((box(0, 0, 10, 10), "H1", "历史建筑"), (box(20, 0, 10, 10), "H2", "其他建筑")),
           ZONES=zones((box(-10, -10, 100, 50), "S1", "setting")), RUN_RECORD=str(tmp_path / "r.json"))
    tables = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["tables"]
    rows = {table["title"]: [(row["tier"], row["verdict"]) for row in table["rows"] if row["tier"]]
            for table in tables[1:] if "demolished" in table["title"]}
    assert rows["building to be demolished H1: forbidden"] == [
        ("setting of a historic building", "forbidden, wherever it lies")]
    assert all(row == [("setting of a historic building", "nothing more asked for")]
               for title, row in rows.items() if "H2" in title)
