"""The area table by land class end to end; areas come from GeographicLib, the rest is worked out beside it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import processing
import pytest

from kf_resources_plugin.engine.rule_store import load_class_table
from kf_resources_plugin.processing.control_lines.class_table_outputs import FORM_COLUMNS
from tests.builders import land_layer, layer_of, project_layer, rows_of
from tests.processing.places import CENT, area, box

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("kf_provider")

OWNER_FIELDS = {"QSDWDM": "text", "QSDWMC": "text", "QSXZ": "text"}
FIRST, SECOND, TOWN = "4102221002010000000", "4102221002020000000", "4102220000000000000"
NAMES = {FIRST: "城关镇甲村", SECOND: "城关镇乙村", TOWN: "通许县人民政府"}
M2_PER_HA = 10_000


def parcel(code: str, owner: str | None = FIRST, **more: Any) -> dict[str, Any]:
    """Return the attributes of a parcel; state-owned where the county owns it."""
    return {"DLBM": code, "QSDWDM": owner, "QSDWMC": NAMES.get(owner or ""), "QSXZ": "20" if owner == TOWN else "30",
            **more}


def land(*codes: Any, **fields: str) -> QgsVectorLayer:
    """Return parcels of 100 m × 100 m side by side."""
    return land_layer([(box(100 * place, 0, 100, 100), code if isinstance(code, dict) else parcel(code))
                       for place, code in enumerate(codes)], **{**OWNER_FIELDS, **fields})


def run(**parameters: Any) -> dict[str, Any]:
    return processing.run("kf:landclasstable", {"TABLE": "memory:", "FINDINGS": "memory:",
                                                "CLASS_SYSTEM": "survey_2019", **parameters})


def one(x: float, y: float, width: float, height: float, **more: Any) -> QgsVectorLayer:
    return project_layer([(box(x, y, width, height), {"project_id": "P1", **more})], YDMJ="text")


def found(result: dict[str, Any], *fields: str) -> dict[str, Any]:
    return {row[0]: row[1:] for row in rows_of(result["FINDINGS"], "rule_id", *fields)}


@pytest.fixture
def survey() -> QgsVectorLayer:
    """Return paddy and dry land of one village, an orchard of another, a county road, and a river."""
    return land(parcel("0101"), parcel("0103", KCXS=0.1234), parcel("0201", SECOND), parcel("1003", TOWN),
                parcel("1101", TOWN))


def test_lines_and_columns_of_a_project(survey: QgsVectorLayer) -> None:
    result = run(PROJECTS=one(0, 0, 500, 50), LAND=survey)
    rows = rows_of(result["TABLE"], "level", "tenure", "owner_code", "owner_name", "row_no")
    assert rows == [
        ("tenure", "state", None, None, 1), ("unit", "state", TOWN, "通许县人民政府", 2),
        ("tenure", "collective", None, None, 3), ("county", "collective", "410222", "通许县", 4),
        ("township", "collective", "410222100", "城关镇", 5), ("unit", "collective", FIRST, "城关镇甲村", 6),
        ("unit", "collective", SECOND, "城关镇乙村", 7), ("total", None, None, None, 8)]
    keys = ("total", "paddy", "dry", "ridge", "garden", "agricultural", "transport", "river", "unused")
    figures = {row[0]: row[1:] for row in rows_of(result["TABLE"], "level", *(f"{key}_ha" for key in keys))}
    # a strip of 100 m × 50 m is 0.5 ha less what the ellipsoid takes: 0.4999 to 0.5001
    dry, ridge = 0.5 * (1 - 0.1234), 0.5 * 0.1234
    expected = (2.5, 0.5, dry, ridge, 0.5, 1.5, 0.5, 0.5, 0.5)
    assert figures["total"] == pytest.approx(expected, abs=3e-4)
    assert figures["township"] == pytest.approx((1.5, 0.5, dry, ridge, 0.5, 1.5, 0, 0, 0), abs=3e-4)
    assert result["AREA_M2"] == pytest.approx(area(0, 0, 500, 50), abs=CENT)
    assert result["FARMLAND_M2"] == pytest.approx(area(0, 0, 100, 50) + area(100, 0, 100, 50) * (1 - 0.1234), abs=0.03)
    assert (result["UNUSED_M2"], result["PERMANENT_M2"]) == (pytest.approx(area(400, 0, 100, 50), abs=0.02), None)


def test_the_table_adds_up_across_and_down_and_to_the_project() -> None:
    """Crooked parcels of ten classes and three owners, so that hardly a cell is a whole ten-thousandth."""
    codes = ["0101", "0102", "0103", "0201", "0301", "1104", "1006", "0702", "1003", "0404"]
    parcels = [(box(37.3 * i, 41.7 * j, 37.3, 41.7),
                parcel(codes[(i + 3 * j) % 10], [FIRST, SECOND, TOWN][(i * j) % 3], KCXS=0.0321))
               for i in range(8) for j in range(6)]
    projects = project_layer([(box(11.1, 13.3, 251.7, 201.9), {"project_id": "P1"}),
                              (box(270.0, 3.3, 21.7, 99.9), {"project_id": "P2"})])
    permanent = layer_of([(box(80, 60, 130, 90), {"BSM": "Y"})], {"BSM": "text"})
    result = run(PROJECTS=projects, LAND=land_layer(parcels, **OWNER_FIELDS), PERMANENT_FARMLAND=permanent)
    whole = {(row[0], row[1], row[2]): [round(value * M2_PER_HA) for value in row[3:]] for row in rows_of(
        result["TABLE"], "project_id", "level", "owner_code", *(f"{key}_ha" for key in FORM_COLUMNS), "permanent_ha")}
    assert {len(f"{value / M2_PER_HA:.10g}".partition(".")[2]) for row in whole.values() for value in row} <= {
        0, 1, 2, 3, 4}
    shapes = {"P1": area(11.1, 13.3, 251.7, 201.9), "P2": area(270.0, 3.3, 21.7, 99.9)}
    for project, square_metres in shapes.items():
        units = [row for (key, level, _), row in whole.items() if (key, level) == (project, "unit")]
        assert [sum(column) for column in zip(*units)] == whole[project, "total", None]
        assert abs(whole[project, "total", None][0] - square_metres) <= 0.51, "rounded once"
    at = {key: place for place, key in enumerate((*FORM_COLUMNS, "permanent"))}
    for row in whole.values():
        assert row[at["cultivated"]] == sum(row[at[key]] for key in ("paddy", "irrigated", "dry"))
        assert row[at["total"]] == sum(row[at[key]] for key in (
            "agricultural", "construction", "unused", "unknown_class", "outside_survey"))
        assert row[at["permanent"]] <= row[at["cultivated"]]
    assert whole["P1", "total", None][at["permanent"]] > 0


def test_printed_figures_are_near_the_exact_ones(survey: QgsVectorLayer) -> None:
    permanent = layer_of([(box(50, 0, 100, 100), {"BSM": "Y"})], {"BSM": "text"})
    result = run(PROJECTS=one(0, 0, 500, 50), LAND=survey, PERMANENT_FARMLAND=permanent)
    for level, ha, exact, within_ha, within, gross in rows_of(
            result["TABLE"], "level", "total_ha", "area_m2", "permanent_ha", "permanent_m2", "permanent_gross_m2"):
        assert abs(ha * M2_PER_HA - exact) < 1
        assert abs(within_ha * M2_PER_HA - within) < 1
        if level == "total":
            net = area(50, 0, 50, 50) + area(100, 0, 50, 50) * (1 - 0.1234)
            assert within == pytest.approx(net, abs=0.03)
            assert gross == pytest.approx(area(50, 0, 100, 50), abs=0.03)
    assert result["PERMANENT_M2"] == pytest.approx(within, abs=0.001)
    assert "farmland.permanent_occupied" in found(result)
    assert "class_table.no_permanent" not in found(result)


def test_without_the_layer_permanent_farmland_is_not_nought(survey: QgsVectorLayer) -> None:
    result = run(PROJECTS=one(0, 0, 500, 50), LAND=survey)
    assert set(rows_of(result["TABLE"], "permanent_ha", "permanent_m2", "permanent_gross_m2")) == {(None, None, None)}
    assert found(result, "severity")["class_table.no_permanent"] == ("info",)


def test_land_outside_the_survey_is_in_the_total_and_named(survey: QgsVectorLayer) -> None:
    result = run(PROJECTS=one(400, 0, 200, 50), LAND=survey)
    last = rows_of(result["TABLE"], "level", "total_ha", "river_ha", "outside_survey_ha", "area_m2")[-1]
    assert last[:4] == ("total", pytest.approx(1.0, abs=3e-4), pytest.approx(0.5, abs=3e-4),
                        pytest.approx(0.5, abs=3e-4))
    assert last[4] == pytest.approx(area(400, 0, 200, 50), abs=CENT)
    assert rows_of(result["TABLE"], "tenure", "owner_name", "outside_survey_ha")[3][:2] == (None, "no owner named")
    assert "project.partly_outside" in found(result)


def test_land_without_a_known_class_is_in_no_major_class() -> None:
    result = run(PROJECTS=one(0, 0, 200, 50), LAND=land("0102", "9999"))
    total = rows_of(result["TABLE"], "total_ha", "agricultural_ha", "unknown_class_ha")[-1]
    assert total == pytest.approx((1.0, 0.5, 0.5), abs=3e-4)
    assert "land.class_unknown" in found(result)


@pytest.mark.parametrize(("choice", "column", "other"), [
    ("unused", "other_grassland_ha", "grassland_ha"), ("agricultural", "grassland_ha", "other_grassland_ha")])
def test_other_grassland_counts_as_chosen(choice: str, column: str, other: str) -> None:
    result = run(PROJECTS=one(0, 0, 100, 50), LAND=land("0404"), OTHER_GRASSLAND=choice)
    assert rows_of(result["TABLE"], column, other)[-1] == (pytest.approx(0.5, abs=2e-4), 0)
    assert (result["UNUSED_M2"] > 0) is (choice == "unused")


def test_a_survey_without_owners_has_one_row_and_says_so() -> None:
    plain = land_layer([(box(0, 0, 100, 100), {"DLBM": "0102"})])
    result = run(PROJECTS=one(0, 0, 50, 50), LAND=plain)
    assert [row[0] for row in rows_of(result["TABLE"], "level")] == ["tenure", "unit", "total"]
    told = found(result, "message", "area_m2")["ownership.field_missing"]
    assert all(name in told[0] for name in ("QSDWDM", "QSDWMC", "QSXZ"))
    assert told[1] == pytest.approx(area(0, 0, 50, 50), abs=CENT)
    assert "ownership.unit_missing" not in found(result)


def test_owners_that_are_not_named_or_strange_are_told() -> None:
    rows = [parcel("0102"), parcel("0102", None), parcel("0102", FIRST, QSXZ="99"),
            parcel("0102", FIRST, QSDWMC="一村"), parcel("0102", FIRST)]
    result = run(PROJECTS=one(0, 0, 500, 50), LAND=land(*rows))
    told = found(result, "message", "area_m2")
    assert told["ownership.unit_missing"][1] == pytest.approx(area(100, 0, 100, 50), abs=0.02)
    assert "99" in told["ownership.tenure_unknown"][0]
    assert told["ownership.tenure_unknown"][1] == pytest.approx(area(200, 0, 100, 50), abs=0.02)
    assert "一村" in told["ownership.names_differ"][0]
    names = [row[1] for row in rows_of(result["TABLE"], "level", "owner_name") if row[0] == "unit"]
    assert sorted(names) == ["no owner named", "城关镇甲村", "城关镇甲村"], "the name most parcels have"


def test_owner_fields_of_other_names() -> None:
    named = layer_of([(box(0, 0, 100, 100), {"code": "0102", "who": FIRST, "called": "甲", "kind": "集体"})],
                     {"code": "text", "who": "text", "called": "text", "kind": "text"})
    result = run(PROJECTS=one(0, 0, 50, 50), LAND=named, LAND_CLASS_FIELD="code", LAND_OWNER_FIELD="who",
                 LAND_OWNER_NAME_FIELD="called", LAND_TENURE_FIELD="kind")
    assert rows_of(result["TABLE"], "tenure", "owner_name")[1] == ("collective", "甲")


@pytest.mark.parametrize(("declared", "wrong"), [("2500", False), ("2504", False), ("2510", True), ("0.25", True),
                                                 ("", False)])
def test_a_declared_area_is_compared(declared: str, wrong: bool) -> None:
    """The geometry has 2 499.8 m²; 0.2 % of it are 5 m²."""
    assert area(0, 0, 50, 50) == pytest.approx(2499.9, abs=0.2)
    result = run(PROJECTS=one(0, 0, 50, 50, YDMJ=declared), LAND=land("0102"))
    assert ("project.declared_area" in found(result)) is wrong


def test_a_declared_area_that_is_no_number_is_told() -> None:
    result = run(PROJECTS=one(0, 0, 50, 50, YDMJ="约四亩"), LAND=land("0102"))
    assert "约四亩" in found(result, "message")["field.not_number"][0]


@pytest.mark.parametrize(("parts", "wrong"), [(("2500", "5000"), False), (("7500", "7500"), False),
                                              (("2500", "2600"), True)])
def test_features_of_one_project_declare_parts_or_the_whole(parts: tuple[str, str], wrong: bool) -> None:
    projects = project_layer([(box(0, 0, 50, 50), {"project_id": "P1", "YDMJ": parts[0]}),
                              (box(60, 0, 100, 50), {"project_id": "P1", "YDMJ": parts[1]})], YDMJ="text")
    result = run(PROJECTS=projects, LAND=land("0102", "0102"))
    assert ("project.declared_area" in found(result)) is wrong


def test_the_order_of_rows_is_nothing(survey: QgsVectorLayer) -> None:
    features = [(feature.geometry().asWkt(), dict(zip(survey.fields().names(), feature.attributes())))
                for feature in survey.getFeatures()]
    turned = land_layer(features[::-1], **OWNER_FIELDS)
    projects = one(3.3, 7.7, 411.1, 51.9)
    ours, theirs = (rows_of(run(PROJECTS=projects, LAND=layer)["TABLE"]) for layer in (survey, turned))
    assert ours == theirs


def test_fields_of_the_table_are_the_columns_of_the_layout() -> None:
    assert tuple(column.id for column in load_class_table("unused").columns) == FORM_COLUMNS
