"""The table of a page: all rows where they fit, smaller where they must, and never a silent loss."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItemManualTable,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSizeF

from kf_resources_plugin.cartography.fonts import chinese_font
from kf_resources_plugin.cartography.page_table import PageTable, TablePlace, fill_table

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACE = TablePlace(QSizeF(66.0, 43.0), 7.0, 1.0)
HEAD = ("面积", "公顷", "亩")


@pytest.fixture
def table(qgis_app: Any) -> Iterator[QgsLayoutItemManualTable]:
    project = QgsProject()
    layout = QgsPrintLayout(project)
    made = QgsLayoutItemManualTable.create(layout)
    text = QgsTextFormat()
    text.setFont(chinese_font(PLACE.points))
    made.setContentTextFormat(text)
    layout.addMultiFrame(made)
    frame = QgsLayoutFrame(layout, made)
    frame.attemptResize(QgsLayoutSize(66.0, 43.0, QgsUnitTypes.LayoutUnit.LayoutMillimeters))
    made.addFrame(frame, False)
    yield made
    sip.delete(layout)
    sip.delete(project)


def rows(number: int) -> list[list[str]]:
    return [[f"第 {place} 层", "363624.2743", "5454364.11"] for place in range(number)]


def shown(table: QgsLayoutItemManualTable) -> list[list[str]]:
    return [[cell.content() for cell in row] for row in table.tableContents()]


def test_rows_that_fit_keep_the_type_of_the_template(table: QgsLayoutItemManualTable) -> None:
    assert fill_table(table, PageTable(HEAD, rows(3)), PLACE)
    assert shown(table) == [list(HEAD), *rows(3)]
    assert table.contentTextFormat().size() == PLACE.points
    assert table.totalSize().width() == pytest.approx(66.0, abs=0.02)


def test_more_rows_are_printed_smaller(table: QgsLayoutItemManualTable) -> None:
    assert fill_table(table, PageTable(HEAD, rows(14)), PLACE)
    assert len(shown(table)) == 15
    assert table.totalSize().height() <= 43.0


def test_what_has_no_room_is_counted(table: QgsLayoutItemManualTable) -> None:
    assert not fill_table(table, PageTable(HEAD, rows(60)), PLACE)
    seen = shown(table)
    assert table.totalSize().height() <= 43.0
    assert seen[-1] == [f"… and {60 - (len(seen) - 2)} more", "", ""]
    assert len(seen) > 12


def test_what_stands_on_sheets_leaves_the_page_its_type(table: QgsLayoutItemManualTable) -> None:
    assert not fill_table(table, PageTable(HEAD, rows(60), whole=True), PLACE)
    seen = shown(table)
    assert table.contentTextFormat().size() == PLACE.points
    assert table.totalSize().height() <= 43.0
    assert seen[1:-1] == rows(len(seen) - 2)
    assert seen[-1][0].replace("\n", "") == f"… and {60 - (len(seen) - 2)} more, on sheets attached"


def test_a_long_name_is_broken_into_lines(table: QgsLayoutItemManualTable) -> None:
    name = "五年一遇以下洪水淹没区（黄河滩区）" * 2
    assert fill_table(table, PageTable(HEAD, [[name, "1.0000", "15.00"]]), PLACE)
    lines = shown(table)[1][0].split("\n")
    assert "".join(lines) == name
    assert len(lines) > 1
    assert table.totalSize().width() == pytest.approx(66.0, abs=0.02)
