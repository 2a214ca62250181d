"""Dates as layers hold them: date fields, ISO text, and the ways Chinese offices write them."""
from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ..rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..rules.rule_rows import RuleBook

# After a date only a time of day may follow: of "2024-05-20 至 2026-05-20" nobody knows which is meant.
_CLOCK = (r"(?:[T ]\s*(?:[上下]午\s*)?[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s*[AaPp][Mm])?"
          r"(?:Z|\s*[+-]\d{2}(?::?\d{2})?)?)?")
_PARTS = re.compile(r"(\d{4})(?:(?:[-/.]|\s*年\s*)(\d{1,2})(?:[-/.]|\s*月\s*)(\d{1,2})(?:\s*[日号])?|(\d{2})(\d{2}))"
                    + _CLOCK)
_SERIALS_FROM, _SERIALS = date(1899, 12, 30), range(20_000, 80_000)  # 1954 to 2119
_NUMERALS = re.compile("[〇○零一二三四五六七八九十]+")
_DIGITS = {**dict.fromkeys("〇○零", "0"), **dict(zip("一二三四五六七八九", "123456789"))}


def read_date(value: Any) -> date | None:
    """Return the date in a value: 2024-05-20, 2024/5/20, 20240520, 2024年5月20日, 二〇二四年五月二十日 …; else None.

    A time of day behind it is left out, any other text behind it makes it no date. The day number of a spreadsheet is
    none: nobody knows from which day it counts.
    """
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return date(value.year(), value.month(), value.day()) if value.isValid() else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _PARTS.fullmatch(_NUMERALS.sub(_in_digits, clean(value)))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_dates(column: Iterable[Any]) -> list[date | None]:
    """Return the date of each value; a column holds the same days many times, so each is read once."""
    met: dict[Any, date | None] = {}
    return [met[value] if value in met else met.setdefault(value, read_date(value)) for value in column]


def local_moment(text: str) -> str:
    """Return a moment, ISO text with its offset, as it is shown: by the user's clock; '' for other text."""
    moment = QDateTime.fromString(text, Qt.DateFormat.ISODate)
    return str(moment.toLocalTime().toString("yyyy-MM-dd HH:mm")) if moment.isValid() else ""


def placeholder_days(book: RuleBook) -> frozenset[date]:
    """Return the days that databases write for none."""
    return frozenset(map(date.fromisoformat, book.threshold("idle.date_placeholder", "placeholder_dates")))


def serial_day(value: Any) -> date | None:
    """Return the day that a number would be as a spreadsheet counts from 1900, None for what is no such number.

    To ask whether it is meant: other spreadsheets count from 1904.
    """
    text = clean(value)
    number = int(text) if text.isascii() and text.isdigit() and len(text) == len(str(_SERIALS.start)) else 0
    return _SERIALS_FROM + timedelta(number) if number in _SERIALS else None


def _in_digits(numeral: re.Match[str]) -> str:
    """Return a Chinese numeral of a year, month or day in digits; as it is where it is none."""
    text = numeral.group()
    tens, ten, ones = text.partition("十")
    if ten and (len(tens) > 1 or len(ones) > 1 or "十" in ones):
        return text
    figures = (tens or "一") + (ones or "〇") if ten else text
    return "".join(_DIGITS[sign] for sign in figures)
