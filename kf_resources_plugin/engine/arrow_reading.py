"""The fast way to read a plain file: OGR hands whole columns over (GDAL 3.6 and later).

Only where the result is bound to equal QGIS's own reading: ``plain_file`` decides that from the layer, ``read_arrow``
from the file, each with None for everything else, and the caller iterates features. GDAL's Python calls fail by return
value or by exception, depending on what other code set for the whole process, so both are handled.
"""
from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsFields, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant

from .raw_rows import RawRows, number_column, object_column
from .wkb import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..rules.areas import Ints
    from ..rules.progress import Progress
    from .layer_features import Source
    from .raw_rows import Column

_SHAPEFILE = "ESRI Shapefile"
# Not FlatGeobuf: GDAL 3.10 hands out its batches with broken text offsets.
_DRIVERS = frozenset({"GPKG", _SHAPEFILE, "OpenFileGDB"})
_FIELD_TYPES = frozenset({
    QVariant.Type.String, QVariant.Type.Int, QVariant.Type.LongLong, QVariant.Type.Double, QVariant.Type.Date,
})
_BATCH = 4_000  # rows, some hundredths of a second
_LISTED = 2_000  # rows named in one condition; OGR reads no list of some ten thousand
_BYTES = "OV"  # GDAL hands rows of equal length over as fixed-size bytes, others as objects
_EXACT_BYTES = 4  # of integers that float64 holds, every one of them
_REPEATED = 2  # times that the texts of a field are found at least for each to be held once
_DEFAULT_FID, _DEFAULT_GEOMETRY = "OGC_FID", "wkb_geometry"


@dataclass(frozen=True)
class PlainFile:
    """A file whose rows are those that QGIS shows, described on the thread of its layer for a reader on any thread.

    path, table, subset: what to open ('' for the only table, '' for all rows). driver: OGR's name of the format.
    is_numeric: the fields that come out of the file itself and read the same both ways. codec: Python's name of the
    encoding of text. rows: their number.
    """

    path: str
    table: str
    subset: str
    driver: str
    codec: str
    rows: int
    is_numeric: Mapping[str, bool]


class _NotAsExpected(Exception):
    """The stream differs from what QGIS shows; only iteration tells why."""


def plain_file(source: Source, layer: QgsVectorLayer) -> PlainFile | None:
    """Return the file of a plain, unedited, unrestricted layer, None where features have to be iterated.

    Call it on the thread of the layer.
    """
    if layer.providerType() != "ogr" or layer.storageType() not in _DRIVERS:
        return None
    edited = layer.isEditable() or layer.vectorJoins() or layer.dataProvider().transaction() is not None
    # A source of selected features, with a limit or a filter has fewer rows; -1 means that nobody knows.
    whole = 0 <= layer.featureCount() == source.featureCount()
    codec = _codec(layer)
    if edited or not whole or not codec:
        return None
    uri = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    # A whole statement as subset may number features anew; a filter by geometry type is part of the address but not
    # of what decodeUri tells; open options, archives and credentials are none of a plain file's.
    statement = layer.subsetString().lstrip().lower().startswith("select")
    options = any(value for key, value in uri.items() if key not in {"path", "layerName", "subset"})
    if statement or options or "geometrytype=" in layer.source().lower() or not uri["path"]:
        return None
    return PlainFile(str(uri["path"]), str(uri.get("layerName") or ""), layer.subsetString(),
                     layer.storageType(), codec, layer.featureCount(), _stored_fields(layer.fields()))


def _stored_fields(fields: QgsFields) -> dict[str, bool]:
    """Return the fields that come out of the file itself and have a type that reads the same both ways."""
    return {
        field.name(): field.isNumeric() for index, field in enumerate(fields)
        if fields.fieldOrigin(index) == QgsFields.FieldOrigin.OriginProvider and field.type() in _FIELD_TYPES
    }


def _codec(layer: QgsVectorLayer) -> str:
    """Return Python's name of the encoding that QGIS decodes text with, '' where it has none."""
    if layer.storageType() != _SHAPEFILE:
        return "utf-8"
    try:
        return codecs.lookup(layer.dataProvider().encoding()).name
    except LookupError:
        return ""


def read_arrow(
    file: PlainFile, names: Sequence[str], progress: Progress, held: Mapping[bytes, bytes] | None = None,
    fids: Ints | None = None,
) -> RawRows | None:
    """Return the rows of a plain file, None where features have to be iterated.

    held: geometries that are in memory already, by themselves; equal ones are not held twice. fids: the rows wanted,
    each of which there is; all when None.
    """
    if not set(names) <= set(file.is_numeric):
        return None
    try:
        return _read(file, names, progress, held or {}, fids)
    except (ImportError, RuntimeError, SystemError, UnicodeDecodeError, _NotAsExpected):
        return None


