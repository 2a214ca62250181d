"""The lower half of the farmland dock: the ledger's state, write-off, history, reversal, slip."""
from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import Qgis
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QDialog, QLabel

from ...engine.ledger_store import SUFFIX
from ...i18n import tr
from ...rules.event_chain import CREATE, REVERSE
from ...rules.ledger import COMMIT, ENTRY, REVERSIBLE, TRADE_IN, TRADE_OUT
from ..colours import alarm_colour, caution_colour
from ..models.amounts import area_text, mass_text, unit_text
from ..models.rows_model import AREA, INTEGER, MASS, Column
from ..widgets.confirm_dialog import ConfirmDialog
from ..widgets.result_table import ResultTable
from ..widgets.word_box import choose_word
from . import farmland_flow as flow
from . import farmland_result as result_tables
from .ledger_view import LedgerWatch

if TYPE_CHECKING:
    from ..run_controller import Results
    from .farmland_dock import FarmlandDock
    from .ledger_view import LedgerView

_NUMBER = 0
_SHORT_HASH = 16


def kind_title(kind: str) -> str:
    """Return what a kind of event is called."""
    return {CREATE: tr("ledger made"), ENTRY: tr("entry"), TRADE_IN: tr("bought in"), TRADE_OUT: tr("sold"),
            COMMIT: tr("write-off"), REVERSE: tr("reversal")}.get(kind, kind)


def clock_text(at: str) -> str:
    """Return the date and time of an event as a clock on the wall shows them."""
    return at[:19].replace("T", " ")


def history_columns() -> list[Column]:
    """Return the columns of ``history_rows``."""
    return [Column(tr("Event"), INTEGER), Column(tr("Kind")), Column(tr("Time")), Column(tr("Projects")),
            Column(tr("Quantity"), AREA), Column(tr("Paddy"), AREA), Column(tr("Grain capacity"), MASS),
            Column(tr("Operator")), Column(tr("Reason")), Column(tr("Reversed by event"), INTEGER)]


def history_rows(view: LedgerView) -> list[list[Any]]:
    """Return the events of a ledger, the last one first; amounts are what an event added less what it took."""
    return [[row.number, kind_title(row.kind), clock_text(row.at), ", ".join(row.projects),
             *(amount / 100 if amount else None for amount in row.amounts), row.operator, row.reason, row.reversed_by]
            for row in view.history]


