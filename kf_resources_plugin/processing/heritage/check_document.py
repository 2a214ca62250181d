"""The report of a check of historic protection lines as plain data: sites, rules that fired, lines that add up."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ...i18n import tr
from ...rules.findings import SEVERITIES
from ...rules.units import format_area
from ..report_parts import column, framed, printed_rules
from .check_outputs import declared_of, figures, unit_of

if TYPE_CHECKING:
    from ...engine.heritage_records import Site
    from .check_job import CheckResult

_LISTED = 200  # sites that are printed; the table has them all
_LIMITS = (
    ("heritage.nesting", "min_area_m2"), ("heritage.gap", "min_area_m2"), ("heritage.sliver", "max_width_m"),
    ("heritage.declared_area", "max_share_of_total"), ("heritage.core_small", "min_area_m2"),
)


def document(result: CheckResult, record: dict[str, Any]) -> dict[str, Any]:
    """Return the report (parts as ``cartography.document`` describes them), every text in the report's language."""
    numbers = figures(result)
    return framed(
        tr("Check of historic protection lines"),
        tr("Do the lines fit the register, each other and their documents? Sites in the register: "
           "{sites:.0f}, with lines: {drawn:.0f}; rules in force on {day}.").format(
               sites=numbers["SITES"], drawn=numbers["SITES_WITH_LINES"], day=result.book.date.isoformat()),
        result, record, rules=printed_rules(_rules(result), result.book),
        tables=[_faults(result), *([_reckoning(result)] if result.reckonings else []), _sites(result)],
        crs=result.ground.crs)


def _rules(result: CheckResult) -> list[tuple[str, str]]:
    """Return the rules that figures rest on, and those with limits, with what they say."""
    book = result.book
    rules = [("area.formula", book.message("area.formula"))]
    texts = {
        "heritage.nesting": tr("An inner tier may stick out by less than {limit} m² in one place."),
        "heritage.gap": tr("Gaps of less than {limit} m² between tiers are let pass."),
        "heritage.sliver": tr("Parts narrower than {limit} m on average are slivers."),
        "heritage.declared_area": tr("Declared and drawn area may differ by {limit} of the drawn one, or by half a "
                                     "unit of the last digit."),
        "heritage.core_small": tr("The core of a historic district has {limit} m² or more."),
    }
    for rule, key in _LIMITS:
        limit = float(book.threshold(rule, key))
        rules.append((rule, texts[rule].format(limit=f"{limit:.1%}" if "share" in key else f"{limit:g}")))
    return rules


def _faults(result: CheckResult) -> dict[str, Any]:
    """Return how often each rule fired, the gravest first."""
    counts = Counter((item.severity, item.rule_id) for item in result.findings)
    words = {"error": tr("Error"), "warning": tr("Warning"), "info": tr("Information")}
    said = {item.rule_id: item.message for item in reversed(result.findings)}
    rows = [{"rule": rule, "severity": words[severity], "count": str(count), "clause": result.book.clause(rule),
             "example": said[rule]}
            for (severity, rule), count in sorted(counts.items(), key=lambda item: (
                SEVERITIES.index(item[0][0]), item[0][1]))]
    return {
        "title": tr("Findings by rule"), "note": "",
        "columns": [column("severity", tr("Severity"), align="left"), column("rule", tr("Rule"), align="left"),
                    column("example", tr("For example"), align="left"),
                    column("clause", tr("Document and clause"), align="left"), column("count", tr("Findings"))],
        "rows": rows,
        "total": {"severity": tr("Total"), "rule": "", "example": "", "clause": "", "count": str(len(result.findings))},
    }


def _reckoning(result: CheckResult) -> dict[str, Any]:
    """Return what purple and historic lines hold of their members, and that it adds up."""
    keys = ("members_m2", "missing_m2", "extra_m2", "drawn_m2", "residual_m2")
    rows = [{"line": result.ground.tier_name(item.line),
             **{key: format_area(round(getattr(item, key), 2) + 0.0, "m2") for key in keys}}
            for item in result.reckonings]
    return {
        "title": tr("Purple and historic lines (m²)"),
        "note": tr("Each place counts once: members − missing + extra = drawn, but for the residual."),
        "columns": [column("line", tr("United line"), align="left"), column("members_m2", tr("Members"), "m²"),
                    column("missing_m2", tr("Missing"), "m²"), column("extra_m2", tr("Extra"), "m²"),
                    column("drawn_m2", tr("Drawn"), "m²"), column("residual_m2", tr("Residual"), "m²")],
        "rows": rows, "total": None,
    }


def _sites(result: CheckResult) -> dict[str, Any]:
    """Return the sites, those with faults first."""
    faults, sites = result.faults(), result.ground.sites
    order = sorted(sites, key=lambda site: (faults[site.site_id] == 0, site.key))
    return {
        "title": tr("Lines of each site"),
        "note": " ".join([tr("The area counts each place once; declared areas are those of the tiers together, and the "
                             "difference is taken tier by tier."),
                          *([tr("{count} in all; the table of sites has the rest.").format(count=len(sites))]
                            if len(sites) > _LISTED else [])]),
        "columns": [column("id", tr("Site id"), align="left"), column("name", tr("Name"), align="left"),
                    column("level", tr("Level and type"), align="left"), column("unit", tr("Unit"), align="left"),
                    column("tiers", tr("Tiers"), align="left"), column("area", tr("Area"), "m²"),
                    column("declared", tr("Declared area"), "m²"), column("difference", tr("Difference"), "m²"),
                    column("faults", tr("Faults"))],
        "rows": [_site(result, site, faults[site.site_id]) for site in order[:_LISTED]], "total": None,
    }


def _site(result: CheckResult, site: Site, faults: int) -> dict[str, str]:
    declared, difference = declared_of(result, site)
    unit = unit_of(result, site)
    return {
        "id": site.site_id, "name": site.name, "level": result.ground.said_of(site), "unit": unit.name or unit.code,
        "tiers": tr(", ").join(result.ground.tier_name(tier) for tier in site.shapes) or tr("no line"),
        "area": format_area(result.ground.area(site.whole), "m2") if site.whole else "",
        "declared": format_area(declared, "m2"), "difference": format_area(difference, "m2"), "faults": str(faults),
    }
