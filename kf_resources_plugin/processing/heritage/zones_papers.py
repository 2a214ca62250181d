"""The coordinates of zones as they are handed in: a national grid, numbered points, a coordinate file."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from ...engine.crs import national_zone, transform_between
from ...engine.errors import PlannerError
from ...engine.lonlat import crs_label, lonlat_function
from ...engine.parcel_export import grid_shapes
from ...engine.parcel_file import load_format
from ...engine.transforming import transformed
from ...engine.wkb import as_wkb_array, wkb_bounds
from ...i18n import tr
from ...rules.heritage_tiers import tiers
from ...rules.parcel_writing import encodable, header_lines, neutral, numbered, parcel_lines
from ...rules.zones import CGCS2000, three_degree_crs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransformContext

    from ...engine.wkb import Wkbs
    from ...rules.areas import Ints, ToLonLat
    from ...rules.findings import Finding
    from ...rules.parcel_dialects import Dialect
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
    shapes = as_wkb_array([zone.wkb for zone in zones])
    target = _national(crs, shapes, transforms, book)
    transform, found = transform_between(crs, target, transforms, book, tr("Zones of heritage sites"))
    if transform is not None:
        shapes = as_wkb_array(transformed(shapes.tolist(), transform)[0])
    decimals = int(book.threshold("zone.points", "decimals"))
    words = load_format()
    dialect = next(iter(words.dialects.values()))
    grid = grid_shapes(shapes, decimals, progress)
    rings = [numbered(polygon, dialect) for polygon in grid.rings]
    zone = national_zone(target, book)
    if zone is None:
        raise PlannerError(tr("{crs} is no national system for coordinate files.").format(crs=crs_label(target)))
    content = _file(zones, areas, rings, zone, dialect, decimals, book, progress)
    return Papers(target, decimals, rings, lonlat_function(target, transforms)[0], content), found


def _national(crs: QgsCoordinateReferenceSystem, shapes: Wkbs, transforms: QgsCoordinateTransformContext,
              book: RuleBook) -> QgsCoordinateReferenceSystem:
    """Return the national system of coordinates on paper: that of the layer, else the 3-degree zone it lies in."""
    bounds = wkb_bounds(shapes)
    if national_zone(crs, book) is not None or not len(bounds):
        return crs if national_zone(crs, book) is not None else QgsCoordinateReferenceSystem("EPSG:4547")
    middle = (np.nanmin(bounds[:, :2], axis=0) + np.nanmax(bounds[:, 2:], axis=0)) / 2.0
    longitude, _ = lonlat_function(crs, transforms)[0](middle[:1], middle[1:])
    return QgsCoordinateReferenceSystem(three_degree_crs(float(longitude[0])) or "EPSG:4547")


def _file(zones: Sequence[Zone], areas: Ints, rings: Sequence[Sequence[WrittenRing]], national: NationalZone,
          dialect: Dialect, decimals: int, book: RuleBook, progress: Progress) -> bytes:
    words, known, encoding = load_format(), tiers(book), str(dialect.traits.encoding)
    shift = (national.number if dialect.traits.zone_prefix else 0) - (national.number if national.prefixed else 0)
    system = next(system for system in words.systems if system.id == CGCS2000)
    lines = list(header_lines(words, dialect, {
        "date": book.date.isoformat(), "system": system.header, "width": str(national.width),
        "zone": str(national.number), "precision": f"{10.0 ** -decimals:.{decimals}f}"}))
    for zone, area, polygon in zip(zones, areas.tolist(), rings):
        progress.check()
        name = known[zone.tier].name("zh")
        cells = {"parcel_no": "-".join(part for part in (zone.site_id, zone.tier) if part),
                 "name": f"{zone.site_name}{name}", "use": name}
        written = {key: encodable(neutral(text), encoding)[0] for key, text in cells.items()}
        lines += parcel_lines({**written, "shape": words.written["shape"]}, polygon, area / 100, dialect, decimals,
                              shift)
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)
