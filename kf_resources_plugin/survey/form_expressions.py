"""From the rules of a form to expressions of QGIS over the fields that a layer really has."""
from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from qgis.core import QgsExpression

from ..engine.rule_store import load_class_systems
from ..i18n import tr
from .form_data import classes_meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..engine.schema import Schema, SchemaField
    from .form_data import AreaRule, FieldRules, Fitting, FormData

_FIELD = re.compile(r"\[(\w+)\]")
_CODES = re.compile(r"\{(?:farmland|not farmland|group \w+)\}")
# The statutory area where the plugin runs; QGIS's own ellipsoidal area on a device, where nobody knows the function.
_AREA = "round(coalesce(eval('kf_area($geometry)'), $area), 2)"


class MissingField(Exception):
    """An expression asks for a field that the layer does not have."""


class FormExpressions:
    """The expressions of one layer's form; a rule that asks for a field the layer does not have is left out."""

    def __init__(self, schema: Schema, data: FormData, fields: Mapping[str, str], language: str) -> None:
        """Take schema and rules, the layer's own names by the fields of the schema, and 'zh' or 'en'."""
        self._schema, self._data, self._fields = schema, data, fields
        self._word = 0 if language == "zh" else 1
        self._language = language
        self._systems = load_class_systems()

    def choices(self, field: SchemaField) -> dict[str, str]:
        """Return the codes that a field takes and their words, none where any value may stand."""
        system = self._data.of(field.name).classes
        if system:
            return {code: info.name(self._language) for code, info in self._systems.classes(system).items()}
        return {code: words[self._word] for code, words in field.domain.items()}

    def default(self, field: SchemaField) -> tuple[str, bool]:
        """Return (expression that fills a field in, whether at every change), '' for none."""
        rules = self._data.of(field.name)
        try:
            filled = self._filled(field.name)
            if filled:
                return filled, True
            if rules.only_if is not None or rules.dependent:
                own = self._kept(field.name, rules)
                return own if rules.only_if is None else (
                    f"CASE WHEN NOT ({self._resolved(rules.only_if[0])}) THEN NULL ELSE {own} END"), True
            if rules.given:
                return f"coalesce({self._own(field.name)}, {self._resolved(rules.given)})", True
            if rules.default:
                return self._resolved(rules.default), False
        except MissingField:
            return "", False
        return (QgsExpression.quotedString(self._schema.element_code), False) \
            if field.name == "YSDM" and self._schema.element_code else ("", False)

    def constraint(self, field: SchemaField) -> tuple[str, str]:
        """Return (expression that a value has to fulfil, what it says in words), both '' for none."""
        found = self.conditions(field)
        return (" AND ".join(f"({expression})" for expression, _ in found),
                self.joined(words for _, words in found))

    def conditions(self, field: SchemaField) -> list[tuple[str, str]]:
        """Return the expressions that a value has to fulfil, all of them, with what each says in words."""
        found = []
        for expression, words in self._rules(field, self._data.of(field.name)):
            try:
                found.append((expression(), words))
            except MissingField:
                continue
        return found

    def joined(self, words: Iterable[str]) -> str:
        """Return the words of several conditions as one text."""
        return ("；" if self._language == "zh" else "; ").join(words)

    def offered(self, field: SchemaField) -> str:
        """Return what a row of the table of codes (``form_codes``) has to fulfil to fit the other fields of the form.

        '' where every code is offered. QGIS makes a list anew, and empties its field, when a field changes that
        ``current_value`` asks for anywhere but in front of IN, where QGIS does not see it; one that is looked up as an
        attribute of the row does not. Every part is over a column: a condition over none goes to the file as a value,
        which then finds no rows.
        """
        rules, found = self._data.of(field.name), []
        try:
            if rules.fits is not None:
                value = f"current_value({QgsExpression.quotedString(self._name(rules.fits[0].to))})"
                found.append(f"coalesce(\"fits\" = '' OR strpos(\"fits\", ',' || {value} || ',') > 0, true)")
            if rules.listed_by and rules.only_if is not None:
                asked = _FIELD.sub(lambda name: self._of_row(name.group(1)), self._with_codes(rules.only_if[0]))
                heard = f"current_value({QgsExpression.quotedString(self._name(rules.listed_by))}) IS NOT NULL"
                found.append(f"coalesce(\"code\" <> '' AND {heard} AND ({asked}), false)")
        except MissingField:
            return ""
        return " AND ".join(found)

    def shown_if(self, expression: str) -> str:
        """Return the expression of a tab, '' where it is always shown."""
        try:
            return self._resolved(expression) if expression else ""
        except MissingField:
            return ""

    def _rules(self, field: SchemaField, rules: FieldRules) -> list[tuple[Callable[[], str], str]]:
        own = self._own(field.name)
        blank = f"coalesce(trim(to_string({own})), '') = ''"
        found: list[tuple[Callable[[], str], str]] = []
        if field.constraint == "M":
            found.append((lambda: f"NOT ({blank})", tr("must be filled in")))
        codes = self.choices(field)
        if codes:
            listed = _quoted(codes)
            found.append((lambda: f"{blank} OR to_string({own}) IN ({listed})", tr("a code of the list")))
        limits = ((rules.least, ">=", tr("at least {limit}")), (rules.most, "<=", tr("at most {limit}")),
                  (rules.below, "<", tr("below {limit}")))
        found += [(_limited(own, sign, limit), words.format(limit=f"{limit:g}"))
                  for limit, sign, words in limits if limit is not None]
        for rule, wrapped in ((rules.only_if, f"{blank} OR coalesce({{}}, false)"),
                              (rules.needed_if, f"CASE WHEN {{}} THEN NOT ({blank}) ELSE true END"),
                              (rules.check, f"{blank} OR coalesce({{}}, true)")):
            if rule is not None:
                found.append((partial(self._wrapped, wrapped, rule[0]), rule[1][self._word]))
        if rules.fits is not None:
            found.append((partial(self._fitting, own, rules.fits[0]), rules.fits[1][self._word]))
        return found

    def _fitting(self, own: str, fits: Fitting) -> str:
        """Return whether a code goes with the value of the other field; any does while that is empty."""
        codes_of: dict[tuple[str, ...], list[str]] = {}
        for code, values in fits.values.items():
            codes_of.setdefault(values, []).append(code)
        cases = " ".join(f"WHEN {own} IN ({_quoted(codes)}) THEN {self._value(fits.to)} IN ({_quoted(values)})"
                         for values, codes in codes_of.items())
        return f"coalesce(CASE {cases} ELSE true END, true)"

    def _wrapped(self, wrapped: str, expression: str) -> str:
        return wrapped.format(self._resolved(expression))

    def _kept(self, name: str, rules: FieldRules) -> str:
        """Return the value of a field – what it was when the form was opened, where QGIS emptied it and it still fits.

        QGIS 3.22 empties a field whose list it makes anew (``offered``), whether the list has its code or not. Newer
        ones would show it empty where it does not fit and save it all the same: as it stands here, it is shown.
        """
        own, heard = self._own(name), rules.listed_by or (rules.fits[0].to if rules.fits is not None else "")
        if not heard:
            return own
        was = f"attribute(@kf_was, {QgsExpression.quotedString(self._name(name))})"
        other = f"attribute(@kf_was, {QgsExpression.quotedString(self._name(heard))})"
        fits = self._fitting(was, rules.fits[0]) if rules.fits is not None else "true"
        return (f"with_variable('kf_was', get_feature_by_id(@layer_id, $id), CASE WHEN {own} IS NULL AND {other} <> "
                f"{self._value(heard)} AND {fits} THEN {was} ELSE {own} END)")

    def _filled(self, name: str) -> str:
        """Return what the form fills a field with, '' where it does not."""
        rules = self._data.of(name)
        if rules.computed:
            return self._resolved(rules.computed)
        if rules.area is not None:
            return _area(self._own(name), rules.area)
        if rules.name_of:
            return self._named(rules.name_of, self._own(name))
        return ""

    def _named(self, coded: str, own: str) -> str:
        """Return the name of the code in another field; a code that nobody knows leaves the name as it is."""
        field = self._schema.field(coded)
        if field is None:
            raise MissingField(coded)
        code = self._own(field.name)
        pairs = ", ".join(f"{QgsExpression.quotedString(key)}, {QgsExpression.quotedString(name)}"
                          for key, name in self._chinese(field).items())
        return (f"CASE WHEN coalesce({code}, '') = '' THEN NULL "
                f"ELSE coalesce(map_get(map({pairs}), {code}), {own}) END")

    def _chinese(self, field: SchemaField) -> dict[str, str]:
        """Return the codes of a field with the names that stand in the data, whatever the user's language."""
        system = self._data.of(field.name).classes
        if system:
            return {code: info.name_zh for code, info in self._systems.classes(system).items()}
        return {code: words[0] for code, words in field.domain.items()}

    def _of_row(self, name: str) -> str:
        """Return what a field holds in the open form, for a filter of the table of codes."""
        return f"attribute(@current_feature, {QgsExpression.quotedString(self._name(name))})"

    def _own(self, name: str) -> str:
        return str(QgsExpression.quotedColumnRef(self._name(name)))

    def _name(self, name: str) -> str:
        """Return what the layer calls a field of the schema."""
        if name not in self._fields:
            raise MissingField(name)
        return self._fields[name]

    def _resolved(self, expression: str) -> str:
        """Return an expression over the layer; what the form computes itself goes in as it is computed.

        QGIS fills fields in one after the other from the feature as it was: one that rested on another would lag.
        """
        return _FIELD.sub(lambda found: self._value(found.group(1)), self._with_codes(expression))

    @staticmethod
    def _with_codes(expression: str) -> str:
        return _CODES.sub(lambda found: _quoted(classes_meant(found.group())), expression)

    def _value(self, name: str) -> str:
        filled = self._filled(name) if self._own(name) else ""
        return f"({filled})" if filled else self._own(name)


def _quoted(codes: Iterable[str]) -> str:
    return ", ".join(QgsExpression.quotedString(code) for code in codes)


def _limited(own: str, sign: str, limit: float) -> Callable[[], str]:
    return lambda: f"{own} IS NULL OR {own} {sign} {limit:g}"


def _area(own: str, rule: AreaRule) -> str:
    """Return the area of the shape, or the figure that stands there while it agrees: a signed one is not replaced."""
    kept = f"abs({own} - @kf_drawn) <= max({rule.keep_m2:g}, {rule.keep_share:g} * {own})"
    return (f"with_variable('kf_drawn', {_AREA}, "
            f"CASE WHEN @kf_drawn IS NULL OR ({own} > 0 AND {kept}) THEN {own} ELSE @kf_drawn END)")
