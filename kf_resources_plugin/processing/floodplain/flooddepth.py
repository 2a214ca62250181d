"""kf:flooddepth: how deep the water of each stage stands on the land that it reaches from the channel."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import flood_depth_document, flood_depth_outputs
from .flood_depth_inputs import CREST, LEVEL, NAME, NEVER, STAGE
from .flood_depth_job import SLOPE, DepthJob
from .flood_depth_outputs import STAGE_FIELDS
from .flood_depth_rasters import RASTERS

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs

ENDS = {
    "flat": QT_TRANSLATE_NOOP("KfResources", "The outermost level goes on"),
    SLOPE: QT_TRANSLATE_NOOP("KfResources", "The slope of the outermost two goes on"),
}
CRESTS = {
    "crest": QT_TRANSLATE_NOOP("KfResources", "Overtopped where the level is above the crest"),
    NEVER: QT_TRANSLATE_NOOP("KfResources", "Never overtopped"),
}


class FloodDepth(JobAlgorithm):
    """Spans a surface over the levels of each stage and measures its depth where water comes from the channel."""

    NAME = "flooddepth"
    TOPIC = "floodplain"
    JOB = DepthJob
    OUTPUTS: ClassVar = flood_depth_outputs
    DOCUMENT: ClassVar = flood_depth_document
    ROLES: ClassVar = {"DEM": "dem", "LEVELS": "water_levels", "CHANNEL": "river_channel", "DIKES": "dikes"}
    STYLES: ClassVar = {"DEPTH": "flood_depth", "FIRST_FLOODED": "first_flooded"}
    RESULT_ROLES: ClassVar = {"DEPTH": "flood_depth", "FIRST_FLOODED": "first_flooded", "HEIGHT": "bankfull_height",
                             "FREEBOARD": "design_height"}
    FIELDS: ClassVar = {"STAGE_TABLE": STAGE_FIELDS}
    RASTERS: ClassVar = RASTERS

    def title(self) -> str:
        """Return the translated name."""
        return tr("Flood depths by stage")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("flood,depth,water level,stage,return period,dike,overtopping,inundation,floodplain,Yellow River")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        line, point = QgsProcessing.SourceType.TypeVectorLine, QgsProcessing.SourceType.TypeVectorPoint
        common.add_all(self, [
            common.raster("DEM", tr("Terrain (DEM, m)")),
            common.advanced(common.band("DEM_BAND", tr("Band of the terrain (empty: the first)"), "DEM")),
            QgsProcessingParameterFeatureSource("LEVELS", tr("Water levels (points or cross-sections)"),
                                                [point, line]),
            common.field("STAGE_FIELD", tr("Stage field (flow at Huayuankou, m³/s)"), "LEVELS", STAGE),
            common.field("LEVEL_FIELD", tr("Level field (m)"), "LEVELS", LEVEL),
            common.advanced(QgsProcessingParameterField(
                "LEVEL_FIELDS", tr("Or: level fields with the flow in their names, one for each stage"), None,
                "LEVELS", allowMultiple=True, optional=True)),
            QgsProcessingParameterFeatureSource("CHANNEL", tr("Main thread of the river"), [line]),
            QgsProcessingParameterFeatureSource("DIKES", tr("Dikes"), [line], optional=True),
            common.field("CREST_FIELD", tr("Crest level field (m; empty values: highest terrain beside the line)"),
                         "DIKES", CREST),
            common.advanced(common.field("DIKE_NAME_FIELD", tr("Dike name field"), "DIKES", NAME)),
            common.choice("DIKE_CREST", tr("Dikes are"), CRESTS, "crest"),
            common.choice("ENDS", tr("Beyond the first and last level"), ENDS, "flat"),
            common.advanced(QgsProcessingParameterString(
                "RETURN_PERIODS", tr("Return periods (JSON: flow and years; empty: those of the rules)"),
                optional=True)),
            *common.rules_parameters(),
            common.raster_output("DEPTH", tr("Flood depth, a band for each stage (m)"), created=True),
            common.raster_output("FIRST_FLOODED", tr("Return period of the first flooding (years)")),
            common.raster_output("FREQUENCY", tr("Annual probability of flooding")),
            common.raster_output("HEIGHT", tr("Height above the bank-full water (m)")),
            common.raster_output("FREEBOARD", tr("Height above the water of the highest stage (m)")),
            common.raster_output("LEVEL", tr("Water level where flooded, a band for each stage (m)")),
            common.sink("STAGE_TABLE", tr("Area, volume and depth by stage"), QgsProcessing.SourceType.TypeVector),
            *common.findings_outputs(),
        ], {
            "STAGES": tr("Stages"),
            "FLOODED_M2": tr("Area flooded in the highest stage (m²)"),
            "VOLUME_M3": tr("Volume of the highest stage (m³)"),
            "DEPTH_MAX": tr("Greatest depth of the highest stage (m)"),
        })

    def run_job(self, job: Any, outputs: Outputs, progress: Progress) -> Any:
        """Return the result of the job, which writes depths while it reads the terrain."""
        return job.run_into(outputs, progress)
