"""Rows by key, worked by hand."""
from __future__ import annotations

import numpy as np

from kf_resources_plugin.rules.grouping import grouped


def test_rows_stand_by_key_in_their_own_order() -> None:
    found = grouped(np.array([3, -1, 3, 0]), np.array([9, 8, 7, 6]))
    assert [(key, rows.tolist()) for key, rows in found] == [(-1, [8]), (0, [6]), (3, [9, 7])]


def test_nothing_has_no_groups() -> None:
    assert grouped(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)) == []
