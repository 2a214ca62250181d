"""Survey forms: drop-downs, rules and computed fields of a layer after its schema, as a style that can be taken off.

A form is no data of the layer. It is put on as a style of its own (QGIS's style manager), so what the layer looked
like before stays under its name and comes back with one click; saving it is QGIS's own saving of styles.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsAttributeEditorContainer,
    QgsAttributeEditorField,
    QgsDefaultValue,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsFieldConstraints,
    QgsMapLayer,
    QgsOptionalExpression,
    QgsValueMapFieldFormatter,
)

from ..engine.errors import PlannerError
from ..engine.field_map import mapped_field
from ..engine.schema import resolve_field
from ..i18n import language as user_language
from ..i18n import tr
from .form_codes import list_name, relation
from .form_data import FieldGroup, form_data
from .form_expressions import FormExpressions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from qgis.core import QgsField, QgsFields, QgsVectorLayer

    from ..engine.schema import Schema, SchemaField
    from .form_codes import CodeLayers
    from .form_data import FieldRules

FORM_STYLE = "调查表单 Survey form"
"""What the style with the form is called in the layer's list of styles, in every language."""
FORM_PROPERTY = "kf/form"
"""Custom property: the name of the style a layer had before the form was put on."""
_SAID = "kf/"
_LONG_TEXT = 200  # characters from which on a text gets several lines
_OTHERS = ("其他", "Other")
_DATE = {"allow_null": True, "calendar_popup": True, "display_format": "yyyy-MM-dd", "field_format": "yyyy-MM-dd",
         "field_iso_format": False}
# 1: relative to the project; 1: shown as a picture
_PHOTO = {"DocumentViewer": 1, "DocumentViewerHeight": 240, "DocumentViewerWidth": 0, "FileWidget": True,
          "FileWidgetButton": True, "RelativeStorage": 1, "StorageMode": 0}


def put_on(layer: QgsVectorLayer, schema: Schema, codes: CodeLayers | None = None) -> None:
    """Give a layer the form of a schema in a style of its own; its data stay as they are. codes: as for ``set_form``.

    Raises PlannerError where none of the schema's fields is in the layer.
    """
    if not _own_fields(layer, schema):
        raise PlannerError(tr("Layer “{layer}” has none of the fields of {schema}. Say in panel Data which field is "
                              "which, or choose another role.").format(layer=layer.name(), schema=schema.layer))
    styles, name = layer.styleManager(), FORM_STYLE
    if name not in styles.styles():
        before = styles.currentStyle()
        styles.addStyleFromLayer(name)
        styles.setCurrentStyle(name)
        layer.setCustomProperty(FORM_PROPERTY, before)
    else:
        styles.setCurrentStyle(name)
    set_form(layer, schema, codes=codes)


def take_off(layer: QgsVectorLayer) -> bool:
    """Return to the style before the form and remove the form's; tell whether there was one."""
    styles, name = layer.styleManager(), FORM_STYLE
    if name not in styles.styles():
        return False
    before = str(layer.customProperty(FORM_PROPERTY, "") or "")
    others = [style for style in styles.styles() if style != name]
    if not others:
        return False
    if styles.currentStyle() == name:
        said = {key: layer.customProperty(key) for key in layer.customPropertyKeys()
                if key.startswith(_SAID) and key != FORM_PROPERTY}
        styles.setCurrentStyle(before if before in others else others[0])
        # QGIS keeps custom properties with the style: roles and fields that were said meanwhile go along
        for key, value in said.items():
            layer.setCustomProperty(key, value)
    layer.removeCustomProperty(FORM_PROPERTY)
    return bool(styles.removeStyle(name))


def wears_form(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer's current style is the survey form."""
    return str(layer.styleManager().currentStyle()) == FORM_STYLE


def set_form(layer: QgsVectorLayer, schema: Schema, language: str | None = None,
             codes: CodeLayers | None = None) -> None:
    """Set the form of a schema on the layer's current style; words in 'zh' or 'en', the user's when omitted.

    codes: the layers of codes by name of their list; a drop-down without one offers all codes.
    """
    language = language or user_language()
    own, data = _own_fields(layer, schema), form_data(schema.name)
    expressions = FormExpressions(schema, data, own, language)
    config = layer.editFormConfig()
    for field in schema.fields:
        if field.name not in own:
            continue
        place, rules = layer.fields().lookupField(own[field.name]), data.of(field.name)
        layer.setFieldAlias(place, field.zh if language == "zh" else field.en)
        offered = expressions.offered(field) if rules.dependent else ""
        listed = (codes or {}).get(list_name(schema, field.name))
        layer.setEditorWidgetSetup(place, relation(listed, language, offered) if listed is not None and offered
                                   else _widget(field, rules, layer.fields()[place], expressions))
        default, always = expressions.default(field)
        layer.setDefaultValueDefinition(place, QgsDefaultValue(default, always))
        _set_constraints(layer, place, field, rules, expressions)
        fixed = rules.read_only or (rules.filled and bool(default))
        config.setReadOnly(place, fixed)
    _lay_out(config, layer, schema, own, expressions, 0 if language == "zh" else 1)
    layer.setEditFormConfig(config)


def save_form(layer: QgsVectorLayer, path: Path) -> None:
    """Save the layer's style, form and all, as QML; raises PlannerError when the file cannot be written."""
    message, fine = layer.saveNamedStyle(str(path), QgsMapLayer.StyleCategory.AllStyleCategories)
    if not fine or not path.is_file():  # QGIS calls it a success where the folder is not there
        raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
            path=path, reason=message))


