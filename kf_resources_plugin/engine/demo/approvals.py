"""What papers say of the change in the demo city: approvals of new construction, and conversions that are exempt."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...rules.codes import SURVEY
from ..rule_store import load_class_systems
from ..schema import load_schema
from .chords import halves
from .noise import uniform
from .package import GENERATED, Column, Rows, Table
from .places import load_names
from .polygons import simple_polygons
from .rings import offsets, spread
from .stock import load_stock, whole_of
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .change import Past
    from .city import Batch, City
    from .keys import Ints

_IN_PART, _IN_PART_SHARE = 86, 0.2
_DAY = 87
_MONTHS = 12


def stock_columns(*names: str, as_text: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return fields of registers of stock land and a remark; some as text, where offices write days as they like."""
    schema = load_schema("stock_land")
    fields = [field for name in names for field in [schema.field(name)] if field is not None]
    return (*(Column(field.name, "text", 30, 0, field.zh) if field.name in as_text
              else Column(field.name, field.type, field.length, field.decimals, field.zh) for field in fields),
            Column("BZ", "text", 255, 0, "备注"))


APPROVALS = Table(
    "approvals", "approvals", "用地批文范围", "Land approvals",
    GENERATED + " 批文、项目名称和范围均为虚构。 Approvals are invented.", "polygon",
    stock_columns("parcel_id", "PCBH", "XMMC", "PZWH", "PZRQ", "PZMJ", "ND", "XZQDM"))
EXEMPT = Table(
    "exempt", "exempt", "进出平衡豁免范围", "Conversions that are exempt",
    GENERATED + " 豁免范围和依据均为虚构。 Exempt areas are invented.", "polygon",
    (Column("kind", "text", 30, 0, "豁免类型"), Column("document", "text", 100, 0, "依据文件"),
     Column("MJ", "decimal", 15, 2, "面积"), Column("BZ", "text", 255, 0, "备注")))


@dataclass(frozen=True, eq=False)
class Granted:
    """Parcels of new construction that were approved: rows of the city, running numbers, polygons as approved."""

    city: City
    rows: Ints
    numbers: list[int]
    wkbs: list[bytes]

    def taken(self) -> Granted:
        """Return those whose expropriation was complete in the year: two months later."""
        return self._by(2)

    def supplied(self) -> Granted:
        """Return those that were supplied in the year, three months later, and could begin in it."""
        return self._by(4)

    def _by(self, months: int) -> Granted:
        chosen = [place for place, number in enumerate(self.numbers) if _month(number) + months <= _MONTHS]
        return Granted(self.city, self.rows[chosen], [self.numbers[place] for place in chosen],
                       [self.wkbs[place] for place in chosen])

    def days(self, months: int) -> list[str]:
        """Return days some months after the approvals."""
        parcel, face = self.city.pieces.parcel[self.rows], self.city.pieces.face[self.rows]
        day = (uniform(self.city.seed, _DAY, parcel, face) * 28).astype(np.int64) + 1
        return [f"2024-{_month(number) + months:02d}-{value:02d}" for number, value in zip(self.numbers, day.tolist())]

    @property
    def districts(self) -> list[str]:
        """Return the code of the district of each."""
        return districts_of(self.city, self.rows)

    @property
    def names(self) -> list[str]:
        """Return the batch of each: one by district."""
        return [f"PC-{district}-2024-00" for district in self.districts]

    @property
    def documents(self) -> list[str]:
        """Return the document of each approval."""
        return [f"演示批字〔2024〕{number}号" for number in self.numbers]

    @property
    def projects(self) -> list[str]:
        """Return what each is called: village and class of land."""
        systems, villages = load_class_systems(), load_names().villages
        classes = [systems.info(SURVEY, code) for code in self.city.code[self.rows].tolist()]
        return [f"{villages[number].township}{villages[number].name}{info.name_zh if info else ''}项目（演示）"
                for number, info in zip(self.city.village[self.rows].tolist(), classes)]


class Grants:
    """The approvals of the batch of parcels that is being written, worked out when first asked for; layers share them.

    Some of the approvals cover only part of what was built.
    """

    def __init__(self, past: Past) -> None:
        self._past = past
        self._known: tuple[Batch, Granted] | None = None

    def of(self, batch: Batch) -> Granted:
        """Return the approvals of a batch of parcels."""
        if self._known is None or self._known[0] is not batch:
            self._known = batch, self._granted(batch)
        return self._known[1]

    def _granted(self, batch: Batch) -> Granted:
        city, approved = batch.city, self._past.of(batch.city).approved
        local = np.flatnonzero(approved[batch.rows])
        rows = batch.rows[local]
        if not len(local):
            return Granted(city, rows, [], [])
        key, offset = rings_of(batch, local)
        in_part = uniform(city.seed, _IN_PART, city.pieces.parcel[rows], city.pieces.face[rows]) < _IN_PART_SHARE
        wkbs = simple_polygons(key, offset)
        parts = halves(key, offset)
        for row, wkb in zip(parts.row.tolist(), simple_polygons(parts.key, parts.offset)[::2]):
            if in_part[row]:
                wkbs[row] = wkb
        first = int(np.count_nonzero(approved[: rows[0]])) + 1
        return Granted(city, rows, list(range(first, first + len(rows))), wkbs)


class ApprovalsLayer:
    """One row per approved parcel of new construction, and per batch."""

    table = APPROVALS

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the approvals among a batch of parcels."""
        found = self._grants.of(batch)
        if len(found.rows):
            yield Rows({
                "parcel_id": [f"YS2024{number:06d}" for number in found.numbers], "PCBH": found.names,
                "XMMC": found.projects, "PZWH": found.documents, "PZRQ": found.days(0),
                "PZMJ": polygon_surfaces(found.wkbs), "ND": 2024, "XZQDM": found.districts,
                "BZ": "演示数据"}, found.wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the batches."""
        batches = load_stock()["batches"]
        wkbs = [whole_of(batch) for batch in batches]
        yield Rows({
            **{field: [batch[name] for batch in batches] for field, name in (
                ("parcel_id", "id"), ("PCBH", "id"), ("XMMC", "name"), ("PZWH", "document"), ("PZRQ", "approved"),
                ("XZQDM", "district"))},
            "PZMJ": polygon_surfaces(wkbs), "ND": [int(batch["approved"][:4]) for batch in batches],
            "BZ": "演示数据"}, wkbs)


class ExemptLayer:
    """One row per parcel whose conversion need not be matched, with the statutory case."""

    table = EXEMPT

    def __init__(self, past: Past) -> None:
        self._past = past

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the exempt parcels of a batch."""
        kinds = self._past.of(batch.city).exempt[batch.rows]
        local = np.flatnonzero(kinds != "")
        if not len(local):
            return
        wkbs = simple_polygons(*rings_of(batch, local))
        yield Rows({"kind": kinds[local].tolist(), "document": "演示文件，虚构", "MJ": polygon_surfaces(wkbs),
                    "BZ": "演示数据"}, wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()


def rings_of(batch: Batch, local: Ints) -> tuple[Ints, Ints]:
    """Return (vertex keys, offset) of some parcels of a batch."""
    length = (batch.offset[1:] - batch.offset[:-1])[local]
    return batch.key[spread(batch.offset[:-1][local], length)], offsets(length)


def districts_of(city: City, rows: Ints) -> list[str]:
    """Return the code of the district of some parcels."""
    return [city.line.districts[number][0] for number in city.district[rows].tolist()]


def _month(number: int) -> int:
    return number % _MONTHS + 1
