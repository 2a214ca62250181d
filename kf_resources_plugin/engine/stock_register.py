"""Registers of approvals, expropriations and supplies as plots: dates and areas as offices write them."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.head_units import in_base
from ..rules.idle_supply import Fault
from ..rules.periods import after_years
from ..rules.stock_status import AMOUNTS, DATES, Plot
from ..rules.text import clean, cleaned, numbers
from ..rules.units import LARGEST_AMOUNT, hundredths
from .dates import placeholder_days, read_dates, serial_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.areas import Floats
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .reading import PolygonTable

FIELDS = {"approved": "PZRQ", "expropriated": "ZSWCRQ", "supplied": "GDRQ", "started": "SJDGRQ", "approved_m2": "PZMJ",
          "expropriated_m2": "ZSMJ", "supplied_m2": "GDMJ", "to_develop_m2": "YKFMJ", "developed_m2": "KFMJ",
          "ratio": "RJL", "ratio_agreed": "HTRJL"}
TEXTS = {"parcel": "parcel_id", "batch": "PCBH", "project": "XMMC", "use": "TDYT", "year": "ND", "unit": "XZQDM",
         "unit_name": "XZQMC"}
"""Standard fields by what they tell of a plot, and by what else is told of it."""


@dataclass(frozen=True)
class Register:
    """The rows of one layer: plots, what of each cannot be used, and texts by the keys of ``TEXTS``, '' for none."""

    table: PolygonTable
    plots: list[Plot]
    faults: list[list[Fault]]
    texts: Mapping[str, list[str]]

    def called(self, row: int) -> str:
        """Return what a row is called: its parcel id, else its feature id."""
        return self.texts["parcel"][row] or f"#{self.table.fids[row]}"

    def by(self, step: str, today: date) -> Register:
        """Return the rows whose step was taken by a day, or has no day: where it lies tells that it was."""
        rows = [row for row, plot in enumerate(self.plots)
                if getattr(plot, step) is None or plot.reached(step, today)]
        return Register(self.table.take(np.array(rows, dtype=np.int64)), [self.plots[row] for row in rows],
                        [self.faults[row] for row in rows],
                        {key: [texts[row] for row in rows] for key, texts in self.texts.items()})


def read_register(table: PolygonTable, own: Mapping[str, str | None], units: Mapping[str, str], book: RuleBook,
                  known: date, progress: Progress) -> Register:
    """Return the register in a table; own: what the table calls ``FIELDS`` and ``TEXTS``, None for what it lacks.

    units: of areas that are not in m². known: the last day of which anybody can know. Values that cannot be read, and
    days as tables write them for none, are faults and count as blank. Raises Canceled.
    """
    faults: list[list[Fault]] = [[] for _ in range(len(table))]
    values: dict[str, list[Any]] = {}
    for name in DATES:
        progress.check()
        values[name] = _days(_column(table, own[name]), own[name], name, faults, book, known)
    for name in (*AMOUNTS, "ratio", "ratio_agreed"):
        progress.check()
        amounts, bad = numbers(np.asarray(_column(table, own[name]), dtype=object))
        wrong = (amounts < 0) | (amounts >= LARGEST_AMOUNT)
        wrong[bad] = True
        for row in np.flatnonzero(wrong).tolist():
            faults[row].append(Fault("stock.number_unusable", {
                "field": own[name], "value": clean(_column(table, own[name])[row])}, name))
        usable = ~(wrong | np.isnan(amounts))
        if name in AMOUNTS:
            amounts = amounts * float(in_base(units.get(name, "")))
            whole = hundredths(np.where(usable, amounts, 0.0)).tolist()
            values[name] = [amount if is_known else None for amount, is_known in zip(whole, usable.tolist())]
        else:  # a ratio of zero stands for none stated
            values[name] = [amount if is_known and amount > 0 else None
                            for amount, is_known in zip(amounts.tolist(), usable.tolist())]
    plots = []
    for number, row in enumerate(zip(*values.values())):
        if number % 1000 == 0:
            progress.check()
        plots.append(Plot(**dict(zip(values, row))))
    texts = {}
    for key in TEXTS:
        progress.check()
        texts[key] = cleaned(_column(table, own[key]))
    return Register(table, plots, faults, texts)


def _days(column: Any, field: str | None, name: str, faults: list[list[Fault]], book: RuleBook,
          known: date) -> list[date | None]:
    first = date.fromisoformat(book.threshold("stock.date_unlikely", "earliest_date"))
    last = after_years(known, int(book.threshold("stock.date_unlikely", "ahead_years")))
    days, none = read_dates(column), placeholder_days(book)
    for row, (day, raw) in enumerate(zip(tuple(days), column)):
        if day in none:
            faults[row].append(Fault("stock.date_placeholder", {"field": field, "value": day}, name))
            days[row] = None
        elif day is not None and not first <= day <= last:
            faults[row].append(Fault("stock.date_unlikely", {"field": field, "value": day}, name))
            days[row] = None
        elif day is not None and day > known:
            faults[row].append(Fault("stock.date_future", {"field": field, "value": day, "day": known}, name))
        elif day is None and raw is not None and clean(raw):
            serial = serial_day(raw)
            faults[row].append(Fault("stock.date_serial" if serial else "stock.date_unreadable", {
                "field": field, "value": clean(raw), "day": serial}, name))
    return days


def stated_m2(plots: list[Plot], name: str) -> Floats:
    """Return an area of plots in m², float64 (plots,), NaN for none."""
    amounts = (getattr(plot, name) for plot in plots)
    return np.array([np.nan if amount is None else amount / 100 for amount in amounts], dtype=np.float64)


def _column(table: PolygonTable, name: str | None) -> Any:
    return [None] * len(table) if name is None else table.columns[name]
