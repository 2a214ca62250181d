"""kf:dikezones: protection land, safety zones and blasting band along dikes, protection land of training works."""
from __future__ import annotations

from typing import ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ...rules.dike_zones import REACHES
from .. import parameters as common
from ..job_algorithm import JobAlgorithm
from . import dike_document, dike_outputs
from .dike_inputs import ANY_REACH, STANDARD
from .dike_job import DikeJob
from .dike_outputs import ROLES as RESULT_ROLES
from .dike_outputs import SUMMARY_FIELDS, ZONE_FIELDS

REACH_LABELS = {
    ANY_REACH: QT_TRANSLATE_NOOP("KfResources", "Not known: the widest standards"),
    **dict(zip(REACHES, (
        QT_TRANSLATE_NOOP("KfResources", "Yellow River above Dongbatou"),
        QT_TRANSLATE_NOOP("KfResources", "Yellow River below Dongbatou"),
        QT_TRANSLATE_NOOP("KfResources", "Qin River"),
        QT_TRANSLATE_NOOP("KfResources", "Other dikes")))),
}


class DikeZones(JobAlgorithm):
    """Puts lines together, finds their river side, and draws the zones of the rules on both sides."""

    NAME = "dikezones"
    TOPIC = "floodplain"
    JOB = DikeJob
    OUTPUTS: ClassVar = dike_outputs
    DOCUMENT: ClassVar = dike_document
    ROLES: ClassVar = {"DIKES": "dikes", "TRAINING_WORKS": "training_works", "CHANNEL": "river_channel",
                       "UNITS": "admin_units"}
    STYLES: ClassVar = {"ZONES": "dike_zones", "PROTECTION": "dike_protection", "SAFETY": "dike_safety"}
    RESULT_ROLES: ClassVar = RESULT_ROLES
    FIELDS: ClassVar = {"ZONES": ZONE_FIELDS, "PROTECTION": ZONE_FIELDS, "SAFETY": ZONE_FIELDS,
                        "SUMMARY": SUMMARY_FIELDS}

    def title(self) -> str:
        """Return the translated name."""
        return tr("Zones along dikes")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("dike,levee,protection land,safety zone,training works,spur,blasting,buffer,one-sided,Yellow River")

    def define_parameters(self) -> None:
        """Add parameters and outputs of the catalogue."""
        line, polygon = QgsProcessing.SourceType.TypeVectorLine, QgsProcessing.SourceType.TypeVectorPolygon
        common.add_all(self, [
            QgsProcessingParameterFeatureSource("DIKES", tr("Dikes (lines)"), [line]),
            QgsProcessingParameterFeatureSource("CHANNEL", tr("Channel: centre line or water polygons"),
                                                [line, polygon], optional=True),
            QgsProcessingParameterFeatureSource("TRAINING_WORKS", tr("Training works (lines)"), [line], optional=True),
            common.choice("REACH", tr("Reach of dikes that name none"), REACH_LABELS, ANY_REACH),
            common.amount("HALF_WIDTH", tr("Half width of dikes: from the line to the toe (m; empty: the line is the "
                                           "toe)")),
            common.amount("WORKS_HALF_WIDTH", tr("Half width of training works: from the line to the toe (m)")),
            QgsProcessingParameterBoolean("BLASTING", tr("Draw the blasting band too"), False, optional=True),
            _field("DIKE_NAME_FIELD", tr("Name field of dikes"), "DIKES"),
            _field("REACH_FIELD", tr("Reach field (REACH)"), "DIKES"),
            _field("SIDE_FIELD", tr("River side field of dikes: left or right of the direction drawn (SIDE)"), "DIKES"),
            _field("HALF_WIDTH_FIELD", tr("Half width field of dikes (HALF_WIDTH)"), "DIKES"),
            _field("LAND_TOE_FIELD", tr("Field of the distance to the land-side toe, where it is another (LAND_TOE)"),
                   "DIKES"),
            _field("WORKS_NAME_FIELD", tr("Name field of training works"), "TRAINING_WORKS"),
            _field("WORKS_SIDE_FIELD", tr("River side field of training works (SIDE)"), "TRAINING_WORKS"),
            _field("WORKS_HALF_WIDTH_FIELD", tr("Half width field of training works (HALF_WIDTH)"), "TRAINING_WORKS"),
            _field("SPUR_LENGTH_FIELD", tr("Field of the distance to the line of spur heads (SPUR_LENGTH)"),
                   "TRAINING_WORKS"),
            *common.unit_parameters(),
            *common.method_parameters(basis=False),
            common.sink("ZONES", tr("Zones along dikes"), polygon, created=True),
            common.sink("PROTECTION", tr("Dike bodies and protection land"), polygon),
            common.sink("SAFETY", tr("Safety zones of dikes"), polygon),
            common.sink("SUMMARY", tr("Zones by kind, side and unit"), QgsProcessing.SourceType.TypeVector),
            *common.findings_outputs(),
        ], {
            "LENGTH_M": tr("Length of all lines on the ground (m)"),
            "BODY_M2": tr("Dike bodies (m²)"),
            "PROTECTION_M2": tr("Protection land (m²)"),
            "SAFETY_M2": tr("Safety zones (m²)"),
            "BLASTING_M2": tr("Blasting band (m²)"),
            "WORKS_M2": tr("Protection land of training works (m²)"),
            "UNDECIDED": tr("Lines whose river side is not known"),
            "UNDECIDED_M": tr("Length of lines whose river side is not known (m)"),
        })


def _field(name: str, description: str, parent: str) -> QgsProcessingParameterDefinition:
    return common.advanced(common.field(name, description, parent, standard=STANDARD[name]))
