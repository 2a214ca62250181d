"""From the parameters of kf:farmlandoccupation to its figures: what is read, in which order, and what is noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.areas import mean_widths_of
from ...engine.kernel import pick_kernel
from ...engine.land_survey import LandSurvey, survey_findings
from ...engine.occupation import CutResult, Measured, cut_projects, measure
from ...engine.occupation_figures import Occupation, count
from ..land_inputs import LAND_SCHEMA, LandInputs
from ..report_parts import wants_report
from ..run_result import RunResult
from .occupation_findings import occupation_findings
from .occupation_picture import OccupationPicture

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.projects import Projects
    from ...rules.progress import Progress

# parameter and style of what the report's picture shows, top layer first
_PICTURE = {"PROJECTS": "projects", "PERMANENT_FARMLAND": "permanent_farmland", "LAND": "land"}


@dataclass(frozen=True)
class OccupationResult(RunResult):
    """Everything a run found out, before anything is written."""

    projects: Projects
    survey: LandSurvey
    cut: CutResult
    measured: Measured
    occupation: Occupation
    picture: OccupationPicture


class OccupationJob:
    """One run of the farmland occupation over the inputs of an algorithm, made on the main thread."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._inputs = LandInputs(algorithm, parameters, context)
        self._drawn = [(style, layer) for name, style in _PICTURE.items() if wants_report(parameters)
                       for layer in [algorithm.parameterAsVectorLayer(parameters, name, context)] if layer is not None]
        self._picture = OccupationPicture([])
        self._shaped = bool(parameters.get("FINDINGS"))

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        return [*inputs.layer_problems("PROJECTS", "LAND", "PERMANENT_FARMLAND", "UNITS"), *inputs.field_problems(),
                *inputs.file_problems(inputs.book, inputs.class_map, inputs.grades)]

    def prepare(self) -> None:
        """Read what only the main thread may, and clone the layers of a report's picture; raises PlannerError."""
        self._inputs.prepare()
        land_class = self._inputs.field("LAND", "LAND_CLASS_FIELD", LAND_SCHEMA, "DLBM")
        self._picture = OccupationPicture([(style, layer, land_class if style == "land" else None)
                                           for style, layer in self._drawn])
        self._drawn = []

    def run(self, progress: Progress) -> OccupationResult:
        """Read, cut, measure and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        basis = inputs.given["AREA_BASIS"]
        survey = inputs.survey(book, progress.part(0.0, 0.25))
        crs = survey.table.crs
        drawn, projects = inputs.projects(crs, book, kernel, progress.part(0.25, 0.3))
        survey = inputs.parcels_near(survey, projects, kernel, book, progress.part(0.3, 0.4))
        permanent = inputs.zones("PERMANENT_FARMLAND", "permanent_farmland", [], crs, projects, kernel, book,
                                 progress.part(0.4, 0.45))
        unit_table, units = inputs.units(crs, projects, kernel, book, progress.part(0.45, 0.5))
        unit_layer = None if unit_table is None or units is None else (unit_table, units)
        cut = cut_projects(projects, survey, permanent, unit_table, kernel, progress.part(0.5, 0.9))
        areas = inputs.areas(crs, book, progress)
        measured = measure(cut, projects, survey, areas, book, basis)
        widths = mean_widths_of(cut.pieces.wkb, measured.raw, crs, inputs.transforms, progress)
        drawn_m2 = float(areas(drawn.wkb).sum())
        progress.check()
        grades = inputs.grades()
        occupation = count(cut.pieces, measured, projects, survey, grades, units, drawn_m2)
        progress.check()
        touched = survey.take(np.unique(cut.pieces.land[cut.pieces.land >= 0]))
        found = [*survey_findings(touched, book),
                 *occupation_findings(projects, survey, cut, measured, occupation, book, kernel, areas, widths,
                                      progress, units=unit_layer, grades=grades, basis=basis, shaped=self._shaped)]
        progress.set(1.0)
        return OccupationResult(
            **inputs.outcome(found, book, kernel.name, progress), projects=projects, survey=survey, cut=cut,
            measured=measured, occupation=occupation, picture=self._picture)
