"""Tables as files: what is shown, in its order and units, numbers as numbers, nothing that a spreadsheet calculates."""
from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog

from kf_resources_plugin.gui.models.rows_model import AREA, FLAG, INTEGER, MASS, NUMBER, SHARE, Column
from kf_resources_plugin.gui.papers import Papers
from kf_resources_plugin.gui.widgets.result_table import ResultTable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop import DesktopInterface

COLUMNS = [Column("County"), Column("Farmland", AREA), Column("Share", SHARE), Column("Capacity", MASS),
           Column("Light", words={"red": "behind"}), Column("Balanced", FLAG), Column("Rank", INTEGER),
           Column("Score", NUMBER)]
ROWS = [("410222", 123456.785, 0.12345, 5.0, "red", True, 2, 0.87654),
        ("=1+1", None, None, None, None, None, None, None)]
HEADINGS = ["County", "Farmland (mu)", "Share (%)", "Capacity (kg)", "Light", "Balanced", "Rank", "Score"]


@pytest.fixture
def table(desktop: DesktopInterface, qtbot: Any) -> ResultTable:
    shown = ResultTable(COLUMNS, title="账户/2024", papers=Papers(desktop, desktop.mainWindow()))
    qtbot.addWidget(shown)
    shown.set_rows(ROWS)
    shown.set_area_unit("mu")
    shown.show()
    return shown


def export(table: ResultTable, path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    qtbot.mouseClick(table.export_button, Qt.MouseButton.LeftButton)


def test_a_spreadsheet_has_numbers_in_the_unit_shown(
    table: ResultTable, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch, desktop: DesktopInterface
) -> None:
    """123 456.785 m² × 15 / 10 000 = 185.1851775 mu, printed 185.19; 0.12345 is 12.345 %, half up 12.35 %."""
    export(table, tmp_path / "账户.xlsx", qtbot, monkeypatch)
    rows = [[cell for cell in row] for row in openpyxl.load_workbook(tmp_path / "账户.xlsx").active.values]
    assert rows[0][0] == "账户/2024"
    assert rows[1] == ["County", "Farmland", "Share", "Capacity", "Light", "Balanced", "Rank", "Score"]
    assert rows[2][1:4] == ["mu", "%", "kg"]
    assert rows[3] == ["410222", 185.19, 12.35, 5, "behind", "yes", 2, 0.8765]
    assert rows[4][0] == "=1+1"
    assert "账户.xlsx" in desktop.messageBar().currentItem().text()


def test_a_text_file_opens_in_a_spreadsheet_and_keeps_the_order_on_the_screen(
    table: ResultTable, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.view.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    export(table, tmp_path / "a.csv", qtbot, monkeypatch)
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[0] == HEADINGS
    shown = [table.proxy.data(table.proxy.index(row, 0)) for row in range(2)]
    assert [row[0].lstrip("'") for row in rows[1:]] == shown
    assert ["410222", "185.19", "12.35", "5.00", "behind", "yes", "2", "0.8765"] in rows
    assert ["'=1+1"] + [""] * 7 in rows


def test_only_rows_that_are_shown_are_exported(
    table: ResultTable, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.filter.setText("behind")
    export(table, tmp_path / "a.csv", qtbot, monkeypatch)
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 2
    table.filter.setText("nowhere")
    assert not table.export_button.isEnabled()


def test_a_file_that_cannot_be_written_is_told(
    table: ResultTable, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch, desktop: DesktopInterface
) -> None:
    (tmp_path / "file").touch()
    export(table, tmp_path / "file" / "a.xlsx", qtbot, monkeypatch)
    assert "file" in desktop.messageBar().currentItem().text()


def test_shares_and_words_are_shown_as_the_planner_says_them(table: ResultTable) -> None:
    texts = [table.proxy.data(table.proxy.index(0, column)) for column in range(8)]
    assert texts == ["410222", "185.19", "12.35", "5.00", "behind", "yes", "2", "0.8765"]


def test_a_table_without_papers_has_no_button(qtbot: Any) -> None:
    shown = ResultTable(COLUMNS)
    qtbot.addWidget(shown)
    shown.show()
    assert not shown.export_button.isVisible()
