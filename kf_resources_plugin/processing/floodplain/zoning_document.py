"""The report on floodplain zones as plain data: question, data, rules, zones by unit, weights, firmness, findings."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...cartography.bar_charts import AmountRows, amount_bars
from ...cartography.charts import ChartMissing
from ...cartography.fonts import FontMissing
from ...i18n import tr
from ...rules.floodplain_weights import FROM_PAIRS, FROM_RULES, FROM_TEXT
from ...rules.floodplain_zoning import CRITERIA, NOWHERE, ZONES, zone_names
from ...rules.units import convert, format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .zoning_outputs import sensitivity_columns

if TYPE_CHECKING:
    from .zoning_job import ZoningResult

_STATUSES = {"statute": QT_TRANSLATE_NOOP("KfResources", "Statute"),
             "house": QT_TRANSLATE_NOOP("KfResources", "Default of this tool")}
_ORIGINS = {FROM_RULES: QT_TRANSLATE_NOOP("KfResources", "rules"), FROM_TEXT: QT_TRANSLATE_NOOP("KfResources", "own"),
            FROM_PAIRS: QT_TRANSLATE_NOOP("KfResources", "pairwise comparison")}


def document(result: ZoningResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    charts, missing = _charts(result)
    return framed(
        tr("Zones of the Yellow River floodplain"),
        tr("Which land is fit for water, wetland, farming or living, and why? {count} units, rules in force on "
           "{day}.").format(count=len(result.units), day=book.date.isoformat()),
        result, record, notices=[_stability(result), *missing], rules=printed_rules(_rules(result), book),
        bridge=_bridge(result), tables=[_by_zone(result), _by_unit(result), _by_rule(result), _weights(result),
                                        _sensitivity(result)], charts=charts, crs=result.units.table.crs)


def _names(result: ZoningResult) -> list[str]:
    return [*zone_names(result.book, result.book.language), tr("not zoned")]


def _zone_areas(result: ZoningResult) -> list[int]:
    """Return hundredths of m² by zone, the last not zoned."""
    zone, area = result.zoning.zone, result.parts.whole
    return [int(area[zone == place].sum()) for place in (*range(len(ZONES)), NOWHERE)]


def _stability(result: ZoningResult) -> str:
    stable = result.zoning.stable(result.setting.change)
    known = stable[~np.isnan(stable)]
    share = f"{known.mean():.1%}" if len(known) else "—"
    return tr("{share} of the zoned units keep their zone whatever single weight moves by ±{change}.").format(
        share=share, change=f"{result.setting.change:.0%}")


def _bridge(result: ZoningResult) -> list[dict[str, Any]]:
    """Return the steps from what was to be zoned to the zones."""
    clipping, units = result.clipping, sum(_zone_areas(result)) / 100
    given, outside = round(clipping.whole_m2, 2), round(clipping.outside_m2, 2)
    whole = tr("Floodplain") if result.setting.grid else tr("All units")
    return [
        {"label": whole, "area_m2": given, "note": tr("as given")},
        {"label": tr("Outside the floodplain"), "area_m2": -outside, "note": ""},
        {"label": tr("Residual and rounding"), "area_m2": round(units - given + outside, 2), "note": ""},
        {"label": tr("Units"), "area_m2": units, "note": tr("as reported")},
    ]


def _by_zone(result: ZoningResult) -> dict[str, Any]:
    areas, zone = _zone_areas(result), result.zoning.zone
    total = sum(areas)

    def printed(area: int, count: int) -> dict[str, str]:
        return {"count": str(count), "m2": hundredths_text(area), "ha": format_area(area / 100, "ha"),
                "mu": format_area(area / 100, "mu"), "share": f"{area / total:.2%}" if total else ""}

    return {
        "title": tr("Area by zone"),
        "note": tr("Zones sum to the area of all units."),
        "columns": [column("zone", tr("Zone"), align="left"), column("count", tr("Units")),
                    column("m2", tr("Area"), "m²"), column("ha", tr("Area"), "ha"),
                    column("mu", tr("Area"), tr("mu")), column("share", tr("Share"))],
        "rows": [{"zone": name, **printed(area, int((zone == place).sum()))} for name, area, place in zip(
            _names(result), areas, (*range(len(ZONES)), NOWHERE)) if area or place != NOWHERE],
        "total": {"zone": tr("Total"), **printed(total, len(zone))},
    }


def _by_unit(result: ZoningResult) -> dict[str, Any]:
    """Return zones by administrative unit in whole hundredths of m², which add up across and down."""
    parts, zone = result.parts, result.zoning.zone
    cells = np.zeros((len(result.admin), len(ZONES) + 1), dtype=np.int64)
    np.add.at(cells, (parts.unit, zone[parts.source]), parts.area)  # NOWHERE is −1, the last column
    keys = [f"zone{place}" for place in range(cells.shape[1])]

    def printed(values: list[int]) -> dict[str, str]:
        return dict(zip([*keys, "sum"], map(hundredths_text, (*values, sum(values)))))

    return {
        "title": tr("Zones by unit (m²)"),
        "note": tr("A unit of zoning that lies in two administrative units is divided between them."),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    *(column(key, name, "m²") for key, name in zip(keys, _names(result))),
                    column("sum", tr("Total"), "m²")],
        "rows": [{"code": unit.code, "name": unit.name or tr("no unit"), **printed(row)}
                 for unit, row in zip(result.admin, cells.tolist()) if sum(row)],
        "total": {"code": tr("Total"), "name": "", **printed(cells.sum(axis=0).tolist())},
    }


def _by_rule(result: ZoningResult) -> dict[str, Any]:
    """Return how many units each hard rule decides, and for how many it holds."""
    language = 0 if result.book.language == "zh" else 1
    zoning, names, area = result.zoning, _names(result), result.parts.whole
    rows = [{"zone": names[rule.zone], "effect": tr("asks for") if rule.includes else tr("excludes"),
             "rule": rule.names[language], "status": tr(_STATUSES[result.book.row(rule.rule_id).status]),
             "holds": str(int(zoning.holds[:, place].sum())), "area": hundredths_text(int(
                 area[zoning.holds[:, place]].sum())), "decides": str(int((zoning.verdict.rule == place).sum()))}
            for place, rule in enumerate(result.setting.rules.hard)]
    return {
        "title": tr("Hard rules"),
        "note": tr("Exclusions come before what a rule asks for; of several zones asked for the first in order "
                   "counts."),
        "columns": [column("zone", tr("Zone"), align="left"), column("effect", tr("Effect"), align="left"),
                    column("rule", tr("Rule"), align="left"), column("status", tr("Status"), align="left"),
                    column("holds", tr("Units it holds for")), column("area", tr("Area"), "m²"),
                    column("decides", tr("Units it decides"))],
        "rows": rows,
        "total": None,
    }


def _weights(result: ZoningResult) -> dict[str, Any]:
    language = 0 if result.book.language == "zh" else 1
    names, rows = _names(result), []
    for item in result.setting.rules.criteria:
        place = CRITERIA.index(item.name)
        given, used = result.setting.rules.weights[item.zone], result.zoning.used[item.zone]
        if given.weights[place]:
            rows.append({
                "zone": names[item.zone], "criterion": item.names[language], "weight": f"{given.weights[place]:.4f}",
                "used": f"{used[place]:.4f}" if used[place] else tr("no data"), "origin": tr(_ORIGINS[given.origin]),
                "ratio": "" if given.ratio is None else f"{given.ratio:.4f}",
                "points": ", ".join(map(str, result.book.threshold(item.rule_id, "steps")))})
    return {
        "title": tr("Weights and points"),
        "note": tr("A criterion without any data is left out and its weight shared among the others; where only some "
                   "units lack data, so it is for these."),
        "columns": [column("zone", tr("Zone"), align="left"), column("criterion", tr("Criterion"), align="left"),
                    column("weight", tr("Weight")), column("used", tr("As applied")),
                    column("origin", tr("From"), align="left"), column("ratio", tr("Consistency ratio")),
                    column("points", tr("Values and points"), align="left")],
        "rows": sorted(rows, key=lambda row: names.index(row["zone"])),
        "total": None,
    }


def _sensitivity(result: ZoningResult) -> dict[str, Any]:
    names, columns = _names(result), sensitivity_columns(result)
    language = 0 if result.book.language == "zh" else 1
    called = {(ZONES[item.zone], item.name): item.names[language] for item in result.setting.rules.criteria}
    keys = ("zone", "criterion", "weight", "smallest_change", "units_changed", "area_m2")
    rows = [{"zone": names[ZONES.index(str(zone))], "criterion": called[str(zone), str(criterion)],
             "weight": f"{weight:.4f}",
             "change": tr("none") if change is None else f"{change:+.1%}", "units": str(count),
             "area": format_area(float(area), "m2")}
            for zone, criterion, weight, change, count, area in zip(*(columns[key] for key in keys))]
    return {
        "title": tr("How firm the zones are"),
        "note": tr("The smallest relative change of a weight, the others scaled to the same sum, that changes the zone "
                   "of any unit, and the units that ±{change} changes; before smoothing.").format(
            change=f"{result.setting.change:.0%}"),
        "columns": [column("zone", tr("Zone"), align="left"), column("criterion", tr("Criterion"), align="left"),
                    column("weight", tr("As applied")), column("change", tr("Smallest change")),
                    column("units", tr("Units changed")), column("area", tr("Area"), "m²")],
        "rows": rows,
        "total": None,
    }


def _charts(result: ZoningResult) -> tuple[list[dict[str, str]], list[str]]:
    """Return the chart of areas by zone, and why there is none where this computer cannot draw."""
    rows = tuple((name, (convert(area / 100, "ha"),)) for name, area in zip(_names(result), _zone_areas(result)))
    bars = AmountRows((tr("Area"),), rows, "ha", 2)
    try:
        png = amount_bars(bars, size=(900, bars.height), families=result.families)
    except (ChartMissing, FontMissing) as error:
        return [], [str(error)]
    return [{"png_base64": base64.b64encode(png).decode("ascii"), "caption": tr("Area of each zone in hectares")}], []


def _rules(result: ZoningResult) -> list[tuple[str, str]]:
    """Return the rules that this run's figures rest on, with their text."""
    book, setting = result.book, result.setting.rules
    smoothing = "zoning.smoothing_grid" if result.setting.grid else "zoning.smoothing_parcels"
    ids = ["area.formula", "zoning.zones", *(rule.rule_id for rule in setting.hard),
           *(item.rule_id for item in setting.criteria), "zoning.never_flooded", "zoning.sieve", smoothing,
           "zoning.stability"]
    return [(rule, book.message(rule)) for rule in ids]
