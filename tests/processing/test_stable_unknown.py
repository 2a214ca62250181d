"""Sums of a ground that could not be applied are NULL, and its rule is not listed: no field, class or layer."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kf_resources_plugin.processing.farmland.stable_outputs import GROUNDS
from tests.builders import land_layer, rows_of
from tests.processing.places import CENT, area, box
from tests.processing.test_stablefarmland import MORE, mask, parcel, run, surveyed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

BY_DETAIL = {"river_beach", "lake", "forest", "pasture", "sandy", "rocky"}
BY_MASK = {"polluted": ("polluted_land",), "reserve_core": ("nature_reserve_core",),
           "conversion": ("ecological_conversion",), "steep": ("steep_land",), "frequent_flood": ("frequent_flood",)}


@pytest.mark.parametrize("ground", ["", *BY_MASK])
@pytest.mark.parametrize("detail", [True, False])
@pytest.mark.parametrize(("slope", "told"), [("1", True), (None, False), ("", False)])
def test_a_ground_has_a_sum_where_it_could_be_applied(tmp_path: Path, slope: str | None, ground: str, *, told: bool,
                                                      detail: bool) -> None:
    fields = {**({} if slope == "" else {"GDPDJB": "text"}), **({"TBXHDM": "text"} if detail else {})}
    values = {key: value for key, value in parcel("A", GDPDJB=slope).items() if key != "GDPDJB" or slope != ""}
    record = tmp_path / "record.json"
    result = run(LAND=land_layer([(box(0, 0, 100, 100), values)], **fields), RUN_RECORD=str(record),
                 MASKS=[mask(kind, box(0, -10, 30, 200)) for kind in BY_MASK.get(ground, ())])
    applied = {*(["slope"] if told else []), *(BY_DETAIL if detail else []), *([ground] if ground else [])}
    ((*sums,),) = rows_of(result["SUMMARY"], *(f"{name}_m2" for name in GROUNDS))
    assert {name for name, value in zip(GROUNDS, sums) if value is not None} == applied
    # saline land stays stable by the shipped rules
    assert sums[GROUNDS.index("saline")] is None
    assert {name: value for name, value in zip(GROUNDS, sums) if value} == pytest.approx(
        {ground: area(0, 0, 30, 100)} if ground else {}, abs=CENT)
    rules = {rule["id"] for rule in json.loads(record.read_text(encoding="utf-8"))["document"]["rules"]}
    assert {name for name in GROUNDS if f"stable.{name}" in rules} == applied
    assert rows_of(result["TOWNSHIPS"], *(f"{name}_m2" for name in GROUNDS)) == [tuple(sums)]


def test_one_slope_class_among_many_is_told_of_and_the_rest_is_a_finding() -> None:
    result = run(LAND=surveyed(parcel("A"), parcel("B", GDPDJB=None), **MORE))
    assert rows_of(result["SUMMARY"], "slope_m2") == [(0.0,)]
    assert "stable.slope_unknown" in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}


@pytest.mark.parametrize(("fields", "slope", "told"), [
    pytest.param({}, "", False, id="no field"), pytest.param({"GDPDJB": "text"}, None, False, id="blank field"),
    pytest.param({"GDPDJB": "text"}, "1", True, id="field"), pytest.param({"TBXHDM": "text"}, "", True, id="detail"),
])
def test_nothing_is_called_stable_where_no_ground_could_be_applied(
    tmp_path: Path, fields: dict[str, str], slope: str | None, *, told: bool
) -> None:
    values = {key: value for key, value in parcel("A", GDPDJB=slope).items() if key != "GDPDJB" or "GDPDJB" in fields}
    record = tmp_path / "record.json"
    result = run(LAND=land_layer([(box(0, 0, 100, 100), values)], **fields), RUN_RECORD=str(record))
    whole = pytest.approx(area(0, 0, 100, 100), abs=CENT)
    assert (result["STABLE_M2"], result["UNSTABLE_M2"]) == ((whole, 0.0) if told else (None, None))
    assert rows_of(result["STABLE"], "stable", "net_m2") == [(1 if told else None, whole)]
    assert rows_of(result["SUMMARY"], "farmland_m2", "stable_m2", "unstable_m2", "share") == [
        (whole, whole, 0.0, 1.0) if told else (whole, None, None, None)]
    messages = dict(rows_of(result["FINDINGS"], "rule_id", "message"))
    assert ("stable.untold" in messages) != told
    assert told or "9999.82 m² of cultivated land" in messages["stable.untold"]
    document = json.loads(record.read_text(encoding="utf-8"))["document"]
    assert document["bridge"][-1]["label"] == (
        "Stable cultivated land" if told else "Cultivated land of which nothing tells whether it is stable")
    printed = {table["total"]["stable"] for table in document["tables"]}
    assert ("unknown" in printed) != told
    assert told or printed == {"unknown"}


def test_a_survey_without_cultivated_land_has_no_stable_land() -> None:
    result = run(LAND=land_layer([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0601"})]), CLASS_SYSTEM="survey_2019")
    assert (result["FARMLAND_M2"], result["STABLE_M2"], result["UNSTABLE_M2"]) == (0.0, 0.0, 0.0)
    assert "stable.untold" not in {row[0] for row in rows_of(result["FINDINGS"], "rule_id")}
