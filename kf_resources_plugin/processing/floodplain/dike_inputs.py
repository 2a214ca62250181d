"""The inputs of kf:dikezones: lines with their reach, side and toes, and the channel that tells where the river is."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.dike_lines import DikeLayer
from ...rules.dike_zones import OF_DIKES, UNKNOWN, WORKS, reach_of, side_of, standard_of, zone_rules
from ...rules.text import clean, coded, listed, numbers
from ..land_inputs import LandInputs
from ..reading_findings import first_fids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.kernel import Kernel
    from ...engine.line_reading import LineTable
    from ...engine.reading import PolygonTable
    from ...rules.dike_zones import Standard, ZoneRule
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

DIKES, WORKS_LAYER, CHANNEL = "DIKES", "TRAINING_WORKS", "CHANNEL"
ANY_REACH = "unknown"
_SCHEMA = "dikes"


@dataclass(frozen=True)
class LineFields:
    """The parameters that name the fields of a layer of lines, and the number for lines without a half width.

    one_side: the field of the toe that may be further away than half the width; river: whether it is the river's.
    """

    name: str
    side: str
    half_width: str
    one_side: str
    river: bool
    number: str


FIELDS = {
    DIKES: LineFields("DIKE_NAME_FIELD", "SIDE_FIELD", "HALF_WIDTH_FIELD", "LAND_TOE_FIELD", False, "HALF_WIDTH"),
    WORKS_LAYER: LineFields("WORKS_NAME_FIELD", "WORKS_SIDE_FIELD", "WORKS_HALF_WIDTH_FIELD", "SPUR_LENGTH_FIELD",
                            True, "WORKS_HALF_WIDTH"),
}
STANDARD = {
    "DIKE_NAME_FIELD": "name", "REACH_FIELD": "REACH", "SIDE_FIELD": "SIDE", "HALF_WIDTH_FIELD": "HALF_WIDTH",
    "LAND_TOE_FIELD": "LAND_TOE", "WORKS_NAME_FIELD": "name", "WORKS_SIDE_FIELD": "SIDE",
    "WORKS_HALF_WIDTH_FIELD": "HALF_WIDTH", "SPUR_LENGTH_FIELD": "SPUR_LENGTH",
}
"""Standard field of each field parameter."""


class DikeInputs(LandInputs):
    """Inputs of the zones along dikes and training works."""

    def line_problems(self) -> list[str]:
        """Return what is wrong with layers and fields."""
        found = self.layer_problems(DIKES, WORKS_LAYER, CHANNEL, "UNITS")
        for parameter, standard in STANDARD.items():
            layer = DIKES if parameter in {"REACH_FIELD", *vars(FIELDS[DIKES]).values()} else WORKS_LAYER
            found += self.missing_field(layer, parameter, _SCHEMA, standard)
        return [*found, *self.field_problems()]

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of zone along dikes that are wanted."""
        return OF_DIKES if self.given["BLASTING"] else OF_DIKES[:2]

    def dikes(self, book: RuleBook, progress: Progress) -> DikeLayer:
        """Return the dikes in their own CRS, with the standard of each by its reach. Raises PlannerError."""
        reach_field = self._own(DIKES, "REACH_FIELD")
        table = self.read_lines(DIKES, "dikes", self._fields(DIKES, reach_field), book, progress)
        rules = zone_rules(book)
        values = [None] * len(table) if reach_field is None else table.columns[reach_field]
        return self._layer(DIKES, table, self._standards(table, values, rules, book), book)

    def works(self, crs: QgsCoordinateReferenceSystem, book: RuleBook, progress: Progress) -> DikeLayer | None:
        """Return the training works in the CRS of the dikes, None where there are none. Raises PlannerError."""
        if not self.has(WORKS_LAYER):
            return None
        table = self.read_lines(WORKS_LAYER, "training_works", self._fields(WORKS_LAYER), book, progress, crs)
        standard = standard_of("", zone_rules(book), [WORKS])
        return self._layer(WORKS_LAYER, table, [standard] * len(table), book)

    def channel(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                progress: Progress) -> tuple[LineTable | None, PolygonTable | None]:
        """Return the channel as lines or as polygons, repaired, in the CRS of the dikes. Raises PlannerError."""
        if not self.has(CHANNEL):
            return None, None
        if self.layers[CHANNEL].features.kind == QgsWkbTypes.GeometryType.PolygonGeometry:
            return None, self.polygons(CHANNEL, "main_channel", (), crs, kernel, book, progress)
        return self.read_lines(CHANNEL, "river_channel", (), book, progress, crs), None

    def _own(self, layer: str, parameter: str) -> str | None:
        return self.field(layer, parameter, _SCHEMA, STANDARD[parameter])

    def _fields(self, layer: str, *more: str | None) -> list[str]:
        of = FIELDS[layer]
        own = [self._own(layer, parameter) for parameter in (of.name, of.side, of.half_width, of.one_side)]
        return sorted({name for name in (*own, *more) if name})

    def _layer(self, parameter: str, table: LineTable, standards: Sequence[Standard], book: RuleBook) -> DikeLayer:
        of = FIELDS[parameter]
        role = "dikes" if parameter == DIKES else "training_works"
        name, side = self._own(parameter, of.name), self._own(parameter, of.side)
        names = [clean(value) for value in table.columns[name]] if name else [""] * len(table)
        half = self._distances(table, self._own(parameter, of.half_width),
                               np.full(len(table), float(self.given[of.number] or 0.0)), role, book)
        wide = self._distances(table, self._own(parameter, of.one_side), half, role, book)
        return DikeLayer(role, table, names, standards, self._sides(table, side, role, book),
                         wide if of.river else half, half if of.river else wide)

    def _standards(self, table: LineTable, values: Sequence[Any] | np.ndarray, rules: Sequence[ZoneRule],
                   book: RuleBook) -> list[Standard]:
        kinds = self.kinds()
        default = "" if self.given["REACH"] == ANY_REACH else self.given["REACH"]
        texts, of_row = coded(np.array(list(values), dtype=object))
        reaches = [reach_of(text, book) for text in texts.tolist()]
        widest = standard_of("", rules, kinds)
        widths = listed((f"{rule.name(book.language)} {rule.river_m:g}/{rule.land_m:g} m" for rule in widest.zones),
                        book.language)
        standards: list[Standard] = []
        for number, reach in enumerate(reaches):
            rows = np.flatnonzero(of_row == number)
            standards.append(standard_of(reach or (default if reach == "" else ""), rules, kinds))
            if not standards[-1].reach:
                self._note("dike.reach_unknown" if reach is None else "dike.reach_missing", table, rows, "dikes", book,
                           value=texts[number], widths=widths)
            self._note_widths(standards[-1], table, rows, book)
        return [standards[number] for number in of_row.tolist()]

    def _note_widths(self, standard: Standard, table: LineTable, rows: np.ndarray, book: RuleBook) -> None:
        missing = [rule for rule in standard.zones if rule.kind in OF_DIKES[:2] and not rule.river_m + rule.land_m]
        if missing:
            self._note("dike.no_width", table, rows, "dikes", book, rules=[rule.rule_id for rule in missing],
                       kinds=[rule.name(book.language) for rule in missing], value=standard.reach)

    def _sides(self, table: LineTable, field: str | None, role: str, book: RuleBook) -> np.ndarray:
        if field is None:
            return np.full(len(table), UNKNOWN, dtype=np.int64)
        texts, of_row = coded(table.columns[field])
        sides = [side_of(text, book) for text in texts.tolist()]
        for number in [place for place, side in enumerate(sides) if side is None]:
            self._note("dike.side_value", table, np.flatnonzero(of_row == number), role, book, value=texts[number])
        return np.array([side or UNKNOWN for side in sides], dtype=np.int64)[of_row]

    def _distances(self, table: LineTable, field: str | None, default: np.ndarray, role: str,
                   book: RuleBook) -> np.ndarray:
        """Return distances in metres, those of ``default`` where the field says nothing or no distance."""
        if field is None:
            return default
        values, unread = numbers(table.columns[field])
        bad = np.isin(np.arange(len(values)), unread) | (values < 0) | np.isinf(values)
        if bad.any():
            self._note("dike.half_width", table, np.flatnonzero(bad), role, book, field=field,
                       used=sorted({f"{value:g}" for value in default[bad].tolist()}))
        return np.where(bad | np.isnan(values), default, values)

    def _note(self, rule: str, table: LineTable, rows: np.ndarray, role: str, book: RuleBook, **values: Any) -> None:
        self.findings.append(book.finding(
            rule, role=role, layer=table.name, count=len(rows), fids=first_fids(table, rows),
            place=f"{role} {values.get('value') or values.get('field') or ''}", **values))
