"""The write-off ledger as a sequence of events: canonical text, hash chain, and what replaying the events gives.

An event states what was added to reserve entries or taken from them, in whole hundredths of m² (quantity, paddy) and
of kg (capacity). Its hash covers everything it says, its amounts and the hash before it; nothing that was written can
change without breaking the chain. Balances, written-off projects and reversals are never stored: they follow from the
events.
"""
from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from .farmland_balance import INDICATORS, SCOPES, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CREATE, ENTRY, TRADE_IN, TRADE_OUT, COMMIT, REVERSE = "create", "entry", "trade_in", "trade_out", "commit", "reverse"
ADDING = (ENTRY, TRADE_IN)  # kinds that bring an entry into the reserve
REVERSIBLE = (*ADDING, TRADE_OUT, COMMIT)
TRADE_FACTS = ("price_cny", "counterparty", "document_no")

_WORDS = {"quantity": ("数量", "quantity", "平方米", "m²"), "paddy": ("水田", "paddy", "平方米", "m²"),
          "capacity": ("产能", "capacity", "千克", "kg")}

NO_HASH = "0" * 64
LEAST_HASH_DIGITS = 16  # so much of a head hash identifies it; a slip may print no more


class LedgerFault(Exception):
    """Something is wrong with a ledger or a request to it.

    ``rule_id`` is the row of ``resources/rules/ledger.json`` whose words say it, ``values`` fill its placeholders.
    """

    def __init__(self, rule_id: str, **values: Any) -> None:
        super().__init__(f"{rule_id} {values}")
        self.rule_id = rule_id
        self.values: dict[str, Any] = values

    def again(self) -> LedgerFault:
        """Return the same fault to be raised anew: an exception keeps the frames it came through."""
        return LedgerFault(self.rule_id, **self.values)


@dataclass(frozen=True)
class Amount:
    """One line of an event: hundredths of m² or kg, positive adds to the entry, negative takes from it."""

    project_id: str
    unit_code: str
    entry_id: str
    indicator: str
    amount: int


@dataclass(frozen=True)
class Event:
    """One event as it is stored; ``at`` is ISO local time with its offset, ``payload`` holds no floats."""

    number: int
    kind: str
    at: str
    operator: str
    reason: str
    payload: dict[str, Any]
    previous_hash: str
    hash: str
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class EntryRecord:
    """What is said of a reserve entry when it is added; ``mean_grade`` and ``available_date`` are text or None."""

    entry_id: str
    unit_code: str
    available_date: str | None
    mean_grade: str | None
    grade_scale: str
    note: str


def plain(value: Any) -> Any:
    """Return a value as canonical JSON takes it: dates as ISO text, floats as their shortest decimal, no surrogates.

    Not-a-number becomes None. Raises TypeError for what has no such form.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} cannot be written into a ledger")


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, no escapes but those JSON demands."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def statement(event: Event) -> dict[str, Any]:
    """Return everything an event says, as the object whose canonical JSON is hashed."""
    return {
        "amounts": [[line.project_id, line.unit_code, line.entry_id, line.indicator, line.amount]
                    for line in event.amounts],
        "at": event.at,
        "event_no": event.number,
        "kind": event.kind,
        "operator": event.operator,
        "payload": event.payload,
        "previous_hash": event.previous_hash,
        "reason": event.reason,
    }


def event_hash(event: Event) -> str:
    """Return the SHA-256 of an event's statement in UTF-8, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(statement(event)).encode("utf-8")).hexdigest()


def sealed(event: Event) -> Event:
    """Return an event with its hash."""
    return replace(event, hash=event_hash(event))


def _significant(unit: str) -> str:
    """Return a unit code without the zeros that fill a province's or city's up to six digits: 410200 is 4102."""
    if len(unit) == SCOPES["county"]:
        for digits in (SCOPES["province"], SCOPES["city"]):
            if not unit[digits:].strip("0"):
                return unit[:digits]
    return unit


def same_place(unit: str, other: str) -> bool:
    """Tell whether two unit codes are one place or one lies in the other: 410200, 410222 and its town 410222100."""
    unit, other = _significant(unit), _significant(other)
    return unit == other or (bool(unit) and bool(other) and (unit.startswith(other) or other.startswith(unit)))


