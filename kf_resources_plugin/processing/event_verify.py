"""Whether a file of events is as it was written: what the algorithms that verify one share."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..engine.errors import PlannerError
from ..engine.rule_store import load_rule_book
from ..i18n import language, tr
from ..rules.event_chain import EventFault
from . import parameters as common
from .base import FeedbackProgress, KfAlgorithm
from .event_access import fault_text, files_missing
from .settings import given_settings
from .sinks import Outputs

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingContext, QgsProcessingParameterDefinition

    from ..engine.event_store import EventStore
    from ..rules.findings import Finding

_ABOUT = ("entry_id", "indicator", "project_id", "parcel_id", "unit_code", "kind", "table", "names")


class EventVerify(KfAlgorithm):
    """Reads a file of events through and changes nothing. A subclass names its kind of file, and what it is called."""

    FILE: ClassVar[str]
    FAULTS: ClassVar[type[EventFault]]

    def file_parameter(self) -> QgsProcessingParameterDefinition:
        """Return the parameter of the file."""
        raise NotImplementedError

    def anchor_titles(self) -> tuple[str, str]:
        """Return what the number of an event, and its hash, are called on the paper they are printed on."""
        raise NotImplementedError

    def verdict_titles(self) -> tuple[str, str, str]:
        """Return what VALID is called, and what is said of a sound file and of another."""
        raise NotImplementedError

    def open_file(self, path: Path) -> EventStore[Any, Any]:
        """Open the file; raises EventFault."""
        raise NotImplementedError

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        number, printed = self.anchor_titles()
        common.add_all(self, [
            self.file_parameter(),
            QgsProcessingParameterNumber("ANCHOR_EVENT", number, QgsProcessingParameterNumber.Type.Integer, None, True,
                                         1),
            QgsProcessingParameterString("ANCHOR_HASH", printed, optional=True),
            common.sink("FINDINGS", tr("Findings"), QgsProcessing.SourceType.TypeVectorPolygon, created=True),
        ], {"VALID": self.verdict_titles()[0]})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is missing."""
        given = given_settings(self, parameters, context)
        found = files_missing(self, given, self.FILE)
        if (given["ANCHOR_EVENT"] is None) != (given["ANCHOR_HASH"] is None):
            found.append(tr("Give both the number of the event and its hash, or neither."))
        return found

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read, tell and write; raises PlannerError where the file cannot be read at all."""
        given = given_settings(self, parameters, context)
        anchor = None if given["ANCHOR_EVENT"] is None else (int(given["ANCHOR_EVENT"]), given["ANCHOR_HASH"])
        progress.check()
        faults, warnings = self._verdict(given[self.FILE], anchor, progress)
        progress.set(0.8)
        found = [self._finding(fault) for fault in (*faults, *warnings)]
        for finding in found:
            progress.warn(f"{finding.message} {finding.remedy}")
        with Outputs(self, parameters, context) as outputs:
            outputs.findings(found, QgsCoordinateReferenceSystem(), progress)
        progress.info(self.verdict_titles()[2 if faults else 1])
        return {**outputs.results, "VALID": int(not faults)}

    def _verdict(self, path: Path, anchor: tuple[int, str] | None,
                 progress: FeedbackProgress) -> tuple[list[EventFault], list[EventFault]]:
        """Return what is wrong with a file, and what its owner should know besides."""
        topic = self.FAULTS.TOPIC
        try:
            with self.open_file(path) as store:
                faults = store.verify(anchor)
                events = store.events()
                if events:
                    progress.info(tr("{count} events; the last is {number}, hash {hash}").format(
                        count=len(events), number=events[-1].number, hash=events[-1].hash))
                return faults, store.warnings
        except EventFault as fault:
            # what makes a file none that can be opened is a verdict on it too, not a failure of the run
            if fault.rule_id in {f"{topic}.damaged", f"{topic}.not_a_{topic}"}:
                return [fault], []
            raise PlannerError(fault_text(fault)) from fault

    def _finding(self, fault: EventFault) -> Finding:
        number = fault.values.get("event_no")
        place = " ".join(str(fault.values[key]) for key in _ABOUT if key in fault.values)
        return load_rule_book(date.today(), language()).finding(
            fault.rule_id, subject_id="" if number is None else str(number), role=self.FAULTS.TOPIC, place=place,
            **fault.values)
