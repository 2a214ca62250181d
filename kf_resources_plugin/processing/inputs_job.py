"""How jobs begin: with the inputs of their algorithm, taken on the main thread."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..cartography.fonts import chinese_families
from .inputs import Inputs
from .report_parts import wants_report

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

_Inputs = TypeVar("_Inputs", bound=Inputs)


class InputsJob(Generic[_Inputs]):
    """One run over the inputs of an algorithm, made on the main thread; a subclass says of which class they are."""

    INPUTS: type[_Inputs]

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        """Take the inputs as they are now; raises PlannerError."""
        self._inputs = self.INPUTS(algorithm, parameters, context)

    def prepare(self) -> None:
        """Read what only the main thread may; raises PlannerError."""
        self._inputs.prepare()


class ChartedJob(InputsJob[_Inputs]):
    """A job whose report has a chart: the Chinese fonts for it are asked for on the main thread."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._reports = wants_report(parameters)
        self._families: list[str] = []

    def prepare(self) -> None:
        """Read what only the main thread may, the fonts of a report's chart too; raises PlannerError."""
        super().prepare()
        self._families = chinese_families() if self._reports else []
