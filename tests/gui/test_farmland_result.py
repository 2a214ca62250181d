"""The tables of a trial: rows, figures and bars, worked by hand from small tables."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kf_resources_plugin.gui.docks.farmland_result import (
    FarmlandResult,
    available,
    balance_bars,
    county_columns,
    county_rows,
    entry_columns,
    entry_rows,
    headline,
    project_columns,
    project_rows,
    read_result,
)

pytestmark = pytest.mark.usefixtures("qgis_app")

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)


def summary(project: str, unit: str, farmland: float | None, **more: Any) -> dict[str, Any]:
    return {"project_id": project, "project_name": f"name {project}", "unit_code": unit, "demand_date": JUNE,
            "farmland_m2": farmland, "paddy_m2": 0.0, "capacity_kg": None if farmland is None else farmland,
            "permanent_m2": 0.0, **more}


def verdict(project: str, units: str, quantity: float, short: float | None = 0.0, **more: Any) -> dict[str, Any]:
    return {"project_id": project, "project_name": f"name {project}", "unit_codes": units, "demand_date": JUNE,
            "passed": int(short == 0.0), "quantity_m2": quantity, "paddy_m2": 0.0, "capacity_kg": quantity,
            "quantity_short_m2": short, "paddy_short_m2": 0.0, "capacity_short_kg": 0.0, "replenished_first": 1,
            "grade_kept": None, "reasons": "", **more}


def taken(project: str, unit: str, entry: str, indicator: str, amount: float) -> dict[str, Any]:
    return {"project_id": project, "unit_code": unit, "entry_id": entry, "indicator": indicator, "amount": amount}


def left(entry: str, unit: str, day: date | None, quantity: float) -> dict[str, Any]:
    return {"entry_id": entry, "unit_code": unit, "available_date": day, "quantity_m2": quantity, "paddy_m2": 0.0,
            "capacity_kg": 0.0}


def result(scope: str = "county", **tables: Any) -> FarmlandResult:
    names = ("summary", "verdicts", "allocations", "account", "reserve_after")
    return FarmlandResult(Path("none"), {"SCOPE": scope}, **{name: tuple(tables.get(name, ())) for name in names})


def test_rows_are_as_wide_as_their_columns() -> None:
    tried = result(summary=[summary("P1", "410222", 100.0), summary("P9", "410222", 1.0)],
                   verdicts=[verdict("P1", "410222", 100.0)],
                   allocations=[taken("P1", "410222", "E1", "quantity", 100.0)],
                   account=[{"unit_code": "410222", "unit_name": "祥符区", "indicator": "quantity",
                             "before_amount": 300.0, "demanded_amount": 100.0, "short_amount": 0.0,
                             "after_amount": 200.0}])
    for rows, columns in ((project_rows(tried, {"P9": 4}), project_columns()), (county_rows(tried), county_columns()),
                          (entry_rows(tried), entry_columns())):
        assert {len(row) for row in rows} == {len(columns)}


def test_projects_written_off_before_stand_below_with_their_event() -> None:
    tried = result(
        summary=[summary("P1", "410222", 100.0, permanent_m2=7.0), summary("P9", "410222", 30.0),
                 summary("P9", "410225", 20.0)],
        verdicts=[verdict("P1", "410222", 100.0)])
    rows = project_rows(tried, {"P9": 4})
    assert [(row[0], row[2], row[3], row[9], row[12], row[14]) for row in rows] == [
        (True, "P1", 100.0, 7.0, "410222", None), (None, "P9", 50.0, 0.0, "410222,410225", 4)]


def test_an_unknown_amount_is_never_taken_for_nothing() -> None:
    tried = result(summary=[summary("P1", "410222", 100.0), summary("P2", "410222", None)],
                   verdicts=[verdict("P1", "410222", 100.0), verdict("P2", "410222", 0.0, None, capacity_kg=None)])
    figures = dict(headline(tried))
    assert figures["Farmland taken, projects added up"] == "unknown"
    assert figures["Grain capacity"] == "unknown"
    assert balance_bars(tried, "ha")[0].short is None
    assert balance_bars(tried, "ha")[2].demanded is None


def test_headline_figures_have_their_units() -> None:
    """15 000 m² are 1.5 ha and 22.5 mu."""
    tried = result(summary=[summary("P1", "410222", 15_000.0, paddy_m2=5_000.0, permanent_m2=0.0)],
                   verdicts=[verdict("P1", "410222", 15_000.0)])
    assert headline(tried) == [
        ("Projects", "1 pass, 0 fail"), ("Farmland taken, projects added up", "1.5000 ha = 22.50 mu"),
        ("of it paddy", "0.5000 ha = 7.50 mu"), ("Grain capacity", "15,000.00 kg"),
        ("Permanent farmland", "0.0000 ha = 0.00 mu")]


@pytest.mark.parametrize(("scope", "expected"), [("county", 130.0), ("city", 171.0), ("province", 173.0)])
def test_available_is_what_could_serve_a_project_by_place_and_day(scope: str, expected: float) -> None:
    """Own county 100 left + 30 taken; another county of the city 41, of the province 2; too late 500; never 900."""
    tried = result(
        scope, verdicts=[verdict("P1", "410222", 30.0)],
        allocations=[taken("P1", "410222", "E1", "quantity", 30.0), taken("P1", "410222", "E1", "capacity", 8.0)],
        reserve_after=[left("E1", "410222", JUNE, 100.0), left("E2", "410225", JUNE, 41.0),
                       left("E3", "410100", JUNE, 2.0), left("E4", "410222", JULY, 500.0),
                       left("E5", "410222", None, 900.0)])
    assert available(tried, 0) == expected
    assert available(tried, 2) == 8.0


def test_bars_are_in_the_unit_that_is_chosen() -> None:
    tried = result(verdicts=[verdict("P1", "410222", 15_000.0, 5_000.0)],
                   reserve_after=[left("E1", "410222", JUNE, 10_000.0)])
    quantity, _paddy, capacity = balance_bars(tried, "mu")
    assert (quantity.demanded, quantity.available, quantity.short, quantity.unit) == (22.5, 15.0, 7.5, "mu")
    assert (capacity.demanded, capacity.unit) == (15_000.0, "kg")


def test_what_a_project_takes_from_an_entry_stands_in_one_row() -> None:
    tried = result(allocations=[
        taken("P1", "410222", "E1", "quantity", 100.0), taken("P1", "410222", "E2", "quantity", 50.0),
        taken("P1", "410222", "E1", "capacity", 9.0)])
    assert entry_rows(tried) == [["P1", "410222", "E1", 100.0, None, 9.0], ["P1", "410222", "E2", 50.0, None, None]]


def test_counties_stand_with_all_indicators_in_one_row() -> None:
    def row(unit: str, indicator: str, before: float) -> dict[str, Any]:
        return {"unit_code": unit, "unit_name": f"county {unit}", "indicator": indicator, "before_amount": before,
                "demanded_amount": 1.0, "short_amount": 0.0, "after_amount": before - 1}

    tried = result(account=[row("410225", "quantity", 5.0), row("410222", "quantity", 3.0),
                            row("410222", "capacity", 8.0)])
    assert [[cells[0], cells[1], cells[4], cells[9]] for cells in county_rows(tried)] == [
        ["county 410222", 3.0, 2.0, 8.0], ["county 410225", 5.0, 4.0, None]]


def test_a_folder_without_results_gives_none(tmp_path: Path) -> None:
    assert read_result(tmp_path, {"SCOPE": "county"}) is None
    (tmp_path / "results.gpkg").write_text("no package", encoding="utf-8")
    assert read_result(tmp_path, {"SCOPE": "county"}) is None
    assert read_result(tmp_path, {}) is None
