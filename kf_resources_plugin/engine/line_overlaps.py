"""What control lines share, pair by pair, and how much of it is land that an earlier pair has counted already."""
from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Callable

import numpy as np

from ..rules.control_lines import first_pair
from ..rules.units import hundredths
from .control_lines import disjoint
from .land_split import cut_by_zones
from .overlay import overlay
from .partition import table_of
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.progress import Progress
    from .control_lines import ControlLine
    from .kernel import Kernel
    from .occupation import AreasOf
    from .unit_parts import UnitDivision, UnitParts
    from .wkb import Wkbs

    WidthsOf = Callable[[Wkbs, np.ndarray], np.ndarray]

_NOTICED_M2 = 0.005


@dataclass(frozen=True)
class Pairs:
    """Pairs of lines, (pairs, 2) positions; those of a line with itself come last. conflict: bool (pairs,)."""

    lines: np.ndarray
    conflict: np.ndarray

    @property
    def within(self) -> np.ndarray:
        """Tell which pairs are a line with itself."""
        return np.asarray(self.lines[:, 0] == self.lines[:, 1])


@dataclass(frozen=True)
class Overlaps:
    """Overlaps of two polygons each, sorted by pair and polygons, arrays (overlaps,).

    pair: int64 position among the pairs; first, second: int64 rows of the two lines; wkb: object, of different pairs
    of lines disjoint within a pair. width: float64 m, the mean. parts: by unit, with once:
    int64 (parts,) hundredths of m² that no earlier pair in conflict has counted; of a line with itself, that no overlap
    of the line before it covers. failed: (pair, row, row, reason).
    """

    pair: np.ndarray
    first: np.ndarray
    second: np.ndarray
    wkb: Wkbs
    width: np.ndarray
    parts: UnitParts
    once: np.ndarray
    failed: Sequence[tuple[int, int, int, str]]

    @property
    def area(self) -> np.ndarray:
        """Return the area of each overlap, int64 hundredths of m²."""
        return self.parts.whole

    def once_of(self) -> np.ndarray:
        """Return ``once`` of each overlap, int64 (overlaps,) hundredths of m²."""
        sums = np.zeros(len(self.pair), dtype=np.int64)
        np.add.at(sums, self.parts.source, self.once)
        return sums


def all_pairs(lines: Sequence[ControlLine], is_conflict: Callable[[str, str], bool]) -> Pairs:
    """Return every pair of lines in their order, then every line with itself, which is no conflict of lines."""
    across = list(combinations(range(len(lines)), 2))
    conflict = [is_conflict(lines[one].key, lines[other].key) for one, other in across]
    within = [(place, place) for place in range(len(lines))]
    return Pairs(np.array([*across, *within], dtype=np.int64).reshape(-1, 2),
                 np.array([*conflict, *([False] * len(within))], dtype=bool))


def line_overlaps(lines: Sequence[ControlLine], pairs: Pairs, units: UnitDivision, areas: AreasOf, widths: WidthsOf,
                  kernel: Kernel, progress: Progress) -> Overlaps:
    """Overlay all lines pairwise; each line's polygons cover a place once. Raises PlannerError and Canceled."""
    columns, failed = [], []
    for number, (one, other) in enumerate(pairs.lines.tolist()):
        first, second, wkb, lost = _shared(lines[one], lines[other], kernel, progress.part(
            0.5 * number / len(pairs.lines), 0.5 * (number + 1) / len(pairs.lines)))
        columns.append((np.full(len(first), number, dtype=np.int64), first, second, wkb))
        failed += [(number, *pair) for pair in lost]
    pair, first, second, wkb = (np.concatenate(column) for column in zip(*columns))
    county = [_county(lines, pairs.lines[number], a, b) for number, a, b in zip(
        pair.tolist(), first.tolist(), second.tolist())]
    parts = units.divide(wkb, county, progress.part(0.5, 0.7))
    found = Overlaps(pair, first, second, wkb, widths(wkb, parts.whole / 100), parts, parts.area, failed)
    return replace(found, once=_once(found, lines, pairs, areas, kernel, progress.part(0.7, 1.0)))


def _shared(one: ControlLine, other: ControlLine, kernel: Kernel,
            progress: Progress) -> tuple[np.ndarray, np.ndarray, Wkbs, list[tuple[int, int, str]]]:
    """Return (row of one, row of the other, shape) of what they share, and what could not be cut."""
    if one is other:
        rows = np.array([pair[:2] for pair in one.overlaps], dtype=np.int64).reshape(-1, 2)
        return rows[:, 0], rows[:, 1], as_wkb_array([wkb for _, _, wkb in one.overlaps]), []
    turned = len(one.table) > len(other.table)  # the few large ones are clipped down the tree of the many
    few, many = (other, one) if turned else (one, other)
    cut = overlay(few.once, many.once, kernel, progress)
    first, second = (cut.land, cut.subject) if turned else (cut.subject, cut.land)
    order = np.lexsort((second, first))
    failed = [(b, a, reason) if turned else (a, b, reason) for a, b, reason in cut.failed]
    return first[order], second[order], cut.wkb[order], failed


def _county(lines: Sequence[ControlLine], pair: np.ndarray, first: int, second: int) -> str:
    """Return the county of an overlap: that of the line with precedence, where it has none that of the other."""
    return str(lines[pair[0]].county[first] or lines[pair[1]].county[second])


def _once(found: Overlaps, lines: Sequence[ControlLine], pairs: Pairs, areas: AreasOf, kernel: Kernel,
          progress: Progress) -> np.ndarray:
    once = found.parts.area.copy()
    disputed = np.flatnonzero(pairs.conflict)
    for number, (one, other) in enumerate(pairs.lines.tolist()):
        rows = np.flatnonzero(found.pair[found.parts.source] == number)
        watched = progress.part(number / len(pairs.lines), (number + 1) / len(pairs.lines))
        if not len(rows):
            continue
        shapes = found.parts.wkb[rows]
        if one == other:
            counted = areas(disjoint(table_of(shapes, lines[one].table), kernel, watched))
        elif pairs.conflict[number] and len(disputed) > 1:
            zones = {line.key: line.filled() for place, line in enumerate(lines) if place not in {one, other}}
            source, zone, wkb = cut_by_zones(shapes, zones, kernel, watched)
            inside = np.array([zone[line.key] >= 0 if line.key in zone else np.ones(len(source), dtype=bool)
                               for line in lines]).T
            mine = disputed[first_pair(inside, pairs.lines[disputed])] == number
            counted = np.bincount(source[mine], areas(wkb[mine]), len(rows))
        else:
            continue
        # a part of which nothing is counted elsewhere keeps its hundredths, which were rounded with its overlap's
        lessened = areas(shapes) - counted >= _NOTICED_M2
        once[rows] = np.where(lessened, np.minimum(hundredths(counted), once[rows]), once[rows])
    return once
