"""What the board counts: classes by way of disposal, ages in full years, sums that add up as they are shown."""
from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kf_resources_plugin.engine.rule_store import load_rule_book
from kf_resources_plugin.gui.models.printed_sums import shown_areas
from kf_resources_plugin.gui.models.stock_ages import age_bars, age_groups, age_names
from kf_resources_plugin.gui.models.stock_parcels import (
    KINDS,
    NO_PARCELS,
    ROUTES,
    StockParcels,
    cross_table,
    lacking,
    read_parcels,
    with_totals,
)
from tests.builders import layer_of
from tests.gui.stock_status import LANKAO, ROWS, status_layer

pytestmark = pytest.mark.usefixtures("qgis_app")

ENDS = (1, 2, 3, 5)


@pytest.fixture
def parcels() -> StockParcels:
    return read_parcels(status_layer(), load_rule_book(date(2026, 3, 1), "en"))


def cell(kind: str, route: str) -> tuple[int, int]:
    return KINDS.index(kind), ROUTES.index(route)


def test_parcels_and_areas_add_up_across_and_down(parcels: StockParcels) -> None:
    found = cross_table(parcels, parcels.in_county(""))
    assert found.area[cell("expropriated_not_supplied", "reserve")] == 20_000_40
    assert found.area[cell("expropriated_not_supplied", "supply")] == 5_000_40
    assert found.area[cell("used", "")] == 9_000_00
    assert with_totals(found.parcels)[-1].tolist() == [1, 1, 1, 1, 1, 5]
    assert with_totals(found.area)[-1, -1] == 45_001_20
    assert with_totals(found.area)[KINDS.index("expropriated_not_supplied"), -1] == 25_000_80


def test_a_county_is_counted_by_itself(parcels: StockParcels) -> None:
    found = cross_table(parcels, parcels.in_county(LANKAO))
    assert (found.parcels.sum(), found.area.sum()) == (3, 15_000_40)


@pytest.mark.parametrize(("unit", "total"), [
    ("m2", 3.0), ("ha", 0.0003), ("mu", 0.0)])  # 3 m² are 0.0045 mu, shown as 0.00
def test_what_is_shown_adds_up_where_single_roundings_would_not(unit: str, total: float) -> None:
    """Two cells of 1.5 m² are 0.00015 ha each: rounded one by one they would be 0.0002 + 0.0002, and 0.0003 in all."""
    shown = shown_areas(np.array([[150, 0], [0, 150]], dtype=np.int64), unit)
    in_unit = {"m2": 1.0, "ha": 1e-4, "mu": 3 / 2000}[unit]
    assert shown.sum() * in_unit == pytest.approx(total, abs=1e-12)


def test_a_year_from_a_29_february_is_full_on_the_28th() -> None:
    """One year from 2020-02-29: the day 2021-02-28 is the last of it, 2021-03-01 the first after it."""
    def group(since: str, today: str) -> int:
        day = date.fromisoformat(since)
        one = read_parcels(status_layer([{**ROWS[0], "since": since,
                                          "age_days": (date.fromisoformat(today) - day).days}]),
                           load_rule_book(date(2026, 3, 1), "en"))
        return int(age_groups(one, ENDS)[0])

    assert group("2023-06-01", "2024-05-31") == 0
    assert group("2023-06-01", "2024-06-01") == 1
    assert group("2023-06-01", "2025-06-01") == 2
    assert group("2023-06-01", "2028-05-31") == 3
    assert group("2023-06-01", "2028-06-01") == 4
    assert group("2020-02-29", "2021-02-28") == 0
    assert group("2020-02-29", "2021-03-01") == 1


def test_ages_are_shown_by_group_without_land_that_is_used(parcels: StockParcels) -> None:
    """D2 is under one year old, D3 two years to the day less one, D1 over five, D4 has no date; D5 is used."""
    groups = age_groups(parcels, ENDS)
    assert groups.tolist() == [4, 0, 1, -1, 4]
    bars = age_bars(parcels, parcels.in_county(""), groups, age_names(ENDS), "ha")
    assert bars is not None
    assert [(label, amounts) for label, amounts in bars.rows if amounts[0]] == [
        ("0–1 years (1)", (2.0001,)), ("1–2 years (1)", (0.5,)),
        ("5 years and more (1)", (1.0,)), ("age unknown (1)", (0.1,))]
    assert sum(amounts[0] for _, amounts in bars.rows) == pytest.approx(3.6001)  # 36 001.2 m²
    assert age_bars(NO_PARCELS, NO_PARCELS.in_county(""), age_groups(NO_PARCELS, ENDS), age_names(ENDS), "ha") is None


def test_a_layer_of_another_office_is_read_by_its_words_and_what_is_no_class_is_undetermined() -> None:
    layer = layer_of([(None, {"DKBH": "A", "存量分类": "批而未征", "面积": 12.345, "route": "elsewhere"}),
                      (None, {"DKBH": "B", "存量分类": "?", "面积": None}),
                      (None, {"DKBH": None, "存量分类": None, "面积": 1e30})],
                     {"DKBH": "text", "存量分类": "text", "面积": "real", "route": "text"}, geometry="None", crs="")
    assert lacking(layer) == []
    found = read_parcels(layer, load_rule_book(date(2026, 3, 1), "en"))
    assert [KINDS[kind] for kind in found.kind] == ["approved_not_expropriated", "undetermined", "undetermined"]
    assert found.area.tolist() == [12_35, 0, 0]
    assert found.route.tolist() == [len(ROUTES) - 1] * 3
    assert found.texts["parcel_id"] == ["A", "B", ""]
    assert lacking(layer_of([], {"parcel_id": "text"})) == ["class", "area_m2"]
