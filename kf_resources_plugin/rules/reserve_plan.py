"""A rolling plan of land reserve: how land without a user is ranked, and which of it is taken in which year."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .areas import Bools, Floats, Ints
    from .progress import Progress
    from .rule_rows import RuleBook

YEARS = 3
LATER = 0
SCORE = "reserve_plan.score"
MOST_SEARCHED = 10  # parcels: four choices for each are a million plans
_SOME = 4096


@dataclass(frozen=True)
class Task:
    """What is to be planned. gain: int64 (parcels,) what a parcel is worth, more of it in an earlier year.

    area: int64 (parcels,) hundredths of m²; cost: int64 (parcels,) hundredths of CNY. areas, budgets: what a year can
    take of them at most, None for no limit.
    """

    gain: Ints
    area: Ints
    cost: Ints
    areas: tuple[int, ...] | None
    budgets: tuple[int, ...] | None

    @property
    def weights(self) -> Ints:
        """Int64 (years,): how much the same land is worth in each year."""
        return np.arange(YEARS, 0, -1, dtype=np.int64)

    @property
    def needs(self) -> list[tuple[Ints, tuple[int, ...]]]:
        """Return what is limited, with its limits by year."""
        return [(amount, limits) for amount, limits in ((self.area, self.areas), (self.cost, self.budgets))
                if limits is not None]

    @property
    def allowed(self) -> Bools:
        """Bool (years, parcels): which parcels each year could take, were they alone."""
        found = np.ones((YEARS, len(self.gain)), dtype=bool)
        for amount, limits in self.needs:
            found &= amount[None, :] <= np.array(limits, dtype=np.int64)[:, None]
        return found

    def value(self, year: Ints) -> int:
        """Return what a plan is worth; year: int64 (parcels,) 1 … 3, LATER for none."""
        chosen = year > LATER
        return int((self.gain[chosen] * self.weights[year[chosen] - 1]).sum())

    def fits(self, year: Ints) -> bool:
        """Tell whether a plan stays within the limits of every year."""
        return all(int(amount[year == number].sum()) <= limits[number - 1]
                   for amount, limits in self.needs for number in range(1, YEARS + 1))


    def most(self) -> int:
        """Return what no plan is worth more than: what it were if land could be cut at will, for each limit alone.

        Of land that no year could take nothing counts. Land that is worth most for what it takes goes first, into the
        first year with room: with weights that fall by year no other order is worth more.
        """
        best = (self.allowed * self.weights[:, None]).max(axis=0, initial=0)
        one, some = int((self.gain * best).sum()), best > 0
        return min([one, *(self._cut_at_will(self.gain[some].tolist(), amount[some].tolist(), list(limits))
                           for amount, limits in self.needs)])

    @staticmethod
    def _cut_at_will(gain: list[int], amount: list[int], left: list[int]) -> int:
        worth = 0
        order = sorted(range(len(gain)), key=lambda row: (amount[row] > 0, -gain[row] / max(amount[row], 1)))
        for row in order:
            whole, rest = amount[row], amount[row]
            if not whole:
                worth += gain[row] * YEARS
            for number, room in enumerate(left):
                taken = min(rest, room)
                if taken:
                    worth -= -gain[row] * (YEARS - number) * taken // whole  # rounded up
                    left[number] -= taken
                    rest -= taken
        return worth


@dataclass(frozen=True)
class Spread:
    """A plan: year int64 (parcels,) 1 … 3, LATER for none; solver: what made it; proven: none is worth more."""

    year: Ints
    solver: str
    proven: bool


def more_at_most(task: Task, plan: Spread) -> str:
    """Return by how much at most another plan is worth more, in per cent rounded up."""
    worth = max(task.value(plan.year), 1)
    hundredths_of_percent = -((worth - max(task.most(), worth)) * 10_000 // worth)
    return f"{hundredths_of_percent / 100:.2f}%"


def scores(area_m2: Floats, vacant: Bools, book: RuleBook) -> Floats:
    """Return how far parcels are worth taking early, float64 (parcels,) 0 … 1.

    area_m2: float64 (parcels,); vacant: bool (parcels,), of a class that nothing is built on.
    """
    full, size, empty = (float(book.threshold(SCORE, key)) for key in
                         ("full_size_m2", "size_coefficient", "vacant_coefficient"))
    return np.asarray((size * np.minimum(area_m2 / full, 1.0) + empty * vacant) / (size + empty))


def searched(task: Task, progress: Progress) -> Spread:
    """Return the best plan by trying all that could be better; for no more than MOST_SEARCHED parcels."""
    count = len(task.gain)
    order = np.argsort(-task.gain, kind="stable").tolist()
    gain, needs = task.gain.tolist(), [(amount.tolist(), list(limits)) for amount, limits in task.needs]
    rest = [0] * (count + 1)  # what the parcels still to come are worth at most
    for place in range(count - 1, -1, -1):
        rest[place] = rest[place + 1] + gain[order[place]] * YEARS
    best_year, best, year, looked = [LATER] * count, -1, [LATER] * count, 0

    def look(place: int, value: int) -> None:
        nonlocal best, best_year, looked
        looked += 1
        if looked % _SOME == 0:
            progress.check()
        if value + rest[place] <= best:
            return
        if place == count:
            best, best_year = value, list(year)
            return
        row = order[place]
        for number in range(1, YEARS + 1):
            if all(amount[row] <= left[number - 1] for amount, left in needs):
                for amount, left in needs:
                    left[number - 1] -= amount[row]
                year[row] = number
                look(place + 1, value + gain[row] * (YEARS + 1 - number))
                for amount, left in needs:
                    left[number - 1] += amount[row]
        year[row] = LATER
        look(place + 1, value)

    look(0, 0)
    return Spread(np.array(best_year, dtype=np.int64), "search", proven=True)


def filled(task: Task, rank: Ints, progress: Progress) -> Spread:
    """Return a plan that takes parcels by rank into the first year with room: the best only where all fit at once.

    rank: int64 (parcels,) 1 for the first.
    """
    left = [(amount.tolist(), list(limits)) for amount, limits in task.needs]
    year = np.zeros(len(rank), dtype=np.int64)
    for done, row in enumerate(np.argsort(rank, kind="stable").tolist()):
        if done % _SOME == 0:
            progress.check()
        for number in range(1, YEARS + 1):
            if all(amount[row] <= room[number - 1] for amount, room in left):
                year[row] = number
                for amount, room in left:
                    room[number - 1] -= amount[row]
                break
    return Spread(year, "by_rank", proven=bool((year == 1).all()))
