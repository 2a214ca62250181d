"""From the parameters of kf:heritageimpact to verdicts: what is read, in which order, and what is noticed."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...engine.heritage_impact import cut_points, cut_polygons
from ...engine.heritage_impact_zones import site_zones
from ...engine.kernel import pick_kernel
from ...engine.near import rows_near
from ...engine.review_hits import Tolerance
from ...rules.heritage_impact import BUILDING, FARMLAND, PARCEL, all_tiers
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .impact_findings import notes
from .impact_inputs import ImpactInputs
from .impact_judging import judged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.heritage_impact import Cut, Subjects
    from ...engine.heritage_impact_zones import SiteZones
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .impact_judging import Judged

_READ, _ZONED = 0.3, 0.6  # of the progress
_TOUCH = ("max_area_m2", "max_width_m", "below_share_of_total")


@dataclass(frozen=True)
class ImpactResult(RunResult):
    """Everything a run found out, before anything is written.

    groups: projects, parcels and buildings that were given, in this order; farmland: patches in large sites, None
    where permanent farmland was not given.
    """

    crs: QgsCoordinateReferenceSystem
    groups: Sequence[Judged]
    farmland: Judged | None


class ImpactJob(InputsJob[ImpactInputs]):
    """One run over the inputs of the algorithm, made on the main thread."""

    INPUTS = ImpactInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> ImpactResult:
        """Read, make bands of the lines, cut, judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        crs = inputs.first_crs()
        areas = inputs.areas(crs, book, progress)
        groups = self._subjects(crs, areas, kernel, book, progress.part(0.0, _READ))
        # large sites are looked for wherever permanent farmland may lie
        boxes = None if inputs.has("PERMANENT_FARMLAND") else np.concatenate([group.table.bounds for group in groups])
        lines = inputs.lines(crs, boxes, kernel, book, progress.part(_READ, 0.5))
        zones = site_zones(lines.drawn, all_tiers(book), kernel, progress.part(0.5, _ZONED))
        found = []
        for number, group in enumerate(groups):
            part = progress.part(_ZONED + (1 - _ZONED) * number / len(groups),
                                 _ZONED + (1 - _ZONED) * (number + 1) / len(groups))
            own, near = zones, group
            if group.kind == FARMLAND:
                own = zones.some([lines.sites[site].large for site in zones.sites])
                near = group.take(rows_near(group.table.bounds, own.table.bounds, progress))
            cut = self._cut(near, own, areas, kernel, book, part.part(0.0, 0.8))
            found.append(judged(near, cut, own, lines.sites, blind=not lines.shaped, progress=part.part(0.8, 1.0)))
        said = [item.finding for group in found for item in group.told]
        said += notes(found, lines.sites, lines.drawn.table.name, book)
        farmland = [group for group in found if group.subjects.kind == FARMLAND]
        return ImpactResult(
            **inputs.outcome(said, book, kernel, progress), crs=crs,
            groups=[group for group in found if group.subjects.kind != FARMLAND],
            farmland=farmland[0] if farmland else None)

    def _subjects(self, crs: QgsCoordinateReferenceSystem, areas: AreasOf, kernel: Kernel, book: RuleBook,
                  progress: Progress) -> list[Subjects]:
        """Return what is judged, by layer."""
        inputs = self._inputs
        readers: dict[str, Callable[..., Subjects]] = {
            "PROJECTS": inputs.project_subjects, "PARCELS": partial(inputs.named_subjects, PARCEL),
            "DEMOLITIONS": partial(inputs.named_subjects, BUILDING), "PERMANENT_FARMLAND": inputs.farmland_subjects}
        given = [read for name, read in readers.items() if inputs.has(name)]
        return [read(crs, areas, kernel, book, progress.part(number / len(given), (number + 1) / len(given)))
                for number, read in enumerate(given)]

    def _cut(self, group: Subjects, zones: SiteZones, areas: AreasOf, kernel: Kernel, book: RuleBook,
             progress: Progress) -> Cut:
        if group.points:
            return cut_points(group, zones, kernel, progress)
        tolerance = Tolerance(*(float(book.threshold("review.touch", key)) for key in _TOUCH))
        widths = self._inputs.widths(group.table.crs, progress)
        return cut_polygons(group, zones, tolerance, areas, widths, kernel, book, progress)
