"""The pages of a dock and the box at its top that tells which duty is on."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ... import paths
from ...i18n import tr
from ..docks.dock_base import DockPart
from ..models.amounts import AREA_UNITS
from .duty_page import DutyPage, keep_files, keep_result, kept_files, kept_result
from .shared_choices import SharedChoices

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ..docks.dock_base import KfDock
    from .duty import Duty
    from .duty_result import DutyResult

_NARROW = 10
_ICON = 20
_HOME = ""


class DutyPages(QWidget, DockPart):
    """A page for each duty whose algorithm is there, made when first looked at; ``home`` is one of the dock's own.

    Which one is on is written with the project: to look at another is no change of it.
    """

    def __init__(self, dock: KfDock, duties: Sequence[Duty], home: QWidget, home_title: str, home_icon: str) -> None:
        super().__init__(dock)
        self._dock = dock
        self._duties = {duty.name: duty for duty in duties if duty.definition() is not None}
        self._made: dict[str, DutyPage] = {}
        self._own: dict[str, QWidget] = {}
        self._results: dict[str, DutyResult | None] = {}  # of pages that nobody has looked at yet
        self._files: dict[str, dict[str, str]] = {}  # likewise
        self.shared = SharedChoices(self)
        self.box, self.stack = QComboBox(self), QStackedWidget(self)
        self._home = home
        self._arrange()
        self._add(_HOME, home_title, home_icon)
        for duty in self._duties.values():
            self._add(duty.name, tr(duty.title), duty.icon)
        self.box.currentIndexChanged.connect(self._show_chosen)
        self.shared.chosen.connect(self.write_shared)

    def _arrange(self) -> None:
        label = QLabel(tr("&Duty"), self)
        label.setBuddy(self.box)
        self.box.setObjectName("duty_box")
        self.box.setToolTip(tr("What the panel is for now; every duty keeps its layers, settings and results"))
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(_NARROW)
        self.box.setIconSize(QSize(_ICON, _ICON))
        self.box.setMaxVisibleItems(20)
        self.stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        row = QHBoxLayout()
        row.setContentsMargins(9, 6, 9, 0)
        row.addWidget(label)
        row.addWidget(self.box, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.stack, 1)
        self.stack.addWidget(self._home)

    def _add(self, name: str, title: str, icon: str) -> None:
        self.box.addItem(QIcon(str(paths.resource("icons", f"{icon}.svg"))), title, name)

    def add_own(self, name: str, title: str, icon: str, page: QWidget) -> None:
        """Add a page that the dock makes and that lives by itself: what it is for is no run of an algorithm."""
        self._own[name] = page
        self.stack.addWidget(page)
        self._add(name, title, icon)

    @property
    def current(self) -> str:
        """Return the name of the duty that is on, '' for the dock's own page."""
        return str(self.box.currentData())

    def choose(self, name: str) -> None:
        """Show the page of a duty; one that is not there shows the dock's own."""
        self.box.setCurrentIndex(max(self.box.findData(name), 0))

    def has(self, name: str) -> bool:
        """Tell whether there is a page for a duty."""
        return name in self._duties

    def result(self, name: str) -> DutyResult | None:
        """Return the last result of a duty, also of a page that nobody has looked at yet."""
        if name in self._made:
            return self._made[name].result
        return self._results.get(name)

    def page(self, name: str) -> DutyPage:
        """Return the page of a duty, made now if nobody has looked at it yet."""
        if name not in self._made:
            page = self._made[name] = DutyPage(self._duties[name], self._dock, self.shared)
            self.stack.addWidget(page)
            self._dock.order_tabs([self.box, *page.controls()])
            page.read_state()
            page.update_state()
        return self._made[name]

    def _show_chosen(self, *_index: Any) -> None:
        own = self._own.get(self.current) if self.current != _HOME else self._home
        self.stack.setCurrentWidget(self.page(self.current) if own is None else own)

    # -- life -----------------------------------------------------------------------------------------------------

    def read_state(self) -> None:
        """Take from the project what is shared and which duty is on, then let the pages take theirs."""
        unit = self._dock.state.read("area_unit", AREA_UNITS[0])
        self.shared.take(self._dock.state.read_path("results_folder"), unit if unit in AREA_UNITS else AREA_UNITS[0])
        for page in self._made.values():
            page.read_state()
        self._results = {name: kept_result(self._dock, name) for name in self._duties}
        self._files = {name: kept_files(self._dock, name) for name in self._duties}
        self.choose(str(self._dock.state.read("duty", _HOME)))

    def write_state(self) -> None:
        """Write what is shared, which duty is on, and what the pages keep."""
        self.write_shared()
        self._dock.state.write("duty", self.current)
        for name in set(self._results).difference(self._made):  # relative to where the project is saved now
            keep_files(self._dock, name, self._files[name])
            if self._results[name] is not None:
                keep_result(self._dock, name, self._results[name])
        for page in self._made.values():
            page.write_state()

    def write_shared(self) -> None:
        """Write what is shared: the user changed it."""
        self._dock.state.write("area_unit", self.shared.unit)
        self._dock.state.write_path("results_folder", self.shared.folder)

    def forget_project(self) -> None:
        """Start over: the project is closed."""
        self.read_state()
        for page in self._made.values():
            page.forget_project()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Let go of layers that are about to leave the project."""
        for page in self._made.values():
            page.forget_layers(layer_ids)

    def meet_layers(self) -> None:
        """Look at layers that have come into the project."""
        for page in self._made.values():
            page.meet_layers()

    def take_corrections(self, roles: Collection[str], layer_ids: Collection[str]) -> None:
        """Let the pages follow."""
        for page in self._made.values():
            page.take_corrections(roles, layer_ids)

    def update_state(self) -> None:
        """Let the pages derive what is enabled and said."""
        for page in self._made.values():
            page.update_state()

    def cleanup(self) -> None:
        """Stop what runs: the plugin is being unloaded."""
        for page in self._made.values():
            page.cleanup()
