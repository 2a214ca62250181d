"""kf:landefficiency: parks or enterprises scored by what they make of their land, ranked and divided into classes."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.land_efficiency import ENTERPRISE, PARK
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import efficiency_document, efficiency_inputs, efficiency_outputs
from .efficiency_inputs import ECONOMICS, PARCELS
from .efficiency_job import EfficiencyJob
from .efficiency_outputs import RATING_FIELDS, SUMMARY_FIELDS

_LEVELS = {ENTERPRISE: QT_TRANSLATE_NOOP("KfResources", "Enterprises"), PARK: QT_TRANSLATE_NOOP("KfResources", "Parks")}


class LandEfficiency(JobAlgorithm):
    """Rates subjects by indicators against benchmarks; whoever lacks a figure is told and stays undetermined."""

    NAME = "landefficiency"
    TOPIC = "stock_land"
    JOB = EfficiencyJob
    OUTPUTS: ClassVar = efficiency_outputs
    DOCUMENT: ClassVar = efficiency_document
    ROLES: ClassVar = efficiency_inputs.ROLES
    STYLES: ClassVar = {"RATING": "land_efficiency"}
    FIELDS: ClassVar = {"RATING": RATING_FIELDS, "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Land efficiency")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("land efficiency,output per mu,tax per mu,benchmark,ranking,class,enterprise,park,standard land")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        kinds = QgsProcessing.SourceType
        common.add_all(self, [
            QgsProcessingParameterFeatureSource(PARCELS, tr("Land to be rated (polygons or a table)"),
                                                [kinds.TypeVectorPolygon, kinds.TypeVector]),
            common.table(ECONOMICS, tr("Economics by subject (empty: in the land to be rated)"), optional=True),
            common.choice("LEVEL", tr("Who is rated"), _LEVELS, ENTERPRISE),
            QgsProcessingParameterNumber("YEAR", tr("Year of the economics (empty: the last one)"),
                                         QgsProcessingParameterNumber.Type.Integer, None, optional=True,
                                         minValue=1900, maxValue=2200),
            *(common.advanced(common.field(name, text, layer, standard=standard)) for name, text, layer, standard in (
                ("PARCEL_ID_FIELD", tr("Id field of the land"), PARCELS, "parcel_id"),
                ("KIND_FIELD", tr("Field of the kind (those of one kind are rated together)"), PARCELS, "kind"),
                ("AREA_FIELD", tr("Field of the declared area in m² (empty: ZDMJ, else measured)"), PARCELS, "ZDMJ"),
                ("ECONOMICS_ID_FIELD", tr("Id field of the economics"), ECONOMICS, "parcel_id"))),
            *common.method_parameters(basis=False),
            common.sink("RATING", tr("Land with its rating"), kinds.TypeVector, created=True),
            common.sink("SUMMARY", tr("Classes"), kinds.TypeVector),
            *common.findings_outputs(),
        ], {
            "SUBJECTS_COUNT": tr("Rated subjects"),
            **{f"{word}_COUNT": tr("Class {word}").format(word=word) for word in "ABCD"},
            "UNDETERMINED_COUNT": tr("Undetermined"),
            "STANDARD_MISSED_COUNT": tr("Standard land: parcels that do not keep what was agreed"),
        })
