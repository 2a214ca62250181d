"""Years counted from a day: the last day within them, and the first one after them, also from a 29 February."""
from __future__ import annotations

from datetime import MAXYEAR, date, timedelta


def deadline_of(day: date, years: int) -> date:
    """Return the same day some years later, the last one in time; 28 February where that year has no 29th."""
    if day.year + years > MAXYEAR:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def after_years(day: date, years: int) -> date:
    """Return the day after so many full years that begin with ``day``; a year from 29 February is full on the 28th."""
    last = deadline_of(day, years)
    return last if last == date.max or last.day == day.day else last + timedelta(days=1)


def later(day: date, days: int) -> date:
    """Return the day so many days later, the last day there is where the calendar ends before."""
    return day + timedelta(min(days, (date.max - day).days))
