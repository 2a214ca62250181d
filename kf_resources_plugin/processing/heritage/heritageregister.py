"""kf:heritageregister: lists of heritage sites of all levels as one register, each site once, doubts told as pairs."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
)

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import register_document, register_outputs
from .register_job import RegisterJob
from .register_outputs import AREA_FIELDS, PAIR_FIELDS, REGISTER_FIELDS, SUMMARY_FIELDS


class HeritageRegister(JobAlgorithm):
    """Reads lists of any kind, finds what may be one site, and merges what is certain or was decided."""

    NAME = "heritageregister"
    TOPIC = "heritage"
    JOB = RegisterJob
    OUTPUTS: ClassVar = register_outputs
    DOCUMENT: ClassVar = register_document
    ROLES: ClassVar = {"UNITS": "admin_units"}
    STYLES: ClassVar = {"REGISTER": "heritage_sites", "SITE_AREAS": "heritage_areas"}
    RESULT_ROLES: ClassVar = {"REGISTER": "heritage_sites"}
    FIELDS: ClassVar = {"REGISTER": REGISTER_FIELDS, "SITE_AREAS": AREA_FIELDS, "DUPLICATES": PAIR_FIELDS,
                        "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Merge registers of heritage sites")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("heritage,register,list,sites,protected,merge,duplicates,level,batch,historic,monument")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        table = QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            QgsProcessingParameterMultipleLayers(
                "LISTS", tr("Lists: tables, points, polygons, CSV and XLSX files"), table, optional=True),
            QgsProcessingParameterFile("DECISIONS", tr("Decisions on entries that may be one site (CSV or XLSX)"),
                                       optional=True, fileFilter=tr("Tables (*.xlsx *.csv *.txt);;All files (*)")),
            common.advanced(QgsProcessingParameterString(
                "LIST_LEVELS", tr("Levels of lists that name none (JSON: list and level)"), optional=True)),
            *common.unit_parameters(),
            *common.rules_parameters(),
            common.sink("REGISTER", tr("Register of heritage sites"), QgsProcessing.SourceType.TypeVectorPoint,
                        created=True),
            common.sink("SITE_AREAS", tr("Areas of heritage sites"), QgsProcessing.SourceType.TypeVectorPolygon),
            common.sink("DUPLICATES", tr("Entries that may be one site"), table),
            common.sink("SUMMARY", tr("Sites by level, batch, type and county"), table),
            *common.findings_outputs(),
        ], {
            "READ": tr("Entries read"),
            "ENTRIES": tr("Sites of the merged register"),
            "MERGED": tr("Entries merged into others"),
            "PLACED": tr("Sites with a place"),
            "OPEN_PAIRS": tr("Pairs that wait for a decision"),
        })
