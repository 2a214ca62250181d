"""Land efficiency end to end: the worked example, economics of a year, parks by size, standard land, bad input."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer

from tests.builders import layer_of, rows_of
from tests.processing.places import area, box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

MU = 10_000 / 15
# ten mu each, per mu: tax 12, 9, 8 and 2, value added 40, investment 100 (10 000 CNY), a floor area ratio of 1
FIELDS = ("企业编号", "企业名称", "用地面积", "税收", "增加值", "固定资产投资", "建筑面积")
ROWS = [("E1", "甲", 10 * MU, 120, 400, 1000, 10 * MU), ("E2", "乙", 10 * MU, 90, 400, 1000, 10 * MU),
        ("E3", "丙", 10 * MU, 80, 400, 1000, 10 * MU), ("E4", "丁", 10 * MU, 20, 400, 1000, 10 * MU)]


def table(names: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "table") -> QgsVectorLayer:
    """Return a table of texts."""
    return layer_of([(None, {field: None if value is None else str(value) for field, value in zip(names, row)})
                     for row in rows], dict.fromkeys(names, "text"), geometry="None", crs="", name=name)


def own_rules(tmp_path: Path, **thresholds: Any) -> str:
    """Return an own rule file with benchmarks 10, 40, 100 (10 000 CNY) and 1."""
    text = {"document": None, "document_en": None, "number": None, "document_date": None, "article": None,
            "effective_from": None, "effective_to": None, "severity": "info", "status": "house", "message_zh": "评分",
            "message_en": "Score", "remedy_zh": "", "remedy_en": "", "source": "test"}
    values = {"park_weights": [0.4, 0.3, 0.2, 0.1], "enterprise_weights": [0.4, 0.3, 0.2, 0.1],
              "park_benchmarks": [100_000, 400_000, 1_000_000, 1],
              "enterprise_benchmarks": [100_000, 400_000, 1_000_000, 1], "cap_coefficient": 1.5, **thresholds}
    path = tmp_path / "own.json"
    path.write_text(json.dumps({"$schema": "rules.schema.json", "topic": "efficiency", "rows": [
        {"id": "efficiency.score", "thresholds": values, **text}]}), encoding="utf-8")
    return str(path)


def run(**parameters: Any) -> dict[str, Any]:
    return processing.run("kf:landefficiency", {
        "PARCELS": table(FIELDS, ROWS), "RULES_DATE": "2026-01-10",
        **dict.fromkeys(("RATING", "SUMMARY", "FINDINGS"), "memory:"), **parameters})


def told(result: dict[str, Any]) -> list[str]:
    return sorted(rule for (rule,) in rows_of(result["FINDINGS"], "rule_id") if rule.startswith("efficiency."))


def test_the_worked_example(tmp_path: Path) -> None:
    # 40·tax/10 + 60: 108, 96, 92, 68; of four enterprises: ends 0.6 → 1, 3.6 → 4: A, B, B, B
    result = run(RULES=own_rules(tmp_path))
    assert rows_of(result["RATING"], "parcel_id", "name", "score", "rank", "class", "next_class", "next_score") == [
        ("E1", "甲", 108.0, 1, "A", None, None), ("E2", "乙", 96.0, 2, "B", "A", 108.0),
        ("E3", "丙", 92.0, 3, "B", "A", 108.0), ("E4", "丁", 68.0, 4, "B", "A", 108.0)]
    # the second lacks 12: tax of 12, or value added of 56 (10 000 CNY per mu); the last lacks 40, tax 2 + 10 = 12
    assert rows_of(result["RATING"], "tax_per_mu_cny_needed", "value_added_per_mu_cny_needed",
                   "investment_per_mu_cny_needed", "floor_area_ratio_needed") == [
        (None, None, None, None), (120_000.0, 560_000.0, None, None), (120_000.0, None, None, None),
        (120_000.0, None, None, None)]
    assert rows_of(result["RATING"], "tax_per_mu_cny", "floor_area_ratio")[0] == (120_000.0, 1.0)
    assert rows_of(result["SUMMARY"], "class", "subjects", "lowest_score", "highest_score") == [
        ("A", 1, 108.0, 108.0), ("B", 3, 68.0, 96.0)]
    assert [result[f"{word}_COUNT"] for word in "ABCD"] == [1, 3, 0, 0]
    assert told(result) == ["efficiency.few"]


def test_the_mean_is_the_benchmark_by_default() -> None:
    # mean tax (12 + 9 + 8 + 2) / 4 = 7.75: 40·min(12/7.75, 1.5) + 60 = 120; 40·2/7.75 + 60 = 70.3226
    result = run()
    scores = [row[0] for row in rows_of(result["RATING"], "score")]
    assert (scores[0], scores[3]) == (120.0, 70.3226)
    # the second has 106.4516 and lacks 13.5484: value added of 40·(1 + 13.5484/30) = 58.0645, rounded up to be enough
    assert rows_of(result["RATING"], "value_added_per_mu_cny_needed")[1] == (580_700.0,)


def test_polygons_are_measured_where_no_area_is_declared() -> None:
    names = ("parcel_id", "SS", "ZJZ", "GDTZ", "JZMJ", "ZDMJ")
    parcels = layer_of([(box(0, 0, 100, 100), dict(zip(names, ("P1", "10", "10", "10", "5000", None)))),
                        (box(100, 0, 100, 100), dict(zip(names, ("P2", "10", "10", "10", "5000", "5000"))))],
                       dict.fromkeys(names, "text"), name="parcels")
    result = run(PARCELS=parcels)
    assert [row[0] for row in rows_of(result["RATING"], "area_m2")] == pytest.approx(
        [area(0, 0, 100, 100), 5000.0], abs=0.02)
    assert all(feature.hasGeometry() for feature in result["RATING"].getFeatures())


def test_land_of_one_subject_is_added_up() -> None:
    # E1 has its figures on two rows of 5 mu: 60 each, together 120 on ten mu as before
    half = ("E1", "甲", 5 * MU, 60, 200, 500, 5 * MU)
    result = run(PARCELS=table(FIELDS, [half, half, *ROWS[1:]]))
    assert rows_of(result["RATING"], "parcel_id", "score")[:2] == [("E1", 120.0)] * 2
    assert result["SUBJECTS_COUNT"] == 4
    assert "efficiency.added" in told(result)


ECONOMICS = ("parcel_id", "年度", "SS", "ZJZ", "GDTZ", "JZMJ")


def economics(*more: Sequence[Any]) -> QgsVectorLayer:
    rows = [(row[0], year, row[3] * factor, *row[4:]) for year, factor in (("2023", 2), ("2024年", 1)) for row in ROWS]
    return table(ECONOMICS, [*rows, *more], "economics")


def test_economics_are_those_of_one_year(tmp_path: Path) -> None:
    land, rules = table(FIELDS[:3], [row[:3] for row in ROWS]), own_rules(tmp_path)
    last = run(PARCELS=land, ECONOMICS=economics(), RULES=rules)
    assert [row[0] for row in rows_of(last["RATING"], "score")] == [108.0, 96.0, 92.0, 68.0]
    # 2023 has twice the tax: 40·min(2.4, 1.5) + 60 = 120 for three, 40·0.4 + 60 = 76
    before = run(PARCELS=land, ECONOMICS=economics(), RULES=rules, YEAR=2023)
    assert [row[0] for row in rows_of(before["RATING"], "score")] == [120.0, 120.0, 120.0, 76.0]
    assert [row[0] for row in rows_of(before["RATING"], "rank")] == [1, 1, 1, 4]


def test_economics_that_fit_nothing_are_told() -> None:
    land = table(FIELDS[:3], [*(row[:3] for row in ROWS), ("E9", "戊", 10 * MU)])
    odd = [("X1", "2024", 1, 1, 1, 1), ("E1", None, 1, 1, 1, 1), ("E1", "soon", 1, 1, 1, 1)]
    result = run(PARCELS=land, ECONOMICS=economics(*odd))
    assert told(result) == ["efficiency.few", "efficiency.stranger", "efficiency.unknown", "efficiency.year_unusable"]
    assert rows_of(result["RATING"], "parcel_id", "class")[-1] == ("E9", "undetermined")


def test_parks_count_the_investment_of_the_year_and_are_split_by_revenue() -> None:
    names = ("parcel_id", "类别", "ZDMJ", "SS", "ZJZ", "XZTZ", "JZMJ", "YYSR")
    # 20 billion CNY are 2 000 000 (10 000 CNY): at it is large, below it small; services are not split
    rows = [("K1", "制造业", MU, 10, 10, 10, MU, 2_000_000), ("K2", "制造业", MU, 5, 10, 10, MU, 1_999_999),
            ("K3", "服务业", MU, 5, 10, 10, MU, None), ("K4", "制造业", MU, 5, 10, 10, MU, None)]
    result = run(PARCELS=table(names, rows), LEVEL="park")
    assert rows_of(result["RATING"], "parcel_id", "size", "score", "rank") == [
        ("K1", "large", 100.0, 1), ("K2", "small", 100.0, 1), ("K3", "", 100.0, 1), ("K4", "unknown", None, None)]
    assert rows_of(result["RATING"], "investment_per_mu_cny")[0] == (100_000.0,)
    assert told(result) == ["efficiency.few"] * 3 + ["efficiency.unknown"]


def test_standard_land_is_checked_parcel_by_parcel() -> None:
    names = (*FIELDS, "约定投资强度", "约定亩均税收", "约定容积率", "环境达标")
    rows = [(*ROWS[0], 100, 12, 1, "是"), (*ROWS[1], 100, 9.01, 1, None), (*ROWS[2], None, None, 0, "否"),
            (*ROWS[3], None, None, None, None)]
    result = run(PARCELS=table(names, rows))
    assert rows_of(result["RATING"], "standard") == [("met",), ("missed",), ("missed",), ("none",)]
    assert result["STANDARD_MISSED_COUNT"] == 2
    said = [message for rule, message in rows_of(result["FINDINGS"], "rule_id", "message")
            if rule == "efficiency.standard_missed"]
    assert ["tax per mu" in text for text in said].count(True) == 1
    assert ["environmental standard" in text for text in said].count(True) == 1


def test_words_of_the_environmental_standard_and_what_cannot_be_read() -> None:
    said = ("达标", "未达标", "是", "大致", None, None)
    invested = (None, None, None, None, "约100", "90")
    names = (*FIELDS, "约定投资强度(万元/亩)", "环境达标")
    rows = [(f"E{place}", *ROWS[0][1:], each, kept) for place, (each, kept) in enumerate(zip(invested, said))]
    result = run(PARCELS=table(names, rows))
    assert [row[0] for row in rows_of(result["RATING"], "standard")] == [
        "met", "missed", "met", "unknown", "unknown", "met"]
    assert [rule for rule in told(result) if "standard" not in rule] == [
        "efficiency.environment_unclear", "efficiency.number_unusable"]


def test_standard_land_of_one_enterprise_is_measured_each_by_its_own_figures() -> None:
    # 5 mu each: a tax of 80 is 16 per mu, 40 is 8; 12 were agreed for both, as much as the enterprise has on its 10 mu
    rows = [("E1", "甲", 5 * MU, tax, 200, 500, 5 * MU, 12) for tax in (80, 40)]
    names = (*FIELDS, "约定亩均税收")
    assert rows_of(run(PARCELS=table(names, rows))["RATING"], "standard") == [("met",), ("missed",)]
    # economics tell of the whole enterprise only: 120 on 10 mu
    sums = table(("parcel_id", *FIELDS[3:]), [("E1", 120, 400, 1000, 10 * MU)])
    assert rows_of(run(PARCELS=table(names, rows), ECONOMICS=sums)["RATING"], "standard") == [("met",), ("met",)]


@pytest.mark.parametrize(("row", "rules"), [
    (("E5", "", 0, 1, 1, 1, 1), ["efficiency.number_unusable", "efficiency.unknown"]),
    (("E5", "", None, 1, 1, 1, 1), ["efficiency.unknown"]),
    (("E5", "", MU, -1, 1, 1, 1), ["efficiency.number_unusable", "efficiency.unknown"]),
    (("E5", "", MU, "much", 1, 1, 1), ["efficiency.number_unusable", "efficiency.unknown"]),
    (("E5", "", MU, None, 1, 1, 1), ["efficiency.unknown"]),
    ((None, "", MU, 1, 1, 1, 1), ["efficiency.id_missing"])])
def test_what_cannot_be_used_is_told_and_never_guessed(row: tuple[Any, ...], rules: list[str]) -> None:
    result = run(PARCELS=table(FIELDS, [*ROWS, row]))
    assert [rule for rule in told(result) if rule != "efficiency.few"] == rules
    assert result["UNDETERMINED_COUNT"] == ("efficiency.unknown" in rules)


def test_kinds_that_differ_and_figures_that_nobody_has_are_told() -> None:
    names = (*FIELDS, "类别")
    half = ("E1", "甲", 5 * MU, 0, 200, 500, 5 * MU)
    result = run(PARCELS=table(names, [(*half, "钢铁"), (*half, "食品")]))
    assert told(result) == ["efficiency.added", "efficiency.groups_differ", "efficiency.no_benchmark"]
    assert result["UNDETERMINED_COUNT"] == 1


@pytest.mark.parametrize(("parameters", "said"), [
    ({"PARCELS": ("企业编号", "税收")}, "ZDMJ"), ({"KIND_FIELD": "nowhere"}, "nowhere"), ({"YEAR": 2024}, "not given"),
    ({"YEAR": 2024, "ECONOMICS": ("parcel_id", "SS")}, "ND"), ({"ECONOMICS": ("SS", "ND")}, "parcel_id"),
    ({"ECONOMICS": ECONOMICS, "YEAR": 2020}, "2020")])
def test_what_keeps_a_run_from_starting_is_named(parameters: dict[str, Any], said: str) -> None:
    given = {name: table(value, [["1"] * len(value)]) if isinstance(value, tuple) else value
             for name, value in parameters.items()}
    with pytest.raises(QgsProcessingException, match=said):
        run(**given)


def test_rules_that_cannot_be_used_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="enterprise_weights"):
        run(RULES=own_rules(tmp_path, enterprise_weights=[1, 1]))


def test_report_and_record(tmp_path: Path) -> None:
    paths = {name: tmp_path / file for name, file in (("REPORT", "report.html"), ("RUN_RECORD", "record.json"))}
    run(RULES=own_rules(tmp_path), **{name: str(path) for name, path in paths.items()})
    tables = {each["title"]: each["rows"] for each in json.loads(
        paths["RUN_RECORD"].read_text(encoding="utf-8"))["document"]["tables"]}
    assert tables["Weights and benchmarks"][1]["tax"] == "10.00"
    assert [row["class"] for row in tables["By rank"]] == ["A", "B", "B", "B"]
    assert tables["What raises one class"][0] == {
        "id": "E2", "name": "乙", "class": "B → A", "score": "96.00 → 108.00", "tax": "12.00", "value_added": "56.00",
        "investment": "", "floor_area": ""}
    assert "108.00" in paths["REPORT"].read_text(encoding="utf-8")


@pytest.mark.parametrize(("head", "unit", "stated"), [
    ("用地面积（亩）", "head", "10"), ("用地面积（公顷）", "head", "0.66666667"), ("用地面积", "mu", "10"),
    ("用地面积(平方米)", "mu", "6666.6667")])
def test_areas_and_amounts_in_other_units_are_the_same_rating(tmp_path: Path, head: str, unit: str,
                                                              stated: str) -> None:
    # the worked example: areas of ten mu, tax in CNY, value added in 100 million, floor in 10 000 m²
    names = ("企业编号", "企业名称", head, "税收（元）", "增加值(亿元)", "固定资产投资（万元）", "建筑面积（万平方米）")
    rows = [(*row[:2], stated, row[3] * 10_000, row[4] / 10_000, row[5], 0.66666667) for row in ROWS]
    result = run(PARCELS=table(names, rows), AREA_UNIT=unit, RULES=own_rules(tmp_path))
    assert rows_of(result["RATING"], "score", "class") == [(108.0, "A"), (96.0, "B"), (92.0, "B"), (68.0, "B")]
    assert [tax for (tax,) in rows_of(result["RATING"], "tax_per_mu_cny")] == pytest.approx(
        [120_000, 90_000, 80_000, 20_000], rel=1e-7)


def test_floors_are_square_metres_wherever_land_is_in_mu(tmp_path: Path) -> None:
    # the worked example with the land in mu: a floor area ratio of 1; the floor in 10 000 m² is told
    names = ("企业编号", "企业名称", "ZDMJ", *FIELDS[3:])
    for floor, said in ((10 * MU, False), (10 * MU / 10_000, True)):
        rows = [(*row[:2], 10, *row[3:6], floor) for row in ROWS]
        result = run(PARCELS=table(names, rows), AREA_UNIT="mu", RULES=own_rules(tmp_path))
        ratios = [ratio for (ratio,) in rows_of(result["RATING"], "floor_area_ratio")]
        assert ratios == pytest.approx([floor / 10 / MU] * 4, abs=1e-4)
        assert ("efficiency.floor_small" in told(result)) == said


def test_a_field_that_somebody_chose_is_read_whatever_its_head_says() -> None:
    names = ("企业编号", "企业名称", "宗地面积(实测)", *FIELDS[3:])
    result = run(PARCELS=table(names, ROWS), AREA_FIELD="宗地面积(实测)")
    assert [area for (area,) in rows_of(result["RATING"], "area_m2")] == pytest.approx([10 * MU] * 4, abs=0.01)


def test_an_agreement_in_another_unit_is_not_left_out() -> None:
    with pytest.raises(QgsProcessingException, match=r"no unit that is known: “约定投资强度\(万元/公顷\)”.*万元/亩"):
        run(PARCELS=table((*FIELDS, "约定投资强度(万元/公顷)"), [(*row, 1500) for row in ROWS]))


@pytest.mark.parametrize("head", ["用地面积（顷）", "税收（百元）", "建筑面积(含地下)"])
def test_a_unit_that_nobody_knows_is_refused(head: str) -> None:
    names = tuple(head if head.startswith(name) else name for name in FIELDS)
    with pytest.raises(QgsProcessingException, match="no unit that is known: “" + head.replace("(", r"\(").replace(
            ")", r"\)")):
        run(PARCELS=table(names, ROWS))


def test_areas_that_may_be_mu_are_told_and_those_that_are_hectares_refused() -> None:
    result = run(PARCELS=table(FIELDS, [(*row[:2], 10, *row[3:]) for row in ROWS]))
    assert ("stock.area_small",) in rows_of(result["FINDINGS"], "rule_id")
    parcels = layer_of([(box(0, 0, 100, 100), dict(zip(FIELDS, ("E1", "甲", "1", "10", "10", "10", "5000"))))],
                       dict.fromkeys(FIELDS, "text"), name="parcels")
    with pytest.raises(QgsProcessingException, match=r"(?s)用地面积.*parcels.*hectares"):
        run(PARCELS=parcels)
    assert rows_of(run(PARCELS=parcels, AREA_UNIT="ha")["RATING"], "area_m2") == [(10_000.0,)]


@pytest.mark.parametrize(("stated", "found"), [("2", ["efficiency.area_differs"]), ("10499.81", []), ("9499.83", [])])
def test_a_declared_area_that_counts_is_held_against_its_shape(stated: str, found: list[str]) -> None:
    parcels = layer_of([(box(0, 0, 100, 100), dict(zip(FIELDS, ("E1", "甲", stated, "10", "10", "10", "5000"))))],
                       dict.fromkeys(FIELDS, "text"), name="parcels")
    result = run(PARCELS=parcels)
    assert [rule for rule in told(result) if rule != "efficiency.few"] == found
    assert rows_of(result["RATING"], "area_m2") == [(float(stated),)]
