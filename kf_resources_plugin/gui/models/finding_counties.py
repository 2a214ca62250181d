"""In which county a finding lies: findings carry no unit, the districts and counties of the project tell."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsProject,
    QgsSpatialIndex,
    QgsVectorLayer,
)

from ...engine.admin_units import CODE_FIELD
from ...engine.roles import layers_by_role, roles
from ...engine.schema import load_schema, resolve_field
from ...rules.text import clean
from ...rules.unit_levels import VILLAGE, level_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsFeature

    from .findings_rows import FindingRow

_ROLE, _NAME = "admin_units", "XZQMC"
_MOST_UNITS = 2_000
_FIRST = ("county", "township", VILLAGE, "", "city")


def counties(rows: Sequence[FindingRow]) -> list[str]:
    """Return the name of the county that each finding's place lies in, '' without a place or without counties."""
    units = _units()
    if not units:
        return [""] * len(rows)
    layer, names = units
    index = QgsSpatialIndex(layer.getFeatures(), flags=QgsSpatialIndex.FlagStoreFeatureGeometries)
    found: dict[tuple[str, int], str] = {}
    for layer_id in {row.layer_id for row in rows if row.placed}:
        holder = QgsProject.instance().mapLayer(layer_id)
        if not isinstance(holder, QgsVectorLayer):
            continue
        transform = QgsCoordinateTransform(holder.crs(), layer.crs(), QgsProject.instance().transformContext())
        request = QgsFeatureRequest().setFilterFids([row.fid for row in rows if row.layer_id == layer_id])
        for feature in holder.getFeatures(request.setNoAttributes()):
            found[layer_id, feature.id()] = _county(feature, transform, index, names)
    return [found.get((row.layer_id, row.fid), "") for row in rows]


def _units() -> tuple[QgsVectorLayer, dict[int, str]] | None:
    """Return the layer of counties and their names by feature; None where there is none that could be.

    Counties come first, for the layer may hold their city and their townships too, then what is finer.
    """
    layer = layers_by_role(QgsProject.instance()).get(_ROLE)
    schema = roles()[_ROLE].schema
    if not isinstance(layer, QgsVectorLayer) or not 0 < layer.featureCount() <= _MOST_UNITS:
        return None
    code, name = (resolve_field(layer.fields(), field, load_schema(schema) if schema else None)
                  for field in (CODE_FIELD, _NAME))
    if not name:
        return None
    units = sorted(layer.getFeatures(), key=lambda unit: (
        _FIRST.index(level_of(clean(unit[code])) if code else ""), unit.id()))
    return layer, {unit.id(): str(unit[name] or "") for unit in units}


def _county(feature: QgsFeature, transform: QgsCoordinateTransform, index: QgsSpatialIndex,
            names: dict[int, str]) -> str:
    """Return the county of a point inside the finding's place."""
    inside = feature.geometry().pointOnSurface()
    try:
        point = transform.transform(inside.asPoint())
    except (QgsCsException, TypeError, ValueError):  # a place that is empty, or where no transform leads
        return ""
    place = QgsGeometry.fromPointXY(point)
    near = set(index.intersects(place.boundingBox()))
    return next((name for fid, name in names.items() if fid in near and index.geometry(fid).intersects(place)), "")
