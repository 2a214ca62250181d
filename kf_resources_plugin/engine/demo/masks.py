"""Areas that the rules on farmland ask for, invented: along the Yellow River, and drawn freely.

Those along the river follow the demo's linework and parcels; the drawn ones cut across parcels as real ones do.
"""
from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import paths
from ..roles import role_title
from .classes import river_distance
from .package import GENERATED, Column, Rows, Table
from .polygons import dissolved
from .projects import footprint
from .shapes import multi_polygon
from .surfaces import polygon_surfaces
from .zones import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .city import Batch, City

_COLUMNS = (Column("MC", "text", 100, 0, "名称"), Column("XZQDM", "text", 12, 0, "行政区代码"),
            Column("MJ", "decimal", 15, 2, "面积"), Column("BZ", "text", 255, 0, "备注"))
_REMARK = "演示数据，示意"
_ALONG_RIVER = ("river", "floodplain", "dike")
# How far from the bank, in metres, parcels of the floodplain belong to an area by the river.
_REACH = {"main_channel": 800.0, "frequent_flood": 1_500.0}


def _table(role: str) -> Table:
    return Table(role, role, role_title(role, "zh"), role_title(role, "en"),
                 GENERATED + " 范围为虚构，仅供示意。 The areas are invented.", "multipolygon", _COLUMNS)


def _rows(names: Sequence[str], districts: Sequence[str], wkbs: list[bytes]) -> Rows:
    return Rows({"MC": list(names), "XZQDM": list(districts), "MJ": polygon_surfaces(wkbs), "BZ": _REMARK}, wkbs)


@cache
def load_areas() -> tuple[Mapping[str, Any], ...]:
    """Return the drawn areas of areas.json."""
    return tuple(json.loads(paths.resource("demo", "areas.json").read_text(encoding="utf-8"))["areas"])


class DrawnAreasLayer:
    """The drawn areas of one role."""

    def __init__(self, role: str) -> None:
        self.table = _table(role)

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the areas do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all areas."""
        areas = [area for area in load_areas() if area["role"] == self.table.role]
        yield _rows([area["name"] for area in areas], [area["district"] for area in areas],
                    [multi_polygon([[footprint(area)]]) for area in areas])


class RiverManagementLayer:
    """River, floodplain and dike by district, as the linework has them."""

    def __init__(self) -> None:
        self.table = _table("river_management")

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the range does not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield one row per district."""
        line = city.line
        district = np.append(line.district_of_kind(), -1)  # OUTSIDE takes the last
        within = np.array([*(kind.zone in _ALONG_RIVER for kind in line.kinds), False])
        left, right = within[line.left], within[line.right]
        start, end = line.key[line.start], line.key[line.end]
        present, wkbs, _ = dissolved(
            np.concatenate([start[left], end[right]]), np.concatenate([end[left], start[right]]),
            np.concatenate([district[line.left[left]], district[line.right[right]]]))
        yield _by_district(self.table, city, present.tolist(), wkbs)


class RiversideLayer:
    """The river and the parcels of its floodplain near the bank, by district, along parcel edges."""

    def __init__(self, role: str) -> None:
        self.table = _table(role)
        self._zone = Zone()

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Collect the edges of parcels by the river; no rows yet."""
        city = batch.city
        zone = np.array([kind.zone for kind in city.line.kinds])[city.pieces.kind[batch.rows]]
        beach = np.flatnonzero(zone == "floodplain")
        chosen = zone == "river"
        rows = batch.rows[beach]
        away = river_distance(city.line, city.pieces.x[rows], city.pieces.y[rows])
        chosen[beach] = away < _REACH[self.table.role]
        self._zone.take(batch, chosen)
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield one row per district."""
        yield _by_district(self.table, city, *self._zone.outlines())


def _by_district(table: Table, city: City, present: Sequence[int], wkbs: list[bytes]) -> Rows:
    places = [city.line.districts[row] for row in present]
    return _rows([f"{name}黄河{table.title_zh}" for _, name in places], [code for code, _ in places], wkbs)


def mask_layers() -> list[DrawnAreasLayer | RiverManagementLayer | RiversideLayer]:
    """Return the layers of areas: along the river, then the drawn ones in the order of their file."""
    drawn = list(dict.fromkeys(area["role"] for area in load_areas()))
    return [RiverManagementLayer(), *(RiversideLayer(role) for role in _REACH),
            *(DrawnAreasLayer(role) for role in drawn)]
