"""The report on the disposal of stock land as plain data: counties against the target, quota, years, a chart."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...cartography.trend_chart import Trend, trend_chart
from ...engine.admin_units import county_name
from ...i18n import tr
from ...rules.disposal_rate import Flow
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .rate_outputs import quota_sum
from .rate_words import class_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...rules.rule_rows import RuleBook
    from .rate_job import RateResult


def document(result: RateResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book, names, city = result.book, class_names(), result.flow(result.city)
    classes = [names.get(kind, kind) for kind in result.classes]
    between = "、" if book.language == "zh" else "; "  # English names have commas
    rules = [*printed_rules([
        ("rate.target", tr("At least {share} of the stock on 1 January is to be disposed of in the year.").format(
            share=f"{float(result.least):.2%}")),
        ("rate.definition", book.message("rate.definition", classes=between.join(classes)))], book),
        *printed_rules([("quota.linked", result.year_book.message(
            "quota.linked", least_share_of_total=_share(result.year_book, "least_share_of_total")))], result.year_book)]
    charts, notices = _charts(result)
    return framed(
        tr("Disposal of stock land"),
        tr("Did counties dispose of their stock in {year}? {disposed} of {opening} ha, {rate}; quota earned {quota} "
           "ha; rules in force on {day}.").format(
               year=result.year, disposed=_ha(city.disposed), opening=_ha(city.opening), rate=_percent(city),
               quota=_quota(quota_sum(result)), day=book.date.isoformat()),
        result, record, notices=notices, rules=rules, tables=[_rates(result), _quotas(result), _years(result)],
        charts=charts)


def _rates(result: RateResult) -> dict[str, Any]:
    def printed(flow: Flow) -> dict[str, str]:
        met = flow.meets(result.least)
        return {"opening": _ha(flow.opening), "disposed": _ha(flow.disposed),
                "remaining": _ha(flow.opening - flow.disposed), "rate": _percent(flow),
                "met": "" if met is None else tr("yes") if met else tr("no"), "short": _ha(flow.short(result.least))}

    return {
        "title": tr("Rate by county, {year}").format(year=result.year), "note": "",
        "columns": [column("unit", tr("Unit"), align="left"), column("opening", tr("Stock on 1 January"), "ha"),
                    column("disposed", tr("Disposed of"), "ha"), column("remaining", tr("Left of that stock"), "ha"),
                    column("rate", tr("Rate")), column("met", tr("Target met"), align="left"),
                    column("short", tr("Short of the target"), "ha")],
        "rows": [{"unit": county_name(unit), **printed(result.flow(account))}
                 for unit, account in result.accounts.items()],
        "total": {"unit": tr("Total"), **printed(result.flow(result.city))},
    }


def _quotas(result: RateResult) -> dict[str, Any]:
    rows = [{"unit": county_name(unit), "unsupplied": _ha(found.unsupplied.disposed),
             "unsupplied_rate": _percent(found.unsupplied), "idle": _ha(found.idle.disposed),
             "idle_rate": _percent(found.idle), "factor": f"{float(found.factor):g}", "quota": _ha(found.earned)}
            for unit, found in result.quotas.items() if found is not None]
    return {
        "title": tr("Quota earned, {year}").format(year=result.year),
        "note": tr("The factor belongs to the quota by factors; it is not applied to the area disposed of unless the "
                   "rule row says so. The total is the sum of the counties."),
        "columns": [column("unit", tr("Unit"), align="left"),
                    column("unsupplied", tr("Not supplied: disposed of"), "ha"),
                    column("unsupplied_rate", tr("Rate")), column("idle", tr("Idle: disposed of"), "ha"),
                    column("idle_rate", tr("Rate")), column("factor", tr("Factor of the tasks")),
                    column("quota", tr("Quota earned"), "ha")],
        "rows": rows, "total": {**dict.fromkeys(rows[0], ""), "unit": tr("Total"), "quota": _quota(quota_sum(result))}
        if rows else None,
    }


def _years(result: RateResult) -> dict[str, Any]:
    return {
        "title": tr("Rates over the years"), "note": "",
        "columns": [column("unit", tr("Unit"), align="left"), column("year", tr("Year")),
                    column("opening", tr("Stock on 1 January"), "ha"), column("disposed", tr("Disposed of"), "ha"),
                    column("rate", tr("Rate"))],
        "rows": [{"unit": county_name(unit), "year": str(year), "opening": _ha(flow.opening),
                  "disposed": _ha(flow.disposed), "rate": _percent(flow)} for unit, year, flow in result.years],
        "total": None,
    }


def _charts(result: RateResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of rates over the years, and why there is none where this computer cannot draw."""
    if not any(row.flow.opening for row in result.years):
        return [], []
    try:
        png = trend_chart(trend_of(result), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"),
             "caption": tr("Share of the stock of 1 January that was disposed of in the year, and the target")}], []


def trend_of(result: RateResult) -> Trend:
    """Return the rates of the counties, and of all together in years of which all are known."""
    units = list(dict.fromkeys(row.unit for row in result.years))
    flows = {(row.unit, row.year): row.flow for row in result.years}
    years = sorted({row.year for row in result.years})
    lines = [(county_name(unit) or tr("no unit"), [_rate(flows.get((unit, year))) for year in years])
             for unit in units]
    whole = ((tr("Total"), tuple(_total(flows.get((unit, year)) for unit in units) for year in years)),)
    return Trend(tuple(years), tuple((name, tuple(values)) for name, values in lines), float(result.least),
                 tr("target"), whole if len(units) > 1 else ())


def _total(flows: Iterable[Flow | None]) -> float | None:
    known = list(flows)
    if None in known:
        return None
    return _rate(Flow(*map(sum, zip(*(flow for flow in known if flow is not None)))))


def _rate(flow: Flow | None) -> float | None:
    return None if flow is None or flow.rate is None else float(flow.rate)


def _percent(flow: Flow) -> str:
    return "—" if flow.rate is None else f"{float(flow.rate):.2%}"


def _share(book: RuleBook, key: str) -> str:
    """Return a share of the rule of the quota in per cent."""
    return f"{100 * float(book.threshold('quota.linked', key)):g}%"


def _ha(hundredths: int) -> str:
    return format_area(hundredths / 100, "ha")


def _quota(m2: float | None) -> str:
    return "—" if m2 is None else format_area(m2, "ha")
