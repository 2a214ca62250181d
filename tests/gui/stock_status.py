"""A small state of stock land as a layer: five parcels in two counties, every figure easy to add up by hand."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.builders import layer_of, rectangle

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

E, N = 38_610_000.0, 3_850_000.0
FIELDS = {"parcel_id": "text", "unit_code": "text", "PCBH": "text", "TDYT": "text", "XMMC": "text", "class": "text",
          "area_m2": "real", "since": "date", "age_days": "integer", "actor": "text", "route": "text",
          "rule_id": "text", "reason": "text"}
LONGTING, LANKAO = "410202", "410225"
ROWS: list[dict[str, Any]] = [
    # to 2026-03-01 from 2020-02-29: six full years, the sixth on 2026-02-28
    {"parcel_id": "D1", "unit_code": LONGTING, "class": "approved_not_expropriated", "area_m2": 10_000.4,
     "since": "2020-02-29", "age_days": 2192, "actor": "government", "route": "collect", "XMMC": "一号"},
    {"parcel_id": "D2", "unit_code": LONGTING, "class": "expropriated_not_supplied", "area_m2": 20_000.4,
     "since": "2025-03-02", "age_days": 364, "actor": "reserve_agency", "route": "reserve", "XMMC": "二号"},
    {"parcel_id": "D3", "unit_code": LANKAO, "class": "expropriated_not_supplied", "area_m2": 5_000.4,
     "since": "2024-03-02", "age_days": 729, "actor": "reserve_agency", "route": "supply", "XMMC": "=1+1"},
    {"parcel_id": "D4", "unit_code": LANKAO, "class": "supplied_not_used", "area_m2": 1_000.0, "actor": "holder",
     "route": "transfer", "XMMC": "四号", "reason": "no start", "rule_id": "stock.supplied_not_used"},
    {"parcel_id": "D5", "unit_code": LANKAO, "class": "used", "area_m2": 9_000.0, "since": "2019-01-01",
     "age_days": 2616, "XMMC": "五号", "TDYT": "工业"}]


def status_layer(rows: list[dict[str, Any]] | None = None, *, geometry: str = "MultiPolygon") -> QgsVectorLayer:
    """Return the parcels, 200 m apart in a row from west to east, or as a table."""
    given = ROWS if rows is None else rows
    shapes = [rectangle(E + 200 * place, N, 100, 100) if geometry != "None" else None for place in range(len(given))]
    return layer_of(zip(shapes, given), FIELDS, geometry=geometry, name="存量状态",
                    crs="EPSG:4526" if geometry != "None" else "")
