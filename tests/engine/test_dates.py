"""Dates as offices write them."""
from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from kf_resources_plugin.engine.dates import local_moment, read_date

MAY_20 = date(2024, 5, 20)


@pytest.mark.parametrize("value", [
    "2024-05-20", "2024/5/20", "2024.05.20", "20240520", "2024年5月20日", " ２０２４-05-20 ", "2024-05-20T08:00:00",
    "2024-05-20 08:00", "2024/05/20 12:00:00.500", "2024-05-20T08:00:00+08:00",
    "2024-05-20 08:00:00+08",
    "2024-05-20T00:00:00Z", "2024/5/20 上午 8:30", "2024/5/20 8:30 PM", "20240520 08:00",
    QDate(2024, 5, 20), QDateTime(QDate(2024, 5, 20), QTime(8, 0)), MAY_20, 20240520.0, 20240520,
    "2024年5月20号", "2024 年 5 月 20 日", "２０２４年５月２０日", "2024．5．20", "二〇二四年五月二十日",
    "二○二四年五月二十日", "二零二四年五月20日", " 二〇二四年五月二十日 08:00",
    datetime(2024, 5, 20, 8, 0),  # layers hold local times without a zone
])
def test_dates_are_read(value: Any) -> None:
    assert read_date(value) == MAY_20


@pytest.mark.parametrize(("value", "day"), [
    ("二〇二三年五月六日", date(2023, 5, 6)), ("二〇二三年十月十日", date(2023, 10, 10)),
    ("二〇二三年十二月三十一日", date(2023, 12, 31)), ("二〇二四年二月二十九日", date(2024, 2, 29)),
    ("一九九九年一月〇五日", date(1999, 1, 5)), ("二〇二三年一月一十五日", date(2023, 1, 15))])
def test_chinese_numerals(value: str, day: date) -> None:
    assert read_date(value) == day


@pytest.mark.parametrize("value", [
    "2024年5月", "二〇二四年五月", "二〇二三年二月二十九日", "二〇二四年十三月一日", "二〇二四年五月三十二日",
    "二四年五月六日", "二〇二四年五月二十一二日", "二〇二四年五月十十日", "二千零二十四年五月六日", "45432", 45432,
    45432.0, "24-05-20", "2024-5", "2024年5月20日起", "2024年5月20日日", "2024–05–20"])
def test_half_dates_and_numbers_of_days_are_no_dates(value: Any) -> None:
    assert read_date(value) is None


@pytest.mark.parametrize("value", [None, "", "去年五月", "2024-13-01", "2024-02-30", "05-20", "202405", QDate(),
                                   "2024年", "2024-05-20 至 2026-05-20", "2024-05-20 2026-05-20", "2024-05-20 起",
                                   "2024-05-20 08", "2024-05-20 8:00 至 9:00", "2024-05-20T", "20240520 20260520"])
def test_what_is_no_date_is_none(value: Any) -> None:
    assert read_date(value) is None


def test_moments_are_shown_by_the_clock_of_the_user() -> None:
    noon = datetime.fromisoformat("2026-11-26T12:40:59+00:00")
    shown = noon.astimezone().strftime("%Y-%m-%d %H:%M")
    assert {local_moment(text) for text in (
        "2026-11-26T12:40:59+00:00", "2026-11-26T20:40:59+08:00", "2026-11-26T12:40:59Z")} == {shown}
    assert [local_moment(text) for text in ("", "None", "yesterday", "<b>now</b>")] == [""] * 4
