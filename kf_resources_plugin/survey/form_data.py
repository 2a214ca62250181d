"""What a survey form knows of a layer beyond its schema: ``resources/forms``, one file a schema.

A layer whose schema has no file there gets a form from the schema alone.
"""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import paths
from ..engine.rule_store import load_class_systems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SYSTEM = "survey_2019"
_CLASSES = re.compile(r"\{(farmland|not farmland|group (\w+))\}")

Words = tuple[str, str]
"""A text in Chinese and English."""


@dataclass(frozen=True)
class AreaRule:
    """A field that holds the area of the shape; a figure stays that differs by no more than the larger of both."""

    keep_m2: float
    keep_share: float


@dataclass(frozen=True)
class Fitting:
    """Which codes go with which values of the field ``to``: ``values`` by code; codes not named there go with any."""

    to: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FieldRules:
    """Rules for one field, '' and None where there is none.

    Expressions are those of QGIS with ``[NAME]`` for a field of the schema, ``{farmland}`` for the codes of cultivated
    land, ``{not farmland}`` for all others and ``{group 02}`` for those of a first-level class. ``classes``: the class
    system whose codes it takes; ``name_of``: the field of whose code it is the name; ``given``: what an empty field
    gets at every change; a pair of an expression and its words for ``only_if``, ``needed_if`` and ``check``; ``fits``:
    which codes go with which values of another field, and its words; ``listed_by``: the field at whose change the
    drop-down is made anew, of one that offers nothing while that field is empty or where ``only_if`` does not hold;
    ``hard``: a feature that breaks the rules is not saved.
    """

    classes: str = ""
    name_of: str = ""
    area: AreaRule | None = None
    computed: str = ""
    default: str = ""
    given: str = ""
    only_if: tuple[str, Words] | None = None
    needed_if: tuple[str, Words] | None = None
    check: tuple[str, Words] | None = None
    fits: tuple[Fitting, Words] | None = None
    listed_by: str = ""
    least: float | None = None
    most: float | None = None
    below: float | None = None
    unique: bool = False
    photo: bool = False
    hidden: bool = False
    read_only: bool = False
    hard: bool = False

    @property
    def filled(self) -> bool:
        """Tell whether the form fills the field in and nobody types there."""
        return bool(self.name_of or self.area or self.computed)

    @property
    def dependent(self) -> bool:
        """Tell whether what its drop-down offers depends on other fields."""
        return self.fits is not None or bool(self.listed_by)


@dataclass(frozen=True)
class FieldGroup:
    """A tab of the form; ``shown_if`` is an expression, '' for always."""

    words: Words
    fields: tuple[str, ...]
    shown_if: str


@dataclass(frozen=True)
class FormData:
    """The tabs of a form from left to right, and the rules by field of the schema."""

    groups: tuple[FieldGroup, ...]
    rules: Mapping[str, FieldRules]

    def of(self, field: str) -> FieldRules:
        """Return the rules of a field, empty ones where there are none."""
        return self.rules.get(field, FieldRules())


@cache
def form_data(schema: str) -> FormData:
    """Return what is known of the form of a schema, by the name of its file."""
    folder = paths.resource("forms")
    path = folder / f"{schema}.json"
    if not path.is_file():
        return FormData((), {})
    document = json.loads(path.read_text(encoding="utf-8"))
    groups = tuple(FieldGroup((row["zh"], row["en"]), tuple(row["fields"]), row.get("shown_if", ""))
                   for row in document["groups"])
    return FormData(groups, {row["field"]: _rules(row) for row in document["fields"]})


def classes_meant(text: str) -> tuple[str, ...]:
    """Return the codes of ``{farmland}``, cultivated land, of ``{not farmland}``, or of ``{group 02}``, a first-level
    class; else the text.
    """
    found = _CLASSES.fullmatch(text)
    if found is None:
        return (text,)
    which, group = found.groups()
    return tuple(code for code, info in load_class_systems().classes(_SYSTEM).items()
                 if (info.group == group if group else info.is_farmland == (which == "farmland")))


def _rules(row: Mapping[str, Any]) -> FieldRules:
    if "same_as" in row:
        return form_data(row["same_as"]).of(row["field"])
    values: dict[str, Any] = {key: value for key, value in row.items() if key != "field" and not key.endswith("_text")}
    if "fits" in row:
        values["fits"] = _fitting(row["fits"]["to"], row["fits"]["codes"])
    for key in ("only_if", "needed_if", "check", "fits"):
        if key in row:
            values[key] = (values[key], (row[f"{key}_text"]["zh"], row[f"{key}_text"]["en"]))
    if "area" in row:
        values["area"] = AreaRule(**row["area"])
    return FieldRules(**values)


def _fitting(to: str, rows: Iterable[Mapping[str, Any]]) -> Fitting:
    return Fitting(to, {code: tuple(value for text in row["values"] for value in classes_meant(text))
                        for row in rows for code in row["codes"]})
