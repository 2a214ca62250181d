"""Parcels to be supplied, buildings to be demolished and permanent farmland against the tiers of sites."""
from __future__ import annotations

from typing import Any

import pytest

from tests.builders import layer_of, rows_of
from tests.processing.impacts import buildings, hits, impact, messages, parcels, projects, rules, verdicts, zones
from tests.processing.places import CENT, X, Y, area, box

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

OLD, NEW = "2025-02-28", "2025-03-01"
HERE, FAR = box(0, 0, 100, 100), box(5000, 0, 10, 10)


def register(*rows: tuple[str, str, str | None, str | None]) -> Any:
    """Return a register; a row is (id, name, level, type)."""
    return layer_of([(None, dict(zip(("site_id", "name", "level", "site_type"), row))) for row in rows],
                    dict.fromkeys(("site_id", "name", "level", "site_type"), "text"), geometry="None", crs="",
                    name="register")


@pytest.mark.parametrize(("how", "day", "anywhere", "burial", "protection"), [
    # reserved land is surveyed wherever it lies (开封市文物保护条例 art. 25); a heritage site asks for a consultation
    # (art. 14); granted land only where relics may lie (art. 43 of 2024, before that a default of this tool)
    ("储备", OLD, "archaeology_first", "archaeology_first", "consent"),
    ("储备", NEW, "archaeology_first", "archaeology_first", "consent"),
    ("出让", OLD, "free", "archaeology_first", "consent"),
    ("出让", NEW, "free", "archaeology_first", "consent"),
    (None, NEW, "archaeology_first", "archaeology_first", "consent"),  # it may be reserved
])
def test_parcels_by_how_they_are_supplied(how: str | None, day: str, anywhere: str, burial: str,
                                          protection: str) -> None:
    result = impact(
        PARCELS=parcels((HERE, "D1", how), (box(1000, 0, 100, 100), "D2", how), (box(2000, 0, 100, 100), "D3", how)),
        ZONES=zones((box(990, -9, 200, 200), "M1", "burial"), (box(1990, -9, 200, 200), "S1", "protection")),
        RULES_DATE=day)
    assert verdicts(result) == {"D1": anywhere, "D2": burial, "D3": protection}
    assert ("heritage_impact.kind_missing" in rules(result)) is (how is None)


@pytest.mark.parametrize(("day", "clause", "status"), [(OLD, "art. 29", "house"), (NEW, "art. 43", "statute")])
def test_land_in_a_burial_area_is_surveyed_before_it_is_granted(day: str, clause: str, status: str) -> None:
    result = impact(PARCELS=parcels((HERE, "D1", "划拨")), ZONES=zones((box(-9, -9, 60, 200), "M1", "burial")),
                    RULES_DATE=day)
    (found,) = [row for row in rows_of(result["FINDINGS"], "rule_id", "rule_status", "clause", "area_m2")
                if row[0] == "heritage_impact.supply_grant"]
    assert (found[1], clause in found[2]) == (status, True)
    assert found[3] == pytest.approx(area(0, 0, 51, 100), abs=2 * CENT)
    assert verdicts(result, "consents")["D1"] == "the province's relics authority has the ground surveyed"


@pytest.mark.parametrize(("day", "verdict"), [(OLD, "free"), (NEW, "archaeology_first")])
def test_lines_of_a_district_stand_for_land_that_may_hold_relics_from_2025(day: str, verdict: str) -> None:
    result = impact(PARCELS=parcels((HERE, "D1", "出让")), ZONES=zones((box(-9, -9, 60, 200), "J1", "core")),
                    RULES_DATE=day)
    assert verdicts(result) == {"D1": verdict}


BUILDINGS = {  # verdicts on a building by what the list calls it, at tiers and outside
    # 名城条例 arts 33 and 28; Relics Law art. 31; the rest are defaults of this tool
    "core": {"历史建筑": "forbidden", "不可移动文物": "forbidden", "其他": "consent", None: "consent"},
    "protection": {"历史建筑": "forbidden", "不可移动文物": "forbidden", "其他": "consent", None: "consent"},
    "building": {"历史建筑": "forbidden", "不可移动文物": "forbidden", "其他": "forbidden", None: "forbidden"},
    "district_control": {"历史建筑": "forbidden", "不可移动文物": "forbidden", "其他": "free", None: "free"},
    "unheard of": {"历史建筑": "forbidden", "不可移动文物": "forbidden", "其他": "consent", None: "consent"},
    "": {"历史建筑": "forbidden", "不可移动文物": "forbidden", "其他": "free", None: "free"},
}


@pytest.mark.parametrize("points", [False, True])
@pytest.mark.parametrize("tier", BUILDINGS)
def test_buildings_by_kind_and_tier(tier: str, points: bool) -> None:
    kinds = BUILDINGS[tier]
    shapes = [f"POINT({X + 20 * n + 5} {Y + 5})" if points else box(20 * n, 0, 10, 10) for n in range(len(kinds))]
    line = (box(-9, -9, 200, 200), "S1", tier) if tier else (FAR, "S1", "core")
    result = impact(DEMOLITIONS=buildings(*((shape, f"H {kind}", kind) for shape, kind in zip(shapes, kinds)),
                                          geometry="Point" if points else "MultiPolygon"), ZONES=zones(line))
    assert verdicts(result) == {f"H {kind}": verdict for kind, verdict in kinds.items()}
    placed = rows_of(result["FINDING_POINTS"], "subject_id")
    assert len(placed) == (sum(verdict != "free" for verdict in kinds.values()) if points else 0)
    assert rows_of(result["HITS"]) == [] if points else True


