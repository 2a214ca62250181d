"""Parameters that algorithms over the economics of land share: parcels, economics, year, fields."""
from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
)

from ...i18n import tr
from .. import parameters as common
from .area_units import area_unit_parameter
from .economics_inputs import ECONOMICS, PARCELS


def land_parameters(description: str) -> list[QgsProcessingParameterDefinition]:
    """Return the parcels, called ``description``, and the table of their economics."""
    kinds = QgsProcessing.SourceType
    return [
        QgsProcessingParameterFeatureSource(PARCELS, description, [kinds.TypeVectorPolygon, kinds.TypeVector]),
        common.table(ECONOMICS, tr("Economics by subject (empty: in the land to be rated)"), optional=True),
    ]


def year_parameter() -> QgsProcessingParameterDefinition:
    """Return the year whose economics count."""
    return QgsProcessingParameterNumber("YEAR", tr("Year of the economics (empty: the last one)"),
                                        QgsProcessingParameterNumber.Type.Integer, None, optional=True,
                                        minValue=1900, maxValue=2200)


def field_parameters(kind: str) -> list[QgsProcessingParameterDefinition]:
    """Return the fields of parcels and economics, and the unit of areas; kind: what the field of the kind is called."""
    fields = [common.advanced(common.field(name, text, layer, standard=standard)) for name, text, layer, standard in (
        ("PARCEL_ID_FIELD", tr("Id field of the land"), PARCELS, "parcel_id"),
        ("KIND_FIELD", kind, PARCELS, "kind"),
        ("AREA_FIELD", tr("Field of the declared area (empty: ZDMJ, else measured)"), PARCELS, "ZDMJ"),
        ("ECONOMICS_ID_FIELD", tr("Id field of the economics"), ECONOMICS, "parcel_id"))]
    return [*fields, area_unit_parameter()]
