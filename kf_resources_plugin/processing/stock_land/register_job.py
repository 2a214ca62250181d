"""From the parameters of kf:stockregisterstate to the stock of a day: events known now or recorded then, replayed."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from ...engine.admin_units import county_name
from ...engine.stock_events_file import shape_wkb
from ...engine.wkb import as_wkb_array
from ...rules.stock_views import board, disposals, recorded_by, replayed, standing
from ..event_access import files_missing
from ..inputs import Inputs
from ..inputs_job import ChartedJob
from ..run_result import RunResult
from ..settings import named_content
from .register_access import crs_of, opened

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.wkb import Wkbs
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...rules.stock_events import RegisterState, Step, StockEvent
    from ...rules.stock_views import Flow, Standing


@dataclass(frozen=True)
class RegisterResult(RunResult):
    """Everything a run found out, before anything is written.

    events: all that were recorded by then; state: what they amount to; lots: those that stood on ``today``; wkb: object
    (lots,), ``b""`` without a place; flows: by county, year and class; stock: classes that are stock; head: number and
    hash of the last event; families: fonts of the charts.
    """

    title: str
    today: date
    until: date | None
    crs: QgsCoordinateReferenceSystem
    events: list[StockEvent]
    state: RegisterState
    lots: list[Standing]
    wkb: Wkbs
    flows: dict[tuple[str, int, str], Flow]
    disposals: list[Step]
    stock: frozenset[str]
    head: tuple[int, str]
    families: list[str]

    def unit_name(self, unit: str) -> str:
        """Return what the register calls a county, else what it is called."""
        return self._told_names.get(unit) or county_name(unit)

    @cached_property
    def _told_names(self) -> dict[str, str]:
        """The first name that lots tell of each county: read once, for every row of every output asks."""
        told: dict[str, str] = {}
        for lot in self.lots:
            if lot.facts["unit_name"]:
                told.setdefault(lot.lot.unit, lot.facts["unit_name"])
        return told


class StateInputs(Inputs):
    """Inputs under the names REGISTER, DATE, RECORDED_UNTIL, RULES_DATE, RULES."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, object],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._missing = files_missing(algorithm, self.given, "REGISTER")

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return [*self._missing, *self.file_problems(self.book)]

    def until(self) -> date | None:
        """Return the last day of recording that counts, None for all."""
        return date.fromisoformat(self.given["RECORDED_UNTIL"]) if self.given["RECORDED_UNTIL"] else None


class StateJob(ChartedJob[StateInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = StateInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> RegisterResult:
        """Read and replay; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        today, until = inputs.today(), inputs.until()
        path = inputs.given["REGISTER"]
        with opened(path, progress) as register:
            title, crs, state = register.title or path.name, crs_of(register), register.state()
            faults = [book.finding(fault.rule_id, role="register", **fault.values) for fault in register.faults]
        progress.check()
        events = state.events
        if until is not None:
            events = recorded_by(events, until)
            state = replayed(events)
        progress.set(0.5)
        # by its last event, not by its bytes: whoever closes the file drops the locks of a window that writes into it
        head = (state.number, state.head_hash)
        inputs.resolved["REGISTER"] = named_content(path.name, state.head_hash)
        lots = standing(state, today)
        progress.check()
        found = [*faults, *_nothing(state, today, lots, book)]
        progress.set(1.0)
        return RegisterResult(
            **inputs.outcome(found, book, "", progress), title=title, today=today, until=until, crs=crs, events=events,
            state=state, lots=lots, wkb=as_wkb_array([shape_wkb(lot.shape) for lot in lots]),
            flows=board(state, today), disposals=disposals(state), head=head,
            stock=frozenset(book.threshold("rate.definition", "classes")), families=self._families)


def _nothing(state: RegisterState, today: date, lots: list[Standing], book: RuleBook) -> list[Finding]:
    """Return that nothing stood on the day."""
    return [] if lots else [book.finding("register.nothing", role="register", place="day", value=today,
                                         count=len(state.events))]


