"""Cultivated land between two epochs: what kind of land a class is, what is a sliver, and the account of in and out.

Areas are integer hundredths of a square metre, so that every sum is exact. The account of every unit closes:
``farmland_before − out − construction − other − slivers out − unknown out − before only + ridges + in +
slivers in + unknown in + after only = farmland_after``, all net of field ridges. What is to be matched and the stable
part of in have a quality beside it, which decides nothing.
"""
from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .farmland import grain, mean_grades
from .lengths import narrower
from .units import hundredths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .codes import ClassInfo
    from .rule_rows import RuleBook

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LAND_KINDS = ("cultivated", "garden", "forest", "grass", "facility", "agricultural", "construction", "other",
              "unknown")
"""Kinds of land; ``agricultural`` is other agricultural land, ``other`` water and unused land, ``unknown`` a class that
no system knows: what that became or was cannot be told."""
CULTIVATED = LAND_KINDS.index("cultivated")
CONSTRUCTION, OTHER, UNKNOWN = map(LAND_KINDS.index, ("construction", "other", "unknown"))
AGRICULTURAL_KINDS = tuple(range(1, CONSTRUCTION))
"""Kinds that farmland goes out to and comes in from in the sense of 耕地进出平衡."""
DIRECTIONS = ("none", "out", "in")
NO_CHANGE, OUT, IN = range(3)
VERDICTS = ("short", "balanced", "open")
SHORT, BALANCED, OPEN = range(3)


def land_kinds(infos: Sequence[ClassInfo | None], book: RuleBook) -> npt.NDArray[np.int8]:
    """Return the kind of each class, positions in ``LAND_KINDS``; None is a class that no system knows."""
    starts = {kind: tuple(map(str, book.threshold("change.kinds", kind)))
              for kind in ("garden", "forest", "grass", "facility")}

    def kind_of(info: ClassInfo | None) -> str:
        if info is None:
            return "unknown"
        if info.is_farmland:
            return "cultivated"
        for kind, beginnings in starts.items():
            if info.code.startswith(beginnings):
                return kind
        return {"N": "agricultural", "J": "construction"}.get(info.major or "", "other")

    return np.array([LAND_KINDS.index(kind_of(info)) for info in infos], dtype=np.int8)


def directions(before: npt.NDArray[np.int8], after: npt.NDArray[np.int8], common: Bools) -> npt.NDArray[np.int8]:
    """Return how cultivated land moved, positions in ``DIRECTIONS``; of known classes in both epochs."""
    was, is_now = before == CULTIVATED, after == CULTIVATED
    common = common & (before != UNKNOWN) & (after != UNKNOWN)
    return np.where(common & was & ~is_now, OUT, np.where(common & ~was & is_now, IN, NO_CHANGE)).astype(np.int8)


def exempted(listed: Bools, after: npt.NDArray[np.int8]) -> Bools:
    """Return which land is exempt, of what lies where an exemption says; building is never exempt."""
    return np.asarray(listed & (after != CONSTRUCTION))


def exempt_kinds(book: RuleBook) -> tuple[list[str], list[str]]:
    """Return the kinds that are exempt, and those among them that only the user's rule file names."""
    kinds, ours = ([str(kind) for kind in rules.threshold("balance.exempt", "kinds")]
                   for rules in (book, book.shipped()))
    return kinds, [kind for kind in kinds if kind not in ours]


@dataclass(frozen=True)
class SliverRule:
    """What is taken for the trace of a redrawn border: what is thin, however long, or next to nothing."""

    max_width_m: float
    tiny_area_m2: float

    def thin(self, width: Floats) -> Bools:
        """Tell which mean widths in m are those of a trace."""
        return narrower(width, self.max_width_m)

    def sliver(self, width: Floats, area: Floats) -> Bools:
        """Tell which patches are traces, by mean width in m and area in m²."""
        return np.asarray(self.thin(width) | (area < self.tiny_area_m2))


def most_alone(book: RuleBook) -> float:
    """Return the share of a unit's land that may be of one epoch only without being told: redrawn borders."""
    return float(book.threshold("change.open", "max_share_of_total"))


def sliver_rule(book: RuleBook) -> SliverRule:
    """Return the rule in force."""
    return SliverRule(*(float(book.threshold("change.sliver", key))
                        for key in ("max_width_m", "tiny_area_m2")))


def least_areas(book: RuleBook) -> Floats:
    """Return the smallest area in m² of each of ``LAND_KINDS`` that is a loss to look at; infinite for the rest."""
    least = np.full(len(LAND_KINDS), np.inf)
    sought = set(map(str, book.threshold("change.unapproved", "kinds")))
    own = {"construction": "construction_min_m2", "facility": "facility_min_m2", "other": "other_min_m2"}
    for place, kind in enumerate(LAND_KINDS):
        if kind in sought and place != CULTIVATED:
            least[place] = float(book.threshold("change.unapproved", own.get(kind, "agricultural_min_m2")))
    return least


