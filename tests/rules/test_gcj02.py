"""The offset of GCJ-02 against three places that open libraries of it test with (eviltransform, MIT)."""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.gcj02 import from_gcj02, to_gcj02

PLACES = [  # longitude, latitude, and both in GCJ-02: Shanghai, Shenzhen, Beijing
    (121.5272106, 31.1774276, 121.531541859215, 31.17530398364597),
    (113.912316, 22.543847, 113.9171764808363, 22.540796131694766),
    (116.377817, 39.911954, 116.38404722455657, 39.91334545536069),
]
LONGITUDE, LATITUDE, EAST, NORTH = (np.array(column) for column in zip(*PLACES))


def test_the_offset_is_that_of_open_libraries() -> None:
    east, north = to_gcj02(LONGITUDE, LATITUDE)
    assert east == pytest.approx(EAST, abs=1e-9)
    assert north == pytest.approx(NORTH, abs=1e-9)


def test_the_way_back_ends_where_it_began() -> None:
    longitude, latitude = from_gcj02(EAST, NORTH)
    assert longitude == pytest.approx(LONGITUDE, abs=1e-9)  # a tenth of a millimetre
    assert latitude == pytest.approx(LATITUDE, abs=1e-9)
