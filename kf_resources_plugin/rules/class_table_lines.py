"""The lines of an area table by land class: owners under their township, county and tenure, with the sums above them.

Counties, townships and villages are those of the owner's code (QSDWDM: six digits, nine, twelve).
"""
from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from .unit_levels import LEVELS, VILLAGE, code_at, level_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

TOTAL, TENURE, OWNER = "total", "tenure", "unit"
_LEVELS = (*LEVELS[1:], VILLAGE)
_VILLAGE_DIGITS = 12


@dataclass(frozen=True, order=True)
class Owner:
    """An owner of land: the position of its tenure, its code (QSDWDM) and name; '' where the survey names none."""

    tenure: int
    code: str
    name: str

    def code_at(self, level: str) -> str:
        """Return the code of the county, township or village the owner belongs to, '' where its code does not tell."""
        if level == VILLAGE:
            return self.code[:_VILLAGE_DIGITS] if level_of(self.code) == VILLAGE else ""
        return code_at(self.code, level)


@dataclass(frozen=True)
class Line:
    """A line: what it is (``total``, ``tenure``, ``county``, ``township``, ``village``, ``unit``) and its owners.

    tenure: its position, None of the total; owners: positions of those it sums, one for a ``unit``.
    """

    level: str
    tenure: int | None
    code: str
    owners: tuple[int, ...]


def form_lines(owners: Sequence[Owner]) -> list[Line]:
    """Return the lines for sorted owners: each tenure, every level where it sums two owners or more, the total last."""
    everyone = tuple(range(len(owners)))
    lines: list[Line] = []
    for tenure, members in groupby(everyone, key=lambda place: owners[place].tenure):
        mine = tuple(members)
        lines += [Line(TENURE, tenure, "", mine), *_below(owners, mine, _LEVELS)]
    return [*lines, Line(TOTAL, None, "", everyone)]


def _below(owners: Sequence[Owner], members: Sequence[int], levels: Sequence[str]) -> Iterator[Line]:
    if not levels:
        yield from (Line(OWNER, owners[place].tenure, owners[place].code, (place,)) for place in members)
        return
    level, *finer = levels
    code_of: Callable[[int], str] = lambda place: owners[place].code_at(level)  # noqa: E731
    for code, group in groupby(members, key=code_of):
        mine = tuple(group)
        if code and len(mine) > 1:
            yield Line(level, owners[mine[0]].tenure, code, mine)
        yield from _below(owners, mine, finer)


def owner_groups(owners: Sequence[Owner], owner_of: Ints) -> list[Ints]:
    """Return the tenure, county, township, village and owner of rows as levels of int64 (rows,).

    owner_of: int64 (rows,) position of each row's owner.
    """
    levels: list[Sequence[object]] = [[owner.tenure for owner in owners],
                                      *([owner.code_at(level) for owner in owners] for level in _LEVELS),
                                      range(len(owners))]
    return [np.unique(np.array(level), return_inverse=True)[1].reshape(-1)[owner_of] for level in levels]
