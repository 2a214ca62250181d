"""kf:idleland: which supplies are idle on a day, since when, what fee follows and which step comes next."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
)

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import idle_document, idle_outputs
from .area_units import area_unit_parameter
from .idle_inputs import ROLE, SUPPLIES
from .idle_job import IdleJob
from .idle_notices import notices_page
from .idle_outputs import IDLE_FIELDS, SUMMARY_FIELDS

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from ..sinks import Outputs


class IdleLand(JobAlgorithm):
    """Judges supplies by their dates and shares; what is blank or contradictory is told and stays undetermined."""

    NAME = "idleland"
    TOPIC = "stock_land"
    JOB = IdleJob
    OUTPUTS: ClassVar = idle_outputs
    DOCUMENT: ClassVar = idle_document
    ROLES: ClassVar = {SUPPLIES: ROLE, "UNITS": "admin_units"}
    STYLES: ClassVar = {"IDLE": "idle_land"}
    RESULT_ROLES: ClassVar = {"IDLE": "idle_list"}
    FIELDS: ClassVar = {"IDLE": IDLE_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Idle land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("idle land,stock land,supply,construction land,fee,recovery,start,suspension,notice")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            QgsProcessingParameterFeatureSource(SUPPLIES, tr("Supplied land (polygons or a table)"),
                                                [kinds.TypeVectorPolygon, kinds.TypeVector]),
            QgsProcessingParameterDateTime("DATE", tr("Day of the check (empty: today)"),
                                           QgsProcessingParameterDateTime.Type.Date, optional=True),
            *_field_parameters(),
            area_unit_parameter(),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            common.sink("IDLE", tr("Supplies with their verdicts"), kinds.TypeVector, created=True),
            common.sink("SUMMARY", tr("Idle land by county"), kinds.TypeVector),
            QgsProcessingParameterFileDestination(
                "NOTICES", tr("Drafts of notices and determinations"), tr("HTML files (*.html)"), optional=True,
                createByDefault=False),
            *common.findings_outputs(),
        ], {
            "SUPPLIES_COUNT": tr("Supplies"),
            "NOT_STARTED_COUNT": tr("Idle: not started"),
            "SUSPENDED_COUNT": tr("Idle: suspended"),
            "SUSPECTED_COUNT": tr("Suspected idle"),
            "UNDETERMINED_COUNT": tr("Undetermined"),
            "IDLE_M2": tr("Idle (m²)"),
            "FEE_CNY": tr("Fee (CNY)"),
        })

    def write_documents(self, result: Any, outputs: Outputs, record: dict[str, Any], progress: Progress) -> None:
        """Write the papers that are due, report and run record."""
        if outputs.wants("NOTICES"):
            outputs.file("NOTICES", notices_page(result).encode("utf-8"))
        super().write_documents(result, outputs, record, progress)


def _field_parameters() -> list[Any]:
    """Return which fields tell what; those without a parameter go by the names of the schema."""
    texts = {
        "PARCEL_ID_FIELD": ("parcel_id", tr("Parcel id field")),
        "AGREED_START_FIELD": ("YDDGRQ", tr("Field of the agreed start (YDDGRQ)")),
        "STARTED_FIELD": ("SJDGRQ", tr("Field of the actual start (SJDGRQ)")),
        "SUSPENDED_FIELD": ("ZZRQ", tr("Field of the suspension (ZZRQ)")),
        "PRICE_FIELD": ("CRJK", tr("Field of the price in 10,000 CNY (CRJK)")),
        "CAUSE_FIELD": ("ZFYY", tr("Field of the government's cause (ZFYY)")),
        "EXCLUDED_DAYS_FIELD": (None, tr("Field of the days not to be counted (delay by government or force majeure)")),
        "OUTPUT_FIELD": (None, tr("Field of the mean yearly output of former cultivated land (10,000 CNY)")),
        "NOTICE_DATE_FIELD": (None, tr("Field of the day of the notice of investigation")),
        "DETERMINED_DATE_FIELD": (None, tr("Field of the day of the determination")),
    }
    return [common.advanced(common.field(name, text, SUPPLIES, standard=standard))
            for name, (standard, text) in texts.items()]
