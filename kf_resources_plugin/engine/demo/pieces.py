"""The list of all parcels of the city before they have attributes: where they are, how large, of what make."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .keys import SOUTH, UNITS_PER_M, WEST, Floats, Ints, to_metres, unpack
from .lattice import CELLS
from .linework import OUTSIDE, Linework, locate
from .rings import offsets, ring_areas, spread
from .templates import SLOTS, SOUTH_STRIP, WEST_STRIP

if TYPE_CHECKING:
    from .cutting import Cut
    from .fabric import Fabric


@dataclass(frozen=True, eq=False)
class Pieces:
    """One row per parcel, ordered by block and slot.

    ``parcel`` block * SLOTS + slot; ``kind`` row of the linework's kinds; ``face`` row of the cut's faces, -1 for an
    uncut parcel; ``area`` m², exact for cut parcels, within some percent for others; ``x``, ``y`` about the middle, m.
    """

    parcel: Ints
    kind: Ints
    face: Ints
    area: Floats
    x: Floats
    y: Floats

    @property
    def block(self) -> Ints:
        """Return the block of every row."""
        return self.parcel // SLOTS

    @property
    def slot(self) -> Ints:
        """Return the slot of every row."""
        return self.parcel % SLOTS


def list_pieces(line: Linework, cut: Cut) -> Pieces:
    """Return all parcels inside the city."""
    fabric = cut.fabric
    far, far_kind = _far_blocks(line, cut)
    slots = fabric.templates.slots[fabric.pattern[far]]
    near = cut.near_kind != OUTSIDE
    parcel = np.concatenate([fabric.parcels_of(far), cut.near_parcel[near], cut.parcel])
    kind = np.concatenate([np.repeat(far_kind, slots), cut.near_kind[near], cut.kind])
    whole = len(parcel) - len(cut.parcel)
    face = np.concatenate([np.full(whole, -1), np.arange(len(cut.parcel))])
    area, x, y = _measure(fabric, parcel[:whole])
    face_x, face_y = _middles(cut)
    area = np.concatenate([area, ring_areas(cut.key, cut.offset)])
    x, y = np.concatenate([x, face_x]), np.concatenate([y, face_y])
    order = np.lexsort((face, parcel))
    return Pieces(*(column[order] for column in (parcel, kind, face, area, x, y)))


def _far_blocks(line: Linework, cut: Cut) -> tuple[Ints, Ints]:
    """Return the blocks no line comes near that are inside the city, and their kinds."""
    lattice = cut.fabric.lattice
    inner = np.ones((lattice.columns, lattice.rows), dtype=bool)
    inner.ravel()[cut.near] = False
    block = np.flatnonzero(inner.ravel())
    key = lattice.at(block // lattice.rows * CELLS, block % lattice.rows * CELLS)
    kind = locate(line, *unpack(key))
    return block[kind != OUTSIDE], kind[kind != OUTSIDE]


def _measure(fabric: Fabric, parcel: Ints) -> tuple[Floats, Floats, Floats]:
    """Return area, x and y of whole parcels from the corners of their block."""
    lattice, templates = fabric.lattice, fabric.templates
    block, slot = parcel // SLOTS, parcel % SLOTS
    blocks, place = np.unique(block, return_inverse=True)
    column, row = blocks // lattice.rows, blocks % lattice.rows
    corners = [unpack(lattice.at((column + di) * CELLS, (row + dj) * CELLS)) for di, dj in
               ((0, 0), (1, 0), (1, 1), (0, 1))]
    cx: list[Floats] = [WEST + x / UNITS_PER_M for x, _ in corners]
    cy: list[Floats] = [SOUTH + y / UNITS_PER_M for _, y in corners]
    quad = 0.5 * ((cx[2] - cx[0]) * (cy[3] - cy[1]) - (cx[3] - cx[1]) * (cy[2] - cy[0]))
    wide = lattice.u[column * CELLS + 1] - lattice.u[column * CELLS]
    tall = lattice.v[row * CELLS + 1] - lattice.v[row * CELLS]
    side = lattice.side
    cells = templates.cells[fabric.pattern[block], slot] / float((CELLS - 1) ** 2)
    share = cells * ((side - wide) * (side - tall) / side**2)[place]
    share = np.where(slot == WEST_STRIP, (wide / side)[place], share)
    share = np.where(slot == SOUTH_STRIP, (tall * (side - wide) / side**2)[place], share)
    s, t = (templates.centre[fabric.pattern[block], slot, axis] for axis in (0, 1))
    x, y = ((sw[place] * (1 - s) + se[place] * s) * (1 - t) + (nw[place] * (1 - s) + ne[place] * s) * t
            for sw, se, ne, nw in (cx, cy))
    return share * quad[place], x, y


def _middles(cut: Cut) -> tuple[Floats, Floats]:
    """Return the mean vertex of every face."""
    length = np.diff(cut.offset)
    x, y = to_metres(cut.key)
    return np.add.reduceat(x, cut.offset[:-1]) / length, np.add.reduceat(y, cut.offset[:-1]) / length


def piece_rings(cut: Cut, parcel: Ints, face: Ints) -> tuple[Ints, Ints]:
    """Return (vertex keys, offset) of the rings of pieces, in their order."""
    whole = face < 0
    i, j, offset = cut.fabric.rings(parcel[whole])
    keys = cut.fabric.lattice.at(i, j)
    length = np.empty(len(parcel), dtype=np.int64)
    length[whole] = np.diff(offset)
    rows = face[~whole]
    length[~whole] = cut.offset[rows + 1] - cut.offset[rows]
    total = offsets(length)
    result = np.empty(int(total[-1]), dtype=np.int64)
    result[spread(total[:-1][whole], length[whole])] = keys
    result[spread(total[:-1][~whole], length[~whole])] = cut.key[spread(cut.offset[rows], length[~whole])]
    return result, total
