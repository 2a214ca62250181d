"""kf:importparcels: the parcels of a coordinate file (报批坐标) as a layer, and whether its figures are right."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterCrs, QgsProcessingParameterFile
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import import_document, import_outputs
from .exchange_parameters import AUTO, dialect_parameter
from .import_job import ImportJob
from .import_outputs import PARCEL_FIELDS

_DETECTED = {AUTO: QT_TRANSLATE_NOOP("KfResources", "Found out from the file")}


class ImportParcels(JobAlgorithm):
    """Reads a coordinate file in any of its dialects; every liberty taken is a finding with its line."""

    NAME = "importparcels"
    TOPIC = "exchange"
    JOB = ImportJob
    OUTPUTS: ClassVar = import_outputs
    DOCUMENT: ClassVar = import_document
    STYLES: ClassVar = {"OUTPUT": "parcels"}
    RESULT_ROLES: ClassVar = {"OUTPUT": "parcels"}
    FIELDS: ClassVar = {"OUTPUT": PARCEL_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Import parcels from a coordinate file")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("import,TXT,coordinates,boundary points,parcels,submission,land consolidation,Gauss-Krüger")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        common.add_all(self, [
            QgsProcessingParameterFile("INPUT", tr("Coordinate file (TXT)"), optional=True,
                                       fileFilter=tr("Coordinate files (*.txt);;All files (*)")),
            dialect_parameter(tr("Dialect of the file"), _DETECTED),
            common.advanced(QgsProcessingParameterCrs(
                "CRS", tr("Coordinate system, where the file does not say it or is wrong"), optional=True)),
            *common.method_parameters(basis=False),
            common.sink("OUTPUT", tr("Parcels"), QgsProcessing.SourceType.TypeVectorPolygon, created=True),
            *common.findings_outputs(),
        ], {
            "PARCELS": tr("Parcels (number)"),
            "POINTS": tr("Boundary points (number)"),
            "AREA_M2": tr("Area computed (m²)"),
            "DECLARED_M2": tr("Area stated (m²)"),
        })
