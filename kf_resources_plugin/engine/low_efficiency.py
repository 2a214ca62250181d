"""The criteria of low efficiency, as fields of parcels and layers over them tell them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..rules.land_efficiency import INDICATORS
from ..rules.low_efficiency import (
    BY_PLAN,
    CLEAR,
    DENSITY,
    FLAGGED,
    OLD,
    OUTPUT,
    PROHIBITED,
    RENEWAL,
    UNKNOWN,
    Criterion,
    at_least,
    below,
    share_at_least,
)
from ..rules.said_words import has_word
from ..rules.text import truth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.rule_rows import RuleBook
    from .parcel_cover import Cover

CATALOGUE, INDUSTRY, PLANNED_USE, RENEWED = "catalogue", "industry", "planned_use", "renewal_area"
BUILT_SHARE, IDLE_SHARE, DANGER_SHARE, AGE, OLD_SHARE = "built_share", "idle_share", "danger_share", "age", "old_share"
CRITERIA = {PROHIBITED: (CATALOGUE, INDUSTRY), BY_PLAN: (PLANNED_USE,), RENEWAL: (RENEWED,), OUTPUT: INDICATORS,
            DENSITY: (BUILT_SHARE, IDLE_SHARE), OLD: (DANGER_SHARE, AGE, OLD_SHARE)}
"""What each flag is judged by."""
_FLAG_OF = {key: flag for flag, keys in CRITERIA.items() for key in keys}


def criterion(key: str, state: Ints, source: str, value: Floats | None = None, limit: Floats | float = np.nan,
              found: list[str] | None = None) -> Criterion:
    """Return what one layer, called ``source``, says by a criterion; where it says nothing it is no source."""
    count = len(state)
    known = (state != UNKNOWN).tolist()
    return Criterion(_FLAG_OF[key], key, state, np.full(count, np.nan) if value is None else value,
                     np.where(known, np.broadcast_to(limit, count), np.nan), [""] * count if found is None else found,
                     [source if is_known else "" for is_known in known])


def with_words(texts: Sequence[str], words: Sequence[str]) -> Ints:
    """Return FLAGGED for texts with one of the words (``said_words.has_word``), CLEAR for others, UNKNOWN for ''."""
    known = {text: FLAGGED if has_word(text, words) else CLEAR for text in set(texts)}
    known[""] = UNKNOWN
    return np.array([known[text] for text in texts], dtype=np.int64)


def prohibited(catalogue: list[str], kinds: list[str], industries: Sequence[str] | None, source: str,
               book: RuleBook) -> list[Criterion]:
    """Return what is said of the industry: by the word of the catalogue, and by a list where one was given."""
    words = [str(word) for word in book.threshold("low_efficiency.prohibited", "words")]
    found = [criterion(CATALOGUE, with_words(catalogue, words), source, found=catalogue)]
    if industries is not None:
        listed = {name.lower() for name in industries}
        state = [UNKNOWN if not kind else FLAGGED if kind.lower() in listed else CLEAR for kind in kinds]
        found.append(criterion(INDUSTRY, np.array(state, dtype=np.int64), source, found=kinds))
    return found


def planned_use(current: list[str], planned: list[str], source: str, book: RuleBook) -> Criterion:
    """Return whether industrial land is planned for another use, as the parcels themselves say."""
    industrial, later = (with_words(texts, _uses(book)) for texts in (current, planned))
    share = np.where(later == UNKNOWN, np.nan, np.where(later == CLEAR, 1.0, 0.0))
    return _leaving(industrial, share, at_least(share, _least(BY_PLAN, book)), planned, source, book)


def planned_over(current: list[str], cover: Cover, planned: list[str], source: str, book: RuleBook) -> Criterion:
    """Return the same as a layer of planned use tells; ``planned``: its texts by row. Land without any is open."""
    state = with_words(planned, _uses(book))
    other, open_ = (cover.summed((state == which).astype(np.float64)) for which in (CLEAR, UNKNOWN))
    beside = np.maximum(cover.drawn - cover.covered(), 0.0)
    known, share = share_at_least(other, open_ + beside, cover.drawn, _least(BY_PLAN, book))
    return _leaving(with_words(current, _uses(book)), share, known, cover.most(planned), source, book)


def renewed(texts: list[str], source: str, book: RuleBook) -> Criterion:
    """Return whether parcels are to be renewed as they say: the kind of renewal, or yes and no in other words."""
    none, beginnings = (tuple(str(word) for word in book.threshold("low_efficiency.renewal", key))
                        for key in ("none_words", "none_beginnings"))
    share = np.array([np.nan if not text else 0.0 if truth(text) is False or text.lower() in none
                      or text.lower().startswith(beginnings) else 1.0 for text in texts])
    limit = _least(RENEWAL, book)
    return criterion(RENEWED, at_least(share, limit), source, share, limit, texts)


def renewed_over(cover: Cover, names: list[str], source: str, book: RuleBook) -> Criterion:
    """Return whether parcels lie in areas to be renewed; names: what the areas are called."""
    limit = _least(RENEWAL, book)
    state, share = share_at_least(cover.covered(), np.zeros(len(cover.drawn)), cover.drawn, limit)
    return criterion(RENEWED, state, source, share, limit, cover.most(names))


def limits_of(agreed: Floats, benchmarks: Floats) -> Floats:
    """Return what indicators are held against: what was agreed, else the benchmark, of which 0 is none.

    agreed: float64 (parcels, indicators), NaN for none; benchmarks: float64 (indicators,).
    """
    return np.where(np.isnan(agreed), np.where(benchmarks > 0, benchmarks, np.nan), agreed)


def output(values: Floats, limits: Floats, source: str) -> list[Criterion]:
    """Return whether indicators stay below their limits; values, limits: float64 (parcels, indicators)."""
    return [criterion(key, below(values[:, place], limits[:, place]), source, values[:, place], limits[:, place])
            for place, key in enumerate(INDICATORS)]


def shares_of_floor(own: Mapping[str, Floats], area: Floats, source: str, book: RuleBook) -> list[Criterion]:
    """Return how densely parcels are built, and what of their floor is idle or dangerous, as they say.

    own: float64 (parcels,) m² under ``footprint``, ``floor_area``, ``idle`` and ``danger``; area: m² of the parcels.
    """
    floor = np.where(own["floor_area"] > 0, own["floor_area"], np.nan)
    built, idle, danger = own["footprint"] / area, own["idle"] / floor, own["danger"] / floor
    limits = _limits(book)
    return [criterion(BUILT_SHARE, below(built, limits[BUILT_SHARE]), source, built, limits[BUILT_SHARE]),
            *(criterion(key, at_least(value, limits[key]), source, value, limits[key])
              for key, value in ((IDLE_SHARE, idle), (DANGER_SHARE, danger)))]


def aged(built_year: Floats, source: str, book: RuleBook) -> Criterion:
    """Return whether buildings are old by the year in which they were built, NaN for unknown."""
    age = book.date.year - built_year
    years = float(book.threshold("low_efficiency.old", "old_years"))
    return criterion(AGE, at_least(age, years), source, age, years)


def building_criteria(cover: Cover, marks: Mapping[str, Ints], source: str, book: RuleBook) -> list[Criterion]:
    """Return what buildings on parcels tell: how much of a parcel they take, and the share of some among them.

    marks: by criterion the state of each building, UNKNOWN where nothing tells; what no building tells is left out.
    """
    footprint, limits = cover.covered(), _limits(book)
    built = footprint / cover.drawn
    found = [criterion(BUILT_SHARE, below(built, limits[BUILT_SHARE]), source, built, limits[BUILT_SHARE])]
    for key, mark in marks.items():
        part, open_ = (cover.summed((mark == which).astype(np.float64)) for which in (FLAGGED, UNKNOWN))
        state, share = share_at_least(part, open_, footprint, limits[key])
        found.append(criterion(key, state, source, share, limits[key]))
    return found


def _leaving(industrial: Ints, share: Floats, state: Ints, found: list[str], source: str, book: RuleBook) -> Criterion:
    """Return the criterion of planned use: what is not industrial now cannot leave industry."""
    state = np.where(industrial == CLEAR, CLEAR, np.where(industrial == UNKNOWN, UNKNOWN, state)).astype(np.int64)
    other: Bools = industrial == CLEAR
    return criterion(PLANNED_USE, state, source, np.where(other, 0.0, share), _least(BY_PLAN, book),
                     ["" if is_other else text for is_other, text in zip(other.tolist(), found)])


def _uses(book: RuleBook) -> list[str]:
    return [str(word) for word in book.threshold("low_efficiency.by_plan", "words")]


def _least(flag: str, book: RuleBook) -> float:
    return float(book.threshold(f"low_efficiency.{flag}", "least_share_of_total"))


def _limits(book: RuleBook) -> dict[str, float]:
    least = _least(OLD, book)
    return {BUILT_SHARE: float(book.threshold("low_efficiency.density", "density_share_of_total")),
            IDLE_SHARE: float(book.threshold("low_efficiency.density", "idle_share_of_total")),
            DANGER_SHARE: least, OLD_SHARE: least}
