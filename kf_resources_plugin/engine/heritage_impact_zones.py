"""Lines of heritage sites as zones: one for each site and tier, whatever way they were drawn, and what they nest in."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .overlay import bare
from .partition import cannot_unite
from .reading import PolygonTable
from .subtraction import unite
from .wkb import as_wkb_array, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.heritage_tiers import Tier
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .wkb import Wkbs


@dataclass(frozen=True)
class DrawnLines:
    """Lines as they were given, of all layers, valid and in one CRS; sites: the site of each row; tiers: its tier."""

    table: PolygonTable
    sites: Sequence[str]
    tiers: Sequence[str]


@dataclass(frozen=True)
class SiteZones:
    """One row for each site and tier that have land there, by site, then tier from the site outwards.

    A zone may hold the land of inner tiers of its site, as users draw it, or be the band around them.
    """

    table: PolygonTable
    sites: list[str]
    tiers: list[Tier]

    def __len__(self) -> int:
        """Return the number of zones."""
        return len(self.sites)

    def lies_around(self, outer: int, inner: int) -> bool:
        """Tell whether a zone lies around another of its site; a tier without a family lies around all drawn ones."""
        one, other = self.tiers[outer], self.tiers[inner]
        around = one.code in other.within or (not one.family and one.code != other.code and not other.derived)
        return self.sites[outer] == self.sites[inner] and around

    def some(self, wanted: Sequence[bool]) -> SiteZones:
        """Return some zones, in their order."""
        rows = np.flatnonzero(wanted)
        return SiteZones(bare(self.table, rows), [self.sites[row] for row in rows], [self.tiers[row] for row in rows])


def site_zones(lines: DrawnLines, known: Mapping[str, Tier], kernel: Kernel, progress: Progress) -> SiteZones:
    """Return the zones of lines; known: the tiers in their order. Raises PlannerError where GEOS cannot, and Canceled.

    Features of one site and tier are one zone.
    """
    order = {code: number for number, code in enumerate(known)}
    rows_of: dict[tuple[str, int], list[int]] = {}
    for row, (site, tier) in enumerate(zip(lines.sites, lines.tiers)):
        if lines.table.wkb[row]:
            rows_of.setdefault((site, order[tier]), []).append(row)
    keys, tiers = sorted(rows_of), list(known.values())
    wkbs = as_wkb_array([united(lines.table.wkb[np.array(rows_of[key])], lines.table, kernel, progress)
                         for key in keys])
    table = PolygonTable(lines.table.name, lines.table.crs, np.arange(len(keys), dtype=np.int64), wkbs,
                         wkb_bounds(wkbs))
    return SiteZones(table, [site for site, _ in keys], [tiers[number] for _, number in keys])


def united(wkbs: Wkbs, of: PolygonTable, kernel: Kernel, progress: Progress) -> bytes:
    """Return what polygons of a table cover, whatever their order. Raises PlannerError where GEOS cannot unite them."""
    progress.check()
    if len(wkbs) == 1:
        return bytes(wkbs[0])
    try:
        return unite(kernel, as_wkb_array(sorted(wkbs.tolist())), progress)
    except ValueError as error:
        raise cannot_unite(of, str(error)) from error
