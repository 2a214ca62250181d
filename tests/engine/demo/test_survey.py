"""The generated survey keeps the schema and the mix of the real one."""
from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest
import shapely

from tests.engine.demo import reading

if TYPE_CHECKING:
    from pathlib import Path

# 开封市第三次国土调查主要数据公报, state at 2019-12-31, in ha; the city is 6 238.08 km² in the plane of EPSG:4547.
CITY_HA = 623_808.27
PUBLISHED_HA = {"01": 399_714.95, "02": 12_301.49, "03": 49_687.77, "0101": 6_333.02, "0102": 388_103.46,
                "0103": 5_278.47, "0301": 32_383.19, "0307": 17_287.35, "0404": 1_265.57, "1106": 241.32}
# Percentage points a share may miss; one parcel of 3 000 is 0.03 points on average and a few times that at most.
TOLERANCE = {"01": 0.5, "0102": 0.5, "03": 0.4, "0301": 0.4, "0307": 0.4}
CULTIVATED = ("0101", "0102", "0103")


@pytest.fixture(scope="module")
def rows(package: Path) -> list[dict[str, Any]]:
    """Return the attributes of all parcels."""
    return reading.attributes(package, "land")


@pytest.fixture(scope="module", params=["land", "land_before"])
def survey(request: pytest.FixtureRequest, package: Path) -> tuple[str, list[dict[str, Any]]]:
    """Return the name and the attributes of either year's survey."""
    return request.param, reading.attributes(package, request.param)


@pytest.mark.parametrize("layer", ["land", "land_before"])
def test_fields_are_those_of_the_schema(package: Path, repository: Path, layer: str) -> None:
    from osgeo import ogr

    schema = json.loads((repository / "resources/schemas/dltb.json").read_text(encoding="utf-8"))
    source = ogr.Open(str(package))
    definition = source.GetLayer(layer).GetLayerDefn()
    fields = [definition.GetFieldDefn(n) for n in range(definition.GetFieldCount())]
    assert [field.GetName() for field in fields] == [field["name"] for field in schema["fields"]]
    types = {"text": ogr.OFTString, "integer": ogr.OFTInteger, "decimal": ogr.OFTReal}
    assert [field.GetType() for field in fields] == [types[field["type"]] for field in schema["fields"]]


def test_values_keep_lengths_domains_and_constraints(survey: tuple[str, list[dict[str, Any]]],
                                                     repository: Path) -> None:
    rows = survey[1]
    schema = json.loads((repository / "resources/schemas/dltb.json").read_text(encoding="utf-8"))
    for field in schema["fields"]:
        values = [row[field["name"]] for row in rows]
        present = [value for value in values if value is not None]
        if field["constraint"] == "M":
            assert len(present) == len(values), field["name"]
        if field["type"] == "text":
            assert max((len(value) for value in present), default=0) <= field["length"], field["name"]
        if "domain" in field:
            assert set(present) <= set(field["domain"]), field["name"]


def test_identifiers(survey: tuple[str, list[dict[str, Any]]]) -> None:
    rows = survey[1]
    assert len({row["BSM"] for row in rows}) == len(rows)
    assert {len(row["BSM"]) for row in rows} == {18}
    assert all(row["BSM"][:6] == row["ZLDWDM"][:6] for row in rows)
    numbers = Counter((row["ZLDWDM"], row["TBBH"]) for row in rows)
    assert max(numbers.values()) == 1


def test_codes_and_names_pair(survey: tuple[str, list[dict[str, Any]]], repository: Path) -> None:
    rows = survey[1]
    text = (repository / "resources/rules/classes_survey_2019.json").read_text(encoding="utf-8")
    names = {entry["code"]: entry["name_zh"] for entry in json.loads(text)["classes"]}
    assert {(row["DLBM"], row["DLMC"]) for row in rows} <= set(names.items())


