"""Layers of polygons to arrays: features are read once and everything later works on columns.

Two ways lead to the same table: OGR's Arrow stream for plain files (``arrow_reading``) and QGIS's own feature
iteration for everything else. Both skip QGIS's geometry check, which in 3.22 ends a run at the first invalid feature
before ``validity.repair`` could see it.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Union

import numpy as np
import numpy.typing as npt
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsProcessingFeatureSource,
    QgsVectorLayer,
)

from .arrow_reading import read_arrow
from .plain_polygons import NOT_TRANSFORMED, UNREADABLE, make_plain
from .raw_rows import RawRows, as_column
from .transforming import transformed
from .wkb import Wkbs, as_wkb_array, bounds_of, rings_from_wkb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Floats, Ints
    from ..rules.progress import Progress
    from .raw_rows import Column

Source = Union[QgsProcessingFeatureSource, QgsVectorLayer]
_CHUNK = 20_000  # rows


@dataclass(frozen=True)
class PolygonTable:
    """The rows of a polygon layer, ascending by feature id.

    fids: int64. wkb: object, 2D little-endian Polygon or MultiPolygon, ``b""`` without geometry. bounds: (rows, 4)
    xmin, ymin, xmax, ymax in units of crs, NaN without geometry. columns: one array per field; float64 with NaN for
    NULL where the field is a number, otherwise object with None for NULL (text, date, datetime, bool; integers too
    large for float64). notes: what reading had to change (keys in ``plain_polygons``), as ascending row numbers.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    fids: Ints
    wkb: Wkbs
    bounds: Floats
    columns: Mapping[str, Column] = field(default_factory=dict)
    notes: Mapping[str, Ints] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.fids)

    def take(self, rows: npt.NDArray[Any]) -> PolygonTable:
        """Return some rows, given by number or mask, in the given order."""
        numbers = np.arange(len(self), dtype=np.int64)[rows]
        return replace(
            self, fids=self.fids[numbers], wkb=self.wkb[numbers], bounds=self.bounds[numbers],
            columns={name: column[numbers] for name, column in self.columns.items()},
            notes={note: np.flatnonzero(np.isin(numbers, noted)) for note, noted in self.notes.items()},
        )

    def with_wkb(self, rows: Ints, wkbs: Sequence[bytes]) -> PolygonTable:
        """Return a copy in which some rows have other geometries."""
        changed, bounds = self.wkb.copy(), self.bounds.copy()
        changed[rows] = as_wkb_array(wkbs)
        bounds[rows] = bounds_of(rings_from_wkb(wkbs))
        return replace(self, wkb=changed, bounds=bounds)

    def noted(self, note: str) -> Ints:
        """Return the rows with a note."""
        return self.notes.get(note, np.empty(0, dtype=np.int64))


def read_polygons(
    source: Source, layer: QgsVectorLayer | None, fields: Sequence[str], progress: Progress, *,
    transform: QgsCoordinateTransform | None = None, name: str = "",
) -> PolygonTable:
    """Read a polygon layer, or what Processing selected of it, and the named fields.

    ``layer`` is the layer behind a QgsProcessingFeatureSource; without it the source is iterated. With ``transform``
    the table is in its destination CRS; edges stay straight between the transformed vertices.
    Raises ValueError for a field that does not exist.
    """
    names = list(dict.fromkeys(fields))
    for wanted in names:
        if source.fields().lookupField(wanted) < 0 or wanted not in source.fields().names():
            raise ValueError(f"no field {wanted!r}")
    behind = source if isinstance(source, QgsVectorLayer) else layer
    raw = read_arrow(source, behind, names, progress) if behind is not None else None
    if raw is None:
        raw = read_features(source, names, progress)
    crs = source.crs() if isinstance(source, QgsVectorLayer) else source.sourceCrs()
    title = name or (behind.name() if behind is not None else source.sourceName())
    return _table(raw, crs, transform, title, progress)


def read_features(source: Source, names: Sequence[str], progress: Progress) -> RawRows:
    """Read by QGIS's feature iteration, which honours selection, filter, limit, joins, edits and expression fields."""
    all_fields = source.fields()
    indexes = [all_fields.indexOf(name) for name in names]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    if isinstance(source, QgsVectorLayer):
        features = source.getFeatures(request)
    else:
        features = source.getFeatures(request, QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks)
    fids: list[int] = []
    wkbs: list[bytes] = []
    values: list[list[Any]] = [[] for _ in indexes]
    total = max(source.featureCount(), 1)
    for count, feature in enumerate(features):
        if count % 2000 == 0:
            progress.check()
            progress.set(min(count / total, 1.0))
        fids.append(feature.id())
        # A bytes object of its own: the QByteArray behind asWkb() goes with the geometry.
        wkbs.append(bytes(feature.geometry().asWkb()) if feature.hasGeometry() else b"")
        for column, index in zip(values, indexes):
            column.append(feature.attribute(index))
    columns = {
        name: as_column(column, all_fields.at(index)) for name, column, index in zip(names, values, indexes)
    }
    return RawRows(np.array(fids, dtype=np.int64), wkbs, columns)


def _table(
    raw: RawRows, crs: QgsCoordinateReferenceSystem, transform: QgsCoordinateTransform | None, name: str,
    progress: Progress,
) -> PolygonTable:
    """Bring every row to plain polygon WKB, transform it, and take bounds."""
    notes: dict[str, list[int]] = {}
    wkbs = raw.wkb
    bounds = np.full((len(wkbs), 4), np.nan)
    for start in range(0, len(wkbs), _CHUNK):
        progress.check()
        chunk = wkbs[start:start + _CHUNK]
        make_plain(chunk, start, crs.isGeographic(), notes)
        if transform is not None:
            chunk, failed = transformed(chunk, transform)
            notes.setdefault(NOT_TRANSFORMED, []).extend(start + row for row in failed)
        limits = bounds_of(rings_from_wkb(chunk))
        for row in np.flatnonzero([bool(wkb) for wkb in chunk] & ~np.isfinite(limits).all(axis=1)).tolist():
            notes.setdefault(UNREADABLE, []).append(start + row)
            chunk[row], limits[row] = b"", np.nan
        wkbs[start:start + _CHUNK] = chunk
        bounds[start:start + _CHUNK] = limits
    table = PolygonTable(
        name, transform.destinationCrs() if transform is not None else crs, raw.fids, as_wkb_array(wkbs), bounds,
        raw.columns, {note: np.array(sorted(set(rows)), dtype=np.int64) for note, rows in notes.items() if rows},
    )
    in_order = bool((np.diff(raw.fids) > 0).all())
    return table if in_order else table.take(np.argsort(raw.fids, kind="stable"))
