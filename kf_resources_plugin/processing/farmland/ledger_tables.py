"""Events of a ledger as rows: what the ledger algorithms write as tables."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...rules.farmland_balance import INDICATORS
from ...rules.ledger import COMMIT, commit_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.writing import Column
    from ...rules.ledger import Amount, Event

EVENT_FIELDS = (
    ("event_no", "integer"), ("event_kind", "text"), ("at", "text"), ("operator", "text"), ("reason", "text"),
    ("project_id", "text"), ("project_name", "text"), ("unit_codes", "text"), ("quantity_m2", "real"),
    ("paddy_m2", "real"), ("capacity_kg", "real"), ("reverses", "integer"), ("hash", "text"),
)
TAKEN_FIELDS = (
    ("event_no", "integer"), ("project_id", "text"), ("unit_code", "text"), ("entry_id", "text"),
    ("indicator", "text"), ("amount", "real"), ("measure", "text"),
)
_MEASURES = {"quantity": "m2", "paddy": "m2", "capacity": "kg"}


def event_columns(events: Sequence[Event], origins: Sequence[Event]) -> dict[str, Column]:
    """Return the columns of EVENT_FIELDS; ``origins`` are the events that reversals take back, else the same events.

    Amounts are signed, in m² and kg: positive was added to the reserve.
    """
    demands = [origin.payload["demands"] if origin.kind == COMMIT else [] for origin in origins]
    keys = [commit_keys(origin) if origin.kind == COMMIT else [] for origin in origins]
    return {
        "event_no": [event.number for event in events],
        "event_kind": [event.kind for event in events],
        "at": [event.at for event in events],
        "operator": [event.operator for event in events],
        "reason": [event.reason for event in events],
        "project_id": [", ".join(dict.fromkeys(project for project, _ in own)) for own in keys],
        "project_name": [", ".join(dict.fromkeys(row["project_name"] for row in own)) for own in demands],
        "unit_codes": [", ".join(dict.fromkeys([unit for _, unit in own] or [line.unit_code for line in event.amounts]))
                       for own, event in zip(keys, events)],
        **{name: [total(event.amounts, indicator) / 100 for event in events]
           for name, indicator in zip(("quantity_m2", "paddy_m2", "capacity_kg"), INDICATORS)},
        "reverses": [origin.number if origin is not event else None for event, origin in zip(events, origins)],
        "hash": [event.hash for event in events],
    }


def total(amounts: Sequence[Amount], indicator: str) -> int:
    """Return the sum of an indicator in hundredths."""
    return sum(line.amount for line in amounts if line.indicator == indicator)


def taken_columns(events: Sequence[Event]) -> dict[str, Column]:
    """Return the columns of TAKEN_FIELDS: what write-offs took from which entry, in m² and kg, positive."""
    lines = [(event, line) for event in events for line in event.amounts]
    return {
        "event_no": [event.number for event, _ in lines],
        "project_id": [line.project_id for _, line in lines],
        "unit_code": [line.unit_code for _, line in lines],
        "entry_id": [line.entry_id for _, line in lines],
        "indicator": [line.indicator for _, line in lines],
        "amount": [-line.amount / 100 for _, line in lines],
        "measure": [_MEASURES[line.indicator] for _, line in lines],
    }
