"""Which land class every parcel has: so that the city's totals come near those of the third land survey.

Totals of 2019-12-31 (ha): cultivated 399 714.95 (0101 6 333.02, 0102 388 103.46, 0103 5 278.47), orchards and other
plantations 12 301.49, woods 49 687.77, grassland 1 265.57, wetland 241.32: 开封市第三次国土调查主要数据公报. Where the
bulletin has no figure (settlements, ponds, ditches) the mix is ours.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .lattice import STRIPS, Lattice
from .mixes import Mix, drawn
from .noise import smooth, uniform
from .places import SEATS
from .templates import FIELD, SMALL, SOUTH_STRIP, VILLAGE, WEST_STRIP

if TYPE_CHECKING:
    from ...rules.progress import Progress
    from .keys import Floats, Ints
    from .linework import Linework
    from .pieces import Pieces

Mask = NDArray[np.bool_]

SURVEYED_HA: dict[str, float] = {
    "0101": 6_333.02, "0102": 388_103.46, "0103": 5_278.47, "0201": 11_932.0, "0204": 369.49,
    "0301": 32_383.19, "0307": 17_287.35, "0305": 17.23, "0404": 1_265.57, "1106": 241.32}
CITY_HA = 623_808.0  # the nine outlines together, plane
_BUILT_HA: dict[str, float] = {  # continuous built-up land around a seat; the four city districts share the first
    "410204": 13_500.0, "410212": 2_600.0, "410221": 2_900.0, "410222": 2_300.0, "410223": 3_100.0, "410225": 3_500.0}
_TOWN: Mix = (("0701", 0.40), ("0601", 0.17), ("05H1", 0.10), ("08H2", 0.08), ("08H1", 0.05), ("0810", 0.06),
              ("0508", 0.04), ("0809", 0.03), ("1005", 0.02), ("1201", 0.03), ("09", 0.02))
_TOWN_SMALL: Mix = (("0810A", 0.25), ("0810", 0.30), ("1104", 0.15), ("0809", 0.30))
_VILLAGE: Mix = (("0702", 0.90), ("0601", 0.04), ("08H2", 0.02), ("05H1", 0.015), ("08H1", 0.01), ("0508", 0.015))
_SMALL: Mix = (("1104", 0.34), ("1104A", 0.10), ("1202", 0.24), ("0602", 0.04), ("0601", 0.10), ("1201", 0.06),
               ("09", 0.05), ("08H2", 0.04), ("0809", 0.03))
_LEFT_OVER: Mix = (("0702", 0.70), ("1202", 0.12), ("0601", 0.10), ("1104", 0.08))
_HASH, _CLUMP, _MIX = 41, 42, 43
CULTIVATED = ("0101", "0102", "0103")


class _Allotment:
    """Fills quotas of classes from the parcels that are still free."""

    def __init__(self, lattice: Lattice, pieces: Pieces, progress: Progress) -> None:
        self.progress = progress
        self.pieces, self.seed = pieces, lattice.seed
        self.code = np.full(len(pieces.parcel), "", dtype="U5")
        self.scale = pieces.area.sum() / (CITY_HA * 1e4)

    @property
    def free(self) -> Mask:
        """Return which parcels have no class yet."""
        return self.code == ""

    def hashed(self, stream: int) -> Floats:
        """Return a number in [0, 1) per parcel."""
        return uniform(self.seed, stream, self.pieces.parcel, self.pieces.face)

    def clumped(self, stream: int, wavelength: float) -> Floats:
        """Return a score that is alike for neighbours, with some scatter."""
        wave = smooth(self.seed, stream, self.pieces.x, self.pieces.y, wavelength)
        return wave + 0.5 * self.hashed(stream + 500)

    def fill(self, code: str, candidates: Mask, score: Floats, hectares: float) -> None:
        """Give a class to the free candidates of lowest score until their area reaches a quota."""
        self.progress.check()
        rows = np.flatnonzero(candidates & self.free)
        rows = rows[np.lexsort((rows, score[rows]))]
        reached = np.cumsum(self.pieces.area[rows])
        wanted = hectares * 1e4 * self.scale
        count = int(np.searchsorted(reached, wanted))
        if count < len(rows):
            before = reached[count - 1] if count else 0.0
            count += int(reached[count] - wanted < wanted - before)
        self.code[rows[:count]] = code

    def deal(self, mix: Mix, candidates: Mask) -> None:
        """Give the free candidates classes by share, each parcel by its hash."""
        chosen = candidates & self.free
        self.code[chosen] = drawn(mix, self.hashed(_MIX)[chosen])


def allot_classes(line: Linework, lattice: Lattice, pieces: Pieces,
                  progress: Progress) -> tuple[NDArray[np.str_], Mask]:
    """Return (class code of every parcel, whether it lies in continuous built-up land).

    Drawn roads and rivers that pass through built-up land lie in it but keep their class.
    """
    allotment = _Allotment(lattice, pieces, progress)
    cover = np.array([kind.cover for kind in line.kinds])[pieces.kind]
    built = _built_up(allotment)
    allotment.code[:] = cover
    zone = np.array([kind.zone for kind in line.kinds])[pieces.kind]
    _strips(lattice, allotment, built)
    slot = pieces.slot
    allotment.deal(_TOWN_SMALL, built & (slot == SMALL))
    allotment.deal(_TOWN, built)
    _open_land(line, allotment, slot, zone == "floodplain")
    return allotment.code, built


def _built_up(allotment: _Allotment) -> Mask:
    """Return the parcels nearest to the seats of government, with a ragged edge."""
    pieces = allotment.pieces
    built = np.zeros(len(pieces.parcel), dtype=bool)
    ragged = 1.0 + 0.45 * smooth(allotment.seed, _CLUMP, pieces.x, pieces.y, 3_500.0)
    for code, hectares in _BUILT_HA.items():
        allotment.progress.check()
        x, y = SEATS[code]
        away = ((pieces.x - 1e3 * x) ** 2 + (pieces.y - 1e3 * y) ** 2) * ragged**2
        rows = np.flatnonzero(~built)
        rows = rows[np.lexsort((rows, away[rows]))]
        reached = np.cumsum(pieces.area[rows])
        built[rows[: int(np.searchsorted(reached, hectares * 1e4 * allotment.scale))]] = True
    return built


def _strips(lattice: Lattice, allotment: _Allotment, built: Mask) -> None:
    """Give strips their class: that of their block column or row; streets in built-up land."""
    slot, block = allotment.pieces.slot, allotment.pieces.block
    codes = np.array([code for code, _, _ in STRIPS])
    west, south = allotment.free & (slot == WEST_STRIP), allotment.free & (slot == SOUTH_STRIP)
    allotment.code[west] = codes[lattice.column_strip[block[west] // lattice.rows]]
    allotment.code[south] = codes[lattice.row_strip[block[south] % lattice.rows]]
    allotment.code[(west | south) & built] = "1004"


def _open_land(line: Linework, allotment: _Allotment, slot: Ints, floodplain: Mask) -> None:
    """Fill the survey's totals outside built-up land; what is short of cultivated land comes from village sites."""
    pieces, quota = allotment.pieces, SURVEYED_HA
    field, small, village = slot >= FIELD, slot == SMALL, slot == VILLAGE
    allotment.progress.check()
    river = river_distance(line, pieces.x, pieces.y)
    allotment.fill("1106", floodplain & (field | small), river + 1_500 * allotment.hashed(_HASH), quota["1106"])
    allotment.fill("0404", small, allotment.clumped(_CLUMP + 1, 9_000), 0.6 * quota["0404"])
    allotment.fill("0404", field, allotment.clumped(_CLUMP + 1, 9_000), 0.4 * quota["0404"])
    allotment.fill("0305", small, allotment.hashed(_HASH + 1), quota["0305"])
    allotment.fill("0101", field & ~floodplain, river + 1_200 * allotment.hashed(_HASH + 2), quota["0101"])
    allotment.fill("0103", field, allotment.clumped(_CLUMP + 2, 8_000) - 0.6 * floodplain, quota["0103"])
    for number, (code, wavelength) in enumerate((("0201", 6_000), ("0204", 4_000), ("0301", 5_000), ("0307", 7_000))):
        score = allotment.clumped(_CLUMP + 3 + number, wavelength)
        part = 0.06 if code.startswith("03") else 0.0
        allotment.fill(code, small, score, part * quota[code])
        allotment.fill(code, field, score, (1 - part) * quota[code])
    have = float(pieces.area[field & allotment.free].sum()) / allotment.scale / 1e4
    allotment.fill("0102", field, allotment.hashed(_HASH + 3), quota["0102"])
    if have < quota["0102"]:
        allotment.fill("0102", village, allotment.hashed(_HASH + 4), quota["0102"] - have)
    allotment.deal(_SMALL, small)
    allotment.deal(_VILLAGE, village)
    allotment.deal(_LEFT_OVER, field)
    allotment.deal(_SMALL, allotment.free)


def river_distance(line: Linework, x: Floats, y: Floats) -> Floats:
    """Return the distance of points from the points of the Yellow River's bank in m; 50 km where far south."""
    in_river = np.array([kind.zone == "river" for kind in line.kinds] + [False])
    bank = in_river[line.left] | in_river[line.right]
    points = np.unique(np.concatenate([line.start[bank], line.end[bank]]))
    bank_x, bank_y = line.x[points] / 1e4 + 400_000, line.y[points] / 1e4 + 3_700_000
    result = np.full(len(x), 50_000.0)
    near = np.flatnonzero(y > bank_y.min() - 12_000)
    for rows in np.array_split(near, max(1, len(near) // 20_000)):
        squared = (x[rows, None] - bank_x[None, :]) ** 2 + (y[rows, None] - bank_y[None, :]) ** 2
        result[rows] = np.sqrt(squared.min(axis=1))
    return result
