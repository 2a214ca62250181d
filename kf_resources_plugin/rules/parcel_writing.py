"""Coordinate files of parcels as they are written: rings on the grid of the file's decimals, rows, header.

A ring begins at the vertex nearest the north-west corner of its own bounding box (of several the northernmost, of these
the westernmost). Outer rings run clockwise, holes counter-clockwise. Coordinates are whole steps of the last decimal,
so what is written is what was compared.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .parcel_dialects import PER_RING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .areas import Floats, Ints
    from .parcel_dialects import Dialect, Format

_EXACT = 2.0 ** 62  # sums of whole numbers up to here are right in 64 bits
_MILLION = 1_000_000
_BREAKS = re.compile("[\\x00-\\x1f\\x7f\\x85\\u2028\\u2029]+")
_NEUTRAL = str.maketrans({",": "，", "@": "＠"})
_LOST = "〓"  # in print the sign for a character that the type case lacks; every GBK font has it
_HA = 10_000


@dataclass(frozen=True)
class WrittenRing:
    """A ring as it is written: corners, (n, 2) int64 as x east, y north in steps of the last decimal, and their ids."""

    corners: Ints
    ids: tuple[str, ...]


def on_grid(points: Floats, decimals: int) -> tuple[Ints, int]:
    """Return the corners of a closed ring, (n, 2) in steps of the last decimal, and how many fell on their neighbour.

    points: (vertices, 2), the last repeating the first.
    """
    steps = np.rint(points * 10.0 ** decimals).astype(np.int64)
    moved = (np.diff(steps, axis=0) != 0).any(axis=1)
    # the last vertex repeats the first, so each edge that is left begins at a corner
    return steps[:-1][moved], int(len(moved) - np.count_nonzero(moved))


def is_ring(corners: Ints) -> bool:
    """Tell whether corners enclose anything."""
    return _twice_area(corners) != 0


def ordered(corners: Ints, *, clockwise: bool) -> Ints:
    """Return the corners of a ring in their direction, beginning in the north-west."""
    turned = corners if (_twice_area(corners) < 0) == clockwise else corners[::-1]
    x, y = turned.T
    distance = np.hypot((x - x.min()).astype(np.float64), (y.max() - y).astype(np.float64))
    first = int(np.lexsort((x, -y, distance))[0])
    return np.roll(turned, -first, axis=0)


def _twice_area(corners: Ints) -> int:
    """Return twice the signed area, positive counter-clockwise, exact."""
    if not len(corners):
        return 0
    x, y = (corners - corners[0]).T
    if 2.0 * len(corners) * float(np.abs(x).max()) * float(np.abs(y).max()) > _EXACT:
        x, y = x.astype(object), y.astype(object)  # Python's integers have no end
    return int((x[:-1] * y[1:] - y[:-1] * x[1:]).sum())  # the first corner is the origin


def numbered(rings: Sequence[Ints], dialect: Dialect) -> list[WrittenRing]:
    """Return the rings of one parcel with the ids of their corners: J1, J2 … on from ring to ring, or anew in each."""
    found, last = [], 0
    for corners in rings:
        begin = 1 if dialect.traits.numbering == PER_RING else last + 1
        last = begin + len(corners) - 1
        found.append(WrittenRing(corners, tuple(f"{dialect.traits.point_prefix}{number}"
                                                for number in range(begin, last + 1))))
    return found


def coordinate_text(steps: int, decimals: int) -> str:
    """Return a coordinate in steps of its last decimal as it is written."""
    if not decimals:
        return str(steps)
    whole, part = divmod(abs(steps), 10 ** decimals)
    return f"{'-' if steps < 0 else ''}{whole}.{part:0{decimals}d}"


def parcel_lines(cells: Mapping[str, str], rings: Sequence[WrittenRing], area_m2: float, dialect: Dialect,
                 decimals: int, zone_shift: int) -> Iterator[str]:
    """Yield the title row of a parcel and its point rows.

    cells: texts by column, without what is counted here; zone_shift: millions of metres to add to eastings.
    """
    traits = dialect.traits
    rows = sum(len(ring.corners) + bool(traits.closing_row) for ring in rings)
    known = {**cells, "points": str(rows), "area": f"{area_m2 / _HA:.4f}{traits.area_unit}"}
    yield ",".join([*(known.get(column, "") for column in dialect.columns), "@"])
    shift = zone_shift * _MILLION * 10 ** decimals
    for number, ring in enumerate(rings, start=1):
        names, corners = ring.ids, ring.corners.tolist()
        if traits.closing_row:
            names, corners = (*names, names[0]), [*corners, corners[0]]
        for name, (east, north) in zip(names, corners):
            pair = coordinate_text(north, decimals), coordinate_text(east + shift, decimals)
            yield ",".join((name, str(number), *(pair if traits.northing_first else pair[::-1])))


def header_lines(words: Format, dialect: Dialect, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines above the first parcel; ``values`` by header key are those that the format does not fix."""
    brackets = dialect.traits.brackets or "[]"
    yield f"{brackets[0]}{words.sections['header']}{brackets[1]}"
    known = {**words.written, **values}
    for key in words.header:
        yield f"{words.keys[key][0]}={known.get(key, '')}"
    yield f"{brackets[0]}{words.sections['parcels']}{brackets[1]}"


def neutral(text: str) -> str:
    """Return a text that cannot be taken for a part of the file: no commas, no @, no line breaks, no padding."""
    return _BREAKS.sub(" ", text).strip().translate(_NEUTRAL)


def encodable(text: str, encoding: str) -> tuple[str, str]:
    """Return a text that the encoding can hold, and the characters that it cannot, for which ``〓`` stands."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        lost = "".join(dict.fromkeys(sign for sign in text if not _holds(sign, encoding)))
        return "".join(_LOST if sign in lost else sign for sign in text), lost
    return text, ""


def _holds(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
