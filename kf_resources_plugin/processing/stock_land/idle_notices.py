"""Drafts of the papers that are due: notices of investigation and determinations, to be checked, signed and sent."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...cartography.document import render_page
from ...i18n import tr
from ...rules.idle_land import DETERMINE, INVESTIGATE
from ...rules.units import format_area

if TYPE_CHECKING:
    from ...rules.idle_land import Verdict
    from ...rules.idle_supply import Supply
    from .idle_job import IdleResult

PAPERS = {INVESTIGATE: "notice", DETERMINE: "determination"}
"""The paper that a step asks for."""


def paper_titles() -> dict[str, str]:
    """Return what the papers are called."""
    return {"notice": tr("Notice of investigation of idle land"), "determination": tr("Determination of idle land")}


def notices_page(result: IdleResult) -> str:
    """Return the papers that are due on the day of the run as one page to print, one paper a sheet."""
    titles = paper_titles()
    papers = [_paper(result, row, PAPERS[verdict.next_step], titles) for row, verdict in enumerate(result.verdicts)
              if verdict.next_step in PAPERS]
    return render_page("idle_notices.html.j2", papers=papers, language=result.book.language, labels={
        "title": tr("Papers on idle land"), "draft": tr("Draft, without force until it is signed and sealed"),
        "none": tr("No paper is due."), "authority": tr("Authority (seal)"), "day": tr("Date")})


def _paper(result: IdleResult, row: int, kind: str, titles: dict[str, str]) -> dict[str, Any]:
    book, supply, verdict = result.book, result.supplies[row], result.verdicts[row]
    investigated = kind == PAPERS[INVESTIGATE]
    text = [tr("By the data at hand this parcel may be idle land; it is investigated."), verdict.ground,
            book.message("idle.reply")]
    rules = [verdict.rule_id, *(["idle.reply"] if investigated else _followed(supply, verdict))]
    facts = [
        (tr("Holder of the land use right"), ""), (tr("Address of the holder"), ""),
        (tr("Project"), result.texts["project"][row]), (tr("Plot"), supply.parcel),
        (tr("Contract or allocation"), result.texts["contract"][row]), (tr("Unit"), result.units[row].name),
        (tr("Use"), result.texts["use"][row]),
        (tr("Area (m²)"), format_area(float(result.area_m2[row]), "m2")),
        (tr("Start agreed for"), str(supply.agreed or "")), (tr("Started on"), str(supply.started or "")),
        (tr("Suspended on"), str(supply.suspended or "")), *([] if investigated else _found(result, row))]
    return {"title": titles[kind], "facts": facts, "text": text if investigated else [verdict.reason],
            "clauses": list(dict.fromkeys(map(book.clause, rules)))}


def _followed(supply: Supply, verdict: Verdict) -> list[str]:
    """Return the rules of what the reason says follows: no fee and no recovery by a cause, or both."""
    fee = "idle.cultivated_fee" if supply.output is not None else "idle.fee"
    return [*(["idle.cause"] if supply.excused else []), *([fee] if verdict.fee_cny is not None else []),
            *(["idle.recovery"] if verdict.recovery_from is not None else [])]


def _found(result: IdleResult, row: int) -> list[tuple[str, str]]:
    """Return what a determination states beyond the data of the supply."""
    supply, verdict = result.supplies[row], result.verdicts[row]
    cause = {True: tr("yes"), False: tr("no"), None: ""}[supply.government_cause]
    return [(tr("Idle since"), str(verdict.idle_since or "")), (tr("Days idle"), str(verdict.idle_days or "")),
            (tr("Cause of the government or force majeure"), cause)]
