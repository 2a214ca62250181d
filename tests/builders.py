"""Layers written out in WKT: what a test works on stands in the test, not in a file."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsFeature, QgsGeometry, QgsVectorFileWriter, QgsVectorLayer

from kf_resources_plugin import compat

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from qgis.core import QgsCoordinateTransformContext

CRS = "EPSG:4526"  # CGCS2000 / 3-degree Gauss-Kruger zone 38: Kaifeng's survey system
LAND_FIELDS = {
    "BSM": "text", "DLBM": "text", "DLMC": "text", "ZLDWDM": "text", "TBMJ": "real", "KCXS": "real", "GDDB": "integer",
}
PROJECT_FIELDS = {"project_id": "text", "project_name": "text"}

Row = tuple[Any, "Mapping[str, Any]"]


def layer_of(
    rows: Iterable[Row], fields: Mapping[str, str], *, geometry: str = "MultiPolygon", crs: str = CRS,
    name: str = "layer",
) -> QgsVectorLayer:
    """Return a memory layer; a row is (WKT or None, attributes), ``fields`` map a name to a kind of ``make_field``.

    An attribute a row does not name stays NULL, one the layer does not have is a KeyError. ``crs`` '' is no CRS.
    """
    layer = QgsVectorLayer(f"{geometry}?crs={crs}", name, "memory")
    assert layer.isValid(), f"no memory layer of {geometry} in {crs}"
    provider = layer.dataProvider()
    if fields:  # adding none counts as a failure since QGIS 3.40
        assert provider.addAttributes([compat.make_field(field, kind) for field, kind in fields.items()])
        layer.updateFields()
    features = []
    for wkt, values in rows:
        feature = QgsFeature(layer.fields())
        if wkt is not None:
            shape = QgsGeometry.fromWkt(wkt)
            assert not shape.isNull(), f"WKT does not parse: {wkt[:60]}"
            feature.setGeometry(shape)
        for field, value in values.items():
            feature.setAttribute(field, value)
        features.append(feature)
    added, _ = provider.addFeatures(features)
    assert added, provider.lastError()
    layer.updateExtents()
    return layer


def land_layer(rows: Iterable[Row], *, crs: str = CRS, name: str = "land", **more_fields: str) -> QgsVectorLayer:
    """Return survey parcels with the fields of DLTB that the rules read (``LAND_FIELDS``) and ``more_fields``."""
    return layer_of(rows, {**LAND_FIELDS, **more_fields}, crs=crs, name=name)


def project_layer(rows: Iterable[Row], *, crs: str = CRS, name: str = "projects", **more_fields: str) -> QgsVectorLayer:
    """Return project footprints with ``project_id`` and ``project_name``."""
    return layer_of(rows, {**PROJECT_FIELDS, **more_fields}, crs=crs, name=name)


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """Return the WKT of an axis-parallel rectangle from its lower left corner."""
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return "POLYGON((" + ",".join(f"{a!r} {b!r}" for a, b in corners) + "))"


def rows_of(layer: QgsVectorLayer, *fields: str) -> list[tuple[Any, ...]]:
    """Return the named attributes (all, when none is named) of every feature in reading order; NULL is None."""
    names = fields or tuple(layer.fields().names())
    return [
        tuple(None if compat.is_null(feature[name]) else feature[name] for name in names)
        for feature in layer.getFeatures()
    ]


def shapes_of(layer: QgsVectorLayer, precision: int = 3) -> list[str]:
    """Return the normalised WKT of every feature in reading order, '' where it has no geometry."""
    texts = []
    for feature in layer.getFeatures():
        shape = feature.geometry()
        if shape.isNull():
            texts.append("")
            continue
        shape.normalize()
        texts.append(shape.asWkt(precision))
    return texts


def save(
    layer: QgsVectorLayer, path: Path, *, driver: str = "GPKG", encoding: str = "UTF-8",
    context: QgsCoordinateTransformContext | None = None,
) -> QgsVectorLayer:
    """Write a layer to a file (a further layer when the GeoPackage exists) and return it opened from there."""
    from qgis.core import QgsProject

    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    options.fileEncoding = encoding
    options.layerName = layer.name()
    if driver == "FlatGeobuf":
        options.layerOptions = ["SPATIAL_INDEX=NO"]  # with an index it takes no NULL geometry
    if path.exists():
        options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    outcome = QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(path), context or QgsProject.instance().transformContext(), options
    )
    assert outcome[0] == QgsVectorFileWriter.WriterError.NoError, outcome[1]
    uri = f"{path}|layername={layer.name()}" if driver == "GPKG" else str(path)
    opened = QgsVectorLayer(uri, layer.name(), "ogr")
    assert opened.isValid(), uri
    return opened
