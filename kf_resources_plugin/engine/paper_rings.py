"""The corners of polygons as they are handed in: in a national grid, rounded, numbered."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from ..rules.parcel_writing import numbered
from ..rules.zones import three_degree_crs
from .crs import national_zone, transform_between
from .lonlat import lonlat_function
from .parcel_export import grid_shapes
from .parcel_file import load_format
from .transforming import transformed
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateTransformContext

    from ..rules.findings import Finding
    from ..rules.parcel_dialects import Dialect
    from ..rules.parcel_writing import WrittenRing
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .crs_place import Box
    from .wkb import Wkbs

_USUAL = "EPSG:4547"  # that of Kaifeng


@dataclass(frozen=True)
class PaperRings:
    """Rings of each polygon, (polygons,), in steps of the last decimal in ``crs``, numbered as in ``dialect``."""

    crs: QgsCoordinateReferenceSystem
    decimals: int
    dialect: Dialect
    rings: list[list[WrittenRing]]


def paper_crs(crs: QgsCoordinateReferenceSystem, bounds: Box | None, transforms: QgsCoordinateTransformContext,
              book: RuleBook) -> QgsCoordinateReferenceSystem:
    """Return the national system of coordinates on paper: ``crs`` if it is one, else the 3-degree zone of the middle.

    bounds: xmin, ymin, xmax, ymax in ``crs``, None for nothing.
    """
    if national_zone(crs, book) is not None:
        return crs
    code = ""
    if bounds is not None:
        low_x, low_y, high_x, high_y = bounds
        longitude, _ = lonlat_function(crs, transforms)[0](np.array([(low_x + high_x) / 2.0]),
                                                           np.array([(low_y + high_y) / 2.0]))
        code = three_degree_crs(float(longitude[0]))
    return QgsCoordinateReferenceSystem(code or _USUAL)


def paper_rings(wkbs: Wkbs | Sequence[bytes], crs: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem,
                transforms: QgsCoordinateTransformContext, book: RuleBook, name: str,
                progress: Progress) -> tuple[PaperRings, list[Finding]]:
    """Return the corners of plain polygons of layer ``name`` in ``target``, and what is to be said of the way there.

    Row ``zone.points`` says how many decimals they have. Where there is no way, which is an error, they have not moved.
    """
    transform, findings = transform_between(crs, target, transforms, book, name)
    moved = list(wkbs) if transform is None else transformed(list(wkbs), transform)[0]
    decimals = int(book.threshold("zone.points", "decimals"))
    dialect = next(iter(load_format().dialects.values()))
    shapes = grid_shapes(as_wkb_array(moved), decimals, progress)
    return PaperRings(target, decimals, dialect, [numbered(polygon, dialect) for polygon in shapes.rings]), findings
