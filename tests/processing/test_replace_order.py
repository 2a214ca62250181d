"""In whose county land lies that a layer of units of several levels holds: that decides who stands first.

L is lost; A lies in its county, B in the next, C in the city's polygon beside both. All have location codes of 410222.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import box
from tests.processing.replace_layers import parcel, run

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

CITY, COUNTY = ((-10, -10, 2000, 200), "410200"), ((-10, -10, 510, 200), "410222")
NEXT = ((590, -10, 120, 200), "410223")
TOWNSHIP = ((-10, -10, 110, 200), "410222100")


def units(*drawn: tuple[tuple[float, float, float, float], str]) -> QgsVectorLayer:
    rows = [(box(*place), {"XZQDM": code, "XZQMC": f"unit {code}"}) for place, code in drawn]
    return layer_of(rows, {"XZQDM": "text", "XZQMC": "text"}, name="XZQ")


def orders(**more: Any) -> dict[str, str]:
    rows = [parcel("L", (0, 0, 100, 100), 6), parcel("A", (400, 0, 100, 100)), parcel("B", (600, 0, 100, 100)),
            parcel("C", (800, 0, 100, 100), 3)]
    result = run(LAND=land_layer(rows, GDPDJB="text"), MASKS=[], **more)
    return dict(rows_of(result["CANDIDATES"], "BSM", "order"))


@pytest.mark.parametrize("drawn", [(CITY, COUNTY, NEXT), (NEXT, COUNTY, CITY), (CITY, COUNTY, NEXT, TOWNSHIP)])
def test_land_beside_all_counties_of_the_city_is_in_none_of_them(drawn: tuple[Any, ...]) -> None:
    found = orders(UNITS=units(*drawn))
    assert found == {"A": "county", "B": "city", "C": "city"}
    assert next(iter(found)) == "A"  # though C has the better grade


def test_where_no_counties_are_drawn_location_codes_tell_them() -> None:
    assert set(orders(UNITS=units(CITY)).values()) == {"county"}
    assert set(orders(UNITS=units(CITY, TOWNSHIP)).values()) == {"county"}
    assert set(orders().values()) == {"county"}
