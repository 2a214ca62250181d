"""The lines and points of the reach as layers: dikes, works, the river's course, levels of every stage; and sites."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..roles import role_title
from .package import GENERATED, Column, Rows, Table
from .polylines import nearest, part, pieces, places, stations
from .projects import footprint
from .reach import bank_full, load_reach, load_sites, rises
from .shapes import line_string, multi_polygon, point
from .surfaces import polygon_surfaces
from .terrain import EAST, NORTH, SOUTH, WEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .city import Batch, City
    from .keys import Floats
    from .polylines import Line

_INVENTED = GENERATED + (
    " 黄河河段的工程、水位和高程均为虚构，仅供示意；部分工程借用真实地名。 "
    "Works, levels and heights of the Yellow River's reach are invented; some works borrow names of real places.")
ABOVE, BELOW = "above_dongbatou", "below_dongbatou"
_SECTION, _SHORTEST = 5_000.0, 1_000.0  # length of the sections dikes come in, in m
_FIRST, _SPACING, _POINTS = -2_500.0, 7_500.0, 13  # stations of the water levels, from one edge of the terrain on
_NAME = Column("name", "text", 60, 0, "名称")
_BANK = Column("bank", "text", 10, 0, "岸别")
_REACH = Column("REACH", "text", 20, 0, "河段")
_CREST = Column("crest_m", "decimal", 8, 2, "顶高程（m）")
_REMARK = Column("BZ", "text", 255, 0, "备注")


def reach_table(role: str, geometry: str, *columns: Column) -> Table:
    """Return a table of the reach that is called after its role and says that it is invented."""
    return Table(role, role, role_title(role, "zh"), role_title(role, "en"), _INVENTED, geometry, columns)


class FixedLayer:
    """A layer that hangs neither on parcels nor on the seed."""

    def __init__(self, table: Table, rows: Callable[[], Rows]) -> None:
        self.table, self._rows = table, rows

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the rows do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all rows."""
        yield self._rows()


def reach_layers() -> list[FixedLayer]:
    """Return the layers in the order of the GeoPackage."""
    half, land = (Column(name, "decimal", 8, 1, zh) for name, zh in (("HALF_WIDTH", "半宽（m）"),
                                                                     ("LAND_TOE", "背河堤脚距（m）")))
    return [
        FixedLayer(reach_table("dikes", "linestring", _NAME, _BANK, _REACH, Column("chainage_km", "decimal", 8, 2,
                   "起点桩号（km）"), _CREST, half, land), _dikes),
        FixedLayer(reach_table("training_works", "linestring", _NAME, Column("kind", "text", 10, 0, "类型"), _BANK,
                               _REACH, _REMARK), _works),
        FixedLayer(reach_table("production_dikes", "linestring", _NAME, _BANK, _CREST,
                               Column("built_on", "date", 10, 0, "修建日期")), _production_dikes),
        FixedLayer(reach_table("river_channel", "linestring", _NAME), _channel),
        FixedLayer(reach_table("water_levels", "point", _NAME, Column("chainage_km", "decimal", 8, 2, "里程（km）"),
                               Column("stage", "integer", 6, 0, "流量级（m³/s）"),
                               Column("level_m", "decimal", 8, 2, "水位（m）")), _levels),
        FixedLayer(reach_table("receiving_sites", "multipolygon", _NAME, Column("XZQDM", "text", 12, 0, "行政区代码"),
                               Column("capacity_households", "integer", 8, 0, "可安置户数"),
                               Column("MJ", "decimal", 15, 2, "面积"), _REMARK), _receiving_sites)]


def crest(station: Floats) -> Floats:
    """Return the crest of the dikes in m by station: the highest stage and the freeboard."""
    return np.asarray(bank_full(station) + max(rises().values()) + load_sites()["levels"]["freeboard_m"])


