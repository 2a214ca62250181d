"""Heritage lines against the register and what they say of themselves: ids, tiers, areas, dates, origin."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QDate

from tests.builders import layer_of, rows_of
from tests.processing.heritage_check_layers import PAPERS, line, lines, register, ring, run, summary, told
from tests.processing.places import CENT, X, Y, area, box

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

CORE, BAND = box(0, 0, 100, 100), ring((-50, -50, 200, 200), (0, 0, 100, 100))


def of_one(**more: Any) -> dict[str, Any]:
    """Check one protection area that says more."""
    return run(register({"site_id": "A1", "name": "铁塔"}), lines(line("A1", "protection", CORE, **more)))


# -- who has lines ---------------------------------------------------------------------------------------------------

def test_entries_without_lines_and_lines_without_entry() -> None:
    sites = register({"site_id": "A1", "name": "铁塔"}, {"site_id": "A2", "name": "繁塔", "level": "省级文物保护单位"},
                     {"name": "无号"})
    result = run(sites, lines(line("A1", "protection", CORE), line("A9", "protection", box(300, 0, 50, 50)),
                              line(None, "control_1", box(500, 0, 10, 10))))
    found = told(result, "severity", "subject_id", "role", "area_m2")
    assert found == {
        "no_lines": [("error", "A2", "heritage_sites", None)], "no_entry": [("error", "A9", "heritage_zones", None)],
        "line_no_id": [("error", "", "heritage_zones", pytest.approx(area(500, 0, 10, 10), abs=CENT))],
        "entry_no_id": [("warning", "", "heritage_sites", None)]}
    # a control zone is drawn where it is needed: nobody must have one
    assert "(expected: protection area)" in told(result, "message")["no_lines"][0][0]
    assert (result["SITES"], result["SITES_WITH_LINES"]) == (2, 1)
    assert summary(result, "registered", "features") == {"A1": (1, 1), "A2": (1, 0), "A9": (0, 1)}


@pytest.mark.parametrize(("written", "same"), [
    (" a-007 ", True), ("Ａ－００７", True), ("A-7", False), ("A-07", False), ("\ufeffA-007", True)])
def test_ids_are_compared_clean_and_leading_zeros_count(written: str, same: bool) -> None:
    result = run(register({"site_id": "A-007", "name": "铁塔"}), lines(line(written, "protection", CORE)))
    assert set(told(result)) == (set() if same else {"no_lines", "no_entry"})


def test_ids_from_a_number_field_are_the_number() -> None:
    zones = layer_of([(CORE, {"site_id": 12.0})], {"site_id": "real"}, name="lines")
    assert set(told(run(register({"site_id": "12"}), zones))) == {"tier_unnamed"}


def test_several_entries_with_one_id_and_several_features_of_one_tier() -> None:
    sites = register({"site_id": "A1", "name": "铁塔"}, {"site_id": "a1", "name": "祐国寺塔"})
    result = run(sites, lines(line("A1", "protection", CORE), line("A1", "保护范围", box(100, 0, 50, 50))))
    found = told(result, "severity", "subject_id", "message")
    assert {key: rows[0][:2] for key, rows in found.items()} == {
        "entry_twice": ("error", "A1"), "line_twice": ("warning", "A1")}
    assert "铁塔, 祐国寺塔" in found["entry_twice"][0][2]
    assert "2 features" in found["line_twice"][0][2]
    assert result["SITES"] == 1


@pytest.mark.parametrize(("level", "kind", "tiers", "missing"), [
    ("全国重点文物保护单位", "", ["protection"], {"expected_control"}),
    ("全国重点文物保护单位", "", ["control_1"], {"expected_protection"}),
    ("省级文物保护单位", "古建筑", ["protection", "control_2"], set()),
    ("县级文物保护单位", "", ["protection"], set()),
    ("national", "", ["control_3"], {"expected_protection"}),
    ("尚未核定公布为文物保护单位的不可移动文物", "", ["coordination"], set()),
    ("", "历史文化街区", ["core"], {"expected_district_control", "core_small"}),
    ("省级", "历史文化街区", ["district_control"], {"expected_core"}),
    ("", "中国历史文化名镇", ["district_control"], {"expected_core"}),
    ("", "历史建筑", ["setting"], {"expected_building"}),
    ("", "historic building", ["building"], set()),
    ("historic_building", "ancient_building", ["setting"], {"expected_building"}),
    ("historic_settlement", "", ["core"], {"expected_district_control"}),
    ("unrated", "tomb", ["coordination"], set()),
    ("", "地下文物埋藏区", ["coordination"], {"expected_burial"}),
    ("世界遗产", "大运河", ["coordination"], {"expected_canal"}),
    ("世界遗产", "大运河", ["canal_buffer"], set()),
    ("", "", ["coordination"], set()),
])
def test_tiers_are_expected_by_level_and_type(level: str, kind: str, tiers: list[str], missing: set[str]) -> None:
    site = {"site_id": "A1", "name": "甲", "level": level, "site_type": kind}
    result = run(register(site), lines(*(line("A1", tier, CORE) for tier in tiers)))
    assert set(told(result)) == missing


def test_the_law_of_the_day_is_cited() -> None:
    sites, zones = register({"site_id": "A1", "level": "省级文物保护单位"}), lines(line("A1", "control_1", CORE))
    for day, article in (("2024-06-01", "art. 15"), ("2025-06-01", "art. 26")):
        assert article in told(run(sites, zones, RULES_DATE=day), "clause")["expected_protection"][0][0]


def test_lines_without_tier_are_expected_nothing_and_said_so() -> None:
    sites = register({"site_id": "A1", "level": "全国重点文物保护单位"})
    assert told(run(sites, lines(line("A1", None, CORE))), "severity") == {"tier_unnamed": [("info",)]}
    strange = told(run(sites, lines(line("A1", "绿地", CORE))), "severity", "message")
    assert set(strange) == {"tier_unknown"}
    assert "绿地" in strange["tier_unknown"][0][1]


def test_a_layer_for_each_tier_is_known_by_its_name() -> None:
    sites = register({"site_id": "A1", "name": "铁塔"})
    layers = [layer_of([(shape, {"site_id": "A1"})], {"site_id": "text"}, name=name)
              for name, shape in (("建设控制地带", BAND), ("文物保护范围", box(0, 0, 100, 170)))]
    result = run(sites, layers)
    assert summary(result, "tiers")["A1"] == ("protection,control_1",)
    assert told(result, "area_m2")["nesting"] == [(pytest.approx(area(0, 150, 100, 20), abs=CENT),)]


# -- declared areas --------------------------------------------------------------------------------------------------

TRUE = area(0, 0, 100, 100)  # 9 999.82 m²


@pytest.mark.parametrize(("declared", "unit", "fits"), [
    (TRUE * 1.0019, "m2", True), (TRUE * 1.0021, "m2", False), (TRUE * 0.9979, "m2", False), (10_000, "m2", True),
    (1.0, "ha", True), (1.0031, "ha", False), (15.0, "mu", True), (15.3, "mu", False), (0.99, "ha", False),
])
def test_declared_areas_may_differ_by_a_five_hundredth(declared: float, unit: str, fits: bool) -> None:
    result = run(register({"site_id": "A1"}), lines(line("A1", "protection", CORE, declared_m2=declared)),
                 DECLARED_AREA_UNIT=unit)
    assert set(told(result)) == (set() if fits else {"declared_area"})


def test_a_rounded_area_of_a_small_site_is_no_fault() -> None:
    # 59 m × 59 m are 3 481 m²: 0.35 ha is 0.5 % more, and rounded right; 0.36 ha is not
    for declared, fits in ((0.35, True), (0.36, False)):
        result = run(register({"site_id": "A1"}), lines(line("A1", "protection", box(0, 0, 59, 59),
                                                             declared_m2=declared)), DECLARED_AREA_UNIT="ha")
        assert set(told(result)) == (set() if fits else {"declared_area"}), declared


@pytest.mark.parametrize(("text", "rule"), [
    ("1公顷", ""), ("15 亩", ""), ("９９９９．８２", ""), ("9,999.82㎡", ""), ("约1.0 hm²", ""),
    ("1.2公顷", "declared_area"), ("一公顷", "declared_invalid"), ("0", "declared_invalid"), ("-5", "declared_invalid"),
    ("1 acre", "declared_invalid"),
])
def test_declared_areas_may_name_their_unit(text: str, rule: str) -> None:
    zones = layer_of([(CORE, {"site_id": "A1", "tier": "protection", "公布面积": text})],
                     {"site_id": "text", "tier": "text", "公布面积": "text"})
    assert set(told(run(register({"site_id": "A1"}), zones))) == ({rule} if rule else set())


def test_what_a_difference_says() -> None:
    result = of_one(declared_m2=12_000.0)
    [(severity, value, share, message)] = told(result, "severity", "area_m2", "share", "message")["declared_area"]
    assert (severity, value) == ("error", pytest.approx(TRUE, abs=CENT))
    assert share == pytest.approx((12_000 - TRUE) / TRUE, abs=1e-6)  # 20.00 %
    assert "2000.18" in message
    assert "20.00%" in message
    assert summary(result, "declared_m2", "difference_m2")["A1"] == (12_000.0, pytest.approx(12_000 - TRUE, abs=CENT))


def test_several_features_of_a_tier_may_declare_each_its_own_area_or_all() -> None:
    one, other = area(0, 0, 100, 100), area(200, 0, 50, 50)
    for first, second, wrong in ((one, other, 0), (one + other, one + other, 0), (one, one, 1)):
        result = run(register({"site_id": "A1"}), lines(
            line("A1", "protection", CORE, declared_m2=first),
            line("A1", "protection", box(200, 0, 50, 50), declared_m2=second)))
        assert len(told(result).get("declared_area", [])) == wrong
        if not wrong:
            assert summary(result, "declared_m2")["A1"][0] == pytest.approx(one + other, abs=2 * CENT)


def test_a_column_in_another_unit_is_told_once_and_still_compared() -> None:
    # three sites in hectares under m²: 1, 0.25 and (wrong) 0.5 for 0.25
    rows = [("A1", box(0, 0, 100, 100), 1.0), ("A2", box(200, 0, 50, 50), 0.25), ("A3", box(400, 0, 50, 50), 0.5)]
    result = run(register(*({"site_id": key} for key, _, _ in rows)),
                 lines(*(line(key, "protection", shape, declared_m2=value) for key, shape, value in rows)))
    found = told(result, "subject_id", "message")
    assert {key: [row[0] for row in rows] for key, rows in found.items()} == {
        "declared_unit": [""], "declared_area": ["A3"]}
    assert "in ha, not in m²" in found["declared_unit"][0][1]


def test_a_tier_that_declares_nothing_among_others_that_do_is_information() -> None:
    rows = [line("A1", "protection", CORE, declared_m2=TRUE), line("A2", "protection", box(300, 0, 50, 50)),
            line("A3", "protection", box(400, 0, 50, 50), provisional=1)]
    result = run(register(*({"site_id": f"A{number}"} for number in (1, 2, 3))), lines(*rows))
    assert told(result, "severity", "subject_id")["declared_missing"] == [("info", "A2")]


@pytest.mark.parametrize(("outer", "declared", "rule"), [
    (BAND, 1.0, ""), (BAND, None, "declared_outline"), (box(-50, -50, 200, 200), -1.0, "declared_band"),
    (box(-50, -50, 200, 200), None, ""), (BAND, 1.03, "declared_area")])
def test_the_area_of_a_zone_may_count_the_tiers_inside_it(outer: str, declared: float | None, rule: str) -> None:
    # the zone of 200 m × 200 m has the protection area of 100 m × 100 m in it: 40 000 m² with it, 30 000 m² without
    whole = area(-50, -50, 200, 200)
    value = whole if declared is None else abs(declared) * (whole - TRUE)
    result = run(register({"site_id": "A1"}), lines(line("A1", "protection", CORE, declared_m2=TRUE),
                                                    line("A1", "control_1", outer, declared_m2=value)))
    assert set(told(result)) == ({rule} if rule else set())
    if rule != "declared_area":
        assert summary(result, "difference_m2")["A1"][0] == pytest.approx(0.0, abs=3 * CENT)


NAMES = ("公布面积", "面积", "划定面积", "保护范围面积", "MJ", "AREA", "Shape_Area", "Shape__Area", "面积（公顷）",
         "area_ha")
TRIO = ((0, 0, 100, 100), (300, 0, 150, 100), (600, 0, 123, 45))
"""Sites side by side: 1, 1.5 and 0.5535 ha on the plane."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tampered", [False, True])
def test_fields_of_real_data_are_found_and_a_changed_line_with_them(name: str, tampered: bool) -> None:
    unit = 1e4 if name in {"面积（公顷）", "area_ha"} else 1.0
    values = [area(*one) / unit * (1.01 if tampered and one == TRIO[1] else 1.0) for one in TRIO]
    zones = layer_of([(box(*one), {"site_id": f"A{row}", "tier": "protection", name: value})
                      for row, (one, value) in enumerate(zip(TRIO, values))],
                     {"site_id": "text", "tier": "text", name: "real"})
    sites = register(*({"site_id": f"A{row}"} for row in range(3)))
    assert told(run(sites, zones)) == ({"declared_area": [("A1",)]} if tampered else {})


