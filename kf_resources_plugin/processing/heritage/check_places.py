"""The lines of sites against what lies around them: units, street blocks, and the places that the register gives."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...engine.heritage_records import for_site
from ...engine.heritage_shapes import filled
from ...engine.partition import table_of
from ...engine.subtraction import divide
from ...engine.uncut import listed_overlay
from ...engine.unit_of_land import unit_with_most
from ...engine.wkb import as_wkb_array
from ...rules.grouping import grouped
from ...rules.text import clean
from .check_inputs import SITES_ROLE

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.heritage_records import Entry, Site
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ..land_findings import UnitLayer
    from .check_ground import Ground


def units_of(ground: Ground, layer: UnitLayer | None, progress: Progress) -> dict[str, Unit]:
    """Return the unit with most of a site's land, by site; of no land the first by its code."""
    if layer is None:
        return {}
    table, units = layer
    drawn = [site for site in ground.sites if site.whole]
    found = unit_with_most(table_of(as_wkb_array([site.whole for site in drawn]), table), table, units, ground.areas,
                           ground.kernel, progress)
    return {site.key: unit for site, unit in zip(drawn, found) if unit}


def unit_findings(ground: Ground, units: dict[str, Unit]) -> list[Finding]:
    """Return which sites the register places in another unit than their lines; a county holds its townships."""
    found = []
    for site in ground.sites:
        unit, said = units.get(site.key), clean(site.entry.unit_code) if site.entry else ""
        if unit and unit.code and said and not (said.startswith(unit.code) or unit.code.startswith(said)):
            about = {**ground.about(site, site.lines[0].tier), "place": "unit", "role": SITES_ROLE}
            found.append(ground.book.finding("heritage.unit_differs", **about, value=said,
                                             unit=f"{unit.name} ({unit.code})"))
    return found


def place_findings(ground: Ground, progress: Progress) -> list[Finding]:
    """Return which entries of the register lie outside the lines of their site, whatever those go round.

    Raises PlannerError and Canceled.
    """
    found = []
    for site in ground.sites:
        for entry in site.entries if site.whole else ():
            progress.check()
            if not for_site(site.site_id, partial(_is_inside, ground, site, entry, progress)):
                found.append(ground.book.finding(
                    "heritage.site_outside", subject_id=site.site_id, subject_name=site.name, role=SITES_ROLE,
                    place=f"outside {entry.name}", source_fid=entry.fid, wkb=entry.wkb, point=entry.point))
    return found


def _is_inside(ground: Ground, site: Site, entry: Entry, progress: Progress) -> bool:
    """Tell whether an entry's point, or some of its polygon, lies inside the lines; true where it has neither."""
    if entry.point is None and not entry.wkb:
        return True
    land = filled(site.whole, ground.kernel, progress)
    if entry.point is not None:
        shape = ground.kernel.load([land])[0]
        return bool(ground.kernel.contains_points(shape, *(np.array([value]) for value in entry.point))[0])
    return bool(divide(ground.kernel, entry.wkb, land, progress)[0])


def block_findings(ground: Ground, blocks: PolygonTable | None, progress: Progress) -> list[Finding]:
    """Return which sites have lines that nearly follow the edges of street blocks. Raises PlannerError and Canceled."""
    if blocks is None:
        return []
    drawn = [site for site in ground.sites if site.whole]
    shapes = table_of(as_wkb_array([site.whole for site in drawn]), blocks)
    cut = listed_overlay(shapes, blocks, ground.kernel, progress)
    inside, whole = ground.areas(cut.wkb), ground.areas(blocks.wkb)[cut.land]
    least = float(ground.book.threshold("heritage.block_edge", "min_area_m2"))
    most = whole * float(ground.book.threshold("heritage.block_edge", "max_share_of_total"))
    found = []
    for row, pieces in grouped(cut.subject, np.arange(len(cut.subject))):
        progress.check()
        strips = []
        for piece in pieces.tolist():
            if least <= inside[piece] <= most[piece]:
                strips.append(cut.wkb[piece])
            elif least <= whole[piece] - inside[piece] <= most[piece]:
                block = blocks.wkb[cut.land[piece]]
                strips.append(for_site(drawn[row].site_id, partial(_beside, ground, block, drawn[row], progress)))
        if strips:
            site, parts = drawn[row], as_wkb_array(strips)
            land = ground.together(parts, ground.areas(parts), progress)
            about = {**ground.about(site, site.lines[0].tier), "place": "blocks"}
            found.append(ground.book.finding("heritage.block_edge", **about, area_m2=land.area_m2, wkb=land.wkb,
                                             count=land.count))
    return found


def _beside(ground: Ground, block: bytes, site: Site, progress: Progress) -> bytes:
    return divide(ground.kernel, block, site.whole, progress)[1]
