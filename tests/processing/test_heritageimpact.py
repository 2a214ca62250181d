"""Projects against the tiers of sites, end to end, on layouts small enough to work by hand.

Areas come from an independent source (GeographicLib, ``tests.rules.geodesy``); everything else from the arithmetic
and the articles named beside it.
"""
from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from qgis.PyQt.QtCore import QDate

from tests.builders import layer_of, rows_of, shapes_of
from tests.processing.impacts import hits, impact, messages, projects, rules, verdicts, zones
from tests.processing.places import CENT, area, box

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

OLD, NEW = "2025-02-28", "2025-03-01"
"""The last day of the Relics Law of 2017 and the first of that of 2024."""
HERE = box(0, 0, 100, 100)


def one(tier: str, project_class: str | None = "工业", day: str = NEW, site: str = "S1") -> dict[str, Any]:
    """Judge a project of 100 m × 100 m that lies wholly in one tier."""
    return impact(PROJECTS=projects((HERE, "P1", project_class)), ZONES=zones((box(-50, -50, 300, 300), site, tier)),
                  RULES_DATE=day)


@pytest.mark.parametrize(("tier", "verdict", "rule", "archaeology"), [
    ("protection", "forbidden", "compliance.heritage_protection", 1),  # arts 28, 43
    ("control_1", "consent", "compliance.heritage_control", 1),  # arts 29, 43
    ("control_2", "consent", "compliance.heritage_control", 1),
    ("control_3", "consent", "compliance.heritage_control", 1),
    ("core", "forbidden", "compliance.heritage_core", 1),  # 名城条例 art. 28; 开封市文物保护条例 art. 25
    ("district_control", "consent", "heritage_impact.district_control", 1),  # 名城条例 art. 26, not the Relics Law
    ("building", "consent", "heritage_impact.historic_building", 0),  # 名城条例 art. 34
    ("setting", "consent", "compliance.purple_lines", 0),
    ("coordination", "consent", "heritage_impact.coordination", 0),
    ("burial", "archaeology_first", "compliance.burial_area", 1),  # art. 43
    ("canal_heritage", "consent", "heritage_impact.canal_heritage", 0),
    ("canal_buffer", "consent", "heritage_impact.canal_heritage", 0),
    ("canal_waterfront", "consent", "heritage_impact.canal_zones", 0),
    ("canal_monitoring", "consent", "heritage_impact.canal_zones", 0),
    ("purple", "consent", "compliance.purple_lines", 0),
    ("historic", "archaeology_first", "compliance.historic_lines", 1),  # 开封市文物保护条例 art. 25
    ("又一种线", "consent", "heritage_impact.tier_unknown", 0),
    (None, "consent", "heritage_impact.tier_unknown", 0),
])
def test_every_tier_has_its_verdict(tier: str, verdict: str, rule: str, archaeology: int) -> None:
    assert verdicts(one(tier), "verdict", "rule_id", "archaeology") == {"P1": (verdict, rule, archaeology)}


@pytest.mark.parametrize(("tier", "articles"), [("protection", ("17", "28")), ("control_1", ("18", "29"))])
def test_the_relics_law_of_the_day_decides(tier: str, articles: tuple[str, str]) -> None:
    # that of 2024 is in force from 2025-03-01 and asks for archaeology in both tiers (art. 43), that of 2017 does not
    laws = ((OLD, articles[0], "2017-11-04", 0), (NEW, articles[1], "2024-11-08", 1))
    for day, article, version, archaeology in laws:
        clause, asked = verdicts(one(tier, day=day), "clause", "archaeology")["P1"]
        assert (version in clause, clause.endswith(f"art. {article}"), asked) == (True, True, archaeology)


def test_a_project_with_a_day_is_judged_by_the_law_of_its_day() -> None:
    layer = layer_of([(box(200 * n, 0, 100, 100), {"XMDM": f"P{n}", "SQRQ": day})
                      for n, day in enumerate([QDate(2025, 2, 28), QDate(2025, 3, 1), None])],
                     {"XMDM": "text", "SQRQ": "date"}, name="projects")
    result = impact(PROJECTS=layer, ZONES=zones((box(-9, -9, 900, 300), "S1", "protection")), RULES_DATE="2024-01-01")
    assert verdicts(result, "archaeology") == {"P0": 0, "P1": 1, "P2": 0}


@pytest.mark.parametrize(("site", "protection", "control"), [
    ("S1", "the province approves, with the prior consent of the State Council's relics authority",
     "the State Council's relics authority consents"),
    ("S2", "the province approves, with the prior consent of the State Council's relics authority",
     "the province's relics authority consents"),
    ("S3", "the city approves, with the prior consent of the province's relics authority",
     "the city's relics authority consents"),
    ("S4", "the county or district approves, with the prior consent of the city's relics authority",
     "the county's or district's relics authority consents"),
])
@pytest.mark.parametrize("day", [OLD, NEW])
def test_who_consents_follows_from_the_level_of_the_site(site: str, protection: str, control: str, day: str) -> None:
    # arts 17 and 18 of 2017, 28 and 29 of 2024: the government that listed the site, its relics authority, one above
    for tier, expected in (("protection", protection), ("control_2", control)):
        text = verdicts(one(tier, day=day, site=site), "consents")["P1"]
        assert text.split("; ")[0] == expected


