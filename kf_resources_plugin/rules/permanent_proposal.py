"""Which candidates are proposed in place of lost permanent basic farmland: by rank, enough, and no worse than it."""
from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Bools, Floats, Ints
    from .progress import Progress

_CLOSE = 1e-9
_TRIED = 100
"""So many of the worst chosen are tried for an exchange, which bounds it for large losses."""
_STEPS = 16
"""In so many steps a mix goes from what helps one standard to what helps the other."""


@dataclass(frozen=True)
class Standard:
    """A mean that the replacement may not exceed.

    values: float64 (candidates,), NaN where not known, which proves nothing; limit: the mean of what was lost, NaN asks
    nothing.
    """

    values: Floats
    limit: float


def propose(net: Ints, order: Ints, standards: Sequence[Standard], required: int, progress: Progress) -> Bools:
    """Return candidates (in the order of their rank) that make up for a loss, bool (candidates,).

    net: hundredths of m²; order: int64 (candidates,), the farther away the higher. What is farther away is looked at
    only where what ranks before it gives no set that is enough and meets all standards. Land of which a standard's
    value is not known is in no such set. Where there is none, what the exchanges came to is returned, as much land as
    is lost if there is so much: the verdict then says what it does not meet. Raises Canceled.
    """
    excess = _excess(net, standards)
    known = (net > 0) & ~np.isnan(excess).any(axis=0)
    taken = np.zeros(len(net), dtype=bool)
    taken[np.flatnonzero(net > 0)[_first(net[net > 0], required)]] = True
    reach = np.maximum.accumulate(order)
    for farthest in np.unique(reach).tolist():
        rows = np.flatnonzero(known & (reach <= farthest))
        land = _Land(net[rows], excess[:, rows], reach[rows], required)
        if int(land.net.sum()) < required:
            continue
        found = land.proposed(progress)
        taken[:] = False
        taken[rows[found]] = True
        if land.kept(found):
            break
    return taken


def keeps(taken: Bools, net: Ints, standards: Sequence[Standard], required: int) -> bool:
    """Tell whether candidates, bool (candidates,), are enough and meet all standards for certain."""
    over = _excess(net[taken], [Standard(standard.values[taken], standard.limit) for standard in standards]).sum(axis=1)
    return int(net[taken].sum()) >= required and bool((over <= 0).all())


def _excess(net: Ints, standards: Sequence[Standard]) -> Floats:
    """Return by how much land is worse than each limit that asks something, times its area, (standards, rows)."""
    asked = [standard for standard in standards if not np.isnan(standard.limit)]
    return np.array([net * (standard.values - standard.limit - _CLOSE) for standard in asked]).reshape(
        len(asked), len(net))


def _first(net: Ints, wanted: int) -> Ints:
    """Return the places of the first that are enough together, of all where these are not."""
    return np.flatnonzero(np.cumsum(net) - net < wanted)


