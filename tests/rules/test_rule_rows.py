"""Rule rows: what is in force, what a verdict cites, how messages are filled."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kf_resources_plugin.rules.rule_rows import RuleBook, RuleNotInForce, RuleRow, placeholders

STATUTE = RuleRow(
    id="farmland.permanent_occupied", topic="farmland", document="中华人民共和国土地管理法", number=None,
    document_date="2019-08-26", article="35", effective_from=None, effective_to=None, severity="error",
    status="statute", thresholds={"min_m2": 0.5}, message_zh="${subject} 占用 ${area_m2} 平方米（占 ${share}）",
    message_en="${subject} occupies ${area_m2} m² (${share})", remedy_zh="避让 ${min_m2}", remedy_en="avoid ${min_m2}",
    source="test", document_en="Land Administration Law",
)
HOUSE = replace(STATUTE, id="area.step", status="house", document=None, document_en=None, document_date=None,
                article=None, severity="info")


@pytest.mark.parametrize(("row", "zh", "en"), [
    (STATUTE, "《中华人民共和国土地管理法》（2019-08-26）第35条", "Land Administration Law (2019-08-26), art. 35"),
    (replace(STATUTE, article=None, number="令第1号"),
     "《中华人民共和国土地管理法》（令第1号，2019-08-26），条款未记录",
     "Land Administration Law (令第1号, 2019-08-26), article not recorded"),
    (replace(STATUTE, document_date=None, document_en=None), "《中华人民共和国土地管理法》第35条",
     "中华人民共和国土地管理法, art. 35"),
    (HOUSE, "本工具默认值，非法定", "default of this tool, not statutory"),
    (replace(STATUTE, status="house", article=None),
     "本工具默认值，非法定（参照《中华人民共和国土地管理法》（2019-08-26），条款未记录）",
     "default of this tool, not statutory (after Land Administration Law (2019-08-26), article not recorded)"),
    (replace(HOUSE, user_file="我的规则.json"), "按用户规则文件 我的规则.json 设定", "set by rule file 我的规则.json"),
    (replace(HOUSE, document=None, document_en=None, number="国土资发〔2008〕138号", document_date=None, article=None),
     "本工具默认值，非法定（参照国土资发〔2008〕138号，条款未记录）",
     "default of this tool, not statutory (after 国土资发〔2008〕138号, article not recorded)"),
])
def test_a_clause_cites_the_document_or_says_whose_default_it_is(row: RuleRow, zh: str, en: str) -> None:
    assert row.clause("zh") == zh
    assert row.clause("en") == en


@pytest.mark.parametrize(("document_date", "number", "day", "before"), [
    ("2019-08-26", None, date(2019, 8, 25), True), ("2019-08-26", None, date(2019, 8, 26), False),
    # a month or a year only: a day inside it may be either, and is not said to be before
    ("2017-12", None, date(2017, 11, 30), True), ("2017-12", None, date(2017, 12, 1), False),
    (None, "自然资发〔2024〕204号", date(2023, 12, 31), True), (None, "自然资发〔2024〕204号", date(2024, 1, 1), False),
    (None, "GB/T 21010", date(1990, 1, 1), False), (None, None, date(1990, 1, 1), False),
])
def test_a_row_tells_which_days_lie_before_its_document(document_date: str | None, number: str | None, day: date,
                                                        before: bool) -> None:
    row = replace(STATUTE, document_date=document_date, number=number)
    assert row.before_document(day) is before
    # a recorded day of effect is what counts
    assert replace(row, effective_from=date(1980, 1, 1)).before_document(day) is False


def test_what_a_later_document_says_is_no_statute_of_the_day() -> None:
    # 土地管理法 as changed is of 2019-08-26: on the day before nobody could break its article 35
    early, late = (RuleBook([STATUTE], day, "en") for day in (date(2019, 8, 25), date(2019, 8, 26)))
    told, cited = early.finding(STATUTE.id), late.finding(STATUTE.id)
    assert (told.rule_status, told.clause) == (
        "house", "default of this tool, not statutory (after Land Administration Law (2019-08-26), art. 35)")
    assert (cited.rule_status, cited.clause) == ("statute", "Land Administration Law (2019-08-26), art. 35")
    # the report goes on to name it, and another day of the same book is judged by itself
    assert early.row(STATUTE.id).before_document(early.date)
    assert early.on(date(2019, 8, 26)).row(STATUTE.id) == STATUTE
    # the user's own row stays the user's
    own = RuleBook([STATUTE, replace(STATUTE, user_file="我的规则.json")], date(2019, 8, 25), "zh")
    assert own.clause(STATUTE.id) == (
        "按用户规则文件 我的规则.json 设定（参照《中华人民共和国土地管理法》（2019-08-26）第35条）")
    assert own.overridden == (STATUTE.id,)


def test_the_row_that_took_effect_last_is_in_force() -> None:
    old = replace(STATUTE, message_zh="旧")
    new = replace(STATUTE, message_zh="新", effective_from=date(2025, 1, 1))
    ended = replace(HOUSE, effective_to=date(2024, 12, 31))
    for rows in ([old, new, ended], [new, ended, old]):
        before, after = RuleBook(rows, date(2024, 12, 31), "zh"), RuleBook(rows, date(2025, 1, 1), "zh")
        assert before.row(STATUTE.id).message_zh == "旧"
        assert after.row(STATUTE.id).message_zh == "新"
        assert before.row("area.step") == ended
        with pytest.raises(RuleNotInForce):
            after.row("area.step")


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="no row in force on 2025-01-01"):
        RuleBook([STATUTE], date(2025, 1, 1), "zh").row("area.step")
    with pytest.raises(KeyError):
        RuleBook([STATUTE], date(2025, 1, 1), "zh").threshold(STATUTE.id, "step_m")


def test_the_language_is_zh_or_en() -> None:
    with pytest.raises(ValueError, match="language"):
        RuleBook([], date(2025, 1, 1), "de")


def test_a_finding_carries_the_rule_and_the_filled_texts() -> None:
    book = RuleBook([STATUTE], date(2025, 6, 1), "en")
    found = book.finding(STATUTE.id, subject_id="P1", subject_name="Road", area_m2=1234.5, share=0.125, role="projects",
                         source_fid=7, wkb=b"x")
    assert found.message == "Road (P1) occupies 1234.50 m² (12.50%)"
    assert found.remedy == "avoid 0.50"
    assert (found.rule_status, found.severity, found.rule_date) == ("statute", "error", date(2025, 6, 1))
    assert found.clause == STATUTE.clause("en")
    assert (found.source_fid, found.other_fid, found.wkb, found.point) == (7, None, b"x", None)


def test_lists_and_missing_values_are_readable() -> None:
    row = replace(STATUTE, message_zh="${values}；${nothing}；${empty}；${fid}", message_en="${values}")
    values = {"values": ["0101", "0103"], "nothing": None, "empty": ()}
    chinese, english = (RuleBook([row], date(2025, 1, 1), language) for language in ("zh", "en"))
    assert chinese.finding(STATUTE.id, source_fid=7, **values).message == "0101、0103；—；—；7"
    assert english.finding(STATUTE.id, **values).message == "0101, 0103"


def test_a_value_is_never_filled_twice() -> None:
    book = RuleBook([replace(STATUTE, message_zh="${value}")], date(2025, 1, 1), "zh")
    assert book.finding(STATUTE.id, value="${subject} $5").message == "${subject} $5"
    assert book.message(STATUTE.id, value="1") == "1"
    assert book.remedy(STATUTE.id) == "避让 0.50"


def test_severity_can_be_replaced_for_one_finding() -> None:
    assert RuleBook([STATUTE], date(2025, 1, 1), "zh").finding(STATUTE.id, severity="warning").severity == "warning"


def test_identity_falls_back_to_point_and_feature() -> None:
    book = RuleBook([STATUTE], date(2025, 1, 1), "zh")

    def identity(**about: object) -> str:
        return book.finding(STATUTE.id, **about).finding_id

    assert identity(subject_id="1", source_fid=1) == identity(subject_id="1", source_fid=2)
    assert identity(source_fid=1, role="land") != identity(source_fid=2, role="land")
    assert identity(source_fid=1, role="land") != identity(source_fid=1, role="projects")
    assert identity(subject_id="1", point=(1.0, 2.0)) != identity(subject_id="1", point=(1.0, 2.5))
    assert identity(subject_id="1", place="a") != identity(subject_id="1", place="b")


def test_placeholders_are_found() -> None:
    assert placeholders("${layer} 第 ${fid} 号 $x ${}") == {"layer", "fid"}
