"""kf:stockregisterreverse — takes an event of the register of stock land back."""
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
from .register_access import EVENT_FIELDS, appended, event_columns, opened, register_parameter

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

    from ...rules.stock_events import StockEvent


class StockRegisterReverse(KfAlgorithm):
    """Writes one reversal; nothing is ever taken out of a register."""

    NAME = "stockregisterreverse"
    TOPIC = "stock_land"
    FIELDS: ClassVar = {"EVENTS": EVENT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Reverse an event of the register of stock land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,register,reverse,cancel,undo,mistake")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        common.add_all(self, [
            register_parameter(),
            QgsProcessingParameterNumber("EVENT_ID", tr("Number of the event to undo"),
                                         QgsProcessingParameterNumber.Type.Integer, minValue=1),
            *author_parameters(),
            common.sink("EVENTS", tr("Events written"), QgsProcessing.SourceType.TypeVector, created=True),
        ], {})

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return which file is missing."""
        return files_missing(self, given_settings(self, parameters, context), "REGISTER")

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Write the reversal; raises PlannerError."""
        given = given_settings(self, parameters, context)
        numbers: list[int] = []
        with opened(given["REGISTER"], progress) as register, appended(numbers), \
                Outputs(self, parameters, context) as outputs:
            refuse_faults(register)
            origin = register.event(int(given["EVENT_ID"]))
            progress.set(0.5)

            def write(event: StockEvent) -> None:
                progress.check()  # the last time: then it lasts
                outputs.layer("EVENTS", make_fields(EVENT_FIELDS),
                              event_columns([event], {origin.number: origin}, {}), Settled(progress.feedback))

            event = register.reverse(origin.number, *author(given), before_lasting=write)
            numbers.append(event.number)
        progress.info(tr("Event {number} undoes event {origin}.").format(number=event.number,
                                                                             origin=origin.number))
        progress.info(tr("Event {number}, hash {hash}").format(number=event.number, hash=event.hash))
        return outputs.results