@pytest.mark.parametrize(("day", "who"), [(OLD, "its relics authority"), (NEW, "the county's relics authority")])
@pytest.mark.parametrize("tier", ["protection", "control_1"])
def test_a_site_that_is_not_listed_is_protected_in_place(tier: str, day: str, who: str) -> None:
    # arts 28 and 29 speak of listed sites; 开封市文物保护条例 art. 16, art. 31 of 2024 of the others
    verdict, rule, text, archaeology = verdicts(one(tier, day=day, site="S5"), "verdict", "rule_id", "consents",
                                                "archaeology")["P1"]
    assert (verdict, rule, archaeology) == ("consent", "heritage_impact.unlisted", 0)
    assert text == f"{who} approves the measures"


@pytest.mark.parametrize(("tier", "project_class", "verdict", "rule", "exempted"), [
    # conservation works are not forbidden (art. 28); the relics authority of the level approves them (art. 32)
    ("protection", "文物保护工程", "consent", "heritage_impact.works", ["compliance.heritage_protection"]),
    # necessary infrastructure and public services may be built in a core, with the planning authority's permission
    ("core", "市政公用", "consent", "compliance.heritage_core_public", ["compliance.heritage_core"]),
    ("core", "公共服务", "consent", "compliance.heritage_core_public", ["compliance.heritage_core"]),
    ("core", "住宅", "forbidden", "compliance.heritage_core", []),
    ("core", None, "forbidden", "compliance.heritage_core", []),
    ("purple", "文物保护工程", "free", None, ["compliance.purple_lines"]),
])
def test_a_class_may_let_a_project_off(tier: str, project_class: str, verdict: str, rule: str | None,
                                       exempted: list[str]) -> None:
    result = one(tier, project_class)
    assert verdicts(result, "verdict", "rule_id")["P1"] == (verdict, rule)
    told = messages(result, "heritage_impact.exempted")
    assert [rule in message for rule, message in zip(exempted, told)] == [True] * len(exempted)
    assert len(told) == len(exempted)


@pytest.mark.parametrize(("tier", "rule", "article", "who"), [
    # 城墙保护条例 arts 15 and 17, whatever the register says of the wall
    ("protection", "compliance.city_wall", "15",
     "the province approves, with the prior consent of the State Council's relics authority"),
    ("control_1", "compliance.city_wall_control", "17", "the State Council's relics authority consents"),
])
def test_the_city_wall_has_its_own_rules(tier: str, rule: str, article: str, who: str) -> None:
    register = layer_of([(None, {"site_id": "W", "name": "开封城墙", "level": None})],
                        {"site_id": "text", "name": "text", "level": "text"}, geometry="None", crs="", name="register")
    lines = zones((box(-50, -50, 300, 300), "W", tier))
    lines.dataProvider().changeAttributeValues({1: {lines.fields().indexOf("level"): None}})
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=lines, REGISTER=register)
    found, clause, text = verdicts(result, "rule_id", "clause", "consents")["P1"]
    assert (found, clause.endswith(f"art. {article}"), text.split("; ")[0]) == (rule, True, who)
    assert "heritage_impact.level_unknown" not in rules(result)


def test_areas_of_tiers_and_outside_sum_to_the_project() -> None:
    # 100 m × 100 m: 0–30 protection, 30–70 control zone of the same site, drawn as full areas; the rest is free
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones(
        (box(-50, -50, 80, 200), "S1", "protection"), (box(-50, -50, 120, 200), "S1", "control_1")))
    found = hits(result, "area_m2", "share", "verdict")
    assert found["P1", "S1", "protection"] == (pytest.approx(area(0, 0, 30, 100), abs=2 * CENT),
                                               pytest.approx(0.3, abs=1e-5), "forbidden")
    assert found["P1", "S1", "control_1"] == (pytest.approx(area(30, 0, 40, 100), abs=2 * CENT),
                                              pytest.approx(0.4, abs=1e-5), "consent")
    whole, inside, free = verdicts(result, "area_m2", "tiers_m2", "free_m2")["P1"]
    assert free == pytest.approx(area(70, 0, 30, 100), abs=2 * CENT)
    assert round(sum(row[0] for row in found.values()), 2) == inside
    assert round(inside + free, 2) == whole == pytest.approx(area(0, 0, 100, 100), abs=CENT)
    # the figures that the help page prints
    assert (found["P1", "S1", "protection"][0], found["P1", "S1", "control_1"][0], free) == (
        2_999.94, 3_999.93, 2_999.95)


