"""The report on stock land as plain data: the account that closes, totals by county, batch, use and year, rules."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.stock_status import CLASSES, NOT_EXPROPRIATED, NOT_SUPPLIED, WITHOUT_APPROVAL
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .status_outputs import groups_of
from .status_words import actor_names, class_names, route_names, route_of

if TYPE_CHECKING:
    from ...rules.stock_status import Balance
    from .status_job import StatusResult

_LISTED = 200  # groups that are printed of each kind; the table has them all


def document(result: StatusResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book, groups = result.book, groups_of(result)
    total = groups[0][3] if groups else None
    approved = format_area(0.0 if total is None else total.approved_total / 100, "ha")
    rules = [(f"stock.{kind}", book.message(f"stock.{kind}")) for kind in CLASSES]
    rules += [(rule, book.message(rule)) for rule in ("stock.rates", "stock.unfinished")]
    how = tr("by layers laid over one another") if result.laid_over else tr("by the register alone")
    titles = {"unit": (tr("By county"), tr("County")), "batch": (tr("By batch"), tr("Batch")),
              "use": (tr("By use"), tr("Use")), "year": (tr("By year"), tr("Year"))}
    return framed(
        tr("Status of stock land"),
        tr("In which class is the land approved for building on {today}? {approved} ha approved, {how}; rules in force "
           "on {day}.").format(today=result.today.isoformat(), approved=approved, how=how, day=book.date.isoformat()),
        result, record, rules=printed_rules(rules, book),
        tables=[*([] if total is None else [_account(total, result.approved)]), _ways(result),
                *(_by(*titles[name], [group for group in groups if group[0] == name]) for name in titles)],
        crs=result.crs if result.placed else None)


def _account(balance: Balance, approved: int) -> dict[str, Any]:
    """Return the account: what was approved is the four classes and what is used of it, to the hundredth."""
    names = class_names()
    rows = [{"class": names[kind], "ha": format_area(balance.approved[kind] / 100, "ha"),
             "all": format_area(balance.all[kind] / 100, "ha")} for kind in CLASSES if kind != WITHOUT_APPROVAL]
    rows.append({"class": names[WITHOUT_APPROVAL], "ha": "", "all": format_area(balance.all[WITHOUT_APPROVAL] / 100,
                                                                                 "ha")})
    return {
        "title": tr("Account of the land approved"),
        "note": tr("Approved {whole} m² = classes {parts} m².").format(
            whole=format_area(approved / 100, "m2"), parts=format_area(balance.approved_total / 100, "m2")),
        "columns": [column("class", tr("Stock class"), align="left"), column("ha", tr("Of land approved"), "ha"),
                    column("all", tr("Of all land"), "ha")],
        "rows": rows, "total": None,
    }


def _ways(result: StatusResult) -> dict[str, Any]:
    """Return how much land goes which way, by class and who must act."""
    rows, book = result.rows, result.book
    names, actors, routes = class_names(), actor_names(), route_names()
    sums: dict[tuple[int, str], int] = {}
    for kind, area, since in zip(rows.kind.tolist(), rows.area.tolist(), rows.since):
        way = kind, route_of(kind, since, result.today, book)
        sums[way] = sums.get(way, 0) + area
    return {
        "title": tr("Ways of disposal"), "note": "",
        "columns": [column("class", tr("Stock class"), align="left"), column("actor", tr("Who must act"), align="left"),
                    column("route", tr("Way of disposal"), align="left"), column("ha", tr("Area"), "ha")],
        "rows": [{"class": names[CLASSES[kind]], "route": routes[route], "ha": format_area(area / 100, "ha"),
                  "actor": actors[str(book.threshold(f"stock.{CLASSES[kind]}", "actor"))]}
                 for (kind, route), area in sorted(sums.items())],
        "total": None,
    }


def _by(title: str, head: str, groups: list[tuple[str, str, str, Balance]]) -> dict[str, Any]:
    names, listed = class_names(), groups[:_LISTED]
    note = tr("{count} in all; the layer has the rest.").format(count=len(groups)) if len(groups) > _LISTED else ""
    rows = []
    for _, key, name, balance in listed:
        unsupplied = balance.all[NOT_EXPROPRIATED] + balance.all[NOT_SUPPLIED]
        rows.append({"key": name or key or "—", "approved": format_area(balance.approved_total / 100, "ha"),
                     **{kind: format_area(balance.all[kind] / 100, "ha") for kind in CLASSES},
                     "unsupplied": format_area(unsupplied / 100, "ha"), "supply": _percent(balance.supply_rate),
                     "use": _percent(balance.use_rate)})
    return {
        "title": title, "note": note,
        "columns": [column("key", head, align="left"), column("approved", tr("Approved"), "ha"),
                    *(column(kind, names[kind], "ha") for kind in CLASSES),
                    column("unsupplied", tr("Approved, not supplied"), "ha"), column("supply", tr("Supply rate")),
                    column("use", tr("Use rate"))],
        "rows": rows, "total": None,
    }


def _percent(rate: float | None) -> str:
    return "" if rate is None else f"{rate:.1%}"
