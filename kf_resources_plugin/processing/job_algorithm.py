"""The run of an algorithm whose work is a job: inputs on the main thread, figures in the background, then outputs."""
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from .base import FeedbackProgress, KfAlgorithm
from .sinks import Outputs

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ..rules.progress import Progress


class Job(Protocol):
    """One run over the inputs of an algorithm, made on the main thread."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        """Take the inputs as they are now; raises PlannerError."""

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""

    def prepare(self) -> None:
        """Read what only the main thread may; raises PlannerError."""

    def run(self, progress: Progress) -> Any:
        """Return a RunResult; raises PlannerError and Canceled."""


class JobAlgorithm(KfAlgorithm):
    """Base of algorithms that name their JOB, and how its result is written and summed up."""

    JOB: ClassVar[type[Job]]
    JOB_SHARE: ClassVar[float] = 0.85
    """The job's share of the progress; the rest is writing."""

    def figures(self, result: Any) -> dict[str, float | None]:
        """Return the number outputs of a result."""
        raise NotImplementedError

    def write(self, result: Any, outputs: Outputs, progress: Progress, started: datetime) -> dict[str, Any]:
        """Write what was asked for, and return the run record."""
        raise NotImplementedError

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with the inputs."""
        return self.JOB(self, parameters, context).problems()

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the inputs as they are now."""
        self._job = self.JOB(self, parameters, context)
        self._job.prepare()

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Do the job; write only when all figures stand."""
        started = datetime.now().astimezone()
        job = self._job
        del self._job  # taken out of the algorithm, so that it does not outlive the run
        result = job.run(progress.part(0.0, self.JOB_SHARE))
        with Outputs(self, parameters, context) as outputs:
            record = self.write(result, outputs, progress.part(self.JOB_SHARE, 1.0), started)
        self.keep_origin(record, result.notices)
        numbers = self.figures(result)
        self.tell(numbers, result.findings, progress)
        return {**outputs.results, **numbers}
