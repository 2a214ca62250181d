"""The file of a ledger: its events with their amounts, and the tables that repeat what events say."""
from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from ..rules.event_chain import REVERSE
from ..rules.ledger import ADDING, COMMIT, Amount, Event, LedgerFault, commit_keys
from . import ledger_schema as schema
from .event_file import EventFile, all_text
from .event_layout import READ_REVERSALS, WRITE_REVERSAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rules.event_chain import Chain, EventFault
    from .event_file import Row

_WRITE = {"kf_entries": schema.WRITE_ENTRY, "kf_keys": schema.WRITE_KEY, "kf_reversals": WRITE_REVERSAL}


class LedgerFile(EventFile[Event]):
    """One connection to a ledger file."""

    LAYOUT = schema.LAYOUT
    FAULTS = LedgerFault
    STORED: ClassVar = {"kf_entries": schema.READ_ENTRIES, "kf_keys": schema.READ_KEYS,
                        "kf_reversals": READ_REVERSALS}

    def events(self) -> tuple[list[Event], list[EventFault]]:
        """Return all events with their amounts as they are stored, and those that hold other kinds of values."""
        lines: dict[Any, list[Amount]] = {}
        strange: dict[int, None] = {}
        for number, *texts, amount, _ in self.connection.execute(schema.READ_AMOUNTS):
            if not all_text(texts) or not isinstance(amount, int):
                strange[number] = None
                amount = amount if isinstance(amount, int) else 0  # noqa: PLW2901
            project, unit, entry, indicator = map(str, texts)
            lines.setdefault(number, []).append(Amount(project, unit, entry, indicator, amount))
        events = [Event(**said, amounts=tuple(lines.get(said["number"], ()))) for said in self.stored_events(strange)]
        return events, self.strange_faults(strange)

    def further_contradictions(self, state: Chain[Event]) -> list[str]:
        """Return whether amounts are no event's or out of order, and which empty tables are not."""
        amounts = self.rows(schema.READ_AMOUNTS)
        lines = sum(len(event.amounts) for event in state.events)
        wrong = [] if len(amounts) == lines and _in_order(amounts) else ["kf_amounts"]
        return wrong + [table for table, sql in schema.COUNT_LIKE.items() if self.rows(sql) != [(0,)]]

    @classmethod
    def repeated(cls, event: Event) -> Iterator[tuple[str, Row]]:
        """Yield (table, row) of entries, keys and reversals."""
        with suppress(KeyError, TypeError):
            if event.kind in ADDING:
                entry = event.payload["entry"]
                yield "kf_entries", (event.number, entry["entry_id"], entry["unit_code"], entry["available_date"],
                                     entry["mean_grade"], entry["grade_scale"], entry["note"])
            elif event.kind == COMMIT:
                for project, unit in commit_keys(event):
                    yield "kf_keys", (event.number, project, unit)
            elif event.kind == REVERSE:
                yield "kf_reversals", (event.number, event.payload["reverses"])

    @classmethod
    def beside(cls, event: Event) -> Iterator[tuple[str, Row]]:
        """Yield what belongs to an event; the amounts of an entry come after the entry."""
        for table, row in cls.repeated(event):
            yield _WRITE[table], row
        for number, line in enumerate(event.amounts, start=1):
            yield schema.WRITE_AMOUNT, (event.number, number, line.project_id, line.unit_code, line.entry_id,
                                        line.indicator, line.amount)


def _in_order(amounts: list[Row]) -> bool:
    """Tell whether the lines of every event are numbered 1, 2, 3 …"""
    last: dict[Any, int] = {}
    for event_no, *_, line_no in amounts:
        if line_no != last.get(event_no, 0) + 1:
            return False
        last[event_no] = line_no
    return True
