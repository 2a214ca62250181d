"""Layers of polygons to arrays: features are read once and everything later works on columns.

Two ways lead to the same table: OGR's Arrow stream for plain files (``arrow_reading``) and QGIS's own feature
iteration for everything else. Both skip QGIS's geometry check, which in 3.22 ends a run at the first invalid feature
before ``validity.repair`` could see it.
"""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsVectorLayer,
)

from .arrow_reading import read_arrow
from .damaged_files import forget_failures, refuse_damaged
from .layer_features import LayerFeatures, features_of
from .plain_polygons import NOT_TRANSFORMED, UNREADABLE, make_plain
from .raw_rows import RawRows, as_column
from .transforming import transformed
from .wkb import Wkbs, as_wkb_array, bounds_of, rings_from_wkb, runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Floats, Ints, Rings
    from ..rules.progress import Progress
    from .layer_features import Source
    from .raw_rows import Column

_BYTES = 3_000_000  # of rows whose vertices are arrays at a time: some thousand parcels, or one long redline
_Table = TypeVar("_Table", bound="FeatureTable")


@dataclass(frozen=True)
class FeatureTable:
    """The rows of a layer, ascending by feature id, whatever their geometries are.

    fids: int64. wkb: object, 2D little-endian, ``b""`` without geometry. bounds: (rows, 4) xmin, ymin, xmax, ymax in
    units of crs, NaN without geometry. columns: one array per field; float64 with NaN for NULL where the field is a
    number, otherwise object with None for NULL (text, date, datetime, bool; integers too large for float64). notes:
    what reading had to change (keys in ``plain_polygons`` and ``line_reading``), as ascending row numbers.
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

    def take(self: _Table, rows: npt.NDArray[Any]) -> _Table:
        """Return some rows, given by number or mask, in the given order."""
        numbers = np.arange(len(self), dtype=np.int64)[rows]
        return replace(
            self, fids=self.fids[numbers], wkb=self.wkb[numbers], bounds=self.bounds[numbers],
            columns={name: column[numbers] for name, column in self.columns.items()},
            notes={note: np.flatnonzero(np.isin(numbers, noted)) for note, noted in self.notes.items()},
        )

    def without_shapes(self: _Table, rows: Ints) -> _Table:
        """Return a copy in which some rows have no geometry."""
        changed, bounds = self.wkb.copy(), self.bounds.copy()
        changed[rows] = as_wkb_array([b""] * len(rows))
        bounds[rows] = np.nan
        return replace(self, wkb=changed, bounds=bounds)

    def noted(self, note: str) -> Ints:
        """Return the rows with a note."""
        return self.notes.get(note, np.empty(0, dtype=np.int64))


@dataclass(frozen=True)
class PolygonTable(FeatureTable):
    """The rows of a polygon layer; wkb: Polygon or MultiPolygon.

    rank: int64 (rows,), of rows that overlap the lowest takes the land; None where all are of one rank.
    """

    rank: Ints | None = None

    def take(self, rows: npt.NDArray[Any]) -> PolygonTable:
        """Return some rows, given by number or mask, in the given order."""
        return replace(super().take(rows), rank=None if self.rank is None else self.rank[rows])

    def with_wkb(self, rows: Ints, wkbs: Sequence[bytes]) -> PolygonTable:
        """Return a copy in which some rows have other geometries."""
        changed, bounds = self.wkb.copy(), self.bounds.copy()
        changed[rows] = as_wkb_array(wkbs)
        bounds[rows] = bounds_of(rings_from_wkb(wkbs))
        return replace(self, wkb=changed, bounds=bounds)


def read_polygons(
    source: Source | LayerFeatures, layer: QgsVectorLayer | None, fields: Sequence[str], progress: Progress, *,
    name: str = "", alike: PolygonTable | None = None, fids: Ints | None = None,
) -> PolygonTable:
    """Read a polygon layer, or what Processing selected of it, and the named fields.

    ``source`` is a LayerFeatures where the layer lives on another thread. ``layer`` is the layer behind a
    QgsProcessingFeatureSource; without it the source is iterated. ``name`` is what the table is called, the layer's
    own when empty. ``alike`` is a table that may have the same geometries: equal ones are the same object. ``fids`` are
    the rows wanted of a plain file, all when None. Raises ValueError for a field that does not exist, PlannerError
    where a file is damaged.
    """
    features = source if isinstance(source, LayerFeatures) else features_of(source, layer)
    names = list(dict.fromkeys(fields))
    for wanted in names:
        if wanted not in features.fields.names():
            raise ValueError(f"no field {wanted!r}")
    held = {} if alike is None else dict(zip(alike.wkb.tolist(), alike.wkb.tolist()))
    part = progress.part(0.0, 0.9)
    raw = read_arrow(features.file, names, part, held, fids) if features.file is not None else None
    if raw is None:
        raw = read_features(features, names, part, fids)
    return _table(raw, features.crs, name or features.name, progress, alike, held)


def read_table(features: LayerFeatures, fields: Sequence[str], progress: Progress, *, name: str = "") -> PolygonTable:
    """Read the named fields of a table, or of a layer whose geometries do not matter: no row has a geometry."""
    raw = read_features(features, list(dict.fromkeys(fields)), progress)
    raw.wkb[:] = [b""] * len(raw.wkb)
    return _table(raw, features.crs, name or features.name, progress)


def shapeless(name: str, crs: QgsCoordinateReferenceSystem, columns: Mapping[str, Column]) -> PolygonTable:
    """Return columns of equal length as a table whose rows have no geometry."""
    rows = len(next(iter(columns.values())))
    return PolygonTable(name, crs, np.arange(rows, dtype=np.int64), as_wkb_array([b""] * rows),
                        np.full((rows, 4), np.nan), columns)


def joined(tables: Sequence[PolygonTable]) -> PolygonTable:
    """Return the rows of tables in one CRS as one table without columns, called after all of them."""
    first = tables[0]
    if len(tables) == 1:
        return first
    return PolygonTable(
        ", ".join(table.name for table in tables), first.crs, np.concatenate([table.fids for table in tables]),
        as_wkb_array([wkb for table in tables for wkb in table.wkb]),
        np.concatenate([table.bounds for table in tables]))


def read_features(features: LayerFeatures, names: Sequence[str], progress: Progress,
                  wanted: Ints | None = None) -> RawRows:
    """Read by QGIS's feature iteration, which honours selection, filter, limit, joins, edits and expression fields.

    ``wanted`` are the ids of the features to read, all when None. Raises PlannerError where a file is damaged.
    """
    forget_failures()
    indexes = [features.fields.indexOf(name) for name in names]
    fids: list[int] = []
    wkbs: list[bytes] = []
    values: list[list[Any]] = [[] for _ in indexes]
    request = QgsFeatureRequest().setSubsetOfAttributes(indexes)
    if wanted is not None:
        request.setFilterFids(wanted.tolist())
        features = replace(features, rows=len(wanted))
    total = max(features.rows, 1)
    for count, feature in enumerate(features.iterate(request)):
        if count % 2000 == 0:
            progress.check()
            progress.set(min(count / total, 1.0))
        fids.append(feature.id())
        # A bytes object of its own: the QByteArray behind asWkb() goes with the geometry.
        wkbs.append(bytes(feature.geometry().asWkb()) if feature.hasGeometry() else b"")
        for column, index in zip(values, indexes):
            column.append(feature.attribute(index))
    refuse_damaged(features, len(fids))
    columns = {}
    for name, column, index in zip(names, values, indexes):
        progress.check()
        columns[name] = as_column(column, features.fields.at(index))
    return RawRows(np.array(fids, dtype=np.int64), wkbs, columns)


def _table(raw: RawRows, crs: QgsCoordinateReferenceSystem, name: str, progress: Progress,
           alike: PolygonTable | None = None, held: Mapping[bytes, bytes] | None = None) -> PolygonTable:
    """Bring every row to plain polygon WKB and take bounds; what is an object of ``alike`` already is known."""
    notes: dict[str, list[int]] = {}
    wkbs = as_wkb_array(raw.wkb)
    bounds = np.full((len(wkbs), 4), np.nan)
    left = np.arange(len(wkbs), dtype=np.int64)
    if alike is not None:
        known = {id(wkb): row for row, wkb in enumerate(alike.wkb.tolist()) if wkb}
        same = np.fromiter((known.get(id(wkb), -1) for wkb in raw.wkb), dtype=np.int64, count=len(wkbs))
        left = np.flatnonzero(same < 0)
        bounds[same >= 0] = alike.bounds[same[same >= 0]]
    raw.wkb.clear()  # a row that is rewritten goes at once
    for run in runs(wkbs[left], _BYTES):
        progress.check()
        rows = left[run]
        chunk = wkbs[rows].tolist()
        rings, remarks = make_plain(chunk, crs.isGeographic())
        bounds[rows], unreadable = _bounds(chunk, rings)
        remarks.setdefault(UNREADABLE, []).extend(unreadable)
        for note, noted in remarks.items():
            notes.setdefault(note, []).extend(rows[noted].tolist())
        wkbs[rows] = as_wkb_array([held.get(wkb, wkb) for wkb in chunk] if held else chunk)
    table = PolygonTable(name, crs, raw.fids, wkbs, bounds, raw.columns, rows_noted(notes))
    in_order = bool((np.diff(raw.fids) > 0).all())
    return table if in_order else table.take(np.argsort(raw.fids, kind="stable"))


def brought(table: PolygonTable, transform: QgsCoordinateTransform, progress: Progress) -> PolygonTable:
    """Return the table in the destination CRS of a transformation; what could not be transformed is emptied, noted.

    Edges stay straight between the transformed vertices.
    """
    notes = {note: rows.tolist() for note, rows in table.notes.items()}
    wkbs = table.wkb.copy()
    bounds = np.full((len(wkbs), 4), np.nan)
    for run in runs(wkbs, _BYTES):
        progress.check()
        chunk, failed = transformed(wkbs[run].tolist(), transform)
        bounds[run], unreadable = _bounds(chunk, rings_from_wkb(chunk))
        notes.setdefault(NOT_TRANSFORMED, []).extend(run.start + row for row in failed)
        notes.setdefault(UNREADABLE, []).extend(run.start + row for row in unreadable)
        wkbs[run] = as_wkb_array(chunk)
    return replace(table, crs=transform.destinationCrs(), wkb=wkbs, bounds=bounds, notes=rows_noted(notes))


def _bounds(chunk: list[bytes], rings: Rings) -> tuple[Floats, list[int]]:
    """Return the bounds of rows and which of them cannot be read; those are emptied in place."""
    limits = bounds_of(rings)
    unreadable = [row for row in np.flatnonzero(~np.isfinite(limits).all(axis=1)).tolist() if chunk[row]]
    for row in unreadable:
        chunk[row], limits[row] = b"", np.nan
    return limits, unreadable


def rows_noted(notes: Mapping[str, Sequence[int]]) -> dict[str, Ints]:
    """Return notes as ascending row numbers, each once; keys without rows left out."""
    return {note: np.array(sorted(set(rows)), dtype=np.int64) for note, rows in notes.items() if rows}
