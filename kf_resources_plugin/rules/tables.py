"""Rounding of printed tables so that they add up across and down.

Controlled rounding (L. H. Cox, A constructive procedure for unbiased controlled rounding, JASA 82, 1987): every cell
becomes the whole number below or above its value, the margins are sums of cells and are themselves the whole number
below or above theirs, and the grand total is rounded once.
"""
from __future__ import annotations

import numpy as np
import numpy.typing as npt

# Values are compared in millionths of the printed unit: sums are exact and float noise decides nothing.
_UNIT = 1000000
_LARGEST = 9.0e15  # beyond it not every whole number is a float

Cell = tuple[int, int]


def controlled_rounding(cells: npt.ArrayLike, scale: float) -> npt.NDArray[np.int64]:
    """Round a table (rows, columns) to whole units of ``1 / scale``: scale 10000 prints four decimals.

    Returns int64 of the same shape. Every cell is the floor or the ceiling of cells * scale; the sums of rows and of
    columns differ by less than one unit from their real values; the grand total is its real value rounded half-up.
    Of the choices left, the one nearer to the values is taken; the same table always gives the same result.
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
    total = int(rest.sum())
    wanted = (2 * total + _UNIT) // (2 * _UNIT)
    table = _Table(_with_slack(rest))
    # the corner holds the fraction of the grand total and takes it along
    table.settle_corner(up=wanted * _UNIT > total)
    table.settle_all()
    return np.asarray(floors + table.rest[:-1, :-1] // _UNIT)


def _with_slack(rest: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Add a row and a column that fill every sum up to whole units; the corner does so for them."""
    rows, columns = rest.shape
    full = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    full[:rows, :columns] = rest
    full[:rows, columns] = -rest.sum(axis=1) % _UNIT
    full[rows, :columns] = -rest.sum(axis=0) % _UNIT
    full[rows, columns] = -full[:rows, columns].sum() % _UNIT
    return full


class _Table:
    """Cells between 0 and one unit whose rows and columns all sum to whole units.

    Open cells (strictly between) are the edges of a graph whose nodes are rows and columns. As sums are whole, every
    edge lies on a cycle; adding an amount to every other cell of a cycle and taking it from the rest keeps all sums,
    and the largest possible amount makes at least one more cell whole.
    """

    def __init__(self, rest: npt.NDArray[np.int64]) -> None:
        self.rest = rest
        self._start = rest.copy()
        self._rows = len(rest)
        is_open = rest % _UNIT != 0
        # rows are the nodes 0, 1 ..., columns follow
        self._near: list[list[int]] = [(np.flatnonzero(row) + self._rows).tolist() for row in is_open]
        self._near += [np.flatnonzero(column).tolist() for column in is_open.T]

    def settle_corner(self, *, up: bool) -> None:
        """Make the corner whole, upwards or downwards."""
        row, column = self._rows - 1, len(self._near) - 1
        while column in self._near[row]:
            cycle = self._cells([row, *self._path(column, row)])
            self._shift(cycle if up else cycle[1:] + cycle[:1])

    def settle_all(self) -> None:
        """Make all cells whole, each time in the direction that stays nearer to the values."""
        for row in range(self._rows):
            while self._near[row]:
                cycle = self._cells(self._walk(row))
                # raising a cell costs less the nearer its value is to the next whole number
                costs = [_UNIT - 2 * int(self._start[cell]) for cell in cycle]
                self._shift(cycle if sum(costs[::2]) <= sum(costs[1::2]) else cycle[1:] + cycle[:1])

    def _walk(self, start: int) -> list[int]:
        """Return the nodes of a cycle met by walking on and on from a row, never straight back."""
        path = [start, self._near[start][0]]
        place = {node: position for position, node in enumerate(path)}
        while True:
            ahead = next(node for node in self._near[path[-1]] if node != path[-2])
            if ahead in place:
                return path[place[ahead]:]
            place[ahead] = len(path)
            path.append(ahead)

    def _path(self, start: int, goal: int) -> list[int]:
        """Return the nodes of a shortest path from start to goal, without goal, that avoids the edge between them."""
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

    def _cells(self, nodes: list[int]) -> list[Cell]:
        """Return the cells on a cycle of nodes, in its order."""
        pairs = zip(nodes, [*nodes[1:], nodes[0]])
        return [(a, b - self._rows) if a < self._rows else (b, a - self._rows) for a, b in pairs]

    def _shift(self, cycle: list[Cell]) -> None:
        """Raise the first, third ... cell of a cycle and lower the others until one of them is whole."""
        raised, lowered = cycle[::2], cycle[1::2]
        amount = min(*(_UNIT - self.rest[cell] for cell in raised), *(self.rest[cell] for cell in lowered))
        for cells, change in ((raised, amount), (lowered, -amount)):
            for row, column in cells:
                self.rest[row, column] += change
                if self.rest[row, column] % _UNIT == 0:
                    self._near[row].remove(column + self._rows)
                    self._near[column + self._rows].remove(row)
