"""Counties with townships drawn within them: every row of a unit has all land of it, and totals count land once.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``).
"""
from __future__ import annotations

import json
import sys
from itertools import permutations
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.gui.duties.charts import AreaBars, LandFlows
from kf_resources_plugin.gui.duties.duty_result import DutyResult
from kf_resources_plugin.gui.duties.farmland import CHANGE, CHECK
from tests.builders import layer_of, rows_of, save
from tests.engine.shapes import KERNELS
from tests.processing import (
    test_permanentfarmlandcheck,
    test_reservepotential,
    test_same_figures,
    test_stablefarmland,
)
from tests.processing.epochs import findings, parcel, run, survey
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

# 甲镇 has the first parcel of 1 ha, 乙镇 the second; the third lies in the county beside both, the fourth in the city
CITY, COUNTY = ("410200", "开封市", 0, 400), ("410222", "通许县", 0, 300)
FIRST, SECOND = ("410222100", "甲镇", 0, 100), ("410222101", "乙镇", 100, 100)
A, B, C, D = (area(100 * place, 0, 100, 100) for place in range(4))


def units(*drawn: tuple[str, str, int, int]) -> QgsVectorLayer:
    return layer_of([(box(left, 0, width, 100), {"XZQDM": code, "XZQMC": name}) for code, name, left, width in drawn],
                    {"XZQDM": "text", "XZQMC": "text"}, name="units")


def near(*values: float | str | None) -> Any:
    return tuple(pytest.approx(value, abs=3 * CENT) if isinstance(value, float) else value for value in values)


def changed(before: str, after: str, drawn: Sequence[tuple[str, str, int, int]], **more: Any) -> dict[str, Any]:
    """Return what becomes of parcels with the classes g(arden) and c(ultivated), side by side."""
    classes = {"c": "0102", "g": "0201"}
    return run(*(survey(*((box(100 * place, 0, 100, 100), parcel(f"P{place}", classes[kind], GDPDJB="1"))
                          for place, kind in enumerate(kinds))) for kinds in (before, after)),
               UNITS=units(*drawn), **more)


def test_a_county_is_short_of_what_went_out_in_its_township() -> None:
    result = changed("ccc", "gcc", [COUNTY, FIRST])
    assert rows_of(result["ACCOUNT"], "unit_code", "farmland_before_m2", "out_m2", "net_m2", "balanced") == [
        near("410222", A + B + C, A, -A, 0), near("410222100", A, A, -A, 0)]
    assert result["OUT_M2"] == pytest.approx(A, abs=CENT)
    assert sorted(findings(result, "subject_id", "area_m2")["change.short"]) == [
        near("410222", A), near("410222100", A)]


@pytest.mark.parametrize("order", list(permutations([CITY, COUNTY, FIRST, SECOND])))
def test_a_county_is_balanced_by_land_beside_its_township_whatever_the_order(order: Sequence[Any]) -> None:
    result = changed("cgcg", "gccg", order)
    assert rows_of(result["ACCOUNT"], "unit_code", "out_m2", "in_stable_m2", "net_m2", "balanced") == [
        near("410200", A, B, B - A, 1), near("410222", A, B, B - A, 1), near("410222100", A, 0.0, -A, 0),
        near("410222101", 0.0, B, B, 1)]
    # each place once: townships, what the county has beside them, what the city has beside its county
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code", "farmland_before_m2", "out_m2", "in_m2") == [
        near("410200", "", 0.0, 0.0, 0.0), near("410222", "", C, 0.0, 0.0),
        near("410222100", "410222100", A, A, 0.0), near("410222101", "410222101", 0.0, 0.0, B)]
    assert [subject for subject, in findings(result, "subject_id")["change.short"]] == ["410222100"]


def test_a_county_has_a_row_where_townships_cover_it() -> None:
    result = changed("cc", "cc", [("410222", "通许县", 0, 200), FIRST, SECOND])
    assert rows_of(result["ACCOUNT"], "unit_code", "farmland_after_m2", "balanced") == [
        near("410222", A + B, 1), near("410222100", A, 1), near("410222101", B, 1)]


def test_a_township_has_what_lies_in_its_villages() -> None:
    village = ("410222100201", "甲村", 0, 50)
    result = changed("cc", "gc", [("410222", "通许县", 0, 200), FIRST, village])
    half = area(0, 0, 50, 100)
    assert rows_of(result["ACCOUNT"], "unit_code", "out_m2") == [
        near("410222", A), near("410222100", A), near("410222100201", half)]
    assert rows_of(result["TOWNSHIPS"], "unit_code", "township_code", "out_m2") == [
        near("410222", "", 0.0), near("410222100", "410222100", A)]


def kept(result: dict[str, Any], folder: Path, *outputs: str) -> DutyResult:
    """Return outputs as a duty's page reads them."""
    for name in outputs:
        result[name].setName(name.lower())
        save(result[name], folder / "results.gpkg")
    return DutyResult(folder, {})


