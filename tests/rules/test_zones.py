"""Zones of CGCS2000; expected codes are those of the EPSG registry, read from PROJ's own copy of it."""
from __future__ import annotations

import re

import pyproj
import pytest

from kf_resources_plugin.rules.zones import (
    NATIONAL_GEOGRAPHIC,
    Zone,
    three_degree_crs,
    zone_crs,
    zone_of,
    zone_width,
    zones_of,
)


def test_every_zone_has_the_code_the_registry_gives_it() -> None:
    """Names there: "CGCS2000 / 3-degree Gauss-Kruger zone 38", "CGCS2000 / Gauss-Kruger CM 117E"."""
    registered: dict[tuple[bool, str], str] = {}
    for entry in pyproj.database.query_crs_info("EPSG", pj_types=["PROJECTED_CRS"]):
        found = re.fullmatch(r"CGCS2000 / (3-degree )?Gauss-Kruger (zone \d+|CM \d+E)", entry.name)
        if found:
            registered[bool(found[1]), found[2]] = f"EPSG:{entry.code}"
    assert len(registered) == 2 * (21 + 11)
    for narrow, numbers, first in ((True, range(25, 46), 0), (False, range(13, 24), -3)):
        width = 3 if narrow else 6
        for zone in numbers:
            meridian = width * zone + first
            assert zone_crs(zone) == registered[narrow, f"zone {zone}"]
            assert zone_crs(zone, prefix=False) == registered[narrow, f"CM {meridian}E"]
            assert zones_of(meridian)[0 if narrow else 1] == zone
            assert zone_of(registered[narrow, f"zone {zone}"]) == Zone(width, zone, meridian, prefixed=True)
            assert zone_of(registered[narrow, f"CM {meridian}E"]) == Zone(width, zone, meridian, prefixed=False)


@pytest.mark.parametrize(("system", "named"), [("xian_1980", "Xian 1980"), ("beijing_1954", "Beijing 1954")])
def test_every_zone_of_the_older_systems_has_its_code(system: str, named: str) -> None:
    for narrow, numbers, first in ((True, range(25, 46), 0), (False, range(13, 24), -3)):
        width = 3 if narrow else 6
        for zone in numbers:
            meridian = width * zone + first
            kind = "3-degree Gauss-Kruger" if narrow else "Gauss-Kruger"
            assert zone_width(zone) == width
            names = [pyproj.CRS(zone_crs(zone, prefix=prefix, system=system)).name for prefix in (True, False)]
            assert names == [f"{named} / {kind} zone {zone}", f"{named} / {kind} CM {meridian}E"]


@pytest.mark.parametrize("zone", [0, 12, 24, 46, 114, -38])
def test_other_numbers_are_no_zone(zone: int) -> None:
    assert zone_crs(zone) == zone_crs(zone, prefix=False) == ""
    assert zone_width(zone) == 0


@pytest.mark.parametrize("code", ["", "EPSG:", "EPSG:4490", "EPSG:32650", "EPSG:4555", "EPSG:2362", "4547"])
def test_other_codes_are_no_zone(code: str) -> None:
    assert zone_of(code) is None


@pytest.mark.parametrize(("longitude", "expected"), [
    (114.3, "EPSG:4547"),  # Kaifeng: zone 38, central meridian 114° E
    (112.51, "EPSG:4547"), (115.49, "EPSG:4547"),  # its borders lie at 112.5° and 115.5°
    (112.49, "EPSG:4546"), (115.51, "EPSG:4548"),
    (75.0, "EPSG:4534"), (135.0, "EPSG:4554"),
    (73.4, ""), (136.6, ""), (-114.3, ""), (0.0, ""), (41.0, ""),  # 41°: 41 / 3 is a 6-degree number, no 3-degree one
])
def test_the_zone_of_a_longitude(longitude: float, expected: str) -> None:
    assert three_degree_crs(longitude) == expected


def test_the_geographic_system_is_named_as_the_registry_does() -> None:
    assert pyproj.CRS(NATIONAL_GEOGRAPHIC).name == "China Geodetic Coordinate System 2000"
