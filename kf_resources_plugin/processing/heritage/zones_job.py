"""From the parameters of kf:heritagezones to nested lines: widths, streets, bands, united lines, areas, points."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.boundary_points import boundary_points
from ...engine.errors import PlannerError
from ...engine.heritage_lines import raw_lines
from ...engine.heritage_nesting import Streets, nest
from ...engine.kernel import pick_kernel
from ...engine.metric_plane import metric_plane
from ...engine.partition import self_overlaps
from ...engine.street_snap import SnapRule
from ...engine.unit_parts import UnitDivision, UnitParts
from ...engine.wkb import as_wkb_array, rings_from_wkb, wkb_bounds
from ...i18n import tr
from ...rules.heritage_tiers import HISTORIC, PURPLE, tiers
from ...rules.heritage_zones import CANAL, CORRIDOR, DRAWN, steps, widths, widths_of
from ..inputs_job import InputsJob
from ..land_findings import unit_overlaps
from ..run_result import RunResult
from .zones_features import zones_of
from .zones_findings import line_findings, site_findings
from .zones_inputs import BY_ROADS, ZoneInputs
from .zones_papers import papers_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.boundary_points import BoundaryPoints
    from ...engine.heritage_lines import DrawnLine, Line, Site
    from ...engine.kernel import Kernel
    from ...engine.metric_plane import MetricPlane
    from ...engine.wkb import Wkbs
    from ...rules.heritage_tiers import Tier
    from ...rules.heritage_zones import Step
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .zones_features import Zone
    from .zones_papers import Papers


@dataclass(frozen=True)
class ZonesResult(RunResult):
    """Everything a run found out, before anything is written.

    zones: features in the order they are written; parts: theirs by unit. residual: float64 (lines,) m² by which bands
    differ from their outer less their inner line. points: those of the zones; papers: the coordinate file of them.
    """

    crs: QgsCoordinateReferenceSystem
    sites: list[Site]
    lines: list[Line]
    zones: list[Zone]
    parts: UnitParts
    units: UnitDivision
    residual: np.ndarray
    points: BoundaryPoints
    papers: Papers


class ZonesJob(InputsJob[ZoneInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = ZoneInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return [*self._inputs.zone_problems(), *self._inputs.file_problems(self._inputs.book)]

    def run(self, progress: Progress) -> ZonesResult:
        """Read, draw, nest and measure; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        sites, crs = inputs.sites(kernel, book, progress.part(0.0, 0.05))
        drawn = inputs.drawn(sites, crs, kernel, book, progress.part(0.05, 0.08))
        known, wanted = tiers(book), inputs.wanted_tiers(book)
        canal = inputs.canal(crs, kernel, book, progress)
        sites += [canal] if canal is not None else []
        own = _steps(sites, drawn, wanted, book)
        plane = self._plane(crs, sites, drawn)
        arc_step = np.radians(float(book.threshold("zone.arc", "arc_step_degrees")))
        try:
            lines = raw_lines(sites, own, drawn, plane, arc_step, kernel, progress.part(0.08, 0.35))
            shown = [line.method in {DRAWN, CORRIDOR} or line.tier in wanted for line in lines]
            streets = self._streets(lines, crs, plane, kernel, book, progress.part(0.35, 0.4))
            nested = nest(lines, _united(lines, shown, known, wanted), streets, kernel, progress.part(0.4, 0.75))
        except ValueError as error:
            raise PlannerError(tr("The lines cannot be put together ({reason}). Check the geometry of sites, drawn "
                                  "lines and streets and run again.").format(reason=error)) from error
        zones = zones_of(sites, lines, shown, nested, book)
        areas = inputs.areas(crs, book, progress)
        layer = inputs.all_units(crs, kernel, book, progress.part(0.75, 0.77))
        units = UnitDivision(layer, [], areas, book, kernel)
        shapes = as_wkb_array([zone.wkb for zone in zones])
        parts = units.divide(shapes, [""] * len(zones), progress.part(0.77, 0.9))
        residual = _residuals(lines, areas(nested.outer), areas(nested.band), nested.residual)
        noticed = [*site_findings(sites, lines, inputs.label("SITES"), book),
                   *line_findings(sites, lines, shown, nested, residual, areas, book)]
        if layer is not None:
            noticed += unit_overlaps(layer, list(zip(*self_overlaps(layer[0], kernel, progress))), book, areas)
        papers, found = papers_of(zones, parts.whole, crs, inputs.transforms, book, progress.part(0.9, 1.0))
        points = boundary_points(papers.rings, papers.decimals, papers.to_lonlat)
        progress.set(1.0)
        return ZonesResult(**inputs.outcome([*noticed, *found], book, kernel, progress), crs=crs, sites=sites,
                           lines=lines, zones=zones, parts=parts, units=units, residual=residual, points=points,
                           papers=papers)

    def _plane(self, crs: QgsCoordinateReferenceSystem, sites: Sequence[Site],
               drawn: Mapping[tuple[int, str], DrawnLine]) -> MetricPlane:
        rings = rings_from_wkb([*(site.wkb for site in sites if not site.is_line),
                                *(line.wkb for line in drawn.values())])
        points = np.array([place for site in sites for place in site.points]).reshape(-1, 2)
        return metric_plane(crs, np.concatenate([rings.x, points[:, 0]]), np.concatenate([rings.y, points[:, 1]]),
                            self._inputs.transforms)

    def _streets(self, lines: Sequence[Line], crs: QgsCoordinateReferenceSystem, plane: MetricPlane, kernel: Kernel,
                 book: RuleBook, progress: Progress) -> Streets | None:
        inputs = self._inputs
        bounds = wkb_bounds(as_wkb_array([line.wkb for line in lines]))
        blocks: Wkbs | None = inputs.blocks(bounds, crs, kernel, book, progress)
        if blocks is None or not len(blocks):
            return None
        rule = "zone.snap_roads" if inputs.given["SNAP"] == BY_ROADS else "zone.snap_blocks"
        shift = inputs.given["SNAP_TOLERANCE"] or float(book.threshold(rule, "max_shift_m"))
        return Streets(blocks, SnapRule(float(book.threshold(rule, "min_share_of_total")), shift or np.inf), plane)


