"""The features of kf:heritagezones: one for each tier of each site, and the lines that unite them."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...rules.heritage_tiers import PURPLE, tiers
from ...rules.heritage_zones import CORRIDOR, DERIVED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ...engine.heritage_lines import Line, Site
    from ...engine.heritage_nesting import Nested
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class Zone:
    """A feature: the band of a tier of a site, or a line that unites bands. Fields as in schema heritage_zones."""

    site_id: str
    site_name: str
    level: str
    tier: str
    provisional: bool
    method: str
    width_m: float | None
    rule_id: str | None
    source: str
    document: str
    published: date | None
    declared_m2: float | None
    wkb: bytes = field(repr=False)


def zones_of(sites: Sequence[Site], lines: Sequence[Line], shown: Sequence[bool], nested: Nested,
             book: RuleBook) -> list[Zone]:
    """Return the features, site by site from the inside outwards, united lines last; empty bands are none."""
    found = [_zone(sites[line.site], line, nested.band[row])
             for row, line in enumerate(lines) if shown[row] and nested.band[row]]
    members = [zone for zone in found if zone.method != CORRIDOR]
    known = tiers(book)
    for tier, wkb in nested.derived.items():
        own = [zone for zone in members if tier != PURPLE or known[zone.tier].purple]
        if wkb and own:
            rule = f"tier.{tier}"
            found.append(Zone("", "", "", tier, any(zone.provisional for zone in own), DERIVED, None, rule,
                              book.row(rule).source, "", None, None, wkb))
    return found


def _zone(site: Site, line: Line, wkb: bytes) -> Zone:
    drawn, width = line.drawn, line.width
    if drawn is not None:
        said = drawn.source, drawn.document, drawn.published, drawn.declared_m2
    else:
        said = "" if width is None else width.source, "" if width is None else width.document, None, None
    return Zone(site.site_id, site.name, site.level, line.tier, line.provisional, line.method,
                None if width is None else width.width_m, None if width is None else width.rule_id, *said, wkb)