def test_areas_that_a_gis_computed_in_other_units_are_no_declared_ones() -> None:
    # square feet: nobody declared them, which is said once
    zones = layer_of([(box(*one), {"site_id": f"A{row}", "tier": "protection", "Shape_Area": area(*one) / 0.3048**2})
                      for row, one in enumerate(TRIO)], {"site_id": "text", "tier": "text", "Shape_Area": "real"})
    sites = register(*({"site_id": f"A{row}"} for row in range(3)))
    result = run(sites, zones)
    found = told(result, "severity", "message")
    assert {rule: [row[0] for row in rows] for rule, rows in found.items()} == {"declared_computed": ["info"]}
    assert "“Shape_Area”" in found["declared_computed"][0][1]
    assert set(summary(result, "declared_m2").values()) == {(None,)}
    # who chooses the field says that they are
    assert len(told(run(sites, zones, ZONE_DECLARED_AREA_FIELD="Shape_Area"))["declared_area"]) == 3


@pytest.mark.parametrize("write", [
    "{:.0f}", "{:.2f}平方米", "{:.0f}㎡", "{ha:.2f}公顷", "{ha:.1f}公顷", "{ha:.4f} ha", "{ha:.3f}hm²", "{mu:.1f}亩",
    "约{ha:.2f}公顷（{mu:.1f}亩）", "{wan:.2f}万平方米", "{ha:.2f}", "{ha:.1f}"])
