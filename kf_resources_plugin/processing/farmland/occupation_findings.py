"""What an occupation has to say beside its figures: overlaps, land outside, permanent farmland, missing grades."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from ...engine.many_faults import told
from ...engine.united_shapes import united_shape
from .land_findings import (
    declared_areas,
    deduction_field,
    land_overlaps,
    own_capacities,
    unit_overlaps,
    without_unit,
)

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf, CutResult, Measured, Pieces
    from ...engine.occupation_figures import Occupation
    from ...engine.projects import Projects
    from ...engine.wkb import Wkbs
    from ...rules.findings import Finding
    from ...rules.grades import GradeTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .land_findings import UnitLayer


def occupation_findings(projects: Projects, survey: LandSurvey, cut: CutResult, measured: Measured,
                        occupation: Occupation, book: RuleBook, kernel: Kernel, areas: AreasOf,
                        widths: np.ndarray, progress: Progress, *, units: UnitLayer | None, grades: GradeTable,
                        basis: str, shaped: bool) -> list[Finding]:
    """Return all findings about projects, land and closure; ``widths`` float64 (pieces,) in m.

    ``shaped``: they will be drawn; otherwise those about several pieces of a project have no shape.
    """
    if not projects.ids:
        return [book.finding("project.none", role="projects", layer=projects.table.name, place="projects")]
    touched = np.unique(cut.pieces.land[cut.pieces.land >= 0])
    return [
        *_per_project(projects, cut.pieces, measured, occupation, book,
                      partial(united_shape, kernel=kernel, progress=progress) if shaped else lambda wkbs: b""),
        *_overlaps(projects, survey, cut, book, areas),
        *_closure(projects, survey, cut, measured, book),
        *_slivers(projects, cut.pieces, measured, widths, book),
        *_grades(survey, cut.pieces, occupation, book),
        *own_capacities(set(occupation.land.place[occupation.land.kind >= 0].tolist()), grades, book),
        *deduction_field(survey, int(occupation.total.farmland[0]), book),
        *without_unit(survey, cut.pieces.land, cut.pieces.unit, measured.area, units, book),
        *(unit_overlaps(units, cut.unit_overlaps, book, areas) if units is not None else ()),
        *(declared_areas(survey, touched, areas(survey.table.wkb[touched]), book) if basis == "tbmj" else ()),
    ]


def _per_project(projects: Projects, pieces: Pieces, measured: Measured, occupation: Occupation, book: RuleBook,
                 shape_of: Callable[[Wkbs], bytes]) -> list[Finding]:
    found = []
    figures = occupation.by_project
    farmland = occupation.land.kind >= 0
    beside = np.zeros(len(projects.ids), dtype=np.int64)  # inside the line, but no cultivated parcel
    np.add.at(beside, pieces.project, np.where(pieces.permanent & ~farmland, measured.area, 0))
    selections = {
        "farmland.permanent_occupied": (pieces.permanent & farmland, figures.permanent),
        "farmland.permanent_not_cultivated": (pieces.permanent & ~farmland, beside),
        "farmland.paddy_occupied": (occupation.land.kind == 0, figures.by_kind[:, 0]),
    }
    # pieces stand in the order of projects
    bounds = np.searchsorted(pieces.project, np.arange(len(projects.ids) + 1))
    for row, key in enumerate(projects.ids):
        mine = slice(bounds[row], bounds[row + 1])
        subject: dict[str, Any] = {"subject_id": key, "subject_name": projects.names[row], "role": "projects",
                                   "source_fid": int(projects.table.fids[row])}
        total = float(figures.area[row]) / 100
        for rule, (selected, sums) in selections.items():
            area = float(sums[row]) / 100
            if area > 0:
                found.append(book.finding(rule, **subject, area_m2=area, share=area / total,
                                          wkb=shape_of(pieces.wkb[mine][selected[mine]])))
        beyond = pieces.land[mine] < 0
        outside = float(measured.area[mine][beyond].sum()) / 100
        if outside > 0:
            rule = "project.outside_land" if beyond.all() else "project.partly_outside"
            found.append(book.finding(rule, **subject, area_m2=outside, share=outside / total,
                                      wkb=shape_of(pieces.wkb[mine][beyond]), layer=projects.table.name))
    return found


def _overlaps(projects: Projects, survey: LandSurvey, cut: CutResult, book: RuleBook,
              areas: AreasOf) -> list[Finding]:
    found = []
    least = float(book.threshold("project.overlap", "min_area_m2"))
    measured = areas([overlap.wkb for overlap in cut.project_overlaps]).tolist()
    for overlap, shared in zip(cut.project_overlaps, measured):
        if shared < least:
            continue
        found.append(book.finding(
            "project.overlap", subject_id=projects.ids[overlap.first], subject_name=projects.names[overlap.first],
            other_id=projects.ids[overlap.second], role="projects", wkb=overlap.wkb,
            source_fid=int(projects.table.fids[overlap.first]), other_fid=int(projects.table.fids[overlap.second]),
            area_m2=shared,
            other_name=projects.names[overlap.second]))
    found += land_overlaps(survey, cut.land_overlaps, book, areas)
    return found


def _closure(projects: Projects, survey: LandSurvey, cut: CutResult, measured: Measured,
             book: RuleBook) -> list[Finding]:
    found = [book.finding("closure.residual", subject_id=projects.ids[row], subject_name=projects.names[row],
                          role="projects", area_m2=float(measured.residual[row]),
                          source_fid=int(projects.table.fids[row]), residual_m2=float(measured.residual[row]),
                          tolerance_m2=float(measured.tolerance[row]))
             for row in np.flatnonzero(measured.over).tolist()]
    for subject, land, reason in cut.failed:
        found.append(book.finding("geometry.overlay_failed", subject_id=projects.ids[subject], role="projects",
                                  subject_name=projects.names[subject], other_id=str(survey.parcels[land]),
                                  reason=reason,
                                  source_fid=int(projects.table.fids[subject]), layer=projects.table.name,
                                  fid=int(projects.table.fids[subject])))
    return found


def _slivers(projects: Projects, pieces: Pieces, measured: Measured, widths: np.ndarray,
             book: RuleBook) -> list[Finding]:
    small = (pieces.land >= 0) & ((measured.raw < float(book.threshold("closure.sliver", "max_area_m2")))
                                  | (widths < float(book.threshold("closure.sliver", "max_width_m"))))
    found = []
    counts = np.bincount(pieces.project[small], minlength=len(projects.ids))
    sums = np.bincount(pieces.project[small], measured.raw[small], minlength=len(projects.ids))
    for row in np.flatnonzero(counts).tolist():
        found.append(book.finding("closure.sliver", subject_id=projects.ids[row], subject_name=projects.names[row],
                                  role="projects", area_m2=float(sums[row]), count=int(counts[row]),
                                  source_fid=int(projects.table.fids[row])))
    return found


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
