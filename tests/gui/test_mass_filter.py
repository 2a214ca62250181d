"""A hundred thousand rows are filtered and ordered at once; what is chosen stays chosen."""
from __future__ import annotations

from time import process_time
from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt

from kf_resources_plugin.gui.models.rows_model import AREA, TEXT, Column
from kf_resources_plugin.gui.widgets.result_table import ResultTable
from tests.gui.docks import shown_values

pytestmark = pytest.mark.usefixtures("qgis_app")

ROWS = [("P10", 3.0, "used"), ("P9", None, "idle"), (None, 1.0, None), ("p2", 2.0, "used")]


@pytest.fixture
def table(qtbot: Any) -> ResultTable:
    shown = ResultTable([Column("Parcel"), Column("Area", AREA), Column("Class", TEXT, words={
        "used": "in use", "idle": "Idle"})], many=True)
    qtbot.addWidget(shown)
    shown.set_rows(ROWS)
    shown.show()
    return shown


def test_rows_come_as_they_are_until_they_are_ordered(table: ResultTable) -> None:
    assert shown_values(table, 0) == ["P10", "P9", None, "p2"]


def test_empty_cells_stand_last_in_both_directions(table: ResultTable) -> None:
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert shown_values(table, 1) == [1.0, 2.0, 3.0, None]
    table.view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert shown_values(table, 1) == [3.0, 2.0, 1.0, None]
    table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert shown_values(table, 0)[-1] is None


def test_codes_are_ordered_and_found_by_the_words_that_are_shown(table: ResultTable) -> None:
    table.view.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert shown_values(table, 2) == ["idle", "used", "used", None]
    table.filter.setText("IN USE")
    assert sorted(shown_values(table, 0)) == ["P10", "p2"]
    assert table.count_label.text() == "Rows: 2 of 4"
    table.filter.setText("nowhere")
    assert shown_values(table, 0) == []
    assert not table.export_button.isEnabled()
    table.filter.clear()
    assert len(shown_values(table, 0)) == len(ROWS)


def test_the_current_row_stays_current_when_the_order_changes(table: ResultTable) -> None:
    table.view.selectRow(3)
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert table.current_value(0) == "p2"
    assert table.view.selectionModel().currentIndex().row() == 1


def test_cells_follow_the_unit_and_other_rows(table: ResultTable, qtbot: Any) -> None:
    with qtbot.waitSignal(table.proxy.dataChanged):
        table.set_area_unit("m2")
    assert table.proxy.data(table.proxy.index(0, 1)) == "3.00"
    assert table.proxy.headerData(1, Qt.Orientation.Horizontal) == "Area (m²)"
    table.filter.setText("p9")
    table.set_rows([("P9", 1.0, None), ("P8", 2.0, None)])
    assert shown_values(table, 0) == ["P9"]


def test_a_hundred_thousand_rows_answer_at_once(table: ResultTable) -> None:
    rows = [(f"P{place:06}", float(place % 977), "used" if place % 3 else "idle") for place in range(100_000)]
    begin = process_time()
    table.set_rows(rows)
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    table.filter.setText("P0999")
    assert process_time() - begin < 10.0  # a few tenths; asking for cell after cell takes minutes
    assert shown_values(table, 0)[:2] == ["P099999", "P099998"]
    assert table.proxy.rowCount() == 100
