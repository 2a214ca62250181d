"""The report on historic protection lines as plain data: areas by tier, level and unit, provisional lines, closure."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...engine.lonlat import crs_label
from ...i18n import tr
from ...rules.heritage_tiers import tiers
from ...rules.heritage_words import LEVEL, spoken, words
from ...rules.heritage_zones import DERIVED, DRAWN, WIDTH
from ...rules.units import format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .zones_inputs import BY_ROADS, NO_SNAP

if TYPE_CHECKING:
    from .zones_job import ZonesResult

_LISTED = 60  # lines that are printed


def document(result: ZonesResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    return framed(
        tr("Historic protection lines"),
        tr("Which land lies within protection lines? Sites: {count}; rules in force on {day}.").format(
            count=len(result.sites), day=book.date.isoformat()),
        result, record, notices=_notices(result), rules=printed_rules(_rules(result), book),
        tables=[_by_tier(result), _by_unit(result), _provisional(result), _coordinates(result)], crs=result.crs)


def _notices(result: ZonesResult) -> list[str]:
    count = sum(zone.provisional for zone in result.zones if zone.method != DERIVED)
    said = []
    if count:
        said.append(tr("PROVISIONAL lines: {count}, drawn by widths that no document sets, or round mere points. "
                       "They are a proposal, not lines that the authorities have published.").format(count=count))
    said.append(tr("Every tier is the band around the tier inside it: its area is that within its outer line less that "
                   "within its inner line, to {residual} m² at most. Tiers of one site never overlap; where sites "
                   "overlap both keep their land, so that sums over sites may count a place twice. United lines count "
                   "every place once.").format(residual=f"{float(result.residual.max(initial=0.0)):.4f}"))
    return said


def _rules(result: ZonesResult) -> list[tuple[str, str]]:
    """Return the rules that lines rest on, with what they say."""
    book, snap = result.book, result.settings["SNAP"]
    used = list(dict.fromkeys(zone.rule_id for zone in result.zones if zone.rule_id))
    more = ["zone.arc", "zone.points"]
    if snap != NO_SNAP:
        more.append("zone.snap_roads" if snap == BY_ROADS else "zone.snap_blocks")
    more += ["area.formula", *(["area.step"] if result.settings["AREA_METHOD"] == "additive" else [])]
    return [(rule, book.message(rule)) for rule in [*used, *more]]


def _areas(hundredths: int) -> dict[str, str]:
    return {"area": hundredths_text(hundredths), "ha": format_area(hundredths / 100, "ha"),
            "mu": format_area(hundredths / 100, "mu")}


def _area_columns() -> list[dict[str, str]]:
    return [column("area", tr("Area"), "m²"), column("ha", tr("Area"), tr("ha")), column("mu", tr("Area"), tr("mu"))]


def _by_tier(result: ZonesResult) -> dict[str, Any]:
    known, levels, language = tiers(result.book), words(result.book, LEVEL), result.book.language
    order = list(known)
    sums: dict[tuple[int, str], list[int]] = {}
    for row, zone in enumerate(result.zones):
        level = "—" if zone.method == DERIVED else spoken(zone.level, levels, language) or tr("not known")
        cell = sums.setdefault((order.index(zone.tier), level), [0, 0, 0])
        for place, value in enumerate((1, int(zone.provisional), int(result.parts.whole[row]))):
            cell[place] += value
    return {
        "title": tr("Lines by tier and level"),
        "note": "",
        "columns": [column("tier", tr("Tier"), align="left"), column("level", tr("Level"), align="left"),
                    column("count", tr("Count")), column("provisional", tr("Of these provisional")), *_area_columns()],
        "rows": [{"tier": known[order[tier]].name(language), "level": level, "count": str(count),
                  "provisional": str(provisional), **_areas(area)}
                 for (tier, level), (count, provisional, area) in sorted(sums.items())],
        "total": None,
    }


def _by_unit(result: ZonesResult) -> dict[str, Any]:
    known = tiers(result.book)
    order, parts = list(known), result.parts
    sums: dict[tuple[int, int], int] = {}
    for source, unit, area in zip(parts.source.tolist(), parts.unit.tolist(), parts.area.tolist()):
        key = unit, order.index(result.zones[source].tier)
        sums[key] = sums.get(key, 0) + area
    return {
        "title": tr("Lines by unit and tier"),
        "note": "",
        "columns": [column("code", tr("Unit code"), align="left"), column("unit", tr("Unit"), align="left"),
                    column("tier", tr("Tier"), align="left"), *_area_columns()],
        "rows": [{"code": result.units.units[unit].code, "unit": result.units.units[unit].name or tr("no unit"),
                  "tier": known[order[tier]].name(result.book.language), **_areas(area)}
                 for (unit, tier), area in sorted(sums.items())],
        "total": None,
    }


def _provisional(result: ZonesResult) -> dict[str, Any]:
    """Return the lines of sites, those that are provisional first, each with its width and source."""
    known, titles = tiers(result.book), {DRAWN: tr("drawn"), WIDTH: tr("by width")}
    own = [row for row, zone in enumerate(result.zones) if zone.method != DERIVED]
    own.sort(key=lambda row: not result.zones[row].provisional)
    zones = [(result.zones[row], int(result.parts.whole[row])) for row in own[:_LISTED]]
    return {
        "title": tr("Lines, their width and source"),
        "note": "" if len(own) <= _LISTED else tr("The first {count} of {total}; the layer holds all of them.").format(
            count=_LISTED, total=len(own)),
        "columns": [column("site", tr("Heritage site"), align="left"), column("tier", tr("Tier"), align="left"),
                    column("state", tr("State"), align="left"), column("method", tr("Drawn by"), align="left"),
                    column("width", tr("Width"), "m"), column("source", tr("Source"), align="left"),
                    column("area", tr("Area"), "m²")],
        "rows": [{"site": zone.site_name or zone.site_id, "tier": known[zone.tier].name(result.book.language),
                  "state": tr("provisional") if zone.provisional else tr("not provisional"),
                  "method": titles.get(zone.method, tr("corridor")),
                  "width": "" if zone.width_m is None else f"{zone.width_m:g}",
                  "source": zone.document or zone.source, "area": hundredths_text(area)} for zone, area in zones],
        "total": None,
    }


def _coordinates(result: ZonesResult) -> dict[str, Any]:
    """Return how many boundary points the lines of each tier have."""
    known, points = tiers(result.book), result.points
    counts: dict[str, int] = dict.fromkeys(known, 0)
    for row in points.polygon.tolist():
        counts[result.zones[row].tier] += 1
    return {
        "title": tr("Boundary points"),
        "note": tr("In {crs}; the table of points and the coordinate file hold every point.").format(
            crs=crs_label(result.papers.crs)),
        "columns": [column("tier", tr("Tier"), align="left"), column("count", tr("Boundary points"))],
        "rows": [{"tier": known[tier].name(result.book.language), "count": str(count)}
                 for tier, count in counts.items() if count],
        "total": None,
    }
