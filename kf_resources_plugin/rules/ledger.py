"""The write-off ledger as a sequence of events: canonical text, hash chain, and what replaying the events gives.

An event states what was added to reserve entries or taken from them, in whole hundredths of m² (quantity, paddy) and
of kg (capacity). Its hash covers everything it says, its amounts and the hash before it; nothing that was written can
change without breaking the chain. Balances, written-off projects and reversals are never stored: they follow from the
events.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from .event_chain import CREATE, REVERSE, Chain, ChainedEvent, EventFault, require
from .farmland_balance import INDICATORS, SCOPES, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ENTRY, TRADE_IN, TRADE_OUT, COMMIT = "entry", "trade_in", "trade_out", "commit"
ADDING = (ENTRY, TRADE_IN)  # kinds that bring an entry into the reserve
REVERSIBLE = (*ADDING, TRADE_OUT, COMMIT)
TRADE_FACTS = ("price_cny", "counterparty", "document_no")

_WORDS = {"quantity": ("数量", "quantity", "平方米", "m²"), "paddy": ("水田", "paddy", "平方米", "m²"),
          "capacity": ("产能", "capacity", "千克", "kg")}


class LedgerFault(EventFault):
    """Something is wrong with a ledger or a request to it; the words are rows of ``resources/rules/ledger.json``."""

    TOPIC = "ledger"


@dataclass(frozen=True)
class Amount:
    """One line of an event: hundredths of m² or kg, positive adds to the entry, negative takes from it."""

    project_id: str
    unit_code: str
    entry_id: str
    indicator: str
    amount: int


@dataclass(frozen=True)
class Event(ChainedEvent):
    """One event as it is stored."""

    amounts: tuple[Amount, ...] = ()

    def further(self) -> dict[str, Any]:
        """Return the amounts."""
        return {"amounts": [[line.project_id, line.unit_code, line.entry_id, line.indicator, line.amount]
                            for line in self.amounts]}


@dataclass(frozen=True)
class EntryRecord:
    """What is said of a reserve entry when it is added; ``mean_grade`` and ``available_date`` are text or None."""

    entry_id: str
    unit_code: str
    available_date: str | None
    mean_grade: str | None
    grade_scale: str
    note: str


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
class Replay(Chain[Event]):
    """What the events followed so far amount to.

    left: what each entry still holds, by INDICATORS; open_commits: event number by project and unit, of commits that
    were not reversed; open_trades: event number by what makes a sale the same sale.
    """

    FAULTS = LedgerFault
    REVERSIBLE: ClassVar = REVERSIBLE

    records: dict[str, EntryRecord] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)
    open_commits: dict[str, dict[str, int]] = field(default_factory=dict)
    open_trades: dict[tuple[Any, ...], int] = field(default_factory=dict)

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

    def shortfalls(self, amounts: Iterable[Amount]) -> list[tuple[str, str, int]]:
        """Return (entry, indicator, lacking hundredths) where amounts would make a balance negative."""
        after: dict[tuple[str, str], int] = {}
        for line in amounts:
            place = (line.entry_id, line.indicator)
            after.setdefault(place, self.left[line.entry_id][INDICATORS.index(line.indicator)])
            after[place] += line.amount
        return [(*place, -left) for place, left in after.items() if left < 0]

    def take(self, event: Event) -> list[EventFault]:
        """Add what an event amounts to; return what cannot be."""
        if event.kind == CREATE:
            require(event.number == 1 and not event.amounts, "create")
            return []
        require(event.number > 1, event.kind)
        faults: list[EventFault] = []
        if event.kind in ADDING:
            self._add_entry(event)
        elif event.kind == TRADE_OUT:
            faults = self._open_trade(event)
        elif event.kind == COMMIT:
            faults = self._open_commit(event)
        else:
            require(event.kind == REVERSE, event.kind)
            faults = self._reverse(event)
        require(all(line.entry_id in self.left for line in event.amounts), "entry_id")
        faults += [LedgerFault("ledger.negative", event_no=event.number, **lack(*short))
                   for short in self.shortfalls(event.amounts)]
        for line in event.amounts:
            self.left[line.entry_id][INDICATORS.index(line.indicator)] += line.amount
        return faults

    def _add_entry(self, event: Event) -> None:
        record = EntryRecord(**event.payload["entry"])
        require(all(value is None or isinstance(value, str) for value in vars(record).values()), "entry")
        require(record.entry_id not in self.records, "entry_id")
        require(all(line.amount > 0 and line.entry_id == record.entry_id for line in event.amounts), "amounts")
        _day(record.available_date)
        float(record.mean_grade or 0)
        self.records[record.entry_id] = record
        self.left[record.entry_id] = [0] * len(INDICATORS)

    def _open_trade(self, event: Event) -> list[EventFault]:
        require(bool(event.amounts) and all(line.amount < 0 for line in event.amounts), "amounts")
        key = trade_key(event.amounts, event.payload["trade"])
        first = self.open_trades.setdefault(key, event.number)
        return [] if first == event.number else [
            LedgerFault("ledger.trade_twice", event_no=event.number, first=first, entry_id=event.amounts[0].entry_id)]

    def _open_commit(self, event: Event) -> list[EventFault]:
        require(all(line.amount < 0 for line in event.amounts), "amounts")
        keys = commit_keys(event)
        require(bool(keys) and {(line.project_id, line.unit_code) for line in event.amounts} <= set(keys), "demands")
        faults: list[EventFault] = [
            LedgerFault("ledger.key_twice", event_no=event.number, project_id=project, unit_code=unit,
                        first=self.open_commit(project, unit))
            for project, unit in keys if self.open_commit(project, unit) is not None]
        for project, unit in keys:
            self.open_commits.setdefault(project, {})[unit] = event.number
        return faults

    def _reverse(self, event: Event) -> list[EventFault]:
        reversed_event = self.reversed_event(event)
        number = reversed_event.number
        require(event.amounts == opposite(reversed_event.amounts), "amounts")
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


def replayed(events: Iterable[Event]) -> tuple[Replay, list[EventFault]]:
    """Return what events amount to and everything that is wrong with them, one fault a broken link."""
    state = Replay()
    return state, state.follow_all(events)


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


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
