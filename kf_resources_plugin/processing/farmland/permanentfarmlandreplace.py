"""kf:permanentfarmlandreplace: land that can replace lost permanent basic farmland, and the proof that it does."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterString

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import permanent_replace_document, permanent_replace_outputs
from .permanent_replace_job import ReplaceJob
from .permanent_replace_outputs import CANDIDATE_FIELDS, VERDICT_FIELDS


class PermanentFarmlandReplace(JobAlgorithm):
    """Ranks stable cultivated land for a loss of permanent farmland; judges what was chosen, or proposes."""

    NAME = "permanentfarmlandreplace"
    TOPIC = "farmland"
    JOB = ReplaceJob
    OUTPUTS: ClassVar = permanent_replace_outputs
    DOCUMENT: ClassVar = permanent_replace_document
    ROLES: ClassVar = {"PERMANENT_FARMLAND": "permanent_farmland", "LAND": "land", "LOST": "lost_farmland",
                       "CHOSEN": "chosen_replacement", "UNITS": "admin_units"}
    STYLES: ClassVar = {"CANDIDATES": "permanent_candidates"}
    FIELDS: ClassVar = {"CANDIDATES": CANDIDATE_FIELDS, "VERDICT": VERDICT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Replacement of permanent basic farmland")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("permanent basic farmland,replacement,candidates,reserve zone,grade,contiguity,quantity,layout")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland")),
            *common.land_parameters(),
            common.polygons("LOST", tr("Permanent basic farmland that is lost")),
            common.polygons("CHOSEN", tr("Chosen replacement (polygons)"), optional=True),
            QgsProcessingParameterString("CHOSEN_PARCELS", tr("Chosen replacement (parcel ids, separated by commas)"),
                                         optional=True, multiLine=True),
            *common.mask_parameters(),
            *common.unit_parameters(),
            common.advanced(common.table_file(
                "GRADES", tr("Own grain capacity by county and grade (CSV, XLSX or JSON)"))),
            *common.method_parameters(),
            common.sink("CANDIDATES", tr("Candidates by rank"), polygon, created=True),
            common.sink("VERDICT", tr("Verdict on quantity, quality and layout"), table),
            *common.findings_outputs(),
        ], {
            "LOST_M2": tr("Lost permanent basic farmland, net (m²)"),
            "LOST_NOT_CULTIVATED_M2": tr("Lost permanent basic farmland that is not cultivated (m²)"),
            "REPLACED_M2": tr("Replacement, net (m²)"),
            "CANDIDATES_M2": tr("Candidates, net (m²)"),
            "PASSED": tr("Quantity, quality and layout are kept by what was examined (1) or not (0), NULL where "
                         "nothing is lost"),
        })
