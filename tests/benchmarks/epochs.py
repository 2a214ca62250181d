"""The parcels of two epochs, row by row of the lattice: shapes and attributes as a land survey has them."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.survey import Borders

FIELDS = (("BSM", "text"), ("DLBM", "text"), ("ZLDWDM", "text"), ("KCXS", "real"), ("GDDB", "integer"))
_CLASSES = np.array(["0101", "0102", "0103", "0301", "0404", "0702", "1003", "1104"])
_SHARES = (0.1, 0.35, 0.2, 0.1, 0.03, 0.14, 0.04, 0.04)
_COUNTIES = ("410202", "410203", "410204", "410205", "410212", "410221", "410222", "410223", "410225")
_VILLAGE = 12  # lattice cells along the side of a village
_WITH_ISLAND = 0.02
# of the parcels of the first epoch: together with moved borders 5 % have another shape in the second
_SPLIT, _MERGED, _NEW_ISLAND, _OTHER_CLASS = 0.015, 0.005, 0.01, 0.02
_MOVED = 0.004  # of the borders; each changes two parcels

Rows = tuple[np.ndarray, dict[str, list[Any]]]


def first_epoch(borders: Borders) -> Iterator[Rows]:
    """Yield the polygons and columns of each row."""
    for row in range(borders.rows):
        columns = np.arange(borders.columns)
        island = _islands(borders, row)
        shapes = _with_holes(borders.cells(row, columns), island, borders.islands(row, island, 3))
        shapes = np.r_[shapes, shapely.polygons(borders.islands(row, island, 3))]
        yield shapes, _attributes(borders, row, np.r_[columns, island], len(columns), "")


def second_epoch(borders: Borders) -> Iterator[Rows]:
    """Yield the same survey after some years. Changes ``borders``."""
    lattice = len(borders.first)
    borders.move(np.flatnonzero(np.random.default_rng(9).random(lattice) < _MOVED), 9)
    for row in range(borders.rows):
        columns, island = np.arange(borders.columns), _islands(borders, row)
        split, merged, new_island = _edits(borders, row, island)
        kept = np.setdiff1d(columns, np.r_[split, merged, merged + 1, new_island])
        holes = np.r_[borders.islands(row, island, 3), borders.islands(row, new_island, 4)]
        plain = np.r_[kept, new_island]
        place = np.r_[np.searchsorted(kept, island), len(kept) + np.arange(len(new_island))]
        shapes = _with_holes(borders.cells(row, plain), place, holes)
        lower, upper = borders.halves(row, split)
        others = [shapely.polygons(rings) for rings in (holes, borders.merged(row, merged), lower, upper)]
        cell = np.r_[plain, island, new_island, merged, split, split]
        values = _attributes(borders, row, cell, borders.columns, "", after=True)
        ids = _ids(borders, row, np.r_[kept, new_island, borders.columns + np.arange(len(island))], "")
        values["BSM"] = [*ids, *_ids(borders, row, np.arange(len(cell) - len(ids)), "N")]
        yield np.concatenate([shapes, *others]), values


def _islands(borders: Borders, row: int) -> np.ndarray:
    return np.flatnonzero(np.random.default_rng([2, row]).random(borders.columns) < _WITH_ISLAND)


def _edits(borders: Borders, row: int, island: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the columns of parcels that are split, merged with their neighbour, given an island; none twice."""
    chance = np.random.default_rng([8, row]).random(borders.columns)
    chance[island] = 1.0
    merged = np.flatnonzero((chance[:-1] < _MERGED) & (chance[1:] < 1.0))
    merged = merged[np.diff(merged, prepend=-9) > 1]
    chance[merged], chance[merged + 1] = 1.0, 1.0
    split = np.flatnonzero((chance >= _MERGED) & (chance < _MERGED + _SPLIT))
    halves = [shapely.is_valid(shapely.polygons(rings)) for rings in borders.halves(row, split)]
    split = split[np.logical_and(*halves)]  # a border may bend over the new one
    limit = _MERGED + _SPLIT
    return split, merged, np.flatnonzero((chance >= limit) & (chance < limit + _NEW_ISLAND))


def _with_holes(rings: np.ndarray, place: np.ndarray, holes: np.ndarray) -> np.ndarray:
    """Return polygons of the rings, some with a hole."""
    polygon = np.r_[np.arange(len(rings)), place]
    order = np.argsort(polygon, kind="stable")
    return np.asarray(shapely.polygons(np.r_[rings, holes][order], indices=polygon[order]))


def _ids(borders: Borders, row: int, numbers: np.ndarray, mark: str) -> list[str]:
    return [f"4102{mark}{2 * borders.columns * row + number + 1:0{14 - len(mark)}d}" for number in numbers.tolist()]


def _attributes(borders: Borders, row: int, cell: np.ndarray, islands_from: int, mark: str, *,
                after: bool = False) -> dict[str, list[Any]]:
    random = np.random.default_rng([11, row])
    classes = random.choice(_CLASSES, 2 * borders.columns, p=_SHARES)
    ridges, grades = random.random(2 * borders.columns) < 0.5, random.integers(5, 12, 2 * borders.columns)
    if after:
        changed = np.random.default_rng([12, row]).random(len(classes)) < _OTHER_CLASS
        classes = np.where(changed, np.roll(classes, 1), classes)
    code = classes[cell]
    code[islands_from:] = "1104"  # a pond
    farmland = np.char.startswith(code, "01")
    county = row * 3 // borders.rows * 3 + cell * 3 // borders.columns
    village = (row // _VILLAGE * 1000 + cell // _VILLAGE).tolist()
    return {
        "BSM": _ids(borders, row, np.arange(len(cell)), mark),
        "DLBM": code.tolist(),
        "ZLDWDM": [f"{_COUNTIES[at]}{name // 1000 % 1000:03d}{name % 1000:03d}0000000"
                   for at, name in zip(county.tolist(), village)],
        "KCXS": np.where(farmland & ridges[cell], 0.05, 0.0).tolist(),
        "GDDB": [int(grade) if arable else None for grade, arable in zip(grades[cell], farmland)],
    }