def test_bands_and_full_areas_are_the_same_lines() -> None:
    # the control zone as the band around the protection area, and as all within its outer line
    inner, outer = box(-50, -50, 80, 200), box(-50, -50, 120, 200)
    band = box(30, -50, 40, 200)
    results = [impact(PROJECTS=projects((HERE, "P1", "工业")),
                      ZONES=zones((inner, "S1", "protection"), (second, "S1", "control_1")))
               for second in (outer, band)]
    assert hits(results[0], "area_m2", "rule_id") == hits(results[1], "area_m2", "rule_id")
    assert shapes_of(results[0]["HITS"]) == shapes_of(results[1]["HITS"])


def test_a_zone_in_several_features_counts_once() -> None:
    # two features of one tier overlap by 20 m: together 60 m
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones(
        (box(-10, -10, 50, 200), "S1", "control_1"), (box(20, -10, 40, 200), "S1", "control_1")))
    assert hits(result, "area_m2")["P1", "S1", "control_1"] == pytest.approx(area(0, 0, 60, 100), abs=CENT)


def test_lines_of_several_sites_count_each_and_once_together() -> None:
    # 0–60 m control zone of one site, 40–80 m protection area of another
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones(
        (box(-10, -10, 70, 200), "S1", "control_1"), (box(40, -10, 40, 200), "S2", "protection")))
    found = hits(result, "area_m2")
    assert found["P1", "S1", "control_1"] == pytest.approx(area(0, 0, 60, 100), abs=2 * CENT)
    assert found["P1", "S2", "protection"] == pytest.approx(area(40, 0, 40, 100), abs=2 * CENT)
    assert verdicts(result, "tiers_m2", "site_id")["P1"] == (pytest.approx(area(0, 0, 80, 100), abs=2 * CENT), "S2")


def test_the_coordination_zone_is_what_lies_around_all_other_tiers_of_its_site() -> None:
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones(
        (box(-10, -10, 400, 400), "S1", "coordination"), (box(-10, -10, 50, 200), "S1", "control_1"),
        (box(60, -10, 90, 200), "S2", "control_1")))
    found = hits(result, "area_m2")
    assert found["P1", "S1", "coordination"] == pytest.approx(area(40, 0, 60, 100), abs=2 * CENT)


def test_a_line_that_only_touches_is_no_hit() -> None:
    # the line ends at the project's border, 0.05 m within it (5 m²), 0.2 m within (20 m²); it cuts corners of 0.9 m
    # by 0.9 m (0.81 m²) and of 1.1 m by 1.1 m (1.21 m²)
    result = impact(
        PROJECTS=projects((HERE, "P1", "工业"), (box(200, 0, 100, 100), "P2", "工业"),
                          (box(400, 0, 100, 100), "P3", "工业"), (box(600, 0, 100, 100), "P4", "工业"),
                          (box(800, 0, 100, 100), "P5", "工业")),
        ZONES=zones((box(-50, 0, 50, 100), "S1", "protection"), (box(150, 0, 50.05, 100), "S1", "protection"),
                    (box(350, 0, 50.2, 100), "S1", "protection"), (box(550, -50, 50.9, 50.9), "S1", "protection"),
                    (box(750, -50, 51.1, 51.1), "S1", "protection")))
    assert verdicts(result) == {"P1": "free", "P2": "free", "P3": "forbidden", "P4": "free", "P5": "forbidden"}
    assert hits(result, "outcome", "area_m2") == {
        ("P2", "S1", "protection"): ("touch", pytest.approx(5.0, abs=0.02)),
        ("P3", "S1", "protection"): ("hit", pytest.approx(20.0, abs=0.02)),
        ("P4", "S1", "protection"): ("touch", pytest.approx(0.81, abs=0.01)),
        ("P5", "S1", "protection"): ("hit", pytest.approx(1.21, abs=0.01))}
    assert len(messages(result, "heritage_impact.touch")) == 2


def test_the_order_of_rows_and_layers_decides_nothing() -> None:
    rows = [(box(-10, -10, 50, 200), "S1", "protection"), (box(-10, -10, 70, 200), "S1", "control_1"),
            (box(30, -10, 40, 200), "S2", "control_1"), (box(50, 20, 90, 30), "S3", "core")]
    footprints = [(HERE, "P1", "工业"), (box(20, 50, 100, 100), "P2", "公路")]
    outcomes = set()
    for number, order in enumerate(permutations(rows)):
        if number % 5 == 0:
            turned = footprints[::-1] if number % 2 else footprints
            result = impact(PROJECTS=projects(*turned), ZONES=zones(*order))
            fields = ("subject_id", "site_id", "tier", "area_m2", "verdict", "rule_id", "consents")
            outcomes.add((tuple(rows_of(result["HITS"], *fields)), tuple(shapes_of(result["HITS"])),
                          tuple(rows_of(result["FINDINGS"], "finding_id", "message"))
                          if turned is footprints else ()))
    assert len({outcome[:2] for outcome in outcomes}) == 1
    assert len({outcome[2] for outcome in outcomes} - {()}) == 1
