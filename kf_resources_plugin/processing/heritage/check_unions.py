"""Purple and historic lines against what they are made of: what of their members they lack, what they have besides."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.heritage_records import NO_TIER, for_site
from ...engine.partition import NO_ZONE, partition
from ...engine.reading import PolygonTable
from ...engine.subtraction import unite
from ...engine.wkb import as_wkb_array, wkb_bounds
from ...rules.grouping import grouped
from ...rules.heritage_tiers import HISTORIC, PURPLE
from ...rules.heritage_zones import CORRIDOR, DERIVED
from ...rules.text import clean
from .check_inputs import HISTORIC_ROLE, PURPLE_ROLE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...engine.heritage_records import Site
    from ...engine.wkb import Wkbs
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from .check_ground import Ground

ROLES = {PURPLE: PURPLE_ROLE, HISTORIC: HISTORIC_ROLE}
"""The role of each derived line's layers."""


@dataclass(frozen=True)
class Reckoning:
    """A derived line against its members, m², each place once: members + extra − missing = drawn, but for a residual.
    """

    line: str
    members_m2: float
    drawn_m2: float
    missing_m2: float
    extra_m2: float

    @property
    def residual_m2(self) -> float:
        """Return what does not add up."""
        return self.members_m2 + self.extra_m2 - self.missing_m2 - self.drawn_m2


def members_of(ground: Ground, line: str) -> frozenset[str]:
    """Return the tiers that a derived line is made of; lines without tier are historic lines of some kind."""
    if line == PURPLE:
        return frozenset(tier.code for tier in ground.tiers.values() if tier.purple)
    return frozenset({*ground.book.threshold("heritage.historic_missing", "tiers"), NO_TIER})


def union_findings(ground: Ground, line: str, drawn: Sequence[Site],
                   progress: Progress) -> tuple[Reckoning | None, list[Finding]]:
    """Return (reckoning, findings) of a derived line, drawn as sites whose only tier it is; None where it cannot be.

    Raises PlannerError and Canceled.
    """
    if line == PURPLE and not any(members_of(ground, line) & set(site.shapes) for site in ground.sites):
        return None, [ground.book.finding("heritage.purple_unchecked", role=ROLES[line], place=line)]
    mine = [_member(ground, site, members_of(ground, line), progress) for site in ground.sites]
    theirs = [site.whole for site in drawn]
    members, united = (_united(ground, line, wkbs, progress.part(0.0, 0.2)) for wkbs in (mine, theirs))
    missing, found = _beyond(ground, f"heritage.{line}_missing", ground.sites, mine, united, ROLES[line],
                             progress.part(0.2, 0.6))
    extra, more = _beyond(ground, f"heritage.{line}_extra", drawn, theirs, members, ROLES[line],
                          progress.part(0.6, 1.0))
    beyond = (_united(ground, line, parts, progress) for parts in (missing, extra))
    return Reckoning(line, *(ground.area(wkb) for wkb in (members, united, *beyond))), [*found, *more]


def _united(ground: Ground, line: str, wkbs: Sequence[bytes] | Wkbs, progress: Progress) -> bytes:
    shapes = as_wkb_array([wkb for wkb in wkbs if wkb])
    return for_site(ground.tier_name(line), lambda: unite(ground.kernel, shapes, progress))


def coordinate_findings(ground: Ground, drawn: Sequence[Site]) -> list[Finding]:
    """Return which purple lines have no boundary, and which state no area; those made by a tool need not."""
    found = []
    for site in drawn:
        about = {**ground.about(site, PURPLE), "role": PURPLE_ROLE}
        if any(not line.wkb for line in site.lines):
            found.append(ground.book.finding("heritage.purple_no_shape", **about))
        if any(line.wkb and line.method != DERIVED and not clean(line.declared) for line in site.lines):
            found.append(ground.book.finding("heritage.purple_area", **about, area_m2=ground.area(site.whole),
                                             wkb=site.whole))
    return found


def _member(ground: Ground, site: Site, tiers: Collection[str], progress: Progress) -> bytes:
    """Return what a site adds to a derived line; zones along the canal by their distance add nothing."""
    mine = [wkb for tier, wkb in site.shapes.items() if tier in tiers
            and any(line.method != CORRIDOR for line in site.of_tier(tier))]
    if len(mine) == len(site.shapes):
        return site.whole
    return for_site(site.site_id, lambda: unite(ground.kernel, as_wkb_array(mine), progress))


def _beyond(ground: Ground, rule: str, sites: Sequence[Site], shapes: Sequence[bytes], cover: bytes, role: str,
            progress: Progress) -> tuple[Wkbs, list[Finding]]:
    """Return (parts, findings) of the land of sites, shapes (sites,), that ``cover`` does not cover.

    The cover is one shape: of many that overlap each other every part would have to be shared out one by one.
    """
    covers = as_wkb_array([cover] if cover else [])
    zones = PolygonTable("", ground.crs, np.arange(len(covers), dtype=np.int64), covers, wkb_bounds(covers))
    piece, zone, wkb = partition(as_wkb_array(shapes), zones, ground.kernel, progress)
    open_ = np.flatnonzero(zone == NO_ZONE)
    found = []
    for row, parts in grouped(piece[open_], open_):
        land = ground.counted(wkb[parts], rule, progress)
        if land is not None:
            site = sites[row]
            about = {**ground.about(site, site.lines[0].tier), "place": role, "role": role}
            found.append(ground.book.finding(rule, **about, area_m2=land.area_m2, wkb=land.wkb))
    return wkb[open_], found
