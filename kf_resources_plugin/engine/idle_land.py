"""Supplies of land as rows of a table: dates, areas and amounts as offices write them; what cannot be used is told."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.idle_land import Fault, Supply
from ..rules.text import clean, numbers, truth
from ..rules.units import LARGEST_AMOUNT
from .dates import read_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.progress import Progress
    from .reading import FeatureTable

DATES = ("supplied", "agreed", "started", "suspended", "noticed", "determined")
AMOUNTS = ("area", "developed", "to_develop", "invested", "investment", "price", "output", "excluded")
_MAY_BE_ZERO = frozenset({"developed", "invested", "price", "excluded"})


def read_supplies(table: FeatureTable, own: Mapping[str, str | None], parcels: list[str],
                  progress: Progress) -> tuple[list[Supply], list[tuple[Fault, ...]], np.ndarray]:
    """Return (supplies, what of each cannot be used, declared areas in m², float64 with NaN for none).

    own: what the table calls its fields, None for those it lacks. parcels: what the supplies are called. Raises
    Canceled.
    """
    faults: list[list[Fault]] = [[] for _ in parcels]
    values: dict[str, list[Any]] = {}
    for key in DATES:
        progress.check()
        values[key] = read_dates(_column(table, own[key]))
        for row, raw in enumerate(_column(table, own[key])):
            if values[key][row] is None and raw is not None and clean(raw):
                faults[row].append(Fault("idle.date_unreadable", {"field": own[key], "value": clean(raw)}, key))
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
        values[key] = [None if np.isnan(amount) or no else amount for amount, no in zip(amounts.tolist(), wrong)]
    values["price"] = [price or None for price in values["price"]]  # a zero stands for none stated
    values["excluded"] = [None if days is None else int(days) for days in values["excluded"]]
    area = np.array(values.pop("area"), dtype=np.float64)
    values["government_cause"] = [truth(value) for value in _column(table, own["government_cause"])]
    for row, raw in enumerate(_column(table, own["government_cause"])):
        if values["government_cause"][row] is None and clean(raw):
            faults[row].append(Fault("idle.cause_unreadable", {"field": own["government_cause"], "value": clean(raw)},
                                     "government_cause"))
    supplies = [Supply(parcel, **{key: column[row] for key, column in values.items()})
                for row, parcel in enumerate(parcels)]
    return supplies, [tuple(each) for each in faults], area


def _column(table: FeatureTable, name: str | None) -> Any:
    return [None] * len(table) if name is None else table.columns[name]
