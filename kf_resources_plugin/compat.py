"""The only place that asks which QGIS this is: differences between QGIS 3.22, 3.40, 3.44 and 4."""
from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsField, QgsProcessingFeatureSourceDefinition
from qgis.PyQt.QtCore import QMetaType, QVariant

_FIELD_TYPES = {
    "text": ("QString", QVariant.Type.String),
    "integer": ("LongLong", QVariant.Type.LongLong),
    "real": ("Double", QVariant.Type.Double),
    "date": ("QDate", QVariant.Type.Date),
}


def make_field(name: str, kind: str, length: int = 0, precision: int = 0) -> QgsField:
    """Return a field of kind 'text', 'integer', 'real' or 'date'.

    QGIS 3.38 moved fields from QVariant to QMetaType types; older versions accept only the former.
    """
    meta_name, variant_type = _FIELD_TYPES[kind]
    if Qgis.QGIS_VERSION_INT >= 33800:
        return QgsField(name, getattr(QMetaType.Type, meta_name), "", length, precision)
    return QgsField(name, variant_type, "", length, precision)


def is_null(value: Any) -> bool:
    """Tell whether an attribute is NULL: None, or the QVariant that providers hand out before QGIS 4."""
    return value is None or (isinstance(value, QVariant) and value.isNull())


def filter_expression(definition: QgsProcessingFeatureSourceDefinition) -> str:
    """Return the expression that features have to fulfil, which QGIS 3.32 added to what a dialog selects."""
    return str(definition.filterExpression) if Qgis.QGIS_VERSION_INT >= 33200 else ""
