"""The inputs of kf:heritageregister: lists as layers and spreadsheets, what their levels are, units, decisions."""
from __future__ import annotations

import json
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsVectorLayer, QgsWkbTypes

from ...engine.admin_units import known_units
from ...engine.errors import PlannerError
from ...engine.heritage_decisions import DecisionTable, read_decisions
from ...engine.heritage_lists import (
    AREAS,
    POINTS,
    SCHEMA,
    TABLE,
    list_of_table,
    lists_of_file,
    place_fields,
    spreadsheet_of,
)
from ...engine.run_record import InputRecord, file_digest
from ...engine.schema import load_schema
from ...i18n import tr
from ...rules.heritage_entries import county_of
from ...rules.heritage_units import UnitNames
from ...rules.heritage_words import LEVEL, code_of, words
from ...rules.zones import NATIONAL_GEOGRAPHIC
from ..input_layers import day_of_file, several_key
from ..land_inputs import LandInputs

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.admin_units import Unit
    from ...engine.heritage_lists import SiteList
    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

ROLE = "heritage_sites"
LISTS = "LISTS"
_POINT, _POLYGON = QgsWkbTypes.GeometryType.PointGeometry, QgsWkbTypes.GeometryType.PolygonGeometry
_TABLE = QgsWkbTypes.GeometryType.NullGeometry


