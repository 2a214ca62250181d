"""Dikes and training works as lines in a plane of metres, the river on their left where it is known."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.dike_zones import RIGHT, river_side
from .distances import moved
from .line_chains import joined_lines
from .line_reading import LineParts, LineTable, parts_of
from .plane_shapes import DENSE_M, dense
from .river_side import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.dike_zones import Standard, Verdict
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .line_chains import Joined
    from .metric_plane import MetricPlane
    from .reading import PolygonTable
    from .river_side import Sight


@dataclass(frozen=True)
class DikeLayer:
    """A layer of dikes or works, by the rows of its table.

    names: the id or name of each row, '' without. standards: the zones that apply to it. entered: int64, LEFT or RIGHT
    of the direction drawn, UNKNOWN for nothing. river_toe, land_toe: metres from the line to where zones begin.
    """

    role: str
    table: LineTable
    names: Sequence[str]
    standards: Sequence[Standard]
    entered: Ints
    river_toe: Floats
    land_toe: Floats

    def label(self, rows: Ints) -> str:
        """Return what the planner calls a line made of some rows: their names, else the feature id of the first."""
        named = list(dict.fromkeys(self.names[row] for row in rows.tolist() if self.names[row]))
        return ", ".join(named) or f"#{self.table.fids[rows.min()]}"


@dataclass(frozen=True)
class SidedLine:
    """A line in the plane, (n, 2) points, the river on its left where the verdict knows; row: (n - 1,) of the layer.

    number: from 1 in its layer. middle: (x, y) halfway along it in the layer's coordinates. units: of the plane per
    metre on the ground.
    """

    layer: DikeLayer
    number: int
    points: Floats
    row: Ints
    verdict: Verdict
    sight: Sight | None
    middle: tuple[float, float]
    units: float

    @property
    def label(self) -> str:
        """Return what the planner calls it."""
        return self.layer.label(self.row)

    @property
    def closed(self) -> bool:
        """Tell whether the line ends where it begins."""
        return bool((self.points[0] == self.points[-1]).all())

    @property
    def length_m(self) -> float:
        """Return the length on the ground in metres."""
        return float(np.hypot(*np.diff(self.points, axis=0).T).sum()) / self.units


def channel_of(lines: LineTable | None, polygons: PolygonTable | None, plane: MetricPlane, kernel: Kernel,
               progress: Progress) -> Channel | None:
    """Return the channel in the plane, None where neither layer has a geometry; polygons are valid."""
    if polygons is not None and any(polygons.wkb):
        return Channel.of_polygons(moved(polygons.wkb, plane.to_plane, progress), kernel)
    parts = None if lines is None else parts_of(lines.wkb)
    if parts is None or not len(parts):
        return None
    return Channel.of_lines(LineParts(*plane.to_plane(parts.x, parts.y), parts.offsets, parts.row), kernel)


def sided_lines(layer: DikeLayer, channel: Channel | None, plane: MetricPlane, book: RuleBook,
                progress: Progress) -> tuple[list[SidedLine], Joined]:
    """Return the lines of a layer, put together, each with its river side; and how they were put together."""
    join_m, gap_m = (float(book.threshold("dike.joints", key)) for key in ("join_m", "gap_m"))
    joined = joined_lines(parts_of(layer.table.wkb), plane.to_plane, join_m, gap_m, progress)
    lines = []
    for number, chain in enumerate(joined.chains, start=1):
        progress.set((number - 1) / len(joined.chains))
        drawn, row, forward = chain.points, chain.row, chain.forward
        if not plane.own:
            drawn, edge = dense(drawn, DENSE_M * plane.units_per_metre)
            row, forward = row[edge], forward[edge]
        points = np.column_stack(plane.to_plane(drawn[:, 0], drawn[:, 1]))
        sight = None if channel is None else channel.seen_from(points, progress)
        verdict = river_side(_turned(layer.entered[row], forward), None if sight is None else (
            sight.left, sight.right, sight.places), book)
        if verdict.side == RIGHT:
            points, row = points[::-1], row[::-1]
        lines.append(SidedLine(layer, number, points, row, verdict, sight, _middle(drawn),
                               plane.scale(points[:, 0], points[:, 1])))
    progress.set(1.0)
    return lines, joined


def _turned(entered: Ints, forward: Bools) -> list[int]:
    """Return the sides entered in the direction of the line, each once."""
    sides: list[int] = np.unique(np.where(forward, entered, -entered)).tolist()
    return sides


def _middle(points: Floats) -> tuple[float, float]:
    steps = np.diff(points, axis=0)
    reached = np.r_[0.0, np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))]
    x, y = (float(np.interp(reached[-1] / 2.0, reached, column)) for column in points.T)
    return x, y
