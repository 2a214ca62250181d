"""kf:disposalrate: stock land disposed of in a year against the target, plan quota earned, rates over the years."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterNumber

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import rate_document, rate_outputs
from .area_units import area_unit_parameter
from .rate_inputs import ROLES
from .rate_job import RateJob
from .rate_outputs import EVENT_FIELDS, RATE_FIELDS, TREND_FIELDS

_FIRST_YEAR, _LAST_YEAR = 1990, 2200


class DisposalRate(JobAlgorithm):
    """Holds events against the stock on 1 January; what is of no such land, too much or twice is told, not counted."""

    NAME = "disposalrate"
    TOPIC = "stock_land"
    JOB = RateJob
    OUTPUTS: ClassVar = rate_outputs
    DOCUMENT: ClassVar = rate_document
    ROLES: ClassVar = ROLES
    FIELDS: ClassVar = {"RATES": RATE_FIELDS, "EVENTS": EVENT_FIELDS, "TREND": TREND_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Disposal rate of stock land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,disposal,rate,target,quota,idle land,approved not supplied,year,trend")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            common.table("STATUS", tr("State of stock land on 1 January (STATUS)")),
            common.table("DISPOSALS", tr("Disposals of stock land")),
            QgsProcessingParameterNumber("YEAR", tr("Year (empty: last year)"),
                                         QgsProcessingParameterNumber.Type.Integer, None, optional=True,
                                         minValue=_FIRST_YEAR, maxValue=_LAST_YEAR),
            common.table("IDLE", tr("Idle land (IDLE of “Idle land”)"), optional=True),
            common.table("HISTORY", tr("Earlier years (TREND of an earlier run)"), optional=True),
            area_unit_parameter(),
            *common.rules_parameters(),
            common.sink("RATES", tr("Rate and quota by county"), kinds.TypeVector, created=True),
            common.sink("EVENTS", tr("Disposals with what became of them"), kinds.TypeVector),
            common.sink("TREND", tr("Rates over the years"), kinds.TypeVector),
            *common.findings_outputs(),
        ], {
            "OPENING_M2": tr("Stock on 1 January (m²)"),
            "DISPOSED_M2": tr("Disposed of (m²)"),
            "RATE": tr("Rate (0–1)"),
            "TARGET": tr("Target (0–1)"),
            "UNITS_MET": tr("Counties that meet the target"),
            "UNITS_MISSED": tr("Counties that miss the target"),
            "EVENTS_COUNTED": tr("Disposals that count"),
            "EVENTS_REFUSED": tr("Disposals of the year that do not count"),
            "QUOTA_M2": tr("Quota earned (m²)"),
        })
