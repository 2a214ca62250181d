"""The board in the stock land dock: counted, filtered, led by the map and leading it, over layers that come and go."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtWidgets import QFileDialog

from kf_resources_plugin.engine.roles import write_role
from tests.builders import layer_of
from tests.cartography import builders as town
from tests.gui.docks import click, shown_values
from tests.gui.stock_status import LANKAO, ROWS, E, N, status_layer

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

    from kf_resources_plugin.gui.docks.stock_land_dock import StockLandDock
    from kf_resources_plugin.gui.widgets.stock_board import StockBoard


def show(layer: QgsVectorLayer, qtbot: Any) -> QgsVectorLayer:
    """Put a state into the project, as a run does."""
    write_role(layer, "stock_status")
    QgsProject.instance().addMapLayer(layer)
    qtbot.wait(10)
    return layer


@pytest.fixture
def layer(stock_dock: StockLandDock, qtbot: Any) -> QgsVectorLayer:
    return show(status_layer(), qtbot)


@pytest.fixture
def board(stock_dock: StockLandDock, layer: QgsVectorLayer) -> StockBoard:
    return stock_dock.board


def choose(box: Any, value: Any) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def ids(board: StockBoard) -> list[str]:
    return shown_values(board.list.table, 0)


def test_an_empty_project_is_told_what_to_do(stock_dock: StockLandDock) -> None:
    assert "run “Status of stock land”" in stock_dock.board.note.text()
    assert not stock_dock.board.contents.isVisible()


def test_a_layer_without_the_fields_is_told_by_its_name(stock_dock: StockLandDock, qtbot: Any) -> None:
    show(layer_of([], {"parcel_id": "text", "area_m2": "real"}, name="别的"), qtbot)
    assert "“别的” has no field class" in stock_dock.board.note.text()
    assert not stock_dock.board.contents.isVisible()
    assert stock_dock.board.list.table.model.rowCount() == 0


def test_a_state_without_parcels_is_told(stock_dock: StockLandDock, qtbot: Any) -> None:
    show(status_layer([]), qtbot)
    assert "has no parcels" in stock_dock.board.note.text()


def test_classes_are_counted_by_way_of_disposal(board: StockBoard) -> None:
    """1.00004 + 2.00004 + 0.50004 + 0.1 + 0.9 ha are 4.50012, shown as 4.5001."""
    assert board.contents.isVisible()
    assert shown_values(board.counts, 0) == ["Approved, not expropriated", "Expropriated, not supplied",
                                             "Supplied, not used", "In use", "Total"]
    assert [shown_values(board.counts, column) for column in range(1, 7)] == [
        [1, None, None, None, 1], [None, 1, None, None, 1], [None, 1, None, None, 1], [None, None, 1, None, 1],
        [None, None, None, 1, 1], [1, 2, 1, 1, 5]]
    assert board.areas.proxy.data(board.areas.proxy.index(4, 6)) == "4.5001"
    view = board.areas.view
    assert view.viewport().height() >= 5 * view.rowHeight(0)  # the sum is seen without scrolling
    rows = [[float(board.areas.proxy.data(board.areas.proxy.index(row, column)) or 0) for column in range(1, 7)]
            for row in range(5)]
    for row in rows:
        assert sum(row[:-1]) == pytest.approx(row[-1], abs=1e-9)
    for column in zip(*rows):
        assert sum(column[:-1]) == pytest.approx(column[-1], abs=1e-9)


def test_a_county_narrows_sums_and_list(board: StockBoard) -> None:
    assert [board.counts.view.columnWidth(column) > 0 for column in range(7)] == [True] * 7
    choose(board.county_box, LANKAO)
    assert ids(board) == ["D3", "D4", "D5"]
    assert shown_values(board.counts, 6) == [1, 1, 1, 3]
    assert board.counts.view.isColumnHidden(1)  # nobody there is to be collected


def test_the_list_is_narrowed_by_class_way_age_and_text(board: StockBoard, qtbot: Any) -> None:
    choose(board.list.kind_box, 1)
    assert ids(board) == ["D2", "D3"]
    choose(board.list.route_box, 2)
    assert ids(board) == ["D3"]
    click(qtbot, board.list.every_button)
    assert ids(board) == ["D1", "D2", "D3", "D4", "D5"]
    choose(board.list.age_box, 4)
    assert ids(board) == ["D1", "D5"]
    choose(board.list.age_box, -1)
    assert ids(board) == ["D4"]
    click(qtbot, board.list.every_button)
    board.list.table.filter.setText("龙亭")
    assert ids(board) == ["D1", "D2"]


def test_a_cell_lists_the_parcels_it_counts(board: StockBoard) -> None:
    view = board.counts.view
    view.activated.emit(view.model().index(1, 2))
    assert ids(board) == ["D2"]
    view.activated.emit(view.model().index(1, 6))
    assert ids(board) == ["D2", "D3"]
    view.activated.emit(view.model().index(4, 4))
    assert ids(board) == ["D4"]
    view.activated.emit(view.model().index(4, 0))
    assert len(ids(board)) == len(ROWS)


def test_a_row_is_shown_and_selected_on_the_map(board: StockBoard, layer: QgsVectorLayer,
                                                stock_dock: StockLandDock) -> None:
    board.list.table.view.selectRow(2)
    assert [feature["parcel_id"] for feature in layer.selectedFeatures()] == ["D3"]
    assert stock_dock.iface.mapCanvas().extent().center().distance(E + 450, N + 50) < 1


def test_what_is_selected_on_the_map_becomes_the_current_row_and_the_map_stays(
    board: StockBoard, layer: QgsVectorLayer, stock_dock: StockLandDock
) -> None:
    board.list.table.view.selectRow(0)
    before = stock_dock.iface.mapCanvas().extent()
    layer.selectByExpression("parcel_id = 'D4'")
    assert board.list.table.current_value(0) == "D4"
    assert stock_dock.iface.mapCanvas().extent() == before
    choose(board.list.kind_box, 0)
    layer.selectByExpression("parcel_id = 'D5'")  # not listed now
    assert board.list.table.current_value(0) == "D5"
    assert len(ids(board)) == len(ROWS)
    layer.removeSelection()
    assert board.list.table.current_value(0) == "D5"


def test_the_board_fits_a_narrow_dock(board: StockBoard, stock_dock: StockLandDock) -> None:
    assert stock_dock.scroll.minimumWidth() <= 340


def test_a_selection_in_another_county_leaves_the_list_alone(board: StockBoard, layer: QgsVectorLayer) -> None:
    choose(board.county_box, LANKAO)
    layer.selectByExpression("parcel_id = 'D1'")
    assert board.list.table.current_value(0) is None
    assert ids(board) == ["D3", "D4", "D5"]


def test_an_edit_is_counted_and_the_choice_stays(board: StockBoard, layer: QgsVectorLayer, qtbot: Any) -> None:
    choose(board.county_box, LANKAO)
    layer.startEditing()
    fid = next(feature.id() for feature in layer.getFeatures() if feature["parcel_id"] == "D3")
    layer.changeAttributeValue(fid, layer.fields().lookupField("class"), "used")
    qtbot.waitUntil(lambda: shown_values(board.counts, 6) == [1, 2, 3])
    assert ids(board) == ["D3", "D4", "D5"]
    layer.rollBack()
    qtbot.waitUntil(lambda: shown_values(board.counts, 6) == [1, 1, 1, 3])


def test_a_layer_is_read_once_while_others_come_and_go(board: StockBoard, qtbot: Any) -> None:
    before = board.parcels
    QgsProject.instance().addMapLayer(layer_of([], {"n": "text"}, name="other"))
    qtbot.wait(300)
    assert board.parcels is before


def test_the_board_goes_with_its_layer_and_meets_the_next(board: StockBoard, layer: QgsVectorLayer,
                                                          qtbot: Any) -> None:
    QgsProject.instance().removeMapLayer(layer.id())
    assert sip.isdeleted(layer)
    assert ids(board) == []
    assert not board.contents.isVisible()
    show(status_layer(ROWS[:1]), qtbot)
    assert ids(board) == ["D1"]


def test_another_project_starts_over_and_the_first_is_found_again(
    board: StockBoard, stock_dock: StockLandDock, tmp_path: Path, qtbot: Any
) -> None:
    project = QgsProject.instance()
    project.write(str(tmp_path / "a.qgz"))
    project.clear()
    assert ids(board) == []
    assert "run “Status of stock land”" in board.note.text()
    show(status_layer(ROWS[:2]), qtbot)
    assert ids(board) == ["D1", "D2"]


def test_areas_follow_the_unit_that_all_pages_share(board: StockBoard, stock_dock: StockLandDock) -> None:
    """4.50012 ha are 67.5018 mu."""
    choose(board.unit_box, "mu")
    assert stock_dock.pages.shared.unit == "mu"
    assert board.areas.proxy.data(board.areas.proxy.index(4, 6)) == "67.50"
    assert board.list.table.proxy.data(board.list.table.proxy.index(3, 4)) == "1.50"
    stock_dock.pages.shared.choose("", "ha")
    assert board.unit_box.currentData() == "ha"
    assert board.areas.proxy.data(board.areas.proxy.index(4, 6)) == "4.5001"


def test_what_is_listed_is_exported_and_no_formula_arises(
    board: StockBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    path = tmp_path / "清单.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "CSV files (*.csv)"))
    choose(board.list.route_box, 2)
    board.list.table.export_button.click()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    assert "0.5000" in lines[1]


def test_a_table_without_places_is_counted_and_listed(stock_dock: StockLandDock, qtbot: Any) -> None:
    show(status_layer(geometry="None"), qtbot)
    board = stock_dock.board
    board.list.table.view.selectRow(1)
    assert ids(board) == ["D1", "D2", "D3", "D4", "D5"]
    assert not board.list.zoom_button.isEnabled()
    assert board.list.form_button.isEnabled()
    click(qtbot, board.list.form_button)
    assert stock_dock.iface.opened_forms == [("存量状态", 2)]


def test_the_map_of_classes_is_printed_with_legend_scale_and_areas(
    board: StockBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    path = tmp_path / "map.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "PDF files (*.pdf)"))
    assert not board.report_button.isEnabled()  # no run has left this layer
    click(qtbot, board.map_button)
    text = town.pdf_text(path, 1)
    assert "Status of stock land" in text
    assert "Approved, not expropriated" in text
    # five squares of a hectare on the plane, measured on the ellipsoid
    assert any(re.fullmatch(r"(4\.99|5\.0[01])\d\d", word) for word in text.split())


def test_the_chart_of_ages_is_drawn_and_saved(
    board: StockBoard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    path = tmp_path / "ages.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "SVG files (*.svg)"))
    click(qtbot, board.save_ages_button)
    assert path.read_text(encoding="utf-8").startswith("<?xml")


def test_a_large_layer_is_read_on_another_thread(
    stock_dock: StockLandDock, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kf_resources_plugin.gui.widgets.stock_board.AT_ONCE", 1)
    board = stock_dock.board
    show(status_layer(), qtbot)
    qtbot.waitUntil(lambda: len(board.parcels) == len(ROWS))
    assert not board.note.isVisible()
    assert len(ids(board)) == len(ROWS)


def test_a_layer_that_goes_while_it_is_read_leaves_nothing(
    stock_dock: StockLandDock, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kf_resources_plugin.gui.widgets.stock_board.AT_ONCE", 1)
    board = stock_dock.board
    layer = status_layer()
    write_role(layer, "stock_status")
    QgsProject.instance().addMapLayer(layer)
    board.refresh()
    QgsProject.instance().removeMapLayer(layer.id())
    qtbot.wait(100)
    assert len(board.parcels) == 0
    assert not board._reader.busy
