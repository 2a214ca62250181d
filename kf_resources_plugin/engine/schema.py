"""Field lists of the national data standards, and which field of a layer is meant by a standard name."""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from .. import paths
from ..rules.head_units import alike, has_note, split_head

if TYPE_CHECKING:
    from collections.abc import Container

    from qgis.core import QgsFields

# A Shapefile cuts field names to ten bytes of its own encoding.
_SHAPEFILE_BYTES = 10
_SHAPEFILE_ENCODINGS = ("utf-8", "gb18030")

_OF_LAYERS = "schema.schema.json"

EXACT, CASE, ALIAS, CUT = "exact", "case", "alias", "cut"
"""How a layer's field is called what a standard field is: the same, but for case, by another name, cut short."""


@dataclass(frozen=True)
class SchemaField:
    """One field of a standard layer.

    ``type`` is text, integer, decimal or date; ``length`` in characters or digits, ``decimals`` digits after the point;
    ``constraint`` M mandatory, C conditional, O optional; ``domain`` maps allowed values to their Chinese and English
    meaning, empty where any value may stand; ``aliases`` are names the field has in drafts and other deliveries.
    """

    name: str
    zh: str
    en: str
    type: str
    length: int
    decimals: int
    constraint: str
    domain: dict[str, tuple[str, str]]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """A standard layer: ``name`` as files are named, ``layer`` as the standard names it, and its fields in order."""

    name: str
    layer: str
    zh: str
    en: str
    element_code: str
    fields: tuple[SchemaField, ...]

    def field(self, name: str) -> SchemaField | None:
        """Return a field by its name or alias, whatever the case; None when the standard has no such field."""
        wanted = name.upper()
        for field in self.fields:
            if wanted == field.name.upper() or wanted in (alias.upper() for alias in field.aliases):
                return field
        return None

    def names(self) -> list[str]:
        """Return the field names in the order of the standard."""
        return [field.name for field in self.fields]


@cache
def load_schema(name: str) -> Schema:
    """Return a standard layer by the name of its file in ``resources/schemas``; raises FileNotFoundError."""
    document = json.loads(paths.resource("schemas", f"{name}.json").read_text(encoding="utf-8"))
    return Schema(
        name=name,
        layer=document["layer"],
        zh=document["zh"],
        en=document["en"],
        element_code=document["element_code"] or "",
        fields=tuple(_field(row) for row in document["fields"]),
    )


@cache
def schema_names() -> tuple[str, ...]:
    """Return the names of all standard layers."""
    documents = {path.stem: json.loads(path.read_text(encoding="utf-8"))
                 for path in paths.resource("schemas").glob("*.json")}
    return tuple(sorted(name for name, document in documents.items() if document["$schema"] == _OF_LAYERS))


def _field(row: dict[str, Any]) -> SchemaField:
    return SchemaField(
        name=row["name"],
        zh=row["zh"],
        en=row["en"],
        type=row["type"],
        length=row["length"],
        decimals=row.get("decimals", 0),
        constraint=row["constraint"],
        domain={value: (meaning[0], meaning[1]) for value, meaning in row.get("domain", {}).items()},
        aliases=tuple(row.get("aliases", ())),
    )


def resolve_field(fields: QgsFields, wanted: str, schema: Schema | None) -> str | None:
    """Return the layer's own name of a field, None when it has none; ``match_field`` says how it is tried."""
    found = match_field(fields, wanted, schema)
    return found[0] if found is not None else None


def match_field(fields: QgsFields, wanted: str, schema: Schema | None) -> tuple[str, str] | None:
    """Return (the layer's own name of a field, EXACT, CASE, ALIAS or CUT), None when it has none.

    Tried in this order, without regard to case: the name itself; the standard name, the aliases and the Chinese name
    that the schema knows for it; each of these cut to the ten bytes of a Shapefile.
    """
    names = fields.names()
    if wanted in names:
        return wanted, EXACT
    known = schema.field(wanted) if schema is not None else None
    candidates = [wanted, *((known.name, *known.aliases, known.zh) if known is not None else ())]
    by_upper: dict[str, str] = {}
    for name in names:
        by_upper.setdefault(name.upper(), name)
    cut = (_cut(candidate, encoding) for candidate in candidates for encoding in _SHAPEFILE_ENCODINGS)
    for place, candidate in enumerate(chain(candidates, cut)):
        found = by_upper.get(candidate.upper())
        if found is not None:
            return found, CASE if place == 0 else ALIAS if place < len(candidates) else CUT
    return None


def resolve_headed(fields: QgsFields, wanted: str, schema: Schema | None) -> str | None:
    """Return the layer's own name of a field as ``resolve_field`` does, else of one whose head states a unit too.

    For readers that turn the unit of a head into theirs (``rules.head_units``) only.
    """
    found = resolve_field(fields, wanted, schema)
    known = schema.field(wanted) if schema is not None else None
    if found is not None or known is None:
        return found
    own, unit = split_head(known.zh)
    bare: dict[str, str] = {}
    for name in fields.names():
        head, stated = split_head(name)
        if known.type != "decimal" or (alike(stated, unit) if stated else not has_note(name)):
            bare.setdefault(head.upper(), name)
    return next((bare[each.upper()] for each in (known.name, *known.aliases, own) if each.upper() in bare), None)


def unclear_heads(fields: QgsFields, schema: Schema, wanted: Container[str]) -> list[str]:
    """Return the names that would be areas or money of a schema but for a unit in brackets that nobody knows.

    wanted: names of the schema's fields. Of those that the layer has by another name nothing is said.
    """
    found = []
    for known in schema.fields:
        if known.name not in wanted or known.type != "decimal" or not has_note(known.zh) or resolve_headed(
                fields, known.name, schema) is not None:
            continue
        heads = {each.upper() for each in (known.name, *known.aliases, split_head(known.zh)[0])}
        found += [name for name in fields.names() if has_note(name) and split_head(name)[0].upper() in heads]
    return list(dict.fromkeys(found))


def _cut(name: str, encoding: str) -> str:
    return name.encode(encoding)[:_SHAPEFILE_BYTES].decode(encoding, errors="ignore")
