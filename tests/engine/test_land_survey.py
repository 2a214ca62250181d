"""Survey parcels understood: classes, counties, numbers, and what is wrong with them."""
from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.land_survey import (
    LandFields,
    interpret_land,
    survey_findings,
    usable_deduction,
)
from kf_resources_plugin.engine.reading import PolygonTable
from kf_resources_plugin.engine.rule_store import load_class_systems, load_rule_book
from kf_resources_plugin.engine.wkb import as_wkb_array

BOOK = load_rule_book(date(2026, 1, 1), "en")
FIELDS = LandFields(code="DLBM", name="DLMC", unit="ZLDWDM", deduction="KCXS", grade="GDDB", parcel="BSM")


def _table(**columns: list[Any]) -> PolygonTable:
    rows = len(columns["DLBM"])
    every = {name: [None] * rows for name in ("DLMC", "ZLDWDM", "KCXS", "GDDB", "BSM")} | columns
    return PolygonTable("地类图斑", QgsCoordinateReferenceSystem("EPSG:4526"), np.arange(1, rows + 1),
                        as_wkb_array([b""] * rows), np.full((rows, 4), np.nan),
                        {name: np.array(values, dtype=object) for name, values in every.items()})


def test_what_codes_of_a_part_mean_is_told_by_the_whole_layer() -> None:
    """1001 is railway land with this name elsewhere; 101 is one strange code among others, not a lost zero."""
    part = _table(DLBM=["1001", "101"])
    every = _table(DLBM=["0101", "1001", "101"], DLMC=[None, "铁路用地", None])
    survey, found = interpret_land(part, FIELDS, {"0101": "0102"}, "auto", load_class_systems(), BOOK, every=every)
    assert survey.system == "survey_2019"
    assert survey.codes[survey.code_of].tolist() == ["1001", "101"]
    assert [f.rule_id for f in found] == ["land.class_mapped", "land.class_unmapped"]
    with pytest.raises(PlannerError):
        interpret_land(part, FIELDS, {"0101": "0102"}, "survey_2019", load_class_systems(), BOOK)


def test_codes_are_cleaned_and_known_by_system() -> None:
    table = _table(DLBM=["０１０１ ", "0102", "0103", "0201k", "9999", None],
                   ZLDWDM=["4102221002010000000", "410222", "4102", None, " 410225100 ", ""],
                   BSM=["a", None, "c", "d", "e", "f"])
    survey, found = interpret_land(table, FIELDS, {}, "survey_2019", load_class_systems(), BOOK)
    assert found == []
    assert survey.codes[survey.code_of].tolist() == ["0101", "0102", "0103", "0201K", "9999", ""]
    # K: was cultivated, is not counted as cultivated land
    assert survey.kind.tolist() == [0, 1, 2, -1, -1, -1]
    assert survey.county.tolist() == ["410222", "410222", "", "", "410225", ""]
    assert survey.parcels.tolist() == ["a", "#2", "c", "d", "e", "f"]
    assert [f.rule_id for f in survey_findings(survey, BOOK)] == ["land.class_unknown", "land.class_empty"]


def test_numbers_out_of_range_are_findings_and_deduct_nothing() -> None:
    table = _table(DLBM=["0103"] * 5 + ["0201"], KCXS=["0.1234", "1", "-0.1", "一成", None, "0.1"])
    survey, _ = interpret_land(table, FIELDS, {}, "survey_2019", load_class_systems(), BOOK)
    assert usable_deduction(survey).tolist() == [0.1234, 0, 0, 0, 0, 0.1]
    found = [(f.rule_id, f.source_fid) for f in survey_findings(survey, BOOK)]
    assert found == [("land.deduction_not_number", 4), ("land.deduction_range", 2), ("land.deduction_range", 3),
                     ("land.deduction_not_cultivated", 6)]


def test_taking_parcels_keeps_their_faults() -> None:
    table = _table(DLBM=["0103", "0103", "9999"], KCXS=["x", "0.1", "y"])
    survey, _ = interpret_land(table, FIELDS, {}, "survey_2019", load_class_systems(), BOOK)
    part = survey.take(np.array([2, 1]))
    assert [(f.rule_id, f.source_fid) for f in survey_findings(part, BOOK)] == [
        ("land.class_unknown", 3), ("land.deduction_not_number", 3)]


def test_a_class_map_speaks_survey_codes() -> None:
    table = _table(DLBM=[100, 200.0, "300"])
    survey, found = interpret_land(table, FIELDS, {"100": "0101", "200": "0103"}, "auto", load_class_systems(), BOOK)
    assert survey.kind.tolist() == [0, 2, -1]
    assert [f.rule_id for f in found] == ["land.class_mapped", "land.class_unmapped"]


@pytest.mark.parametrize("codes", [["1001", "1207"], ["1001", "0701"], ["XX", "YY"]])
def test_planning_codes_and_strangers_are_refused(codes: list[str]) -> None:
    names = {"1001": "工业用地", "1207": "城镇村道路用地", "0701": "城镇住宅用地"}
    table = _table(DLBM=codes, DLMC=[names.get(code) for code in codes])
    with pytest.raises(PlannerError, match="CLASS_SYSTEM"):
        interpret_land(table, FIELDS, {}, "auto", load_class_systems(), BOOK)


