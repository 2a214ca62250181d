"""The urban development boundary of the demo city: the built-up land around seats, along parcel edges."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ..schema import load_schema
from .package import GENERATED, Rows, Table, columns_of
from .surfaces import polygon_surfaces
from .zones import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City

APPROVED = "2022-10-14"
TABLE = Table("urban_boundary", "urban_boundary", "城镇开发边界", "Urban development boundary",
              GENERATED + " 开发边界为虚构。 The boundary is invented.", "multipolygon",
              columns_of(load_schema("czkfbj")))


class UrbanBoundaryLayer:
    """One row per district: its built-up land, with what passes through it."""

    table = TABLE

    def __init__(self) -> None:
        self._zone = Zone()

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Collect the edges of built-up parcels; no rows yet."""
        self._zone.take(batch, batch.city.built[batch.rows])
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the districts' boundaries."""
        present, wkbs = self._zone.outlines()
        districts = [city.line.districts[row] for row in present]
        surfaces = polygon_surfaces(wkbs)
        yield Rows({
            "BSM": [f"{code}2030{number:08d}" for number, (code, _) in enumerate(districts, 1)],
            "XZQDM": [code for code, _ in districts], "XZQMC": [name for _, name in districts],
            "GHFQDM": "410", "GHFQMC": "城镇集中建设区", "MJ": surfaces, "CZMC": [name for _, name in districts],
            "CZKFMJ": surfaces, "SLSJ": APPROVED, "BZ": "演示数据"}, wkbs)
