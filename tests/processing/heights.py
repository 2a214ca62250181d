"""Buildings, caps, views and rasters placed in metres, and runs of kf:heightcontrol over them."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import processing
import pytest

from tests.builders import layer_of, rows_of
from tests.processing.places import X, Y
from tests.rasters import write_raster

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

BUILDING_FIELDS = {"id": "text", "height": "real", "storeys": "real", "use": "text"}
VIEW_FIELDS = {"name": "text", "eye_m": "real", "target_m": "real", "lowest_m": "real", "half_angle": "real",
               "start_width_m": "real", "end_width_m": "real"}
CM = 0.011


def buildings(*rows: tuple[str, dict[str, Any]], fields: dict[str, str] | None = None,
              crs: str = "EPSG:4526") -> QgsVectorLayer:
    return layer_of(rows, fields or BUILDING_FIELDS, name="buildings", crs=crs)


def limits(*rows: tuple[str, dict[str, Any]]) -> QgsVectorLayer:
    return layer_of(rows, {"name": "text", "cap_m": "real", "cap_storeys": "real"}, name="limits")


def views(*rows: dict[str, Any], line: str = "") -> QgsVectorLayer:
    """Return corridors to the east, 1 000 m long unless ``line`` says otherwise; metres of the map are 0.99999 m."""
    shape = line or f"LINESTRING({X} {Y}, {X + 1000} {Y})"
    return layer_of([(shape, {"name": "塔", **row}) for row in rows], VIEW_FIELDS, geometry="LineString", name="views")


def run(**parameters: Any) -> dict[str, Any]:
    results: dict[str, Any] = processing.run("kf:heightcontrol", {
        "HEIGHTS": "memory:", "CORRIDORS": "memory:", "PARCEL_HEIGHTS": "memory:", "FINDINGS": "memory:",
        "RULES_DATE": "2026-06-01",
        **{key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()}})
    return results


def told(results: dict[str, Any]) -> list[str]:
    return sorted({row[0].partition("height_")[2] for row in rows_of(results["FINDINGS"], "rule_id")})


def heights(results: dict[str, Any], *fields: str) -> list[tuple[Any, ...]]:
    return rows_of(results["HEIGHTS"], *fields)


def near(value: float) -> Any:
    return pytest.approx(value, abs=CM)


def slope(folder: Path, name: str = "dem.tif", *, columns: int = 110, more: float = 0.0) -> Path:
    """Return terrain that rises by 0.1 m in every cell of 10 m to the east, from 70 m at its western edge, X − 50."""
    row = 70.0 + 0.1 * np.arange(columns) + more
    return write_raster(folder / name, np.tile(row, (40, 1)), geotransform=(X - 50.0, 10.0, 0, Y + 200.0, 0, -10.0))


def surface(folder: Path) -> Path:
    """Return a surface in cells of 2 m of which 25 lie in a building of 10 x 10 m: roof 82, a chimney 95 m."""
    cells = np.full((50, 50), 70.0, dtype=np.float32)
    cells[20:25, 10:15] = 82.0
    cells[22, 12] = 95.0
    return write_raster(folder / "dsm.tif", cells, cell=2.0, geotransform=(X, 2.0, 0, Y + 100.0, 0, -2.0))
