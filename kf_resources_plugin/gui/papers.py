"""Files a planner asks for: where they go, and the message that links to them or says why there are none."""
from __future__ import annotations

import re
import unicodedata
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import Qgis, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtWidgets import QFileDialog

from ..engine.errors import PlannerError
from ..i18n import tr
from ..rules.progress import Canceled
from .dialogs import run_now
from .project_exceptions import exceptions_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.gui import QgsMessageBarItem
    from qgis.PyQt.QtWidgets import QWidget

_ICONS, _MORE, _WAITING, _LEAST = 20, 12, 16, 20
"""As many letters as the message bar needs for its icons, the button that shows more and the count of messages that
wait, and as many as it shows at least; Chinese letters are two.
"""
_SENTENCE_END = re.compile(r"[。！？\n]|[.!?](?=\s)")


class Papers:
    """Speaks in the message bar of ``iface``; its file dialogs stand over ``parent``."""

    def __init__(self, iface: Any, parent: QWidget) -> None:
        self._iface, self._parent = iface, parent

    def tell(self, title: str, text: str, level: Qgis.MessageLevel, *, rich: bool = False,
             more: str = "") -> QgsMessageBarItem:
        """Say something in QGIS's message bar, which shows rich text: ``text`` is plain unless ``rich``.

        What was said last under the same title makes way where both tell that something was done, but for files.

        The bar has one line: of a plain text that is longer the first sentence is shown, and ``more``, plain, else the
        whole text, when asked.
        """
        bar, success = self._iface.messageBar(), Qgis.MessageLevel.Success
        last = bar.currentItem()
        if not rich and level == success and last is not None and (last.title(), last.level()) == (
                escape(title, False), success):
            bar.popWidget(last)  # what was done before is past
        if not rich:
            text, more = _one_line(text, self._room(title), more)
        shown = escape(title, False), text if rich else escape(text, False)
        if more:
            bar.pushMessage(*shown, more, level)
        else:
            bar.pushMessage(*shown, level)
        return bar.currentItem()

    def take_back(self, said: QgsMessageBarItem) -> None:
        """Take a message out of the message bar, where nobody has closed it."""
        if not sip.isdeleted(said):
            self._iface.messageBar().popWidget(said)

    def _room(self, title: str) -> int:
        """Return how many letters the message bar shows in one line beside a title, without a button for more."""
        bar = self._iface.messageBar()
        around = bar.parentWidget()  # the bar itself has no width before it is seen
        taken = _letters(title) + _ICONS + (_WAITING if bar.currentItem() is not None else 0)
        return int(around.width() // around.fontMetrics().horizontalAdvance("0")) - taken

    def tell_files(self, title: str, *files: Path) -> None:
        """Say where files are, as links that open them and their folder; in one line, the message bar has no more."""
        places = [(path, path.name) for path in files] + [(files[0].parent, files[0].parent.name)]
        links = [f'<a href="{QUrl.fromLocalFile(str(path)).toString()}">{escape(text)}</a>' for path, text in places]
        self.tell(title, "  ".join(links), Qgis.MessageLevel.Success, rich=True)

    def ask_file(self, title: str, name: str, types: str) -> Path | None:
        """Return where the user wants a file, None for nowhere; a missing ending is added."""
        home = QgsProject.instance().homePath() or str(Path.home())
        chosen, kind = QFileDialog.getSaveFileName(self._parent, title, str(Path(home) / name), types)
        if not chosen:
            return None
        path = Path(chosen)
        ending = kind[kind.find("*") + 1:].rstrip(")") if "*" in kind else Path(name).suffix
        return path if path.suffix else path.with_suffix(ending)

    def write(self, title: str, path: Path, writer: Callable[[Path], None]) -> None:
        """Let ``writer`` write a file, and say where it is or why there is none."""
        try:
            writer(path)
        except (PlannerError, OSError) as error:
            self.tell(title, str(error), Qgis.MessageLevel.Critical)
        else:
            self.tell_files(title, path)

    def print_now(self, title: str, algorithm_id: str, parameters: dict[str, Any], files: Sequence[Path]) -> None:
        """Run what prints and say where the papers are, or why there are none."""
        if self.printed(title, algorithm_id, parameters) is not None:
            self.tell_files(title, *files)

    def printed(self, title: str, algorithm_id: str, parameters: dict[str, Any]) -> list[str] | None:
        """Run what prints; return its warnings, None when it failed or was cancelled, as is said then."""
        try:
            _, warnings = run_now(algorithm_id, parameters)
        except PlannerError as error:
            self.tell(title, str(error), Qgis.MessageLevel.Critical)
        except Canceled:
            self.tell(title, tr("Cancelled. Nothing was written."), Qgis.MessageLevel.Info)
        else:
            return warnings
        return None

    def save_report(self, name: str, records: Sequence[str]) -> None:
        """Print the report of run records, and the exceptions of the project, where the user says.

        ``name`` is what the file is called unless changed.
        """
        path = self.ask_file(tr("Report"), name, tr("PDF files (*.pdf);;HTML files (*.html)"))
        if path is not None:
            output = "REPORT" if path.suffix.lower() in {".html", ".htm"} else "REPORT_PDF"
            parameters = {"RUN_RECORDS": list(records), output: str(path)}
            exceptions = exceptions_file()
            if exceptions is not None and exceptions.is_file():
                parameters["EXCEPTIONS"] = str(exceptions)
            self.print_now(tr("Report"), "kf:report", parameters, [path])


def _one_line(text: str, room: int, more: str) -> tuple[str, str]:
    """Return what of a text one line has room for, and what is shown when asked: ``more``, else the whole text where
    that is not all, else ''.
    """
    text = text.strip()
    beside = max(room - _MORE, _LEAST)
    if "\n" not in text and _letters(text) <= (beside if more else max(room, _LEAST)):
        return text, more
    end = _SENTENCE_END.search(text)
    first = text if end is None else text[:end.end()].strip()
    while _letters(first) > beside:
        first = first[:-2] + "…"
    return first, more or text


def _letters(text: str) -> int:
    """Return how wide a text is, in Latin letters."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
