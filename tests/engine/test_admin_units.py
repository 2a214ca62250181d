"""Units with and without codes."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.admin_units import Unit, county_name, numbered, read_units
from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.engine.wkb import as_wkb_array


def test_a_unit_without_a_code_is_known_by_its_name() -> None:
    table = PolygonTable("区划", QgsCoordinateReferenceSystem("EPSG:4526"), np.array([7, 8, 9]),
                         as_wkb_array([b""] * 3), np.full((3, 4), np.nan),
                         {"XZQDM": np.array([410202.0, np.nan, np.nan]),
                          "XZQMC": np.array(["龙亭区", "示范区", None], dtype=object)})
    units, found = read_units(table, "XZQDM", "XZQMC", load_rule_book(date(2026, 1, 1), "zh"))
    assert units == [Unit("410202", "龙亭区"), Unit("", "示范区"), Unit("", "#9")]
    assert [(f.rule_id, f.source_fid) for f in found] == [("units.code_missing", 8), ("units.code_missing", 9)]
    assert len({f.finding_id for f in found}) == 2


@pytest.mark.parametrize("code_field", [None, "DM"])
def test_a_missing_code_says_what_to_do(code_field: str | None) -> None:
    table = PolygonTable("区划", QgsCoordinateReferenceSystem("EPSG:4526"), np.array([7]), as_wkb_array([b""]),
                         np.full((1, 4), np.nan), {"DM": np.array([None], dtype=object)})
    *layer, found = read_units(table, code_field, None, load_rule_book(date(2026, 1, 1), "zh"))[1]
    assert [item.rule_id for item in layer] == ["units.code_field_missing"] * (code_field is None)
    assert f"请填写字段 {code_field or 'XZQDM'}" in found.remedy
    assert "在“行政区代码字段”中选择" in found.remedy
    assert "—" not in found.remedy


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]])
def test_one_code_is_one_unit_however_it_is_written_and_called(order: list[int]) -> None:
    codes = np.array(["410222", "410222000000", " 410222 ", "KFQ02", "KFQ01", "KFQ01"], dtype=object)
    names = np.array([None, "通许县", "一般县", None, "乙", "甲"], dtype=object)
    table = PolygonTable("区划", QgsCoordinateReferenceSystem("EPSG:4526"), np.arange(6), as_wkb_array([b""] * 6),
                         np.full((6, 4), np.nan), {"XZQDM": codes[order], "XZQMC": names[order]})
    units, found = read_units(table, "XZQDM", "XZQMC", load_rule_book(date(2026, 1, 1), "zh"))
    county, own = Unit("410222", "通许县"), Unit("KFQ01", min("甲", "乙"))
    assert [units[order.index(row)] for row in range(6)] == [county, county, county, Unit("KFQ02", "KFQ02"), own, own]
    assert [(f.rule_id, f.subject_id, f.subject_name, f.severity) for f in found] == [
        ("units.names_differ", "410222", "通许县", "warning"), ("units.names_differ", "KFQ01", own.name, "warning")]
    assert "410222 有多个名称：一般县、通许县" in found[0].message


def test_units_are_numbered_by_code_then_name() -> None:
    north, south = Unit("410202", "a"), Unit("410202", "b")
    distinct, place = numbered([south, north, south, Unit("", "")])
    assert distinct == [Unit("", ""), north, south]
    assert place.tolist() == [2, 1, 2, 0]


def test_counties_of_kaifeng_have_names_and_others_keep_their_code() -> None:
    assert county_name("410222") == "通许县"
    assert county_name("410100") == "410100"
