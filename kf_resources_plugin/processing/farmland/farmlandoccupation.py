"""kf:farmlandoccupation: what farmland projects take, with figures that close."""
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..sinks import Outputs
from .occupation_job import OccupationJob
from .occupation_outputs import PIECE_FIELDS, SUMMARY_FIELDS, figures, write_outputs
from .occupation_picture import OccupationPicture

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

# parameter and style of what the report's picture shows, top layer first
_PICTURE = {"PROJECTS": "projects", "PERMANENT_FARMLAND": "permanent_farmland", "LAND": "land"}


class FarmlandOccupation(KfAlgorithm):
    """Cuts project footprints by survey parcels and counts farmland, grain capacity and permanent basic farmland."""

    NAME = "farmlandoccupation"
    TOPIC = "farmland"
    ROLES: ClassVar = {"PROJECTS": "projects", "LAND": "land", "PERMANENT_FARMLAND": "permanent_farmland",
                       "UNITS": "admin_units"}
    STYLES: ClassVar = {"PIECES": "farmland_pieces"}
    FIELDS: ClassVar = {"PIECES": PIECE_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Farmland occupation by projects")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("farmland,occupation,requisition,compensation,paddy,grain capacity,permanent basic farmland")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            *common.project_parameters(),
            *common.land_parameters(),
            common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
            *common.unit_parameters(),
            common.advanced(common.table_file("GRADES", tr("Own grain capacity by county and grade (CSV or JSON)"))),
            *common.method_parameters(),
            common.sink("PIECES", tr("Pieces of projects on land"), polygon, created=True),
            common.sink("SUMMARY", tr("Occupation by project and unit"), table),
            *common.findings_outputs(),
        ], {
            "FARMLAND_M2": tr("Farmland (m²)"),
            "PADDY_M2": tr("Paddy (m²)"),
            "CAPACITY_KG": tr("Grain capacity (kg)"),
            "PERMANENT_M2": tr("Permanent basic farmland (m²)"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with layers, fields and files."""
        return OccupationJob(self, parameters, context).problems()

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the inputs as they are now, and clone the layers of the report's picture if there will be one."""
        self._job = OccupationJob(self, parameters, context)
        self._job.prepare()
        layers = []
        if parameters.get("REPORT") or parameters.get("RUN_RECORD"):
            for name, style in _PICTURE.items():
                layer = self.parameterAsVectorLayer(parameters, name, context)
                if layer is not None:
                    layers.append((style, layer, self._job.class_field() if style == "land" else None))
        self._picture = OccupationPicture(layers)

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read, cut, measure and count; write only when all figures stand."""
        started = datetime.now().astimezone()
        # taken out of the algorithm, so that neither outlives the run
        job, picture = self._job, self._picture
        del self._job, self._picture
        result = job.run(progress.part(0.0, 0.85))
        picture.progress = progress.part(0.95, 1.0)
        with Outputs(self, parameters, context) as outputs:
            record = write_outputs(result, outputs, progress.part(0.85, 1.0), started, picture)
        self.keep_origin(record, result.notices)
        numbers = figures(result)
        self.tell(numbers, result.findings, progress)
        return {**outputs.results, **numbers}
