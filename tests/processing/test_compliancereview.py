"""Projects reviewed end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
written beside it.
"""
from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QDate

from tests.builders import layer_of, rectangle, rows_of
from tests.processing.places import CENT, X, Y, area, box
from tests.processing.reviews import PROJECT_FIELDS, control, land, messages, projects, review, sheet, verdicts

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")


def test_a_project_fails_where_a_rule_forbids_and_its_class_lets_another_off() -> None:
    # two projects of 100 m × 100 m, each with its left 40 m on permanent farmland
    result = review(
        PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"}),
                          (box(200, 0, 100, 100), {"XMDM": "P2", "XMLX": "国家重大项目"})),
        CONTROLS=[control("permanent_farmland", box(0, 0, 40, 100), box(200, 0, 40, 100))])
    assert verdicts(result) == {"P1": "fails", "P2": "conditions"}
    found = sheet(result)
    taken = pytest.approx(area(0, 0, 40, 100), abs=2 * CENT)
    assert found["P1", "permanent_farmland"] == ("hit", "fails", taken)
    assert found["P2", "permanent_farmland"] == ("exempt", "passes", pytest.approx(area(200, 0, 40, 100), abs=2 * CENT))
    assert found["P2", "permanent_farmland_key"][:2] == ("hit", "conditions")
    more = sheet(result, "share", "clause", "exempted_by")
    assert more["P1", "permanent_farmland"][0] == pytest.approx(0.4, abs=1e-6)
    assert "35" in more["P1", "permanent_farmland"][1]
    assert more["P2", "permanent_farmland"][2] in {"国家重点建设项目", "key state project"}
    assert (result["FAILED"], result["CONDITIONAL"], result["PASSED"], result["UNREVIEWED"]) == (1, 1, 0, 0)
    # the figures that the help page prints
    assert (found["P1", "permanent_farmland"][2], rows_of(result["VERDICT"], "area_m2")[0]) == (3_999.93, (9_999.82,))
    assert sorted(rows_of(result["HITS"], "project_id", "outcome")) == [("P1", "hit"), ("P2", "exempt"), ("P2", "hit")]


def test_layers_of_one_role_are_one_and_overlaps_count_once() -> None:
    # two layers cover 0–40 m and 30–60 m of a project of 100 m: together 60 m
    result = review(
        PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})),
        CONTROLS=[control("ecological_redline", box(-10, -10, 50, 200)),
                  control("生态保护红线", box(30, -10, 30, 200))])
    assert sheet(result)["P1", "ecological_redline"][2] == pytest.approx(area(0, 0, 60, 100), abs=2 * CENT)


def test_urban_and_industrial_projects_belong_inside_the_boundary() -> None:
    shapes = {"工业": 0, "宅基地": 200, "": 400, "交通": 600}
    result = review(
        PROJECTS=projects(*((box(x, 0, 100, 100), {"XMDM": name or "bare", "XMLX": name})
                            for name, x in shapes.items())),
        CONTROLS=[control("urban_boundary", box(-10, -10, 80, 200))])
    found = sheet(result)
    # of the factory the left 70 m lie inside, 30 m outside; the others lie outside
    assert found["工业", "urban_boundary"] == ("hit", "fails", pytest.approx(area(70, 0, 30, 100), abs=2 * CENT))
    assert found["bare", "urban_boundary_unclassified"][1] == "conditions"
    assert found["交通", "urban_boundary_infrastructure"][1] == "conditions"
    assert verdicts(result) == {"工业": "fails", "宅基地": "passes", "bare": "conditions", "交通": "conditions"}


def test_plan_zones_fit_project_classes_and_an_unknown_zone_never_passes() -> None:
    # four zones side by side under one factory, 25 m each
    zones = control("plan_zones", *((box(25 * n, 0, 25, 100), {"GHFQDM": code})
                                    for n, code in enumerate(["410", "300", "510", "999"])), GHFQDM="text")
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})), CONTROLS=[zones])
    found = sheet(result, "verdict", "area_m2", "zone")
    assert found["P1", "plan_zone_farmland"] == ("fails", pytest.approx(area(25, 0, 25, 100), abs=2 * CENT), "300")
    assert found["P1", "plan_zone_village"][::2] == ("conditions", "510")
    assert found["P1", "zone_unknown"][::2] == ("conditions", "999")
    assert len(found) == 3


