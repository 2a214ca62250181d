"""The layers of the demo's stock land: what was expropriated, supplied and built on, and disposals of five years.

Beside the drawn batches stands the new construction of the land survey, as far as it was approved.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..roles import role_title
from ..schema import load_schema
from .approvals import districts_of, rings_of, stock_columns
from .change import CONSTRUCTION
from .package import GENERATED, Column, Rows, Table, columns_of
from .polygons import simple_polygons
from .reach_layers import FixedLayer
from .registered import RegisteredParcelsLayer
from .stock import by_id, disposals, load_stock, lots, polygon_of
from .surfaces import polygon_surfaces
from .swap_plots import swap_layers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .approvals import Grants
    from .change import Past
    from .city import Batch, City
    from .layers import DemoLayer

INVENTED = GENERATED + (" 批次、征收、供地、建设和处置记录均为虚构。 "
                        "Batches, expropriations, supplies, construction and disposals are invented.")
REMARK = "演示数据"
VACANT = "1201"
_BUILT_BY = "2024-12-01"
_USES = {"0601": "工业用地", "0602": "采矿用地", "05H1": "商业服务业用地", "0508": "物流仓储用地",
         "0701": "城镇住宅用地", "0702": "农村宅基地", "1005": "交通服务场站用地", VACANT: "其他"}
_PUBLIC = "公共管理与公共服务用地"


def _table(role: str, geometry: str, *columns: Column) -> Table:
    return Table(role, role, role_title(role, "zh"), role_title(role, "en"), INVENTED, geometry, columns)


class ExpropriationsLayer:
    """One row per expropriated block, and per approved parcel whose expropriation is complete."""

    table = _table("expropriations", "polygon", *stock_columns("parcel_id", "PCBH", "PZWH", "ZSWCRQ", "ZSMJ", "XZQDM"))

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the expropriations among a batch of parcels."""
        found = self._grants.of(batch).taken()
        if len(found.rows):
            yield Rows({"parcel_id": [f"ZS2024{number:06d}" for number in found.numbers], "PCBH": found.names,
                        "PZWH": found.documents, "ZSWCRQ": found.days(2), "ZSMJ": polygon_surfaces(found.wkbs),
                        "XZQDM": found.districts, "BZ": REMARK}, found.wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the blocks of the batches."""
        blocks, batches = load_stock()["blocks"], by_id("batches")
        of = [batches[block["batch"]] for block in blocks]
        wkbs = [polygon_of(block["box"], batch) for block, batch in zip(blocks, of)]
        yield Rows({
            "parcel_id": [block["id"] for block in blocks], "PCBH": [batch["id"] for batch in of],
            "PZWH": [batch["document"] for batch in of], "ZSWCRQ": [block["expropriated"] for block in blocks],
            "ZSMJ": [stated(area, block) for area, block in zip(polygon_surfaces(wkbs), blocks)],
            "XZQDM": [batch["district"] for batch in of], "BZ": REMARK}, wkbs)


def stated(area: float, row: Any) -> float:
    """Return what is stated of an area: some registers say another thing than what is drawn."""
    return round(area * row.get("stated_factor", 1.0), 2)


class SuppliesLayer:
    """One row per lot supplied, and per approved parcel that was; days of work are text, as offices write them."""

    table = _table("supplies", "polygon", *stock_columns(
        "parcel_id", "PCBH", "XMMC", "HTBH", "GDRQ", "GDMJ", "GDFS", "TDYT", "CRJK", "YDDGRQ", "SJDGRQ", "ZZRQ", "KFMJ",
        "YKFMJ", "YTZ", "ZTZ", "ZFYY", "XZQDM", as_text=("YDDGRQ", "SJDGRQ", "ZZRQ")))

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the supplies among a batch of parcels."""
        found = self._grants.of(batch).supplied()
        if not len(found.rows):
            return
        area = polygon_surfaces(found.wkbs)
        codes = batch.city.code[found.rows].tolist()
        built = [code != VACANT for code in codes]
        agreed = found.days(4)
        yield Rows({
            "parcel_id": [f"GD2024{number:06d}" for number in found.numbers], "PCBH": found.names,
            "XMMC": found.projects, "HTBH": [f"演示合同2024-{number}" for number in found.numbers],
            "GDRQ": found.days(3), "GDMJ": area, "GDFS": "划拨", "TDYT": [_USES.get(code, _PUBLIC) for code in codes],
            "CRJK": None, "YDDGRQ": agreed,
            "SJDGRQ": [day if yes else None for day, yes in zip(agreed, built)],
            "KFMJ": [whole if yes else 0.0 for whole, yes in zip(area, built)], "YKFMJ": area,
            "ZFYY": "否", "XZQDM": found.districts, "BZ": REMARK}, found.wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the lots of the batches."""
        every = lots()
        rows = [lot.row for lot in every]

        def told(name: str) -> list[Any]:
            return [row[name] for row in rows]

        yield Rows({
            "parcel_id": told("id"), "PCBH": [lot.batch["id"] for lot in every], "XMMC": told("name"),
            "HTBH": [f"演示合同{row['supplied'][:4]}-{number:03d}" for number, row in enumerate(rows, 1)],
            "GDRQ": told("supplied"), "GDMJ": [stated(lot.area, lot.row) for lot in every], "GDFS": told("way"),
            "TDYT": told("use"), "CRJK": told("price"), "YDDGRQ": told("agreed"), "SJDGRQ": told("started"),
            "ZZRQ": [row.get("suspended") for row in rows],
            "KFMJ": [lot.row.get("developed", lot.developed) for lot in every],
            "YKFMJ": [lot.row.get("to_develop", lot.area) for lot in every],
            "YTZ": told("invested"), "ZTZ": told("total"), "ZFYY": told("cause"),
            "XZQDM": [lot.batch["district"] for lot in every], "BZ": REMARK}, [lot.wkb for lot in every])


class BuiltLandLayer:
    """One row per part of a lot that was built on, and per parcel of new construction in the land survey."""

    table = _table("built_land", "polygon", Column("JCRQ", "date", 0, 0, "建成日期"),
                   Column("MJ", "decimal", 15, 2, "面积"), Column("XZQDM", "text", 12, 0, "行政区代码"),
                   Column("BZ", "text", 255, 0, "备注"))

    def __init__(self, past: Past) -> None:
        self._past = past

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the new construction among a batch of parcels, approved or not."""
        city, change = batch.city, self._past.of(batch.city)
        code = city.code[batch.rows]
        local = np.flatnonzero(change.lost[batch.rows] & np.isin(code, CONSTRUCTION) & (code != VACANT))
        if len(local):
            wkbs = simple_polygons(*rings_of(batch, local))
            yield Rows({"JCRQ": _BUILT_BY, "MJ": polygon_surfaces(wkbs), "XZQDM": districts_of(city, batch.rows[local]),
                        "BZ": REMARK}, wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield what was built in the batches."""
        parts, batches = load_stock()["built"], by_id("batches")
        wkbs = [polygon_of(part["box"], batches[part["batch"]]) for part in parts]
        yield Rows({"JCRQ": [part["since"] for part in parts], "MJ": polygon_surfaces(wkbs),
                    "XZQDM": [batches[part["batch"]]["district"] for part in parts], "BZ": REMARK}, wkbs)


def stock_layers(past: Past, grants: Grants) -> list[DemoLayer]:
    """Return the layers beside the approvals in the order of the GeoPackage."""
    return [ExpropriationsLayer(grants), SuppliesLayer(grants), BuiltLandLayer(past),
            FixedLayer(_table("disposals", "none", *columns_of(load_schema("disposals"))), _disposals),
            RegisteredParcelsLayer(), *swap_layers(past)]


def _disposals() -> Rows:
    """Return the records, some of which count for nothing."""
    rows = [{"parcel": event.parcel, "district": event.district, "day": event.day, "class": event.kind,
             "area": event.area, "route": event.route, "document": f"演示处置〔{event.day[:4]}〕{number}号"}
            for number, event in enumerate(disposals(), 1)]
    rows += [rows[fault["repeats"] - 1] if "repeats" in fault else dict(fault)
             for fault in load_stock()["disposal_faults"]]
    columns = {"parcel_id": "parcel", "unit_code": "district", "date": "day", "class": "class", "area_m2": "area",
               "route": "route", "document": "document"}
    return Rows({field: [row[name] for row in rows] for field, name in columns.items()}, [b""] * len(rows))
