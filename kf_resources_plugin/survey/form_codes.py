"""The table of codes behind drop-downs that depend on one another, and how a form names it.

QGIS, QField and Mergin fill such drop-downs from a layer (widget ValueRelation), whose rows they hold against the open
form. Each list is a layer of its own over one table: what QGIS shows where it filters nothing, for several rows at
once or in the attribute table, are then still the codes of the one field.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsFields,
    QgsGeometry,
    QgsMapLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..engine.schema import load_schema, resolve_field, schema_names
from .form_data import form_data
from .packed_rows import PackageTable

if TYPE_CHECKING:
    from pathlib import Path

    from ..engine.schema import Schema

CODES = "survey_codes"
"""Name of the table."""
COLUMNS = ("list", "code", "zh", "en", "fits")
"""Its columns: schema and field, code, code and name in Chinese and English, and the values of the other field that the
code goes with, between commas; '' for any."""
CodeLayers = Mapping[str, Mapping[str, str]]
"""How forms name the layers of codes (id, title, source, provider), by name of their list."""


def list_name(schema: Schema, field: str) -> str:
    """Return the name of the list of a field's codes."""
    return f"{schema.name}.{field}"


def lists_of(schema: Schema) -> dict[str, str]:
    """Return the lists that the form of a schema draws from, by field."""
    data = form_data(schema.name)
    return {field.name: list_name(schema, field.name) for field in schema.fields if data.of(field.name).dependent}


def needed_lists(fields: QgsFields, said: Mapping[str, str], schema: Schema | None) -> list[str]:
    """Return the lists that the form of a layer with these fields draws from; said: fields as the user said."""
    return [] if schema is None else [listed for name, listed in lists_of(schema).items()
                                      if said.get(name) or resolve_field(fields, name, schema)]


def code_rows() -> list[tuple[str, ...]]:
    """Return the rows of the table, of all schemas, in the order of ``COLUMNS``."""
    found: list[tuple[str, ...]] = []
    for schema in map(load_schema, schema_names()):
        for name, listed in lists_of(schema).items():
            fits, field = form_data(schema.name).of(name).fits, schema.field(name)
            values = fits[0].values if fits is not None else {}
            found += [(listed, code, f"{code} {zh}", f"{code} {en}", _between(values.get(code)))
                      for code, (zh, en) in (field.domain.items() if field is not None else ())]
    return found


def write_codes(path: Path) -> None:
    """Write the table into a GeoPackage, one that is there or a new one; raises PlannerError."""
    table = PackageTable(path, CODES, QgsFields(), [(name, "text") for name in COLUMNS], QgsWkbTypes.Type.NoGeometry,
                         QgsCoordinateReferenceSystem())
    for row in code_rows():
        table.add(QgsGeometry(), list(row))
    table.close()


def code_layer(path: Path, listed: str) -> QgsVectorLayer:
    """Return a list as a layer that nobody edits and no legend shows; it is invalid where the file is none."""
    layer = QgsVectorLayer(code_source(str(path), listed), f"{CODES} {listed}", "ogr")
    layer.setFlags(layer.flags() | QgsMapLayer.LayerFlag.Private)
    layer.setReadOnly(True)
    return layer


def code_source(file: str, listed: str) -> str:
    """Return the source of a list in a file."""
    return f'{file}|layername={CODES}|subset="{COLUMNS[0]}" = {QgsExpression.quotedString(listed)}'


def named(layer: QgsVectorLayer, source: str) -> dict[str, str]:
    """Return how a form names the layer of a list, by which QGIS finds it again: by id, else by title and source."""
    return {"Layer": layer.id(), "LayerName": layer.name(), "LayerSource": source, "LayerProviderName": "ogr"}


def relation(listed: Mapping[str, str], language: str, offered: str) -> QgsEditorWidgetSetup:
    """Return the drop-down that offers the rows of a layer of codes which fulfil an expression.

    It always has an empty entry: without one QGIS would choose the first code when the list is made anew.
    """
    return QgsEditorWidgetSetup("ValueRelation", {
        **listed, "Key": "code", "Value": language, "FilterExpression": offered, "AllowNull": True,
        "OrderByValue": False, "AllowMulti": False, "NofColumns": 1, "UseCompleter": False})


def _between(values: tuple[str, ...] | None) -> str:
    return f",{','.join(values)}," if values else ""
