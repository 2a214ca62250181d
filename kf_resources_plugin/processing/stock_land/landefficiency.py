"""kf:landefficiency: parks or enterprises scored by what they make of their land, ranked and divided into classes."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import QgsProcessing
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.land_efficiency import ENTERPRISE, PARK
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import economics_inputs, efficiency_document, efficiency_outputs
from .economics_parameters import field_parameters, land_parameters, year_parameter
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
    ROLES: ClassVar = economics_inputs.ROLES
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
            *land_parameters(tr("Land to be rated (polygons or a table)")),
            common.choice("LEVEL", tr("Who is rated"), _LEVELS, ENTERPRISE),
            year_parameter(),
            *field_parameters(tr("Field of the kind (those of one kind are rated together)")),
            *common.method_parameters(basis=False),
            common.sink("RATING", tr("Land with its rating"), kinds.TypeVector, created=True),
            common.sink("SUMMARY", tr("Classes"), kinds.TypeVector),
            *common.findings_outputs(),
        ], {
            "SUBJECTS_COUNT": tr("Rated subjects"),
            **{f"{word}_COUNT": tr("Class {word}").format(word=word) for word in "ABCD"},
            "UNDETERMINED_COUNT": tr("Not rated"),
            "STANDARD_MISSED_COUNT": tr("Standard land: parcels that do not keep what was agreed"),
        })
