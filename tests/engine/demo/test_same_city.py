"""The same seed gives the same rows, whatever the batch size; another seed gives another city."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from kf_resources_plugin.engine.demo import noise
from kf_resources_plugin.engine.demo.build import build_demo
from kf_resources_plugin.rules.progress import NoProgress

if TYPE_CHECKING:
    from pathlib import Path


def test_digests_repeat(tmp_path: Path) -> None:
    one = build_demo(tmp_path / "one.gpkg", 2_000, 9, NoProgress())
    same = build_demo(tmp_path / "same.gpkg", 2_000, 9, NoProgress(), batch=150)
    other = build_demo(tmp_path / "other.gpkg", 2_000, 10, NoProgress())
    assert one.digests == same.digests
    assert one.digest == same.digest
    assert one.terrain.read_bytes() == same.terrain.read_bytes()
    assert one.digests["land"] != other.digests["land"]
    assert one.digests["projects"] == other.digests["projects"], "projects do not depend on the seed"


def test_hashing_is_splitmix64() -> None:
    # Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014): the finaliser, by plain integers
    def reference(seed: int, stream: int, key: int) -> int:
        mask = 2**64 - 1
        golden = 0x9E3779B97F4A7C15
        state = (seed * golden + stream) & mask
        state = ((state ^ (key & mask)) + golden) & mask
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & mask
        return state ^ (state >> 31)

    keys = [0, 1, -1, 987_654_321_012]
    assert noise.mix(42, 7, np.array(keys)).tolist() == [reference(42, 7, key) for key in keys]


def test_noise_on_a_grid_equals_noise_at_its_nodes() -> None:
    x, y = np.linspace(-3e5, 5e5, 37), np.linspace(3.7e6, 3.9e6, 29)
    grid = noise.smooth_grid(3, 8, x, y, 7_000.0)
    columns, rows = np.meshgrid(x, y, indexing="ij")
    nodes = noise.smooth_pair(3, 8, columns.ravel(), rows.ravel(), 7_000.0)
    for one, other in zip(grid, nodes):
        assert (one.ravel() == other).all()
        assert np.abs(one).max() <= 1.0


@pytest.mark.parametrize("side", [400.0, 1_800.0, 12_000.0])
def test_no_cell_of_the_lattice_folds_over(side: float) -> None:
    from kf_resources_plugin.engine.demo.keys import unpack
    from kf_resources_plugin.engine.demo.lattice import make_lattice

    lattice = make_lattice(11, side, (488e3, 3_785e3, 538e3, 3_835e3))
    x, y = unpack(lattice.grid(np.arange(len(lattice.u)), np.arange(len(lattice.v))))
    corners = [(part_x, part_y) for part_x, part_y in (
        (x[:-1, :-1], y[:-1, :-1]), (x[1:, :-1], y[1:, :-1]), (x[1:, 1:], y[1:, 1:]), (x[:-1, 1:], y[:-1, 1:]))]
    for a, b, c in ((0, 1, 2), (1, 2, 3), (2, 3, 0), (3, 0, 1)):
        (ax, ay), (bx, by), (cx, cy) = corners[a], corners[b], corners[c]
        assert ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)).min() > 0