@pytest.mark.parametrize("tampered", [False, True])
def test_untampered_areas_raise_no_alarm_however_they_are_rounded(write: str, tampered: bool) -> None:
    # a tenth of the second one is beyond every rounding here: 0.1 ha of 1.5 ha are 6.7 %
    def text(m2: float) -> str:
        return write.format(m2, ha=m2 / 1e4, mu=m2 * 15e-4, wan=m2 / 1e4)

    zones = layer_of([(box(*one), {"site_id": f"A{row}", "tier": "protection", "公布面积": text(
        area(*one) * (1.1 if tampered and row == 1 else 1.0))}) for row, one in enumerate(TRIO)],
        {"site_id": "text", "tier": "text", "公布面积": "text"})
    found = told(run(register(*({"site_id": f"A{row}"} for row in range(3))), zones))
    assert found.get("declared_area", []) == ([("A1",)] if tampered else [])
    assert set(found) <= {"declared_area", "declared_unit"}


# -- dates, documents, widths ----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("published", "rule"), [
    ("2026-01-01", ""), ("2026-01-02", "date_future"), ("1996年11月20日", ""), ("1961", ""), ("1961-03", ""),
    ("1961年3月", ""), ("2027年", "date_future"), ("1996年冬", "date_invalid"), ("1996-13", "date_invalid"),
    (None, "date_missing"), (" ", "date_missing"),
])
def test_dates_are_readable_and_past(published: str | None, rule: str) -> None:
    assert set(told(of_one(published=published))) == ({rule} if rule else set())