def test_villages_are_real_and_hold_their_parcels(survey: tuple[str, list[dict[str, Any]]], package: Path,
                                                  repository: Path) -> None:
    layer, rows = survey
    lines = (repository / "resources/demo/villages.csv").read_text(encoding="utf-8").splitlines()[1:]
    real = {line.split(",")[0] for line in lines}
    assert {row["ZLDWDM"][:12] for row in rows} <= real
    assert {row["ZLDWDM"][12:] for row in rows} == {"0000000"}
    shapes = {items["XZQDM"]: shapely.from_wkb(wkb) for items, wkb in reading.features(package, "admin_units")}
    for items, wkb in reading.features(package, layer)[::37]:
        inside = shapely.from_wkb(wkb).representative_point()
        assert shapes[items["ZLDWDM"][:6]].contains(inside)


def test_deductions_slopes_and_grades(survey: tuple[str, list[dict[str, Any]]]) -> None:
    rows = survey[1]
    for row in rows:
        assert row["KCXS"] is None  # all cultivated land lies at 2° or less: bulletin
        assert row["KCMJ"] == 0
        assert row["TBDLMJ"] == row["TBMJ"] > 0
        cultivated = row["DLBM"] in CULTIVATED
        assert (row["GDPDJB"] == "1") == cultivated
        assert (row["GDDB"] is not None and 1 <= row["GDDB"] <= 15) == cultivated
        assert cultivated <= (row["ZZSXDM"] is not None)
    assert len({row["GDDB"] for row in rows if row["DLBM"] in CULTIVATED}) >= 4


def test_areas_are_ellipsoidal(package: Path) -> None:
    now = {wkb for _, wkb in reading.features(package, "land")}
    redrawn = [row for row in reading.features(package, "land_before") if row[1] not in now]
    assert len(redrawn) > 5
    for items, wkb in [*reading.features(package, "land")[::211], *redrawn]:
        area = reading.ellipsoidal_area(shapely.from_wkb(wkb))
        assert items["TBMJ"] == pytest.approx(area, abs=0.006 + 1e-9 * area)


def test_class_mix_is_that_of_the_bulletin(rows: list[dict[str, Any]]) -> None:
    area: dict[str, float] = defaultdict(float)
    for row in rows:
        area[row["DLBM"]] += row["TBMJ"] / 1e4
        area[row["DLBM"][:2]] += row["TBMJ"] / 1e4
    for code, hectares in PUBLISHED_HA.items():
        missed = 100 * abs(area[code] - hectares) / CITY_HA
        assert missed <= TOLERANCE.get(code, 0.15), f"{code}: {area[code]:.0f} ha"
    for code in ("0702", "1003", "1006", "1101", "1104", "1107", "1109", "0601", "0701"):
        assert area[code] > 0, code


def test_permanent_farmland_is_cultivated_and_nine_tenths_of_it(package: Path, rows: list[dict[str, Any]]) -> None:
    # 汴政〔2023〕6号, table 1: 505.561 of 556.1822 wan mu = 90.9 %; Land Administration Law art. 33: at least 80 %
    permanent = reading.features(package, "permanent_farmland")
    cultivated = sum(row["TBMJ"] for row in rows if row["DLBM"] in CULTIVATED)
    assert sum(items["YJJBNTMJ"] for items, _ in permanent) / cultivated == pytest.approx(0.909, abs=0.01)
    assert {items["DLBM"] for items, _ in permanent} <= set(CULTIVATED)
    farmland = shapely.union_all(shapely.from_wkb([wkb for items, wkb in reading.features(package, "land")
                                                   if items["DLBM"] in CULTIVATED]))
    lost = shapely.union_all(shapely.from_wkb([wkb for _, wkb in permanent])).difference(farmland)
    assert 0 < lost.area < 0.003 * farmland.area, "a few parcels of it were lost since, for the checks to find"


def test_village_areas_are_sums_of_parcels(package: Path, rows: list[dict[str, Any]]) -> None:
    sums: dict[str, float] = defaultdict(float)
    for row in rows:
        sums[row["ZLDWDM"]] += row["TBMJ"]
    villages = reading.attributes(package, "villages")
    assert {row["ZLDWDM"] for row in villages} == set(sums)
    for row in villages:
        assert row["DCMJ"] == pytest.approx(sums[row["ZLDWDM"]], abs=0.005)
        assert row["JSMJ"] == pytest.approx(row["DCMJ"], abs=0.01 * 60)