def test_the_chart_of_flows_counts_land_once(tmp_path: Path) -> None:
    result = kept(changed("cgc", "gcc", [COUNTY, FIRST, SECOND]), tmp_path, "ACCOUNT", "TOWNSHIPS")
    assert isinstance(CHANGE.chart, LandFlows)
    drawing = CHANGE.chart.drawing(result, "ha")
    assert drawing is not None
    assert [(flow.source, round(flow.amount, 4)) for flow in drawing[0].args[0]] == [
        ("Cultivated land", 1.0), ("Agricultural land", 1.0)]


def test_the_chart_of_blocks_counts_land_once(tmp_path: Path) -> None:
    check = test_permanentfarmlandcheck
    land = check.land((box(0, 0, 300, 100), {"BSM": "A", "DLBM": "0102"}))
    result = check.run(LAND=land, PERMANENT_FARMLAND=check.patches(box(0, 0, 300, 100)), UNITS=units(COUNTY, FIRST))
    assert isinstance(CHECK.chart, AreaBars)
    drawing = CHECK.chart.drawing(kept(result, tmp_path, "BLOCKS", "BLOCK_SUMMARY"), "ha")
    assert drawing is not None
    (_, (hectares,)), = drawing[0].args[0].rows
    assert hectares == pytest.approx((A + B + C) / 10_000, abs=1e-5)


def test_the_grade_of_a_county_is_the_mean_of_all_its_land() -> None:
    before, after = (survey(*((box(100 * place, 0, 100, 100), parcel(f"P{place}", code, GDDB=grade))
                              for place, grade in enumerate((6, 9)))) for code in ("0102", "0201"))
    result = run(before, after, UNITS=units(("410222", "通许县", 0, 200), FIRST))
    assert rows_of(result["ACCOUNT"], "unit_code", "out_grade", "out_capacity_kg") == [
        ("410222", pytest.approx((6 * A + 9 * B) / (A + B)), pytest.approx(A * 1.5 + B * 1.05, abs=3 * CENT)),
        ("410222100", 6.0, pytest.approx(A * 1.5, abs=CENT))]


def test_stable_land_of_a_county_is_that_of_its_townships_too(tmp_path: Path) -> None:
    land = test_stablefarmland.surveyed(*(test_stablefarmland.parcel(f"P{place}", GDPDJB=slope)
                                          for place, slope in enumerate("1515")))
    record = tmp_path / "run.json"
    result = test_stablefarmland.run(LAND=land, UNITS=units(FIRST, CITY, SECOND, COUNTY), RUN_RECORD=str(record))
    assert rows_of(result["SUMMARY"], "unit_code", "farmland_m2", "stable_m2", "slope_m2") == [
        near("410200", A + B + C + D, A + C, B + D), near("410222", A + B + C, A + C, B), near("410222100", A, A, 0.0),
        near("410222101", B, 0.0, B)]
    assert sorted(row[:2] for row in test_stablefarmland.found(result, "stable.slope")) == [
        near("410200", B + D), near("410222", B), near("410222101", B)]
    hectares = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"][0]
    assert "several levels" in hectares["note"]
    assert [row["farmland"] for row in hectares["rows"]] == ["3.9999", "2.9999", "1.0000", "1.0000"]
    assert hectares["total"]["farmland"] == "3.9999" == f"{result['FARMLAND_M2'] / 10_000:.4f}"


def test_permanent_farmland_of_a_county_is_that_of_its_townships_too(tmp_path: Path) -> None:
    check = test_permanentfarmlandcheck
    land = check.land(*((box(100 * place, 0, 100, 100), {"BSM": f"P{place}", "DLBM": code})
                        for place, code in enumerate(("0102", "0201", "0201", "0102"))))
    record = tmp_path / "run.json"
    result = check.run(LAND=land, PERMANENT_FARMLAND=check.patches(box(0, 0, 400, 100)),
                       UNITS=units(FIRST, CITY, SECOND, COUNTY), RUN_RECORD=str(record))
    summary = rows_of(result["SUMMARY"], "unit_code", "kind", "patches", "parts", "area_m2")
    assert [row for row in summary if row[1] in {"all", "any"}] == [
        near("410200", "all", 1, 4, A + B + C + D), near("410200", "any", 1, 2, B + C),
        near("410222", "all", 1, 3, A + B + C), near("410222", "any", 1, 2, B + C),
        near("410222100", "all", 1, 1, A), near("410222100", "any", 0, 0, 0.0),
        near("410222101", "all", 1, 1, B), near("410222101", "any", 1, 1, B)]
    assert result["PROBLEM_SUM_M2"] == pytest.approx(B + C, abs=CENT)
    # one block, three quarters of it in the county, and a third of these in each township and beside them
    blocks = [row for row in rows_of(result["BLOCK_SUMMARY"], "unit_code", "blocks", "area_m2") if row[2]]
    assert blocks == [near("410200", 1, A + B + C + D), near("410222", 1, A + B + C), near("410222100", 0, A),
                      near("410222101", 0, B)]
    tables = {table["title"]: table for table in json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]}
    by_unit = tables["Permanent basic farmland by unit (mu)"]
    assert [row["total"] for row in by_unit["rows"]] == ["60.00", "45.00", "15.00", "15.00"]
    assert by_unit["total"]["total"] == "60.00"
    assert f"{result['TOTAL_M2']:.2f}" in tables["Problems by unit (m²)"]["note"]


