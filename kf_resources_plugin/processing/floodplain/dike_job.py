"""From the parameters of kf:dikezones to zones: lines put together, their river side, zones, areas."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.dike_lines import channel_of, sided_lines
from ...engine.dike_zones import draw_zones
from ...engine.kernel import pick_kernel
from ...engine.line_reading import parts_of
from ...engine.metric_plane import metric_plane
from ...engine.partition import self_overlaps
from ...engine.unit_parts import UnitDivision, UnitParts
from ...engine.wkb import as_wkb_array
from ..inputs_job import InputsJob
from ..land_findings import unit_overlaps
from ..run_result import RunResult
from .dike_findings import line_findings, zone_findings
from .dike_inputs import DikeInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.dike_lines import DikeLayer, SidedLine
    from ...engine.dike_zones import DikeZones, Zone
    from ...engine.kernel import Kernel
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class DikeResult(RunResult):
    """Everything a run found out, before anything is written; parts: those of the zones by unit."""

    crs: QgsCoordinateReferenceSystem
    lines: list[SidedLine]
    zones: list[Zone]
    parts: UnitParts
    units: UnitDivision


class DikeJob(InputsJob[DikeInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = DikeInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return [*self._inputs.line_problems(), *self._inputs.file_problems(self._inputs.book)]

    def run(self, progress: Progress) -> DikeResult:
        """Read, put together, draw and measure; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        dikes = inputs.dikes(book, progress.part(0.0, 0.08))
        crs = dikes.table.crs
        works = inputs.works(crs, book, progress.part(0.08, 0.1))
        layers = [dikes, *([works] if works is not None else [])]
        lines, drawn, noticed = self._drawn(layers, crs, kernel, book, progress.part(0.1, 0.8))
        areas = inputs.areas(crs, book, progress)
        layer = inputs.all_units(crs, kernel, book, progress.part(0.8, 0.82))
        units = UnitDivision(layer, [], areas, book, kernel)
        shapes = as_wkb_array([zone.wkb for zone in drawn.zones])
        parts = units.divide(shapes, [""] * len(shapes), progress.part(0.82, 1.0))
        noticed += zone_findings(drawn, areas, book)
        if layer is not None:
            noticed += unit_overlaps(layer, list(zip(*self_overlaps(layer[0], kernel, progress))), book, areas)
        progress.set(1.0)
        return DikeResult(**inputs.outcome(noticed, book, kernel, progress), crs=crs, lines=lines,
                          zones=drawn.zones, parts=parts, units=units)

    def _drawn(self, layers: Sequence[DikeLayer], crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
               progress: Progress) -> tuple[list[SidedLine], DikeZones, list[Finding]]:
        """Return the lines with their river sides, the zones, and what is to be said of the lines."""
        inputs = self._inputs
        points = [parts_of(layer.table.wkb) for layer in layers]
        x, y = (np.concatenate([getattr(parts, axis) for parts in points]) for axis in "xy")
        lines: list[SidedLine] = []
        noticed: list[Finding] = []
        shapes = inputs.channel(crs, kernel, book, progress.part(0.0, 0.1))
        plane = metric_plane(crs, x, y, inputs.transforms)
        channel = channel_of(*shapes, plane, kernel, progress)
        for number, layer in enumerate(layers):
            found, joined = sided_lines(layer, channel, plane, book, progress.part(
                0.1 + 0.1 * number, 0.2 + 0.1 * number))
            lines += found
            noticed += line_findings(layer, found, joined, plane, book)
        first_side = str(book.threshold("dike.precedence", "first_side"))
        return lines, draw_zones(lines, first_side, plane, kernel, progress.part(0.3, 1.0)), noticed