class FarmlandLedger(QObject):
    """Works on the widgets of the dock's form; ``changed`` comes when another file was chosen or it changed."""

    changed = pyqtSignal()

    def __init__(self, dock: FarmlandDock) -> None:
        super().__init__(dock)
        self._dock: Any = dock
        self._watch = LedgerWatch(self)
        self.history = ResultTable(history_columns(), dock, title=tr("History of the ledger"), papers=dock.papers)
        self._shown: LedgerView | None = None
        self._dock.history_place_layout.addWidget(self.history)
        box: QgsFileWidget = dock.ledger_file
        box.setStorageMode(QgsFileWidget.StorageMode.GetFile)
        box.setDialogTitle(tr("Write-off ledger"))
        box.setFilter(tr("Write-off ledgers (*.kfledger.gpkg)"))
        box.fileChanged.connect(self._user_chose_file)
        for button, slot in (
                (dock.create_button, self.create), (dock.import_button, self.import_entries),
                (dock.export_button, self.export), (dock.verify_button, self.verify),
                (dock.commit_button, self.commit), (dock.reverse_button, self.reverse),
                (dock.slip_button, self.save_slip)):
            button.clicked.connect(slot)
        self._watch.changed.connect(self.changed)
        self.history.chosen.connect(self.update_state)

    @property
    def path(self) -> str:
        """Return the file that is chosen, '' for none."""
        return self._watch.path

    @property
    def view(self) -> LedgerView | None:
        """Return the ledger as it was read last, None when no file is chosen or none was read yet."""
        return self._watch.view

    def set_path(self, path: str) -> None:
        """Choose a file."""
        box = self._dock.ledger_file
        box.blockSignals(True)
        box.setFilePath(path)
        box.blockSignals(False)
        self._watch.set_path(path)

    def cleanup(self) -> None:
        """Stop watching."""
        self._watch.abandon()

    # -- the file -------------------------------------------------------------------------------------------------

    def create(self) -> None:
        """Open the dialog that makes a ledger; the one it makes is chosen."""
        self._open("kf:ledgercreate", {"GRADE_SCALE": self._dock.grade_scale.currentData()}, self._take_created)

    def import_entries(self) -> None:
        """Open the dialog that adds entries from a file."""
        self._open("kf:ledgerimport", {"LEDGER": self.path}, self._refresh)

    def export(self) -> None:
        """Open the dialog that writes balances and history to a file."""
        self._open("kf:ledgerexport", {"LEDGER": self.path}, self._refresh)

    def verify(self) -> None:
        """Open the dialog that checks the ledger against a slip."""
        self._open("kf:ledgerverify", {"LEDGER": self.path}, self._refresh)

    def _open(self, algorithm_id: str, parameters: dict[str, Any], ended: Callable[..., None]) -> None:
        dialog = self._dock.dialogs.open_algorithm(algorithm_id, parameters)
        if dialog is not None:
            dialog.algorithmFinished.connect(ended)

    def _take_created(self, successful: bool, results: dict[str, Any]) -> None:
        if successful and results.get("LEDGER"):
            self.set_path(str(results["LEDGER"]))
            self._dock.write_state()

    def _refresh(self, *_ended: Any) -> None:
        self._watch.refresh()

    def _user_chose_file(self, path: str) -> None:
        self._watch.set_path(path)
        self._dock.write_state()

    # -- write-off ------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """Show what will be deducted, and write off when the planner says so."""
        result = self._dock.result
        if result is None or self._why_no_commit() or self._dock.runs.running:
            return
        rows = result_tables.entry_rows(result)
        message = tr("{count} projects will be written off in “{ledger}”. This is deducted from its entries:").format(
            count=len(result.passed), ledger=self._name()) + "\n" + result_tables.totals_text(rows)
        left_out = [row["project_id"] for row in result.verdicts if not row["passed"]]
        if left_out:
            message += "\n\n" + tr("Not written off, because they do not pass: {projects}").format(
                projects=", ".join(left_out))
        dialog = ConfirmDialog(
            self._dock, tr("Write off"), message, tr("Write off"), columns=result_tables.entry_columns(),
            rows=rows, area_unit=self._dock.area_unit.currentData())
        if dialog.exec() == QDialog.DialogCode.Accepted and not self._dock.runs.running:
            # while the question stood there the ledger, the trial and the project may have become others
            changed = self._why_no_commit() if self._dock.result is result else tr("Run a trial first.")
            if changed:
                self._dock.papers.tell(tr("Write off"), changed, Qgis.MessageLevel.Warning)
            else:
                steps = flow.commit_steps(result, dialog.operator, dialog.reason)
                self._dock.runs.start(steps, self._take_commit, self._take_commit)
        dialog.deleteLater()

    def _take_commit(self, results: list[Results]) -> None:
        refused = bool(results[-1].get("REFUSED"))
        self._dock.papers.tell(tr("Write off"), flow.outcome_of_commit(results),
                        Qgis.MessageLevel.Warning if refused else Qgis.MessageLevel.Success)
        self._watch.refresh()

    def reverse(self) -> None:
        """Ask for the reason, show what comes back, and reverse the selected event."""
        number, view = self.history.current_value(_NUMBER), self.view
        if view is None or self._why_no_reversal() or self._dock.runs.running:
            return
        row = next(row for row in view.history if row.number == number)
        back = [[*line[:3], *(amount and -amount for amount in line[3:])]
                for line in result_tables.event_rows(view.replay.event(number))]
        dialog = ConfirmDialog(
            self._dock, tr("Reverse event {event}").format(event=number),
            tr("Event {event} ({kind}, {time}) stays in the history; an opposite event takes its amounts back:").format(
                event=number, kind=kind_title(row.kind), time=clock_text(row.at)) + "\n"
            + result_tables.totals_text(back),
            tr("Reverse"), columns=result_tables.entry_columns(), rows=back,
            area_unit=self._dock.area_unit.currentData(), reason_needed=True)
        if dialog.exec() == QDialog.DialogCode.Accepted and not self._dock.runs.running:
            self._dock.runs.start(flow.reverse_steps(self.path, number, dialog.operator, dialog.reason),
                                  self._take_reversal, self._take_reversal)
        dialog.deleteLater()

    def _take_reversal(self, _results: list[Results]) -> None:
        self._dock.papers.tell(tr("Reverse"), tr("The event was reversed."), Qgis.MessageLevel.Success)
        self._watch.refresh()

    # -- papers ---------------------------------------------------------------------------------------------------

    def save_slip(self) -> None:
        """Print the slip of the selected event as PDF, and as XLSX beside it."""
        number = self.history.current_value(_NUMBER)
        path = self._dock.papers.ask_file(tr("Write-off slip"), f"write_off_slip_{number}.pdf", tr("PDF files (*.pdf)"))
        if path is not None:
            sheet = path.with_suffix(".xlsx")
            self._dock.papers.print_now(tr("Write-off slip"), flow.SLIP, {
                "LEDGER": self.path, "EVENT_ID": number, "PDF": str(path), "XLSX": str(sheet)}, [path, sheet])

    # -- state ----------------------------------------------------------------------------------------------------

    def update_state(self) -> None:
        """Decide what can be done with the ledger, and say what it is."""
        dock, view, running = self._dock, self.view, self._dock.runs.running
        readable = view is not None and view.readable
        state: QLabel = dock.ledger_state
        state.setText(self._description())
        state.setVisible(bool(state.text()))
        dock.reserve_place.setVisible(not self.path)
        dock.import_button.setEnabled(readable and view is not None and view.writable)
        dock.export_button.setEnabled(readable)
        dock.verify_button.setEnabled(readable)
        dock.history_group.setVisible(readable)
        # a ledger keeps grades of one scale; the write-off will judge by it, so the trial has to
        dock.grade_scale.setEnabled(not readable)
        if readable and view is not None:
            choose_word(dock.grade_scale, view.grade_scale)
        if view is not self._shown:
            self._shown = view
            self.history.set_rows(history_rows(view) if view is not None else [])
        self.history.set_area_unit(dock.area_unit.currentData())
        why_not = self._why_no_commit()
        dock.commit_group.setVisible(dock.result is not None)
        dock.commit_button.setEnabled(not why_not and not running)
        dock.commit_state.setText(why_not or tr("{count} projects pass and can be written off.").format(
            count=len(dock.result.passed)))
        dock.reverse_button.setEnabled(not running and not self._why_no_reversal())
        number = self.history.current_value(_NUMBER)
        dock.slip_button.setEnabled(number is not None and self._kind_of(number) == COMMIT)

    def _description(self) -> str:
        """Return what the ledger holds and whether it can be written to, as rich text."""
        view = self.view
        if view is None:
            return escape(tr("The ledger is being read …")) if self.path else ""
        lines = []
        if view.readable:
            lines.append(f"<b>{escape(self._name())}</b>")
            quantity, paddy, capacity = (amount / 100 for amount in view.totals)
            lines.append(escape(tr("{count} entries hold {quantity}, of it {paddy} paddy, and {capacity}").format(
                count=view.entries, quantity=_area(quantity), paddy=_area(paddy),
                capacity=f"{mass_text(capacity)} {unit_text('kg')}")))
            lines.append(escape(tr("Head: event {event}, hash {hash}…").format(
                event=view.head_no, hash=view.head_hash[:_SHORT_HASH])))
        if view.writable:
            lines.append(escape(tr("Can be written to.")))
        for colour, texts in ((alarm_colour(), view.problems), (caution_colour(), view.warnings)):
            lines += [f'<span style="color:{colour.name()}">{escape(text)}</span>' for text in texts]
        return "<br>".join(lines)

    def _name(self) -> str:
        view = self.view
        title = view.title if view is not None else ""
        return title or Path(self.path).name.removesuffix(SUFFIX)

    def _why_no_commit(self) -> str:
        """Return why nothing can be written off now, '' when it can."""
        result, view = self._dock.result, self.view
        if result is None:
            return tr("Run a trial first.")
        if not self.path:
            return tr("Choose a ledger and run the trial against it.")
        if view is None or not view.writable:
            return tr("The ledger cannot be written to; see above.")
        head = [view.head_no, view.head_hash]
        for wrong, why in (
                (not result.passed, tr("No project passes.")),
                (not _same_file(str(result.settings.get("LEDGER") or ""), self.path),
                 tr("The trial was run against another reserve. Run it again.")),
                (list(result.settings.get("HEAD") or ()) != head,
                 tr("The ledger has changed since the trial. Run it again."))):
            if wrong:
                return why
        return ""

    def _why_no_reversal(self) -> bool:
        number, view = self.history.current_value(_NUMBER), self.view
        if number is None or view is None or not view.writable:
            return True
        row = next((row for row in view.history if row.number == number), None)
        return row is None or row.kind not in REVERSIBLE or row.reversed_by is not None

    def _kind_of(self, number: int) -> str:
        history = self.view.history if self.view is not None else ()
        return next((row.kind for row in history if row.number == number), "")


def _same_file(one: str, other: str) -> bool:
    return bool(one) and os.path.normcase(os.path.abspath(one)) == os.path.normcase(os.path.abspath(other))


def _area(m2: float) -> str:
    return f"{area_text(m2, 'ha')} {unit_text('ha')}"
