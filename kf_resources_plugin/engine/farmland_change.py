"""Two epochs of a survey over each other: every piece of land with the parcel it was and the parcel it is.

Every point of either epoch lies in one piece; land that parcels of one epoch share is the first one's. A piece has two
parents, so no area is adjusted to either.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Callable

import numpy as np

from ..rules.farmland_change import LAND_KINDS, NO_CHANGE, OUT, directions, land_kinds, sliver_rule
from .epochs_once import epochs_once
from .partition import split_by_zones
from .patches import patches
from .two_coverages import NOT_THERE, cross
from .united_shapes import united_shapes
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.farmland_change import SliverRule
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .counted_once import CountedOnce
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .reading import PolygonTable
    from .wkb import Wkbs

WidthsOf = Callable[["Wkbs", "Floats"], "Floats"]
"""Takes WKB rows and their areas in m², returns mean widths in m, float64 (rows,)."""


@dataclass(frozen=True)
class Epochs:
    """Two surveys in one CRS and how their classes compare.

    kind_before, kind_after: int8 (codes,) position in ``LAND_KINDS`` of each class code of that survey. same: bool
    (codes before, codes after), the two mean the same class. once: what parcels of each
    survey claimed twice, empty before ``cut_change`` looked.
    """

    before: LandSurvey
    after: LandSurvey
    kind_before: np.ndarray
    kind_after: np.ndarray
    same: np.ndarray
    once: tuple[CountedOnce, ...] = ()

    @property
    def crs(self) -> QgsCoordinateReferenceSystem:
        """Return the CRS of both."""
        return self.before.table.crs


def compared(before: LandSurvey, after: LandSurvey, book: RuleBook) -> Epochs:
    """Return two surveys with their classes compared; codes of two systems mean the same where their names agree."""
    same = before.codes[:, None] == after.codes[None, :]
    if before.system != after.system:
        names = [np.array([info.name_zh if info else "" for info in survey.infos], dtype=object)
                 for survey in (before, after)]
        same &= names[0][:, None] == names[1][None, :]
    return Epochs(before, after, land_kinds(before.infos, book), land_kinds(after.infos, book), same.astype(bool))


@dataclass(frozen=True)
class ChangePieces:
    """Pieces of land, arrays (pieces,).

    before, after: int64 rows of the two surveys, −1 where that epoch has no land; code_before, code_after: int64
    positions in their ``codes``, −1 likewise; kind_before, kind_after: int8 positions in ``LAND_KINDS``, −1 likewise;
    changed: bool, another class, land of both epochs only; direction: int8 position in ``DIRECTIONS``; sliver: bool,
    the trace of a redrawn border; zone: for each layer of zones the int64 row of the polygon a piece is in, −1 in none;
    wkb: object.
    """

    before: Ints
    after: Ints
    code_before: Ints
    code_after: Ints
    kind_before: np.ndarray
    kind_after: np.ndarray
    changed: Bools
    direction: np.ndarray
    sliver: Bools
    wkb: Wkbs
    zone: Mapping[str, Ints] = field(default_factory=dict)

    def take(self, rows: np.ndarray) -> ChangePieces:
        """Return some pieces, in the given order."""
        zone = {name: values[rows] for name, values in self.zone.items()}
        return replace(self, **{name: getattr(self, name)[rows] for name in _COLUMNS}, zone=zone)

    def inside(self, name: str) -> Bools:
        """Tell which pieces lie in a layer of zones; in none that was not given."""
        rows = self.zone.get(name)
        return np.zeros(len(self.before), dtype=bool) if rows is None else rows >= 0


_COLUMNS = ("before", "after", "code_before", "code_after", "kind_before", "kind_after", "changed", "direction",
            "sliver", "wkb")


@dataclass(frozen=True)
class ChangeZones:
    """Layers that pieces are cut by: units all of them, ``out`` what was cultivated, ``moved`` what was or is."""

    units: PolygonTable | None
    out: Mapping[str, PolygonTable]
    moved: Mapping[str, PolygonTable]


def cut_change(epochs: Epochs, zones: ChangeZones, areas: AreasOf, widths: WidthsOf, book: RuleBook, kernel: Kernel,
               progress: Progress) -> tuple[Epochs, ChangePieces, Sequence[tuple[int, int, str]]]:
    """Cross two epochs, count every place once, find slivers and cut by zones.

    Returns the epochs without what parcels claim twice, the pieces, and the pairs GEOS could not cut. Raises
    PlannerError where zones cannot be cut, and Canceled.
    """
    crossing = cross(epochs.before.table, epochs.after.table, kernel, progress.part(0.0, 0.55))
    before, after, crossing = epochs_once(epochs.before, epochs.after, crossing, areas, book, kernel,
                                          progress.part(0.55, 0.6))
    epochs = replace(epochs, before=before.survey, after=after.survey, once=(before, after))
    pieces = _classed(epochs, crossing.before, crossing.after, crossing.wkb)
    sliver = np.zeros(len(pieces.before), dtype=bool)
    changed = np.flatnonzero(pieces.changed)
    sliver[changed] = _slivers(pieces.take(changed), sliver_rule(book), areas, widths, epochs.crs, kernel,
                               progress.part(0.6, 0.7))
    pieces = replace(pieces, sliver=sliver)
    if zones.units is not None:
        pieces = _split(pieces, np.ones(len(sliver), dtype=bool), "units", zones.units, kernel,
                        progress.part(0.7, 0.8))
    layers = {**zones.out, **zones.moved}
    for number, (name, table) in enumerate(layers.items()):
        moved = pieces.direction == OUT if name in zones.out else pieces.direction != NO_CHANGE
        pieces = _split(pieces, moved & ~pieces.sliver, name, table, kernel,
                        progress.part(0.8 + 0.2 * number / len(layers), 0.8 + 0.2 * (number + 1) / len(layers)))
    return epochs, pieces, crossing.failed


def _classed(epochs: Epochs, before: Ints, after: Ints, wkb: Wkbs) -> ChangePieces:
    both = (before != NOT_THERE) & (after != NOT_THERE)
    code_before, code_after = (_of_rows(survey.code_of, rows)
                               for survey, rows in ((epochs.before, before), (epochs.after, after)))
    kind_before, kind_after = (_of_rows(kinds, code) for kinds, code in (
        (epochs.kind_before, code_before), (epochs.kind_after, code_after)))
    changed = both.copy()
    changed[both] = ~epochs.same[code_before[both], code_after[both]]
    return ChangePieces(before, after, code_before, code_after, kind_before, kind_after, changed,
                        directions(kind_before, kind_after, both), np.zeros(len(both), dtype=bool), wkb)


def _of_rows(values: np.ndarray, rows: Ints) -> np.ndarray:
    """Return the value of each row, −1 where there is none."""
    if not len(values):
        return np.full(len(rows), -1, dtype=values.dtype)
    return np.where(rows >= 0, values[rows], values.dtype.type(-1))


def _slivers(pieces: ChangePieces, rule: SliverRule, areas: AreasOf, widths: WidthsOf,
             crs: QgsCoordinateReferenceSystem, kernel: Kernel, progress: Progress) -> Bools:
    """Tell which changed pieces are traces of redrawn borders.

    Pieces of one patch, which changed alike and meet, are one change: they are traces where the patch is.
    """
    area = areas(pieces.wkb)
    alike = pieces.kind_before.astype(np.int64) * len(LAND_KINDS) + pieces.kind_after
    patch = patches(pieces.wkb, alike, crs, kernel, progress.part(0.0, 0.5))
    width = patch_widths(pieces.wkb, patch, area, rule, widths, kernel, progress.part(0.5, 1.0))
    return rule.sliver(width, np.bincount(patch, area))[patch]


def patch_widths(wkb: Wkbs, patch: Ints, area: Floats, rule: SliverRule, widths: WidthsOf, kernel: Kernel,
                 progress: Progress) -> Floats:
    """Return mean widths in m of patches, float64 (patches,): their own, or of a piece of them that is no trace.

    patch: int64 (pieces,) numbers from 0; area: float64 (pieces,) m². What is tiny is not united: it is a trace.
    """
    count = int(patch.max(initial=-1)) + 1
    width = widths(wkb, area)
    thin = rule.thin(width)
    parts = np.bincount(patch, minlength=count)
    whole_area = np.bincount(patch, area, count)
    whole_width = np.zeros(count)
    np.maximum.at(whole_width, patch, width)  # with one piece that is no trace the patch is none
    all_thin = np.bincount(patch[~thin], minlength=count) == 0
    several = np.flatnonzero(all_thin & (parts > 1) & (whole_area >= rule.tiny_area_m2))
    rows = np.flatnonzero(np.isin(patch, several))
    shapes = united_shapes(wkb[rows], np.searchsorted(several, patch[rows]), len(several), kernel,
                           progress)
    kept = [place for place, shape in enumerate(shapes) if shape]
    whole_width[several[kept]] = widths(as_wkb_array([shapes[place] for place in kept]), whole_area[several[kept]])
    return whole_width


def _split(pieces: ChangePieces, chosen: Bools, name: str, table: PolygonTable, kernel: Kernel,
           progress: Progress) -> ChangePieces:
    """Cut some pieces by the polygons of a layer."""
    rest, rows = np.flatnonzero(~chosen), np.flatnonzero(chosen)
    source, found, wkb = split_by_zones(pieces.wkb[rows], table, kernel, progress)
    parts = pieces.take(np.concatenate([rest, rows[source]]))
    zone = np.full(len(parts.before), -1, dtype=np.int64)
    zone[len(rest):] = found
    shapes = parts.wkb.copy()
    shapes[len(rest):] = wkb
    return replace(parts, wkb=shapes, zone={**parts.zone, name: zone})
