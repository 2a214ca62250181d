"""What a finished file holds of the rows written into it: formats drop rows and cut names and texts, and say nothing.

What formats can is not listed here: the file is read back, and before a run a few rows are written to see what becomes
of them. Only what would crash QGIS is known beforehand.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from osgeo import gdal, ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QDate

from ..rules.progress import NoProgress
from ..rules.zones import NATIONAL_GEOGRAPHIC
from .writing import write_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .writing import Column

KEEPS_ALL = "GPKG"
SHAPES_ONLY = frozenset({"MapInfo File"})
"""Formats that must not be given a row without a shape in a layer of shapes: GDAL's driver breaks its own memory."""
_INDEXED = frozenset({"FlatGeobuf"})
"""Formats that leave out what their index cannot place, or with newer GDAL (3.10) end over it."""
_TRIAL_SHAPES = {  # in degrees near Kaifeng: some formats take nothing that has no place on Earth
    QgsWkbTypes.Type.MultiPolygon: "MultiPolygon(((114 34, 115 34, 115 35, 114 34)))",
    QgsWkbTypes.Type.Point: "Point(114 34)",
}


@dataclass(frozen=True)
class Losses:
    """What a file does not hold of what was written.

    rows: how many are missing. renamed: our names of fields to those in the file. fields: names of fields that are
    missing. cut: how many texts of a field were cut or changed. shapes: the rows are there, without their shapes.
    """

    rows: int = 0
    renamed: Mapping[str, str] = field(default_factory=dict)
    fields: Sequence[str] = ()
    cut: Mapping[str, int] = field(default_factory=dict)
    shapes: bool = False

    def any(self) -> bool:
        """Tell whether anything was lost."""
        return bool(self.rows or self.renamed or self.fields or self.cut or self.shapes)


def format_of(path: Path) -> str:
    """Return GDAL's name of the format a file is written in, by its suffix; '' for none."""
    suffix = path.suffix.lower()
    return _format_by(".shp" if suffix == ".dbf" else suffix)


@cache
def _format_by(suffix: str) -> str:
    return str(QgsVectorFileWriter.driverForExtension(suffix[1:]) or "") if suffix else ""


def losses(path: Path, table: str, columns: Mapping[str, Column], rows: int, *, shaped: bool) -> Losses:
    """Return what a finished file does not hold of so many rows of ``columns``, in the order they were written.

    ``table`` '' is the first. A format that can only be written (a dump of SQL) is taken at its word; a file that
    cannot be read though its format can holds no row.
    """
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        source = ogr.Open(str(path))
        layer = None if source is None else source.GetLayerByName(table) if table else source.GetLayer(0)
        return _unread(path, rows) if layer is None else _losses(layer, columns, rows, shaped)
    except RuntimeError:  # where GDAL's exceptions are switched on
        return _unread(path, rows)
    finally:
        layer = source = None  # Windows neither moves nor removes an open file
        gdal.PopErrorHandler()


def _unread(path: Path, rows: int) -> Losses:
    driver = gdal.GetDriverByName(format_of(path))
    readable = driver is None or driver.GetMetadataItem(gdal.DCAP_OPEN) == "YES"
    return Losses(rows=rows if readable else 0)


def _losses(layer: ogr.Layer, columns: Mapping[str, Column], rows: int, shaped: bool) -> Losses:
    definition = layer.GetLayerDefn()
    found = [definition.GetFieldDefn(place).GetName() for place in range(definition.GetFieldCount())]
    ours, theirs = list(columns), {name.casefold() for name in found}
    strange = [name for name in ours if name.casefold() not in theirs]
    same_order = len(found) == len(ours)
    renamed = {name: found[ours.index(name)] for name in strange} if same_order else {}
    return Losses(
        rows=max(rows - layer.GetFeatureCount(), 0), renamed=renamed,
        fields=() if same_order or not rows else tuple(strange),  # without rows GeoJSON names no fields
        cut=_cut(layer, columns) if same_order else {},
        shapes=shaped and rows > 0 and definition.GetGeomType() == ogr.wkbNone)


def _cut(layer: ogr.Layer, columns: Mapping[str, Column]) -> dict[str, int]:
    """Return how many texts of each field the file holds otherwise; looked for where its fields have a width."""
    definition = layer.GetLayerDefn()
    narrow = [(place, name) for place, name in enumerate(columns) if definition.GetFieldDefn(place).GetWidth() > 0
              and definition.GetFieldDefn(place).GetType() == ogr.OFTString]
    found: dict[str, int] = {}
    for row, feature in enumerate(layer) if narrow else ():
        for place, name in narrow:
            given = columns[name][row]
            # not by length: a text may be cut in the middle of a character
            if isinstance(given, str) and feature.GetFieldAsString(place).strip() != given.strip():
                found[name] = found.get(name, 0) + 1
    return found


def trial_losses(suffix: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type, *, shapeless: bool) -> Losses | None:
    """Return what files with a suffix lose of an output, tried out on a few rows; None where they take none of it.

    ``shapeless`` says that a row may be without a shape where others have one.
    """
    chosen, table = format_of(Path(f"trial{suffix}")), wkb_type not in _TRIAL_SHAPES
    if (shapeless and chosen in SHAPES_ONLY) or ((shapeless or table) and chosen in _INDEXED):
        return Losses(rows=1)
    shape = None if table else bytes(QgsGeometry.fromWkt(_TRIAL_SHAPES[wkb_type]).asWkb())
    wkbs = None if shape is None else [b"" if shapeless else shape, shape, shape]
    columns = {item.name(): [_trial_value(item)] * 3 for item in fields}
    crs = QgsCoordinateReferenceSystem(NATIONAL_GEOGRAPHIC if shape is not None else "")
    with TemporaryDirectory() as folder:
        sink = None
        try:
            sink, written = QgsProcessingUtils.createFeatureSink(
                str(Path(folder) / f"trial{suffix}"), QgsProcessingContext(), fields, wkb_type, crs)
            rows = write_rows(sink, fields, columns, NoProgress(), wkbs)
            fine = sink.flushBuffer()
        except (QgsProcessingException, OSError):
            return None
        finally:
            del sink  # closes the file
        return losses(on_disk(Path(written.partition("|")[0]), wkb_type), "", columns, rows,
                      shaped=wkbs is not None) if fine else None


def on_disk(path: Path, wkb_type: QgsWkbTypes.Type) -> Path:
    """Return the file that QGIS made: of a table a Shapefile has its .dbf alone."""
    bare = path.suffix.lower() == ".shp" and wkb_type == QgsWkbTypes.Type.NoGeometry
    return path.with_suffix(".dbf") if bare else path


def _trial_value(item: QgsField) -> Any:
    if item.isNumeric():
        return 1
    return QDate(2025, 1, 2) if item.isDateOrTime() else "x"
