"""kf:stockregistercreate — a new register of stock land."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingParameterCrs

from ...engine.errors import PlannerError
from ...engine.stock_events_store import Srs, create
from ...i18n import tr
from ...rules.stock_events import RegisterFault
from ..event_create import EventCreate
from ..parameters import advanced

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingParameterDefinition

    from ...rules.stock_events import StockEvent

_CGCS2000 = "EPSG:4490"
_OWN_SRS = 100_000  # the number of a system without a code: above all of EPSG's


class StockRegisterCreate(EventCreate):
    """Makes an empty register where there is no file; the file appears whole or not at all."""

    NAME = "stockregistercreate"
    TOPIC = "stock_land"
    FILE = "REGISTER"
    FAULTS = RegisterFault

    def title(self) -> str:
        """Return the translated name."""
        return tr("New register of stock land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stock land,register,new,create,events,account")

    def file_titles(self) -> tuple[str, str, str]:
        """Return what register, files and code are called."""
        return (tr("New register"), tr("Registers of stock land (*.kfstock.gpkg)"),
                tr("Code of the city or county whose stock it keeps"))

    def further_parameters(self) -> list[QgsProcessingParameterDefinition]:
        """Return the coordinate system of its shapes."""
        return [advanced(QgsProcessingParameterCrs("CRS", tr("Coordinate system of its shapes"), _CGCS2000,
                                                   optional=True))]

    def temporary_text(self) -> str:
        """Return the warning of a temporary register."""
        return tr("The register lies in a temporary folder and will be gone when QGIS ends: {path}. Move it to a "
                  "folder that is backed up before you use it.")

    def make(self, path: Path, given: dict[str, Any], author: tuple[str, str]) -> StockEvent:
        """Make the register."""
        return create(path, title=given["TITLE"] or "", unit_code=given["UNIT_CODE"],
                      srs=_srs(QgsCoordinateReferenceSystem(given["CRS"] or _CGCS2000)), operator=author[0],
                      reason=author[1])


def _srs(crs: QgsCoordinateReferenceSystem) -> Srs:
    """Return a coordinate system as a GeoPackage names it; raises PlannerError for none."""
    if not crs.isValid():
        raise PlannerError(tr("The coordinate system of the register is not known: choose one, such as EPSG:4547."))
    organization, _, code = crs.authid().partition(":")
    number = int(code) if organization == "EPSG" and code.isdigit() else _OWN_SRS
    definition = crs.toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT1_GDAL)
    return Srs(crs.description() or definition, number, organization if number != _OWN_SRS else "NONE", number,
               definition)
