"""The dashboard of the register of stock land as plain data: counties over the years, classes, disposals, charts."""
from __future__ import annotations

import base64
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...i18n import tr
from ...rules.stock_views import Flow
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .rate_words import class_names

if TYPE_CHECKING:

    from .register_job import RegisterResult

_FLOWS = ("opening", "entered", "moved_in", "moved_out", "corrected", "disposed", "closing")
_HA = 1_000_000  # hundredths of m²


def document(result: RegisterResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book, names = result.book, class_names()
    classes = [names.get(kind, kind) for kind in names if kind in result.stock]
    stock = sum(lot.amount for lot in result.lots if lot.lot.kind in result.stock)
    number, digest = result.head
    known = tr("as known now") if result.until is None else tr("as recorded by {day}").format(day=result.until)
    notices = [tr("Register “{title}”, event {number}, hash {hash}: who holds this report can tell whether the "
                  "register still has everything it shows.").format(title=result.title, number=number, hash=digest)]
    charts, missing = _charts(result)
    return framed(
        tr("Register of stock land"),
        tr("What stock land was there on {day}, {known}? {stock} ha in stock; rules in force on {rules}.").format(
            day=result.today.isoformat(), known=known, stock=_ha(stock), rules=book.date.isoformat()),
        result, record, notices=[*notices, *missing],
        rules=printed_rules([("rate.definition", book.message("rate.definition", classes=classes)),
                             ("register.closing", book.message("register.closing"))], book),
        tables=[_by_county(result), _by_class(result), _papers(result)], charts=charts)


def _summed(result: RegisterResult) -> dict[tuple[str, int], Flow]:
    """Return the flows of all classes of stock by county and year; what moved between them is left in both columns."""
    sums: dict[tuple[str, int], Flow] = defaultdict(Flow)
    for (unit, year, kind), flow in result.flows.items():
        if kind in result.stock:
            total = sums[unit, year]
            for name in _FLOWS:
                setattr(total, name, getattr(total, name) + getattr(flow, name))
    return dict(sums)


def _by_county(result: RegisterResult) -> dict[str, Any]:
    rows = [{"unit": result.unit_name(unit) or unit, "year": str(year), **_printed(flow), "rate": _percent(flow)}
            for (unit, year), flow in _summed(result).items()]
    return {
        "title": tr("Stock land by county and year"),
        "note": tr("Opening + entered + moved in − moved out + corrected − disposed of = closing. The share is what "
                   "was disposed of by the opening; which disposals count for the target is decided by “Disposal rate "
                   "of stock land”."),
        "columns": [column("unit", tr("Unit"), align="left"), column("year", tr("Year")), *_flow_columns(),
                    column("rate", tr("Disposed of, by the opening"))],
        "rows": rows, "total": None,
    }


def _by_class(result: RegisterResult) -> dict[str, Any]:
    names = class_names()
    rows = [{"unit": result.unit_name(unit) or unit, "year": str(year), "class": names.get(kind, kind),
             **_printed(flow)} for (unit, year, kind), flow in result.flows.items()]
    return {
        "title": tr("Land by county, year and class"), "note": "",
        "columns": [column("unit", tr("Unit"), align="left"), column("year", tr("Year")),
                    column("class", tr("Stock class"), align="left"), *_flow_columns()],
        "rows": rows, "total": None,
    }


def _papers(result: RegisterResult) -> dict[str, Any]:
    """Return the disposals of the year of the day."""
    names = class_names()
    rows = [{"parcel": step.line.lot.parcel, "unit": result.unit_name(step.line.lot.unit) or step.line.lot.unit,
             "day": step.day.isoformat(), "class": names.get(step.line.lot.kind, step.line.lot.kind),
             "ha": _ha(-step.amount), "document": step.event.payload["document"], "event": str(step.number)}
            for step in result.disposals if step.day.year == result.today.year and step.day <= result.today]
    return {
        "title": tr("Disposals of {year}").format(year=result.today.year), "note": "",
        "columns": [column("parcel", tr("Plot"), align="left"), column("unit", tr("Unit"), align="left"),
                    column("day", tr("Disposed of on")), column("class", tr("Stock class"), align="left"),
                    column("ha", tr("Area"), "ha"), column("document", tr("Document"), align="left"),
                    column("event", tr("Event"))],
        "rows": rows, "total": None,
    }


def _flow_columns() -> list[dict[str, str]]:
    titles = {"opening": tr("Opening"), "entered": tr("Come in"), "moved_in": tr("Moved in"),
              "moved_out": tr("Moved out"), "corrected": tr("Corrected"), "disposed": tr("Disposed of"),
              "closing": tr("Closing")}
    return [column(name, titles[name], "ha") for name in _FLOWS]


def _charts(result: RegisterResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return a chart for each county, and why there is none where this computer cannot draw."""
    flows: dict[str, list[tuple[int, Flow]]] = defaultdict(list)
    for (unit, year), flow in _summed(result).items():
        flows[unit].append((year, flow))
    charts = []
    try:
        for unit, years in flows.items():
            rows = AmountRows((tr("Opening"), tr("Disposed of"), tr("Closing")), tuple(
                (str(year), tuple(amount / _HA for amount in (flow.opening, flow.disposed, flow.closing)))
                for year, flow in years), "ha", 2)
            png = amount_bars(rows, size=(900, max(rows.height, 160)), families=result.families)
            charts.append({"png_base64": base64.b64encode(png).decode("ascii"),
                           "caption": tr("Stock land of {unit} over the years").format(
                               unit=result.unit_name(unit) or unit or tr("no unit"))})
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return charts, []


def _printed(flow: Flow) -> dict[str, str]:
    return {name: _ha(getattr(flow, name)) for name in _FLOWS}


def _percent(flow: Flow) -> str:
    return f"{flow.disposed / flow.opening:.2%}" if flow.opening else "—"


def _ha(hundredths: int) -> str:
    return format_area(hundredths / 100, "ha")