@pytest.mark.parametrize("class_map", [{}, {"0601": "0701"}])  # the map leaves 0101
def test_a_chosen_planning_system_is_refused_for_what_it_is(class_map: dict[str, str]) -> None:
    with pytest.raises(PlannerError) as raised:
        interpret_land(_table(DLBM=["0101", "0601"]), FIELDS, class_map, "land_sea_use_2023", load_class_systems(),
                       BOOK)
    said = str(raised.value)
    for part in ("Land and sea use", "land_sea_use_2023", "are planning classes", "“地类图斑”", "DLBM",
                 "choose “Decide from the layer” or the survey's system in CLASS_SYSTEM", "CLASS_MAP"):
        assert part in said
    assert "unclear" not in said


def test_a_class_map_for_all_codes_of_a_chosen_planning_system_makes_survey_classes_of_them() -> None:
    survey, _ = interpret_land(_table(DLBM=["0101", "0601"]), FIELDS, {"0101": "0103", "0601": "0701"},
                               "land_sea_use_2023", load_class_systems(), BOOK)
    assert survey.system == "survey_2019"
    assert survey.kind.tolist() == [2, -1]  # dry land, a house plot


def test_names_that_contradict_their_codes_are_found_once_per_pair() -> None:
    table = _table(DLBM=["1001", "1001", "0101", "0102"], DLMC=["工业用地", "工业用地", "水田", None])
    _, found = interpret_land(table, FIELDS, {}, "survey_2019", load_class_systems(), BOOK)
    assert [f.rule_id for f in found] == ["land.class_name_mismatch"]
    assert "2 parcels" in found[0].message


def test_an_empty_layer_is_a_survey_without_parcels() -> None:
    survey, _ = interpret_land(_table(DLBM=[]), FIELDS, {}, "auto", load_class_systems(), BOOK)
    assert len(survey.table) == len(survey.kind) == len(survey.county) == 0
    assert survey_findings(survey, BOOK) == []


def test_values_beside_the_class_map_are_told_and_must_be_survey_codes() -> None:
    table = _table(DLBM=["P1", "0102", "Z9"], DLMC=[None, "水浇地", None])
    survey, found = interpret_land(table, FIELDS, {"P1": "0201"}, "auto", load_class_systems(), BOOK)
    assert survey.kind.tolist() == [-1, 1, -1]
    assert [f.rule_id for f in found] == ["land.class_mapped", "land.class_unmapped"]
    assert "0102, Z9" in found[1].message
    planning = _table(DLBM=["0101", "1001", "0701"], DLMC=["水田", "工业用地", "城镇住宅用地"])
    with pytest.raises(PlannerError, match="CLASS_SYSTEM"):
        interpret_land(planning, FIELDS, {"99": "0103"}, "auto", load_class_systems(), BOOK)


def test_a_class_map_that_meets_nothing_and_names_beside_it() -> None:
    table = _table(DLBM=["0101", "1001"], DLMC=["水田", "工业用地"])
    _, found = interpret_land(table, FIELDS, {"99": "0103"}, "survey_2019", load_class_systems(), BOOK)
    assert [f.rule_id for f in found] == ["land.class_map_unused", "land.class_unmapped", "land.class_name_mismatch"]


@pytest.mark.parametrize("system", ["auto", "survey_2019"])
@pytest.mark.parametrize("codes", [[101, 102.0], ["101", "１０３"], [101, 1107, 1206]])
def test_codes_that_lost_their_zero_are_refused_with_the_remedy(codes: list[Any], system: str) -> None:
    with pytest.raises(PlannerError, match="leading zero") as refused:
        interpret_land(_table(DLBM=codes), FIELDS, {}, system, load_class_systems(), BOOK)
    assert "0101" in str(refused.value)
    assert "DLBM" in str(refused.value)


@pytest.mark.parametrize(("codes", "class_map"), [(["0101", "102", "1107"], {}), (["101", "1107"], {"101": "0101"})])
def test_a_single_short_code_and_one_that_the_map_gives_are_not_refused(
        codes: list[Any], class_map: dict[str, str]) -> None:
    survey, _ = interpret_land(_table(DLBM=codes), FIELDS, class_map, "survey_2019", load_class_systems(), BOOK)
    assert survey.kind.tolist()[0] == 0


def test_grades_off_the_scale_are_missing_but_told_as_read() -> None:
    table = _table(DLBM=["0102"] * 5, GDDB=[7, 0, 6.9, 16, None])
    survey, _ = interpret_land(table, FIELDS, {}, "auto", load_class_systems(), BOOK)
    assert np.isnan(survey.grade).tolist() == [False, True, True, True, True]
    assert survey.grade_read.tolist()[:4] == [7, 0, 6.9, 16]
