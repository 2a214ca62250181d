"""The report of a trial write-off as plain data: question, data, rules, account, verdicts, allocations, findings."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.farmland_balance import CAPACITY, INDICATORS, PADDY, QUANTITY
from ..report_parts import column, framed, hundredths_text, printed_rules
from .balance_findings import indicator_title, unit_text

if TYPE_CHECKING:
    from .balance_job import BalanceResult


def document(result: BalanceResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    return framed(
        tr("Trial write-off of farmland indicators"),
        tr("Can these projects be written off against the reserve of replenished farmland, by quantity, paddy and "
           "grain capacity? {projects} projects, {entries} entries; reserve of the {scope} may serve. A trial: nothing "
           "was written off.").format(
            projects=len(result.trial.verdicts), entries=len(result.entries), scope=_scope_title(result.scope)),
        result, record, rules=_rules(result),
        tables=[_verdicts(result), *(_account(result, indicator) for indicator in range(len(INDICATORS))),
                _allocations(result)])


def _scope_title(scope: str) -> str:
    return {"county": tr("same county"), "city": tr("same city"), "province": tr("same province")}[scope]


def _rules(result: BalanceResult) -> list[dict[str, Any]]:
    """Return the rules that decided, with their text as it was in force."""
    printed = [rule for mode, book in result.applied
               for rule in printed_rules([(f"balance.{mode}", book.message(f"balance.{mode}"))], book)]
    return [rule for place, rule in enumerate(printed) if rule not in printed[:place]]


def _verdicts(result: BalanceResult) -> dict[str, Any]:
    """Return what each project demands and lacks: whole hundredths, so columns add up exactly."""
    def cells(values: list[int | None]) -> dict[str, str]:
        return {key: tr("unknown") if value is None else hundredths_text(value)
                for key, value in zip(("q", "qs", "p", "ps", "c", "cs"), values)}

    rows, sums = [], [0] * 6
    for verdict in result.trial.verdicts:
        demands = result.demands[verdict.project_id]
        values: list[int | None] = []
        for indicator in (QUANTITY, PADDY, CAPACITY):
            known = [demand.amounts[indicator] for demand in demands]
            values += [None if None in known else sum(amount or 0 for amount in known), verdict.short[indicator]]
        sums = [total + (value or 0) for total, value in zip(sums, values)]
        name = result.names[verdict.project_id]
        rows.append({
            "project": name if name == verdict.project_id else f"{name} {verdict.project_id}",
            "units": tr(", ").join(sorted({unit_text(demand.unit_code) for demand in demands})),
            "passed": tr("passes") if verdict.passed else tr("fails"), **cells(values),
            "first": tr("yes") if verdict.replenished_first else tr("no"),
            "grade": {None: tr("unknown"), True: tr("yes"), False: tr("no")}[verdict.grade_kept],
        })
    return {
        "title": tr("Projects in the order of judgement"),
        "note": tr("Judged by date, then by id. A project that lacks anything takes nothing. Figures that are unknown "
                   "are not in the totals."),
        "columns": [
            column("project", tr("Project"), align="left"), column("units", tr("County"), align="left"),
            column("passed", tr("Verdict"), align="left"), column("q", tr("Quantity"), "m²"),
            column("qs", tr("Short"), "m²"), column("p", tr("Paddy"), "m²"), column("ps", tr("Short"), "m²"),
            column("c", tr("Grain capacity"), "kg"), column("cs", tr("Short"), "kg"),
            column("first", tr("Replenished first"), align="left"), column("grade", tr("Grade kept"), align="left")],
        "rows": rows,
        "total": {"project": tr("Total"), "units": "", "passed": "", **cells(list(sums)), "first": "", "grade": ""},
    }


def _account(result: BalanceResult, indicator: int) -> dict[str, Any]:
    """Return one indicator by county; before = given + after in every row and in the total."""
    names = ("before", "given", "after", "demanded", "taken", "short")
    labels = (tr("Reserve before"), tr("Given to projects"), tr("Reserve after"), tr("Demanded"), tr("Taken"),
              tr("Short"))
    measure = "kg" if indicator == CAPACITY else "m²"
    rows = [row for row in result.account if row.indicator == indicator]
    return {
        "title": tr("Account of {indicator} by county ({measure})").format(
            indicator=indicator_title(indicator), measure=measure),
        "note": tr("Reserve before = given + reserve after. Demanded, taken and short are those of the county's own "
                   "projects, taken also from other counties' reserve where the scope allows."),
        "columns": [column("unit", tr("County"), align="left"),
                    *(column(name, label) for name, label in zip(names, labels))],
        "rows": [{"unit": unit_text(row.unit_code), **{name: hundredths_text(getattr(row, name)) for name in names}}
                 for row in rows],
        "total": {"unit": tr("Total"), **{name: hundredths_text(sum(getattr(row, name) for row in rows))
                                          for name in names}},
    }


def _allocations(result: BalanceResult) -> dict[str, Any]:
    """Return what each project takes from each entry."""
    sums: dict[tuple[str, str, str], list[int]] = {}
    for item in result.trial.allocations:
        key = (item.project_id, item.unit_code, item.entry_id)
        sums.setdefault(key, [0] * len(INDICATORS))[item.indicator] += item.amount
    totals = [sum(amounts[indicator] for amounts in sums.values()) for indicator in range(len(INDICATORS))]
    keys = ("q", "p", "c")
    return {
        "title": tr("Entries drawn on"),
        "note": "",
        "columns": [column("project", tr("Project id"), align="left"), column("unit", tr("County"), align="left"),
                    column("entry", tr("Entry"), align="left"), column("q", tr("Quantity"), "m²"),
                    column("p", tr("Paddy"), "m²"), column("c", tr("Grain capacity"), "kg")],
        "rows": [{"project": project, "unit": unit_text(unit), "entry": entry,
                  **dict(zip(keys, map(hundredths_text, amounts)))}
                 for (project, unit, entry), amounts in sums.items()],
        "total": {"project": tr("Total"), "unit": "", "entry": "", **dict(zip(keys, map(hundredths_text, totals)))},
    }
