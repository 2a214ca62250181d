"""Stock land (存量建设用地): which class land is in on a day, by its register alone or by where it lies."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .idle_supply import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from .areas import Bools, Ints
    from .rule_rows import RuleBook

CLASSES = (NOT_EXPROPRIATED, NOT_SUPPLIED, NOT_USED, UNFINISHED, USED, WITHOUT_SUPPLY, WITHOUT_APPROVAL,
           UNDETERMINED) = (
    "approved_not_expropriated", "expropriated_not_supplied", "supplied_not_used", "used_not_finished", "used",
    "used_without_supply", "used_without_approval", "undetermined")
"""The first four are 批而未征, 征而未供, 供而未用, 用而未尽."""
DATES = ("approved", "expropriated", "supplied", "started")
AMOUNTS = ("approved_m2", "expropriated_m2", "supplied_m2", "to_develop_m2", "developed_m2")
_NESTED = (("approved_m2", "expropriated_m2"), ("expropriated_m2", "supplied_m2"), ("supplied_m2", "to_develop_m2"),
           ("to_develop_m2", "developed_m2"))
_AMOUNT_OF = dict(zip(DATES, AMOUNTS))
_UNREAD = frozenset({"stock.date_unreadable", "stock.date_serial", "stock.date_unlikely"})
"""Days that stand there and nobody knows: a blank would mean that the step was not taken."""


def kinds_by_word(book: RuleBook) -> dict[str, str]:
    """Return the class that each word of a table stands for: its own, in lower case, or one of its Chinese names."""
    names: Mapping[str, Any] = book.row("rate.class_names").thresholds
    return {word: kind for kind, words in names.items() for word in (kind, *words)}


@dataclass(frozen=True)
class Plot:
    """What a register says of one plot, None where nothing: dates, areas in hundredths of m², floor area ratios."""

    approved: date | None = None
    expropriated: date | None = None
    supplied: date | None = None
    started: date | None = None
    approved_m2: int | None = None
    expropriated_m2: int | None = None
    supplied_m2: int | None = None
    to_develop_m2: int | None = None
    developed_m2: int | None = None
    ratio: float | None = None
    ratio_agreed: float | None = None

    def reached(self, name: str, today: date) -> bool:
        """Tell whether a step was taken by a day."""
        day = getattr(self, name)
        return day is not None and day <= today

    @property
    def whole(self) -> int:
        """Return the area of the earliest step that states one, 0 for none."""
        return next((amount for amount in (self.approved_m2, self.expropriated_m2, self.supplied_m2,
                                           self.to_develop_m2, self.developed_m2) if amount is not None), 0)


@dataclass(frozen=True)
class Share:
    """What of a plot is in one class: hundredths of m², since which day."""

    kind: str
    area: int
    since: date | None = None


def contradictions(plot: Plot, names: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what a register cannot say at once: later steps before earlier ones, parts that exceed the whole.

    names: what the layer calls the attributes. Use before supply is no contradiction but an offence.
    """
    for place, later in enumerate(DATES[1:3], 1):
        for earlier in DATES[:place]:
            one, other = getattr(plot, earlier), getattr(plot, later)
            if one is not None and other is not None and other < one:
                yield Fault("stock.date_order", {"field": names[later], "value": other, "other": names[earlier],
                                                 "other_value": one}, later)
    for whole, part in _NESTED:
        large, small = getattr(plot, whole), getattr(plot, part)
        if large is not None and small is not None and small > large:
            yield Fault("stock.area_order", {"field": names[part], "part_m2": small / 100, "other": names[whole],
                                             "whole_m2": large / 100}, part)


def unread(faults: Iterable[Fault], steps: Collection[str]) -> bool:
    """Tell whether the day of one of these steps stands there and cannot be used."""
    return any(fault.rule_id in _UNREAD and fault.about in steps for fault in faults)


def shares_of(plot: Plot, names: Mapping[str, str], today: date,
              read: Sequence[Fault] = ()) -> tuple[list[Share], list[Fault]]:
    """Return the classes of a plot by its register alone, and what keeps one from telling beside ``read``.

    The shares sum to the area approved; of a plot that was not yet approved only what is used is told. read: which of
    its values could not be used.
    """
    unknown = unread(read, DATES)
    faults = list(contradictions(plot, names)) or ([] if unknown else list(_missing(plot, names, today)))
    if faults or unknown:
        return _only(Share(UNDETERMINED, plot.whole)), faults
    approved = plot.reached("approved", today)
    supplied = plot.reached("supplied", today)
    if plot.reached("started", today) and not supplied:
        used = min(plot.whole, plot.whole if plot.developed_m2 is None else plot.developed_m2)
        kind = WITHOUT_SUPPLY if approved else WITHOUT_APPROVAL
        rest = _unsupplied(plot, today, plot.whole - used, 0) if approved else []
        return [*rest, *_only(Share(kind, used, plot.started))], []
    if not approved:
        return [], []
    granted = plot.supplied_m2 or 0 if supplied else 0
    shares = _unsupplied(plot, today, plot.approved_m2 or 0, granted)
    return _used(plot, names, today, granted, shares)


