"""kf:permanentfarmlandcheck: permanent basic farmland verified against the survey and the areas rules ask for."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import permanent_check_document, permanent_check_outputs
from .permanent_check_job import CheckJob
from .permanent_check_outputs import (
    BLOCK_FIELDS,
    BLOCK_SUMMARY_FIELDS,
    PART_FIELDS,
    SUMMARY_FIELDS,
)


class PermanentFarmlandCheck(JobAlgorithm):
    """Cuts permanent basic farmland by parcels and areas, names what is wrong with each part, and groups blocks."""

    NAME = "permanentfarmlandcheck"
    TOPIC = "farmland"
    JOB = CheckJob
    OUTPUTS: ClassVar = permanent_check_outputs
    DOCUMENT: ClassVar = permanent_check_document
    ROLES: ClassVar = {"PERMANENT_FARMLAND": "permanent_farmland", "LAND": "land", "LAND_BEFORE": "land_before",
                       "UNITS": "admin_units"}
    STYLES: ClassVar = {"PARTS": "permanent_parts", "BLOCKS": "permanent_blocks"}
    FIELDS: ClassVar = {"PARTS": PART_FIELDS, "BLOCKS": BLOCK_FIELDS, "SUMMARY": SUMMARY_FIELDS,
                        "BLOCK_SUMMARY": BLOCK_SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Verification of permanent basic farmland")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("permanent basic farmland,verification,not cultivated,fallow,contiguity,blocks,redline,river")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland")),
            common.advanced(common.field("PERMANENT_ID_FIELD", tr("Permanent farmland id field (empty: YJJBNTTBBH, "
                                                                  "else BSM)"), "PERMANENT_FARMLAND",
                                         standard="YJJBNTTBBH")),
            *common.land_parameters(),
            common.polygons("LAND_BEFORE", tr("Land survey of the year before (for land fallow two years)"),
                            optional=True),
            *common.mask_parameters(),
            *common.unit_parameters(),
            *common.method_parameters(),
            common.sink("PARTS", tr("Parts of permanent farmland with their problems"), polygon, created=True),
            common.sink("BLOCKS", tr("Contiguous blocks"), polygon),
            common.sink("SUMMARY", tr("Problems by unit"), table),
            common.sink("BLOCK_SUMMARY", tr("Blocks by unit and size"), table),
            *common.findings_outputs(),
        ], {
            "TOTAL_M2": tr("Permanent basic farmland (m²)"),
            "SOUND_M2": tr("Permanent basic farmland without a problem (m²)"),
            "PROBLEM_M2": tr("Permanent basic farmland with problems, each place once (m²)"),
            "PROBLEM_SUM_M2": tr("Sum over all problems, a place with several counted in each (m²)"),
            "BLOCK_COUNT": tr("Contiguous blocks"),
            "RESIDUAL_M2": tr("Difference of parts and polygons (m²)"),
        })
