"""How one block divides into parcels: a few hundred patterns, drawn once per seed and used again and again.

A pattern gives each of a block's cells a slot: 0 the strip on the west, 1 the strip on the south, 2 the village
site, 3 a small plot (pond, yard, copse), 4 and up the fields.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from .lattice import CELLS
from .rings import close_rings

if TYPE_CHECKING:
    from .keys import Ints

WEST_STRIP, SOUTH_STRIP, VILLAGE, SMALL, FIELD = 0, 1, 2, 3, 4
SLOTS = 16  # more than any pattern has
_DRAWN = 48
_FIELDS = 6
_INNER = CELLS - 1
_LEAST_CELLS = 3
Cells = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Templates:
    """Patterns as arrays.

    ``label`` int64 (patterns, CELLS, CELLS) slot by column and row; ``slots`` (patterns,) how many slots;
    ``nodes``: rings of all slots, one after another, as local node numbers column * (CELLS + 1) + row,
    anticlockwise, first not repeated; ``offset`` (patterns, SLOTS + 1) where each slot's ring starts in ``nodes``;
    ``cells`` (patterns, SLOTS) inner cells of each slot; ``centre`` (patterns, SLOTS, 2) mean cell position 0 to 1.
    """

    label: Cells
    slots: Ints
    nodes: Ints
    offset: Cells
    cells: Cells
    centre: NDArray[np.float64]


def _cut(mask: NDArray[np.bool_], rng: Generator) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Split a set of cells across its longer side, by a line with one jog."""
    columns, rows = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    wide = len(columns) >= len(rows)
    along, across = (columns, rows) if wide else (rows, columns)
    place = along[0] + round(len(along) * rng.uniform(0.36, 0.64))
    jog = across[0] + int(rng.integers(1, max(2, len(across))))
    line = np.full(_INNER, place)
    line[jog:] += int(rng.integers(-1, 2))
    low = np.arange(_INNER)[:, None] < line[None, :]
    low = low if wide else low.T
    return mask & low, mask & ~low


def _connected(mask: NDArray[np.bool_]) -> bool:
    """Tell whether cells hang together by their sides."""
    reached = np.zeros_like(mask)
    reached.flat[int(np.argmax(mask))] = mask.any()
    for _ in range(mask.size):
        grown = reached.copy()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown &= mask
        if (grown == reached).all():
            break
        reached = grown
    return bool(mask.any() and (reached == mask).all())


def _draw(rng: Generator) -> Cells:
    """Return one inner pattern: slots VILLAGE, SMALL and FIELD onward of _INNER by _INNER cells."""
    while True:
        parts: list[NDArray[np.bool_]] = [np.ones((_INNER, _INNER), dtype=bool)]
        while len(parts) < _FIELDS + 1:
            sizes = [int(part.sum()) for part in parts]
            parts.extend(_cut(parts.pop(int(np.argmax(sizes))), rng))
        village = min(range(len(parts)), key=lambda n: abs(int(parts[n].sum()) - 15) + rng.uniform(0, 4))
        host = int(rng.integers(0, len(parts)))
        small = _corner(parts[host], rng)
        parts[host] = parts[host] & ~small
        ordered = [parts[village], small, *(part for n, part in enumerate(parts) if n != village)]
        label = np.zeros((_INNER, _INNER), dtype=np.int64)
        for slot, part in enumerate(ordered):
            label[part] = VILLAGE + slot
        if all(part.sum() >= _LEAST_CELLS and _connected(part) for part in ordered) and _clean(label):
            return label


def _corner(mask: NDArray[np.bool_], rng: Generator) -> NDArray[np.bool_]:
    """Return 4 to 6 cells at one end of a set of cells."""
    columns, rows = np.nonzero(mask)
    sign = rng.choice([-1.0, 1.0], size=2)
    rank = np.argsort(sign[0] * columns + sign[1] * rows + 0.3 * sign[0] * columns, kind="stable")
    chosen = np.zeros_like(mask)
    take = rank[: int(rng.integers(4, 7))]
    chosen[columns[take], rows[take]] = True
    return chosen


def _clean(label: Cells) -> bool:
    """Tell whether no slot touches itself at a corner and none is enclosed by another."""
    a, b, c, d = label[:-1, :-1], label[1:, :-1], label[:-1, 1:], label[1:, 1:]
    if ((a == d) & (a != b) & (a != c)).any() or ((b == c) & (b != a) & (b != d)).any():
        return False
    framed = np.pad(label, 1, constant_values=-1)
    for slot in np.unique(label):
        mask = framed == slot
        ring = np.zeros_like(mask)
        ring[1:] |= mask[:-1]
        ring[:-1] |= mask[1:]
        ring[:, 1:] |= mask[:, :-1]
        ring[:, :-1] |= mask[:, 1:]
        around = framed[ring & ~mask]
        if (around == around[0]).all():
            return False
    return True


def make_templates(seed: int) -> Templates:
    """Return the patterns of a seed: drawn ones in their eight orientations, framed by the two strips."""
    rng = Generator(PCG64(seed))
    inner = [_draw(rng) for _ in range(_DRAWN)]
    turned = [np.rot90(flipped, turns) for label in inner for flipped in (label, label[::-1]) for turns in range(4)]
    label = np.full((len(turned), CELLS, CELLS), SOUTH_STRIP, dtype=np.int64)
    label[:, 1:, 1:] = turned
    label[:, 0, :] = WEST_STRIP
    slots = label.max(axis=(1, 2)) + 1
    cells = np.zeros((len(turned), SLOTS), dtype=np.int64)
    centre = np.full((len(turned), SLOTS, 2), 0.5)
    column, row = np.indices((CELLS, CELLS))
    for slot in range(int(slots.max())):
        mask = label == slot
        count = mask.sum(axis=(1, 2))
        cells[:, slot] = count
        for axis, index in enumerate((column, row)):
            total = (mask * index[None]).sum(axis=(1, 2)) + 0.5 * count
            centre[:, slot, axis] = total / np.maximum(count, 1) / CELLS
    nodes, offset = _template_rings(label)
    return Templates(label, slots, nodes, offset, cells, centre)


def _template_rings(label: Cells) -> tuple[Ints, Cells]:
    """Return every slot's ring as local nodes, and where it starts; a slot a pattern lacks has an empty ring."""
    patterns, span = len(label), CELLS + 1
    pattern, column, row = (part.ravel() for part in np.indices(label.shape))
    owner = pattern * SLOTS + label.ravel()
    corner = (pattern * span + column) * span + row
    # the four sides of a cell, anticlockwise: south, east, north, west
    start = np.concatenate([corner, corner + span, corner + span + 1, corner + 1])
    end = np.concatenate([corner + span, corner + span + 1, corner + 1, corner])
    ring_nodes, ring_offset, ring_owner = close_rings(start, end, np.tile(owner, 4))
    order = np.argsort(ring_owner, kind="stable")
    length = np.diff(ring_offset)[order]
    take = np.repeat(ring_offset[:-1][order] - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    nodes = ring_nodes[take + np.arange(int(length.sum()))] % (span * span)
    counts = np.zeros(patterns * SLOTS, dtype=np.int64)
    counts[ring_owner[order]] = length
    ends = np.cumsum(counts).reshape(patterns, SLOTS)
    return nodes, np.column_stack([ends[:, 0] - counts.reshape(patterns, SLOTS)[:, 0], ends])
