"""What is to be said of projects on surveyed land: overlaps, land outside, permanent farmland, closure, slivers."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable

import numpy as np

from ..engine.united_shapes import united_shape
from .land_findings import declared_areas, deduction_field, land_overlaps, unit_overlaps, without_unit

if TYPE_CHECKING:
    from ..engine.kernel import Kernel
    from ..engine.land_survey import LandSurvey
    from ..engine.occupation import AreasOf, CutResult, Measured
    from ..engine.projects import Projects
    from ..engine.wkb import Wkbs
    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .project_land import ProjectLand


def no_project(projects: Projects, book: RuleBook) -> list[Finding]:
    """Return that there is nothing to compute, when there is not."""
    if projects.ids:
        return []
    return [book.finding("project.none", role="projects", layer=projects.table.name, place="projects")]


def project_findings(land: ProjectLand, kind: np.ndarray, net: np.ndarray, book: RuleBook, kernel: Kernel,
                     progress: Progress, *, basis: str, shaped: bool) -> list[Finding]:
    """Return the findings about projects, the parcels they touch, and closure.

    kind: int8 (pieces,), −1 for land that is not cultivated; net: int64 (pieces,) hundredths of m².
    ``shaped``: they will be drawn; otherwise those about several pieces of a project have no shape.
    """
    projects, survey, cut, areas = land.projects, land.survey, land.cut, land.areas
    touched = np.unique(cut.pieces.land[cut.pieces.land >= 0])
    return [
        *_per_project(land, kind, net, book,
                      partial(united_shape, kernel=kernel, progress=progress) if shaped else lambda wkbs: b""),
        *_overlaps(projects, survey, cut, book, areas),
        *_closure(projects, survey, cut, land.measured, book),
        *_slivers(land, book),
        *deduction_field(survey, int(net[cut.pieces.counted & (kind >= 0)].sum()), book),
        *(declared_areas(survey, touched, areas(survey.table.wkb[touched]), book) if basis == "tbmj" else ()),
    ]


def unit_findings(land: ProjectLand, book: RuleBook) -> list[Finding]:
    """Return which land has no administrative unit, and which units overlap."""
    pieces = land.cut.pieces
    return [*without_unit(land.survey, pieces.land, pieces.unit, land.measured.area, land.units, book),
            *(unit_overlaps(land.units, land.cut.unit_overlaps, book, land.areas) if land.units is not None else ())]


def _per_project(land: ProjectLand, kind: np.ndarray, net: np.ndarray, book: RuleBook,
                 shape_of: Callable[[Wkbs], bytes]) -> list[Finding]:
    found = []
    projects, pieces, measured = land.projects, land.cut.pieces, land.measured
    selections = {
        "farmland.permanent_occupied": pieces.permanent & (kind >= 0),
        "farmland.permanent_not_cultivated": pieces.permanent & (kind < 0),
        "farmland.paddy_occupied": kind == 0,
    }
    # pieces stand in the order of projects
    bounds = np.searchsorted(pieces.project, np.arange(len(projects.ids) + 1))
    for row, key in enumerate(projects.ids):
        mine = slice(bounds[row], bounds[row + 1])
        subject: dict[str, Any] = {"subject_id": key, "subject_name": projects.names[row], "role": "projects",
                                   "source_fid": int(projects.table.fids[row])}
        total = float(measured.area[mine].sum()) / 100
        for rule, selected in selections.items():
            area = float(net[mine][selected[mine]].sum()) / 100
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


def _slivers(land: ProjectLand, book: RuleBook) -> list[Finding]:
    projects, small = land.projects, land.sliver
    found = []
    counts = np.bincount(land.cut.pieces.project[small], minlength=len(projects.ids))
    sums = np.bincount(land.cut.pieces.project[small], land.measured.raw[small], minlength=len(projects.ids))
    for row in np.flatnonzero(counts).tolist():
        found.append(book.finding("closure.sliver", subject_id=projects.ids[row], subject_name=projects.names[row],
                                  role="projects", area_m2=float(sums[row]), count=int(counts[row]),
                                  source_fid=int(projects.table.fids[row])))
    return found


def declared_otherwise(projects: Projects, computed: np.ndarray, field: str | None,
                       book: RuleBook) -> dict[int, Finding]:
    """Return for projects that declare another area than their geometry has what is to be said of it, by row.

    computed: float64 (projects,) m².
    """
    if not len(projects.declared_m2):
        return {}
    difference = projects.declared_m2 - computed
    most = np.maximum(computed * float(book.threshold("project.declared_area", "max_share_of_total")),
                      float(book.threshold("project.declared_area", "min_area_m2")))
    return {row: book.finding(
        "project.declared_area", subject_id=projects.ids[row], subject_name=projects.names[row], role="projects",
        source_fid=int(projects.table.fids[row]), wkb=projects.table.wkb[row], field=field, layer=projects.table.name,
        area_m2=float(computed[row]), declared_m2=float(projects.declared_m2[row]),
        difference_m2=float(difference[row])) for row in np.flatnonzero(np.abs(difference) > most).tolist()}
