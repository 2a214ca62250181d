"""Files that can be read in part only: GDAL says so, QGIS's iteration ends without a word."""
from __future__ import annotations

from typing import TYPE_CHECKING

from osgeo import gdal

from ..i18n import tr
from .errors import PlannerError

if TYPE_CHECKING:
    from .layer_features import LayerFeatures


def forget_failures() -> None:
    """Begin to read: what GDAL said on this thread before is no matter of this file."""
    gdal.ErrorReset()


def refuse_damaged(features: LayerFeatures, read: int) -> None:
    """Raise PlannerError where fewer features were ``read`` than there are and GDAL failed on the way.

    The number alone tells nothing: a Shapefile counts deleted rows, and what other programs write may count wrong.
    """
    if read < features.rows and gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise PlannerError(tr("Only {read} of the {count} features of layer “{layer}” can be read: its file is damaged "
                              "({reason}). Take a sound copy of the file, or save what can be read as a new one and "
                              "complete it.").format(
            read=read, count=features.rows, layer=features.name, reason=gdal.GetLastErrorMsg()))
