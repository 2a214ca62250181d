"""Menu and toolbar: what they offer, what they open, and that nothing stays behind."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from qgis.core import QgsApplication, QgsProcessingAlgorithm, QgsProcessingParameterFeatureSource, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtWidgets import (
    QAction,
    QApplication,
    QComboBox,
    QDockWidget,
    QMenu,
    QTextBrowser,
    QToolBar,
    QToolButton,
)

from kf_resources_plugin import paths
from kf_resources_plugin.engine.field_map import write_field
from kf_resources_plugin.engine.roles import layers_by_role, roles
from kf_resources_plugin.gui.dialogs import Dialogs
from kf_resources_plugin.gui.help_window import HelpWindow
from kf_resources_plugin.gui.menu import TOPICS, KfMenu
from kf_resources_plugin.gui.roles import parameter_roles, prefilled
from kf_resources_plugin.processing.base import TOPIC_TITLES
from tests.builders import land_layer, layer_of, project_layer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("kf_provider", "algorithm_dialogs", "qgis_new_project")


@pytest.fixture
def menu(desktop: DesktopInterface) -> Iterator[KfMenu]:
    shown = KfMenu(desktop)
    yield shown
    shown.unload()


class SecondFarmlandAlgorithm(QgsProcessingAlgorithm):
    """Another algorithm of the topic farmland, with a role of its own."""

    ROLES: ClassVar = {"AREA": "land"}

    def createInstance(self) -> SecondFarmlandAlgorithm:
        return SecondFarmlandAlgorithm()

    def name(self) -> str:
        return "second"

    def displayName(self) -> str:
        return "Second"

    def groupId(self) -> str:
        return "farmland"

    def group(self) -> str:
        return "Farmland"

    def initAlgorithm(self, configuration: Any = None) -> None:
        self.addParameter(QgsProcessingParameterFeatureSource("AREA", "Area"))


@pytest.fixture
def second(kf_provider: Any) -> Iterator[QgsProcessingAlgorithm]:
    """Return ``kf:second``, in our provider while the test runs."""
    assert kf_provider.addAlgorithm(SecondFarmlandAlgorithm())
    yield kf_provider.algorithm("second")
    kf_provider.refreshAlgorithms()


def texts(holder: QMenu | QToolBar) -> list[str]:
    return [action.text() for action in holder.actions() if not action.isSeparator()]


def action(desktop: DesktopInterface, name: str) -> Any:
    holder = desktop.mainWindow().findChild(QMenu, "kfMenu")
    return next(entry for entry in holder.actions() if entry.objectName() == name)


def test_menu_and_toolbar_offer_the_same_before_help(desktop: DesktopInterface, menu: KfMenu) -> None:
    titles = [entry.text() for entry in desktop.mainWindow().menuBar().actions()]
    assert titles == ["Project", "Kaifeng Resources", "Help"]
    offered = ["Load demo data", "Farmland protection", "Control lines", "Floodplain", "Heritage", "Stock land", "Data",
               "Farmland", "Control lines", "Floodplain", "Heritage", "Stock land", "Data exchange",
               "Check of a layer…", "Field survey", "Report from run records…", "Open map layout…", "Help"]
    assert texts(desktop.mainWindow().findChild(QMenu, "kfMenu")) == offered
    assert texts(desktop.mainWindow().findChild(QToolBar, "kfToolBar")) == offered
    for entry in desktop.mainWindow().findChild(QMenu, "kfMenu").actions():
        assert entry.isSeparator() or not entry.icon().isNull(), entry.text()


def test_dialog_opens_with_the_layers_whose_role_is_known(desktop: DesktopInterface, menu: KfMenu) -> None:
    land, projects = land_layer([], name="地类图斑"), project_layer([], name="项目")
    land.setCustomProperty("kf/role", "land")
    projects.setCustomProperty("kf/role", "projects")
    QgsProject.instance().addMapLayers([land, projects])
    desktop.mainWindow().findChild(QAction, "kfActionfarmlandoccupation").trigger()
    dialog = next(window for window in QApplication.topLevelWidgets() if type(window).__name__ == "AlgorithmDialog"
                  and window.isVisible())
    values = dialog.createProcessingParameters()
    assert values["LAND"] == land.id()
    assert values["PROJECTS"] == projects.id()
    assert not values.get("PERMANENT_FARMLAND")
    dialog.close()


def test_dialog_shows_the_fields_that_are_corrected_or_called_otherwise(
    desktop: DesktopInterface, menu: KfMenu
) -> None:
    land = layer_of([], {"dldm": "text", "ZLDWDM": "text", "系数": "real", "DLBM2": "text"}, name="地类图斑")
    write_field(land, "KCXS", "系数")
    QgsProject.instance().addMapLayer(land)
    desktop.mainWindow().findChild(QAction, "kfActionfarmlandoccupation").trigger()
    dialog = next(window for window in QApplication.topLevelWidgets() if type(window).__name__ == "AlgorithmDialog"
                  and window.isVisible())
    values = dialog.createProcessingParameters()
    assert [values[name] for name in ("LAND", "LAND_CLASS_FIELD", "LAND_UNIT_FIELD", "LAND_DEDUCTION_FIELD")] == [
        land.id(), "dldm", "ZLDWDM", "系数"]
    shown = [box.currentText() for box in dialog.findChildren(QComboBox)]
    assert {"dldm", "系数"} <= set(shown)
    dialog.close()


def test_first_layer_of_a_role_counts_and_broken_ones_do_not(qgis_new_project: QgsProject) -> None:
    first, second = land_layer([], name="first"), land_layer([], name="second")
    for layer in (second, first):
        layer.setCustomProperty("kf/role", "land")
        qgis_new_project.addMapLayer(layer)  # each goes on top of the tree
    assert layers_by_role(qgis_new_project)["land"].name() == "first"
    assert prefilled("kf:farmlandoccupation", qgis_new_project) == {"LAND": first.id()}
    assert prefilled("native:buffer", qgis_new_project) == {}


def test_prefilled_parameters_exist_and_their_roles_are_known(kf_provider: Any) -> None:
    declared = {algorithm.id(): parameter_roles(algorithm.id()) for algorithm in kf_provider.algorithms()}
    assert {"PROJECTS", "LAND"} <= set(declared["kf:farmlandoccupation"])
    for algorithm_id, of_parameters in declared.items():
        algorithm = QgsApplication.processingRegistry().algorithmById(algorithm_id)
        assert {name for name in of_parameters if algorithm.parameterDefinition(name) is None} == set(), algorithm_id
        assert set(of_parameters.values()) <= set(roles()), algorithm_id


def test_the_roles_an_algorithm_declares_fill_its_dialog(
    second: QgsProcessingAlgorithm, qgis_new_project: QgsProject
) -> None:
    layer = land_layer([], name="图斑")
    layer.setCustomProperty("kf/role", "land")
    qgis_new_project.addMapLayer(layer)
    assert prefilled(second.id(), qgis_new_project) == {"AREA": layer.id()}


def test_nothing_is_filled_in_for_what_declares_no_roles(qgis_new_project: QgsProject) -> None:
    layer = land_layer([], name="图斑")
    layer.setCustomProperty("kf/role", "land")
    qgis_new_project.addMapLayer(layer)
    assert parameter_roles("native:buffer") == parameter_roles("kf:absent") == {}
    assert prefilled("kf:absent", qgis_new_project) == {}


def test_menu_knows_every_topic() -> None:
    """The nine of the design, section 2; the demo has an entry of its own."""
    assert list(TOPIC_TITLES) == [*TOPICS, "demo"]
    assert len(TOPICS) == len(set(TOPICS)) == 9
    for topic in TOPICS:
        assert paths.resource("icons", f"{topic}.svg").is_file()


def test_a_topic_with_several_algorithms_becomes_a_submenu(
    desktop: DesktopInterface, second: QgsProcessingAlgorithm, qtbot: Any
) -> None:
    menu = KfMenu(desktop)
    holder, toolbar = (desktop.mainWindow().findChild(*of) for of in ((QMenu, "kfMenu"), (QToolBar, "kfToolBar")))
    submenu = next(entry for entry in holder.actions() if entry.text() == "Farmland").menu()
    assert {"Farmland occupation by projects…", "Second…"} <= set(texts(submenu))
    assert submenu.menuAction() in toolbar.actions()
    button = toolbar.widgetForAction(submenu.menuAction())
    assert button.popupMode() == QToolButton.ToolButtonPopupMode.InstantPopup
    menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert desktop.mainWindow().findChild(QMenu, "kfMenu") is None


def test_each_entry_opens_its_own_algorithm(
    desktop: DesktopInterface, second: QgsProcessingAlgorithm, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Dialogs, "open_algorithm", lambda _dialogs, algorithm_id: opened.append(algorithm_id))
    menu = KfMenu(desktop)
    for name in ("second", "farmlandoccupation", "report", "controllinemap"):
        desktop.mainWindow().findChild(QMenu, "kfMenu").findChild(QAction, f"kfAction{name}").trigger()
    menu.unload()
    assert opened == ["kf:second", "kf:farmlandoccupation", "kf:report", "kf:controllinemap"]


def test_a_panels_entry_shows_and_hides_it(desktop: DesktopInterface, menu: KfMenu, qtbot: Any) -> None:
    desktop.mainWindow().show()
    toolbar = desktop.mainWindow().findChild(QToolBar, "kfToolBar")
    entry = action(desktop, "kfActionFarmlandDock")
    assert entry in toolbar.actions()
    dock = desktop.mainWindow().findChild(QDockWidget, "kfFarmlandDock")
    assert not dock.isVisible()
    assert not entry.isChecked()
    for shown in (True, False):
        qtbot.mouseClick(toolbar.widgetForAction(entry), Qt.MouseButton.LeftButton)
        assert dock.isVisible() == shown
        assert entry.isChecked() == shown
    assert desktop.mainWindow().dockWidgetArea(dock) == Qt.DockWidgetArea.RightDockWidgetArea


def test_a_panel_behind_another_comes_to_the_front(desktop: DesktopInterface, menu: KfMenu, qtbot: Any) -> None:
    window, dock = desktop.mainWindow(), desktop.mainWindow().findChild(QDockWidget, "kfFarmlandDock")
    other = QDockWidget("other", window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, other)
    window.show()
    entry = action(desktop, "kfActionFarmlandDock")
    entry.trigger()
    window.tabifyDockWidget(dock, other)
    other.raise_()
    qtbot.waitUntil(lambda: not entry.isChecked())
    entry.trigger()
    qtbot.waitUntil(lambda: not dock.visibleRegion().isEmpty())
    assert dock.isUserVisible()
    assert entry.isChecked()


def test_panels_stand_under_a_heading(desktop: DesktopInterface, menu: KfMenu) -> None:
    entries = desktop.mainWindow().findChild(QMenu, "kfMenu").actions()
    place = entries.index(action(desktop, "kfActionFarmlandDock"))
    assert (entries[place - 1].isSeparator(), entries[place - 1].text()) == (True, "Panels")


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
    action(desktop, "kfActionFarmlandDock").trigger()
    menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window = desktop.mainWindow()
    assert [entry.text() for entry in window.menuBar().actions()] == ["Project", "Help"]
    assert window.findChild(QMenu, "kfMenu") is None
    assert window.findChild(QToolBar, "kfToolBar") is None
    assert window.findChild(HelpWindow) is None
    assert window.findChildren(QDockWidget) == []
    # nothing listens to the project any more
    QgsProject.instance().addMapLayer(land_layer([], name="DLTB"))
    QgsProject.instance().clear()
    qtbot.wait(20)
