"""Replacement of permanent basic farmland (补划): how far land is, candidates scored and ranked.

Grades and slope classes are better the lower the number. Areas are whole hundredths of m², so sums are exact.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from .stable_farmland import code_of
from .text import coded
from .unit_levels import code_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .rule_rows import RuleBook
    from .text import Column

    Bools = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

ORDERS = ("county", "city", "province", "unknown", "other")
"""How far land is from the county of the loss, nearest first; ``unknown`` has no code, ``other`` may not replace."""
_PROVINCE_DIGITS = 2
OTHER = ORDERS.index("other")
SCORE_RULE, SLOPE_RULE = "permanent.candidate_score", "permanent.replace_slope"
RANK_RESERVE = "reserve_zone"
"""What the ranking calls that land in reserve zones comes first."""
_SLOPES = ("slope_1", "slope_2", "slope_3", "slope_4", "slope_5")


def orders_of(codes: Sequence[str], lost: Sequence[str]) -> Ints:
    """Return for each unit code the position in ``ORDERS``, seen from the counties that lose land."""
    def places(code: str) -> tuple[str, str, str]:
        return (code_at(code, "county"), code_at(code, "city"),
                code[:_PROVINCE_DIGITS] if len(code) >= _PROVINCE_DIGITS else "")

    known = [set(level) - {""} for level in zip(*(places(code) for code in lost))]

    def order(code: str) -> int:
        beyond = OTHER if code and any(known) else ORDERS.index("unknown")
        return next((at for at, (place, level) in enumerate(zip(places(code), known)) if place in level), beyond)

    order_of = {code: order(code) for code in set(codes)}
    return np.array([order_of[code] for code in codes], dtype=np.int64)


def slope_classes(column: Column, book: RuleBook) -> Floats:
    """Return slope classes as numbers 1 … 5, NaN for anything else."""
    numbers = {code_of(code): float(number) for number, key in enumerate(_SLOPES, 1)
               for code in book.threshold(SLOPE_RULE, key)}
    values, position = coded(column, code_of)
    return np.array([numbers.get(value, np.nan) for value in values.tolist()], dtype=np.float64)[position]


def mean(values: Floats, weights: Ints) -> float:
    """Return the weighted mean, NaN without weight or where a value that has weight is missing."""
    take = weights > 0
    if not take.any():
        return float("nan")
    return float((values[take] * weights[take]).sum() / weights[take].sum())


@dataclass(frozen=True)
class Scores:
    """Scores 0 … 1 of candidates, float64 (candidates,): each criterion, and all by their weights."""

    grade: Floats
    contiguity: Floats
    distance: Floats
    total: Floats


def scores_of(grade: Floats, contiguous: Bools, block: Ints, distance_m: Floats, book: RuleBook) -> Scores:
    """Return the scores of candidates.

    block: hundredths of m² of existing permanent farmland that a candidate joins; distance_m: to the lost land. The
    best grade is 1, the worst 0; land that joins nothing has no contiguity, what joins a block has
    ``joined_share_of_total`` of it and the rest by the size of the block; nearness falls to 0 at ``far_distance_m``.
    """
    def row(key: str) -> float:
        return float(book.threshold(SCORE_RULE, key))

    by_grade = (row("last") - grade) / (row("last") - row("first"))
    alone = row("joined_share_of_total")
    joined = np.where(contiguous, alone + (1.0 - alone) * np.minimum(block / 100 / row("full_block_m2"), 1.0), 0.0)
    near = 1.0 - np.minimum(distance_m / row("far_distance_m"), 1.0)
    total = (by_grade * row("grade_share_of_total") + joined * row("contiguity_share_of_total")
             + near * row("distance_share_of_total"))
    return Scores(by_grade, joined, near, np.round(total, 4))


def ranking(order: Ints, in_reserve: Bools, total: Floats, book: RuleBook) -> Ints:
    """Return candidates from the first to the last, int64; of equals the one that stands first."""
    keys = {"order": order, RANK_RESERVE: ~in_reserve, "score": -total}
    wanted = [keys[str(key)] for key in book.threshold(SCORE_RULE, "ranking") if str(key) in keys]
    return np.lexsort([np.arange(len(order)), *reversed(wanted)]).astype(np.int64)
