"""What all checks of historic protection lines work on: sites with their lines, how they are measured and named."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.heritage_parts import parts_of_shape
from ...engine.heritage_records import NO_TIER
from ...engine.united_shapes import united_shape
from ...engine.wkb import as_wkb_array
from ...rules.heritage_words import LEVEL, TYPE, spoken, words
from ...rules.lengths import narrower
from .check_inputs import ZONES_ROLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.heritage_records import Line, Site
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats
    from ...rules.heritage_tiers import Tier
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_NO_TIER_NAMES = {"zh": "保护线", "en": "line"}


@dataclass(frozen=True)
class Measured:
    """Parts of a shape that count: their number, m² in all, mean width in m, and what they cover."""

    count: int
    area_m2: float
    width_m: float
    wkb: bytes


@dataclass(frozen=True)
class Ground:
    """Sites sorted by id; loose: lines without id; widths: mean widths in m of shapes with their areas in m².

    measured: m² of lines and of what they cover together, measured at once.
    """

    sites: Sequence[Site]
    loose: Sequence[Line]
    tiers: dict[str, Tier]
    crs: QgsCoordinateReferenceSystem
    areas: AreasOf
    widths: Callable[[Wkbs, Floats], Floats]
    book: RuleBook
    kernel: Kernel
    measured: dict[bytes, float]

    def tier_name(self, tier: str) -> str:
        """Return what a tier is called, or that it is a line."""
        known = self.tiers.get(tier)
        return _NO_TIER_NAMES[self.book.language] if known is None else known.name(self.book.language)

    def said_of(self, site: Site) -> str:
        """Return level and type of a site as the register says them, codes in words."""
        if site.entry is None:
            return ""
        said = [spoken(text, words(self.book, prefix), self.book.language)
                for prefix, text in ((LEVEL, site.entry.level), (TYPE, site.entry.site_type))]
        return " ".join(dict.fromkeys(filter(None, said)))

    def about(self, site: Site, tier: str = NO_TIER, outer: str = "") -> dict[str, Any]:
        """Return what a finding about a site says of whom it speaks, and of which tiers."""
        lines = {one: site.of_tier(one) for one in (tier, outer)}
        return {"subject_id": site.site_id, "subject_name": site.name, "role": ZONES_ROLE,
                "place": f"{tier} {outer}".strip(), "source_fid": lines[tier][0].fid if lines[tier] else None,
                "other_fid": lines[outer][0].fid if outer and lines[outer] else None,
                "tier": self.tier_name(tier), "outer": self.tier_name(outer)}

    def area(self, wkb: bytes) -> float:
        """Return the area of one shape in m²."""
        if wkb not in self.measured:
            self.measured[wkb] = float(self.areas(as_wkb_array([wkb]))[0])
        return self.measured[wkb]

    def counted(self, wkbs: Sequence[bytes] | Wkbs, rule: str, progress: Progress) -> Measured | None:
        """Return the parts of shapes that are larger and wider than the tolerances of a rule; None for no such part."""
        parts = as_wkb_array([part for wkb in wkbs for part in parts_of_shape(wkb)])
        areas = self.areas(parts)
        wide = ~narrower(self.widths(parts, areas), float(self.book.threshold(rule, "min_width_m")))
        kept = np.flatnonzero(wide & (areas >= float(self.book.threshold(rule, "min_area_m2"))))
        return self.together(parts[kept], areas[kept], progress) if len(kept) else None

    def together(self, parts: Wkbs, areas: Floats, progress: Progress) -> Measured:
        """Return parts, m² (parts,), as one."""
        area, widths = float(areas.sum()), self.widths(parts, areas)
        lengths = float(np.divide(areas, widths, out=np.zeros(len(areas)), where=widths > 0).sum())
        return Measured(len(parts), area, area / lengths if lengths else 0.0,
                        united_shape(parts, self.kernel, progress))


def measured(areas: AreasOf, sites: Iterable[Site]) -> dict[bytes, float]:
    """Return the m² of the lines of sites, of what those of a tier cover, and of all of a site."""
    shapes = {wkb for site in sites for wkb in (site.whole, *site.shapes.values(), *(line.wkb for line in site.lines))}
    wkbs = sorted(shapes)
    return dict(zip(wkbs, areas(as_wkb_array(wkbs)).tolist()))
