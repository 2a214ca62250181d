"""Reserve land for reclamation: which land is a source, what excludes it, and how what is left is scored.

Everything is a row of the rule book under the topic ``reserve_potential``: sources, exclusions and factors have the
threshold ``applies``; exclusions decide in the order of the file. A row applies or not; what it looks at stands in it.
"""
from __future__ import annotations

import json
import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from .codes import ClassInfo
    from .rule_rows import RuleBook, RuleRow

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

TOPIC = "reserve_potential"
STEEPEST = ("25", "15", "6")
"""The slopes in degrees that may be chosen as the steepest; the first is the statute's."""
TOO_SMALL, NO_IRRIGATION = "potential.too_small", "potential.no_irrigation"
ADDITIONS = "additions"
"""What the layer of projects that add farmland is called among the zones."""
_SOURCE = "source_"  # how the ids of sources begin after the topic
_HUNDRED = 100.0


@dataclass(frozen=True)
class Attributes:
    """What a parcel's fields say: class (None where unknown), planting code, detail code, slope 1 to 5 or 0."""

    info: ClassInfo | None
    planting: str
    detail: str
    slope: int


@dataclass(frozen=True)
class Source:
    """Land that may be reclaimed: by class or the beginning of its code, marked with one of the codes where given."""

    rule_id: str
    names: tuple[str, str]
    classes: frozenset[str]
    beginnings: tuple[str, ...]
    planting: frozenset[str]
    details: frozenset[str]
    additions: bool

    def could_hold(self, fields: Container[str], zones: Container[str]) -> bool:
        """Tell whether such land can be told with the fields and layers at hand."""
        if self.additions:
            return ADDITIONS in zones
        marks = [key for key, codes in (("planting", self.planting), ("detail", self.details)) if codes]
        return not marks or any(key in fields for key in marks)

    def holds(self, parcel: Attributes) -> bool:
        """Tell whether a parcel is such land by its attributes."""
        if parcel.info is None:
            return False
        base = parcel.info.base
        of_class = base in self.classes or (bool(self.beginnings) and base.startswith(self.beginnings))
        marked = not (self.planting or self.details) or parcel.planting in self.planting or (
            parcel.detail in self.details)
        return of_class and marked


class Told(IntEnum):
    """How much of the source land can be told of with what was given."""

    NOT, PARTLY, WHOLE = range(3)

    @classmethod
    def of(cls, told: Iterable[bool]) -> Told:
        """Return how much is told by some of several things, all of them where there are none."""
        each = list(told)
        return cls.WHOLE if all(each) else cls.PARTLY if any(each) else cls.NOT


@dataclass(frozen=True)
class Exclusion:
    """Land that does not count: inside a mask, or by its attributes unless a mark or its source spares it.

    ``slope``: the class of GDPDJB from which on it holds, 0 for none. ``spares_additions``: it does not hold inside
    projects that add farmland.
    """

    rule_id: str
    names: tuple[str, str]
    masks: tuple[str, ...]
    classes: frozenset[str]
    majors: frozenset[str]
    slope: int
    spared: frozenset[str]
    spares_additions: bool

    def told(self, slopes: Told, zones: Container[str]) -> Told:
        """Tell how far it could be checked, ``slopes`` being how much of the source land has a slope class.

        Slope classes and layers of steep land tell of the same; of several layers each tells of land of its own.
        """
        by_masks = Told.of(kind in zones for kind in self.masks)
        parts = [Told.WHOLE] if self.classes or self.majors else []
        if self.slope:
            parts.append(max(slopes, by_masks) if self.masks else slopes)
        elif self.masks:
            parts.append(by_masks)
        return parts[0] if len(set(parts)) == 1 else Told.PARTLY if parts else Told.WHOLE

    def holds(self, parcel: Attributes) -> bool:
        """Tell whether it excludes a parcel by its attributes."""
        if self.slope and parcel.slope >= self.slope:
            return True
        info = parcel.info
        if info is None or parcel.planting in self.spared or parcel.detail in self.spared:
            return False
        return info.base in self.classes or info.major in self.majors