def _read(file: PlainFile, names: Sequence[str], progress: Progress, held: Mapping[bytes, bytes],
          fids: Ints | None) -> RawRows:
    from osgeo import gdal  # noqa: PLC0415  # loading it may fail where its NumPy part does not fit

    # ENCODING= keeps GDAL from recoding text, so that it is decoded exactly as QGIS's provider decodes it.
    options = ["ENCODING="] if file.driver == _SHAPEFILE else []
    dataset = gdal.OpenEx(file.path, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
    if dataset is None:
        raise _NotAsExpected
    ogr_layer = dataset.GetLayerByName(file.table) if file.table else dataset.GetLayer(0)
    if ogr_layer is None or not hasattr(ogr_layer, "GetArrowStreamAsNumPy"):
        raise _NotAsExpected
    fid_name = ogr_layer.GetFIDColumn() or _DEFAULT_FID
    definition = ogr_layer.GetLayerDefn()
    present = [definition.GetFieldDefn(number).GetName() for number in range(definition.GetFieldCount())]
    stored = [name for name in names if name != ogr_layer.GetFIDColumn()]
    if fid_name in present or not set(stored) <= set(present):
        raise _NotAsExpected
    ogr_layer.SetIgnoredFields([name for name in present if name not in stored])
    geometry_name = ogr_layer.GetGeometryColumn() or _DEFAULT_GEOMETRY
    keys = {name: name if name in stored else fid_name for name in names}
    batches = chain.from_iterable(_filtered(ogr_layer, wanted) for wanted in _filters(file, fid_name, fids))
    wanted = file.rows if fids is None else len(fids)
    rows = _collect(batches, (fid_name, geometry_name), keys, replace(file, rows=wanted), progress, held)
    # GDAL 3.6 gives rows twice where as many are stated as the last id: others may have been deleted past its triggers
    if len(rows.wkb) != wanted or len(np.unique(rows.fids)) != wanted:
        raise _NotAsExpected
    return rows


def _filters(file: PlainFile, fid_name: str, fids: Ints | None) -> list[str]:
    """Return the conditions under which all wanted rows are found, one after the other; '' finds every row."""
    if fids is None:
        return [file.subset]
    lists = (",".join(map(str, fids[start:start + _LISTED].tolist())) for start in range(0, len(fids), _LISTED))
    return [f'"{fid_name}" IN ({numbers})' for numbers in lists]


def _filtered(ogr_layer: Any, condition: str) -> Iterator[dict[str, Any]]:
    if condition and ogr_layer.SetAttributeFilter(condition) != 0:
        raise _NotAsExpected
    return _batches(ogr_layer)


def _collect(
    batches: Iterator[dict[str, Any]], row_keys: tuple[str, str], keys: dict[str, str], file: PlainFile,
    progress: Progress, held: Mapping[bytes, bytes],
) -> RawRows:
    """Join the batches; ``keys`` maps a field to its column in the stream."""
    fid_name, geometry_name = row_keys
    fids: list[Column] = [np.empty(0, dtype=np.int64)]
    wkbs: list[bytes] = []
    values: dict[str, list[Any]] = {name: [] for name in keys}
    for batch in batches:
        progress.check()
        progress.set(min(len(wkbs) / max(file.rows, 1), 1.0))
        fids.append(np.asarray(batch[fid_name], dtype=np.int64))
        shapes = batch[geometry_name]
        if shapes.dtype.kind not in _BYTES:
            raise _NotAsExpected
        found_wkbs = [b"" if shape is None else bytes(shape) for shape in _with_none(shapes)]
        wkbs.extend([held.get(unwrapped(wkb), wkb) for wkb in found_wkbs] if held else found_wkbs)
        for name, column in values.items():
            found = batch[keys[name]]
            if file.is_numeric[name]:
                column.append(found)
            else:
                column.extend(_decoded(_with_none(found), file.codec))
    columns = {}
    for name, column in values.items():
        progress.check()
        columns[name] = _numbers(column) if file.is_numeric[name] else object_column(column)
    return RawRows(np.concatenate(fids), wkbs, columns)


def _batches(ogr_layer: Any) -> Iterator[dict[str, Any]]:
    stream = ogr_layer.GetArrowStreamAsNumPy(options=[
        "INCLUDE_FID=YES", "USE_MASKED_ARRAYS=YES", f"MAX_FEATURES_IN_BATCH={_BATCH}"])
    if stream is None:
        raise _NotAsExpected
    for batch in stream:
        if batch is None:
            raise _NotAsExpected
        if not len(next(iter(batch.values()))):
            return  # GDAL 3.6 goes on with empty batches for ever where a file is damaged
        yield batch


def _numbers(batches: list[Any]) -> Column:
    """Return ``number_column`` of the values of batches."""
    if not all(batch.dtype.kind == "f" or (batch.dtype.kind in "iu" and batch.dtype.itemsize <= _EXACT_BYTES)
               for batch in batches):
        return number_column([value for batch in batches for value in _with_none(batch)])
    return np.concatenate([np.empty(0), *(np.ma.filled(batch.astype(np.float64), np.nan) for batch in batches)])


def _with_none(values: Any) -> list[Any]:
    """Return an array, masked or not, as a list with None for what is masked."""
    return list(values.tolist())


def _decoded(values: list[Any], codec: str) -> list[Any]:
    """Return texts; equal ones are one object where they are few: of classes and villages, not of ids."""
    different = set(values)
    if _REPEATED * len(different) > len(values):
        return [value.decode(codec) if isinstance(value, bytes) else value for value in values]
    texts = {value: value.decode(codec) if isinstance(value, bytes) else value for value in different}
    return [texts[value] for value in values]
