"""Dates as layers hold them: date fields, ISO text, and the ways Chinese offices write them."""
from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from qgis.PyQt.QtCore import QDate, QDateTime

from ..rules.text import clean

# After a date only a time of day may follow: of "2024-05-20 至 2026-05-20" nobody knows which is meant.
_CLOCK = (r"(?:[T ]\s*(?:[上下]午\s*)?[0-2]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:\s*[AaPp][Mm])?"
          r"(?:Z|\s*[+-]\d{2}(?::?\d{2})?)?)?")
_PARTS = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))" + _CLOCK)


def read_date(value: Any) -> date | None:
    """Return the date in a value: 2024-05-20, 2024/5/20, 2024.5.20, 20240520, 2024年5月20日 or a date; else None.

    A time of day behind it is left out, any other text behind it makes it no date.
    """
    if isinstance(value, QDateTime):
        value = value.date()
    if isinstance(value, QDate):
        return date(value.year(), value.month(), value.day()) if value.isValid() else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _PARTS.fullmatch(clean(value))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None
