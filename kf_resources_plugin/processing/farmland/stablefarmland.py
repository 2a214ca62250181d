"""kf:stablefarmland: which cultivated land is stable, rule by rule, with the reason for every piece."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing

from ...i18n import tr
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import stable_document, stable_outputs
from .stable_job import StableJob
from .stable_outputs import STABLE_FIELDS, SUMMARY_FIELDS


class StableFarmland(JobAlgorithm):
    """Judges cultivated parcels by slope, detail code and masks, and adds up what is stable by unit."""

    NAME = "stablefarmland"
    TOPIC = "farmland"
    JOB = StableJob
    OUTPUTS: ClassVar = stable_outputs
    DOCUMENT: ClassVar = stable_document
    ROLES: ClassVar = {"LAND": "land", "UNITS": "admin_units"}
    STYLES: ClassVar = {"STABLE": "stable_farmland"}
    FIELDS: ClassVar = {"STABLE": STABLE_FIELDS, "SUMMARY": SUMMARY_FIELDS, "TOWNSHIPS": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Stable cultivated land")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("stable,cultivated land,farmland,slope,flood,polluted,long-term use")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            *common.land_parameters(),
            *common.mask_parameters(),
            *common.unit_parameters(),
            *common.method_parameters(),
            common.sink("STABLE", tr("Cultivated land, stable or not"), polygon, created=True),
            common.sink("SUMMARY", tr("Stable land by unit"), table),
            common.sink("TOWNSHIPS", tr("Stable land by township"), table),
            *common.findings_outputs(),
        ], {
            "FARMLAND_M2": tr("Farmland (m²)"),
            "STABLE_M2": tr("Stable farmland (m²)"),
            "UNSTABLE_M2": tr("Farmland that is not stable (m²)"),
            "UNKNOWN_M2": tr("Farmland of which nothing tells whether it is stable (m²)"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })
