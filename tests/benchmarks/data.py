"""Layers to measure on: a seamless survey and three layers of polygons over it, made once and kept in build/bench.

land: crooked parcels of 36 vertices that share every border vertex, in EPSG:4547. footprints: small projects. redline:
large polygons with holes whose boundary ignores parcels, as ecological redlines do. following: large polygons whose
boundary follows parcel borders, as permanent basic farmland does.
"""
from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorFileWriter, QgsWkbTypes

from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.engine.writing import make_fields, write_rows
from kf_resources_plugin.rules.progress import NoProgress
from tests.engine.shapes import lattice

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"
JOBS = ("footprints", "redline", "following")
LAND_FIELDS = (("BSM", "text"), ("DLBM", "text"), ("ZLDWDM", "text"), ("KCXS", "real"), ("GDDB", "integer"))
_CELL = 60.0
_WEST, _SOUTH = 500_000.0, 3_850_000.0
_CLASSES = ("0101", "0102", "0103", "0301", "0702", "1003", "1104")
_CONTROLS = 9
_PROJECT_RADIUS = 120.0
_PARCELS_PER_PROJECT = 200


def city(parcels: int) -> Path:
    """Return the GeoPackage of a size, generated when it is not there yet."""
    path = FOLDER / f"city_{parcels}.gpkg"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part.gpkg")
    unfinished.unlink(missing_ok=True)
    side = round(parcels**0.5)
    cells = lattice(side, side, vertices=8, size=_CELL)
    _write(unfinished, "land", cells, LAND_FIELDS, _land_columns(len(cells)))
    width = side * _CELL
    made = {"footprints": _footprints(len(cells), width), "redline": _redline(width),
            "following": _following(cells, width)}
    for name, shapes in made.items():
        _write(unfinished, name, shapes, (("project_id", "text"),), {"project_id": _ids(len(shapes))})
    os.replace(unfinished, path)
    return path


def _land_columns(count: int) -> dict[str, list[object]]:
    random = np.random.default_rng(11)
    classes = random.choice(_CLASSES, count).tolist()
    return {
        "BSM": _ids(count), "DLBM": classes, "ZLDWDM": ["4102020010000000000"] * count,
        "KCXS": np.where(random.random(count) < 0.5, 0.05, 0.0).tolist(), "GDDB": random.integers(5, 9, count).tolist(),
    }


def _ids(count: int) -> list[object]:
    return [f"{number:08d}" for number in range(1, count + 1)]


def _footprints(parcels: int, width: float) -> list[shapely.Geometry]:
    random = np.random.default_rng(5)
    return [
        _rounded(*random.uniform(0.05 * width, 0.95 * width, 2), _PROJECT_RADIUS * random.uniform(0.3, 1.0), 10, random)
        for _ in range(max(parcels // _PARCELS_PER_PROJECT, 3))
    ]


def _redline(width: float) -> list[shapely.Geometry]:
    random = np.random.default_rng(7)
    shapes = []
    for _ in range(_CONTROLS):
        x, y = random.uniform(0.2 * width, 0.8 * width, 2)
        shape = _rounded(x, y, 0.2 * width, max(int(width / 1.5), 60), random)
        for _ in range(10):
            hole_x, hole_y = x + random.uniform(-0.15, 0.15) * width, y + random.uniform(-0.15, 0.15) * width
            shape = shape.difference(_rounded(hole_x, hole_y, 0.02 * width, 300, random))
        shapes.append(shape)
    return shapes


def _rounded(x: float, y: float, radius: float, corners: int, random: np.random.Generator) -> shapely.Geometry:
    """Return a wavy outline, valid at any number of corners."""
    angle = np.linspace(0.0, 2.0 * np.pi, corners, endpoint=False)
    reach = radius * (1.0 + 0.2 * np.sin(5 * angle) + 0.05 * np.sin(31 * angle))
    reach *= 1.0 + random.uniform(-1.0, 1.0, corners) * min(1.0 / corners, 0.1)
    points = np.column_stack([_WEST + x + reach * np.cos(angle), _SOUTH + y + reach * np.sin(angle)])
    return shapely.make_valid(shapely.Polygon(np.round(points, 3)))


def _following(cells: list[shapely.Polygon], width: float) -> list[shapely.Geometry]:
    """Return unions of whole parcels: patches, one polygon per quarter of the city."""
    centres = shapely.get_coordinates(shapely.centroid(cells)) - [_WEST, _SOUTH]
    x, y = (centres / width).T
    patches = np.sin(23 * x + 3 * np.sin(9 * y)) + np.sin(19 * y + 2 * np.sin(11 * x)) > 0
    patches &= np.random.default_rng(3).random(len(cells)) < 0.97
    quarter = (x > 0.5).astype(int) + 2 * (y > 0.5)
    return [shapely.union_all(np.array(cells, dtype=object)[patches & (quarter == number)]) for number in range(4)]


def _write(
    path: Path, name: str, shapes: list[shapely.Geometry], definitions: tuple[tuple[str, str], ...],
    columns: dict[str, list[object]],
) -> None:
    fields = make_fields(definitions)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", name
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    writer = QgsVectorFileWriter.create(
        str(path), fields, QgsWkbTypes.Type.MultiPolygon, QgsCoordinateReferenceSystem("EPSG:4547"),
        QgsProject.instance().transformContext(), options,
    )
    write_rows(writer, fields, columns, NoProgress(), as_wkb_array(shapely.to_wkb(shapes, byte_order=1).tolist()))
    del writer
