"""What the lines say of themselves against what they are: declared areas, dates, documents, how they were drawn."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...engine.dates import read_date
from ...i18n import tr
from ...rules.heritage_check import declared_area, first_day, likely_unit, names_one, site_key
from ...rules.heritage_zones import WIDTH
from ...rules.text import clean
from .check_inputs import SITES_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ...engine.heritage_records import Line, Site
    from ...rules.findings import Finding
    from .check_ground import Ground

_DECLARED = "declared_m2"
_UNIT_WORDS = {"zh": {"m2": "平方米", "ha": "公顷", "mu": "亩"}, "en": {"m2": "m²", "ha": "ha", "mu": "mu"}}


@dataclass(frozen=True)
class DeclaredAreas:
    """Units in which layers declare areas, by layer, and the m² that the tiers of sites declare, by site and tier."""

    units: dict[str, str]
    of_tier: dict[tuple[str, str], float]


def area_findings(ground: Ground, unit: str, sites: Sequence[Site],
                  role: str) -> tuple[DeclaredAreas, list[Finding]]:
    """Return (areas, findings) about what the lines of sites declare in ``unit``, or in what they tell themselves.

    Of several features of one tier each may declare its own area, or that of all of them.
    """
    declared = DeclaredAreas({}, {})
    found = _units(ground, unit, sites, role, declared)
    for site in sites:
        for tier, wkb in site.shapes.items():
            found += _tier(ground, site, tier, ground.area(wkb), role, declared)
    return declared, found


def _units(ground: Ground, unit: str, sites: Sequence[Site], role: str, declared: DeclaredAreas) -> list[Finding]:
    """Find out the unit of each layer; tell where it is another than was said."""
    found = []
    share = float(ground.book.threshold("heritage.declared_area", "max_share_of_total"))
    lines = [line for site in sites for line in site.lines if line.wkb and _DECLARED in line.fields]
    for layer in sorted({line.layer for line in lines}):
        mine = [line for line in lines if line.layer == layer]
        areas = [ground.area(line.wkb) for line in mine]
        declared.units[layer] = likely_unit([line.declared for line in mine], areas, unit, share)
        if declared.units[layer] != unit:
            found.append(ground.book.finding(
                "heritage.declared_unit", role=role, place=layer, layer=layer,
                unit=_UNIT_WORDS[ground.book.language][declared.units[layer]],
                given=_UNIT_WORDS[ground.book.language][unit]))
    return found


def _tier(ground: Ground, site: Site, tier: str, whole: float, role: str, declared: DeclaredAreas) -> list[Finding]:
    book, found = ground.book, []
    share = float(book.threshold("heritage.declared_area", "max_share_of_total"))
    lines = [line for line in site.of_tier(tier) if line.wkb and _DECLARED in line.fields]
    sums = 0.0
    for line in lines:
        about = {**ground.about(site, tier), "role": role, "source_fid": line.fid, "wkb": line.wkb}
        try:
            area = declared_area(line.declared, declared.units[line.layer])
        except ValueError:
            found.append(book.finding("heritage.declared_invalid", **about, value=clean(line.declared)))
            continue
        if area is None:
            continue
        computed = ground.area(line.wkb)
        sums += area.m2
        if not area.fits(computed, share) and not area.fits(whole, share):
            found.append(book.finding(
                "heritage.declared_area", **about, area_m2=computed, declared_m2=area.m2,
                difference_m2=area.m2 - computed, share=abs(area.m2 - computed) / computed))
        elif not area.fits(computed, share):
            sums = area.m2  # that of all features of the tier
    if sums:
        declared.of_tier[site.key, tier] = sums
    return found


def missing_areas(ground: Ground, declared: DeclaredAreas) -> list[Finding]:
    """Return which tiers declare no area, of layers in which others do."""
    given = {line.layer for site in ground.sites for line in site.lines if clean(line.declared)}
    return [ground.book.finding("heritage.declared_missing", **ground.about(site, tier))
            for site in ground.sites for tier in site.shapes
            if (site.key, tier) not in declared.of_tier and any(
                line.layer in given and not line.provisional and not clean(line.declared)
                for line in site.of_tier(tier))]


# -- dates, documents, how lines were drawn --------------------------------------------------------------------------

def paper_findings(ground: Ground) -> list[Finding]:
    """Return what is wrong with dates and documents, which lines are provisional, and which widths stand for lines."""
    found = []
    for site in ground.sites:
        about = {"subject_id": site.site_id, "subject_name": site.name, "role": SITES_ROLE, "tier": tr("register")}
        for entry in site.entries:
            found += _date(ground, {**about, "place": "register", "source_fid": entry.fid}, entry.published)
        for tier in dict.fromkeys(line.tier for line in site.lines):
            found += _papers_of(ground, site, tier)
    return found


def _papers_of(ground: Ground, site: Site, tier: str) -> list[Finding]:
    """Return what is to be said of the lines of one tier, once for all its features."""
    book, lines, about = ground.book, site.of_tier(tier), ground.about(site, tier)
    found = [item for value in dict.fromkeys(clean(line.published) or "" for line in lines) if value
             for item in _date(ground, about, next(line.published for line in lines if clean(line.published) == value))]
    final = [line for line in lines if not line.provisional]
    if any(_lacks(line, "published") for line in final):
        found.append(book.finding("heritage.date_missing", **about))
    if any(_lacks(line, "document") for line in final):
        found.append(book.finding("heritage.document_missing", **about))
    if len(final) < len(lines):
        found.append(book.finding("heritage.provisional", **about, wkb=site.shapes.get(tier, b"")))
    by_width = any(line.method == WIDTH for line in lines)
    if by_width and _is_wall(ground, site):
        found.append(book.finding("heritage.wall_width", **about, wkb=site.shapes.get(tier, b"")))
    elif any(line.method == WIDTH for line in final):
        found.append(book.finding("heritage.width_not_provisional", **about, wkb=site.shapes.get(tier, b"")))
    return found


def _lacks(line: Line, key: str) -> bool:
    return key in line.fields and not clean(getattr(line, key))


def _is_wall(ground: Ground, site: Site) -> bool:
    """Tell whether a site is the city wall, whose lines the province approved."""
    ids = {site_key(value) for value in ground.book.threshold("heritage.wall_width", "ids")}
    names = [site.name, *(line.name for line in site.lines), *(entry.name for entry in site.entries)]
    return site.key in ids or any(names_one(name, ground.book.threshold("heritage.wall_width", "names"))
                                  for name in names)


def _date(ground: Ground, about: dict[str, Any], value: Any) -> list[Finding]:
    """Return that a date cannot be read or is still to come."""
    text = clean(value)
    day: date | None = read_date(value) or first_day(text)
    about = {**about, "place": f"{about['place']} {text}"}
    if day is None:
        return [ground.book.finding("heritage.date_invalid", **about, value=text)] if text else []
    if day <= ground.book.date:
        return []
    return [ground.book.finding("heritage.date_future", **about, value=text, day=ground.book.date.isoformat())]
