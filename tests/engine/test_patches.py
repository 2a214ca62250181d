"""Pieces of one group that meet are one patch, however their common border was computed."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.patches import patches
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import rectangle

if TYPE_CHECKING:
    from kf_resources_plugin.engine.wkb import Wkbs

pytestmark = pytest.mark.usefixtures("qgis_app")

X, Y = 38_527_000.0, 3_852_000.0


def shapes(*boxes: tuple[float, float, float, float], scale: float = 1.0, at: tuple[float, float] = (X, Y)) -> Wkbs:
    texts = [rectangle(at[0] + x * scale, at[1] + y * scale, width * scale, height * scale)
             for x, y, width, height in boxes]
    return as_wkb_array([bytes(QgsGeometry.fromWkt(text).asWkb()) for text in texts])


def found(wkbs: Wkbs, group: list[int], crs: str = "EPSG:4526") -> list[int]:
    return patches(wkbs, np.array(group, dtype=np.int64), QgsCoordinateReferenceSystem(crs), pick_kernel(),
                   NoProgress()).tolist()


def test_chains_are_one_patch_and_groups_stay_apart() -> None:
    row = shapes((0, 0, 10, 10), (30, 0, 10, 10), (10, 0, 10, 10), (20, 0, 10, 10), (60, 0, 10, 10))
    assert found(row, [1, 1, 1, 1, 1]) == [0, 0, 0, 0, 1]
    assert found(row, [1, 1, 1, 2, 1]) == [0, 1, 0, 2, 3]


def test_borders_that_differ_by_rounding_or_share_no_vertex_meet() -> None:
    # a gap of 1 mm, and a short edge in the middle of a long one; 5 cm are a gap
    assert found(shapes((0, 0, 10, 10), (10.001, 3, 10, 2)), [0, 0]) == [0, 0]
    assert found(shapes((0, 0, 10, 10), (10.05, 3, 10, 2)), [0, 0]) == [0, 1]


def test_degrees_are_measured_in_metres() -> None:
    # 1e-5 degrees are about a metre, 1e-9 a tenth of a millimetre
    for gap, together in ((1e-9, True), (1e-6, False)):
        wkbs = shapes((0, 0, 1, 1), (1 + gap * 1e4, 0, 1, 1), scale=1e-4, at=(114.3, 34.8))
        assert found(wkbs, [0, 0], "EPSG:4490") == ([0, 0] if together else [0, 1])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 30), st.integers(2, 40), st.integers(1, 3))
def test_same_as_pair_by_pair(seed: int, count: int, groups: int) -> None:
    """Boxes on a coarse grid, some a millimetre off, inside, across or beside one another; distances by Shapely."""
    random = np.random.default_rng(seed)
    boxes = [(*(random.integers(0, 12, 2) + random.choice([0.0, 0.001, 0.05], 2)).tolist(),
              *random.integers(1, 5, 2).tolist()) for _ in range(count)]
    group = random.integers(0, groups, count)
    drawn = np.array([shapely.box(x, y, x + width, y + height) for x, y, width, height in boxes])
    meets = (shapely.distance(drawn[:, None], drawn[None, :]) <= 0.01) & (group[:, None] == group[None, :])
    label = np.arange(count)
    for _ in range(count):
        label = np.array([label[row].min() for row in meets])
    _, first, expected = np.unique(label, return_index=True, return_inverse=True)
    assert found(shapes(*boxes), group.tolist()) == np.argsort(np.argsort(first))[expected.reshape(-1)].tolist()


def test_nothing_has_no_patches() -> None:
    assert found(as_wkb_array([]), []) == []
