"""kf:floodplaincompare: which land has another zone in one scenario than in another, and how areas differ."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterString

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import compare_document, compare_outputs
from .compare_job import ROLES, CompareJob
from .compare_outputs import CHANGED_FIELDS, MATRIX_FIELDS, SUMMARY_FIELDS


class FloodplainCompare(JobAlgorithm):
    """Lays two layers of zones over each other, whatever their units."""

    NAME = "floodplaincompare"
    TOPIC = "floodplain"
    JOB = CompareJob
    OUTPUTS: ClassVar = compare_outputs
    DOCUMENT: ClassVar = compare_document
    ROLES: ClassVar = ROLES
    STYLES: ClassVar = {"CHANGED": "floodplain_changes"}
    FIELDS: ClassVar = {"CHANGED": CHANGED_FIELDS, "MATRIX": MATRIX_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Scenarios of floodplain zones compared")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("floodplain,zones,scenario,compare,change,matrix")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            common.polygons("ZONES_A", tr("Zones of the first scenario")),
            common.polygons("ZONES_B", tr("Zones of the second scenario")),
            common.advanced(common.field("ZONES_A_FIELD", tr("Zone field of the first scenario"), "ZONES_A", "zone")),
            common.advanced(common.field("ZONES_B_FIELD", tr("Zone field of the second scenario"), "ZONES_B", "zone")),
            QgsProcessingParameterString("NAME_A", tr("Name of the first scenario (empty: its layer's)"),
                                         optional=True),
            QgsProcessingParameterString("NAME_B", tr("Name of the second scenario (empty: its layer's)"),
                                         optional=True),
            *common.method_parameters(basis=False),
            common.sink("CHANGED", tr("Land whose zone changes"), polygon, created=True),
            common.sink("MATRIX", tr("Matrix of zones"), table),
            common.sink("SUMMARY", tr("Area by zone and scenario"), table),
            *common.findings_outputs(),
        ], {
            "CHANGED_COUNT": tr("Number of changed parts"),
            "CHANGED_M2": tr("Changed (m²)"),
            "COMMON_M2": tr("In both scenarios (m²)"),
            "CHANGED_SHARE": tr("Changed share of what both have"),
            "ONLY_A_M2": tr("In the first scenario only (m²)"),
            "ONLY_B_M2": tr("In the second scenario only (m²)"),
            "RESIDUAL_A_M2": tr("Residual of the first scenario (m²)"),
            "RESIDUAL_B_M2": tr("Residual of the second scenario (m²)"),
        })
