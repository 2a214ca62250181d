"""Values of columns held against a standard field, and fields of a layer against a standard, worked by hand."""
from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from kf_resources_plugin.engine.field_checks import field_faults, matched_fields
from kf_resources_plugin.engine.raw_rows import number_column, object_column
from kf_resources_plugin.engine.schema import Schema, SchemaField, load_schema
from kf_resources_plugin.engine.value_checks import value_faults
from tests.builders import layer_of

pytestmark = pytest.mark.usefixtures("qgis_app")


def standard(kind: str = "text", length: int = 5, constraint: str = "C", decimals: int = 0,
             **domain: str) -> SchemaField:
    """Return a standard field with a domain of codes and names."""
    return SchemaField("F", "字段", "Field", kind, length, decimals, constraint,
                       {code: (name, name) for code, name in domain.items()}, ())


def texts(field: SchemaField, *values: Any) -> dict[str, list[int]]:
    return {fault.rule: fault.rows.tolist() for fault in value_faults(object_column(values), field)}


def figures(field: SchemaField, *values: float | None) -> dict[str, list[int]]:
    return {fault.rule: fault.rows.tolist() for fault in value_faults(number_column(values), field)}


def test_empty_is_a_fault_of_mandatory_fields_only() -> None:
    given = ("A", "", None, "  ", "<NULL>", "A")
    assert texts(standard(constraint="M"), *given)["check.value_missing"] == [1, 2, 3, 4]
    assert "check.value_missing" not in texts(standard(), *given)
    assert figures(standard("decimal", constraint="M"), 1.0, None) == {"check.value_missing": [1]}


def test_a_code_outside_the_domain_is_a_fault() -> None:
    found = value_faults(object_column(["PD", "TT", "pd", "", None, "XX"]), standard(PD="坡地", TT="梯田"))
    assert {fault.rule: fault.rows.tolist() for fault in found} == {"check.value_domain": [2, 5]}
    assert found[0].values == {"codes": ["PD", "TT"]}


def test_padding_and_full_width_signs_are_told_and_do_not_hide_the_code() -> None:
    found = texts(standard(PD="坡地"), " PD", "ＰＤ", "PD\u200b", "PD")
    assert found == {"check.value_padded": [0, 1, 2]}


def test_a_text_longer_than_the_standard_is_a_fault() -> None:
    assert texts(standard(length=3), "开封市", "开封市区", "abc", "abcd") == {"check.value_long": [1, 3]}
    assert texts(standard(length=0), "as long as it likes") == {}


@pytest.mark.parametrize(("value", "faulty"), [
    (0.1234, False), (0.12345, True), (1.0, False), (123456789.1234, False), (1e15 + 0.5, False), (None, False)])
def test_more_decimals_than_the_standard_has_are_a_fault(value: float | None, faulty: bool) -> None:
    assert figures(standard("decimal", decimals=4), value, 0.0) == ({"check.value_decimals": [0]} if faulty else {})


def test_an_integer_has_no_decimals_and_a_number_is_one() -> None:
    assert figures(standard("integer"), 2024.0, 2024.5) == {"check.value_decimals": [1]}
    assert texts(standard("decimal", decimals=2), "12.34", "十二", "12.345", None) == {
        "field.not_number": [1], "check.value_decimals": [2]}


SCHEMA = Schema("test", "TEST", "测试", "Test", "", (
    SchemaField("CODE", "代码", "Code", "text", 10, 0, "M", {}, ("DM",)),
    SchemaField("AREA", "面积", "Area", "decimal", 15, 2, "M", {}, ()),
    SchemaField("DAY", "日期", "Day", "date", 0, 0, "O", {}, ()),
    SchemaField("NOTED_FIELD", "备注", "Noted", "text", 0, 0, "M", {}, ())))


def faults(fields: dict[str, str], said: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    layer = layer_of([], fields)
    matched = matched_fields(layer.fields(), SCHEMA, said or {})
    return [(fault.rule, fault.field.name, fault.own) for fault in field_faults(layer.fields(), SCHEMA, matched)]


def test_a_layer_with_the_fields_of_the_standard_has_no_fault() -> None:
    assert faults({"CODE": "text", "AREA": "real", "DAY": "date", "NOTED_FIELD": "text"}) == []


def test_missing_fields_are_told_where_they_are_mandatory() -> None:
    assert faults({"CODE": "text", "AREA": "real"}) == [("check.field_missing", "NOTED_FIELD", "")]


@pytest.mark.parametrize(("own", "rule"), [
    ("DM", "check.field_name"), ("code", "check.field_name"), ("代码", "check.field_name")])
def test_fields_of_another_name_are_told(own: str, rule: str) -> None:
    assert faults({own: "text", "AREA": "real", "NOTED_FIELD": "text"}) == [(rule, "CODE", own)]
    said = faults({own: "text", "AREA": "real", "NOTED_FIELD": "text"}, {"CODE": own})
    assert said == []  # the user knows


def test_a_name_that_a_shapefile_cut_off_is_told() -> None:
    assert faults({"CODE": "text", "AREA": "real", "NOTED_FIEL": "text"}) == [
        ("check.field_cut", "NOTED_FIELD", "NOTED_FIEL")]


def test_codes_kept_as_numbers_and_areas_kept_as_text_are_told() -> None:
    layer = layer_of([], {"CODE": "integer", "AREA": "text", "DAY": "text", "NOTED_FIELD": "text"})
    matched = matched_fields(layer.fields(), SCHEMA, {})
    found = {fault.field.name: (fault.rule, dict(fault.values))
             for fault in field_faults(layer.fields(), SCHEMA, matched)}
    assert found == {"CODE": ("check.field_type", {"expected": "text", "found": "number"}),
                     "AREA": ("check.field_type", {"expected": "number", "found": "text"}),
                     "DAY": ("check.field_type", {"expected": "day", "found": "text"})}


def test_the_shipped_standards_can_be_matched_by_their_own_names() -> None:
    schema = load_schema("dltb")
    kinds = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}
    layer = layer_of([], {field.name: kinds[field.type] for field in schema.fields})
    assert field_faults(layer.fields(), schema, matched_fields(layer.fields(), schema, {})) == []


def test_days_are_no_fault_of_a_date_field() -> None:
    assert texts(standard("date", 0), date(2024, 2, 29), None) == {}
    assert np.isnan(number_column([None])[0])
