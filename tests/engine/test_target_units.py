"""The unit of each target: by a point of it, of units that overlap the finest, none outside of all."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsGeometry

from kf_resources_plugin.engine.kernel import pick_kernel
from kf_resources_plugin.engine.reading import read_polygons
from kf_resources_plugin.engine.target_units import area_of_targets
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import NoProgress
from tests.builders import layer_of
from tests.processing.places import X, Y, box

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_targets_of_every_kind() -> None:
    areas = read_polygons(layer_of([(box(0, 0, 100, 100), {}), (box(50, 0, 100, 100), {})], {}), None, [], NoProgress())
    shapes = [box(10, 10, 10, 10), box(60, 10, 10, 10), box(120, 10, 10, 10), box(500, 10, 10, 10),
              f"LineString({X + 110} {Y + 5}, {X + 120} {Y + 5}, {X + 140} {Y + 5})", f"Point({X + 5} {Y + 5})",
              f"MultiPoint(({X + 140} {Y + 5}), ({X + 145} {Y + 5}))"]
    wkbs = as_wkb_array([*(bytes(QgsGeometry.fromWkt(shape).asWkb()) for shape in shapes), b""])
    for first in (0, 1):  # which of them has what they share, the second target
        ranked = replace(areas, rank=np.array([first, 1 - first]))
        for order in ([0, 1], [1, 0]):
            found = area_of_targets(wkbs, ranked.take(np.array(order)), pick_kernel(), NoProgress())
            assert [-1 if row < 0 else order[row] for row in found.tolist()] == [0, first, 1, -1, 1, 0, 1, -1]


def test_of_areas_of_one_rank_that_overlap_the_order_of_rows_decides_nothing() -> None:
    areas = read_polygons(layer_of([(box(0, 0, 100, 100), {}), (box(50, 0, 100, 100), {})], {}), None, [], NoProgress())
    shared = as_wkb_array([bytes(QgsGeometry.fromWkt(f"Point({X + 60} {Y + 5})").asWkb())])
    taking = [areas.take(np.array(order)).wkb[area_of_targets(
        shared, areas.take(np.array(order)), pick_kernel(), NoProgress())[0]] for order in ([0, 1], [1, 0])]
    assert taking[0] == taking[1]
