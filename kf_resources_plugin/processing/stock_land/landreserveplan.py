"""kf:landreserveplan: state land without a user, ranked and spread over three years under limits."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterNumber, QgsProcessingParameterString

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import reserve_document, reserve_outputs
from .reserve_inputs import REGISTERED, STATUS
from .reserve_job import ReserveJob
from .reserve_outputs import PLAN_FIELDS, SUMMARY_FIELDS

_MOST_COST = 1_000_000.0  # CNY per m²: far above any, and all land of a city at it still fits whole numbers


class LandReservePlan(JobAlgorithm):
    """Finds construction land of the state that nobody uses, and plans in which year it is taken into reserve."""

    NAME = "landreserveplan"
    TOPIC = "stock_land"
    JOB = ReserveJob
    OUTPUTS: ClassVar = reserve_outputs
    DOCUMENT: ClassVar = reserve_document
    ROLES: ClassVar = {"LAND": "land", REGISTERED: "registered_parcels", STATUS: "stock_status"}
    STYLES: ClassVar = {"PLAN": "reserve_plan"}
    FIELDS: ClassVar = {"PLAN": PLAN_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Three-year plan of land reserve")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("land reserve,rolling plan,state land,registered parcels,budget,ranking,stock land")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds, number = QgsProcessing.SourceType, QgsProcessingParameterNumber.Type
        common.add_all(self, [
            *common.land_parameters(deduction=False, grade=False),
            common.advanced(common.field("LAND_TENURE_FIELD", tr("Nature of tenure field (QSXZ)"), "LAND", "QSXZ")),
            common.polygons(REGISTERED, tr("Registered parcels"), optional=True),
            common.polygons(STATUS, tr("Status of stock land"), optional=True),
            common.advanced(common.field("STATUS_CLASS_FIELD", tr("Class field of the status layer"), STATUS,
                                         standard="class")),
            QgsProcessingParameterNumber("FIRST_YEAR", tr("First year of the plan (empty: next year)"), number.Integer,
                                         None, optional=True, minValue=1900, maxValue=2200),
            QgsProcessingParameterString("AREA_LIMITS", tr("Most land of the three years in m², separated by commas"),
                                         optional=True),
            QgsProcessingParameterNumber("COST", tr("Cost of taking land into reserve (CNY per m²)"), number.Double,
                                         None, optional=True, minValue=0.0, maxValue=_MOST_COST),
            QgsProcessingParameterString("BUDGETS", tr("Budgets of the three years in CNY, separated by commas"),
                                         optional=True),
            *common.method_parameters(basis=False),
            common.sink("PLAN", tr("Land reserve by year"), kinds.TypeVectorPolygon, created=True),
            common.sink("SUMMARY", tr("Land by year"), kinds.TypeVector),
            *common.findings_outputs(),
        ], {
            "CANDIDATES_COUNT": tr("State land without a user: parcels"),
            "CANDIDATES_M2": tr("State land without a user (m²)"),
            "PLANNED_COUNT": tr("Planned parcels"),
            "PLANNED_M2": tr("Planned (m²)"),
            "COST_CNY": tr("Cost (CNY)"),
            "PROVEN": tr("No plan is worth more: proven (1) or not (0)"),
        })
