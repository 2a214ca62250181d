"""Heads of tables over several lines: which headings are joined over columns, and which stretch down to the table."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class HeadCell:
    """A heading in line ``line`` from 0, over ``places`` columns from column ``place`` on and ``lines`` lines down."""

    line: int
    place: int
    text: str
    lines: int = 1
    places: int = 1


def head_cells(paths: Sequence[Sequence[str]]) -> list[HeadCell]:
    """Return the head of columns, each given by its headings from the outermost to its own, line by line.

    Neighbours under one outer heading share it; a column's own heading is never joined and reaches down to the table.
    """
    depth = max((len(path) for path in paths), default=0)
    found = []
    for line in range(depth):
        place = 0
        while place < len(paths):
            path, count = paths[place], 1
            if line < len(path) - 1:
                while place + count < len(paths) and _shares(path, paths[place + count], line):
                    count += 1
                found.append(HeadCell(line, place, path[line], places=count))
            elif line == len(path) - 1:
                found.append(HeadCell(line, place, path[line], lines=depth - line))
            place += count
    return found


def _shares(path: Sequence[str], other: Sequence[str], line: int) -> bool:
    return line < len(other) - 1 and list(other[:line + 1]) == list(path[:line + 1])
