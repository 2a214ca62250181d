"""The layers to measure on: made once for each size, kept in build/bench, written in batches."""
from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from osgeo import gdal, ogr, osr

from tests.benchmarks.controls import following, footprints, redline
from tests.benchmarks.epochs import FIELDS, first_epoch, second_epoch
from tests.benchmarks.survey import CELL, borders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "build" / "bench"
EPSG = 4547
_RECIPE = 4  # to be raised when anything here changes what is made
_CONTROL_FIELDS = (("project_id", "text"),)
_TYPES = {"text": ogr.OFTString, "real": ogr.OFTReal, "integer": ogr.OFTInteger}
_MULTI = b"\x01\x06\x00\x00\x00\x01\x00\x00\x00"  # head of a multi-polygon of one part


@contextmanager
def _exceptions() -> Iterator[None]:
    """Let GDAL raise meanwhile: what else runs in this process may count on its being silent."""
    before = gdal.GetUseExceptions()
    gdal.UseExceptions()
    try:
        yield
    finally:
        if not before:
            gdal.DontUseExceptions()


def city(parcels: int, folder: Path = FOLDER) -> Path:
    """Return the GeoPackage of a size, made when it is not there yet."""
    path = folder / f"city_{_RECIPE}_{parcels}.gpkg"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.stem}.part.gpkg")
    unfinished.unlink(missing_ok=True)
    with _exceptions():
        _make(parcels, unfinished)
    os.replace(unfinished, path)
    return path


def _make(parcels: int, unfinished: Path) -> None:
    side = round((parcels / 1.02) ** 0.5)  # one in fifty has an island, which is a parcel too
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(unfinished))
    survey = borders(side, side)
    _write(file, "land", FIELDS, first_epoch(survey))
    for name, shapes in (("footprints", footprints(parcels, side * CELL)), ("redline", redline(parcels, side * CELL)),
                         ("following", following(survey, parcels))):
        ids = {"project_id": [f"C{number:07d}" for number in range(1, len(shapes) + 1)]}
        _write(file, name, _CONTROL_FIELDS, [(shapes, ids)])
    _write(file, "land_after", FIELDS, second_epoch(survey))
    del file


def _write(file: Any, name: str, fields: tuple[tuple[str, str], ...],
           batches: Iterable[tuple[np.ndarray, dict[str, list[Any]]]]) -> None:
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(EPSG)
    layer = file.CreateLayer(name, reference, ogr.wkbMultiPolygon)
    for field, kind in fields:
        layer.CreateField(ogr.FieldDefn(field, _TYPES[kind]))
    definition = layer.GetLayerDefn()
    file.StartTransaction()
    for shapes, columns in batches:
        many = shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON
        rows = zip(shapely.to_wkb(shapes, byte_order=1), many.tolist(), *(columns[field] for field, _ in fields))
        for wkb, is_multi, *values in rows:
            feature = ogr.Feature(definition)
            for place, value in enumerate(values):
                if value is not None:
                    feature.SetField(place, value)
            feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb if is_multi else _MULTI + wkb))
            layer.CreateFeature(feature)
    file.CommitTransaction()
    layer.SyncToDisk()
