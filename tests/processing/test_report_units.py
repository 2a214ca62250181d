"""Units in the heads of printed tables: in words of the language of the user, whichever table they are in."""
from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kf_resources_plugin.processing import report_parts
from kf_resources_plugin.processing.report_parts import column

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
