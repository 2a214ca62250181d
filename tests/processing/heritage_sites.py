"""Runs of kf:heritagezones on a few sites written out, for its tests."""
from __future__ import annotations

from math import pi, sin
from typing import TYPE_CHECKING, Any

import processing

from tests.builders import layer_of, rectangle, rows_of

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

E, N = 500_000, 3_860_000  # EPSG:4547, on the central meridian: a metre on the map is one on the ground
SITE_FIELDS = {"site_id": "text", "name": "text", "level": "text", "site_type": "text"}
OUTPUTS = ("ZONES", "BOUNDARY_POINTS", "FINDINGS", "FINDING_POINTS")
ROUND = 72 * sin(2 * pi / 72) / 2  # a circle of radius 1 as 72 chords of 5°: 3.1376


def sites(*rows: tuple[str | None, dict[str, Any]], geometry: str = "MultiPolygon", crs: str = "EPSG:4547",
          name: str = "sites") -> QgsVectorLayer:
    return layer_of(rows, SITE_FIELDS, geometry=geometry, crs=crs, name=name)


def run(register: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    return processing.run("kf:heritagezones", {"SITES": register, **dict.fromkeys(OUTPUTS, "memory:"), **more})


def zones(result: dict[str, Any]) -> dict[tuple[str, str], float]:
    return {(site, tier): area for site, tier, area in rows_of(result["ZONES"], "site_id", "tier", "area_m2")}


TOWER = (rectangle(E, N, 100, 100), {"site_id": "T1", "name": "铁塔", "site_type": "tower", "level": "国家级"})
HOUSE = {"site_id": "H", "name": "某故居", "site_type": "building"}


def told(result: dict[str, Any]) -> dict[str, str]:
    """Return the message of each rule's findings, without ``zone.``"""
    return {rule.removeprefix("zone."): message for rule, message in rows_of(result["FINDINGS"], "rule_id", "message")}
