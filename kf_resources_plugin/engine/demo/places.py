"""Real names of Kaifeng's townships and villages, dealt out to the generated land.

No open source has the outlines of townships or villages, so names and codes are real and places are invented.
"""
from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ... import paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .keys import Floats, Ints
    from .linework import Linework

# Rough seats of government in EPSG:4547, km: where a district's streets (街道) and built-up land gather.
SEATS: dict[str, tuple[float, float]] = {
    "410202": (529.5, 3851.5), "410203": (533.5, 3851.0), "410204": (530.5, 3848.5), "410205": (533.0, 3848.0),
    "410212": (540.5, 3847.5), "410221": (571.6, 3823.7), "410222": (543.0, 3815.3), "410223": (517.5, 3808.0),
    "410225": (575.5, 3852.5),
}
_STREET_SHARE = 0.2  # a community of a street has about so much of the land of a village


@dataclass(frozen=True)
class Village:
    """A village or community: 12-digit code, its name, its township's name; the township is the first 9 digits."""

    code: str
    name: str
    township: str


@dataclass(frozen=True, eq=False)
class Names:
    """All villages by code, and township names by 9-digit code."""

    villages: tuple[Village, ...]
    townships: dict[str, str]


@lru_cache(maxsize=1)
def load_names() -> Names:
    """Read the shipped name lists."""
    townships: dict[str, str] = {}
    with paths.resource("demo", "townships.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            townships[row["code"]] = row["name"]
    villages: list[Village] = []
    with paths.resource("demo", "villages.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            villages.append(Village(row["code"], row["name"], townships[row["streetCode"]]))
    return Names(tuple(sorted(villages, key=lambda village: village.code)), townships)


def deal_villages(line: Linework, district: Ints, x: Floats, y: Floats, area: Floats) -> Ints:
    """Give every piece of land a village of its district; returns rows of ``load_names().villages``.

    ``district`` rows of ``line.districts``; ``x``, ``y`` in metres and ``area`` in m² place and weigh the pieces.
    Villages are compact and of similar size; where there are fewer pieces than villages some villages get none.
    """
    villages = load_names().villages
    result = np.full(len(district), -1, dtype=np.int64)
    for row, (code, _) in enumerate(line.districts):
        pieces = np.flatnonzero(district == row)
        members: dict[str, list[int]] = {}
        for number, village in enumerate(villages):
            if village.code.startswith(code):
                members.setdefault(village.code[:9], []).append(number)
        streets = [town for town in members if villages[members[town][0]].township.endswith("街道")]
        rural = [town for town in members if town not in streets]
        seat = SEATS[code]
        away = (x[pieces] - 1e3 * seat[0]) ** 2 + (y[pieces] - 1e3 * seat[1]) ** 2
        by_distance = pieces[np.argsort(away, kind="stable")]
        urban = sum(len(members[town]) for town in streets) * _STREET_SHARE
        total = urban + sum(len(members[town]) for town in rural)
        inner = _place(np.cumsum(area[by_distance]), urban / total) if rural else len(pieces)
        for towns, part in ((streets, by_distance[:inner]), (rural, by_distance[inner:])):
            for town, land in _split(towns, [float(len(members[town])) for town in towns], part, x, y, area):
                numbers = members[town]
                for number, land_of_village in _split(numbers, [1.0] * len(numbers), land, x, y, area):
                    result[land_of_village] = number
    return result


def _place(cumulated: Floats, share: float) -> int:
    """Return how many of the pieces make up a share of their total."""
    return int(np.searchsorted(cumulated, share * cumulated[-1])) if len(cumulated) else 0


def _split(groups: Sequence, weights: Sequence[float], pieces: Ints, x: Floats, y: Floats,
           area: Floats) -> list[tuple]:
    """Divide pieces among groups by weight, halving the land across its longer side again and again."""
    if not groups or not len(pieces):
        return []
    if len(groups) == 1:
        return [(groups[0], pieces)]
    if len(pieces) < len(groups):
        groups, weights = groups[: len(pieces)], weights[: len(pieces)]
        if len(groups) == 1:
            return [(groups[0], pieces)]
    middle = len(groups) // 2
    wide = np.ptp(x[pieces]) >= np.ptp(y[pieces])
    order = pieces[np.lexsort((pieces, (x if wide else y)[pieces]))]
    cut = _place(np.cumsum(area[order]), sum(weights[:middle]) / sum(weights))
    cut = min(max(cut, middle), len(pieces) - (len(groups) - middle))
    return [*_split(groups[:middle], weights[:middle], order[:cut], x, y, area),
            *_split(groups[middle:], weights[middle:], order[cut:], x, y, area)]
