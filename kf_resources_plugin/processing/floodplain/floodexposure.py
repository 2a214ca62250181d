"""kf:floodexposure: which parcels, buildings, settlements, roads a flood reaches, stage by stage, and how deep."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
)

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import exposure_document, exposure_outputs
from .exposure_inputs import LINE, POINT
from .exposure_job import ExposureJob
from .exposure_outputs import EXPOSED_FIELDS, SUMMARY_FIELDS

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs

_DEEPEST_M = 100.0
_STYLE, _OTHER_STYLES = "flood_exposed", {LINE: "flood_exposed_lines", POINT: "flood_exposed_points"}


class FloodExposure(JobAlgorithm):
    """Overlays targets of any kind with flood polygons or a raster of depths, several stages in one run."""

    NAME = "floodexposure"
    TOPIC = "floodplain"
    JOB = ExposureJob
    OUTPUTS: ClassVar = exposure_outputs
    DOCUMENT: ClassVar = exposure_document
    ROLES: ClassVar = {"TARGETS": "settlements", "FLOOD": "flood_area", "DEPTH": "flood_depth", "UNITS": "admin_units"}
    STYLES: ClassVar = {"EXPOSED": _STYLE}
    FIELDS: ClassVar = {"EXPOSED": EXPOSED_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Flood exposure")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("flood,exposure,affected,inundation,parcels,buildings,settlements,roads,people,depth,floodplain")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = [QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVectorLine,
                 QgsProcessing.SourceType.TypeVectorPoint]
        common.add_all(self, [
            QgsProcessingParameterFeatureSource(
                "TARGETS", tr("What the flood may reach (parcels, buildings, settlements, crops, roads)"), kinds),
            common.polygons("FLOOD", tr("Flooded area (polygons)"), optional=True),
            common.field("STAGE_FIELD", tr("Stage field of the flooded area (empty: one stage)"), "FLOOD"),
            common.raster("DEPTH", tr("Flood depth (m), a band for each stage"), optional=True),
            common.band("BAND", tr("Band of the depth (empty: all, each a stage)"), "DEPTH"),
            QgsProcessingParameterNumber(
                "MIN_DEPTH", tr("Least depth that counts as flooded (m)"), QgsProcessingParameterNumber.Type.Double,
                0.0, optional=True, minValue=0.0, maxValue=_DEEPEST_M),
            common.field("PEOPLE_FIELD", tr("Field of the number of people"), "TARGETS"),
            common.field("HOUSEHOLDS_FIELD", tr("Field of the number of households"), "TARGETS"),
            common.field("TARGET_CLASS_FIELD", tr("Field of the class (for the sums)"), "TARGETS"),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            common.sink("EXPOSED", tr("Exposed targets"), QgsProcessing.SourceType.TypeVectorAnyGeometry,
                        created=True),
            common.sink("SUMMARY", tr("Exposure by stage, unit and class"), QgsProcessing.SourceType.TypeVector),
            *common.findings_outputs(),
        ], {
            "TARGETS_COUNT": tr("Targets"),
            "EXPOSED_COUNT": tr("Targets reached in some stage"),
            "STAGES_COUNT": tr("Stages"),
            "FLOODED_M2": tr("Flooded in the largest stage (m²)"),
            "FLOODED_M": tr("Flooded in the largest stage (m)"),
        })

    def run_job(self, job: Any, outputs: Outputs, progress: Progress) -> Any:
        """Return the result of the job; the targets are drawn by what they are made of."""
        result = super().run_job(job, outputs, progress)
        self.keep_style("EXPOSED", _OTHER_STYLES.get(result.targets.kind, _STYLE))
        return result
