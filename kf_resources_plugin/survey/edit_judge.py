"""What of a team's edits cannot be taken over: values the schema forbids, broken shapes, land outside of the task."""
from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import (
    Qgis,
    QgsExpression,
    QgsExpressionContext,
    QgsFeature,
    QgsGeometry,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..compat import is_null
from ..i18n import language, tr
from ..rules.three_way import SHAPE
from .form_data import FieldRules, form_data
from .form_expressions import FormExpressions
from .returned_shapes import OddShape
from .row_values import OTHER, TEXT, Odd, to_layer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qgis.core import QgsField, QgsFields

    from ..engine.schema import Schema
    from ..rules.three_way import Row, Value

TYPE, LENGTH, RULE, READ_ONLY, UNIQUE = "edit_type", "edit_length", "edit_rule", "edit_read_only", "edit_unique"
BROKEN, PARTS, OUTSIDE = "edit_shape", "edit_parts", "edit_outside"
_LEAST, _MOST = -2**31, 2**31 - 1
SAID = "|"
"""What stands between the reason and its words."""


class EditJudge:
    """Judges rows of one layer; ``faults`` is a ``rules.three_way.Judge``.

    own: the layer's names by field of its schema. land: where the tasks are, null for unknown.
    """

    def __init__(self, fields: QgsFields, kinds: Mapping[str, str], schema: Schema | None, own: Mapping[str, str],
                 wkb_type: QgsWkbTypes.Type, land: QgsGeometry) -> None:
        self._fields, self._kinds, self._wkb_type, self._land = fields, kinds, wkb_type, land
        self._rules: dict[str, FieldRules] = {}
        self._conditions: dict[str, list[tuple[QgsExpression, str]]] = {}
        self._joined: Callable[[Iterable[str]], str] = ", ".join
        self._holders: dict[str, Mapping[object, set[int]]] = {}
        self._met: dict[str, Counter[object]] = {}
        self._here: Mapping[str, int] = {}
        self._names: dict[str, QgsExpression] = {}
        if schema is not None:
            self._take_schema(schema, own)

    def unique_fields(self) -> list[str]:
        """Return the fields in which no two rows may hold the same."""
        return [name for name, rules in self._rules.items() if rules.unique]

    def knows(self, field: str, holders: Mapping[object, set[int]], met: Sequence[object],
              here: Mapping[str, int]) -> None:
        """Take who holds the values of a unique field: in the layer by feature id, and all that came back."""
        self._holders[field], self._met[field], self._here = holders, Counter(met), here

    def faults(self, key: str, row: Row, origin: Row | None, changed: Sequence[str]) -> dict[str, str]:
        """Return the reasons to reject, by field."""
        faults = {}
        feature = self._feature(row)
        for field in changed:
            reason = self._shape_fault(row, origin) if field == SHAPE else self._field_fault(key, row, field, feature)
            if reason:
                faults[field] = reason
        return faults

    def broken(self, row: Row, before: Row | None, changed: Collection[str]) -> list[tuple[str, Value, str]]:
        """Return the fields (with value and words) that the team did not change and that no longer fit what it did,
        and names that are not those of their codes.

        row: as it would be; before: as it is, None for a new one. What did not fit before either is not told.
        """
        found: dict[str, list[str]] = {}
        now, was = self._feature(row), None if before is None else self._feature(before)
        for name in self._conditions:
            words = self._broken_words(name, now)
            if words and name not in changed and (was is None or not self._broken_words(name, was)):
                found.setdefault(name, []).append(words)
        for name, expression in self._names.items():
            wanted = self._worked_out(expression, now)
            if wanted != row.values[name] and (was is None or before is None or self._worked_out(
                    expression, was) == before.values[name]):
                found.setdefault(name, []).append(tr("to be “{name}”").format(name=wanted or ""))
        return [(name, row.values[name], self._joined(words)) for name, words in found.items()]

    def _take_schema(self, schema: Schema, own: Mapping[str, str]) -> None:
        data = form_data(schema.name)
        expressions = FormExpressions(schema, data, own, language())
        self._joined = expressions.joined
        for field in schema.fields:
            if field.name not in own:
                continue
            self._rules[own[field.name]] = data.of(field.name)
            if data.of(field.name).name_of:
                self._names[own[field.name]] = QgsExpression(expressions.default(field)[0])
            self._conditions[own[field.name]] = [(QgsExpression(text), words)
                                                 for text, words in expressions.conditions(field)]

    def _feature(self, row: Row) -> QgsFeature:
        feature = QgsFeature(self._fields)
        for name, value in row.values.items():
            if not isinstance(value, Odd) and self._kinds[name] != OTHER:
                feature.setAttribute(self._fields.lookupField(name), to_layer(value, self._kinds[name]))
        return feature

    def _field_fault(self, key: str, row: Row, field: str, feature: QgsFeature) -> str:
        value, rules = row.values[field], self._rules.get(field, FieldRules())
        definition = self._fields[self._fields.lookupField(field)]
        if isinstance(value, Odd) or self._kinds[field] == OTHER or not _fits(value, definition):
            return TYPE
        if rules.read_only:
            return READ_ONLY
        if self._kinds[field] == TEXT and 0 < definition.length() < len(str(value or "")):
            return f"{LENGTH}{SAID}{definition.length()}"
        if value is not None and self._taken(key, field, value):
            return UNIQUE
        words = self._broken_words(field, feature)
        return f"{RULE}{SAID}{words}" if words else ""

    def _broken_words(self, field: str, feature: QgsFeature) -> str:
        """Return the words of the rules of a field that are broken, '' where all are kept."""
        return self._joined(words for expression, words in self._conditions.get(field, ())
                            if not self._holds(expression, feature))

    def _taken(self, key: str, field: str, value: object) -> bool:
        others = self._holders.get(field, {}).get(value, set()) - {self._here.get(key)}
        return bool(others) or self._met.get(field, Counter())[value] > 1

    def _holds(self, expression: QgsExpression, feature: QgsFeature) -> bool:
        """Tell whether a rule is kept; one that cannot be worked out is not held against the row."""
        return bool(self._worked_out(expression, feature)) or expression.hasEvalError()

    def _worked_out(self, expression: QgsExpression, feature: QgsFeature) -> Any:
        context = QgsExpressionContext()
        context.setFields(self._fields)
        context.setFeature(feature)
        value = expression.evaluate(context)
        return None if is_null(value) else value

    def _shape_fault(self, row: Row, origin: Row | None) -> str:
        if isinstance(row.shape, OddShape):
            return BROKEN + SAID + tr("cannot be read")
        shape = QgsGeometry()
        shape.fromWkb(row.shape)
        if shape.isNull() or shape.isEmpty():
            return BROKEN + SAID + tr("no shape")
        if not all(map(math.isfinite, _corners(shape))) or QgsWkbTypes.geometryType(
                shape.wkbType()) != QgsWkbTypes.geometryType(self._wkb_type):
            return BROKEN + SAID + tr("another kind of shape, or coordinates that are no numbers")
        faults = shape.validateGeometry() or shape.validateGeometry(Qgis.GeometryValidationEngine.Geos)
        if faults:
            return BROKEN + SAID + _said(faults[0])
        if len(shape.coerceToType(self._wkb_type)) != 1:
            return PARTS
        return OUTSIDE if self._outside(shape, origin) else ""

    def _outside(self, shape: QgsGeometry, origin: Row | None) -> bool:
        if self._land.isNull() or shape.intersects(self._land):
            return False
        before: Any = QgsGeometry()
        if origin is not None:
            before.fromWkb(origin.shape)
        return before.isNull() or not shape.intersects(before)


def _fits(value: Value, definition: QgsField) -> bool:
    """Tell whether a field has room for a whole number; a GeoPackage's column takes any."""
    if not isinstance(value, int):
        return True
    small = definition.type() == QVariant.Type.Int and not _LEAST <= value <= _MOST
    return not small and not 0 < definition.length() < len(str(abs(value)))


def _said(fault: QgsGeometry.Error) -> str:
    """Return where a shape is broken; what QGIS and GEOS say of it is English, and its place is rounded to ten metres.
    """
    if not fault.hasWhere():
        return tr("its lines cross, or its rings lie wrongly")
    return tr("its lines cross, or its rings lie wrongly, at {x}, {y}").format(
        x=f"{fault.where().x():.10g}", y=f"{fault.where().y():.10g}")


def _corners(shape: QgsGeometry) -> tuple[float, ...]:
    box = shape.boundingBox()
    return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
