"""The report of farmland against its targets: which tables it prints, and what it says of its rules."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, layer_of
from tests.processing.places import area, box
from tests.processing.test_farmland_ceiling import two_years
from tests.processing.test_farmlandtargets import land_of, run, table, two_counties
from tests.processing.test_stablefarmland import MORE, parcel

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def test_the_report_has_a_table_per_level_and_indicator(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    targets = table(("410221100", "stable", 1.0, "ha", 2025))
    run(**two_years(), TARGETS=targets, RUN_RECORD=str(record), REPORT=str(tmp_path / "report.html"))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    titles = [table["title"] for table in document["tables"]]
    # of townships, which are many, only those with a target are printed
    assert titles == [*(f"{indicator}, by {level}" for level in ("city", "county") for indicator in (
        "cultivated land", "stable cultivated land", "permanent basic farmland")),
        "stable cultivated land, by township", "Ceiling of next year's occupation"]
    assert [row["code"] for row in document["tables"][-2]["rows"]] == ["410221100"]


@pytest.mark.parametrize(("day", "early", "not_early"), [
    # 汴政〔2023〕6号 and 自然资发〔2024〕204号 have no recorded day of effect
    ("1990-01-01", ["target.ceiling", "target.cultivated"], []),
    ("2023-06-15", ["target.ceiling"], ["target.cultivated"]),
    ("2025-06-01", [], []),
])
def test_the_report_says_which_rules_are_younger_than_the_day(day: str, early: list[str], not_early: list[str],
                                                              tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    run(LAND=land_of(parcel("A")), LAND_BEFORE=land_of(parcel("A")), RULES_DATE=day, RUN_RECORD=str(record))
    said = [text for text in json.loads(record.read_text(encoding="utf-8"))["document"]["notices"]
            if "They were applied all the same" in text]
    assert len(said) == bool(early)
    assert all(f"{rule}" in said[0] and day in said[0] for rule in early)
    assert not any(rule in text for rule in not_early for text in said)


def document_of(record: Path) -> dict[str, Any]:
    return json.loads(record.read_text(encoding="utf-8"))["document"]


def test_a_target_that_is_missed_by_a_hair_is_not_printed_as_reached(tmp_path: Path) -> None:
    """C holds 9 999.82 m² or 14.99973 mu, the target is 0.01 m² more or 14.999745 mu: 1 ÷ 999 983 or 0.0001 % short."""
    record = tmp_path / "record.json"
    held = round(area(200, 0, 100, 100), 2)
    run(LAND=two_counties(), RUN_RECORD=str(record), TARGETS=table(
        ("410222", "cultivated", held + 0.01, "m2", 2025), ("410221", "cultivated", 29.0, "mu", 2025)))
    (printed,) = [table for table in document_of(record)["tables"] if table["title"] == "cultivated land, by county"]
    rows = {row["code"]: row for row in printed["rows"]}
    assert held == 9999.82
    assert {key: rows["410222"][key] for key in ("target", "actual", "gap", "share", "light")} == {
        "target": "14.99975", "actual": "14.99973", "gap": "-0.00002", "share": "99.9999%", "light": "amber"}
    # where two decimals tell, there are two: A and B hold 19 999.64 m² or 29.99946 mu, 103.4464 % of 29 mu
    assert {key: rows["410221"][key] for key in ("target", "actual", "gap", "share", "light")} == {
        "target": "29.00", "actual": "30.00", "gap": "1.00", "share": "103.45%", "light": "green"}


def test_the_gap_is_the_difference_of_what_is_printed(tmp_path: Path) -> None:
    # target 29.99 mu and a bit: 19 990.26 m² = 29.98539 mu, A and B hold 29.99946 mu, gap 0.01407 = 0.01; 29.99 + 0.01
    # and 30.00 add up; of 19 997.09 m² = 29.995635 mu it is 0.003825, printed 30.00 and 30.00 at two decimals
    record = tmp_path / "record.json"
    for target, expected in ((19_990.26, ("29.99", "30.00", "0.01")), (19_997.09, ("29.996", "29.999", "0.003")),
                             (19_999.64, ("30.00", "30.00", "0.00"))):
        run(LAND=two_counties(), RUN_RECORD=str(record), TARGETS=table(("410221", "cultivated", target, "m2", 2025)))
        (row,) = [row for table in document_of(record)["tables"] if table["title"] == "cultivated land, by county"
                  for row in table["rows"] if row["code"] == "410221"]
        assert (row["target"], row["actual"], row["gap"]) == expected


def test_the_ceilings_add_up_across_and_down(tmp_path: Path) -> None:
    """Odd areas in three counties, some lost and some gained: at four decimals rows and columns are off by 0.0001."""
    record = tmp_path / "record.json"
    counties = ["4102211002010000000", "4102221002010000000", "4102231002010000000"]
    at = [(box(100 * n, 0, 10 + 7.3 * n, 20 + 3.7 * n), parcel(f"{n}", ZLDWDM=counties[n % 3])) for n in range(9)]
    before = [(shape, {**values, "GDPDJB": "5" if n % 2 else "1"}) for n, (shape, values) in enumerate(at)]
    run(LAND=land_layer(at, **MORE), LAND_BEFORE=land_layer(before, name="before", **MORE), RUN_RECORD=str(record),
        APPROVED=layer_of([(box(0, 0, 1000, 10), {})], {"id": "integer"}, name="approved"))
    rows = document_of(record)["tables"][-1]["rows"]
    figures = [{key: Decimal(row[key]) for key in ("before", "stable", "gain", "ceiling", "approved", "usable")}
               for row in rows]
    for row in figures:
        assert row["stable"] - row["before"] == row["gain"]
        assert max(row["gain"], 0) == row["ceiling"]
        assert row["ceiling"] - row["approved"] == row["usable"]
    city, *parts = figures
    assert [row["level"] for row in rows] == ["city", "county", "county", "county"]
    for key in ("before", "stable", "gain", "approved"):
        assert sum(row[key] for row in parts) == city[key]