@dataclass
class Replay:
    """What the events followed so far amount to.

    left: what each entry still holds, by INDICATORS; open_commits: event number by project and unit, of commits that
    were not reversed; open_trades: event number by what makes a sale the same sale; reversed_by: number of the
    reversal by number of the event it reverses.
    """

    number: int = 0
    head_hash: str = NO_HASH
    records: dict[str, EntryRecord] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    open_commits: dict[str, dict[str, int]] = field(default_factory=dict)
    open_trades: dict[tuple[Any, ...], int] = field(default_factory=dict)
    reversed_by: dict[int, int] = field(default_factory=dict)
    by_number: dict[int, Event] = field(default_factory=dict)

    @property
    def events(self) -> list[Event]:
        """Return the events followed, in their order."""
        return list(self.by_number.values())

    def follow(self, event: Event) -> list[LedgerFault]:
        """Take the next event in; return what is wrong with it: number, chain, hash, content, a negative balance."""
        faults = self._chain_faults(event)
        self.number, self.head_hash = event.number, event.hash
        self.by_number[event.number] = event
        try:
            faults += self._take(event)
        except (KeyError, TypeError, ValueError, AttributeError) as error:  # whatever a hand can write into a payload
            faults.append(LedgerFault("ledger.event_malformed", event_no=event.number, detail=str(error)))
        return faults

    def entries(self) -> list[Entry]:
        """Return the entries with what is left of them, in the order in which they were added."""
        return [Entry(record.entry_id, record.unit_code, _day(record.available_date), self.amounts_left(name),
                      None if record.mean_grade is None else float(record.mean_grade))
                for name, record in self.records.items()]

    def amounts_left(self, entry_id: str) -> tuple[int, int, int]:
        """Return what is left of an entry."""
        quantity, paddy, capacity = self.left[entry_id]
        return quantity, paddy, capacity

    def open_commit(self, project_id: str, unit_code: str) -> int | None:
        """Return the commit that holds the key of a project in a unit, None where it is free."""
        return next((number for unit, number in self.open_commits.get(project_id, {}).items()
                     if same_place(unit, unit_code)), None)

    def event(self, number: int) -> Event:
        """Return an event; raises LedgerFault where there is none."""
        if number not in self.by_number:
            raise LedgerFault("ledger.event_unknown", event_no=number, last=self.number)
        return self.by_number[number]

    def shortfalls(self, amounts: Iterable[Amount]) -> list[tuple[str, str, int]]:
        """Return (entry, indicator, lacking hundredths) where amounts would make a balance negative."""
        after: dict[tuple[str, str], int] = {}
        for line in amounts:
            place = (line.entry_id, line.indicator)
            after.setdefault(place, self.left[line.entry_id][INDICATORS.index(line.indicator)])
            after[place] += line.amount
        return [(*place, -left) for place, left in after.items() if left < 0]

    def _chain_faults(self, event: Event) -> list[LedgerFault]:
        """Return the first way in which an event does not continue the chain."""
        if event.number != self.number + 1:
            return [LedgerFault("ledger.number_gap", event_no=event.number, expected=self.number + 1)]
        if event.previous_hash != self.head_hash:
            return [LedgerFault("ledger.chain_broken", event_no=event.number)]
        try:
            fits = event_hash(event) == event.hash
        except (TypeError, ValueError):  # a number that JSON of ours never holds
            fits = False
        return [] if fits else [LedgerFault("ledger.hash_differs", event_no=event.number)]

    def _take(self, event: Event) -> list[LedgerFault]:
        if event.kind == CREATE:
            _require(event.number == 1 and not event.amounts, "create")
            return []
        _require(event.number > 1, event.kind)
        faults = []
        if event.kind in ADDING:
            self._add_entry(event)
        elif event.kind == TRADE_OUT:
            faults = self._open_trade(event)
        elif event.kind == COMMIT:
            faults = self._open_commit(event)
        else:
            _require(event.kind == REVERSE, event.kind)
            faults = self._reverse(event)
        _require(all(line.entry_id in self.left for line in event.amounts), "entry_id")
        faults += [LedgerFault("ledger.negative", event_no=event.number, **lack(*short))
                   for short in self.shortfalls(event.amounts)]
        for line in event.amounts:
            self.left[line.entry_id][INDICATORS.index(line.indicator)] += line.amount
        return faults

    def _add_entry(self, event: Event) -> None:
        record = EntryRecord(**event.payload["entry"])
        _require(all(value is None or isinstance(value, str) for value in vars(record).values()), "entry")
        _require(record.entry_id not in self.records, "entry_id")
        _require(all(line.amount > 0 and line.entry_id == record.entry_id for line in event.amounts), "amounts")
        _day(record.available_date)
        float(record.mean_grade or 0)
        self.records[record.entry_id] = record
        self.left[record.entry_id] = [0] * len(INDICATORS)

    def _open_trade(self, event: Event) -> list[LedgerFault]:
        _require(bool(event.amounts) and all(line.amount < 0 for line in event.amounts), "amounts")
        key = trade_key(event.amounts, event.payload["trade"])
        first = self.open_trades.setdefault(key, event.number)
        return [] if first == event.number else [
            LedgerFault("ledger.trade_twice", event_no=event.number, first=first, entry_id=event.amounts[0].entry_id)]

    def _open_commit(self, event: Event) -> list[LedgerFault]:
        _require(all(line.amount < 0 for line in event.amounts), "amounts")
        keys = commit_keys(event)
        _require(bool(keys) and {(line.project_id, line.unit_code) for line in event.amounts} <= set(keys), "demands")
        faults = [LedgerFault("ledger.key_twice", event_no=event.number, project_id=project, unit_code=unit,
                              first=self.open_commit(project, unit))
                  for project, unit in keys if self.open_commit(project, unit) is not None]
        for project, unit in keys:
            self.open_commits.setdefault(project, {})[unit] = event.number
        return faults

    def _reverse(self, event: Event) -> list[LedgerFault]:
        number = event.payload["reverses"]
        _require(isinstance(number, int) and number < event.number and number in self.by_number, "reverses")
        reversed_event = self.by_number[number]
        _require(event.amounts == opposite(reversed_event.amounts), "amounts")
        fault = self.reversal_fault(reversed_event)
        self.reversed_by.setdefault(number, event.number)
        self.open_trades = {key: by for key, by in self.open_trades.items() if by != number}
        for project, _ in commit_keys(reversed_event) if reversed_event.kind == COMMIT else ():
            units = self.open_commits.pop(project, {})
            kept = {unit: by for unit, by in units.items() if by != number}
            if kept:
                self.open_commits[project] = kept
        return [] if fault is None else [
            LedgerFault("ledger.reversal_invalid", event_no=event.number, reversed=number)]

    def reversal_fault(self, event: Event) -> LedgerFault | None:
        """Return why an event cannot be reversed, None where it can as far as its kind and history go."""
        if event.kind not in REVERSIBLE:
            return LedgerFault("ledger.reverse_kind", event_no=event.number)
        by = self.reversed_by.get(event.number)
        return None if by is None else LedgerFault("ledger.reversed_already", event_no=event.number, by=by)