def test_a_part_of_the_urban_boundary_without_its_zone_lets_no_factory_pass() -> None:
    # 60 m concentrated construction, 40 m of no zone; villagers and roads have nothing to fear of either zone
    town = control("urban_boundary", (box(0, 0, 60, 400), {"GHFQDM": "410"}), (box(60, 0, 40, 400), {"GHFQDM": None}),
                   GHFQDM="text")
    result = review(PROJECTS=projects(*((box(0, 120 * n, 100, 100), {"XMDM": name, "XMLX": name})
                                        for n, name in enumerate(["工业", "宅基地", "交通"]))), CONTROLS=[town])
    assert verdicts(result) == {"工业": "conditions", "宅基地": "passes", "交通": "passes"}
    assert sheet(result, "verdict", "area_m2") == {
        ("工业", "zone_unknown"): ("conditions", pytest.approx(area(60, 0, 40, 100), abs=2 * CENT))}


@pytest.mark.parametrize(("role", "field"), [("plan_zones", "GHFQDM"), ("planned_land_use", "YDYHFLDM")])
def test_a_layer_without_its_field_of_zones_is_told_and_judged_as_unknown(role: str, field: str) -> None:
    project = projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"}))
    result = review(PROJECTS=project, CONTROLS=[control(role, box(0, 0, 50, 100))])
    assert sheet(result, "verdict") == {("P1", "zone_unknown"): ("conditions",)}
    (told,) = messages(result, "review.zone_field_missing")
    assert field in told


def test_planned_use_forbids_and_conditions_by_class() -> None:
    # 25 m each of housing, green space and land without a use under a factory
    planned = control("planned_land_use", *((box(25 * n, 0, 25, 100), {"YDYHFLDM": code})
                                            for n, code in enumerate(["070102", "1401", None])), YDYHFLDM="text")
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})), CONTROLS=[planned])
    assert {rule: row for (_, rule), row in sheet(result, "verdict", "zone").items()} == {
        "planned_industrial": ("conditions", "070102"), "planned_public": ("fails", "1401"),
        "zone_unknown": ("conditions", "")}


def test_every_project_is_judged_by_the_rules_of_its_own_day() -> None:
    # the Relics Law of 2024 is in force from 2025-03-01; a project without a date is judged by RULES_DATE
    days = {"P1": QDate(2025, 2, 28), "P2": QDate(2025, 3, 1), "P3": None}
    result = review(
        PROJECTS=projects(*((box(200 * n, 0, 100, 100), {"XMDM": key, "XMLX": "工业", "SQRQ": day})
                            for n, (key, day) in enumerate(days.items()))),
        CONTROLS=[control("heritage_protection", (box(0, 0, 1000, 50), {"MC": "铁塔"}), MC="text")],
        RULES_DATE="2024-01-01")
    clauses = {key: row[0] for (key, rule), row in sheet(result, "clause").items() if rule == "heritage_protection"}
    assert ["2017-11-04" in clauses[key] for key in days] == [True, False, True]
    assert "2024-11-08" in clauses["P2"]
    assert dict(rows_of(result["VERDICT"], "project_id", "review_date"))["P3"].toString("yyyy-MM-dd") == "2024-01-01"
    assert {row[0] for row in sheet(result, "zone").values()} == {"铁塔"}


def test_the_land_survey_is_summed_and_its_classes_have_their_conditions() -> None:
    # a project of 100 m × 100 m: 30 m irrigated, 20 m forest, 25 m industry, 15 m river, 10 m without a parcel
    parcels = land((box(0, 0, 30, 100), "0102"), (box(30, 0, 20, 100), "0301"), (box(50, 0, 25, 100), "0601"),
                   (box(75, 0, 15, 100), "1101"))
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})), LAND=parcels)
    sums = rows_of(result["VERDICT"], "agricultural_m2", "cultivated_m2", "built_m2", "unused_m2", "area_m2",
                   "permanent_m2")[0]
    widths = [(0, 50), (0, 30), (50, 25), (75, 15), (0, 100)]
    assert sums[:5] == pytest.approx([area(x, 0, width, 100) for x, width in widths], abs=3 * CENT)
    assert sums[5] is None
    found = sheet(result, "verdict", "area_m2", "zone")
    assert found["P1", "cultivated"][0::2][0] == "conditions"
    assert found["P1", "cultivated"][2].startswith("0102")
    assert found["P1", "forest"][1] == pytest.approx(area(30, 0, 20, 100), abs=2 * CENT)
    assert found["P1", "agricultural"][1] == sums[0]
    assert found["P1", "land_outside"][1] == pytest.approx(area(90, 0, 10, 100), abs=2 * CENT)
    # every place of the project stands in one sum or lies outside, to the hundredth
    assert round(sums[0] + sums[2] + sums[3] + found["P1", "land_outside"][1], 2) == sums[4]
    assert set(rule for _, rule in found) == {"cultivated", "forest", "agricultural", "land_outside"}


