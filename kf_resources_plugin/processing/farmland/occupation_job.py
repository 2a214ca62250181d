"""From the parameters of kf:farmlandoccupation to its figures: what is read, in which order, and what is noticed."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.admin_units import Unit, read_units
from ...engine.areas import areas_of, mean_widths_of
from ...engine.class_map import ClassMapError, read_class_map
from ...engine.errors import PlannerError
from ...engine.kernel import pick_kernel
from ...engine.land_survey import LandFields, LandSurvey, interpret_land, survey_findings
from ...engine.occupation import CutResult, Measured, cut_projects, measure
from ...engine.occupation_figures import Occupation, count
from ...engine.projects import Projects, read_projects
from ...engine.rule_store import RuleFileError, load_class_systems, load_grades, load_rule_book
from ...i18n import language
from ...rules.findings import in_order
from .. import parameters as common
from ..inputs import Inputs
from .occupation_findings import occupation_findings

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext, QgsVectorLayer

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...engine.run_record import InputRecord
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook

_LAND_SCHEMA, _UNIT_SCHEMA, _PROJECT_SCHEMA = "dltb", "xzq", "xs_xmkjfw"


@dataclass(frozen=True)
class OccupationResult:
    """Everything a run found out, before anything is written."""

    projects: Projects
    survey: LandSurvey
    cut: CutResult
    measured: Measured
    occupation: Occupation
    findings: list[Finding]
    records: list[InputRecord]
    book: RuleBook
    kernel: str
    settings: dict[str, Any]
    notices: list[str]
    modified: dict[str, str]


class OccupationJob:
    """One run of the farmland occupation over the inputs of an algorithm."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._inputs = Inputs(algorithm, parameters, context)
        self._algorithm, self._parameters, self._context = algorithm, parameters, context

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found: list[str] = []
        try:
            book = self._book()
        except RuleFileError as error:
            return [str(error)]
        for name in ("PROJECTS", "LAND", "PERMANENT_FARMLAND", "UNITS"):
            found += inputs.crs_messages(name, book)
        found += inputs.missing_field("LAND", "LAND_CLASS_FIELD", _LAND_SCHEMA, "DLBM", required=True)
        for parameter, standard in (("LAND_UNIT_FIELD", "ZLDWDM"), ("LAND_DEDUCTION_FIELD", "KCXS"),
                                    ("LAND_GRADE_FIELD", "GDDB")):
            found += inputs.missing_field("LAND", parameter, _LAND_SCHEMA, standard)
        for parameter in ("PROJECT_ID_FIELD", "PROJECT_NAME_FIELD", "PROJECT_DATE_FIELD"):
            found += inputs.missing_field("PROJECTS", parameter, _PROJECT_SCHEMA)
        for parameter, standard in (("UNIT_CODE_FIELD", "XZQDM"), ("UNIT_NAME_FIELD", "XZQMC")):
            found += inputs.missing_field("UNITS", parameter, _UNIT_SCHEMA, standard)
        for check in (self._class_map, lambda: load_grades(inputs.file("GRADES"))):
            try:
                check()
            except (ClassMapError, RuleFileError) as error:
                found.append(str(error))
        return found

    def picture_layers(self) -> list[tuple[str, QgsVectorLayer, str | None]]:
        """Return (style name, layer, class field) of what the report's picture shows, top layer first."""
        code = self._inputs.field("LAND", "LAND_CLASS_FIELD", _LAND_SCHEMA, "DLBM")
        shown = {"PROJECTS": "projects", "PERMANENT_FARMLAND": "permanent_farmland", "LAND": "land"}
        layers = [(style, self._inputs.layer(name)) for name, style in shown.items()]
        return [(style, layer, code if style == "land" else None) for style, layer in layers if layer is not None]

    def run(self, progress: Progress) -> OccupationResult:
        """Read, cut, measure and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._book(), pick_kernel()
        method, basis = self._word("AREA_METHOD"), self._word("AREA_BASIS")
        survey = self._survey(book, progress.part(0.0, 0.25))
        crs = survey.table.crs
        drawn, projects = self._projects(crs, book, kernel, progress.part(0.25, 0.3))
        survey = self._near(survey, projects, kernel, book, progress.part(0.3, 0.4))
        permanent = self._zones("PERMANENT_FARMLAND", "permanent_farmland", [], crs, projects, kernel, book,
                                progress.part(0.4, 0.45))
        unit_table, units = self._units(crs, projects, kernel, book, progress.part(0.45, 0.5))
        cut = cut_projects(projects, survey, permanent, unit_table, kernel, progress.part(0.5, 0.9))
        transforms = self._context.transformContext()
        areas = partial(areas_of, crs=crs, transform_context=transforms, method=method,
                        step_m=float(book.threshold("area.step", "step_m")))
        measured = measure(cut.pieces, projects, survey, areas, book, basis)
        widths = mean_widths_of(cut.pieces.wkb, measured.raw, crs, transforms)
        drawn_m2 = float(areas(drawn.wkb).sum())
        progress.check()
        grades = load_grades(inputs.file("GRADES"))
        kg_per_ha = grades.capacity(survey.county, survey.grade)
        occupation = count(cut.pieces, measured, projects, survey, kg_per_ha, units, drawn_m2)
        progress.set(1.0)
        touched = survey.take(np.unique(cut.pieces.land[cut.pieces.land >= 0]))
        found = [*inputs.findings, *survey_findings(touched, book),
                 *occupation_findings(projects, survey, cut, measured, occupation, book, kernel, areas, widths,
                                      units_given=units is not None, basis=basis)]
        return OccupationResult(projects, survey, cut, measured, occupation, in_order(found), inputs.records, book,
                                kernel.name, {"AREA_METHOD": method, "AREA_BASIS": basis,
                                              "CLASS_SYSTEM": survey.system, "GRADES": grades.user_file},
                                inputs.notices, inputs.modified)

    def _word(self, name: str) -> str:
        return common.word(self._algorithm, self._parameters, name, self._context)

    def _book(self) -> RuleBook:
        day = common.rules_date(self._algorithm, self._parameters, self._context)
        return load_rule_book(day, language(), self._inputs.file("RULES"))

    def _class_map(self) -> dict[str, str]:
        source = self._inputs.table_or_file("CLASS_MAP")
        return read_class_map(source) if source is not None else {}

    def _survey(self, book: RuleBook, progress: Progress) -> LandSurvey:
        inputs = self._inputs

        def find(parameter: str, standard: str) -> str | None:
            return inputs.field("LAND", parameter, _LAND_SCHEMA, standard)

        code = find("LAND_CLASS_FIELD", "DLBM")
        if code is None:
            raise PlannerError(" ".join(
                inputs.missing_field("LAND", "LAND_CLASS_FIELD", _LAND_SCHEMA, "DLBM", required=True)))
        fields = LandFields(
            code=code, unit=find("LAND_UNIT_FIELD", "ZLDWDM"), deduction=find("LAND_DEDUCTION_FIELD", "KCXS"),
            grade=find("LAND_GRADE_FIELD", "GDDB"), **inputs.standard_fields(
                "LAND", _LAND_SCHEMA, {"name": "DLMC", "declared": "TBMJ", "parcel": "BSM", "year": "SJNF"}))
        table = inputs.read("LAND", "land", fields.present(), book, progress)
        survey, found = interpret_land(table, fields, self._class_map(), self._word("CLASS_SYSTEM"),
                                       load_class_systems(), book)
        inputs.findings.extend(found)
        return survey

    def _projects(self, crs: Any, book: RuleBook, kernel: Kernel,
                  progress: Progress) -> tuple[PolygonTable, Projects]:
        inputs = self._inputs
        id_field = inputs.field("PROJECTS", "PROJECT_ID_FIELD", _PROJECT_SCHEMA, "XMDM")
        name_field = inputs.field("PROJECTS", "PROJECT_NAME_FIELD", _PROJECT_SCHEMA, "XMMC")
        date_field = inputs.field("PROJECTS", "PROJECT_DATE_FIELD", _PROJECT_SCHEMA, "SQRQ")
        wanted = sorted({name for name in (id_field, name_field, date_field) if name})
        drawn = inputs.read("PROJECTS", "projects", wanted, book, progress, target=crs)
        mended = inputs.repaired(drawn, "projects", kernel, book, progress)
        projects, found = read_projects(mended, id_field, name_field, date_field, kernel, book)
        inputs.findings.extend(found)
        return drawn, projects

    def _near(self, survey: LandSurvey, projects: Projects, kernel: Kernel, book: RuleBook,
              progress: Progress) -> LandSurvey:
        """Return the parcels near projects, repaired; the rest of the survey is never touched."""
        near = survey.take(rows_near(survey.table, projects.table))
        return replace(near, table=self._inputs.repaired(near.table, "land", kernel, book, progress))

    def _zones(self, name: str, role: str, fields: list[str], crs: Any, projects: Projects, kernel: Kernel,
               book: RuleBook, progress: Progress) -> PolygonTable | None:
        if self._inputs.source(name) is None:
            return None
        table = self._inputs.read(name, role, fields, book, progress, target=crs)
        return self._inputs.repaired(table.take(rows_near(table, projects.table)), role, kernel, book, progress)

    def _units(self, crs: Any, projects: Projects, kernel: Kernel, book: RuleBook,
               progress: Progress) -> tuple[PolygonTable | None, list[Unit] | None]:
        inputs = self._inputs
        code = inputs.field("UNITS", "UNIT_CODE_FIELD", _UNIT_SCHEMA, "XZQDM")
        name = inputs.field("UNITS", "UNIT_NAME_FIELD", _UNIT_SCHEMA, "XZQMC")
        table = self._zones("UNITS", "admin_units", sorted({f for f in (code, name) if f}), crs, projects, kernel,
                            book, progress)
        if table is None:
            return None, None
        units, found = read_units(table, code, name, book)
        inputs.findings.extend(found)
        return table, units


def rows_near(table: PolygonTable, others: PolygonTable) -> np.ndarray:
    """Return the rows (int64) of ``table`` whose bounds meet the joint bounds of ``others``."""
    with np.errstate(invalid="ignore"):
        if not len(others.bounds) or np.isnan(others.bounds).all():
            return np.empty(0, dtype=np.int64)
        low, high = np.nanmin(others.bounds[:, :2], axis=0), np.nanmax(others.bounds[:, 2:], axis=0)
        meets = ((table.bounds[:, :2] <= high) & (table.bounds[:, 2:] >= low)).all(axis=1)
    return np.flatnonzero(meets).astype(np.int64)
