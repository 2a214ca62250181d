"""A site with three nested tiers on the central meridian of EPSG:4547, where maps are true to scale."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.survey.zone_edits import Site, ZoneEdits
from kf_resources_plugin.survey.zone_lines import ZoneLines
from tests.builders import layer_of

if TYPE_CHECKING:
    from collections.abc import Iterable

E, N = 500_000.0, 3_850_000.0
CRS = "EPSG:4547"
PAGODA = Site("T1", "铁塔")
TIERS = ("protection", "control_1", "control_2")
FIELDS = {"site_id": "text", "site_name": "text", "tier": "text", "provisional": "integer", "method": "text",
          "width_m": "real", "rule_id": "text", "source": "text", "document": "text", "published": "date",
          "declared_m2": "real", "area_m2": "real", "level": "text", "part": "integer"}
COMMON = {"site_id": "T1", "site_name": "铁塔", "level": "national", "provisional": 1, "method": "width",
          "width_m": 50.0, "rule_id": "heritage.width", "part": 1}


def square(half: float, hole: float = 0.0, east: float = 0.0) -> str:
    """Return a square around the middle, ``half`` its side long each way, with a square hole."""
    def ring(size: float) -> str:
        corners = ((-size, -size), (size, -size), (size, size), (-size, size), (-size, -size))
        return "(" + ",".join(f"{E + east + x} {N + y}" for x, y in corners) + ")"

    return f"POLYGON({ring(half)}{',' + ring(hole) if hole else ''})"


def zones(rows: list[tuple[str | None, dict[str, Any]]] | None = None, **more: Any) -> QgsVectorLayer:
    """Return a layer with tiers: out to 50, 100 and 200 m from the middle, unless ``rows`` say otherwise."""
    usual: list[tuple[str | None, dict[str, Any]]] = [
        (square(50), {**COMMON, "tier": "protection", "area_m2": 10_000.0}),
        (square(100, 50), {**COMMON, "tier": "control_1", "area_m2": 30_000.0}),
        (square(200, 100), {**COMMON, "tier": "control_2", "area_m2": 120_000.0})]
    return layer_of(usual if rows is None else rows, FIELDS, **{"name": "保护线", "crs": CRS, **more})


def edits(layer: QgsVectorLayer) -> ZoneEdits:
    return ZoneEdits(ZoneLines(layer, load_rule_book(date(2026, 1, 1), "en")))


def box(xmin: float, ymin: float, xmax: float, ymax: float) -> QgsGeometry:
    """Return a rectangle by its distances from the middle."""
    return QgsGeometry.fromWkt(f"POLYGON(({E + xmin} {N + ymin},{E + xmax} {N + ymin},{E + xmax} {N + ymax},"
                               f"{E + xmin} {N + ymax},{E + xmin} {N + ymin}))")


def line(*points: tuple[float, float]) -> QgsGeometry:
    """Return a line through points by their distances from the middle."""
    return QgsGeometry.fromPolylineXY([QgsPointXY(E + x, N + y) for x, y in points])


def areas(layer: QgsVectorLayer) -> dict[str, float]:
    """Return the planar area of each tier in m², rounded."""
    found: dict[str, float] = {}
    for feature in layer.getFeatures():
        found[feature["tier"]] = found.get(feature["tier"], 0.0) + feature.geometry().area()
    return {tier: round(area, 3) for tier, area in sorted(found.items())}


def contents(layer: QgsVectorLayer) -> list[tuple[Any, ...]]:
    """Return everything that stands in a layer."""
    return sorted((feature.id(), feature.geometry().asWkt(6), *map(str, feature.attributes()))
                  for feature in layer.getFeatures())


def faults_of_coverage(shapes: Iterable[QgsGeometry]) -> list[str]:
    """Return where land overlaps, is not valid, or a border has a vertex that its neighbour lacks."""
    bands = [shape for shape in shapes if not shape.isEmpty()]
    found = [shape.asWkt(3) for shape in bands if not shape.isGeosValid()]
    covered = QgsGeometry.unaryUnion(bands).area()
    if abs(covered - sum(shape.area() for shape in bands)) > 1e-4:
        found.append(f"overlap of {sum(shape.area() for shape in bands) - covered} m²")
    vertices = [{(vertex.x(), vertex.y()) for vertex in shape.vertices()} for shape in bands]
    for number, other in enumerate(bands):
        for place in set().union(*(one for at, one in enumerate(vertices) if at != number)) - vertices[number]:
            if other.closestSegmentWithContext(QgsPointXY(*place))[0] < 1e-10:
                found.append(f"{place} is no vertex of a neighbour")
    return found
