"""The outputs of kf:heritagezones: zones, boundary points, coordinate file and table, findings, numbers."""
from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.lonlat import crs_label
from ...engine.spreadsheet_writing import Column, Sheet, workbook_bytes
from ...engine.wkb import as_wkb_array
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.heritage_tiers import BURIAL, CONTROL_1, CONTROL_2, CONTROL_3, HISTORIC, PROTECTION, PURPLE, tiers
from ...rules.heritage_zones import DERIVED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.writing import Column as LayerColumn
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .zones_job import ZonesResult

ZONE_FIELDS = (
    ("site_id", "text"), ("site_name", "text"), ("tier", "text"), ("provisional", "integer"), ("method", "text"),
    ("width_m", "real"), ("rule_id", "text"), ("source", "text"), ("document", "text"), ("published", "date"),
    ("declared_m2", "real"), ("area_m2", "real"),
)
POINT_FIELDS = (
    ("site_id", "text"), ("site_name", "text"), ("tier", "text"), ("ring", "integer"), ("number", "integer"),
    ("point", "text"), ("x", "real"), ("y", "real"), ("lon", "real"), ("lat", "real"), ("length_m", "real"),
)
_CONTROL = {CONTROL_1, CONTROL_2, CONTROL_3}


def write_outputs(result: ZonesResult, outputs: Outputs, progress: Progress) -> None:
    """Write what was asked for."""
    outputs.layer("ZONES", make_fields(ZONE_FIELDS), _zone_columns(result), progress.part(0.0, 0.3), result.crs,
                  as_wkb_array([zone.wkb for zone in result.zones]))
    if outputs.wants("BOUNDARY_POINTS"):
        shapes = [struct.pack("<BIdd", 1, 1, east, north)
                  for east, north in zip(result.points.east.tolist(), result.points.north.tolist())]
        outputs.layer("BOUNDARY_POINTS", make_fields(POINT_FIELDS), _point_columns(result), progress.part(0.3, 0.6),
                      result.papers.crs, shapes, QgsWkbTypes.Type.Point)
    outputs.file("OUTPUT_TXT", result.papers.content)
    if outputs.wants("XLSX"):
        outputs.file("XLSX", workbook_bytes([_sheet(result)]))
    outputs.findings(result.findings, result.crs, progress.part(0.6, 0.95))


def figures(result: ZonesResult) -> dict[str, float | None]:
    """Return the number outputs of the algorithm."""
    def area(*codes: str) -> float:
        return sum(int(result.parts.whole[row]) for row, zone in enumerate(result.zones) if zone.tier in codes) / 100

    own = [zone for zone in result.zones if zone.method != DERIVED]
    return {
        "SITE_COUNT": float(len(result.sites)),
        "SITES_WITHOUT_LINE": float(len(result.sites) - len({zone.site_id for zone in own})),
        "ZONE_COUNT": float(len(result.zones)), "PROVISIONAL": float(sum(zone.provisional for zone in own)),
        "POINTS": float(len(result.points)), "PROTECTION_M2": area(PROTECTION), "CONTROL_M2": area(*_CONTROL),
        "BURIAL_M2": area(BURIAL), "PURPLE_M2": area(PURPLE), "HISTORIC_M2": area(HISTORIC),
        "RESIDUAL_M2": round(float(result.residual.max(initial=0.0)), 6),
    }


def _zone_columns(result: ZonesResult) -> dict[str, LayerColumn]:
    zones = result.zones
    return {
        "site_id": [zone.site_id for zone in zones],
        "site_name": [zone.site_name or None for zone in zones],
        "tier": [zone.tier for zone in zones],
        "provisional": [int(zone.provisional) for zone in zones],
        "method": [zone.method for zone in zones],
        "width_m": [zone.width_m for zone in zones],
        "rule_id": [zone.rule_id for zone in zones],
        "source": [zone.source or None for zone in zones],
        "document": [zone.document or None for zone in zones],
        "published": [zone.published for zone in zones],
        "declared_m2": [zone.declared_m2 for zone in zones],
        "area_m2": result.parts.whole / 100,
    }


def _point_columns(result: ZonesResult) -> dict[str, LayerColumn]:
    points, zones = result.points, result.zones
    of_point = [zones[row] for row in points.polygon.tolist()]
    return {
        "site_id": [zone.site_id for zone in of_point],
        "site_name": [zone.site_name or None for zone in of_point],
        "tier": [zone.tier for zone in of_point],
        "ring": points.ring.tolist(), "number": points.number.tolist(), "point": points.name,
        "x": points.north.tolist(), "y": points.east.tolist(), "lon": np.round(points.longitude, 9).tolist(),
        "lat": np.round(points.latitude, 9).tolist(),
        "length_m": np.round(points.length, result.papers.decimals).tolist(),
    }


def _sheet(result: ZonesResult) -> Sheet:
    """Return the coordinate table as a bureau files it, polygon by polygon."""
    known, language, decimals = tiers(result.book), result.book.language, result.papers.decimals
    columns = [Column(tr("Site id")), Column(tr("Name")), Column(tr("Tier")), Column(tr("Ring"), decimals=0),
               Column(tr("Point")), Column(tr("X (north)"), "m", decimals), Column(tr("Y (east)"), "m", decimals),
               Column(tr("Edge length"), "m", decimals)]
    points = result.points
    rows: Sequence[Sequence[str | int | float | None]] = [
        [zone.site_id, zone.site_name, known[zone.tier].name(language), ring, name, north, east, length]
        for zone, ring, name, north, east, length in zip(
            (result.zones[row] for row in points.polygon.tolist()), points.ring.tolist(), points.name,
            points.north.tolist(), points.east.tolist(), points.length.tolist())]
    return Sheet(tr("Boundary points"), columns, rows, heading=tr("Boundary points of historic protection lines"),
                 facts=[(tr("Coordinate system"), crs_label(result.papers.crs))])
