"""The report on old and new plots as plain data: the account of each project area, verdicts and reasons, rules."""
from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.land_swap import CULTIVATED, FAILED, GRADE, OPEN, PASSED, QUANTITY, RETURN, UNDETERMINED
from ...rules.units import format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .swap_outputs import figures, reasons

if TYPE_CHECKING:
    from ...rules.land_swap import SwapAccount
    from .swap_job import SwapResult


def document(result: SwapResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers, book = figures(result), result.book
    return framed(
        tr("Balance of old and new plots"),
        tr("Do old plots make up for new plots in {count:.0f} project areas on {today}? Old {old} ha, new {new} ha; "
           "{failed:.0f} fail; rules in force on {day}.").format(
            count=numbers["AREAS_COUNT"], today=result.today.isoformat(), old=format_area(numbers["OLD_M2"] or 0, "ha"),
            new=format_area(numbers["NEW_M2"] or 0, "ha"), failed=numbers["FAILED_COUNT"], day=book.date.isoformat()),
        result, record, rules=printed_rules(_limits(result), book), tables=[_account(result), _cultivated(result)],
        crs=result.survey.table.crs)


def verdict_names() -> dict[str, str]:
    """Return what verdicts are called."""
    return {PASSED: tr("In balance"), OPEN: tr("In balance, return still open"), FAILED: tr("Not in balance"),
            UNDETERMINED: tr("Not determined")}


def _limits(result: SwapResult) -> list[tuple[str, str]]:
    """Return the rules with the limits they set."""
    return [
        (QUANTITY, tr("New plots are no larger than old plots.")),
        (CULTIVATED, tr("Old plots give no less cultivated land than new plots take.")),
        (GRADE, tr("The mean grade of the cultivated land given is no worse than that of the land taken.")),
        (RETURN, tr("As much as new plots take is restored and accepted within {years} years of the approval of the "
                    "project area.").format(years=result.book.threshold(RETURN, "within_years"))),
    ]


def _account(result: SwapResult) -> dict[str, Any]:
    names = verdict_names()
    rows = [{"area": account.name, "old": hundredths_text(account.old), "new": hundredths_text(account.new),
             "accepted": _text(account.accepted), "deadline": str(account.deadline or ""),
             "owed": _text(verdict.owed), "surplus": _text(verdict.surplus), "verdict": names[verdict.verdict],
             "reasons": why}
            for account, verdict, why in zip(result.accounts, result.verdicts, reasons(result))]
    return {
        "title": tr("Old and new plots by project area"), "note": "",
        "columns": [column("area", tr("Project area"), align="left"), column("old", tr("Old plots"), "m²"),
                    column("new", tr("New plots"), "m²"), column("accepted", tr("Accepted as restored"), "m²"),
                    column("deadline", tr("Return by")), column("owed", tr("Still to be returned"), "m²"),
                    column("surplus", tr("Surplus"), "m²"), column("verdict", tr("Verdict"), align="left"),
                    column("reasons", tr("Reason"), align="left")],
        "rows": rows, "total": None,
    }


def _cultivated(result: SwapResult) -> dict[str, Any]:
    rows = [_cultivated_row(account) for account in result.accounts]
    return {
        "title": tr("Cultivated land taken and given"),
        "note": tr("Land taken is net of ridges; land given is what the layer of old plots declares, else what the "
                   "land survey shows. The higher grade is the worse land."),
        "columns": [column("area", tr("Project area"), align="left"), column("taken", tr("Taken by new plots"), "m²"),
                    column("given", tr("Given by old plots"), "m²"), column("taken_grade", tr("Mean grade taken")),
                    column("given_grade", tr("Mean grade given"))],
        "rows": rows, "total": None,
    }


def _cultivated_row(account: SwapAccount) -> dict[str, str]:
    return {"area": account.name, "taken": hundredths_text(account.occupied), "given": _text(account.gained),
            "taken_grade": _grade(account.occupied_grade), "given_grade": _grade(account.gained_grade)}


def _text(hundredths: int | None) -> str:
    return "" if hundredths is None else hundredths_text(hundredths)


def _grade(grade: float) -> str:
    return "" if isnan(grade) else f"{grade:.2f}"
