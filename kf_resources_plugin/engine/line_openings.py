"""What control lines leave open: their holes with what lies in them, and narrow gaps along their borders."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.control_lines import hole_rules
from ..rules.lengths import narrower
from ..rules.units import hundredths
from .line_gaps import narrow_gaps
from .line_holes import Content, content_of, counties_beside, holes_of
from .partition import table_of
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .control_lines import ControlLine
    from .kernel import Kernel
    from .line_overlaps import WidthsOf
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .unit_parts import UnitDivision
    from .wkb import Wkbs

GAP = "control.gap"
NO_LINE = -1


@dataclass(frozen=True)
class Openings:
    """Holes and gaps, arrays (openings,), sorted by lines and shape, holes before gaps.

    rule: object, the rule each falls under. one, other: int64 positions of the lines; other is ``NO_LINE`` for a hole
    of one line. wkb: object. unit: int64, the unit with most of it. area: int64 hundredths of m². width: float64 m,
    the mean width. lines: int64 (openings, lines), cultivated, other_land: int64 hundredths of m²
    of what lies in it. small: how many gaps were too small to be listed, and hundredths of m². failed: (line, reason)
    of lines whose holes could not be found.
    """

    rule: np.ndarray
    one: np.ndarray
    other: np.ndarray
    wkb: Wkbs
    unit: np.ndarray
    area: np.ndarray
    width: np.ndarray
    lines: np.ndarray
    cultivated: np.ndarray
    other_land: np.ndarray
    small: tuple[int, int]
    failed: Sequence[tuple[int, str]]

    @property
    def sliver(self) -> np.ndarray:
        """Tell which are narrow gaps, holes or open, bool (openings,)."""
        return np.asarray(self.rule == GAP)


@dataclass(frozen=True)
class _Found:
    """Shapes of one kind before they are measured: positions of lines, counties, content."""

    one: np.ndarray
    other: np.ndarray
    wkb: Wkbs
    county: Sequence[str]
    content: Content


class OpeningSearch:
    """Looks for what some lines leave open; land: parcels and bool (parcels,), which are cultivated, None without."""

    def __init__(self, lines: Sequence[ControlLine], land: tuple[PolygonTable, np.ndarray] | None, areas: AreasOf,
                 widths: WidthsOf, book: RuleBook, kernel: Kernel) -> None:
        self._lines, self._land = lines, land
        self._areas, self._widths, self._kernel = areas, widths, kernel
        self._least = round(float(book.threshold("control.tolerance", "min_area_m2")) * 100)
        self._narrow_m = float(book.threshold(GAP, "max_width_m"))
        self._short_m = float(book.threshold(GAP, "min_length_m"))
        self._share = float(book.threshold("control.hole", "min_cover_share_of_total"))
        self._farmland_lines = book.threshold("control.hole_cultivated", "lines")

    def run(self, units: UnitDivision, progress: Progress) -> Openings:
        """Return holes and gaps. Raises Canceled."""
        count = len(self._lines)
        found, failed, rules = [], [], []
        for place in range(count):
            part = progress.part(0.6 * place / count, 0.6 * (place + 1) / count)
            try:
                holes = self._holes(place, part)
            except ValueError as error:
                failed.append((place, str(error)))
                continue
            found.append(holes)
            rules += self._hole_rules(holes, place)
        slivers = as_wkb_array([wkb for holes in found for wkb in holes.wkb])
        slivers = slivers[np.array([rule == GAP for rule in rules], dtype=bool)]
        gaps, small = self._gaps(slivers, progress.part(0.6, 0.9))
        found.append(gaps)
        rules += [GAP] * len(gaps.wkb)
        return self._measured(found, rules, small, failed, units, progress.part(0.9, 1.0))

    def _holes(self, place: int, progress: Progress) -> _Found:
        line = self._lines[place]
        wkb = holes_of(line, self._kernel, progress.part(0.0, 0.5))
        others = {number: other for number, other in enumerate(self._lines) if number != place}
        content = content_of(wkb, others, len(self._lines), self._land, self._areas, self._kernel,
                             progress.part(0.5, 0.9))
        lines = np.full(len(wkb), place, dtype=np.int64)
        return _Found(lines, np.full(len(wkb), NO_LINE, dtype=np.int64), wkb,
                      counties_beside(wkb, line, self._kernel, progress.part(0.9, 1.0)), content)

    def _hole_rules(self, holes: _Found, place: int) -> list[str]:
        area, content = hundredths(self._areas(holes.wkb)), holes.content
        rules = hole_rules(
            area, hundredths(content.lines.sum(axis=1)), hundredths(content.cultivated), hundredths(content.other_land),
            least_share=self._share, takes_farmland=self._lines[place].key in self._farmland_lines,
            surveyed=self._land is not None)
        thin = narrower(self._widths(holes.wkb, area / 100), self._narrow_m) | (area < self._least)
        return [GAP if sliver else rule for rule, sliver in zip(rules, thin.tolist())]

    def _gaps(self, told: Wkbs, progress: Progress) -> tuple[_Found, tuple[int, int]]:
        """Return the gaps worth a look, and number and hundredths of m² of the rest."""
        line = self._lines[0]
        gaps = narrow_gaps(self._lines, self._narrow_m, {"told": table_of(told, line.table)}, self._kernel,
                           progress.part(0.0, 0.9))
        area = hundredths(self._areas(gaps.wkb))
        width = self._widths(gaps.wkb, area / 100)
        length = np.divide(area / 100, width, out=np.zeros(len(area)), where=width > 0)
        large = (area >= self._least) & (length >= self._short_m)
        kept = np.flatnonzero(large & narrower(width, self._narrow_m))
        county = np.full(len(kept), "", dtype=object)
        for place in np.unique(gaps.one[kept]).tolist():
            mine = np.flatnonzero(gaps.one[kept] == place)
            county[mine] = counties_beside(gaps.wkb[kept[mine]], self._lines[place], self._kernel, progress)
        content = Content(np.zeros((len(kept), len(self._lines))), np.zeros(len(kept)), np.zeros(len(kept)))
        return _Found(gaps.one[kept], gaps.other[kept], gaps.wkb[kept], county.tolist(), content), (
            int((~large).sum()), int(area[~large].sum()))

    def _measured(self, found: Sequence[_Found], rules: Sequence[str], small: tuple[int, int],
                  failed: Sequence[tuple[int, str]], units: UnitDivision, progress: Progress) -> Openings:
        wkb = np.concatenate([some.wkb for some in found])
        parts = units.divide(wkb, [code for some in found for code in some.county], progress)
        width = self._widths(wkb, parts.whole / 100)
        return Openings(
            np.array(rules, dtype=object), np.concatenate([some.one for some in found]),
            np.concatenate([some.other for some in found]), wkb, parts.home, parts.whole, width,
            hundredths(np.concatenate([some.content.lines for some in found])),
            hundredths(np.concatenate([some.content.cultivated for some in found])),
            hundredths(np.concatenate([some.content.other_land for some in found])), small, failed)

