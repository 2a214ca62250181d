"""The run record: the same content gives the same digest, anything else another."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine import run_record
from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.run_record import build_record, content_digest, file_digest, input_record, table_digest
from kf_resources_plugin.engine.wkb import as_wkb_array
from kf_resources_plugin.rules.progress import Canceled, NoProgress

if TYPE_CHECKING:
    from pathlib import Path

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
                                "rows": 2, "columns": ["DLBM"], "digest": table_digest(_table()),
                                "layer_rows": None}]


def test_other_tables_of_the_plugin_make_another_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends their lines: where git writes Windows's, the tables are the same."""
    book = load_rule_book(date(2026, 5, 20), "zh")
    (tmp_path / "rules").mkdir()
    monkeypatch.setattr("kf_resources_plugin.paths.resource", lambda name: tmp_path / name)
    digests = []
    for content in (b"[1]\n", b"[1]\r\n", b"[2]\n"):
        (tmp_path / "rules" / "a.json").write_bytes(content)
        run_record._shipped_tables.cache_clear()
        digests.append(build_record("kf:farmlandoccupation", [], {}, {}, "qgis", book, NOON, NOON)["digest"])
    run_record._shipped_tables.cache_clear()
    assert digests[0] == digests[1] != digests[2]


def test_the_folder_of_an_input_is_told_but_makes_no_other_run() -> None:
    book = load_rule_book(date(2026, 5, 20), "zh")

    def record(source: str) -> dict[str, Any]:
        return build_record("kf:x", [input_record("land", _table(), source)], {}, {}, "qgis", book, NOON, NOON)

    here, there = record("a/land.gpkg"), record("b/land.gpkg")
    assert here["digest"] == there["digest"]
    assert [r["inputs"][0]["source"] for r in (here, there)] == ["a/land.gpkg", "b/land.gpkg"]


def test_null_is_not_the_text_none_and_texts_do_not_run_together() -> None:
    def digest(*values: object) -> str:
        return table_digest(replace(_table(), columns={"DLBM": np.array(values, dtype=object)}))

    assert len({digest("0101", None), digest("0101", "None"), digest("0101', None", ""), digest("", "0101")}) == 4


def test_the_content_of_a_file_and_of_a_table_is_digested(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    # FIPS 180-2, appendix B.1
    assert file_digest(tmp_path / "a") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert content_digest({"a": 1, "b": None}) == content_digest({"b": None, "a": 1}) != content_digest({"a": 1})


def test_digests_can_be_cancelled(tmp_path: Path) -> None:
    class Pressed(NoProgress):
        def check(self) -> None:
            raise Canceled

    (tmp_path / "a").write_bytes(b"abc")
    for work in (lambda: table_digest(_table(), Pressed()), lambda: file_digest(tmp_path / "a", Pressed())):
        with pytest.raises(Canceled):
            work()