def _steps(sites: Sequence[Site], drawn: Mapping[tuple[int, str], DrawnLine], wanted: frozenset[str],
           book: RuleBook) -> list[list[Step]]:
    """Return the lines that each site gets: those drawn, and by widths those wanted and what lies inside them."""
    known, all_widths = tiers(book), widths(book)
    have: list[set[str]] = [set() for _ in sites]
    for number, tier in drawn:
        have[number].add(tier)
    needed = {code for code, tier in known.items() if code in wanted or wanted.intersection(tier.within)}
    found = []
    for site, own in zip(sites, have):
        by_width = {}
        if site.site_id == CANAL and site.kind is None and site.wkb:
            by_width = widths_of(CANAL, "", all_widths)
        elif site.kind is not None and site.kind.by_width and (site.wkb or site.kind.from_point or own):
            by_width = {tier: width for tier, width in widths_of(site.kind.code, site.level, all_widths).items()
                        if tier in needed}
        found.append(steps(by_width, own, known))
    return found


def _united(lines: Sequence[Line], shown: Sequence[bool], known: Mapping[str, Tier],
            wanted: frozenset[str]) -> dict[str, list[int]]:
    """Return which lines each derived tier unites; the corridors of the canal are no heritage themselves."""
    members = [row for row, line in enumerate(lines) if shown[row] and line.method != CORRIDOR]
    groups = {PURPLE: [row for row in members if known[lines[row].tier].purple], HISTORIC: members}
    return {tier: rows for tier, rows in groups.items() if tier in wanted and rows}


def _residuals(lines: Sequence[Line], outer: np.ndarray, band: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return by how many m² bands differ from their outer less their inner line, and lines from what was drawn."""
    inner = np.array([line.inner for line in lines], dtype=np.int64)
    within: np.ndarray = np.where(inner >= 0, outer[inner], 0.0) if len(lines) else np.empty(0)
    result: np.ndarray = np.abs(outer - within - band) + share * outer
    return result
