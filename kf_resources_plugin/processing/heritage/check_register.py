"""The register against the lines: who has none, who is not known, which tiers are missing, what is there twice."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.heritage_records import NO_TIER
from ...i18n import tr
from ...rules.heritage_check import expectations
from .check_inputs import SITES_ROLE, ZONES_ROLE

if TYPE_CHECKING:
    from ...engine.heritage_records import Site
    from ...rules.findings import Finding
    from ...rules.heritage_check import Expectation
    from .check_ground import Ground


def register_findings(ground: Ground) -> list[Finding]:
    """Return what the register and the lines of each site lack of each other."""
    expected = expectations(ground.book)
    found = [*_loose(ground), *_unnamed(ground)]
    for site in ground.sites:
        found += _twice(ground, site)
        if not site.lines:
            found.append(_no_lines(ground, site, expected))
            continue
        if not site.entries:
            found.append(ground.book.finding("heritage.no_entry", **ground.about(site, site.lines[0].tier),
                                             wkb=site.whole, tiers=_names(ground, site)))
        found += [*_features(ground, site), *_expected(ground, site, expected)]
    return found


def _names(ground: Ground, site: Site) -> list[str]:
    return [ground.tier_name(tier) for tier in dict.fromkeys(line.tier for line in site.lines)]


def _twice(ground: Ground, site: Site) -> list[Finding]:
    if len(site.entries) < 2:  # noqa: PLR2004
        return []
    return [ground.book.finding(
        "heritage.entry_twice", subject_id=site.site_id, subject_name=site.name, role=SITES_ROLE, place="twice",
        source_fid=site.entries[0].fid, other_fid=site.entries[1].fid, count=len(site.entries),
        names=[entry.name or entry.site_id for entry in site.entries])]


def _no_lines(ground: Ground, site: Site, expected: list[Expectation]) -> Finding:
    tiers = dict.fromkeys(rule.tiers[0] for rule in expected
                          if rule.holds(site.said) and ground.book.rows[rule.rule_id].severity != "info")
    names = [ground.tier_name(tier) for tier in tiers] or [tr("a line of any tier")]
    return ground.book.finding(
        "heritage.no_lines", subject_id=site.site_id, subject_name=site.name, role=SITES_ROLE, place="lines",
        source_fid=site.entries[0].fid, expected=names)


def _expected(ground: Ground, site: Site, expected: list[Expectation]) -> list[Finding]:
    """Return which tiers a site must have and has not; a line without tier may be any of them."""
    held = {line.tier for line in site.lines}
    if NO_TIER in held or site.entry is None:
        return []
    about = {**ground.about(site, site.lines[0].tier), "place": "expected", "level": ground.said_of(site)}
    return [ground.book.finding(rule.rule_id, **about, expected=ground.tier_name(rule.tiers[0]))
            for rule in expected if rule.holds(site.said) and not held & set(rule.tiers)]


def _features(ground: Ground, site: Site) -> list[Finding]:
    """Return features that are several for one tier, have no geometry, or a tier that nobody knows."""
    found = []
    for tier in dict.fromkeys(line.tier for line in site.lines):
        lines, about = site.of_tier(tier), ground.about(site, tier)
        if any(not line.wkb for line in lines):
            found.append(ground.book.finding("heritage.line_no_shape", **about))
        if sum(bool(line.wkb) for line in lines) > 1:
            found.append(ground.book.finding("heritage.line_twice", **about, wkb=site.shapes[tier], count=len(lines)))
    unknown = {line.said: line for line in reversed(site.lines) if line.said and line.tier == NO_TIER}
    found += [ground.book.finding("heritage.tier_unknown", **{**ground.about(site), "place": said}, wkb=line.wkb,
                                  value=said) for said, line in sorted(unknown.items())]
    return found


def _loose(ground: Ground) -> list[Finding]:
    return [ground.book.finding(
        "heritage.line_no_id", role=ZONES_ROLE, source_fid=line.fid, place=f"{line.layer} {line.tier} {line.wkb.hex()}",
        wkb=line.wkb, area_m2=ground.area(line.wkb), layer=line.layer, tier=ground.tier_name(line.tier))
        for line in ground.loose]


def _unnamed(ground: Ground) -> list[Finding]:
    count = sum(any(line.tier == NO_TIER and not line.said for line in site.lines) for site in ground.sites)
    return [ground.book.finding("heritage.tier_unnamed", role=ZONES_ROLE, place="tiers", count=count)] if count else []
