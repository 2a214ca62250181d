"""kf:reservepotential: which land could be reclaimed for farming, what excludes the rest, and which is the best."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing, QgsProcessingParameterString
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.reserve_potential import STEEPEST
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import reserve_potential_document, reserve_potential_outputs
from .reserve_potential_job import PADDY, ReserveJob
from .reserve_potential_outputs import CANDIDATE_FIELDS, EXCLUDED_FIELDS, SUMMARY_FIELDS

SLOPES = dict(zip(STEEPEST, (
    QT_TRANSLATE_NOOP("KfResources", "25° (statute)"),
    QT_TRANSLATE_NOOP("KfResources", "15°"),
    QT_TRANSLATE_NOOP("KfResources", "6°"))))
CLAIMS = {
    "dry": QT_TRANSLATE_NOOP("KfResources", "Dry or irrigated land"),
    PADDY: QT_TRANSLATE_NOOP("KfResources", "Paddy: only where it can be irrigated"),
}


class ReservePotential(JobAlgorithm):
    """Cuts source land by exclusion masks, scores what is left by weighted factors and ranks it."""

    NAME = "reservepotential"
    TOPIC = "farmland"
    JOB = ReserveJob
    OUTPUTS: ClassVar = reserve_potential_outputs
    DOCUMENT: ClassVar = reserve_potential_document
    ROLES: ClassVar = {"LAND": "land", "ADDITIONS": "farmland_additions", "WATER": "water", "ROADS": "roads",
                       "UNITS": "admin_units"}
    STYLES: ClassVar = {"CANDIDATES": "reserve_candidates", "EXCLUDED": "reserve_excluded"}
    FIELDS: ClassVar = {"CANDIDATES": CANDIDATE_FIELDS, "EXCLUDED": EXCLUDED_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Reserve land and its potential")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("reserve land,reclamation,replenishment,potential,suitability,exclusion,weights,rank")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        polygon, table = QgsProcessing.SourceType.TypeVectorPolygon, QgsProcessing.SourceType.TypeVector
        common.add_all(self, [
            *common.land_parameters(),
            *common.mask_parameters(),
            common.polygons("ADDITIONS", tr("Land of projects that add farmland (high-standard farmland, land swaps)"),
                            optional=True),
            common.polygons("WATER", tr("Water (empty: water of the survey)"), optional=True),
            common.polygons("ROADS", tr("Roads (empty: roads of the survey)"), optional=True),
            common.choice("MAX_SLOPE", tr("Steepest slope"), SLOPES, STEEPEST[0]),
            common.choice("CLAIM", tr("Farmland to be claimed"), CLAIMS, "dry"),
            common.advanced(QgsProcessingParameterString(
                "WEIGHTS", tr("Weights (JSON: criterion and number; empty: those of the rules)"), optional=True)),
            *common.unit_parameters(),
            common.advanced(common.table_file(
                "GRADES", tr("Own grain capacity by county and grade (CSV, XLSX or JSON)"))),
            *common.method_parameters(),
            common.sink("CANDIDATES", tr("Candidates for reclamation"), polygon, created=True),
            common.sink("EXCLUDED", tr("Excluded source land"), polygon),
            common.sink("SUMMARY", tr("Reserve land by unit and grade"), table),
            *common.findings_outputs(),
        ], {
            "SOURCE_M2": tr("Source land (m²)"),
            "CANDIDATE_M2": tr("Candidates (m²)"),
            "EXCLUDED_M2": tr("Excluded (m²)"),
            "NET_M2": tr("Net farmland expected (m²)"),
            "CAPACITY_KG": tr("Grain capacity added (kg)"),
            "RESIDUAL_M2": tr("Residual before adjustment (m²)"),
        })