@pytest.mark.parametrize(("tier", "kind", "article", "who"), [
    ("core", "其他", "28", "the planning authority approves together with the relics authority"),
    ("core", "历史建筑", "33", "in public interest only: the province's protection authority together with its relics "
                           "authority"),
])
def test_demolition_names_article_and_authority(tier: str, kind: str, article: str, who: str) -> None:
    result = impact(DEMOLITIONS=buildings((HERE, "H1", kind)), ZONES=zones((box(-9, -9, 200, 200), "S1", tier)))
    clause, text = verdicts(result, "clause", "consents")["H1"]
    assert (clause.endswith(f"art. {article}"), text) == (True, who)


@pytest.mark.parametrize(("site", "old", "new"), [
    # art. 20 of 2017 and 31 of 2024; for sites that are not listed 开封市文物保护条例 art. 16, then art. 31
    ("S1", *["not to be demolished; moving it is submitted by the province to the State Council"] * 2),
    ("S2", *["the province approves, with the prior consent of the State Council's relics authority"] * 2),
    ("S3", *["the province approves"] * 2), ("S4", *["the province approves"] * 2),
    ("S5", "the province approves", "the province's relics authority approves"),
])
def test_a_relic_on_the_list_is_refused_and_its_level_says_whose_business_it_is(site: str, old: str, new: str) -> None:
    for day, who in ((OLD, old), (NEW, new)):
        result = impact(DEMOLITIONS=buildings((HERE, "H1", "文物")),
                        ZONES=zones((box(-9, -9, 200, 200), site, "protection")), RULES_DATE=day)
        assert verdicts(result, "verdict", "consents")["H1"] == ("forbidden", who)


def test_demolition_beside_the_city_wall_is_told_to_the_city() -> None:
    # 城墙保护条例 art. 18: bricks of the wall are kept and collected
    result = impact(DEMOLITIONS=buildings((HERE, "H1", "违法建筑")),
                    ZONES=zones((box(-9, -9, 200, 200), "W", "protection")))
    assert verdicts(result, "rule_id", "consents")["H1"] == ("heritage_impact.demolish_wall",
                                                            "the city's relics authority is told")


def test_permanent_farmland_in_large_sites_is_classified() -> None:
    # a patch of 100 m: 0–30 in the protection area, 30–60 in the control zone of a large site; another site is none
    patches = layer_of([(HERE, {"YJJBNTTBBH": "Y1"}), (box(200, 0, 50, 50), {"YJJBNTTBBH": "Y2"}),
                        (box(60, 200, 50, 50), {"YJJBNTTBBH": "Y3"})], {"YJJBNTTBBH": "text"}, name="permanent")
    result = impact(
        PERMANENT_FARMLAND=patches,
        REGISTER=register(("S1", "某遗址", "national", "大遗址"), ("S2", "某墓", "national", "古墓葬")),
        ZONES=zones((box(-9, -9, 39, 400), "S1", "protection"), (box(-9, -9, 69, 400), "S1", "control_1"),
                    (box(190, -9, 100, 100), "S2", "protection"), (box(59, 199, 1.5, 99), "S1", "protection")))
    assert rows_of(result["FARMLAND"], "patch_id", "site_id", "tier", "treatment", "area_m2", "share") == [
        ("Y1", "S1", "protection", "adjust", pytest.approx(area(0, 0, 30, 100), abs=CENT),
         pytest.approx(0.3, abs=1e-5)),
        ("Y1", "S1", "control_1", "keep", pytest.approx(area(30, 0, 30, 100), abs=2 * CENT),
         pytest.approx(0.3, abs=1e-5)),
        ("Y3", "S1", "protection", "adjust", pytest.approx(area(60, 200, 0.5, 50), abs=CENT),
         pytest.approx(0.01, abs=1e-5))]
    assert result["ADJUST_M2"] == pytest.approx(area(0, 0, 30, 100) + area(60, 200, 0.5, 50), abs=2 * CENT)
    assert rows_of(result["VERDICT"]) == []


@pytest.mark.parametrize(("name", "large"), [("北宋东京城遗址", True), ("启封故城", True), ("开封城墙", False)])
def test_the_large_sites_of_the_city_are_known_by_name(name: str, large: bool) -> None:
    # 开封市文物保护条例 art. 10
    patch = layer_of([(HERE, {"BSM": "Y1"})], {"BSM": "text"}, name="permanent")
    result = impact(PERMANENT_FARMLAND=patch, REGISTER=register(("S1", name, "national", "古遗址")),
                    ZONES=zones((box(-9, -9, 39, 400), "S1", "protection")))
    assert len(rows_of(result["FARMLAND"])) == large


def test_all_kinds_together_are_counted() -> None:
    result = impact(
        PROJECTS=projects((HERE, "P1", "工业"), (FAR, "P2", "工业")), PARCELS=parcels((HERE, "D1", "出让")),
        DEMOLITIONS=buildings((HERE, "H1", "其他"), (None, "H2", "其他")),
        ZONES=zones((box(-9, -9, 200, 200), "S1", "protection"), (box(-9, -9, 200, 200), "S2", "control_1")))
    assert verdicts(result, "subject_kind", "verdict") == {
        "P1": ("project", "forbidden"), "P2": ("project", "free"), "D1": ("parcel", "consent"),
        "H1": ("building", "consent"), "H2": ("building", "not_judged")}
    assert [result[name] for name in ("FORBIDDEN", "CONSENT", "ARCHAEOLOGY", "FREE", "UNJUDGED")] == [1, 2, 0, 1, 1]
    assert set(hits(result, "verdict")) >= {("P1", "S1", "protection"), ("P1", "S2", "control_1")}
    assert "H2" in messages(result, "heritage_impact.no_shape")[0]
