"""Weights of the criteria of each floodplain zone: those of the rules, of a JSON text, or of pairwise comparisons."""
from __future__ import annotations

import json
import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from .floodplain_zoning import CRITERIA, ZONES
from .pairwise import MatrixError, PairwiseWeights, pairwise_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .areas import Floats
    from .floodplain_zoning import Criterion
    from .rule_rows import RuleBook

FROM_RULES, FROM_TEXT, FROM_PAIRS = "rules", "weights", "ahp"


def random_indices(book: RuleBook) -> list[float]:
    """Return Saaty's random indices by the order of the matrix, from 1 on."""
    return [float(value) for value in book.threshold("zoning.consistency", "random_indices")]


class ZoneWeightsError(ValueError):
    """A text of weights or comparisons cannot be used.

    ``reason`` is json, object, twice, zone, criterion, number, large, sum, both, criteria, or one of ``MatrixError``;
    ``zone`` and ``value`` tell where and which.
    """

    def __init__(self, reason: str, zone: str = "", value: str = "") -> None:
        super().__init__(" ".join(part for part in (reason, zone, value) if part))
        self.reason, self.zone, self.value = reason, zone, value


@dataclass(frozen=True)
class ZoneWeights:
    """The weights of one zone by criterion, float64 (criteria,) in the order of ``CRITERIA``, which sum to 1.

    origin: ``FROM_RULES``, ``FROM_TEXT`` or ``FROM_PAIRS``; ratio: consistency ratio of the comparisons, else None.
    """

    weights: Floats
    origin: str
    ratio: float | None = None


def zone_weights(text: str, pairs: str, known: Sequence[Criterion], indices: Sequence[float]) -> list[ZoneWeights]:
    """Return the weights of ``ZONES``.

    text: JSON ``{"S": {"depth": 0.3, …}, …}``; criteria that a zone does not name keep the weight of the rules. pairs:
    JSON ``{"N": {"criteria": ["depth", …], "matrix": [[1, "1/3"], …]}}``; criteria not compared weigh nothing.
    indices: Saaty's random indices by the order of the matrix. Raises ZoneWeightsError.
    """
    given, compared = _zones_of(text), _zones_of(pairs)
    result = []
    for place, zone in enumerate(ZONES):
        weights = np.zeros(len(CRITERIA))
        for criterion in known:
            if criterion.zone == place:
                weights[CRITERIA.index(criterion.name)] = criterion.weight
        if zone in given and zone in compared:
            raise ZoneWeightsError("both", zone)
        if zone in compared:
            found = _compared(zone, compared[zone])
            result.append(ZoneWeights(_of_criteria(zone, compared[zone], found.weights), FROM_PAIRS, found.ratio(
                indices)))
            continue
        for name, value in given.get(zone, {}).items():
            weights[_place(zone, name)] = _number(zone, name, value)
        result.append(ZoneWeights(_to_one(zone, weights), FROM_TEXT if zone in given else FROM_RULES))
    return result


def _zones_of(text: str) -> Mapping[str, Mapping[str, Any]]:
    found = _object(text) if text.strip() else {}
    for zone, value in found.items():
        if zone not in ZONES:
            raise ZoneWeightsError("zone", zone)
        if not isinstance(value, dict):
            raise ZoneWeightsError("object", zone)
    return found


def _object(text: str) -> Mapping[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        for name in names:
            if names.count(name) > 1:
                raise ZoneWeightsError("twice", "", name)
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=once, parse_int=float)  # an int may be larger than any float
    except (json.JSONDecodeError, RecursionError):
        raise ZoneWeightsError("json") from None
    if not isinstance(found, dict):
        raise ZoneWeightsError("object")
    return found


def _place(zone: str, name: Any) -> int:
    if name not in CRITERIA:
        raise ZoneWeightsError("criterion", zone, str(name))
    return CRITERIA.index(name)


def _number(zone: str, name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, float) or not 0 <= value < math.inf:
        raise ZoneWeightsError("number", zone, name)
    return value


def _to_one(zone: str, weights: Floats) -> Floats:
    try:
        total = math.fsum(weights.tolist())
    except OverflowError:
        raise ZoneWeightsError("large", zone) from None
    if not total > 0:
        raise ZoneWeightsError("sum", zone)
    return weights / total


def _compared(zone: str, given: Mapping[str, Any]) -> PairwiseWeights:
    names, rows = given.get("criteria"), given.get("matrix")
    if set(given) != {"criteria", "matrix"} or not isinstance(names, list) or not isinstance(rows, list):
        raise ZoneWeightsError("criteria", zone)
    if len(rows) != len(names) or not all(isinstance(row, list) and len(row) == len(names) for row in rows):
        raise ZoneWeightsError("square", zone)
    if not names or len({_place(zone, name) for name in names}) != len(names):
        raise ZoneWeightsError("criteria", zone)
    try:
        return pairwise_weights(np.array([[_judgement(zone, value) for value in row] for row in rows]))
    except MatrixError as error:
        raise ZoneWeightsError(error.reason, zone, error.place) from None


def _judgement(zone: str, value: Any) -> float:
    """Return a comparison: a number or a fraction such as ``"1/3"``."""
    try:
        number = float(Fraction(value)) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError, OverflowError):
        raise ZoneWeightsError("number", zone, str(value)) from None
    return _number(zone, str(value), number)


def _of_criteria(zone: str, given: Mapping[str, Any], weights: Floats) -> Floats:
    result = np.zeros(len(CRITERIA))
    for name, weight in zip(given["criteria"], weights.tolist()):
        result[_place(zone, name)] = weight
    return result
