"""What rests on two years is judged by the years that the surveys are of (SJNF), not by where they were given."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProcessingException

from tests.builders import layer_of, rows_of
from tests.processing import epochs, test_farmlandtargets, test_permanentfarmlandcheck
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")


def survey(year: Any, *codes: str, name: str = "", kind: str = "integer", **more: Any) -> QgsVectorLayer:
    """Return parcels of 1 ha side by side, called A, B …, of a year."""
    return epochs.survey(*epochs.strips(*codes, SJNF=year, GDPDJB="1", **more), name=name or f"DLTB {year}", SJNF=kind,
                         ZZSXDM="text")


def fallow(year: Any, **more: Any) -> QgsVectorLayer:
    return survey(year, "0102", ZZSXDM="WG", **more)


def verified(now: QgsVectorLayer, before: QgsVectorLayer) -> dict[str, tuple[Any, ...]]:
    """Return severity, area, message and remedy of the findings of two surveys about land fallow for two years."""
    result = test_permanentfarmlandcheck.run(
        PERMANENT_FARMLAND=test_permanentfarmlandcheck.patches(box(0, 0, 100, 100)), LAND=now, LAND_BEFORE=before)
    rows = rows_of(result["FINDINGS"], "rule_id", "severity", "area_m2", "message", "remedy")
    assert not [row for row in rows if "${" in row[3] + row[4]]
    return {row[0]: row[1:] for row in rows if row[0].startswith(("permanent.fallow", "permanent.years"))}


def test_land_fallow_in_two_years_running_is_told() -> None:
    told = verified(fallow(2023), fallow(2022))
    assert set(told) == {"permanent.fallow"}
    assert told["permanent.fallow"][:2] == ("error", pytest.approx(area(0, 0, 100, 100), abs=CENT))
    # as text, with parcels that did not change since an earlier year
    assert set(verified(fallow("2023年", kind="text"), fallow("2022", kind="text"))) == {"permanent.fallow"}


@pytest.mark.parametrize("year", [2023, 2018, 2021, 2025])
def test_surveys_that_are_not_of_two_years_running_judge_no_land_fallow_for_two_years(year: int) -> None:
    told = verified(fallow(2023, name="now"), fallow(year, name="other"))
    assert set(told) == {"permanent.fallow_years", "permanent.fallow_one_epoch"}
    severity, _, message, remedy = told["permanent.fallow_years"]
    assert severity == "warning"
    assert "“now” is of 2023" in message
    assert f"“other” of {year}" in message
    assert "Give the survey of 2022 " in remedy


def test_one_layer_given_twice_judges_no_land_fallow_for_two_years() -> None:
    for layer in (fallow(2023, name="DLTB"), fallow(None, name="DLTB")):
        told = verified(layer, layer)
        assert set(told) == {"permanent.fallow_one_layer", "permanent.fallow_one_epoch"}
        assert told["permanent.fallow_one_layer"][2].startswith(
            "“DLTB” was given as the land survey and as that of the year before")


@pytest.mark.parametrize(("now", "before"), [(None, None), (2023, None), (None, 2022), (2023, 0)])
def test_surveys_without_a_year_are_taken_as_they_were_given_and_a_note_says_so(now: Any, before: Any) -> None:
    told = verified(fallow(now, name="now"), fallow(before, name="before"))
    assert set(told) == {"permanent.fallow", "permanent.years_unstated"}
    severity, _, message, _ = told["permanent.years_unstated"]
    assert severity == "info"
    assert f"“now” (year: {now or '—'}) and “before” (year: {before or '—'})" in message


def of_years(*years: Any, kind: str = "integer", name: str = "survey", codes: str = "0102") -> QgsVectorLayer:
    """Return fallow parcels of 1 ha side by side, one of each year."""
    shapes = epochs.strips(*[codes] * len(years), GDPDJB="1", ZZSXDM="WG")
    return epochs.survey(*((shape, {**values, "SJNF": year}) for (shape, values), year in zip(shapes, years)),
                         name=name, SJNF=kind, ZZSXDM="text")


def year_notes(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    rows = rows_of(result["FINDINGS"], "rule_id", "role", "severity", "message", "remedy")
    return [row for row in rows if row[0].startswith("land.year")]


def test_one_odd_parcel_decides_no_year() -> None:
    """Nine of ten parcels are of 2022 in both surveys: the one of 2023 makes no survey of the year after."""
    told = verified(of_years(*[2022] * 9, 2023, name="now"), fallow(2022, name="before"))
    assert set(told) == {"permanent.fallow_years", "permanent.fallow_one_epoch"}
    assert "“now” is of 2022 and “before” of 2022" in told["permanent.fallow_years"][2]


def test_parcels_of_another_year_are_told_with_their_features() -> None:
    result = epochs.run(of_years(*[2022] * 9, 2042, name="b22"), of_years(*[2023] * 10, name="a23"))
    (rule, role, severity, message, remedy), = year_notes(result)
    assert (rule, role, severity) == ("land.year_strays", "land_before", "warning")
    assert "“b22” differ in SJNF: 2022 (9), 2042 (1); it is taken as the survey of 2022" in message
    assert "SJNF of 1 parcels (features 10)" in remedy


def test_a_survey_of_many_years_states_none() -> None:
    result = targets(of_years(2023, 2023, 2021, name="now"), of_years(2022, 2022, 2022, name="before"))
    (rule, role, severity, message, _), = year_notes(result)
    assert (rule, role, severity) == ("land.years_mixed", "land", "warning")
    assert "“now” differ in SJNF, or it cannot be read: 2023 (2), 2021 (1)" in message
    assert "90 %" in message
    assert "“now” (year: —)" in said(result)["target.years_unstated"][1]


def test_a_year_that_cannot_be_read_is_told() -> None:
    told = test_permanentfarmlandcheck.run(
        PERMANENT_FARMLAND=test_permanentfarmlandcheck.patches(box(0, 0, 100, 100)),
        LAND=of_years("二〇二三年", kind="text", name="now"), LAND_BEFORE=fallow(2022))
    (rule, role, _, message, _), = year_notes(told)
    assert (rule, role) == ("land.years_mixed", "land")
    assert "二〇二三年 (1)" in message


def test_one_layer_given_as_both_years_gives_no_ceiling() -> None:
    for year in (2024, None):
        layer = survey(year, "0102", "0102", name="DLTB")
        result = targets(layer, layer, APPROVED_M2=500.0)
        rows = rows_of(result["FINDINGS"], "rule_id", "severity", "message")
        assert [row[1:] for row in rows if row[0] == "target.one_layer"] == [(
            "warning", "“DLTB” was given as the land survey and as that of the year before as well; no ceiling is "
                       "computed.")]
        assert (result["CEILING_M2"], result["USABLE_M2"]) == (None, None)
        assert "target.ceiling_exceeded" not in {row[0] for row in rows}


def test_one_layer_given_as_both_epochs_is_refused() -> None:
    layer = survey(2024, "0102", name="DLTB")
    with pytest.raises(QgsProcessingException, match=r"“DLTB.*” was given as the earlier and as the later survey"):
        epochs.run(layer, layer)


def test_one_layer_may_bear_the_classes_of_both_epochs() -> None:
    shapes = [(wkt, {**values, "DLBM_BEFORE": code}) for (wkt, values), code in zip(
        epochs.strips("0102", "0201"), ("0102", "0102"))]
    layer = epochs.survey(*shapes, name="DLTB", DLBM_BEFORE="text")
    result = epochs.run(layer, layer, LAND_BEFORE_CLASS_FIELD="DLBM_BEFORE")
    assert result["OUT_M2"] == pytest.approx(area(100, 0, 100, 100), abs=CENT)
    gained = [(wkt, {**values, "DLBM": "0102", "DLBM_BEFORE": before}) for (wkt, values), before in zip(
        epochs.strips("0102", "0102", GDPDJB="1"), ("0102", "0201"))]
    layer = epochs.survey(*gained, name="DLTB", DLBM_BEFORE="text")
    result = targets(layer, layer, LAND_BEFORE_CLASS_FIELD="DLBM_BEFORE")
    assert result["CEILING_M2"] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)


def targets(now: QgsVectorLayer, before: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    return test_farmlandtargets.run(LAND=now, LAND_BEFORE=before, **more)


def said(result: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    rows = rows_of(result["FINDINGS"], "rule_id", "severity", "message", "remedy")
    assert not [row for row in rows if "${" in row[2] + row[3]]
    return {row[0]: row[1:] for row in rows if "years" in row[0]}


def test_a_ceiling_takes_the_surveys_of_two_years_running(tmp_path: Path) -> None:
    """B, an orchard in 2023, is cultivated in 2024: 1 ha more."""
    page = tmp_path / "r.html"
    result = targets(survey(2024, "0102", "0102"), survey(2023, "0102", "0201"), REPORT=str(page))
    assert result["CEILING_M2"] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)
    assert said(result) == {}
    assert "Stable land of 2024 less that of 2023." in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("now", "before"), [(2024, 2018), (2018, 2024), (2023, 2024), (2024, 2024), (2024, 2022)])
def test_other_years_give_no_ceiling(tmp_path: Path, now: int, before: int) -> None:
    page = tmp_path / "r.html"
    result = targets(survey(now, "0102", "0102", name="now"), survey(before, "0102", "0201", name="before"),
                     REPORT=str(page), APPROVED=layer_of([(box(0, 0, 50, 100), {})], {"id": "integer"}))
    assert (result["CEILING_M2"], result["USABLE_M2"]) == (None, None)
    assert set(rows_of(result["CEILING"], "stable_before_m2", "stable_m2", "gain_m2", "ceiling_m2")) == {(None,) * 4}
    told = said(result)
    assert set(told) == {"target.years_apart"}
    severity, message, remedy = told["target.years_apart"]
    assert severity == "warning"
    assert f"“now” is of {now} and “before” of {before}" in message
    assert f"for {now} that is {now - 1}" in remedy
    assert message in page.read_text(encoding="utf-8")
    # what was occupied since a year that is not the year before is nobody's question
    assert "target.approved_taken" not in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


def test_surveys_without_a_year_give_a_ceiling_and_a_note_says_so() -> None:
    result = targets(survey(2024, "0102", "0102", name="now"), survey(None, "0102", "0201", name="before"))
    assert result["CEILING_M2"] == pytest.approx(area(100, 0, 100, 100), abs=2 * CENT)
    severity, message, _ = said(result)["target.years_unstated"]
    assert severity == "info"
    assert "“now” (year: 2024) and “before” (year: —)" in message


def test_epochs_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(QgsProcessingException, match=r"“DLTB 2024”, is of 2024, later than “DLTB 2018” of 2018.*"
                                                     r"Exchange the layers before and after"):
        epochs.run(survey(2024, "0102", "0201"), survey(2018, "0102", "0102"))


def test_two_epochs_of_one_year_are_told() -> None:
    result = epochs.run(survey(2024, "0102", "0201", name="a"), survey(2024, "0102", "0102", name="b"))
    severity, message, _ = said(result)["change.years_same"]
    assert severity == "warning"
    assert "“a” before and “b” after are both of 2024" in message
    assert result["IN_M2"] == pytest.approx(area(100, 0, 100, 100), abs=CENT)


def test_epochs_of_any_two_years_in_their_order_are_compared(tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    for before, after in ((2018, 2024), (2023, 2024), (None, 2024), (2024, None)):
        result = epochs.run(survey(before, "0102", "0201", name="a"), survey(after, "0102", "0102", name="b"),
                            REPORT=str(page))
        assert said(result) == {}
        stated = "Years of the surveys (SJNF)" in page.read_text(encoding="utf-8")
        assert stated == (None not in (before, after))
    epochs.run(survey(2018, "0102"), survey(2024, "0201"), REPORT=str(page))
    assert "Years of the surveys (SJNF): 2018 before, 2024 after." in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("chinese_texts")
def test_a_chinese_run_says_so_in_chinese(tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    told = verified(fallow(2023, name="现状"), fallow(2018, name="旧图"))
    assert told["permanent.fallow_years"][2].startswith("“现状”的数据年份为 2023，“旧图”为 2018")
    result = targets(survey(2024, "0102"), survey(2022, "0102"))
    assert said(result)["target.years_apart"][1].startswith("“DLTB 2024”的数据年份为 2024，“DLTB 2022”为 2022")
    targets(survey(2024, "0102"), survey(2023, "0102"), REPORT=str(page))
    assert "2024 年稳定耕地减去 2023 年稳定耕地。" in page.read_text(encoding="utf-8")
    epochs.run(survey(2018, "0102"), survey(2024, "0201"), REPORT=str(page))
    assert "两期调查的数据年份（SJNF）：变更前 2018，变更后 2024。" in page.read_text(encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="请对调“变更前”和“变更后”两个图层"):
        epochs.run(survey(2024, "0102"), survey(2018, "0201"))
