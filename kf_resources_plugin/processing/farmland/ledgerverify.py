"""kf:ledgerverify — whether a ledger is as it was written, and has everything that a slip shows."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...engine.errors import PlannerError
from ...engine.ledger_store import open_ledger
from ...engine.rule_store import load_rule_book
from ...i18n import language, tr
from ...rules.ledger import LedgerFault
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..settings import given_settings
from ..sinks import Outputs
from .ledger_access import fault_text, files_missing, ledger_parameter

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingContext

    from ...rules.findings import Finding

# what makes a file no ledger that can be opened is a verdict on it too, not a failure of the run
_VERDICTS = {"ledger.damaged", "ledger.not_a_ledger"}


class LedgerVerify(KfAlgorithm):
    """Reads a ledger through and changes nothing."""

    NAME = "ledgerverify"
    TOPIC = "farmland"

    def title(self) -> str:
        """Return the translated name."""
        return tr("Verify a write-off ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,verify,check,audit,hash,chain,slip,tampering")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        common.add_all(self, [
            ledger_parameter(),
            QgsProcessingParameterNumber("ANCHOR_EVENT", tr("Event number on a slip"),
                                         QgsProcessingParameterNumber.Type.Integer, None, True, 1),
            QgsProcessingParameterString("ANCHOR_HASH", tr("Hash of this event on the slip"), optional=True),
            common.sink("FINDINGS", tr("Findings"), QgsProcessing.SourceType.TypeVectorPolygon, created=True),
        ], {"VALID": tr("Ledger is sound (1) or not (0)")})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is missing."""
        given = given_settings(self, parameters, context)
        found = files_missing(self, given, "LEDGER")
        if (given["ANCHOR_EVENT"] is None) != (given["ANCHOR_HASH"] is None):
            found.append(tr("Give both the event number and the hash of a slip, or neither."))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read, tell and write; raises PlannerError where the file cannot be read at all."""
        given = given_settings(self, parameters, context)
        anchor = None if given["ANCHOR_EVENT"] is None else (int(given["ANCHOR_EVENT"]), given["ANCHOR_HASH"])
        progress.check()
        faults, warnings = _verdict(given["LEDGER"], anchor, progress)
        progress.set(0.8)
        found = [_finding(fault) for fault in (*faults, *warnings)]
        for finding in found:
            progress.warn(f"{finding.message} {finding.remedy}")
        with Outputs(self, parameters, context) as outputs:
            outputs.findings(found, QgsCoordinateReferenceSystem(), progress)
        progress.info(tr("The ledger is not sound.") if faults else tr("The ledger is sound."))
        return {**outputs.results, "VALID": int(not faults)}


def _verdict(path: Path, anchor: tuple[int, str] | None,
             progress: FeedbackProgress) -> tuple[list[LedgerFault], list[LedgerFault]]:
    """Return what is wrong with a ledger, and what its owner should know besides."""
    try:
        with open_ledger(path) as ledger:
            faults = ledger.verify(anchor)
            events = ledger.events()
            if events:
                progress.info(tr("{count} events; the last is {number}, hash {hash}").format(
                    count=len(events), number=events[-1].number, hash=events[-1].hash))
            return faults, ledger.warnings
    except LedgerFault as fault:
        if fault.rule_id in _VERDICTS:
            return [fault], []
        raise PlannerError(fault_text(fault)) from fault


def _finding(fault: LedgerFault) -> Finding:
    number = fault.values.get("event_no")
    about = ("entry_id", "indicator", "project_id", "unit_code", "table", "names")
    place = " ".join(str(fault.values[key]) for key in about if key in fault.values)
    return load_rule_book(date.today(), language()).finding(
        fault.rule_id, subject_id="" if number is None else str(number), role="ledger", place=place, **fault.values)
