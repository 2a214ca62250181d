"""What the Data panel shows of a layer: its role and what tells it, CRS, count, problems, fields."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.field_map import SAID as FIELD_SAID
from ...engine.field_map import mapped_field
from ...engine.layer_facts import UNKNOWN
from ...engine.roles import (
    ALIKE,
    CALLED,
    NEARLY_CALLED,
    NO_ROLE,
    RESULT,
    SAID,
    ToldRole,
    role_title,
    roles,
)
from ...engine.schema import ALIAS, CASE, CUT, EXACT, match_field
from ...i18n import language, tr
from .cells_model import Cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from qgis.core import QgsMapLayer, QgsVectorLayer

    from ...engine.layer_facts import LayerFacts
    from ...engine.layer_problems import Problem
    from ...engine.schema import Schema, SchemaField
    from .layer_judge import Judged

_MANDATORY = "M"
# widths of the columns, None for those that share the rest
LAYER_WIDTHS = (None, None, 58, 86, 66, 52)
FIELD_WIDTHS = (106, None, None, 100)


def layer_titles() -> list[str]:
    """Return the headings of the layers."""
    return [tr("Layer"), tr("Role"), tr("Why"), tr("CRS"), tr("Count"), tr("Faults")]


def layer_cells(judged: Iterable[Judged]) -> list[tuple[Cell, ...]]:
    """Return the cells of each layer."""
    spoken = language()
    titles = {role: role_title(role, spoken) for role in roles()}
    every = tuple((title, role) for role, title in titles.items())
    return [_cells(one, titles, every) for one in judged]


def _cells(judged: Judged, titles: Mapping[str, str], every: tuple[tuple[str, str], ...]) -> tuple[Cell, ...]:
    layer, told, problems = judged.layer, judged.told, judged.problems
    written = told.role if told.why == SAID else ""
    return (
        Cell(layer.name(), severity="" if layer.isValid() else "error"),
        Cell(_named(told.role, titles), held=written,
             choices=(*_first_choices(judged.guessed.role, written, titles), *every)),
        Cell(_short_why(told), tip=why(told)),
        _crs(layer, problems), _count(layer, judged.facts), _problems(problems))


def _named(role: str, titles: Mapping[str, str]) -> str:
    """Return what a role is called, a dash for none."""
    return "–" if role in {"", NO_ROLE} else titles.get(role, role)


def _first_choices(guessed: str, written: str, titles: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what can be chosen before the roles: as guessed, none; one this version does not know stays to be seen."""
    unknown = () if written in {"", NO_ROLE, *titles} else ((written, written),)
    return ((tr("automatic: {role}").format(role=_named(guessed, titles)), ""), (tr("none"), NO_ROLE), *unknown)


def why(told: ToldRole) -> str:
    """Return what tells the role of a layer, as a sentence."""
    if told.role == NO_ROLE:
        return tr("The layer was set to play no role.")
    title = role_title(told.role) if told.role in roles() else told.role
    if told.why == SAID:
        return tr("Role: {role}, set on the layer.").format(role=title)
    if told.why == ALIKE:
        return tr("Role: {role}, known by the fields {fields}.").format(
            role=title, fields=" + ".join(roles()[told.role].fields))
    if told.why == RESULT:
        return tr("The layer is the result of a run: no tool takes it unless you set a role.")
    if told.role:
        return tr("Role: {role}, known by the layer's name.").format(role=title)
    return tr("Neither its name nor its fields tell a role.")


def _short_why(told: ToldRole) -> str:
    return {SAID: tr("set"), CALLED: tr("name"), NEARLY_CALLED: tr("name"), ALIKE: tr("fields"),
            RESULT: tr("result")}.get(told.why, "–")


def _crs(layer: QgsMapLayer, problems: Sequence[Problem]) -> Cell:
    if not layer.isValid() or not layer.isSpatial():
        return Cell(tr("table") if layer.isValid() else "–")
    found = [problem for problem in problems if problem.about == "crs"]
    # a CRS that is not the survey's is no fault, but the planner sees at a glance which layers will be moved
    severity = {"info": "warning"}.get(found[0].severity, found[0].severity) if found else ""
    crs = layer.crs()
    text = (crs.authid() or crs.description() or tr("custom CRS")) if crs.isValid() else tr("missing")
    tip = "\n".join([crs.userFriendlyIdentifier(), *(problem.message for problem in found)])
    return Cell(text, tip=tip, severity=severity)


def _count(layer: QgsMapLayer, facts: LayerFacts | None) -> Cell:
    if not layer.isValid():
        return Cell("–", order=-2.0)
    if facts is None:
        return Cell("…", tip=tr("Is being counted"), order=-2.0)
    if facts.grid is not None:
        columns, rows = facts.grid
        return Cell(f"{columns}×{rows}", tip=tr("Columns and rows of the raster"), order=float(facts.count))
    if facts.count == UNKNOWN:
        return Cell("?", tip=tr("The source does not tell how many"), order=-1.0)
    return Cell(f"{facts.count:,}", order=float(facts.count), severity="" if facts.count else "warning")


def _problems(problems: Sequence[Problem]) -> Cell:
    """Return how many there are that are more than a note."""
    counted = [problem for problem in problems if problem.severity != "info"]
    return Cell(str(len(counted)) if counted else "–", order=float(len(counted)),
                severity=counted[0].severity if counted else "",
                tip="\n".join(f"• {problem.message}" for problem in problems))


def field_titles() -> list[str]:
    """Return the headings of the fields."""
    return [tr("Standard field"), tr("Meaning"), tr("Field of the layer"), tr("Why")]


def field_cells(layer: QgsVectorLayer, field: SchemaField, schema: Schema, asked: Collection[str]) -> tuple[Cell, ...]:
    """Return the cells of a standard field; those that tools ask for can be chosen among the layer's."""
    match = mapped_field(layer, field.name, schema)
    written = match.field if match.how == FIELD_SAID else match.lost
    missing = not match.field and field.constraint == _MANDATORY
    mandatory = tr("mandatory in the standard") if field.constraint == _MANDATORY else ""
    chosen = field.name in asked
    tip = tr("Tools ask for this field; what you choose is kept with the layer and filled into their dialogs") if (
        chosen) else tr("Tools find this field by its name alone")
    return (
        Cell(f"{field.name} *" if field.constraint == _MANDATORY else field.name, tip=mandatory),
        Cell(field.zh if language() == "zh" else field.en),
        Cell(match.field or (tr("missing") if missing else "–"), tip=tip,
             choices=_field_choices(layer, field, schema, written) if chosen else (), held=written,
             severity="warning" if missing and chosen else ""),
        Cell(_how(match.how)))


def _field_choices(layer: QgsVectorLayer, field: SchemaField, schema: Schema,
                   written: str) -> tuple[tuple[str, str], ...]:
    names = layer.fields().names()
    guessed = match_field(layer.fields(), field.name, schema)
    lost = () if written in {"", *names} else ((tr("{field} (gone)").format(field=written), written),)
    return ((tr("automatic: {field}").format(field=guessed[0] if guessed else "–"), ""), *lost,
            *((name, name) for name in names))


def _how(how: str) -> str:
    return {FIELD_SAID: tr("set"), EXACT: tr("name"), CASE: tr("name, other case"), ALIAS: tr("other name"),
            CUT: tr("name cut short")}.get(how, "–")