@dataclass(frozen=True)
class PieceAreas:
    """Pieces of two epochs, arrays (pieces,).

    gross, net_before, net_after: int64 hundredths of m², net of field ridges where that epoch cultivates the land, 0
    elsewhere; before, after: int8 positions in ``LAND_KINDS``, −1 where that epoch has no land; direction: int8
    position in ``DIRECTIONS``; sliver, exempt (see ``exempted``), stable (of cultivated land after), unjudged (nothing
    tells whether the cultivated land that moved is stable), permanent, suspected: bool.
    grade, kg_per_ha: float64, of the cultivated parcel of what moved: the earlier one of what went out, the later one
    of what came in; NaN where it is not known or nothing moved.
    """

    gross: Ints
    net_before: Ints
    net_after: Ints
    before: npt.NDArray[np.int8]
    after: npt.NDArray[np.int8]
    direction: npt.NDArray[np.int8]
    sliver: Bools
    exempt: Bools
    stable: Bools
    unjudged: Bools
    permanent: Bools
    suspected: Bools
    grade: Floats
    kg_per_ha: Floats

    def take(self, rows: Ints) -> PieceAreas:
        """Return some pieces, in the given order."""
        return replace(self, **{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @property
    def net(self) -> Ints:
        """Return the area that moved: net before where cultivated land left, net after where it came."""
        return np.where(self.direction == OUT, self.net_before, np.where(self.direction == IN, self.net_after, 0))


@dataclass(frozen=True)
class Quality:
    """How good cultivated land is, by group, arrays (groups,).

    grade: float64, the mean by area, NaN without land, where some of it has no grade or nobody can tell which land it
    is; capacity: int64 hundredths of kg; capacity_unknown: bool, some of the land has none, or nobody can tell which;
    ungraded: int64 hundredths of m² without a grade.
    """

    grade: Floats
    capacity: Ints
    capacity_unknown: Bools
    ungraded: Ints


@dataclass(frozen=True)
class Account:
    """The account by group, int64 (groups,) hundredths of m² net of field ridges, (groups, kinds) where said.

    out: by kind it became (groups, kinds of ``LAND_KINDS``), of ``construction`` and ``other`` what is exempt;
    construction, other: what became these and is not in ``out``; entered: by kind it was (groups, kinds); stable: the
    part of it that is stable for certain; unjudged: the part of which nothing could tell. slivers_out, slivers_in,
    unknown_out, unknown_in (to and from a class that no system knows), before_only, after_only: cultivated land kept
    out of the account; ridges: what land cultivated in both epochs gained by smaller deductions;
    land, of_unknown, alone: gross area of all land, of what has a class that no system knows in either epoch,
    and of what else only one epoch has; due_quality: of what is to be matched, in the earlier survey; stable_quality:
    of the stable part of what came in, in the later one.
    """

    farmland_before: Ints
    farmland_after: Ints
    out: Ints
    exempt: Ints
    construction: Ints
    other: Ints
    entered: Ints
    stable: Ints
    unjudged: Ints
    slivers_out: Ints
    slivers_in: Ints
    unknown_out: Ints
    unknown_in: Ints
    before_only: Ints
    after_only: Ints
    ridges: Ints
    land: Ints
    of_unknown: Ints
    alone: Ints
    permanent: Ints
    suspected: Ints
    stable_out: Ints
    due_quality: Quality
    stable_quality: Quality

    @property
    def out_total(self) -> Ints:
        """Return what went out."""
        return np.asarray(self.out.sum(axis=1))

    @property
    def in_total(self) -> Ints:
        """Return what came in."""
        return np.asarray(self.entered.sum(axis=1))

    @property
    def due(self) -> Ints:
        """Return what went out and is to be matched."""
        return np.asarray(self.out_total - self.exempt)

    @property
    def net(self) -> Ints:
        """Return the stable part of in less what is to be matched: short where it is below 0.

        It is the least it can be where some of in is ``unjudged``.
        """
        return np.asarray(self.stable - self.due)

    @property
    def net_at_most(self) -> Ints:
        """Return the net if all of in that nothing could tell of is stable."""
        return np.asarray(self.net + self.unjudged)

    def not_compared(self, max_share: float) -> Ints:
        """Return the gross area of land that nobody can compare: of an unknown class, or of one epoch only.

        It is 0 where no class is unknown and no more than a share of all land is of one epoch only.
        """
        told = (self.of_unknown > 0) | (self.alone > max_share * self.land)
        return np.where(told, self.of_unknown + self.alone, 0)

    def verdict(self, book: RuleBook) -> Ints:
        """Return whether in and out are balanced, positions in ``VERDICTS``.

        At best all land that is not compared came in, and all of in that nothing could tell of is stable; at worst all
        of the former went out and none of the latter is stable. What is net of field ridges is no more than what is
        gross. Open is only what this can turn. Out and in are each rounded: land of one size that changed places
        may differ by the tolerance.
        """
        unknown = self.not_compared(most_alone(book))
        least = -int(hundredths(book.threshold("change.account", "tolerance_m2")))
        return np.where(self.net_at_most + unknown < least, SHORT,
                        np.where(self.net - unknown >= least, BALANCED, OPEN))

    def worse(self, decimals: int) -> Bools:
        """Tell where the mean grade of in, rounded, is larger, which is worse; False where one is unknown."""
        with np.errstate(invalid="ignore"):
            came, left = (np.round(side.grade, decimals) for side in (self.stable_quality, self.due_quality))
            return np.asarray(came > left)

    @property
    def quality_unknown(self) -> Ints:
        """Return what has no grade of what is to be compared; 0 where nothing is to be matched."""
        return np.where(self.due > 0, self.due_quality.ungraded + self.stable_quality.ungraded, 0)


def _quality(pieces: PieceAreas, net: Ints, rows: Bools, group: Ints, groups: int) -> Quality:
    """Return the quality of some pieces (bool) by group."""
    chosen = np.flatnonzero(rows)
    mine, area, grade, kg_per_ha = group[chosen], net[chosen], pieces.grade[chosen], pieces.kg_per_ha[chosen]
    sums = np.zeros((3, groups), dtype=np.int64)
    for row, values in enumerate((grain(area, kg_per_ha), np.where(np.isnan(grade), area, 0),
                                  np.where(np.isnan(kg_per_ha), area, 0))):
        np.add.at(sums[row], mine, values)
    return Quality(mean_grades(area, grade, mine, groups), sums[0], sums[2] > 0, sums[1])


def account(pieces: PieceAreas, stable_before: Bools, group: Ints, groups: int) -> Account:
    """Return the account of pieces by group; ``stable_before`` bool (pieces,), group int64 (pieces,) 0 … groups − 1."""
    def total(values: Ints, rows: Bools) -> Ints:
        sums = np.zeros(groups, dtype=np.int64)
        np.add.at(sums, group[rows], values[rows])
        return sums

    def by_kind(values: Ints, kind: npt.NDArray[np.int8], rows: Bools) -> Ints:
        sums = np.zeros((groups, len(LAND_KINDS)), dtype=np.int64)
        np.add.at(sums, (group[rows], kind[rows]), values[rows])
        return sums

    counted = ~pieces.sliver
    left, came = pieces.direction == OUT, pieces.direction == IN
    agricultural = np.isin(pieces.after, AGRICULTURAL_KINDS)
    # what an exemption names is out, whatever it became
    exempt = left & counted & pieces.exempt
    went = left & counted & (agricultural | exempt)
    entered = came & counted & pieces.stable
    unjudged = total(pieces.net_after, came & counted & pieces.unjudged)
    stable_quality = _quality(pieces, pieces.net_after, entered, group, groups)
    was, is_now = pieces.before == CULTIVATED, pieces.after == CULTIVATED
    unknown = (pieces.before == UNKNOWN) | (pieces.after == UNKNOWN)
    net_before, net_after = pieces.net_before, pieces.net_after
    return Account(
        farmland_before=total(net_before, was), farmland_after=total(net_after, is_now),
        out=by_kind(net_before, pieces.after, went), exempt=total(net_before, exempt),
        construction=total(net_before, left & counted & (pieces.after == CONSTRUCTION)),
        other=total(net_before, left & counted & (pieces.after == OTHER) & ~exempt),
        entered=by_kind(net_after, pieces.before, came & counted),
        stable=total(net_after, entered), unjudged=unjudged,
        slivers_out=total(net_before, left & pieces.sliver), slivers_in=total(net_after, came & pieces.sliver),
        unknown_out=total(net_before, was & (pieces.after == UNKNOWN)),
        unknown_in=total(net_after, is_now & (pieces.before == UNKNOWN)),
        before_only=total(net_before, was & (pieces.after < 0)),
        after_only=total(net_after, is_now & (pieces.before < 0)),
        ridges=total(net_after - net_before, was & is_now),
        land=total(pieces.gross, np.ones(len(counted), dtype=bool)), of_unknown=total(pieces.gross, unknown & counted),
        alone=total(pieces.gross, ((pieces.before < 0) | (pieces.after < 0)) & ~unknown),
        permanent=total(net_before, left & counted & pieces.permanent),
        suspected=total(net_before, pieces.suspected),
        stable_out=total(net_before, went & ~exempt & stable_before),
        due_quality=_quality(pieces, net_before, went & ~exempt, group, groups),
        stable_quality=replace(stable_quality, grade=np.where(unjudged > 0, np.nan, stable_quality.grade),
                               capacity_unknown=stable_quality.capacity_unknown | (unjudged > 0)))
