"""Water levels along a channel: one profile for each stage, linear between the places where the level is given."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Profile:
    """Levels in m at rising distances along the channel in m, both float64 (n,), n > 0.

    slopes: by how much the level changes for each metre before the first and behind the last of them.
    """

    along: Floats
    level: Floats
    slopes: tuple[float, float]

    def levels(self, along: Floats) -> Floats:
        """Return the level at distances along the channel of any shape; NaN stays NaN."""
        found = np.interp(along, self.along, self.level)
        first, last = self.slopes
        if first or last:
            found += first * np.minimum(along - self.along[0], 0) + last * np.maximum(along - self.along[-1], 0)
        return found

    def rises(self, tolerance_m: float) -> list[int]:
        """Return the places (of n) whose level is higher than that of the place before by more than a tolerance."""
        return (np.flatnonzero(np.diff(self.level) > tolerance_m) + 1).tolist()

    def below(self, other: Profile, tolerance_m: float) -> Floats:
        """Return where, of all places that either gives a level for, this profile is below another, rising (k,)."""
        places = np.union1d(self.along, other.along)
        return places[self.levels(places) < other.levels(places) - tolerance_m]


def profile(along: Floats, level: Floats, *, sloping: bool) -> Profile:
    """Return the profile through levels (n,); those at one place count with their mean.

    sloping: beyond the ends the slope of the outermost pair goes on; else the level stays.
    """
    places, which = np.unique(along, return_inverse=True)
    mean = np.bincount(which, level) / np.bincount(which)
    slopes = (0.0, 0.0)
    if sloping and len(places) > 1:
        steps = np.diff(mean) / np.diff(places)
        slopes = (float(steps[0]), float(steps[-1]))
    return Profile(places, mean, slopes)


def runs_upstream(stages: Sequence[tuple[Floats, Floats]]) -> bool:
    """Tell whether levels, for each stage (along, level), rise along the channel on the whole: it is drawn upstream."""
    return sum(float(((along - along.mean()) * (level - level.mean())).sum()) for along, level in stages) > 0


def step_frequency(return_periods: Sequence[float]) -> Floats:
    """Return what each stage (rising) adds to the annual probability of a place that is wet in it, (n,).

    The probability that a year brings this stage and not yet the next one, 1/T - 1/T of the next; of the last one all
    that remains. The sum over the stages in which a place is wet is the probability of the first of them: a stage
    between two counts as the lower one, so frequencies are low rather than high.
    """
    chance = 1 / np.asarray(return_periods, dtype=np.float64)
    return chance - np.append(chance[1:], 0.0)
