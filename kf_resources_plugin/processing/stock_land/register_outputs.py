"""The outputs of kf:stockregisterstate: the stock of a day, disposals, events, flows by county, year and class."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.dates import read_date
from ...engine.writing import make_fields
from ...rules.stock_status import CLASSES
from .register_access import EVENT_FIELDS, event_columns
from .status_outputs import STATUS_FIELDS
from .status_words import route_of

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ...rules.stock_views import Standing
    from ..sinks import Outputs
    from .register_job import RegisterResult

DISPOSAL_FIELDS = (("parcel_id", "text"), ("unit_code", "text"), ("date", "date"), ("class", "text"),
                   ("area_m2", "real"), ("route", "text"), ("document", "text"), ("event_id", "integer"))
_FLOWS = ("opening", "entered", "moved_in", "moved_out", "corrected", "disposed", "closing")
BOARD_FIELDS = (("unit_code", "text"), ("unit_name", "text"), ("year", "integer"), ("class", "text"),
                *((f"{name}_m2", "real") for name in _FLOWS))


def write_outputs(result: RegisterResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers and tables that were asked for."""
    outputs.layer("STATE", make_fields(STATUS_FIELDS), _columns(STATUS_FIELDS, [
        _state_row(result, lot) for lot in result.lots]), progress.part(0.0, 0.4), result.crs, result.wkb)
    outputs.layer("DISPOSALS", make_fields(DISPOSAL_FIELDS), _disposal_columns(result), progress.part(0.4, 0.5))
    outputs.layer("BOARD", make_fields(BOARD_FIELDS), _board_columns(result), progress.part(0.5, 0.6))
    outputs.layer("EVENTS", make_fields(EVENT_FIELDS), event_columns(
        result.events, result.state.by_number, result.state.reversed_by), progress.part(0.6, 0.8))
    outputs.findings(result.findings, result.crs, progress.part(0.8, 0.95))


def figures(result: RegisterResult) -> dict[str, float | None]:
    """Return the number outputs; flows are those of the year of the day."""
    year = [flow for (_, year, kind), flow in result.flows.items()
            if year == result.today.year and kind in result.stock]
    return {
        "STOCK_M2": sum(lot.amount for lot in result.lots if lot.lot.kind in result.stock) / 100,
        "PARCELS_COUNT": float(len({lot.lot.parcel for lot in result.lots if lot.lot.kind in result.stock})),
        "OPENING_M2": sum(flow.opening for flow in year) / 100,
        "DISPOSED_M2": sum(flow.disposed for flow in year) / 100,
        "EVENTS_COUNT": float(len(result.events)),
    }


def _state_row(result: RegisterResult, standing: Standing) -> list[Any]:
    """Return a lot with the fields of a status layer."""
    (parcel, unit, kind), facts, book, today = standing.lot, standing.facts, result.book, result.today
    since = read_date(facts["since"])
    known = kind in CLASSES
    return [
        parcel, unit, result.unit_name(unit), *(facts[name] or None for name in ("batch", "use", "project", "year")),
        kind, standing.amount / 100, since, None if since is None else (today - since).days,
        str(book.threshold(f"stock.{kind}", "actor")) or None if known else None,
        route_of(CLASSES.index(kind), since, today, book) or None if known else None, int(facts["approved"] or 0),
        f"stock.{kind}" if known else "rate.definition", book.message(f"stock.{kind}") if known else None]


def _disposal_columns(result: RegisterResult) -> dict[str, Column]:
    return _columns(DISPOSAL_FIELDS, [
        [step.line.lot.parcel, step.line.lot.unit, step.day, step.line.lot.kind, -step.amount / 100,
         step.event.payload["route"] or None, step.event.payload["document"], step.number]
        for step in result.disposals])


def _board_columns(result: RegisterResult) -> dict[str, Column]:
    return _columns(BOARD_FIELDS, [
        [unit, result.unit_name(unit), year, kind, *(getattr(flow, name) / 100 for name in _FLOWS)]
        for (unit, year, kind), flow in result.flows.items()])


def _columns(fields: tuple[tuple[str, str], ...], rows: list[list[Any]]) -> dict[str, Column]:
    return {name: [row[place] for row in rows] for place, (name, _) in enumerate(fields)}
