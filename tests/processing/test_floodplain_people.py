"""Settlements of the floodplain, receiving sites, and the papers of a run: worked by hand from coordinates."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException

from tests.builders import Row, layer_of, rows_of
from tests.processing.floods import (
    SITE_FIELDS,
    VILLAGE_FIELDS,
    dikes,
    land_of,
    line,
    mask,
    messages,
    parcel,
    permanent,
    run,
    said,
    site,
    village,
    zones_of,
)
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


@pytest.fixture(scope="module")
def moved() -> dict[str, Any]:
    """Return one run over ten villages of 100 m × 100 m, 200 m apart, and six sites 900 m north of them.

    floodplain: y −50 … 150 m. passage: over V1, and 4 % of V0. V0 zone N; V2 zone S on a platform 1.0 m above the
    design level; V3 zone S on one 0.9 m above; V4 zone SD in an approved area; V5 zone N, hazard 3; V6 hazard 2; V7
    safety zone of the dike; V8 zone S without households; V9 in no zone.
    """
    names = ["V0", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8"]
    said_of = [("N", 20.0, 1), ("N", 3.0, 5), ("S", 2.0, 2), ("S", 2.0, 2), ("SD", 8.0, 1), ("N", 12.0, 3),
               ("N", 30.0, 2), ("J", 90.0, 1), ("S", 2.0, 2)]
    at = {name: 200.0 * n for n, name in enumerate([*names, "V9"])}
    zones = zones_of(*((box(at[name] - 50, -50, 200, 200), {"zone": zone, "t_yr": years, "hazard": hazard,
                                                           "depth_m": 0.1 * hazard})
                       for name, (zone, years, hazard) in zip(names, said_of)))
    people = {"V1": (120, 400), "V2": (50, 170), "V3": (60, 200), "V4": (30, 100), "V5": (90, 310), "V7": (10, None),
              "V8": (None, 55), "V0": (70, 240), "V6": (40, 130), "V9": (15, 44)}
    settlements = layer_of([village(x, name, *people[name]) for name, x in at.items()], VILLAGE_FIELDS, name="villages")
    platforms = layer_of([(box(at["V2"], 0, 100, 80), {"top_m": 81.0, "design_m": 80.0}),
                          (box(at["V3"], 0, 100, 100), {"top_m": 80.9, "design_m": 80.0})],
                         {"top_m": "real", "design_m": "real"}, name="tops")
    sites = layer_of([site(at["V1"], "near", 100), site(at["V1"] + 300, "large", 150),
                      site(at["V1"] - 600, "pool", 500), site(at["V1"] + 30_000, "far", 900),
                      site(at["V1"] + 500, "unknown", None),
                      (box(at["V1"], 200, 100, 100), {"name": "wet", "capacity_households": 80})], SITE_FIELDS,
                     name="sites")
    masks = [mask("floodplain", box(-50, -50, 2200, 200), box(at["V1"] + 90, 190, 50, 120)),
             mask("flood_passage", box(at["V1"], 0, 100, 100), box(at["V0"], 0, 100, 4)),
             mask("dike_safety", box(at["V7"], 0, 10, 100)), mask("resettlement_areas", box(at["V4"], 0, 80, 100)),
             mask("ecological_redline", box(at["V1"] - 600, 1000, 2, 100))]
    land = land_of([parcel(x, name, "0702") for name, x in at.items()])
    return run(land, zones, SETTLEMENTS=settlements, PLATFORMS=platforms, RECEIVING_SITES=sites, MASKS=masks)


def test_who_moves_who_is_safe_and_who_stays(moved: dict[str, Any]) -> None:
    found = {row[0]: (row[1], {rule.removeprefix("flooduse.settlement_") for rule in row[2].split(", ") if rule})
             for row in rows_of(moved["RELOCATION"], "settlement_id", "outcome", "rule_ids")}
    assert found == {
        "V0": ("keep", set()),  # 4 % are below 5 %
        "V1": ("move_out", {"passage", "hazard"}),
        "V2": ("safe_in_place", {"water"}),
        "V3": ("move_out", {"water"}),  # its platform is too low
        "V4": ("keep", {"wetland"}),
        "V5": ("move_out", {"hazard"}),
        "V6": ("keep", set()),
        "V7": ("move_out", {"dike"}),
        "V8": ("move_out", {"water"}),
        "V9": ("keep", set()),
    }
    rows = {row[0]: row[1:] for row in rows_of(
        moved["RELOCATION"], "settlement_id", "zone", "hazard", "t_yr", "depth_m", "danger_share", "reason")}
    assert rows["V1"] == ("N", 5.0, 3.0, pytest.approx(0.5), pytest.approx(1.0, abs=1e-6),
                          "Lies in the flood passage or the main channel, hazard H3 or more of the 20-year flood: move "
                          "out.")
    assert rows["V7"][4] == pytest.approx(0.1, abs=1e-4)
    assert rows["V9"][:4] == ("", None, None, None)
    assert len(messages(moved, "platform_low")) == 1


def test_sites_are_ranked_and_shared_out_without_overbooking(moved: dict[str, Any]) -> None:
    # order: V1 (passage), V7 (dike), V3 and V8 (water; hazard 2 both, 60 households before unknown), V5 (hazard)
    order = {row[0]: row[1] for row in rows_of(moved["RELOCATION"], "settlement_id", "move_order") if row[1]}
    assert order == {"V1": 1, "V7": 2, "V3": 3, "V8": 4, "V5": 5}
    # from V1 (200–300 m east): near 200–300, large 500–600, both 900 m north: 900 m and √(200² + 900²) = 922.0 m;
    # unknown receives nobody, wet lies in the floodplain, 2 % of pool in the redline, far is beyond 20 km
    offered = {row[0]: row[1:] for row in rows_of(
        moved["RELOCATION"], "settlement_id", "receiving_site_1", "distance_1_m", "capacity_1", "receiving_site_2",
        "distance_2_m", "receiving_site_3")}
    assert offered["V1"] == ("near", 900.0, 100, "large", 922.0, None)
    # V5 is at 1000–1100 m: 400 m from large, 700 m from near
    assert offered["V5"] == ("large", 984.9, 150, "near", 1140.2, None)
    assert offered["V2"] == (None,) * 6
    # V1: 120 do not fit near: all to large, 30 left there. V7 (1400 m): large 800 m, near 1100 m: 10 to large, 20 left.
    # V3 (600 m): large is nearer (0 m along, 900 m) than near (300 m): 60 do not fit the 20, all to near, 40 left.
    # V5: 90 fit nowhere: 20 to large, 40 to near, 30 without a site
    assert rows_of(moved["ALLOTMENTS"], "settlement_id", "site_id", "households", "site_rank") == [
        ("V1", "large", 120, 2), ("V7", "large", 10, 1), ("V3", "near", 60, 2), ("V5", "large", 20, 1),
        ("V5", "near", 40, 2)]
    assert [moved[name] for name in ("HOUSEHOLDS", "PEOPLE", "ALLOTTED", "UNPLACED")] == [
        120 + 60 + 90 + 10, 400 + 200 + 310 + 55, 250, 30]
    assert messages(moved, "unplaced") == ["90 households of settlement “V5” move out; 30 of them have no site."]
    assert set(said(moved, "households_unknown")) == {"V8"}
    assert messages(moved, "population_unknown") == [
        "1 settlements that move out have no population; the sum of people leaves them out."]


def test_sites_in_danger_or_on_control_lines_receive_nobody_and_it_is_said_why(moved: dict[str, Any]) -> None:
    assert said(moved, "site_excluded") == {"wet": pytest.approx(area(290, 200, 10, 100), abs=2 * CENT),
                                            "pool": pytest.approx(area(-400, 1000, 2, 100), abs=2 * CENT)}
    assert set(said(moved, "capacity_unknown")) == {"unknown"}
    told = " ".join(messages(moved, "site_excluded"))
    assert "Ecological redline" in told
    assert "Yellow River floodplain" in told


def test_permanent_farmland_keeps_a_site_free_of_villages() -> None:
    result = run(land_of([parcel(0, "V", "0702")]), zones_of((box(0, 0, 100, 100), {"zone": "S"})),
                 SETTLEMENTS=layer_of([village(0, "V", 5, 20)], VILLAGE_FIELDS, name="villages"),
                 RECEIVING_SITES=layer_of([site(0, "field", 10)], SITE_FIELDS, name="sites"),
                 PERMANENT_FARMLAND=permanent((box(0, 0, 100, 1050), {"YJJBNTTBBH": "Y"})))
    assert set(said(result, "site_excluded")) == {"field"}
    assert (result["HOUSEHOLDS"], result["UNPLACED"]) == (5, 5)


def test_the_order_of_rows_decides_nothing(moved: dict[str, Any]) -> None:
    names = ["V5", "V1", "V3"]
    at = {"V1": 200.0, "V3": 600.0, "V5": 1000.0}
    zones = [(box(at[name] - 50, -50, 200, 200), {"zone": "S"}) for name in names]
    sites = [site(500, "b", 20), site(500, "a", 20), site(0, "c", 10)]

    def allotments(turn: int) -> set[tuple[Any, ...]]:
        def turned(rows: list[Row]) -> list[Row]:
            return [*rows[turn:], *rows[:turn]]

        result = run(land_of([parcel(x, name, "0702") for name, x in at.items()]), zones_of(*turned(zones)),
                     SETTLEMENTS=layer_of(turned([village(at[name], name, 15, 40) for name in names]), VILLAGE_FIELDS),
                     RECEIVING_SITES=layer_of(turned(sites), SITE_FIELDS))
        return set(rows_of(result["ALLOTMENTS"], "settlement_id", "site_id", "households"))

    assert allotments(0) == allotments(1) == allotments(2)


def test_villages_and_sites_drawn_over_each_other_are_told() -> None:
    result = run(land_of([parcel(0, "V", "0702")]), zones_of((box(0, 0, 100, 100), {"zone": "S"})),
                 SETTLEMENTS=layer_of([village(0, "V", 5, 20), village(50, "W", 5, 20, 50)], VILLAGE_FIELDS),
                 RECEIVING_SITES=layer_of([site(0, "one", 10), site(0, "two", 10)], SITE_FIELDS, name="sites"))
    whole, half = area(0, 0, 100, 100), area(50, 0, 50, 100)
    told = said(result, "overlap")
    assert told["two"] == pytest.approx(whole, abs=2 * CENT)  # "one" has the place
    assert [told[name] for name in ("V", "W") if name in told] == [pytest.approx(half, abs=2 * CENT)]
    assert sum(row[0] for row in rows_of(result["RELOCATION"], "area_m2")) == pytest.approx(whole, abs=2 * CENT)


def test_the_example_of_the_help() -> None:
    """The figures that the help page prints."""
    result = run(
        land_of([parcel(0, "A", "0702"), parcel(200, "B", "0102", GDDB=6)]),
        zones_of((box(0, 0, 100, 100), {"zone": "S", "hazard": 4}), (box(200, 0, 100, 100), {"zone": "N"})),
        SETTLEMENTS=layer_of([village(0, "A", 120, 400)], VILLAGE_FIELDS, name="villages"),
        RECEIVING_SITES=layer_of([site(0, "east", 100), site(300, "west", 50)], SITE_FIELDS, name="sites"),
        PERMANENT_FARMLAND=permanent((box(200, 0, 100, 100), {"YJJBNTTBBH": "Y1"})),
        PRODUCTION_DIKES=dikes((line((200, 50), (300, 50)), {"name": "D", "built_on": "1990"})),
        MASKS=[mask("flood_passage", box(200, 0, 40, 100))])
    assert rows_of(result["RELOCATION"], "outcome", "receiving_site_1", "distance_1_m", "receiving_site_2",
                   "distance_2_m", "allotted", "unplaced") == [("move_out", "east", 900.0, "west", 922.0, 120, 0)]
    assert rows_of(result["ALLOTMENTS"], "site_id", "households") == [("east", 100), ("west", 20)]
    assert rows_of(result["FARMLAND_EXIT"], "rule_id", "step", "GDDB", "area_m2") == [
        ("flooduse.exit_passage", "first", 6, 3999.93)]
    assert rows_of(result["DIKE_PARTS"], "rule_id", "length_m") == [
        ("flooduse.dike_in_passage", 40.0), ("flooduse.dike_other", 60.0)]
    assert said(result, "zone_water_built") == {"A": 9999.82}
    assert result["ASSESSED_M2"] == 19999.64
    assert [result[name] for name in ("HOUSEHOLDS", "PEOPLE", "ALLOTTED", "UNPLACED")] == [120, 400, 120, 0]


# -- report, texts, faults ------------------------------------------------------------------------------------------


def test_report_and_record_hold_the_same_figures(tmp_path: Path) -> None:
    land = [parcel(0, "A2", "0102"), parcel(100, "P", "0102"), parcel(200, "V", "0702")]
    result = run(
        land_of(land), zones_of((box(0, 0, 200, 100), {"zone": "N"}), (box(200, 0, 100, 100), {"zone": "S"})),
        LAND_BEFORE=land_of([parcel(0, "A2", "1106"), *land[1:]], "before"),
        MASKS=[mask("flood_passage", box(100, 0, 100, 50))], REPORT=str(tmp_path / "r.html"),
        RUN_RECORD=str(tmp_path / "r.json"),
        SETTLEMENTS=layer_of([village(200, "大李庄", 12, 40)], VILLAGE_FIELDS, name="villages"),
        RECEIVING_SITES=layer_of([site(200, "新区", 10)], SITE_FIELDS, name="sites"),
        PERMANENT_FARMLAND=permanent((box(100, 0, 100, 100), {"YJJBNTTBBH": "Y1"})))
    stored = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    tables = {table["title"]: table for table in stored["document"]["tables"]}
    assert list(tables) == ["Verdicts by rule", "Land by unit and zone (mu)", "Settlements to be resettled",
                            "Receiving sites", "Permanent farmland that exits, by step (m²)", "Exit list"]
    verdicts = {row["rule"]: row for row in tables["Verdicts by rule"]["rows"]}
    reclaimed = verdicts["newly reclaimed land in the floodplain"]
    assert (reclaimed["count"], reclaimed["amount"]) == ("1", f"{said(result, 'new_reclamation')['A2']:.2f}")
    assert tables["Settlements to be resettled"]["rows"][0]["sites"] == "新区 10"
    assert tables["Settlements to be resettled"]["total"]["unplaced"] == "2"
    assert tables["Receiving sites"]["total"] == {
        "site": "Total", "verdict": "", "capacity": "10", "taken": "10", "left": "0"}
    exited = tables["Permanent farmland that exits, by step (m²)"]["total"]["area"]
    assert exited == f"{result['EXIT_M2']:.2f}" == f"{area(100, 0, 100, 50):.2f}"
    assert len(stored["document"]["charts"]) == 1
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "大李庄" in html
    assert "art. 66" in html
    assert stored["record"]["figures"]["HOUSEHOLDS"] == 12


@pytest.mark.usefixtures("chinese_texts")
def test_findings_and_reasons_are_chinese_for_a_chinese_planner() -> None:
    result = run(land_of([parcel(0, "A", "0702")]), zones_of((box(0, 0, 100, 100), {"zone": "宜水区", "hazard": 4})),
                 SETTLEMENTS=layer_of([village(0, "大李庄", 12, 40)], VILLAGE_FIELDS, name="villages"))
    assert rows_of(result["RELOCATION"], "reason") == [
        ("位于宜水区内、二十年一遇洪水 H3 及以上危险区内：外迁。",)]
    row = next(row for row in rows_of(result["FINDINGS"], "rule_id", "message", "remedy", "clause")
               if row[0] == "flooduse.settlement_water")
    assert "村庄“大李庄”有" in row[1]
    assert "外迁" in row[2]
    assert "第66条" in row[3]


def test_empty_layers_leave_nothing_to_judge() -> None:
    result = run(land_of([]), zones_of(), SETTLEMENTS=layer_of([], VILLAGE_FIELDS), PRODUCTION_DIKES=dikes(),
                 RECEIVING_SITES=layer_of([], SITE_FIELDS), PERMANENT_FARMLAND=permanent(), BUILDINGS=layer_of([], {}),
                 PLANNED=layer_of([], {}), LAND_BEFORE=land_of([], "before"), PLATFORMS=layer_of([], {}))
    numbers = ("ASSESSED_M2", "AGAINST_M2", "EXIT_M2", "DIKE_M", "HOUSEHOLDS", "UNPLACED")
    assert [result[name] for name in numbers] == [0] * 6
    assert len(messages(result, "nothing")) == 1


def test_layers_of_the_wrong_kind_and_fields_that_are_missing_are_named() -> None:
    bare = layer_of([(box(0, 0, 10, 10), {"note": "x"})], {"note": "text"}, name="bare")
    lines = layer_of([(line((0, 0), (9, 9)), {})], {}, geometry="MultiLineString", name="strokes")
    with pytest.raises(QgsProcessingException) as refused:
        run(land_of([parcel(0, "A", "0102")]), bare, RECEIVING_SITES=bare, PRODUCTION_DIKES=bare, SETTLEMENTS=lines)
    text = str(refused.value)
    assert "“bare” has no field “zone”" in text
    assert "“bare” has no field “capacity_households”" in text
    assert "Layer “bare” holds no lines" in text
    assert "Layer “strokes” holds no polygons" in text


def test_own_rules_change_what_is_judged(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps({"rows": [
        {"id": "flooduse.zone_water_built", "thresholds": {"applies": False}},
        {"id": "flooduse.relocation", "thresholds": {"max_distance_m": 500}}]}), encoding="utf-8")
    result = run(land_of([parcel(0, "V", "0702")]), zones_of((box(0, 0, 100, 100), {"zone": "S"})), RULES=str(own),
                 SETTLEMENTS=layer_of([village(0, "V", 5, 20)], VILLAGE_FIELDS, name="villages"),
                 RECEIVING_SITES=layer_of([site(0, "field", 10)], SITE_FIELDS, name="sites"))
    assert said(result, "zone_water_built") == {}
    assert result["UNPLACED"] == 5  # 900 m are beyond 500 m
