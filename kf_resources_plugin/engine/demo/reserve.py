"""The reserve of replenished farmland: invented entries of several years and counties, a table without geometry."""
from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from ... import paths
from ..schema import load_schema
from .package import GENERATED, Column, Rows, Table, columns_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .city import Batch, City

TABLE = Table("reserve", "reserve", "补充耕地指标", "Reserve of replenished farmland",
              GENERATED + " 指标编号、数量、日期均为虚构。 Entries are invented.", "none",
              columns_of(load_schema("reserve"), [Column("note", "text", 100, 0, "备注")]))
# column of the file: field of the table
_COLUMNS = {
    "指标编号": "entry_id", "县区代码": "unit_code", "入库日期": "available_date", "补充耕地数量": "quantity_m2",
    "水田面积": "paddy_m2", "粮食产能": "capacity_kg", "平均等别": "mean_grade", "备注": "note",
}
_NUMBERS = frozenset({"quantity_m2", "paddy_m2", "capacity_kg", "mean_grade"})


def reserve_file() -> Path:
    """Return the entries as a file that a ledger can import."""
    return paths.resource("demo", "reserve.csv")


class ReserveLayer:
    """One row per entry."""

    table = TABLE

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: entries do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all entries."""
        with reserve_file().open(encoding="utf-8", newline="") as file:
            entries = list(csv.DictReader(file))
        columns: dict[str, list[str | float | None]] = {
            field: [_value(field, entry[head]) for entry in entries] for head, field in _COLUMNS.items()}
        yield Rows({**columns, "grade_scale": "utilisation_15"}, [b""] * len(entries))


def _value(field: str, text: str) -> str | float | None:
    if not text:
        return None
    return float(text) if field in _NUMBERS else text
