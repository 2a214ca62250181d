"""The button of the register page that asks which of its entries are one site."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.errors import PlannerError
from ...i18n import tr
from ..models.site_pairs import SitePairs
from ..widgets.pairs_dialog import PairsDialog

if TYPE_CHECKING:
    from .duty_page import DutyPage

_FILE = "heritage_decisions.csv"
_PERSON = "person"


@dataclass(frozen=True)
class PairsTool:
    """Decides on the pairs of ``output`` of the last result; ``decisions`` is the parameter that takes the file.

    Without one that the planner can add to, decisions are kept beside the project.
    """

    output: str
    decisions: str
    title: str = QT_TRANSLATE_NOOP("KfResources", "Decide on pairs…")
    tip: str = QT_TRANSLATE_NOOP("KfResources", "Say of entries that may be one site whether they are; decisions "
                                                "are kept with reason and name, and the next run takes them")

    def use(self, page: DutyPage) -> None:
        """Open the dialog over the pairs of the last result."""
        rows = page.result.rows(self.output) if page.result is not None else []
        file, said = self._file(page), ""
        if not rows:
            said = tr("Run the page first: there are no pairs to decide on.")
        elif file is None:
            said = tr("Save the project first: decisions are kept beside it.")
        if file is None or not rows:
            page.papers.tell(tr(self.title), said, Qgis.MessageLevel.Warning)
            return
        try:
            pairs = SitePairs(rows, file)
        except PlannerError as error:
            page.papers.tell(tr(self.title), str(error), Qgis.MessageLevel.Warning)
            return
        dialog = PairsDialog(page, pairs, str(page.state.read(_PERSON, "")))
        dialog.exec()
        page.state.write(_PERSON, dialog.person_edit.text().strip())
        if file.is_file():
            page.inputs.change({self.decisions: str(file)})
        dialog.deleteLater()

    def _file(self, page: DutyPage) -> Path | None:
        given, home = page.inputs.files().get(self.decisions, ""), page.project.homePath()
        if given and Path(given).suffix.lower() == ".csv":
            return Path(given)
        return Path(home) / _FILE if home else None
