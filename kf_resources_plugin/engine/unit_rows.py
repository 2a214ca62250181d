"""Which units have rows of their own in results, and for which of them land counts: its own and those it lies in."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.tables import controlled_rounding
from ..rules.unit_levels import LEVELS, VILLAGE, code_at, level_of, lies_in
from .admin_units import numbered
from .blocks import largest_share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Ints
    from .admin_units import Unit


@dataclass(frozen=True)
class UnitRows:
    """Rows of units, each with all land of its unit, that of the finer units within it too.

    units: those that land lies in and the units drawn around them, sorted; chain: int64 (units, levels), the rows that
    land of a unit counts for, from the coarsest to its own, which fills the rest; of_piece: int64 (pieces,) the finest
    unit of each. Rows of several levels hold the same land: their sum is no total.
    """

    units: list[Unit]
    chain: Ints
    of_piece: Ints

    @classmethod
    def of(cls, units: Sequence[Unit], unit_of: Ints, drawn: Sequence[Unit] | None) -> UnitRows:
        """Return the rows for pieces; unit_of: int64 (pieces,) which of ``units`` is the finest that each lies in.

        drawn: the unit of every unit polygon, None where there are none. What lies within what, their codes tell.
        """
        by_code = {unit.code: unit for unit in drawn or ()}
        outer = {unit: _around(unit, by_code) for unit in units}
        listed, place = numbered([*units, *(above for around in outer.values() for above in around)])
        position = {unit: row for row, unit in enumerate(listed)}
        chain = np.repeat(np.arange(len(listed), dtype=np.int64)[:, None], len(LEVELS) + 1, axis=1)
        for unit, row in position.items():
            for level, above in enumerate(_around(unit, by_code)):
                chain[row, level] = position[above]
        return cls(listed, chain, place[unit_of])

    @property
    def nested(self) -> bool:
        """Tell whether any land counts for several rows."""
        return bool((self.chain != self.chain[:, -1:]).any())

    @property
    def above_villages(self) -> Ints:
        """Return of every unit the row of the finest that holds it and is no village, else its own, int64 (units,)."""
        found = self.chain[:, -1].copy()
        for row, unit in enumerate(self.units):
            around = self.chain[row, self.chain[row] != row]
            if level_of(unit.code) == VILLAGE and len(around):
                found[row] = around[-1]
        return found

    def entries(self, unit_of: Ints | None = None) -> tuple[Ints, Ints]:
        """Return (piece, row): every piece with each row that it counts for, int64 (entries,) both.

        unit_of: int64 (pieces,) the finest unit of other pieces than those of ``of_piece``.
        """
        rows = self.chain[self.of_piece if unit_of is None else unit_of]
        counts = np.ones(rows.shape, dtype=bool)
        counts[:, :-1] = rows[:, :-1] != rows[:, -1:]
        piece, level = np.nonzero(counts)
        return piece, rows[piece, level]

    def sums(self, held: np.ndarray) -> np.ndarray:
        """Return what rows hold, (units, …), from what lies in each unit as the finest, of the same shape."""
        found = np.zeros_like(held)
        unit, row = self.entries(np.arange(len(self.units)))
        np.add.at(found, row, held[unit])
        return found

    def printed(self, held: np.ndarray, scale: float) -> tuple[Ints, Ints]:
        """Return what rows print, int64 (units, columns), and the totals, (columns,), in units of ``1 / scale``.

        held: float64 (units, columns), what lies in each unit as the finest. Rounded as one table: a row is the sum of
        the finer ones and of what lies beside them, and the total counts each place once.
        """
        whole = controlled_rounding(held, scale, self.chain.T[:-1] if self.nested else ())
        return self.sums(whole), whole.sum(axis=0)

    def homes(self, group: Ints, area: Ints, groups: int) -> list[int]:
        """Return the row that has most of each group of pieces, found from the coarsest level down.

        group, area: int64 (pieces,). So a group is at home in a township only where it is in its county.
        """
        there = np.ones(len(group), dtype=bool)
        home: Sequence[int] = []
        for at in self.chain[self.of_piece].T:
            home = largest_share(group[there], at[there], area[there], groups)
            there &= at == np.array([*home, -1], dtype=np.int64)[group]
        return list(home)


def _around(unit: Unit, drawn: Mapping[str, Unit]) -> list[Unit]:
    """Return the units of higher levels that a unit lies in, the coarsest first; drawn: units by their codes."""
    above = [drawn.get(code_at(unit.code, level)) for level in LEVELS] if level_of(unit.code) else []
    return [outer for outer in above if outer is not None and lies_in(unit.code, outer.code)]
