"""One box for each kind of setting: shown at its default, read as JSON holds it, told when the user changes it."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QDate, Qt
from qgis.PyQt.QtWidgets import QWidget

from kf_resources_plugin.gui.widgets.setting_boxes import SettingBox, setting_box

WHOLE, REAL = QgsProcessingParameterNumber.Type.Integer, QgsProcessingParameterNumber.Type.Double
DAY = QgsProcessingParameterDateTime.Type.Date


@pytest.fixture
def parent(qtbot: Any) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def made(definition: Any, parent: QWidget, told: list[str] | None = None) -> SettingBox:
    box = setting_box(definition, "kftest:small", parent)
    assert box is not None
    if told is not None:
        box.changed.connect(lambda: told.append(box.name))
    return box


@pytest.mark.parametrize(("definition", "default", "other", "nonsense"), [
    (QgsProcessingParameterNumber("A", "a", WHOLE, 3, minValue=0, maxValue=9), 3, 7, "x"),
    (QgsProcessingParameterNumber("A", "a", REAL, 0.25, minValue=0.0), 0.25, 12.5, {}),
    (QgsProcessingParameterNumber("A", "a", REAL, None, optional=True, minValue=0.0), "", 0.0, "x"),
    (QgsProcessingParameterBoolean("A", "a", True), True, False, "x"),
    (QgsProcessingParameterString("A", "a", "abc", optional=True), "abc", "大学", "abc"),
    (QgsProcessingParameterDateTime("A", "a", DAY, optional=True), "", "2024-03-01", "yesterday"),
    (QgsProcessingParameterFile("A", "a", extension="json", optional=True), "", "/tmp/a.json", ""),
])
def test_values_go_in_and_come_out_and_nothing_is_the_default(
    definition: Any, default: Any, other: Any, nonsense: Any, parent: QWidget, qgis_app: Any
) -> None:
    box = made(definition, parent)
    assert box.value() == default
    box.set_value(other)
    assert box.value() == other
    box.set_value("")
    assert box.value() == default
    box.set_value(nonsense)
    assert box.value() in (default, False, 0.0)
    assert box.widget.toolTip() == "a"


def test_words_are_labelled_and_chosen(small: QgsProcessingAlgorithm, parent: QWidget, qtbot: Any) -> None:
    told: list[str] = []
    box = made(small.parameterDefinition("AREA_METHOD"), parent, told)
    assert (box.value(), box.widget.currentText()) == ("additive", "Additive: parts always sum to the whole")
    qtbot.keyClick(box.widget, Qt.Key.Key_Down)
    assert (box.value(), told) == ("statutory_vertices", ["AREA_METHOD"])
    box.set_value("")
    assert (box.value(), told) == ("additive", ["AREA_METHOD"])


def test_the_user_is_heard_and_the_program_is_not(parent: QWidget, qtbot: Any, qgis_app: Any) -> None:
    told: list[str] = []
    text = made(QgsProcessingParameterString("T", "t", "", optional=True), parent, told)
    number = made(QgsProcessingParameterNumber("N", "n", WHOLE, 3, minValue=0), parent, told)
    day = made(QgsProcessingParameterDateTime("D", "d", DAY, optional=True), parent, told)
    for box, value in ((text, "x"), (number, 4), (day, "2024-03-01")):
        box.set_value(value)
    assert told == []
    qtbot.keyClicks(text.widget, "y")
    qtbot.keyClick(text.widget, Qt.Key.Key_Return)
    qtbot.keyClick(number.widget, Qt.Key.Key_Up)
    day.widget.setDate(QDate(2024, 3, 2))
    assert told == ["T", "N", "D"]
    assert (text.value(), number.value(), day.value()) == ("xy", 5, "2024-03-02")


def test_fields_are_no_settings(parent: QWidget, qgis_app: Any) -> None:
    assert setting_box(QgsProcessingParameterField("F", "f"), "kftest:small", parent) is None
