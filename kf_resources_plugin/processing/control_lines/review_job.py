"""From the parameters of kf:compliancereview to verdicts: what is read, in which order, and what is noticed."""
from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.kernel import pick_kernel
from ...engine.land_survey import survey_findings
from ...engine.partition import self_overlaps
from ...engine.review_hits import Tolerance, hits_of
from ...engine.review_layers import land_layer
from ...engine.review_parts import cut_by_role
from ...rules.compliance import LAND
from ..inputs_job import InputsJob
from ..land_findings import land_overlaps
from ..land_inputs import LAND as LAND_PARAMETER
from .review_findings import closure, in_order, later_documents, not_reviewed, overlap_hits, told, told_declared
from .review_inputs import ReviewInputs
from .review_projects import reviewed_projects
from .review_result import SUMMED, ReviewResult, RoleSums, verdicts_of

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.review_hits import Hit
    from ...engine.review_parts import ControlLayer
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .review_projects import ReviewedProjects

_READ, _CUT, _COMPARED = 0.3, 0.8, 0.85  # of the progress


class ReviewJob(InputsJob[ReviewInputs]):
    """One review over the inputs of an algorithm, made on the main thread."""

    INPUTS = ReviewInputs

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._shaped = bool(parameters.get("FINDINGS") or parameters.get("HITS"))

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.review_problems()

    def run(self, progress: Progress) -> ReviewResult:
        """Read, cut role by role, judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        crs = inputs.crs_of(LAND_PARAMETER if inputs.has(LAND_PARAMETER) else "PROJECTS", book)
        areas = inputs.areas(crs, book, progress)
        with inputs.asking_for_classes(progress) if inputs.has(LAND_PARAMETER) else nullcontext() as all_classes:
            reviewed, found = self._projects(crs, areas, kernel, book, progress.part(0.0, 0.05))
            survey = None if all_classes is None else inputs.survey(
                book, progress.part(0.05, 0.15), near=(reviewed.projects.vicinity, all_classes))
        rules = reviewed.all_rules()
        layers = inputs.controls(rules, crs, reviewed.projects, kernel, book, progress.part(0.15, 0.25))
        if survey is not None and any(survey.table.wkb):
            survey = inputs.parcels_near(survey, reviewed.projects.vicinity, kernel, book,
                                         progress.part(0.25, _READ))
            layers[LAND] = land_layer(survey, rules, SUMMED.values(), book.language)
            found += survey_findings(survey, book)
        hits, sums, more = self._by_role(layers, reviewed, survey, areas, kernel, book, progress.part(_READ, _CUT))
        hits += overlap_hits(reviewed, self_overlaps(reviewed.projects.table, kernel, progress.part(_CUT, _COMPARED)),
                             areas, book)
        said = in_order([*told(hits, reviewed, kernel, progress.part(_COMPARED, 1.0), shaped=self._shaped),
                         *told_declared(reviewed, inputs.resolved.get("PROJECT_AREA_FIELD"), book)])
        found += [*more, *not_reviewed(reviewed, sums, book), *later_documents(said, reviewed, book),
                  *(item.finding for item in said)]
        return ReviewResult(
            **inputs.outcome(found, book, kernel, progress), reviewed=reviewed, crs=crs, roles=sums, told=said,
            verdicts=verdicts_of(reviewed, said))

    def _projects(self, crs: QgsCoordinateReferenceSystem, areas: AreasOf, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> tuple[ReviewedProjects, list[Finding]]:
        inputs = self._inputs
        class_field = inputs.class_field()
        drawn, projects = inputs.projects(crs, book, kernel, progress, [class_field] if class_field else [])
        return reviewed_projects(projects, drawn, class_field, areas(projects.table.wkb), book)

    def _by_role(self, layers: dict[str, ControlLayer], reviewed: ReviewedProjects, survey: LandSurvey | None,
                 areas: AreasOf, kernel: Kernel, book: RuleBook,
                 progress: Progress) -> tuple[list[Hit], dict[str, RoleSums], list[Finding]]:
        """Return hits, sums by role, and what is to be said of the cutting."""
        table = reviewed.projects.table
        tolerance = Tolerance(*(float(book.threshold("review.touch", key))
                                for key in ("max_area_m2", "max_width_m", "below_share_of_total")))
        widths = self._inputs.widths(table.crs, progress)
        hits: list[Hit] = []
        sums: dict[str, RoleSums] = {}
        found: list[Finding] = []
        for number, role in enumerate(sorted(layers)):
            part = progress.part(number / len(layers), (number + 1) / len(layers))
            parts = cut_by_role(table, reviewed.drawn_m2, layers[role], areas, book, kernel, part.part(0.0, 0.8))
            hits += hits_of(parts, reviewed.epochs, reviewed.classes, tolerance, widths, kernel, part.part(0.8, 0.9))
            sums[role] = RoleSums.of(parts, len(reviewed))
            found += closure(parts, reviewed, book)
            if role == LAND and survey is not None:
                found += _parcel_overlaps(survey, parts.met[0], areas, kernel, book, part.part(0.9, 1.0))
        return hits, sums, found


def _parcel_overlaps(survey: LandSurvey, touched: np.ndarray, areas: AreasOf, kernel: Kernel, book: RuleBook,
                     progress: Progress) -> list[Finding]:
    """Return which parcels that projects meet overlap: each of them counts."""
    near = survey.take(np.unique(touched))
    pairs = [(int(one), int(other), wkb) for one, other, wkb in zip(*self_overlaps(near.table, kernel, progress))]
    return land_overlaps(near, pairs, book, areas)
