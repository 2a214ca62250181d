"""The run record: the same content gives the same digest, anything else another."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.run_record import build_record, input_record, table_digest
from kf_resources_plugin.engine.wkb import as_wkb_array

NOON = datetime(2026, 5, 20, 12, tzinfo=timezone.utc)


def _table() -> PolygonTable:
    return PolygonTable("地类图斑", QgsCoordinateReferenceSystem("EPSG:4526"), np.array([1, 2]),
                        as_wkb_array([b"one", b"two"]), np.zeros((2, 4)),
                        {"DLBM": np.array(["0101", None], dtype=object)})


def test_the_digest_is_that_of_the_rows_not_of_their_order() -> None:
    table = _table()
    assert table_digest(table) == table_digest(table.take(np.array([1, 0])))
    for changed in (
        replace(table, fids=np.array([1, 3])),
        replace(table, wkb=as_wkb_array([b"on", b"etwo"])),
        replace(table, columns={"DLBM": np.array(["0101", "0102"], dtype=object)}),
        replace(table, columns={"CODE": table.columns["DLBM"]}),
    ):
        assert table_digest(changed) != table_digest(table)


def test_time_is_kept_apart_from_the_digest() -> None:
    book = load_rule_book(date(2026, 5, 20), "zh")
    inputs = [input_record("land", _table(), "land.gpkg | land")]

    def record(start: datetime, method: str) -> dict[str, object]:
        return build_record("kf:farmlandoccupation", inputs, {"AREA_METHOD": method}, {"FARMLAND_M2": 1.0}, "qgis",
                            book, start, start + timedelta(seconds=1.5))

    first, later, other = record(NOON, "additive"), record(NOON + timedelta(days=1), "additive"), record(NOON, "x")
    assert first["digest"] == later["digest"] != other["digest"]
    assert first["started"] != later["started"]
    assert first["duration_s"] == 1.5
    assert first["inputs"] == [{"role": "land", "name": "地类图斑", "source": "land.gpkg | land", "crs": "EPSG:4526",
                                "rows": 2, "digest": table_digest(_table())}]
