"""From the parameters of kf:stocklandstatus to land by class: read, laid over one another, judged on the day, told."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ...engine.kernel import pick_kernel
from ...engine.partition import table_of
from ...engine.stock_parts import APPROVALS, BUILT, STEPS, cut_stock, status_of
from ...engine.stock_register import FIELDS, stated_m2
from ...rules.stock_status import AMOUNTS
from ...rules.units import hundredths
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .area_units import check_units
from .parcel_units import parcel_units
from .status_findings import drawn_findings, ledger_findings, overlay_findings, register_findings
from .status_inputs import StatusInputs
from .status_rows import ledger_rows, overlay_rows

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.admin_units import Unit
    from ...engine.kernel import Kernel
    from ...engine.stock_register import Register
    from ...rules.areas import Floats
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .status_rows import StatusRows


@dataclass(frozen=True)
class StatusResult(RunResult):
    """Everything a run found out, before anything is written; units: (rows,) of the land by class.

    approved: hundredths of m² that the approvals state, or cover where layers lie over one another.
    """

    today: date
    placed: bool
    laid_over: bool
    crs: QgsCoordinateReferenceSystem
    rows: StatusRows
    units: list[Unit]
    approved: int


class StatusJob(InputsJob[StatusInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = StatusInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> StatusResult:
        """Read and judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        today = inputs.today()
        known = date.today()
        registers, fields = inputs.registers(known, kernel, book, progress.part(0.0, 0.3))
        found = register_findings(registers, book, progress)
        if today > known:
            found.append(book.finding("stock.day_ahead", role=APPROVALS, place="day", day=today, value=known))
        rows, approved, more = self._rows(registers, fields, today, kernel, book, progress.part(0.3, 0.8))
        crs = registers[APPROVALS].table.crs
        units = parcel_units(inputs, table_of(rows.wkb, registers[APPROVALS].table), inputs.has_places,
                             _places(rows), kernel, book, progress.part(0.8, 1.0), rows.texts["parcel"])
        progress.check()
        missing = sum(not unit.code and not unit.name for unit in units)
        if missing:
            more.append(book.finding("stock.unit_missing", role=APPROVALS, place="unit", count=missing))
        progress.set(1.0)
        return StatusResult(**inputs.outcome([*found, *more], book, kernel, progress), today=today,
                            placed=inputs.has_places, laid_over=inputs.is_overlay, crs=crs, rows=rows, units=units,
                            approved=approved)

    def _rows(self, registers: dict[str, Register], fields: dict[str, dict[str, str | None]], today: date,
              kernel: Kernel, book: RuleBook, progress: Progress) -> tuple[StatusRows, int, list[Finding]]:
        approvals = registers[APPROVALS]
        if not self._inputs.is_overlay:
            names = {key: name or FIELDS.get(key, key) for key, name in fields[APPROVALS].items()}
            drawn = self._inputs.areas(approvals.table.crs, book, progress)(
                approvals.table.wkb) if self._inputs.has_places else None
            more = self._unlike(APPROVALS, approvals, fields, drawn, book)
            rows, faults = ledger_rows(approvals, names, today, progress)
            stated = sum(plot.whole for plot in approvals.plots if plot.reached("approved", today))
            found = [*more, *ledger_findings(approvals, faults, fields[APPROVALS], book, progress)]
            if drawn is not None:
                found += drawn_findings(approvals, drawn, names["approved_m2"], book)
            return rows, stated, found
        registers = {role: register.by(STEPS[role], today) if role in STEPS else register
                     for role, register in registers.items()}
        areas = self._inputs.areas(approvals.table.crs, book, progress)
        parts = cut_stock({role: register.table for role, register in registers.items()}, areas, book, kernel, progress)
        more = [finding for role, register in registers.items()
                for finding in self._unlike(role, register, fields, parts.drawn[role], book)]
        status = status_of(parts, registers, today)
        covered = int(hundredths(parts.drawn[APPROVALS]).sum() - parts.shared[APPROVALS].sum())
        return (overlay_rows(parts, status, registers), covered,
                [*more, *overlay_findings(parts, status, registers, fields, today, book)])

    def _unlike(self, role: str, register: Register, fields: dict[str, dict[str, str | None]], drawn: Floats | None,
                book: RuleBook) -> list[Finding]:
        """Refuse areas that are evidently in another unit; drawn: float64 (rows,) m² of the shapes of a layer."""
        areas = {key: stated_m2(register.plots, key) for key in AMOUNTS}
        own = "approved_m2" if role == BUILT else f"{STEPS[role]}_m2"
        shapes = {} if drawn is None else {own: drawn}
        return check_units(self._inputs, register.table.name, fields[role], areas, shapes, book)


def _places(rows: StatusRows) -> list[str]:
    """Return the code, else the name, of the unit that each row states."""
    return [code or name for code, name in zip(rows.texts["unit"], rows.texts["unit_name"])]
