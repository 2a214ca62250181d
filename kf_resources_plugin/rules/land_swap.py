"""Old plots restored against new plots built on (增减挂钩): the balance of one project area, by amounts and days alone.

Source: 国土资发〔2008〕138号 as the rule rows tell it; all of them are defaults of this tool.
"""
from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from .rule_rows import RuleBook

PASSED, OPEN, FAILED, UNDETERMINED = "passed", "open", "failed", "undetermined"
VERDICTS = (FAILED, UNDETERMINED, OPEN, PASSED)
UNSURVEYED = "swap.survey_missing"
QUANTITY, CULTIVATED, GRADE, RETURN = "swap.quantity", "swap.cultivated", "swap.grade", "swap.deadline"
CRITERIA = (QUANTITY, CULTIVATED, GRADE, RETURN)
_SCALE = "land.grade_range"
_CLOSE = 1e-9


@dataclass(frozen=True)
class SwapAccount:
    """What is known of one project area on a day; areas are integer hundredths of m², None or NaN where not known.

    new, old: land of its new and old plots. occupied: cultivated land under new plots; unsurveyed: land under new plots
    of which no survey tells whether it is cultivated; gained: cultivated land that old plots give. accepted: old plots
    accepted as restored by that day, on_time: those by the deadline too.
    The grades are means over occupied and gained land; the lower number is the better land.
    """

    name: str
    new: int = 0
    old: int = 0
    occupied: int = 0
    unsurveyed: int = 0
    gained: int | None = 0
    occupied_grade: float = float("nan")
    gained_grade: float = float("nan")
    accepted: int | None = 0
    on_time: int | None = 0
    approved: date | None = None
    deadline: date | None = None


@dataclass(frozen=True)
class SwapVerdict:
    """What holds in a project area: by criterion whether it is met, None where it is not known or not yet due.

    owed, surplus: what is still to be returned, and what was returned beyond it; planned_surplus: that of all old
    plots; hundredths of m².
    """

    verdict: str
    met: dict[str, bool | None]
    owed: int | None
    surplus: int | None
    planned_surplus: int


def judge(account: SwapAccount, book: RuleBook, today: date) -> SwapVerdict:
    """Return what holds in a project area on a day; what is not known fails nothing and passes nothing."""
    met = {QUANTITY: account.new <= account.old, CULTIVATED: _cultivated(account), GRADE: _grade(account, book),
           RETURN: _returned(account, today)}
    owed = None if account.accepted is None else max(account.new - account.accepted, 0)
    surplus = None if account.accepted is None else max(account.accepted - account.new, 0)
    if False in met.values():
        verdict = FAILED
    elif None in (met[CULTIVATED], met[GRADE]) or (met[RETURN] is None and not _ahead(account, today)):
        verdict = UNDETERMINED
    else:
        verdict = OPEN if met[RETURN] is None else PASSED
    return SwapVerdict(verdict, met, owed, surplus, max(account.old - account.new, 0))


def _cultivated(account: SwapAccount) -> bool | None:
    """Tell whether no cultivated land is lost; land that is not surveyed may be cultivated or not."""
    most = account.occupied + account.unsurveyed
    if not most:
        return True
    if account.gained is None:
        return None
    return True if most <= account.gained else False if account.occupied > account.gained else None


def _grade(account: SwapAccount, book: RuleBook) -> bool | None:
    """Tell whether the cultivated land gained is no worse; land not taken, or not replaced at all, has no grade.

    Land that is not surveyed may be cultivated and of any grade: known is what holds whatever it is.
    """
    if not account.occupied + account.unsurveyed or account.gained == 0:
        return True
    if (account.occupied and isnan(account.occupied_grade)) or isnan(account.gained_grade):
        return None
    worse = float(book.threshold(GRADE, "most_grades_worse_coefficient")) + _CLOSE
    best, worst = (_mean_with(account, float(book.threshold(_SCALE, key))) for key in ("first", "last"))
    return True if account.gained_grade <= best + worse else False if account.gained_grade > worst + worse else None


def _mean_with(account: SwapAccount, grade: float) -> float:
    """Return the mean grade of the land taken, were all that is not surveyed cultivated and of this grade."""
    known = account.occupied * account.occupied_grade if account.occupied else 0.0
    return (known + account.unsurveyed * grade) / (account.occupied + account.unsurveyed)


def _returned(account: SwapAccount, today: date) -> bool | None:
    """Tell whether as much was restored by the deadline as new plots take, None where that is open or not known."""
    if not account.new:
        return True
    if account.deadline is None or account.on_time is None:
        return None
    if account.on_time >= account.new:
        return True
    return False if today > account.deadline else None


def _ahead(account: SwapAccount, today: date) -> bool:
    return account.deadline is not None and today <= account.deadline
