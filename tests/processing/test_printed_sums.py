"""Printed tables of reserve land and of a verification whose columns are sums of what is printed."""
from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.processing import test_permanentfarmlandcheck as check
from tests.processing import test_reservepotential as reserve
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")


def table(record: Path, key: str) -> dict[str, Any]:
    """Return the table that has a column."""
    tables = json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
    (found,) = [table for table in tables if key in [column["key"] for column in table["columns"]]]
    return found


def test_weights_as_printed_sum_to_one(tmp_path: Path) -> None:
    """Seven weights alike are 0.142857 each, 1 ÷ 7; without water and road, 0.2 each: no data for them."""
    record = tmp_path / "record.json"
    land = reserve.land_of(reserve.parcel(0, "S", "1206"), reserve.parcel(100, "F", "0102", GDDB=6, GDPDJB="1"))
    names = ("soil", "water", "slope", "contiguity", "farmland", "road", "restorability")
    reserve.run(land, RUN_RECORD=str(record), WEIGHTS=json.dumps(dict.fromkeys(names, 1)))
    weights = table(record, "used")
    printed = [Decimal(row["weight"]) for row in weights["rows"]]
    assert set(printed) == {Decimal("0.1428"), Decimal("0.1429")}
    assert sum(printed) == Decimal(weights["total"]["weight"]) == 1
    assert [row["used"] for row in weights["rows"]] == ["0.2000", "no data", *["0.2000"] * 3, "no data", "0.2000"]
    # 1, 2 and 3 of 7 with data: 0.142857, 0.285714, 0.428571 and so on; the ones together are 1.0000
    reserve.run(land, RUN_RECORD=str(record), WEIGHTS=json.dumps(dict(zip(names, (1, 9, 1, 1, 1, 9, 3)))))
    used = [Decimal(row["used"]) for row in table(record, "used")["rows"] if row["used"] != "no data"]
    assert sum(used) == Decimal(table(record, "used")["total"]["used"]) == 1
    # 3 ÷ 7 = 0.42857, the largest remainder, and two of the four that are 0.142857 are raised
    assert sorted(used) == [Decimal(text) for text in ("0.1428", "0.1428", "0.1429", "0.1429", "0.4286")]


def test_areas_and_net_areas_by_problem_add_up_to_the_total(tmp_path: Path) -> None:
    # B, 100 m × 100 m with a tenth of ridges, is too steep; 30 m of it lie in the redline too
    record = tmp_path / "record.json"
    land = check.land((box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0201"}),
                      (box(100, 0, 100, 100), {"BSM": "B", "DLBM": "0103", "GDPDJB": "5", "GDLX": "PD", "KCXS": 0.1}))
    check.run(PERMANENT_FARMLAND=check.patches(box(0, 0, 200, 100)), LAND=land, RUN_RECORD=str(record),
              MASKS=[check.mask("ecological_redline", box(170, 0, 30, 100))])
    problems = next(table for table in json.loads(record.read_text(encoding="utf-8"))["document"]["tables"]
                    if table["title"] == "Permanent basic farmland by problem (m²)")
    less = problems["rows"][-1]
    assert float(less["area"]) == pytest.approx(-area(170, 0, 30, 100), abs=2 * CENT)
    assert float(less["net"]) == pytest.approx(-0.9 * area(170, 0, 30, 100), abs=2 * CENT)
    for key in ("area", "net"):
        assert sum(Decimal(row[key]) for row in problems["rows"]) == Decimal(problems["total"][key])
