"""The demo's parks and enterprises, and what they make of their land: invented."""
from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

from ... import paths
from ..roles import role_title
from ..schema import load_schema
from .package import GENERATED, Column, Rows, Table, columns_of
from .reach_layers import FixedLayer
from .stock import by_id, load_stock, polygon_of, whole_of
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Mapping

_INVENTED = GENERATED + (" 园区、企业及其经济数据均为虚构。 Parks, enterprises and their economics are invented.")
_AMOUNTS = ("SS", "ZJZ", "GDTZ", "XZTZ", "JZMJ", "YYSR")
_CONDITION = ("CYML", "TDYT", "GHYT", "GXLX", "JDMJ", "XZMJ", "WFMJ", "JCND")
_AGREED = ("BZTZQD", "BZMJSS", "HTRJL")


def _table(name: str, role: str, geometry: str, fields: tuple[str, ...], title: tuple[str, str] | None = None) -> Table:
    columns = [column for column in columns_of(load_schema("land_economics")) if column.name in fields]
    zh, en = title or (role_title(role, "zh"), role_title(role, "en"))
    return Table(name, role, zh, en, _INVENTED, geometry, (*columns, Column("BZ", "text", 255, 0, "备注")))


def efficiency_layers() -> list[FixedLayer]:
    """Return the layers in the order of the GeoPackage."""
    rated = "efficiency_parcels"
    return [
        FixedLayer(_table(rated, rated, "polygon", (
            "parcel_id", "name", "kind", "ZDMJ", *_AGREED, "HJDB", *_CONDITION, "JZMJ")), _firms),
        FixedLayer(_table("parks", rated, "polygon", ("parcel_id", "name", "kind", "ZDMJ", "ND", *_AMOUNTS),
                          ("开发区范围", "Parks")), _parks),
        FixedLayer(_table("land_economics", "land_economics", "none", ("parcel_id", "ND", *_AMOUNTS)), _economics)]


@cache
def _entries() -> tuple[Mapping[str, str], ...]:
    """Return the rows of land_economics.csv: enterprises, then parks, each by year."""
    with paths.resource("demo", "land_economics.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _amounts(entry: Mapping[str, str]) -> dict[str, float | None]:
    return {name: float(entry[name]) if entry[name] else None for name in _AMOUNTS}


def _firms() -> Rows:
    firms, parks = load_stock()["enterprises"], by_id("parks")
    wkbs = [polygon_of(firm["box"], parks[firm["park"]]) for firm in firms]
    last = {entry["parcel_id"]: float(entry["JZMJ"]) for entry in _entries()}
    told = {"parcel_id": "id", "name": "name", "kind": "kind", "HJDB": "clean",
            **{name: name for name in (*_AGREED, *_CONDITION)}}
    return Rows({**{field: [firm[name] for firm in firms] for field, name in told.items()},
                 "ZDMJ": polygon_surfaces(wkbs), "JZMJ": [last[firm["id"]] for firm in firms], "BZ": "演示数据"}, wkbs)


def _parks() -> Rows:
    """Return the parks with their economics of the last year."""
    parks = load_stock()["parks"]
    last = {entry["parcel_id"]: entry for entry in _entries()}
    wkbs = [whole_of(park) for park in parks]
    amounts = [_amounts(last[park["id"]]) for park in parks]
    return Rows({
        "parcel_id": [park["id"] for park in parks], "name": [park["name"] for park in parks],
        "kind": [park["kind"] for park in parks], "ZDMJ": polygon_surfaces(wkbs),
        "ND": [last[park["id"]]["ND"] for park in parks],
        **{name: [row[name] for row in amounts] for name in _AMOUNTS}, "BZ": "演示数据"}, wkbs)


def _economics() -> Rows:
    """Return the economics of the enterprises: parks have theirs with them."""
    parks = by_id("parks")
    entries = [entry for entry in _entries() if entry["parcel_id"] not in parks]
    amounts = [_amounts(entry) for entry in entries]
    return Rows({"parcel_id": [entry["parcel_id"] for entry in entries], "ND": [entry["ND"] for entry in entries],
                 **{name: [row[name] for row in amounts] for name in _AMOUNTS}, "BZ": "演示数据"}, [b""] * len(entries))
