"""The unit of each target: by a point of it, the first of units that overlap, none outside of all."""
from __future__ import annotations

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
    found = area_of_targets(wkbs, areas, pick_kernel(), NoProgress())
    assert found.tolist() == [0, 0, 1, -1, 1, 0, 1, -1]
