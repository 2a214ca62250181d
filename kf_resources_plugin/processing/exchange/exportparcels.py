"""kf:exportparcels: polygons as a coordinate file (报批坐标, 电子报盘) in a dialect of choice."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import export_document, export_outputs
from .exchange_parameters import dialect_parameter
from .export_job import ExportJob

_DECIMALS, _MOST_DECIMALS = 3, 6


class ExportParcels(JobAlgorithm):
    """Writes a coordinate file; what is not in it, or not as in the layer, is a finding."""

    NAME = "exportparcels"
    TOPIC = "exchange"
    JOB = ExportJob
    OUTPUTS: ClassVar = export_outputs
    DOCUMENT: ClassVar = export_document
    ROLES: ClassVar = {"INPUT": "parcels"}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Export parcels to a coordinate file")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("export,TXT,coordinates,boundary points,parcels,submission,land consolidation,Gauss-Krüger")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        number = QgsProcessingParameterNumber
        date = QgsProcessingParameterDateTime
        common.add_all(self, [
            common.polygons("INPUT", tr("Parcels")),
            dialect_parameter(tr("Dialect of the file"), {}),
            number("DECIMALS", tr("Decimals of the coordinates"), number.Type.Integer, _DECIMALS, optional=True,
                   minValue=0, maxValue=_MOST_DECIMALS),
            common.field("NUMBER_FIELD", tr("Parcel number field"), "INPUT", "parcel_no"),
            common.field("NAME_FIELD", tr("Parcel name field"), "INPUT", "name"),
            common.field("USE_FIELD", tr("Use field"), "INPUT", "use"),
            common.field("SHEET_FIELD", tr("Map sheet field"), "INPUT", "sheet"),
            common.field("CLASS_FIELD", tr("Land class field"), "INPUT", "class_code"),
            QgsProcessingParameterString("PRODUCER", tr("Producer of the data"), optional=True),
            common.advanced(date("DATE", tr("Date of the data (empty: today)"), date.Type.Date, optional=True)),
            *common.method_parameters(basis=False),
            QgsProcessingParameterFileDestination(
                "OUTPUT", tr("Coordinate file"), tr("Coordinate files (*.txt)"), optional=True, createByDefault=True),
            *common.findings_outputs(),
        ], {
            "PARCELS": tr("Parcels (number)"),
            "POINTS": tr("Boundary points (number)"),
            "AREA_M2": tr("Area computed (m²)"),
        })