def test_reserve_land_of_a_county_is_that_of_its_townships_too(tmp_path: Path) -> None:
    reserve = test_reservepotential
    land = reserve.land_of(*(reserve.parcel(100 * place, f"P{place}", "1206") for place in range(4)))
    record = tmp_path / "run.json"
    result = reserve.run(land, UNITS=units(FIRST, CITY, SECOND, COUNTY), RUN_RECORD=str(record),
                         MASKS=[reserve.mask("ecological_redline", box(150, 0, 50, 100))])
    half = area(100, 0, 50, 100)
    sums: dict[tuple[str, bool], float] = {}
    for code, grade, amount in rows_of(result["SUMMARY"], "unit_code", "grade", "area_m2"):
        key = (code, grade == "excluded")
        sums[key] = sums.get(key, 0.0) + amount
    assert sums == {key: pytest.approx(amount, abs=3 * CENT) for key, amount in {
        ("410200", False): A + half + C + D, ("410222", False): A + half + C, ("410222100", False): A,
        ("410222101", False): half, ("410200", True): B - half, ("410222", True): B - half,
        ("410222101", True): B - half}.items()}
    assert result["CANDIDATE_M2"] == pytest.approx(A + half + C + D, abs=2 * CENT)
    table = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"][0]
    assert [row["sum"] for row in table["rows"]] == ["52.50", "37.50", "15.00", "7.50"]
    assert table["total"]["sum"] == "52.50"


# -- crooked surveys under units of four levels that overlap --------------------------------------------------------

ADDED = {
    "farmlandchange": ("ACCOUNT", "TOWNSHIPS", {
        "FARMLAND_BEFORE_M2": "farmland_before_m2", "OUT_M2": "out_m2", "IN_M2": "in_m2", "OTHER_M2": "other_m2",
        "FARMLAND_AFTER_M2": "farmland_after_m2", "PERMANENT_M2": "permanent_m2", "SUSPECTED_M2": "suspected_m2"}),
    "stablefarmland": ("SUMMARY", "STABLE", {"FARMLAND_M2": ("farmland_m2", "net_m2")}),
    "permanentfarmlandcheck": ("SUMMARY", "PARTS", {"TOTAL_M2": "area_m2"}),
    "reservepotential": ("SUMMARY", "CANDIDATES", {"CANDIDATE_M2": "area_m2"}),
}
"""Duties with the rows of units, the rows that have each place once, and by number the fields that add up to it."""
KINDS = {"permanentfarmlandcheck": ("kind", {"sound", "any", "problem"}), "reservepotential": ("grade", {"excluded"})}
"""The field that tells rows of one unit apart, and which of them are not looked at."""


def cents(layer: QgsVectorLayer, field: str, kind: str = "unit_code",
          but: Collection[str] = ()) -> list[tuple[str, int]]:
    """Return unit code and hundredths of the rows of a layer but those of some kinds."""
    return [(code or "", round(100 * value)) for code, word, value in rows_of(layer, "unit_code", kind, field)
            if word not in but]


@pytest.mark.parametrize("duty", ADDED)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kernel", KERNELS)
def test_each_row_has_what_lies_within_and_the_coarsest_sum_to_the_total(
        duty: str, seed: int, kernel: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if kernel == "qgis":
        monkeypatch.setitem(sys.modules, "kf_resources_plugin.engine.kernel_shapely", None)
    result = test_same_figures.run(duty, "computed", seed, Random(seed))  # noqa: S311 (an order)
    by_unit, once, numbers = ADDED[duty]
    for number, fields in numbers.items():
        of_row, of_place = (fields, fields) if isinstance(fields, str) else fields
        held: dict[str, int] = {}
        for code, amount in cents(result[by_unit], of_row, *KINDS.get(duty, ())):
            held[code] = held.get(code, 0) + amount
        places = cents(result[once], of_place)
        assert len(held) > 1
        for code, amount in held.items():
            inner = code[:4] if code == "410200" else code
            if len(code) <= 9 or once != "TOWNSHIPS":  # there villages are part of their township
                assert amount == sum(value for place, value in places if (
                    place.startswith(inner) if code else not place))
        assert held["410200"] + held.get("", 0) == round(100 * result[number])
