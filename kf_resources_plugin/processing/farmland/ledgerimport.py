"""kf:ledgerimport — reserve entries and trades from a table into the ledger: all lines, or none with every fault."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterFile
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.errors import PlannerError
from ...engine.spreadsheet_reading import read_sheets
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.ledger import TRADE_OUT, LedgerFault
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..event_access import Settled, author, author_parameters, files_missing, refuse_faults
from ..settings import given_settings
from ..sinks import Outputs
from .ledger_access import ledger_parameter, opened, scale_of, written
from .reserve_head import find_head, is_head
from .reserve_rows import read_rows

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingContext

    from ...engine.ledger_store import Ledger
    from ...rules.ledger import Event
    from .reserve_rows import LineError, ReserveRows

UNITS = {
    "m2": QT_TRANSLATE_NOOP("KfResources", "Square metres"),
    "ha": QT_TRANSLATE_NOOP("KfResources", "Hectares"),
    "mu": QT_TRANSLATE_NOOP("KfResources", "Mu"),
}
ERROR_FIELDS = (("line", "integer"), ("column", "text"), ("value", "text"), ("message", "text"))
_TOLD = 20  # faults in the log and in a message; the table has all


class LedgerImport(KfAlgorithm):
    """Reads a table and adds its lines to the ledger in one transaction."""

    NAME = "ledgerimport"
    TOPIC = "farmland"
    FIELDS: ClassVar = {"ERRORS": ERROR_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Import reserve entries and trades into the ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,import,reserve,entries,spreadsheet,Excel,XLSX,CSV,trade,quota")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        common.add_all(self, [
            ledger_parameter(),
            QgsProcessingParameterFile("INPUT", tr("Table of entries and trades (XLSX or CSV)"), optional=True,
                                       fileFilter=tr("Tables (*.xlsx *.csv *.txt);;All files (*)")),
            common.choice("UNIT", tr("Unit of the areas in the table"), UNITS, "m2"),
            *author_parameters(),
            common.sink("ERRORS", tr("Faulty lines"), QgsProcessing.SourceType.TypeVector, created=True),
        ], {"IMPORTED": tr("Lines imported"), "FAULTY": tr("Faulty lines")})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return which file is missing."""
        return files_missing(self, given_settings(self, parameters, context), "LEDGER", "INPUT")

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read and check all lines, then add them; raises PlannerError."""
        given = given_settings(self, parameters, context)
        head = find_head(read_sheets(given["INPUT"], is_head), str(given["INPUT"]), given["UNIT"])
        progress.set(0.3)
        progress.check()
        if head.sheet:
            progress.info(tr("Sheet “{sheet}” is read.").format(sheet=head.sheet))
        if head.unread:
            progress.info(tr("Columns that are not read: {columns}.").format(columns=", ".join(head.unread)))
        numbers: list[int] = []
        with opened(given["LEDGER"], progress) as ledger:
            refuse_faults(ledger)
            read = read_rows(head, ledger.entries(), _sales(ledger), scale_of(ledger))
            if not read.rows and not read.errors:
                raise PlannerError(tr("{file} has a head but no lines below it.").format(file=given["INPUT"]))
            _tell(read, progress)
            if read.errors and not parameters.get("ERRORS"):
                raise PlannerError(_refusal(given["INPUT"], read.errors))
            progress.set(0.6)
            with written(numbers), Outputs(self, parameters, context) as outputs:
                progress.check()  # the last time: then the ledger is written
                outputs.layer("ERRORS", make_fields(ERROR_FIELDS), _error_columns(read.errors),
                              Settled(progress.feedback))
                if not read.errors:
                    numbers += [event.number for event in _add(ledger, read, author(given))]
        imported = 0 if read.errors else len(read.rows)
        progress.info(tr("{imported} lines imported, {faulty} faulty.").format(
            imported=imported, faulty=len({error.line for error in read.errors})))
        return {**outputs.results, "IMPORTED": imported, "FAULTY": len({error.line for error in read.errors})}


def _sales(ledger: Ledger) -> set[tuple[str, str]]:
    """Return (entry, document) of the sales that stand."""
    return {(event.amounts[0].entry_id, str(event.payload["trade"].get("document_no") or ""))
            for event in ledger.events() if event.kind == TRADE_OUT and ledger.reversed_by(event.number) is None}


def _add(ledger: Ledger, read: ReserveRows, author_of: tuple[str, str]) -> list[Event]:
    try:
        return ledger.add(read.rows, *author_of)
    except LedgerFault as fault:
        place = fault.values.get("row")
        if isinstance(place, int):  # another window was quicker: say it by the line of the file
            fault.values["row"] = read.lines[place - 1]
        raise


def _tell(read: ReserveRows, progress: FeedbackProgress) -> None:
    """Write into the log what the planner should know of the lines."""
    for note in read.notes[:_TOLD]:
        progress.warn(note)
    if read.rounded:
        progress.info(tr("{count} amounts were rounded to hundredths, by at most {most}.").format(
            count=read.rounded, most=f"{float(read.most_rounded) / 100:.4f} m² / kg"))
    for error in read.errors[:_TOLD]:
        progress.warn(_sentence(error))
    if read.errors:
        progress.warn(tr("Nothing was imported: {count} faults. Correct them all and import the file again.").format(
            count=len(read.errors)))


def _sentence(error: LineError) -> str:
    return tr("Line {line}, column {column}, “{value}”: {message}").format(**error._asdict())


def _refusal(path: Path, errors: list[LineError]) -> str:
    """Return the message of a run that nobody asked for a table of faults."""
    told = [_sentence(error) for error in errors[:_TOLD]]
    if len(errors) > _TOLD:
        told.append(tr("… and {count} more; ask for the output “Faulty lines” to see all.").format(
            count=len(errors) - _TOLD))
    return "\n".join([tr("{file} was not imported, not a single line:").format(file=path), *told])


def _error_columns(errors: list[LineError]) -> dict[str, list[Any]]:
    ordered = sorted(errors, key=lambda error: error.line)
    return {name: [getattr(error, name) for error in ordered] for name, _ in ERROR_FIELDS}
