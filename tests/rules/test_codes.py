"""Land classes by system and code.

Expected classes: TD/T 1055-2019 (working classification of the third survey), GB/T 21010-2017, 自然资发〔2023〕234号.
"""
from __future__ import annotations

import numpy as np
import pytest

from kf_resources_plugin.rules.codes import (
    KINDS,
    PLANNING,
    STANDARD,
    SURVEY,
    ClassSystems,
    ClassSystemUnclear,
    clean_code,
    coded_classes,
)
from tests.rules.class_systems import delivered


@pytest.fixture(scope="module")
def systems() -> ClassSystems:
    return delivered()


def test_one_code_means_different_things(systems: ClassSystems) -> None:
    names = {system: systems.classes(system)["1001"].name_zh for system in systems.systems}
    assert names == {SURVEY: "铁路用地", STANDARD: "铁路用地", PLANNING: "工业用地"}
    assert systems.classes(SURVEY)["1201"].name_zh == "空闲地"
    assert systems.classes(PLANNING)["1201"].name_zh == "铁路用地"


@pytest.mark.parametrize(("code", "major", "group", "rgb"), [
    ("0101", "N", "01", (248, 208, 114)), ("1106", "W", "00", (179, 222, 248)), ("0603", "J", "00", None),
    ("0404", "W", "04", (200, 227, 160)), ("1006", "N", "10", (194, 193, 193)), ("1109", "J", "11", (230, 130, 100)),
    ("1203", "N", "12", (200, 182, 178)), ("09", "J", "09", (193, 114, 97)), ("05H1", "J", "05", (226, 161, 149)),
])
def test_survey_classes(systems: ClassSystems, code: str, major: str, group: str, rgb: object) -> None:
    info = systems.info(SURVEY, code)
    assert info is not None
    assert (info.major, info.group, info.rgb) == (major, group, rgb)


def test_farmland_is_exactly_the_three_classes_of_the_survey(systems: ClassSystems) -> None:
    for system in (SURVEY, STANDARD):
        farmland = {code: info.kind for code, info in systems.classes(system).items() if info.is_farmland}
        assert farmland == {"0101": "paddy", "0102": "irrigated", "0103": "dry"}
    planned = {code for code, info in systems.classes(PLANNING).items() if info.is_farmland}
    assert planned == {"01", "0101", "0102", "0103"}


def test_numbers_of_classes(systems: ClassSystems) -> None:
    # GB/T 21010-2017, table 1: 73 second-level classes in 12 first-level ones
    assert len(systems.classes(STANDARD)) == 73
    assert len({info.group for info in systems.classes(STANDARD).values()}) == 12
    # 自然资发〔2023〕234号, annex: 24 first-level classes
    assert [code for code in systems.classes(PLANNING) if len(code) == 2] == [f"{n:02}" for n in range(1, 25)]


def test_suffixes_keep_their_base(systems: ClassSystems) -> None:
    restorable = systems.info(SURVEY, "0201K")
    assert restorable is not None
    assert (restorable.base, restorable.name_zh, restorable.is_farmland) == ("0201", "可调整果园", False)
    subclass = systems.info(SURVEY, "1107A")
    assert subclass is not None
    assert (subclass.base, subclass.name("en"), subclass.major) == ("1107", "Main canal", "N")
    assert systems.info(SURVEY, "0101K") is None


@pytest.mark.parametrize("written", ["05h1", " 05H1 ", "０５Ｈ１", "05 H1"])
def test_codes_are_found_however_they_are_written(systems: ClassSystems, written: str) -> None:
    info = systems.info(SURVEY, written)
    assert info is not None
    assert info.code == "05H1"
    assert clean_code(written) == "05H1"


def test_unknown_codes_and_systems(systems: ClassSystems) -> None:
    assert systems.info(SURVEY, "9999") is None
    assert systems.info(SURVEY, "") is None
    with pytest.raises(KeyError):
        systems.info("gbt_1984", "0101")


