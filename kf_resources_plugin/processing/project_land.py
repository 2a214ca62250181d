"""Projects on surveyed land: read, cut by parcels, permanent basic farmland and units, measured and adjusted."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..engine.closure import slivers
from ..engine.occupation import CutResult, Measured, cut_projects, measure
from ..engine.wkb import are_rows
from .land_inputs import LAND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..engine.farmland_change import WidthsOf
    from ..engine.kernel import Kernel
    from ..engine.land_survey import LandSurvey
    from ..engine.occupation import AreasOf, Pieces
    from ..engine.projects import Projects
    from ..rules.areas import Bools, Floats
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .land_findings import UnitLayer
    from .land_inputs import LandInputs


@dataclass(frozen=True)
class ProjectLand:
    """Projects, the survey near them and the pieces in which they meet.

    drawn_m2: projects as drawn, before repair; sliver: bool (pieces,), what cutting left of a parcel is as small or
    narrow as ``closure.sliver`` says; units: None without UNITS.
    """

    projects: Projects
    survey: LandSurvey
    cut: CutResult
    measured: Measured
    drawn_m2: float
    sliver: Bools
    units: UnitLayer | None
    areas: AreasOf

    @property
    def touched(self) -> LandSurvey:
        """Return the parcels that projects touch."""
        return self.survey.take(np.unique(self.cut.pieces.land[self.cut.pieces.land >= 0]))


def read_project_land(inputs: LandInputs, book: RuleBook, kernel: Kernel, progress: Progress, *,
                      more: Mapping[str, str] | None = None) -> ProjectLand:
    """Read PROJECTS, LAND, PERMANENT_FARMLAND and UNITS, and cut; raises PlannerError and Canceled.

    ``more``: further fields of the survey, see ``LandInputs.survey``.
    """
    crs = inputs.crs_of(LAND, book)
    with inputs.asking_for_classes(progress) as all_classes:
        drawn, projects = inputs.projects(crs, book, kernel, progress.part(0.0, 0.05))
        survey = inputs.survey(book, progress.part(0.05, 0.3), more=more, near=(projects.vicinity, all_classes))
    survey = inputs.parcels_near(survey, projects.vicinity, kernel, book, progress.part(0.3, 0.4))
    permanent = inputs.zones("PERMANENT_FARMLAND", "permanent_farmland", [], crs, projects, kernel, book,
                             progress.part(0.4, 0.45))
    unit_table, units = inputs.units(crs, projects, kernel, book, progress.part(0.45, 0.5))
    cut = cut_projects(projects, survey, permanent, unit_table, kernel, progress.part(0.5, 0.95))
    areas = inputs.areas(crs, book, progress)
    measured = measure(cut, projects, survey, areas, book, inputs.given["AREA_BASIS"])
    sliver = _slivers(cut.pieces, survey, measured.raw, inputs.widths(crs, progress), book)
    drawn_m2 = float(areas(drawn.wkb).sum())
    progress.check()
    return ProjectLand(projects, survey, cut, measured, drawn_m2, sliver,
                       None if unit_table is None or units is None else (unit_table, units), areas)


def _slivers(pieces: Pieces, survey: LandSurvey, area: Floats, widths: WidthsOf, book: RuleBook) -> Bools:
    sliver = np.zeros(len(area), dtype=bool)
    cut = np.flatnonzero((pieces.land >= 0) & ~are_rows(pieces.wkb, survey.table.wkb, pieces.land))
    sliver[cut] = slivers(area[cut], widths(pieces.wkb[cut], area[cut]), book)
    return sliver
