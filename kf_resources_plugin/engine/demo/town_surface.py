"""The surface of the demo's old town: the ground with the city wall and the buildings on it.

A cell whose middle lies in a building is higher than the ground of that cell by exactly the building's height.
"""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from . import terrain
from .polylines import places, stations
from .projects import footprint
from .shapes import holds
from .terrain_file import Sheet
from .town import load_town, load_town_sites
from .town_buildings import houses, landmark_height

if TYPE_CHECKING:
    from pathlib import Path

    from .keys import Floats, Ints

ROLE = "dsm"
TITLE_ZH, TITLE_EN = "老城表面模型", "Surface of the old town"
ABSTRACT = (
    "演示数据：老城地面加建筑高度，由程序按公式生成，不是测量成果；建筑和高度均为虚构。示意，非法定界线。\n"
    "Generated demo data, not a survey: the ground of the old town and the heights of its buildings, all invented.")
_CELL = 5.0
_WEST, _EAST, _SOUTH, _NORTH = 530_000.0, 534_050.0, 3_850_050.0, 3_854_850.0  # on the terrain's cells
_COLUMNS, _ROWS = round((_EAST - _WEST) / _CELL), round((_NORTH - _SOUTH) / _CELL)
SURFACE = Sheet(TITLE_ZH, _WEST, _NORTH, _CELL, _COLUMNS, _ROWS)
_WALL = 800  # cm


def surface_path(package: Path) -> Path:
    """Return where the surface of a demo city's old town is written."""
    return package.with_name(f"{package.stem}_dsm.tif")


def surface(seed: int, ground: Ints) -> Ints:
    """Return the surface in whole centimetres, (rows, columns) from the north, of the terrain's ground."""
    above = np.zeros((_ROWS, _COLUMNS), dtype=np.int64)
    _raise_wall(above)
    town = houses(seed)
    for (left, top), (right, bottom), height in zip(
            _cell(town.low[:, 0], town.high[:, 1]).tolist(), _cell(town.high[:, 0], town.low[:, 1]).tolist(),
            np.rint(town.height * 100.0).astype(np.int64).tolist()):
        above[top:bottom, left:right] = height
    _raise_landmarks(above)
    return _ground(ground) + above


def _ground(ground: Ints) -> Ints:
    """Return the terrain's cells parted into those of the surface."""
    parts = round(terrain.CELL / _CELL)
    column, row = round((_WEST - terrain.WEST) / terrain.CELL), round((terrain.NORTH - _NORTH) / terrain.CELL)
    part = ground[row: row + _ROWS // parts, column: column + _COLUMNS // parts]
    return np.repeat(np.repeat(part, parts, axis=0), parts, axis=1)


def _cell(x: Floats, y: Floats) -> Ints:
    """Return the first column and row whose middle lies east and south of points, (points, 2), on the sheet."""
    column = np.ceil((x - _WEST) / _CELL - 0.5)
    row = np.ceil((_NORTH - y) / _CELL - 0.5)
    return np.column_stack([np.clip(column, 0, _COLUMNS), np.clip(row, 0, _ROWS)]).astype(np.int64)


def _raise_wall(above: Ints) -> None:
    """Raise every cell that the wall passes."""
    wall = load_town().wall
    x, y = places(wall, np.arange(0.0, float(stations(wall)[-1]), _CELL / 2.0)).T
    above[np.floor((_NORTH - y) / _CELL).astype(np.int64), np.floor((x - _WEST) / _CELL).astype(np.int64)] = _WALL


def _raise_landmarks(above: Ints) -> None:
    for landmark in load_town_sites()["landmarks"]:
        ring = footprint(landmark)
        (left, bottom), (right, top) = ring.min(axis=0), ring.max(axis=0)
        (first, upper), (last, lower) = _cell(np.array([left, right]), np.array([top, bottom])).tolist()
        column, row = (part.ravel() for part in np.meshgrid(np.arange(first, last), np.arange(upper, lower)))
        inside = holds([[ring]], _WEST + (column + 0.5) * _CELL, _NORTH - (row + 0.5) * _CELL)
        above[row[inside], column[inside]] = round(100.0 * landmark_height(landmark))
