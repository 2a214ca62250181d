"""What papers say of the change in the demo city: approvals of new construction, and conversions that are exempt."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...rules.codes import SURVEY
from ..rule_store import load_class_systems
from .chords import halves
from .noise import uniform
from .package import GENERATED, Column, Rows, Table
from .places import load_names
from .polygons import simple_polygons
from .rings import offsets, spread
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .change import Past
    from .city import Batch, City
    from .keys import Ints

_IN_PART, _IN_PART_SHARE = 86, 0.2
_DAY = 87
APPROVALS = Table(
    "approvals", "approvals", "用地批文范围", "Land approvals",
    GENERATED + " 批文、项目名称和范围均为虚构。 Approvals are invented.", "polygon",
    (Column("XMBH", "text", 20, 0, "项目编号"), Column("XMMC", "text", 100, 0, "项目名称"),
     Column("PZWH", "text", 50, 0, "批准文号"), Column("PZRQ", "date", 0, 0, "批准日期"),
     Column("PZMJ", "decimal", 15, 2, "批准面积"), Column("BZ", "text", 255, 0, "备注")))
EXEMPT = Table(
    "exempt", "exempt", "进出平衡豁免范围", "Conversions that are exempt",
    GENERATED + " 豁免范围和依据均为虚构。 Exempt areas are invented.", "polygon",
    (Column("kind", "text", 30, 0, "豁免类型"), Column("document", "text", 100, 0, "依据文件"),
     Column("MJ", "decimal", 15, 2, "面积"), Column("BZ", "text", 255, 0, "备注")))


class ApprovalsLayer:
    """One row per approved parcel of new construction; some of the approvals cover only part of what was built."""

    table = APPROVALS

    def __init__(self, past: Past) -> None:
        self._past = past
        self._serial = 0

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the approvals among a batch of parcels."""
        city = batch.city
        local = np.flatnonzero(self._past.of(city).approved[batch.rows])
        if not len(local):
            return
        key, offset = _rings(batch, local)
        rows = batch.rows[local]
        in_part = uniform(city.seed, _IN_PART, city.pieces.parcel[rows], city.pieces.face[rows]) < _IN_PART_SHARE
        wkbs = simple_polygons(key, offset)
        parts = halves(key, offset)
        for row, wkb in zip(parts.row.tolist(), simple_polygons(parts.key, parts.offset)[::2]):
            if in_part[row]:
                wkbs[row] = wkb
        first, self._serial = self._serial, self._serial + len(rows)
        numbers = range(first + 1, self._serial + 1)
        day = (uniform(city.seed, _DAY, city.pieces.parcel[rows], city.pieces.face[rows]) * 28).astype(np.int64) + 1
        yield Rows({
            "XMBH": [f"YS2024{number:06d}" for number in numbers], "XMMC": _names(city, rows),
            "PZWH": [f"演示批字〔2024〕{number}号" for number in numbers],
            "PZRQ": [f"2024-{number % 12 + 1:02d}-{value:02d}" for number, value in zip(numbers, day.tolist())],
            "PZMJ": polygon_surfaces(wkbs), "BZ": "演示数据"}, wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()


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
        wkbs = simple_polygons(*_rings(batch, local))
        yield Rows({"kind": kinds[local].tolist(), "document": "演示文件，虚构", "MJ": polygon_surfaces(wkbs),
                    "BZ": "演示数据"}, wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()


def _rings(batch: Batch, local: Ints) -> tuple[Ints, Ints]:
    """Return (vertex keys, offset) of some parcels of a batch."""
    length = (batch.offset[1:] - batch.offset[:-1])[local]
    return batch.key[spread(batch.offset[:-1][local], length)], offsets(length)


def _names(city: City, rows: Ints) -> list[str]:
    systems, villages = load_class_systems(), load_names().villages
    classes = [systems.info(SURVEY, code) for code in city.code[rows].tolist()]
    return [f"{villages[number].township}{villages[number].name}{info.name_zh if info else ''}项目（演示）"
            for number, info in zip(city.village[rows].tolist(), classes)]