def _dikes() -> Rows:
    """Return both dikes in sections, each with the crest at its middle, parted where the reach changes."""
    reach = load_reach()
    names: list[str] = []
    lines: list[Line] = []
    chainages: list[float] = []
    for name, dike in (("黄河右岸大堤", _on_the_terrain(reach.right_dike)),
                       ("黄河左岸大堤", _on_the_terrain(reach.left_dike))):
        length = float(stations(dike)[-1])
        beside = reach.station(dike[:, 0], dike[:, 1])
        bend = float(stations(dike)[int(np.argmax(beside > reach.bend))])
        cuts = [at for at in np.arange(_SECTION, length, _SECTION).tolist() if abs(at - bend) > _SHORTEST]
        sections = pieces(dike, [*cuts, bend])
        starts = [0.0, *np.cumsum([float(stations(section)[-1]) for section in sections]).tolist()]
        lines += sections
        names += [name] * len(sections)
        chainages += starts[:-1]
    middle = np.array([places(line, stations(line)[-1:] / 2.0)[0] for line in lines])
    station = reach.level_station(middle[:, 0], middle[:, 1])
    return Rows({
        "name": [f"{name} K{at / 1e3:.1f}（演示）" for name, at in zip(names, chainages)],
        "bank": [name[2:4] for name in names],
        "REACH": [ABOVE if value < reach.bend else BELOW for value in reach.station(middle[:, 0], middle[:, 1])],
        "chainage_km": _rounded(np.array(chainages) / 1e3), "crest_m": _rounded(crest(station)), "HALF_WIDTH": 35.0,
        "LAND_TOE": [110.0 if name[2] == "右" else 40.0 for name in names]}, [line_string(line) for line in lines])


def _on_the_terrain(line: Line) -> Line:
    """Return the part of a line that lies on the terrain; it enters and leaves it once."""
    along = np.arange(0.0, float(stations(line)[-1]), 10.0)
    x, y = places(line, along).T
    on = along[(x > WEST) & (x < EAST) & (y > SOUTH) & (y < NORTH)]
    return part(line, float(on[0]), float(on[-1]))


def _works() -> Rows:
    reach = load_reach()
    lines = [np.array(work["line"]) for work in reach.works]
    middle = np.array([line[len(line) // 2] for line in lines])
    borrowed = "演示数据，借用真实地名，位置和长度为虚构"
    return Rows({
        "name": [work["name"] for work in reach.works], "kind": [work["kind"] for work in reach.works], "bank": "右岸",
        "REACH": [ABOVE if value < reach.bend else BELOW for value in reach.station(middle[:, 0], middle[:, 1])],
        "BZ": ["演示数据，虚构" if work["name"].startswith("演示") else borrowed for work in reach.works]},
        [line_string(line) for line in lines])


def _production_dikes() -> Rows:
    """Return the farmers' dikes on the lip of the beach, a metre and a half higher than bank-full water there."""
    reach = load_reach()
    middle = np.array([line[len(line) // 2] for line in reach.production_dikes])
    level = bank_full(reach.level_station(middle[:, 0], middle[:, 1]))
    return Rows({"name": [f"演示生产堤{number}" for number in range(1, len(level) + 1)], "bank": "右岸",
                 "crest_m": _rounded(level + 1.6), "built_on": load_sites()["production_dikes_built"]},
                [line_string(line) for line in reach.production_dikes])


def _level_stations() -> tuple[Floats, Floats]:
    """Return the stations where levels are given, and how far along the line of strongest flow they lie."""
    reach = load_reach()
    station = _FIRST + _SPACING * np.arange(_POINTS)
    place = reach.place(station)
    return station, nearest(reach.strongest_flow, place[:, 0], place[:, 1])[1]


def _channel() -> Rows:
    along = _level_stations()[1]
    line = part(load_reach().strongest_flow, along[0], along[-1])
    return Rows({"name": ["黄河主流线（演示）"]}, [line_string(line)])


def _levels() -> Rows:
    """Return the level of every stage at every point, in the order of the points."""
    station, along = _level_stations()
    flows, count = sorted(rises()), len(station)
    at = np.round(places(load_reach().strongest_flow, along), 2)
    level = bank_full(station)[:, None] + np.array([rises()[flow] for flow in flows])
    each = np.repeat(np.arange(count), len(flows))
    return Rows({
        "name": [f"演示断面{row + 1}" for row in each.tolist()], "chainage_km": _rounded(station[each] / 1e3),
        "stage": flows * count, "level_m": _rounded(level.ravel())}, [point(*at[row]) for row in each.tolist()])


def _receiving_sites() -> Rows:
    sites = load_sites()["receiving_sites"]
    wkbs = [multi_polygon([[footprint(site)]]) for site in sites]
    return Rows({"name": [site["name"] for site in sites], "XZQDM": [site["district"] for site in sites],
                 "capacity_households": [site["capacity_households"] for site in sites],
                 "MJ": polygon_surfaces(wkbs), "BZ": "演示数据，虚构"}, wkbs)


def _rounded(values: Floats) -> Sequence[float]:
    return [float(value) for value in np.round(np.floor(values * 100.0 + 0.5) / 100.0, 2)]
