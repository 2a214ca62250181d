"""Registers of stock land for tests: two years of a county, worked by hand. Needs no QGIS."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from kf_resources_plugin.engine.stock_events_store import Register, Srs, create, open_register
from kf_resources_plugin.rules.disposal_rate import Lot
from kf_resources_plugin.rules.stock_update import Comparison, Paper, Shown, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kf_resources_plugin.rules.stock_events import StockEvent
    from kf_resources_plugin.rules.stock_update import Outcome

HA = 10_000 * 100  # hundredths of m² in a hectare
UNIT = "410222"
A, E, S, U = "approved_not_expropriated", "expropriated_not_supplied", "supplied_not_used", "used"
SRS = Srs("CGCS2000", 4490, "EPSG", 4490, 'GEOGCS["CGCS2000"]')

# P1: 20 ha approved on 2020-05-01, P2: 5 ha expropriated on 2020-06-01
FIRST = {("P1", A): (20 * HA, "2020-05-01"), ("P2", E): (5 * HA, "2020-06-01")}
# a year later: of P1 8 ha were expropriated in March and 5 ha supplied in September; P2 is not to be seen
SECOND = {("P1", A): (7 * HA, "2020-05-01"), ("P1", E): (8 * HA, "2023-03-01"), ("P1", S): (5 * HA, "2023-09-01")}


class Clock:
    """A clock that goes on one minute whenever it is asked, from nine in the morning of a day in Kaifeng."""

    def __init__(self, day: str = "2023-01-05") -> None:
        self._now = datetime.fromisoformat(day).replace(hour=9, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


def shown(lots: dict[tuple[str, str], tuple[int, str]], unit: str = UNIT) -> dict[Lot, Shown]:
    """Return a status of (parcel, class): (hundredths of m², first day)."""
    return {Lot(parcel, unit, kind): Shown(
        amount, facts_of({"since": since, "approved": "1"}), date.fromisoformat(since) if since else None, b"")
        for (parcel, kind), (amount, since) in lots.items()}


def paper(parcel: str, kind: str, day: str, amount: int, document: str = "文1", route: str = "supply", row: int = 1,
          unit: str = UNIT) -> Paper:
    """Return a document of disposal."""
    return Paper(Lot(parcel, unit, kind), date.fromisoformat(day), amount, route, document, row)


SUPPLY = paper("P1", A, "2023-09-01", 5 * HA)


def new_register(path: Path, clock: Any = None) -> Path:
    """Make an empty register."""
    create(path, title="通许县存量", unit_code=UNIT, srs=SRS, operator="张三", reason="建册", clock=clock or Clock())
    return path


def compared(register: Register, lots: dict[tuple[str, str], tuple[int, str]], day: str, papers: Iterable[Paper] = (),
             unclear: Iterable[str] = ()) -> tuple[list[StockEvent], Outcome]:
    """Update a register and return (events, what became of papers and of what is gone)."""
    seen: list[Outcome] = []
    events = register.update(
        lambda state: Comparison(state, date.fromisoformat(day), shown(lots), list(papers), set(unclear),
                                 lambda one, other: one == other, lambda _: 0),
        "张三", "更新", lambda _, comparison: seen.append(comparison.outcome))
    return events, seen[0]


def two_years(path: Path) -> Path:
    """Make a register of FIRST, recorded in January 2023, and of SECOND with its paper, recorded in January 2024."""
    new_register(path)
    with open_register(path, Clock("2023-01-06")) as register:
        compared(register, FIRST, "2023-01-01")
    with open_register(path, Clock("2024-01-06")) as register:
        compared(register, SECOND, "2024-01-01", [SUPPLY])
    return path


def edit(path: Path, *statements: str) -> None:
    """Change a file as somebody with a database program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in statements:
            connection.execute(sql)