@dataclass(frozen=True)
class _Land:
    """Land to choose from by rank, all of known quality: net int64 (rows,) > 0, together at least what is required.

    excess: float64 (standards, rows), by how much the land is worse than the limit, times its area: a set meets a
    standard where its sum is not above 0. reach: int64 (rows,), never falling, the farther away the higher.
    """

    net: Ints
    excess: Floats
    reach: Ints
    required: int

    def kept(self, chosen: Bools) -> bool:
        """Tell whether some land is enough and meets every standard."""
        return int(self.net[chosen].sum()) >= self.required and not (self._over(chosen) > 0).any()

    def proposed(self, progress: Progress) -> Bools:
        """Return what is proposed, bool (rows,); ``kept`` tells whether it is what was looked for."""
        first = np.zeros(len(self.net), dtype=bool)
        first[_first(self.net, self.required)] = True
        swapped = self._swapped(first, progress)
        if self.kept(swapped):
            return self._needed(swapped)
        for begun in (swapped, first):
            progress.check()
            found = self._changed(begun)
            if found is not None:
                return self._needed(found)
        found = self._mixed()
        return swapped if found is None else self._needed(found)

    def _over(self, chosen: Bools) -> Floats:
        return self.excess[:, chosen].sum(axis=1)

    def _swapped(self, chosen: Bools, progress: Progress) -> Bools:
        """Return what was chosen where, while it fails a standard, the worst goes for the next that are no worse.

        Where these run out the worst stays.
        """
        chosen = chosen.copy()
        fit = (self.excess <= 0).all(axis=0)
        while True:
            progress.check()
            failing = np.flatnonzero(self._over(chosen) > 0)
            if not len(failing):
                return chosen
            above = np.where(chosen, self.excess[failing[0]] / self.net, -np.inf)
            worst = int(np.flatnonzero(above == above.max())[-1])
            chosen[worst] = False
            left = self.required - int(self.net[chosen].sum())
            free = np.flatnonzero(fit & ~chosen)
            if int(self.net[free].sum()) < left:
                chosen[worst] = True
                return chosen
            chosen[free[_first(self.net[free], left)]] = True

    def _changed(self, chosen: Bools) -> Bools | None:
        """Return a set that is kept by one exchange, of the worst for the first by rank, or by adding better land."""
        over, total = self._over(chosen), int(self.net[chosen].sum())
        failing = over > 0
        share = (self.excess[failing] / over[failing, None]).sum(axis=0)
        worst = np.flatnonzero(chosen)[np.argsort(-share[chosen], kind="stable")][:_TRIED]
        for gone in [*worst[:, None], worst[:0]]:
            least = self.required - total + int(self.net[gone].sum())
            left = over - self.excess[:, gone].sum(axis=1)
            fit = np.flatnonzero(~chosen & (self.net >= least) & (left[:, None] + self.excess <= 0).all(axis=0))
            if len(fit):
                changed = chosen.copy()
                changed[gone], changed[fit[0]] = False, True
                return changed
        return None

    def _mixed(self) -> Bools | None:
        """Return a set that is kept, made anew: all that helps, and as little as possible of what it makes up for.

        Helping and harming are told by the standards together, with all weight on one of them, then on the other and in
        between. To what helps the least harmful by area comes until one more is enough: the first that can be made
        up for.
        """
        slack = -np.minimum(self.excess, 0.0).sum(axis=1)
        scaled = self.excess / np.where(slack > 0, slack, 1.0)[:, None]
        for weights in product(range(_STEPS + 1), repeat=len(scaled)):
            if sum(weights) != _STEPS:
                continue
            harm = np.array(weights, dtype=np.float64) @ scaled
            by_harm = np.argsort(harm / self.net, kind="stable")
            found = self._filled(by_harm[harm[by_harm] <= 0], by_harm[harm[by_harm] > 0])
            if found is not None:
                return found
        return None

    def _filled(self, helping: Ints, others: Ints) -> Bools | None:
        """Return all that helps with the first of the others and one more, the first by which the set is kept."""
        left = self.required - int(self.net[helping].sum())
        over = self.excess[:, helping].sum(axis=1)
        taken = helping
        if left > 0:
            sums = np.concatenate([[0], np.cumsum(self.net[others])])
            above = over[:, None] + np.concatenate([np.zeros((len(over), 1)),
                                                    np.cumsum(self.excess[:, others], axis=1)], axis=1)
            before = np.searchsorted(sums, left - self.net[others])  # so many of the first it needs before itself
            can = before <= np.arange(len(others))
            before = np.minimum(before, len(others))
            last = np.flatnonzero(can & (above[:, before] + self.excess[:, others] <= 0).all(axis=0))
            if not len(last):
                return None
            taken = np.concatenate([helping, others[:before[last[0]]], others[last[:1]]])
        elif (over > 0).any():
            return None
        chosen = np.zeros(len(self.net), dtype=bool)
        chosen[taken] = True
        return chosen

    def _needed(self, chosen: Bools) -> Bools:
        """Return the chosen land without what quantity and quality do without, the last by rank first.

        What bad land needs beside it goes once that is gone. Where land stays all that is nearer stays: of a surplus
        the farther land can be cut off.
        """
        while True:
            less = self._without_surplus(chosen)
            if (less == chosen).all():
                return less
            chosen = less

    def _without_surplus(self, chosen: Bools) -> Bools:
        chosen = chosen.copy()
        total, over = int(self.net[chosen].sum()), self._over(chosen)
        farthest = -1
        for row in np.flatnonzero(chosen)[::-1].tolist():
            if self.reach[row] < farthest:
                break
            less, above = total - int(self.net[row]), over - self.excess[:, row]
            if less >= self.required and not (above > 0).any():
                chosen[row], total, over = False, less, above
            else:
                farthest = int(self.reach[row])
        return chosen
