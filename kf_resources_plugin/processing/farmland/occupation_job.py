"""From the parameters of kf:farmlandoccupation to its figures: what is read, in which order, and what is noticed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...engine.kernel import pick_kernel
from ...engine.land_survey import LandSurvey, survey_findings
from ...engine.occupation_figures import Occupation, count
from ..inputs_job import InputsJob
from ..land_inputs import LAND_SCHEMA, LandInputs
from ..project_land import read_project_land
from ..report_parts import wants_report
from ..run_result import RunResult
from .occupation_findings import occupation_findings
from .occupation_picture import OccupationPicture

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.occupation import CutResult, Measured
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


class OccupationJob(InputsJob[LandInputs]):
    """One run of the farmland occupation over the inputs of an algorithm, made on the main thread."""

    INPUTS = LandInputs

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
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
        super().prepare()
        land_class = self._inputs.field("LAND", "LAND_CLASS_FIELD", LAND_SCHEMA, "DLBM")
        self._picture = OccupationPicture([(style, layer, land_class if style == "land" else None)
                                           for style, layer in self._drawn])
        self._drawn = []

    def run(self, progress: Progress) -> OccupationResult:
        """Read, cut, measure and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        land = read_project_land(inputs, book, kernel, progress.part(0.0, 0.95))
        projects, survey, pieces, measured = land.projects, land.survey, land.cut.pieces, land.measured
        grades = inputs.grades()
        occupation = count(pieces, measured, projects, survey, grades, None if land.units is None else land.units[1],
                           land.drawn_m2)
        progress.check()
        found = [*survey_findings(land.touched, book),
                 *occupation_findings(land, occupation, book, kernel, progress, grades=grades,
                                      basis=inputs.given["AREA_BASIS"], shaped=self._shaped)]
        progress.set(1.0)
        return OccupationResult(
            **inputs.outcome(found, book, kernel, progress), projects=projects, survey=survey, cut=land.cut,
            measured=measured, occupation=occupation, picture=self._picture)
