"""The page of the data dock that checks a layer: one rule again, on what is in the edit buffer."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsFillSymbol, QgsProject, QgsSingleSymbolRenderer
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from kf_resources_plugin.engine.roles import read_role
from kf_resources_plugin.gui.dialogs import Dialogs
from kf_resources_plugin.gui.docks.data_dock import DataDock
from kf_resources_plugin.gui.facts_reader import FactsReader
from tests.gui.docks import click, shown_values
from tests.gui.duties import run, settled
from tests.processing.checked_layers import land, parcel, square

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qgis.core import QgsVectorLayer

    from kf_resources_plugin.gui.duties.duty_page import DutyPage
    from tests.desktop import DesktopInterface


@pytest.fixture
def page(desktop: DesktopInterface, kf_provider: Any, algorithm_dialogs: None, qgis_new_project: Any,
         monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[DutyPage]:
    # it opens the layers of results on another thread while the page does, which QGIS 3.22 may not survive
    monkeypatch.setattr(FactsReader, "read", lambda *_given: None)
    dock = DataDock(desktop, Dialogs())
    dock.install()
    desktop.mainWindow().show()
    dock.show()
    dock.pages.choose("check_layer")
    shown = dock.pages.page("check_layer")
    shown.results_folder.setFilePath(str(tmp_path / "results"))
    yield shown
    dock.dialogs.close_all()
    dock.cleanup()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def layer(page: DutyPage) -> QgsVectorLayer:
    """A wrong tenure, an id twice, a shape twice."""
    made = land([square(0, QSXZ="99"), square(1), (square(1)[0], parcel(1, TBBH="2"))], name="checked")
    QgsProject.instance().addMapLayer(made)
    page.inputs.choose_layer("LAND", made)
    page.inputs.change({"SCHEMA": "dltb"})
    return made


def again(qtbot: Any, page: DutyPage, title: str) -> None:
    page.results.choose("SUMMARY", "rule_title", title)
    button = next(one for one in page.results.controls() if one.objectName() == "row_tool_SUMMARY")
    assert button.isEnabled()
    click(qtbot, button)
    settled(qtbot, page)


def faults(page: DutyPage) -> dict[str, int]:
    table = page.results.tables["SUMMARY"]
    return dict(zip(shown_values(table, 0), shown_values(table, 2)))


def test_a_rule_is_checked_again_on_what_is_in_the_edit_buffer(page: DutyPage, layer: QgsVectorLayer,
                                                               qtbot: Any) -> None:
    run(qtbot, page)
    before = faults(page)
    assert before["Value outside its domain"] == 1
    assert before["Same shape twice"] == 1
    layer.startEditing()
    layer.changeAttributeValue(1, layer.fields().indexOf("QSXZ"), "30")
    layer.changeAttributeValue(3, layer.fields().indexOf("BSM"), "410222100000000009")
    again(qtbot, page, "Value outside its domain")
    left = faults(page)
    assert "Value outside its domain" not in left
    assert {title: count for title, count in left.items() if title != "One rule checked again"} == {
        title: count for title, count in before.items() if title != "Value outside its domain"}
    assert page.results.findings.model.rowCount() == sum(left.values())
    assert page.result.numbers["ERRORS_COUNT"] == 3
    again(qtbot, page, "Id used twice")
    assert "Id used twice" not in faults(page)
    layer.rollBack()
    run(qtbot, page)
    assert faults(page) == before


def test_the_rule_that_was_checked_again_stays_chosen(page: DutyPage, layer: QgsVectorLayer, qtbot: Any) -> None:
    run(qtbot, page)
    button = next(one for one in page.results.controls() if one.objectName() == "row_tool_SUMMARY")
    page.results.tables["SUMMARY"].view.clearSelection()
    page.results.tables["SUMMARY"].view.setCurrentIndex(page.results.tables["SUMMARY"].proxy.index(-1, 0))
    assert not button.isEnabled()
    again(qtbot, page, "Same shape twice")
    assert page.results.current("SUMMARY")["rule_id"] == "check.duplicate"
    assert "corrected" not in {table for table in page.state.read_texts("result_layers")}


def test_to_check_a_layer_says_nothing_of_its_role_and_its_findings_lead_to_it(page: DutyPage, layer: QgsVectorLayer,
                                                                               qtbot: Any) -> None:
    other = land([square(5)], name="other")
    QgsProject.instance().addMapLayer(other)
    page.inputs.choose_layer("LAND", other)
    page.inputs.choose_layer("LAND", layer)
    assert (read_role(layer), read_role(other)) == ("", "")
    run(qtbot, page)
    found = next(row for row in page.results.findings._rows if row.rule_id == "check.value_domain")
    assert page._subject_of(found) == (layer.id(), 1)
    layer.setCustomProperty("kf/role", "none")
    run(qtbot, page)
    assert read_role(layer) == "none"


def test_the_corrected_copy_is_drawn_as_the_layer_is(page: DutyPage, layer: QgsVectorLayer, qtbot: Any) -> None:
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "#12ab34"})))
    run(qtbot, page)
    assert page.result_layer("CORRECTED").renderer().symbol().color().name() == "#12ab34"
