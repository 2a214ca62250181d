"""What a request would write into the ledger, or why it is refused: entries, trades, write-offs, reversals."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .event_chain import REVERSE, plain
from .farmland_balance import INDICATORS, Demand, Entry
from .ledger import (
    ADDING,
    COMMIT,
    ENTRY,
    TRADE_FACTS,
    TRADE_OUT,
    Amount,
    LedgerFault,
    lack,
    opposite,
    trade_key,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from .farmland_balance import Trial, Verdict
    from .ledger import Event, Replay

MOST = 10**15  # hundredths: 10 million km²; a hundred thousand such entries still sum within 64 bits

# keys of the facts of a commit that hold one value by project id
PROJECT_NAMES, PROJECT_RULES = "project_names", "project_rules"


@dataclass(frozen=True)
class NewEntry:
    """A reserve entry to add; ``kind`` is 'entry' or 'trade_in', ``trade`` holds TRADE_FACTS."""

    entry: Entry
    grade_scale: str
    note: str = ""
    kind: str = ENTRY
    trade: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TradeOut:
    """Reserve sold out of an entry; ``amounts`` are hundredths by INDICATORS, ``trade`` holds TRADE_FACTS."""

    entry_id: str
    amounts: tuple[int, int, int]
    trade: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """An event before it has a number, a time and a hash."""

    kind: str
    payload: dict[str, Any]
    amounts: tuple[Amount, ...]


def addition(row: NewEntry | TradeOut, place: int, state: Replay, grade_scale: str) -> Draft:
    """Return the draft of one row of an addition; ``place`` counts rows from 1. Raises LedgerFault."""
    return _sale(row, place, state) if isinstance(row, TradeOut) else _entry(row, place, state, grade_scale)


def _entry(row: NewEntry, place: int, state: Replay, grade_scale: str) -> Draft:
    entry = row.entry
    if row.kind not in ADDING:
        raise ValueError(row.kind)
    if not entry.entry_id:
        raise LedgerFault("ledger.entry_id_missing", row=place)
    if entry.entry_id in state.records:
        raise LedgerFault("ledger.entry_exists", row=place, entry_id=entry.entry_id)
    if entry.mean_grade is not None and row.grade_scale != grade_scale:
        raise LedgerFault("ledger.grade_scale_differs", row=place, entry_id=entry.entry_id, scale=row.grade_scale,
                          ledger_scale=grade_scale)
    _check_amounts(entry.amounts, entry.entry_id, place)
    payload: dict[str, Any] = {"entry": {
        "entry_id": entry.entry_id,
        "unit_code": entry.unit_code,
        "available_date": entry.available,
        "mean_grade": _grade(entry.mean_grade),
        "grade_scale": row.grade_scale,
        "note": row.note,
    }}
    if row.kind != ENTRY:
        payload["trade"] = _trade(row.trade)
    return Draft(row.kind, plain(payload), tuple(
        Amount("", entry.unit_code, entry.entry_id, indicator, int(amount))
        for indicator, amount in zip(INDICATORS, entry.amounts) if amount))


def _sale(row: TradeOut, place: int, state: Replay) -> Draft:
    if row.entry_id not in state.records:
        raise LedgerFault("ledger.entry_unknown", row=place, entry_id=row.entry_id)
    _check_amounts(row.amounts, row.entry_id, place)
    unit = state.records[row.entry_id].unit_code
    lines = tuple(Amount("", unit, row.entry_id, indicator, -int(amount))
                  for indicator, amount in zip(INDICATORS, row.amounts) if amount)
    for short in state.shortfalls(lines):
        raise LedgerFault("ledger.trade_short", row=place, **lack(*short))
    payload = plain({"trade": _trade(row.trade)})
    earlier = state.open_trades.get(trade_key(lines, payload["trade"]))
    if earlier is not None:
        raise LedgerFault("ledger.trade_twice", event_no=state.number + 1, first=earlier, entry_id=row.entry_id)
    return Draft(TRADE_OUT, payload, lines)


def _grade(value: float | None) -> float | None:
    return None if value is None else float(value)  # a whole number would be written without its ".0"


def _check_amounts(amounts: Sequence[int], entry_id: str, place: int) -> None:
    if any(not 0 <= amount <= MOST for amount in amounts):
        raise LedgerFault("ledger.amount_unusable", row=place, entry_id=entry_id)
    if not any(amounts):
        raise LedgerFault("ledger.amounts_none", row=place, entry_id=entry_id)


def _trade(trade: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a trade; those not given are ''."""
    return {fact: str(trade.get(fact) or "") for fact in TRADE_FACTS}