@dataclass(frozen=True)
class Factor:
    """One criterion: its default weight and the table from its values to points, 0 to 100."""

    name: str
    rule_id: str
    names: tuple[str, str]
    weight: float
    values: tuple[float, ...]
    scores: tuple[float, ...]

    def points(self, values: Floats) -> Floats:
        """Return the points of values, linear between those of the table and level beyond; NaN for NaN."""
        return np.interp(values, self.values, self.scores) if self.values else values


class TableError(ValueError):
    """A factor's table cannot be used; ``rule_id`` and ``key`` tell where."""

    def __init__(self, rule_id: str, key: str) -> None:
        super().__init__(f"{rule_id}: {key}")
        self.rule_id, self.key = rule_id, key


class WeightsError(ValueError):
    """A text of weights cannot be used.

    ``reason`` is json, object, twice, unknown, number, large or sum; ``value`` tells which.
    """

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(f"{reason} {value}".strip())
        self.reason, self.value = reason, value


def sources(book: RuleBook) -> tuple[Source, ...]:
    """Return the sources that apply; a parcel belongs to the first that holds."""
    return tuple(
        Source(row.id, row.names, _codes(row, "classes"), tuple(sorted(_codes(row, "class_beginnings"))),
               _codes(row, "planting_codes"), _codes(row, "detail_codes"), bool(row.thresholds.get("additions", False)))
        for row in _rows(book, "applies") if _is_source(row) and row.thresholds["applies"])


def exclusions(book: RuleBook, steepest: str) -> tuple[Exclusion, ...]:
    """Return the exclusions that apply, in the order in which they decide; ``steepest`` is one of ``STEEPEST``."""
    return tuple(_exclusion(row, steepest) for row in _exclusion_rows(book)
                 if row.thresholds["applies"] and _of_choice(row, steepest))


def mask_kinds(book: RuleBook) -> tuple[str, ...]:
    """Return the kinds of mask that any exclusion looks at, also one that does not apply, sorted."""
    return tuple(sorted({str(kind) for row in _exclusion_rows(book) for kind in _listed(row, "masks")}))


def factors(book: RuleBook) -> tuple[Factor, ...]:
    """Return the factors that apply; raises TableError."""
    found = []
    for row in _rows(book, "criterion"):
        key = next((key for key in ("grades", "distances_m", "slopes", "areas_m2") if key in row.thresholds), "")
        values = tuple(float(value) for value in _listed(row, key))
        scores = tuple(float(value) for value in _listed(row, "scores"))
        if key and (not values or len(values) != len(scores)
                    or any(b <= a for a, b in zip(values, values[1:]))):
            raise TableError(row.id, key)
        if any(score > _HUNDRED for score in (*scores, *_listed(row, "readily_works_other_scores"))):
            raise TableError(row.id, "scores" if key else "readily_works_other_scores")
        if row.thresholds["applies"]:
            found.append(Factor(str(row.thresholds["criterion"]), row.id, row.names,
                                float(book.threshold(row.id, "weight_coefficient")), values, scores))
    return tuple(found)


def slope_class(value: Any, book: RuleBook) -> int | None:
    """Return the slope class 1 to 5 that a value of GDPDJB stands for, 0 for none, None for one not understood."""
    text = clean(value).upper()
    if not text:
        return 0
    row = book.row("potential.factor_slope")
    meanings = dict(zip(map(str, _listed(row, "codes")), _listed(row, "meanings")))
    return int(meanings[text]) if text in meanings else None


def restorability(planting: npt.NDArray[np.object_], book: RuleBook) -> Floats:
    """Return the points of planting codes, float64 (n,)."""
    row = book.row("potential.factor_restorability")
    readily, works, other = (float(score) for score in _listed(row, "readily_works_other_scores"))
    points = {**dict.fromkeys(_codes(row, "by_works"), works), **dict.fromkeys(_codes(row, "readily"), readily)}
    return np.array([points.get(code, other) for code in planting.tolist()], dtype=np.float64)


