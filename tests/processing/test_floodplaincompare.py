"""Two scenarios of floodplain zones compared, worked by hand: areas by GeographicLib, matrix, summary, closure."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.builders import layer_of, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

FIELDS = {"unit_id": "text", "zone": "text", "reason": "text"}


def zones(*units: tuple[float, float, str | None], name: str = "zones", crs: str = "EPSG:4526") -> QgsVectorLayer:
    """Return units 100 m high from x, so wide and of a zone, called by their number."""
    return layer_of([(box(x, 0, width, 100), {"unit_id": f"U{number}", "zone": zone, "reason": f"因为{zone}"})
                     for number, (x, width, zone) in enumerate(units)], FIELDS, name=name, crs=crs)


def run(first: QgsVectorLayer, second: QgsVectorLayer, **parameters: Any) -> dict[str, Any]:
    return processing.run("kf:floodplaincompare", {
        "ZONES_A": first, "ZONES_B": second, "CHANGED": "memory:", "MATRIX": "memory:", "SUMMARY": "memory:",
        "FINDINGS": "memory:", **parameters})


def matrix(result: dict[str, Any]) -> dict[tuple[Any, ...], float]:
    return {row[:2]: row[2] for row in rows_of(result["MATRIX"], "zone_a", "zone_b", "area_m2")}


def told(result: dict[str, Any]) -> set[str]:
    return {row[0].partition(".")[2] for row in rows_of(result["FINDINGS"], "rule_id")}


def test_other_units_compared_by_hand() -> None:
    """A: farming 0–100, wetland 100–200. B: farming 0–60, water 60–150, wetland 150–230."""
    result = run(zones((0, 100, "N"), (100, 100, "SD")), zones((0, 60, "N"), (60, 90, "S"), (150, 80, "SD")))
    assert matrix(result) == {
        ("N", "N"): pytest.approx(area(0, 0, 60, 100), abs=CENT),
        ("N", "S"): pytest.approx(area(60, 0, 40, 100), abs=CENT),
        ("SD", "S"): pytest.approx(area(100, 0, 50, 100), abs=CENT),
        ("SD", "SD"): pytest.approx(area(150, 0, 50, 100), abs=CENT),
        (None, "SD"): pytest.approx(area(200, 0, 30, 100), abs=CENT)}
    assert rows_of(result["CHANGED"], "unit_a", "unit_b", "zone_a", "zone_b", "reason_a", "reason_b") == [
        ("U0", "U1", "N", "S", "因为N", "因为S"), ("U1", "U1", "SD", "S", "因为SD", "因为S")]
    changed = area(60, 0, 90, 100)
    assert result["CHANGED_M2"] == pytest.approx(changed, abs=2 * CENT)
    assert result["CHANGED_SHARE"] == pytest.approx(changed / area(0, 0, 200, 100), abs=1e-6)
    assert (result["CHANGED_COUNT"], result["ONLY_A_M2"]) == (2, 0)
    assert result["ONLY_B_M2"] == pytest.approx(area(200, 0, 30, 100), abs=CENT)
    assert max(result["RESIDUAL_A_M2"], result["RESIDUAL_B_M2"]) < 1e-3
    summary = {row[0]: row[1:] for row in rows_of(result["SUMMARY"], "zone", "area_a_m2", "area_b_m2", "gained_m2",
                                                  "lost_m2", "only_b_m2", "change_m2")}
    assert summary["S"] == pytest.approx((0, changed, changed, 0, 0, changed), abs=2 * CENT)
    assert summary["N"] == pytest.approx((area(0, 0, 100, 100), area(0, 0, 60, 100), 0, area(60, 0, 40, 100), 0,
                                          -area(60, 0, 40, 100)), abs=2 * CENT)
    assert summary["SD"][4] == pytest.approx(area(200, 0, 30, 100), abs=CENT)
    assert set(summary) == {"S", "SD", "N", "J"}
    for before, after, gained, lost, only, change in summary.values():
        assert change == pytest.approx(after - before, abs=0.001)
        assert change == pytest.approx(gained - lost + only, abs=0.001)
    assert told(result) == {"compare_one_sided"}


def test_the_same_scenario_changes_nothing() -> None:
    same = ((0.0, 100.0, "N"), (100.0, 100.0, None), (200.0, 50.0, "J"))
    result = run(zones(*same), zones(*reversed(same)))
    assert (result["CHANGED_COUNT"], result["CHANGED_M2"], result["CHANGED_SHARE"]) == (0, 0, 0)
    assert set(matrix(result)) == {("N", "N"), (None, None), ("J", "J")}
    assert told(result) == {"compare_unzoned"}
    said = sorted(row for row in rows_of(result["FINDINGS"], "role", "area_m2", "message"))
    assert [(role, size) for role, size, _ in said] == [
        (role, pytest.approx(area(100, 0, 100, 100), abs=CENT))
        for role in ("floodplain_zones", "floodplain_zones_other")]
    assert all("1" in message for _, _, message in said)


def test_zones_may_be_named_in_words_and_unknown_ones_are_told() -> None:
    result = run(zones((0, 100, "宜农"), (100, 100, "宜居区")), zones((0, 100, "n "), (100, 100, "W")))
    assert set(matrix(result)) == {("N", "N"), ("J", None)}
    assert "compare_unknown" in told(result)


def test_overlaps_and_other_systems() -> None:
    twice = zones((0, 100, "N"), (50, 100, "SD"))
    result = run(zones((0, 150, "N")), twice)
    assert {"compare_overlap", "residual"} <= told(result)
    assert result["RESIDUAL_A_M2"] == pytest.approx(area(50, 0, 50, 100), abs=CENT)
    assert run(twice, twice)["CHANGED_M2"] == pytest.approx(2 * area(50, 0, 50, 100), abs=2 * CENT)


def test_nothing_in_common() -> None:
    result = run(zones((0, 100, "N")), zones((500, 100, "N")))
    assert (result["COMMON_M2"], result["CHANGED_SHARE"]) == (0, None)
    assert result["ONLY_A_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    empty = run(zones(), zones((0, 100, "N")))
    assert (empty["COMMON_M2"], empty["CHANGED_COUNT"]) == (0, 0)


def test_a_layer_without_zones_is_refused() -> None:
    other = layer_of([(box(0, 0, 10, 10), {"note": "x"})], {"note": "text"})
    with pytest.raises(QgsProcessingException, match="has no field “zone”"):
        run(zones((0, 100, "N")), other)


def test_report_and_record(tmp_path: Path) -> None:
    record = tmp_path / "r.json"
    run(zones((0, 100, "N")), zones((0, 60, "N"), (60, 90, "S")), NAME_A="now", NAME_B="plan",
        RUN_RECORD=str(record), REPORT=str(tmp_path / "r.html"))
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    by_zone, pairs = document["tables"]
    assert by_zone["columns"][1]["label"] == "now"
    assert [row["zone"] for row in pairs["rows"]] == ["fit for farming", "no land"]
    assert float(by_zone["total"]["area_a_m2"].replace(" ", "")) == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert document["charts"]
    assert "now" in document["question"]
