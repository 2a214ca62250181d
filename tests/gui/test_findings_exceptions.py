"""Findings accepted as exceptions: marked with reason and name, kept beside the project, filtered, printed."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QDialog, QFileDialog

from kf_resources_plugin.engine.exceptions_file import read_exceptions
from kf_resources_plugin.gui import papers, project_exceptions
from kf_resources_plugin.gui.papers import Papers
from kf_resources_plugin.gui.widgets.findings_view import FindingsView
from tests.builders import layer_of, rectangle
from tests.gui.test_findings_view import X, Y, cells, click, finding, findings_layer, select

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("qgis_new_project")

EXCEPTION = 7


class Answer:
    """Stands for the user at the dialog: types a name and a reason, or closes it."""

    def __init__(self, name: str = "张三", reason: str = "省级批复", accepts: bool = True) -> None:
        self.name, self.reason, self.accepts = name, reason, accepts
        self.shown: list[list[str]] = []
        self.found: list[str] = []

    def __call__(self, dialog: Any) -> int:
        self.shown.append([dialog.table.proxy.data(dialog.table.proxy.index(row, 0))
                           for row in range(dialog.table.proxy.rowCount())])
        self.found.append(dialog.operator_edit.text())
        dialog.operator_edit.setText(self.name)
        dialog.reason_edit.setText(self.reason)
        assert dialog.confirm_button.isEnabled()
        return int(QDialog.DialogCode.Accepted if self.accepts else QDialog.DialogCode.Rejected)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    given = Answer()
    QgsSettings().remove("kf_resources/exception_name")

    def execute(dialog: Any) -> int:
        return given(dialog)

    monkeypatch.setattr(project_exceptions.ConfirmDialog, "exec", execute)
    return given


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    path = tmp_path / "三线.qgz"
    QgsProject.instance().write(str(path))
    return path


@pytest.fixture
def view(desktop: DesktopInterface, qtbot: Any) -> FindingsView:
    layer = findings_layer(
        (rectangle(X, Y, 100, 100), finding("A", rule_id="line.overlap")),
        (rectangle(X + 5000, Y, 100, 100), finding("B", "warning", rule_id="line.gap")),
        (None, finding("C", "info", rule_id="line.gap")))
    shown = FindingsView(desktop, Papers(desktop, desktop.mainWindow()))
    qtbot.addWidget(shown)
    shown.set_layers([layer], lambda _row: None)
    shown.show()
    return shown


def exceptions_of(project_file: Path) -> dict[str, tuple[str, str]]:
    kept = read_exceptions(project_file.with_name("三线.kfexceptions.gpkg"))
    return {key: (item.reason, item.name) for key, item in kept.items()}


def test_several_are_accepted_at_once_and_withdrawn(view: FindingsView, project_file: Path, answer: Answer,
                                                    qtbot: Any) -> None:
    view.view.selectAll()
    click(qtbot, view.accept_button)
    assert answer.shown == [["A", "B", "C"]]
    assert exceptions_of(project_file) == dict.fromkeys("ABC", ("省级批复", "张三"))
    assert cells(view, EXCEPTION) == [f"省级批复 · 张三 · {date.today().isoformat()}"] * 3
    select(view, 1)
    assert view.detail.text().endswith(f"Accepted as an exception: 省级批复 · 张三 · {date.today().isoformat()}")
    assert not view.accept_button.isEnabled()
    answer.reason = "批复撤销"
    click(qtbot, view.withdraw_button)
    assert answer.shown[-1] == ["B"]
    assert set(exceptions_of(project_file)) == {"A", "C"}
    assert cells(view, EXCEPTION)[1] == ""


def test_the_name_is_remembered_and_a_rejected_dialog_changes_nothing(
    view: FindingsView, project_file: Path, answer: Answer, qtbot: Any
) -> None:
    select(view, 0)
    click(qtbot, view.accept_button)
    answer.accepts = False
    select(view, 1)
    click(qtbot, view.accept_button)
    assert answer.found == ["", "张三"]
    assert set(exceptions_of(project_file)) == {"A"}


def test_a_project_that_was_never_saved_is_told_to_be(view: FindingsView, desktop: DesktopInterface, answer: Answer,
                                                      qtbot: Any) -> None:
    select(view, 0)
    click(qtbot, view.accept_button)
    assert answer.shown == []
    assert "Save the project first" in desktop.messageBar().currentItem().text()


def test_what_is_accepted_survives_a_new_run(view: FindingsView, project_file: Path, answer: Answer,
                                             qtbot: Any) -> None:
    """The layer of the next run holds the same finding under the same id, and a new one."""
    select(view, 0)
    click(qtbot, view.accept_button)
    again = findings_layer((None, finding("A", rule_id="line.overlap")), (None, finding("D")))
    view.set_layers([again], lambda _row: None)
    assert [bool(text) for text in cells(view, EXCEPTION)] == [True, False]
    view.accepted.setCurrentIndex(1)
    assert cells(view, 1) == ["D"]
    view.accepted.setCurrentIndex(2)
    assert cells(view, 1) == ["A"]


def test_rule_and_county_filter(view: FindingsView) -> None:
    # the layer has the city and a township, too: a finding is told by its county
    units = layer_of([(rectangle(X - 500, Y - 500, 7000, 2000), {"XZQDM": "410200", "XZQMC": "开封市"}),
                      (rectangle(X - 500, Y - 500, 2000, 2000), {"XZQDM": "410221100", "XZQMC": "甲镇"}),
                      (rectangle(X - 500, Y - 500, 2000, 2000), {"XZQDM": "410221", "XZQMC": "杞县"}),
                      (rectangle(X + 4500, Y - 500, 2000, 2000), {"XZQDM": "410225", "XZQMC": "兰考县"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="行政区")
    QgsProject.instance().addMapLayer(units)
    view.set_layers(list(QgsProject.instance().mapLayersByName("FINDINGS")), lambda _row: None)
    assert cells(view, 6) == ["杞县", "兰考县", ""]
    assert [view.county.itemText(place) for place in range(view.county.count())] == [
        "All (3)", "no county (1)", "兰考县 (1)", "杞县 (1)"]
    view.county.setCurrentIndex(2)
    assert cells(view, 1) == ["B"]
    view.county.setCurrentIndex(0)
    view.rule.setCurrentIndex(view.rule.findData("line.gap"))
    assert cells(view, 1) == ["B", "C"]
    view.severity.setCurrentIndex(view.severity.findData("info"))
    assert cells(view, 1) == ["C"]


def test_what_is_shown_is_exported_with_its_exceptions(
    view: FindingsView, project_file: Path, answer: Answer, qtbot: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer.reason = "=1+1"
    select(view, 0)
    click(qtbot, view.accept_button)
    path = tmp_path / "问题.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    view.severity.setCurrentIndex(view.severity.findData("error"))
    click(qtbot, view.export_button)
    texts = [cell.value for row in load_workbook(path).active.iter_rows() for cell in row if cell.value]
    assert "message A" in texts
    assert "message B" not in texts
    assert f"=1+1 · 张三 · {date.today().isoformat()}" in texts
    assert all(cell.data_type != "f" for row in load_workbook(path).active.iter_rows() for cell in row)


def test_the_report_of_a_panel_takes_the_exceptions_of_the_project(
    view: FindingsView, project_file: Path, answer: Answer, qtbot: Any, desktop: DesktopInterface,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(papers, "run_now", lambda _algorithm, parameters: (asked.append(parameters), []))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / "a.pdf"), "PDF (*.pdf)"))
    printer = Papers(desktop, desktop.mainWindow())
    printer.save_report("a.pdf", ["record.json"])
    select(view, 0)
    click(qtbot, view.accept_button)
    printer.save_report("a.pdf", ["record.json"])
    assert [given.get("EXCEPTIONS") for given in asked] == [None, str(tmp_path / "三线.kfexceptions.gpkg")]