def parse_weights(text: str, known: Sequence[Factor]) -> dict[str, float]:
    """Return the weight of every factor, normalised to sum 1: those of a JSON text, the defaults of the others.

    Raises WeightsError.
    """
    weights = {factor.name: factor.weight for factor in known}
    given = _object(text) if text.strip() else {}
    for name, value in given.items():
        if name not in weights:
            raise WeightsError("unknown", name)
        if isinstance(value, bool) or not isinstance(value, float) or not 0 <= value < math.inf:
            raise WeightsError("number", name)
        weights[name] = float(value)
    try:
        total = math.fsum(weights.values())
    except OverflowError:
        raise WeightsError("large") from None
    if not total > 0:
        raise WeightsError("sum")
    return {name: weight / total for name, weight in weights.items()}


def _object(text: str) -> Mapping[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise WeightsError("twice", name)
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=once, parse_int=float)  # an int may be larger than any float
    except (json.JSONDecodeError, RecursionError):
        raise WeightsError("json") from None
    if not isinstance(found, dict):
        raise WeightsError("object")
    return found


def scored(points: Floats, weights: Floats) -> Floats:
    """Return the weighted mean of points (n, factors) by weights (factors,), to two decimals, halves up.

    NaN points are left out and their weight shared; NaN where no factor that counts has points.
    """
    counted = np.where(np.isnan(points), 0.0, weights)
    total = counted.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (np.nan_to_num(points) * counted).sum(axis=1) / total
    # a billionth of a point: what floats leave of a half decides nothing
    return np.where(total > 0, np.floor(mean * _HUNDRED + 0.5 + 1e-9) / _HUNDRED, np.nan)


def letters(scores: Floats, book: RuleBook) -> npt.NDArray[np.object_]:
    """Return the grade of each score, '' without one or below the least of all."""
    row = book.row("potential.grades")
    found = np.full(len(scores), "", dtype=object)
    for letter, least in reversed(list(zip(_listed(row, "letters"), _listed(row, "least_scores")))):
        with np.errstate(invalid="ignore"):
            found[scores >= float(least)] = str(letter)
    return found


def rounded_grade(mean: Floats) -> Floats:
    """Return whole grades of means, halves to the poorer (higher) one; NaN for NaN."""
    return np.floor(mean + 0.5 + 1e-9)


def _rows(book: RuleBook, key: str) -> list[RuleRow]:
    """Return the rows of the topic that have a threshold, in the order of the file, whether they apply or not."""
    return [row for row in book.rows.values() if row.topic == TOPIC and key in row.thresholds]


def _exclusion_rows(book: RuleBook) -> list[RuleRow]:
    return [row for row in _rows(book, "applies")
            if "criterion" not in row.thresholds and not _is_source(row)]


def _is_source(row: RuleRow) -> bool:
    return row.id.partition(".")[2].startswith(_SOURCE)


def _exclusion(row: RuleRow, steepest: str) -> Exclusion:
    return Exclusion(
        row.id, row.names, tuple(map(str, _listed(row, "masks"))), _codes(row, "classes"),
        _codes(row, "majors"), _slope_from(row, steepest),
        _codes(row, "spared_planting") | _codes(row, "spared_details"),
        bool(row.thresholds.get("spared_additions", False)))


def _of_choice(row: RuleRow, steepest: str) -> bool:
    return "limits" not in row.thresholds or steepest in _listed(row, "limits")


def _slope_from(row: RuleRow, steepest: str) -> int:
    classes, limits = _listed(row, "slope_from"), _listed(row, "limits")
    if not classes:
        return 0
    return int(classes[limits.index(steepest)] if limits else classes[0])


def _codes(row: RuleRow, key: str) -> frozenset[str]:
    return frozenset(clean(value).upper() for value in _listed(row, key))


def _listed(row: RuleRow, key: str) -> tuple[Any, ...]:
    value = row.thresholds.get(key, ())
    return value if isinstance(value, tuple) else (value,)
