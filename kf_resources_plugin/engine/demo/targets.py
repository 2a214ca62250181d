"""Farmland targets of counties and some townships, invented.

What the counties are to keep of cultivated and permanent farmland sums to the city's, which the rules bring.
"""
from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from ... import paths
from .package import GENERATED, Column, Rows, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City

TABLE = Table(
    "targets", "targets", "耕地保护目标", "Farmland protection targets",
    GENERATED + " 目标值为虚构，不是下达的任务。 Targets are invented, nobody set them.", "none",
    (Column("unit_code", "text", 12, 0, "行政区代码"), Column("indicator", "text", 30, 0, "指标"),
     Column("target", "decimal", 15, 4, "目标值"), Column("unit", "text", 10, 0, "单位"),
     Column("year", "integer", 4, 0, "年份"), Column("source", "text", 100, 0, "来源")))


class TargetsLayer:
    """One row per unit and indicator."""

    table = TABLE

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: targets do not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all targets."""
        with paths.resource("demo", "targets.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        yield Rows({**{name: [row[name] for row in rows] for name in ("unit_code", "indicator", "unit", "source")},
                    "target": [float(row["target"]) for row in rows], "year": [int(row["year"]) for row in rows]},
                   [b""] * len(rows))
