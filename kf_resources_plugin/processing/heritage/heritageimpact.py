"""kf:heritageimpact: projects, parcels and demolitions against the tiers of heritage sites, farmland in large sites."""
from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterFeatureSource

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import impact_document, impact_outputs
from .impact_inputs import ROLES
from .impact_job import ImpactJob
from .impact_outputs import FARMLAND_FIELDS, HIT_FIELDS, VERDICT_FIELDS

if TYPE_CHECKING:
    from qgis.core import QgsProcessingParameterDefinition

_SOURCE = QgsProcessing.SourceType


class HeritageImpact(JobAlgorithm):
    """Judges what is planned by the innermost tier of every site, and says whose consent it needs."""

    NAME = "heritageimpact"
    TOPIC = "heritage"
    JOB = ImpactJob
    OUTPUTS: ClassVar = impact_outputs
    DOCUMENT: ClassVar = impact_document
    ROLES: ClassVar = {**ROLES, "PROJECTS": "heritage_projects"}
    STYLES: ClassVar = {"VERDICT": "heritage_verdicts", "HITS": "heritage_hits", "FARMLAND": "heritage_farmland"}
    FIELDS: ClassVar = {"VERDICT": VERDICT_FIELDS, "HITS": HIT_FIELDS, "FARMLAND": FARMLAND_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Impact on heritage")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("heritage,relics,historic lines,protection area,control zone,archaeology,demolition,land supply,"
                  "city wall,purple line,large site")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        common.add_all(self, [
            common.polygons("PROJECTS", tr("Project footprints"), optional=True),
            *common.project_parameters()[1:],
            common.advanced(common.field("PROJECT_CLASS_FIELD", tr("Project class field"), "PROJECTS")),
            *_lines(),
            *_register(),
            *_others(),
            *common.method_parameters(basis=False),
            common.sink("VERDICT", tr("Subjects with their verdicts"), _SOURCE.TypeVectorPolygon, created=True),
            common.sink("HITS", tr("Pieces of subjects in tiers"), _SOURCE.TypeVectorPolygon),
            common.sink("FARMLAND", tr("Permanent farmland in large sites"), _SOURCE.TypeVectorPolygon),
            *common.findings_outputs(),
        ], {
            "FORBIDDEN": tr("Subjects that are forbidden"),
            "CONSENT": tr("Subjects that need consent"),
            "ARCHAEOLOGY": tr("Subjects where only archaeology comes first"),
            "FREE": tr("Subjects free of heritage lines"),
            "UNJUDGED": tr("Subjects that could not be judged"),
            "ADJUST_M2": tr("Permanent farmland to be adjusted (m²)"),
            "RESIDUAL_M2": tr("Largest difference of parts and subject (m²)"),
        })


def _lines() -> list[QgsProcessingParameterDefinition]:
    """Return the lines of sites: one layer of all tiers, or layers of single ones."""
    return [
        common.polygons("ZONES", tr("Lines of heritage sites with their tiers"), optional=True),
        common.advanced(common.field("ZONE_SITE_FIELD", tr("Site id field of lines"), "ZONES", standard="site_id")),
        common.advanced(common.field("ZONE_NAME_FIELD", tr("Site name field of lines"), "ZONES",
                                     standard="site_name")),
        common.advanced(common.field("ZONE_TIER_FIELD", tr("Tier field of lines"), "ZONES", standard="tier")),
        common.advanced(common.field("ZONE_LEVEL_FIELD", tr("Site level field of lines"), "ZONES")),
        *common.mask_parameters("TIER_LAYERS", tr("Layers of single tiers (protection areas, control zones, …)"),
                                "TIER_LAYER_ROLES", tr("What layers of single tiers show, where their role or name "
                                                       "does not tell (JSON: layer and role)")),
    ]


def _register() -> list[QgsProcessingParameterDefinition]:
    """Return the register of sites, which knows their levels."""
    return [
        common.table("REGISTER", tr("Register of heritage sites"), optional=True),
        common.advanced(common.field("REGISTER_ID_FIELD", tr("Site id field of the register"), "REGISTER",
                                     standard="site_id")),
        common.advanced(common.field("REGISTER_LEVEL_FIELD", tr("Level field of the register"), "REGISTER",
                                     standard="level")),
        common.advanced(common.field("REGISTER_TYPE_FIELD", tr("Type field of the register"), "REGISTER",
                                     standard="site_type")),
    ]


def _others() -> list[QgsProcessingParameterDefinition]:
    """Return parcels, demolitions and permanent farmland."""
    return [
        common.polygons("PARCELS", tr("Parcels to be supplied or reserved"), optional=True),
        common.advanced(common.field("PARCEL_ID_FIELD", tr("Parcel id field"), "PARCELS", standard="subject_id")),
        common.advanced(common.field("PARCEL_NAME_FIELD", tr("Parcel name field"), "PARCELS",
                                     standard="subject_name")),
        common.advanced(common.field("PARCEL_KIND_FIELD", tr("Field of how a parcel is supplied"), "PARCELS",
                                     standard="supply_kind")),
        QgsProcessingParameterFeatureSource("DEMOLITIONS", tr("Buildings to be demolished (polygons or points)"),
                                            [_SOURCE.TypeVectorPolygon, _SOURCE.TypeVectorPoint], optional=True),
        common.advanced(common.field("BUILDING_ID_FIELD", tr("Building id field"), "DEMOLITIONS",
                                     standard="subject_id")),
        common.advanced(common.field("BUILDING_NAME_FIELD", tr("Building name field"), "DEMOLITIONS",
                                     standard="subject_name")),
        common.advanced(common.field("BUILDING_KIND_FIELD", tr("Field of the kind of a building"), "DEMOLITIONS",
                                     standard="building_kind")),
        common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
        common.advanced(common.field("PERMANENT_ID_FIELD", tr("Permanent farmland id field (empty: YJJBNTTBBH, else "
                                                              "BSM)"), "PERMANENT_FARMLAND", standard="YJJBNTTBBH")),
    ]
