"""kf:surveymerge: a field package that came back, compared with its origin and the layer as it is now."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import merge_document, merge_outputs
from .merge_job import MergeJob
from .merge_outputs import EDIT_FIELDS, EVIDENCE_FIELDS, OLD_FIELDS, ROW_FIELDS

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs


class SurveyMerge(JobAlgorithm):
    """Lists what a team edited; the layer itself is left as it is: applying the list is the user's doing."""

    NAME = "surveymerge"
    TOPIC = "survey"
    JOB = MergeJob
    OUTPUTS: ClassVar = merge_outputs
    DOCUMENT: ClassVar = merge_document
    FIELDS: ClassVar = {"EDITS": EDIT_FIELDS, "OLD_SHAPES": OLD_FIELDS, "ROWS": ROW_FIELDS,
                        "EVIDENCE": EVIDENCE_FIELDS}
    STYLES: ClassVar = {"EVIDENCE": "survey_evidence", "EDITS": "survey_edits", "OLD_SHAPES": "survey_old_shapes"}
    RESULT_ROLES: ClassVar = {"EVIDENCE": "survey_evidence"}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Merge a field survey package")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("field survey,package,merge,conflict,QField,Mergin Maps,photo,evidence,three-way")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        packages = tr("Field survey packages (*.zip *.json);;All files (*)")
        common.add_all(self, [
            QgsProcessingParameterFile("PACKAGE", tr("Package that came back (zip, or manifest.json of the folder)"),
                                       optional=True, fileFilter=packages),
            QgsProcessingParameterFeatureSource(
                "LAYER", tr("Layer it was taken from"),
                [kinds.TypeVectorPolygon, kinds.TypeVectorPoint, kinds.TypeVectorLine]),
            QgsProcessingParameterFile("ORIGIN", tr("Package as it left, where the office kept it"), optional=True,
                                       fileFilter=packages),
            common.advanced(QgsProcessingParameterString("TABLE", tr("Table of the package, where several fit"),
                                                         optional=True)),
            *common.rules_parameters(),
            common.sink("EDITS", tr("Edits of the team"), kinds.TypeVectorAnyGeometry, created=True),
            common.sink("OLD_SHAPES", tr("Shapes before"), kinds.TypeVectorAnyGeometry),
            common.sink("ROWS", tr("Rows of the package by class"), kinds.TypeVector),
            common.sink("EVIDENCE", tr("Photo evidence"), kinds.TypeVectorPoint),
            QgsProcessingParameterFolderDestination("PHOTOS", tr("Folder for photos"), optional=True,
                                                    createByDefault=False),
            *common.findings_outputs(),
        ], {
            "ROWS_COUNT": tr("Rows of the package"),
            "UNCHANGED_COUNT": tr("Rows unchanged"),
            "ACCEPTED_COUNT": tr("Rows accepted"),
            "CONFLICT_COUNT": tr("Rows in conflict"),
            "REJECTED_COUNT": tr("Rows rejected"),
            "EDITS_COUNT": tr("Edits of the team"),
            "EVIDENCE_COUNT": tr("Points of evidence"),
            "PHOTOS_COUNT": tr("Photos taken over"),
            "FEATURES_COUNT": tr("Features of the layer"),
        })

    def run_job(self, job: Any, outputs: Outputs, progress: Progress) -> Any:
        """Return the result of the job; photos are written to where they wait for the end of the run."""
        if not outputs.wants("PHOTOS"):
            return job.run(progress)
        outputs.folder("PHOTOS", ())
        return job.merge(lambda name: outputs.inside("PHOTOS", name), progress)
