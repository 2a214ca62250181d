"""The rules that reports of cultivated land list: those that the run could apply, and no others."""
from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import processing
import pytest

from tests.builders import land_layer, layer_of
from tests.processing import epochs, replace_layers, test_reservepotential
from tests.processing.places import box
from tests.processing.test_farmland_ceiling import two_years
from tests.processing.test_permanentfarmlandcheck import land, patches
from tests.processing.test_stablefarmland import mask, parcel, surveyed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

BY_FIELD = {"stable.slope", "stable.river_beach"}
BY_MASK = {"stable.polluted", "stable.steep", "stable.reserve_core", "stable.frequent_flood"}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "record.json"


def document(record: Path) -> dict[str, Any]:
    return json.loads(record.read_text(encoding="utf-8"))["document"]


def listed(record: Path, algorithm: str = "", **parameters: Any) -> set[str]:
    """Return the rules in the report of a run, or of the run that wrote the record where no algorithm is named."""
    if algorithm:
        processing.run(f"kf:{algorithm}", {"CLASS_SYSTEM": "survey_2019", "RUN_RECORD": str(record), **parameters})
    rules = [rule["id"] for rule in document(record)["rules"]]
    assert len(rules) == len(set(rules))
    return set(rules)


def test_targets_list_the_grounds_that_had_a_field_or_a_mask_and_a_ceiling_only_with_the_year_before(
        record: Path) -> None:
    bare = listed(record, "farmlandtargets", LAND=surveyed(parcel("A")))
    assert bare >= {"area.formula", "deduction.coefficient", "target.cultivated", "target.stable", *BY_FIELD}
    assert not bare & {*BY_MASK, "target.ceiling", "target.permanent"}
    full = listed(record, "farmlandtargets", **two_years(), MASKS=[mask("polluted_land", box(0, 0, 30, 100))],
                  PERMANENT_FARMLAND=layer_of([(box(0, 0, 10, 10), {})], {"id": "integer"}, name="line"))
    assert full - bare == {"stable.polluted", "target.ceiling", "target.permanent"}


