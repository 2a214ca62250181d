"""Polygon tables from Shapely geometries, a seamless lattice, and shapes made of unit cells that can be counted."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.wkb import as_wkb_array, bounds_of, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cells = frozenset[tuple[int, int]]
KERNELS = ("qgis", "shapely")
"""Both geometry kernels, by name: they have to give the same results."""


def table_of(shapes: Sequence[shapely.Geometry | None], crs: str = "EPSG:4547", name: str = "layer") -> PolygonTable:
    """Return a table of Polygon and MultiPolygon geometries; None is a row without geometry."""
    wkbs = as_wkb_array([
        b"" if shape is None or shape.is_empty else shapely.to_wkb(shape, byte_order=1) for shape in shapes
    ])
    return PolygonTable(
        name, QgsCoordinateReferenceSystem(crs), np.arange(1, len(wkbs) + 1), wkbs, bounds_of(rings_from_wkb(wkbs))
    )


def areas(wkbs: Iterable[bytes]) -> list[float]:
    """Return planar areas, 0 for ``b""``."""
    return [shapely.from_wkb(wkb).area if wkb else 0.0 for wkb in wkbs]


def of_cells(cells: Cells, *, every_vertex: bool = False, scale: float = 1.0, origin: float = 0.0) -> shapely.Geometry:
    """Return the union of unit squares, given by their lower left corners.

    ``every_vertex``: with a vertex on every lattice point of the boundary, as parcels have that share borders.
    """
    shape = shapely.union_all([shapely.box(x, y, x + 1, y + 1) for x, y in sorted(cells)])
    shape = shapely.segmentize(shape, 1.0) if every_vertex else shapely.simplify(shape, 0.0)
    return shapely.transform(shape, lambda points: points * scale + origin)


def lattice(columns: int, rows: int, *, seed: int = 1, size: float = 60.0, vertices: int = 4) -> list[shapely.Polygon]:
    """Return a seamless coverage of crooked quadrilaterals whose neighbours share all vertices, millimetres exact."""
    random = np.random.default_rng(seed)
    corner_x = np.arange(columns + 1)[None, :] * size + random.uniform(-0.2, 0.2, (rows + 1, columns + 1)) * size
    corner_y = np.arange(rows + 1)[:, None] * size + random.uniform(-0.2, 0.2, (rows + 1, columns + 1)) * size
    corners = np.round(np.stack([corner_x + 500_000.0, corner_y + 3_850_000.0], axis=-1), 3)

    def crooked(start: np.ndarray, end: np.ndarray) -> np.ndarray:
        share = np.linspace(0.0, 1.0, vertices + 2)[:, None]
        path = start[..., None, :] + (end - start)[..., None, :] * share
        bend = random.uniform(-0.03, 0.03, path.shape) * size
        bend[..., [0, -1], :] = 0.0
        return np.round(path + bend, 3)

    along, up = crooked(corners[:, :-1], corners[:, 1:]), crooked(corners[:-1], corners[1:])
    return [
        shapely.Polygon(np.vstack([
            along[row, column, :-1], up[row, column + 1, :-1], along[row + 1, column, :0:-1], up[row, column, :0:-1],
        ]))
        for row in range(rows) for column in range(columns)
    ]


def case(name: str) -> list[shapely.Geometry]:
    """Return the geometries of a file in ``cases``; lines that begin with # say how they were found."""
    lines = (Path(__file__).parent / "cases" / f"{name}.wkt").read_text(encoding="utf-8").splitlines()
    return [shapely.from_wkt(line) for line in lines if not line.startswith("#")]


def seamless(seed: int) -> tuple[shapely.Polygon, list[shapely.Polygon]]:
    """Return a jagged project of about 125 corners and the Voronoi parcels around it.

    Corners are on whole millimetres at E 38.5 M, N 3.85 M. The project may be invalid; the parcels leave nothing of it
    uncovered.
    """
    random = np.random.default_rng(seed)
    points = shapely.MultiPoint(np.round(random.random((int(random.integers(10, 80)), 2)) * 1000.0, 3))
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=shapely.box(-500, -500, 1500, 1500)))
    corners = int(random.integers(100, 150))
    angle, reach = np.sort(random.uniform(0, 2 * np.pi, corners)), random.uniform(200, 350, corners)

    def placed(coordinates: np.ndarray) -> np.ndarray:
        return np.round(coordinates, 3) + np.array([38_500_000.0, 3_850_000.0])

    ring = np.column_stack([500 + reach * np.cos(angle), 500 + reach * np.sin(angle)])
    return shapely.Polygon(placed(ring)), [shapely.transform(cell, placed) for cell in cells]


def star(x: float, y: float, radius: float, corners: int, seed: int) -> shapely.Polygon:
    """Return a jagged polygon around a centre."""
    random = np.random.default_rng(seed)
    angle = np.sort(random.uniform(0.0, 2.0 * np.pi, corners))
    reach = radius * random.uniform(0.7, 1.0, corners)
    shape = shapely.Polygon(np.column_stack([x + reach * np.cos(angle), y + reach * np.sin(angle)]))
    return shape if shape.is_valid else shape.buffer(0)
