"""How well land is used: a score from four indicators against their benchmarks, rank, class, what lacks to the next."""
from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor, fsum, isfinite
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .areas import Bools, Floats, Ints
    from .rule_rows import RuleBook

PARK, ENTERPRISE = "park", "enterprise"
TAX, VALUE_ADDED, INVESTMENT, FLOOR_AREA = "tax", "value_added", "investment", "floor_area"
INDICATORS = (TAX, VALUE_ADDED, INVESTMENT, FLOOR_AREA)
"""In CNY per mu, the last one in m² of floor per m² of land; parks count what was invested in the year."""
CLASSES = ("A", "B", "C", "D")
UNDETERMINED = "undetermined"
SCORE, SHARES = "efficiency.score", "efficiency.classes"
MET, MISSED, UNKNOWN, NONE = "met", "missed", "unknown", "none"
_WEIGHTS = {PARK: "park_weights", ENTERPRISE: "enterprise_weights"}
_BENCHMARKS = {PARK: "park_benchmarks", ENTERPRISE: "enterprise_benchmarks"}
_SHARES = {PARK: "park_shares", ENTERPRISE: "enterprise_shares"}
_DECIMALS = 4  # of scores and values: what is equal on paper is equal


class SettingError(ValueError):
    """A row of the rules cannot be used: ``rule_id`` and ``key`` tell which."""

    def __init__(self, rule_id: str, key: str) -> None:
        super().__init__(f"{rule_id} {key}")
        self.rule_id, self.key = rule_id, key


@dataclass(frozen=True)
class Setting:
    """Weights that sum to 1, float64 (indicators,), benchmarks, 0 for the mean of those rated, and shares of classes.

    cap: what a ratio to the benchmark counts at most.
    """

    weights: Floats
    benchmarks: Floats
    cap: float
    shares: tuple[Fraction, ...]


@dataclass(frozen=True)
class Rating:
    """Scores and classes, arrays of shape (subjects,) unless said otherwise.

    benchmarks: float64 (subjects, indicators), NaN where nobody has any. score: float64, NaN for undetermined. rank:
    int64 from 1 within the group, 0 for none. grade: int64 position in ``CLASSES``, -1 for none. next_score: float64,
    the lowest score of the next better class, NaN where there is none. needed: float64 (subjects, indicators), the
    value that one indicator must reach for it alone, NaN where it alone cannot.
    """

    benchmarks: Floats
    score: Floats
    rank: Ints
    grade: Ints
    next_score: Floats
    needed: Floats


def setting(level: str, book: RuleBook) -> Setting:
    """Return what the rules of the day say of a level; raises SettingError for rows that cannot be used."""
    weights = _numbers(SCORE, _WEIGHTS[level], len(INDICATORS), book)
    shares = _numbers(SHARES, _SHARES[level], len(CLASSES), book)
    exact = tuple(Fraction(str(share)) for share in shares)
    cap = float(book.threshold(SCORE, "cap_coefficient"))
    if sum(weights) <= 0:
        raise SettingError(SCORE, _WEIGHTS[level])
    if sum(exact) != 1:
        raise SettingError(SHARES, _SHARES[level])
    if not isfinite(cap) or cap <= 0:
        raise SettingError(SCORE, "cap_coefficient")
    benchmarks = _numbers(SCORE, _BENCHMARKS[level], len(INDICATORS), book)
    return Setting(np.array(weights) / sum(weights), np.array(benchmarks), cap, exact)


def rate(values: Floats, area: Floats, groups: list[str], given: Setting) -> Rating:
    """Return the rating of each subject among those of its group.

    values: float64 (subjects, indicators), NaN for unknown; area: float64 (subjects,), NaN for unknown. A subject
    lacking a value of an indicator that weighs something has no score; what it has counts in the benchmarks.
    """
    count = len(area)
    found = Rating(np.full(values.shape, np.nan), np.full(count, np.nan), np.zeros(count, dtype=np.int64),
                   np.full(count, -1, dtype=np.int64), np.full(count, np.nan), np.full(values.shape, np.nan))
    _, group_of = np.unique(np.array(groups, dtype=str), return_inverse=True)
    for group in range(int(group_of.max(initial=-1)) + 1):
        rows = np.flatnonzero(group_of == group)
        _rate_group(rows, values[rows], area[rows], given, found)
    return found


