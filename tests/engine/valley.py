"""Valleys whose water is known by formula, as a terrain in a file with lines and levels on it."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransformContext

from kf_resources_plugin.engine.cell_areas import CellAreas
from kf_resources_plugin.engine.flood_crests import crests_of, with_terrain
from kf_resources_plugin.engine.flood_depth import Block, Flood, FloodFigures, StageFigures, depths, reached
from kf_resources_plugin.engine.flood_levels import GivenLevels, PlacedLevels, placed
from kf_resources_plugin.engine.flood_plane import flood_plane
from kf_resources_plugin.engine.line_reading import LineTable, lines_wkb
from kf_resources_plugin.engine.point_reading import PointTable
from kf_resources_plugin.engine.raster_reading import look_at, reading
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.line_cells import touched_cells
from kf_resources_plugin.rules.progress import NoProgress
from kf_resources_plugin.rules.water_profile import profile
from tests.rasters import CORNER, write_raster

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CRS = "EPSG:4526"
Points = "Sequence[tuple[float, float]]"


@dataclass
class Valley:
    """Terrain (rows, columns) from the north, cells of 10 m; all places are in m from its lower left corner.

    levels: (x, y, flow, level). sections: (line, flow, level) in their place. dikes: (line, crest).
    """

    terrain: Any
    channel: Any
    levels: Sequence[tuple[float, float, float, float]] = ()
    sections: Sequence[tuple[Any, float, float]] = ()
    dikes: Sequence[tuple[Any, float]] = ()
    cell: float = 10.0
    crs: str = CRS
    corner: tuple[float, float] = CORNER
    geotransform: Any = None
    sloping: bool = False
    step_m: float = 0.1
    blocks: list[Block] = field(default_factory=list)


def on_ground(line: Any, corner: tuple[float, float]) -> Any:
    """Return vertices (n, 2) from the corner of the terrain as coordinates."""
    return np.array(line, dtype=np.float64) + np.array(corner)


def coordinates(valley: Valley) -> tuple[Any, Any]:
    """Return x (columns,) and y (rows,) of the middles of cells, in m from the lower left corner."""
    rows, columns = np.shape(valley.terrain)
    return (np.arange(columns) + 0.5) * valley.cell, (rows - np.arange(rows) - 0.5) * valley.cell


def placed_levels(valley: Valley, plane: Any) -> PlacedLevels:
    """Return the levels of a valley on its channel."""
    crs = QgsCoordinateReferenceSystem(valley.crs)
    rows = valley.sections or valley.levels
    flow, level = (np.array([row[place] for row in rows], dtype=np.float64) for place in (-2, -1))
    given = GivenLevels(np.arange(len(rows)), flow, level, np.empty(0, dtype=np.int64))
    bounds, fids = np.full((len(rows), 4), np.nan), np.arange(len(rows))
    if valley.sections:
        shapes = [lines_wkb([on_ground(line, valley.corner)]) for line, _, _ in valley.sections]
        table: Any = LineTable("levels", crs, fids, as_wkb_array(shapes), bounds, {}, {})
    else:
        points = [on_ground([row[:2]], valley.corner)[0] for row in valley.levels]
        shapes = [b"\x01\x01\x00\x00\x00" + point.astype("<f8").tobytes() for point in points]
        table = PointTable("levels", crs, fids, as_wkb_array(shapes), bounds, {}, {})
    return placed(given, table, on_ground(valley.channel, valley.corner).T, plane)


def flooded(valley: Valley, path: Path) -> tuple[Any, FloodFigures, Flood]:
    """Return depths (stages, rows, columns) from the north, the figures, and what they rest on."""
    write_raster(path, valley.terrain, cell=valley.cell, crs=valley.crs, geotransform=valley.geotransform)
    file = look_at(str(path), "dem", QgsCoordinateReferenceSystem(valley.crs))
    plane = flood_plane(file.grid)
    levels = placed_levels(valley, plane)
    profiles = [profile(along, level, sloping=valley.sloping) for along, level in zip(levels.along, levels.level)]
    lines = [tuple(on_ground(line, valley.corner).T) for line, _ in valley.dikes]

    def along(window: Any) -> Any:
        found = np.empty((window.height, window.width))
        levels.fill(plane.tile(window), found)
        return found

    with reading(file) as reader:
        crests = crests_of(lines, np.arange(len(lines)), np.array([crest for _, crest in valley.dikes]), file.grid)
        flood = Flood(plane, along, profiles, with_terrain(crests, file.grid, reader, 1, NoProgress()),
                      touched_cells(*file.grid.cell(*levels.channel), file.grid.width, file.grid.height))
        figures = FloodFigures([StageFigures() for _ in profiles])
        areas = reached(flood, reader, 1, figures, NoProgress())
        depth = np.full((len(profiles), *np.shape(valley.terrain)), -1.0)

        def keep(block: Block) -> None:
            window = block.window
            depth[:, window.row:window.row + window.height, window.column:window.column + window.width] = block.depth
            valley.blocks.append(block)

        sizes = CellAreas(file.grid, QgsCoordinateTransformContext())
        depths(flood, reader, 1, areas, sizes, figures, keep, valley.step_m, NoProgress())
    return depth, figures, flood
