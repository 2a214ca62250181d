"""kf:farmlandoccupation: what farmland projects take, with figures that close."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import occupation_document, occupation_outputs
from .occupation_job import OccupationJob
from .occupation_outputs import PIECE_FIELDS, SUMMARY_FIELDS


class FarmlandOccupation(JobAlgorithm):
    """Cuts project footprints by survey parcels and counts farmland, grain capacity and permanent basic farmland."""

    NAME = "farmlandoccupation"
    TOPIC = "farmland"
    JOB = OccupationJob
    OUTPUTS: ClassVar = occupation_outputs
    DOCUMENT: ClassVar = occupation_document
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
            common.advanced(common.table_file(
                "GRADES", tr("Own grain capacity by county and grade (CSV, XLSX or JSON)"))),
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
