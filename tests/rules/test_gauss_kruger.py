"""Gauss-Krüger against PROJ."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules import gauss_kruger

from .geodesy import PLANE, Proj


def test_zone_38_agrees_with_proj() -> None:
    random = np.random.default_rng(3)
    longitude, latitude = random.uniform(111.0, 117.0, 20000), random.uniform(3.0, 54.0, 20000)
    x, y = PLANE(longitude, latitude)
    found = gauss_kruger.forward(longitude, latitude, central_meridian=114.0, false_easting=38500000.0)
    assert np.abs(found[0] - x).max() < 1e-7
    assert np.abs(found[1] - y).max() < 1e-7
    back = gauss_kruger.inverse(np.asarray(x), np.asarray(y), central_meridian=114.0, false_easting=38500000.0)
    expected = PLANE(x, y, inverse=True)
    assert np.abs(back[0] - expected[0]).max() < 1e-9
    assert np.abs(back[1] - expected[1]).max() < 1e-9
    assert np.abs(back[0] - longitude).max() < 1e-9
    assert np.abs(back[1] - latitude).max() < 1e-9


@pytest.mark.parametrize(("text", "parameters"), [
    # JGD2011 / Japan Plane Rectangular CS IX (EPSG:6677)
    ("+proj=tmerc +lat_0=36 +lon_0=139.833333333333 +k=0.9999 +x_0=0 +y_0=0 +ellps=GRS80 +units=m",
     {"central_meridian": 139.833333333333, "latitude_of_origin": 36.0, "scale": 0.9999, "false_easting": 0.0}),
    # WGS 84 / UTM zone 56S (EPSG:32756)
    ("+proj=tmerc +lat_0=0 +lon_0=153 +k=0.9996 +x_0=500000 +y_0=10000000 +ellps=WGS84 +units=m",
     {"central_meridian": 153.0, "scale": 0.9996, "false_northing": 10000000.0, "inverse_flattening": 298.257223563}),
])
def test_other_transverse_mercators_agree_with_proj(text: str, parameters: dict[str, float]) -> None:
    random = np.random.default_rng(4)
    middle = parameters["central_meridian"]
    longitude = random.uniform(middle - 3.0, middle + 3.0, 5000)
    latitude = random.uniform(-60.0, 60.0, 5000)
    x, y = Proj(text)(longitude, latitude)
    found = gauss_kruger.forward(longitude, latitude, **parameters)
    assert np.abs(found[0] - x).max() < 1e-7
    assert np.abs(found[1] - y).max() < 1e-7
    back = gauss_kruger.inverse(np.asarray(x), np.asarray(y), **parameters)
    assert np.abs(back[0] - longitude).max() < 1e-9
    assert np.abs(back[1] - latitude).max() < 1e-9