def test_dates_may_be_a_date_field_and_the_registers_too() -> None:
    zones = layer_of([(CORE, {"site_id": "A1", "tier": "protection", "published": QDate(2031, 5, 1)})],
                     {"site_id": "text", "tier": "text", "published": "date"})
    result = run(register({"site_id": "A1", "published": "2030"}), zones)
    assert {rule: sorted(rows) for rule, rows in told(result, "role", "severity").items()} == {
        "date_future": [("heritage_sites", "error"), ("heritage_zones", "error")]}


def test_documents_are_asked_for_where_the_layer_has_the_field() -> None:
    assert set(told(of_one(document=""))) == {"document_missing"}
    zones = layer_of([(CORE, {"site_id": "A1", "tier": "protection"})], {"site_id": "text", "tier": "text"})
    assert told(run(register({"site_id": "A1"}), zones)) == {}


def of_layers(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return (severity, subject, message) of what is said of papers of whole layers."""
    return [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "subject_id", "message")
            if row[0] == "heritage.papers_missing"]


@pytest.mark.parametrize("fields", [("published", "document"), ("published",), ()])
def test_a_layer_that_names_no_papers_at_all_is_told_once(fields: tuple[str, ...]) -> None:
    rows = [(box(*one), {"site_id": f"A{row}", "tier": "protection"}) for row, one in enumerate(TRIO)]
    sites = register(*({"site_id": f"A{row}"} for row in range(3)))
    result = run(sites, layer_of(rows, {"site_id": "text", "tier": "text", **dict.fromkeys(fields, "text")},
                                 name="界线"))
    assert told(result) == {}
    [(severity, subject, message)] = of_layers(result)
    assert (severity, subject) == ("info", "")
    assert "“界线” names its date of publication, document:" in message
    rows[1][1]["document"] = "国发〔1996〕47号"  # of one: the others lack it
    result = run(sites, layer_of(rows, {"site_id": "text", "tier": "text", "document": "text"}, name="界线"))
    assert told(result) == {"document_missing": [("A0",), ("A2",)]}
    assert "names its date of publication:" in of_layers(result)[0][2]


def test_provisional_lines_are_named_and_need_no_papers() -> None:
    found = told(of_one(provisional=1, method="width", published=None, document=None), "severity")
    assert found == {"provisional": [("info",)]}


def test_a_width_that_passes_for_a_line_is_told() -> None:
    assert told(of_one(method="width"), "severity") == {"width_not_provisional": [("warning",)]}
    wide = layer_of([(CORE, {"site_id": "A1", "tier": "protection", "width_m": 50.0})],
                    {"site_id": "text", "tier": "text", "width_m": "real"})
    assert set(told(run(register({"site_id": "A1"}), wide))) == {"width_not_provisional"}
    assert told(of_one(method="drawn")) == {}


@pytest.mark.parametrize("site", [{"site_id": "W", "name": "开封城墙（西段）"}, {"site_id": "4-0175-3-097", "name": ""},
                                  {"site_id": "W", "name": "Kaifeng City Wall"}])
@pytest.mark.parametrize("provisional", [0, 1])
def test_the_city_wall_is_no_width(site: dict[str, Any], provisional: int) -> None:
    result = run(register(site), lines(line(site["site_id"], "protection", CORE, method="width",
                                            provisional=provisional)))
    [(severity, clause)] = told(result, "severity", "clause")["wall_width"]
    assert severity == "error"
    assert "art. 4" in clause
    drawn = run(register(site), lines(line(site["site_id"], "protection", CORE)))
    assert told(drawn) == {}


def test_another_wall_may_be_a_width() -> None:
    result = run(register({"site_id": "W", "name": "朱仙镇城墙"}),
                 lines(line("W", "protection", CORE, method="width", provisional=1)))
    assert set(told(result)) == {"provisional"}


# -- bad input -------------------------------------------------------------------------------------------------------

def test_a_register_with_places_tells_sites_outside_their_lines() -> None:
    fields = {"site_id": "text"}
    points = layer_of([(f"POINT({X + x} {Y + 50})", {"site_id": key}) for x, key in ((50, "A1"), (60, "A2"))],
                      fields, geometry="Point", name="register")
    zones = lines(line("A1", "protection", ring((0, 0, 100, 100), (40, 40, 20, 20))),
                  line("A2", "protection", box(300, 0, 100, 100)), line("A3", "protection", box(500, 0, 10, 10)))
    result = run(points, zones)
    assert told(result)["site_outside"] == [("A2",)]  # A1 stands in the yard that its line goes round
    assert [row[0] for row in rows_of(result["FINDING_POINTS"], "rule_id")] == ["heritage.site_outside"]
    grounds = layer_of([(box(90, 90, 20, 20), {"site_id": "A1"}), (box(0, 0, 9, 9), {"site_id": "A2"})], fields)
    assert told(run(grounds, zones))["site_outside"] == [("A2",)]


@pytest.mark.parametrize("geometry", ["Point", "Polygon"])
def test_a_site_that_nobody_has_placed_is_no_fault_of_the_register(geometry: str) -> None:
    sites = layer_of([(None, {"site_id": "A1"})], {"site_id": "text"}, geometry=geometry, name="register")
    assert "geometry.empty" not in told(run(sites, lines(line("A1", "protection", box(0, 0, 100, 100)))))


def test_empty_layers_and_lines_without_shape() -> None:
    result = run(register(), lines())
    assert {rule for rule, in rows_of(result["FINDINGS"], "rule_id")} == {"input.empty_layer", "heritage.not_given"}
    assert (result["SITES"], result["SITES_WITH_LINES"]) == (0, 0)
    result = run(register({"site_id": "A1"}), lines(line("A1", "protection", None)))
    assert {"line_no_shape", "geometry.empty"} == set(told(result))
    assert result["SITES_WITH_LINES"] == 0


@pytest.mark.parametrize(("crs", "words"), [("", "EPSG:4526"), ("EPSG:2362", "seven parameters")])
def test_a_crs_that_cannot_be_used_is_refused(crs: str, words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run(register({"site_id": "A1"}), lines(line("A1", "protection", CORE), crs=crs))


def test_everything_wrong_is_told_at_once() -> None:
    bare = layer_of([(CORE, {"a": "1"})], {"a": "text"}, name="界线")
    with pytest.raises(QgsProcessingException) as refused:
        run(layer_of([(None, {"b": "1"})], {"b": "text"}, geometry="None", crs="", name="名录"), bare,
            ZONE_DECLARED_AREA_FIELD="gone", NAME_FIELD="nobody")
    for words in ("名录", "界线", "site_id", "gone", "nobody"):
        assert words in str(refused.value)
    with pytest.raises(QgsProcessingException, match="no lines to check"):
        run(register({"site_id": "A1"}), [])
    points = layer_of([(f"POINT({X} {Y})", {"site_id": "A1"})], {"site_id": "text"}, geometry="Point", name="点")
    with pytest.raises(QgsProcessingException, match=r"点.*polygon"):
        run(register({"site_id": "A1"}), points)


def test_a_field_of_declared_areas_may_be_missing_in_some_layers() -> None:
    whole = lines(line("A1", "protection", CORE, declared_m2=TRUE), name="one")
    bare = layer_of([(BAND, {"site_id": "A1", "tier": "control_1", **PAPERS})],
                    {"site_id": "text", "tier": "text", "published": "text", "document": "text"}, name="other")
    assert told(run(register({"site_id": "A1"}), [whole, bare], ZONE_DECLARED_AREA_FIELD="declared_m2")) == {}
