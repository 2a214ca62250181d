"""kf:farmlandtargets: cultivated, stable and permanent farmland against targets, and next year's ceiling."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import targets_document, targets_outputs
from .targets_job import TargetsJob
from .targets_outputs import CEILING_FIELDS, SCORE_FIELDS, UNIT_FIELDS


class FarmlandTargets(JobAlgorithm):
    """Scores cities, counties and townships against targets, and works out what may be occupied next year."""

    NAME = "farmlandtargets"
    TOPIC = "farmland"
    JOB = TargetsJob
    OUTPUTS: ClassVar = targets_outputs
    DOCUMENT: ClassVar = targets_document
    ROLES: ClassVar = {"LAND": "land", "LAND_BEFORE": "land_before", "PERMANENT_FARMLAND": "permanent_farmland",
                       "UNITS": "admin_units", "TARGETS": "targets"}
    STYLES: ClassVar = {"UNIT_LIGHTS": "unit_lights"}
    FIELDS: ClassVar = {"SCORE": SCORE_FIELDS, "CEILING": CEILING_FIELDS, "UNIT_LIGHTS": UNIT_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Farmland against its targets")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("target,cultivated land kept,permanent basic farmland,stable,score,responsibility,ceiling")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            *common.land_parameters(),
            common.polygons("PERMANENT_FARMLAND", tr("Permanent basic farmland"), optional=True),
            common.table("TARGETS", tr("Targets (empty: the city's of the plan's table 1)"), optional=True),
            *common.unit_parameters(),
            *common.before_parameters(),
            common.polygons("APPROVED", tr("Land approved for occupation"), optional=True),
            common.advanced(common.amount("APPROVED_M2", tr("Cultivated land approved for occupation (m²), instead of "
                                                            "a layer"))),
            *common.mask_parameters(),
            *common.method_parameters(),
            common.sink("SCORE", tr("Score by unit and indicator"), table, created=True),
            common.sink("CEILING", tr("Ceiling of next year's occupation"), table),
            common.sink("UNIT_LIGHTS", tr("Units with their lights"), polygon),
            *common.findings_outputs(),
        ], {
            "FARMLAND_M2": tr("Farmland (m²)"),
            "STABLE_M2": tr("Stable farmland (m²)"),
            "PERMANENT_M2": tr("Permanent basic farmland (m²)"),
            "CEILING_M2": tr("Ceiling of next year's occupation (m²)"),
            "USABLE_M2": tr("Still usable of the ceiling (m²)"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })
