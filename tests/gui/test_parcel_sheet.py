"""The sheet of a parcel: what it is, who must act, and its days by id, by place, or from a register of events."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsGeometry, QgsPointXY, QgsProject
from qgis.PyQt.QtGui import QColor, QPalette

from kf_resources_plugin.engine.roles import write_role
from kf_resources_plugin.gui.models.parcel_steps import Step, steps_of, waits
from kf_resources_plugin.gui.widgets import parcel_sheet
from tests.builders import layer_of, rectangle
from tests.gui.stock_status import E, N, status_layer

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from kf_resources_plugin.gui.docks.stock_land_dock import StockLandDock

pytestmark = pytest.mark.usefixtures("qgis_new_project")

FIELDS = {"parcel_id": "text", "PZRQ": "date", "PZWH": "text", "GDRQ": "date", "HTBH": "text", "YDDGRQ": "date",
          "SJDGRQ": "text", "YDJGRQ": "date"}
TODAY = date(2026, 3, 1)


def add(role: str, rows: list[Any], *, crs: str = "EPSG:4526") -> QgsVectorLayer:
    layer = layer_of(rows, FIELDS, name=role, crs=crs)
    write_role(layer, role)
    QgsProject.instance().addMapLayer(layer)
    return layer


def steps(parcel: str, east: float | None = None) -> list[Step]:
    layer = status_layer([])
    place = None if east is None else QgsGeometry.fromPointXY(QgsPointXY(E + east, N + 50))
    return steps_of(QgsProject.instance(), parcel, place, layer.crs(), TODAY)


def test_days_of_all_layers_that_name_the_parcel_come_in_order() -> None:
    """Agreed for 2024-06-01 and not started by 2026-03-01: overdue; the completion is agreed for later."""
    add("approvals", [(rectangle(E, N, 9, 9), {"parcel_id": "D1", "PZRQ": "2020-02-29", "PZWH": "豫政土〔2020〕1号"})])
    add("supplies", [(rectangle(E, N, 9, 9), {"parcel_id": "D1", "GDRQ": "2023-06-01", "YDDGRQ": "2024-06-01",
                                             "YDJGRQ": "2027-06-01", "HTBH": "HT-1"}),
                     (rectangle(E, N, 9, 9), {"parcel_id": "D2", "GDRQ": "2022-01-01"})])
    found = steps("D1")
    assert [(step.day.isoformat(), step.what, step.document, step.agreed, step.overdue) for step in found] == [
        ("2020-02-29", "Approved on", "豫政土〔2020〕1号", False, False),
        ("2023-06-01", "Supplied on", "HT-1", False, False),
        ("2024-06-01", "Start agreed for", "", True, True),
        ("2027-06-01", "Completion agreed for", "", True, False)]
    assert waits(found) == [None, 1188, 366, 1095]  # 2020-02-29 → 2023-02-28 1095, + 93; a leap year; three plain ones


def test_what_was_started_is_not_overdue_and_dates_are_read_as_offices_write_them() -> None:
    add("supplies", [(None, {"parcel_id": "D1", "YDDGRQ": "2024-06-01", "SJDGRQ": "2025年1月2日"})])
    assert [(step.what, step.overdue) for step in steps("D1")] == [("Start agreed for", False), ("Started on", False)]


def test_a_layer_that_does_not_name_the_parcel_is_asked_where_it_lies_in_its_own_system() -> None:
    """110 km east of 114° E at 34.8° N are 115.2° E; 50 km further east are outside the box."""
    add("approvals", [(rectangle(115.1, 34.7, 0.2, 0.2), {"parcel_id": "X", "PZRQ": "2020-01-01"})], crs="EPSG:4490")
    assert [step.day for step in steps("D1", 50)] == [date(2020, 1, 1)]
    assert steps("D1", 50_000) == []
    assert steps("D1") == []


def test_a_register_of_events_tells_instead_of_the_layers() -> None:
    add("approvals", [(None, {"parcel_id": "D1", "PZRQ": "2020-01-01"})])
    events = layer_of([(None, {"parcel_id": "D1", "event_id": 1, "kind": "enter", "day": "2024-01-01", "class": "idle",
                               "document": "x号"}),
                       (None, {"parcel_id": "D2", "event_id": 2, "kind": "enter", "day": "2024-01-01"})],
                      {"parcel_id": "text", "event_id": "integer", "kind": "text", "day": "date", "class": "text",
                       "document": "text"}, geometry="None", crs="", name="events")
    QgsProject.instance().addMapLayer(events)
    assert steps("D1") == [Step(date(2024, 1, 1), "entered: Idle", "x号", "events")]
    assert [step.day for step in steps("D3")] == []


def test_the_sheet_tells_of_the_current_parcel_and_words_of_data_are_no_markup(
    stock_dock: StockLandDock, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = stock_dock.board.sheet
    row = {"parcel_id": "<b>D1", "unit_code": "410202", "class": "supplied_not_used", "area_m2": 20_000.0,
           "since": "2025-03-01", "age_days": 365, "actor": "holder", "route": "transfer",
           "rule_id": "stock.supplied_not_used", "reason": "why"}
    layer = status_layer([row])
    write_role(layer, "stock_status")
    QgsProject.instance().addMapLayer(layer)
    add("supplies", [(rectangle(E, N, 100, 100), {"GDRQ": "2025-03-01", "YDDGRQ": "2026-01-01"})])
    qtbot.wait(20)
    assert "Choose a parcel" in sheet.text()
    stock_dock.board.list.table.view.selectRow(0)
    text = sheet.text()
    assert text.startswith("<b>&lt;b&gt;D1: Supplied, not used</b>")
    assert "2.0000 ha, 30.00 mu" in text
    assert "龙亭区" in text
    assert "holder of the land use right" in text
    assert "default of this tool" in text
    assert "2026-01-01" in text
    assert "overdue, days: 59" in text  # 31 of January, 28 of February
    assert "day of the check" in text
    assert "#c00000" in text
    monkeypatch.setattr(parcel_sheet, "alarm_colour", lambda: QColor("#ff6b6b"))
    sheet.setPalette(QPalette(QColor("black")))  # as a dark theme does
    assert "#ff6b6b" in sheet.text()
    QgsProject.instance().removeMapLayer(layer.id())
    assert "Choose a parcel" in sheet.text()
