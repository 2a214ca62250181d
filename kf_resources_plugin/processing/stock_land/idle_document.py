"""The report on idle land as plain data: sums by county, the list of idle land, papers to be sent, rules."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.idle_land import CNY_PER_WAN, KINDS, NOT_IDLE
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .idle_notices import PAPERS, paper_titles
from .idle_outputs import figures, summary_columns
from .idle_words import kind_names, step_names

if TYPE_CHECKING:
    from .idle_job import IdleResult

_LISTED = 200  # supplies that are printed; the layer has them all
_RULES = ("idle.counting", "idle.cause", "idle.extend", "idle.investigate", "idle.reply")


def document(result: IdleResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers, book = figures(result), result.book
    used = {"idle.fee", "idle.recovery", *(verdict.rule_id for verdict in result.verdicts),
            *("idle.cultivated_fee" for supply in result.supplies if supply.output is not None)}
    rules = [(rule, book.message(rule)) for rule in _RULES]
    rules += [(rule, text) for rule, text in _limits(result) if rule in used]
    return framed(
        tr("Idle land"),
        tr("Which of {count:.0f} supplies are idle on {today}? {idle} ha, fee {fee:.2f} (10,000 CNY); rules in force "
           "on {day}.").format(count=numbers["SUPPLIES_COUNT"], today=result.today.isoformat(),
                            idle=format_area(numbers["IDLE_M2"], "ha"), fee=(numbers["FEE_CNY"] or 0.0) / CNY_PER_WAN,
                            day=book.date.isoformat()),
        result, record, notices=[tr("This is a screening of the data, no determination: what is idle is determined by "
                                    "the authority after its investigation.")],
        rules=printed_rules(rules, book), tables=[_by_unit(result), _listed(result), _papers(result)],
        crs=result.table.crs if result.placed else None)


def _limits(result: IdleResult) -> list[tuple[str, str]]:
    """Return the rules with the limits they set."""
    book = result.book
    share = {key: f"{float(book.threshold('idle.suspended', f'{key}_share_of_total')):.1%}"
             for key in ("developed", "invested")}
    return [
        ("idle.not_started", tr("Idle where work has not started within {years} year of the agreed day.").format(
            years=book.threshold("idle.not_started", "after_years"))),
        ("idle.suspended", tr("May be idle where work has been suspended for {years} year and less than {developed} of "
                              "the area is developed or less than {invested} of the investment is made.").format(
                                  years=book.threshold("idle.suspended", "after_years"), **share)),
        ("idle.fee", tr("Fee of {share} of the price from {years} year on, for land not started only.").format(
            share=f"{float(book.threshold('idle.fee', 'fee_share_of_total')):.0%}",
            years=book.threshold("idle.fee", "after_years"))),
        ("idle.recovery", tr("May be taken back without payment from {years} years on, land not started only.").format(
            years=book.threshold("idle.recovery", "after_years"))),
        ("idle.cultivated_fee", tr("Fee for former cultivated land: {times} times the mean yearly output of three "
                                   "years.").format(times=book.threshold("idle.cultivated_fee", "output_coefficient"))),
    ]


def _by_unit(result: IdleResult) -> dict[str, Any]:
    columns, names = summary_columns(result), kind_names()
    rows = []
    for place, unit in enumerate(columns["unit_name"]):
        cells = {kind: str(columns[f"{kind}_count"][place]) for kind in KINDS}
        rows.append({"unit": str(unit or columns["unit_code"][place]), "supplies": str(columns["supplies"][place]),
                     **cells,
                     "idle_ha": f"{columns['idle_ha'][place]:.4f}",
                     "fee": f"{columns['fee_cny'][place] / CNY_PER_WAN:.2f}"})
    return {
        "title": tr("Idle land by county"), "note": "",
        "columns": [column("unit", tr("Unit"), align="left"), column("supplies", tr("Supplies")),
                    *(column(kind, names[kind]) for kind in KINDS), column("idle_ha", tr("Idle"), "ha"),
                    column("fee", tr("Fee"), tr("10,000 CNY"))],
        "rows": rows, "total": None,
    }


def _listed(result: IdleResult) -> dict[str, Any]:
    """Return the supplies that are not clear of suspicion, those idle for longest first."""
    kinds, steps = kind_names(), step_names()
    order = sorted((row for row, verdict in enumerate(result.verdicts) if verdict.kind != NOT_IDLE),
                   key=lambda row: (KINDS.index(result.verdicts[row].kind), -(result.verdicts[row].idle_days or 0),
                                    result.supplies[row].parcel))
    rows = []
    for row in order[:_LISTED]:
        verdict = result.verdicts[row]
        rows.append({
            "id": result.supplies[row].parcel, "name": result.texts["project"][row], "kind": kinds[verdict.kind],
            "days": "" if verdict.idle_days is None else str(verdict.idle_days),
            "fee": "" if verdict.fee_cny is None else f"{verdict.fee_cny / CNY_PER_WAN:.2f}",
            "recovery": str(verdict.recovery_from or ""), "step": steps[verdict.next_step],
            "deadline": str(verdict.next_deadline or ""), "reason": verdict.reason})
    return {
        "title": tr("Idle, suspected and undetermined supplies"),
        "note": tr("{count} in all; the layer has the rest.").format(count=len(order)) if len(order) > _LISTED else "",
        "columns": [column("id", tr("Plot"), align="left"), column("name", tr("Project"), align="left"),
                    column("kind", tr("Kind"), align="left"), column("days", tr("Days")),
                    column("fee", tr("Fee"), tr("10,000 CNY")), column("recovery", tr("Recovery from")),
                    column("step", tr("Next step"), align="left"), column("deadline", tr("By")),
                    column("reason", tr("Reason"), align="left")],
        "rows": rows, "total": None,
    }


def _papers(result: IdleResult) -> dict[str, Any]:
    """Return the papers that are due, as NOTICES drafts them."""
    titles = paper_titles()
    rows = [{"id": supply.parcel, "name": name, "paper": titles[PAPERS[verdict.next_step]]}
            for supply, verdict, name in zip(result.supplies, result.verdicts, result.texts["project"])
            if verdict.next_step in PAPERS]
    return {
        "title": tr("Papers to be sent"), "note": "",
        "columns": [column("id", tr("Plot"), align="left"), column("name", tr("Project"), align="left"),
                    column("paper", tr("Paper"), align="left")],
        "rows": rows[:_LISTED], "total": None,
    }
