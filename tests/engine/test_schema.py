"""Standard field lists and the fields of layers that mean them (TD/T 1057-2020)."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsFields

from kf_resources_plugin.compat import make_field
from kf_resources_plugin.engine.schema import load_schema, resolve_field
from kf_resources_plugin.paths import resource
from tests.builders import layer_of, save

if TYPE_CHECKING:
    from pathlib import Path


def fields(*names: str) -> QgsFields:
    result = QgsFields()
    for name in names:
        result.append(make_field(name, "text"))
    return result


def test_the_parcel_layer_has_all_fields_of_the_standard() -> None:
    expected = (
        "BSM YSDM TBYBH TBBH DLBM DLMC QSXZ QSDWDM QSDWMC ZLDWDM ZLDWMC TBMJ KCDLBM KCXS KCMJ TBDLMJ GDLX GDPDJB "
        "XZDWKD TBXHDM TBXHMC ZZSXDM ZZSXMC GDDB FRDBS CZCSXM SJNF MSSM HDMC BZ"
    )
    schema = load_schema("dltb")
    assert schema.names() == expected.split()
    assert schema.element_code == "2001010100"


@pytest.mark.parametrize(("name", "kind", "length", "decimals", "constraint"), [
    ("BSM", "text", 18, 0, "M"), ("DLBM", "text", 5, 0, "M"), ("ZLDWDM", "text", 19, 0, "M"),
    ("TBMJ", "decimal", 15, 2, "M"), ("KCXS", "decimal", 6, 4, "C"), ("XZDWKD", "decimal", 5, 1, "C"),
    ("GDDB", "integer", 2, 0, "C"), ("SJNF", "integer", 4, 0, "M"), ("TBYBH", "text", 18, 0, "O"),
])
def test_types_and_lengths(name: str, kind: str, length: int, decimals: int, constraint: str) -> None:
    field = load_schema("dltb").field(name)
    assert field is not None
    assert (field.type, field.length, field.decimals, field.constraint) == (kind, length, decimals, constraint)


def test_domains_give_the_meaning_of_values() -> None:
    schema = load_schema("dltb")
    tenure, ridge = schema.field("QSXZ"), schema.field("KCDLBM")
    assert tenure is not None
    assert ridge is not None
    assert tenure.domain["30"][0] == "集体土地所有权"
    assert ridge.domain == {"1203": ("田坎", "Field ridge")}
    assert (tenure.zh, tenure.en) == ("权属性质", "Nature of tenure")


@pytest.mark.parametrize("name", ["dltb", "xzq", "cjdcq", "yjjbnt", "stbhhx", "czkfbj", "xs_xmkjfw"])
def test_every_schema_finds_its_fields_in_a_shapefile(qgis_app: Any, name: str, tmp_path: Path) -> None:
    """A Shapefile cuts names to ten bytes; each field of the standard is still found, and found once."""
    schema = load_schema(name)
    kinds = {"text": "text", "integer": "integer", "decimal": "real", "date": "date"}
    layer = layer_of([], {field.name: kinds[field.type] for field in schema.fields}, name=name)
    cut = save(layer, tmp_path / f"{name}.shp", driver="ESRI Shapefile").fields()
    found = [resolve_field(cut, field, schema) for field in schema.names()]
    assert found == cut.names()


def test_an_unknown_schema_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_schema("absent")
    assert resource("schemas").is_dir()


@pytest.mark.parametrize(("names", "wanted", "expected"), [
    (("dlbm", "ZLDWDM"), "DLBM", "dlbm"),
    (("DLBM", "dlbm"), "dlbm", "dlbm"),
    (("GDZZSXDM",), "ZZSXDM", "GDZZSXDM"),
    (("zzsxdm", "GDZZSXDM"), "GDZZSXDM", "GDZZSXDM"),
    (("zzsxdm",), "GDZZSXDM", "zzsxdm"),
    (("TKXS",), "KCXS", "TKXS"),
    (("地类编码", "坐落单位代"), "DLBM", "地类编码"),
    (("地类编码", "坐落单位代"), "ZLDWDM", "坐落单位代"),  # ten bytes of GBK hold five characters
    (("坐落单",), "ZLDWDM", "坐落单"),  # ten bytes of UTF-8 hold three
    (("BSM",), "DLBM", None),
    (("landclass",), "landclass", "landclass"),
    (("LANDCLASSO",), "landclassofparcel", "LANDCLASSO"),
    (("unit_code",), "ZLDWDM", "unit_code"),  # of a result that is given to the next duty
    (("unit_code", "ZLDWDM"), "ZLDWDM", "ZLDWDM"),
    (("扣除系数",), "KCXS", "扣除系数"),
    ((), "DLBM", None),
])
def test_fields_are_found(names: tuple[str, ...], wanted: str, expected: str | None) -> None:
    assert resolve_field(fields(*names), wanted, load_schema("dltb")) == expected


@pytest.mark.parametrize(("schema", "code", "name"), [
    *((schema, "XZQDM", "XZQMC") for schema in ("xzq", "yjjbnt", "czkfbj", "kzx", "ghfq", "ghydyh", "lswhbhx")),
    ("stbhhx", "XJXZQDM", "XJXZQMC"), ("stock_land", "XZQDM", "XZQMC")])
def test_units_of_a_result_are_found_in_every_layer_that_has_units(schema: str, code: str, name: str) -> None:
    assert resolve_field(fields("unit_code", "unit_name"), code, load_schema(schema)) == "unit_code"
    assert resolve_field(fields("unit_code", "unit_name"), name, load_schema(schema)) == "unit_name"


def test_long_standard_names_are_found_in_shapefiles() -> None:
    assert resolve_field(fields("YJJBNTTBBH", "YJJBNTTBMJ"), "YJJBNTTBMJ", load_schema("yjjbnt")) == "YJJBNTTBMJ"
    assert resolve_field(fields("PROJECT_NA"), "XMMC", load_schema("xs_xmkjfw")) == "PROJECT_NA"


def test_without_a_schema_only_the_name_counts() -> None:
    assert resolve_field(fields("Name"), "NAME", None) == "Name"
    assert resolve_field(fields("GDZZSXDM"), "ZZSXDM", None) is None
