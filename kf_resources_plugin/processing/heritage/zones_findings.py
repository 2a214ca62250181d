"""What there is to say of sites and lines: sites without lines, mere points, lines that do not nest, overlaps."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...rules.heritage_tiers import tiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np

    from ...engine.heritage_lines import Line, Site
    from ...engine.heritage_nesting import Nested
    from ...engine.occupation import AreasOf
    from ...rules.findings import Finding
    from ...rules.heritage_zones import SiteType
    from ...rules.rule_rows import RuleBook

_LISTED = 20
_ROLE = "heritage_sites"


def site_findings(sites: Sequence[Site], lines: Sequence[Line], layer: str, book: RuleBook) -> list[Finding]:
    """Return which sites have no line and why, and which are drawn round a mere point."""
    without = [_Without(sites[number]) for number in sorted({*range(len(sites))} - {line.site for line in lines})]
    found = [item for one in without for item in one.alone(book)]
    nowhere = [one.site for one in without if one.is_nowhere]
    if nowhere:
        found.append(book.finding("zone.no_geometry", role=_ROLE, layer=layer, count=len(nowhere), place=layer,
                                  ids=[site.site_id for site in nowhere[:_LISTED]]))
    round_point = dict.fromkeys(line.site for line in lines if line.drawn is None and line.inner < 0)
    for rule, members in (("zone.from_point", [sites[number] for number in round_point if sites[number].from_point]),
                          ("zone.point_only", [one.site for one in without if one.is_point_only])):
        for kind, alike in _by_kind(members).items():
            found.append(book.finding(rule, role=_ROLE, layer=layer, count=len(alike), place=kind.code,
                                      value=kind.name(book.language), base=f"{kind.point_base_m:g}",
                                      fids=[site.fid for site in alike[:_LISTED]]))
    return found


def _by_kind(sites: Iterable[Site]) -> dict[SiteType, list[Site]]:
    groups: dict[SiteType, list[Site]] = {}
    for site in sites:
        if site.kind is not None:
            groups.setdefault(site.kind, []).append(site)
    return groups


@dataclass(frozen=True)
class _Without:
    """A site that has no line."""

    site: Site

    @property
    def is_nowhere(self) -> bool:
        return self._by_width and not self.site.wkb and self.site.point is None

    @property
    def is_point_only(self) -> bool:
        kind = self.site.kind
        return self._by_width and not self.site.wkb and self.site.point is not None and (
            kind is not None and not kind.from_point)

    @property
    def _by_width(self) -> bool:
        return self.site.kind is not None and self.site.kind.by_width

    def alone(self, book: RuleBook) -> list[Finding]:
        """Return what is said of this site alone."""
        site, kind = self.site, self.site.kind
        if kind is None or self.is_nowhere or self.is_point_only:
            return []
        rule = "zone.no_width" if kind.by_width else "zone.wall_not_drawn"
        return [book.finding(rule, subject_id=site.site_id, subject_name=site.name, role=_ROLE, source_fid=site.fid,
                             wkb=site.wkb, point=site.point, value=kind.name(book.language))]


def line_findings(sites: Sequence[Site], lines: Sequence[Line], shown: Sequence[bool], nested: Nested,
                  residual: np.ndarray, areas: AreasOf, book: RuleBook) -> list[Finding]:
    """Return where lines do not nest as drawn, have no land of their own, do not close, or overlap other sites'."""
    known = tiers(book)
    most = float(book.threshold("zone.closure", "max_residual_m2"))
    found = list(_nesting(sites, lines, nested, areas, book))
    for row, line in enumerate(lines):
        whose: dict[str, Any] = {"subject_id": sites[line.site].site_id, "subject_name": sites[line.site].name,
                                 "inner": known[line.tier].name(book.language), "place": line.tier,
                                 "role": "heritage_zones"}
        if shown[row] and not nested.band[row]:
            found.append(book.finding("zone.band_empty", **whose))
        if residual[row] > most:
            found.append(book.finding("zone.closure", wkb=nested.band[row], residual=f"{residual[row]:.4f}", **whose))
    wkbs = [wkb for _, _, wkb in nested.overlaps]
    least = float(book.threshold("zone.overlap", "min_area_m2"))
    for (one, other, wkb), area in zip(nested.overlaps, areas(wkbs).tolist()):
        if area < least:
            continue
        found.append(book.finding("zone.overlap", subject_id=sites[one].site_id, subject_name=sites[one].name,
                                  other_id=sites[other].site_id, other=sites[other].name or sites[other].site_id,
                                  role="heritage_zones", area_m2=area, wkb=wkb))
    return found


def _nesting(sites: Sequence[Site], lines: Sequence[Line], nested: Nested, areas: AreasOf,
             book: RuleBook) -> Iterator[Finding]:
    """Yield what of lines reached beyond the drawn line around them."""
    known = tiers(book)
    for rule, shapes in (("zone.sticks_out", nested.sticks_out), ("zone.cut_to_drawn", nested.cut)):
        rows = [row for row, wkb in enumerate(shapes) if wkb]
        for row, area in zip(rows, areas(shapes[rows]).tolist()):
            line, holder = lines[row], lines[int(nested.holder[row])]
            site = sites[line.site]
            yield book.finding(rule, subject_id=site.site_id, subject_name=site.name, role="heritage_zones",
                               area_m2=area, wkb=shapes[row], place=line.tier,
                               inner=known[line.tier].name(book.language),
                               outer=known[holder.tier].name(book.language))
