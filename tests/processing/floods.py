"""Layers of a floodplain placed in metres, and runs of kf:floodplaincompliance over them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
from qgis.core import QgsProject, QgsVectorLayer

from tests.builders import Row, land_layer, layer_of, rows_of
from tests.processing.places import X, Y, box

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKS = {"ZZSXDM": "text", "crop": "text"}
ZONE_FIELDS = {"zone": "text", "t_yr": "real", "hazard": "integer", "depth_m": "real"}
DIKE_FIELDS = {"name": "text", "built_on": "text"}
VILLAGE_FIELDS = {"name": "text", "households": "integer", "population": "integer"}
SITE_FIELDS = {"name": "text", "capacity_households": "integer"}
LAYERS = ("RELOCATION", "FARMLAND_EXIT", "DIKE_PARTS", "ALLOTMENTS", "SUMMARY", "FINDINGS", "FINDING_POINTS")


def parcel(x: float, bsm: str, code: str, width: float = 100, **more: Any) -> Row:
    """Return a parcel 100 m high in 410225 (兰考县), ``x`` metres east."""
    return box(x, 0, width, 100), {"BSM": bsm, "DLBM": code, "ZLDWDM": "4102251002010000000", **more}


def land_of(rows: Iterable[Row], name: str = "land") -> QgsVectorLayer:
    """Return a survey with planting codes and crops."""
    return land_layer(list(rows), name=name, **MARKS)


def zones_of(*rows: tuple[str, dict[str, Any]]) -> QgsVectorLayer:
    """Return zones as the zoning makes them."""
    return layer_of(rows, ZONE_FIELDS, name="zones")


def mask(kind: str, *shapes: str) -> QgsVectorLayer:
    """Return a layer of areas, known by its name."""
    return layer_of([(shape, {}) for shape in shapes], {"note": "text"}, name=kind)


def run(land: QgsVectorLayer, zones: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    """Run with memory outputs; the rules of a day after the law."""
    wanted = {**dict.fromkeys(LAYERS, "memory:"), "CLASS_SYSTEM": "survey_2019", "RULES_DATE": "2025-06-01"}
    for layer in parameters.get("MASKS", ()):
        QgsProject.instance().addMapLayer(layer)
    return processing.run("kf:floodplaincompliance", {**wanted, "LAND": land, "ZONES": zones, **parameters})


def said(result: dict[str, Any], rule: str) -> dict[str, Any]:
    """Return the areas of the findings of a rule by subject."""
    return {row[1]: row[2] for row in rows_of(result["FINDINGS"], "rule_id", "subject_id", "area_m2")
            if row[0] == f"flooduse.{rule}"}


def messages(result: dict[str, Any], rule: str) -> list[str]:
    """Return what the findings of a rule say."""
    return [row[1] for row in rows_of(result["FINDINGS"], "rule_id", "message") if row[0] == f"flooduse.{rule}"]


def permanent(*rows: Row, name: str = "permanent") -> QgsVectorLayer:
    """Return permanent basic farmland."""
    return layer_of(rows, {"YJJBNTTBBH": "text"}, name=name)


def line(*points: tuple[float, float]) -> str:
    """Return a line placed in metres from the corner of the test area."""
    return "MULTILINESTRING((" + ", ".join(f"{X + x!r} {Y + y!r}" for x, y in points) + "))"


def dikes(*rows: Row) -> QgsVectorLayer:
    """Return production dikes."""
    return layer_of(rows, DIKE_FIELDS, geometry="MultiLineString", name="dikes")


def village(x: float, name: str, households: int | None, people: int | None = None, width: float = 100) -> Row:
    """Return a village 100 m high at the foot of the test area."""
    return box(x, 0, width, 100), {"name": name, "households": households, "population": people}


def site(x: float, name: str, capacity: int | None) -> Row:
    """Return a site of 100 m × 100 m, 900 m north of the villages."""
    return box(x, 1000, 100, 100), {"name": name, "capacity_households": capacity}
