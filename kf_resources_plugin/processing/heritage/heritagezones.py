"""kf:heritagezones: protection areas, control zones, settings and united lines of heritage sites."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules import heritage_tiers
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import zones_document, zones_outputs
from .zones_inputs import BY_BLOCKS, BY_ROADS, DRAWN_FIELDS, NO_SNAP, NO_TIER, SITE_FIELDS
from .zones_job import ZonesJob
from .zones_outputs import POINT_FIELDS, ZONE_FIELDS

SNAP_LABELS = {
    NO_SNAP: QT_TRANSLATE_NOOP("KfResources", "None: lines as the widths give them"),
    BY_BLOCKS: QT_TRANSLATE_NOOP("KfResources", "Street blocks: whole or not at all"),
    BY_ROADS: QT_TRANSLATE_NOOP("KfResources", "Road centre lines within the tolerance"),
}
TIER_LABELS = {
    NO_TIER: QT_TRANSLATE_NOOP("KfResources", "None: every polygon names its tier"),
    heritage_tiers.PROTECTION: QT_TRANSLATE_NOOP("KfResources", "Protection area"),
    heritage_tiers.CONTROL_1: QT_TRANSLATE_NOOP("KfResources", "Construction control zone I"),
    heritage_tiers.CONTROL_2: QT_TRANSLATE_NOOP("KfResources", "Construction control zone II"),
    heritage_tiers.CONTROL_3: QT_TRANSLATE_NOOP("KfResources", "Construction control zone III"),
    heritage_tiers.CORE: QT_TRANSLATE_NOOP("KfResources", "Core protection area"),
    heritage_tiers.DISTRICT_CONTROL: QT_TRANSLATE_NOOP("KfResources", "Control zone of a historic district"),
    heritage_tiers.BUILDING: QT_TRANSLATE_NOOP("KfResources", "Historic building"),
    heritage_tiers.SETTING: QT_TRANSLATE_NOOP("KfResources", "Setting of a historic building"),
    heritage_tiers.COORDINATION: QT_TRANSLATE_NOOP("KfResources", "Coordination zone"),
    heritage_tiers.BURIAL: QT_TRANSLATE_NOOP("KfResources", "Area of buried relics"),
    heritage_tiers.CANAL_HERITAGE: QT_TRANSLATE_NOOP("KfResources", "Heritage area of the canal"),
    heritage_tiers.CANAL_BUFFER: QT_TRANSLATE_NOOP("KfResources", "Buffer zone of the canal"),
    heritage_tiers.CANAL_WATERFRONT: QT_TRANSLATE_NOOP("KfResources", "Waterfront ecological space"),
    heritage_tiers.CANAL_MONITORING: QT_TRANSLATE_NOOP("KfResources", "Core monitoring zone"),
}


class HeritageZones(JobAlgorithm):
    """Draws the lines of sites by widths, takes those that were drawn, nests them and lists their coordinates."""

    NAME = "heritagezones"
    TOPIC = "heritage"
    JOB = ZonesJob
    OUTPUTS: ClassVar = zones_outputs
    DOCUMENT: ClassVar = zones_document
    ROLES: ClassVar = {"SITES": "heritage_sites", "DRAWN": "heritage_zones", "BLOCKS": "street_blocks",
                       "ROADS": "street_lines", "CANAL": "canal_line", "UNITS": "admin_units"}
    STYLES: ClassVar = {"ZONES": "heritage_zones", "BOUNDARY_POINTS": "boundary_points"}
    RESULT_ROLES: ClassVar = {"ZONES": "heritage_zones"}
    FIELDS: ClassVar = {"ZONES": ZONE_FIELDS, "BOUNDARY_POINTS": POINT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Historic protection lines")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("heritage,relics,protection area,construction control zone,purple line,historic district,boundary "
                  "points,buffer,canal,city wall")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        point, line, polygon = (QgsProcessing.SourceType.TypeVectorPoint, QgsProcessing.SourceType.TypeVectorLine,
                                QgsProcessing.SourceType.TypeVectorPolygon)
        common.add_all(self, [
            QgsProcessingParameterFeatureSource("SITES", tr("Heritage sites (points or polygons)"), [point, polygon]),
            common.polygons("DRAWN", tr("Lines drawn or published (polygons with site and tier)"), optional=True),
            common.choice("DRAWN_TIER", tr("Tier of drawn polygons that name none"), TIER_LABELS, NO_TIER),
            common.choice("SNAP", tr("Bring lines to streets"), SNAP_LABELS, NO_SNAP),
            common.polygons("BLOCKS", tr("Street blocks"), optional=True),
            common.lines("ROADS", tr("Road centre lines"), optional=True),
            common.advanced(common.amount("SNAP_TOLERANCE", tr("How far lines may move (m; empty: by the rules)"))),
            QgsProcessingParameterFeatureSource("CANAL", tr("Management range of the canal (line or polygon)"),
                                                [line, polygon], optional=True),
            QgsProcessingParameterBoolean("CANAL_ZONES", tr("Draw zones of the canal"), False, optional=True),
            QgsProcessingParameterString("TIERS", tr("Tiers to make, separated by commas (empty: the usual ones)"),
                                         optional=True),
            _field("SITE_ID_FIELD", tr("Site id field (site_id)"), "SITES", SITE_FIELDS),
            _field("SITE_NAME_FIELD", tr("Site name field (name)"), "SITES", SITE_FIELDS),
            _field("SITE_LEVEL_FIELD", tr("Level field (level)"), "SITES", SITE_FIELDS),
            _field("SITE_TYPE_FIELD", tr("Type field (site_type)"), "SITES", SITE_FIELDS),
            _field("DRAWN_ID_FIELD", tr("Site id field of drawn lines (site_id)"), "DRAWN", DRAWN_FIELDS),
            _field("DRAWN_TIER_FIELD", tr("Tier field of drawn lines (tier)"), "DRAWN", DRAWN_FIELDS),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            common.sink("ZONES", tr("Historic protection lines"), polygon, created=True),
            common.sink("BOUNDARY_POINTS", tr("Boundary points"), point),
            QgsProcessingParameterFileDestination("OUTPUT_TXT", tr("Coordinate file"), tr("Coordinate files (*.txt)"),
                                                  optional=True, createByDefault=False),
            QgsProcessingParameterFileDestination("XLSX", tr("Table of boundary points"), tr("Spreadsheets (*.xlsx)"),
                                                  optional=True, createByDefault=False),
            *common.findings_outputs(),
        ], {
            "SITE_COUNT": tr("Sites"),
            "SITES_WITHOUT_LINE": tr("Sites without any line"),
            "ZONE_COUNT": tr("Lines made"),
            "PROVISIONAL": tr("Provisional lines of sites"),
            "POINTS": tr("Boundary points"),
            "PROTECTION_M2": tr("Protection areas, summed over sites (m²)"),
            "CONTROL_M2": tr("Construction control zones, summed over sites (m²)"),
            "BURIAL_M2": tr("Areas of buried relics, summed over sites (m²)"),
            "PURPLE_M2": tr("Purple line (m²)"),
            "HISTORIC_M2": tr("Historic protection line (m²)"),
            "RESIDUAL_M2": tr("Largest difference between a tier and its lines (m²)"),
        })


def _field(name: str, description: str, parent: str, standard: dict[str, str]) -> QgsProcessingParameterDefinition:
    return common.advanced(common.field(name, description, parent, standard=standard[name]))
