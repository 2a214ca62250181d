"""Two small epochs of farmland as layers, and what a run says of them.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``).
"""
from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import processing

from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import area, box

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

UNIT = "4102221002010000000"  # 通许县, its township 100
OUTPUTS = ("CHANGES", "MATRIX", "ACCOUNT", "TOWNSHIPS", "FINDINGS")


def width_of(hectares: float, x: float, height: float) -> float:
    """Return the width of a rectangle of the given height from (x, 0) that has so many hectares on the ellipsoid."""
    low, high = 0.0, 2.0 * hectares * 10_000 / height
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if area(x, 0, middle, height) < hectares * 10_000 else (low, middle)
    return (low + high) / 2


def parcel(bsm: str, code: str, **more: Any) -> dict[str, Any]:
    """Return the attributes of a parcel in 410222 (通许县)."""
    return {"BSM": bsm, "DLBM": code, "ZLDWDM": UNIT, **more}


def survey(*rows: tuple[str, dict[str, Any]], name: str = "land", **fields: str) -> QgsVectorLayer:
    """Return parcels; slope class, terrace and detail code are fields too."""
    return land_layer(rows, name=name, GDPDJB="text", GDLX="text", TBXHDM="text", **fields)


def run(before: QgsVectorLayer, after: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    """Run with memory outputs; returned layers are vector layers. No finding may have an empty place in its text."""
    result = processing.run("kf:farmlandchange", {
        "LAND_BEFORE": before, "LAND_AFTER": after, "CLASS_SYSTEM": "survey_2019",
        **dict.fromkeys(OUTPUTS, "memory:"), **parameters})
    assert [row for row in rows_of(result["FINDINGS"], "message", "remedy") if "${" in "".join(row)] == []
    return result


def findings(result: dict[str, Any], *fields: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the named fields of findings by rule."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for rule, *values in rows_of(result["FINDINGS"], "rule_id", *fields):
        found.setdefault(rule, []).append(tuple(values))
    return found


def polygon_layer(*rows: tuple[str, dict[str, Any]], name: str, **fields: str) -> QgsVectorLayer:
    """Return polygons with the named fields."""
    return layer_of(rows, fields or {"id": "text"}, name=name)


def strips(*codes: str, width: float = 100.0, height: float = 100.0, **more: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return parcels side by side, called A, B, C … by their place."""
    return [(box(width * place, 0, width, height), parcel(ascii_uppercase[place], code, **more))
            for place, code in enumerate(codes)]


def account(result: dict[str, Any], *fields: str) -> tuple[Any, ...]:
    """Return the named fields of the account's only row."""
    (row,) = rows_of(result["ACCOUNT"], *fields)
    return tuple(row)