@pytest.mark.parametrize(("declared", "told"), [
    (9_999.82, False), (10_019.81, False), (10_019.83, True), (9_979.81, True), (0.99998, True), (None, False)])
def test_a_declared_area_beyond_the_tolerance_is_a_condition(declared: float | None, told: bool) -> None:
    # 9 999.82 m² as computed; the tolerance is 0.2 %, 20.00 m²
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业", "YDMJ": declared})),
                    CONTROLS=[control("water_source", box(500, 0, 10, 10))])
    assert (("P1", "declared_area") in sheet(result)) is told
    assert verdicts(result)["P1"] == ("conditions" if told else "passes")


def test_borders_that_only_touch_are_no_hit() -> None:
    # the redline overlaps the first project by 0.05 m, the second by 0.2 m
    result = review(
        PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"}),
                          (box(200, 0, 100, 100), {"XMDM": "P2", "XMLX": "工业"})),
        CONTROLS=[control("ecological_redline", box(-50, 0, 50.05, 100), box(150, 0, 50.2, 100))])
    found = sheet(result)
    assert found["P1", "ecological_redline"] == ("touch", "passes", pytest.approx(5.0, abs=0.02))
    assert found["P2", "ecological_redline"] == ("hit", "fails", pytest.approx(20.0, abs=0.02))
    assert verdicts(result) == {"P1": "passes", "P2": "fails"}
    assert len(messages(result, "review.touch")) == 1


def test_what_no_layer_shows_is_never_passed_in_silence() -> None:
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})),
                    CONTROLS=[control("water_source", box(500, 0, 10, 10))])
    rows = rows_of(result["SHEET"], "role", "outcome", "verdict", "area_m2")
    unseen = {row[0] for row in rows if row[1] == "not_reviewed"}
    assert {"permanent_farmland", "ecological_redline", "land", "heritage_protection"} <= unseen
    assert ("water_source", "clear", "passes", 0.0) in rows
    assert len(rows) == len(unseen) + 1
    (told,) = messages(result, "review.not_reviewed")
    listed = rows_of(result["VERDICT"], "not_reviewed")[0][0]
    assert listed in told


def test_a_layer_without_a_shape_shows_nothing_and_passes_nobody() -> None:
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})), LAND=land(),
                    CONTROLS=[control("ecological_redline"), control("urban_boundary", (None, {})),
                              control("water_source", box(500, 0, 10, 10))])
    outcomes = dict(rows_of(result["SHEET"], "role", "outcome"))
    for role in ("ecological_redline", "urban_boundary", "land"):
        assert outcomes[role] == "not_reviewed"
    assert outcomes["water_source"] == "clear"
    assert len(messages(result, "input.empty_layer")) == 2


def test_a_project_in_several_features_is_one_and_may_repeat_its_declared_area() -> None:
    whole = round(area(0, 0, 100, 100) + area(200, 0, 100, 100), 2)
    result = review(
        PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": None, "YDMJ": whole}),
                          (box(200, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业", "YDMJ": whole})),
        CONTROLS=[control("ecological_redline", box(0, 0, 300, 10))])
    assert rows_of(result["VERDICT"], "project_id", "declared_m2")[0] == ("P1", whole)
    assert set(sheet(result)) == {("P1", "ecological_redline")}


def test_projects_that_claim_the_same_land_have_a_condition_each() -> None:
    result = review(
        PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"}),
                          (box(90, 0, 100, 100), {"XMDM": "P2", "XMLX": "工业"})),
        CONTROLS=[control("water_source", box(500, 0, 10, 10))])
    assert sheet(result, "zone", "verdict") == {("P1", "overlap"): ("P2", "conditions"),
                                                ("P2", "overlap"): ("P1", "conditions")}


def test_a_class_that_nobody_knows_is_told_and_lets_nothing_off() -> None:
    result = review(
        PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "元宇宙"}),
                          (box(200, 0, 100, 100), {"XMDM": "P2"})),
        CONTROLS=[control("permanent_farmland", box(0, 0, 1000, 50))])
    assert verdicts(result) == {"P1": "fails", "P2": "fails"}
    (told,) = messages(result, "review.class_unknown")
    assert "元宇宙" in told
    assert "P1" in told
    (missing,) = messages(result, "review.class_missing")
    assert missing.startswith("Projects without a class: 1.")


