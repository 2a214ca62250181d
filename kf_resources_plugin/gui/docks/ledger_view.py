"""What a dock shows of a ledger: read on another thread, again whenever the file changes, whoever wrote to it."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsTask
from qgis.PyQt.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

from ...engine.event_file import BUSY_SECONDS
from ...engine.ledger_store import open_ledger
from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ...rules.event_chain import EventFault
from ...rules.farmland_balance import INDICATORS
from ...rules.ledger import Replay, commit_keys, replayed
from ..tasks import begin_task, end_task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...rules.ledger import Event
    from ...rules.rule_rows import RuleBook

_SETTLE_MS = 300
_RETRY_MS = 5000
_WAIT_ON_UNLOAD_MS = int(BUSY_SECONDS * 1000) + 5000


@dataclass(frozen=True)
class HistoryRow:
    """One event; ``amounts`` by INDICATORS in hundredths of m² and kg, what it added less what it took."""

    number: int
    kind: str
    at: str
    operator: str
    reason: str
    projects: tuple[str, ...]
    amounts: tuple[int, int, int]
    reversed_by: int | None


@dataclass(frozen=True)
class LedgerView:
    """A ledger as it was read; ``readable`` False where the file is no ledger one could read.

    problems: why it cannot be written to (or read), warnings: what its owner should know, both in the planner's words;
    totals: what is left in all entries, by INDICATORS in hundredths.
    """

    path: str
    readable: bool = False
    writable: bool = False
    title: str = ""
    unit_code: str = ""
    grade_scale: str = ""
    head_no: int = 0
    head_hash: str = ""
    entries: int = 0
    totals: tuple[int, int, int] = (0, 0, 0)
    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    replay: Replay = field(default_factory=Replay, compare=False)

    def written_off_by(self, project_id: str, unit_code: str) -> int | None:
        """Return the event that wrote a project off in a unit, None where none does."""
        return self.replay.open_commit(project_id, unit_code)


def read_ledger(path: str, in_language: str) -> LedgerView:
    """Read a ledger for display; what is wrong with it stands in the view. Safe on any thread."""
    book = load_rule_book(date.today(), in_language)
    try:
        with open_ledger(path) as ledger:
            events = ledger.events()
            state, _ = replayed(events)
            entries = ledger.entries()
            return LedgerView(
                path, True, ledger.writable, ledger.title, ledger.unit_code, ledger.grade_scale, state.number,
                state.head_hash, len(entries), _sums(entry.amounts for entry in entries),
                tuple(_words(fault, book) for fault in ledger.faults),
                tuple(_words(fault, book) for fault in ledger.warnings), _history(events, state), state)
    except EventFault as fault:
        return LedgerView(path, problems=(_words(fault, book),))


def _words(fault: EventFault, book: RuleBook) -> str:
    return book.refusal(fault.rule_id, **fault.values)


def _history(events: list[Event], state: Replay) -> tuple[HistoryRow, ...]:
    """Return the events, the last one first."""
    return tuple(_row(event, state) for event in reversed(events))


def _row(event: Event, state: Replay) -> HistoryRow:
    amounts = [0, 0, 0]
    for line in event.amounts:
        if line.indicator in INDICATORS:
            amounts[INDICATORS.index(line.indicator)] += line.amount
    try:
        projects = dict.fromkeys(str(project) for project, _ in commit_keys(event))
    except (KeyError, TypeError, ValueError, AttributeError):  # no commit, or one that a hand has changed
        projects = dict.fromkeys(line.project_id for line in event.amounts if line.project_id)
    return HistoryRow(event.number, event.kind, event.at, event.operator, event.reason, tuple(projects),
                      (amounts[0], amounts[1], amounts[2]), state.reversed_by.get(event.number))


def _sums(rows: Iterable[tuple[int, int, int]]) -> tuple[int, int, int]:
    quantity = paddy = capacity = 0
    for row in rows:
        quantity, paddy, capacity = quantity + row[0], paddy + row[1], capacity + row[2]
    return quantity, paddy, capacity


class _Reading(QgsTask):
    """Reads one ledger off the main thread, which another program may hold for seconds."""

    done = pyqtSignal(object)

    def __init__(self, path: str) -> None:
        super().__init__(tr("Reading the write-off ledger"), QgsTask.Flag.CanCancel)
        self._path, self._language = path, language()
        self._view: LedgerView | None = None

    def run(self) -> bool:
        """Read."""
        self._view = read_ledger(self._path, self._language)
        return True

    def finished(self, _successful: bool) -> None:
        """Hand the view over, on the main thread; when reading was cancelled or broke off, one that says so."""
        self.done.emit(self._view or LedgerView(self._path, problems=(tr(
            "The ledger was not read to its end. Choose it again; when it stays so, see QGIS's log messages."),)))


class LedgerWatch(QObject):
    """Keeps ``view`` current for the file at ``path``; ``changed`` comes with every new view, None when no file."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = ""
        self.view: LedgerView | None = None
        self._task: _Reading | None = None
        self._again = False
        self._files = QFileSystemWatcher(self)
        self._files.fileChanged.connect(self._file_changed)
        self._files.directoryChanged.connect(self._folder_changed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.refresh)
        # a file another program holds may be let go without a change that one could watch for
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(_RETRY_MS)
        self._retry.timeout.connect(self.refresh)

    def set_path(self, path: str) -> None:
        """Watch another file, '' none; it is read when typing has settled."""
        if path == self.path:
            return
        self.path, self.view = path, None
        self._retry.stop()
        watched = [*self._files.files(), *self._files.directories()]
        if watched:
            self._files.removePaths(watched)
        self._watch()
        self.changed.emit()
        if path:
            self._timer.start()

    def refresh(self) -> None:
        """Read the file anew."""
        self._timer.stop()
        self._retry.stop()
        if not self.path:
            return
        if self._task is not None:
            self._again = True
            return
        self._watch()
        self._task = _Reading(self.path)
        begin_task(self._task, done=self._take)

    @property
    def busy(self) -> bool:
        """Tell whether the view is about to change."""
        return self._task is not None or self._timer.isActive()

    def abandon(self) -> None:
        """Stop watching and wait: the plugin is being unloaded."""
        self.path = ""
        self._timer.stop()
        self._retry.stop()
        task, self._task = self._task, None
        if task is not None:
            end_task(task, _WAIT_ON_UNLOAD_MS, done=self._take)

    def _take(self, view: LedgerView | None) -> None:
        self._task = None
        if view is not None and view.path == self.path:
            self.view = view
            self.changed.emit()
            if not view.readable and Path(view.path).exists():
                self._retry.start()
        if self._again or (view is not None and view.path != self.path):
            self._again = False
            self.refresh()

    def _watch(self) -> None:
        """Watch the file, and its folder for a file that is gone and may come back."""
        if not self.path:
            return
        place = Path(self.path)
        for path in (place, place.parent):
            if path.exists() and str(path) not in (*self._files.files(), *self._files.directories()):
                self._files.addPath(str(path))

    def _file_changed(self, _path: str) -> None:
        self._timer.start()

    def _folder_changed(self, _path: str) -> None:
        known = self.view is not None and self.view.readable
        if Path(self.path).exists() != known:
            self._timer.start()
