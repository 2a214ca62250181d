"""Writing rows kept as columns into feature sinks."""
from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsFeature, QgsFeatureSink, QgsFields, QgsGeometry, QgsWkbTypes
from qgis.PyQt.QtCore import QDate

from ..compat import make_field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.progress import Progress
    from .wkb import Wkbs

    Column = Sequence[Any] | np.ndarray

_BATCH = 2_000


def make_fields(definitions: Sequence[tuple[str, str]]) -> QgsFields:
    """Return fields from (name, kind) pairs; kinds as in ``compat.make_field``."""
    fields = QgsFields()
    for name, kind in definitions:
        fields.append(make_field(name, kind))
    return fields


def _plain(value: Any) -> Any:
    """Return a value as attributes take it: Python's own types, None for NaN."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, date):
        return QDate(value.year, value.month, value.day)
    return value


def geometry(wkb: bytes) -> QgsGeometry:
    """Return a geometry from WKB, lines and polygons as multi-parts; a null geometry from b''."""
    result = QgsGeometry()
    if wkb:
        result.fromWkb(wkb)
        kinds = QgsWkbTypes.GeometryType
        if QgsWkbTypes.geometryType(result.wkbType()) in {kinds.PolygonGeometry, kinds.LineGeometry}:
            result.convertToMultiType()
    return result


def write_rows(target: QgsFeatureSink, fields: QgsFields, columns: Mapping[str, Column],
               progress: Progress, wkbs: Sequence[bytes] | Wkbs | None = None) -> int:
    """Write rows in order, in batches; return their number.

    ``columns`` maps every field's name to its values, all of one length. Raises OSError when the sink refuses.
    """
    names = [field.name() for field in fields]
    rows = len(columns[names[0]])
    ordered = [columns[name] for name in names]
    batch: list[QgsFeature] = []
    for row in range(rows):
        feature = QgsFeature(fields)
        feature.setAttributes([_plain(column[row]) for column in ordered])
        if wkbs is not None:
            feature.setGeometry(geometry(wkbs[row]))
        batch.append(feature)
        if len(batch) == _BATCH or row == rows - 1:
            progress.check()
            if not target.addFeatures(batch, QgsFeatureSink.Flag.FastInsert):
                raise OSError(target.lastError())
            batch = []
            progress.set((row + 1) / rows)
    return rows
