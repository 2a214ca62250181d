"""Registers of stock land without a file, for tests: the same drafts, the same replay, nothing stored."""
from __future__ import annotations

from datetime import date
from typing import Any

from kf_resources_plugin.rules.disposal_rate import Lot
from kf_resources_plugin.rules.event_chain import sealed
from kf_resources_plugin.rules.stock_events import RegisterState, StockEvent
from kf_resources_plugin.rules.stock_update import (
    Comparison,
    Draft,
    Outcome,
    Paper,
    Shown,
    first_event,
    reversal,
)
from kf_resources_plugin.rules.stock_views import standing
from tests.engine.registers import FIRST, SECOND, SUPPLY, shown


class Book:
    """A register without a file: the same drafts, the same replay, nothing stored."""

    def __init__(self) -> None:
        self.state = RegisterState()
        self.at = "2023-01-06T09:00:00+08:00"
        assert self.state.follow(sealed(first_event({"title": "t"}, self.at, "", ""))) == []

    def write(self, draft: Draft) -> StockEvent:
        event = sealed(StockEvent(self.state.number + 1, draft.kind, self.at, "张三", "", dict(draft.payload),
                                  self.state.head_hash, "", draft.lines))
        assert self.state.follow(event) == []
        return event

    def update(self, lots: dict[Any, Any], day: str, *papers: Paper, unclear: tuple[str, ...] = (),
               recorded: str = "", slack: int = 0) -> tuple[list[StockEvent], Outcome]:
        self.at = f"{recorded}T09:00:00+08:00" if recorded else self.at
        rows = lots if all(isinstance(lot, Lot) for lot in lots) else shown(lots)
        found = Comparison(self.state, date.fromisoformat(day), rows, papers, unclear,
                           lambda one, other: one == other, lambda _: slack)
        return [self.write(draft) for draft in found.drafts()], found.outcome

    def reverse(self, number: int, recorded: str = "") -> StockEvent:
        self.at = f"{recorded}T09:00:00+08:00" if recorded else self.at
        return self.write(reversal(self.state.event(number), self.state))

    def stock(self, day: str) -> dict[tuple[str, str], int]:
        return stock(self.state, date.fromisoformat(day))


def stock(state: RegisterState, day: date) -> dict[tuple[str, str], int]:
    return {(row.lot.parcel, row.lot.kind): row.amount for row in standing(state, day)}


def areas(lots: dict[tuple[str, str], tuple[int, str]]) -> dict[tuple[str, str], int]:
    return {lot: amount for lot, (amount, _) in lots.items()}


def of_batch(batch: str, lots: dict[tuple[str, str], tuple[int, str]]) -> dict[Lot, Shown]:
    return {lot: row._replace(facts={**row.facts, "batch": batch}) for lot, row in shown(lots).items()}


def two_years() -> Book:
    book = Book()
    book.update(FIRST, "2023-01-01", recorded="2023-01-06")
    book.update(SECOND, "2024-01-01", SUPPLY, recorded="2024-01-06")
    return book
