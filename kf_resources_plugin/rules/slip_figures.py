"""The figures of a slip: one indicator of an event, by entry and by what it is for, in every unit that is printed.

m² and kg are exact hundredths. Hectares and mu are rounded as one table by controlled rounding, so that on paper the
entries sum to each county, the counties to each entry, and all to the total, in each unit by itself.
"""
from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .tables import controlled_rounding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Key = tuple[str, str]

AREA_UNITS, WEIGHT_UNITS = ("m2", "ha", "mu"), ("kg",)
DECIMALS = {"m2": 2, "kg": 2, "ha": 4, "mu": 2}

# printed steps in a hundredth of m²: 0.0001 ha is a m², 0.01 mu is 20/3 m²
_STEPS = {"ha": 1 / 100, "mu": 15 / 10_000}


@dataclass(frozen=True)
class Figures:
    """One indicator: ``steps`` holds by unit whole printed steps, int64 of (entries + 1, keys).

    keys: (project, unit code) the amounts are for. The last row of a table is what was demanded for a key but not
    written off, because it needs no replenishment.
    """

    entries: tuple[str, ...]
    keys: tuple[Key, ...]
    steps: Mapping[str, npt.NDArray[np.int64]]

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units that are printed."""
        return tuple(self.steps)

    def lines(self) -> list[tuple[str, Key]]:
        """Return (entry, key) of every amount that is not nothing, entries in their order."""
        exact = self.steps[self.units[0]]
        return [(entry, key) for row, entry in enumerate(self.entries) for column, key in enumerate(self.keys)
                if exact[row, column]]

    def line(self, entry: str, key: Key) -> list[Decimal]:
        """Return what an entry gives for a key, by unit."""
        row, column = self.entries.index(entry), self.keys.index(key)
        return self._decimals(lambda table: table[row, column])

    def of_key(self, key: Key) -> list[Decimal]:
        """Return what all entries give for a key, by unit."""
        column = self.keys.index(key)
        return self._decimals(lambda table: table[:-1, column].sum())

    def demanded(self, key: Key) -> list[Decimal]:
        """Return what was demanded for a key, by unit."""
        column = self.keys.index(key)
        return self._decimals(lambda table: table[:, column].sum())

    def total(self) -> list[Decimal]:
        """Return what all entries give, by unit."""
        return self._decimals(lambda table: table[:-1].sum())

    def total_demanded(self) -> list[Decimal]:
        """Return what was demanded in all, by unit."""
        return self._decimals(lambda table: table.sum())

    def _decimals(self, pick: Callable[[npt.NDArray[np.int64]], np.int64]) -> list[Decimal]:
        return [Decimal(int(pick(table))).scaleb(-DECIMALS[unit]) for unit, table in self.steps.items()]


def figures(amounts: Iterable[tuple[str, Key, int]], demands: Mapping[Key, int], units: Sequence[str]) -> Figures:
    """Return the figures of one indicator.

    amounts: (entry, key, hundredths of m² or kg), none negative; demands: hundredths by key, at least what was written
    off for it; keys without a demand are taken as fully served. Raises ValueError for amounts that cannot be printed.
    """
    given = list(amounts)
    entries = tuple(dict.fromkeys(entry for entry, _, _ in given))
    keys = tuple(dict.fromkeys([*demands, *(key for _, key, _ in given)]))
    table = np.zeros((len(entries) + 1, len(keys)), dtype=np.int64)
    for entry, key, amount in given:
        table[entries.index(entry), keys.index(key)] += amount
    for key, amount in demands.items():
        table[-1, keys.index(key)] = amount - table[:-1, keys.index(key)].sum()
    if (table < 0).any():
        raise ValueError("an amount is negative, or more was written off than demanded")
    return Figures(entries, keys, {unit: _printed(table, unit) for unit in units})


def _printed(table: npt.NDArray[np.int64], unit: str) -> npt.NDArray[np.int64]:
    if unit not in _STEPS or not table.size:
        return table
    return controlled_rounding(table, _STEPS[unit])
