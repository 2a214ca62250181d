"""kf:surveypackage: findings, a selection or areas as a package for the field, which QField and Mergin Maps open."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterPoint,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import package_document, package_outputs
from .package_inputs import ZIP
from .package_job import PackageJob

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

    from ...rules.progress import Progress
    from ..base import FeedbackProgress
    from ..sinks import Outputs
    from .package_job import PackageResult

_PACKINGS = {"folder": QT_TRANSLATE_NOOP("KfResources", "Folder"),
             ZIP: QT_TRANSLATE_NOOP("KfResources", "One zip file")}
_MARGIN_M, _MAX_MB = 50.0, 500.0
_MOST_MARGIN_M = 100_000.0


class SurveyPackage(JobAlgorithm):
    """Builds the package out of sight, checks it and puts it in its place in one step, or not at all."""

    NAME = "surveypackage"
    TOPIC = "survey"
    JOB = PackageJob
    OUTPUTS: ClassVar = package_outputs
    DOCUMENT: ClassVar = package_document

    def title(self) -> str:
        """Return the translated name."""
        return tr("Field survey package")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("field survey,package,QField,Mergin Maps,offline,photo,evidence,task,route")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds, number = QgsProcessing.SourceType, QgsProcessingParameterNumber
        common.add_all(self, [
            QgsProcessingParameterFeatureSource(
                "TASKS", tr("Tasks: findings, a selection or areas"),
                [kinds.TypeVectorPolygon, kinds.TypeVectorPoint, kinds.TypeVectorLine]),
            QgsProcessingParameterMultipleLayers("LAYERS", tr("Layers to edit in the field"), kinds.TypeVector,
                                                 optional=True),
            QgsProcessingParameterMultipleLayers("REFERENCE", tr("Layers only to look at"), kinds.TypeVector,
                                                 optional=True),
            common.raster("BASE_MAP", tr("Base map (raster file)"), optional=True),
            number("MARGIN", tr("Land around each task (m)"), number.Type.Double, _MARGIN_M, optional=True,
                   minValue=0.0, maxValue=_MOST_MARGIN_M),
            common.advanced(QgsProcessingParameterPoint("START", tr("Where the team sets out"), optional=True)),
            QgsProcessingParameterString("NAME", tr("Name of the package"), optional=True),
            common.choice("PACKING", tr("Packed as"), _PACKINGS, "folder"),
            common.advanced(number("MAX_MB", tr("Largest size (MB)"), number.Type.Double, _MAX_MB, optional=True,
                                   minValue=0.1)),
            *common.rules_parameters(),
            QgsProcessingParameterFolderDestination("FOLDER", tr("Folder to put the package in"), optional=True,
                                                    createByDefault=True),
            *common.findings_outputs(),
        ], {
            "TASK_COUNT": tr("Tasks (number)"),
            "FEATURES": tr("Features in the package (number)"),
            "ROUTE_M": tr("Route in straight lines (m)"),
            "SIZE_MB": tr("Size of the package (MB)"),
        })
        self.addOutput(QgsProcessingOutputFile("PACKAGE", tr("Field survey package")))

    def run_job(self, job: Any, outputs: Outputs, progress: Progress) -> PackageResult:
        """Build the package where it waits for the end of the run; without FOLDER for its figures only."""
        if not outputs.wants("FOLDER"):
            unkept: PackageResult = job.run(progress)
            return unkept
        result: PackageResult = job.build(outputs.inside("FOLDER", job.called), progress)
        self._called = job.called
        return result

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
                progress: FeedbackProgress) -> dict[str, Any]:
        """Make the package and tell where it is."""
        results = super().compute(parameters, context, progress)
        if "FOLDER" in results:
            results["PACKAGE"] = str(Path(results["FOLDER"]) / self._called)
        return results
