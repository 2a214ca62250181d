"""The inputs that algorithms over surveyed land share: rules, class map, parcels, projects, zones, units."""
from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

import numpy as np
from qgis.core import QgsProcessingUtils, QgsVectorLayer

from ..engine.admin_units import Unit, read_units
from ..engine.areas import areas_of, mean_widths_of, remembering
from ..engine.class_map import read_class_map
from ..engine.errors import PlannerError
from ..engine.land_levels import unit_ranks
from ..engine.land_survey import LandFields, LandSurvey, interpret_land
from ..engine.near import rows_in_vicinity
from ..engine.projects import Projects, read_projects
from ..engine.reading import shapeless
from ..engine.rule_store import load_class_systems, load_grades
from ..engine.run_record import content_digest
from ..engine.schema import resolve_field
from .inputs import Inputs
from .parameters import SAME
from .rows_to_read import all_values, rows_to_read
from .settings import named_content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingAlgorithm, QgsProcessingContext

    from ..engine.farmland_change import WidthsOf
    from ..engine.kernel import Kernel
    from ..engine.occupation import AreasOf
    from ..engine.reading import PolygonTable
    from ..engine.vicinity import Vicinity
    from ..rules.grades import GradeTable
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook

Classes = Callable[[], "PolygonTable | None"]
LAND_SCHEMA, UNIT_SCHEMA, PROJECT_SCHEMA = "dltb", "xzq", "xs_xmkjfw"
LAND = "LAND"
_LAND_FIELDS = (("UNIT_FIELD", "ZLDWDM"), ("DEDUCTION_FIELD", "KCXS"), ("GRADE_FIELD", "GDDB"))
_PROJECT_FIELDS = (("PROJECT_ID_FIELD", "XMDM"), ("PROJECT_NAME_FIELD", "XMMC"), ("PROJECT_DATE_FIELD", "SQRQ"))
_PROJECT_AREA = ("PROJECT_AREA_FIELD", "YDMJ")
_CLASS_FIELDS = ("project_class", "XMLX", "项目类型", "项目类别")
_UNIT_FIELDS = (("UNIT_CODE_FIELD", "XZQDM"), ("UNIT_NAME_FIELD", "XZQMC"))


