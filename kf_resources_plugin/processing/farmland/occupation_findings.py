"""What an occupation has to say beside its figures: projects and their land, units, grades, capacities."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.many_faults import told
from ..land_findings import own_capacities
from ..project_findings import no_project, project_findings, unit_findings

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import Pieces
    from ...engine.occupation_figures import Occupation
    from ...rules.findings import Finding
    from ...rules.grades import GradeTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..project_land import ProjectLand


def occupation_findings(land: ProjectLand, occupation: Occupation, book: RuleBook, kernel: Kernel, progress: Progress,
                        *, grades: GradeTable, basis: str, shaped: bool) -> list[Finding]:
    """Return all findings about projects, land and closure.

    ``shaped``: they will be drawn; otherwise those about several pieces of a project have no shape.
    """
    if not land.projects.ids:
        return no_project(land.projects, book)
    held, net = occupation.land, occupation.figures.net
    cultivated = held.kind >= 0
    return [
        *project_findings(land, held.kind, net, book, kernel, progress, basis=basis, shaped=shaped),
        *_grades(land.survey, land.cut.pieces, occupation, book),
        *own_capacities(held.place[cultivated], held.grade[cultivated], net[cultivated], grades, book),
        *unit_findings(land, book),
    ]


def _grades(survey: LandSurvey, pieces: Pieces, occupation: Occupation, book: RuleBook) -> list[Finding]:
    unknown = occupation.figures.capacity_unknown & (occupation.figures.net > 0)
    if not unknown.any():
        return []
    if survey.fields.grade is None:
        area = float(occupation.figures.net[unknown].sum()) / 100
        return [book.finding("land.grade_field_missing", role="land", place="field", layer=survey.table.name,
                             field="GDDB", area_m2=area)]
    rows, place = np.unique(pieces.land[unknown], return_inverse=True)
    sums = np.bincount(place.reshape(-1), occupation.figures.net[unknown]) / 100
    net = dict(zip(rows.tolist(), sums.tolist()))
    found = []
    for rule, some in (("land.grade_missing", np.isnan(survey.grade_read[rows])),
                       ("land.grade_range", ~np.isnan(survey.grade_read[rows]))):
        def finding(row: int, rule: str = rule) -> Finding:
            grade = float(survey.grade_read[row])
            return book.finding(
                rule, subject_id=str(survey.parcels[row]), role="land", source_fid=int(survey.table.fids[row]),
                wkb=survey.table.wkb[row], area_m2=net[row], layer=survey.table.name, field=survey.fields.grade,
                fid=int(survey.table.fids[row]), value="" if np.isnan(grade) else f"{grade:g}")

        found += told(survey, rows[some], finding, book, sums[some])
    return found
