"""Lines, registers and lists as planners really have them: other shapes of data, gaps, strange words, faults."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingException, QgsProject

from kf_resources_plugin.engine.field_map import write_field
from tests.builders import layer_of, rows_of
from tests.processing.impacts import buildings, hits, impact, messages, parcels, projects, rules, verdicts, zones
from tests.processing.places import X, Y, box
from tests.processing.test_bad_input import in_crs
from tests.processing.test_heritageimpact_others import register

pytestmark = pytest.mark.usefixtures("kf_provider", "qgis_new_project")

HERE, AROUND = box(0, 0, 100, 100), box(-50, -50, 300, 300)


def plain(name: str, *shapes: str | None) -> Any:
    """Return lines without any field that tells site or tier, in the project as a planner would choose them."""
    layer = layer_of([(shape, {"note": "x"}) for shape in shapes], {"note": "text"}, name=name)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.mark.parametrize(("role", "tier", "verdict"), [
    ("文物保护范围", "protection", "forbidden"), ("建设控制地带", "control_1", "consent"),
    ("核心保护范围", "core", "forbidden"), ("地下文物埋藏区", "burial", "archaeology_first"),
    ("城市紫线", "purple", "consent"), ("历史文化保护线", "historic", "archaeology_first")])
@pytest.mark.parametrize("parameter", ["ZONES", "TIER_LAYERS"])
def test_a_layer_of_one_tier_is_known_by_its_role(role: str, tier: str, verdict: str, parameter: str) -> None:
    layer = plain(role, AROUND)
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), **{parameter: layer if parameter == "ZONES" else [layer]})
    assert verdicts(result, "verdict", "tier")["P1"] == (verdict, tier)
    assert messages(result, "heritage_impact.site_missing")


def test_a_layer_of_one_tier_is_read_by_the_fields_told_of_it() -> None:
    layer = layer_of([(AROUND, {"WBDM": "S1"})], {"WBDM": "text"}, name="建设控制地带")
    write_field(layer, "site_id", "WBDM")
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), TIER_LAYERS=[layer])
    assert list(hits(result, "verdict")) == [("P1", "S1", "control_1")]


def test_layers_of_single_tiers_and_one_of_all_are_one() -> None:
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones((box(-9, -9, 60, 200), "S1", "control_1")),
                    TIER_LAYERS=[plain("lines 2", box(40, -9, 200, 200))],
                    TIER_LAYER_ROLES='{"lines 2": "burial_areas"}')
    assert {tier for _, _, tier in hits(result, "verdict")} == {"control_1", "burial"}


def test_lines_without_ids_belong_together_by_name() -> None:
    lines = layer_of([(AROUND, {"MC": "繁塔", "LX": "建设控制地带"}),
                      (box(0, 0, 10, 10), {"MC": "繁塔", "LX": "保护范围"})],
                     {"MC": "text", "LX": "text"}, name="zones")
    found = hits(impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=lines), "area_m2")
    # the control zone does not count the protection area within it: 10 000 − 100 m²
    assert found["P1", "繁塔", "control_1"] == pytest.approx(9_999.82 - 100.0, abs=0.02)


def test_nothing_is_known_of_lines_without_tier_and_role() -> None:
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), PARCELS=parcels((HERE, "D1", "出让")),
                    DEMOLITIONS=buildings((HERE, "H1", "其他")), ZONES=plain("某某", AROUND))
    assert verdicts(result) == {"P1": "consent", "D1": "archaeology_first", "H1": "consent"}
    assert "某某" in messages(result, "heritage_impact.tier_missing")[0]


def test_a_strange_tier_level_or_kind_is_told_with_the_words_that_are_known() -> None:
    lines = zones((AROUND, "S1", "什么线"))
    lines.dataProvider().changeAttributeValues({1: {lines.fields().indexOf("level"): "特级"}})
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), DEMOLITIONS=buildings((HERE, "H1", "祠堂")), ZONES=lines)
    for rule, word in (("tier_word", "什么线"), ("level_word", "特级"), ("kind_word", "祠堂")):
        (told,) = messages(result, f"heritage_impact.{rule}")
        assert word in told


def test_the_register_decides_the_level_and_the_highest_of_several_counts() -> None:
    lines = zones((AROUND, "S4", "control_1"))  # the lines say county
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=lines, REGISTER=register(
        ("S4", "关帝庙", "市级", None), ("S4", "关帝庙", "省级", None), ("S9", "别处", "国家级", None)))
    level, who = verdicts(result, "level", "consents")["P1"]
    assert (level, who.split("; ")[0]) == ("provincial", "the province's relics authority consents")


def test_an_id_that_the_register_gives_twice_is_told_and_judged_by_the_higher_level() -> None:
    """Two sites are called S4: nobody knows which of them a line is of. S9, twice too, has no line."""
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones((AROUND, "S4", "control_1")),
                    REGISTER=register(("S4", "某碑", "县级", None), ("S4", "关帝庙", "省级", None),
                                      ("S9", "别处", "市级", None), ("S9", "另一处", "市级", None)))
    [told] = messages(result, "heritage_impact.id_twice")
    assert "“register”" in told
    assert "“S4” stands 2 times: 关帝庙, 某碑." in told
    assert verdicts(result, "level")["P1"] == "provincial"


def test_one_tier_of_a_site_in_two_features_counts_its_land_once() -> None:
    """100 × 100 m under two features of one control zone that overlap by half: 10 000 m², not 15 000."""
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones(
        (box(0, 0, 75, 100), "S1", "control_1"), (box(25, 0, 75, 100), "S1", "control_1")))
    assert hits(result, "area_m2", "share") == {("P1", "S1", "control_1"): (pytest.approx(9_999.82, abs=0.02), 1.0)}


def test_a_line_without_id_and_name_is_called_by_its_feature() -> None:
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), TIER_LAYERS=[plain("历史文化保护线", AROUND)])
    assert verdicts(result, "site_name")["P1"] == "历史文化保护线, feature 1"


@pytest.mark.parametrize("listed", [False, True])
def test_an_unknown_level_is_said(listed: bool) -> None:
    lines = zones((AROUND, "X1", "control_1"))
    more = {"REGISTER": register(("X1", "某处", None, None) if listed else ("S9", "别处", "国家级", None))}
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=lines, **more)
    assert verdicts(result, "verdict", "level")["P1"] == ("consent", "")
    assert verdicts(result, "consents")["P1"].startswith("by the level of the site, which is not known")
    assert "X1" in messages(result, "heritage_impact.level_unknown")[0]
    assert bool(messages(result, "heritage_impact.not_registered")) is not listed


def test_provisional_lines_are_a_hint_only_and_said_so() -> None:
    lines = zones((AROUND, "S1", "protection"), (box(5000, 0, 9, 9), "S2", "protection"))
    lines.dataProvider().changeAttributeValues({row: {lines.fields().indexOf("provisional"): 1} for row in (1, 2)})
    (told,) = messages(impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=lines), "heritage_impact.provisional")
    assert ("铁塔" in told, "刘青霞故居" in told) == (True, False)  # nobody is judged by the other


@pytest.mark.parametrize(("word", "hint"), [("否", False), ("NO", False), ("0", False), ("是", True), ("1", True)])
def test_a_field_of_words_says_too_whether_lines_are_provisional(word: str, hint: bool) -> None:
    lines = layer_of([(AROUND, {"site_id": "S1", "tier": "protection", "暂定": word})],
                     {"site_id": "text", "tier": "text", "暂定": "text"}, name="zones")
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=lines)
    assert bool(messages(result, "heritage_impact.provisional")) is hint


@pytest.mark.parametrize("shapes", [(), (None,)])
def test_lines_without_any_shape_let_nobody_pass(shapes: tuple[str | None, ...]) -> None:
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), DEMOLITIONS=buildings((HERE, "H1", "历史建筑")),
                    ZONES=zones(*((shape, "S1", "protection") for shape in shapes)))
    assert verdicts(result) == {"P1": "not_judged", "H1": "forbidden"}  # art. 33 holds wherever the building stands
    assert "heritage_impact.unjudged_lines" in rules(result)


def test_an_empty_list_and_null_ids_are_no_crash() -> None:
    result = impact(PROJECTS=projects(), PARCELS=parcels((HERE, None, "出让")),  # type: ignore[arg-type]
                    DEMOLITIONS=buildings((HERE, None, "其他")),  # type: ignore[arg-type]
                    ZONES=zones((AROUND, None, "core"), (box(0, 0, 9, 9), None, "core")))
    assert sorted(rows_of(result["VERDICT"], "subject_kind", "subject_id", "verdict")) == [
        ("building", "#1", "consent"), ("parcel", "#1", "archaeology_first")]
    assert "project.none" in rules(result)
    assert len(rows_of(result["HITS"])) == 4  # each line stands for itself


def test_an_invalid_line_is_repaired_on_a_copy_and_told() -> None:
    bow = f"POLYGON(({X} {Y}, {X + 100} {Y + 100}, {X + 100} {Y}, {X} {Y + 100}, {X} {Y}))"
    result = impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones((bow, "S1", "protection")))
    # two triangles of 50 m by 100 m
    assert hits(result, "area_m2")["P1", "S1", "protection"] == pytest.approx(4_999.91, abs=0.1)
    assert "geometry.repaired" in rules(result)


@pytest.mark.parametrize(("crs", "words"), [("", "EPSG:4526"), ("EPSG:2362", "seven parameters")])
@pytest.mark.parametrize("which", ["PROJECTS", "ZONES", "PARCELS", "DEMOLITIONS"])
def test_an_unusable_crs_is_refused_with_the_remedy(crs: str, words: str, which: str) -> None:
    layers = {"PROJECTS": projects((HERE, "P1", "工业")), "ZONES": zones((AROUND, "S1", "protection")),
              "PARCELS": parcels((HERE, "D1", "出让")), "DEMOLITIONS": buildings((HERE, "H1", "其他"))}
    layers[which].setCrs(QgsCoordinateReferenceSystem(crs) if crs else QgsCoordinateReferenceSystem())
    with pytest.raises(QgsProcessingException, match=words):
        impact(**layers)


def test_lines_in_another_crs_of_the_same_datum_are_brought_along() -> None:
    result = impact(PROJECTS=projects((HERE, "P1", "工业")),
                    ZONES=zones((in_crs(AROUND, "EPSG:4490"), "S1", "protection"), crs="EPSG:4490"))
    assert verdicts(result, "verdict", "free_m2")["P1"] == ("forbidden", 0.0)


@pytest.mark.parametrize(("parameters", "words"), [
    ({"ZONES": None}, "no lines to judge by"), ({"PROJECTS": None}, "nothing to judge"),
    ({"ZONE_TIER_FIELD": "CJX"}, "CJX"), ({"TIER_LAYER_ROLES": "[]"}, "JSON object"),
])
def test_what_is_missing_is_named(parameters: dict[str, Any], words: str) -> None:
    given = {"PROJECTS": projects((HERE, "P1", "工业")), "ZONES": zones((AROUND, "S1", "protection")), **parameters}
    with pytest.raises(QgsProcessingException, match=words):
        impact(**{key: value for key, value in given.items() if value is not None})


def test_a_register_without_ids_is_refused() -> None:
    table = layer_of([(None, {"x": "1"})], {"x": "text"}, geometry="None", crs="", name="register")
    with pytest.raises(QgsProcessingException, match="site_id"):
        impact(PROJECTS=projects((HERE, "P1", "工业")), ZONES=zones((AROUND, "S1", "protection")), REGISTER=table)
