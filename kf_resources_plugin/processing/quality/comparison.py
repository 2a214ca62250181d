"""A layer held against trusted boundaries: what is missing, what is too much, and whether it lies elsewhere."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from ...engine.crs import transform_between
from ...engine.crs_likely import likely_crs
from ...engine.crs_place import shown_number
from ...engine.errors import PlannerError
from ...engine.lonlat import lonlat_function
from ...engine.reading import brought
from ...engine.reference_shift import gcj02_shift
from ...engine.validity import repair
from ...i18n import tr
from .check_inputs import REFERENCE, TRUSTED
from .shape_faults import reference_faults

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.reading import FeatureTable, PolygonTable
    from ...rules.areas import Floats, ToLonLat
    from ...rules.progress import Progress
    from .check_inputs import CheckInputs
    from .faults import Faults
    from .rulers import Ruler

_RULE, _LIKELY = "crs.gcj02_suspected", "crs.likely"
_NEAR_DEGREES = 0.1  # GCJ-02 is nowhere off by more than a hundredth


def read_reference(inputs: CheckInputs, faults: Faults, progress: Progress) -> PolygonTable | None:
    """Return the reference as it is, None where none was given. Raises PlannerError."""
    return inputs.read(REFERENCE, TRUSTED, [], faults.book, progress) if inputs.has(REFERENCE) else None


def compare(inputs: CheckInputs, faults: Faults, valid: PolygonTable, given: PolygonTable, ruler: Ruler,
            kernel: Kernel, progress: Progress) -> None:
    """Compare the layer with a reference: in GCJ-02 it would seem to lie elsewhere altogether.

    Raises PlannerError and Canceled.
    """
    book = faults.book
    transform, found = transform_between(given.crs, valid.crs, inputs.transforms, book, given.name) \
        if valid.crs.isValid() else (None, [])
    if not inputs.crs_is_usable or any(item.severity == "error" for item in found):
        faults.one("check.reference_not_used", reference=given.name)
        return
    faults.take(found)
    reference = given if transform is None else brought(given, transform, progress)
    reference, mended = repair(reference, kernel, book, progress.part(0.0, 0.2), role=TRUSTED)
    faults.take(mended)
    to_lonlat, _ = lonlat_function(valid.crs, inputs.transforms)
    shifted = _is_shifted(faults, valid, to_lonlat, reference, to_lonlat, progress)
    if not shifted and faults.rule != _RULE:
        reference_faults(faults, valid, reference, ruler, kernel, progress.part(0.2, 1.0))


def guess(inputs: CheckInputs, faults: Faults, table: FeatureTable, reference: PolygonTable | None,
          progress: Progress) -> None:
    """Tell what the coordinates of a layer without a CRS look like: the likeliest, or the one that brings it to where
    the reference is, and then also whether that is off by the offset of GCJ-02.
    """
    box = table.bounds[~np.isnan(table.bounds).any(axis=1)]
    if table.crs.isValid() or not len(box):
        return
    low, high = box[:, :2].min(axis=0).tolist(), box[:, 2:].max(axis=0).tolist()
    place, lonlat = None, None
    if reference is not None:
        lonlat, _ = lonlat_function(reference.crs, inputs.transforms)
        place = _extent(reference.bounds, lonlat)
    longitude = float(faults.book.threshold(_LIKELY, "longitude_degrees")) if place is None else place[0::2].mean()
    for crs, swapped in likely_crs((*low, *high), float(longitude)):
        plain = lonlat_function(QgsCoordinateReferenceSystem(crs), inputs.transforms)[0]
        read_as = _turned(plain) if swapped else plain
        if place is not None and not _near(_extent(table.bounds, read_as), place):
            continue
        faults.one(_LIKELY, x=shown_number((low[0] + high[0]) / 2), y=shown_number((low[1] + high[1]) / 2),
                   suggested=crs, swapped=tr(", x and y swapped") if swapped else "")
        if reference is not None and lonlat is not None:
            _is_shifted(faults, table, read_as, reference, lonlat, progress)
        return


def _is_shifted(faults: Faults, table: FeatureTable, to_lonlat: ToLonLat, reference: PolygonTable,
                reference_to_lonlat: ToLonLat, progress: Progress) -> bool:
    shift = gcj02_shift(table.wkb, to_lonlat, reference.wkb, reference_to_lonlat, faults.book, progress)
    if shift is not None:
        faults.one(_RULE, reference=reference.name, offset_m=f"{shift.offset_m:.0f}", bearing=f"{shift.bearing:.0f}",
                   left_m=f"{shift.left_m:.2f}")
    return shift is not None


def _turned(to_lonlat: ToLonLat) -> ToLonLat:
    return lambda x, y: to_lonlat(y, x)


def _extent(bounds: Floats, to_lonlat: ToLonLat) -> Floats | None:
    """Return west, south, east, north in degrees, (4,); None where the coordinates mean nothing in that CRS."""
    known = bounds[~np.isnan(bounds).any(axis=1)]
    if not len(known):
        return None
    west, south = known[:, :2].min(axis=0).tolist()
    east, north = known[:, 2:].max(axis=0).tolist()
    try:
        longitude, latitude = to_lonlat(np.array([west, east, west, east]), np.array([south, south, north, north]))
    except PlannerError:
        return None
    return np.array([longitude.min(), latitude.min(), longitude.max(), latitude.max()])


def _near(one: Floats | None, other: Floats) -> bool:
    return one is not None and bool((one[:2] <= other[2:] + _NEAR_DEGREES).all()
                                    and (other[:2] <= one[2:] + _NEAR_DEGREES).all())
