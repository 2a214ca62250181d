"""Cross-sections of a valley: where a place lies between them, told as a distance along the channel.

A section carries one level from bank to bank. Between two sections a place counts as far along the channel as its
distances to both divide the way between them, so that a surface over that distance takes each section's level on the
section and changes evenly in between, also where the channel bends. Sections go on straight beyond their ends.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .line_distances import from_place, signed_distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from .line_distances import Pieces, Tile

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

_FEW = 4  # sections that are few enough not to divide a tile
_SMALL = 1 << 10  # places that are not divided further


@dataclass(frozen=True)
class Sections:
    """Sections in the order of the channel.

    along (n,): where each meets the channel, rising. downstream (n,): 1 where its left side is downstream, else -1.
    """

    lines: tuple[Pieces, ...]
    along: Floats
    downstream: Floats


def sections_of(lines: Sequence[Pieces], channel: Pieces) -> tuple[Sections, Floats, Floats]:
    """Return the sections in order, where each line meets the channel, and how far from it each line ends.

    lines: endless pieces. One that does not meet the channel even where it goes on is left out, its place NaN and its
    distance infinite; of lines that meet the channel at one place the first is the section.
    """
    met = [_meeting(line, channel) for line in lines]
    gaps, along, side = (np.array([found[part] for found in met], dtype=np.float64) for part in range(3))
    order = np.argsort(along, kind="stable")
    order = order[np.isfinite(gaps[order])]
    rows = order[np.append(True, np.diff(along[order]) > 0)] if len(order) else order
    return Sections(tuple(lines[row] for row in rows.tolist()), along[rows], side[rows]), along, gaps


def _meeting(line: Pieces, channel: Pieces) -> tuple[float, float, float]:
    """Return how far beyond its end a section meets the channel, where along it, and 1 where its left is downstream."""
    found = [(np.inf, np.nan, 1.0)]
    for piece in line.singly():
        turn = piece.ux * channel.uy - piece.uy * channel.ux
        px, py = channel.x - piece.x, channel.y - piece.y
        with np.errstate(divide="ignore", invalid="ignore"):
            on_piece = (px * channel.uy - py * channel.ux) / turn
            on_channel = (px * piece.uy - py * piece.ux) / turn
        meets = (turn != 0) & (on_piece >= piece.first) & (on_piece <= piece.last)
        for place in np.flatnonzero(meets & (on_channel >= 0) & (on_channel <= channel.length)).tolist():
            beyond = max(0.0, float(-on_piece[place]), float(on_piece[place] - piece.length[0]))
            found.append((beyond, float(channel.along[place] + on_channel[place]), float(np.sign(turn[place]))))
    return min(found)


def along_tile(sections: Sections, tile: Tile, out: Floats) -> None:
    """Fill ``out`` with how far along the channel each place of a tile counts.

    A tile that many sections can be nearest to is divided, for its parts have fewer.
    """
    x, y, radius = tile.circle()
    distance = np.array([from_place(line, x, y).min() for line in sections.lines])
    near = np.flatnonzero(distance <= distance.min() + 2 * radius)
    if len(near) > _FEW and len(tile.x) * len(tile.y) > _SMALL:
        for half in tile.halves():
            along_tile(sections, half, out)
        return
    beside = np.unique(np.clip(near[:, None] + np.array([-1, 0, 1]), 0, len(sections.lines) - 1))
    out[tile.rows, tile.columns] = _between(sections, beside, tile.x[None, :], tile.y[:, None])


def _between(sections: Sections, chosen: Ints, x: Floats, y: Floats) -> Floats:
    """Return the distance along the channel of places, which have the nearest section and its neighbours in ``chosen``.

    chosen: rising, and without a gap around each section that can be nearest.
    """
    signed = np.stack([signed_distance(sections.lines[place], x, y) * sections.downstream[place]
                       for place in chosen.tolist()])
    nearest = np.abs(signed).argmin(axis=0)[None]
    away = np.take_along_axis(signed, nearest, axis=0)[0]
    other = nearest + np.where(away > 0, 1, -1)[None]
    inside = (other >= 0) & (other < len(chosen))
    other = np.where(inside, other, nearest)
    there = np.abs(np.take_along_axis(signed, other, axis=0)[0])
    here = sections.along[chosen][nearest[0]]
    way = sections.along[chosen][other[0]] - here
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(away == 0, 0.0, np.abs(away) / (np.abs(away) + there))
    return here + np.where(inside[0], way * share, away)