def test_a_control_layer_in_another_crs_is_brought_to_the_projects() -> None:
    # zone 38 without its number: the same metres, 38 000 000 less
    redline = control("ecological_redline", rectangle(X - 38_000_000, Y, 40, 100), crs="EPSG:4547")
    result = review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"})), CONTROLS=[redline])
    assert sheet(result)["P1", "ecological_redline"][2] == pytest.approx(area(0, 0, 40, 100), abs=2 * CENT)


def test_without_a_control_layer_or_land_there_is_nothing_to_review() -> None:
    with pytest.raises(QgsProcessingException, match="nothing to review"):
        review(PROJECTS=projects((box(0, 0, 100, 100), {"XMDM": "P1"})))


def test_a_project_without_a_shape_is_not_reviewed() -> None:
    result = review(PROJECTS=layer_of([(box(0, 0, 100, 100), {"XMDM": "P1", "XMLX": "工业"}), (None, {"XMDM": "P2"})],
                                      PROJECT_FIELDS, name="projects"),
                    CONTROLS=[control("water_source", box(500, 0, 10, 10))])
    assert verdicts(result) == {"P1": "passes", "P2": "not_reviewed"}
    assert result["UNREVIEWED"] == 1
    assert {row[1] for row in rows_of(result["SHEET"], "project_id", "outcome") if row[0] == "P2"} == {"not_reviewed"}


def _scene(order: np.random.Generator) -> dict[str, Any]:
    """Return the same town with its features, polygons and layers in an order of its own."""
    place = np.random.default_rng(4)

    def boxes(number: int, largest: int) -> list[str]:
        corners = 5 * place.integers(0, 180, (number, 2))
        return [box(*corner, *size) for corner, size in zip(
            corners.tolist(), (5 * place.integers(4, largest // 5, (number, 2))).tolist())]

    def shuffled(rows: list[Any]) -> list[Any]:
        return [rows[row] for row in order.permutation(len(rows)).tolist()]

    classes = ["工业", "住宅", "国家重大项目", "水利", "", "元宇宙", "化工", "宅基地"]
    sites = [(shape, {"XMDM": f"P{n:02}", "XMLX": classes[n % len(classes)], "YDMJ": 5_000.0,
                      "SQRQ": QDate(2022 + n % 4, 1 + n % 12, 1)}) for n, shape in enumerate(boxes(24, 200))]
    roles = {"permanent_farmland": {}, "ecological_redline": {}, "heritage_protection": {"MC": "text"},
             "plan_zones": {"GHFQDM": "text"}, "urban_boundary": {"GHFQDM": "text"}, "contaminated_soil": {}}
    words = ["100", "300", "410", "430", "城墙", "x"]
    layers = [control(role, *shuffled([(shape, {name: words[place.integers(6)] for name in fields})
                                       for shape in boxes(8, 400)]), **fields)
              for role, fields in [*roles.items(), *roles.items()]]
    parcels = [(shape, code) for shape, code in zip(boxes(8, 500), ["0102", "0301", "0601", "1101", "9999"] * 2)]
    return {"PROJECTS": projects(*shuffled(sites)), "CONTROLS": shuffled(layers), "LAND": land(*parcels)}


def test_the_order_of_layers_features_and_polygons_decides_nothing() -> None:
    def told(seed: int) -> tuple[Any, ...]:
        result = review(**_scene(np.random.default_rng(seed)))
        fields = [field.name() for field in result["FINDINGS"].fields() if not field.name().endswith("_fid")]
        return (rows_of(result["SHEET"]), rows_of(result["FINDINGS"], *fields), rows_of(result["VERDICT"]),
                rows_of(result["HITS"]))

    first = told(1)
    assert len(first[0]) > 500
    assert all(told(seed) == first for seed in (2, 3))
