"""Fields and values of a layer held against its standard and against one another."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.admin_units import known_names
from ...engine.field_checks import MANDATORY, field_faults
from ...engine.value_checks import value_faults
from ...i18n import tr
from ...rules.misread import misread
from ...rules.text import clean, cleaned, coded, listed, some
from .unchecked import named

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from qgis.core import QgsFields

    from ...engine.raw_rows import Column
    from ...engine.schema import Schema, SchemaField
    from ...engine.value_checks import ValueFault
    from ...rules.areas import Ints
    from ...rules.progress import Progress
    from .faults import Faults

LOCATION, NUMBER = "ZLDWDM", "TBBH"
_UNIT_NAMES = {LOCATION: "ZLDWMC", "QSDWDM": "QSDWMC", "XZQDM": "XZQMC"}


@dataclass
class AttributeCheck:
    """Checks of one layer; own: the layer's names of the standard fields that it has."""

    faults: Faults
    schema: Schema
    own: Mapping[str, str]

    def title(self, field: SchemaField) -> str:
        """Return what a standard field is called in the language of the report."""
        return field.zh if self.faults.book.language == "zh" else field.en

    def fields(self, fields: QgsFields, matched: Mapping[str, tuple[str, str]]) -> None:
        """Tell which fields are missing, called otherwise or of another type."""
        kinds = {"text": tr("text"), "number": tr("number"), "day": tr("date"), "other": tr("something else")}
        for fault in field_faults(fields, self.schema, matched):
            values = {key: kinds.get(str(value), value) for key, value in fault.values.items()}
            self.faults.one(fault.rule, f"{fault.rule} {fault.field.name}", field=fault.field.name,
                            title=self.title(fault.field), schema=self._schema_title(), **values)
        absent = [field.name for field in self.schema.fields
                  if field.name not in matched and field.constraint != MANDATORY]
        if absent:
            self.faults.one("check.fields_absent", fields=absent)

    def _schema_title(self) -> str:
        return self.schema.zh if self.faults.book.language == "zh" else self.schema.en

    def values(self, progress: Progress) -> None:
        """Tell which values are empty, outside their domain, too long …, and which names are not their code's."""
        table = self.faults.layer.table
        for number, field in enumerate(self.schema.fields):
            progress.check()
            progress.set(number / len(self.schema.fields))
            if field.name not in self.own:
                continue
            column = table.columns[self.own[field.name]]
            for fault in value_faults(column, field):
                self.faults.add(fault.rule, fault.rows, partial(self._value, field, fault, column), about=field.name)
            self._names(field)

    def _value(self, field: SchemaField, fault: ValueFault, column: Column, row: int) -> dict[str, Any]:
        value = column[row]
        return {**fault.values, "field": self.own[field.name], "title": self.title(field),
                "value": "" if value is None else value}

    def _names(self, field: SchemaField) -> None:
        """Tell where the name beside a code is not that of the code in its domain."""
        name = re.sub("DM$", "MC", field.name)
        if not field.domain or name == field.name or name not in self.own:
            return
        (codes, code_of), (names, name_of) = (coded(self._column(key)) for key in (field.name, name))
        language = 0 if self.faults.book.language == "zh" else 1
        fits = np.array([[not text or code not in field.domain or text in field.domain[code]
                          for text in names.tolist()] for code in codes.tolist()], dtype=bool)
        self.faults.add("check.name_differs", _rows(~fits[code_of, name_of]), lambda row: {
            "field": self.own[name], "value": names[name_of[row]], "code": codes[code_of[row]],
            "expected": field.domain[codes[code_of[row]]][language]}, about=name)

    def codes(self) -> None:
        """Tell which ids and numbers several features have, which codes have no form, lie elsewhere, or two names."""
        for name in self._listed("check.id_twice"):
            self._twice("check.id_twice", name, [""] * len(self.faults.layer.table))
        if NUMBER in self.own and LOCATION in self.own:
            self._twice("check.number_twice", NUMBER, cleaned(self._column(LOCATION).tolist()))
        if "BSM" in self.own:
            self._pattern("check.id_form", "BSM")
        for rule in ("check.unit_code", "check.admin_code"):
            for name in self._listed(rule):
                self._pattern(rule, name)
        for name in self._listed("check.unit_elsewhere"):
            self._elsewhere(name)
        for code, name in _UNIT_NAMES.items():
            self._unit_names(code, name)

    def _listed(self, rule: str) -> list[str]:
        """Return the fields that the row of a rule names, as far as the layer has them."""
        fields = (named(self.schema, entry) for entry in self.faults.book.threshold(rule, "fields"))
        return [name for name in fields if name in self.own]

    def _twice(self, rule: str, name: str, within: list[str]) -> None:
        """Tell which values several features of one group have; empty ones are told elsewhere."""
        texts = cleaned(self._column(name).tolist())
        keys, place = np.unique(np.array([f"{one}\x1f{text}" for one, text in zip(within, texts)]),
                                return_inverse=True)
        count = np.bincount(place.reshape(-1), minlength=len(keys))[place.reshape(-1)]
        known = np.array([bool(text) for text in texts], dtype=bool)
        field = self.schema.field(name)
        self.faults.add(rule, _rows((count > 1) & known), lambda row: {
            "field": self.own[name], "title": self.title(field) if field else name, "value": texts[row],
            "count": int(count[row]), "unit": within[row]}, about=name)

    def _pattern(self, rule: str, name: str) -> None:
        """Tell which values do not have the form that they have to have."""
        fits = self._fits(rule)
        values, place = coded(self._column(name))
        wrong = np.array([bool(value) and not fits(value) for value in values.tolist()], dtype=bool)
        self.faults.add(rule, _rows(wrong[place]),
                        lambda row: {"field": self.own[name], "value": values[place[row]]}, about=name)

    def _fits(self, rule: str) -> Callable[[str], bool]:
        pattern = re.compile(str(self.faults.book.threshold(rule, "pattern")), re.ASCII)
        return lambda value: pattern.fullmatch(value) is not None

    def _elsewhere(self, name: str) -> None:
        """Tell which unit codes are of no county of the city; those of no form at all are told elsewhere."""
        forms = [self._fits(rule) for rule in ("check.unit_code", "check.admin_code")]
        known = tuple(known_names())
        values, place = coded(self._column(name))
        beyond = np.array([any(fits(value) for fits in forms) and not value.startswith(known)
                           for value in values.tolist()], dtype=bool)
        self.faults.add("check.unit_elsewhere", _rows(beyond[place]),
                        lambda row: {"field": self.own[name], "value": values[place[row]]}, about=name)

    def _unit_names(self, code: str, name: str) -> None:
        """Tell which codes have several names."""
        if code not in self.own or name not in self.own:
            return
        names_of: dict[str, set[str]] = {}
        for one, other in set(zip(self._column(code).tolist(), self._column(name).tolist())):
            if clean(one) and clean(other):
                names_of.setdefault(clean(one), set()).add(clean(other))
        for value, names in sorted(names_of.items()):
            if len(names) > 1:
                self.faults.one("check.unit_names", f"{code} {value}", field=self.own[code], value=value,
                                count=len(names), names=listed(some(sorted(names)), self.faults.book.language))

    def _column(self, name: str) -> Column:
        return self.faults.layer.table.columns[self.own[name]]


def unreadable_names(faults: Faults, fields: QgsFields) -> None:
    """Tell which names of fields were read in the wrong encoding, whatever standard the layer follows."""
    wrong = [name for name in fields.names() if misread(name)]
    if wrong:
        faults.one("check.field_unreadable", count=len(wrong), value=wrong[0])


def _rows(mask: Any) -> Ints:
    return np.flatnonzero(mask).astype(np.int64)