def undecided(demands: Iterable[Demand], project_ids: Collection[str] | None,
              state: Replay) -> tuple[list[Demand], list[tuple[str, int]]]:
    """Return the demands still to be written off, and (project, event) of those that were.

    ``project_ids`` None takes all projects. Raises LedgerFault for a demand without a project.
    """
    wanted: list[Demand] = []
    already: set[tuple[str, int]] = set()
    for row in demands:
        if project_ids is not None and row.project_id not in project_ids:
            continue
        if not row.project_id:
            raise LedgerFault("ledger.project_id_missing", unit_code=row.unit_code)
        if any(amount is not None and amount > MOST for amount in row.amounts):
            raise LedgerFault("ledger.demand_unusable", project_id=row.project_id)
        earlier = state.open_commit(row.project_id, row.unit_code)
        if earlier is None:
            wanted.append(row)
        else:
            already.add((row.project_id, earlier))
    return wanted, sorted(already)


def write_offs(trial: Trial, demands: Sequence[Demand], scope: str, facts: Mapping[str, Any]) -> list[Draft]:
    """Return one draft for each project that passed, in the order of judgement.

    ``facts`` go into every payload, but of names and rules (PROJECT_NAMES, PROJECT_RULES) each project gets its own.
    """
    names, rules = facts.get(PROJECT_NAMES) or {}, facts.get(PROJECT_RULES) or {}
    common = {key: value for key, value in facts.items() if key not in {PROJECT_NAMES, PROJECT_RULES}}
    rows, taken = defaultdict(list), defaultdict(list)
    for row in demands:
        rows[row.project_id].append(row)
    for item in trial.allocations:
        taken[item.project_id].append(item)
    drafts = []
    for verdict in trial.verdicts:
        if not verdict.passed:
            continue
        payload = {
            **common,
            "rules": rules.get(verdict.project_id) or [],
            "scope": scope,
            "judged_by": verdict.terms.mode,
            "exempt": verdict.terms.exempt,
            "demands": [_demand(row, names.get(row.project_id) or "") for row in rows[verdict.project_id]],
            "grades": _grades(verdict),
        }
        drafts.append(Draft(COMMIT, plain(payload), tuple(
            Amount(item.project_id, item.unit_code, item.entry_id, INDICATORS[item.indicator], -item.amount)
            for item in taken[verdict.project_id])))
    return drafts


def _demand(row: Demand, name: str) -> dict[str, Any]:
    return {
        "project_id": row.project_id,
        "project_name": name,
        "unit_code": row.unit_code,
        "demand_date": row.day,
        "kind": row.kind,
        "amounts": dict(zip(INDICATORS, row.amounts)),
        "mean_grade": _grade(row.mean_grade),
    }


def _grades(verdict: Verdict) -> list[dict[str, Any]]:
    return [{"unit_code": item.unit_code, "taken": item.taken, "supplied": item.supplied, "kept": item.kept}
            for item in verdict.grades]


def reversal(event: Event, state: Replay) -> Draft:
    """Return the draft that takes an event back. Raises LedgerFault."""
    fault = state.reversal_fault(event)
    if fault is not None:
        raise fault
    lines = opposite(event.amounts)
    for short in state.shortfalls(lines):
        raise LedgerFault("ledger.reverse_spent", event_no=event.number, **lack(*short))
    return Draft(REVERSE, {"reverses": event.number, "kind": event.kind}, lines)
