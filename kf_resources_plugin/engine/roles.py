"""Which role a layer plays: written on the layer, else guessed from its name or its fields; the user has the last word.

The role stands on the layer as the custom property ``kf/role``, so it is kept in the project file; several layers may
share one. The roles, what they are called and how they are recognised are data: ``resources/schemas/roles.json``.
"""
from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from qgis.core import QgsMapLayer, QgsProviderRegistry, QgsRasterLayer, QgsVectorLayer, QgsWkbTypes

from .. import paths
from ..i18n import language as user_language
from .schema import load_schema, resolve_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qgis.core import QgsProject

    from .schema import Schema

ROLE_PROPERTY = "kf/role"
RESULT_PROPERTY = "kf/results_of"
"""Custom property that names the dock whose result a layer is; it is no input that nobody chose."""
NO_ROLE = "none"
"""What the user says of a layer that looks like something but is not to play its role."""
SAID, CALLED, NEARLY_CALLED, ALIKE, RESULT = "said", "called", "nearly_called", "alike", "result"
"""What tells a role, the strongest first; the last tells that a dock's result is not guessed to play one."""

POLYGON, LINE, POINT, RASTER, TABLE = "polygon", "line", "point", "raster", "table"
"""What a layer is made of; of a table the geometry, if there is one, means nothing."""
_KINDS = {QgsWkbTypes.GeometryType.PolygonGeometry: POLYGON, QgsWkbTypes.GeometryType.LineGeometry: LINE,
          QgsWkbTypes.GeometryType.PointGeometry: POINT}

_Layer = TypeVar("_Layer", bound=QgsMapLayer)
# What offices put around a layer's usual name: years, county codes, numbers of copies.
_AROUND = r"(?:[\d\W_]|年度?)*"
_SHORTEST_LATIN = 3  # "XZ 2020" may as well be 现状, the state of that year


@dataclass(frozen=True)
class Role:
    """One role: titles by language, what its layers may be made of, usual names in lower case, fields it is known by.

    stand_in: the role whose layer is taken where none plays this one, '' for none.
    """

    name: str
    titles: Mapping[str, str]
    kinds: frozenset[str]
    names: frozenset[str]
    schema: str | None
    fields: tuple[str, ...]
    stand_in: str

    def fits(self, layer: QgsMapLayer) -> bool:
        """Tell whether a layer is made of what the role wants; any vector layer can be a table."""
        return kind_of(layer) in self.kinds or (TABLE in self.kinds and isinstance(layer, QgsVectorLayer))

    @property
    def polygons(self) -> bool:
        """Tell whether the role is one of areas."""
        return POLYGON in self.kinds


def kind_of(layer: QgsMapLayer) -> str:
    """Return what a layer is made of: POLYGON … TABLE, '' for what plays no role (meshes, point clouds …)."""
    if isinstance(layer, QgsVectorLayer):
        return _KINDS.get(layer.geometryType(), TABLE)
    return RASTER if isinstance(layer, QgsRasterLayer) else ""


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """Return all roles by name, in the order in which fields are tried."""
    document = json.loads(paths.resource("schemas", "roles.json").read_text(encoding="utf-8"))
    return {row["role"]: Role(
        name=row["role"], titles=row["title"], kinds=frozenset(row["geometry"]),
        names=frozenset(name.lower() for name in row["names"]), schema=row["schema"], fields=tuple(row["fields"]),
        stand_in=row.get("stand_in", ""),
    ) for row in document["roles"]}


def role_title(role: str, language: str | None = None) -> str:
    """Return what a role is called in 'zh' or 'en' (the user's when omitted); raises KeyError for an unknown one."""
    return roles()[role].titles[language or user_language()]


def role_called(text: str) -> str:
    """Return the role that a planner's word is the key or a title of, in either language; the word where it is none."""
    return _called().get(text.strip().casefold(), text.strip())


@lru_cache(maxsize=1)
def _called() -> Mapping[str, str]:
    """Return the roles by key and title, in lower case."""
    return {word.casefold(): role.name for role in roles().values() for word in (role.name, *role.titles.values())}


def schema_of(role: str) -> Schema | None:
    """Return the standard layer of a role, None where there is none or nobody knows the role."""
    known = roles().get(role)
    return load_schema(known.schema) if known is not None and known.schema else None


def read_role(layer: QgsMapLayer) -> str:
    """Return the role written on a layer, '' where nobody decided, ``NO_ROLE`` where the user said none."""
    return str(layer.customProperty(ROLE_PROPERTY, "") or "")


