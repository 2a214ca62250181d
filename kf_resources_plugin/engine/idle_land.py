"""Supplies of land as rows of a table: dates, areas and amounts as offices write them; what cannot be used is told."""
from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.head_units import in_base
from ..rules.idle_supply import Fault, Supply
from ..rules.text import clean, numbers, truth
from ..rules.units import LARGEST_AMOUNT
from .dates import placeholder_days, read_dates, serial_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .reading import FeatureTable

DATES = ("supplied", "agreed", "started", "suspended", "noticed", "determined")
AMOUNTS = ("area", "developed", "to_develop", "invested", "investment", "price", "output", "excluded")
_MAY_BE_ZERO = frozenset({"developed", "invested", "price", "excluded"})


def read_supplies(table: FeatureTable, own: Mapping[str, str | None], units: Mapping[str, str], parcels: list[str],
                  book: RuleBook, progress: Progress) -> tuple[list[Supply], list[tuple[Fault, ...]], np.ndarray]:
    """Return (supplies, what of each cannot be used, declared areas in m², float64 with NaN for none).

    own: what the table calls its fields, None for those it lacks. units: of fields that are not in m² or 10,000 CNY.
    parcels: what the supplies are called. Raises Canceled.
    """
    faults: list[list[Fault]] = [[] for _ in parcels]
    values: dict[str, list[Any]] = {}
    none = placeholder_days(book)
    for key in DATES:
        progress.check()
        values[key] = _days(_column(table, own[key]), own[key], key, none, faults)
    for key in AMOUNTS:
        progress.check()
        amounts, bad = numbers(np.asarray(_column(table, own[key]), dtype=object))
        wrong = (amounts < 0 if key in _MAY_BE_ZERO else amounts <= 0) | (amounts >= LARGEST_AMOUNT)
        if key == "excluded":
            wrong |= amounts % 1 > 0
        wrong[bad] = True
        for row in np.flatnonzero(wrong).tolist():
            faults[row].append(Fault("idle.number_unusable", {
                "field": own[key], "value": clean(_column(table, own[key])[row])}, key))
        factor = in_base(units.get(key, ""))
        values[key] = [None if np.isnan(amount) or no else amount if factor == 1 else Fraction(str(amount)) * factor
                       for amount, no in zip(amounts.tolist(), wrong)]
    for key in ("price", "output"):  # a zero stands for none stated
        values[key] = [float(amount) if amount else None for amount in values[key]]
    values["excluded"] = [None if days is None else int(days) for days in values["excluded"]]
    area = np.array([np.nan if amount is None else float(amount) for amount in values.pop("area")], dtype=np.float64)
    values["government_cause"] = [truth(value) for value in _column(table, own["government_cause"])]
    for row, raw in enumerate(_column(table, own["government_cause"])):
        if values["government_cause"][row] is None and clean(raw):
            faults[row].append(Fault("idle.cause_unreadable", {"field": own["government_cause"], "value": clean(raw)},
                                     "government_cause"))
    supplies = [Supply(parcel, **{key: column[row] for key, column in values.items()})
                for row, parcel in enumerate(parcels)]
    return supplies, [tuple(each) for each in faults], area


def _days(column: Any, field: str | None, key: str, none: frozenset[date],
          faults: list[list[Fault]]) -> list[date | None]:
    """Return the days of a column; those in ``none`` are told and none."""
    days = read_dates(column)
    for row, (day, raw) in enumerate(zip(tuple(days), column)):
        if day in none:
            days[row] = None
            faults[row].append(Fault("idle.date_placeholder", {"field": field, "value": day}, key))
        elif day is None and raw is not None and clean(raw):
            faults[row].append(_unreadable(raw, field, key))
    return days


def _unreadable(raw: Any, field: str | None, key: str) -> Fault:
    serial = serial_day(raw)
    if serial is not None:
        return Fault("idle.date_serial", {"field": field, "value": clean(raw), "day": serial}, key)
    return Fault("idle.date_unreadable", {"field": field, "value": clean(raw)}, key)


def _column(table: FeatureTable, name: str | None) -> Any:
    return [None] * len(table) if name is None else table.columns[name]
