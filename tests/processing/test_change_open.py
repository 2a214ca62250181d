"""Accounts of two epochs that nobody can judge: the verdict is open, never "balanced" for want of land to compare."""
from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import rows_of
from tests.processing.epochs import findings, parcel, polygon_layer, run, strips, survey
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

HALF, ALL = area(0, 0, 100, 100), area(0, 0, 200, 100)


@pytest.mark.parametrize(("before", "after", "unknown", "alone"), [
    (strips("0102", "0102"), strips("9999", "0102"), HALF, 0),
    (strips("9999", "0102"), strips("0201", "0102"), HALF, 0),  # it may have been cultivated land that went out
    (strips("9999", "0102"), strips("9999", "0102"), HALF, 0),
    (strips("0102", "0102"), strips("0102"), 0, HALF),
    (strips("0102"), [(box(5000, 0, 100, 100), parcel("A", "0102"))], 0, HALF + area(5000, 0, 100, 100)),
    (strips("0102", "0102"), [], 0, ALL), ([], strips("0102", "0201"), 0, ALL),
    (strips("0102", "9999"), [], HALF, HALF),
], ids=["unknown after", "unknown before", "unknown in both", "half", "disjoint", "later empty", "earlier empty",
        "unknown and alone"])
def test_the_verdict_is_open_where_land_cannot_be_compared(before: Any, after: Any, unknown: float,
                                                           alone: float) -> None:
    result = run(survey(*before), survey(*after))
    for output in ("ACCOUNT", "TOWNSHIPS"):
        assert rows_of(result[output], "unit_code", "net_m2", "balanced") == [("410222", 0.0, None)]
    told = findings(result, "subject_id", "severity", "rule_status", "area_m2", "message")
    ((unit, severity, status, size, message),) = told["change.open"]
    assert (unit, severity, status) == ("410222", "warning", "house")
    assert size == pytest.approx(unknown + alone, abs=3 * CENT)
    said = [float(number) for number in re.findall(r"([\d.]+) m²", message)]
    assert said[1:] == pytest.approx([unknown, alone, 0.0], abs=3 * CENT)
    assert "change.short" not in told


@pytest.mark.parametrize(("beyond", "balanced"), [(0.0100, 1), (0.0102, None)])
def test_borders_that_were_redrawn_leave_the_verdict(beyond: float, balanced: int | None) -> None:
    """1 cm beside 100 m is 1 part in 10 001 of all land, 1.02 cm is more than 1 in 10 000."""
    result = run(survey((box(0, 0, 100, 100), parcel("A", "0102"))),
                 survey((box(0, 0, 100 + beyond, 100), parcel("A", "0102"))))
    assert rows_of(result["ACCOUNT"], "balanced") == [(balanced,)]
    assert ("change.open" in findings(result)) == (balanced is None)


def test_the_figures_stay_and_another_unit_keeps_its_verdict(tmp_path: Path) -> None:
    """A hectare went out in each county; in 410222 two more have a class that nobody knows."""
    units = polygon_layer((box(0, 0, 300, 100), {"XZQDM": "410222", "XZQMC": "通许县"}),
                          (box(300, 0, 100, 100), {"XZQDM": "410223", "XZQMC": "尉氏县"}), name="units", XZQDM="text",
                          XZQMC="text")
    result = run(survey(*strips("0102", "0102", "0102", "0102")), survey(*strips("0201", "9999", "9999", "0201")),
                 UNITS=units, RUN_RECORD=str(tmp_path / "r.json"))
    hectare = pytest.approx(-HALF, abs=CENT)
    assert sorted(rows_of(result["ACCOUNT"], "unit_code", "net_m2", "balanced")) == [
        ("410222", hectare, None), ("410223", hectare, 0)]
    told = findings(result, "subject_id")
    assert (told["change.open"], told["change.short"]) == ([("410222",)], [("410223",)])
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    assert [row["verdict"] for row in document["tables"][0]["rows"]] == ["open", "short"]


@pytest.mark.parametrize(("codes", "unknown_height", "balanced"), [
    (("0102", "0201"), 10, 0), (("0102", "0201"), 101, None), (("0201", "0102"), 10, 1), (("0201", "0102"), 101, None)])
def test_a_little_land_of_an_unknown_class_does_not_hide_what_is_certain(
        codes: tuple[str, str], unknown_height: int, balanced: int | None, tmp_path: Path) -> None:
    """One hectare went out or came in; 0.1 ha of an unknown class turn nothing, 1.01 ha may."""
    mistyped = (box(0, 100, 100, unknown_height), parcel("B", "XX"))
    result = run(*(survey((box(0, 0, 100, 100), parcel("A", code)), mistyped) for code in codes),
                 RUN_RECORD=str(tmp_path / "r.json"))
    for output in ("ACCOUNT", "TOWNSHIPS"):
        assert rows_of(result[output], "balanced") == [(balanced,)]
    told = findings(result, "severity", "area_m2", "message")
    assert ("change.open" in told) == (balanced is None)
    assert ("change.short" in told) == (balanced == 0)
    if balanced == 0:
        ((severity, size, _),) = told["change.short"]
        assert (severity, size) == ("error", pytest.approx(HALF, abs=CENT))
    ((severity, size, message),) = told["change.open" if balanced is None else "change.verdict_stands"]
    unknown = area(0, 100, 100, unknown_height)
    assert (severity, size) == ("warning" if balanced is None else "info", pytest.approx(unknown, abs=2 * CENT))
    net = HALF if codes == ("0201", "0102") else -HALF
    said = [float(number) for number in re.findall(r"(-?[\d.]+) m²", message)]
    assert said == pytest.approx([HALF + unknown, unknown, 0.0, net], abs=2 * CENT)
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    assert [row["verdict"] for row in document["tables"][0]["rows"]] == [
        {0: "short", 1: "balanced", None: "open"}[balanced]]


def test_the_report_shows_townships_whose_verdict_is_open_though_nothing_moved(tmp_path: Path) -> None:
    """Township 100: unknown; 101: nothing moved; 102: out."""
    towns = [{"ZLDWDM": f"410222{town}2010000000"} for town in (100, 101, 102)]
    before, after = ([(shape, {**values, **town}) for (shape, values), town in zip(strips(*codes), towns)]
                     for codes in (("0102", "0102", "0102"), ("9999", "0102", "0201")))
    run(survey(*before), survey(*after), RUN_RECORD=str(tmp_path / "r.json"))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    (table,) = [table for table in document["tables"] if "by township" in table["title"]]
    assert [(row["second"], row["verdict"]) for row in table["rows"]] == [("410222100", "open"), ("410222102", "short")]


@pytest.mark.usefixtures("chinese_texts")
def test_in_chinese_it_is_said_that_the_verdict_is_open(tmp_path: Path) -> None:
    result = run(survey(*strips("0102", "0102")), survey(*strips("0102")), RUN_RECORD=str(tmp_path / "r.json"))
    ((message,),) = findings(result, "message")["change.open"]
    assert message.startswith("通许县（410222）耕地进出平衡与否尚不能确定")
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]
    assert document["tables"][0]["rows"][0]["verdict"] == "待定"
