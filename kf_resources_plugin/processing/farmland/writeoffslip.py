"""kf:writeoffslip — the slip (核销单) of an event of the ledger, as PDF to sign and file and as XLSX."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterFileDestination, QgsProcessingParameterNumber

from ...cartography.fonts import FontMissing, chinese_family
from ...cartography.slip import slip_pdf, slip_sheets
from ...engine.spreadsheet_writing import workbook_bytes
from ...i18n import tr
from ..base import FeedbackProgress, KfAlgorithm
from ..event_access import files_missing
from ..settings import given_settings
from ..sinks import Outputs
from .ledger_access import ledger_parameter, opened
from .slip_content import slip_of

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext


class WriteOffSlip(KfAlgorithm):
    """Prints an event; it lays text out in pages, so it does not run in the background."""

    NAME = "writeoffslip"
    TOPIC = "farmland"
    NO_THREADING = True

    def title(self) -> str:
        """Return the translated name."""
        return tr("Write-off slip")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,slip,write-off,print,PDF,XLSX,quota,sign,hash")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(ledger_parameter())
        self.addParameter(QgsProcessingParameterNumber(
            "EVENT_ID", tr("Event number (empty: the last one)"), QgsProcessingParameterNumber.Type.Integer, None,
            optional=True, minValue=1))
        self.addParameter(QgsProcessingParameterFileDestination(
            "PDF", tr("Slip (PDF)"), tr("PDF files (*.pdf)"), optional=True, createByDefault=True))
        self.addParameter(QgsProcessingParameterFileDestination(
            "XLSX", tr("Slip (XLSX)"), tr("Spreadsheets (*.xlsx)"), optional=True, createByDefault=False))

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what keeps the slip from being printed."""
        given = given_settings(self, parameters, context)
        found = files_missing(self, given, "LEDGER")
        if parameters.get("PDF"):
            try:
                chinese_family()
            except FontMissing as error:
                found.append(str(error))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read the event and print; raises PlannerError."""
        given = given_settings(self, parameters, context)
        with opened(given["LEDGER"]) as ledger:
            for fault in ledger.verify():
                raise fault  # a slip of a ledger that was tampered with would lend it credit
            slip = slip_of(ledger, int(given["EVENT_ID"] or ledger.head.number))
        progress.set(0.3)
        progress.check()
        with Outputs(self, parameters, context) as outputs:
            if outputs.wants("PDF"):
                outputs.file("PDF", slip_pdf(slip))
            progress.set(0.8)
            progress.check()
            if outputs.wants("XLSX"):
                outputs.file("XLSX", workbook_bytes(slip_sheets(slip)))
        if slip.stamp:
            progress.warn(slip.stamp)
        return outputs.results
