"""Projects cut by the polygons of one role, so that every point of a project counts once and all roles close alike."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.rounding import adjust, largest_remainder
from ..rules.units import hundredths
from .closure import areas_of_parts, closure_tolerance
from .land_split import cut_by_zones
from .overlay import bare
from .uncut import listed_overlay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.compliance import Selector
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs


@dataclass(frozen=True)
class ControlLayer:
    """The polygons of one role near projects, of all its layers.

    layers: what they are called, sorted; labels: object (rows,), what each polygon is called, '' where nothing tells;
    chosen: bool (rows,) by selector, which polygons count for it.
    """

    role: str
    layers: tuple[str, ...]
    table: PolygonTable
    labels: np.ndarray
    chosen: Mapping[Selector, Bools]


@dataclass(frozen=True)
class RoleParts:
    """Parts of projects by the polygons of a role, arrays of shape (parts,) sorted by project.

    project: int64 row; inside: bool, in any polygon; chosen: bool by selector, in a polygon that counts for it; wkb:
    object; area: int64 hundredths of m²; raw: float64 m² as measured. Per project: residual, tolerance float64 m², over
    bool, parts and project differ by more than the tolerance. met: (polygon, project) of all that share land, of
    polygons that have a label.
    """

    layer: ControlLayer
    project: Ints
    inside: Bools
    chosen: Mapping[Selector, Bools]
    wkb: Wkbs
    area: Ints
    raw: Floats
    residual: Floats
    tolerance: Floats
    over: Bools
    met: tuple[Ints, Ints]

    def labels(self, project: int, selector: Selector) -> tuple[str, ...]:
        """Return what the polygons of a selector that a project meets are called, each once, sorted."""
        polygons, projects = self.met
        rows = polygons[np.searchsorted(projects, project):np.searchsorted(projects, project, side="right")]
        return tuple(sorted({str(label) for label in self.layer.labels[rows[self.layer.chosen[selector][rows]]]}))


def cut_by_role(projects: PolygonTable, drawn: Floats, layer: ControlLayer, areas: AreasOf, book: RuleBook,
                kernel: Kernel, progress: Progress) -> RoleParts:
    """Cut projects by a layer; both are valid and in one CRS. drawn: float64 (projects,) m² of the projects.

    Polygons that count for the same selectors are one, so that where they overlap land counts once. Raises
    Canceled.
    """
    selectors = list(layer.chosen)
    counting = np.array([layer.chosen[selector] for selector in selectors], dtype=bool).T
    kinds, kind_of = np.unique(counting, axis=0, return_inverse=True)
    kind_of = kind_of.reshape(-1)
    zones = {str(kind): bare(layer.table, np.flatnonzero(kind_of == kind)) for kind in range(len(kinds))}
    project, zone, wkb = cut_by_zones(projects.wkb, zones, kernel, progress.part(0.0, 0.7))
    within = np.zeros((len(project), len(kinds)), dtype=np.int64)
    for kind in range(len(kinds)):
        within[:, kind] = zone[str(kind)] >= 0
    chosen = within @ kinds.astype(np.int64) > 0
    area, raw, residual, tolerance, over = measured_parts(project, wkb, drawn, areas, book)
    return RoleParts(layer, project, within.any(axis=1),
                     {selector: chosen[:, place] for place, selector in enumerate(selectors)}, wkb, area, raw,
                     residual, tolerance, over, _met(projects, layer, kernel, progress.part(0.7, 1.0)))


def measured_parts(project: Ints, wkb: Wkbs, drawn: Floats, areas: AreasOf,
                   book: RuleBook) -> tuple[Ints, Floats, Floats, Floats, Bools]:
    """Return what parts measure, adjusted to what they are cut from: (area, raw, residual, tolerance, over).

    project: int64 (parts,) row of what each is cut from, the parts in canonical order; drawn: float64 m² of those.
    area: int64 (parts,) hundredths of m²; raw: float64 (parts,) m²; the others as of ``RoleParts``.
    """
    raw = areas_of_parts(drawn, project, wkb, areas)
    tolerance = closure_tolerance(np.bincount(project, minlength=len(drawn)), drawn, book)
    adjusted, residual, over = adjust(raw, project, drawn, tolerance)
    totals = hundredths(np.bincount(project, adjusted, minlength=len(drawn)))
    area = largest_remainder(adjusted, project, totals, np.arange(len(adjusted)))  # parts stand in canonical order
    return area, raw, residual, tolerance, over


def _met(projects: PolygonTable, layer: ControlLayer, kernel: Kernel, progress: Progress) -> tuple[Ints, Ints]:
    named = np.flatnonzero(layer.labels != "").astype(np.int64)
    pairs = listed_overlay(bare(layer.table, named), bare(projects, np.arange(len(projects))), kernel, progress)
    order = np.argsort(pairs.land, kind="stable")
    return named[pairs.subject[order]], pairs.land[order]
