"""The rows of a package found again in the layer they were taken from: by feature id and digest, else by their own ids.

A Shapefile numbers rows anew when it is packed, and rows are edited: neither feature id nor content alone tells.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Optional

from qgis.core import QgsFeatureRequest, QgsGeometry

from ..rules.three_way import Row
from .packed_rows import row_digest
from .returned_shapes import wkb_of
from .row_values import from_layer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from qgis.core import QgsFeature

    from ..engine.layer_features import LayerFeatures
    from ..rules.progress import Progress
    from ..rules.three_way import Value
    from .returned_tables import OriginRow

    Which = Callable[[OriginRow, Sequence["PresentRow"], Collection[Value]], Optional["PresentRow"]]

_CHECK_EVERY = 500  # rows


@dataclass(frozen=True)
class PresentRow:
    """A row of the layer as it is now."""

    fid: int
    digest: str
    row: Row


class PresentRows:
    """Reads rows of a layer; ``kinds`` are its fields that were packed with what they hold, ``own_id`` the field, if
    any, that tells rows apart; ``lasting``: feature ids are never given to another row.
    """

    def __init__(self, features: LayerFeatures, kinds: Mapping[str, str], own_id: str | None, *,
                 lasting: bool) -> None:
        self._features, self._kinds, self._own_id, self._lasting = features, kinds, own_id, lasting

    def found(self, origin: Mapping[str, OriginRow], progress: Progress) -> tuple[dict[str, PresentRow], int]:
        """Return the rows of the origin that the layer still has, by their names, and how many of them nothing but the
        feature id tells; raises Canceled.
        """
        request = QgsFeatureRequest().setFilterFids(sorted({one.fid for one in origin.values()}))
        by_fid = {one.fid: one for one in self._read(request, progress)}
        found = {key: here for key, one in origin.items()
                 if (here := by_fid.get(one.fid)) is not None and self._same(one, here)}
        ids = {self._id(one.row) for one in origin.values()} - {None}
        self._look_near(origin, found, self._moved, ids, progress)
        self._look_near(origin, found, self._edited, ids, progress)
        told, met = len(found), {one.fid for one in found.values()}
        if self._lasting and self._own_id is None:
            found.update({key: by_fid[one.fid] for key, one in origin.items()
                          if key not in found and one.fid in by_fid and one.fid not in met})
        return found, len(found) - told

    def _look_near(self, origin: Mapping[str, OriginRow], found: dict[str, PresentRow], which: Which,
                   ids: Collection[Value], progress: Progress) -> None:
        met = {one.fid for one in found.values()}
        for key, one in origin.items():
            if key in found:
                continue
            progress.check()
            here = which(one, [here for here in self.near(one.row, progress) if here.fid not in met], ids)
            if here is not None:
                found[key] = here
                met.add(here.fid)

    def near(self, row: Row, progress: Progress) -> list[PresentRow]:
        """Return the rows whose bounds meet those of a row's shape, none where it has no shape."""
        if not row.shape:
            return []
        shape = QgsGeometry()
        shape.fromWkb(row.shape)
        return list(self._read(QgsFeatureRequest().setFilterRect(shape.boundingBox()), progress))

    def holders(self, field: str, wanted: Collection[Value], progress: Progress) -> dict[object, set[int]]:
        """Return the feature ids of the rows that hold one of some values in a field, by value."""
        holders: dict[object, set[int]] = {}
        position = self._features.fields.lookupField(field)
        request = QgsFeatureRequest().setSubsetOfAttributes([position]).setFlags(QgsFeatureRequest.Flag.NoGeometry)
        for count, feature in enumerate(self._features.iterate(request) if wanted else ()):
            if count % _CHECK_EVERY == 0:
                progress.check()
            value = from_layer(feature.attribute(position), self._kinds[field])
            if value in wanted:
                holders.setdefault(value, set()).add(int(feature.id()))
        return holders

    def _id(self, row: Row) -> Value:
        return row.values.get(self._own_id) if self._own_id else None

    def _same(self, origin: OriginRow, here: PresentRow) -> bool:
        """Tell whether a row is the one that left: nothing of it changed, or its own id says so."""
        own = self._id(origin.row)
        return here.digest == origin.digest or (own is not None and own == self._id(here.row))

    def _moved(self, origin: OriginRow, near: Sequence[PresentRow], _ids: Collection[Value]) -> PresentRow | None:
        """Return the row under another feature id: the one that is unchanged before one that is called so."""
        unchanged = [here for here in near if here.digest == origin.digest]
        return next((here for here in (*unchanged, *near) if self._same(origin, here)), None)

    def _edited(self, origin: OriginRow, near: Sequence[PresentRow], ids: Collection[Value]) -> PresentRow | None:
        """Return the row of the same feature id where nothing tells that it is another: its id is new, or it has none.

        Where rows are numbered anew, the next one may bear the number of one that was deleted: then the shape tells.
        """
        return next((here for here in near if here.fid == origin.fid and self._id(here.row) not in ids
                     and (self._lasting or here.row.shape == origin.row.shape)), None)

    def _read(self, request: QgsFeatureRequest, progress: Progress) -> Iterator[PresentRow]:
        for count, feature in enumerate(self._features.iterate(request)):
            if count % _CHECK_EVERY == 0:
                progress.check()
            yield present_row(feature, self._kinds)


def present_row(feature: QgsFeature, kinds: Mapping[str, str]) -> PresentRow:
    """Return a feature of the layer with the digest of its packed fields and shape."""
    shape = QgsGeometry(feature.geometry())
    if not shape.isNull():
        shape.convertToMultiType()
    raw = {name: feature[name] for name in kinds}
    return PresentRow(int(feature.id()), row_digest(shape, raw),
                      Row({name: from_layer(raw[name], kind) for name, kind in kinds.items()}, wkb_of(shape)))
