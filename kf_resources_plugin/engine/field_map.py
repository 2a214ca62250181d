"""Which field of a layer is meant by a standard field: as the user said, else as its name tells.

What the user said stands on the layer as the custom property ``kf/field/<standard name>``, so it is kept in the project
file and goes with a copy of the layer.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .schema import match_field

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

    from .schema import Schema

FIELD_PROPERTY = "kf/field/"
SAID = "said"


@dataclass(frozen=True)
class FieldMatch:
    """The layer's field, '' for none, and how it was found: SAID, one of EXACT … CUT of ``schema``, '' for none.

    lost: the field the user said and the layer does not have (any more), else ''.
    """

    field: str
    how: str
    lost: str = ""


def read_field(layer: QgsVectorLayer, standard: str) -> str:
    """Return the field the user said is a standard one, '' where it is left to the names."""
    return str(layer.customProperty(FIELD_PROPERTY + standard, "") or "")


def write_field(layer: QgsVectorLayer, standard: str, field: str) -> None:
    """Write which field is a standard one; '' takes it away, so that the names tell again."""
    if field:
        layer.setCustomProperty(FIELD_PROPERTY + standard, field)
    else:
        layer.removeCustomProperty(FIELD_PROPERTY + standard)


def said_fields(layer: QgsVectorLayer) -> dict[str, str]:
    """Return the fields that the user said are standard ones, by their standard names; those that are gone left out."""
    names = [key[len(FIELD_PROPERTY):] for key in layer.customPropertyKeys() if key.startswith(FIELD_PROPERTY)]
    said = {name: read_field(layer, name) for name in names}
    return {name: field for name, field in said.items() if layer.fields().lookupField(field) >= 0}


def mapped_field(layer: QgsVectorLayer, standard: str, schema: Schema | None) -> FieldMatch:
    """Return the field of a layer that is meant by a standard name."""
    said = read_field(layer, standard)
    if said and layer.fields().lookupField(said) >= 0:
        return FieldMatch(said, SAID)
    found = match_field(layer.fields(), standard, schema) or ("", "")
    return FieldMatch(*found, lost=said)
