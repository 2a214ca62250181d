"""Use of the floodplain end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); which rule holds where follows from the
layout beside each test, distances from the coordinates.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.builders import layer_of, rows_of
from tests.processing.floods import dikes, land_of, line, mask, messages, parcel, permanent, run, said, zones_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.usefixtures("kf_provider")


class Case(NamedTuple):
    """A parcel for which a land rule holds, and its twin 200 m east for which it does not."""

    code: str
    zone: str = ""
    masks: tuple[str, ...] = ()  # over the lower half of the parcel
    twin_masks: tuple[str, ...] = ()
    twin_zone: str = ""
    before: str = ""
    twin_before: str = ""
    crop: str = ""
    twin_crop: str = ""


PASSAGE, CHANNEL = ("flood_passage",), ("main_channel",)
CASES = {
    "new_settlement": Case("0702", before="0102", twin_before="0601"),  # no larger: it was built on
    "new_construction": Case("0601", before="0404", twin_before="0602"),
    "new_reclamation": Case("0102", before="1106", twin_before="0201"),  # a garden was no waste
    "tall_crops": Case("0102", masks=PASSAGE, crop="夏玉米", twin_masks=PASSAGE, twin_crop="小麦"),
    "crop_unknown": Case("0102", masks=CHANNEL, twin_crop="玉米"),  # the twin is outside of the passage
    "trees": Case("0301", masks=PASSAGE, twin_masks=(*PASSAGE, "dike_protection")),  # dike forest is let off
    "greenhouses": Case("1202", masks=CHANNEL),
    "built_in_passage": Case("0809", masks=PASSAGE),
    "dike_land": Case("1104", masks=("dike_protection",), twin_masks=("dike_safety",)),
    "zone_water_built": Case("0601", "S", twin_zone="S", twin_masks=("resettlement_areas",)),
    "zone_water_farmed": Case("0204", "S", twin_zone="J"),
    "zone_wetland_built": Case("0702", "SD", twin_zone="J"),
    "zone_wetland_farmed": Case("1202", "宜湿区", twin_zone="J"),
    "zone_farming_built": Case("0701", "N", twin_zone="J"),
    "zone_farming_trees": Case("0307", "N", twin_zone="S"),
    "zone_farming_facility": Case("1202", "宜农", twin_zone="J"),
    "zone_living_industry": Case("0602", "J"),
}


def of_cases(rows: Iterable[tuple[int, Case]]) -> dict[str, Any]:
    """Return the layers of a strip: case n at 400·n m, its twin at 400·n + 200 m, all in the floodplain."""
    land, before, zones, masks = [], [], [], {"floodplain": [box(-50, -50, 400 * len(CASES) + 100, 200)]}
    for number, case in rows:
        for x, name, code, zone, kinds, crop in (
                (400 * number, "A", case.before, case.zone, case.masks, case.crop),
                (400 * number + 200, "B", case.twin_before, case.twin_zone, case.twin_masks, case.twin_crop)):
            bsm = f"{name}{number}"
            land.append(parcel(x, bsm, case.code, crop=crop))
            before.append(parcel(x, bsm, code or case.code))
            zones += [(box(x - 10, -10, 120, 120), {"zone": zone})] if zone else []
            for kind in kinds:
                height = 100 if kind == "resettlement_areas" else 50
                masks.setdefault(kind, []).append(box(x, 0, 100, height))
    return {"land": land_of(land), "zones": zones_of(*zones), "LAND_BEFORE": land_of(before, "before"),
            "MASKS": [mask(kind, *shapes) for kind, shapes in masks.items()]}


@pytest.fixture(scope="module")
def strip() -> dict[str, Any]:
    """Return one run over all cases."""
    layers = of_cases(enumerate(CASES.values()))
    return run(layers.pop("land"), layers.pop("zones"), **layers)


@pytest.mark.parametrize(("number", "rule"), enumerate(CASES))
def test_a_land_rule_holds_for_its_case_and_for_nothing_else(strip: dict[str, Any], number: int, rule: str) -> None:
    case = CASES[rule]
    height = 50 if case.masks else 100
    assert said(strip, rule) == {
        f"A{number}": pytest.approx(area(400 * number, 0, 100, height), abs=2 * CENT)}


def test_the_land_of_the_strip_closes(strip: dict[str, Any]) -> None:
    whole = sum(area(200 * n, 0, 100, 100) for n in range(2 * len(CASES)))
    assert strip["ASSESSED_M2"] == pytest.approx(whole, abs=2 * CENT * len(CASES))
    rows = rows_of(strip["SUMMARY"], "zone", "row_kind", "rule_id", "area_m2")
    assert sum(round(row[3] * 100) for row in rows if row[1] == "all") == round(strip["ASSESSED_M2"] * 100)
    assert {row[0] for row in rows if row[1] == "all"} == {"S", "SD", "N", "J", ""}
    by_rule: dict[str, float] = {}
    for _, kind, rule, part in rows:
        if kind == "land":
            by_rule[rule] = by_rule.get(rule, 0.0) + part
    for rule in CASES:
        assert by_rule[f"flooduse.{rule}"] == pytest.approx(sum(said(strip, rule).values()), abs=CENT)
    # informed only: the crop not known, woodland in the farming zone, farmland in the wetland zone
    told = {"crop_unknown", "zone_farming_trees", "zone_wetland_farmed"}
    assert strip["AGAINST_M2"] == pytest.approx(
        sum(sum(said(strip, rule).values()) for rule in CASES if rule not in told), abs=CENT)
    assert strip["RESIDUAL_M2"] < 0.01


def test_a_finding_cites_its_clause_and_says_what_changed(strip: dict[str, Any]) -> None:
    rows = {row[0]: row[1:] for row in rows_of(strip["FINDINGS"], "rule_id", "clause", "share", "message", "severity")}
    clause, share, message, severity = rows["flooduse.new_settlement"]
    assert clause == ("default of this tool, not statutory (after Yellow River Protection Law of the PRC "
                      "(2022-10-30), art. 66)")
    assert (share, severity) == (pytest.approx(1.0), "error")
    assert "(0702 Rural homestead) was 0102 Irrigated land" in message
    assert rows["flooduse.trees"][1] == pytest.approx(0.5, abs=1e-4)
    assert "夏玉米" in rows["flooduse.tall_crops"][2]


def test_without_the_earlier_survey_and_areas_it_is_said_what_was_not_checked() -> None:
    result = run(land_of([parcel(0, "A", "0702")]), zones_of((box(0, 0, 100, 100), {"zone": "S"})))
    told = " ".join(messages(result, "not_checked"))
    assert all(word in told for word in (
        "new housing land in the floodplain", "Land use before the change", "trees in the flood passage",
        "Production dikes", "Village settlements", "Buildings", "Permanent basic farmland"))
    assert said(result, "zone_water_built") == {"A": pytest.approx(area(0, 0, 100, 100), abs=CENT)}
    assert len(messages(result, "floodplain_assumed")) == 1
    assert [result[name] for name in ("EXIT_M2", "DIKE_M", "HOUSEHOLDS", "UNPLACED")] == [None] * 4


def test_zones_without_hazard_or_years_are_named_with_the_field_they_lack() -> None:
    villages = layer_of([(box(0, 0, 50, 50), {"name": "V", "households": 1})],
                        {"name": "text", "households": "integer"}, name="villages")
    result = run(land_of([parcel(0, "A", "0702")]), zones_of((box(0, 0, 100, 100), {"zone": "N"})),
                 SETTLEMENTS=villages, PERMANENT_FARMLAND=permanent((box(0, 0, 50, 50), {})))
    (hazard,) = messages(result, "hazard_missing")
    assert "hazard H3 or more of the 20-year flood" in hazard
    assert "field hazard is missing or empty" in hazard
    (years,) = messages(result, "years_missing")
    assert "field t_yr is missing or empty" in years
    assert not any("Floodplain zones" in message or "20-year" in message for message in messages(result, "not_checked"))


def test_land_that_two_parcels_claim_counts_once() -> None:
    # B lies on the eastern half of A: the first by id has it
    result = run(land_of([parcel(0, "A", "0601"), parcel(50, "B", "0601", 50)]),
                 zones_of((box(-10, -10, 200, 200), {"zone": "S"})))
    whole = area(0, 0, 100, 100)
    assert result["ASSESSED_M2"] == result["AGAINST_M2"] == pytest.approx(whole, abs=2 * CENT)
    assert said(result, "zone_water_built") == {"A": pytest.approx(whole, abs=CENT)}
    assert "land.overlap_once" in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


def test_zones_that_overlap_or_are_not_understood_are_told_and_count_once() -> None:
    result = run(land_of([parcel(0, "A", "0601")]), zones_of(
        (box(0, 0, 60, 100), {"zone": "S"}), (box(40, 0, 60, 100), {"zone": "?"})))
    assert result["ASSESSED_M2"] == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert len(messages(result, "zone_unknown")) == 1
    assert len(messages(result, "zone_missing")) == 1


def test_zones_without_a_zone_are_told_apart_from_those_not_understood() -> None:
    result = run(land_of([parcel(0, "A", "0601")]), zones_of(
        (box(0, 0, 60, 100), {"zone": "S"}), (box(60, 0, 40, 100), {"zone": None})))
    assert not messages(result, "zone_unknown")
    (message,) = messages(result, "zone_none")
    assert "1 polygons" in message
    assert f"{area(60, 0, 40, 100):.2f}" in message.replace(",", "")
    (missing,) = messages(result, "zone_missing")
    assert f"{area(60, 0, 40, 100):.2f}" in missing.replace(",", "")
    assert said(result, "zone_water_built") == {"A": pytest.approx(area(0, 0, 60, 100), abs=CENT)}


def test_land_without_an_earlier_parcel_is_said_not_to_be_known() -> None:
    earlier = land_of([parcel(0, "A", "0102")], "before")
    result = run(land_of([parcel(0, "A", "0702"), parcel(100, "B", "0702")]),
                 zones_of((box(0, 0, 200, 100), {"zone": "J"})), LAND_BEFORE=earlier)
    assert set(said(result, "new_settlement")) == {"A"}
    assert said(result, "before_unknown") == {"": pytest.approx(area(100, 0, 100, 100), abs=CENT)}


# -- plans and buildings --------------------------------------------------------------------------------------------


def test_plans_and_buildings_count_by_the_part_that_lies_there() -> None:
    plans = layer_of([(box(50, 0, 100, 100), {"name": "新城"}), (box(300, 0, 50, 50), {"name": "外面"})],
                     {"name": "text"}, name="plans")
    houses = layer_of([(box(10, 10, 20, 10), {}), (box(20, 10, 20, 10), {}), (box(80, 80, 10, 10), {})], {},
                      name="buildings")
    result = run(land_of([parcel(0, "A", "0102")]), zones_of((box(0, 0, 100, 100), {"zone": "N"})), PLANNED=plans,
                 BUILDINGS=houses, MASKS=[mask("flood_passage", box(0, 0, 100, 50))])
    # zones are the floodplain: the western half of the plan
    assert said(result, "planned") == {"新城": pytest.approx(area(50, 0, 50, 100), abs=2 * CENT)}
    row = next(row for row in rows_of(result["FINDINGS"], "rule_id", "share", "rule_status", "clause")
               if row[0] == "flooduse.planned")
    assert row[1] == pytest.approx(0.5, abs=1e-4)
    assert row[2:] == ("statute", "Yellow River Protection Law of the PRC (2022-10-30), art. 66")
    # two houses overlap by 10 m: together 30 m × 10 m, each place once
    assert sum(said(result, "buildings").values()) == pytest.approx(area(10, 10, 30, 10), abs=2 * CENT)
    assert len(said(result, "buildings")) == 2


# -- permanent farmland ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def withdrawn() -> dict[str, Any]:
    """Return one run over permanent farmland, from west to east in strips of 100 m.

    Channel, flood passage, zone S, flooded every 5 years, flooded every 6 years, passage again but with no parcel.
    Y1 covers 0–400 m, Y2 400–600 m; Y3 600–650 m is drawn anew.
    """
    land = [parcel(100.0 * n, f"P{n}", "0102", GDDB=7, KCXS=0.1) for n in range(5)]
    land.append(parcel(600, "P6", "0102", 50))
    zones = zones_of(*((box(100.0 * n, 0, 100, 100), {"zone": zone, "t_yr": years}) for n, (zone, years) in enumerate(
        [("N", 10.0), ("N", 10.0), ("S", 10.0), ("N", 5.0), ("N", 6.0), ("N", None)])))
    patches = [(box(0, 0, 400, 100), {"YJJBNTTBBH": "Y1"}), (box(400, 0, 200, 100), {"YJJBNTTBBH": "Y2"}),
               (box(600, 0, 50, 100), {"YJJBNTTBBH": "Y3"})]
    return run(land_of(land), zones, PERMANENT_FARMLAND=permanent(*patches),
               PERMANENT_BEFORE=permanent(*patches[:2], name="earlier"),
               MASKS=[mask("main_channel", box(0, 0, 150, 100)),
                      mask("flood_passage", box(100, 0, 100, 100), box(500, 0, 100, 100)),
                      mask("floodplain", box(-10, -10, 800, 120))])


def test_permanent_farmland_exits_once_under_the_first_rule_that_holds(withdrawn: dict[str, Any]) -> None:
    rows = rows_of(withdrawn["FARMLAND_EXIT"], "patch_id", "BSM", "rule_id", "priority", "step", "GDDB", "zone",
                   "area_m2")
    found = {(row[0], row[1], row[2].removeprefix("flooduse.exit_")): row[3:] for row in rows}
    # the channel reaches 50 m into the passage; what lies in both exits with the channel
    expected = {
        ("Y1", "P0", "channel"): (1, "first", 7, "N", area(0, 0, 100, 100)),
        ("Y1", "P1", "channel"): (1, "first", 7, "N", area(100, 0, 50, 100)),
        ("Y1", "P1", "passage"): (2, "first", 7, "N", area(150, 0, 50, 100)),
        ("Y1", "P2", "zone"): (3, "second", 7, "S", area(200, 0, 100, 100)),
        ("Y1", "P3", "frequent"): (4, "third", 7, "N", area(300, 0, 100, 100)),
        ("Y2", None, "passage"): (2, "first", None, "N", area(500, 0, 100, 100)),  # no parcel there
    }
    assert {key: row[:-1] for key, row in found.items()} == {key: row[:-1] for key, row in expected.items()}
    for key, row in expected.items():
        assert found[key][-1] == pytest.approx(row[-1], abs=2 * CENT)
    assert withdrawn["EXIT_M2"] == pytest.approx(sum(row[-1] for row in rows), abs=1e-6)
    assert [row[3] for row in rows] == sorted(row[3] for row in rows)


def test_net_area_is_without_field_ridges_and_the_summary_closes(withdrawn: dict[str, Any]) -> None:
    net = {row[0]: row[1] / row[2] for row in rows_of(withdrawn["FARMLAND_EXIT"], "BSM", "net_m2", "area_m2")}
    assert net == {**{f"P{n}": pytest.approx(0.9, abs=1e-5) for n in range(4)}, None: 1.0}
    rows = rows_of(withdrawn["SUMMARY"], "row_kind", "rule_id", "area_m2")
    assert sum(round(row[2] * 100) for row in rows if row[0] == "exit") == round(withdrawn["EXIT_M2"] * 100)


def test_newly_drawn_permanent_farmland_is_told_apart(withdrawn: dict[str, Any]) -> None:
    assert said(withdrawn, "new_permanent") == {"Y3": pytest.approx(area(600, 0, 50, 100), abs=2 * CENT)}
    assert said(withdrawn, "exit_frequent") == {"Y1": pytest.approx(area(300, 0, 100, 100), abs=2 * CENT)}


# -- production dikes -----------------------------------------------------------------------------------------------


def test_dikes_are_measured_by_what_decides_each_metre() -> None:
    # floodplain 0–1000 m, passage 0–300 m; all dikes run east from 100 m for 400 m, the last lies outside
    drawn = dikes((line((100, 50), (500, 50)), {"name": "old", "built_on": "1975"}),
                  (line((100, 60), (500, 60)), {"name": "new", "built_on": "2023年4月1日"}),
                  (line((900, 70), (1100, 70)), {"built_on": None}),
                  (line((1200, 70), (1300, 70)), {"name": "away", "built_on": None}))
    result = run(land_of([parcel(0, "A", "0102", 1000)]), zones_of((box(0, 0, 1000, 100), {"zone": "N"})),
                 PRODUCTION_DIKES=drawn, MASKS=[mask("flood_passage", box(0, 0, 300, 100))])
    # one metre of the plane at 27 km from the central meridian, 34.8° N, is 1 − 27²/(2·6371²) = 0.999991 m
    scale = 1 - 27.3**2 / (2 * 6371.0**2)
    found = {(row[0], row[1].removeprefix("flooduse.")): row[2:] for row in rows_of(
        result["DIKE_PARTS"], "dike_id", "rule_id", "length_m", "severity")}
    assert found == {
        ("old", "dike_in_passage"): (pytest.approx(200 * scale, abs=0.006), "error"),
        ("old", "dike_other"): (pytest.approx(200 * scale, abs=0.006), "warning"),
        ("new", "new_dike"): (pytest.approx(400 * scale, abs=0.006), "error"),
        ("#3", "dike_other"): (pytest.approx(100 * scale, abs=0.006), "warning")}
    assert result["DIKE_M"] == pytest.approx(900 * scale, abs=0.02)
    points = {(row[0], row[1].removeprefix("flooduse.")) for row in rows_of(
        result["FINDING_POINTS"], "subject_id", "rule_id")}
    assert points == set(found)
    assert len(messages(result, "dike_day_unknown")) == 1
    assert "built 2023-04-01" in messages({"FINDINGS": result["FINDING_POINTS"]}, "new_dike")[0]
