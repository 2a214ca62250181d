"""Runs algorithms in the background, by id, so that the desktop gives the numbers of the toolbox and never freezes.

``AlgorithmRun`` is one run; ``RunController`` is a dock's chain of runs with one progress. Neither shows anything:
who starts them says what happened. A run outlives the window that started it (a dock may be closed meanwhile), is
dropped when its project goes, and is waited for when the plugin is unloaded, whose code must not run on.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..engine.errors import PlannerError
from ..engine.event_file import BUSY_SECONDS
from ..i18n import tr
from .tasks import begin_task, end_task

if TYPE_CHECKING:
    from collections.abc import Sequence

# longer than a ledger waits for another program to let go
_WAIT_ON_UNLOAD_MS = int(BUSY_SECONDS * 1000) + 5000

Results = dict[str, Any]


class Feedback(QgsProcessingFeedback):
    """Keeps the errors and warnings of an algorithm, for the message the user sees."""

    def __init__(self) -> None:
        super().__init__(False)
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def pushWarning(self, warning: str) -> None:
        """Keep the warning and log it as usual."""
        self.warnings.append(warning)
        super().pushWarning(warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803 (QGIS's name)
        """Keep the error and log it as usual."""
        self.errors.append(error)
        super().reportError(error, fatalError)


class AlgorithmRun(QObject):
    """One run of one algorithm: ``succeeded``, ``failed`` or ``cancelled`` comes once, and ``ended`` after it.

    ``succeeded`` carries the results and the QgsProcessingContext that owns the layers among them: who keeps a layer
    takes it with ``context.takeResultLayer(results["PIECES"])``, or it is gone with the run.
    """

    progressed = pyqtSignal(float)
    succeeded = pyqtSignal(dict, object)
    failed = pyqtSignal(str)
    cancelled = pyqtSignal()
    ended = pyqtSignal()

    def __init__(self, algorithm_id: str, parameters: dict[str, Any]) -> None:
        super().__init__()
        self._id = algorithm_id
        self._algorithm: QgsProcessingAlgorithm | None = (
            QgsApplication.processingRegistry().createAlgorithmById(algorithm_id))
        self._parameters = parameters
        self._context = QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        self._feedback = Feedback()
        self._feedback.progressChanged.connect(self.progressed)
        self._task: QgsProcessingAlgRunnerTask | None = None

    @property
    def title(self) -> str:
        """Return the algorithm's name in the user's language."""
        return self._algorithm.displayName() if self._algorithm is not None else self._id

    def start(self) -> str:
        """Check the parameters and start; return why they are refused, '' when the run is under way."""
        if self._algorithm is None:
            return tr("The algorithm {algorithm} is not there. Switch the plugin off and on again.").format(
                algorithm=self._id)
        # the task does not check
        fine, reasons = self._algorithm.checkParameterValues(self._parameters, self._context)
        if not fine:
            return str(reasons)
        self._task = QgsProcessingAlgRunnerTask(self._algorithm, self._parameters, self._context, self._feedback)
        if self._task.isCanceled():  # by itself, where it could not prepare
            self._task = None
            return "\n".join(self._feedback.errors[-1:]) or self.title
        # QGIS holds no more than their addresses, also when this run is abandoned and gone
        self._task.used = self._context, self._feedback
        begin_task(self._task, executed=self._finish)
        return ""

    def cancel(self) -> None:
        """Ask the run to stop; ``ended`` tells when it has."""
        if self._task is not None:
            self._task.cancel()

    def abandon(self) -> None:
        """Stop and wait: the plugin is being unloaded. No signal comes any more."""
        task, self._task = self._task, None
        if task is not None:
            end_task(task, _WAIT_ON_UNLOAD_MS, executed=self._finish)

    def _finish(self, successful: bool, results: Results) -> None:
        self._task = None
        if results or (successful and not self._feedback.isCanceled()):
            # what was written before Cancel came is written, and has to be told
            self.succeeded.emit(results, self._context)
        elif self._feedback.isCanceled():
            self.cancelled.emit()
        else:
            self.failed.emit("\n".join(self._feedback.errors[-1:]))
        self.ended.emit()


@dataclass(frozen=True)
class Step:
    """One algorithm of a chain; ``parameters`` makes its parameters from the results of the steps before it.

    It may raise PlannerError. ``weight``: the step's part of the progress.
    """

    algorithm_id: str
    parameters: Callable[[list[Results]], dict[str, Any]]
    weight: float = 1.0


class RunController(QObject):
    """One chain of runs at a time; ``changed`` comes when it begins, goes on to the next step, or ends.

    ``failed`` carries the title of the step and the reason in the planner's words.
    """

    changed = pyqtSignal()
    progressed = pyqtSignal(float)
    failed = pyqtSignal(str, str)
    cancelled = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._results: list[Results] = []
        self._done: Callable[[list[Results]], None] | None = None
        self._late: Callable[[list[Results]], None] | None = None
        self._run: AlgorithmRun | None = None
        self._title = ""

    @property
    def running(self) -> bool:
        """Tell whether a chain is under way, also one that is being stopped."""
        return self._run is not None

    @property
    def title(self) -> str:
        """Return the name of the algorithm that runs, '' when none does."""
        return self._title if self.running else ""

    def start(self, steps: Sequence[Step], done: Callable[[list[Results]], None],
              late: Callable[[list[Results]], None] | None = None) -> bool:
        """Run one step after another; ``done`` gets the results of all. False while another chain is under way.

        ``late`` gets them when the chain was dropped and had done its work all the same; its failures are told then,
        too: for what lasts, like a write-off.
        """
        if self.running:
            return False
        self._steps, self._results, self._done, self._late = steps, [], done, late
        self._next()
        return True

    def cancel(self) -> None:
        """Ask the chain to stop."""
        if self._run is not None:
            self._run.cancel()

    def drop(self) -> None:
        """Stop, and hand over nothing more: what it was for is gone."""
        self._done = None
        self.cancel()

    def abandon(self) -> None:
        """Stop and wait: the plugin is being unloaded."""
        run, self._run, self._done, self._late = self._run, None, None, None
        if run is not None:
            run.abandon()

    def _next(self) -> None:
        step = self._steps[len(self._results)]
        self._title = AlgorithmRun(step.algorithm_id, {}).title
        try:
            run = self._run = AlgorithmRun(step.algorithm_id, step.parameters(self._results))
        except PlannerError as error:
            self._stop_with(str(error))
            return
        # methods, not lambdas: a lambda would keep the run and its layers alive for good
        run.progressed.connect(self._show)
        run.succeeded.connect(self._take)
        run.failed.connect(self._stop_with)
        run.cancelled.connect(self._stop_cancelled)
        reasons = run.start()
        if reasons:
            self._stop_with(reasons)
        else:
            self.changed.emit()

    def _show(self, percent: float) -> None:
        weights = [step.weight for step in self._steps]
        before = len(self._results)
        if before < len(weights):
            done = sum(weights[:before]) + weights[before] * percent / 100.0
            self.progressed.emit(100.0 * done / sum(weights))

    def _take(self, results: Results, _context: QgsProcessingContext) -> None:
        self._results = [*self._results, results]
        self._run = None
        if self._done is None:
            late, self._late = self._late, None
            if late is not None and len(self._results) == len(self._steps):
                late(self._results)
            self.changed.emit()
        elif len(self._results) < len(self._steps):
            self._next()
        else:
            done, self._done, self._late = self._done, None, None
            done(self._results)
            self.changed.emit()

    def _stop_with(self, reason: str) -> None:
        awaited = self._late is not None
        if self._forget_run() or awaited:
            self.failed.emit(self._title, reason)
        self.changed.emit()

    def _stop_cancelled(self) -> None:
        if self._forget_run():
            self.cancelled.emit(self._title)
        self.changed.emit()

    def _forget_run(self) -> bool:
        """Let go of the run; tell whether somebody still waits for it."""
        waited = self._done is not None
        self._run = self._done = self._late = None
        return waited
