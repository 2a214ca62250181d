"""kf:floodplaincompliance: use of the floodplain against its zones and the law, who moves, which farmland exits."""
from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import compliance_document, compliance_outputs
from .compliance_inputs import ROLES
from .compliance_job import ComplianceJob
from .compliance_outputs import (
    ALLOTMENT_FIELDS,
    DIKE_FIELDS,
    EXIT_FIELDS,
    RELOCATION_FIELDS,
    SUMMARY_FIELDS,
)

if TYPE_CHECKING:
    from qgis.core import QgsProcessingParameterDefinition


class FloodplainCompliance(JobAlgorithm):
    """Checks land, plans, buildings, dikes and permanent farmland in the floodplain, and shares out receiving sites."""

    NAME = "floodplaincompliance"
    TOPIC = "floodplain"
    JOB = ComplianceJob
    OUTPUTS: ClassVar = compliance_outputs
    DOCUMENT: ClassVar = compliance_document
    ROLES: ClassVar = ROLES
    STYLES: ClassVar = {"RELOCATION": "relocation", "FARMLAND_EXIT": "farmland_exit", "DIKE_PARTS": "dike_parts"}
    FIELDS: ClassVar = {"RELOCATION": RELOCATION_FIELDS, "FARMLAND_EXIT": EXIT_FIELDS, "DIKE_PARTS": DIKE_FIELDS,
                        "ALLOTMENTS": ALLOTMENT_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Use control and resettlement in the floodplain")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("Yellow River,floodplain,use control,resettlement,relocation,production dike,flood passage,"
                  "permanent basic farmland,exit")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            common.polygons("ZONES", tr("Zones of the floodplain")),
            common.advanced(common.field("ZONE_FIELD", tr("Zone field (S, SD, N, J)"), "ZONES", standard="zone")),
            *common.land_parameters(),
            common.advanced(common.field("CROP_FIELD", tr("Crop field of LAND"), "LAND")),
            *common.mask_parameters(),
            *common.before_parameters(),
            *_subjects(),
            *_people(),
            *common.unit_parameters(),
            *common.method_parameters(),
            *common.findings_outputs(created=True),
            common.sink("RELOCATION", tr("Settlements and what becomes of them"), polygon),
            common.sink("FARMLAND_EXIT", tr("Permanent farmland that exits"), polygon),
            common.sink("DIKE_PARTS", tr("Production dikes to be removed"), QgsProcessing.SourceType.TypeVectorLine),
            common.sink("ALLOTMENTS", tr("Households by receiving site"), table),
            common.sink("SUMMARY", tr("Use by unit, zone and rule"), table),
        ], {
            "ASSESSED_M2": tr("Land in the floodplain or a zone (m²)"),
            "AGAINST_M2": tr("Land against a rule, errors and warnings, each place once (m²)"),
            "EXIT_M2": tr("Permanent farmland that exits (m²)"),
            "DIKE_M": tr("Production dikes to be removed (m)"),
            "HOUSEHOLDS": tr("Households that move out"),
            "PEOPLE": tr("People who move out"),
            "ALLOTTED": tr("Households with a site"),
            "UNPLACED": tr("Households without a site"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })


def _subjects() -> list[QgsProcessingParameterDefinition]:
    """Return the layers beside land that rules speak of."""
    return [
        common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
        common.advanced(common.field("PERMANENT_ID_FIELD", tr("Permanent farmland id field (empty: YJJBNTTBBH, else "
                                                              "BSM)"), "PERMANENT_FARMLAND", standard="YJJBNTTBBH")),
        common.polygons("PERMANENT_BEFORE", tr("Permanent basic farmland as drawn before (to tell what is new)"),
                        optional=True),
        common.polygons("PLANNED", tr("Newly planned urban land, villages and towns"), optional=True),
        common.advanced(common.field("PLANNED_NAME_FIELD", tr("Name field of planned land"), "PLANNED",
                                     standard="name")),
        common.polygons("BUILDINGS", tr("Buildings"), optional=True),
        common.lines("PRODUCTION_DIKES", tr("Production dikes"), optional=True),
        common.advanced(common.field("DIKE_NAME_FIELD", tr("Name field of production dikes"), "PRODUCTION_DIKES",
                                     standard="name")),
        common.advanced(common.field("DIKE_DATE_FIELD", tr("Field of the day a production dike was built"),
                                     "PRODUCTION_DIKES", standard="built_on")),
    ]


def _people() -> list[QgsProcessingParameterDefinition]:
    """Return settlements, the platforms they stand on, and the sites that may receive them."""
    return [
        common.polygons("SETTLEMENTS", tr("Settlements"), optional=True),
        common.advanced(common.field("SETTLEMENT_NAME_FIELD", tr("Name field of settlements"), "SETTLEMENTS",
                                     standard="name")),
        common.advanced(common.field("HOUSEHOLDS_FIELD", tr("Households field"), "SETTLEMENTS",
                                     standard="households")),
        common.advanced(common.field("POPULATION_FIELD", tr("Population field"), "SETTLEMENTS",
                                     standard="population")),
        common.polygons("PLATFORMS", tr("Village platforms"), optional=True),
        common.advanced(common.field("PLATFORM_TOP_FIELD", tr("Field of the level of the top (m)"), "PLATFORMS",
                                     standard="top_m")),
        common.advanced(common.field("PLATFORM_DESIGN_FIELD", tr("Field of the design flood level (m)"), "PLATFORMS",
                                     standard="design_m")),
        common.polygons("RECEIVING_SITES", tr("Sites that may receive settlements"), optional=True),
        common.advanced(common.field("SITE_NAME_FIELD", tr("Name field of receiving sites"), "RECEIVING_SITES",
                                     standard="name")),
        common.advanced(common.field("CAPACITY_FIELD", tr("Field of households a site can take"), "RECEIVING_SITES",
                                     standard="capacity_households")),
    ]
