"""Which wet cells hang together with the channel: by eye on small maps, and against SciPy on many."""
from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.wet_runs import WetArea, WetRuns
from kf_resources_plugin.rules.progress import Canceled, NoProgress


def wet_map(*rows: str) -> np.ndarray:
    """Return where a map has no #."""
    return np.array([[mark != "#" for mark in row] for row in rows])


def connected(wet: np.ndarray, seeds: list[tuple[int, int]], block: int = 100) -> WetArea:
    runs = WetRuns(wet.shape[1])
    for first in range(0, len(wet), block):
        runs.add(wet[first:first + block], first)
    cells = np.array([row * wet.shape[1] + column for row, column in seeds], dtype=np.int64)
    return runs.connected(cells, NoProgress())


def drawn(area: WetArea, rows: int) -> list[str]:
    """Return connected cells as ~, isolated ones as o, others as #."""
    flood, isolated = area.cells(0, rows), area.isolated(0, rows)
    return ["".join("~" if flood[row, column] else "o" if isolated[row, column] else "#"
                    for column in range(area.columns)) for row in range(rows)]


def test_water_stays_in_front_of_what_it_does_not_pass() -> None:
    area = connected(wet_map("..#..", "..#..", "..#.."), [(1, 0)])
    assert drawn(area, 3) == ["~~#oo", "~~#oo", "~~#oo"]


def test_water_goes_through_a_gap_and_around_a_snake() -> None:
    area = connected(wet_map(".....", "####.", ".....", ".####", "....."), [(0, 0)])
    assert drawn(area, 5) == ["~~~~~", "####~", "~~~~~", "~####", "~~~~~"]


def test_water_does_not_slip_through_a_corner() -> None:
    area = connected(wet_map("..#", ".#.", "#.."), [(0, 0)])
    assert drawn(area, 3) == ["~~#", "~#o", "#oo"]


def test_the_end_of_a_row_does_not_touch_the_beginning_of_the_next() -> None:
    area = connected(wet_map("#.", ".#"), [(0, 1)])
    assert drawn(area, 2) == ["#~", "o#"]


def test_a_seed_on_dry_land_starts_nothing() -> None:
    assert drawn(connected(wet_map("#.", ".."), [(0, 0)]), 2) == ["#o", "oo"]
    assert drawn(connected(wet_map("##", "##"), [(0, 0)]), 2) == ["##", "##"]
    assert drawn(connected(wet_map("..", ".."), []), 2) == ["oo", "oo"]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 12), st.randoms(use_true_random=False), st.integers(1, 13))
def test_every_map_is_as_scipy_labels_it(rows: int, columns: int, random: object, block: int) -> None:
    label = pytest.importorskip("scipy.ndimage").label
    rng = np.random.default_rng(random.getrandbits(32))  # type: ignore[attr-defined]
    wet = rng.random((rows, columns)) < 0.6
    seed = (int(rng.integers(rows)), int(rng.integers(columns)))
    labels, _ = label(wet)  # neighbours across edges
    expected = wet & (labels == labels[seed])
    area = connected(wet, [seed], block)
    assert np.array_equal(area.cells(0, rows), expected)
    assert np.array_equal(area.isolated(0, rows), wet & ~expected)
    assert np.array_equal(area.cells(rows // 2, rows - rows // 2), expected[rows // 2:])


def test_it_can_be_cancelled() -> None:
    class Stopped(NoProgress):
        def check(self) -> None:
            raise Canceled

    runs = WetRuns(1)
    runs.add(wet_map("."), 0)
    with pytest.raises(Canceled):
        runs.connected(np.array([0]), Stopped())
