"""Values of a column held against its standard field: empty, outside the domain, too long, with too many decimals."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.text import clean, numbers
from .field_checks import MANDATORY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..rules.areas import Bools, Ints
    from .raw_rows import Column
    from .schema import SchemaField

_TEXT, _DECIMAL, _INTEGER = "text", "decimal", "integer"
_LAST_DIGIT = 1e-3  # of a unit of the last decimal: what binary numbers add


@dataclass(frozen=True)
class ValueFault:
    """One fault of some rows of a column; rule: id of a rule; rows: int64, ascending; values: for its texts."""

    rule: str
    rows: Ints
    values: Mapping[str, object]


def value_faults(column: Column, field: SchemaField) -> list[ValueFault]:
    """Return the faults of a column.

    Rules: ``check.value_missing`` for a mandatory field, ``check.value_padded``, ``check.value_domain``,
    ``check.value_long``, ``field.not_number``, ``check.value_decimals``.
    """
    found = _of_numbers(column, field) if field.type in {_DECIMAL, _INTEGER} else []
    if column.dtype == object:
        found += _of_texts(column, field)
    elif field.constraint == MANDATORY:
        found.append(ValueFault("check.value_missing", _rows(np.isnan(column)), {}))
    return [fault for fault in found if len(fault.rows)]


def _of_texts(column: Column, field: SchemaField) -> list[ValueFault]:
    """Return the faults of values as they are written; each different value is looked at once."""
    values, place = _distinct(column)
    plain = [clean(value) for value in values]

    def rows(wrong: Callable[[Any, str], bool]) -> Ints:
        return _rows(np.array([wrong(value, text) for value, text in zip(values, plain)], dtype=bool)[place])

    found = [ValueFault("check.value_padded", rows(_padded), {})]
    if field.constraint == MANDATORY:
        found.append(ValueFault("check.value_missing", rows(lambda _, text: not text), {}))
    if field.domain:
        found.append(ValueFault("check.value_domain", rows(lambda _, text: bool(text) and text not in field.domain),
                                {"codes": list(field.domain)}))
    if field.type == _TEXT and field.length:
        found.append(ValueFault("check.value_long", rows(lambda _, text: len(text) > field.length),
                                {"standard": field.length}))
    return found


def _padded(value: Any, text: str) -> bool:
    return isinstance(value, str) and bool(text) and value != text


def _of_numbers(column: Column, field: SchemaField) -> list[ValueFault]:
    number, bad = numbers(column)
    decimals = field.decimals if field.type == _DECIMAL else 0
    scaled = number * 10.0**decimals
    with np.errstate(invalid="ignore"):
        longer = np.abs(scaled - np.rint(scaled)) > np.maximum(_LAST_DIGIT, np.abs(scaled) * np.finfo(float).eps)
    return [ValueFault("field.not_number", bad, {}),
            ValueFault("check.value_decimals", _rows(longer), {"standard": decimals})]


def _distinct(column: Column) -> tuple[list[Any], Ints]:
    """Return the different values of a column of objects, and which of them each row has."""
    place_of: dict[Any, int] = {}
    place = np.fromiter((place_of.setdefault((type(value), value), len(place_of)) for value in column.tolist()),
                        dtype=np.int64, count=len(column))
    return [value for _, value in place_of], place


def _rows(mask: Bools) -> Ints:
    return np.flatnonzero(mask).astype(np.int64)
