"""kf:ledgerexport — the whole ledger as a spreadsheet to file, or as JSON whose chain can be checked anywhere."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingParameterFileDestination

from ...engine.spreadsheet_writing import workbook_bytes
from ...i18n import tr
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..event_access import fault_text, files_missing
from ..settings import given_settings
from ..sinks import Outputs
from .export_content import ledger_json, ledger_sheets
from .ledger_access import ledger_parameter, opened

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext


class LedgerExport(KfAlgorithm):
    """Reads a ledger and changes nothing; a broken one is exported with what is wrong with it."""

    NAME = "ledgerexport"
    TOPIC = "farmland"

    def title(self) -> str:
        """Return the translated name."""
        return tr("Export a write-off ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,export,spreadsheet,Excel,XLSX,JSON,balances,history,archive")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        common.add_all(self, [
            ledger_parameter(),
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Export"), tr("Spreadsheets (*.xlsx);;JSON files (*.json)"), optional=True,
                createByDefault=True),
        ], {})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return which file is missing."""
        return files_missing(self, given_settings(self, parameters, context), "LEDGER")

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read and write; raises PlannerError."""
        given = given_settings(self, parameters, context)
        suffix = Path(self.parameterAsFileOutput(parameters, "OUTPUT", context)).suffix.lower()
        progress.check()
        with opened(given["LEDGER"], progress) as ledger:
            for fault in ledger.verify():
                progress.warn(fault_text(fault))
            progress.set(0.4)
            progress.check()
            content = (ledger_json(ledger).encode("utf-8") if suffix == ".json"
                       else workbook_bytes(ledger_sheets(ledger)))
        progress.set(0.9)
        progress.check()
        with Outputs(self, parameters, context) as outputs:
            outputs.file("OUTPUT", content)
        return outputs.results
