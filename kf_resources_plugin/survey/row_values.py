"""Attributes as they are compared: the same from a layer of QGIS and from the SQLite of a package, and back.

Empty text is NULL: field apps write one for the other.
"""
from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QVariant

from ..compat import is_null
from .packed_rows import plain_value

if TYPE_CHECKING:
    from qgis.core import QgsField

    from ..rules.three_way import Value

TEXT, INTEGER, REAL, DATE, TIME, FLAG, OTHER = "text", "integer", "real", "date", "time", "flag", "other"
_TYPES = QVariant.Type
_KINDS = {
    **dict.fromkeys((_TYPES.Int, _TYPES.UInt, _TYPES.LongLong, _TYPES.ULongLong), INTEGER), _TYPES.Double: REAL,
    _TYPES.String: TEXT, _TYPES.Date: DATE, _TYPES.DateTime: TIME, _TYPES.Bool: FLAG,
}
_NUMBERS = {int(kind): name for kind, name in _KINDS.items()}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?Z?")


class Odd(str):
    """A value that its field cannot hold, as text."""


def kind_of_field(field: QgsField) -> str:
    """Return what a field holds, OTHER for what is not merged (lists, blobs)."""
    return _NUMBERS.get(int(field.type()), OTHER)


def from_layer(value: Any, kind: str) -> Value:
    """Return an attribute of a layer as it is compared."""
    if is_null(value) or value == "":
        return None
    if kind == REAL:
        return None if math.isnan(value) else float(value)
    if kind in {INTEGER, FLAG}:
        return int(value)
    if kind == DATE:
        return str(value.toString("yyyy-MM-dd"))
    if kind == TIME:
        return _moment(str(value.toString("yyyy-MM-ddTHH:mm:ss.zzz")))
    return str(value) if kind == TEXT else str(plain_value(value))


def from_sqlite(value: Any, kind: str) -> Value:
    """Return what SQLite holds as it is compared; ``Odd`` where the field cannot hold it."""
    if value is None or value == "":
        return None
    if kind == OTHER:
        return repr(value)
    read: Value = None
    if kind == REAL and isinstance(value, (int, float)) and math.isfinite(value):
        read = float(value)
    elif kind == INTEGER and isinstance(value, int):
        read = value
    elif kind == FLAG and value in (0, 1):
        read = int(value)
    elif isinstance(value, str) and kind in {TEXT, DATE, TIME}:
        read = value if kind == TEXT else _day(value) if kind == DATE else _moment(value)
    return Odd(short(value)) if read is None else read


def to_layer(value: Value, kind: str) -> Any:
    """Return a compared value as a layer takes it."""
    if value is None:
        return None
    if kind == DATE:
        return QDate.fromString(str(value), Qt.DateFormat.ISODate)
    if kind == TIME:
        return QDateTime.fromString(str(value), Qt.DateFormat.ISODateWithMs)
    return bool(value) if kind == FLAG else value


def _day(text: str) -> str | None:
    return text if _DAY.fullmatch(text) and QDate.fromString(text, Qt.DateFormat.ISODate).isValid() else None


def _moment(text: str) -> str | None:
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        return None
    thousandths = ((parts[4] or ".")[1:] + "000")[:3]
    return f"{parts[1]}T{parts[2]}{parts[3] or ':00'}.{thousandths}"


def short(value: Any) -> str:
    """Return a value as a message can say it."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"  # noqa: PLR2004 (letters of a message)
