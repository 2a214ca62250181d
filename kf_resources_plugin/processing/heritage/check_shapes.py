"""The lines of each site by their shapes: nesting, gaps, holes, slivers, stray parts; and sites over each other."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.heritage_misfits import FAILED, GAP, HOLE, NESTING, OPEN, OVERLAP, misfits
from ...engine.heritage_parts import parts_of_shape, stray_parts
from ...engine.partition import self_overlaps
from ...engine.reading import PolygonTable
from ...engine.wkb import as_wkb_array, wkb_bounds
from ...rules.heritage_check import names_one
from ...rules.heritage_tiers import CORE
from ...rules.lengths import narrower
from .check_inputs import ZONES_ROLE

if TYPE_CHECKING:
    from ...engine.heritage_misfits import Misfit
    from ...engine.heritage_records import Site
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from .check_ground import Ground

_RULES = {NESTING: "heritage.nesting", OPEN: "heritage.open_side", OVERLAP: "heritage.tier_overlap",
          GAP: "heritage.gap", HOLE: "heritage.hole"}


def shape_findings(ground: Ground, progress: Progress) -> list[Finding]:
    """Return what is wrong with the shapes of each site, and which sites share land. Raises Canceled."""
    found = []
    count = max(len(ground.sites), 1)
    for place, site in enumerate(ground.sites):
        part = progress.part(0.6 * place / count, 0.6 * (place + 1) / count)
        part.check()
        found += _fit(ground, site, part)
        for tier, wkb in site.shapes.items():
            found += _small_core(ground, site, tier, wkb)
        part.set(1.0)
    return [*found, *_parts(ground, progress.part(0.6, 0.8)), *_shared(ground, progress.part(0.8, 1.0))]


def _fit(ground: Ground, site: Site, progress: Progress) -> list[Finding]:
    """Return where tiers do not fit, one finding for each pair and kind."""
    grouped: dict[tuple[str, str, str], list[Misfit]] = {}
    for misfit in misfits(site.shapes, ground.tiers, ground.kernel, progress):
        grouped.setdefault((misfit.kind, misfit.inner, misfit.outer), []).append(misfit)
    found = []
    for (kind, inner, outer), items in grouped.items():
        about = ground.about(site, inner, outer)
        if kind == FAILED:
            found.append(ground.book.finding("geometry.overlay_failed", **about, layer=site.lines[0].layer,
                                             reason=items[0].reason))
            continue
        land = ground.counted([item.wkb for item in items], _RULES[kind], progress)
        if land is not None:
            found.append(ground.book.finding(_RULES[kind], **about, area_m2=land.area_m2, wkb=land.wkb,
                                             count=land.count, width=f"{land.width_m:.2f}"))
    return found


def _parts(ground: Ground, progress: Progress) -> list[Finding]:
    """Return which parts of tiers are slivers, and which lie far from the rest; all are measured at once."""
    book = ground.book
    shapes = [(site, tier) for site in ground.sites for tier in site.shapes]
    split = [parts_of_shape(site.shapes[tier]) for site, tier in shapes]
    wkbs = as_wkb_array([wkb for parts in split for wkb in parts])
    areas = ground.areas(wkbs)
    narrow = narrower(ground.widths(wkbs, areas), float(book.threshold("heritage.sliver", "max_width_m")))
    limits = (float(book.threshold("heritage.stray_part", "max_share_of_total")),
              float(book.threshold("heritage.stray_part", "min_distance_m")))
    found = []
    for (site, tier), mine in zip(shapes, np.split(np.arange(len(wkbs)), np.cumsum([len(parts) for parts in split]))):
        progress.check()
        stray = stray_parts(wkbs[mine], areas[mine], ground.crs, *limits, ground.kernel, progress)
        for rule, chosen in (("heritage.sliver", mine[narrow[mine]]), ("heritage.stray_part", mine[stray])):
            if len(chosen):
                land = ground.together(wkbs[chosen], areas[chosen], progress)
                found.append(book.finding(rule, **ground.about(site, tier), area_m2=land.area_m2, wkb=land.wkb,
                                          count=land.count))
    return found


def _small_core(ground: Ground, site: Site, tier: str, wkb: bytes) -> list[Finding]:
    """Return that the core of a district is smaller than it must be; towns and villages have no such limit."""
    rule, area = "heritage.core_small", ground.area(wkb) if tier == CORE else 0.0
    if tier != CORE or area >= float(ground.book.threshold(rule, "min_area_m2")):
        return []
    if names_one(site.said, ground.book.threshold(rule, "not_words")):
        return []
    return [ground.book.finding(rule, **ground.about(site, tier), area_m2=area, wkb=wkb)]


def _shared(ground: Ground, progress: Progress) -> list[Finding]:
    """Return which sites share land."""
    drawn = [site for site in ground.sites if site.whole]
    wkbs = as_wkb_array([site.whole for site in drawn])
    table = PolygonTable(ZONES_ROLE, ground.crs, np.arange(len(drawn), dtype=np.int64), wkbs, wkb_bounds(wkbs))
    one, other, shared = self_overlaps(table, ground.kernel, progress)
    areas = ground.areas(shared)
    least = float(ground.book.threshold("heritage.sites_overlap", "min_area_m2"))
    return [ground.book.finding(
        "heritage.sites_overlap", **{**ground.about(drawn[first], drawn[first].lines[0].tier), "place": "sites"},
        other_id=drawn[second].site_id, other=drawn[second].name or drawn[second].site_id, area_m2=area, wkb=wkb)
        for first, second, wkb, area in zip(one.tolist(), other.tolist(), shared.tolist(), areas.tolist())
        if area >= least]