def replayed(events: Iterable[Event]) -> tuple[Replay, list[LedgerFault]]:
    """Return what events amount to and everything that is wrong with them, one fault a broken link."""
    state, faults = Replay(), []
    for event in events:
        faults += state.follow(event)
    return state, faults


def commit_keys(event: Event) -> list[tuple[str, str]]:
    """Return (project, unit) of every demand of a commit, once each; raises KeyError where it has none."""
    return list(dict.fromkeys((row["project_id"], row["unit_code"]) for row in event.payload["demands"]))


def trade_key(amounts: Sequence[Amount], trade: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what makes a sale the same sale: its entry and document, or, without a document, everything said of it."""
    entry = amounts[0].entry_id
    if trade.get("document_no"):
        return entry, trade["document_no"]
    return (entry, None, *(trade.get(fact) for fact in TRADE_FACTS),
            *sorted((line.indicator, line.amount) for line in amounts))


def opposite(amounts: Iterable[Amount]) -> tuple[Amount, ...]:
    """Return the amounts that take amounts back."""
    return tuple(replace(line, amount=-line.amount) for line in amounts)


def anchor_faults(events: Sequence[Event], anchor: tuple[int, str]) -> list[LedgerFault]:
    """Return how a ledger contradicts an event number and its hash that were kept outside of it, on a slip say.

    The hash may be printed in groups, in either case and cut off after LEAST_HASH_DIGITS digits.
    """
    number, printed = anchor
    digits = "".join(printed.split()).lower()
    if len(digits) < LEAST_HASH_DIGITS or not set(digits) <= set("0123456789abcdef"):
        return [LedgerFault("ledger.anchor_unreadable", hash=printed, digits=LEAST_HASH_DIGITS)]
    found = next((event for event in events if event.number == number), None)
    if found is None:
        last = events[-1].number if events else 0
        return [LedgerFault("ledger.anchor_missing", event_no=number, last=last)]
    if not found.hash.startswith(digits):
        return [LedgerFault("ledger.anchor_differs", event_no=number)]
    return []


def hundredths_text(amount: int) -> str:
    """Return whole hundredths as a decimal with two places."""
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"


def lack(entry_id: str, indicator: str, amount: int) -> dict[str, Any]:
    """Return the values by which a fault says what an entry lacks, in both languages; ``amount`` in hundredths."""
    chinese, english, unit_zh, unit_en = _WORDS[indicator]
    text = hundredths_text(amount)
    return {"entry_id": entry_id, "indicator": indicator, "indicator_zh": chinese, "indicator_en": english,
            "amount_zh": f"{text} {unit_zh}", "amount_en": f"{text} {unit_en}"}


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
