"""Zones of units evened out: a unit joins the zone round it, and patches that are too small their neighbour.

Nothing that a hard rule decided changes, and no unit takes a zone that a hard rule forbids it. Of neighbours that could
change the first by ``rank`` does, so that two never swap and the order of rows decides nothing.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.floodplain_zoning import NOWHERE, ZONES
from .distances import clusters

if TYPE_CHECKING:
    from ..rules.areas import Bools, Floats, Ints
    from ..rules.rule_rows import RuleBook
    from .shared_borders import Borders


@dataclass(frozen=True)
class Evened:
    """Units after both steps: zone: int64 (units,); smoothed, sieved: bool (units,), what changed which.

    small: int64 (units,) patch of the units whose patch stayed below the least area, ``NOWHERE`` elsewhere.
    """

    zone: Ints
    smoothed: Bools
    sieved: Bools
    small: Ints


@dataclass(frozen=True)
class Limits:
    """How zones are evened out; shares of a unit's whole border, areas in m², infinite where there is no limit.

    A step that does not apply has ``majority`` infinite, or ``least_m2`` 0.
    """

    majority: float
    largest_m2: float
    least_m2: float


def limits_of(book: RuleBook, *, grid: bool) -> Limits:
    """Return the limits for a grid or for parcels."""
    smoothing = "zoning.smoothing_grid" if grid else "zoning.smoothing_parcels"
    least = book.threshold("zoning.sieve", "min_area_grid_m2" if grid else "min_area_parcels_m2")
    return Limits(
        float(book.threshold(smoothing, "majority_share_of_total")) if book.threshold(smoothing, "applies")
        else math.inf,
        float(book.threshold(smoothing, "max_area_m2")),
        float(least) if book.threshold("zoning.sieve", "applies") else 0.0)


def even_out(zone: Ints, free: Bools, allowed: Bools, area_m2: Floats, borders: Borders, order: Ints, rank: Ints,
             limits: Limits) -> Evened:
    """Return the zones of units smoothed, then sieved.

    zone: int64 (units,), ``NOWHERE`` for none; free: bool (units,), not decided by a hard rule; allowed: bool (units,
    zones). order: zones as equal borders prefer them. rank: int64 (units,), all different.
    """
    graph = _Graph(borders, rank)
    open_to = allowed & (free & (zone != NOWHERE))[:, None]
    smooth = _smoothed(zone, open_to, area_m2, graph, order, limits)
    sieve, small = _sieved(smooth, open_to, area_m2, graph, order, limits.least_m2)
    return Evened(sieve, smooth != zone, sieve != smooth, small)


class _Graph:
    """Units and the borders between them, each from both sides."""

    def __init__(self, borders: Borders, rank: Ints) -> None:
        self.unit = np.r_[borders.first, borders.second]
        self.neighbour = np.r_[borders.second, borders.first]
        self.length = np.r_[borders.length, borders.length]
        self.first, self.second = borders.first, borders.second
        self.whole, self.rank = borders.whole, rank

    def border_with(self, group: Ints, groups: int, zone: Ints) -> Floats:
        """Return the length that each group of units has with units of other groups, by their zone (groups, zones)."""
        outward = (group[self.unit] != group[self.neighbour]) & (zone[self.neighbour] != NOWHERE)
        keys = group[self.unit[outward]] * len(ZONES) + zone[self.neighbour[outward]]
        return np.bincount(keys, self.length[outward], groups * len(ZONES)).reshape(groups, len(ZONES))

    def firsts(self, group: Ints, groups: int, wanted: Bools, key: Ints) -> Bools:
        """Tell of which wanted groups no wanted neighbour has a lower key, bool (groups,)."""
        one, other = group[self.unit], group[self.neighbour]
        rivals = (one != other) & wanted[one] & wanted[other]
        least = np.full(groups, np.iinfo(np.int64).max)
        np.minimum.at(least, one[rivals], key[other[rivals]])
        first: Bools = wanted & (key < least)
        return first


def _smoothed(zone: Ints, open_to: Bools, area_m2: Floats, graph: _Graph, order: Ints, limits: Limits) -> Ints:
    units = np.arange(len(zone), dtype=np.int64)
    border = graph.border_with(units, len(units), zone)
    border[~open_to] = 0.0
    border[units[zone != NOWHERE], zone[zone != NOWHERE]] = 0.0
    most = order[border[:, order].argmax(axis=1)] if len(units) else units
    wanted = (border[units, most] > limits.majority * graph.whole) & (area_m2 <= limits.largest_m2)
    changing = graph.firsts(units, len(units), wanted, graph.rank)
    return np.where(changing, most, zone)


def _sieved(zone: Ints, open_to: Bools, area_m2: Floats, graph: _Graph, order: Ints,
            least_m2: float) -> tuple[Ints, Ints]:
    """Return zones without small patches, and the small patches that stay; each round has fewer patches than the last.
    """
    while True:
        label = _patches(zone, graph)
        patches, patch = np.unique(label, return_inverse=True)
        patch = patch.reshape(-1)
        size = np.bincount(patch, area_m2, len(patches))
        zoned = np.zeros(len(patches), dtype=bool)
        zoned[patch[zone != NOWHERE]] = True
        small = zoned & (size < least_m2)
        closed = np.zeros((len(patches), len(ZONES)), dtype=bool)
        np.logical_or.at(closed, patch, ~open_to)
        border = np.where(closed, 0.0, graph.border_with(patch, len(patches), zone))
        most = order[border[:, order].argmax(axis=1)] if len(patches) else patches
        wanted = small & (border.max(axis=1, initial=0.0) > 0)
        if not wanted.any():
            return zone, np.where(small[patch], patch, NOWHERE) if len(zone) else zone
        # the smallest first, among equals the one with the first unit
        lowest = np.full(len(patches), np.iinfo(np.int64).max)
        np.minimum.at(lowest, patch, graph.rank)
        key = np.empty(len(patches), dtype=np.int64)
        key[np.lexsort((lowest, size))] = np.arange(len(patches))
        changing = graph.firsts(patch, len(patches), wanted, key)
        zone = np.where(changing[patch], most[patch], zone)


def _patches(zone: Ints, graph: _Graph) -> Ints:
    alike = zone[graph.first] == zone[graph.second]
    return clusters(len(zone), graph.first[alike], graph.second[alike])
