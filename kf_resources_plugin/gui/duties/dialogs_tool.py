"""A button of a page with a menu of other algorithms, whose dialogs open with what the page has chosen."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QMenu

from ...i18n import tr

if TYPE_CHECKING:
    from .duty_page import DutyPage


@dataclass(frozen=True)
class DialogsTool:
    """``entries``: what each is called and its algorithm; ``passed``: the parameters of the page that they take, too.

    ``title``, ``tip`` and the names of entries are English sources.
    """

    title: str
    tip: str
    entries: tuple[tuple[str, str], ...]
    passed: tuple[str, ...] = ()

    def use(self, page: DutyPage) -> None:
        """Show the menu below the button."""
        button = page.tools[page.duty.tools.index(self)]
        menu = self.menu(page)
        menu.exec(button.mapToGlobal(button.rect().bottomLeft()))
        menu.deleteLater()

    def menu(self, page: DutyPage) -> QMenu:
        """Return the menu; layers of the dialogs are filled in by role."""
        chosen = page.inputs.parameters()
        menu = QMenu(page)
        for title, algorithm in self.entries:
            given = {name: chosen[name] for name in self.passed if chosen.get(name) and not _makes(algorithm, name)}
            menu.addAction(tr(title)).triggered.connect(partial(page.dialogs.open_algorithm, algorithm, given))
        return menu


def _makes(algorithm: str, name: str) -> bool:
    """Tell whether a parameter is a file that an algorithm makes: what the page has chosen is there already."""
    known = QgsApplication.processingRegistry().algorithmById(algorithm)
    definition = None if known is None else known.parameterDefinition(name)
    return definition is not None and definition.isDestination()
