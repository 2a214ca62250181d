"""Lists the edits of a field team: what is taken, what stays, and what somebody has to decide; applies on demand."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP
from qgis.PyQt.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ...cartography.styles import field_title
from ...i18n import tr
from ...survey.edit_words import CLASS_WORDS, KIND_WORDS
from ..forms import load_form
from ..models.merge_review import KEEP, OPEN, REFUSED, TAKE
from ..models.rows_model import NUMBER, TEXT, Column
from .result_table import ResultTable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..models.merge_review import MergeReview

CHOICE_WORDS = {
    TAKE: QT_TRANSLATE_NOOP("KfResources", "take the team's"), KEEP: QT_TRANSLATE_NOOP("KfResources", "keep ours"),
    OPEN: QT_TRANSLATE_NOOP("KfResources", "undecided"), REFUSED: QT_TRANSLATE_NOOP("KfResources", "not possible")}
_PLACE = 0
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "subject": {}, "kind": KIND_WORDS, "edit_class": CLASS_WORDS, "field": {}, "origin_value": {}, "present_value": {},
    "new_value": {}, "reason": {}}
"""What is shown of EDITS, under the headings it has everywhere, and what its codes are called."""


class MergeDialog(QDialog):
    """The buttons decide the current edit and go to the next that is open; ``apply_button`` is its opener's to use."""

    layer_note: QLabel
    table_layout: QVBoxLayout
    why_note: QLabel
    take_button: QPushButton
    keep_button: QPushButton
    take_open_button: QPushButton
    keep_open_button: QPushButton
    zoom_button: QPushButton
    apply_button: QPushButton
    close_button: QPushButton
    state_note: QLabel

    def __init__(self, parent: QWidget | None, review: MergeReview, layer: str, zoom: Callable[[int], None]) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self.review, self._zoom = review, zoom
        self.layer_note.setText(tr("Layer “{layer}”. A backup of its file is made first; what you take is done as one "
                                   "step that undo takes back, and saved by you.").format(layer=layer))
        self.table = ResultTable([
            Column(tr("No."), NUMBER),
            Column(tr("Decision"), TEXT, words={code: tr(word) for code, word in CHOICE_WORDS.items()}, alarms=(OPEN,)),
            *(Column(field_title(name), TEXT, words={code: tr(word) for code, word in words.items()})
              for name, words in _FIELDS.items())], self)
        self.table_layout.addWidget(self.table)
        self.table.chosen.connect(self._show)
        self.table.view.activated.connect(self._zoom_to)
        for button, choice in ((self.take_button, TAKE), (self.keep_button, KEEP)):
            button.clicked.connect(lambda _on, choice=choice: self._decide(choice))
        for button, choice in ((self.take_open_button, TAKE), (self.keep_open_button, KEEP)):
            button.clicked.connect(lambda _on, choice=choice: self._decide_open(choice))
        self.zoom_button.clicked.connect(self._zoom_to)
        self.close_button.clicked.connect(self.reject)
        self._fill(self.review.next_open(-1) or 0)

    def tell(self, text: str) -> None:
        """Say why nothing was applied."""
        self.state_note.setText(text)

    def _fill(self, current: int) -> None:
        self.table.set_rows([
            (number, choice, *(row[name] for name in _FIELDS))
            for number, (row, choice) in enumerate(zip(self.review.rows, self.review.choices), start=1)])
        shown = self.table.proxy.mapFromSource(self.table.model.index(current, 0))
        self.table.view.selectRow(shown.row())
        self._show()
        self.state_note.setText(tr("To be done: {taken}. Undecided, which stay as they are: {open}.").format(
            taken=self.review.count(TAKE), open=self.review.count(OPEN)))

    def _current(self) -> int | None:
        number = self.table.current_value(_PLACE)
        return None if number is None else int(number) - 1

    def _show(self, *_what: object) -> None:
        """Say of the current edit why it is what it is, and what may be decided."""
        place = self._current()
        fixed = place is None or self.review.choices[place] == REFUSED
        for button in (self.take_button, self.keep_button):
            button.setEnabled(not fixed)
        for button in (self.take_open_button, self.keep_open_button):
            button.setEnabled(bool(self.review.count(OPEN)))
        self.zoom_button.setEnabled(place is not None)
        self.why_note.setText("" if place is None else str(self.review.rows[place]["reason"] or ""))

    def _decide(self, choice: str) -> None:
        place = self._current()
        if place is None:
            return
        self.review.decide(place, choice)
        following = self.review.next_open(place)
        self._fill(place if following is None else following)

    def _decide_open(self, choice: str) -> None:
        self.review.decide_open(choice)
        self._fill(self._current() or 0)

    def _zoom_to(self, *_what: object) -> None:
        place = self._current()
        if place is not None:
            self._zoom(int(self.review.rows[place]["fid"]))
