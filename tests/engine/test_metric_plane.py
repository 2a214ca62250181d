"""Planes with true metres: what they measure against geodesics on the ellipsoid, from PROJ's own code."""
from __future__ import annotations

import numpy as np
import pyproj
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from kf_resources_plugin.engine.metric_plane import metric_plane

pytestmark = pytest.mark.usefixtures("qgis_app")

GEOD = pyproj.Geod(ellps="GRS80")
# near Kaifeng, and at the eastern end of its zone
PLACES = np.array([(114.30, 34.80), (114.32, 34.81), (115.20, 34.90)])


@pytest.mark.parametrize(("code", "own"), [
    ("EPSG:4547", True), ("EPSG:4526", True), ("EPSG:4490", False), ("EPSG:4326", False), ("EPSG:3857", False),
    ("EPSG:32650", False), ("EPSG:2249", False),
])
def test_a_metre_is_a_metre(code: str, own: bool) -> None:
    """EPSG:32650 is UTM 50, whose scale falls by 0.06 % from here to there; EPSG:2249 is in feet and far away."""
    crs = QgsCoordinateReferenceSystem(code)
    places = PLACES if code != "EPSG:2249" else np.array([(-71.0, 42.3), (-70.9, 42.31), (-73.5, 40.0)])
    x, y = pyproj.Transformer.from_crs("EPSG:4490" if code != "EPSG:3857" else "EPSG:4326", code, always_xy=True) \
        .transform(*places.T)
    plane = metric_plane(crs, np.array(x), np.array(y), QgsCoordinateTransformContext())
    assert plane.own == own
    planar = plane.to_plane(np.array(x), np.array(y))
    back = plane.from_plane(*planar)
    np.testing.assert_allclose(back, (x, y), rtol=1e-12, atol=1e-6)
    # from the first place to the second, some 2 km, and its length on the ground
    scale = plane.scale(planar[0][:2], planar[1][:2])
    length = float(np.hypot(planar[0][1] - planar[0][0], planar[1][1] - planar[1][0])) / scale
    assert length == pytest.approx(GEOD.inv(*places[0], *places[1])[2], rel=1e-5)
    step = np.hypot(x[1] - x[0], y[1] - y[0])
    assert plane.units_per_metre == pytest.approx(step / length, rel=0.15)
