"""What an account of two epochs cannot tell: stable land without a rule to tell it, and what no layer was given for."""
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsRenderContext

from kf_resources_plugin.cartography.styles import apply_style
from tests.builders import land_layer, rows_of
from tests.processing.epochs import account, findings, parcel, polygon_layer, run, strips, survey
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

ONE = area(0, 0, 100, 100)


def bare(*rows: tuple[str, dict[str, Any]], name: str = "land") -> QgsVectorLayer:
    """Return parcels without slope class, terrace and detail code."""
    return land_layer(rows, name=name)


def moved(out_width: float, in_width: float) -> tuple[list[tuple[str, dict[str, Any]]], ...]:
    """Return two epochs of 100 m height: so many metres went out to garden, so many came in from grass."""
    shapes = [box(0, 0, out_width, 100), box(out_width, 0, in_width, 100)]
    return tuple([(shape, parcel(name, code)) for shape, name, code in zip(shapes, "AB", codes)]
                 for codes in (("0102", "0404"), ("0201", "0102")))


def document(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))["document"]


def said_m2(message: str) -> list[float]:
    return [float(number) for number in re.findall(r"(-?[\d.]+) m²", message)]


def test_what_came_in_is_not_called_stable_where_no_rule_could_tell_it(tmp_path: Path) -> None:
    """1.00 ha went out, 1.10 ha came in: +0.10 ha if all of it is stable, −1.00 ha if none of it is."""
    before, after = moved(100, 110)
    came = area(100, 0, 110, 100)
    result = run(survey(*before), bare(*after, name="later"), RUN_RECORD=str(tmp_path / "r.json"))
    assert (result["IN_M2"], result["IN_STABLE_M2"], result["NET_M2"]) == (pytest.approx(came, abs=CENT), None, None)
    for output in ("ACCOUNT", "TOWNSHIPS"):
        assert rows_of(result[output], "in_stable_m2", "net_m2", "balanced", "in_grade", "in_capacity_kg") == [
            (None,) * 5]
    assert sorted(rows_of(result["CHANGES"], "direction", "stable")) == [("in", None), ("out", 1)]
    told = findings(result, "subject_id", "severity", "rule_status", "area_m2", "message", "remedy")
    ((unit, severity, status, size, message, remedy),) = told["change.stability_open"]
    assert (unit, severity, status, size) == ("410222", "warning", "house", pytest.approx(came, abs=CENT))
    assert said_m2(message) == pytest.approx([came, -ONE, came - ONE], abs=2 * CENT)
    assert "“later”" in message
    assert all(name in remedy for name in ("“later”", "GDPDJB", "TBXHDM", "Strictly controlled polluted land"))
    assert not {"change.short", "change.open", "change.stability_stands"} & set(told)
    tables = document(tmp_path / "r.json")["tables"]
    assert [[row[key] for key in ("stable", "net", "verdict")] for row in tables[0]["rows"]] == [
        ["unknown", "unknown", "open"]]
    assert [tables[0]["total"][key] for key in ("stable", "net")] == ["unknown", "unknown"]
    quality = tables[1]["rows"][0]
    assert [quality[key] for key in ("stable", "in_grade", "in_capacity", "quality")] == ["unknown"] * 4
    hectares = {row["item"]: row["ha"] for row in tables[2]["rows"]}
    assert (hectares["Stable part of in"], hectares["Net"]) == ("unknown", "unknown")


def test_the_map_draws_what_nobody_can_tell_as_that() -> None:
    """A forest was cleared three times over: on level land, on a river beach, and without any field to tell."""
    drawn = []
    for after in (survey(*strips("0102", GDPDJB="1")), survey(*strips("0102", TBXHDM="HDGD")), bare(*strips("0102"))):
        layer = run(survey(*strips("0301")), after)["CHANGES"]
        apply_style(layer, "farmland_changes")
        renderer, context = layer.renderer(), QgsRenderContext()
        (feature,) = layer.getFeatures()
        context.expressionContext().setFields(layer.fields())
        context.expressionContext().setFeature(feature)
        renderer.startRender(context, layer.fields())
        drawn.append([item.label() for item in renderer.legendSymbolItems()
                      if item.ruleKey() in renderer.legendKeysForFeature(feature, context)])
        renderer.stopRender(context)
    assert [labels[-1] for labels in drawn] == ["In, stable", "In, not stable", "In, not known whether stable"]


def test_a_unit_that_is_short_whatever_is_stable_is_short() -> None:
    """1.00 ha went out, 0.50 ha came in: at least 0.50 ha are missing."""
    before, after = moved(100, 50)
    result = run(survey(*before), bare(*after))
    half = area(100, 0, 50, 100)
    assert account(result, "in_stable_m2", "net_m2", "balanced") == (None, None, 0)
    told = findings(result, "severity", "area_m2", "message")
    ((severity, size, message),) = told["change.short"]
    assert (severity, size) == ("error", pytest.approx(ONE - half, abs=2 * CENT))
    assert f"short of at least {ONE - half:.2f} m²: at most {half:.2f} m² of stable land" in message
    ((severity, size, message),) = told["change.stability_stands"]
    assert (severity, size) == ("info", pytest.approx(half, abs=CENT))
    assert message.endswith("the verdict on the balance stands either way.")
    assert "change.stability_open" not in told


