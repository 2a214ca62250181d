"""kf:stablefarmland: which cultivated land is stable, rule by rule, with the reason for every piece."""
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..sinks import Outputs
from .stable_job import StableJob
from .stable_outputs import STABLE_FIELDS, SUMMARY_FIELDS, figures, write_outputs

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext


class StableFarmland(KfAlgorithm):
    """Judges cultivated parcels by slope, detail code and masks, and adds up what is stable by unit."""

    NAME = "stablefarmland"
    TOPIC = "farmland"
    ROLES: ClassVar = {"LAND": "land", "UNITS": "admin_units"}
    STYLES: ClassVar = {"STABLE": "stable_farmland"}
    FIELDS: ClassVar = {"STABLE": STABLE_FIELDS, "SUMMARY": SUMMARY_FIELDS, "TOWNSHIPS": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Stable cultivated land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stable,cultivated land,farmland,slope,flood,polluted,long-term use")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            *common.land_parameters(),
            *common.mask_parameters(),
            *common.unit_parameters(),
            *common.method_parameters(),
            common.sink("STABLE", tr("Cultivated land, stable or not"), polygon, created=True),
            common.sink("SUMMARY", tr("Stable land by unit"), table),
            common.sink("TOWNSHIPS", tr("Stable land by township"), table),
            *common.findings_outputs(),
        ], {
            "FARMLAND_M2": tr("Farmland (m²)"),
            "STABLE_M2": tr("Stable farmland (m²)"),
            "UNSTABLE_M2": tr("Farmland that is not stable (m²)"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with layers, fields, masks and files."""
        return StableJob(self, parameters, context).problems()

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the inputs as they are now."""
        self._job = StableJob(self, parameters, context)
        self._job.prepare()

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read, cut and judge; write only when all figures stand."""
        started = datetime.now().astimezone()
        job = self._job
        del self._job
        result = job.run(progress.part(0.0, 0.75))
        with Outputs(self, parameters, context) as outputs:
            record = write_outputs(result, outputs, progress.part(0.75, 1.0), started)
        self.keep_origin(record, result.notices)
        numbers = figures(result)
        self.tell(numbers, result.findings, progress)
        return {**outputs.results, **numbers}
