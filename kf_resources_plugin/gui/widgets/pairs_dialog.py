"""Asks which entries of registers are one site; every answer is kept with reason and name as soon as it is given."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP
from qgis.PyQt.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ...engine.admin_units import county_name
from ...engine.errors import PlannerError
from ...i18n import tr
from ...rules.heritage_merge import CERTAIN, DIFFERENT, IMPLIED, OPEN, SAME
from ..duties.rule_words import LEVELS
from ..forms import load_form
from ..models.rows_model import NUMBER, SHARE, TEXT, Column
from .result_table import ResultTable

if TYPE_CHECKING:
    from ..models.site_pairs import SitePairs

DECISION_WORDS = {
    SAME: QT_TRANSLATE_NOOP("KfResources", "one site"), DIFFERENT: QT_TRANSLATE_NOOP("KfResources", "two sites"),
    OPEN: QT_TRANSLATE_NOOP("KfResources", "open"), CERTAIN: QT_TRANSLATE_NOOP("KfResources", "one site by the rules"),
    IMPLIED: QT_TRANSLATE_NOOP("KfResources", "follows from others")}
_PLACE = 0


class PairsDialog(QDialog):
    """Lists the pairs; the buttons decide the current one and go to the next that is open."""

    file_note: QLabel
    table_layout: QVBoxLayout
    why_note: QLabel
    person_edit: QLineEdit
    reason_edit: QLineEdit
    same_button: QPushButton
    different_button: QPushButton
    open_button: QPushButton
    close_button: QPushButton
    state_note: QLabel

    def __init__(self, parent: QWidget, pairs: SitePairs, person: str) -> None:
        super().__init__(parent)
        load_form(__file__, self)
        self.pairs = pairs
        self.file_note.setText(tr("Decisions are added to {file}; the next run takes them.").format(file=pairs.file))
        self.person_edit.setText(person)
        words = {code: tr(word) for code, word in DECISION_WORDS.items()}
        levels = dict(LEVELS)
        self.table = ResultTable([
            Column(tr("No."), NUMBER), Column(tr("Decision"), TEXT, words=words), Column(tr("Entry A"), TEXT),
            Column(tr("Entry B"), TEXT), Column(tr("Level A"), TEXT, words=levels),
            Column(tr("Level B"), TEXT, words=levels), Column(tr("County A"), TEXT), Column(tr("County B"), TEXT),
            Column(tr("Likeness"), SHARE), Column(tr("Apart (m)"), NUMBER)], self)
        self.table_layout.addWidget(self.table)
        self.table.chosen.connect(self._show)
        for button, decision in ((self.same_button, SAME), (self.different_button, DIFFERENT),
                                 (self.open_button, OPEN)):
            button.clicked.connect(lambda _on, decision=decision: self._decide(decision))
        self.close_button.clicked.connect(self.accept)
        self.person_edit.textChanged.connect(self._show)
        self._fill(self.pairs.next_open(-1) or 0)

    def _fill(self, current: int) -> None:
        self.table.set_rows([
            (number, row["decision"], row["name_a"] or row["entry_a"], row["name_b"] or row["entry_b"], row["level_a"],
             row["level_b"], county_name(row["county_a"] or ""), county_name(row["county_b"] or ""), row["score"],
             row["apart_m"]) for number, row in enumerate(self.pairs.rows, start=1)])
        shown = self.table.proxy.mapFromSource(self.table.model.index(current, 0))
        self.table.view.selectRow(shown.row())
        self._show()

    def _current(self) -> int | None:
        number = self.table.current_value(_PLACE)
        return None if number is None else int(number) - 1

    def _show(self, *_what: object) -> None:
        """Say of the current pair what is known of it, and what may be decided."""
        place = self._current()
        row = self.pairs.rows[place] if place is not None else None
        for button in (self.same_button, self.different_button, self.open_button):
            button.setEnabled(row is not None and bool(self.person_edit.text().strip()))
        if row is None:
            self.why_note.setText("")
            return
        told = [tr("{a} – {b}").format(a=row["entry_a"], b=row["entry_b"])]
        if row["reason"] or row["person"]:
            told.append(tr("{person}, {date}: {reason}").format(person=row["person"] or "", date=row["date"] or "",
                                                               reason=row["reason"] or ""))
        self.why_note.setText("\n".join(told))
        if not self.person_edit.text().strip():
            self.state_note.setText(tr("Write who decides; the name is kept with every decision."))

    def _decide(self, decision: str) -> None:
        place = self._current()
        if place is None:
            return
        try:
            self.pairs.decide(place, decision, self.person_edit.text().strip(), self.reason_edit.text().strip())
        except PlannerError as error:
            self.state_note.setText(str(error))
            return
        following = self.pairs.next_open(place)
        self.reason_edit.clear()
        self._fill(place if following is None else following)
        count = sum(row["decision"] == OPEN for row in self.pairs.rows)
        self.state_note.setText(tr("Kept. Open pairs: {count}.").format(count=count))
