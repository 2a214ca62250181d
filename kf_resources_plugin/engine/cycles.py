"""Cycles of a permutation, in arrays: by pointers that reach twice as far in every round."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..rules.areas import Ints


def lowest_of_cycle(following: Ints) -> Ints:
    """Return the lowest number on the cycle of each; following: (n,) a permutation."""
    lowest, reach = np.arange(len(following), dtype=np.int64), following.copy()
    for _ in range(len(following).bit_length()):
        ahead = lowest.take(reach)
        if not (ahead < lowest).any():
            break  # no stretch has a lower number than the one before it, all round the cycle
        lowest = np.minimum(lowest, ahead)
        reach = reach.take(reach)
    return lowest


def place_in_cycle(following: Ints, lowest: Ints) -> Ints:
    """Return how each stands on its cycle after the lowest: ascending numbers, at most 0, 0 for the lowest."""
    # steps from each on to the lowest of its cycle, which stays where it is
    reach = following.copy()
    steps = np.ones(len(following), dtype=np.int64)
    at_home = lowest == np.arange(len(following))
    reach[at_home], steps[at_home] = np.flatnonzero(at_home), 0
    for _ in range(len(following).bit_length()):
        if (reach == lowest).all():
            break
        steps += steps.take(reach)
        reach = reach.take(reach)
    return -steps
