"""Class maps in the forms that offices keep them."""
from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kf_resources_plugin.engine.class_map import ClassMapError, read_class_map

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from qgis.core import QgsVectorLayer

EXPECTED = {"100": "0101", "200": "0103", "果园": "0201K"}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_file(content: str, name: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return path

    return write_file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("content", [
    "value,DLBM\n100,0101\n200,0103\n果园,0201k\n",
    "地类;说明;dlbm;Value\n稻田;;0101;100\n;;\"0103\";\"200\"\n;;0201K;果园\n",
    "原地类\t调查地类\r\n 100 \t０１０１\r\n200\t0103\r\n\r\n果园\t0201K\r\n",
    "100,0101\n200,0103\n果园,0201K",
])
def test_tables_are_read_in_any_encoding(write: Callable[..., Path], content: str, encoding: str) -> None:
    assert read_class_map(write(content, "对照 表.csv", encoding)) == EXPECTED


@pytest.mark.parametrize("content", [
    "DLBM,原值\n0101,100\n0103,200\n0201K,果园\n", "序号,原值,DLBM,备注\n1,100,0101,x\n2,200,0103,\n3,果园,0201K,y\n",
    "序号,新地类编码,原 地类\n1,0101,100\n2,0103,200\n3,0201K,果园\n", "编号,原值\n0101,100\n0103,200\n0201K,果园\n",
    # two heads of codes, or one beside what nobody knows: the first column is the layer's, as it always was
    "DLBM,新地类编码\n100,0101\n200,0103\n果园,0201K\n", "旧码,ＤＬＢＭ,备注\n100,0101,\n200,0103,\n果园,0201K,\n",
    "旧码,地类编码\n100,0101\n,\n200,0103\n果园,0201K\n合计,\n"])
def test_heads_that_are_known_decide_the_columns(write: Callable[..., Path], content: str) -> None:
    assert read_class_map(write(content, "map.csv")) == EXPECTED


@pytest.mark.parametrize("heads", ["DLBM,新码", "序号,旧码,DLBM", "序号,地类编码,DLBM", "原值,旧地类,DLBM"])
def test_columns_that_heads_do_not_tell_apart_are_refused(write: Callable[..., Path], heads: str) -> None:
    named = heads.split(",")
    row = ",".join(["0101", "0102", "0103"][:len(named)])
    with pytest.raises(ClassMapError) as raised:
        read_class_map(write(f"{heads}\n{row}\n", "map.csv"))
    for part in ("map.csv", *named, "value (原值", "DLBM (地类编码", "first line"):
        assert part in str(raised.value)


@pytest.mark.parametrize(("content", "value", "code"), [
    ("甲,乙\n水浇地,果园\n", "1 “甲”", "2 “乙”"), ("水浇地,9999\n", "column 1,", "column 2."),
    ("序号,原值,DLBM\n1,水浇地,9999\n", "2 “原值”", "3 “DLBM”")])
def test_a_code_that_is_none_is_told_with_the_columns_that_were_read(
        write: Callable[..., Path], content: str, value: str, code: str) -> None:
    with pytest.raises(ClassMapError) as raised:
        read_class_map(write(content, "map.csv"))
    assert value in str(raised.value)
    assert code in str(raised.value)
    # how to head them is no news where they are headed so
    assert ("value (原值" in str(raised.value)) == ("原值,DLBM" not in content)
    assert ("DLBM (地类编码" in str(raised.value)) == ("原值,DLBM" not in content)


def test_a_conflict_of_codes_is_none_of_columns(write: Callable[..., Path]) -> None:
    with pytest.raises(ClassMapError) as raised:
        read_class_map(write("甲,乙\n100,0101\n100,0103\n", "map.csv"))
    assert "column" not in str(raised.value)


@pytest.mark.parametrize("document", [
    {"100": "0101", "200": "0103", "果园": "0201K"},
    [{"value": 100, "DLBM": "0101"}, {"DLBM": "0103", "value": "200"}, {"value": "果园", "dlbm": "0201k", "note": "x"}],
    [["100", "0101"], [200, "0103"], ["果园", "0201K"]],
    [{"a": "100", "b": "0101"}, {"a": "200", "b": "0103"}, {"a": "果园", "b": "0201K"}],
])
def test_json_is_read(write: Callable[..., Path], document: Any) -> None:
    assert read_class_map(write(json.dumps(document, ensure_ascii=False), "map.json")) == EXPECTED


def test_repeated_equal_rows_are_no_conflict(write: Callable[..., Path]) -> None:
    assert read_class_map(write("value,DLBM\n１００,0101\n100 ,0101\n", "map.csv")) == {"100": "0101"}


def test_an_empty_value_is_the_class_of_parcels_without_one(write: Callable[..., Path]) -> None:
    assert read_class_map(write("value,DLBM\nNULL,1206\n100,0101\n300,\n", "map.csv")) == {"": "1206", "100": "0101"}


@pytest.mark.parametrize(("content", "name", "parts"), [
    ("value,DLBM\n100,0101\n100,0103\n", "map.csv", ["line 3", "“100”", "0101", "0103", "Keep one"]),
    ("value,DLBM\n100,101\n200,1301\n", "map.csv", ["line 2", "line 3", "“101” (for “100”)", "“1301”", "leading zero"]),
    ("100,9999\n200,0101\n", "map.csv", ["line 1", "“9999”"]),
    ("value,DLBM\n", "map.csv", ["no rows"]),
    ("", "map.csv", ["is empty"]),
    ("value\n100\n", "map.csv", ["only one column"]),
    ('{"100": "0101", "100": "0103"}', "map.json", ["“100”", "Keep one"]),
    ('{"100": "0101"', "map.json", ["line 1, column 15"]),
    ('"0101"', "map.json", ["must hold an object"]),
    ('["0101"]', "map.json", ["row 1", "a pair"]),
    ("{}", "map.json", ["no rows"]),
])
def test_what_cannot_be_used_is_named_with_its_place(
    write: Callable[..., Path], content: str, name: str, parts: list[str]
) -> None:
    path = write(content, name)
    with pytest.raises(ClassMapError) as raised:
        read_class_map(path)
    for part in [str(path), *parts]:
        assert part in str(raised.value)


def workbook(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        page = book.create_sheet()
        for row in rows:
            page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("rows", [
    [["value", "DLBM"], ["100", "0101"], [200, "0103"], ["果园", "0201K"]],
    [["说明", "dlbm", "Value"], ["稻田", "０１０１", 100], [], [None, "0103", "200"], [None, "0201k", "果园"]],
    [["100", "0101"], ["200", "0103"], ["果园", "0201K"]],
])
def test_the_first_sheet_of_a_spreadsheet_is_read(tmp_path: Path, rows: list[list[Any]]) -> None:
    assert read_class_map(workbook(tmp_path / "对照 表.xlsx", rows, [["x", "y"], ["1", "9999"]])) == EXPECTED


def test_a_code_that_a_spreadsheet_made_a_number_is_named_with_its_line(tmp_path: Path) -> None:
    path = workbook(tmp_path / "map.xlsx", [["value", "DLBM"], ["水浇地", "0102"], ["旱地", 103]])
    with pytest.raises(ClassMapError, match=r"map\.xlsx cannot be used:\nline 3: “103” \(for “旱地”\).*leading zero"):
        read_class_map(path)


@pytest.mark.parametrize(("name", "content", "advice"), [
    ("map.ods", b"", "Save the table as XLSX or CSV"), ("map.xls", b"\xd0\xcf\x11\xe0", "save it as XLSX")])
def test_other_spreadsheets_are_to_be_saved_as_what_is_read(
        tmp_path: Path, name: str, content: bytes, advice: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if not content:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(ClassMapError, match=advice):
        read_class_map(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ClassMapError, match=r"absent\.csv cannot be read"):
        read_class_map(tmp_path / "absent.csv")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "map.csv"
    path.write_bytes(b"\xff\xff\xff\xff\xff")
    with pytest.raises(ClassMapError, match="neither UTF-8 nor GB18030"):
        read_class_map(path)


def table(tmp_path: Path, driver: str, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> QgsVectorLayer:
    from qgis.core import QgsFeature, QgsVectorFileWriter, QgsVectorLayer

    definition = "&".join(f"field={name}:string" for name in names)
    memory = QgsVectorLayer(f"None?{definition}", "对照", "memory")
    features = []
    for row in rows:
        feature = QgsFeature(memory.fields())
        feature.setAttributes(list(row))
        features.append(feature)
    assert memory.dataProvider().addFeatures(features)[0]
    if driver == "memory":
        return memory
    path = tmp_path / "map.gpkg"
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    QgsVectorFileWriter.writeAsVectorFormatV3(memory, str(path), memory.transformContext(), options)
    return QgsVectorLayer(str(path), "对照", "ogr")


@pytest.mark.parametrize("driver", ["memory", "GPKG"])
@pytest.mark.parametrize("names", [("value", "DLBM"), ("old", "new")])
def test_table_layers_are_read(qgis_app: Any, tmp_path: Path, driver: str, names: tuple[str, ...]) -> None:
    rows = [("100", "0101"), ("200", "0103"), ("果园", "0201K"), (None, "1206"), ("9", None)]
    layer = table(tmp_path, driver, names, rows)
    assert layer.isValid()
    assert read_class_map(layer) == {**EXPECTED, "": "1206"}


def test_a_conflict_in_a_layer_names_the_layer(qgis_app: Any, tmp_path: Path) -> None:
    layer = table(tmp_path, "memory", ("value", "DLBM"), [("100", "0101"), ("100", "0103")])
    with pytest.raises(ClassMapError, match=r"Class map 对照 cannot be used:\nrow 2: “100”"):
        read_class_map(layer)
