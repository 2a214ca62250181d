"""kf:heightcontrol: buildings against height caps by zone and tier, and against the planes of view corridors."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import height_document, height_outputs
from .height_corridors import ABSOLUTE, GROUND
from .height_inputs import STANDARD
from .height_job import HeightJob
from .height_outputs import CORRIDOR_FIELDS, HEIGHT_FIELDS, PARCEL_FIELDS

LEVELS = {
    GROUND: QT_TRANSLATE_NOOP("KfResources", "Heights above the ground there"),
    ABSOLUTE: QT_TRANSLATE_NOOP("KfResources", "Levels over the zero of the terrain"),
}


class HeightControl(JobAlgorithm):
    """Tells which buildings are too high, by how much, and which cap or corridor says so."""

    NAME = "heightcontrol"
    TOPIC = "heritage"
    JOB = HeightJob
    OUTPUTS: ClassVar = height_outputs
    DOCUMENT: ClassVar = height_document
    ROLES: ClassVar = {"BUILDINGS": "town_buildings", "DSM": "dsm", "DEM": "dem", "LIMITS": "height_limits",
                       "ZONES": "heritage_zones", "VIEW_CORRIDORS": "view_corridors", "PARCELS": "supply_parcels"}
    STYLES: ClassVar = {"HEIGHTS": "building_heights", "CORRIDORS": "corridor_planes",
                        "PARCEL_HEIGHTS": "allowed_heights"}
    FIELDS: ClassVar = {"HEIGHTS": HEIGHT_FIELDS, "CORRIDORS": CORRIDOR_FIELDS, "PARCEL_HEIGHTS": PARCEL_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Height control and view corridors")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("height,cap,storeys,buildings,view corridor,sight line,heritage,tower,platform,historic district")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        sources = QgsProcessing.SourceType

        def field(name: str, description: str) -> object:
            layer, _, standard = STANDARD[name]
            return common.advanced(common.field(name, description, layer, standard=standard))

        common.add_all(self, [
            common.polygons("BUILDINGS", tr("Buildings")),
            field("BUILDING_ID_FIELD", tr("Field of the building's id")),
            field("HEIGHT_FIELD", tr("Height field (m)")), field("STOREYS_FIELD", tr("Field of the number of storeys")),
            field("USE_FIELD", tr("Field of the use (for the height of a storey)")),
            common.raster("DSM", tr("Surface model (heights of buildings less DEM)"), optional=True),
            common.advanced(common.band("DSM_BAND", tr("Band of the surface model (empty: the first)"), "DSM")),
            common.raster("DEM", tr("Terrain (DEM)"), optional=True),
            common.advanced(common.band("DEM_BAND", tr("Band of the terrain (empty: the first)"), "DEM")),
            common.polygons("LIMITS", tr("Height zones with caps"), optional=True),
            field("CAP_FIELD", tr("Field of the cap (m)")),
            field("CAP_STOREYS_FIELD", tr("Field of the cap (storeys)")),
            field("LIMIT_NAME_FIELD", tr("Field of the height zone's name")),
            common.polygons("ZONES", tr("Tiers of historic protection lines (caps by rule)"), optional=True),
            field("TIER_FIELD", tr("Tier field")), field("SITE_NAME_FIELD", tr("Field of the site's name")),
            common.lines("VIEW_CORRIDORS", tr("View corridors (lines from the eye to the target)"), optional=True),
            common.choice("LEVELS", tr("Heights of eye and target are"), LEVELS, GROUND),
            field("CORRIDOR_NAME_FIELD", tr("Field of the corridor's name")),
            field("EYE_FIELD", tr("Field of the eye's height (m)")),
            field("TARGET_FIELD", tr("Field of the target's top (m)")),
            field("LOWEST_FIELD", tr("Field of the target's lowest point to be seen (m)")),
            field("HALF_ANGLE_FIELD", tr("Field of the half angle (degrees)")),
            field("START_WIDTH_FIELD", tr("Field of the width at the eye (m)")),
            field("END_WIDTH_FIELD", tr("Field of the width at the target (m)")),
            common.polygons("PARCELS", tr("Parcels whose allowed height is wanted"), optional=True),
            field("PARCEL_ID_FIELD", tr("Field of the parcel's id")),
            *common.method_parameters(basis=False),
            common.sink("HEIGHTS", tr("Heights of buildings"), sources.TypeVectorPolygon, created=True),
            common.sink("CORRIDORS", tr("Planes of view corridors"), sources.TypeVectorPolygon),
            common.sink("PARCEL_HEIGHTS", tr("Allowed heights of parcels"), sources.TypeVectorPolygon),
            *common.findings_outputs(),
        ], {
            "BUILDINGS_COUNT": tr("Buildings"),
            "EXCEEDING_COUNT": tr("Buildings that are too high"),
            "UNKNOWN_COUNT": tr("Buildings that could not be judged"),
            "LARGEST_EXCEED_M": tr("Largest excess (m)"),
            "CORRIDORS_COUNT": tr("View corridors tested"),
            "BLOCKED_COUNT": tr("View corridors into which buildings rise"),
        })
