"""Rows as they come out of a layer, before their geometries are brought to one form."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .. import compat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsField

    from ..rules.areas import Ints

Column = npt.NDArray[Any]

_EXACT_INTEGER = 2**53  # float64 holds every smaller integer


@dataclass
class RawRows:
    """Rows in reading order: any geometry type in ``wkb``, columns in their final form."""

    fids: Ints
    wkb: list[bytes]
    columns: dict[str, Column]


def as_column(values: Sequence[Any], field_: QgsField) -> Column:
    """Return attributes as a column: float64 with NaN for number fields, otherwise Python objects with None."""
    plain = [None if compat.is_null(value) else _plain_value(value) for value in values]
    return number_column(plain) if field_.isNumeric() else object_column(plain)


def number_column(values: Sequence[Any]) -> Column:
    """Return numbers as float64 with NaN for None; integers that float64 would round stay Python objects."""
    if any(isinstance(value, int) and abs(value) > _EXACT_INTEGER for value in values):
        return object_column(values)
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def object_column(values: Sequence[Any]) -> Column:
    """Return Python objects as a column."""
    column = np.empty(len(values), dtype=object)
    column[:] = list(values)
    return column


def _plain_value(value: Any) -> Any:
    """Return Qt's dates, times and byte arrays as Python's own."""
    for convert in ("toPyDate", "toPyDateTime", "toPyTime"):
        if hasattr(value, convert):
            return getattr(value, convert)() if value.isValid() else None
    return value
