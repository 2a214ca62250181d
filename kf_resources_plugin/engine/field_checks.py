"""The fields of a layer held against those of a standard: missing, called otherwise, cut off, of another type."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QVariant

from .schema import ALIAS, CASE, CUT, match_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsField, QgsFields

    from .schema import Schema, SchemaField

MANDATORY = "M"
TEXT, NUMBER, DAY, OTHER = "text", "number", "day", "other"
_KINDS = {"text": TEXT, "integer": NUMBER, "decimal": NUMBER, "date": DAY}
_DAYS = frozenset({QVariant.Type.Date, QVariant.Type.DateTime})


@dataclass(frozen=True)
class FieldFault:
    """One fault of a field; rule: id of a rule; own: the layer's name of it, '' for none; values: for its texts."""

    rule: str
    field: SchemaField
    own: str
    values: Mapping[str, object]


def matched_fields(fields: QgsFields, schema: Schema, said: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return (the layer's own name, how it was found) of the standard fields that a layer has, in their order.

    said: own names by standard name as the user said, which go before what names tell; '' says how then.
    """
    found = {}
    for field in schema.fields:
        match = (said[field.name], "") if field.name in said else match_field(fields, field.name, schema)
        if match is not None:
            found[field.name] = match
    return found


def field_faults(fields: QgsFields, schema: Schema, matched: Mapping[str, tuple[str, str]]) -> list[FieldFault]:
    """Return what is wrong with the fields of a layer, in the order of the standard; ``matched_fields`` matched them.

    Rules: ``check.field_missing`` for mandatory fields, ``check.field_name``, ``check.field_cut``,
    ``check.field_type``, ``check.field_short``.
    """
    found = []
    for field in schema.fields:
        if field.name not in matched:
            if field.constraint == MANDATORY:
                found.append(FieldFault("check.field_missing", field, "", {}))
            continue
        own, how = matched[field.name]
        rule = {CUT: "check.field_cut", ALIAS: "check.field_name", CASE: "check.field_name"}.get(how)
        if rule is not None:
            found.append(FieldFault(rule, field, own, {"own": own}))
        found += _type_faults(fields.field(own), field, own)
    return found


def _type_faults(given: QgsField, field: SchemaField, own: str) -> list[FieldFault]:
    kind, expected = kind_of(given), _KINDS[field.type]
    if kind != expected:
        return [FieldFault("check.field_type", field, own, {"expected": expected, "found": kind})]
    if kind == TEXT and 0 < given.length() < field.length:
        return [FieldFault("check.field_short", field, own, {"length": given.length(), "standard": field.length})]
    return []


def kind_of(field: QgsField) -> str:
    """Return what a field of a layer holds: TEXT, NUMBER, DAY or OTHER."""
    if field.type() == QVariant.Type.String:
        return TEXT
    if field.isNumeric():
        return NUMBER
    return DAY if field.type() in _DAYS else OTHER