class RegisterInputs(LandInputs):
    """Inputs under the names LISTS, LIST_LEVELS, DECISIONS, UNITS."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        given = [layer for layer in algorithm.parameterAsLayerList(parameters, LISTS, context)
                 if isinstance(layer, QgsVectorLayer)]
        self._keys = [several_key(LISTS, number) for number in range(len(given))]
        found = {key: spreadsheet_of(layer) for key, layer in zip(self._keys, given)}
        self._files: dict[str, tuple[Path, str]] = {key: file for key, file in found.items() if file}
        self._kinds.update({key: [_POINT, _POLYGON] for key in self._keys})
        standard = {name: name for name in load_schema(SCHEMA).names()}
        self._own = {key: {name: field for name, field in self.standard_fields(key, SCHEMA, standard).items() if field}
                     for key in self._keys}
        self._read_files: dict[str, list[SiteList]] = {}

    # -- what keeps a run from starting ---------------------------------------------------------------------------

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [] if self._keys else [tr("“{parameter}” ({name}) is missing: choose a value.").format(
            parameter=self._titles[LISTS], name=LISTS)]
        for key in self._keys:
            found += self._list_problems(key)
        if not found:
            found += self._name_problems()
        return [*found, *self.layer_problems("UNITS"), *self.field_problems(),
                *self.file_problems(self.book, self.decisions, self.list_levels)]

    def _list_problems(self, key: str) -> list[str]:
        if key in self._files:
            return self.file_problems(partial(self._file_lists, key))
        if self._kind(key) not in {_TABLE, _POINT, _POLYGON}:
            return [tr("List “{layer}” holds lines, or shapes of several kinds. Give points, polygons or a table; save "
                       "each kind as a layer of its own.").format(layer=self.label(key))]
        found = self.lost_files(key) if self._kind(key) == _TABLE else self.layer_problems(key)
        if found or "name" in self._fields(key):
            return found
        fields = self.fields(key)
        own = ", ".join(fields.names()) if fields is not None else ""
        return [tr("List “{layer}” has no field of names. Its fields are: {fields}. Call one of them “name” or "
                   "“{name}”.").format(layer=self.label(key), fields=own, name="名称")]

    def _name_problems(self) -> list[str]:
        """Return which lists are called the same: decisions could not tell their entries apart."""
        counted = Counter(name for key in self._keys for name in (
            [each.name for each in self._file_lists(key)] if key in self._files else [self.label(key).strip()]))
        return [tr("{count} lists are called “{name}”. Give each a name of its own: entries are named by their list.")
                .format(count=count, name=name) for name, count in sorted(counted.items()) if count > 1]

    # -- settings -------------------------------------------------------------------------------------------------

    def list_levels(self) -> dict[str, str]:
        """Return the level of lists as somebody said it, by their names. Raises PlannerError."""
        text, known = self.given["LIST_LEVELS"] or "{}", words(self.trusted_book(), LEVEL)
        try:
            said: Any = json.loads(text)
        except json.JSONDecodeError:
            said = None
        if not isinstance(said, dict):
            raise PlannerError(tr("“{parameter}” is no JSON object of list names and levels: {text}. Write it like "
                                  "{example}.").format(parameter=self._titles["LIST_LEVELS"], text=text,
                                                       example='{"list": "national"}'))
        levels = {str(name): code_of(value, known) for name, value in said.items()}
        for name, level in levels.items():
            if not level:
                raise PlannerError(tr("“{parameter}”: “{level}” of list “{name}” is no level. Known are: "
                                      "{levels}.").format(
                    parameter=self._titles["LIST_LEVELS"], level=said[name], name=name, levels=", ".join(known)))
        return {name: str(level) for name, level in levels.items()}

    def decisions(self) -> DecisionTable:
        """Return what DECISIONS says, nothing where it was omitted. Raises PlannerError."""
        path = self.file("DECISIONS")
        return read_decisions(path) if path is not None else DecisionTable("", [], [])

    def unit_names(self, units: tuple[PolygonTable, list[Unit]] | None, book: RuleBook) -> UnitNames:
        """Return the names that addresses are searched for: Kaifeng's, and those of UNITS."""
        own = units[1] if units is not None else []
        return UnitNames([(unit.code, unit.name) for unit in (*known_units(), *own)], book)

    # -- lists ----------------------------------------------------------------------------------------------------

    def crs(self) -> QgsCoordinateReferenceSystem:
        """Return the coordinate system that all lists with shapes share, else degrees on CGCS2000.

        So it does not depend on which list comes first.
        """
        shared = [self.layers[key].features.crs for key in self._keys
                  if key not in self._files and self._kind(key) != _TABLE]
        if shared and all(crs == shared[0] for crs in shared):
            return shared[0]
        return QgsCoordinateReferenceSystem(NATIONAL_GEOGRAPHIC)

    def lists(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
              progress: Progress) -> list[SiteList]:
        """Return all lists, shapes in ``crs``, polygons repaired. Raises PlannerError."""
        found: list[SiteList] = []
        for number, key in enumerate(self._keys):
            part = progress.part(number / len(self._keys), (number + 1) / len(self._keys))
            if key in self._files:
                self._record_file(key, part)
                found += self._file_lists(key)
                continue
            fields = self._fields(key)
            own, kind = sorted(set(fields.values())), self._kind(key)
            if kind == _POLYGON:
                found.append(list_of_table(self.polygons(key, ROLE, own, crs, kernel, book, part), fields, AREAS))
            elif kind == _POINT:
                found.append(list_of_table(self.read_points(key, ROLE, own, book, part, crs), fields, POINTS))
            else:
                found.append(list_of_table(self.read_table(key, ROLE, own, part), fields, TABLE))
        if len(self._keys) > 1:
            self.modified[ROLE] = ""  # no day of one file stands for several
        return found

    def _kind(self, key: str) -> QgsWkbTypes.GeometryType:
        return self.layers[key].features.kind

    def _fields(self, key: str) -> dict[str, str]:
        """Return the fields of a list by their standard names, columns of coordinates too where it has no shapes."""
        fields = self.fields(key)
        if fields is None or self._kind(key) != _TABLE:
            return self._own[key]
        return {**self._own[key], **place_fields(fields.names(), self.trusted_book())}

    def _file_lists(self, key: str) -> list[SiteList]:
        if key not in self._read_files:
            path, sheet = self._files[key]
            self._read_files[key] = lists_of_file(path, sheet, self.label(key), self.trusted_book())
        return self._read_files[key]

    def _record_file(self, key: str, progress: Progress) -> None:
        path, _ = self._files[key]
        try:
            digest = file_digest(path, progress)
        except OSError as error:
            raise PlannerError(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in "
                                  "another program.").format(file=path, reason=error.strerror or error)) from error
        lists = self._file_lists(key)
        self.records.append(InputRecord(
            ROLE, path.name, str(path), "", sum(len(each.fids) for each in lists),
            tuple(sorted({field for each in lists for field in each.columns})), digest))
        self.modified[ROLE] = day_of_file(path)


def unit_counties(units: tuple[PolygonTable, list[Unit]]) -> list[str]:
    """Return the county of each polygon of UNITS, the city where it tells no more."""
    return [county_of(unit.code) for unit in units[1]]
