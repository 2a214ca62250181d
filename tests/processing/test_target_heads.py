"""Tables of targets as offices write them: heads with units, units that contradict, blank rows and totals."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProcessingException

from tests.builders import rows_of
from tests.processing.test_farmlandtargets import run, score, table, two_counties

pytestmark = pytest.mark.usefixtures("kf_provider")

MU = 10_000 / 15


def targets(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [row for row in score(result, "county", "cultivated", "unit_code", "target_m2") if row[1] is not None]


def one(head: str, value: float = 15.0, code: str = "行政区代码", said: str = "410221", **more: str) -> dict[str, Any]:
    """Run with a table of one row: the target of 2025 of a county under a head."""
    kinds = {code: "text", "指标": "text", head: "real", "年份": "integer", **dict.fromkeys(more, "text")}
    return run(LAND=two_counties(), TARGETS=table((said, "耕地保有量", value, 2025, *more.values()), **kinds))


@pytest.mark.parametrize(("head", "unit", "said", "shown"), [
    # by the head 30 m² and by the cell 30 mu of 666.67 m², and so on: nobody knows which is meant
    ("target_m2", "亩", "m²", "亩"), ("目标（亩）", "公顷", "mu (亩)", "公顷"),
    ("目标（公顷）", "亩", "ha (公顷)", "亩"), ("目标（万亩）", "亩", "万亩", "亩"),
    ("目标任务（亩）", "顷", "mu (亩)", "顷")])
def test_a_unit_in_the_head_and_another_in_the_row_are_refused(head: str, unit: str, said: str, shown: str) -> None:
    with pytest.raises(QgsProcessingException) as raised:
        one(head, 30.0, 单位=unit)
    assert "Table “targets” cannot be used" in str(raised.value)
    assert (f"row 1 states its target in {said} by the head “{head}” and in “{shown}” in field “单位”"
            in str(raised.value))


def test_a_unit_that_head_and_row_state_alike_is_no_contradiction() -> None:
    assert targets(one("目标（亩）", 15.0, 单位="亩")) == [("410221", 10_000.0)]
    assert targets(one("目标（公顷）", 1.0, 单位="hm²")) == [("410221", 10_000.0)]
    assert targets(one("目标（公顷）", 1.0, 单位="")) == [("410221", 10_000.0)]
    # where the column without a unit is filled, too, the unit is that of this column
    kinds = {"unit_code": "text", "indicator": "text", "target": "real", "unit": "text", "target_mu": "real"}
    both = run(LAND=two_counties(), TARGETS=table(("410221", "cultivated", 1.0, "公顷", 15.0), **kinds))
    assert targets(both) == [("410221", 10_000.0)]


@pytest.mark.parametrize(("head", "square_metres"), [
    ("目标值(亩)", 15 * MU), ("目标任务（亩）", 15 * MU), ("目标面积(亩)", 15 * MU), ("规划目标（亩）", 15 * MU),
    ("任务量（亩）", 15 * MU), ("目标 (亩)", 15 * MU), ("目标/亩", 15 * MU), ("目标\n（万亩）", 150_000 * MU),
    ("目标(单位：公顷)", 150_000.0), ("目标面积（万平方米）", 150_000.0), ("Target (mu)", 15 * MU)])
def test_heads_with_a_unit_are_understood(head: str, square_metres: float) -> None:
    assert targets(one(head)) == [("410221", pytest.approx(square_metres, abs=0.01))]


@pytest.mark.parametrize(("code", "said"), [
    ("行政区划代码", "410221"), ("区划代码", "410221"), ("县（区）", "杞县"), ("县 (区)", "杞县"),
    ("行政区划\n名称", "杞县"), ("行政区", "杞县"), ("行政区代码", "杞县")])
def test_heads_of_units_are_understood(code: str, said: str) -> None:
    assert targets(one("目标（亩）", code=code, said=said)) == [("410221", 10_000.0)]


def test_a_head_that_is_not_known_is_answered_with_those_that_are() -> None:
    with pytest.raises(QgsProcessingException) as raised:
        one("数量（亩）", code="地方")
    for part in ("“targets” has no field unit_code (行政区代码, XZQDM, 行政区划代码", "unit_name (行政区名称",
                 "县（区）", "target (目标值, 目标, 目标任务", "目标（亩）", "first row", "数量（亩）"):
        assert part in str(raised.value)


def test_a_unit_that_nobody_knows_and_two_columns_of_one_unit_are_refused() -> None:
    with pytest.raises(QgsProcessingException, match="“目标（顷）” of table “targets” names no unit that is known"):
        one("目标（顷）")
    with pytest.raises(QgsProcessingException, match="“目标（亩）” and “规划目标（亩）” of table “targets” mean the"):
        one("目标（亩）", **{"规划目标（亩）": "30"})
    with pytest.raises(QgsProcessingException, match="“任务量” and “目标值” of table “targets” mean the same"):
        one("目标值", **{"单位": "亩", "任务量": "30"})
    # beside a target that is known it is no more than another column
    assert targets(one("目标（亩）", **{"目标（新）": "30"})) == [("410221", 10_000.0)]


def test_rows_without_anything_are_passed_over_and_totals_are_told() -> None:
    kinds = {"行政区代码": "text", "县区": "text", "指标": "text", "目标（亩）": "real", "年份": "text"}
    result = run(LAND=two_counties(), TARGETS=table(
        ("410221", "杞县", "耕地保有量", 15.0, "2025年"), (None, " ", None, None, ""),
        ("410222", None, "耕地保有量", 3.0, "2025"), (None, "合 计", None, 18.0, None),
        ("全市总计", None, "耕地保有量", 18.0, "2025"), (None, None, "小计", 18.0, None), **kinds))
    assert targets(result) == [("410221", 10_000.0), ("410222", 2_000.0)]
    ((severity, message),) = [row[1:] for row in rows_of(result["FINDINGS"], "rule_id", "severity", "message")
                              if row[0] == "input.totals"]
    assert severity == "info"
    assert "3 rows of “targets”" in message
    assert "rows 4, 5, 6" in message


def test_a_row_that_is_half_blank_is_still_refused() -> None:
    kinds = {"行政区代码": "text", "指标": "text", "目标（亩）": "real"}
    with pytest.raises(QgsProcessingException, match="row 2 has neither unit code nor name") as raised:
        run(LAND=two_counties(), TARGETS=table(("410221", "耕地", 15.0), (None, None, 3.0), **kinds))
    assert "known are" not in str(raised.value)  # all indicators there are: none of its faults
