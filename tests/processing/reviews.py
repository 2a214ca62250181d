"""Projects, control layers and what a review says of them, for its tests."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
from qgis.core import QgsProject

from tests.builders import land_layer, layer_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsVectorLayer

WANTED = {"VERDICT": "memory:", "SHEET": "memory:", "HITS": "memory:", "FINDINGS": "memory:"}
PROJECT_FIELDS = {"XMDM": "text", "XMMC": "text", "XMLX": "text", "SQRQ": "date", "YDMJ": "real"}


def projects(*rows: tuple[str, dict[str, Any]]) -> QgsVectorLayer:
    """Return project footprints; a row is (WKT, attributes)."""
    return layer_of(rows, PROJECT_FIELDS, name="projects")


def control(name: str, *shapes: Any, crs: str = "EPSG:4526", **fields: str) -> QgsVectorLayer:
    """Return a control layer in the project, as a planner would choose it; its name is its role.

    A shape is its WKT, or (WKT, attributes).
    """
    rows = [(shape, {}) if isinstance(shape, str) else shape for shape in shapes]
    layer = layer_of(rows, fields or {"note": "text"}, name=name, crs=crs)
    QgsProject.instance().addMapLayer(layer)
    return layer


def land(*rows: tuple[str, str]) -> QgsVectorLayer:
    """Return survey parcels A, B …; a row is (WKT, class)."""
    return land_layer([(shape, {"BSM": "ABCDEFGH"[number], "DLBM": code}) for number, (shape, code) in enumerate(rows)])


def review(**parameters: Any) -> dict[str, Any]:
    """Run a review by the rules of 2025-06-01 unless told otherwise."""
    result: dict[str, Any] = processing.run("kf:compliancereview", {
        **WANTED, "RULES_DATE": "2025-06-01", "CLASS_SYSTEM": "survey_2019", **parameters})
    return result


def verdicts(result: dict[str, Any]) -> dict[str, str]:
    """Return the verdict by project."""
    return dict(rows_of(result["VERDICT"], "project_id", "verdict"))


def sheet(result: dict[str, Any], *fields: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Return (outcome, verdict, area) or the named fields by project and rule, of rows that are of a rule."""
    wanted: Sequence[str] = fields or ("outcome", "verdict", "area_m2")
    return {(row[0], row[1].split(".")[1]): row[2:]
            for row in rows_of(result["SHEET"], "project_id", "rule_id", *wanted) if row[1]}


def messages(result: dict[str, Any], rule: str) -> list[str]:
    """Return what the findings of a rule say."""
    return [message for found, message in rows_of(result["FINDINGS"], "rule_id", "message") if found == rule]
