"""Layers of control lines in county 410222 (通许县), as planners would choose them, and a run over them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
from qgis.core import QgsProject, QgsVectorLayer

from tests.builders import layer_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

WANTED = {name: "memory:" for name in ("FINDINGS", "OVERLAPS", "HOLES", "SUMMARY", "UNIT_SUMMARY", "EXPANSION")}
P, R, U = "permanent_farmland", "ecological_redline", "urban_boundary"
FIELDS = {"BSM": "text", "XZQDM": "text"}


def line(name: str, *shapes: str | None, ids: Sequence[str] = (), county: str = "410222",
         crs: str = "EPSG:4526") -> QgsVectorLayer:
    """Return a layer of polygons, called 1, 2 … after the first letter of its name."""
    named = ids or [f"{name[0].upper()}{number}" for number in range(1, len(shapes) + 1)]
    return layer_of([(shape, {"BSM": key, "XZQDM": county}) for shape, key in zip(shapes, named)], FIELDS, crs=crs,
                    name=name)


def other(name: str, *shapes: str, **more: Any) -> QgsVectorLayer:
    """Return a further line, in the project; its name is its role."""
    layer = line(name, *shapes, **more)
    QgsProject.instance().addMapLayer(layer)
    return layer


def run(**parameters: Any) -> dict[str, Any]:
    """Run the check with all its layers in memory."""
    return processing.run("kf:controllineconflicts", {**WANTED, **parameters})


def pair_rows(result: dict[str, Any]) -> dict[tuple[str, str], tuple[int, float]]:
    """Return number and area of the overlaps of each pair that has any."""
    rows = rows_of(result["SUMMARY"], "line_a", "line_b", "count", "area_m2")
    return {(one, two): (count, value) for one, two, count, value in rows if value or count}


def told(result: dict[str, Any], *fields: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what the findings of each rule of control lines say, without the word ``control.``"""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for rule, *values in rows_of(result["FINDINGS"], "rule_id", *fields):
        found.setdefault(rule.replace("control.", ""), []).append(tuple(values))
    return found
