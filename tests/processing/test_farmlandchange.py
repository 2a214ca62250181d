"""Two epochs of farmland end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
import pytest

from tests.builders import land_layer, rectangle, rows_of
from tests.rules.geodesy import reference_area

if TYPE_CHECKING:

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

X, Y = 38_527_000, 3_852_000  # near Kaifeng, EPSG:4526
CENT = 0.0051  # one rounding to 0.01 m²
UNIT = "4102221002010000000"  # 通许县, its township 100
OUTPUTS = ("CHANGES", "MATRIX", "ACCOUNT", "TOWNSHIPS", "FINDINGS")


def box(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle placed in metres from the corner of the test area."""
    return rectangle(X + x, Y + y, width, height)


def area(x: float, y: float, width: float, height: float) -> float:
    """Return its ellipsoidal area in m² by GeographicLib."""
    left, low = X + x, Y + y
    return reference_area([[(left, low), (left + width, low), (left + width, low + height), (left, low + height)]])


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
    """Run with memory outputs; returned layers are vector layers."""
    return processing.run("kf:farmlandchange", {
        "LAND_BEFORE": before, "LAND_AFTER": after, **dict.fromkeys(OUTPUTS, "memory:"), **parameters})


def findings(result: dict[str, Any], *fields: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return the named fields of findings by rule."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for rule, *values in rows_of(result["FINDINGS"], "rule_id", *fields):
        found.setdefault(rule, []).append(tuple(values))
    return found


def test_the_worked_example() -> None:
    """12.34 ha become garden; 15.10 ha come in, 2.30 of them on a river beach: 12.80 − 12.34 = +0.46 ha."""
    height = 300.0
    widths = [width_of(12.34, 0, height)]
    widths.append(width_of(12.80, widths[0], height))
    widths.append(width_of(2.30, widths[0] + widths[1], height))
    edges = [0.0, widths[0], widths[0] + widths[1], sum(widths)]
    boxes = [box(left, 0, right - left, height) for left, right in zip(edges, edges[1:])]
    before = survey((boxes[0], parcel("A", "0102")), (boxes[1], parcel("B", "0301")), (boxes[2], parcel("C", "0404")))
    after = survey((boxes[0], parcel("A", "0201")), (boxes[1], parcel("B", "0102", GDPDJB="1")),
                   (boxes[2], parcel("C", "0102", GDPDJB="1", TBXHDM="HDGD")))
    result = run(before, after)
    numbers = {key: result[key] for key in ("OUT_M2", "EXEMPT_M2", "IN_M2", "IN_STABLE_M2", "NET_M2", "SLIVER_M2")}
    assert numbers == {"OUT_M2": 123_400.0, "EXEMPT_M2": 0.0, "IN_M2": 151_000.0, "IN_STABLE_M2": 128_000.0,
                       "NET_M2": 4_600.0, "SLIVER_M2": 0.0}
    fields = ("unit_code", "unit_name", "out_m2", "out_garden_m2", "in_m2", "in_stable_m2", "net_m2", "balanced")
    assert rows_of(result["ACCOUNT"], *fields) == [
        ("410222", "通许县", 123_400.0, 123_400.0, 151_000.0, 128_000.0, 4_600.0, 1)]
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code", "net_m2") == [("410222", "410222100", 4_600.0)]
    assert rows_of(result["MATRIX"], "class_before", "class_after", "area_m2") == [
        ("0102", "0201", 123_400.0), ("0301", "0102", 128_000.0), ("0404", "0102", 23_000.0)]
    changes = rows_of(result["CHANGES"], "before_id", "direction", "land_kind", "stable", "area_m2", "sliver")
    assert changes == [("A", "out", "garden", 1, 123_400.0, 0), ("B", "in", "forest", 1, 128_000.0, 0),
                       ("C", "in", "grass", 0, 23_000.0, 0)]
    assert "change.short" not in findings(result)
    # all that went out was stable: that should have been land that is not
    assert findings(result, "area_m2")["change.stable_first"] == [(123_400.0,)]