def test_columns_describe_distinct_codes(systems: ClassSystems) -> None:
    codes, rows = coded_classes(np.array(["0101", "1001", "", "0103 ", "9999", "05h1"], dtype=object))
    columns = systems.columns(SURVEY, codes)
    assert columns.known[rows].tolist() == [True, True, False, True, False, True]
    assert columns.farmland[rows].tolist() == [True, False, False, True, False, False]
    assert columns.kind[rows].tolist() == [KINDS.index("paddy"), -1, -1, KINDS.index("dry"), -1, -1]
    assert columns.major[rows].tolist() == ["N", "J", "", "N", "", "J"]


@pytest.mark.parametrize(("codes", "names", "expected"), [
    (["1001", "0101"], ["铁路用地", "水田"], SURVEY),
    (["1001", "0101"], ["工业用地", "水田"], PLANNING),
    (["1001", "0701"], ["工业", "城镇住宅"], PLANNING),  # names without their ending
    (["0501", "0101"], ["零售商业用地", "水田"], STANDARD),
    (["1201", "0103", "0103"], ["铁路用地", "旱地", None], PLANNING),
    (["0101", "05H1"], [None, None], SURVEY),
    (["0101", "1001"], ["Paddy", "Railway"], None),  # names nobody knows decide nothing
])
def test_pairs_of_code_and_name_decide(
    systems: ClassSystems, codes: list[str], names: list[str | None], expected: str | None
) -> None:
    columns = np.array(codes, dtype=object), np.array(names, dtype=object)
    if expected is None:
        with pytest.raises(ClassSystemUnclear):
            systems.decide_system(*columns)
    else:
        assert systems.decide_system(*columns) == expected


@pytest.mark.parametrize(("codes", "expected"), [
    (["0101", "05h1", "1001"], SURVEY),
    (["0101", "1107", "1006", "1202"], SURVEY),  # 1107, 1006: not in the plan; equal in survey and standard
    (["0101", "0801", "0905", "1006"], STANDARD),
    (["0101", "0701", "1207", "1401"], PLANNING),
    (["01", "0701", "070102", "16"], PLANNING),
])
def test_codes_of_one_system_only_decide(systems: ClassSystems, codes: list[str], expected: str) -> None:
    assert systems.decide_system(codes) == expected


def test_a_layer_of_farmland_only_reads_the_same_everywhere(systems: ClassSystems) -> None:
    assert systems.decide_system(["0101", "0102", "0103", None]) == SURVEY


def test_planning_codes_without_names_are_unclear(systems: ClassSystems) -> None:
    with pytest.raises(ClassSystemUnclear) as raised:
        systems.decide_system(["0101", "1001", "0701", "1201"])
    assert raised.value.candidates == (SURVEY, STANDARD, PLANNING)
    assert raised.value.codes == ("1001", "1201")


def test_a_survey_year_decides_between_equal_fits(systems: ClassSystems) -> None:
    codes = ["0101", "1001", "0701", "1201"]
    assert systems.decide_system(codes, None, [2019, None, 2023, 2023]) == SURVEY
    assert systems.decide_system(codes, None, ["2020", "", None, "NULL"]) == SURVEY
    with pytest.raises(ClassSystemUnclear):
        systems.decide_system(codes, None, [2009, 2009, None, None])  # the survey began in 2019
    assert systems.decide_system([*codes, "1401", "0901", "1311"], None, [2021] * 7) == PLANNING


def test_a_stray_code_does_not_decide(systems: ClassSystems) -> None:
    survey = ["0101", "0102", "0301", "0702", "1003", "1006", "1104", "1107", "05H1", "1301"]
    assert systems.decide_system(survey) == SURVEY
    assert systems.decide_system([*survey, "9999", "XYZ"]) == SURVEY


def test_values_that_are_no_codes_fit_nothing(systems: ClassSystems) -> None:
    with pytest.raises(ClassSystemUnclear) as raised:
        systems.decide_system(["100", "200", "orchard"])
    assert raised.value.candidates == ()


def test_a_layer_without_codes_is_read_as_the_survey(systems: ClassSystems) -> None:
    assert systems.decide_system([None, "", "NULL"], ["水田", None, None]) == SURVEY
