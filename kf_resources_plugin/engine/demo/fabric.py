"""The parcels before anything cuts them: which pattern every block has, and where its parcels' rings run.

A parcel is numbered block * SLOTS + slot, a block column * rows + row.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .lattice import CELLS, Lattice
from .noise import mix
from .rings import next_in_ring, offsets, spread
from .templates import SLOTS, Templates

if TYPE_CHECKING:
    from .keys import Ints

_PATTERN = 21
_SPAN = CELLS + 1


@dataclass(frozen=True, eq=False)
class Fabric:
    """A lattice, the patterns, and the pattern of every block."""

    lattice: Lattice
    templates: Templates
    pattern: Ints

    def with_lattice(self, lattice: Lattice) -> Fabric:
        """Return the same fabric on a lattice with other node positions."""
        return replace(self, lattice=lattice)

    def rings(self, parcel: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (node column, node row, offset) of the rings of parcels, anticlockwise."""
        block, slot = parcel // SLOTS, parcel % SLOTS
        pattern = self.pattern[block]
        first = self.templates.offset[pattern, slot]
        length = self.templates.offset[pattern, slot + 1] - first
        local = self.templates.nodes[spread(first, length)]
        i = np.repeat(block // self.lattice.rows * CELLS, length) + local // _SPAN
        j = np.repeat(block % self.lattice.rows * CELLS, length) + local % _SPAN
        return i, j, offsets(length)

    def right_of(self, i: Ints, j: Ints, to_i: Ints, to_j: Ints) -> Ints:
        """Return the parcel on the right of unit edges from node (i, j) to node (to_i, to_j)."""
        across, up = to_i - i, to_j - j
        column = np.where(up > 0, i, np.where(across > 0, i, i - 1))
        row = np.where(across > 0, j - 1, np.where(across < 0, j, np.minimum(j, to_j)))
        block = column // CELLS * self.lattice.rows + row // CELLS
        label = self.templates.label[self.pattern[block], column % CELLS, row % CELLS]
        return block * SLOTS + label

    def edges(self, parcel: Ints) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return (row of parcel, i, j, to_i, to_j) of all unit edges of parcels, with the parcel on the left."""
        i, j, offset = self.rings(parcel)
        following = next_in_ring(offset)
        return np.repeat(np.arange(len(parcel)), np.diff(offset)), i, j, i[following], j[following]

    def parcels_of(self, block: Ints) -> Ints:
        """Return all parcels of blocks."""
        slots = self.templates.slots[self.pattern[block]]
        return np.repeat(block * SLOTS, slots) + spread(np.zeros(len(block), dtype=np.int64), slots)


def make_fabric(lattice: Lattice, templates: Templates) -> Fabric:
    """Return the fabric of a lattice: a pattern for every block, by hash."""
    block = np.arange(lattice.columns * lattice.rows)
    chosen = mix(lattice.seed, _PATTERN, block // lattice.rows, block % lattice.rows)
    return Fabric(lattice, templates, (chosen % np.uint64(len(templates.label))).astype(np.int64))
