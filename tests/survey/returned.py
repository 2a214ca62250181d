"""A field team made of plain OGR: edits a package as an app would, and tells what the merge says of it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
from osgeo import ogr
from qgis.core import QgsProcessingFeedback

from tests.survey.packages import X, Y, uids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsVectorLayer

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)


def parcel(number: int, width: float = 100, above: float = 0) -> str:
    """Return the shape of a parcel of ``land``, as the file holds it; narrower, or farther north, where it is said so.
    """
    x, y = X + 100 * number, Y + above
    return f"MULTIPOLYGON((({x} {y}, {x + width} {y}, {x + width} {y + 100}, {x} {y + 100}, {x} {y})))"


def edit_in_the_field(package: Path, changes: Mapping[str, Any], new: Sequence[tuple[str, dict[str, Any]]] = (),
                      evidence: Sequence[tuple[str, dict[str, Any]]] = (), table: str = "dltb") -> None:
    """Edit parcels by their BSM (attributes, a shape as WKT, None to delete), add parcels and photo evidence.

    Evidence names its parcel by BSM.
    """
    known = uids(package, table)
    opened = ogr.Open(str(package / "data.gpkg"), 1)
    layer = opened.GetLayerByName(table)
    for feature in list(layer):
        if feature["BSM"] not in changes:
            continue
        change = changes[feature["BSM"]]
        if change is None:
            layer.DeleteFeature(feature.GetFID())
            continue
        if isinstance(change, str):
            feature.SetGeometry(ogr.CreateGeometryFromWkt(change))
        else:
            for name, value in change.items():
                feature[name] = value
        layer.SetFeature(feature)
    for wkt, values in new:
        _add(layer, wkt, values)
    points = opened.GetLayerByName("survey_evidence")
    for wkt, values in evidence:
        _add(points, wkt, {**values, "parcel_uid": known.get(values.get("parcel_uid", ""))})
    layer = points = opened = None


def _add(layer: ogr.Layer, wkt: str, values: Mapping[str, Any]) -> None:
    feature = ogr.Feature(layer.GetLayerDefn())
    for name, value in values.items():
        feature[name] = value
    feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
    layer.CreateFeature(feature)


def merge(package: Path, layer: QgsVectorLayer, **more: Any) -> dict[str, Any]:
    """Run the algorithm; edits and findings come back in memory."""
    result: dict[str, Any] = processing.run("kf:surveymerge", {
        "PACKAGE": str(package), "LAYER": layer, "EDITS": "memory:", "FINDINGS": "memory:", **more},
        feedback=QgsProcessingFeedback())
    return result


def rows_of(layer: QgsVectorLayer) -> list[dict[str, Any]]:
    """Return the rows of an output, with the area of their shape."""
    return [{**feature.attributeMap(), "area": feature.geometry().area()} for feature in layer.getFeatures()]
