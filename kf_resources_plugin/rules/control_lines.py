"""Control lines against each other: which overlaps are conflicts, what a hole means, and how far the town may grow.

What two lines mean to each other is data: rows of the rule book under the topic ``control_lines`` that name
``lines_a`` and ``lines_b``. Of several rows that fit a pair the one that names more of it decides, then the first.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from .rule_rows import RuleBook

    Bools = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.int64]

TOPIC = "control_lines"
PERMANENT, REDLINE, URBAN = "permanent_farmland", "ecological_redline", "urban_boundary"
THREE_LINES = (PERMANENT, REDLINE, URBAN)
"""In their order of precedence; further lines come after them."""
NO_PAIR = -1

CULTIVATED, OTHER_LAND, NOTHING = "cultivated", "other_land", "nothing"
"""What a hole holds besides other lines: land of the survey, and what no survey tells."""
EXPLAINED, WITH_FARMLAND, OPEN = "control.hole", "control.hole_cultivated", "control.hole_open"
"""Rules that a hole falls under."""


@dataclass(frozen=True)
class PairRule:
    """What an overlap of two lines is; empty sets stand for any line, ``precedence`` is '' where nothing decides."""

    rule_id: str
    lines_a: frozenset[str]
    lines_b: frozenset[str]
    conflict: bool
    precedence: str

    def fits(self, one: str, other: str) -> bool:
        """Tell whether it is about two lines, whatever their order."""
        def in_order(first: str, second: str) -> bool:
            return (not self.lines_a or first in self.lines_a) and (not self.lines_b or second in self.lines_b)

        return in_order(one, other) or in_order(other, one)

    @property
    def named(self) -> int:
        """Return of how many of both lines it says which they are."""
        return bool(self.lines_a) + bool(self.lines_b)


def pair_rules(book: RuleBook) -> tuple[PairRule, ...]:
    """Return the rules of pairs, those that name more of a pair first."""
    def listed(value: Any) -> frozenset[str]:
        return frozenset(value if isinstance(value, tuple) else (value,))

    found = [PairRule(row.id, listed(row.thresholds["lines_a"]), listed(row.thresholds["lines_b"]),
                      bool(row.thresholds["conflict"]), str(row.thresholds["precedence"]))
             for row in book.rows.values() if row.topic == TOPIC and "lines_a" in row.thresholds]
    return tuple(sorted(found, key=lambda rule: -rule.named))


def rule_of_pair(rules: Sequence[PairRule], one: str, other: str) -> PairRule:
    """Return the rule of two lines; raises StopIteration where no rule is for any line."""
    return next(rule for rule in rules if rule.fits(one, other))


def first_pair(inside: Bools, pairs: Ints) -> Ints:
    """Return for each place the first pair of which both lines hold it, ``NO_PAIR`` where there is none.

    inside: (places, lines). pairs: (pairs, 2) positions of lines. A place in several pairs counts in one of them.
    """
    both = inside[:, pairs[:, 0]] & inside[:, pairs[:, 1]]
    if not both.shape[1]:
        return np.full(len(inside), NO_PAIR, dtype=np.int64)
    return np.where(both.any(axis=1), both.argmax(axis=1), NO_PAIR).astype(np.int64)


def hole_rules(total: Ints, lines: Ints, cultivated: Ints, other: Ints, *, least_share: float, takes_farmland: bool,
               surveyed: bool) -> list[str]:
    """Return the rule each hole falls under.

    total, lines, cultivated, other: (holes,) hundredths of m²: the hole, what other lines cover of it, and of the rest
    what the survey has as cultivated and as other land. takes_farmland: the line is drawn round cultivated land, so
    that other land explains a hole. surveyed: there is a survey.
    """
    explained = lines >= least_share * total
    if not takes_farmland or not surveyed:
        return np.where(explained, EXPLAINED, OPEN).tolist()
    explained |= lines + other >= least_share * total
    return np.where(explained, EXPLAINED, np.where(cultivated > 0, WITH_FARMLAND, OPEN)).tolist()


def expansion_factor(boundary_m2: float, base_m2: float | None) -> float | None:
    """Return how many times the urban land of the base year the boundary holds, None where there is no such land."""
    return boundary_m2 / base_m2 if base_m2 else None
