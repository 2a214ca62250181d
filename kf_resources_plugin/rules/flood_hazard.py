"""Hazard of water that stands or flows: classes of depth and velocity, by rules that are data.

Depth and velocity come in the precision of their rasters, and a bound is brought to that precision before it is
compared: 0.7 m stored in 32 bits is a hair below 0.7 m in 64 bits, and belongs where a hydrologist puts 0.7 m.
Products and sums are compared in 32 bits, for the same reason.
"""
from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .rule_rows import RuleBook, RuleRow

Cells = Union[npt.NDArray[np.float32], npt.NDArray[np.float64]]
Classes = npt.NDArray[np.int16]

ARR, FD2320, DEPTH_CLASSES = "arr", "fd2320", "depth_classes"
METHODS = (ARR, FD2320, DEPTH_CLASSES)
SURROUNDINGS = ("rural", "urban")
MOST_CLASSES = 12
"""As many as the colours of the map tell apart."""
_ARR_ROWS = ("hazard.arr_h1", "hazard.arr_h2", "hazard.arr_h3", "hazard.arr_h4", "hazard.arr_h5", "hazard.arr_h6")
_SEPARATOR = re.compile(r"[,，、;；]")


class BoundsError(ValueError):
    """A text of lower bounds cannot be used; ``reason`` is number, order or many, ``value`` tells which."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(f"{reason} {value}".strip())
        self.reason, self.value = reason, value


@dataclass(frozen=True)
class HazardScale:
    """What tells classes: their names (Chinese, English) from class 1 on, the rules they rest on, and the method.

    classify: from depth (m, without NaN) and velocity (m/s, not negative, without NaN), of one shape, to classes, 0
    where it is dry or below the first.
    """

    method: str
    names: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    classify: Callable[[Cells, Cells], Classes]


def scale_of(method: str, surroundings: str, bounds: Sequence[float], book: RuleBook) -> HazardScale:
    """Return the scale of a method; ``bounds`` are those of classes of depth, m, rising."""
    if method == ARR:
        rows = [book.row(rule) for rule in _ARR_ROWS]
        limits = [_limits(row) for row in rows[:-1]]
        return HazardScale(method, tuple(_name(row) for row in rows), _ARR_ROWS,
                           lambda depth, velocity: arr_classes(depth, velocity, limits))
    if method == FD2320:
        row, debris = book.row("hazard.fd2320"), _debris(book, surroundings)
        offset, levels = float(book.threshold(row.id, "velocity_offset_m_per_s")), _numbers(row, "bounds")
        names = zip(map(str, _listed(row, "names_zh")), map(str, _listed(row, "names_en")))
        return HazardScale(method, tuple(names), (row.id, "hazard.fd2320_debris"),
                           lambda depth, velocity: rating_classes(depth, velocity, offset, levels, debris))
    spans = [_span(bounds, place) for place in range(len(bounds))]
    return HazardScale(method, tuple(zip(spans, spans)), ("hazard.depth_classes",),
                       lambda depth, _: depth_classes(depth, bounds))


def parse_bounds(text: str) -> tuple[float, ...]:
    """Return the lower bounds of classes of depth, m; raises BoundsError."""
    found: list[float] = []
    for part in _SEPARATOR.split(text.strip()):
        try:
            value = float(part)
        except ValueError:
            raise BoundsError("number", part.strip()) from None
        if not 0.0 <= value < math.inf:
            raise BoundsError("number", part.strip())
        if found and value <= found[-1]:
            raise BoundsError("order", part.strip())
        found.append(value)
    if len(found) > MOST_CLASSES:
        raise BoundsError("many", str(len(found)))
    return tuple(found)


def default_bounds(book: RuleBook) -> tuple[float, ...]:
    """Return the lower bounds that are taken where nobody gave any."""
    return _numbers(book.row("hazard.depth_classes"), "bounds_m")


def depth_classes(depth: Cells, bounds: Sequence[float]) -> Classes:
    """Return the number of the last bound that a depth reaches, 0 below the first; of the shape of ``depth``."""
    return np.searchsorted(np.array(bounds, dtype=depth.dtype), depth, side="right").astype(np.int16)


def arr_classes(depth: Cells, velocity: Cells, limits: Sequence[tuple[float, float, float]]) -> Classes:
    """Return the first class whose three limits hold, one more than there are beyond all, 0 where it is dry.

    limits: (depth times velocity in m²/s, depth in m, velocity in m/s) of each class.
    """
    product = (depth * velocity).astype(np.float32)
    found = np.full(depth.shape, len(limits) + 1, dtype=np.int16)
    for number, (most_product, most_depth, most_velocity) in reversed(list(enumerate(limits, start=1))):
        holds = (_up_to(product, most_product) & _up_to(depth, most_depth) & _up_to(velocity, most_velocity))
        found[holds] = number
    found[depth <= 0] = 0
    return found


@dataclass(frozen=True)
class Debris:
    """The debris factor of a hazard rating: 0 in shallow water, ``factor`` beyond, ``deep_factor`` deep or fast."""

    shallow_m: float
    deep_m: float
    fast_m_per_s: float
    factor: float
    deep_factor: float


def rating_classes(depth: Cells, velocity: Cells, offset: float, bounds: Sequence[float], debris: Debris) -> Classes:
    """Return the class of the hazard rating depth (velocity + offset) + debris factor, 0 where it is dry.

    bounds: each but the last belongs to the class that it begins, the last to the one that it ends.
    """
    factor = np.where(_up_to(depth, debris.shallow_m), 0.0, debris.factor)
    factor[~_up_to(depth, debris.deep_m) | ~_up_to(velocity, debris.fast_m_per_s)] = debris.deep_factor
    rating = (depth * (velocity.astype(np.float64) + offset) + factor).astype(np.float32)
    levels = np.array(bounds, dtype=np.float32)
    found = np.searchsorted(levels[:-1], rating, side="right") + 1 + (rating > levels[-1])
    found[depth <= 0] = 0
    return found.astype(np.int16)


def _up_to(values: Cells, most: float) -> npt.NDArray[np.bool_]:
    """Tell where values do not exceed a bound, which is brought to their precision."""
    return np.asarray(values <= values.dtype.type(most))


def _span(bounds: Sequence[float], place: int) -> str:
    following = bounds[place + 1:place + 2]
    return f"{bounds[place]:g}–{following[0]:g} m" if following else f"≥ {bounds[place]:g} m"


def _limits(row: RuleRow) -> tuple[float, float, float]:
    product, depth, velocity = (float(str(row.thresholds[key])) for key in (
        "max_product_m2_per_s", "max_depth_m", "max_velocity_m_per_s"))
    return product, depth, velocity


def _debris(book: RuleBook, surroundings: str) -> Debris:
    rule = "hazard.fd2320_debris"
    factors = dict(zip(SURROUNDINGS, (book.threshold(rule, "rural_coefficient"),
                                      book.threshold(rule, "urban_coefficient"))))
    return Debris(float(book.threshold(rule, "shallow_m")), float(book.threshold(rule, "deep_m")),
                  float(book.threshold(rule, "fast_m_per_s")), float(factors[surroundings]),
                  float(book.threshold(rule, "deep_coefficient")))


def _name(row: RuleRow) -> tuple[str, str]:
    return str(row.thresholds["name_zh"]), str(row.thresholds["name_en"])


def _listed(row: RuleRow, key: str) -> tuple[object, ...]:
    value = row.thresholds[key]
    return value if isinstance(value, tuple) else (value,)


def _numbers(row: RuleRow, key: str) -> tuple[float, ...]:
    return tuple(float(str(value)) for value in _listed(row, key))
