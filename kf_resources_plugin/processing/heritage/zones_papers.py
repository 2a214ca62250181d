"""The coordinates of zones as they are handed in: a national grid, numbered points, a coordinate file."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.crs import national_zone
from ...engine.errors import PlannerError
from ...engine.lonlat import crs_label, lonlat_function
from ...engine.paper_rings import paper_crs, paper_rings
from ...engine.parcel_file import load_format
from ...engine.wkb import as_wkb_array, wkb_bounds
from ...i18n import tr
from ...rules.heritage_tiers import tiers
from ...rules.parcel_writing import encodable, header_lines, neutral, parcel_lines
from ...rules.zones import CGCS2000

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

    from ...engine.crs_place import Box
    from ...engine.paper_rings import PaperRings
    from ...rules.areas import Ints, ToLonLat
    from ...rules.findings import Finding
    from ...rules.parcel_writing import WrittenRing
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...rules.zones import Zone as NationalZone
    from .zones_features import Zone


@dataclass(frozen=True)
class Papers:
    """Coordinates of zones in a national system; rings: (zones,) as they are numbered; content: the coordinate file."""

    crs: QgsCoordinateReferenceSystem
    decimals: int
    rings: list[list[WrittenRing]]
    to_lonlat: ToLonLat
    content: bytes


def papers_of(zones: Sequence[Zone], areas: Ints, crs: QgsCoordinateReferenceSystem,
              transforms: QgsCoordinateTransformContext, book: RuleBook,
              progress: Progress) -> tuple[Papers, list[Finding]]:
    """Return the coordinates of zones, whose areas are given in hundredths of m². Raises PlannerError."""
    shapes = [zone.wkb for zone in zones]
    target = paper_crs(crs, _bounds(shapes), transforms, book)
    paper, found = paper_rings(shapes, crs, target, transforms, book, tr("Zones of heritage sites"), progress)
    zone = national_zone(target, book)
    if zone is None:
        raise PlannerError(tr("{crs} is no national system for coordinate files.").format(crs=crs_label(target)))
    return Papers(target, paper.decimals, paper.rings, lonlat_function(target, transforms)[0],
                  _file(zones, areas, paper, zone, book, progress)), found


def _bounds(shapes: Sequence[bytes]) -> Box | None:
    found = wkb_bounds(as_wkb_array(shapes))
    if not len(found):
        return None
    low_x, low_y = np.nanmin(found[:, :2], axis=0).tolist()
    high_x, high_y = np.nanmax(found[:, 2:], axis=0).tolist()
    return low_x, low_y, high_x, high_y


def _file(zones: Sequence[Zone], areas: Ints, paper: PaperRings, national: NationalZone, book: RuleBook,
          progress: Progress) -> bytes:
    dialect, decimals = paper.dialect, paper.decimals
    words, known, encoding = load_format(), tiers(book), str(dialect.traits.encoding)
    shift = (national.number if dialect.traits.zone_prefix else 0) - (national.number if national.prefixed else 0)
    system = next(system for system in words.systems if system.id == CGCS2000)
    lines = list(header_lines(words, dialect, {
        "date": book.date.isoformat(), "system": system.header, "width": str(national.width),
        "zone": str(national.number), "precision": f"{10.0 ** -decimals:.{decimals}f}"}))
    for zone, area, polygon in zip(zones, areas.tolist(), paper.rings):
        progress.check()
        name = known[zone.tier].name("zh")
        cells = {"parcel_no": "-".join(part for part in (zone.site_id, zone.tier) if part),
                 "name": f"{zone.site_name}{name}", "use": name}
        written = {key: encodable(neutral(text), encoding)[0] for key, text in cells.items()}
        lines += parcel_lines({**written, "shape": words.written["shape"]}, polygon, area / 100, dialect, decimals,
                              shift)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)
