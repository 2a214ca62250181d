"""Tables of results: texts with units, order by value, filter, copy."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication

from kf_resources_plugin.gui.models.amounts import area_text, mass_text, unit_text
from kf_resources_plugin.gui.models.rows_model import AREA, FLAG, INTEGER, MASS, Column, RowsModel
from kf_resources_plugin.gui.widgets.result_table import ResultTable
from tests.gui.docks import shown_values

pytestmark = pytest.mark.usefixtures("qgis_app")

COLUMNS = [Column("Project"), Column("Farmland", AREA), Column("Short", AREA, alarm=True), Column("Capacity", MASS),
           Column("Passed", FLAG, alarm=True), Column("Event", INTEGER)]
ROWS = [("P2", 100000.0, 0.0, 138000.0, True, 10), ("P10", 9000.0, 25.5, None, False, 9),
        ("大学", None, None, 1.005, None, None)]


@pytest.fixture
def table(qtbot: Any) -> ResultTable:
    shown = ResultTable(COLUMNS)
    qtbot.addWidget(shown)
    shown.set_rows(ROWS)
    shown.show()
    return shown


def headings(model: Any) -> list[str]:
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]


def cells(table: ResultTable, column: int) -> list[str]:
    return [table.proxy.data(table.proxy.index(row, column)) for row in range(table.proxy.rowCount())]


def test_every_amount_stands_under_its_unit(table: ResultTable) -> None:
    assert headings(table.model) == ["Project", "Farmland (ha)", "Short (ha)", "Capacity (kg)", "Passed", "Event"]
    assert cells(table, 1) == ["10.0000", "0.9000", ""]
    assert cells(table, 3) == ["138,000.00", "", "1.01"]
    assert cells(table, 4) == ["yes", "no", ""]


def test_the_unit_of_areas_is_changed_in_headings_and_cells(table: ResultTable) -> None:
    """1 ha is 15 mu."""
    table.set_area_unit("mu")
    assert headings(table.model)[1] == "Farmland (mu)"
    assert cells(table, 1) == ["150.00", "13.50", ""]
    table.set_area_unit("m2")
    assert headings(table.model)[1] == "Farmland (m²)"
    assert cells(table, 1) == ["100,000.00", "9,000.00", ""]


def test_shortages_and_failures_are_red(table: ResultTable) -> None:
    def colour(row: int, column: int) -> Any:
        return table.model.data(table.model.index(row, column), Qt.ItemDataRole.ForegroundRole)

    assert [colour(row, 2) is not None for row in range(3)] == [False, True, False]
    assert [colour(row, 4) is not None for row in range(3)] == [False, True, False]
    assert colour(0, 1) is None


def test_numbers_stand_right(table: ResultTable) -> None:
    def right(column: int) -> bool:
        alignment = table.model.data(table.model.index(0, column), Qt.ItemDataRole.TextAlignmentRole)
        return bool((alignment or 0) & int(Qt.AlignmentFlag.AlignRight))

    assert [right(column) for column in range(6)] == [False, True, True, True, False, True]


@pytest.mark.parametrize(("column", "expected"), [
    (1, ["P10", "P2", "大学"]),  # 9 000 < 100 000 m², though "100 000" comes first as text
    (5, ["P10", "P2", "大学"]),  # 9 < 10
    (3, ["大学", "P2", "P10"]),
])
def test_columns_sort_by_value_with_empty_cells_last(table: ResultTable, column: int, expected: list[str]) -> None:
    assert cells(table, 0) == ["P2", "P10", "大学"]
    table.view.sortByColumn(column, Qt.SortOrder.AscendingOrder)
    assert cells(table, 0) == expected


def test_a_click_on_a_heading_sorts(table: ResultTable, qtbot: Any) -> None:
    header = table.view.horizontalHeader()
    middle = header.sectionViewportPosition(1) + header.sectionSize(1) // 2
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.viewport().rect().topLeft()
                     + type(header.viewport().rect().topLeft())(middle, header.height() // 2))
    assert cells(table, 0) in (["P10", "P2", "大学"], ["大学", "P2", "P10"])


def test_typing_filters_by_any_cell(table: ResultTable, qtbot: Any) -> None:
    assert table.count_label.text() == "Rows: 3"
    qtbot.keyClicks(table.filter, "p1")
    assert cells(table, 0) == ["P10"]
    assert table.count_label.text() == "Rows: 1 of 3"
    table.filter.clear()
    qtbot.keyClicks(table.filter, "138,0")
    assert cells(table, 0) == ["P2"]
    table.filter.clear()
    assert shown_values(table, 0) == ["P2", "P10", "大学"]


def test_what_is_typed_is_no_pattern(table: ResultTable, qtbot: Any) -> None:
    qtbot.keyClicks(table.filter, "P.")
    assert cells(table, 0) == []


def test_the_current_row_is_told(table: ResultTable, qtbot: Any) -> None:
    assert table.current_value(0) is None
    with qtbot.waitSignal(table.chosen):
        table.view.setCurrentIndex(table.proxy.index(1, 0))
    assert (table.current_value(0), table.current_value(5)) == ("P10", 9)
    with qtbot.waitSignal(table.chosen):
        table.set_rows([])
    assert table.current_value(0) is None


def test_copy_takes_the_selected_rows_as_a_spreadsheet_does(table: ResultTable, qtbot: Any) -> None:
    assert table.text().count("\n") == 3
    table.view.selectRow(1)
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == (
        "Project\tFarmland (ha)\tShort (ha)\tCapacity (kg)\tPassed\tEvent\nP10\t0.9000\t0.0026\t\tno\t9")


def test_copied_names_are_no_formulas_and_tips_no_markup(table: ResultTable) -> None:
    table.set_rows([("=1+1", -100.0, 0.0, None, None, -3), ("<b>x</b>", None, None, None, None, None)])
    assert table.text().split("\n")[1].split("\t") == ["'=1+1", "-0.0100", "0.0000", "", "", "-3"]
    tip = int(Qt.ItemDataRole.ToolTipRole)
    assert table.model.data(table.model.index(1, 0), tip) == "<qt>&lt;b&gt;x&lt;/b&gt;</qt>"
    assert table.model.data(table.model.index(1, 1), tip) == ""


def test_rows_inside_rows_there_are_none() -> None:
    model = RowsModel(COLUMNS)
    model.set_rows(ROWS)
    inside = model.index(0, 0)
    assert (model.rowCount(), model.rowCount(inside), model.columnCount(inside)) == (3, 0, 0)


def test_amounts_have_separators_and_are_rounded_once() -> None:
    assert area_text(1234567.885, "m2") == "1,234,567.89"
    assert area_text(1234567.885, "ha") == "123.4568"
    assert area_text(None, "ha") == mass_text(None) == ""
    assert (unit_text("mu"), unit_text("kg"), mass_text(0.0)) == ("mu", "kg", "0.00")


def test_nothing_has_a_word_where_its_column_has_one_for_it() -> None:
    """Land that is in no zone has no zone's code: its row said nothing."""
    model = RowsModel([Column("Zone", words={"S": "fit for water", "": "not zoned"}), Column("Unit", words={"S": "x"})])
    model.set_rows([["S", "S"], [None, None]])
    shown = [[model.index(row, column).data() for column in (0, 1)] for row in (0, 1)]
    assert shown == [["fit for water", "x"], ["not zoned", ""]]
    assert model.values_of_column(0) == ["fit for water", "not zoned"]
