"""kf:heritagecheck: historic protection lines against the register, each other, and what they say of themselves."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource, QgsProcessingParameterMultipleLayers
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.declared_areas import AREA_UNITS
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import check_document, check_outputs
from .check_inputs import (
    BLOCKS,
    BLOCKS_ROLE,
    HISTORIC_LINES,
    HISTORIC_ROLE,
    PURPLE_LINES,
    PURPLE_ROLE,
    REGISTER,
    SITES_ROLE,
    ZONES,
    ZONES_ROLE,
)
from .check_job import CheckJob
from .check_outputs import SUMMARY_FIELDS

_UNITS = dict(zip(AREA_UNITS, (
    QT_TRANSLATE_NOOP("KfResources", "Square metres"), QT_TRANSLATE_NOOP("KfResources", "Hectares"),
    QT_TRANSLATE_NOOP("KfResources", "Mu"))))


class HeritageCheck(JobAlgorithm):
    """Compares register and lines, nests tiers, measures declared areas, and adds up purple and historic lines."""

    NAME = "heritagecheck"
    TOPIC = "heritage"
    JOB = CheckJob
    OUTPUTS: ClassVar = check_outputs
    DOCUMENT: ClassVar = check_document
    ROLES: ClassVar = {REGISTER: SITES_ROLE, ZONES: ZONES_ROLE, HISTORIC_LINES: HISTORIC_ROLE,
                       PURPLE_LINES: PURPLE_ROLE, BLOCKS: BLOCKS_ROLE, "UNITS": "admin_units"}
    MORE_ROLES: ClassVar = {ZONES: ("heritage_protection", "heritage_core", "heritage_control")}
    FIELDS: ClassVar = {"SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Check of historic protection lines")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("heritage,historic protection line,purple line,register,protection area,construction control zone,"
                  "declared area,nesting,historic district")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            QgsProcessingParameterFeatureSource(
                REGISTER, tr("Register of heritage sites (table, points or polygons)"),
                [kinds.TypeVectorPoint, kinds.TypeVectorPolygon, kinds.TypeVector]),
            common.advanced(common.field("SITE_ID_FIELD", tr("Site id field of the register"), REGISTER,
                                         standard="site_id")),
            common.advanced(common.field("NAME_FIELD", tr("Name field of the register"), REGISTER, standard="name")),
            common.advanced(common.field("LEVEL_FIELD", tr("Level field of the register"), REGISTER, standard="level")),
            common.advanced(common.field("SITE_TYPE_FIELD", tr("Type field of the register"), REGISTER,
                                         standard="site_type")),
            QgsProcessingParameterMultipleLayers(ZONES, tr("Historic protection lines, all tiers in one layer or a "
                                                           "layer for each"), kinds.TypeVectorPolygon, optional=True),
            common.advanced(common.field("ZONE_SITE_ID_FIELD", tr("Site id field of the lines"), ZONES,
                                         standard="site_id")),
            common.advanced(common.field("TIER_FIELD", tr("Tier field of the lines"), ZONES, standard="tier")),
            common.field("ZONE_DECLARED_AREA_FIELD", tr("Field of the declared area of the lines"), ZONES,
                         standard="declared_m2"),
            common.choice("DECLARED_AREA_UNIT", tr("Unit of declared areas"), _UNITS, "m2"),
            common.polygons(HISTORIC_LINES, tr("Historic protection lines united on one map (LSWHBHX)"), optional=True),
            common.polygons(PURPLE_LINES, tr("Purple lines"), optional=True),
            common.polygons(BLOCKS, tr("Street blocks"), optional=True),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            *common.findings_outputs(created=True),
            common.sink("SUMMARY", tr("Sites with their tiers, areas and faults"), kinds.TypeVector),
        ], {
            "FINDINGS_COUNT": tr("Findings"),
            "SITES": tr("Sites of the register"),
            "SITES_WITH_LINES": tr("Sites of the register that have lines"),
        })
