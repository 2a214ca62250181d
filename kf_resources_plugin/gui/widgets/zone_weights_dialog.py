"""Edits the weights of the zones' criteria, directly or by pairwise comparison, and shows what comes of it at once."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.gui import QgsDoubleSpinBox
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QStackedWidget, QTableView

from ...i18n import tr
from ...rules.floodplain_weights import FROM_PAIRS, FROM_RULES, FROM_TEXT
from ...rules.floodplain_zoning import ZONES
from ..colours import alarm_colour
from ..forms import load_form
from ..models.pairs_model import PairsModel
from .choice_delegate import ChoiceDelegate
from .word_box import choose_word

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QWidget

    from ..models.zone_weights import ZoneWeightsDraft

_ORIGINS = {
    FROM_RULES: QT_TRANSLATE_NOOP("KfResources", "Those of the rules"),
    FROM_TEXT: QT_TRANSLATE_NOOP("KfResources", "My own weights"),
    FROM_PAIRS: QT_TRANSLATE_NOOP("KfResources", "Pairwise comparison (AHP)")}


class ZoneWeightsDialog(QDialog):
    """Works on a draft; whoever opened it takes the draft's texts when the dialog is accepted."""

    zone_box: QComboBox
    origin_box: QComboBox
    stack: QStackedWidget
    rules_page: QWidget
    own_page: QWidget
    own_layout: QFormLayout
    pairs_page: QWidget
    pairs_view: QTableView
    weights_note: QLabel
    ratio_note: QLabel
    buttons: QDialogButtonBox

    def __init__(self, parent: QWidget, draft: ZoneWeightsDraft, zone_titles: tuple[str, ...]) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self.draft = draft
        self._spins: dict[str, QgsDoubleSpinBox] = {}
        for zone, title in zip(ZONES, zone_titles):
            self.zone_box.addItem(title, zone)
        for origin, text in _ORIGINS.items():
            self.origin_box.addItem(tr(text), origin)
        self.pairs_view.setItemDelegate(ChoiceDelegate(self.pairs_view))
        self.pairs_view.setEditTriggers(QTableView.EditTrigger.AllEditTriggers)
        self.zone_box.currentIndexChanged.connect(self._show_zone)
        self.origin_box.activated.connect(self._take_origin)
        for button, text in ((QDialogButtonBox.StandardButton.Ok, tr("OK")),
                             (QDialogButtonBox.StandardButton.Cancel, tr("Cancel"))):
            self.buttons.button(button).setText(text)  # Qt's own words are English where its translation is missing
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._show_zone()

    @property
    def zone(self) -> str:
        """Return the zone that is shown."""
        return str(self.zone_box.currentData())

    def _show_zone(self, *_index: Any) -> None:
        origin = self.draft.origin(self.zone)
        choose_word(self.origin_box, origin)
        self.stack.setCurrentWidget({FROM_TEXT: self.own_page, FROM_PAIRS: self.pairs_page}.get(origin,
                                                                                               self.rules_page))
        if origin == FROM_TEXT:
            self._show_own()
        elif origin == FROM_PAIRS:
            self._show_pairs()
        self._show_outcome()

    def _take_origin(self, *_index: Any) -> None:
        if self.origin_box.currentData() != self.draft.origin(self.zone):
            self.draft.take(self.zone, self.origin_box.currentData())
            self._show_zone()

    def _show_own(self) -> None:
        while self.own_layout.rowCount():
            self.own_layout.removeRow(0)
        self._spins.clear()
        weights = self.draft.weights(self.zone)
        for name in self.draft.criteria(self.zone):
            spin = self._spins[name] = QgsDoubleSpinBox(self.own_page)
            spin.setObjectName(f"weight_{name}")
            spin.setDecimals(3)
            spin.setSingleStep(0.05)
            spin.setRange(0.0, 1000.0)
            spin.setShowClearButton(False)
            spin.setValue(weights[name])
            spin.valueChanged.connect(self._take_own)
            self.own_layout.addRow(self.draft.names[self.zone, name], spin)

    def _take_own(self, *_value: Any) -> None:
        for name, spin in self._spins.items():
            self.draft.set_weight(self.zone, name, float(spin.value()))
        self._show_outcome()

    def _show_pairs(self) -> None:
        model = PairsModel(self.draft, self.zone, self)
        model.judged.connect(self._show_outcome)
        self.pairs_view.setModel(model)
        self.pairs_view.resizeColumnsToContents()

    def _show_outcome(self) -> None:
        weights, ratio = self.draft.weights(self.zone), self.draft.ratio(self.zone)
        self.weights_note.setText("\n".join(
            tr("{criterion}: {weight}").format(
                criterion=self.draft.names[self.zone, name], weight=f"{weights[name]:.3f}")
            for name in self.draft.criteria(self.zone)))
        self.ratio_note.setVisible(ratio is not None)
        if ratio is not None:
            high = ratio > self.draft.most_ratio
            self.ratio_note.setText((tr("Consistency ratio {ratio}: more than {most}. Look at the comparisons again.")
                                     if high else tr("Consistency ratio {ratio} (at most {most})")).format(
                ratio=f"{ratio:.3f}", most=f"{self.draft.most_ratio:g}"))
            self.ratio_note.setStyleSheet(f"color: {alarm_colour().name()}" if high else "")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(any(weights.values()))
