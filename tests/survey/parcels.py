"""A village of four survey parcels, 2 by 2, 100 m each, on the central meridian of EPSG:4547."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry, QgsPointXY

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.survey.edited_land import EditedLand
from kf_resources_plugin.survey.land_edits import LandEdits
from kf_resources_plugin.survey.row_text import values_of
from tests.builders import layer_of, rectangle, save

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsVectorLayer

E, N = 500_000.0, 3_850_000.0
CRS = "EPSG:4547"
VILLAGE = "4102110010010000000"
FIELDS = {"BSM": "text", "TBBH": "text", "DLBM": "text", "DLMC": "text", "QSXZ": "text", "ZLDWDM": "text",
          "TBMJ": "real", "KCDLBM": "text", "KCXS": "real", "KCMJ": "real", "TBDLMJ": "real", "GDPDJB": "text",
          "GDLX": "text", "ZZSXDM": "text", "ZZSXMC": "text", "SJNF": "integer", "surveyed": "date"}
# a square of 100 m by 100 m of the plane has 10 000.00 m² here, to the hundredth
SLOPING = {"DLBM": "0103", "DLMC": "旱地", "GDPDJB": "2", "GDLX": "TT", "KCDLBM": "1203", "KCXS": 0.05,
           "KCMJ": 500.0, "TBDLMJ": 9_500.0, "ZZSXDM": "LS", "ZZSXMC": "种植粮食作物"}
FOREST = {"DLBM": "0301", "DLMC": "乔木林地", "TBDLMJ": 10_000.0}


def parcel(number: int, column: int, row: int, **values: Any) -> tuple[str, dict[str, Any]]:
    """Return a square of 100 m and its attributes."""
    return rectangle(E + 100 * column, N + 100 * row, 100, 100), {
        "BSM": f"4102110010{number:08d}", "TBBH": str(number), "QSXZ": "30", "ZLDWDM": VILLAGE, "TBMJ": 10_000.0,
        "SJNF": 2025, **values}


def village(**more: Any) -> QgsVectorLayer:
    """Return parcels 1 to 4 from the south-west, 1 and 2 sloping cultivated land, 3 and 4 forest."""
    rows = [parcel(1, 0, 0, **SLOPING), parcel(2, 1, 0, **SLOPING), parcel(3, 0, 1, **FOREST),
            parcel(4, 1, 1, **FOREST)]
    layer = layer_of(rows, FIELDS, **{"name": "DLTB", "crs": CRS, **more})
    layer.setCustomProperty("kf/role", "land")
    return layer


def saved_village(folder: Path) -> QgsVectorLayer:
    """Return the village from a GeoPackage."""
    layer = save(village(), folder / "dltb.gpkg")
    layer.setCustomProperty("kf/role", "land")
    return layer


def edits(layer: QgsVectorLayer) -> LandEdits:
    return LandEdits(EditedLand(layer, load_rule_book(date(2026, 1, 1), "en")))


def line(*points: tuple[float, float]) -> QgsGeometry:
    """Return a line through places in m from the south-west corner."""
    return QgsGeometry.fromPolylineXY([QgsPointXY(E + x, N + y) for x, y in points])


def by_number(layer: QgsVectorLayer) -> dict[str, Any]:
    """Return the parcels by TBBH."""
    return {feature["TBBH"]: feature for feature in layer.getFeatures()}


def contents(layer: QgsVectorLayer) -> dict[int, tuple[bytes, dict[str, Any]]]:
    """Return everything that stands in a layer, to the last bit."""
    return {feature.id(): (bytes(feature.geometry().asWkb()), values_of(
        dict(zip(layer.fields().names(), feature.attributes())))) for feature in layer.getFeatures()}
