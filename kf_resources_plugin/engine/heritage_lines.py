"""Historic protection lines as drawn: each site's lines by their widths, round what was drawn, before they are nested.

Widths are metres on the ground: lines are widened in a plane whose scale at the site is known, and come back in the
coordinates of the layer.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..rules.heritage_zones import CORRIDOR, DRAWN, WIDTH, provisional
from .distances import moved
from .line_reading import parts_of
from .plane_shapes import returned, taken_in
from .round_offsets import circle, corridor, widened
from .subtraction import unite
from .wkb import as_wkb_array, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..rules.areas import Floats
    from ..rules.heritage_zones import SiteType, Step, Width
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .metric_plane import MetricPlane
    from .wkb import Wkbs

_STEPS_PER_M = 10_000.0
_LEAST_CORE_M = 1.0  # of the circle that stands for a mere point where blocks are asked in which the site lies


@dataclass(frozen=True)
class Site:
    """A site of the register, in the coordinates of its layer.

    wkb: its extent as polygons, or line of the canal; ``b""`` where only points are known, or nothing. fid: of its
    feature, None for a site that only drawn lines know.
    """

    site_id: str
    name: str
    level: str
    kind: SiteType | None
    wkb: bytes = field(default=b"", repr=False)
    points: tuple[tuple[float, float], ...] = ()
    fid: int | None = None
    is_line: bool = False

    @property
    def point(self) -> tuple[float, float] | None:
        """Return the first of its points, None where none is known."""
        return self.points[0] if self.points else None

    @property
    def from_point(self) -> bool:
        """Tell whether no more than points are known of the site."""
        return not self.wkb


@dataclass(frozen=True)
class DrawnLine:
    """A line that was drawn or published: all polygons of a site in a tier, and what their fields say of them."""

    wkb: bytes = field(repr=False)
    source: str = ""
    document: str = ""
    published: date | None = None
    declared_m2: float | None = None


@dataclass(frozen=True)
class Line:
    """A line of a site: everything within it, inner tiers too, in the coordinates of the layer.

    site: position among the sites. inner: position among the lines of the one it is drawn round, −1 for the innermost.
    core: the site itself, ``b""`` but for the innermost line.
    """

    site: int
    tier: str
    method: str
    width: Width | None
    inner: int
    provisional: bool
    drawn: DrawnLine | None
    wkb: bytes = field(default=b"", repr=False)
    core: bytes = field(default=b"", repr=False)


class _Anchor(NamedTuple):
    """What a width is measured from, in the plane: a shape or points, and how far off already, in metres."""

    wkb: bytes
    points: tuple[tuple[float, float], ...]
    lines: list[Floats]
    away_m: float
    units: float


def raw_lines(sites: Sequence[Site], steps: Sequence[Sequence[Step]], drawn: Mapping[tuple[int, str], DrawnLine],
              plane: MetricPlane, arc_step: float, kernel: Kernel, progress: Progress) -> list[Line]:
    """Return the lines of all sites, those of a site from the inside outwards; steps: (sites,).

    Raises ValueError where GEOS cannot widen a shape.
    """
    made: list[Line] = []
    shapes: list[bytes] = []
    cores: list[bytes] = []
    drawer = _Drawer(plane, arc_step, kernel, progress)
    for number, (site, own) in enumerate(zip(sites, steps)):
        progress.check()
        progress.set(0.8 * number / max(len(sites), 1))
        anchors = {"": drawer.base(site)} if own else {}
        place: dict[str, int] = {"": -1}
        for step in own:
            line = drawn.get((number, step.tier))
            anchor = drawer.step(step, line, anchors)
            shape = b"" if anchor is None else drawer.shape(anchor)
            if anchor is None or not shape:
                continue
            anchors[step.tier], place[step.tier] = anchor, len(made)
            inner = place.get(step.inner, -1)
            made.append(_line(number, site, step, line, inner))
            shapes.append(b"" if line is not None else shape)
            cores.append(drawer.core(anchors[""]) if inner < 0 and line is None else b"")
    back = _rounded(returned(as_wkb_array(shapes), plane, kernel, progress), plane, kernel, progress)
    inside = returned(as_wkb_array(cores), plane, kernel, progress)
    progress.set(1.0)
    return [replace(line, wkb=line.drawn.wkb if line.drawn is not None else wkb, core=core)
            for line, wkb, core in zip(made, back.tolist(), inside.tolist())]


def _rounded(wkbs: Wkbs, plane: MetricPlane, kernel: Kernel, progress: Progress) -> Wkbs:
    """Return shapes with vertices on whole tenths of a millimetre: what follows an edge by its width follows it."""
    digits = round(np.log10(_STEPS_PER_M / plane.units_per_metre))
    rounded = moved(wkbs, lambda x, y: (np.round(x, digits), np.round(y, digits)), progress)
    for row in kernel.invalid(rounded):
        rounded[row] = wkbs[row]
    return rounded


def _line(number: int, site: Site, step: Step, drawn: DrawnLine | None, inner: int) -> Line:
    method = DRAWN if drawn is not None else CORRIDOR if step.width is not None and step.width.from_base else WIDTH
    published = step.width is not None and step.width.published
    return Line(number, step.tier, method, step.width, inner, provisional(
        method, published=published, from_point=site.from_point), drawn)


class _Drawer:
    """Draws shapes in the plane."""

    def __init__(self, plane: MetricPlane, arc_step: float, kernel: Kernel, progress: Progress) -> None:
        self._plane, self._arc, self._kernel, self._progress = plane, arc_step, kernel, progress

    def base(self, site: Site) -> _Anchor | None:
        """Return what the innermost line is drawn round: the site itself; None where nobody knows where it is."""
        if site.is_line:
            parts = parts_of([site.wkb])
            lines = [np.column_stack(self._plane.to_plane(*parts.part(row).T)) for row in range(len(parts))]
            return _Anchor(b"", (), lines, 0.0, self._units(lines[0])) if lines else None
        if site.wkb:
            return self._of_polygon(site.wkb)
        if not site.points or site.kind is None:
            return None
        places = np.column_stack(self._plane.to_plane(*np.array(site.points).T))
        return _Anchor(b"", tuple((x, y) for x, y in places.tolist()), [], site.kind.point_base_m, self._units(places))

    def step(self, step: Step, drawn: DrawnLine | None, anchors: Mapping[str, _Anchor | None]) -> _Anchor | None:
        """Return the anchor that a line itself is, None where it cannot be drawn."""
        if drawn is not None:
            return self._of_polygon(drawn.wkb)
        inner = anchors.get("" if step.width is None or step.width.from_base else step.inner)
        if inner is None or step.width is None:
            return None
        return inner._replace(away_m=inner.away_m + step.width.width_m)

    def shape(self, anchor: _Anchor) -> bytes:
        """Return what lies within the line, ``b""`` for points without a width."""
        away = anchor.away_m * anchor.units
        if anchor.lines:
            return corridor(anchor.lines, away, self._arc, self._kernel, self._progress)
        if not anchor.points:
            return widened(anchor.wkb, away, self._arc, self._kernel, self._progress)
        round_each = [circle(x, y, away, self._arc) for x, y in anchor.points] if away > 0.0 else []
        return unite(self._kernel, as_wkb_array(round_each), self._progress) if round_each[1:] else b"".join(round_each)

    def core(self, anchor: _Anchor | None) -> bytes:
        """Return the land of the site itself."""
        if anchor is None or anchor.lines:
            return b""
        return self.shape(anchor if not anchor.points else anchor._replace(
            away_m=max(anchor.away_m, _LEAST_CORE_M)))

    def _of_polygon(self, wkb: bytes) -> _Anchor:
        shape: Wkbs = taken_in(as_wkb_array([wkb]), self._plane, self._progress)
        rings = rings_from_wkb(shape)
        return _Anchor(bytes(shape[0]), (), [], 0.0, self._units(np.column_stack([rings.x, rings.y])))

    def _units(self, points: Floats) -> float:
        return self._plane.scale(points[:, 0], points[:, 1])
