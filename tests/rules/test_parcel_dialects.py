"""The file of dialects follows its schema; a dialect is told by its columns first, then by its traits."""
from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from kf_resources_plugin.rules.parcel_dialects import Format, Traits, format_from
from kf_resources_plugin.rules.zones import zone_crs

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "exchange"
DOCUMENT = json.loads((FOLDER / "dialects.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words() -> Format:
    return format_from(DOCUMENT)


def test_the_file_follows_its_schema() -> None:
    schema = json.loads((FOLDER / DOCUMENT["$schema"]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(DOCUMENT)] == []


def test_its_parts_fit_together(words: Format) -> None:
    assert len(words.dialects) == len(DOCUMENT["dialects"])
    assert {column for dialect in words.dialects.values() for column in dialect.columns} == set(words.titles)
    assert set(words.header) <= set(words.keys)
    assert all(zone_crs(38, system=system.id) for system in words.systems)
    told = [(dialect.columns, dialect.traits) for dialect in words.dialects.values()]
    assert all(told.count(one) == 1 for one in told), "no two dialects are the same"
    for dialect in words.dialects.values():
        assert dialect.columns[:7] == ("points", "area", "parcel_no", "name", "shape", "sheet", "use")


@pytest.mark.parametrize(("text", "system"), [
    ("2000国家大地坐标系", "cgcs2000"), ("CGCS 2000", "cgcs2000"), ("国家2000", "cgcs2000"),
    ("1980西安坐标系", "xian_1980"), ("80国家大地坐标系", "xian_1980"), ("西安80", "xian_1980"),
    ("Xian 1980", "xian_1980"),
    ("1954年北京坐标系", "beijing_1954"), ("北京54", "beijing_1954"),
])
def test_systems_have_many_names(words: Format, text: str, system: str) -> None:
    found = words.system_of(text)
    assert found is not None
    assert found.id == system


@pytest.mark.parametrize("text", ["WGS84", "地方坐标系", ""])
def test_other_systems_are_not_known(words: Format, text: str) -> None:
    assert words.system_of(text) is None


def test_of_two_layouts_with_as_many_columns_the_code_decides(words: Format) -> None:
    cells = [""] * 12
    coded = words.columns_of(cells, [True] * 12)
    uncoded = words.columns_of(cells, [True] * 7 + [False] + [True] * 4)
    assert coded is not None
    assert uncoded is not None
    assert (coded[7], uncoded[7]) == ("class_code", "patch_type")
    assert words.columns_of([""] * 20, [True] * 20) is None


def test_what_a_file_does_not_show_decides_nothing(words: Format) -> None:
    columns = words.dialects["official_9"].columns
    assert words.identified(columns, Traits()).id == "official_9"
    assert words.identified(columns, Traits(encoding="utf-8-sig")).id == "utf8_bom"
    assert words.identified(columns, Traits(encoding="gbk", zone_prefix=False)).id == "no_zone"
    assert words.identified(columns[:7], Traits(encoding="utf-8")).id == "official_8", "columns count before traits"
