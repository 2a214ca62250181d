"""What a planner makes of the weights of each zone before a run: those of the rules, own ones, or comparisons."""
from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ...rules.floodplain_weights import (
    FROM_PAIRS,
    FROM_RULES,
    FROM_TEXT,
    ZoneWeightsError,
    random_indices,
    zone_weights,
)
from ...rules.floodplain_zoning import CRITERIA, ZONES, criteria

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...rules.areas import Floats
    from ...rules.rule_rows import RuleBook

JUDGEMENTS = tuple(str(Fraction(*pair)) for pair in (*((9 - step, 1) for step in range(9)),
                                                     *((1, step) for step in range(2, 10))))
"""Saaty's scale from 9 (far more important) to 1/9, as the texts have it."""


class ZoneWeightsDraft:
    """The texts of WEIGHTS and AHP by zone, while they are edited; a text that cannot be used counts as empty."""

    def __init__(self, weights: str, pairs: str, book: RuleBook, language: str) -> None:
        self._known = criteria(book)
        self._indices = random_indices(book)
        self.most_ratio = float(book.threshold("zoning.consistency", "max_ratio_coefficient"))
        place = 0 if language == "zh" else 1
        self.names = {(ZONES[one.zone], one.name): one.names[place] for one in self._known}
        self._given, self._compared = self._readable(weights, ""), self._readable("", pairs)

    def _readable(self, weights: str, pairs: str) -> dict[str, Any]:
        try:
            zone_weights(weights, pairs, self._known, self._indices)
            return dict(json.loads(weights or pairs or "{}"))
        except ZoneWeightsError:
            return {}

    def criteria(self, zone: str) -> tuple[str, ...]:
        """Return the criteria that the rules weigh in a zone, in their order."""
        weighed = {one.name for one in self._known if ZONES[one.zone] == zone}
        return tuple(name for name in CRITERIA if name in weighed)

    def origin(self, zone: str) -> str:
        """Return where the weights of a zone come from: FROM_RULES, FROM_TEXT or FROM_PAIRS."""
        return FROM_TEXT if zone in self._given else FROM_PAIRS if zone in self._compared else FROM_RULES

    def take(self, zone: str, origin: str) -> None:
        """Let the weights of a zone come from elsewhere: own ones begin with those of now, comparisons as all equal."""
        names, now = self.criteria(zone), self.weights(zone)
        self._given.pop(zone, None)
        self._compared.pop(zone, None)
        if origin == FROM_TEXT:
            self._given[zone] = {name: round(now[name], 4) for name in names}
        elif origin == FROM_PAIRS:
            self._compared[zone] = {"criteria": list(names), "matrix": [["1"] * len(names) for _ in names]}

    def set_weight(self, zone: str, name: str, weight: float) -> None:
        """Give a criterion another weight; the zone has weights of its own."""
        self._given[zone][name] = weight

    def compared(self, zone: str) -> tuple[str, ...]:
        """Return the criteria that a zone's comparisons are about."""
        return tuple(self._compared[zone]["criteria"])

    def judgement(self, zone: str, row: int, column: int) -> str:
        """Return how much more one criterion of ``compared`` counts than another, one of ``JUDGEMENTS`` or as typed."""
        return str(self._compared[zone]["matrix"][row][column])

    def judge(self, zone: str, row: int, column: int, judgement: str) -> None:
        """Say how much more one criterion counts than another; the other way round it is the reciprocal."""
        matrix = self._compared[zone]["matrix"]
        matrix[row][column], matrix[column][row] = judgement, str(1 / Fraction(judgement))

    def weights(self, zone: str) -> dict[str, float]:
        """Return the weights of a zone by criterion, which sum to 1; none where they all are 0."""
        return dict(zip(CRITERIA, self._found(zone)[0].tolist()))

    def ratio(self, zone: str) -> float | None:
        """Return the consistency ratio of a zone's comparisons, None where there are none."""
        return self._found(zone)[1]

    def _found(self, zone: str) -> tuple[Floats, float | None]:
        weights, pairs = ({zone: texts[zone]} if zone in texts else {} for texts in (self._given, self._compared))
        try:
            found = zone_weights(_text(weights), _text(pairs), self._known, self._indices)[ZONES.index(zone)]
        except ZoneWeightsError:
            return np.zeros(len(CRITERIA)), None
        return found.weights, found.ratio

    def texts(self) -> tuple[str, str]:
        """Return what WEIGHTS and AHP take, '' for nothing."""
        return _text(self._given), _text(self._compared)


def _text(zones: Mapping[str, Any]) -> str:
    return json.dumps(zones, ensure_ascii=False) if zones else ""
