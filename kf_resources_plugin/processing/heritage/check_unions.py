"""Purple and historic lines against what they are made of: what of their members they lack, what they have besides."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.control_lines import disjoint
from ...engine.heritage_records import NO_TIER, for_site
from ...engine.partition import NO_ZONE, partition, table_of
from ...engine.reading import PolygonTable
from ...engine.subtraction import unite
from ...engine.wkb import as_wkb_array, wkb_bounds
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
    parts = {site.key: _member(ground, site, members_of(ground, line), progress) for site in ground.sites}
    whole = {site.key: site.whole for site in drawn}
    missing, found = _beyond(ground, f"heritage.{line}_missing", ground.sites, parts, whole, ROLES[line],
                             progress.part(0.0, 0.4))
    extra, more = _beyond(ground, f"heritage.{line}_extra", drawn, whole, parts, ROLES[line], progress.part(0.4, 0.8))
    sums = [_once(ground, shapes, progress.part(0.8, 1.0)) for shapes in (
        as_wkb_array(list(parts.values())), as_wkb_array(list(whole.values())), missing, extra)]
    return Reckoning(line, *sums), [*found, *more]


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


def _beyond(ground: Ground, rule: str, sites: Sequence[Site], shapes: dict[str, bytes], cover: dict[str, bytes],
            role: str, progress: Progress) -> tuple[Wkbs, list[Finding]]:
    """Return (parts, findings) of the land of sites that nothing of ``cover`` covers; shapes, cover: by site."""
    pieces = as_wkb_array([shapes[site.key] for site in sites])
    piece, zone, wkb = partition(pieces, _table(ground, [shape for shape in cover.values() if shape]), ground.kernel,
                                 progress)
    open_ = zone == NO_ZONE
    found = []
    for row in np.unique(piece[open_]).tolist():
        land = ground.counted(wkb[open_ & (piece == row)], rule, progress)
        if land is not None:
            site = sites[row]
            about = {**ground.about(site, site.lines[0].tier), "place": role, "role": role}
            found.append(ground.book.finding(rule, **about, area_m2=land.area_m2, wkb=land.wkb))
    return wkb[open_], found


def _table(ground: Ground, shapes: Sequence[bytes]) -> PolygonTable:
    wkbs = as_wkb_array(shapes)
    return PolygonTable("", ground.crs, np.arange(len(wkbs), dtype=np.int64), wkbs, wkb_bounds(wkbs))


def _once(ground: Ground, shapes: Wkbs, progress: Progress) -> float:
    """Return the m² that some shapes cover, each place once."""
    filled = _table(ground, [shape for shape in shapes if shape])
    return float(ground.areas(disjoint(table_of(filled.wkb, filled), ground.kernel, progress)).sum())
