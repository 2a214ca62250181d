"""The streets, blocks, lakes, heights and lists of the demo's old town as layers."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..roles import role_title
from .package import GENERATED, Column, Rows, Table
from .projects import TABLE as PROJECTS
from .reach_layers import FixedLayer
from .shapes import line_string, multi_polygon
from .surfaces import polygon_surfaces
from .town import drawn, load_town, load_town_sites

if TYPE_CHECKING:
    from collections.abc import Sequence

INVENTED = GENERATED + (
    " 老城部分：城墙、主要街道和湖面的位置为约数（误差数百米），街巷、地块、建筑、保护区划、限高和项目均为虚构，"
    "仅供示意，不是公布的保护区划。 "
    "Old town: wall, main streets and lakes lie where they are to some hundred metres; lanes, blocks, buildings, "
    "protection lines, caps and projects are invented and published by nobody.")
REMARK = "演示数据，示意"
AREA = Column("MJ", "decimal", 15, 2, "面积")
NOTE = Column("BZ", "text", 255, 0, "备注")
_NAME = Column("name", "text", 60, 0, "名称")
_WIDTH = {"干路": 30.0, "支路": 16.0, "巷": 6.0}
_FABRIC = {"hutong": "胡同院落", "court": "里院", "slab": "行列式", "campus": "校园", "park": "公园",
           "wall": "城墙沿线"}
_VIEW = {"eye_m": "视点高（m）", "target_m": "目标高（m）", "start_width_m": "起点宽（m）",
         "end_width_m": "终点宽（m）"}
# what zones allow: name, metres, storeys, where the figure comes from
_OURS = "演示数据，虚构"
_CAPS: dict[str, tuple[str, float | None, int | None, str]] = {
    "D-01": ("双龙巷核心保护范围", None, 2, "双龙巷历史文化街区公开资料：二层；范围示意"),
    "cores": ("其他街区核心保护范围", 8.0, 2, _OURS), "districts": ("街区建设控制地带", 11.0, 3, _OURS),
    "wall": ("城墙沿线", 9.0, 3, _OURS), "parks": ("龙亭、铁塔、包公湖公园", 9.0, None, _OURS),
    "campus": ("河大校园", 14.0, 4, _OURS), "views": ("铁塔周边", 14.0, 4, _OURS),
    "axis": ("中山路沿线", 14.0, 4, _OURS), "inside": ("城墙内其他", 18.0, 5, _OURS)}


def town_table(role: str, geometry: str, *columns: Column, name: str = "", title: tuple[str, str] | None = None,
               ) -> Table:
    """Return a table of the old town, called after its role where nothing else is said."""
    zh, en = title or (role_title(role, "zh"), role_title(role, "en"))
    return Table(name or role, role, zh, en, INVENTED, geometry, columns)


def town_layers() -> list[FixedLayer]:
    """Return the layers that hang neither on parcels nor on the seed, in the order of the GeoPackage."""
    return [
        FixedLayer(town_table("city_wall", "linestring", _NAME, NOTE), _wall),
        FixedLayer(town_table("town_lakes", "multipolygon", _NAME, AREA, NOTE), _lakes),
        FixedLayer(town_table("street_lines", "linestring", _NAME, Column("kind", "text", 10, 0, "等级"),
                              Column("width_m", "decimal", 8, 1, "宽度（m）")), _streets),
        FixedLayer(town_table("street_blocks", "multipolygon", Column("block_id", "text", 10, 0, "街坊编号"),
                              Column("fabric", "text", 20, 0, "肌理"), AREA), _blocks),
        FixedLayer(town_table("height_limits", "multipolygon", Column("zone", "text", 60, 0, "分区"),
                              Column("cap_m", "decimal", 8, 1, "限高（m）"),
                              Column("cap_storeys", "integer", 4, 0, "限制层数"),
                              Column("source", "text", 120, 0, "来源"), AREA), _limits),
        FixedLayer(town_table("view_corridors", "linestring", _NAME, *(
            Column(name, "decimal", 8, 1, zh) for name, zh in _VIEW.items()), NOTE), _corridors),
        FixedLayer(town_table("heritage_projects", "multipolygon", *PROJECTS.columns), _projects),
        FixedLayer(town_table("supply_parcels", "multipolygon", Column("parcel_id", "text", 20, 0, "地块编号"),
                              Column("parcel_name", "text", 60, 0, "地块名称"), Column("use", "text", 20, 0, "用途"),
                              Column("supply_date", "date", 10, 0, "拟供应日期"), AREA, NOTE), _parcels),
        FixedLayer(town_table("demolitions", "multipolygon", Column("building_id", "text", 20, 0, "建筑编号"),
                              Column("building_name", "text", 60, 0, "建筑名称"),
                              Column("building_kind", "text", 20, 0, "建筑类别"),
                              Column("reason", "text", 60, 0, "拆除原因")), _demolitions),
    ]


def column(rows: Sequence[Any], name: str) -> list[Any]:
    """Return one entry of all rows; None where a row has none."""
    return [row.get(name) for row in rows]


def _wall() -> Rows:
    return Rows({"name": ["开封城墙（示意）"], "BZ": REMARK}, [line_string(load_town().wall)])


def _lakes() -> Rows:
    wkbs = [multi_polygon([[ring]]) for _, ring in load_town().lakes]
    return Rows({"name": [f"{name}（示意）" for name, _ in load_town().lakes], "MJ": polygon_surfaces(wkbs),
                 "BZ": REMARK}, wkbs)


def _streets() -> Rows:
    streets = load_town().streets
    return Rows({"name": [street.name or None for street in streets], "kind": [street.kind for street in streets],
                 "width_m": [_WIDTH[street.kind] for street in streets]},
                [line_string(street.line) for street in streets])


def _blocks() -> Rows:
    blocks = load_town().blocks
    wkbs = [multi_polygon([[block.ring]]) for block in blocks]
    return Rows({"block_id": [f"JF{number:04d}" for number in range(1, len(blocks) + 1)],
                 "fabric": [_FABRIC[block.fabric] for block in blocks], "MJ": polygon_surfaces(wkbs)}, wkbs)


def _limits() -> Rows:
    caps = [_CAPS[zone] for zone, _ in load_town().caps]
    wkbs = [multi_polygon(polygons) for _, polygons in load_town().caps]
    return Rows({"zone": [name for name, _, _, _ in caps], "cap_m": [metres for _, metres, _, _ in caps],
                 "cap_storeys": [storeys for _, _, storeys, _ in caps],
                 "source": [source for _, _, _, source in caps], "MJ": polygon_surfaces(wkbs)}, wkbs)


def _corridors() -> Rows:
    corridors = load_town_sites()["view_corridors"]
    return Rows({**{name: column(corridors, name) for name in ("name", *_VIEW)}, "BZ": REMARK},
        [line_string(1e3 * np.array(corridor["line_km"])) for corridor in corridors])


def _projects() -> Rows:
    projects = load_town_sites()["projects"]
    wkbs = [drawn(project) for project in projects]
    return Rows({"XMDM": column(projects, "id"), "XMMC": column(projects, "name"), "XMLX": column(projects, "kind"),
                 "SZXZQDM": column(projects, "district"), "YDMJ": polygon_surfaces(wkbs),
                 "SQRQ": column(projects, "date")}, wkbs)


def _parcels() -> Rows:
    parcels = load_town_sites()["supply_parcels"]
    wkbs = [drawn(parcel) for parcel in parcels]
    return Rows({"parcel_id": column(parcels, "id"), "parcel_name": column(parcels, "name"),
                 "use": column(parcels, "use"), "supply_date": column(parcels, "date"),
                 "MJ": polygon_surfaces(wkbs), "BZ": REMARK}, wkbs)


def _demolitions() -> Rows:
    rows = load_town_sites()["demolitions"]
    stands = {landmark["id"]: landmark for landmark in load_town_sites()["landmarks"]}
    return Rows({"building_id": column(rows, "building"), "building_name": column(rows, "name"),
                 "building_kind": ["历史建筑" if stands[row["building"]]["historic"] else "一般建筑" for row in rows],
                 "reason": column(rows, "reason")}, [drawn(stands[row["building"]]) for row in rows])
