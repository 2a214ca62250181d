"""What lines declare as their area against what is drawn: units, rounding, whether inner tiers are counted."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from ...engine.heritage_records import for_site
from ...engine.subtraction import divide, unite
from ...engine.wkb import as_wkb_array
from ...rules.declared_areas import (
    AREA_UNITS,
    RULE,
    computed_fields,
    declared_area,
    fitting,
    likely_unit,
    unit_of_name,
    writing,
)
from ...rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.heritage_records import Site
    from ...rules.declared_areas import Declared
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from .check_ground import Ground

_DECLARED = "declared_m2"
_UNIT_WORDS = {"zh": {"m2": "平方米", "ha": "公顷", "mu": "亩"}, "en": {"m2": "m²", "ha": "ha", "mu": "mu"}}


@dataclass(frozen=True)
class DeclaredAreas:
    """Units in which layers declare areas, by layer, and the m² that the tiers of sites declare, by site and tier.

    A layer without a unit declares none. decimals: of its areas, by layer, then by unit.
    """

    units: dict[str, str]
    decimals: dict[str, dict[str, int]]
    of_tier: dict[tuple[str, str], float]


@dataclass(frozen=True)
class Said:
    """What the user said of declared areas: their unit, and their field, '' where that was left to its name."""

    unit: str = AREA_UNITS[0]
    field: str = ""


def area_findings(ground: Ground, said: Said, sites: Sequence[Site], role: str,
                  progress: Progress) -> tuple[DeclaredAreas, list[Finding]]:
    """Return (areas, findings) about what the lines of sites declare in the unit said, or in what they tell themselves.

    Of several features of one tier each may declare its own area, or that of all of them. Raises PlannerError.
    """
    declared = DeclaredAreas({}, {}, {})
    found = _units(ground, said, sites, role, declared)
    for site in sites:
        for tier in site.shapes:
            found += _tier(ground, site, tier, role, declared, progress)
    return declared, found


def _units(ground: Ground, said: Said, sites: Sequence[Site], role: str, declared: DeclaredAreas) -> list[Finding]:
    """Find out the unit of each layer; tell where it is another than was said, by the user or the field's name."""
    found, words, computed = [], _UNIT_WORDS[ground.book.language], computed_fields(ground.book)
    share, how = float(ground.book.threshold(RULE, "max_share_of_total")), writing(ground.book)
    lines = [line for site in sites for line in site.lines if line.wkb and _DECLARED in line.fields]
    for layer in sorted({line.layer for line in lines}):
        mine = [line for line in lines if line.layer == layer]
        values, areas = [line.declared for line in mine], [ground.area(line.wkb) for line in mine]
        field = mine[0].area_field
        about: dict[str, Any] = {"role": role, "place": layer, "layer": layer}
        unit = said.unit if said.unit != AREA_UNITS[0] else unit_of_name(field) or said.unit
        own = likely_unit(values, areas, unit, share, how)
        doubtful = field != said.field and field.casefold() in computed
        if doubtful and 2 * fitting(values, areas, own, share, how) <= len(mine):
            found.append(ground.book.finding("heritage.declared_computed", **about, field=field))
            own = ""
        elif own != unit:
            found.append(ground.book.finding("heritage.declared_unit", **about, unit=words[own], given=words[unit]))
        declared.units[layer] = own
        declared.decimals[layer] = how.of_column(values, own)
    return found


def _tier(ground: Ground, site: Site, tier: str, role: str, declared: DeclaredAreas,
          progress: Progress) -> list[Finding]:
    book, found, whole = ground.book, [], ground.area(site.shapes[tier])
    share = float(book.threshold(RULE, "max_share_of_total"))
    sums = 0.0
    for line in site.of_tier(tier):
        if not line.wkb or not declared.units.get(line.layer):
            continue
        about = {**ground.about(site, tier), "role": role, "source_fid": line.fid, "wkb": line.wkb}
        try:
            area = declared_area(line.declared, declared.units[line.layer], declared.decimals[line.layer])
        except ValueError:
            found.append(book.finding("heritage.declared_invalid", **about, value=clean(line.declared)))
            continue
        if area is None:
            continue
        computed = ground.area(line.wkb)
        sums += area.m2
        if area.fits(computed, share):
            continue
        if area.fits(whole, share):
            sums = area.m2  # that of all features of the tier
            continue
        other = _other_extent(ground, site, tier, area, share, progress)
        if other is None:
            found.append(book.finding(RULE, **about, area_m2=computed, declared_m2=area.m2,
                                      difference_m2=area.m2 - computed, share=abs(area.m2 - computed) / computed))
        else:
            sums = area.m2 - other + whole
            rule = "heritage.declared_outline" if other > whole else "heritage.declared_band"
            found.append(book.finding(rule, **about, area_m2=whole, declared_m2=area.m2))
    if sums:
        declared.of_tier[site.key, tier] = sums
    return found


def _other_extent(ground: Ground, site: Site, tier: str, area: Declared, share: float,
                  progress: Progress) -> float | None:
    """Return the m² of a tier with the tiers inside it, or of it without them, where that is what is declared."""
    inner = [wkb for code, wkb in site.shapes.items() if tier in getattr(ground.tiers.get(code), "within", ())]
    if not inner:
        return None
    land = for_site(site.site_id, partial(unite, ground.kernel, as_wkb_array(inner), progress))
    both = for_site(site.site_id, partial(unite, ground.kernel, as_wkb_array([site.shapes[tier], land]), progress))
    _, band = for_site(site.site_id, partial(divide, ground.kernel, site.shapes[tier], land, progress))
    return next((found for wkb in (both, band) if wkb for found in [ground.area(wkb)] if area.fits(found, share)), None)


def missing_areas(ground: Ground, declared: DeclaredAreas) -> list[Finding]:
    """Return which tiers declare no area, of layers in which others do."""
    given = {line.layer for site in ground.sites for line in site.lines
             if clean(line.declared) and declared.units.get(line.layer)}
    return [ground.book.finding("heritage.declared_missing", **ground.about(site, tier))
            for site in ground.sites for tier in site.shapes
            if (site.key, tier) not in declared.of_tier and any(
                line.layer in given and not line.provisional and not clean(line.declared)
                for line in site.of_tier(tier))]
