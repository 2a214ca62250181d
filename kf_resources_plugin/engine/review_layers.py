"""Layers of one role as a review asks for them: which polygons count for which rule, and what they are called."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.compliance import LAND, land_zone, unknown_zones
from ..rules.text import clean, coded
from .reading import joined
from .review_parts import ControlLayer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..rules.areas import Bools
    from ..rules.compliance import ReviewRule, Selector
    from .land_survey import LandSurvey
    from .reading import PolygonTable


def control_layer(role: str, tables: Sequence[PolygonTable], fields: Sequence[Mapping[tuple[str, ...], str | None]],
                  names: Sequence[str | None], rules: Iterable[ReviewRule]) -> ControlLayer:
    """Return the polygons of all layers of a role.

    fields: by layer, which of its fields each tuple of ``zone_fields`` is found in, None where it has none; names: by
    layer, the field of names.
    """
    mine = [rule for rule in rules if rule.role == role]
    zones = {wanted: _joined_texts(tables, [of_layer[wanted] for of_layer in fields]) for wanted in fields[0]}
    named = _joined_texts(tables, names)
    shown = [*zones.values(), named]
    labels = np.array([" ".join(dict.fromkeys(text for text in texts if text)) for texts in zip(*shown)], dtype=object)
    chosen = {rule.selector: _chosen(rule.selector, zones, mine, len(named)) for rule in mine}
    layers = tuple(sorted(table.name for table in tables))
    return ControlLayer(role, layers, joined(tables), labels, chosen)


def _joined_texts(tables: Sequence[PolygonTable], fields: Sequence[str | None]) -> np.ndarray:
    """Return a column of all tables as clean text, '' in those that have no such field."""
    texts = [[clean(value) for value in table.columns[field]] if field else [""] * len(table)
             for table, field in zip(tables, fields)]
    return np.array([text for column in texts for text in column], dtype=object)


def _chosen(selector: Selector, zones: Mapping[tuple[str, ...], np.ndarray], rules: Sequence[ReviewRule],
            rows: int) -> Bools:
    """Tell which polygons count for a selector."""
    if not selector.zones and not selector.unknown:
        return np.ones(rows, dtype=bool)
    wanted = selector.zone_fields or next(
        rule.selector.zone_fields for rule in rules if rule.selector.zones and not rule.selector.unknown)
    values, value_of = coded(zones[wanted], lambda value: clean(value).upper())
    if selector.unknown:
        fits = unknown_zones(values.tolist(), rules, selector)
    else:
        fits = [selector.fits(value) for value in values.tolist()]
    return np.array(fits, dtype=bool)[value_of]


def land_layer(survey: LandSurvey, rules: Iterable[ReviewRule], more: Iterable[Selector],
               language: str) -> ControlLayer:
    """Return the parcels of a survey as a layer whose zones are classes; ``more``: selectors beside those of rules."""
    zones = [land_zone(info.major, info.group, info.code) if info else land_zone(None, "", "")
             for info in survey.infos]
    names = [f"{code} {info.name(language)}" if info else str(code) for code, info in zip(survey.codes, survey.infos)]
    selectors = dict.fromkeys([*(rule.selector for rule in rules if rule.role == LAND), *more])
    chosen = {selector: np.array([not selector.zones or selector.fits(zone) for zone in zones],
                                 dtype=bool)[survey.code_of] for selector in selectors}
    return ControlLayer(LAND, (survey.table.name,), survey.table, np.array(names, dtype=object)[survey.code_of], chosen)
