"""What every dock shares: its place in the window, its life with the project, its end with the plugin.

A dock names itself (NAME, ICON), shows the form beside its module (a ``page`` in a ``scroll`` area), reads its state
when a project is there and writes it when the user changes something. ``update_state`` alone decides what is enabled
and said.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsSettings
from qgis.gui import QgsDockWidget, QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAbstractButton, QAction

from ... import paths
from ..forms import load_form
from ..papers import Papers
from ..project_state import ProjectState
from ..run_controller import RunController
from ..wheel import WheelGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from qgis.core import QgsVectorLayer
    from qgis.PyQt.QtGui import QShowEvent
    from qgis.PyQt.QtWidgets import QScrollArea, QWidget

    from ...survey.edit_command import Command
    from ..dialogs import Dialogs

_OPEN = "open"
_OPENED_SETTING = "kf_resources/opened/{dock}"
_ROOM = 80
"""Letters of usual width beside each other that leave tables room to be read."""


class DockPart:
    """What lives with project and plugin: a dock, and what stands beside its page in the dock."""

    def read_state(self) -> None:
        """Take layers and settings from the project as it is now."""
        raise NotImplementedError

    def write_state(self) -> None:
        """Write layers and settings into the project's entries."""
        raise NotImplementedError

    def forget_project(self) -> None:
        """Let go of everything that belonged to the project that was closed."""
        raise NotImplementedError

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        raise NotImplementedError

    def meet_layers(self) -> None:
        """Look at layers that have come into the project."""
        raise NotImplementedError

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Follow what the user corrected in another dock: who plays ``roles``, which fields layers have."""
        raise NotImplementedError

    def update_state(self) -> None:
        """Derive from what is there what is enabled and what is said."""
        raise NotImplementedError

    def cleanup(self) -> None:
        """Stop what runs: the plugin is being unloaded."""
        raise NotImplementedError


class KfDock(QgsDockWidget, DockPart):
    """Base of all docks. A subclass sets NAME, ICON and FORM and fills in what raises NotImplementedError."""

    NAME = ""
    ICON = ""
    FORM = ""
    """The file of the subclass's module; its form stands beside it."""

    corrected = pyqtSignal(object, object)
    """The user corrected roles or fields: takes what ``take_corrections`` does."""

    scroll: QScrollArea
    page: QWidget
    parts: tuple[DockPart, ...] = ()
    """What lives beside the page and with it, in the same dock."""

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface.mainWindow())
        self.iface, self.dialogs = iface, dialogs
        self._placed = True  # until it is closed and ready to be opened
        self.papers = Papers(iface, self)
        self.project = QgsProject.instance()
        self.state = ProjectState(self.project, self.NAME)
        self.runs = RunController(self)
        load_form(self.FORM, self)
        self._wheel = WheelGuard(self.page)
        # QGIS keeps place and size under this name
        self.setObjectName(f"kf{self.NAME.title().replace('_', '')}Dock")
        # once for many, and when they stand in the layer tree, where layersAdded comes too early
        self._layers_came = QTimer(self)
        self._layers_came.setSingleShot(True)
        self._layers_came.setInterval(0)
        self._layers_came.timeout.connect(self._meet_layers)
        icon = QIcon(str(paths.resource("icons", f"{self.ICON}.svg")))
        self.toggle_action = QAction(icon, self.windowTitle(), self)
        self.toggle_action.setCheckable(True)
        # Qt's own action would hide a dock that stands behind another's tab, where the planner wants to see it
        self.setToggleVisibilityAction(self.toggle_action)
        self.toggle_action.setObjectName(f"kfAction{self.NAME.title().replace('_', '')}Dock")

    def order_tabs(self, controls: Sequence[QWidget]) -> None:
        """Let Tab go from one control to the next; a form knows only what was drawn in it."""
        stops = [stop for control in controls for stop in _tab_stops(control)]
        for one, following in zip(stops, stops[1:]):
            self.setTabOrder(one, following)

    # -- life -----------------------------------------------------------------------------------------------------

    def install(self) -> None:
        """Put the dock into the window, beside the others on the right, closed unless the project says open."""
        self.iface.addTabifiedDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self, [], False)
        self.hide()
        self._placed = False
        self.project.readProject.connect(self._project_read)
        self.project.writeProject.connect(self._project_written)
        self.project.cleared.connect(self._project_cleared)
        self.project.layersWillBeRemoved.connect(self._layers_going)
        self.project.layersAdded.connect(self._layers_added)
        self._project_read()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Share the place of another panel of ours the first time: two one above the other are too low to work in.

        Not before: when QGIS starts it forgets which docks that are closed share a place.
        """
        super().showEvent(event)
        window = self.iface.mainWindow()
        if self._placed or not window.isVisible():
            return
        self._placed = True
        area = window.dockWidgetArea(self)
        beside = next((dock for dock in window.findChildren(KfDock) if dock is not self and not dock.isHidden()
                       and not dock.isFloating() and window.dockWidgetArea(dock) == area), None)
        if beside is not None and not self.isFloating() and beside not in window.tabifiedDockWidgets(self):
            window.tabifyDockWidget(beside, self)
        QTimer.singleShot(0, self._widen)  # once the window has laid out what was put into it

    def _widen(self) -> None:
        """Take room for tables when the planner opens the dock for the first time; later QGIS keeps its width."""
        setting = _OPENED_SETTING.format(dock=self.NAME)
        if QgsSettings().value(setting, False, type=bool):
            return
        QgsSettings().setValue(setting, True)
        room = max(self.fontMetrics().averageCharWidth() * _ROOM, self.width())
        self.iface.mainWindow().resizeDocks([self], [room], Qt.Orientation.Horizontal)

    def run_edit(self, _layer: QgsVectorLayer, edit: Callable[[], Command]) -> Command:
        """Let an edit of a layer be done; a panel that keeps a journal of its layer has it there. Raises PlannerError.
        """
        return edit()

    def cleanup(self) -> None:
        """Stop what runs and take the dock out of the window: the plugin is being unloaded."""
        self.project.readProject.disconnect(self._project_read)
        self.project.writeProject.disconnect(self._project_written)
        self.project.cleared.disconnect(self._project_cleared)
        self.project.layersWillBeRemoved.disconnect(self._layers_going)
        self.project.layersAdded.disconnect(self._layers_added)
        self._layers_came.stop()
        self.runs.abandon()
        for part in self.parts:
            part.cleanup()
        self.iface.removeDockWidget(self)
        self.deleteLater()

    def _project_read(self, *_document: Any) -> None:
        wanted = self.state.read(_OPEN)
        if wanted is not None:
            self.setUserVisible(bool(wanted))
        for part in self._everything():
            part.read_state()
            part.update_state()

    def _project_written(self, *_document: Any) -> None:
        # Paths again, relative to where the project is saved now. That the dock is open is written here only: to look
        # at a dock is no change of the project.
        self.state.write(_OPEN, not self.isHidden())
        for part in self._everything():
            part.write_state()

    def _project_cleared(self) -> None:
        self.runs.drop()
        for part in self._everything():
            part.forget_project()
            part.update_state()

    def _layers_going(self, layer_ids: Iterable[str]) -> None:
        ids = list(layer_ids)
        for part in self._everything():
            part.forget_layers(ids)
            part.update_state()

    def _layers_added(self, *_layers: Any) -> None:
        self._layers_came.start()

    def _meet_layers(self) -> None:
        for part in self._everything():
            part.meet_layers()
            part.update_state()

    def follow(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Take over what the user corrected in another dock."""
        for part in self._everything():
            part.take_corrections(roles, layer_ids)
            part.update_state()

    def _everything(self) -> tuple[DockPart, ...]:
        """Return the dock's own page and what lives beside it."""
        return (self, *self.parts)


def _tab_stops(control: QWidget) -> list[QWidget]:
    """Return where Tab stops in a control: in the parts of a file box, which takes no focus itself."""
    if not isinstance(control, QgsFileWidget):
        return [control]
    buttons = [part for part in control.findChildren(QAbstractButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
               if part.focusPolicy() != Qt.FocusPolicy.NoFocus]
    return [control.lineEdit(), *buttons]
