"""The outputs of a check of historic protection lines: a row for each site, findings, numbers."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.admin_units import Unit, known_names
from ...engine.heritage_records import NO_TIER
from ...engine.writing import make_fields
from ...rules.heritage_tiers import (
    BUILDING,
    BURIAL,
    CANAL_BUFFER,
    CANAL_HERITAGE,
    CANAL_MONITORING,
    CANAL_WATERFRONT,
    CONTROL_1,
    CONTROL_2,
    CONTROL_3,
    COORDINATION,
    CORE,
    DISTRICT_CONTROL,
    PROTECTION,
    SETTING,
)

if TYPE_CHECKING:
    from ...engine.heritage_records import Site
    from ...engine.writing import Column
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .check_job import CheckResult

TIERS = (PROTECTION, CONTROL_1, CONTROL_2, CONTROL_3, CORE, DISTRICT_CONTROL, BUILDING, SETTING, COORDINATION, BURIAL,
         CANAL_HERITAGE, CANAL_BUFFER, CANAL_WATERFRONT, CANAL_MONITORING)
"""Tiers whose areas have a column."""
SUMMARY_FIELDS = (
    ("site_id", "text"), ("site_name", "text"), ("level", "text"), ("site_type", "text"), ("unit_code", "text"),
    ("unit_name", "text"), ("registered", "integer"), ("tiers", "text"), ("features", "integer"),
    *((f"{tier}_m2", "real") for tier in TIERS), ("no_tier_m2", "real"), ("area_m2", "real"), ("declared_m2", "real"),
    ("difference_m2", "real"), ("provisional", "integer"), ("faults", "integer"),
)


def write_outputs(result: CheckResult, outputs: Outputs, progress: Progress) -> None:
    """Write the tables and layers that were asked for."""
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), _columns(result), progress.part(0.0, 0.2))
    outputs.findings(result.findings, result.ground.crs, progress.part(0.2, 0.95))


def figures(result: CheckResult) -> dict[str, float | None]:
    """Return the number outputs: rows of FINDINGS, sites of the register, and those of them that have lines."""
    registered = [site for site in result.ground.sites if site.entries]
    return {"FINDINGS_COUNT": float(len(result.findings)), "SITES": float(len(registered)),
            "SITES_WITH_LINES": float(sum(bool(site.whole) for site in registered))}


def declared_of(result: CheckResult, site: Site) -> tuple[float | None, float | None]:
    """Return (declared, declared − drawn) in m² over the tiers of a site that declare an area; None for no such tier.
    """
    given = {tier: result.declared.of_tier[site.key, tier] for tier in site.shapes
             if (site.key, tier) in result.declared.of_tier}
    if not given:
        return None, None
    total = sum(given.values())
    return total, total - sum(result.ground.area(site.shapes[tier]) for tier in given)


def unit_of(result: CheckResult, site: Site) -> Unit:
    """Return the unit with most of a site's land, else the one the register names."""
    said = site.entry.unit_code if site.entry else ""
    return result.units.get(site.key) or Unit(said, known_names().get(said, ""))


def _columns(result: CheckResult) -> dict[str, Column]:
    ground, sites, faults = result.ground, result.ground.sites, result.faults()
    declared = [declared_of(result, site) for site in sites]
    units = [unit_of(result, site) for site in sites]

    def areas(tier: str) -> list[float | None]:
        return [_rounded(ground.area(site.shapes[tier])) if tier in site.shapes else None for site in sites]

    return {
        "site_id": [site.site_id for site in sites],
        "site_name": [site.name for site in sites],
        "level": [site.entry.level if site.entry else None for site in sites],
        "site_type": [site.entry.site_type if site.entry else None for site in sites],
        "unit_code": [unit.code for unit in units],
        "unit_name": [unit.name for unit in units],
        "registered": [int(bool(site.entries)) for site in sites],
        "tiers": [",".join(tier for tier in site.shapes if tier) for site in sites],
        "features": [len(site.lines) for site in sites],
        **{f"{tier}_m2": areas(tier) for tier in TIERS},
        "no_tier_m2": areas(NO_TIER),
        "area_m2": [_rounded(ground.area(site.whole)) for site in sites],
        "declared_m2": [_rounded(one) for one, _ in declared],
        "difference_m2": [_rounded(other) for _, other in declared],
        "provisional": [int(any(line.provisional for line in site.lines)) for site in sites],
        "faults": [faults[site.site_id] for site in sites],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
