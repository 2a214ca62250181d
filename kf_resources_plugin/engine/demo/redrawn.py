"""How the borders of the demo city ran a year before: nodes moved, parcels that were one, parcels that were two.

All of it happens inside blocks, among parcels that the linework does not cut, and by their shared vertices: the earlier
city is as seamless as the later one, and what is not edited is the same to the bit.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .chords import halves
from .classes import CULTIVATED
from .keys import UNITS_PER_M, pack, unpack
from .lattice import CELLS
from .noise import pair, uniform
from .rings import close_rings, offsets, ring_edges, spread
from .surfaces import ring_surfaces
from .templates import FIELD, SLOTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .change import Change
    from .city import Batch
    from .keys import Floats, Ints

    Mask = NDArray[np.bool_]

# Shares of blocks whose borders moved, in which two parcels were one, in which one was two.
_MOVED, _JOINED, _HALVED = 0.06, 0.04, 0.04
_NODE_SHARE = 0.3  # of the nodes between parcels of different classes in a block whose borders moved
_FARTHEST, _CELL_SHARE = 3.0, 0.05  # metres that a node moved at most, and the share of a cell
_BLOCK, _NODE, _WAY, _SIZE, _SLOT, _OTHER_USE = 91, 92, 93, 94, 95, 96
_FIELDS = 6
_OTHER_USE_SHARE = 0.5  # of the second halves that may have had another use
_OPEN = ("0201", "0204", "0301", "0307", "0404")
_GARDEN, _IRRIGATED = "0201", "0102"


class Redrawn(NamedTuple):
    """The parcels of a batch a year before, in their order.

    ``row`` of the batch that describes it; ``half`` 1 for the second half of a parcel that was two; ``code`` land
    class; ``area`` m²; ``key``, ``offset`` rings.
    """

    row: Ints
    half: Ints
    code: NDArray[np.str_]
    area: Floats
    key: Ints
    offset: Ints


class _Edited(NamedTuple):
    """Rings that take the place of the parcels ``gone``; the rest as in ``Redrawn``."""

    gone: Ints
    row: Ints
    half: Ints
    code: NDArray[np.str_]
    key: Ints
    offset: Ints


@dataclass(frozen=True, eq=False)
class _Blocks:
    """Some blocks of a batch: ``at`` (blocks, SLOTS) is the row of the whole parcel in a slot, -1 where it is cut or
    outside; ``label`` (blocks, CELLS, CELLS) the slot of every cell.
    """

    block: Ints
    at: Ints
    label: Ints


def redraw(batch: Batch, change: Change) -> Redrawn:
    """Return the parcels of a batch as they were."""
    code = change.before[batch.rows]
    block = batch.city.pieces.block[batch.rows]
    bounds = np.cumsum([_MOVED, _JOINED, _HALVED])
    fate = np.searchsorted(bounds, uniform(batch.city.seed, _BLOCK, block), side="right")
    moved, joined, halved = (_blocks(batch, fate == number) for number in range(len(bounds)))
    key = _moved_keys(batch, moved, code)
    edits = _joined(batch, joined, code), _halved(batch, halved, code, change)
    edited = np.logical_or.reduceat(key != batch.key, batch.offset[:-1])
    kept = np.ones(len(code), dtype=bool)
    for edit in edits:
        kept[edit.gone] = False
    rows = np.flatnonzero(kept)
    length = (batch.offset[1:] - batch.offset[:-1])[rows]
    rings = _Edited(rows, rows, np.zeros(len(rows), dtype=np.int64), code[rows],
                    key[spread(batch.offset[:-1][rows], length)], offsets(length))
    return _ordered(batch, (rings, *edits), edited)


def _ordered(batch: Batch, parts: tuple[_Edited, ...], moved: Mask) -> Redrawn:
    """Return all rings in the order of their rows; those that are not as they are now are measured."""
    row, half, code, key = (np.concatenate([part[field] for part in parts]) for field in (1, 2, 3, 4))
    offset = offsets(np.concatenate([np.diff(part.offset) for part in parts]))
    edited = np.concatenate([moved[parts[0].row], *(np.ones(len(part.row), dtype=bool) for part in parts[1:])])
    order = np.lexsort((half, row))
    length = np.diff(offset)[order]
    key = key[spread(offset[:-1][order], length)]
    row, half, code, edited, offset = row[order], half[order], code[order], edited[order], offsets(length)
    area = batch.area[row]
    # by columns of blocks, as everywhere: the same sums whatever the batch
    column = np.searchsorted(batch.columns, row, side="right")
    again = np.flatnonzero(edited)
    for rows in np.split(again, np.flatnonzero(np.diff(column[again])) + 1):
        taken = length[rows]
        surface = ring_surfaces(key[spread(offset[:-1][rows], taken)], offsets(taken))
        area[rows] = np.round(np.floor(surface * 100.0 + 0.5) / 100.0, 2)
    return Redrawn(row, half, code, area, key, offset)


def _blocks(batch: Batch, chosen: Mask) -> _Blocks:
    """Return the blocks of the chosen parcels of a batch."""
    fabric, pieces = batch.city.cut.fabric, batch.city.pieces
    local = np.flatnonzero(chosen)
    rows = batch.rows[local]
    block, place = np.unique(pieces.block[rows], return_inverse=True)
    at = np.full((len(block), SLOTS), -1)
    whole = pieces.face[rows] < 0
    at[place[whole], pieces.slot[rows[whole]]] = local[whole]
    return _Blocks(block, at, fabric.templates.label[fabric.pattern[block]])


def _moved_keys(batch: Batch, blocks: _Blocks, code: NDArray[np.str_]) -> Ints:
    """Return the vertex keys of a batch where some nodes between parcels of different classes lay elsewhere."""
    lattice, seed = batch.city.cut.fabric.lattice, batch.city.seed
    number = np.arange(len(blocks.block))[:, None, None]
    at = blocks.at[number, blocks.label]
    classes = np.append(np.unique(code, return_inverse=True)[1], -1)[at]  # -1 takes the last: no class
    inner = slice(1, CELLS - 1), slice(2, CELLS)  # of the cells on either side of a node; strips stay
    around = [classes[:, columns, rows] for columns in inner for rows in inner]
    differ = np.any([other != around[0] for other in around[1:]], axis=0)
    differ &= np.all([part >= 0 for part in around], axis=0)
    column, row = (np.arange(2, CELLS)[shape] for shape in ((None, slice(None), None), (None, None, slice(None))))
    differ &= uniform(seed, _NODE, blocks.block[:, None, None], column, row) < _NODE_SHARE
    found, column, row = np.nonzero(differ)
    block, column, row = blocks.block[found], column + 2, row + 2
    old = lattice.at(block // lattice.rows * CELLS + column, block % lattice.rows * CELLS + row)
    reach = min(_FARTHEST, _CELL_SHARE * lattice.side / CELLS) * UNITS_PER_M
    size = reach * (0.05 + 0.95 * uniform(seed, _SIZE, block, column, row) ** 2)  # mostly decimetres
    x, y = unpack(old)
    dx, dy = pair(seed, _WAY, block, column, row)
    new = pack(x + np.rint(size * dx).astype(np.int64), y + np.rint(size * dy).astype(np.int64))
    order = np.argsort(old)
    old, new = np.append(old[order], np.iinfo(np.int64).max), np.append(new[order], 0)
    place = np.searchsorted(old, batch.key)
    return np.where(old[place] == batch.key, new[place], batch.key)


def _joined(batch: Batch, blocks: _Blocks, code: NDArray[np.str_]) -> _Edited:
    """Return parcels that were one with a neighbour: the first two fields side by side of a block, one cultivated."""
    first, second = _neighbours(blocks, code)
    pairs = np.column_stack([first, second]).ravel()
    length = (batch.offset[1:] - batch.offset[:-1])[pairs]
    key = batch.key[spread(batch.offset[:-1][pairs], length)]
    start, end, owner = ring_edges(key, offsets(length), np.repeat(np.arange(len(first)), 2))
    key, offset, owner = close_rings(start, end, owner, turn=True)
    ring = np.repeat(np.arange(len(owner)), np.diff(offset))
    order = np.lexsort((key, ring))
    twice = ring[order][1:][(np.diff(key[order]) == 0) & (np.diff(ring[order]) == 0)]
    simple = (np.bincount(owner, minlength=len(first)) == 1)[owner]
    simple[twice] = False
    rings = np.flatnonzero(simple)
    length = np.diff(offset)[rings]
    pairs = np.column_stack([first, second])[owner[rings]]
    # what was one parcel was cultivated
    kept = np.where(np.isin(code[pairs[:, 0]], CULTIVATED), pairs[:, 0], pairs[:, 1])
    return _Edited(pairs.ravel(), kept, np.zeros(len(kept), dtype=np.int64), code[kept],
                   key[spread(offset[:-1][rings], length)], offsets(length))


def _neighbours(blocks: _Blocks, code: NDArray[np.str_]) -> tuple[Ints, Ints]:
    """Return the rows of the first two fields of each block that lie side by side, where one is cultivated."""
    classes = np.append(code, "")
    result = np.full((len(blocks.block), 2), -1)
    for slot in range(FIELD, SLOTS - 1):
        one, other = blocks.at[:, slot], blocks.at[:, slot + 1]
        here, there = blocks.label == slot, blocks.label == slot + 1
        beside = np.zeros(len(blocks.block), dtype=bool)
        for near, far in ((here, there), (there, here)):
            beside |= (near[:, :-1] & far[:, 1:]).any(axis=(1, 2)) | (near[:, :, :-1] & far[:, :, 1:]).any(axis=(1, 2))
        cultivated = np.isin(classes[one], CULTIVATED), np.isin(classes[other], CULTIVATED)
        open_land = [np.isin(classes[rows], (*CULTIVATED, *_OPEN)) for rows in (one, other)]
        fit = beside & (one >= 0) & (other >= 0) & (cultivated[0] | cultivated[1]) & open_land[0] & open_land[1]
        fit &= result[:, 0] < 0
        result[fit] = np.column_stack([one, other])[fit]
    return result[result[:, 0] >= 0, 0], result[result[:, 0] >= 0, 1]


def _halved(batch: Batch, blocks: _Blocks, code: NDArray[np.str_], change: Change) -> _Edited:
    """Return fields that were two parcels, sometimes of two classes: one field of each block."""
    seed = batch.city.seed
    slot = FIELD + (uniform(seed, _SLOT, blocks.block) * _FIELDS).astype(np.int64)
    rows = blocks.at[np.arange(len(blocks.block)), slot]
    block, rows = blocks.block[rows >= 0], rows[rows >= 0]
    length = (batch.offset[1:] - batch.offset[:-1])[rows]
    parts = halves(batch.key[spread(batch.offset[:-1][rows], length)], offsets(length))
    block, rows = block[parts.row], rows[parts.row]
    now, before = batch.city.code[batch.rows[rows]], code[rows]
    other = (now == before) & (uniform(seed, _OTHER_USE, block) < _OTHER_USE_SHARE)
    garden = other & np.isin(now, CULTIVATED) & ~change.permanent[batch.rows[rows]]
    second = np.where(garden, _GARDEN, np.where(other & np.isin(now, _OPEN), _IRRIGATED, before))
    return _Edited(rows, np.repeat(rows, 2), np.tile([0, 1], len(rows)), np.column_stack([before, second]).ravel(),
                   parts.key, parts.offset)
