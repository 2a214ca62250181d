"""What a page shows of its runs: whether one can begin, how far it is, and why the last one stopped."""
from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from qgis.core import Qgis

from ..engine.errors import PlannerError
from ..i18n import tr
from .run_folders import drop_empty, run_folder, where_results_go

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsProject
    from qgis.PyQt.QtWidgets import QLabel, QProgressBar, QPushButton

    from .papers import Papers
    from .run_controller import RunController


class RunPage(Protocol):
    """The page with the widgets for it."""

    runs: RunController
    run_button: QPushButton
    cancel_button: QPushButton
    progress: QProgressBar
    run_state: QLabel
    folder_note: QLabel
    project: QgsProject

    def update_state(self) -> None:
        """Derive from what is there what is enabled and what is said."""


class RunDisplay:
    """Follows the runs of a page; the page calls ``begin`` before a run and ``show`` whenever its state changes."""

    def __init__(self, page: RunPage, papers: Papers) -> None:
        self._page, self._papers = page, papers
        self._stopped = ""
        self._folder: Path | None = None
        page.cancel_button.clicked.connect(page.runs.cancel)
        page.runs.changed.connect(page.update_state)
        page.runs.progressed.connect(self._show_progress)
        page.runs.failed.connect(self.fail)
        page.runs.cancelled.connect(self._cancelled)

    def forget(self) -> None:
        """Say no more of the last run."""
        self._stopped = ""

    def begin(self, title: str, name: str, chosen: str) -> Path | None:
        """Return a new folder for a run that is about to start, as ``run_folder`` makes it; None where it cannot."""
        self.forget()
        try:
            folder = run_folder(chosen, self._page.project, name)
        except PlannerError as error:
            self._papers.tell(title, str(error), Qgis.MessageLevel.Warning)
            return None
        self._page.progress.setValue(0)
        self._folder = folder
        return folder

    def fail(self, title: str, reason: str) -> None:
        """Say why there is no result."""
        self._drop_folder()
        self._stopped = f"{title}: {reason}"
        self._papers.tell(title, reason, Qgis.MessageLevel.Critical)
        self._page.update_state()

    def _cancelled(self, title: str) -> None:
        self._drop_folder()
        self._stopped = tr("{title} was cancelled.").format(title=title)

    def _drop_folder(self) -> None:
        if self._folder is not None:
            drop_empty(self._folder)

    def _show_progress(self, percent: float) -> None:
        self._page.progress.setValue(round(percent))

    def show(self, missing: Sequence[str], chosen: str) -> None:
        """Show what can be done now.

        missing: what has to be chosen before a run can begin; chosen: the folder for results, '' for the usual one.
        """
        page, running = self._page, self._page.runs.running
        page.run_button.setEnabled(not running and not missing)
        page.cancel_button.setVisible(running)
        page.progress.setVisible(running)
        if running:
            page.run_state.setText(tr("{title} is running …").format(title=page.runs.title))
        else:
            page.run_state.setText("\n".join(missing) or self._stopped)
        page.run_state.setVisible(bool(page.run_state.text()))
        page.folder_note.setText(where_results_go(chosen, page.project))
        page.folder_note.setVisible(bool(page.folder_note.text()))
