"""How long a unit of coordinates is."""
from __future__ import annotations

import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.map_units import metres_per_unit


@pytest.mark.parametrize(("crs", "metres"), [
    ("EPSG:4547", 1.0),
    ("EPSG:2263", 1200 / 3937),  # US survey feet
    ("EPSG:4490", 6378137 * 3.14159265358979 / 180),  # a degree on the equator of CGCS2000
])
def test_a_unit_has_its_length(crs: str, metres: float) -> None:
    assert metres_per_unit(QgsCoordinateReferenceSystem(crs)) == pytest.approx(metres, rel=1e-5)
