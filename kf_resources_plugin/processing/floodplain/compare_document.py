"""The report on two scenarios as plain data: areas by zone side by side, the matrix, how parts close, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...i18n import tr
from ...rules.floodplain_zoning import ZONES, zone_names
from ...rules.units import convert, format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .compare_outputs import figures, matrix, summary_columns

if TYPE_CHECKING:
    from .compare_job import CompareResult


def document(result: CompareResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    changed = figures(result)["CHANGED_M2"] or 0.0
    return framed(
        tr("Scenarios of floodplain zones compared"),
        tr("Which land has another zone in “{second}” than in “{first}”? {area} ha, rules in force on {day}.").format(
            first=result.first.name, second=result.second.name, area=format_area(changed, "ha"),
            day=book.date.isoformat()),
        result, record, notices=[_closing(result), *missing], rules=printed_rules(
            [(rule, book.message(rule)) for rule in ("area.formula", "zoning.compare")], book),
        tables=[_by_zone(result), _matrix(result)], charts=charts, crs=result.first.table.crs)


def _names(result: CompareResult) -> list[str]:
    return [*zone_names(result.book, result.book.language), tr("not zoned")]


def _closing(result: CompareResult) -> str:
    return tr("The parts miss {first} m² of the first scenario and {second} m² of the second.").format(
        first=f"{abs(result.parts.residual[0]):.6f}", second=f"{abs(result.parts.residual[1]):.6f}")


def _by_zone(result: CompareResult) -> dict[str, Any]:
    names, columns = _names(result), summary_columns(result)
    keys = ("area_a_m2", "area_b_m2", "gained_m2", "lost_m2", "change_m2")
    rows, total = [], dict.fromkeys(keys, 0.0)
    for zone, *values in zip(columns["zone"], *(columns[key] for key in keys)):
        place = len(ZONES) if zone is None else ZONES.index(str(zone))
        amounts = dict(zip(keys, map(float, values)))
        total = {key: total[key] + amounts[key] for key in keys}
        rows.append({"zone": names[place], **_printed(amounts)})
    return {
        "title": tr("Area by zone and scenario (m²)"),
        "note": tr("Gained and lost are land that both scenarios have; the change includes what only one of them has."),
        "columns": [column("zone", tr("Zone"), align="left"), column("area_a_m2", result.first.name, "m²"),
                    column("area_b_m2", result.second.name, "m²"), column("gained_m2", tr("Gained"), "m²"),
                    column("lost_m2", tr("Lost"), "m²"), column("change_m2", tr("Change"), "m²"),
                    column("change_mu", tr("Change"), tr("mu"))],
        "rows": rows,
        "total": {"zone": tr("Total"), **_printed(total)},
    }


def _printed(amounts: dict[str, float]) -> dict[str, str]:
    return {**{key: format_area(value, "m2") for key, value in amounts.items()},
            "change_mu": format_area(amounts["change_m2"], "mu")}


def _matrix(result: CompareResult) -> dict[str, Any]:
    cells = matrix(result).tolist()
    names = [*_names(result), tr("no land")]
    keys = [f"zone{place}" for place in range(len(names))]

    def printed(values: list[int]) -> dict[str, str]:
        return dict(zip([*keys, "sum"], map(hundredths_text, (*values, sum(values)))))

    return {
        "title": tr("Zones of “{first}” (down) by zones of “{second}” (across), m²").format(
            first=result.first.name, second=result.second.name),
        "note": tr("Rows and columns sum to the areas of the scenarios."),
        "columns": [column("zone", tr("Zone"), align="left"),
                    *(column(key, name, "m²") for key, name in zip(keys, names)), column("sum", tr("Total"), "m²")],
        "rows": [{"zone": name, **printed(row)} for name, row in zip(names, cells) if any(row)],
        "total": {"zone": tr("Total"), **printed([sum(row[place] for row in cells) for place in range(len(names))])},
    }


def _charts(result: CompareResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of areas by zone, and why there is none where this computer cannot draw."""
    columns = summary_columns(result)
    rows = tuple((name, (convert(float(before), "ha"), convert(float(after), "ha"))) for name, before, after in zip(
        _names(result), columns["area_a_m2"], columns["area_b_m2"]))
    bars = AmountRows((result.first.name, result.second.name), rows, "ha", 2)
    try:
        png = amount_bars(bars, size=(900, bars.height), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"),
             "caption": tr("Area of each zone in both scenarios, in hectares")}], []
