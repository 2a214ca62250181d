"""Ledgers for tests: the reserve of three entries and the demand of a worked example. Needs no QGIS."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from kf_resources_plugin.engine.ledger_store import create, open_ledger
from kf_resources_plugin.rules.farmland_balance import THREE_INDEX, Demand, Entry, Terms
from kf_resources_plugin.rules.ledger_drafts import NewEntry

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.engine.ledger_store import CommitResult, Ledger

HA, KG = 10_000 * 100, 100  # hundredths of m² in a hectare, hundredths in a kilogram
COUNTY = "410222"
SCALE = "utilisation_15"

# the worked example of 国土资规〔2017〕13号 write-off: reserve A, B, C in ha, kg, ha of paddy
EXAMPLE = (("A", "6.5", 70_200, "0"), ("B", "5.0", 60_000, "1.2"), ("C", "0", 15_000, "1.0"))


def ha(text: str) -> int:
    """Return hectares in hundredths of m²."""
    whole, _, part = text.partition(".")
    return int(whole) * HA + int((part + "0" * 6)[:6])


# what the example leaves: worked by hand in the same order of entries
AFTER_EXAMPLE = {"A": (0, 0, 0), "B": (ha("1.5"), 0, 0), "C": (0, ha("0.2"), 7_200 * KG)}


def entry(name: str, quantity: int, paddy: int = 0, capacity: int = 0, *, unit: str = COUNTY,
          day: date = date(2023, 1, 1), grade: float | None = 6.8) -> NewEntry:
    """Return an entry to add, amounts in hundredths."""
    return NewEntry(Entry(name, unit, day, (quantity, paddy, capacity), grade), SCALE)


def example_entries() -> list[NewEntry]:
    """Return the reserve of the example."""
    return [entry(name, ha(quantity), ha(paddy), kilograms * KG) for name, quantity, kilograms, paddy in EXAMPLE]


def demand(project: str, quantity: int, paddy: int = 0, capacity: int = 0, *, unit: str = COUNTY,
           day: date = date(2024, 6, 1), grade: float | None = 6.8) -> Demand:
    """Return the demand of a project, amounts in hundredths."""
    return Demand(project, unit, day, (quantity, paddy, capacity), grade)


def example_demand() -> Demand:
    """Return 8 ha irrigated of grade 7 and 2 ha paddy of grade 6: 10 ha, 2 ha paddy, 8·13 500 + 2·15 000 kg."""
    return demand("P1", ha("10"), ha("2"), 138_000 * KG)


def terms(_: Demand) -> Terms:
    """Judge every demand by the three indicators, the grade beside them."""
    return Terms(THREE_INDEX, grade_decides=False)


class Clock:
    """A clock that goes on one minute whenever it is asked, from 2025-03-01 09:00 in Kaifeng."""

    def __init__(self) -> None:
        self._now = datetime(2025, 3, 1, 9, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


def new_ledger(path: Path, rows: list[NewEntry] | None = None) -> Path:
    """Make a ledger with the entries of the example, or others."""
    clock = Clock()
    create(path, title="祥符区储备库", unit_code=COUNTY, grade_scale=SCALE, operator="张三", reason="建账", clock=clock)
    entries = example_entries() if rows is None else rows
    if entries:
        with open_ledger(path, clock) as ledger:
            ledger.add(entries, "张三", "入库")
    return path


def rows(path: Path, sql: str, *values: Any) -> list[Any]:
    """Return what SQL finds in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def commit(ledger: Ledger, *demands: Demand, **facts: Any) -> CommitResult:
    """Write demands off within their county."""
    return ledger.commit(demands, None, "county", terms, "张三", "核销", facts)


def left(ledger: Ledger) -> dict[str, tuple[int, int, int]]:
    """Return what is left of every entry."""
    return {item.entry_id: item.amounts for item in ledger.entries()}
