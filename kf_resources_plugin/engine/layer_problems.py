"""What is wrong with a layer for the role it plays: told before any tool runs, with what to do."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qgis.core import QgsProviderRegistry, QgsVectorLayer

from ..i18n import language, tr
from ..rules.misread import misread
from .crs import crs_problems, transform_between
from .field_map import mapped_field
from .roles import LINE, NO_ROLE, POINT, POLYGON, RASTER, SAID, TABLE, role_title, roles, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from qgis.core import QgsCoordinateTransformContext, QgsMapLayer

    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .layer_facts import LayerFacts
    from .roles import ToldRole

_SHOWN_NAMES = 8
_MANDATORY = "M"


@dataclass(frozen=True)
class Problem:
    """severity: error, warning or info, as findings have it; about: 'crs', 'role', 'fields' or 'data'."""

    severity: str
    about: str
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What a layer is judged beside.

    players: the layer that plays each role; asked: by role the standard fields that tools let the user choose.
    """

    players: Mapping[str, QgsMapLayer]
    asked: Mapping[str, frozenset[str]]
    context: QgsCoordinateTransformContext
    book: RuleBook


def source_of(layer: QgsMapLayer) -> str:
    """Return where a layer comes from, without what is secret in a connection."""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    return str(parts.get("path") or parts.get("url") or layer.providerType())


def layer_problems(layer: QgsMapLayer, told: ToldRole, facts: LayerFacts | None,
                   around: Surroundings) -> list[Problem]:
    """Return what is wrong with a layer, the worst first; without ``facts`` what its data would tell is left out.

    A layer that nothing in the project can open is told no more of.
    """
    if not layer.isValid():
        return [Problem("error", "data", tr("The source of the layer cannot be opened: {source}.").format(
            source=source_of(layer)), tr("Put the file back or repair the data source of the layer; until then no tool "
                                         "uses it."))]
    found = [*_crs(layer, facts, around), *_role(layer, told, around), *_fields(layer, told, around),
             *_texts(layer, facts, around), *_content(layer, facts)]
    order = ("error", "warning", "info")
    return sorted(found, key=lambda problem: order.index(problem.severity))


def _crs(layer: QgsMapLayer, facts: LayerFacts | None, around: Surroundings) -> Iterator[Problem]:
    if not layer.isSpatial():
        return
    found = crs_problems(layer.name(), layer.crs(), facts.bounds if facts is not None else None, around.book)
    yield from _spoken(found)
    land = around.players.get("land")
    if land is None or land is layer or not land.crs().isValid() or land.crs() == layer.crs():
        return
    _, between = transform_between(layer.crs(), land.crs(), around.context, around.book, layer.name())
    known = {item.finding_id for item in found}
    more = [item for item in between if item.finding_id not in known]
    yield from _spoken(more)
    if not more and not between:
        yield Problem("info", "crs", tr(
            "The CRS differs from that of the land survey “{layer}” ({crs}); tools bring the layer there.").format(
                layer=land.name(), crs=land.crs().authid()))


def _spoken(findings: Iterable[Finding]) -> Iterator[Problem]:
    for item in findings:
        yield Problem(item.severity, "crs", item.message, item.remedy)


def _role(layer: QgsMapLayer, told: ToldRole, around: Surroundings) -> Iterator[Problem]:
    role = roles().get(told.role)
    if role is None:
        if told.role not in {"", NO_ROLE}:
            yield Problem("warning", "role", tr("This version knows no role “{role}”.").format(role=told.role),
                          tr("Choose another role."))
        return
    if not role.fits(layer):
        more = tr("Make polygons of boundary lines first (native:polygonize).") if role.polygons else ""
        yield Problem("error", "role", tr("“{role}” needs {kinds}; the layer is of another kind.").format(
            role=role_title(role.name), kinds=_kinds(role.kinds)), f"{tr('Choose another role.')} {more}".strip())
    player = around.players.get(role.name)
    if player is not None and player is not layer:
        yield Problem("info", "role", tr(
            "Several layers have this role. Where a tool takes one, “{layer}” is filled in: what you set goes first, "
            "then the usual name, then the topmost.").format(layer=player.name()),
            "" if told.why == SAID else tr("Set the role to “none” where it does not apply."))


def _kinds(kinds: Collection[str]) -> str:
    """Return what a role's layers are made of, in words."""
    words = {POLYGON: tr("polygons"), LINE: tr("lines"), POINT: tr("points"), RASTER: tr("a raster"),
             TABLE: tr("a table")}
    return tr(" or ").join(word for kind, word in words.items() if kind in kinds)


def _fields(layer: QgsMapLayer, told: ToldRole, around: Surroundings) -> Iterator[Problem]:
    schema, asked = schema_of(told.role), around.asked.get(told.role, frozenset())
    if schema is None or not isinstance(layer, QgsVectorLayer):
        return
    matches = [(field, mapped_field(layer, field.name, schema)) for field in schema.fields]
    for field, match in matches:
        if match.lost:
            yield Problem("warning", "fields", tr("The field “{field}” that you set for {standard} is not in the layer "
                                                  "any more.").format(field=match.lost, standard=field.name),
                          tr("Choose another field, or leave it to the names."))
    missing = [field for field, match in matches if not match.field and field.constraint == _MANDATORY]
    needed = [f"{field.name} ({field.zh if language() == 'zh' else field.en})" for field in missing
              if field.name in asked]
    others = [field.name for field in missing if field.name not in asked]
    if needed:
        yield Problem("warning", "fields", tr("Fields that tools ask for are missing: {fields}.").format(
            fields=_listed(needed)), tr("Choose the layer's own fields below; they are kept with the layer."))
    if others:
        yield Problem("info", "fields", tr("Fields that the standard demands are missing: {fields}.").format(
            fields=_listed(others)), tr("Tools run without them; a delivery to the database does not pass."))


def _texts(layer: QgsMapLayer, facts: LayerFacts | None, around: Surroundings) -> Iterator[Problem]:
    if not isinstance(layer, QgsVectorLayer):
        return
    unreadable = next((name for name in layer.fields().names() if misread(name)), "")
    remedy = around.book.remedy("text.encoding")
    if unreadable:
        yield Problem("warning", "data", tr("Names of fields are unreadable, for example “{name}”: they were read in "
                                            "another encoding than the file's.").format(name=unreadable), remedy)
    elif facts is not None and facts.misread[0]:
        field, text = facts.misread
        yield Problem("warning", "data", tr("Texts in field “{field}” are unreadable, for example “{text}”: they were "
                                            "read in another encoding than the file's.").format(
            field=field, text=text), remedy)


def _content(layer: QgsMapLayer, facts: LayerFacts | None) -> Iterator[Problem]:
    if isinstance(layer, QgsVectorLayer) and facts is not None and facts.count == 0:
        filtered = bool(layer.subsetString())
        yield Problem("warning", "data", tr("The layer has no features.") if not filtered else
                      tr("No feature passes the layer's filter: {filter}").format(filter=layer.subsetString()))
    if layer.isEditable() and layer.isModified():
        yield Problem("info", "data", tr("Edits are not saved yet."),
                      tr("Save them, so that results can be traced to what the file holds."))


def _listed(names: Collection[str]) -> str:
    shown = tr("; ").join(list(names)[:_SHOWN_NAMES])
    return shown if len(names) <= _SHOWN_NAMES else tr("{names} and {count} more").format(
        names=shown, count=len(names) - _SHOWN_NAMES)
