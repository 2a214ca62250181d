"""Districts, townships and villages of the demo city: the outlines of their parcels, vertex for vertex."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..schema import load_schema
from .package import GENERATED, Rows, Table, columns_of
from .places import load_names
from .polygons import dissolved
from .rings import cancel, ring_edges
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City
    from .keys import Floats, Ints

_BY_CODE = 6, 9, 12  # digits that name a district, a township, a village


@dataclass(eq=False)
class Outlines:
    """The village boundaries met so far, and the land survey's area of every village. Shared by the three layers."""

    start: list[Ints] = field(default_factory=list)
    end: list[Ints] = field(default_factory=list)
    village: list[Ints] = field(default_factory=list)
    area: Floats = field(default_factory=lambda: np.zeros(len(load_names().villages)))
    _last: int = -1

    def take(self, batch: Batch) -> None:
        """Add the parcels of a batch; a batch already taken is not added again."""
        if batch.rows[0] <= self._last:
            return
        self._last = int(batch.rows[-1])
        village = batch.city.village[batch.rows]
        np.add.at(self.area, village, batch.area)
        start, end, owner = ring_edges(batch.key, batch.offset, village)
        kept = cancel(start, end, owner)
        for parts, values in ((self.start, start), (self.end, end), (self.village, owner)):
            parts.append(values[kept])

    def units(self, digits: int) -> tuple[list[str], list[bytes], list[float]]:
        """Return code, geometry and surveyed area of all units whose code has so many digits, by code."""
        codes = sorted({village.code[:digits] for village in load_names().villages})
        number = {code: row for row, code in enumerate(codes)}
        unit = np.array([number[village.code[:digits]] for village in load_names().villages])
        present, wkbs, _ = dissolved(np.concatenate(self.start), np.concatenate(self.end),
                                     unit[np.concatenate(self.village)])
        area = np.bincount(unit, weights=self.area, minlength=len(codes))
        return ([codes[row] for row in present.tolist()], wkbs,
                [float(value) for value in np.round(area[present], 2)])


class UnitLayer:
    """One level of administrative units; ``outlines`` is shared with the other levels."""

    def __init__(self, table: Table, outlines: Outlines, digits: int) -> None:
        self.table, self._outlines, self._digits = table, outlines, digits

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Collect boundaries; no rows yet."""
        self._outlines.take(batch)
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all units."""
        codes, wkbs, surveyed = self._outlines.units(self._digits)
        names = self._names(city)
        serial: dict[str, int] = {}
        identifiers = []
        for code in codes:
            serial[code[:6]] = serial.get(code[:6], 0) + 1
            identifiers.append(f"{code[:6]}{self._layer_code()}{serial[code[:6]]:08d}")
        columns = {
            "BSM": identifiers, "YSDM": load_schema("cjdcq" if self._is_village() else "xzq").element_code,
            "DCMJ": surveyed, "JSMJ": polygon_surfaces(wkbs), "MSSM": "00", "BZ": "演示数据",
        }
        if self._is_village():
            columns.update({"ZLDWDM": [code + "0000000" for code in codes], "ZLDWMC": [names[code] for code in codes]})
        else:
            columns.update({"XZQDM": codes, "XZQMC": [names[code] for code in codes]})
        yield Rows(columns, wkbs)

    def _is_village(self) -> bool:
        return self._digits == _BY_CODE[2]

    def _layer_code(self) -> str:
        return f"10{self._digits:02d}"

    def _names(self, city: City) -> dict[str, str]:
        if self._digits == _BY_CODE[0]:
            return dict(city.line.districts)
        if self._digits == _BY_CODE[1]:
            return load_names().townships
        return {village.code: village.township + village.name for village in load_names().villages}


def unit_layers() -> list[UnitLayer]:
    """Return the layers of districts, townships and villages."""
    outlines = Outlines()
    tables = (Table("admin_units", "admin_units", "区县", "Districts and counties", GENERATED, "multipolygon",
                    columns_of(load_schema("xzq"))),
              Table("townships", "townships", "乡镇街道", "Townships", GENERATED, "multipolygon",
                    columns_of(load_schema("xzq"))),
              Table("villages", "villages", "行政村", "Villages", GENERATED, "multipolygon",
                    columns_of(load_schema("cjdcq"))))
    return [UnitLayer(table, outlines, digits) for table, digits in zip(tables, _BY_CODE)]
