"""Tables of points as planners write them: ``<=5: 100``, ``0.5..2: 100``, ``02*: 70``; the first that holds counts."""
from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Bools, Floats

MOST_POINTS = 100.0
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_SIDE = re.compile(rf"(<=|>=|<|>)\s*({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})")
_CODE = re.compile(r"[0-9A-Z]+\*?")


class StepError(ValueError):
    """A condition or step that cannot be read; ``text`` is what stands there."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True)
class Interval:
    """Values from ``low`` to ``high``; whether the ends belong to it is said of each."""

    low: float
    high: float
    with_low: bool
    with_high: bool

    def holds(self, values: Floats) -> Bools:
        """Tell which values lie in it, bool as ``values``; NaN never does."""
        with np.errstate(invalid="ignore"):
            above = values >= self.low if self.with_low else values > self.low
            below = values <= self.high if self.with_high else values < self.high
        held: Bools = above & below
        return held


@dataclass(frozen=True)
class Steps:
    """Points by intervals; beyond all of them 0."""

    intervals: tuple[Interval, ...]
    scores: tuple[float, ...]

    def points(self, values: Floats) -> Floats:
        """Return the points of values, float64 as ``values``; NaN for NaN."""
        found = np.select([interval.holds(values) for interval in self.intervals], list(self.scores), 0.0)
        return np.where(np.isnan(values), np.nan, found)


def interval(text: str) -> Interval:
    """Return what ``<=5``, ``>5``, ``<0``, ``>=2`` or ``0.5..2`` (both ends belong to it) says; raises StepError."""
    side = _SIDE.fullmatch(text.strip())
    if side:
        bound = float(side[2])
        low, high = (-math.inf, bound) if side[1].startswith("<") else (bound, math.inf)
        return Interval(low, high, side[1] == ">=" or low == -math.inf, side[1] == "<=" or high == math.inf)
    ends = _RANGE.fullmatch(text.strip())
    if not ends or float(ends[1]) > float(ends[2]):
        raise StepError(text)
    return Interval(float(ends[1]), float(ends[2]), with_low=True, with_high=True)


def steps(texts: Sequence[str]) -> Steps:
    """Return a table of points; raises StepError."""
    parts = [_parted(text) for text in texts]
    return Steps(tuple(interval(condition) for condition, _ in parts), tuple(score for _, score in parts))


def class_steps(texts: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Return (pattern, points) of a table by land class; raises StepError."""
    parts = [(pattern.upper(), score) for pattern, score in map(_parted, texts)]
    for pattern, _ in parts:
        if not _CODE.fullmatch(pattern):
            raise StepError(pattern)
    return tuple(parts)


def class_points(code: str, table: Sequence[tuple[str, float]]) -> float:
    """Return the points of a land class, 0 where no pattern fits."""
    return next((score for pattern, score in table if fits(code, [pattern])), 0.0)


def fits(code: str, patterns: Sequence[str]) -> bool:
    """Tell whether a land class is one of some codes, or begins as a code with ``*`` says."""
    return any(code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern for pattern in patterns)


def _parted(text: str) -> tuple[str, float]:
    condition, colon, score = text.rpartition(":")
    if not colon or not re.fullmatch(_NUMBER, score.strip()) or not 0 <= float(score) <= MOST_POINTS:
        raise StepError(text)
    return condition.strip(), float(score)
