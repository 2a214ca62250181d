"""Zones along dikes and training works: drawn on either side of each line, every place once in its kind.

Zones begin at the toe: between the toes lies the body, which no zone reaches into. The blasting band begins where the
safety zones end. Where zones of one kind overlap – two dikes close to each other, a bend, a joint – the earlier one
keeps the place: first those of one side, then by line.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ..rules.dike_zones import BLASTING, BODY, BOTH, LAND, RIVER, SAFETY, UNKNOWN, WORKS
from .hilbert_tree import HilbertTree
from .one_sided import left_pieces
from .plane_shapes import returned
from .slivers import without_rounding_slivers
from .subtraction import divide, unite
from .wkb import as_wkb_array, wkb_areas, wkb_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.areas import Floats
    from ..rules.dike_zones import Standard, ZoneRule
    from ..rules.progress import Progress
    from .dike_lines import SidedLine
    from .kernel import Kernel
    from .metric_plane import MetricPlane
    from .wkb import Wkbs

_ORDER = (BODY, "protection", SAFETY, BLASTING, WORKS)
_HAIR_M2 = 0.01  # overlaps smaller than what areas are rounded to


@dataclass(frozen=True)
class Zone:
    """A zone of one dike on one side; rule: None for the body, which has both sides.

    role: that of the layer of lines. begin_m, width_m: from the line as drawn to the zone, and its own. line: the first
    of its lines. wkb: in the coordinates of the layer.
    """

    kind: str
    side: str
    role: str
    dike_id: str
    standard: Standard
    rule: ZoneRule | None
    begin_m: float
    width_m: float
    line: SidedLine = field(compare=False)
    wkb: bytes = field(default=b"", compare=False)


@dataclass(frozen=True)
class Meeting:
    """A place in two zones of one kind; it counts in ``first``."""

    zone: Zone
    first: Zone
    wkb: bytes


@dataclass(frozen=True)
class DikeZones:
    """Zones by kind, side and line, no two of a kind overlapping; where they would; and where GEOS failed, with why."""

    zones: list[Zone]
    meetings: list[Meeting]
    failures: list[tuple[Zone, str]]


def draw_zones(lines: Sequence[SidedLine], first_side: str, plane: MetricPlane, kernel: Kernel,
               progress: Progress) -> DikeZones:
    """Return the zones of all lines whose river side is known; ``first_side`` keeps what zones of both sides cover."""
    known = [line for line in lines if line.verdict.side != UNKNOWN]
    pieces: dict[Zone, list[bytes]] = {}
    for number, line in enumerate(known):
        part = progress.part(0.5 * number / len(known), 0.5 * (number + 1) / len(known))
        for side, points, row in ((RIVER, line.points, line.row), (LAND, line.points[::-1], line.row[::-1])):
            _draw_side(line, side, points, row, pieces, kernel, part)
    zones = sorted(pieces, key=lambda zone: (_ORDER.index(zone.kind), zone.side not in {first_side, BOTH},
                                             zone.role, zone.line.number, zone.dike_id, zone.begin_m,
                                             zone.standard.reach))
    shapes = as_wkb_array([b""] * len(zones))
    for number, zone in enumerate(zones):
        progress.set(0.5 + 0.1 * number / len(zones))
        shapes[number] = unite(kernel, as_wkb_array(pieces[zone]), progress)
    kept = _Apart(zones, shapes, kernel).apart(progress.part(0.6, 0.95))
    back = returned(as_wkb_array([*kept.shapes, *(wkb for _, _, wkb in kept.meetings)]), plane, kernel,
                     progress)
    found = [replace(zone, wkb=wkb) for zone, wkb in zip(zones, back)]
    progress.set(1.0)
    return DikeZones([zone for zone in found if zone.wkb],
                     [Meeting(found[zone], found[first], wkb)
                      for (zone, first, _), wkb in zip(kept.meetings, back[len(zones):])],
                     [(found[zone], reason) for zone, reason in kept.failures.items()])


def _draw_side(line: SidedLine, side: str, points: Floats, row: np.ndarray, pieces: dict[Zone, list[bytes]],
               kernel: Kernel, progress: Progress) -> None:
    """Add to ``pieces`` what one side of a line gives to each zone."""
    layer = line.layer
    toes = (layer.river_toe if side == RIVER else layer.land_toe)[row]
    rows, of_edge = np.unique(row, return_inverse=True)
    drawn: dict[str, dict[int, tuple[Zone, float]]] = {}
    for position, number in enumerate(rows.tolist()):
        for zone, reach in _zones_of(line, side, number, float(toes[of_edge == position][0])):
            drawn.setdefault(zone.kind, {})[position] = (zone, reach)
    for wanted in drawn.values():
        zones = list(dict.fromkeys(zone for zone, _ in wanted.values()))
        reach, group = np.zeros(len(rows)), np.full(len(rows), -1, dtype=np.int64)
        for position, (zone, width) in wanted.items():
            reach[position], group[position] = width * line.units, zones.index(zone)
        found = left_pieces(points, reach[of_edge], group[of_edge.reshape(-1)], kernel, progress)
        for wkb, number in zip(found.wkb.tolist(), found.group.tolist()):
            pieces.setdefault(zones[number], []).append(wkb)


def _zones_of(line: SidedLine, side: str, row: int, toe: float) -> list[tuple[Zone, float]]:
    """Return the zones of one row on one side, and how far each reaches from the line in metres."""
    layer = line.layer
    standard = layer.standards[row]
    whose = (layer.role, layer.names[row] or str(line.number), standard)
    found = []
    if toe > 0:
        body = float(layer.river_toe[row] + layer.land_toe[row])
        found.append((Zone(BODY, BOTH, *whose, None, 0.0, body, line), toe))
    safety = sum(rule.width(side) for rule in standard.zones if rule.kind == SAFETY)
    for rule in standard.zones:
        width = rule.width(side)
        begin = toe + (safety if rule.kind == BLASTING else 0.0)
        if width > 0 and (safety > 0 or rule.kind != BLASTING):
            found.append((Zone(rule.kind, side, *whose, rule, begin, width, line), begin + width))
    return found


@dataclass
class _Kept:
    """What is left of zones; (zone, first, place) where two meet; why GEOS failed, by zone."""

    shapes: Wkbs
    meetings: list[tuple[int, int, bytes]]
    failures: dict[int, str]


class _Apart:
    """Takes from every zone what belongs to others."""

    def __init__(self, zones: Sequence[Zone], shapes: Wkbs, kernel: Kernel) -> None:
        self._zones, self._kernel = zones, kernel
        self._kept = _Kept(shapes, [], {})
        self._bounds = wkb_bounds(shapes)
        self._united: dict[tuple[int, ...], bytes] = {}

    def apart(self, progress: Progress) -> _Kept:
        """Return the zones: without bodies, the blasting band without safety zones, none over another of its kind."""
        near = self._near(progress)
        for number, zone in enumerate(self._zones):
            progress.set(number / max(len(self._zones), 1))
            before = near.get(number, [])
            self._take_all(number, [other for other in before if _yields(zone, self._zones[other])], progress)
            for other in before:
                if self._zones[other].kind == zone.kind:
                    progress.check()
                    inside = self._take(number, self._kept.shapes[other], progress)
                    if inside:
                        self._kept.meetings.append((number, other, inside))
        return self._kept

    def _near(self, progress: Progress) -> dict[int, list[int]]:
        """Return for each zone the earlier ones whose bounds meet its own, ascending."""
        one, other = HilbertTree(self._bounds).pairs(self._bounds, progress)
        near: dict[int, list[int]] = {}
        for row, earlier in zip(one.tolist(), other.tolist()):
            if earlier < row:
                near.setdefault(row, []).append(earlier)
        return near

    def _take_all(self, number: int, others: list[int], progress: Progress) -> None:
        key = tuple(others)
        try:
            if key and key not in self._united:
                self._united[key] = unite(self._kernel, self._kept.shapes[others], progress)
        except ValueError as error:
            self._kept.failures[number] = str(error)
        else:
            self._take(number, self._united.get(key, b""), progress)

    def _take(self, number: int, other: bytes, progress: Progress) -> bytes:
        """Take a shape from a zone; return what both covered, ``b""`` for nothing."""
        shapes = self._kept.shapes
        if not shapes[number] or not other:
            return b""
        try:
            inside, beside = divide(self._kernel, shapes[number], other, progress)
        except ValueError as error:
            self._kept.failures[number] = str(error)
            return b""
        if float(wkb_areas(as_wkb_array([inside]))[0]) <= _HAIR_M2:
            return b""
        shapes[number] = without_rounding_slivers(as_wkb_array([beside]))[0]
        return inside


def _yields(zone: Zone, other: Zone) -> bool:
    """Tell whether a zone ends where another kind begins: at bodies, the blasting band at safety zones too."""
    return other.kind != zone.kind and (other.kind == BODY or (other.kind == SAFETY and zone.kind == BLASTING))