class LandInputs(Inputs):
    """Inputs under the names that ``parameters`` gives them: LAND, PROJECTS, UNITS, CLASS_MAP, GRADES, RULES …

    Surveys of several epochs each have a layer of their own, ``layer`` here, whose parameters begin with its name.
    """

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._tables = {name: self._table_layer(name, parameters.get(name), context)
                        for name in self.given if name.endswith("CLASS_MAP")}
        self._class_maps: dict[str, dict[str, str]] = {}

    def _table_layer(self, name: str, value: object, context: QgsProcessingContext) -> QgsVectorLayer | None:
        """Return the table layer given as a class map (itself, its name or id), None where it is a file."""
        if isinstance(value, QgsVectorLayer):
            return value
        path = self.file(name)
        if path is None or path.exists():
            return None
        layer = QgsProcessingUtils.mapLayerFromString(str(path), context, False)
        return layer if isinstance(layer, QgsVectorLayer) else None

    def prepare(self) -> None:
        """Read what only the main thread may: class maps that are table layers. Raises ClassMapError."""
        for name in self._tables:
            self._read_map(name)
        self._tables = {}

    def same_survey(self, one: str, other: str) -> bool:
        """Tell whether two surveys are one: one layer, read by the same classes. It may bear those of two years."""
        if not self.has(one) or not self.has(other) or not self.same_layer(one, other):
            return False
        return all(str(self.given[names[0]]) == str(self.given[names[1]]) for names in (
            [f"{layer}_CLASS_FIELD" for layer in (one, other)], [_class_map_of(layer) for layer in (one, other)]))

    # -- rules and tables -----------------------------------------------------------------------------------------

    def class_map(self, layer: str = LAND) -> dict[str, str]:
        """Return the class map of a survey, empty when omitted; raises ClassMapError."""
        return self._read_map(_class_map_of(layer))

    def _read_map(self, name: str) -> dict[str, str]:
        if name not in self._class_maps:
            table = self._tables.get(name)
            source = table or self.file(name)
            self._class_maps[name] = read_class_map(source) if source is not None else {}
            if table is not None:
                self.resolved[name] = named_content(table.name(), content_digest(self._class_maps[name]))
        return self._class_maps[name]

    def grades(self) -> GradeTable:
        """Return the grain capacities with those of GRADES; raises RuleFileError."""
        return load_grades(self.file("GRADES"))

    def areas(self, crs: QgsCoordinateReferenceSystem, book: RuleBook, progress: Progress) -> AreasOf:
        """Return what measures geometries in ``crs`` by AREA_METHOD; ``progress`` is only asked for cancel."""
        return remembering(partial(
            areas_of, crs=crs, transform_context=self.transforms, method=self.given["AREA_METHOD"],
            step_m=float(book.threshold("area.step", "step_m")), progress=progress))

    def widths(self, crs: QgsCoordinateReferenceSystem, progress: Progress) -> WidthsOf:
        """Return what tells mean widths of geometries in ``crs``; ``progress`` is only asked for cancel."""
        return partial(mean_widths_of, crs=crs, transform_context=self.transforms, progress=progress)

    # -- what keeps a run from starting ---------------------------------------------------------------------------

    def field_problems(self, *surveys: str) -> list[str]:
        """Return which fields are missing of surveys (LAND, if any, when none is named), PROJECTS and UNITS."""
        found = []
        for layer in surveys or [layer for layer in (LAND,) if f"{layer}_CLASS_FIELD" in self.given]:
            found += self.missing_field(layer, f"{layer}_CLASS_FIELD", LAND_SCHEMA, "DLBM", required=True)
            for parameter, standard in _LAND_FIELDS:
                found += self._missing(layer, f"{layer}_{parameter}", LAND_SCHEMA, standard)
        for parameter, _ in _PROJECT_FIELDS:
            found += self._missing("PROJECTS", parameter, PROJECT_SCHEMA)
        found += self._missing("PROJECTS", _PROJECT_AREA[0], PROJECT_SCHEMA, _PROJECT_AREA[1])
        return [*found, *self.unit_field_problems()]

    def unit_field_problems(self) -> list[str]:
        """Return which fields are missing of UNITS; one of codes or one of names there must be."""
        found = [problem for parameter, standard in _UNIT_FIELDS
                 for problem in self._missing("UNITS", parameter, UNIT_SCHEMA, standard)]
        if found or any(self.field("UNITS", parameter, UNIT_SCHEMA, standard) for parameter, standard in _UNIT_FIELDS
                        if parameter in self.given):
            return found
        code, standard = _UNIT_FIELDS[0]
        return self._missing("UNITS", code, UNIT_SCHEMA, standard, required=True)

    def _missing(self, layer: str, parameter: str, schema: str, standard: str | None = None, *,
                 required: bool = False) -> list[str]:
        """Return ``missing_field`` of a parameter that not every algorithm has."""
        if parameter not in self.given:
            return []
        return self.missing_field(layer, parameter, schema, standard, required=required)

    # -- layers ---------------------------------------------------------------------------------------------------

    def survey(self, book: RuleBook, progress: Progress, layer: str = LAND, *, role: str = "land",
               more: Mapping[str, str] | None = None, target: QgsCoordinateReferenceSystem | None = None,
               alike: PolygonTable | None = None, near: tuple[Vicinity, Classes] | None = None) -> LandSurvey:
        """Return all parcels of a survey with their classes, not yet repaired. Raises PlannerError.

        ``more``: standard codes of further fields by the key under which ``fields.more`` names them. ``target``: the
        CRS the parcels are brought into, their own when None. ``alike``: parcels of another epoch, in memory already.
        ``near``: polygons in the parcels' own CRS, and what ``asking_for_classes`` yields; of a large survey only
        parcels that may meet a polygon are returned.
        """
        fields = self._land_fields(layer, more or {})
        parameter = f"{layer}_CLASS_SYSTEM"
        system = self.given["CLASS_SYSTEM"] if self.given.get(parameter, SAME) == SAME else self.given[parameter]
        classes, maps = load_class_systems(), self.class_map(layer)
        fids = every = None
        if near is not None:
            vicinity, all_classes = near
            fids = rows_to_read(self, layer, vicinity, self.layers[layer].features.crs, book, progress)
            every = None if fids is None else all_classes()
        table = self.read(layer, role, fields.present(), book, progress, target=target, alike=alike,
                          fids=None if every is None else fids)
        survey, found = interpret_land(table, fields, maps, system, classes, book, role, every=every)
        self.resolved[parameter if parameter in self.given else "CLASS_SYSTEM"] = survey.system
        self.findings.extend(found)
        return survey

    @contextmanager
    def asking_for_classes(self, progress: Progress, layer: str = LAND) -> Iterator[Classes]:
        """Ask a large survey for its classes, beside what a block reads before the parcels near it.

        Yields what waits for them: a table without shapes of the fields by which they are understood, each class once;
        None where all rows are to be read. Raises PlannerError.
        """
        with all_values(self, layer, self._land_fields(layer, {}).of_class.present(), progress) as wanted:
            def classes() -> PolygonTable | None:
                values = wanted()
                return None if values is None else shapeless(
                    self.label(layer), self.layers[layer].features.crs, values)

            yield classes

    def _land_fields(self, layer: str, more: Mapping[str, str]) -> LandFields:
        """Return the fields of a survey, those of standard codes ``more`` too. Raises PlannerError."""
        code = self.field(layer, f"{layer}_CLASS_FIELD", LAND_SCHEMA, "DLBM")
        if code is None:
            raise PlannerError(" ".join(
                self.missing_field(layer, f"{layer}_CLASS_FIELD", LAND_SCHEMA, "DLBM", required=True)))
        unit, deduction, grade = (self.field(layer, f"{layer}_{name}", LAND_SCHEMA, standard)
                                  if f"{layer}_{name}" in self.given else None for name, standard in _LAND_FIELDS)
        return LandFields(
            code=code, unit=unit, deduction=deduction, grade=grade,
            more={key: name for key, name in self.standard_fields(layer, LAND_SCHEMA, more).items() if name},
            **self.standard_fields(layer, LAND_SCHEMA, {
                "name": "DLMC", "declared": "TBMJ", "parcel": "BSM", "year": "SJNF"}))

    def projects(self, crs: QgsCoordinateReferenceSystem, book: RuleBook, kernel: Kernel, progress: Progress,
                 more: Sequence[str] = ()) -> tuple[PolygonTable, Projects]:
        """Return PROJECTS in ``crs`` as drawn, with the fields ``more``, and one repaired row per project."""
        key, name, day = (self.field("PROJECTS", parameter, PROJECT_SCHEMA, standard)
                          for parameter, standard in _PROJECT_FIELDS)
        area = (self.field("PROJECTS", _PROJECT_AREA[0], PROJECT_SCHEMA, _PROJECT_AREA[1])
                if _PROJECT_AREA[0] in self.given else None)
        fields = sorted({field for field in (key, name, day, area, *more) if field})
        drawn = self.read("PROJECTS", "projects", fields, book, progress.part(0.0, 0.5), target=crs)
        mended = self.repaired(drawn, "projects", kernel, book, progress.part(0.5, 1.0))
        projects, found = read_projects(mended, key, name, day, kernel, book, progress, area_field=area)
        self.findings.extend(found)
        return drawn, projects

    def class_field(self) -> str | None:
        """Return the projects' field of classes: as chosen, else by one of its usual names."""
        chosen = self.field("PROJECTS", "PROJECT_CLASS_FIELD")
        fields = self.fields("PROJECTS")
        if chosen is None and fields is not None and not self.given["PROJECT_CLASS_FIELD"]:
            chosen = next((name for known in _CLASS_FIELDS for name in [resolve_field(fields, known, None)] if name),
                          None)
            self.resolved["PROJECT_CLASS_FIELD"] = chosen
        return chosen

    def parcels_near(self, survey: LandSurvey, near: Vicinity, kernel: Kernel, book: RuleBook,
                     progress: Progress) -> LandSurvey:
        """Return the parcels whose bounds may meet polygons, repaired; the rest is never touched."""
        found = survey.take(rows_in_vicinity(survey.table.bounds, near, progress))
        return replace(found, table=self.repaired(found.table, "land", kernel, book, progress))

    def whole_survey(self, book: RuleBook, kernel: Kernel, progress: Progress, layer: str = LAND, *,
                     role: str = "land", more: Mapping[str, str] | None = None,
                     target: QgsCoordinateReferenceSystem | None = None,
                     alike: PolygonTable | None = None) -> LandSurvey:
        """Return all parcels of a survey with their classes (see ``survey``), repaired. Raises PlannerError."""
        survey = self.survey(book, progress.part(0.0, 0.7), layer, role=role, more=more, target=target, alike=alike)
        return replace(survey, table=self.repaired(survey.table, role, kernel, book, progress.part(0.7, 1.0), alike))

    def polygons(self, name: str, role: str, fields: Sequence[str], crs: QgsCoordinateReferenceSystem, kernel: Kernel,
                 book: RuleBook, progress: Progress) -> PolygonTable:
        """Return all polygons of a layer that was given, repaired, in ``crs``. Raises PlannerError."""
        table = self.read(name, role, fields, book, progress.part(0.0, 0.5), target=crs)
        return self.repaired(table, role, kernel, book, progress.part(0.5, 1.0))

    def all_units(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> tuple[PolygonTable, list[Unit]] | None:
        """Return all units as polygons and by code and name; None when UNITS was omitted. Raises PlannerError."""
        if not self.has("UNITS"):
            return None
        code, name = (self.field("UNITS", parameter, UNIT_SCHEMA, standard) for parameter, standard in _UNIT_FIELDS)
        table = self.polygons("UNITS", "admin_units", sorted({f for f in (code, name) if f}), crs, kernel, book,
                              progress)
        return self._known_units(table, code, name, book)

    def zones(self, name: str, role: str, fields: list[str], crs: QgsCoordinateReferenceSystem, projects: Projects,
              kernel: Kernel, book: RuleBook, progress: Progress) -> PolygonTable | None:
        """Return the polygons of a layer near projects, repaired, in ``crs``; None when the layer was omitted."""
        if not self.has(name):
            return None
        near = projects.vicinity
        table = self.read(name, role, fields, book, progress.part(0.0, 0.5), target=crs,
                          fids=rows_to_read(self, name, near, crs, book, progress))
        found = table.take(rows_in_vicinity(table.bounds, near, progress))
        return self.repaired(found, role, kernel, book, progress.part(0.5, 1.0))

    def units(self, crs: QgsCoordinateReferenceSystem, projects: Projects, kernel: Kernel, book: RuleBook,
              progress: Progress) -> tuple[PolygonTable | None, list[Unit] | None]:
        """Return the units near projects as polygons and by code and name; (None, None) when UNITS was omitted."""
        code, name = (self.field("UNITS", parameter, UNIT_SCHEMA, standard) for parameter, standard in _UNIT_FIELDS)
        table = self.zones("UNITS", "admin_units", sorted({f for f in (code, name) if f}), crs, projects, kernel, book,
                           progress)
        if table is None:
            return None, None
        return self._known_units(table, code, name, book)

    def _known_units(self, table: PolygonTable, code: str | None, name: str | None,
                     book: RuleBook) -> tuple[PolygonTable, list[Unit]]:
        """Return unit polygons, of which the finest takes the land that several hold, and the unit of each.

        In the order of codes and names, which decides where two units are one shape.
        """
        units, found = read_units(table, code, name, book)
        self.findings.extend(found)
        order = sorted(range(len(units)), key=lambda row: (units[row].code, units[row].name))
        units = [units[row] for row in order]
        return replace(table.take(np.array(order, dtype=np.int64)), rank=unit_ranks(units)), units


def _class_map_of(layer: str) -> str:
    return "CLASS_MAP" if layer == LAND else f"{layer}_CLASS_MAP"
