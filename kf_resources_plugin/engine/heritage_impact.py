"""Subjects cut by the zones of heritage sites: what each shares with every zone, and what lies outside of all."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..rules.lengths import narrower
from ..rules.rounding import adjust, largest_remainder
from ..rules.units import hundredths
from .closure import closure_tolerance
from .heritage_impact_zones import united
from .hilbert_tree import HilbertTree
from .kernel import INTERSECTION, combine
from .land_split import cut_by_zones
from .partition import table_of
from .point_reading import places_of
from .reading import PolygonTable
from .review_parts import measured_parts
from .slivers import without_rounding_slivers
from .subtraction import subtract
from .uncut import list_uncut, listed_overlay
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .heritage_impact_zones import SiteZones
    from .kernel import Kernel
    from .occupation import AreasOf
    from .reading import FeatureTable
    from .review_hits import Tolerance, Widths
    from .wkb import Wkbs


@dataclass(frozen=True)
class Subjects:
    """Projects, parcels, buildings or patches of farmland that are judged, by row.

    kind: which of these; role: of their layer; classes: codes of the classes or kinds they have; class_names: as the
    report calls them; days: whose rules hold; books: the rules by day. drawn_m2: float64; points: they
    have a place and no area.
    """

    kind: str
    role: str
    table: FeatureTable
    ids: Sequence[str]
    names: Sequence[str]
    classes: Sequence[frozenset[str]]
    class_names: Sequence[str]
    days: Sequence[date]
    books: Mapping[date, RuleBook]
    drawn_m2: Floats
    points: bool = False

    def __len__(self) -> int:
        """Return the number of subjects."""
        return len(self.ids)

    def book(self, row: int) -> RuleBook:
        """Return the rules in force on the day of a subject."""
        return self.books[self.days[row]]

    def take(self, rows: Ints) -> Subjects:
        """Return some subjects, in the given order."""
        def some(values: Sequence[Any]) -> list[Any]:
            return [values[row] for row in rows.tolist()]

        return replace(self, table=self.table.take(rows), ids=some(self.ids), names=some(self.names),
                       classes=some(self.classes), class_names=some(self.class_names), days=some(self.days),
                       drawn_m2=self.drawn_m2[rows])


@dataclass(frozen=True)
class Cut:
    """What subjects share with zones, arrays (pairs,) by subject, then zone; per subject where said.

    Of one site the land of a subject is in its innermost tier only. subject, zone: int64 rows; area: int64 hundredths
    of m², 0 of points; wkb: object, ``b""`` of points; touch: bool, an error of borders. Per subject: whole, inside:
    int64 hundredths of m², inside any zone counts once; residual, tolerance: float64 m²; over: bool, what is inside and
    outside differs from the subject by more than the tolerance.
    """

    subject: Ints
    zone: Ints
    area: Ints
    wkb: Wkbs
    touch: Bools
    whole: Ints
    inside: Ints
    residual: Floats
    tolerance: Floats
    over: Bools


def cut_polygons(subjects: Subjects, zones: SiteZones, tolerance: Tolerance, areas: AreasOf, widths: Widths,
                 kernel: Kernel, book: RuleBook, progress: Progress) -> Cut:
    """Cut polygons by zones in their CRS. Raises PlannerError where GEOS cannot unite zones, and Canceled."""
    table, anywhere = _bare(subjects), _anywhere(zones, kernel, progress.part(0.0, 0.2))
    row, found, parts = cut_by_zones(table.wkb, {"any": anywhere}, kernel, progress.part(0.2, 0.4))
    measured, _, residual, allowed, over = measured_parts(row, parts, subjects.drawn_m2, areas, book)
    held = found["any"] >= 0
    whole, inside = (np.bincount(row[rows], measured[rows], len(subjects)).astype(np.int64)
                     for rows in (np.ones(len(row), dtype=bool), held))
    pairs = listed_overlay(table, zones.table, kernel, progress.part(0.4, 0.7))
    wkb = _innermost(pairs.subject, pairs.land, pairs.wkb.copy(), zones, kernel, progress.part(0.7, 0.9))
    kept = np.flatnonzero(wkb != b"")
    subject, zone, wkb = pairs.subject[kept], pairs.land[kept], wkb[kept]
    area = _rounded(subject, areas(wkb), inside, book)
    return Cut(subject, zone, area, wkb, _touches(area, whole[subject], wkb, tolerance, widths), whole, inside,
               residual, allowed, over)


def _bare(subjects: Subjects) -> PolygonTable:
    table = subjects.table
    return PolygonTable(table.name, table.crs, np.arange(len(table), dtype=np.int64), table.wkb, table.bounds)


def _anywhere(zones: SiteZones, kernel: Kernel, progress: Progress) -> PolygonTable:
    """Return all that zones cover as one row, or none."""
    shapes = as_wkb_array([united(zones.table.wkb, zones.table, kernel, progress)] if len(zones) else [])
    return table_of(shapes, zones.table)


def _innermost(subject: Ints, zone: Ints, wkb: Wkbs, zones: SiteZones, kernel: Kernel, progress: Progress) -> Wkbs:
    """Take off each piece what lies in pieces of inner tiers of its site; nothing may be left, ``b""``."""
    for outers, inners in _nested(subject, zone, zones):
        progress.check()
        left = (wkb[outers] != b"") & (wkb[inners] != b"")  # what an earlier round took wholly is no shape any more
        outer, inner = outers[left], inners[left]
        shapes, failed = combine(kernel, INTERSECTION, kernel.load(wkb[outer]), kernel.load(wkb[inner]))
        for number, reason in failed.items():
            list_uncut(kernel, zones.table, wkb[outer[number]], reason)
        shared = without_rounding_slivers(kernel.dump(shapes))
        there = np.flatnonzero(shared != b"")
        rest, reasons = subtract(kernel, wkb[outer[there]], shared[there], progress)
        for number, reason in reasons.items():
            list_uncut(kernel, zones.table, wkb[outer[there[number]]], reason)
            rest[number] = wkb[outer[there[number]]]
        wkb[outer[there]] = rest
    return wkb


def _nested(subject: Ints, zone: Ints, zones: SiteZones) -> list[tuple[Ints, Ints]]:
    """Return rounds of (outer, inner) pieces: a piece is outer once in a round, with its inner ones from outside in."""
    rounds: list[tuple[list[int], list[int]]] = []
    numbers = zone.tolist()
    first, last = (np.searchsorted(subject, subject, side=side).tolist() for side in ("left", "right"))
    for outer in range(len(numbers)):
        inner = [other for other in range(first[outer], last[outer])
                 if zones.lies_around(numbers[outer], numbers[other])]
        for turn, other in enumerate(reversed(inner)):
            if turn == len(rounds):
                rounds.append(([], []))
            rounds[turn][0].append(outer)
            rounds[turn][1].append(other)
    return [(np.array(outer), np.array(inner)) for outer, inner in rounds]


def _rounded(subject: Ints, raw: Floats, inside: Ints, book: RuleBook) -> Ints:
    """Return areas in hundredths of m²; where zones of a subject do not overlap they sum to what is inside."""
    count = np.bincount(subject, minlength=len(inside))
    tolerance = closure_tolerance(count, inside / 100, book)
    adjusted, _, over = adjust(raw, subject, inside / 100, tolerance)
    totals = np.where(over, hundredths(np.bincount(subject, adjusted, minlength=len(inside))), inside)
    return largest_remainder(adjusted, subject, totals, np.arange(len(raw)))  # pairs stand in canonical order


def _touches(area: Ints, whole: Ints, wkb: Wkbs, tolerance: Tolerance, widths: Widths) -> Bools:
    """Tell which shares of land are too small or thin to be more than an error of borders, bool (pairs,)."""
    minor = np.flatnonzero(area < tolerance.share * whole)
    touch = np.zeros(len(area), dtype=bool)
    touch[minor] = (area[minor] / 100 < tolerance.area_m2) | (
        narrower(widths(wkb[minor], area[minor] / 100), tolerance.width_m))
    return touch


def cut_points(subjects: Subjects, zones: SiteZones, kernel: Kernel, progress: Progress) -> Cut:
    """Tell in which zones points lie; of several points of one subject each counts."""
    place = places_of(subjects.table.wkb)
    zone, point = HilbertTree(np.column_stack([place.x, place.y, place.x, place.y])).pairs(
        zones.table.bounds, progress)
    begins = np.flatnonzero(np.diff(zone, prepend=-1))
    met: set[tuple[int, int]] = set()
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(zone)]):
        progress.check()
        shape, points = kernel.load(zones.table.wkb[zone[begin]:zone[begin] + 1])[0], point[begin:end]
        held = kernel.contains_points(shape, place.x[points], place.y[points])
        met.update((row, int(zone[begin])) for row in place.row[points[held]].tolist())
    pairs = np.array(sorted(met), dtype=np.int64).reshape(-1, 2)
    count, nothing = len(pairs), np.zeros(len(subjects))
    return Cut(pairs[:, 0], pairs[:, 1], np.zeros(count, dtype=np.int64), as_wkb_array([b""] * count),
               np.zeros(count, dtype=bool), hundredths(nothing), hundredths(nothing), nothing, nothing,
               nothing.astype(bool))
