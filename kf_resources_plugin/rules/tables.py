"""Rounding of printed tables so that they add up across and down.

Controlled rounding (L. H. Cox, A constructive procedure for unbiased controlled rounding, JASA 82, 1987): every cell
becomes the whole number below or above its value, the margins are sums of cells and are themselves the whole number
below or above theirs, and the grand total is rounded once.

That works for all sums that fall into two nested families, for these are the nodes of a network whose flows can be
whole (J. Edmonds, Submodular functions, matroids, and certain polyhedra, 1970). With groups of rows and of columns the
two families are: rows with their groups, and within each row its groups of columns; columns with their groups, and
within each column its groups of rows.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    Ints = npt.NDArray[np.int64]
    Groups = Sequence[npt.ArrayLike]
    """Levels of groups from the outermost in, each with the group of every row (or column)."""
    Cycle = list[tuple[int, int]]
    """Arcs with +1 where they are raised and −1 where they are lowered."""

# Values are compared in millionths of the printed unit: sums are exact and float noise decides nothing.
_UNIT = 1000000
_LARGEST = 9.0e15  # beyond it not every whole number is a float
_SOURCE, _SINK = 0, 1


def controlled_rounding(cells: npt.ArrayLike, scale: float, row_groups: Groups = (), column_groups: Groups = (),
                        near: npt.ArrayLike | None = None) -> Ints:
    """Round a table (rows, columns) to whole units of ``1 / scale``: scale 10000 prints four decimals.

    Returns int64 of the same shape. Every cell is the floor or the ceiling of cells * scale; the sums of rows, of
    columns, of groups of whole rows, of groups of whole columns, of a row over a group of columns and of a column over
    a group of rows differ by less than one unit from their real values; the grand total is its real value rounded
    half-up. Only where a group of rows crosses a group of columns the sum may be off by more, at most one unit per row
    or per column. Of the choices left, those are taken that keep the sum of the cells ``near`` (bool, rows × columns)
    near its value, then those nearer to the values; the same table always gives the same result.
    Raises ValueError for a table that is not two-dimensional, NaN and values that do not fit.
    """
    scaled = np.asarray(cells, dtype=np.float64) * scale
    if scaled.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise ValueError("a table has rows and columns")
    if not np.abs(scaled).sum() < _LARGEST:
        raise ValueError("a cell is not a number or too large")
    floors = np.floor(scaled).astype(np.int64)
    rest = np.rint((scaled - floors) * _UNIT).astype(np.int64)
    floors, rest = floors + rest // _UNIT, rest % _UNIT
    row, column = np.nonzero(rest)
    watched = np.zeros(rest.shape, dtype=bool) if near is None else np.asarray(near, dtype=bool)
    network = _Network(rest[row, column], watched[row, column])
    above = network.add_family(_family(row, column, row_groups, column_groups), down=True)
    below = network.add_family(_family(column, row, column_groups, row_groups), down=False)
    network.close(above, below)
    network.settle_all()
    floors[row, column] += network.cells() // _UNIT
    return floors


def rounded_parts(parts: Ints, wholes: Ints, printed: Ints, unit: int) -> Ints:
    """Round figures that are parts of others to whole units, so that none is printed larger than its whole.

    parts, wholes: int64 (n,) in steps, ``unit`` steps to the printed unit; printed: int64 (n,) the wholes as printed,
    each the floor or ceiling of its value. A part that is all of its whole is printed as that; every other is the
    floor or the ceiling of its value. Their sum is the real one rounded half-up, as near as that allows; of equal
    remainders the first is raised.
    """
    all_of_it = parts == wholes
    low = np.where(all_of_it, printed, parts // unit)
    high = np.where(all_of_it, printed, np.minimum(-(-parts // unit), printed))
    wanted = (2 * int(parts.sum()) + unit) // (2 * unit) - int(low.sum())
    ranked = np.lexsort((np.arange(len(parts)), -(parts % unit)))
    ranked = ranked[(high > low)[ranked]]
    low[ranked[:max(wanted, 0)]] += 1
    return low


def _family(own: Ints, other: Ints, own_groups: Groups, other_groups: Groups) -> list[Ints]:
    """Return the nested sets that cells lie in, from the outermost in: levels of int64 (cells,) numbers.

    ``own``, ``other``: row and column of each cell, or the other way round.
    """
    labels = [*(np.asarray(level)[own] for level in own_groups), own,
              *(np.asarray(level)[other] for level in other_groups)]
    levels: list[Ints] = []
    outer = np.zeros(len(own), dtype=np.int64)
    for label in labels:
        _, inner = np.unique(label, return_inverse=True)
        _, outer = np.unique(outer * (len(own) + 1) + inner.reshape(-1), return_inverse=True)
        outer = outer.reshape(-1)
        levels.append(outer)
    return levels


class _Network:
    """A flow whose arcs are cells and sums of cells, and which enters and leaves every node in equal amount.

    Open arcs (whose amount is not whole) lie on cycles of open arcs, for an open arc never ends alone in a node.
    Adding an amount along a cycle keeps all nodes in balance, and the largest possible amount makes at least one more
    arc whole. The cells are the first arcs.
    """

    def __init__(self, cells: Ints, near: npt.NDArray[np.bool_]) -> None:
        self._amount: list[int] = cells.tolist()
        self._count = len(cells)
        # raising a cell costs less the nearer its value is to the next whole number
        self._cost = [_UNIT - 2 * amount for amount in self._amount]
        self._watched = set(np.flatnonzero(near).tolist())
        self._drift = 0
        self._ends: list[tuple[int, int]] = []
        self._near: list[dict[int, int]] = [{}, {}]  # of each node: the open arc to each neighbour

    def cells(self) -> Ints:
        """Return the amounts of cells, int64 (cells,)."""
        return np.array(self._amount[:self._count], dtype=np.int64)

    def add_family(self, levels: list[Ints], *, down: bool) -> Ints:
        """Add the arcs between nested sets, from the source ``down`` to cells or from cells to the sink.

        Returns the innermost node of each cell, int64 (cells,).
        """
        cells = np.array(self._amount[:self._count], dtype=np.int64)
        parent = np.full(len(cells), _SOURCE if down else _SINK, dtype=np.int64)
        for level in levels:
            count = int(level.max(initial=-1)) + 1
            node = len(self._near) + level
            self._near += [{} for _ in range(count)]
            sums = np.zeros(count, dtype=np.int64)
            np.add.at(sums, level, cells)
            _, first = np.unique(level, return_index=True)
            for outer, inner, amount in zip(parent[first].tolist(), node[first].tolist(), sums.tolist()):
                self._add_arc(*((outer, inner) if down else (inner, outer)), amount)
            parent = node
        return parent

    def _add_arc(self, tail: int, head: int, amount: int) -> None:
        self._amount.append(amount)
        self._ends.append((tail, head))
        if amount % _UNIT:
            self._near[tail][head] = self._near[head][tail] = len(self._amount) - 1

    def close(self, above: Ints, below: Ints) -> None:
        """Join the families by the cells and by the grand total, which is rounded half-up at once."""
        total = sum(self._amount[:self._count])
        self._ends = [*zip(above.tolist(), below.tolist()), *self._ends]
        for cell, (tail, head) in enumerate(self._ends[:self._count]):
            self._near[tail][head] = self._near[head][tail] = cell
        self._add_arc(_SINK, _SOURCE, total)
        up = (2 * total + _UNIT) // (2 * _UNIT) * _UNIT > total
        while _SOURCE in self._near[_SINK]:
            cycle = self._arcs([_SINK, *self._path(_SOURCE, _SINK)])
            self._push(cycle if up else _reversed(cycle))

    def settle_all(self) -> None:
        """Make all arcs whole, each time in the direction that is nearer to the values."""
        for node in range(len(self._near)):
            while self._near[node]:
                cycle = self._arcs(self._walk(node))
                self._push(min(cycle, _reversed(cycle), key=self._price))

    def _price(self, cycle: Cycle) -> tuple[int, int]:
        drift = self._drift + self._room(cycle) * self._watched_share(cycle)
        return abs(drift), sum(sign * self._cost[arc] for arc, sign in cycle if arc < self._count)

    def _watched_share(self, cycle: Cycle) -> int:
        return sum(sign for arc, sign in cycle if arc in self._watched) if self._watched else 0

    def _walk(self, start: int) -> list[int]:
        """Return the nodes of a cycle met by walking on and on from a node, never straight back."""
        path = [start, next(iter(self._near[start]))]
        place = {node: position for position, node in enumerate(path)}
        while True:
            ahead = next(node for node in self._near[path[-1]] if node != path[-2])
            if ahead in place:
                return path[place[ahead]:]
            place[ahead] = len(path)
            path.append(ahead)

    def _path(self, start: int, goal: int) -> list[int]:
        """Return the nodes of a shortest path from start to goal, without goal, that avoids the arc between them."""
        came_from = {start: start}
        reached = [start]
        for node in reached:
            for ahead in self._near[node]:
                if ahead not in came_from and (node, ahead) != (start, goal):
                    came_from[ahead] = node
                    reached.append(ahead)
            if goal in came_from:
                break
        path = [came_from[goal]]
        while path[-1] != start:
            path.append(came_from[path[-1]])
        return path[::-1]

    def _arcs(self, nodes: list[int]) -> Cycle:
        """Return the arcs on a cycle of nodes, raised where they go its way and lowered where they go against it."""
        found = []
        for here, ahead in zip(nodes, [*nodes[1:], nodes[0]]):
            arc = self._near[here][ahead]
            found.append((arc, 1 if self._ends[arc] == (here, ahead) else -1))
        return found

    def _room(self, cycle: Cycle) -> int:
        return min(_UNIT - self._amount[arc] % _UNIT if sign > 0 else self._amount[arc] % _UNIT for arc, sign in cycle)

    def _push(self, cycle: Cycle) -> None:
        """Change the arcs of a cycle until one of them is whole."""
        room = self._room(cycle)
        self._drift += room * self._watched_share(cycle)
        for arc, sign in cycle:
            self._amount[arc] += sign * room
            if self._amount[arc] % _UNIT == 0:
                tail, head = self._ends[arc]
                del self._near[tail][head], self._near[head][tail]


def _reversed(cycle: Cycle) -> Cycle:
    return [(arc, -sign) for arc, sign in cycle]