@pytest.mark.parametrize(("before", "after", "expected", "told"), [
    (("0404",), ("0102",), (None, None, 1), "change.stability_stands"),  # nothing is to be matched
    (("0102",), ("0201",), (0.0, -ONE, 0), ""),  # nothing came in: none of it is stable
    (("0102",), ("0102",), (0.0, 0.0, 1), "")])
def test_without_in_or_out_stability_turns_nothing(before: tuple[str, ...], after: tuple[str, ...],
                                                   expected: tuple[float | None, ...], told: str) -> None:
    result = run(bare(*strips(*before)), bare(*strips(*after)))
    assert account(result, "in_stable_m2", "net_m2", "balanced") == pytest.approx(expected, abs=CENT)
    assert {rule for rule in findings(result) if rule.startswith("change.stability")} == ({told} if told else set())


def test_one_area_layer_is_ground_enough_for_a_verdict() -> None:
    before, after = moved(100, 110)
    polluted = polygon_layer((box(5000, 0, 10, 10), {}), name="polluted_land")
    result = run(bare(*before), bare(*after), MASKS=[polluted])
    came = area(100, 0, 110, 100)
    assert account(result, "in_stable_m2", "balanced") == (pytest.approx(came, abs=CENT), 1)
    assert not any(rule.startswith("change.stability") for rule in findings(result))


def test_land_of_an_unknown_class_comes_on_top_of_what_nobody_can_tell() -> None:
    """1.00 ha out, 0.90 ha in, 0.20 ha of an unknown class: all stable and all in would be +0.10 ha."""
    before, after = moved(100, 90)
    for rows in (before, after):
        rows.append((box(190, 0, 20, 100), parcel("C", "9999")))
    result = run(bare(*before), bare(*after))
    assert account(result, "net_m2", "balanced") == (None, None)
    told = findings(result, "message")
    ((message,),) = told["change.open"]
    assert f"The net of {-ONE:.2f} to {area(100, 0, 90, 100) - ONE:.2f} m² speaks" in message
    assert len(told["change.stability_open"]) == 1


def test_what_no_layer_was_given_for_is_unknown_and_not_0(tmp_path: Path) -> None:
    result = run(survey(*strips("0102")), survey(*strips("0601")), RUN_RECORD=str(tmp_path / "r.json"))
    assert (result["PERMANENT_M2"], result["SUSPECTED_M2"], result["EXEMPT_M2"]) == (None, None, 0)
    for output in ("ACCOUNT", "TOWNSHIPS"):
        assert rows_of(result[output], "permanent_m2", "suspected_m2", "exempt_m2") == [(None, None, 0)]
    told = findings(result, "role", "severity")
    assert told["change.permanent_not_given"] == [("permanent_farmland", "info")]
    assert told["change.approvals_not_given"] == [("approvals", "info")]
    rows = {row["item"]: row["m2"] for row in document(tmp_path / "r.json")["tables"][2]["rows"]}
    assert rows["Permanent basic farmland lost"] == rows["Suspected loss without approval"] == "not examined"


def test_what_a_layer_was_given_for_is_0_where_there_is_none(tmp_path: Path) -> None:
    far = box(5000, 0, 10, 10)
    result = run(survey(*strips("0102")), survey(*strips("0201")), RUN_RECORD=str(tmp_path / "r.json"),
                 PERMANENT_FARMLAND=polygon_layer((far, {}), name="permanent"),
                 APPROVALS=polygon_layer((far, {}), name="approvals"))
    assert (result["PERMANENT_M2"], result["SUSPECTED_M2"]) == (0, 0)
    assert account(result, "permanent_m2", "suspected_m2") == (0, 0)
    assert not any(rule.endswith("_not_given") for rule in findings(result))
    rows = {row["item"]: row["m2"] for row in document(tmp_path / "r.json")["tables"][2]["rows"]}
    assert rows["Permanent basic farmland lost"] == rows["Suspected loss without approval"] == "0.00"


@pytest.mark.usefixtures("chinese_texts")
def test_in_chinese_it_is_said_what_would_tell(tmp_path: Path) -> None:
    before, after = moved(100, 110)
    result = run(bare(*before), bare(*after, name="变更后"), RUN_RECORD=str(tmp_path / "r.json"))
    ((message, remedy),) = findings(result, "message", "remedy")["change.stability_open"]
    assert message.startswith("通许县（410222）耕地进出平衡与否尚不能确定：没有一条稳定耕地的判定能够应用于图层")
    assert "“变更后”" in message
    assert "字段 GDPDJB、TBXHDM；" in remedy
    assert "严格管控类" in remedy
    table = document(tmp_path / "r.json")["tables"][0]
    assert [table["rows"][0][key] for key in ("stable", "net", "verdict")] == ["未知", "未知", "待定"]
    before, after = moved(100, 50)
    ((message,),) = findings(run(bare(*before), bare(*after)), "message")["change.short"]
    missing = ONE - area(100, 0, 50, 100)
    assert f"缺 至少 {missing:.2f} 平方米：稳定的流入 至多 {area(100, 0, 50, 100):.2f} 平方米" in message
