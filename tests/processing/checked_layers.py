"""Layers whose every fault is known: parcels of 100 m × 100 m in a row, without any fault but those put in."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing

from tests.builders import land_layer, rectangle, rows_of
from tests.processing.places import area

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

X, Y = 38_527_000.0, 3_852_000.0
UNIT = "4102221002010000000"
FIELDS = {"YSDM": "text", "TBBH": "text", "DLMC": "text", "QSXZ": "text", "QSDWDM": "text", "QSDWMC": "text",
          "ZLDWMC": "text", "TBDLMJ": "real", "KCDLBM": "text", "KCMJ": "real", "GDPDJB": "text", "GDLX": "text",
          "ZZSXDM": "text", "TBMJ": "real", "SJNF": "integer", "MSSM": "text"}
OUTPUTS = {name: "memory:" for name in ("FINDINGS", "FINDING_POINTS", "SUMMARY")}


def parcel(number: int, **changes: Any) -> dict[str, Any]:
    """Return the attributes of a dry parcel of 100 m × 100 m without any fault, but for what is changed."""
    whole = round(area(100.0 * number, 0, 100, 100), 2)
    deducted = round(whole * 0.05, 2)
    return {"BSM": f"41022210{number:010d}", "YSDM": "2001010100", "TBBH": f"{number}", "DLBM": "0103", "DLMC": "旱地",
            "QSXZ": "30", "QSDWDM": UNIT, "QSDWMC": "村", "ZLDWDM": UNIT, "ZLDWMC": "村", "TBMJ": whole, "KCXS": 0.05,
            "KCDLBM": "1203", "KCMJ": deducted, "TBDLMJ": round(whole - deducted, 2), "GDPDJB": "2", "GDLX": "PD",
            "GDDB": 7, "ZZSXDM": "LS", "SJNF": 2024, "MSSM": "00", **changes}


def land(rows: list[tuple[str | None, dict[str, Any]]], **more: Any) -> QgsVectorLayer:
    """Return parcels with all fields that the check compares."""
    return land_layer(rows, **{**FIELDS, "name": "DLTB", **more})


def square(number: int, **changes: Any) -> tuple[str, dict[str, Any]]:
    """Return a parcel of the row."""
    return rectangle(X + 100.0 * number, Y, 100, 100), parcel(number, **changes)


def run(layer: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    """Check a layer."""
    found: dict[str, Any] = processing.run("kf:checkland", {**OUTPUTS, "LAND": layer, **parameters})
    return found


def counts(result: dict[str, Any]) -> dict[str, int]:
    """Return how often each rule is broken that is no information."""
    return {rule: count for rule, severity, count in rows_of(result["SUMMARY"], "rule_id", "severity", "count")
            if severity != "info"}


def rules(result: dict[str, Any]) -> set[str]:
    """Return the rules of all findings, information too."""
    return {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


def messages(result: dict[str, Any], rule: str) -> list[str]:
    """Return what findings under a rule say."""
    return [message for found, message in rows_of(result["FINDINGS"], "rule_id", "message") if found == rule]
