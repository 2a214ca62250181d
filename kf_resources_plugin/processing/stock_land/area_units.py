"""In which unit the areas of a layer are written: as heads state it, as the user says, never as it is guessed."""
from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.errors import PlannerError
from ...engine.schema import load_schema, unclear_heads
from ...i18n import tr
from ...rules.head_units import evident_unit, in_base, split_head
from .. import parameters as common
from ..refusals import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from qgis.core import QgsProcessingParameterDefinition

    from ...rules.areas import Floats
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from ..inputs import Inputs

_HEAD = "head"
_UNITS = {
    _HEAD: QT_TRANSLATE_NOOP("KfResources", "as field names say, else m²"),
    "m2": QT_TRANSLATE_NOOP("KfResources", "m²"),
    "ha": QT_TRANSLATE_NOOP("KfResources", "hectares"),
    "mu": QT_TRANSLATE_NOOP("KfResources", "mu"),
}
_EVIDENT = {"ha": "stock.area_in_ha", "mu": "stock.area_in_mu"}
_FEWEST = 3  # areas of which something can be suspected


def area_unit_parameter() -> QgsProcessingParameterDefinition:
    """Return in which unit areas are whose field names state none."""
    return common.advanced(common.choice("AREA_UNIT", tr("Unit of areas in the data"), _UNITS, _HEAD))


def area_unit_of(inputs: Inputs, field: str | None) -> str:
    """Return the unit of a field of areas: what its name states, else what the user says; '' where nobody says it."""
    said = "" if inputs.given["AREA_UNIT"] == _HEAD else str(inputs.given["AREA_UNIT"])
    return split_head(field or "")[1] or said


def unknown_units(inputs: Inputs, layer: str, schema: str, choices: Mapping[str, tuple[str, str | None]],
                  only: Iterable[str] | None = None) -> list[str]:
    """Return a message where a head states a unit that nobody knows: the figures below it would be left out unseen.

    choices: parameters in which a field may be chosen, with (key, the standard name it stands for): what somebody chose
    is read whatever its head says. only: the standard names that are read, all of the schema when None.
    """
    fields, known = inputs.fields(layer), load_schema(schema)
    chosen = {standard for name, (_, standard) in choices.items() if inputs.given[name] not in (None, "", standard)}
    wanted = {*(known.names() if only is None else only)} - chosen
    names = [] if fields is None else unclear_heads(fields, known, wanted)
    return [tr("Layer “{layer}”: what stands in brackets is no unit that is known: {fields}. Write m², ha or mu for "
               "areas, 元, 万元 or 亿元 for money, 万元/亩 for what is agreed per mu; rename fields with another note, "
               "or choose the field where a parameter asks for it.").format(
                   layer=inputs.label(layer), fields=", ".join(f"“{name}”" for name in names))] if names else []


def units_of(inputs: Inputs, own: Mapping[str, str | None], areas: Iterable[str]) -> dict[str, str]:
    """Return the unit of each field that has one; areas: the keys of those that are areas."""
    return {key: area_unit_of(inputs, name) if key in set(areas) else split_head(name)[1]
            for key, name in own.items() if name}


def check_units(inputs: Inputs, layer: str, own: Mapping[str, str | None], areas: Mapping[str, Floats],
                drawn: Mapping[str, Floats], book: RuleBook) -> list[Finding]:
    """Refuse areas without a unit that are evidently no m²; tell those that look like it.

    layer: what it is called; areas: by key, float64 (rows,) m² as they are read, NaN for none; drawn: those of shapes,
    by the key they ought to match. Raises PlannerError.
    """
    units = units_of(inputs, own, areas)
    bare = [key for key in areas if key in units and not units[key]]
    stated = [areas[key] for key in areas if units.get(key)]
    for key, known in product(bare, stated):
        _refuse(evident_unit(areas[key], known), layer, own[key], book)
    for key, shapes in drawn.items():
        if key in bare:
            _refuse(evident_unit(areas[key], shapes), layer, own[key], book)
    return [finding for key in bare for finding in small_areas(layer, own[key], "", areas[key], book)]


def refuse_evident(layer: str, field: str | None, unit: str, areas: Floats, known: Floats, book: RuleBook) -> None:
    """Refuse areas without a unit that are evidently no m² beside the same areas known in m². Raises PlannerError.

    unit: that of the field, '' for none; areas, known: float64 (rows,), NaN for none.
    """
    if not unit:
        _refuse(evident_unit(areas, known), layer, field, book)


def small_areas(layer: str, field: str | None, unit: str, areas: Floats, book: RuleBook,
                rule: str = "stock.area_small") -> list[Finding]:
    """Return that areas of which nobody says the unit are so small that they may be in another than m².

    unit: that of the field, '' for none; areas: float64 (rows,) m² as they are read, NaN for none; rule: of such areas.
    """
    given = areas[areas > 0]
    if unit or len(given) < _FEWEST or np.median(given) >= float(book.threshold(rule, "min_area_m2")):
        return []
    return [book.finding(rule, role=layer, place=f"unit {field}", layer=layer, field=field,
                         count=len(given), value=f"{float(np.median(given)):.6g}")]


def _refuse(unit: str, layer: str, field: str | None, book: RuleBook) -> None:
    if unit:
        factor: Any = f"{float(in_base(unit)):,.2f}".rstrip("0").rstrip(".")
        raise PlannerError(spoken(book.finding(_EVIDENT[unit], layer=layer, field=field, value=factor)))
