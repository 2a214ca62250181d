"""The urban development boundary of the demo city: the built-up land around seats, along parcel edges."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..schema import load_schema
from .package import GENERATED, Rows, Table, columns_of
from .polygons import dissolved
from .rings import cancel, ring_edges, spread
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City
    from .keys import Ints

APPROVED = "2022-10-14"
TABLE = Table("urban_boundary", "urban_boundary", "城镇开发边界", "Urban development boundary",
              GENERATED + " 开发边界为虚构。 The boundary is invented.", "multipolygon",
              columns_of(load_schema("czkfbj")))


class UrbanBoundaryLayer:
    """One row per district: its built-up land, with what passes through it."""

    table = TABLE

    def __init__(self) -> None:
        self._start: list[Ints] = []
        self._end: list[Ints] = []
        self._district: list[Ints] = []

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Collect the edges of built-up parcels; no rows yet."""
        local = np.flatnonzero(batch.city.built[batch.rows])
        length = batch.offset[local + 1] - batch.offset[local]
        key = batch.key[spread(batch.offset[local], length)]
        if len(key):
            offset = np.concatenate([[0], np.cumsum(length)])
            start, end, owner = ring_edges(key, offset, batch.city.district[batch.rows[local]])
            kept = cancel(start, end, owner)
            for parts, values in ((self._start, start), (self._end, end), (self._district, owner)):
                parts.append(values[kept])
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the districts' boundaries."""
        present, wkbs, _ = dissolved(np.concatenate(self._start), np.concatenate(self._end),
                                     np.concatenate(self._district))
        districts = [city.line.districts[row] for row in present.tolist()]
        surfaces = polygon_surfaces(wkbs)
        yield Rows({
            "BSM": [f"{code}2030{number:08d}" for number, (code, _) in enumerate(districts, 1)],
            "XZQDM": [code for code, _ in districts], "XZQMC": [name for _, name in districts],
            "GHFQDM": "410", "GHFQMC": "城镇集中建设区", "MJ": surfaces, "CZMC": [name for _, name in districts],
            "CZKFMJ": surfaces, "SLSJ": APPROVED, "BZ": "演示数据"}, wkbs)