def test_what_only_the_year_before_tells_bears_on_the_ceiling_too(record: Path) -> None:
    now = land_layer([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102", "ZLDWDM": "4102221002010000000"})])
    assert "stable.slope" not in listed(record, "farmlandtargets", LAND=now)
    assert "stable.slope" in listed(record, "farmlandtargets", LAND=now, LAND_BEFORE=surveyed(parcel("A")))


def test_a_verification_lists_what_it_looked_for(record: Path) -> None:
    farmland = patches(box(0, 0, 100, 100))
    field = {"BSM": "A", "DLBM": "0102", "GDPDJB": "1"}
    given = {"PERMANENT_FARMLAND": farmland, "LAND": land((box(0, 0, 100, 100), field))}
    bare = listed(record, "permanentfarmlandcheck", **given)
    assert bare >= {"permanent.orchard", "permanent.class_unknown", "permanent.outside_survey", "permanent.slope",
                    "permanent.block"}
    assert not bare & {"permanent.ecological_redline", "permanent.polluted_land", "permanent.steep_land",
                       "permanent.fallow"}
    full = listed(record, "permanentfarmlandcheck", **given, LAND_BEFORE=land((box(0, 0, 100, 100), field)),
                  MASKS=[mask("ecological_redline", box(0, 0, 10, 10))])
    assert full - bare == {"permanent.ecological_redline", "permanent.fallow"}
    no_slope = layer_of([(box(0, 0, 100, 100), {"BSM": "A", "DLBM": "0102"})], {"BSM": "text", "DLBM": "text"})
    blank = land((box(0, 0, 100, 100), {**field, "GDPDJB": None}))
    for unknown in (no_slope, blank):
        assert bare - listed(record, "permanentfarmlandcheck", PERMANENT_FARMLAND=farmland, LAND=unknown) == {
            "permanent.slope"}


def test_a_replacement_lists_the_grounds_and_what_keeps_land_out(record: Path) -> None:
    replace_layers.run(RUN_RECORD=str(record), MASKS=[])
    bare = listed(record)
    assert bare >= {"stable.slope", "permanent.chosen_lost", "permanent.chosen_permanent", "permanent.chosen_small",
                    "permanent.chosen_not_cultivated", "permanent.chosen_unstable", "permanent.chosen_grade_unknown",
                    "permanent.chosen_other_province", "permanent.replace_quantity", "permanent.replace_block"}
    assert not bare & {*BY_MASK, "permanent.chosen_area", "permanent.chosen_river"}
    replace_layers.run(RUN_RECORD=str(record), MASKS=[
        replace_layers.mask(kind, box(2000, 0, 10, 10)) for kind in ("polluted_land", "main_channel")])
    assert listed(record) - bare == {"stable.polluted", "permanent.chosen_river"}
    (river,) = [rule["text"] for rule in document(record)["rules"] if rule["id"] == "permanent.chosen_river"]
    # one of the two layers is no check of the other's land
    assert river == "No candidate: within Main river channel; not checked: River management range"


def test_a_change_lists_the_grounds_of_both_surveys_and_exempt_land_where_it_is_given(record: Path) -> None:
    given = {"LAND_BEFORE": epochs.survey((box(0, 0, 100, 100), epochs.parcel("A", "0102", GDPDJB="1"))),
             "LAND_AFTER": epochs.survey((box(0, 0, 100, 100), epochs.parcel("A", "0301")))}
    bare = listed(record, "farmlandchange", **given)
    assert bare >= {"change.account", "capacity.grade", "change.sliver", *BY_FIELD}
    assert not bare & {*BY_MASK, "balance.exempt", "change.unapproved", "change.open"}
    exempt = epochs.polygon_layer((box(0, 0, 10, 10), {"kind": "flood"}), name="exempt", kind="text")
    full = listed(record, "farmlandchange", **given, MASKS=[mask("polluted_land", box(0, 0, 10, 10))], EXEMPT=exempt)
    assert full - bare == {"stable.polluted", "balance.exempt"}


def test_reserve_land_lists_what_was_checked(record: Path) -> None:
    bare = test_reservepotential.land_of(test_reservepotential.parcel(0, "S", "1206", GDPDJB="1"),
                                         test_reservepotential.parcel(100, "F", "0102", GDDB=6))
    test_reservepotential.run(bare, RUN_RECORD=str(record))
    rules = listed(record)
    assert rules >= {"potential.source_unused", "potential.slope", "potential.too_small", "potential.factor_soil"}
    # no layers, no water or road anywhere, dry land is claimed
    assert not rules & {"potential.redline", "potential.no_irrigation", "potential.source_additions",
                        "potential.factor_water", "potential.factor_road"}
    water = layer_of([(box(0, 300, 10, 10), {"id": "1"})], {"id": "text"}, name="water")
    redline = test_reservepotential.mask("ecological_redline", box(5000, 0, 10, 10))
    test_reservepotential.run(bare, RUN_RECORD=str(record), CLAIM="paddy", WATER=water, MASKS=[redline])
    assert listed(record) - rules == {"potential.redline", "potential.no_irrigation", "potential.factor_water"}


def test_land_that_no_layer_was_given_for_is_not_checked_instead_of_none(record: Path) -> None:
    def excluded(rule: str) -> list[str]:
        (table,) = [table for table in document(record)["tables"] if table["title"].startswith("Excluded")]
        (row,) = [row for row in table["rows"] if row["rule"] == rule]
        return [row["decides"], row["holds"]]

    bare = test_reservepotential.land_of(test_reservepotential.parcel(0, "S", "1206", GDPDJB="1"),
                                         test_reservepotential.parcel(100, "F", "0102", GDDB=6))
    test_reservepotential.run(bare, RUN_RECORD=str(record))
    assert excluded("ecological redline") == excluded("no irrigation") == ["not checked", "not checked"]
    # the source land has a slope class, the survey shows its forest; what is too small shows by itself
    assert excluded("slope over 25°") == excluded("forest") == excluded("too small") == ["0.00", "0.00"]
    water = layer_of([(box(0, 300, 10, 10), {"id": "1"})], {"id": "text"}, name="water")
    redline = test_reservepotential.mask("ecological_redline", box(5000, 0, 10, 10))
    test_reservepotential.run(bare, RUN_RECORD=str(record), CLAIM="paddy", WATER=water, MASKS=[redline])
    assert excluded("ecological redline") == excluded("no irrigation") == ["0.00", "0.00"]
    assert excluded("urban development boundary") == ["not checked", "not checked"]
