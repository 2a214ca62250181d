"""The ecological redline of the demo city: invented, drawn freely across parcels, with holes."""
from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ... import paths
from ..schema import load_schema
from .package import GENERATED, Rows, Table, columns_of
from .shapes import Ring, multi_polygon
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City

APPROVED = "2022-10-14"
TABLE = Table("ecological_redline", "ecological_redline", "生态保护红线", "Ecological redline",
              GENERATED + " 红线范围为虚构。 The redline is invented.", "multipolygon",
              columns_of(load_schema("stbhhx")))


@dataclass(frozen=True)
class Area:
    """A protected area inside one district."""

    district: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


@cache
def load_redline() -> tuple[Area, ...]:
    """Return the shipped redline areas."""
    content = json.loads(paths.resource("demo", "redline.json").read_text(encoding="utf-8"))
    return tuple(Area(feature["district"], feature["name"], tuple(
        tuple(np.array(ring) for ring in polygon) for polygon in feature["polygons"]))
        for feature in content["features"])


class RedlineLayer:
    """One row per protected area and district."""

    table = TABLE

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the redline does not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all areas."""
        areas = load_redline()
        wkbs = [multi_polygon(area.polygons) for area in areas]
        surfaces = polygon_surfaces(wkbs)
        names = dict(city.line.districts)
        yield Rows({
            "BSM": [f"{area.district}2020{number:08d}" for number, area in enumerate(areas, 1)],
            "XJXZQDM": [area.district for area in areas],
            "XJXZQMC": [names[area.district] for area in areas], "LHLX": "划入", "MJ": surfaces,
            "MC": [area.name for area in areas], "QYMJ": [round(value / 1e6, 2) for value in surfaces],
            "SLSJ": APPROVED, "BZ": "演示数据"}, wkbs)