def _missing(plot: Plot, names: Mapping[str, str], today: date) -> Iterator[Fault]:
    """Yield steps that were left out, and areas of steps taken that nobody stated."""
    approved, expropriated, supplied = (plot.reached(name, today) for name in DATES[:3])
    if (expropriated or supplied) and not approved:
        yield Fault("stock.step_missing", {"field": names["approved"]}, "approved")
    elif supplied and not expropriated:
        yield Fault("stock.step_missing", {"field": names["expropriated"]}, "expropriated")
    if not any(getattr(plot, name) for name in DATES):
        yield Fault("stock.no_date", {"field": names["approved"]}, "approved")
    for name in DATES[:3]:
        if plot.reached(name, today) and getattr(plot, _AMOUNT_OF[name]) is None:
            yield Fault("stock.area_missing", {"field": names[_AMOUNT_OF[name]]}, _AMOUNT_OF[name])


def _unsupplied(plot: Plot, today: date, whole: int, granted: int) -> list[Share]:
    """Return what of ``whole`` is not supplied yet; the land used without supply was taken from what stands longest."""
    expropriated = min(plot.expropriated_m2 or 0, whole) if plot.reached("expropriated", today) else 0
    return [*_only(Share(NOT_EXPROPRIATED, whole - expropriated, plot.approved)),
            *_only(Share(NOT_SUPPLIED, expropriated - granted, plot.expropriated))]


def _used(plot: Plot, names: Mapping[str, str], today: date, granted: int,
          shares: list[Share]) -> tuple[list[Share], list[Fault]]:
    """Return the shares with those of the land supplied."""
    if not plot.reached("started", today):
        return [*shares, *_only(Share(NOT_USED, granted, plot.supplied))], []
    left = unfinished(plot)
    early = [Fault("stock.used_early", {"value": plot.started, "supplied": plot.supplied}, "started")] if (
        plot.supplied is not None and plot.started is not None and plot.started < plot.supplied) else []
    if left is None:
        fault = Fault("stock.development_unknown", {"field": names["developed_m2"], "other": names["to_develop_m2"]},
                      "developed_m2")
        return [*shares, *_only(Share(UNDETERMINED, granted, plot.started))], [*early, fault]
    return [*shares, *_only(Share(UNFINISHED, left, plot.started)),
            *_only(Share(USED, granted - left, plot.started))], early


def unfinished(plot: Plot) -> int | None:
    """Return what of the area to be developed is not: by area, or by the floor area ratio if that leaves more.

    None where the areas are not known.
    """
    if plot.to_develop_m2 is None or plot.developed_m2 is None:
        return None
    left = plot.to_develop_m2 - plot.developed_m2
    if plot.ratio is not None and plot.ratio_agreed is not None and plot.ratio < plot.ratio_agreed:
        left = max(left, round(plot.to_develop_m2 * (1 - plot.ratio / plot.ratio_agreed)))
    return left


def _only(share: Share) -> list[Share]:
    return [share] if share.area > 0 else []


def classes_of(approved: Bools, expropriated: Bools, supplied: Bools, started: Bools, used: Bools) -> Ints:
    """Return the class of parts of land by where they lie, int64 (parts,) places in ``CLASSES``.

    Each bool (parts,): what was done there by the day; ``used``: it is built on. Land supplied without an approval is
    judged as supplied: it may have been the state's already. Expropriated or supplied nowhere and not used is no class.
    """
    place = {kind: number for number, kind in enumerate(CLASSES)}
    order: list[tuple[Any, str]] = [
        (supplied & used, USED), (supplied & started, UNFINISHED), (supplied, NOT_USED),
        (used & approved, WITHOUT_SUPPLY), (used, WITHOUT_APPROVAL), (approved & expropriated, NOT_SUPPLIED),
        (approved, NOT_EXPROPRIATED)]
    return np.select([chosen for chosen, _ in order], [place[kind] for _, kind in order],
                     place[UNDETERMINED]).astype(np.int64)


@dataclass(frozen=True)
class Balance:
    """Sums over land, hundredths of m²: by class of all land, and of land approved."""

    all: Mapping[str, int]
    approved: Mapping[str, int]

    @property
    def approved_total(self) -> int:
        """Return the land approved: the four classes, used, used without supply, and undetermined."""
        return sum(self.approved.values())

    @property
    def approval_rate(self) -> float | None:
        """Return the land approved by all land that is approved or used without approval."""
        return _rate(self.approved_total, self.approved_total + self.all.get(WITHOUT_APPROVAL, 0))

    @property
    def supply_rate(self) -> float | None:
        """Return the land supplied by the land approved (供地率)."""
        return _rate(self._supplied(self.approved), self.approved_total)

    @property
    def use_rate(self) -> float | None:
        """Return the land used by the land supplied."""
        return _rate(self.all.get(USED, 0), self._supplied(self.all))

    def _supplied(self, sums: Mapping[str, int]) -> int:
        return sum(sums.get(kind, 0) for kind in (NOT_USED, UNFINISHED, USED))


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None
