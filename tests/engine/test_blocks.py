"""Contiguous blocks against Shapely's distances, and by hand."""
from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.blocks import blocks_of, contiguous, largest_share
from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.united_shapes import united_shapes
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import lattice

pytestmark = pytest.mark.usefixtures("qgis_app")

X, Y = 500_000.0, 3_850_000.0


def labels(shapes: list[shapely.Polygon], distance: float = 20.0, kernel: str = "shapely",
           crs: str = "EPSG:4547") -> list[int]:
    wkbs = as_wkb_array([shapely.to_wkb(shape, byte_order=1) for shape in shapes])
    found = contiguous(wkbs, distance, QgsCoordinateReferenceSystem(crs), pick_kernel(kernel), NoProgress())
    return [int(label) for label in found]


def square(x: float, y: float, size: float = 100.0) -> shapely.Polygon:
    return shapely.box(X + x, Y + y, X + x + size, Y + y + size)


@pytest.mark.parametrize("kernel", ["qgis", "shapely"])
def test_blocks_hang_together_through_others(kernel: str) -> None:
    # 0 and 2 are 120 m apart, but 1 lies between; 3 touches 2 within an edge, 4 is 20.01 m from 3
    shapes = [square(0, 0), square(110, 0), square(220, 0), square(320, 50), square(440.01, 50)]
    assert labels(shapes, kernel=kernel) == [0, 0, 0, 0, 4]
    assert labels(shapes[::-1], kernel=kernel) == [0, 1, 1, 1, 1]


def test_degrees_are_measured_in_metres() -> None:
    # at 34.8° N a degree of longitude is 91 508 m (cos 34.8° × 111 320 on a sphere; to a percent): 19 m and 21 m apart
    def cell(west: float) -> shapely.Polygon:
        return shapely.box(west, 34.8, west + 0.001, 34.801)

    step = 1 / 91_508
    assert labels([cell(114.3), cell(114.301 + 19 * step)], crs="EPSG:4490") == [0, 0]
    assert labels([cell(114.3), cell(114.301 + 21 * step)], crs="EPSG:4490") == [0, 1]


@given(seed=st.integers(0, 10_000), kept=st.floats(0.2, 0.8), distance=st.floats(1.0, 60.0))
@settings(max_examples=20, deadline=None)
def test_random_parcels_hang_together_as_geos_measures(seed: int, kept: float, distance: float) -> None:
    random = np.random.default_rng(seed)
    shapes = [shape for shape in lattice(8, 8, seed=seed) if random.random() < kept]
    shapes = [shapely.transform(shape, lambda points: points + random.uniform(-8, 8, 2).round(3)) for shape in shapes]
    shapes = [shape for shape in shapes if shape.is_valid]
    apart = shapely.distance(np.array(shapes)[:, None], np.array(shapes)[None, :]) if shapes else np.empty((0, 0))
    if shapes and (np.abs(apart - distance) < 1e-6).any():
        return
    expected = list(range(len(shapes)))
    for one, other in np.argwhere(apart <= distance).tolist():
        low, high = sorted((expected[one], expected[other]))
        expected = [low if label == high else label for label in expected]
    assert labels(shapes, distance) == expected


def test_blocks_are_the_sums_of_their_parts_from_the_largest() -> None:
    blocks = blocks_of(np.array([0, 1, 0, 3]), np.array([100, 250, 120, 220]), np.array([90, 250, 110, 0]))
    # 0 + 2: 220, as large as 3; the one with the first part comes first
    assert blocks.of_part.tolist() == [1, 0, 1, 2]
    assert (blocks.area.tolist(), blocks.net.tolist()) == ([250, 220, 220], [250, 200, 0])
    assert len(blocks_of(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64))) == 0


def test_shapes_of_blocks_cover_their_parts() -> None:
    shapes = [square(0, 0), square(500, 0), square(100, 0)]
    wkbs = as_wkb_array([shapely.to_wkb(shape, byte_order=1) for shape in shapes])
    blocks = blocks_of(np.array([0, 1, 0]), np.array([1, 1, 1]), np.array([1, 1, 1]))
    found = united_shapes(wkbs, blocks.of_part, len(blocks), pick_kernel(), NoProgress())
    assert [shape.area for shape in shapely.from_wkb(found)] == [20_000, 10_000]


def test_the_unit_of_a_block_has_most_of_it() -> None:
    assert largest_share(np.array([0, 0, 0, 2]), np.array([1, 0, 1, 0]), np.array([5, 8, 4, 1]), 3) == [1, -1, 0]
