"""Dates as offices write them."""
from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from qgis.PyQt.QtCore import QDate, QDateTime, QTime

from kf_resources_plugin.engine.dates import read_date

MAY_20 = date(2024, 5, 20)


@pytest.mark.parametrize("value", [
    "2024-05-20", "2024/5/20", "2024.05.20", "20240520", "2024年5月20日", " ２０２４-05-20 ", "2024-05-20T08:00:00",
    "2024-05-20 08:00", "2024/05/20 12:00:00.500", "2024-05-20T08:00:00+08:00",
    "2024-05-20 08:00:00+08",
    "2024-05-20T00:00:00Z", "2024/5/20 上午 8:30", "2024/5/20 8:30 PM", "20240520 08:00",
    QDate(2024, 5, 20), QDateTime(QDate(2024, 5, 20), QTime(8, 0)), MAY_20, 20240520.0, 20240520,
    datetime(2024, 5, 20, 8, 0),  # layers hold local times without a zone
])
def test_dates_are_read(value: Any) -> None:
    assert read_date(value) == MAY_20


@pytest.mark.parametrize("value", [None, "", "去年五月", "2024-13-01", "2024-02-30", "05-20", "202405", QDate(),
                                   "2024年", "2024-05-20 至 2026-05-20", "2024-05-20 2026-05-20", "2024-05-20 起",
                                   "2024-05-20 08", "2024-05-20 8:00 至 9:00", "2024-05-20T", "20240520 20260520"])
def test_what_is_no_date_is_none(value: Any) -> None:
    assert read_date(value) is None