def write_role(layer: QgsMapLayer, role: str) -> None:
    """Write a role (or ``NO_ROLE``) on a layer; '' takes it away, so that it is guessed again."""
    if role:
        layer.setCustomProperty(ROLE_PROPERTY, role)
    else:
        layer.removeCustomProperty(ROLE_PROPERTY)


@dataclass(frozen=True)
class ToldRole:
    """The role of a layer ('' for none) and what tells it: one of SAID … RESULT, '' where nothing tells."""

    role: str
    why: str


def told_role(layer: QgsMapLayer) -> ToldRole:
    """Return which role a layer would play and what tells it; ``NO_ROLE`` where the user said none."""
    written = read_role(layer)
    return ToldRole(written, SAID) if written else guessed_role(layer)


def guessed_role(layer: QgsMapLayer) -> ToldRole:
    """Return which role a layer plays while nobody says anything of it."""
    if layer.customProperty(RESULT_PROPERTY):
        return ToldRole("", RESULT)
    told = _role_by_name(layer)
    if told.role:
        return told
    alike = role_by_fields(layer)
    return ToldRole(alike, ALIKE if alike else "")


def role_by_name(layer: QgsMapLayer) -> str:
    """Return the role that the name of a layer, or of its table in a package, stands for; '' when none.

    A year, a county code or the number of a copy around a usual name is passed over.
    """
    return _role_by_name(layer).role


def _role_by_name(layer: QgsMapLayer) -> ToldRole:
    table = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("layerName")
    # QGIS names a layer of a package "package — layer"
    called = {text.strip().lower() for text in (layer.name(), layer.name().split(" — ")[-1], table or "")}
    for role in roles().values():
        if called & role.names and role.fits(layer):
            return ToldRole(role.name, CALLED)
    usual = {_usual_name(text) for text in called}
    nearly = {role.name for role in roles().values() if usual & role.names and role.fits(layer)}
    return ToldRole(nearly.pop(), NEARLY_CALLED) if len(nearly) == 1 else ToldRole("", "")


def _usual_name(text: str) -> str:
    """Return the usual name that stands among years and numbers in a text, the longest of several, '' when none."""
    return next((name for name in _usual_names()
                 if name in text and re.fullmatch(f"{_AROUND}{re.escape(name)}{_AROUND}", text)), "")


@lru_cache(maxsize=1)
def _usual_names() -> tuple[str, ...]:
    """Return the names that may have something around them, the longest first."""
    names = {name for role in roles().values() for name in role.names
             if len(name) >= _SHORTEST_LATIN or not name.isascii()}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def role_by_fields(layer: QgsMapLayer) -> str:
    """Return the role whose fields a layer has, whatever the case and cut as a Shapefile cuts them; '' when none."""
    for role in roles().values():
        if not role.fields or not role.fits(layer):
            continue
        if all(resolve_field(layer.fields(), name, schema_of(role.name)) for name in role.fields):
            return role.name
    return ""


def layers_by_role(project: QgsProject) -> dict[str, QgsMapLayer]:
    """Return for each role the layer of a project that plays it, else the one that plays the role it may stand in for.
    """
    found = players((layer, told_role(layer)) for layer in listed_layers(project))
    stand_ins = {name: found[role.stand_in] for name, role in roles().items() if role.stand_in in found}
    return {**stand_ins, **found}


def with_stand_ins(names: Iterable[str]) -> frozenset[str]:
    """Return roles together with those that their layers stand in for: who plays one may be who is taken for another.
    """
    known = frozenset(names)
    return known | {role.name for role in roles().values() if role.stand_in in known}


def listed_layers(project: QgsProject) -> list[QgsMapLayer]:
    """Return the layers of a project's tree from top to bottom, once each."""
    # layerOrder() leaves tables out
    found = dict.fromkeys(node.layer() for node in project.layerTreeRoot().findLayers())
    return [layer for layer in found if layer is not None]


def players(told: Iterable[tuple[_Layer, ToldRole]]) -> dict[str, _Layer]:
    """Return for each role the layer that plays it, of layers from top to bottom with what is told of them.

    It is the topmost that says so, else is called so, else nearly so, else looks like it. Broken layers, and lines or
    points that are said to be areas, play none; a layer on which a role is written, or that is called after one, is not
    guessed to play another. A result of a dock plays only a role that is written on it.
    """
    found: dict[str, dict[str, _Layer]] = {why: {} for why in (ALIKE, NEARLY_CALLED, CALLED, SAID)}
    for layer, one in told:
        role = roles().get(one.role)
        if role is not None and role.fits(layer) and layer.isValid():
            found[one.why].setdefault(one.role, layer)
    return {role: layer for of_strength in found.values() for role, layer in of_strength.items()}
