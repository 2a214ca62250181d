"""Which role a layer plays: written on the layer, else guessed from its name or its fields; the user has the last word.

The role stands on the layer as the custom property ``kf/role``, so it is kept in the project file; several layers may
share one. The roles, what they are called and how they are recognised are data: ``resources/schemas/roles.json``.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qgis.core import QgsMapLayer, QgsProviderRegistry, QgsVectorLayer, QgsWkbTypes

from .. import paths
from ..i18n import language as user_language
from .schema import load_schema, resolve_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsProject

ROLE_PROPERTY = "kf/role"
RESULT_PROPERTY = "kf/results_of"
"""Custom property that names the dock whose result a layer is; it is no input that nobody chose."""
NO_ROLE = "none"
"""What the user says of a layer that looks like something but is not to play its role."""


@dataclass(frozen=True)
class Role:
    """One role: titles by language, usual names in lower case, fields it is known by.

    ``polygons`` tells whether the layer has to hold polygons; any vector layer can be a table.
    """

    name: str
    titles: Mapping[str, str]
    polygons: bool
    names: frozenset[str]
    schema: str | None
    fields: tuple[str, ...]

    def fits(self, layer: QgsMapLayer) -> bool:
        """Tell whether a layer is of the kind the role wants."""
        if not isinstance(layer, QgsVectorLayer):
            return False
        return not self.polygons or layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """Return all roles by name, in the order in which fields are tried."""
    document = json.loads(paths.resource("schemas", "roles.json").read_text(encoding="utf-8"))
    return {row["role"]: Role(
        name=row["role"], titles=row["title"], polygons=row["geometry"] == "polygon",
        names=frozenset(name.lower() for name in row["names"]), schema=row["schema"], fields=tuple(row["fields"]),
    ) for row in document["roles"]}


def role_title(role: str, language: str | None = None) -> str:
    """Return what a role is called in 'zh' or 'en' (the user's when omitted); raises KeyError for an unknown one."""
    return roles()[role].titles[language or user_language()]


def read_role(layer: QgsMapLayer) -> str:
    """Return the role written on a layer, '' where nobody decided, ``NO_ROLE`` where the user said none."""
    return str(layer.customProperty(ROLE_PROPERTY, "") or "")


def write_role(layer: QgsMapLayer, role: str) -> None:
    """Write a role (or ``NO_ROLE``) on a layer; '' takes it away, so that it is guessed again."""
    if role:
        layer.setCustomProperty(ROLE_PROPERTY, role)
    else:
        layer.removeCustomProperty(ROLE_PROPERTY)


def role_by_name(layer: QgsMapLayer) -> str:
    """Return the role that the name of a layer, or of its table in a package, stands for; '' when none."""
    table = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("layerName")
    # QGIS names a layer of a package "package — layer"
    called = {text.strip().lower() for text in (layer.name(), layer.name().split(" — ")[-1], table or "")}
    return next((role.name for role in roles().values() if called & role.names and role.fits(layer)), "")


def role_by_fields(layer: QgsMapLayer) -> str:
    """Return the role whose fields a layer has, whatever the case and cut as a Shapefile cuts them; '' when none."""
    for role in roles().values():
        if not role.fields or not role.fits(layer):
            continue
        schema = load_schema(role.schema) if role.schema else None
        if all(resolve_field(layer.fields(), name, schema) for name in role.fields):
            return role.name
    return ""


def layers_by_role(project: QgsProject) -> dict[str, QgsMapLayer]:
    """Return for each role the layer that plays it: the topmost that says so, else is called so, else looks like it.

    Broken layers play none; a layer on which a role is written, or that is called after one, is not guessed to play
    another. A result of a dock plays only a role that is written on it.
    """
    said: dict[str, QgsMapLayer] = {}
    called: dict[str, QgsMapLayer] = {}
    alike: dict[str, QgsMapLayer] = {}
    for node in project.layerTreeRoot().findLayers():  # layerOrder() leaves tables out
        layer = node.layer()
        if layer is None or not layer.isValid():
            continue
        role, name = read_role(layer), role_by_name(layer)
        if role:
            said.setdefault(role, layer)
        elif layer.customProperty(RESULT_PROPERTY):
            continue
        elif name:
            called.setdefault(name, layer)
        else:
            alike.setdefault(role_by_fields(layer), layer)
    found = {**alike, **called, **said}
    found.pop("", None)
    found.pop(NO_ROLE, None)
    return found
