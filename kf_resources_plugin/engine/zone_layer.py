"""Zones of the floodplain as a layer has them: their codes understood, and what else they say of floods."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.floodplain_use import ZoneFacts, zone_code
from ..rules.text import clean, coded, numbers, some

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.areas import Floats, Ints
    from ..rules.findings import Finding
    from ..rules.rule_rows import RuleBook
    from .occupation import AreasOf
    from .reading import PolygonTable

_HAZARD_PREFIX = "H"  # classes are written 3 or H3


@dataclass(frozen=True)
class ZoneLayer:
    """Zones as polygons, and what they say."""

    table: PolygonTable
    facts: ZoneFacts

    def take(self, rows: Ints) -> ZoneLayer:
        """Return some zones, in the given order."""
        facts = self.facts
        return ZoneLayer(self.table.take(rows), ZoneFacts(facts.code[rows], facts.years[rows], facts.hazard[rows],
                                                          facts.depth_m[rows]))


def read_zone_layer(table: PolygonTable, fields: Mapping[str, str | None], areas: AreasOf,
                    book: RuleBook) -> tuple[ZoneLayer, list[Finding]]:
    """Return zones with what they say, and findings where a zone is not understood or there is none.

    fields: the layer's own names of ``zone``, ``years``, ``hazard``, ``depth``, None for one it lacks.
    """
    field = fields["zone"]
    column = table.columns[field] if field else np.full(len(table), None, dtype=object)
    values, value_of = coded(column)
    code = np.array([zone_code(value, book) for value in values.tolist()], dtype=object)[value_of]
    facts = ZoneFacts(code, _numbers(table, fields["years"]), _numbers(table, fields["hazard"], _HAZARD_PREFIX),
                      _numbers(table, fields["depth"]))
    empty = np.array([clean(value) == "" for value in values.tolist()], dtype=bool)[value_of]
    found = []
    for rule, place, chosen in (("flooduse.zone_none", "none", empty), ("flooduse.zone_unknown", "zone", ~empty)):
        rows = np.flatnonzero(chosen & (code == ""))
        if len(rows):
            said = sorted({str(values[place]) for place in value_of[rows].tolist()})
            found.append(book.finding(rule, role="floodplain_zones", place=place, layer=table.name, field=field or "",
                                      count=len(rows), area_m2=float(areas(table.wkb[rows]).sum()), values=some(said)))
    return ZoneLayer(table, facts), found


def _numbers(table: PolygonTable, field: str | None, prefix: str = "") -> Floats:
    """Return a column as float64, NaN where it holds no number; a prefix before the number may be left out."""
    if field is None:
        return np.full(len(table), np.nan)
    column = table.columns[field]
    if prefix and column.dtype == object:
        column = np.array([clean(value).upper().removeprefix(prefix) for value in column.tolist()], dtype=object)
    return numbers(column)[0]
