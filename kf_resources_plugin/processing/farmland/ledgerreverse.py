"""kf:ledgerreverse — takes an event of the ledger back by an event of opposite amounts."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterNumber

from ...engine.writing import make_fields
from ...i18n import tr
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..event_access import Settled, author, author_parameters, files_missing, refuse_faults
from ..settings import given_settings
from ..sinks import Outputs
from .ledger_access import ledger_parameter, opened, written
from .ledger_tables import EVENT_FIELDS, event_columns

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

    from ...rules.ledger import Event


class LedgerReverse(KfAlgorithm):
    """Writes one reversal; nothing is ever taken out of a ledger."""

    NAME = "ledgerreverse"
    TOPIC = "farmland"
    FIELDS: ClassVar = {"EVENTS": EVENT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Reverse an event of the ledger")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("ledger,reverse,cancel,undo,write-off,give back")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        common.add_all(self, [
            ledger_parameter(),
            QgsProcessingParameterNumber("EVENT_ID", tr("Number of the event to reverse"),
                                         QgsProcessingParameterNumber.Type.Integer, minValue=1),
            *author_parameters(),
            common.sink("EVENTS", tr("Events written"), QgsProcessing.SourceType.TypeVector, created=True),
        ], {})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return which file is missing."""
        return files_missing(self, given_settings(self, parameters, context), "LEDGER")

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Write the reversal; raises PlannerError."""
        given = given_settings(self, parameters, context)
        numbers: list[int] = []
        with opened(given["LEDGER"], progress) as ledger, written(numbers), \
                Outputs(self, parameters, context) as outputs:
            refuse_faults(ledger)
            origin = ledger.event(int(given["EVENT_ID"]))
            progress.set(0.5)

            def write(event: Event) -> None:
                progress.check()  # the last time: then it lasts
                outputs.layer("EVENTS", make_fields(EVENT_FIELDS), event_columns([event], [origin]),
                              Settled(progress.feedback))

            event = ledger.reverse(origin.number, *author(given), before_lasting=write)
            numbers.append(event.number)
        progress.info(tr("Event {number} takes event {origin} back.").format(number=event.number,
                                                                             origin=origin.number))
        progress.info(tr("Event {number}, hash {hash}").format(number=event.number, hash=event.hash))
        return outputs.results
