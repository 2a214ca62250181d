"""Floodplain zones end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); points and scores are worked beside each
test from the tables of domain.md §5.4.
"""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import processing
import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.roles import read_role
from tests.builders import Row, land_layer, layer_of, rectangle, rows_of, shapes_of
from tests.processing.places import CENT, X, Y, area, box
from tests.rasters import raster_layer, write_raster

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

WIDTH, HEIGHT = 60, 10  # cells of 10 m: six parcels of 100 m


def parcel(x: float, bsm: str, code: str, width: float = 100, height: float = 100) -> Row:
    return box(x, 0, width, height), {"BSM": bsm, "DLBM": code, "ZLDWDM": "4102221002010000000"}


def parcels(*codes: str) -> QgsVectorLayer:
    """Return parcels A, B, … from west to east, 100 m each, with their land classes."""
    return land_layer([parcel(100.0 * place, chr(65 + place), code) for place, code in enumerate(codes)], name="units")


def layer(kind: str, *shapes: str) -> QgsVectorLayer:
    found = layer_of([(shape, {}) for shape in shapes], {"note": "text"}, name=kind)
    QgsProject.instance().addMapLayer(found)
    return found


def raster(folder: Path, name: str, *values: float, descriptions: tuple[str, ...] = ()) -> Any:
    """Return a raster with one value for each parcel; several rows of values are bands."""
    cells = np.repeat(np.array(values, dtype=np.float64), WIDTH // len(values))
    bands = [np.tile(cells, (HEIGHT, 1))] * max(len(descriptions), 1)
    return raster_layer(write_raster(folder / f"{name}.tif", *bands, descriptions=descriptions), name)


def run(**parameters: Any) -> dict[str, Any]:
    wanted = {"ZONES": "memory:", "SUMMARY": "memory:", "SENSITIVITY": "memory:", "WEIGHTS_USED": "memory:",
              "FINDINGS": "memory:", "CLASS_SYSTEM": "survey_2019"}
    return processing.run("kf:floodplainzoning", {**wanted, **parameters})


@pytest.mark.parametrize(("says", "told"), [
    ("fd2320", "another method"), ("arr 7200", "hazard of the stage 7200"), ("arr 12370", ""), ("arr", ""),
    ("x y", "")])
def test_hazard_of_another_method_or_stage_is_refused(tmp_path: Path, says: str, told: str) -> None:
    given = {"ZONING_UNITS": parcels("0103"), "HAZARD": raster(tmp_path, "hazard", 1.0, descriptions=(says,))}
    if told:
        with pytest.raises(QgsProcessingException, match=told):
            run(**given)
    else:
        assert run(**given)["ZONES"]


def test_a_height_above_a_lower_stage_is_not_taken_for_that_above_the_design_flood(tmp_path: Path) -> None:
    given = {"ZONING_UNITS": parcels("0103")}
    with pytest.raises(QgsProcessingException, match=r"stage 12370, not of the design flood \(22000\)"):
        run(**given, FREEBOARD=raster(tmp_path, "low", 2.0, descriptions=("12370",)))
    assert run(**given, FREEBOARD=raster(tmp_path, "high", 2.0, descriptions=("22000",)))["ZONES"]


def test_land_beside_units_that_tell_their_classes_is_said_to_be_unused() -> None:
    land = land_layer([parcel(0, "x", "1101")], name="DLTB")
    told = rows_of(run(ZONING_UNITS=parcels("0103"), LAND=land)["FINDINGS"], "rule_id", "message")
    said = {rule: message for rule, message in told}
    assert said["zoning.land_unused"] == "“DLTB” was not used: “units” brings its own land classes."


def found(result: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Return fields of the zones by id; a single field alone."""
    rows = {row[0]: row[1:] for row in rows_of(result["ZONES"], "unit_id", *fields)}
    return {name: row[0] for name, row in rows.items()} if len(fields) == 1 else rows


def told(result: dict[str, Any]) -> set[str]:
    return {row[0].partition(".")[2] for row in rows_of(result["FINDINGS"], "rule_id")}


def closes(result: dict[str, Any]) -> bool:
    """Tell whether zones, summary and numbers are the same land in whole hundredths."""
    zones = sum(round(row[0] * 100) for row in rows_of(result["ZONES"], "area_m2"))
    summed = sum(round(row[0] * 100) for row in rows_of(result["SUMMARY"], "area_m2"))
    numbers = sum(round(result[name] * 100) for name in ("WATER_M2", "WETLAND_M2", "FARMING_M2", "LIVING_M2",
                                                         "UNZONED_M2"))
    return zones == summed == numbers


@pytest.fixture
def rasters(tmp_path: Path) -> dict[str, Any]:
    """Return what four parcels of 150 m … are; here A to F: deep water, wetland, farmland, high land, village, dry."""
    return {
        "FIRST_FLOODED": raster(tmp_path, "t", 2, 5, 20, 100, 100, np.nan),
        "DEPTH": raster(tmp_path, "d", 2.5, 1.0, 0.3, 0.0, 0.0, 0.0),
        "HAZARD": raster(tmp_path, "h", 5, 3, 1, 0, 1, 0),
        "HEIGHT": raster(tmp_path, "z", -1.0, 0.5, 2.0, 3.5, 3.5, 9.0),
    }


def test_scores_and_zones_worked_by_hand(rasters: dict[str, Any]) -> None:
    """Six parcels; the channel lies 600 m west of A, so A to F are 600, 700 … 1100 m from it.

    A (class 1103): S .35·100 + .25·100 + .20·100 + .20·100 = 100; SD T≤5 100·.25 + 600 m 60·.20 = 37; N T 20·.25 +
    h 10·.20 + 600 m 100·.10 = 17.
    B (0404): S 0; SD .25·100 + .25·100 + .20·60 + .15·100 + .15·100 = 92; N 5 + .20·50 + .15·60 + .10·100 = 34.
    C (0102): SD .20·60 = 12; N .25·85 + .20·100 + .15·100 + .20·100 + .10·100 + .10·100 = 96.25.
    D (0102): N T 100 > 20 100·.25 + 20 + 15 + 20 + 0 (3.5 m) + 10 = 90; J is forbidden.
    E (0702): N 25 + 20 + 15 + 0 + 0 + 10 = 70; J: T 60·.30 + 100·.25 + 100·.20 + 100·.10 without the design level:
    73 ÷ .85 = 85.8824.
    F (0201, never flooded: > 100): N 25 + 20 + 15 + .20·70 + 0 + 10 = 84.
    """
    channel = layer_of([(f"LINESTRING({X - 600} {Y - 500},{X - 600} {Y + 500})", {})], {"note": "text"},
                       geometry="LineString", name="river")
    result = run(ZONING_UNITS=parcels("1103", "0404", "0102", "0102", "0702", "0201"), CHANNEL=channel, **rasters)
    assert found(result, "zone") == {"A": "S", "B": "SD", "C": "N", "D": "N", "E": "J", "F": "N"}
    scores = found(result, "score_s", "score_sd", "score_n", "score_j")
    assert scores["A"][:3] == pytest.approx((100, 37, 17))
    assert scores["B"][:3] == pytest.approx((0, 92, 34))
    assert scores["C"][:3] == pytest.approx((0, 12, 96.25))
    assert scores["D"][2] == pytest.approx(90)
    assert scores["E"][2:] == pytest.approx((70, 85.8824), abs=5e-5)
    assert scores["F"][2] == pytest.approx(84)
    assert found(result, "channel_m") == pytest.approx(
        {name: 600.0 + 100 * place for place, name in enumerate("ABCDEF")})
    assert found(result, "t_yr", "never_flooded")["F"] == (None, 1)
    assert found(result, "t_yr", "depth_m", "hazard", "height_m", "land_class")["B"] == (5, 1, 3, 0.5, "0404")
    assert {"criterion_missing"} <= told(result)  # the height above the design water level
    assert [area_m2 for area_m2 in found(result, "area_m2").values()] == pytest.approx(
        [area(100 * place, 0, 100, 100) for place in range(6)], abs=CENT)
    assert closes(result)
    assert result["UNIT_COUNT"] == 6
    assert result["FARMING_M2"] == pytest.approx(sum(area(x, 0, 100, 100) for x in (200, 300, 500)), abs=0.02)


def test_reasons_in_both_languages(rasters: dict[str, Any]) -> None:
    reserve, village = layer("nature_reserve", box(100, 0, 60, 100)), layer("platforms", box(300, 0, 100, 100))
    result = run(ZONING_UNITS=parcels("0102", "0102", "0102", "0102"), MASKS=[reserve, village], **rasters)
    reasons = found(result, "reason", "reason_en", "rule_id")
    assert reasons["B"] == (
        "宜湿：自然保护区、湿地公园或生态保护红线（占单元 60%），由硬性规则确定。",
        "fit for wetland: nature reserve, wetland park or ecological redline (60% of the unit), by hard rule.",
        "zoning.sd_reserve")
    assert reasons["D"][2] == "zoning.j_approved"
    assert found(result, "zone") == {"A": "S", "B": "SD", "C": "N", "D": "J"}
    chinese, english, rule = reasons["C"]
    # without a channel: (.25·85 + 20 + 15 + 20 + 10) ÷ .90 = 95.83
    assert chinese.startswith("宜农：得分 95.83 最高（宜水 0.00、宜湿 0.00、宜居不可（滩区不得设立新的村镇））：")
    assert "首次淹没重现期 20 年 85 分、" in chinese
    assert "20年一遇水深 0.30 米 100 分" in chinese
    assert "地类 0102 100 分" in chinese
    assert chinese.endswith("无数据：距河道。")
    assert "not fit for living (no new settlement in the floodplain)" in english
    assert rule is None


def test_living_only_where_a_settlement_is_already(rasters: dict[str, Any]) -> None:
    """High dry land three times: farmland, a homestead, and farmland of which a village takes half."""
    settlements = layer("settlements", box(250, 0, 50, 100))
    flat = {"FIRST_FLOODED": rasters["FIRST_FLOODED"]}
    result = run(ZONING_UNITS=parcels("0601", "0702", "0601"), MASKS=[settlements],
                 WEIGHTS=json.dumps({"J": {"land_class": 100}, "N": {"land_class": 100}}), **flat)
    assert found(result, "zone")["A"] != "J"
    assert found(result, "zone")["B"] == "J"
    shy = run(ZONING_UNITS=parcels("0601", "0702", "0601"), **flat)
    assert "J" not in {found(shy, "zone")["A"], found(shy, "zone")["C"]}


def test_a_grid_closes_on_the_floodplain(rasters: dict[str, Any]) -> None:
    """A floodplain of 550 × 90 m over cells of 50 m, and hexagons; no land class, so nothing is fit for living."""
    floodplain = layer("floodplain", box(20, 5, 300, 90), box(320, 5, 250, 90))
    whole = area(20, 5, 550, 90)
    for shape in ("square", "hexagon"):
        result = run(GRID=shape, CELL_SIZE=50, FLOODPLAIN=floodplain, **rasters)
        assert sum(found(result, "area_m2").values()) == pytest.approx(whole, abs=0.3)
        assert abs(result["RESIDUAL_M2"]) < 1e-3
        assert closes(result)
        assert result["LIVING_M2"] == 0
        assert "settlements_unknown" in told(result)
        assert "residual" not in told(result)
    cells = run(GRID="square", CELL_SIZE=50, FLOODPLAIN=floodplain, **rasters)
    again = run(GRID="square", CELL_SIZE=50, FLOODPLAIN=layer("floodplain", box(320, 5, 250, 90), box(20, 5, 300, 90)),
                **rasters)
    assert shapes_of(cells["ZONES"]) == shapes_of(again["ZONES"])
    assert rows_of(cells["ZONES"]) == rows_of(again["ZONES"])
    assert len(found(cells, "zone")) == 24  # 12 columns (20 to 570 m over multiples of 50) in 2 rows
    assert read_role(cells["ZONES"]) == "floodplain_zones"


def test_parcels_are_cut_to_the_floodplain(rasters: dict[str, Any]) -> None:
    floodplain = layer("floodplain", box(-10, 0, 160, 100))
    result = run(ZONING_UNITS=parcels("0102", "0102", "0102"), FLOODPLAIN=floodplain, **rasters)
    assert found(result, "area_m2") == pytest.approx({"A": area(0, 0, 100, 100), "B": area(100, 0, 50, 100)}, abs=CENT)
    assert result["OUTSIDE_M2"] == pytest.approx(area(150, 0, 150, 100), abs=CENT)
    assert result["RESIDUAL_M2"] < 1e-4


def test_units_without_a_cell_centre_or_any_value(rasters: dict[str, Any]) -> None:
    tiny = land_layer([parcel(106, "T", "0102", 3, 3), parcel(5000, "F", ""), parcel(5200, "G", "0102")], name="units")
    result = run(ZONING_UNITS=tiny, **rasters)
    assert found(result, "depth_m", "hazard")["T"] == (1.0, 3)  # the cell of B
    assert found(result, "zone", "reason")["F"] == (None, "未分区：没有任何指标数据。")
    assert found(result, "zone")["G"] == "N"  # its class alone: the weight of all else is shared
    assert {"by_point", "no_value", "criterion_partly"} <= told(result)
    assert result["UNZONED_M2"] == pytest.approx(area(5000, 0, 100, 100), abs=CENT)


def test_land_classes_come_from_the_survey_by_largest_area(rasters: dict[str, Any]) -> None:
    units = layer_of([(box(0, 0, 100, 100), {"BSM": "A"}), (box(100, 0, 100, 100), {"BSM": "B"})], {"BSM": "text"},
                     name="units")
    survey = land_layer([parcel(0, "1", "1101", 40), parcel(40, "2", "0102", 100), parcel(140, "3", "1106", 60)])
    result = run(ZONING_UNITS=units, LAND=survey, **rasters)
    assert found(result, "land_class", "rule_id") == {"A": ("0102", None), "B": ("1106", "zoning.sd_wetland_class")}


def test_sensitivity_and_stable_share() -> None:
    """Land class and distance, half each, for SD and N; the channel lies 700 m west of A."""
    channel = layer("main_channel", box(-800, 0, 100, 100))
    weights = {zone: dict.fromkeys(("return_period", "depth", "hazard", "height", "distance", "land_class"), 0)
               for zone in ("S", "SD", "N", "J")}
    weights["S"]["land_class"] = 1
    weights["J"]["land_class"] = 1
    weights["SD"] |= {"land_class": 0.5, "distance": 0.5}
    weights["N"] |= {"land_class": 0.5, "distance": 0.5}
    # A (0404, 700 m): SD 50 + 30 = 80, N 0 + 50 = 50. SD falls to 50 nowhere (least 60); N rises to 80 where
    # v·100 = 80 by distance, v = .8: +60 %, and by class v = .2: −60 %
    # B (1204, 800 m): SD 0 + 30 = 30, N .5·40 + 50 = 70. SD rises to 60 at most; N falls to 40 at most
    # C (0201, 900 m): SD 30, N .5·70 + 50 = 85
    # D (1206, 1000 m): SD 30, N 50; E (1206, 1100 m): SD 0, N 50
    result = run(ZONING_UNITS=parcels("0404", "1204", "0201", "1206", "1206"), MASKS=[channel], SMOOTHING=False,
                 WEIGHTS=json.dumps(weights))
    assert found(result, "zone", "stable") == {
        "A": ("SD", 1), "B": ("N", 1), "C": ("N", 1), "D": ("N", 1), "E": ("N", 1)}
    margins = found(result, "margin", "margin_by")
    assert margins["A"] == (pytest.approx(0.6), "N.distance")
    assert margins["B"] == (None, None)
    # D: N falls to 30 where v·100 = 30 by distance: −40 %; SD rises to 50 where v·60 = 50: v = .8333, +66.7 %
    assert margins["D"] == (pytest.approx(0.4), "N.distance")
    assert result["STABLE_SHARE"] == 1.0
    changes = {row[:2]: row[2:] for row in rows_of(result["SENSITIVITY"], "zone", "criterion", "weight",
                                                   "smallest_change", "units_changed")}
    assert changes["N", "distance"] == (0.5, pytest.approx(-0.4), 0)
    assert changes["S", "land_class"] == (1.0, None, 0)  # alone, it cannot move
    tight = run(ZONING_UNITS=parcels("0404", "1204", "0201", "1206", "1206"), MASKS=[channel], SMOOTHING=False,
                WEIGHTS=json.dumps({**weights, "N": {**weights["N"], "land_class": 0.65, "distance": 0.35}}))
    # D: N 35 against 30: v = .3, −14.3 %; E: N 35 against S and SD 0
    assert found(tight, "stable") == {"A": 1, "B": 1, "C": 1, "D": 0, "E": 1}
    assert tight["STABLE_SHARE"] == pytest.approx(0.8)


def test_comparisons_and_their_consistency(rasters: dict[str, Any]) -> None:
    """The matrix of tests/rules/test_floodplain_weights.py: ratio 0.4037, weights by geometric means."""
    pairs = {"N": {"criteria": ["depth", "hazard", "land_class"], "matrix": [[1, 3, 2], ["1/3", 1, 5],
                                                                             ["1/2", "1/5", 1]]}}
    result = run(ZONING_UNITS=parcels("0102"), AHP=json.dumps(pairs), **rasters)
    assert "consistency" in told(result)
    used = {row[:2]: row[2:] for row in rows_of(result["WEIGHTS_USED"], "zone", "criterion", "weight", "origin",
                                                "consistency_ratio")}
    assert used["N", "depth"] == (pytest.approx(1.817121 / 3.466911, abs=1e-5), "ahp", pytest.approx(0.4037, abs=1e-4))
    assert used["N", "distance"][0] == 0
    assert used["S", "depth"] == (0.25, "rules", None)


def test_small_patches_join_their_neighbours_and_say_so(rasters: dict[str, Any], tmp_path: Path) -> None:
    """Cells of 50 m (2 500 m²) over 600 × 100 m: one cell is deep water among farmland, below 1 ha."""
    cells = np.full((HEIGHT, WIDTH), 0.3)
    cells[:5, 20:25] = 2.5
    years = np.where(cells > 1, 2.0, 20.0)
    given = {
        "DEPTH": raster_layer(write_raster(tmp_path / "deep.tif", cells), "deep"),
        "FIRST_FLOODED": raster_layer(write_raster(tmp_path / "years.tif", years), "years"),
        "FLOODPLAIN": layer("floodplain", box(0, 0, 600, 100)), "GRID": "square", "CELL_SIZE": 50}
    plain = run(**given, SMOOTHING=False)
    assert list(found(plain, "zone").values()).count("S") == 1
    result = run(**given)
    (evened,) = [row for row in found(result, "zone", "evened", "reason").values() if row[1]]
    assert evened[:2] == ("N", "smoothed")  # three of its four sides lie against farmland
    assert evened[2].endswith("原为宜水，周边以宜农为主，平滑为宜农。")
    assert set(found(result, "zone").values()) == {"N"}
    # as the main channel it stands: hard rules are not evened out
    channel = layer("main_channel", box(200, 50, 50, 50))
    kept = run(**given, MASKS=[channel])
    assert sorted(set(found(kept, "zone").values())) == ["N", "S"]
    assert "small_kept" in told(kept)


def test_conflicts_are_named(rasters: dict[str, Any]) -> None:
    passage, permanent = layer("flood_passage", box(0, 0, 100, 100)), layer("permanent_farmland", box(100, 0, 100, 100))
    dike = layer("dike_safety", box(399, 0, 20, 100))
    result = run(ZONING_UNITS=parcels("0702", "0102", "0102", "0702", "0702"), MASKS=[passage, permanent, dike],
                 **rasters)
    conflicts = found(result, "conflict")
    assert conflicts == {"A": "settlement;passage", "B": "permanent_farmland", "C": None, "D": None, "E": None}
    assert found(result, "zone")["D"] == "N"  # a metre of the safety zone is enough
    assert {"conflict_settlement", "conflict_passage", "conflict_permanent_farmland"} <= told(result)


def test_bounds_count_as_rasters_of_32_bits_hold_them(tmp_path: Path) -> None:
    depth = np.full((HEIGHT, WIDTH), 0.3, dtype=np.float32)  # 0.30000001192…
    given = raster_layer(write_raster(tmp_path / "d.tif", depth), "depth")
    only = json.dumps({"J": {"return_period": 0, "hazard": 0, "height": 0, "land_class": 0}})
    # J: 60 points up to 0.3 m, none beyond
    assert found(run(ZONING_UNITS=parcels("0702"), DEPTH=given, WEIGHTS=only), "score_j")["A"] == 60


def test_a_depth_raster_is_read_by_the_stage_of_its_bands(tmp_path: Path) -> None:
    depth = raster_layer(write_raster(tmp_path / "depth.tif", np.zeros((HEIGHT, WIDTH)), np.full((HEIGHT, WIDTH), 0.2),
                                      descriptions=["8000", "12370"]), "depth")
    assert found(run(ZONING_UNITS=parcels("0702"), DEPTH=depth), "depth_m")["A"] == pytest.approx(0.2)
    assert found(run(ZONING_UNITS=parcels("0702"), DEPTH=depth, DEPTH_STAGE=8000), "depth_m")["A"] == 0
    with pytest.raises(QgsProcessingException, match="no band for the stage 15700"):
        run(ZONING_UNITS=parcels("0702"), DEPTH=depth, DEPTH_STAGE=15700)


def test_living_needs_a_metre_above_design_water(tmp_path: Path) -> None:
    only = json.dumps({"J": {"return_period": 0, "depth": 0, "hazard": 0, "land_class": 0}})
    above = raster(tmp_path, "f", 0.99, 1.0)
    result = run(ZONING_UNITS=parcels("0702", "0702", "0702", "0702"), FREEBOARD=above, WEIGHTS=only)
    assert found(result, "freeboard_m", "score_j") == {
        "A": (0.99, 0), "B": (0.99, 0), "C": (0.99, 0), "D": (1.0, 100)}


@pytest.mark.parametrize(("parameters", "words"), [
    ({}, "either a layer"), ({"GRID": "square"}, "bounds the floodplain"),
    ({"ZONING_UNITS": "parcels", "GRID": "hexagon", "FLOODPLAIN": "floodplain"}, "either a layer"),
    ({"ZONING_UNITS": "parcels", "WEIGHTS": "{"}, "no JSON text"),
    ({"ZONING_UNITS": "parcels", "WEIGHTS": '{"N": {"speed": 1}}'}, "no criterion “speed”"),
    ({"ZONING_UNITS": "parcels", "AHP": '{"N": {"criteria": ["depth"], "matrix": [[2]]}}'}, "with itself"),
    ({"GRID": "square", "FLOODPLAIN": "floodplain", "CELL_SIZE": 0.001}, "Choose larger cells"),
])
def test_what_cannot_be_run_is_told(parameters: dict[str, Any], words: str) -> None:
    layers = {"parcels": parcels("0102"), "floodplain": layer("floodplain", box(0, 0, 100, 100))}
    with pytest.raises(QgsProcessingException, match=words):
        run(**{name: layers.get(value, value) if isinstance(value, str) else value
               for name, value in parameters.items()})


def test_rules_of_the_user_count_and_are_refused_by_name(tmp_path: Path, rasters: dict[str, Any]) -> None:
    own = tmp_path / "rules.json"
    own.write_text(json.dumps({"rows": [{"id": "zoning.depth_n", "thresholds": {"steps": ["<9: 100"]}}]}))
    assert found(run(ZONING_UNITS=parcels("1103"), RULES=str(own), **rasters), "score_n")["A"] > 20
    own.write_text(json.dumps({"rows": [{"id": "zoning.depth_n", "thresholds": {"steps": ["deep: 100"]}}]}))
    with pytest.raises(QgsProcessingException, match=r"zoning\.depth_n: “deep”"):
        run(ZONING_UNITS=parcels("1103"), RULES=str(own), **rasters)


def test_a_floodplain_in_degrees_gets_its_zone(rasters: dict[str, Any]) -> None:
    floodplain = layer_of([("POLYGON((114.3 34.8,114.302 34.8,114.302 34.801,114.3 34.801,114.3 34.8))", {})],
                          {"note": "text"}, crs="EPSG:4490", name="floodplain")
    result = run(GRID="hexagon", CELL_SIZE=100, FLOODPLAIN=floodplain, SMOOTHING=False)
    assert result["ZONES"].crs().authid() == "EPSG:4547"
    assert result["UNZONED_M2"] > 0  # nothing is known of any cell
    assert result["STABLE_SHARE"] is None


def test_report_and_record(tmp_path: Path, rasters: dict[str, Any]) -> None:
    units = layer_of([(rectangle(X, Y, 250, 100), {"XZQDM": "410202", "XZQMC": "龙亭区"}),
                      (rectangle(X + 250, Y, 400, 100), {"XZQDM": "410203", "XZQMC": "顺河区"})],
                     {"XZQDM": "text", "XZQMC": "text"}, name="units")
    report, record = tmp_path / "r.html", tmp_path / "r.json"
    result = run(ZONING_UNITS=parcels("1103", "0404", "0102", "0102", "0702", "0201"), UNITS=units, REPORT=str(report),
                 RUN_RECORD=str(record), **rasters)
    summary = {row[:2]: row[2] for row in rows_of(result["SUMMARY"], "unit_code", "zone", "area_m2")}
    # C, farmland, lies half in either district
    assert summary["410202", "N"] == pytest.approx(area(200, 0, 50, 100), abs=CENT)
    assert closes(result)
    written = json.loads(record.read_text(encoding="utf-8"))
    tables = {table["title"]: table for table in written["document"]["tables"]}
    assert len(tables) == 5
    assert written["document"]["charts"]
    assert "70" in report.read_text(encoding="utf-8")
    assert written["record"]["figures"]["STABLE_SHARE"] == result["STABLE_SHARE"]
