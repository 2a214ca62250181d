"""kf:landclasstable: what projects take by owner and land class, in the layout of survey and demarcation (勘测定界)."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterFileDestination

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import class_table_document, class_table_outputs
from .class_table_job import GRASSLAND, ClassTableJob
from .class_table_outputs import TABLE_FIELDS


class LandClassTable(JobAlgorithm):
    """Prints the area table by land class of each project: hectares that add up across and down."""

    NAME = "landclasstable"
    TOPIC = "control_lines"
    JOB = ClassTableJob
    OUTPUTS: ClassVar = class_table_outputs
    DOCUMENT: ClassVar = class_table_document
    ROLES: ClassVar = {"PROJECTS": "projects", "LAND": "land", "PERMANENT_FARMLAND": "permanent_farmland"}
    FIELDS: ClassVar = {"TABLE": TABLE_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Area table by land class")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("land class,area table,survey,demarcation,ownership,project,hectares,XLSX")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        common.add_all(self, [
            *common.project_parameters(),
            common.advanced(common.field("PROJECT_AREA_FIELD", tr("Declared area field (YDMJ, m²)"), "PROJECTS",
                                         "YDMJ")),
            *common.land_parameters(grade=False, unit=False),
            *common.owner_parameters(),
            common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
            common.advanced(common.choice("OTHER_GRASSLAND", tr("Other grassland (0404) counts as"), GRASSLAND,
                                          "unused")),
            *common.method_parameters(),
            common.sink("TABLE", tr("Area table by owner and land class (ha)"), QgsProcessing.SourceType.TypeVector,
                        created=True),
            QgsProcessingParameterFileDestination(
                "XLSX", tr("Area table (XLSX)"), tr("Spreadsheets (*.xlsx)"), optional=True, createByDefault=False),
            *common.findings_outputs(),
        ], {
            "AREA_M2": tr("Land of projects (m²)"),
            "AGRICULTURAL_M2": tr("Agricultural land (m²)"),
            "FARMLAND_M2": tr("Farmland (m²)"),
            "CONSTRUCTION_M2": tr("Construction land (m²)"),
            "UNUSED_M2": tr("Unused land (m²)"),
            "PERMANENT_M2": tr("Permanent basic farmland (m²)"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })
