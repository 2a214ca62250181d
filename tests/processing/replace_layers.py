"""Layers of a replacement of permanent farmland, small enough to work by hand, and a run over them."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin import paths
from tests.builders import land_layer, layer_of, rows_of
from tests.processing.places import box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WANTED = {"CANDIDATES": "memory:", "VERDICT": "memory:", "FINDINGS": "memory:"}
LOST = (0, 0, 100, 90)
# name: place, class, grade, county, slope class
PARCELS: dict[str, tuple[tuple[float, float, float, float], str, int | None, str, str]] = {
    "L": ((0, 0, 100, 100), "0102", 6, "410222", "1"),       # 90 m of it are lost
    "E1": ((100, 0, 100, 100), "0102", 6, "410222", "1"),    # permanent farmland that stays
    "E2": ((200, 0, 200, 100), "0102", 6, "410222", "1"),
    "A": ((400, 0, 100, 100), "0102", 5, "410222", "1"),     # beside it
    "H": ((600, 0, 100, 100), "0102", 3, "410223", "1"),     # in the next county
    "R": ((800, 0, 100, 100), "0102", 10, "410222", "1"),    # in the reserve zone
    "B": ((1000, 0, 100, 100), "0102", 4, "410222", "1"),    # 600 m from permanent farmland
    "C": ((0, 100, 100, 100), "0201", None, "410222", "1"),  # orchard
    "D": ((100, 100, 100, 100), "0103", 5, "410222", "5"),   # too steep to be stable
    "F": ((200, 100, 100, 100), "0102", None, "410222", "1"),
    "G": ((0, -100, 100, 100), "0102", 9, "410222", "1"),    # beside the loss, and permanent farmland at a corner
}


def land(names: Sequence[str] = tuple(PARCELS), **more: Any) -> QgsVectorLayer:
    rows = [(box(*place), {"BSM": name, "DLBM": code, "GDDB": grade, "GDPDJB": slope,
                           "ZLDWDM": f"{county}1002010000000", **more})
            for name in names for place, code, grade, county, slope in [PARCELS[name]]]
    return land_layer(rows, GDPDJB="text")


def polygons(*shapes: str, name: str = "layer", ids: Sequence[str] = ()) -> QgsVectorLayer:
    rows = [(shape, {"BSM": key}) for shape, key in zip(shapes, ids or [None] * len(shapes))]
    return layer_of(rows, {"BSM": "text"}, name=name)


def mask(name: str, *shapes: str) -> QgsVectorLayer:
    """Return an area layer in the project, as a planner would choose it; its name is its role."""
    layer = polygons(*shapes, name=name)
    QgsProject.instance().addMapLayer(layer)
    return layer


def run(**parameters: Any) -> dict[str, Any]:
    given = {"LAND": land(), "PERMANENT_FARMLAND": polygons(box(0, 0, 400, 100), ids=["Y1"]),
             "LOST": polygons(box(*LOST)), "CLASS_SYSTEM": "survey_2019"}
    if "MASKS" not in parameters:
        given["MASKS"] = [mask("farmland_reserve_zone", box(790, -10, 120, 120))]
    return processing.run("kf:permanentfarmlandreplace", {**WANTED, **given, **parameters})


def rules_of_a_lesser_block(folder: Path) -> str:
    """Return own rules by which a block of 60 mu is large enough: A and what stays make 41 000 m²."""
    shipped = json.loads(paths.resource("rules", "permanent_farmland.json").read_text(encoding="utf-8"))
    [row] = [row for row in shipped["rows"] if row["id"] == "permanent.replace_block" and row["effective_from"]]
    row["thresholds"]["least_block_m2"] = 40_000.0
    own = folder / "rules.json"
    own.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "permanent_farmland", "rows": [row]}),
                   encoding="utf-8")
    return str(own)


def ranked(result: dict[str, Any]) -> list[str]:
    return [row[0] for row in rows_of(result["CANDIDATES"], "BSM")]


def verdict(result: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row[1:] for row in rows_of(result["VERDICT"], "criterion", "required", "actual", "passed")}


def messages(result: dict[str, Any]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows_of(result["FINDINGS"], "rule_id", "message")}


def found(result: dict[str, Any]) -> dict[tuple[str, str, str], float | None]:
    rows = rows_of(result["FINDINGS"], "rule_id", "subject_id", "other_id", "area_m2")
    return {(rule.split(".")[1], subject, other): value for rule, subject, other, value in rows
            if rule.startswith("permanent.")}


def parcel(name: str, place: tuple[float, float, float, float], grade: int | None = 5, county: str = "410222") -> Any:
    return box(*place), {"BSM": name, "DLBM": "0102", "GDDB": grade, "GDPDJB": "1", "ZLDWDM": f"{county}1002010000000"}
