"""The outputs of kf:disposalrate: counties, events with what became of them, years, findings, and numbers."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem

from ...engine.admin_units import county_name
from ...engine.writing import make_fields
from ...rules.disposal_rate import COUNTED, OTHER_YEAR, Flow

if TYPE_CHECKING:
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .rate_job import RateResult

_FLOW_FIELDS = (("unit_code", "text"), ("unit_name", "text"), ("year", "integer"), ("opening_m2", "real"),
                ("disposed_m2", "real"), ("remaining_m2", "real"), ("rate", "real"), ("target_met", "integer"),
                ("short_m2", "real"))
RATE_FIELDS = (*_FLOW_FIELDS, ("unsupplied_m2", "real"), ("unsupplied_disposed_m2", "real"), ("idle_m2", "real"),
               ("idle_disposed_m2", "real"), ("quota_factor", "real"), ("quota_m2", "real"))
TREND_FIELDS = (*_FLOW_FIELDS, ("rate_change", "real"))
EVENT_FIELDS = (("parcel_id", "text"), ("unit_code", "text"), ("stock_class", "text"), ("disposed_on", "date"),
                ("area_m2", "real"), ("route", "text"), ("disposal_document", "text"), ("counted", "integer"),
                ("outcome", "text"), ("source_fid", "integer"))


def write_outputs(result: RateResult, outputs: Outputs, progress: Progress) -> None:
    """Write the tables that were asked for."""
    outputs.layer("RATES", make_fields(RATE_FIELDS), rate_columns(result), progress.part(0.0, 0.3))
    outputs.layer("EVENTS", make_fields(EVENT_FIELDS), _event_columns(result), progress.part(0.3, 0.6))
    outputs.layer("TREND", make_fields(TREND_FIELDS), trend_columns(result), progress.part(0.6, 0.8))
    outputs.findings(result.findings, QgsCoordinateReferenceSystem(), progress.part(0.8, 0.95))


def figures(result: RateResult) -> dict[str, float | None]:
    """Return the number outputs; the quota is None in a year without the notice."""
    city = result.flow(result.city)
    met = Counter(result.flow(account).meets(result.least) for account in result.accounts.values())
    verdicts = Counter(result.verdicts)
    return {
        "OPENING_M2": city.opening / 100, "DISPOSED_M2": city.disposed / 100, "RATE": share(city),
        "TARGET": float(result.least),
        "UNITS_MET": float(met[True]), "UNITS_MISSED": float(met[False]),
        "EVENTS_COUNTED": float(verdicts[COUNTED]),
        "EVENTS_REFUSED": float(len(result.verdicts) - verdicts[COUNTED] - verdicts[OTHER_YEAR]),
        "QUOTA_M2": quota_sum(result),
    }


def quota_sum(result: RateResult) -> float | None:
    """Return the quota that all counties earn, in m², None where the year has no notice or there is no stock."""
    earned = [found.earned for found in result.quotas.values() if found is not None]
    return sum(earned) / 100 if earned else None


def share(flow: Flow) -> float | None:
    """Return the rate as outputs have it, 0 to 1."""
    return None if flow.rate is None else round(float(flow.rate), 6)


def rate_columns(result: RateResult) -> dict[str, Column]:
    """Return one row for each county with stock, in the order of the codes."""
    rows = []
    for unit, account in result.accounts.items():
        found = result.quotas[unit]
        tasks = [None] * 6 if found is None else [
            *(amount / 100 for flow in (found.unsupplied, found.idle) for amount in flow), float(found.factor),
            found.earned / 100]
        rows.append([*_flow_row(result, unit, result.year, result.flow(account)), *tasks])
    return _columns(RATE_FIELDS, rows)


def trend_columns(result: RateResult) -> dict[str, Column]:
    """Return one row for each county and year; the change is that against the year before, where it is known."""
    rates = {(row.unit, row.year): share(row.flow) for row in result.years}
    rows = []
    for unit, year, flow in result.years:
        now, before = rates[unit, year], rates.get((unit, year - 1))
        rows.append([*_flow_row(result, unit, year, flow),
                     None if now is None or before is None else round(now - before, 6)])
    return _columns(TREND_FIELDS, rows)


def _flow_row(result: RateResult, unit: str, year: int, flow: Flow) -> list[Any]:
    met = flow.meets(result.least)
    return [unit, county_name(unit), year, flow.opening / 100, flow.disposed / 100,
            (flow.opening - flow.disposed) / 100, share(flow), None if met is None else int(met),
            flow.short(result.least) / 100]


def _event_columns(result: RateResult) -> dict[str, Column]:
    rows = []
    for row, verdict in zip(result.disposals, result.verdicts):
        event = row.event
        rows.append([event.lot.parcel or None, event.lot.unit, event.lot.kind, event.day, event.amount / 100,
                     row.route or None, event.document or None, int(verdict == COUNTED), verdict, row.fid])
    return _columns(EVENT_FIELDS, rows)


def _columns(fields: tuple[tuple[str, str], ...], rows: list[list[Any]]) -> dict[str, Column]:
    return {name: [row[place] for row in rows] for place, (name, _) in enumerate(fields)}
