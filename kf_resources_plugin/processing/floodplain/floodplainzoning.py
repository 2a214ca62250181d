"""kf:floodplainzoning: which land of the floodplain is fit for water, wetland, farming or living, and why."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.unit_grid import HEXAGON, SQUARE
from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import zoning_document, zoning_outputs
from .zoning_inputs import NO_GRID, RASTERS
from .zoning_job import ZoningJob
from .zoning_outputs import SENSITIVITY_FIELDS, SUMMARY_FIELDS, WEIGHT_FIELDS, ZONE_FIELDS

GRIDS = {
    NO_GRID: QT_TRANSLATE_NOOP("KfResources", "None: the layer of units"),
    SQUARE: QT_TRANSLATE_NOOP("KfResources", "Squares"),
    HEXAGON: QT_TRANSLATE_NOOP("KfResources", "Hexagons"),
}
CELL_SIZE_M, TWENTY_YEAR_FLOW = 100.0, 12_370.0


class FloodplainZoning(JobAlgorithm):
    """Zones parcels or a grid by hard rules and weighted criteria, and says why and how firmly."""

    NAME = "floodplainzoning"
    TOPIC = "floodplain"
    JOB = ZoningJob
    OUTPUTS: ClassVar = zoning_outputs
    DOCUMENT: ClassVar = zoning_document
    ROLES: ClassVar = {"FLOODPLAIN": "floodplain", "CHANNEL": "river_channel", "LAND": "land", "UNITS": "admin_units",
                       **RASTERS}
    STYLES: ClassVar = {"ZONES": "floodplain_zones"}
    RESULT_ROLES: ClassVar = {"ZONES": "floodplain_zones"}
    FIELDS: ClassVar = {"ZONES": ZONE_FIELDS, "SUMMARY": SUMMARY_FIELDS, "SENSITIVITY": SENSITIVITY_FIELDS,
                        "WEIGHTS_USED": WEIGHT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Zones of the floodplain")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("floodplain,Yellow River,zoning,water,wetland,farming,living,suitability,AHP,weights,sensitivity,"
                  "grid,hexagon")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        line = QgsProcessing.SourceType.TypeVectorLine
        number = QgsProcessingParameterNumber
        common.add_all(self, [
            common.polygons("ZONING_UNITS", tr("Units to be zoned (parcels; empty: a grid)"), optional=True),
            common.advanced(common.field("ZONING_UNIT_ID_FIELD", tr("Field of their ids (BSM)"), "ZONING_UNITS",
                                         "BSM")),
            common.advanced(common.field("ZONING_UNITS_CLASS_FIELD", tr("Field of their land class (DLBM)"),
                                         "ZONING_UNITS", "DLBM")),
            common.choice("GRID", tr("Grid over the floodplain"), GRIDS, NO_GRID),
            number("CELL_SIZE", tr("Size of a cell (m)"), number.Type.Double, CELL_SIZE_M, minValue=0.0),
            common.polygons("FLOODPLAIN", tr("Floodplain (bounds what is zoned)"), optional=True),
            common.raster("FIRST_FLOODED", tr("Return period of first flooding (years)"), optional=True),
            common.raster("DEPTH", tr("Flood depth (m), a band for each stage"), optional=True),
            common.advanced(number("DEPTH_STAGE", tr("Stage whose depth counts (m³/s at Huayuankou)"),
                                   number.Type.Double, TWENTY_YEAR_FLOW, minValue=0.0)),
            common.raster("HAZARD", tr("Hazard in the 20-year flood (ARR classes H1 to H6)"), optional=True),
            common.raster("HEIGHT", tr("Height above bank-full water (m)"), optional=True),
            common.raster("FREEBOARD", tr("Height above design water (m)"), optional=True),
            QgsProcessingParameterFeatureSource(
                "CHANNEL", tr("Channel (lines or polygons; empty: the main channel among the area layers)"),
                [line, polygon], optional=True),
            *common.land_parameters(optional=True, unit=False, deduction=False, grade=False),
            *common.mask_parameters(),
            QgsProcessingParameterString(
                "WEIGHTS", tr("Weights (JSON: zone, criterion and number; empty: those of the rules)"), optional=True),
            common.advanced(QgsProcessingParameterString(
                "AHP", tr("Pairwise comparisons in place of weights (JSON: zone, criteria and matrix)"),
                optional=True)),
            QgsProcessingParameterBoolean("SMOOTHING", tr("Smooth zones, join small patches"), True,
                                          optional=True),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            common.sink("ZONES", tr("Zones of the floodplain"), polygon, created=True),
            common.sink("SUMMARY", tr("Area by zone and unit"), table),
            common.sink("SENSITIVITY", tr("Sensitivity to weights"), table),
            common.sink("WEIGHTS_USED", tr("Weights used"), table),
            *common.findings_outputs(),
        ], {
            "UNIT_COUNT": tr("Number of units"),
            "WATER_M2": tr("Fit for water (m²)"),
            "WETLAND_M2": tr("Fit for wetland (m²)"),
            "FARMING_M2": tr("Fit for farming (m²)"),
            "LIVING_M2": tr("Fit for living (m²)"),
            "UNZONED_M2": tr("Not zoned (m²)"),
            "OUTSIDE_M2": tr("Outside the floodplain (m²)"),
            "STABLE_SHARE": tr("Share of units stable under ±20 % of any weight"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })
