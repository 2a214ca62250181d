"""The demo city: everything that is decided once, before layers are written."""
from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .classes import CULTIVATED, allot_classes
from .crossings import LineworkMisfit
from .cutting import Cut, cut_fabric
from .fabric import make_fabric
from .keys import Floats, Ints, to_metres
from .lattice import make_lattice
from .linework import Linework, load_linework
from .pieces import Pieces, list_pieces, piece_rings
from .places import deal_villages
from .surfaces import ring_surfaces
from .templates import make_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ...rules.progress import Progress

LEAST, MOST = 1_500, 3_000_000
_WIDENINGS = (1.0, 1.001, 1.002, 1.003, 1.004)
# Parcels = _INNER / side² + _CUT / side + _FIXED: blocks inside plus parcels gained by cutting; fitted to runs.
_INNER, _CUT, _FIXED = 6.167e10, 1.009e7, 60.0


@dataclass(frozen=True, eq=False)
class City:
    """All parcels with what layers need to know of them.

    ``code`` land class; ``built`` in continuous built-up land, with
    the roads and rivers that pass through it; ``district`` row of ``line.districts``;
    ``village`` row of the name list; ``serial`` number within the district, from 1.
    """

    seed: int
    line: Linework
    cut: Cut
    pieces: Pieces
    code: NDArray[np.str_]
    built: NDArray[np.bool_]
    district: Ints
    village: Ints
    serial: Ints

    def __len__(self) -> int:
        return len(self.pieces.parcel)

    def cultivated(self) -> NDArray[np.bool_]:
        """Return which parcels are cultivated land."""
        return np.isin(self.code, CULTIVATED)

    def batches(self, size: int) -> Iterator[Batch]:
        """Yield the parcels in order with their rings, whole columns of blocks of about ``size`` parcels together.

        Columns stay whole because areas are summed column by column: the same sums whatever the batch.
        """
        column = self.pieces.block // self.cut.fabric.lattice.rows
        starts = np.concatenate([np.flatnonzero(np.diff(column, prepend=-1)), [len(self)]])
        first = 0
        while first < len(starts) - 1:
            last = max(first + 1, int(np.searchsorted(starts, starts[first] + size, side="right")) - 1)
            rows = np.arange(starts[first], starts[last])
            key, offset = piece_rings(self.cut, self.pieces.parcel[rows], self.pieces.face[rows])
            yield Batch(self, rows, key, offset, starts[first: last + 1] - starts[first])
            first = last


@dataclass(frozen=True, eq=False)
class Batch:
    """Some parcels of a city: their rows, their rings, and where columns of blocks start among them."""

    city: City
    rows: Ints
    key: Ints
    offset: Ints
    columns: Ints

    @cached_property
    def area(self) -> Floats:
        """Return the ellipsoidal area of the parcels in whole hundredths of m², as floats in m²."""
        return np.round(np.floor(self._measured() * 100.0 + 0.5) / 100.0, 2)

    def _measured(self) -> Floats:
        result = np.empty(len(self.rows))
        for first, last in zip(self.columns[:-1], self.columns[1:]):
            part = slice(int(self.offset[first]), int(self.offset[last]))
            result[first:last] = ring_surfaces(self.key[part], self.offset[first: last + 1] - self.offset[first])
        return result


def block_side(parcels: int) -> float:
    """Return the side of blocks in metres that yields about so many parcels."""
    root = math.sqrt(_CUT**2 + 4.0 * _INNER * (parcels - _FIXED))
    return round(2.0 * _INNER / (root - _CUT), 3)


def make_city(parcels: int, seed: int, progress: Progress) -> City:
    """Return a city of about ``parcels`` parcels (LEAST to MOST; the count comes within some percent).

    Raises ValueError when no lattice fits the linework, which has not been met.
    """
    line = load_linework()
    cut = _fitting_cut(line, parcels, seed, progress)
    progress.set(0.4)
    progress.check()
    pieces = list_pieces(line, cut)
    district = line.district_of_kind()[pieces.kind]
    progress.set(0.6)
    progress.check()
    code, built = allot_classes(line, cut.fabric.lattice, pieces, progress)
    progress.set(0.8)
    progress.check()
    village = _villages(line, pieces, district)
    serial = _serials(district, len(line.districts))
    progress.set(1.0)
    return City(seed, line, cut, pieces, code, built, district, village, serial)


def _fitting_cut(line: Linework, parcels: int, seed: int, progress: Progress) -> Cut:
    """Cut the parcels; where lattice and linework meet too closely to be told apart, try a slightly wider lattice."""
    templates = make_templates(seed)
    x, y = to_metres(line.key)
    side = block_side(parcels)
    for widening in _WIDENINGS:
        progress.check()
        lattice = make_lattice(seed, side * widening, (x.min(), y.min(), x.max(), y.max()))
        try:
            return cut_fabric(line, make_fabric(lattice, templates), progress)
        except LineworkMisfit:
            continue
    raise ValueError(f"no lattice for {parcels} parcels and seed {seed}")


def _villages(line: Linework, pieces: Pieces, district: Ints) -> Ints:
    """Return the village of every parcel: the parcels of a block and district belong together."""
    estate = pieces.block * len(line.districts) + district
    estates, place = np.unique(estate, return_inverse=True)
    area: Floats = np.bincount(place, weights=pieces.area).astype(np.float64)
    x = np.bincount(place, weights=pieces.area * pieces.x) / area
    y = np.bincount(place, weights=pieces.area * pieces.y) / area
    return deal_villages(line, estates % len(line.districts), x, y, area)[place]


def _serials(district: Ints, districts: int) -> Ints:
    result = np.empty(len(district), dtype=np.int64)
    for row in range(districts):
        rows = np.flatnonzero(district == row)
        result[rows] = np.arange(1, len(rows) + 1)
    return result


