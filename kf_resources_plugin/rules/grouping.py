"""Rows of arrays by what they have in common."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .areas import Ints


def grouped(keys: Ints, rows: Ints) -> list[tuple[int, Ints]]:
    """Return (key, its rows) for each key that occurs, by key; of one key the rows keep their order.

    keys, rows: int64 (rows,).
    """
    if not len(rows):
        return []
    order = np.argsort(keys, kind="stable")
    borders = np.flatnonzero(np.diff(keys[order])) + 1
    firsts = keys[order][[0, *borders.tolist()]]
    return list(zip(firsts.tolist(), np.split(rows[order], borders)))
