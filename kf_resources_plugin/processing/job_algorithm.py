"""The run of an algorithm whose work is a job: inputs on the main thread, figures in the background, then outputs."""
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from .base import FeedbackProgress, KfAlgorithm
from .report_parts import record_of, write_report
from .sinks import Outputs

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ..rules.progress import Progress

_JOB_SHARE = 0.85  # of the progress; the rest is writing


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


class OutputsModule(Protocol):
    """The module that turns a result of the job into layers and numbers."""

    def write_outputs(self, result: Any, outputs: Outputs, progress: Progress) -> None:
        """Write the layers and tables that were asked for, findings too."""

    def figures(self, result: Any) -> dict[str, float | None]:
        """Return the number outputs; what is not known is None."""


class DocumentModule(Protocol):
    """The module that turns a result of the job into its report."""

    def document(self, result: Any, record: dict[str, Any]) -> dict[str, Any]:
        """Return the report, its parts as ``cartography.document`` describes them."""


class JobAlgorithm(KfAlgorithm):
    """Base of algorithms that name their JOB, and the modules that write its result."""

    JOB: ClassVar[type[Job]]
    OUTPUTS: ClassVar[OutputsModule]
    DOCUMENT: ClassVar[DocumentModule]

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with the inputs."""
        return self.JOB(self, parameters, context).problems()

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the inputs as they are now."""
        self._job = self.JOB(self, parameters, context)
        self._job.prepare()

    def run_job(self, job: Job, outputs: Outputs, progress: Progress) -> Any:
        """Return the result of the job; a subclass lets it write rasters while it works. Raises as ``Job.run``."""
        return job.run(progress)

    def write_documents(self, result: Any, outputs: Outputs, record: dict[str, Any], progress: Progress) -> None:
        """Write report and run record; a subclass may have more to write. Raises PlannerError and Canceled."""
        write_report(outputs, record, lambda: self.DOCUMENT.document(result, record))

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Do the job; write only when all figures stand: layers first, then report and run record."""
        started = datetime.now().astimezone()
        job = self._job
        del self._job  # taken out of the algorithm, so that it does not outlive the run
        with Outputs(self, parameters, context) as outputs:
            result = self.run_job(job, outputs, progress.part(0.0, _JOB_SHARE))
            numbers = self.OUTPUTS.figures(result)
            writing = progress.part(_JOB_SHARE, 1.0)
            self.OUTPUTS.write_outputs(result, outputs, writing)
            record = record_of(f"kf:{self.NAME}", result, numbers, started)
            self.write_documents(result, outputs, record, writing)
            writing.set(1.0)
        self.keep_origin(record, result.notices)
        self.tell(numbers, result.findings, progress)
        return {**outputs.results, **numbers}
