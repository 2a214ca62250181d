"""Rows of a field package: whole features near the tasks, with what a later three-way merge needs to know them again.

``kf_uid`` names a row wherever it goes; it follows from the table, the feature id and the content, so the same layer
gives the same names. The base file holds every row as it left, with the feature id of the origin and a digest of
shape and attributes.
"""
from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsWkbTypes,
)

from ..compat import is_null, make_field
from ..engine.errors import PlannerError
from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsCoordinateReferenceSystem
    from qgis.PyQt.QtXml import QDomDocument

    from ..engine.layer_features import LayerFeatures
    from ..engine.schema import Schema
    from ..rules.progress import Progress

UID, ORIGIN_FID, DIGEST = "kf_uid", "kf_origin_fid", "kf_digest"
_FID = "fid"
_CHECK_EVERY = 500  # features


@dataclass(frozen=True)
class LayerToPack:
    """One layer as it was when the run was prepared.

    own: positions of its own fields, without joined and computed ones and without the key of its file. said: own
    fields by standard name where the user said so. style: how it is drawn. place: file and table without folders.
    """

    features: LayerFeatures
    title: str
    table: str
    role: str
    schema: Schema | None
    said: Mapping[str, str]
    style: QDomDocument | None
    editable: bool
    own: Sequence[int]
    wkb_type: QgsWkbTypes.Type
    place: str


@dataclass(frozen=True)
class PackedLayer:
    """What of a layer is in the package: rows, names of its fields, digest of all rows; the land they lie near."""

    layer: LayerToPack
    rows: int
    fields: Sequence[str]
    digest: str
    land: QgsGeometry


def row_digest(shape: QgsGeometry, values: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a shape, as multi-part WKB, and of values by field, as JSON; whatever their order."""
    digest = hashlib.sha256(b"" if shape.isNull() else bytes(shape.asWkb()))
    plain = {name: plain_value(value) for name, value in values.items()}
    digest.update(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def plain_value(value: Any) -> Any:
    """Return an attribute as JSON can hold it: days and times as ISO text, NULL as None."""
    if is_null(value):
        return None
    if isinstance(value, (str, int, float, bool)):
        return value
    return value.toString("yyyy-MM-ddTHH:mm:ss.zzz") if hasattr(value, "toString") else str(value)


def pack_rows(layer: LayerToPack, near: QgsGeometry, data: Path, base: Path, progress: Progress) -> PackedLayer:
    """Write the features of a layer that meet ``near``, a shape in its CRS, into two GeoPackages.

    A layer that is only looked at goes into ``data`` alone. Raises PlannerError when a file cannot be written.
    """
    own = QgsFields()
    for position in layer.own:
        own.append(layer.features.fields[position])
    names = own.names()
    wkb_type = QgsWkbTypes.multiType(layer.wkb_type)
    total, rows = hashlib.sha256(), 0
    marks = [(UID, "text")] if layer.editable else []
    kept = PackageTable(data, layer.table, own, marks, wkb_type, layer.features.crs)
    origin = PackageTable(base, layer.table, own, [(UID, "text"), (ORIGIN_FID, "integer"), (DIGEST, "text")], wkb_type,
                    layer.features.crs) if layer.editable else None
    for feature in _near(layer.features, near, progress):
        shape = QgsGeometry(feature.geometry())
        shape.convertToMultiType()
        values = [feature.attribute(position) for position in layer.own]
        digest = row_digest(shape, dict(zip(names, values)))
        uid = str(uuid5(NAMESPACE_URL, f"kf:{layer.table}:{feature.id()}:{digest}"))
        total.update(digest.encode())
        kept.add(shape, [*values, *([uid] if marks else [])])
        if origin is not None:
            origin.add(shape, [*values, uid, feature.id(), digest])
        rows += 1
    kept.close()
    if origin is not None:
        origin.close()
    return PackedLayer(layer, rows, names, total.hexdigest(), near)


def _near(features: LayerFeatures, near: QgsGeometry, progress: Progress) -> Iterator[QgsFeature]:
    """Yield the features that meet a shape, in the order of their ids; invalid ones by their bounds."""
    engine = QgsGeometry.createGeometryEngine(near.constGet())
    engine.prepareGeometry()
    found = []
    for number, feature in enumerate(features.iterate(QgsFeatureRequest().setFilterRect(near.boundingBox()))):
        if number % _CHECK_EVERY == 0:
            progress.check()
        shape = feature.geometry()
        # with invalid rings GEOS may fail or say no: such a parcel is what the team is sent to see
        if not shape.isNull() and (not shape.isGeosValid() or engine.intersects(shape.constGet())):
            found.append(feature)
    yield from sorted(found, key=lambda feature: feature.id())


class PackageTable:
    """One table of a GeoPackage being written."""

    def __init__(self, path: Path, table: str, own: QgsFields, marks: Sequence[tuple[str, str]],
                 wkb_type: QgsWkbTypes.Type, crs: QgsCoordinateReferenceSystem) -> None:
        fields = QgsFields(own)
        for name, kind in marks:
            fields.append(make_field(name, kind))
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName, options.fileEncoding = "GPKG", table, "UTF-8"
        taken = {name.lower() for name in own.names()}
        options.layerOptions = [f"FID={_FID if _FID not in taken else 'kf_fid'}", "GEOMETRY_NAME=geom"]
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        self._fields, self._path = fields, path
        self._writer = QgsVectorFileWriter.create(str(path), fields, wkb_type, crs, QgsCoordinateTransformContext(),
                                                  options)
        self._refuse()

    def add(self, shape: QgsGeometry, values: list[Any]) -> None:
        """Write one row; raises PlannerError."""
        feature = QgsFeature(self._fields)
        feature.setAttributes(values)
        feature.setGeometry(shape)
        if not self._writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
            self._refuse(always=True)

    def close(self) -> None:
        """Finish the file; raises PlannerError."""
        if not self._writer.flushBuffer():
            self._refuse(always=True)
        del self._writer

    def _refuse(self, *, always: bool = False) -> None:
        if always or self._writer.hasError() != QgsVectorFileWriter.WriterError.NoError:
            raise PlannerError(tr("{path} cannot be written: {reason}. Choose a folder you may write to.").format(
                path=self._path.name, reason=self._writer.errorMessage()))
