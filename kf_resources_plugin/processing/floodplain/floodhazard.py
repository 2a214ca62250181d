"""kf:floodhazard: how dangerous a flood is, cell by cell, from its depth and velocity."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterString
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.flood_hazard import ARR, DEPTH_CLASSES, FD2320, SURROUNDINGS
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import hazard_document, hazard_outputs
from .hazard_job import HazardJob
from .hazard_outputs import CLASS_FIELDS, legend

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs

METHODS = {
    ARR: QT_TRANSLATE_NOOP("KfResources", "ARR: H1 to H6 by depth and velocity"),
    FD2320: QT_TRANSLATE_NOOP("KfResources", "FD2320: hazard rating for people"),
    DEPTH_CLASSES: QT_TRANSLATE_NOOP("KfResources", "Classes of depth by given bounds"),
}
PLACES = dict(zip(SURROUNDINGS, (
    QT_TRANSLATE_NOOP("KfResources", "Country"),
    QT_TRANSLATE_NOOP("KfResources", "Town"))))


class FloodHazard(JobAlgorithm):
    """Classes every cell of a depth raster by one of three methods and measures the classes."""

    NAME = "floodhazard"
    TOPIC = "floodplain"
    JOB = HazardJob
    OUTPUTS: ClassVar = hazard_outputs
    DOCUMENT: ClassVar = hazard_document
    ROLES: ClassVar = {"DEPTH": "flood_depth", "VELOCITY": "flood_velocity"}
    STYLES: ClassVar = {"HAZARD": "flood_hazard"}
    FIELDS: ClassVar = {"CLASS_TABLE": CLASS_FIELDS}
    RASTERS: ClassVar = ("HAZARD",)

    def title(self) -> str:
        """Return the translated name."""
        return tr("Flood hazard classes")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("flood,hazard,depth,velocity,classes,ARR,FD2320,raster,floodplain")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        common.add_all(self, [
            common.raster("DEPTH", tr("Flood depth (m)")),
            common.band("BAND", tr("Band of the depth (empty: the first)"), "DEPTH"),
            common.raster("VELOCITY", tr("Velocity (m/s), on the cells of the depth"), optional=True),
            common.band("VELOCITY_BAND", tr("Band of the velocity (empty: the first)"), "VELOCITY"),
            common.choice("METHOD", tr("Method"), METHODS, ARR),
            common.choice("SURROUNDINGS", tr("Surroundings (debris factor of FD2320)"), PLACES, SURROUNDINGS[0]),
            QgsProcessingParameterString("CLASSES", tr("Lower bounds of the classes of depth in m, comma-separated "
                                                       "(empty: those of the rules)"), optional=True),
            *common.rules_parameters(),
            common.raster_output("HAZARD", tr("Flood hazard classes"), created=True),
            common.sink("CLASS_TABLE", tr("Area by hazard class"), QgsProcessing.SourceType.TypeVector),
            *common.findings_outputs(),
        ], {
            "CELLS": tr("Cells with a class"),
            "NODATA_CELLS": tr("Cells without data"),
            "HAZARD_M2": tr("Area of class 1 and more (m²)"),
            "DRY_M2": tr("Area of class 0 (m²)"),
        })

    def run_job(self, job: Any, outputs: Outputs, progress: Progress) -> Any:
        """Return the result of the job, which writes classes while it reads depths."""
        result = job.run(progress, outputs)
        self.keep_labels("HAZARD", legend(result))
        return result
