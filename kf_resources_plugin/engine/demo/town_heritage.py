"""The register of the demo's old town and its protection lines, with faults on purpose for checks to find.

One area is declared wrongly, one site's protection area sticks out of its control zone, one known site has no line, one
line has no entry, one has no papers, one site is missing from the historic lines: resources/demo/SOURCES.md lists them.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..schema import load_schema
from .package import Column, Rows, columns_of
from .reach_layers import FixedLayer
from .shapes import multi_polygon, point
from .surfaces import polygon_surfaces
from .town import drawn, load_register, load_town, load_town_sites, united
from .town_layers import AREA, NOTE, REMARK, column, town_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .town import Tier

_ZONE_SOURCE = "演示数据，手绘示意，不是公布的保护区划"
_DOCUMENT, _PUBLISHED = "演示公布文件（虚构）", "2020-01-01"
_WITHOUT_PAPERS = "K-03"
_WITHOUT_ENTRY = ("K-99", "演示无名碑")
_TAMPERED, _TOO_MUCH = ("6-0983-5-110", "protection"), 1.12
_LEFT_OUT = "5-0339-3-145"  # of the historic lines
# declared areas that are known: 双龙巷, 34.64 ha in all, its cores 4.67 and 12.08 ha
_DECLARED = {("D-01", "core"): 167_500.0, ("D-01", "district_control"): 178_900.0}
_PURPLE = ("core", "district_control", "building", "setting")
_CITY = ("410200", "开封市")


def heritage_layers() -> list[FixedLayer]:
    """Return the layers in the order of the GeoPackage."""
    sites = columns_of(load_schema("heritage_sites"))
    return [
        FixedLayer(town_table("heritage_sites", "point", *sites), _register),
        FixedLayer(town_table("heritage_sites", "none", *sites, name="heritage_list",
                              title=("另一份文物名录", "Another list of heritage sites")), _other_list),
        FixedLayer(town_table("heritage_zones", "multipolygon", *columns_of(load_schema("heritage_zones")), AREA),
                   _zones),
        FixedLayer(town_table("burial_areas", "multipolygon", Column("MC", "text", 100, 0, "名称"),
                              Column("XZQDM", "text", 12, 0, "行政区代码"), AREA, NOTE), _burial_areas),
        FixedLayer(town_table("purple_lines", "multipolygon", *columns_of(load_schema("kzx"))), _purple_lines),
        FixedLayer(town_table("historic_lines", "multipolygon", *columns_of(load_schema("lswhbhx"))),
                   _historic_lines)]


def _register() -> Rows:
    rows = load_register()
    places = load_town().places
    approximate = "位置误差约0.3–0.5公里，示意"
    fields = ("site_id", "name", "level", "batch", "site_type", "era", "address", "unit_code")
    return Rows({**{name: [row[name] or None for row in rows] for name in fields},
                 "source": [approximate if row["site_id"] in places else REMARK for row in rows],
                 "note": [row["note"] for row in rows]},
                [point(*places[row["site_id"]]) if row["site_id"] in places else b"" for row in rows])


def _other_list() -> Rows:
    rows = load_town_sites()["other_list"]
    return Rows({"site_id": column(rows, "id"), **{name: [row[name] or None for row in rows] for name in (
        "name", "level", "batch", "note")}, "unit_code": column(rows, "unit_code"),
                 "address": "开封市", "source": REMARK}, [b""] * len(rows))


def _names() -> Mapping[str, str]:
    return {**{row["site_id"]: row["name"] for row in load_register()}, _WITHOUT_ENTRY[0]: _WITHOUT_ENTRY[1]}


def _zones() -> Rows:
    tiers, names = load_town().tiers, _names()
    wkbs = [multi_polygon(tier.shown) for tier in tiers]
    areas = polygon_surfaces(wkbs)
    return Rows({
        "site_id": [tier.site for tier in tiers], "site_name": [names[tier.site] for tier in tiers],
        "tier": [tier.tier for tier in tiers], "provisional": 0, "method": "drawn", "source": _ZONE_SOURCE,
        "document": [None if tier.site == _WITHOUT_PAPERS else _DOCUMENT for tier in tiers],
        "published": [None if tier.site == _WITHOUT_PAPERS else _PUBLISHED for tier in tiers],
        "declared_m2": [_declared(tier, area) for tier, area in zip(tiers, areas)], "MJ": areas}, wkbs)


def _declared(tier: Tier, area: float) -> float:
    key = tier.site, tier.tier
    return round(area * _TOO_MUCH, 2) if key == _TAMPERED else _DECLARED.get(key, area)


def _burial_areas() -> Rows:
    areas = load_town_sites()["burial_areas"]
    wkbs = [drawn(area) for area in areas]
    return Rows({"MC": column(areas, "name"), "XZQDM": column(areas, "district"), "MJ": polygon_surfaces(wkbs),
                 "BZ": REMARK}, wkbs)


def _by_site(*kinds: str) -> dict[str, list[Tier]]:
    found: dict[str, list[Tier]] = {}
    for tier in load_town().tiers:
        if not kinds or tier.tier in kinds:
            found.setdefault(tier.site, []).append(tier)
    return found


def _purple_lines() -> Rows:
    lines = _by_site(*_PURPLE)
    return _lines(lines, {"BZ": [f"{_names()[site]}，{REMARK}" for site in lines]})


def _historic_lines() -> Rows:
    lines = {site: tiers for site, tiers in _by_site().items() if site != _LEFT_OUT}
    entries = {row["site_id"]: row for row in load_register()}
    return _lines(lines, {
        "MC": [_names()[site] for site in lines],
        "LX": [entries.get(site, {}).get("site_type") or None for site in lines],
        "JB": [entries.get(site, {}).get("level") or None for site in lines], "BZ": REMARK})


def _lines(lines: Mapping[str, list[Tier]], more: Mapping[str, Any]) -> Rows:
    wkbs = [united(tiers) for tiers in lines.values()]
    return Rows({"BSM": [f"{_CITY[0]}0000{number:08d}" for number in range(1, len(wkbs) + 1)], "XZQDM": _CITY[0],
                 "XZQMC": _CITY[1], "MJ": polygon_surfaces(wkbs), **more}, wkbs)
