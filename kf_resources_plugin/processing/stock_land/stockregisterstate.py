"""kf:stockregisterstate — the stock land of a day, as known now or as recorded then, and how it came and went."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterDateTime

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import register_document, register_outputs
from .register_access import EVENT_FIELDS, register_parameter
from .register_job import StateJob
from .register_outputs import BOARD_FIELDS, DISPOSAL_FIELDS
from .status_outputs import STATUS_FIELDS


class StockRegisterState(JobAlgorithm):
    """Replays the events of a register up to a day: what was reported can be reported again."""

    NAME = "stockregisterstate"
    TOPIC = "stock_land"
    JOB = StateJob
    OUTPUTS: ClassVar = register_outputs
    DOCUMENT: ClassVar = register_document
    STYLES: ClassVar = {"STATE": "stock_land_status"}
    RESULT_ROLES: ClassVar = {"STATE": "stock_status", "DISPOSALS": "disposals"}
    FIELDS: ClassVar = {"STATE": STATUS_FIELDS, "DISPOSALS": DISPOSAL_FIELDS, "BOARD": BOARD_FIELDS,
                        "EVENTS": EVENT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Stock land of a day from the register")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,register,state,day,history,last year,dashboard,county,year,timeline")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds, day = QgsProcessing.SourceType, QgsProcessingParameterDateTime.Type.Date
        common.add_all(self, [
            register_parameter(),
            QgsProcessingParameterDateTime("DATE", tr("End of the day (empty: today)"), day, optional=True),
            QgsProcessingParameterDateTime("RECORDED_UNTIL", tr("As recorded by the end of (empty: as known now)"), day,
                                           optional=True),
            *common.rules_parameters(),
            common.sink("STATE", tr("Stock land of the day"), kinds.TypeVectorPolygon, created=True),
            common.sink("DISPOSALS", tr("Disposals of stock land"), kinds.TypeVector),
            common.sink("BOARD", tr("Flows by county, year and class"), kinds.TypeVector),
            common.sink("EVENTS", tr("Events by parcel"), kinds.TypeVector),
            *common.findings_outputs(),
        ], {
            "STOCK_M2": tr("In stock (m²)"),
            "PARCELS_COUNT": tr("Parcels in stock"),
            "OPENING_M2": tr("Stock when the year began (m²)"),
            "DISPOSED_M2": tr("Disposed of in the year (m²)"),
            "EVENTS_COUNT": tr("Events"),
        })