def class_ends(count: int, shares: tuple[Fraction, ...]) -> list[int]:
    """Return the last rank of each class among ``count``: the sum of the shares so far, halves up."""
    ends, total = [], Fraction(0)
    for share in shares:
        total += share
        ends.append(floor(total * count + Fraction(1, 2)))
    return ends


def standard(agreed: Floats, actual: Floats, environment: list[bool | None], unclear: Bools) -> list[str]:
    """Return of each parcel whether it keeps what was agreed for it: MET, MISSED, UNKNOWN, or NONE for no agreement.

    agreed, actual: float64 (parcels, indicators), NaN for none or unknown; environment: whether its standard is kept.
    unclear: bool (parcels,), something of it is stated that cannot be read.
    """
    bound = ~np.isnan(agreed)
    short = below(agreed, actual).any(axis=1)
    open_ = (bound & np.isnan(actual)).any(axis=1) | unclear
    words = []
    for row, clean in enumerate(environment):
        if short[row] or clean is False:
            words.append(MISSED)
        elif open_[row]:
            words.append(UNKNOWN)
        else:
            words.append(MET if bound[row].any() or clean else NONE)
    return words


def below(agreed: Floats, actual: Floats) -> Bools:
    """Return which values are lower than agreed; False where either is NaN. The last bits of a float decide nothing."""
    return np.asarray(np.round(actual, _DECIMALS) < np.round(agreed, _DECIMALS))


def _numbers(rule: str, key: str, count: int, book: RuleBook) -> list[float]:
    try:
        numbers = [float(value) for value in book.threshold(rule, key)]
    except (TypeError, ValueError) as error:
        raise SettingError(rule, key) from error
    if len(numbers) != count or not all(isfinite(number) and number >= 0 for number in numbers):
        raise SettingError(rule, key)
    return numbers


def _means(values: Floats, land: Floats) -> Floats:
    """Return the means of columns by area, 0 where there is none; the order of rows changes not even the last bit."""
    sums = (np.array([fsum(column.tolist()) for column in amounts.T]) for amounts in (values * land, land))
    total, area = sums
    return np.divide(total, area, out=np.zeros_like(total), where=area > 0)


def _rate_group(rows: Ints, values: Floats, area: Floats, given: Setting, found: Rating) -> None:
    """Fill in what one group of subjects is rated."""
    known = ~np.isnan(values) & ~np.isnan(area)[:, None]
    land = np.where(known, area[:, None], 0.0)
    mean = _means(np.where(known, values, 0.0), land)
    benchmark = np.where(given.benchmarks > 0, given.benchmarks, mean)
    benchmark = np.where(benchmark > 0, benchmark, np.nan)
    weighs = given.weights > 0
    ratio = np.minimum(np.where(known, values, np.nan) / benchmark, given.cap)
    score = np.round(100 * (ratio[:, weighs] * given.weights[weighs]).sum(axis=1), _DECIMALS)
    found.benchmarks[rows], found.score[rows] = benchmark, score
    rated = np.flatnonzero(~np.isnan(score))
    if not len(rated):
        return
    scores = score[rated]
    rank = np.searchsorted(np.sort(-scores), -scores, side="left") + 1
    grade = np.searchsorted(class_ends(len(rated), given.shares), rank, side="left")
    found.rank[rows[rated]], found.grade[rows[rated]] = rank, grade
    for place in np.unique(grade).tolist():
        better = scores[grade < place]
        if not len(better):
            continue
        wanted, mine = float(better.min()), rated[grade == place]
        found.next_score[rows[mine]] = wanted
        gap = (wanted - score[mine])[:, None]
        reach = ratio[mine][:, weighs] + gap / (100 * given.weights[weighs])
        # a cap that is reached but for the last bits of a float is reached
        alone = np.where(reach <= given.cap + 1e-9, reach * benchmark[weighs], np.nan)
        needed = np.full((len(mine), len(INDICATORS)), np.nan)
        needed[:, weighs] = alone
        found.needed[rows[mine]] = needed
