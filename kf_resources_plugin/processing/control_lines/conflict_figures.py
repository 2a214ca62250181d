"""What a check of control lines found, and its sums: by pair, by unit, and with each place once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...rules.lengths import narrower

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.control_lines import ControlLine
    from ...engine.land_survey import LandSurvey
    from ...engine.line_land import Expansion, NotCultivated
    from ...engine.line_openings import Openings
    from ...engine.line_overlaps import Overlaps, Pairs
    from ...engine.unit_parts import UnitDivision
    from ...rules.control_lines import PairRule
    from ...rules.rule_rows import RuleBook

OVERLAP, SLIVER, SELF_OVERLAP, TOLERATED = "overlap", "sliver", "self_overlap", "tolerated"
"""Kinds of overlap: of two lines, the same where it is a thin strip, of a line with itself, and what is let pass."""
HOLE, GAP, NOT_CULTIVATED = "hole", "gap", "not_cultivated"
"""Further kinds of row of the summary by unit."""


@dataclass(frozen=True)
class Conflicts:
    """All that was found; rules: that of each pair; kinds: object (overlaps,); what was not asked for is None."""

    lines: Sequence[ControlLine]
    pairs: Pairs
    rules: Sequence[PairRule]
    overlaps: Overlaps
    kinds: np.ndarray
    openings: Openings
    units: UnitDivision
    land: LandSurvey | None
    not_cultivated: NotCultivated | None
    expansion: Expansion | None


def kinds_of(overlaps: Overlaps, pairs: Pairs, book: RuleBook) -> np.ndarray:
    """Return the kind of each overlap, object (overlaps,)."""
    small = overlaps.area < round(float(book.threshold("control.tolerance", "min_area_m2")) * 100)
    thin = narrower(overlaps.width, float(book.threshold("control.overlap_sliver", "max_width_m")))
    thin &= pairs.conflict[overlaps.pair]  # a strip of lines that may overlap is no border drawn twice
    kinds = np.where(thin, SLIVER, OVERLAP).astype(object)
    kinds[pairs.within[overlaps.pair]] = SELF_OVERLAP
    kinds[small] = TOLERATED
    return kinds


@dataclass(frozen=True)
class PairSums:
    """Sums of one pair: numbers of overlaps, and hundredths of m².

    count: overlaps that are not let pass, area: of all of them, each place once within the pair; once: what no earlier
    pair in conflict has counted, None for a pair that is no conflict; thin, small: (number, area) of strips, of what is
    let pass.
    """

    pair: int
    count: int
    area: int
    once: int | None
    thin: tuple[int, int]
    small: tuple[int, int]


def pair_sums(found: Conflicts) -> list[PairSums]:
    """Return the sums of every pair, those without overlap too."""
    overlaps, once = found.overlaps, found.overlaps.once_of()
    sums = []
    for pair in range(len(found.pairs.lines)):
        mine = overlaps.pair == pair
        area = once if found.pairs.within[pair] else overlaps.area

        def counted(chosen: np.ndarray, area: np.ndarray = area) -> tuple[int, int]:
            return int(chosen.sum()), int(area[chosen].sum())

        small = counted(mine & (found.kinds == TOLERATED))
        sums.append(PairSums(
            pair, int(mine.sum()) - small[0], counted(mine)[1],
            int(once[mine].sum()) if found.pairs.conflict[pair] else None, counted(mine & (found.kinds == SLIVER)),
            small))
    return sums


@dataclass(frozen=True)
class UnitSums:
    """Sums of one unit, kind and pair of lines; other is −1 where there is one line. Numbers as in ``PairSums``."""

    unit: int
    kind: str
    one: int
    other: int
    count: int
    area: int
    once: int | None = None


def unit_sums(found: Conflicts) -> list[UnitSums]:
    """Return the sums by unit that are not empty: a shape counts in the unit with most of it, areas where they lie."""
    rows = [*_overlap_sums(found), *_opening_sums(found), *_farmland_sums(found)]
    return sorted(rows, key=lambda row: (row.unit, _KINDS.index(row.kind), row.one, row.other))


_KINDS = (OVERLAP, SELF_OVERLAP, HOLE, GAP, NOT_CULTIVATED)


def _overlap_sums(found: Conflicts) -> list[UnitSums]:
    overlaps, count = found.overlaps, len(found.units.units)
    rows = []
    for pair, (one, other) in enumerate(found.pairs.lines.tolist()):
        listed = overlaps.parts.home[(overlaps.pair == pair) & (found.kinds != TOLERATED)]
        numbers = np.bincount(listed[listed >= 0], minlength=count)
        mine = overlaps.pair[overlaps.parts.source] == pair
        once = _by_unit(overlaps.parts.unit[mine], overlaps.once[mine], count)
        within = bool(found.pairs.within[pair])
        area = once if within else _by_unit(overlaps.parts.unit[mine], overlaps.parts.area[mine], count)
        rows += [UnitSums(unit, SELF_OVERLAP if within else OVERLAP, one, other, int(numbers[unit]), int(area[unit]),
                          int(once[unit]) if found.pairs.conflict[pair] else None)
                 for unit in np.flatnonzero((numbers > 0) | (area > 0)).tolist()]
    return rows


def _opening_sums(found: Conflicts) -> list[UnitSums]:
    openings, count, lines = found.openings, len(found.units.units), len(found.lines)
    rows = []
    for kind, chosen in ((HOLE, ~openings.sliver), (GAP, openings.sliver)):
        code = openings.one * (lines + 1) + openings.other + 1
        for pair in np.unique(code[chosen]).tolist():
            mine = chosen & (code == pair)
            numbers = np.bincount(openings.unit[mine], minlength=count)
            area = _by_unit(openings.unit[mine], openings.area[mine], count)
            rows += [UnitSums(unit, kind, pair // (lines + 1), pair % (lines + 1) - 1, int(numbers[unit]),
                              int(area[unit])) for unit in np.flatnonzero(numbers).tolist()]
    return rows


def _farmland_sums(found: Conflicts) -> list[UnitSums]:
    """Return what is not cultivated; the count is that of polygons with such land in the unit."""
    if found.not_cultivated is None:
        return []
    parts, count = found.not_cultivated.parts, len(found.units.units)
    area = _by_unit(parts.unit, parts.area, count)
    polygons = np.unique(np.stack([parts.unit, found.not_cultivated.row[parts.source]]), axis=1)[0]
    numbers = np.bincount(polygons, minlength=count)
    return [UnitSums(unit, NOT_CULTIVATED, 0, -1, int(numbers[unit]), int(area[unit]))
            for unit in np.flatnonzero(area).tolist()]


def _by_unit(unit: np.ndarray, area: np.ndarray, count: int) -> np.ndarray:
    sums = np.zeros(count, dtype=np.int64)
    np.add.at(sums, unit, area)
    return sums


def figures_of(found: Conflicts) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    sums = pair_sums(found)
    disputed = [row for row in sums if row.once is not None]
    within = found.pairs.within
    growth, barren = found.expansion, found.not_cultivated
    return {
        "OVERLAP_M2": sum(row.once or 0 for row in disputed) / 100,
        "OVERLAP_SUM_M2": sum(row.area for row in disputed) / 100,
        "CONFLICTS": float(sum(row.count for row in disputed)),
        "SELF_OVERLAP_M2": sum(row.area for row in sums if within[row.pair]) / 100,
        "HOLE_COUNT": float((~found.openings.sliver).sum()),
        "SLIVERS": float(found.openings.sliver.sum() + (found.kinds == SLIVER).sum()),
        "NOT_CULTIVATED_M2": None if barren is None else int(barren.parts.whole.sum()) / 100,
        "URBAN_M2": None if growth is None else growth.boundary_m2,
        "EXPANSION_FACTOR": None if growth is None or growth.factor is None else round(growth.factor, 6),
    }
