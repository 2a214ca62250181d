"""Attributes of a row as JSON can hold them, and back: numbers to the last bit, days and times with their kind."""
from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime

from ..compat import is_null

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMES: dict[str, Any] = {"date": QDate, "time": QTime, "datetime": QDateTime}
_FORMS = {"date": Qt.DateFormat.ISODate, "time": Qt.DateFormat.ISODateWithMs,
          "datetime": Qt.DateFormat.ISODateWithMs}  # a day alone has no milliseconds
_BYTES, _LIST, _TEXT = "bytes", "list", "text"


def values_of(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes by name as JSON holds them."""
    return {name: _written(value) for name, value in attributes.items()}


def values_from(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes by name from what ``values_of`` made."""
    return {name: _read(value) for name, value in record.items()}


def _written(value: Any) -> Any:
    if is_null(value):
        return None
    if isinstance(value, (bool, int, float, str)):
        return value
    for kind, made in _TIMES.items():
        if isinstance(value, made):
            return {kind: value.toString(_FORMS[kind])}
    if isinstance(value, (QByteArray, bytes)):
        return {_BYTES: base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, (list, tuple)):
        return {_LIST: [_written(one) for one in value]}
    return {_TEXT: str(value)}


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    [(kind, content)] = value.items()
    if kind in _TIMES:
        return _TIMES[kind].fromString(content, _FORMS[kind])
    if kind == _BYTES:
        return QByteArray(base64.b64decode(content))
    return [_read(one) for one in content] if kind == _LIST else content
