"""kf:compliancereview: many projects at once against every control layer by role, and the land survey."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterFolderDestination

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import review_document, review_outputs
from .review_job import ReviewJob
from .review_outputs import SHEET_FIELDS, VERDICT_FIELDS

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs


class ComplianceReview(JobAlgorithm):
    """Cuts projects by control layers and parcels and judges each hit by the rules of the project's class and day."""

    NAME = "compliancereview"
    TOPIC = "control_lines"
    JOB = ReviewJob
    OUTPUTS: ClassVar = review_outputs
    DOCUMENT: ClassVar = review_document
    ROLES: ClassVar = {"PROJECTS": "projects", "LAND": "land"}
    STYLES: ClassVar = {"VERDICT": "review_verdicts", "HITS": "review_hits"}
    FIELDS: ClassVar = {"VERDICT": VERDICT_FIELDS, "SHEET": SHEET_FIELDS, "HITS": SHEET_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Compliance review of projects")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("compliance,review,siting,three lines,redline,permanent basic farmland,urban boundary,heritage,"
                  "floodplain,conflict,pre-examination")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            *common.project_parameters(),
            common.advanced(common.field("PROJECT_CLASS_FIELD", tr("Project class field"), "PROJECTS")),
            common.advanced(common.field("PROJECT_AREA_FIELD", tr("Declared area field (YDMJ, m²)"), "PROJECTS",
                                         "YDMJ")),
            *common.mask_parameters("CONTROLS", tr("Control layers (redline, historic lines, floodplain, …)"),
                                    "CONTROL_ROLES", tr("What control layers show, where their role or name does not "
                                                        "tell (JSON: layer and role)")),
            *common.land_parameters(optional=True, unit=False, deduction=False, grade=False),
            *common.method_parameters(basis=False),
            common.sink("VERDICT", tr("Projects with their verdicts"), polygon, created=True),
            common.sink("SHEET", tr("Conclusion sheet by project and control"), table),
            common.sink("HITS", tr("Parts of projects that rules speak of"), polygon),
            *common.findings_outputs(),
            QgsProcessingParameterFolderDestination("REPORTS", tr("Folder of reports, one for each project"), None,
                                                    True, False),
        ], {
            "PASSED": tr("Projects that pass"),
            "CONDITIONAL": tr("Projects that pass with conditions"),
            "FAILED": tr("Projects that fail"),
            "UNREVIEWED": tr("Projects without a shape, not reviewed"),
            "RESIDUAL_M2": tr("Largest difference of parts and project (m²)"),
        })

    def write_documents(self, result: Any, outputs: Outputs, record: dict[str, Any], progress: Progress) -> None:
        """Write report and run record, then the report of each project."""
        super().write_documents(result, outputs, record, progress)
        if outputs.wants("REPORTS"):
            outputs.folder("REPORTS", review_document.project_pages(result, record, progress.part(0.75, 1.0)))
