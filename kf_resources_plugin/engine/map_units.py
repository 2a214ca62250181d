"""How long a unit of coordinates is."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsUnitTypes

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

METRES_PER_DEGREE = 111_320.0
"""Of the equator of CGCS2000, rounded: for tolerances and sizes of patches, never for areas."""


def metres_per_unit(crs: QgsCoordinateReferenceSystem) -> float:
    """Return how many metres a unit of a CRS is; a degree as on the equator, 1 where the CRS does not say."""
    if crs.isGeographic():
        return METRES_PER_DEGREE
    return float(QgsUnitTypes.fromUnitToUnitFactor(crs.mapUnits(), QgsUnitTypes.DistanceUnit.DistanceMeters))
