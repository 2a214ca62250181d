"""The form a site of the register is filled in with: words for codes, counties by name, a calendar, a photo."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsEditorWidgetSetup, QgsFieldConstraints

from ..engine.admin_units import known_names
from ..engine.field_map import mapped_field
from ..engine.roles import schema_of
from ..i18n import language
from ..rules.heritage_words import LEVEL, TYPE, code_of, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsVectorLayer

    from ..engine.schema import SchemaField
    from ..rules.heritage_words import Word
    from ..rules.rule_rows import RuleBook

ROLE = "heritage_sites"
_MANDATORY = "M"
_MOST_SPELLINGS = 1000  # that are looked through for how a register writes its levels and types
_PHOTO = {"DocumentViewer": 1, "DocumentViewerHeight": 220, "DocumentViewerWidth": 0, "FileWidget": True,
          "FileWidgetButton": True, "FileWidgetFilter": "", "RelativeStorage": 1, "StorageMode": 0}
_DATE = {"allow_null": True, "calendar_popup": True, "display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-dd",
         "field_iso_format": False}


def give_form(layer: QgsVectorLayer, book: RuleBook) -> None:
    """Set up the fields of a register for its form; fields that somebody set up already stay as they are.

    Levels and types are chosen by their words and stored as this register writes them, else as codes.
    """
    fields, schema = layer.fields(), schema_of(ROLE)
    for standard in schema.fields if schema is not None else ():
        place = fields.lookupField(mapped_field(layer, standard.name, schema).field)
        if place < 0 or not fields.at(place).editorWidgetSetup().isNull():
            continue
        layer.setEditorWidgetSetup(place, _widget(layer, place, standard, book))
        if not layer.attributeAlias(place):
            layer.setFieldAlias(place, standard.zh if language() == "zh" else standard.en)
        if standard.constraint == _MANDATORY:
            layer.setFieldConstraint(place, QgsFieldConstraints.Constraint.ConstraintNotNull,
                                     QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft)


def _widget(layer: QgsVectorLayer, place: int, standard: SchemaField, book: RuleBook) -> QgsEditorWidgetSetup:
    if standard.name in {"level", "site_type"}:
        known = words(book, LEVEL if standard.name == "level" else TYPE)
        return _choice(_as_written(layer, place, known, book.language))
    if standard.name == "unit_code":
        return _choice({f"{name} {code}": code for code, name in known_names().items()})
    if standard.name == "photo":
        return QgsEditorWidgetSetup("ExternalResource", _PHOTO)
    if standard.type == "date" and layer.fields().at(place).isDateOrTime():
        return QgsEditorWidgetSetup("DateTime", _DATE)
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": standard.name == "note", "UseHtml": False})


def _choice(values: Mapping[str, Any]) -> QgsEditorWidgetSetup:
    """Return a box of words; a value that is none of them is shown as it is and stays."""
    return QgsEditorWidgetSetup("ValueMap", {"map": [{word: value} for word, value in values.items()]})


def _as_written(layer: QgsVectorLayer, place: int, known: Mapping[str, Word], language_: str) -> dict[str, str]:
    """Return what is stored for each word: the spelling of it that comes first in the register, else its code."""
    spellings: dict[str, str] = {}
    for value in sorted(str(value) for value in layer.uniqueValues(place, _MOST_SPELLINGS) if value):
        code = code_of(value, known)
        if code:
            spellings.setdefault(code, value)
    return {word.name(language_): spellings.get(code, code) for code, word in known.items()}
