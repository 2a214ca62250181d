"""The report of farmland against its targets: which tables it prints, and what it says of its rules."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.processing.test_farmland_ceiling import two_years
from tests.processing.test_farmlandtargets import land_of, run, table
from tests.processing.test_stablefarmland import parcel

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
    land = land_of(parcel("A"))
    run(LAND=land, LAND_BEFORE=land, RULES_DATE=day, RUN_RECORD=str(record))
    said = [text for text in json.loads(record.read_text(encoding="utf-8"))["document"]["notices"]
            if "They were applied all the same" in text]
    assert len(said) == bool(early)
    assert all(f"{rule}" in said[0] and day in said[0] for rule in early)
    assert not any(rule in text for rule in not_early for text in said)
