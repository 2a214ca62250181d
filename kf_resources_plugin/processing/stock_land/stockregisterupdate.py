"""kf:stockregisterupdate — appends to the register of stock land what a status layer and papers say that is new."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSource,
)

from ...engine.kernel import pick_kernel
from ...engine.stock_events_file import shape_wkb
from ...engine.writing import geometry, make_fields
from ...i18n import tr
from ...rules.findings import in_order
from ...rules.stock_events import DISPOSE
from ...rules.stock_update import Comparison
from ...rules.stock_views import standing
from .. import parameters as common
from ..base import FeedbackProgress, KfAlgorithm
from ..event_access import Settled, author, author_parameters, files_missing, refuse_faults
from ..sinks import Outputs
from .area_units import area_unit_parameter
from .register_access import EVENT_FIELDS, appended, crs_of, event_columns, opened, register_parameter
from .register_findings import (
    later_findings,
    paper_findings,
    undocumented,
    undocumented_findings,
    unexplained_findings,
)
from .register_inputs import DISPOSALS, ROLES, STATUS, RegisterInputs

if TYPE_CHECKING:
    from qgis.core import QgsProcessingContext

    from ...engine.stock_events_store import Register
    from ...rules.disposal_rate import Lot
    from ...rules.stock_events import RegisterState, StockEvent


class StockRegisterUpdate(KfAlgorithm):
    """Compares the status of a day with the register, inside the transaction that appends what is new."""

    NAME = "stockregisterupdate"
    TOPIC = "stock_land"
    ROLES: ClassVar = ROLES
    FIELDS: ClassVar = {"EVENTS": EVENT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Update the register of stock land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,register,update,append,events,disposal,status,year")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            register_parameter(),
            QgsProcessingParameterFeatureSource(STATUS, tr("Status of stock land (STATUS)"),
                                                [kinds.TypeVectorPolygon, kinds.TypeVector]),
            common.table(DISPOSALS, tr("Disposals of stock land"), optional=True),
            QgsProcessingParameterDateTime("DATE", tr("Day of the status (empty: the day its rows tell)"),
                                           QgsProcessingParameterDateTime.Type.Date, optional=True),
            area_unit_parameter(),
            *author_parameters(),
            *common.rules_parameters(),
            common.sink("EVENTS", tr("Events written"), kinds.TypeVector, created=True),
            common.sink("FINDINGS", tr("Findings"), kinds.TypeVectorPolygon),
            common.sink("FINDING_POINTS", tr("Finding points"), kinds.TypeVectorPoint),
        ], {
            "EVENTS_COUNT": tr("Events written"),
            "DISPOSED_M2": tr("Disposed of (m²)"),
            "UNEXPLAINED_COUNT": tr("Parcels gone without a paper"),
            "UNEXPLAINED_M2": tr("Gone without a paper (m²)"),
            "UNDOCUMENTED_M2": tr("Supplied or used without a paper (m²)"),
            "REFUSED_COUNT": tr("Disposals not taken"),
        })

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return what is wrong with register, layers, fields and files."""
        inputs = RegisterInputs(self, parameters, context)
        return [*files_missing(self, inputs.given, "REGISTER"), *inputs.problems()]

    def prepare_layers(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Take the inputs as they are now."""
        self._inputs = RegisterInputs(self, parameters, context)

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Read, compare and append; raises PlannerError."""
        inputs = self._inputs
        del self._inputs
        numbers: list[int] = []
        with opened(inputs.given["REGISTER"], progress) as register, appended(numbers), \
                Outputs(self, parameters, context) as outputs:
            refuse_faults(register)
            run = _Run(inputs, register, progress)
            numbers += run.update(outputs)
        self.tell(run.figures, run.findings, progress)
        return {**outputs.results, **run.figures}


class _Run:
    """One update: what was read, and what comes of it."""

    def __init__(self, inputs: RegisterInputs, register: Register, progress: FeedbackProgress) -> None:
        self._inputs, self._register, self._progress = inputs, register, progress
        self._book = inputs.book()
        self._crs = crs_of(register)
        self._status = inputs.status(self._crs, register.srs_id, pick_kernel(), self._book, progress.part(0.0, 0.4))
        self._day = inputs.day_of(self._status.day, self._status.label)
        self._papers = inputs.papers(self._stood, self._book, progress.part(0.4, 0.6))
        self.findings = list(inputs.findings)
        self.figures: dict[str, float | None] = {}

    def _stood(self) -> dict[Lot, int]:
        return {lot.lot: lot.amount for lot in standing(self._register.state(), self._day)}

    def update(self, outputs: Outputs) -> list[int]:
        """Append and return the numbers of the events; raises RegisterFault."""
        self._progress.check()
        events = self._register.update(self._compared, *author(self._inputs.given),
                                       lambda events, compared: self._write(events, compared, outputs))
        return [event.number for event in events]

    def _compared(self, state: RegisterState) -> Comparison:
        self._state = state
        least, share = (float(self._book.threshold("register.slack", key)) for key in (
            "min_area_m2", "max_share_of_total"))
        return Comparison(state, self._day, self._status.lots, self._papers, self._status.unclear, _alike,
                          lambda amount: max(round(100 * least), int(amount * share)))

    def _write(self, events: list[StockEvent], compared: Comparison, outputs: Outputs) -> None:
        """Write the outputs, before the register lasts: where they cannot be written, nothing is."""
        outcome, book = compared.outcome, self._book
        refused = list(paper_findings(self._papers, outcome, book))
        self.findings = in_order([
            *self.findings, *refused, *later_findings(outcome, self._day, book), *unexplained_findings(outcome, book),
            *undocumented_findings(events, book)])
        self.figures = {
            "EVENTS_COUNT": float(len(events)),
            "DISPOSED_M2": -sum(event.lines[0].amount for event in events if event.kind == DISPOSE) / 100,
            "UNEXPLAINED_COUNT": float(len({lot.parcel for lot in outcome.unexplained})),
            "UNEXPLAINED_M2": sum(outcome.unexplained.values()) / 100,
            "UNDOCUMENTED_M2": sum(event.lines[1].amount for event in undocumented(events, book)) / 100,
            "REFUSED_COUNT": float(len(refused)),
        }
        self._progress.check()  # the last time: from here on it is settled
        settled = Settled(self._progress.feedback)
        outputs.layer("EVENTS", make_fields(EVENT_FIELDS), event_columns(events, {}, {}), settled)
        outputs.findings(self.findings, self._crs, settled)


def _alike(one: bytes, other: bytes) -> bool:
    """Tell whether two shapes of a register cover the same, however their corners are listed."""
    if one == other or not (one and other):
        return one == other
    return bool(geometry(shape_wkb(one)).isGeosEqual(geometry(shape_wkb(other))))
