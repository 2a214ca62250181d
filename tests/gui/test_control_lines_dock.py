"""The control lines dock driven as a planner drives it: a map composed, conflicts found, one of them accepted."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtWidgets import QDialog

from kf_resources_plugin.engine.exceptions_file import exceptions_path, read_exceptions
from kf_resources_plugin.engine.roles import write_role
from kf_resources_plugin.gui import project_exceptions
from kf_resources_plugin.gui.docks.farmland_dock import FarmlandDock
from tests.builders import layer_of, save
from tests.cartography import builders as town
from tests.gui.docks import click, shown_values
from tests.gui.duties import choose, settled
from tests.processing.line_layers import P, R, line
from tests.processing.places import area, box
from tests.processing.reviews import projects

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.control_lines_dock import ControlLinesDock
    from tests.desktop import DesktopInterface


def put(layer: QgsVectorLayer, folder: Path, name: str) -> QgsVectorLayer:
    """Save a layer and put it into the open project."""
    saved = save(layer, folder / f"{name}.gpkg")
    saved.setName(name)
    QgsProject.instance().addMapLayer(saved)
    return saved


@pytest.fixture
def lines(lines_dock: ControlLinesDock, tmp_path: Path, qtbot: Any) -> dict[str, QgsVectorLayer]:
    """Put farmland and redline that share 50 × 50 m into a saved project."""
    QgsProject.instance().write(str(tmp_path / "三线.qgz"))
    layers = {"PERMANENT_FARMLAND": put(line(P, box(0, 0, 300, 300)), tmp_path, "YJJBNTTB"),
              "ECOLOGICAL_REDLINE": put(line(R, box(-50, -50, 100, 100)), tmp_path, "STBHHX")}
    qtbot.wait(10)
    lines_dock.results_folder.setFilePath(str(tmp_path / "results"))
    return layers


def test_a_map_is_composed_of_what_the_roles_tell_in_the_formats_that_are_ticked(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], tmp_path: Path, qtbot: Any
) -> None:
    chosen = {name: key for name, key in lines_dock.inputs.choices.layer_ids().items() if key}
    assert chosen == {name: layer.id() for name, layer in lines.items()}
    lines_dock.png_box.setChecked(True)
    click(qtbot, lines_dock.compose_button)
    [folder] = (tmp_path / "results").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["map.pdf", "map.png"]
    text = town.pdf_text(folder / "map.pdf")
    assert "Ecological redline" in text
    assert "Urban development boundary" not in text
    lines_dock.pdf_box.setChecked(False)
    lines_dock.png_box.setChecked(False)
    assert not lines_dock.compose_button.isEnabled()


def test_the_map_goes_on_in_the_layout_window(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], desktop: DesktopInterface, qtbot: Any
) -> None:
    click(qtbot, lines_dock.designer_button)
    assert desktop.opened_layouts == [layout.name() for layout in QgsProject.instance().layoutManager().printLayouts()]
    assert len(desktop.opened_layouts) == 1


def test_of_an_atlas_the_first_page_opens_in_the_layout_window(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], desktop: DesktopInterface, qtbot: Any,
    tmp_path: Path
) -> None:
    units = put(layer_of([(box(0, 0, 100, 100), {"XZQMC": "龙亭区"}), (box(100, 0, 100, 100), {"XZQMC": "祥符区"})],
                         {"XZQMC": "text"}, crs=lines["PERMANENT_FARMLAND"].crs().authid()), tmp_path, "XZQ")
    qtbot.wait(10)
    lines_dock.inputs.choices.fill({"UNITS": units.id()}, {})
    click(qtbot, lines_dock.designer_button)
    assert len(desktop.opened_layouts) == 1
    assert "page 1 of 2" in lines_dock.run_state.text()


def test_what_a_map_warns_of_stands_on_the_page_until_something_changes(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], qtbot: Any
) -> None:
    lines["ECOLOGICAL_REDLINE"].setSubsetString("1 = 0")
    click(qtbot, lines_dock.compose_button)
    assert lines_dock.run_state.text() == "Layer “STBHHX” is empty: there is nothing of it on the map."
    lines_dock.svg_box.setChecked(True)
    assert lines_dock.run_state.text() == ""


def test_a_map_that_fails_says_why_and_leaves_no_folder(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], qtbot: Any, tmp_path: Path,
    desktop: DesktopInterface
) -> None:
    for layer in lines.values():
        layer.setSubsetString("1 = 0")
    click(qtbot, lines_dock.compose_button)
    assert "There is nothing to draw" in desktop.messageBar().currentItem().text()
    assert list((tmp_path / "results").iterdir()) == []


def test_two_panels_share_a_place_by_tabs(lines_dock: ControlLinesDock, desktop: DesktopInterface) -> None:
    lines_dock.hide()  # as all are when QGIS starts
    other = FarmlandDock(desktop, lines_dock.dialogs)
    other.install()
    for panel in (lines_dock, other):
        panel.setUserVisible(True)
    assert desktop.mainWindow().tabifiedDockWidgets(lines_dock) == [other]
    other.cleanup()


def test_without_layers_nothing_can_be_composed(lines_dock: ControlLinesDock) -> None:
    lines_dock.update_state()
    assert not lines_dock.compose_button.isEnabled()
    assert not lines_dock.designer_button.isEnabled()
    assert lines_dock.run_state.text() == "Load at least one layer that belongs on the map."


def test_what_was_chosen_is_kept_with_the_project(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], tmp_path: Path
) -> None:
    lines_dock.svg_box.setChecked(True)
    QgsProject.instance().write()
    QgsProject.instance().clear()
    assert not lines_dock.svg_box.isChecked()
    assert lines_dock.pdf_box.isChecked()
    QgsProject.instance().read(str(tmp_path / "三线.qgz"))
    assert lines_dock.svg_box.isChecked()
    assert lines_dock.results_folder.filePath() == str(tmp_path / "results")


def test_approvals_are_no_control_line(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], tmp_path: Path, qtbot: Any
) -> None:
    """Of three more layers one is a line of the plan; what was approved, and what land is, contradict nothing."""
    crs = lines["PERMANENT_FARMLAND"].crs().authid()
    made = {role: put(layer_of([(box(0, 0, 10, 10), {})], {"BSM": "text"}, crs=crs), tmp_path, role)
            for role in ("water_source", "approvals", "land_before")}
    for role, layer in made.items():
        write_role(layer, role)
    qtbot.wait(10)
    page = choose(qtbot, lines_dock, "conflicts")
    settled(qtbot, page)
    assert page.inputs.areas.layer_ids() == [made["water_source"].id()]


def test_a_conflict_is_found_listed_and_accepted(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], tmp_path: Path, qtbot: Any,
    monkeypatch: pytest.MonkeyPatch
) -> None:
    page = choose(qtbot, lines_dock, "conflicts")
    settled(qtbot, page)
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    assert page.result.numbers["OVERLAP_M2"] == pytest.approx(area(0, 0, 50, 50), abs=0.01)
    assert shown_values(page.results.tables["OVERLAPS"], 3) == [pytest.approx(area(0, 0, 50, 50), abs=0.01)]
    findings = page.results.findings
    place = next(row for row in range(findings.proxy.rowCount()) if findings.proxy.data(findings.proxy.index(row, 0)) ==
                 "Error")
    findings.view.setCurrentIndex(findings.proxy.index(place, 0))

    def execute(dialog: Any) -> int:
        dialog.operator_edit.setText("张三")
        dialog.reason_edit.setText("省级批复")
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(project_exceptions.ConfirmDialog, "exec", execute)
    click(qtbot, findings.accept_button)
    [kept] = read_exceptions(exceptions_path(tmp_path / "三线.qgz")).values()
    assert (kept.reason, kept.name) == ("省级批复", "张三")
    assert kept.finding_id == findings.current().finding_id


def test_a_review_shows_its_verdicts_and_writes_a_report_for_each_project(
    lines_dock: ControlLinesDock, lines: dict[str, QgsVectorLayer], tmp_path: Path, qtbot: Any,
    desktop: DesktopInterface
) -> None:
    """A factory lies half on the redline, half on permanent farmland; another one lies on neither."""
    put(projects((box(-50, 0, 100, 50), {"XMDM": "P1", "XMMC": "工厂", "XMLX": "工业"}),
                 (box(5000, 0, 100, 50), {"XMDM": "P2", "XMMC": "仓库", "XMLX": "工业"})), tmp_path, "XS_XMKJFW")
    qtbot.wait(10)
    page = choose(qtbot, lines_dock, "review")
    settled(qtbot, page)
    assert set(page.inputs.areas.layer_ids()) == {layer.id() for layer in lines.values()}
    page.inputs.choices.fill({}, {"PROJECT_CLASS_FIELD": "XMLX"})
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    verdicts = dict(zip(shown_values(page.results.tables["VERDICT"], 1), shown_values(
        page.results.tables["VERDICT"], 2)))
    assert verdicts == {"P1": "fails", "P2": "passes"}
    reports = page.result.folder / "reports"
    assert len(list(reports.glob("*.html"))) == 2
    assert "reports" in desktop.messageBar().currentItem().text()
