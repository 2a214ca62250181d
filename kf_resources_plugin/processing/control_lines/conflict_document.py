"""The report of a check of control lines as plain data: matrix of pairs, sums that add up, units, holes, expansion."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.line_openings import NO_LINE
from ...i18n import tr
from ..report_parts import column, framed, hundredths_text, printed_rules
from .conflict_figures import GAP, HOLE, NOT_CULTIVATED, OVERLAP, pair_sums, unit_sums
from .conflict_findings import content_title, contents
from .conflict_outputs import expansion_rows
from .conflict_zones import zone_sums

if TYPE_CHECKING:
    from .conflict_figures import Conflicts, PairSums
    from .conflict_job import ConflictResult

_LISTED = 50  # holes and gaps that are printed; the layer has them all


def document(result: ConflictResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    found, book = result.found, result.book
    return framed(
        tr("Conflicts of control lines"),
        tr("Where do control lines overlap, what do they leave open, and how far may the town grow? {lines}; rules in "
           "force on {day}.").format(
            lines=tr(", ").join(f"{line.title} ({len(line.table)})" for line in found.lines),
            day=book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), book),
        tables=[*([_matrix(found)] if len(found.lines) > 1 else []), _by_pair(found), _by_unit(found),
                _openings(result), *([_expansion(found)] if found.expansion is not None else []),
                *([_zones(found)] if zone_sums(found) else [])],
        crs=found.lines[0].table.crs)


def _rules(result: ConflictResult) -> list[tuple[str, str]]:
    """Return the rules that the figures rest on, with what they say or what follows from them."""
    found, book = result.found, result.book
    rules = [("area.formula", book.message("area.formula"))]
    if result.settings["AREA_METHOD"] == "additive":
        rules.append(("area.step", book.message("area.step")))
    across = dict.fromkeys(found.rules[pair].rule_id for pair in np.flatnonzero(~found.pairs.within).tolist())
    rules += [(rule, book.remedy(rule)) for rule in across]
    limits = [
        ("control.tolerance", "min_area_m2", tr("overlaps of less than {limit} m² are no conflict")),
        ("control.overlap_sliver", "max_width_m", tr("overlaps narrower than {limit} m on average are slivers")),
        ("control.gap", "max_width_m", tr("gaps and holes narrower than {limit} m on average are slivers")),
        ("control.hole", "min_cover_share_of_total", tr("a hole is explained where other lines cover {limit} of it")),
        ("control.expansion", "max_expansion_coefficient", tr("the urban boundary holds at most {limit} times the "
                                                              "urban construction land of the base year")),
    ]
    for rule, key, text in limits:
        limit = float(book.threshold(rule, key))
        rules.append((rule, text.format(limit=f"{limit:.0%}" if "share" in key else f"{limit:g}")))
    return rules


def _matrix(found: Conflicts) -> dict[str, Any]:
    """Return the overlap of every pair of lines in m² with the number of overlaps, each pair once."""
    cells = {tuple(found.pairs.lines[row.pair].tolist()): row for row in pair_sums(found)}
    rows = []
    for one, line in enumerate(found.lines[:-1]):
        row = {"line": line.title, **dict.fromkeys((f"line{other}" for other in range(1, one + 1)), "")}
        for other in range(one + 1, len(found.lines)):
            sums = cells[one, other]
            row[f"line{other}"] = f"{hundredths_text(sums.area)} ({sums.count})" if sums.area else "0"
        rows.append(row)
    return {
        "title": tr("Overlaps of every pair of lines (m²)"),
        "note": tr("In brackets the number of overlaps of two polygons that are not below the tolerance."),
        "columns": [column("line", tr("Line"), align="left"),
                    *(column(f"line{other}", found.lines[other].title) for other in range(1, len(found.lines)))],
        "rows": rows, "total": None,
    }


def _by_pair(found: Conflicts) -> dict[str, Any]:
    """Return the sums of every pair with overlap; the total counts each place once, and a row says what that takes off.
    """
    rows, summed, once = [], 0, 0
    for row in pair_sums(found):
        if not row.area and row.once is None:
            continue
        one, other = (found.lines[place] for place in found.pairs.lines[row.pair].tolist())
        within = bool(found.pairs.within[row.pair])
        if row.once is not None:
            summed, once = summed + row.area, once + row.once
        rows.append({
            "pair": tr("{line} with itself").format(line=one.title) if within else f"{one.title} × {other.title}",
            "verdict": _verdict(row, within=within),
            "count": str(row.count), "area": hundredths_text(row.area), "thin": str(row.thin[0]),
            "small": str(row.small[0]), "small_area": hundredths_text(row.small[1]),
            "disputed": "" if row.once is None else hundredths_text(row.area)})
    if summed != once:
        rows.append({"pair": tr("less what lies in several pairs"), "verdict": "", "count": "", "area": "", "thin": "",
                     "small": "", "small_area": "", "disputed": hundredths_text(once - summed)})
    return {
        "title": tr("Overlaps by pair (m²)"),
        "note": tr("The area is everything that both lines cover, what is below the tolerance too; the total counts a "
                   "place in several pairs once, and only lines that exclude each other."),
        "columns": [column("pair", tr("Lines"), align="left"), column("verdict", tr("Verdict"), align="left"),
                    column("count", tr("Overlaps")), column("area", tr("Area"), "m²"),
                    column("thin", tr("of them slivers")), column("small", tr("Below tolerance")),
                    column("small_area", tr("Area below tolerance"), "m²"),
                    column("disputed", tr("In conflict"), "m²")],
        "rows": rows,
        "total": {"pair": tr("Total, each place once"), "verdict": "", "count": "", "area": "", "thin": "",
                  "small": "", "small_area": "", "disputed": hundredths_text(once)},
    }


def _verdict(row: PairSums, *, within: bool) -> str:
    if not row.area:
        return tr("no overlap")
    if row.once is not None:
        return tr("conflict")
    return tr("overlapping polygons") if within else tr("may overlap")


def _by_unit(found: Conflicts) -> dict[str, Any]:
    """Return the sums of every unit; columns add up to the totals of the whole."""
    sums = unit_sums(found)
    units = sorted({row.unit for row in sums})
    cells = {unit: _unit_cells([row for row in sums if row.unit == unit]) for unit in units}
    totals = [sum(column) for column in zip(*cells.values())] if cells else [0] * len(_UNIT_KEYS)
    return {
        "title": tr("Conflicts, holes and gaps by unit"),
        "note": tr("Areas are counted where they lie; overlaps, holes and gaps in the unit with most of them."),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("count", tr("Conflicts")), column("area", tr("Sum over pairs"), "m²"),
                    column("once", tr("Each place once"), "m²"), column("holes", tr("Holes")),
                    column("gaps", tr("Narrow gaps")), column("barren", tr("Farmland not cultivated"), "m²")],
        "rows": [{"code": found.units.units[unit].code, "name": found.units.units[unit].name or tr("no unit"),
                  **_printed(cells[unit], found)} for unit in units],
        "total": {"code": tr("Total"), "name": "", **_printed(totals, found)},
    }


_UNIT_KEYS = ("count", "area", "once", "holes", "gaps", "barren")


def _unit_cells(rows: list[Any]) -> list[int]:
    def total(kind: str, key: str) -> int:
        return sum(getattr(row, key) or 0 for row in rows
                   if row.kind == kind and (kind != OVERLAP or row.once is not None))

    return [total(OVERLAP, "count"), total(OVERLAP, "area"), total(OVERLAP, "once"), total(HOLE, "count"),
            total(GAP, "count"), total(NOT_CULTIVATED, "area")]


def _printed(cells: list[int], found: Conflicts) -> dict[str, str]:
    areas = {"area", "once", "barren"}
    shown = {key: hundredths_text(value) if key in areas else str(value) for key, value in zip(_UNIT_KEYS, cells)}
    return {**shown, "barren": shown["barren"] if found.not_cultivated is not None else tr("not checked")}


def _openings(result: ConflictResult) -> dict[str, Any]:
    """Return the largest holes and gaps; those that need a reason first."""
    found, book = result.found, result.book
    openings, named = found.openings, contents(found)
    severity = [book.row(rule).severity for rule in openings.rule.tolist()]
    order = sorted(range(len(named)), key=lambda row: (severity[row] == "info", -int(openings.area[row]), row))
    rows = []
    for row in order[:_LISTED]:
        one, other = found.lines[openings.one[row]], int(openings.other[row])
        between = other not in {NO_LINE, int(openings.one[row])}
        rows.append({
            "line": f"{one.title} × {found.lines[other].title}" if between else one.title,
            "kind": tr("gap") if openings.sliver[row] else tr("hole"),
            "unit": found.units.units[openings.unit[row]].name or tr("no unit"),
            "area": hundredths_text(int(openings.area[row])), "width": f"{openings.width[row]:.2f}",
            "content": content_title(found, named[row]),
            "reason": tr("none needed") if severity[row] == "info" else tr("needed")})
    return {
        "title": tr("Holes and narrow gaps"),
        "note": tr("{count} in all; the layer of holes and gaps has the rest.").format(count=len(named))
        if len(named) > _LISTED else "",
        "columns": [column("line", tr("Line"), align="left"), column("kind", tr("Kind"), align="left"),
                    column("unit", tr("Unit"), align="left"), column("area", tr("Area"), "m²"),
                    column("width", tr("Mean width"), "m"), column("content", tr("What most of it is"), align="left"),
                    column("reason", tr("Reason"), align="left")],
        "rows": rows, "total": None,
    }


def _expansion(found: Conflicts) -> dict[str, Any]:
    """Return urban boundary, urban land of the base year and factor by unit, and for all."""
    growth = found.expansion
    if growth is None:
        raise ValueError("no urban boundary")

    def cells(boundary: int, base: int | None, factor: float | None) -> dict[str, str]:
        return {"boundary": hundredths_text(boundary),
                "base": tr("not known") if base is None else hundredths_text(base),
                "factor": tr("not known") if factor is None else f"{factor:.4f}"}

    rows = [{"code": found.units.units[unit].code, "name": found.units.units[unit].name or tr("no unit"), **cells(
        int(growth.boundary[unit]), None if growth.base is None else int(growth.base[unit]), growth.factor_of(unit))}
        for unit in expansion_rows(found)]
    base = None if growth.base_m2 is None else round(growth.base_m2 * 100)
    return {
        "title": tr("Expansion of the urban boundary"),
        "note": tr("Factor: urban boundary over urban construction land of the base year."),
        "columns": [column("code", tr("Unit code"), align="left"), column("name", tr("Unit"), align="left"),
                    column("boundary", tr("Urban boundary"), "m²"), column("base", tr("Base year"), "m²"),
                    column("factor", tr("Factor"))],
        "rows": rows,
        "total": {"code": tr("Total"), "name": "", **cells(int(growth.boundary.sum()), base, growth.factor)},
    }


def _zones(found: Conflicts) -> dict[str, Any]:
    """Return what of the urban boundary is in which zone; the total is the boundary where all layers tell zones."""
    sums = zone_sums(found)
    return {
        "title": tr("Urban boundary by zone"),
        "note": tr("Each place counts once, in the polygon that comes first by its shape."),
        "columns": [column("code", tr("Zone code"), align="left"), column("name", tr("Zone"), align="left"),
                    column("count", tr("Polygons")), column("area", tr("Area"), "m²")],
        "rows": [{"code": row.code, "name": row.name, "count": str(row.count), "area": hundredths_text(row.area)}
                 for row in sums],
        "total": {"code": tr("Total"), "name": "", "count": str(sum(row.count for row in sums)),
                  "area": hundredths_text(sum(row.area for row in sums))},
    }
