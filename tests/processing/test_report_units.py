"""Units in the heads of printed tables, in words of the language of the user, and areas of findings that have some."""
from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kf_resources_plugin.processing import report_parts
from kf_resources_plugin.processing.report_parts import column, printed_findings
from tests.rules.books import delivered_book

if TYPE_CHECKING:
    from kf_resources_plugin.rules.findings import Finding

FOLDER = Path(report_parts.__file__).parent


def units_in_code() -> set[str]:
    """Return the units that calls of ``column`` write out, over all reports."""
    calls = (node for path in FOLDER.rglob("*.py") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "column")
    given = (node.args[2] if len(node.args) > 2 else next((word.value for word in node.keywords if word.arg == "unit"),
                                                          None) for node in calls)
    return {str(node.value) for node in given if isinstance(node, ast.Constant) and node.value}


def test_the_reports_name_units() -> None:
    assert {"m²", "ha", "kg"} <= units_in_code()


@pytest.mark.usefixtures("chinese_texts")
def test_every_unit_of_a_head_is_in_chinese() -> None:
    names = {unit: column("key", "x", unit)["unit"] for unit in units_in_code()}
    assert {unit: name for unit, name in names.items() if name.isascii() or name == unit} == {}
    assert (names["m²"], names["ha"], names["kg"]) == ("平方米", "公顷", "千克")


def test_in_english_units_are_as_they_are() -> None:
    assert column("key", "Area", "m²") == {"key": "key", "label": "Area", "unit": "m²", "align": "right"}


def told(count: int, area_m2: float | None) -> list[Finding]:
    book = delivered_book("land_swap", date(2026, 1, 1))
    return [book.finding("swap.id_twice", subject_id=str(place), role="old_plots", area_m2=area_m2, layer="x", count=2,
                         fids=[1]) for place in range(count)]


@pytest.mark.parametrize(("area_m2", "rest"), [(None, ""), (1.5, "4.50")])
def test_findings_without_land_are_not_said_to_have_none(area_m2: float | None, rest: str) -> None:
    printed = printed_findings(told(23, area_m2))  # twenty are printed, of three only how many and how much they are
    assert (len(printed), printed[-1]["area"]) == (21, rest)
    assert "3 more findings of this kind" in printed[-1]["message"]
