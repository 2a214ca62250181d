"""Menu and toolbar: what they offer, what they open, and that nothing stays behind."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QApplication, QMenu, QTextBrowser, QToolBar

from kf_resources_plugin.gui.help_window import HelpWindow
from kf_resources_plugin.gui.menu import KfMenu
from kf_resources_plugin.gui.roles import PARAMETER_ROLES, layers_by_role, prefilled
from tests.builders import land_layer, project_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("kf_provider", "algorithm_dialogs", "qgis_new_project")


@pytest.fixture
def menu(desktop: DesktopInterface) -> Iterator[KfMenu]:
    shown = KfMenu(desktop)
    yield shown
    shown.unload()


def texts(holder: QMenu | QToolBar) -> list[str]:
    return [action.text() for action in holder.actions() if not action.isSeparator()]


def action(desktop: DesktopInterface, name: str) -> Any:
    holder = desktop.mainWindow().findChild(QMenu, "kfMenu")
    return next(entry for entry in holder.actions() if entry.objectName() == name)


def test_menu_and_toolbar_offer_the_same_before_help(desktop: DesktopInterface, menu: KfMenu) -> None:
    titles = [entry.text() for entry in desktop.mainWindow().menuBar().actions()]
    assert titles == ["Project", "Kaifeng Resources", "Help"]
    offered = ["Load demo data", "Farmland occupation…", "Control-line map…", "Report…", "Help"]
    assert texts(desktop.mainWindow().findChild(QMenu, "kfMenu")) == offered
    assert texts(desktop.mainWindow().findChild(QToolBar, "kfToolBar")) == offered
    for entry in desktop.mainWindow().findChild(QMenu, "kfMenu").actions():
        assert entry.isSeparator() or not entry.icon().isNull(), entry.text()


def test_dialog_opens_with_the_layers_whose_role_is_known(desktop: DesktopInterface, menu: KfMenu) -> None:
    land, projects = land_layer([], name="地类图斑"), project_layer([], name="项目")
    land.setCustomProperty("kf/role", "land")
    projects.setCustomProperty("kf/role", "projects")
    QgsProject.instance().addMapLayers([land, projects])
    action(desktop, "kfActionfarmlandoccupation").trigger()
    dialog = next(window for window in QApplication.topLevelWidgets() if type(window).__name__ == "AlgorithmDialog"
                  and window.isVisible())
    values = dialog.createProcessingParameters()
    assert values["LAND"] == land.id()
    assert values["PROJECTS"] == projects.id()
    assert not values.get("PERMANENT_FARMLAND")
    dialog.close()


def test_first_layer_of_a_role_counts_and_broken_ones_do_not(qgis_new_project: QgsProject) -> None:
    first, second = land_layer([], name="first"), land_layer([], name="second")
    for layer in (second, first):
        layer.setCustomProperty("kf/role", "land")
        qgis_new_project.addMapLayer(layer)  # each goes on top of the tree
    assert layers_by_role(qgis_new_project)["land"].name() == "first"
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {"LAND": first.id()}
    assert prefilled("native:buffer", qgis_new_project) == {}


def test_prefilled_parameters_exist() -> None:
    for algorithm_id, roles in PARAMETER_ROLES.items():
        algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
        assert {name for name in roles if algorithm.parameterDefinition(name) is None} == set(), algorithm_id


def test_help_shows_pages_and_follows_links(desktop: DesktopInterface, menu: KfMenu, qtbot: Any) -> None:
    action(desktop, "kfActionHelp").trigger()
    window = desktop.mainWindow().findChild(HelpWindow)
    assert window.isVisible()
    browser = window.findChild(QTextBrowser)
    assert "first five minutes" in browser.toPlainText()
    browser.setSource(browser.source().resolved(browser.source().__class__("farmlandoccupation.md")))
    assert "What it does" in browser.toPlainText()
    browser.backward()
    assert "first five minutes" in browser.toPlainText()


def test_unload_leaves_nothing(desktop: DesktopInterface, qtbot: Any) -> None:
    menu = KfMenu(desktop)
    action(desktop, "kfActionHelp").trigger()
    menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = desktop.mainWindow()
    assert [entry.text() for entry in window.menuBar().actions()] == ["Project", "Help"]
    assert window.findChild(QMenu, "kfMenu") is None
    assert window.findChild(QToolBar, "kfToolBar") is None
    assert window.findChild(HelpWindow) is None
