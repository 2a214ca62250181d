"""kf:stocklandstatus: in which class land approved for building is on a day, how old it is and which way it goes."""
from __future__ import annotations

from typing import Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterDateTime, QgsProcessingParameterFeatureSource

from ...i18n import tr
from ...rules.stock_status import CLASSES
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import status_document, status_outputs
from .area_units import area_unit_parameter
from .status_inputs import LAYERS
from .status_job import StatusJob
from .status_outputs import STATUS_FIELDS, SUMMARY_FIELDS
from .status_words import class_names


class StockLandStatus(JobAlgorithm):
    """Classes of stock land by registers, or by layers laid over one another; the two are held against each other."""

    NAME = "stocklandstatus"
    TOPIC = "stock_land"
    JOB = StatusJob
    OUTPUTS: ClassVar = status_outputs
    DOCUMENT: ClassVar = status_document
    ROLES: ClassVar = {**LAYERS, "UNITS": "admin_units"}
    STYLES: ClassVar = {"STATUS": "stock_land_status"}
    RESULT_ROLES: ClassVar = {"STATUS": "stock_status"}
    FIELDS: ClassVar = {"STATUS": STATUS_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Status of stock land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,approval,expropriation,supply,use,construction land,disposal,age,rate,batch")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            QgsProcessingParameterFeatureSource("APPROVALS", tr("Approvals (polygons or a table)"),
                                                [kinds.TypeVectorPolygon, kinds.TypeVector]),
            common.polygons("EXPROPRIATIONS", tr("Expropriated land"), optional=True),
            common.polygons("SUPPLIES", tr("Supplied land"), optional=True),
            common.polygons("BUILT", tr("Built land"), optional=True),
            QgsProcessingParameterDateTime("DATE", tr("Day of the check (empty: today)"),
                                           QgsProcessingParameterDateTime.Type.Date, optional=True),
            area_unit_parameter(),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            common.sink("STATUS", tr("Land by class"), kinds.TypeVector, created=True),
            common.sink("SUMMARY", tr("Totals by county, batch, use and year"), kinds.TypeVector),
            *common.findings_outputs(),
        ], _figures())


def _figures() -> dict[str, Any]:
    """Return the number outputs and what they are called."""
    names = class_names()
    return {"APPROVED_M2": tr("Approved (m²)"), **{f"{kind.upper()}_M2": f"{names[kind]} (m²)" for kind in CLASSES},
            "UNSUPPLIED_M2": tr("Approved, not supplied (m²)"), "APPROVAL_RATE": tr("Approval rate"),
            "SUPPLY_RATE": tr("Supply rate"), "USE_RATE": tr("Use rate")}
