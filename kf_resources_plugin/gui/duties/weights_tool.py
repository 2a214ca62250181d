"""The button of the zoning page that opens the weights of its criteria."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from qgis.core import Qgis
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.rule_store import RuleFileError, load_rule_book
from ...i18n import language, tr
from ...rules.floodplain_zoning import zone_names
from ..models.zone_weights import ZoneWeightsDraft
from ..widgets.zone_weights_dialog import ZoneWeightsDialog

if TYPE_CHECKING:
    from .duty_page import DutyPage


@dataclass(frozen=True)
class WeightsTool:
    """Edits the texts of two settings, ``weights`` and ``pairs``, in a dialog."""

    weights: str
    pairs: str
    title: str = QT_TRANSLATE_NOOP("KfResources", "Weights of the criteria…")
    tip: str = QT_TRANSLATE_NOOP("KfResources", "Weigh the criteria of each zone yourself, or compare them in pairs "
                                                "(AHP)")

    def use(self, page: DutyPage) -> None:
        """Open the dialog; what it leaves goes into the settings of the page when it is accepted."""
        settings, own = page.inputs.settings(), page.inputs.files().get("RULES") or None
        day = str(settings.get("RULES_DATE") or "")
        try:
            book = load_rule_book(date.fromisoformat(day) if day else date.today(), language(), own)
        except RuleFileError as error:
            page.papers.tell(tr(self.title), str(error), Qgis.MessageLevel.Warning)
            return
        draft = ZoneWeightsDraft(str(settings[self.weights]), str(settings[self.pairs]), book, language())
        dialog = ZoneWeightsDialog(page, draft, zone_names(book, language()))
        if dialog.exec() == ZoneWeightsDialog.DialogCode.Accepted:
            page.inputs.change(dict(zip((self.weights, self.pairs), draft.texts())))
        dialog.deleteLater()
