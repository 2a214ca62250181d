"""The expression function ``kf_area``: the statutory ellipsoidal area of a polygon in the CRS of its layer."""
from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionFunction,
    QgsGeometry,
    QgsWkbTypes,
)

from ..engine.areas import areas_of
from ..engine.errors import PlannerError
from ..i18n import tr

NAME = "kf_area"
_GROUP = "Kaifeng Resources"


class AreaFunction(QgsExpressionFunction):
    """``kf_area($geometry)``: m² on CGCS2000, edges straight in the layer's CRS; NULL for what is no polygon."""

    def __init__(self) -> None:
        help_text = tr("Statutory ellipsoidal area of a polygon in m² on CGCS2000, edges straight in the coordinate "
                       "system of the layer. Example: kf_area($geometry)")
        super().__init__(NAME, 1, _GROUP, help_text)

    def func(self, values: list[Any], context: QgsExpressionContext, parent: QgsExpression, node: Any) -> float | None:
        """Return the area of the first value; needs a layer in the context for its CRS."""
        shape = values[0]
        polygon = QgsWkbTypes.GeometryType.PolygonGeometry
        if not isinstance(shape, QgsGeometry) or shape.isNull() or shape.type() != polygon:
            return None
        named = context.variable("layer_crs") if context is not None else None
        crs = QgsCoordinateReferenceSystem(named if isinstance(named, str) else "")
        return statutory_area(shape, crs) if crs.isValid() else None


def statutory_area(shape: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> float | None:
    """Return the statutory area of a polygon in m², None where its coordinates have no place on the ellipsoid."""
    flat = QgsGeometry(shape.constGet().segmentize())
    flat.get().dropZValue()
    flat.get().dropMValue()
    try:
        return float(areas_of([bytes(flat.asWkb())], crs, QgsCoordinateTransformContext())[0])
    except PlannerError:
        return None


def register() -> AreaFunction:
    """Make the function known to QGIS; the caller holds what is returned until ``unregister``."""
    function = AreaFunction()
    QgsExpression.registerFunction(function)
    return function


def unregister() -> None:
    """Take the function away."""
    QgsExpression.unregisterFunction(NAME)
