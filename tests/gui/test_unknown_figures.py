"""Figures of a duty that are not known: the headline says what would tell them, no cell of a table is 0 or blank."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import processing
import pytest

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.gui.duties.duty_result import cells, columns, destinations, headline, read_result
from kf_resources_plugin.gui.duties.farmland import CHANGE, FARMLAND_DUTIES
from kf_resources_plugin.gui.models.rows_model import RowsModel
from kf_resources_plugin.gui.models.table_file import write_table
from tests.builders import land_layer
from tests.processing.epochs import polygon_layer, strips
from tests.processing.places import box

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.duties.duty_result import DutyResult

pytestmark = pytest.mark.usefixtures("kf_provider")


def changed(folder: Path, **fields: str) -> DutyResult:
    """Return what the page of the yearly change has: 1 ha went out, 1 ha came in."""
    folder.mkdir()
    values = dict.fromkeys(fields, "1")
    far = polygon_layer((box(5000, 0, 10, 10), {}), name="far")
    layers = {"PERMANENT_FARMLAND": far, "APPROVALS": far} if fields else {}
    processing.run("kf:farmlandchange", {
        "LAND_BEFORE": land_layer(strips("0102", "0404", **values), name="earlier", **fields),
        "LAND_AFTER": land_layer(strips("0201", "0102", **values), name="later", **fields),
        "CLASS_SYSTEM": "survey_2019", **layers, **destinations(CHANGE.definition(), folder, CHANGE.papers)})
    result = read_result(folder)
    assert result is not None
    return result


def shown(result: DutyResult, name: str) -> str:
    """Return the cell of the account under a field."""
    (table,) = [table for table in CHANGE.tables if table.output == "ACCOUNT"]
    model = RowsModel(columns(CHANGE.definition(), table))
    model.set_rows([cells(row, table) for row in result.rows("ACCOUNT")])
    return str(model.index(0, table.columns.index(name)).data())


NAMES = ("IN_STABLE_M2", "NET_M2", "PERMANENT_M2", "SUSPECTED_M2")


def test_a_figure_that_is_not_known_says_what_would_tell_it(tmp_path: Path) -> None:
    result = changed(tmp_path / "bare")
    said = dict(zip(CHANGE.numbers, (figure for _, figure in headline(CHANGE.definition(), CHANGE, result, "m2"))))
    assert said["OUT_M2"] == "9,999.82 m²"
    for name in NAMES[:2]:
        assert said[name].startswith("unknown – ")
        assert all(word in said[name] for word in ("“later”", "GDPDJB", "TBXHDM", "MASKS"))
    assert said["PERMANENT_M2"] == "unknown – Give the layer in PERMANENT_FARMLAND and run again."
    assert said["SUSPECTED_M2"] == "unknown – Give the layer in APPROVALS and run again."
    assert [shown(result, name.lower()) for name in (*NAMES, "balanced")] == [
        "unknown", "unknown", "not examined", "not examined", "open"]
    (table,) = [table for table in CHANGE.tables if table.output == "ACCOUNT"]
    model = RowsModel(columns(CHANGE.definition(), table))
    model.set_rows([cells(row, table) for row in result.rows("ACCOUNT")])
    for ending in ("xlsx", "csv"):
        write_table(tmp_path / f"account.{ending}", model, [0], "account")
    assert "unknown" in (tmp_path / "account.csv").read_text(encoding="utf-8-sig")


def test_a_figure_that_is_known_stands_by_itself(tmp_path: Path) -> None:
    result = changed(tmp_path / "whole", GDPDJB="text")
    figures = headline(CHANGE.definition(), CHANGE, result, "m2")
    assert not any("unknown" in figure for _, figure in figures)
    assert [shown(result, name.lower()) for name in NAMES[2:]] == ["0.0000", "0.0000"]


@pytest.mark.parametrize("duty", FARMLAND_DUTIES, ids=lambda duty: duty.name)
def test_what_would_tell_a_figure_is_a_rule(duty: Any) -> None:
    assert set(duty.why_unknown) <= set(duty.numbers)
    rules = load_rule_book(date(2025, 6, 1), "en").rows
    assert {rule for named in duty.why_unknown.values() for rule in named} <= set(rules)
