"""Areas that the rules on farmland ask for, invented: along the Yellow River, and drawn freely.

Those along the river follow the demo's linework and parcels; the drawn ones cut across parcels as real ones do.
"""
from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Union

import numpy as np

from ... import paths
from ..roles import role_title
from .classes import river_distance
from .package import GENERATED, Column, Rows, Table
from .polygons import dissolved
from .projects import footprint
from .reach import bank_full, load_reach, load_sites, rises
from .shapes import multi_polygon
from .surfaces import polygon_surfaces
from .terrain import Mound
from .zones import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .city import Batch, City

_COLUMNS = (Column("MC", "text", 100, 0, "名称"), Column("XZQDM", "text", 12, 0, "行政区代码"),
            Column("MJ", "decimal", 15, 2, "面积"), Column("BZ", "text", 255, 0, "备注"))
_REMARK = "演示数据，示意"
_RESETTLEMENT = "resettlement_areas"
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


class LineworkLayer:
    """Zones of the linework along the river, by district."""

    def __init__(self, role: str, zones: Sequence[str]) -> None:
        self.table, self._zones = _table(role), zones

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the zones do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield one row per district."""
        line = city.line
        district = np.append(line.district_of_kind(), -1)  # OUTSIDE takes the last
        within = np.array([*(kind.zone in self._zones for kind in line.kinds), False])
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
    what = table.title_zh if table.title_zh.startswith("黄河") else f"黄河{table.title_zh}"
    return _rows([f"{name}{what}" for _, name in places], [code for code, _ in places], wkbs)


class ReachAreasLayer:
    """Areas along the river that are drawn with the reach, by district."""

    def __init__(self, role: str) -> None:
        self.table = _table(role)

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the areas do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield one row per district."""
        areas = load_reach().areas[self.table.role]
        codes = [code for code, _ in city.line.districts]
        yield _by_district(self.table, city, [codes.index(area["district"]) for area in areas], [
            multi_polygon([[np.array(ring) for ring in polygon] for polygon in area["polygons"]]) for area in areas])


class ResettlementLayer(DrawnAreasLayer):
    """Drawn areas whose ground is raised out of reach of the highest stage."""

    def mounds(self, city: City) -> list[Mound]:
        """Return the raised ground where an area lies between the dikes."""
        rings = [footprint(area) for area in load_areas() if area["role"] == self.table.role]
        middle = np.array([ring[:-1].mean(axis=0) for ring in rings])
        reach, levels = load_reach(), load_sites()["levels"]
        inside = reach.locate(middle[:, 0], middle[:, 1]).to_dike > 0.0
        height = bank_full(reach.level_station(middle[:, 0], middle[:, 1])) + max(rises().values())
        return [Mound([[ring]], float(top) + levels["platform_m"])
                for ring, top, between in zip(rings, height, inside) if between]


_Mask = Union[DrawnAreasLayer, LineworkLayer, ReachAreasLayer, RiversideLayer]


def mask_layers() -> list[_Mask]:
    """Return the layers of areas: along the river, then the drawn ones in the order of their file."""
    drawn = [role for role in dict.fromkeys(area["role"] for area in load_areas()) if role != _RESETTLEMENT]
    return [LineworkLayer("river_management", _ALONG_RIVER), *(RiversideLayer(role) for role in _REACH),
            *(DrawnAreasLayer(role) for role in drawn)]


def reach_masks() -> list[_Mask]:
    """Return the areas of the Yellow River's reach."""
    return [LineworkLayer("floodplain", _ALONG_RIVER[:2]), ReachAreasLayer("flood_passage"),
            ReachAreasLayer("training_range"), ResettlementLayer(_RESETTLEMENT)]
