"""The report on zones along dikes as plain data: widths with their clause, zones by kind and side, lines, units."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.dike_zones import RIGHT, UNKNOWN
from ...rules.units import format_area
from ..report_parts import column, framed, hundredths_text, printed_rules
from .dike_findings import side_title
from .dike_outputs import sums, title_of_kind

if TYPE_CHECKING:
    from ...engine.dike_lines import SidedLine
    from .dike_job import DikeResult

_LISTED = 50  # lines that are printed


def document(result: DikeResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    book = result.book
    return framed(
        tr("Zones along dikes"),
        tr("Which land along dikes and training works is protection land, which lies in their safety zones? {count} "
           "lines, rules in force on {day}.").format(count=len(result.lines), day=book.date.isoformat()),
        result, record, notices=_notices(result), rules=printed_rules(_rules(result), book),
        tables=[_by_kind(result), _by_unit(result), _lines(result)], crs=result.crs)


def _notices(result: DikeResult) -> list[str]:
    said = [tr("Zones are the widths of the rules drawn from the lines given. They are a proposal for delimitation, "
               "not the boundaries that the authorities have set.")]
    if any(zone.rule is not None and zone.rule.at_least for zone in result.zones):
        said.append(tr("The statute names least widths of protection land; where more was set aside, that counts."))
    if not any(zone.rule is None for zone in result.zones):
        said.append(tr("No half width was given: zones begin at the lines as drawn. Where these are the axes of dikes, "
                       "enter half their width, so that zones begin at the toe."))
    return said


def _rules(result: DikeResult) -> list[tuple[str, str]]:
    """Return the rules that the zones rest on, with what they say."""
    book = result.book
    used = dict.fromkeys(zone.rule.rule_id for zone in result.zones if zone.rule is not None)
    return [(rule, book.message(rule)) for rule in [
        *used, "dike.side", "area.formula", *(["area.step"] if result.settings["AREA_METHOD"] == "additive" else [])]]


def _by_kind(result: DikeResult) -> dict[str, Any]:
    """Return the area of every kind on every side; kinds lie over each other, so that there is no total."""
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for kind, side, _, count, area in sums(result):
        before = cells.get((kind, side), (0, 0))
        cells[kind, side] = before[0] + count, before[1] + area
    return {
        "title": tr("Zones by kind and side"),
        "note": tr("Every place counts once in each kind. Safety zones begin at the toe and hold the protection land."),
        "columns": [column("kind", tr("Zone"), align="left"), column("side", tr("Side"), align="left"),
                    column("area", tr("Area"), "m²"), column("ha", tr("Area"), tr("ha")),
                    column("mu", tr("Area"), tr("mu"))],
        "rows": [{"kind": title_of_kind(result, kind), "side": side_title(side), "area": hundredths_text(area),
                  "ha": format_area(area / 100, "ha"), "mu": format_area(area / 100, "mu")}
                 for (kind, side), (_, area) in cells.items()],
        "total": None,
    }


def _by_unit(result: DikeResult) -> dict[str, Any]:
    return {
        "title": tr("Zones by unit (m²)"),
        "note": "",
        "columns": [column("kind", tr("Zone"), align="left"), column("side", tr("Side"), align="left"),
                    column("code", tr("Unit code"), align="left"), column("unit", tr("Unit"), align="left"),
                    column("area", tr("Area"), "m²")],
        "rows": [{"kind": title_of_kind(result, kind), "side": side_title(side),
                  "code": result.units.units[unit].code, "unit": result.units.units[unit].name or tr("no unit"),
                  "area": hundredths_text(area)} for kind, side, unit, _, area in sums(result)],
        "total": None,
    }


def _lines(result: DikeResult) -> dict[str, Any]:
    """Return the lines put together, those without a river side first."""
    ordered = sorted(result.lines, key=lambda line: line.verdict.side != UNKNOWN)
    return {
        "title": tr("Lines and their river side"),
        "note": tr("Length is that on the ground. The share is how much of what the line sees of the channel lies on "
                   "that side."),
        "columns": [column("line", tr("Line"), align="left"), column("length", tr("Length"), "m"),
                    column("river", tr("River side"), align="left"), column("share", tr("Share")),
                    column("distance", tr("Nearest channel"), "m")],
        "rows": [_line(line) for line in ordered[:_LISTED]],
        "total": None,
    }


def _line(line: SidedLine) -> dict[str, str]:
    verdict, sight = line.verdict, line.sight
    places = (tr("inside"), tr("outside")) if line.closed else (tr("left, seen from its western end"),
                                                                tr("right, seen from its western end"))
    river = tr("not known") if verdict.side == UNKNOWN else places[verdict.side == RIGHT]
    return {"line": line.label, "length": f"{line.length_m:.2f}", "river": river,
            "share": "" if verdict.share is None else f"{verdict.share:.0%}",
            "distance": "" if sight is None else f"{sight.distance / line.units:.0f}"}
