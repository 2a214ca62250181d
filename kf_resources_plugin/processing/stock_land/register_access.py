"""What the algorithms of the register of stock land share: its parameter, opening it, its coordinate system, events."""
from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingParameterFile

from ...engine.errors import PlannerError
from ...engine.stock_events_store import open_register
from ...i18n import tr
from ...rules.event_chain import REVERSE
from ...rules.stock_events import RegisterFault
from ..event_access import fault_text, tell_warnings
from .rate_words import class_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsProcessingParameterDefinition

    from ...engine.stock_events_store import Register
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ...rules.stock_events import StockEvent

EVENT_FIELDS = (
    ("parcel_id", "text"), ("event_id", "integer"), ("kind", "text"), ("day", "date"), ("recorded", "text"),
    ("class", "text"), ("area_m2", "real"), ("route", "text"), ("document", "text"), ("operator", "text"),
    ("reason", "text"), ("unit_code", "text"), ("reverses", "integer"), ("reversed_by", "integer"), ("hash", "text"),
)


def register_parameter() -> QgsProcessingParameterDefinition:
    """Return REGISTER, an existing register."""
    return QgsProcessingParameterFile("REGISTER", tr("Register of stock land"), optional=True, fileFilter=tr(
        "Registers of stock land (*.kfstock.gpkg);;All files (*)"))


@contextmanager
def opened(path: Path, progress: Progress | None = None) -> Iterator[Register]:
    """Open a register; every RegisterFault inside becomes a PlannerError in the words of its rule.

    ``progress`` is told what the register warns of.
    """
    try:
        with open_register(path) as register:
            tell_warnings(register, progress)
            yield register
    except RegisterFault as fault:
        values = fault.values
        if "kind" in values:
            values = {**values, "kind": class_names().get(values["kind"], values["kind"])}
        raise PlannerError(fault_text(RegisterFault(fault.rule_id, **{**values, "path": path}))) from fault


@contextmanager
def appended(numbers: Sequence[int]) -> Iterator[None]:
    """Say, when outputs fail after the register was written, that it was; ``numbers``: its events, filled by then."""
    try:
        yield
    except PlannerError as error:
        if not numbers:
            raise
        raise PlannerError(tr("The register has been written (events {first} to {last}) and stays so. Only the outputs "
                              "are missing: {reason}").format(
            first=numbers[0], last=numbers[-1], reason=error)) from error


def crs_of(register: Register) -> QgsCoordinateReferenceSystem:
    """Return the coordinate system of a register's shapes: by its code, else by what the file says of it."""
    known = QgsCoordinateReferenceSystem(f"EPSG:{register.srs_id}")
    return known if known.isValid() else QgsCoordinateReferenceSystem.fromWkt(register.crs)


def event_columns(events: Sequence[StockEvent], by_number: Mapping[int, StockEvent],
                  reversed_by: Mapping[int, int]) -> dict[str, Column]:
    """Return the columns of EVENT_FIELDS, one row for each lot that an event changes.

    Areas are signed: what came in is positive, and a reversal takes back what its event did, so that the rows of a
    parcel and class sum to what stands. ``by_number``: all events, for what reversals reverse.
    """
    rows: list[list[Any]] = []
    for event in events:
        undone = by_number[event.payload["reverses"]] if event.kind == REVERSE else None
        said = undone or event
        for line in said.lines:
            rows.append([
                line.lot.parcel, event.number, event.kind, said.day, event.at, line.lot.kind,
                (-line.amount if undone else line.amount) / 100, said.payload["route"] or None,
                said.payload["document"] or None, event.operator, event.reason, line.lot.unit,
                undone.number if undone else None, reversed_by.get(event.number), event.hash])
    return {name: [row[place] for row in rows] for place, (name, _) in enumerate(EVENT_FIELDS)}