def listed_fields(fields: QgsFields, said: Mapping[str, str], schema: Schema) -> list[str]:
    """Return the fields of a layer for which the schema or a class table lists the codes; said: as the user said."""
    data = form_data(schema.name)
    found = (said.get(field.name) or resolve_field(fields, field.name, schema) for field in schema.fields
             if field.domain or data.of(field.name).classes)
    return [name for name in dict.fromkeys(found) if name]


def coded_names(layer: QgsVectorLayer, schema: Schema) -> dict[str, str]:
    """Return the fields of a layer that hold the name of a code, with the field of that code."""
    own, data = _own_fields(layer, schema), form_data(schema.name)
    return {own[name]: own[data.of(name).name_of] for name in own if data.of(name).name_of in own}


def _own_fields(layer: QgsVectorLayer, schema: Schema) -> dict[str, str]:
    """Return the layer's own names of the schema's fields that it has; no field of the layer stands for two."""
    found: dict[str, str] = {}
    for field in schema.fields:
        own = mapped_field(layer, field.name, schema).field
        if own and own not in found.values():
            found[field.name] = own
    return found


def _widget(field: SchemaField, rules: FieldRules, own: QgsField, expressions: FormExpressions) -> QgsEditorWidgetSetup:
    if rules.hidden:
        return QgsEditorWidgetSetup("Hidden", {})
    if rules.photo:
        return QgsEditorWidgetSetup("ExternalResource", dict(_PHOTO))
    codes = expressions.choices(field)
    if codes:
        empty = [] if field.constraint == "M" else [{tr("(empty)"): QgsValueMapFieldFormatter.NULL_VALUE}]
        return QgsEditorWidgetSetup("ValueMap", {"map": [*empty, *({_entry(code, name): code}
                                                                   for code, name in codes.items())]})
    if field.type == "date":
        # a day that a delivery holds as text keeps its form
        return QgsEditorWidgetSetup("DateTime", dict(_DATE)) if own.isDateOrTime() else QgsEditorWidgetSetup(
            "TextEdit", {"IsMultiline": False, "UseHtml": False})
    return QgsEditorWidgetSetup("TextEdit", {"IsMultiline": field.type == "text" and field.length >= _LONG_TEXT,
                                             "UseHtml": False})


def _entry(code: str, name: str) -> str:
    """Return how a drop-down calls a code; those of this tool are English words, which say nothing to anybody."""
    return name if code[:1].islower() else f"{code} {name}"


def _set_constraints(layer: QgsVectorLayer, place: int, field: SchemaField, rules: FieldRules,
                     expressions: FormExpressions) -> None:
    """Set the rules: soft ones, which are shown and let a feature be saved, unless the data say that they are hard."""
    strength = (QgsFieldConstraints.ConstraintStrength.ConstraintStrengthHard if rules.hard
                else QgsFieldConstraints.ConstraintStrength.ConstraintStrengthSoft)
    kinds = QgsFieldConstraints.Constraint
    for kind, wanted in ((kinds.ConstraintNotNull, field.constraint == "M"), (kinds.ConstraintUnique, rules.unique)):
        if wanted:
            layer.setFieldConstraint(place, kind, strength)
        else:
            layer.removeFieldConstraint(place, kind)
    expression, words = expressions.constraint(field)
    layer.setConstraintExpression(place, expression, words)
    if expression:
        layer.setFieldConstraint(place, kinds.ConstraintExpression, strength)


def _lay_out(config: QgsEditFormConfig, layer: QgsVectorLayer, schema: Schema, own: dict[str, str],
             expressions: FormExpressions, word: int) -> None:
    """Put the fields on tabs: those of the form's data, then the rest of the schema and of the layer on a last one."""
    config.clearTabs()
    groups = form_data(schema.name).groups
    config.setLayout(QgsEditFormConfig.EditorLayout.TabLayout if groups
                     else QgsEditFormConfig.EditorLayout.GeneratedLayout)
    if not groups:
        return
    named = {name for group in groups for name in group.fields}
    rest = tuple(field.name for field in schema.fields if field.name not in named)
    foreign = [name for name in layer.fields().names() if name not in own.values()]
    for group in (*groups, FieldGroup(_OTHERS, rest, "")):
        fields = [own[name] for name in group.fields if name in own]
        if group.fields is rest:
            fields += foreign
        if fields:
            _add_tab(config, layer, group.words[word], fields, expressions.shown_if(group.shown_if))


def _add_tab(config: QgsEditFormConfig, layer: QgsVectorLayer, title: str, fields: list[str], shown_if: str) -> None:
    tab = QgsAttributeEditorContainer(title, config.invisibleRootContainer())
    tab.setIsGroupBox(False)
    if shown_if:
        tab.setVisibilityExpression(QgsOptionalExpression(QgsExpression(shown_if)))
    for name in fields:
        tab.addChildElement(QgsAttributeEditorField(name, layer.fields().lookupField(name), tab))
    config.addTab(tab)
