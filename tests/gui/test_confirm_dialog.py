"""The question before a write-off: what it shows, and that the safe answer is the easy one."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QWidget

from kf_resources_plugin.gui.models.rows_model import AREA, Column
from kf_resources_plugin.gui.widgets.confirm_dialog import ConfirmDialog

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def parent(qtbot: Any) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def dialog(parent: QWidget, **how: Any) -> ConfirmDialog:
    shown = ConfirmDialog(parent, "Write off", "2 projects", "Write off now",
                          columns=[Column("Entry"), Column("Quantity", AREA)], rows=[("E1", 15000.0)],
                          area_unit="mu", **how)
    shown.show()
    return shown


def test_it_shows_what_will_be_deducted_in_the_users_unit(parent: QWidget) -> None:
    """15 000 m² are 22.5 mu."""
    shown = dialog(parent)
    assert (shown.windowTitle(), shown.message.text()) == ("Write off", "2 projects")
    assert shown.table.text() == "Entry\tQuantity (mu)\nE1\t22.50"


def test_return_does_nothing_that_cannot_be_undone(parent: QWidget, qtbot: Any) -> None:
    shown = dialog(parent)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert shown.result() == ConfirmDialog.DialogCode.Rejected
    assert not shown.isVisible()


def test_the_confirming_button_accepts(parent: QWidget, qtbot: Any) -> None:
    shown = dialog(parent)
    shown.operator_edit.setText(" 张三 ")
    qtbot.keyClicks(shown.reason_edit, "2024-7")
    assert shown.confirm_button.text() == "Write off now"
    qtbot.mouseClick(shown.confirm_button, Qt.MouseButton.LeftButton)
    assert shown.result() == ConfirmDialog.DialogCode.Accepted
    assert (shown.operator, shown.reason) == ("张三", "2024-7")


def test_a_reason_that_is_needed_has_to_be_given(parent: QWidget, qtbot: Any) -> None:
    shown = dialog(parent, reason_needed=True)
    assert not shown.confirm_button.isEnabled()
    qtbot.keyClicks(shown.reason_edit, "  ")
    assert not shown.confirm_button.isEnabled()
    qtbot.keyClicks(shown.reason_edit, "x")
    assert shown.confirm_button.isEnabled()
