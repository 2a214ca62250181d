"""A ledger as sheets and as JSON."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...engine.spreadsheet_writing import Column, Sheet
from ...i18n import tr
from ...rules.event_chain import CREATE, REVERSE, statement
from ...rules.farmland_balance import INDICATORS
from ...rules.ledger import COMMIT, ENTRY, TRADE_IN, TRADE_OUT, commit_keys
from ..event_access import fault_text
from .balance_findings import indicator_title, unit_text
from .balance_parameters import GRADE_SCALES
from .ledger_tables import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...engine.ledger_store import Ledger
    from ...engine.spreadsheet_writing import Cell
    from ...rules.ledger import Event

JSON_FORMAT = "kf-ledger-export-1"
_RECIPE = ("hash = SHA-256 in hexadecimal of the UTF-8 text of the event without its member hash, written as JSON with "
           "all keys sorted, no spaces and no escapes but those JSON demands; previous_hash of event 1 is 64 zeros. "
           "amounts: project_id, unit_code, entry_id, indicator, amount in hundredths of m2 or kg, + adds, - takes.")


def ledger_json(ledger: Ledger) -> str:
    """Return the whole chain as JSON; whoever has it can check it without this plugin."""
    events = ledger.events()
    return json.dumps({
        "format": JSON_FORMAT,
        "recipe": _RECIPE,
        "title": ledger.title,
        "unit_code": ledger.unit_code,
        "grade_scale": ledger.grade_scale,
        "head": {"event_no": events[-1].number, "hash": events[-1].hash} if events else None,
        "faults": [fault_text(fault) for fault in ledger.faults],
        "events": [{**statement(event), "hash": event.hash} for event in events],
    }, ensure_ascii=False, indent=1)


def ledger_sheets(ledger: Ledger) -> list[Sheet]:
    """Return balances, history and amounts, each with the facts that say of which ledger and when."""
    facts, notes = _facts(ledger), [fault_text(fault) for fault in ledger.faults]
    events = ledger.events()
    return [_balances(ledger, facts, notes), _history(ledger, events, facts, notes), _amounts(events, facts, notes)]


def _facts(ledger: Ledger) -> list[tuple[str, str]]:
    events = ledger.events()
    scale = ledger.grade_scale
    return [
        (tr("Ledger"), ledger.title or ledger.path.name),
        (tr("Unit"), unit_text(ledger.unit_code) if ledger.unit_code else ""),
        (tr("Scale of grades"), tr(GRADE_SCALES[scale]) if scale in GRADE_SCALES else scale),
        (tr("Last event"), f"{events[-1].number}  {events[-1].at.replace('T', ' ')}" if events else ""),
        (tr("Its hash"), events[-1].hash if events else ""),
    ]


def _amount_columns() -> list[Column]:
    return [Column(indicator_title(place), "kg" if indicator == "capacity" else "m²", 2)
            for place, indicator in enumerate(INDICATORS)]


def _units(amount: int) -> Decimal:
    """Return hundredths as m² or kg, exactly."""
    return Decimal(amount).scaleb(-2)


def _balances(ledger: Ledger, facts: Sequence[tuple[str, str]], notes: Sequence[str]) -> Sheet:
    entries = ledger.entries()
    rows: list[list[Cell]] = [
        [entry.entry_id, unit_text(entry.unit_code), entry.unit_code,
         entry.available.isoformat() if entry.available else "", *map(_units, entry.amounts),
         None if entry.mean_grade is None else entry.mean_grade]
        for entry in entries]
    sums = [_units(sum(entry.amounts[place] for entry in entries)) for place in range(len(INDICATORS))]
    return Sheet(
        tr("Balances"), [Column(tr("Entry id")), Column(tr("County")), Column(tr("Unit code")),
                         Column(tr("Available from")), *_amount_columns(), Column(tr("Mean grade"), "", 2)],
        rows, [tr("Total"), "", "", "", *sums, None], tr("Balances of the reserve"), facts, notes)


def _history(ledger: Ledger, events: Sequence[Event], facts: Sequence[tuple[str, str]], notes: Sequence[str]) -> Sheet:
    titles = {CREATE: tr("ledger made"), ENTRY: tr("entry"), TRADE_IN: tr("bought in"), TRADE_OUT: tr("sold"),
              COMMIT: tr("write-off"), REVERSE: tr("reversal")}
    rows: list[list[Cell]] = [
        [event.number, titles.get(event.kind, event.kind), event.at.replace("T", " "), event.operator, event.reason,
         _projects(event), *(_units(total(event.amounts, indicator)) for indicator in INDICATORS),
         _said(event), ledger.reversed_by(event.number), event.hash]
        for event in events]
    return Sheet(
        tr("Event history"), [Column(tr("Event number"), "", 0), Column(tr("Kind")), Column(tr("Date and time")),
                        Column(tr("Operator")), Column(tr("Reason")), Column(tr("Project")), *_amount_columns(),
                        Column(tr("Trade, or event taken back")), Column(tr("Reversed by event"), "", 0),
                        Column(tr("Hash"))],
        rows, None, tr("History of the ledger"), facts, notes)


def _projects(event: Event) -> str:
    if event.kind != COMMIT:
        return ""
    try:
        return ", ".join(dict.fromkeys(project for project, _ in commit_keys(event)))
    except (KeyError, TypeError):  # changed by a hand
        return ""


def _said(event: Event) -> str:
    """Return what else an event says: the facts of a trade, the event a reversal takes back."""
    trade: Any = event.payload.get("trade")
    if isinstance(trade, dict):
        return _joined(str(trade.get(fact) or "") for fact in ("counterparty", "document_no", "price_cny"))
    return str(event.payload.get("reverses") or "")


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(text for text in texts if text)


def _amounts(events: Sequence[Event], facts: Sequence[tuple[str, str]], notes: Sequence[str]) -> Sheet:
    rows: list[list[Cell]] = [
        [event.number, number, line.project_id, line.unit_code, line.entry_id,
         indicator_title(INDICATORS.index(line.indicator)) if line.indicator in INDICATORS else line.indicator,
         _units(line.amount), "kg" if line.indicator == "capacity" else "m²"]
        for event in events for number, line in enumerate(event.amounts, start=1)]
    return Sheet(
        tr("Amounts"), [Column(tr("Event number"), "", 0), Column(tr("Line"), "", 0), Column(tr("Project id")),
                        Column(tr("Unit code")), Column(tr("Entry id")), Column(tr("Indicator")),
                        Column(tr("Amount"), "", 2), Column(tr("Measure"))],
        rows, None, tr("Amounts: what was added to entries and taken from them"), facts, notes)
