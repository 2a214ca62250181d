"""Two epochs in which no place counts twice: land that parcels of one of them share is left to the first."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .counted_once import of_rows
from .subtraction import divide
from .uncut import list_uncut
from .wkb import wkb_areas

if TYPE_CHECKING:
    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .counted_once import CountedOnce
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .occupation import AreasOf
    from .two_coverages import Crossing
    from .wkb import Wkbs

_ROUNDING = 1e-9  # of an area: pieces may exceed what they are cut from by so much


def epochs_once(before: LandSurvey, after: LandSurvey, crossing: Crossing, areas: AreasOf, book: RuleBook,
                kernel: Kernel, progress: Progress) -> tuple[CountedOnce, CountedOnce, Crossing]:
    """Return both surveys with land that their own parcels share left to the first of them, and their pieces likewise.

    Parcels that overlap show where pieces exceed a parcel of the other epoch, or lie where that has no land: only there
    they are compared with one another. Raises Canceled.
    """
    rows = [_claiming(mine, theirs, crossing.wkb, other.table.wkb) for mine, theirs, other in (
        (crossing.before, crossing.after, after), (crossing.after, crossing.before, before))]
    once = [of_rows(survey, chosen, areas, book, kernel, progress.part(place / 2, (place + 1) / 2))
            for place, (survey, chosen) in enumerate(zip((before, after), rows))]
    wkb = crossing.wkb
    for counted, mine in zip(once, (crossing.before, crossing.after)):
        wkb = _left(wkb, mine, counted, kernel, progress)
    there = wkb != b""
    return once[0], once[1], replace(crossing, before=crossing.before[there], after=crossing.after[there],
                                     wkb=wkb[there])


def _claiming(mine: Ints, theirs: Ints, wkb: Wkbs, others: Wkbs) -> Ints:
    """Return the rows of one epoch with pieces where pieces exceed a row of the other, or where that has no land.

    One piece alone exceeds nothing: nearly all parcels of a city a year later need not be measured.
    """
    count = np.bincount(theirs[theirs >= 0], minlength=len(others))
    several = np.append(count > 1, False)
    pieces, rows = np.flatnonzero(several[theirs]), np.flatnonzero(several)
    claimed = np.append(np.zeros(len(others), dtype=bool), True)  # row −1: no land
    held = np.bincount(theirs[pieces], wkb_areas(wkb[pieces]), len(others))[rows]
    claimed[rows] = held > wkb_areas(others[rows]) * (1.0 + _ROUNDING)
    return np.unique(mine[(mine >= 0) & claimed[theirs]])


def _left(wkb: Wkbs, mine: Ints, once: CountedOnce, kernel: Kernel, progress: Progress) -> Wkbs:
    """Return pieces without what the parcels that they are of lost to others."""
    lost = np.append(once.taken_m2 > 0, False)
    left = wkb.copy()
    for piece in np.flatnonzero(lost[mine]).tolist():
        progress.check()
        parcel = once.survey.table.wkb[mine[piece]]
        try:
            left[piece] = divide(kernel, wkb[piece], parcel, progress)[0] if parcel and wkb[piece] else b""
        except ValueError as error:
            list_uncut(kernel, once.survey.table, wkb[piece], str(error))
    return left
