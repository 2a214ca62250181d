"""kf:landswapbalance: whether old plots restored make up for new plots built on, by project area."""
from __future__ import annotations

from typing import Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterDateTime

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import swap_document, swap_outputs
from .area_units import area_unit_parameter
from .swap_inputs import FIELDS, NEW, OLD
from .swap_job import SwapJob
from .swap_outputs import ACCOUNT_FIELDS, PLOT_FIELDS


class LandSwapBalance(JobAlgorithm):
    """Balances old and new plots of each project area: quantity, cultivated land, grade, return by the deadline."""

    NAME = "landswapbalance"
    TOPIC = "stock_land"
    JOB = SwapJob
    OUTPUTS: ClassVar = swap_outputs
    DOCUMENT: ClassVar = swap_document
    ROLES: ClassVar = {OLD: "old_plots", NEW: "new_plots", "LAND": "land"}
    STYLES: ClassVar = {"PLOTS": "swap_plots"}
    FIELDS: ClassVar = {"ACCOUNT": ACCOUNT_FIELDS, "PLOTS": PLOT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Balance of old and new plots")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("old plots,new plots,increase and decrease,restored land,project area,surplus,deadline,stock land")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            common.polygons(OLD, tr("Old plots to be restored")),
            common.polygons(NEW, tr("New plots to be built on")),
            *common.land_parameters(unit=False),
            QgsProcessingParameterDateTime("DATE", tr("Day of the check (empty: today)"),
                                           QgsProcessingParameterDateTime.Type.Date, optional=True),
            *_field_parameters(),
            area_unit_parameter(),
            *common.method_parameters(basis=False),
            common.sink("ACCOUNT", tr("Old and new plots by project area"), kinds.TypeVector, created=True),
            common.sink("PLOTS", tr("Old and new plots"), kinds.TypeVectorPolygon),
            *common.findings_outputs(),
        ], {
            "AREAS_COUNT": tr("Project areas"),
            "FAILED_COUNT": tr("Not in balance"),
            "UNDETERMINED_COUNT": tr("Not determined"),
            "OLD_M2": tr("Old plots (m²)"),
            "NEW_M2": tr("New plots (m²)"),
            "SURPLUS_M2": tr("Surplus (m²)"),
        })


def _field_parameters() -> list[Any]:
    """Return which fields of the plots tell what."""
    texts = {
        "OLD_ID_FIELD": tr("Id field of old plots"),
        "OLD_PROJECT_FIELD": tr("Project area field of old plots"),
        "OLD_APPROVED_FIELD": tr("Field of the approval of the project area, old plots (PZRQ)"),
        "OLD_ACCEPTED_FIELD": tr("Field of the day of acceptance as restored (YSRQ)"),
        "OLD_CULTIVATED_FIELD": tr("Field of the cultivated land restored (FKGDMJ)"),
        "OLD_GRADE_FIELD": tr("Field of the grade of the land restored (GDDB)"),
        "NEW_ID_FIELD": tr("Id field of new plots"),
        "NEW_PROJECT_FIELD": tr("Project area field of new plots"),
        "NEW_APPROVED_FIELD": tr("Field of the approval of the project area, new plots (PZRQ)"),
    }
    return [common.advanced(common.field(parameter, texts[parameter], layer, standard=standard))
            for layer, fields in FIELDS.items() for parameter, (_, standard) in fields.items()]
