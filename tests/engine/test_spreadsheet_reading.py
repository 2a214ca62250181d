"""Spreadsheets as bureaus keep them: written with openpyxl, read as rows of text with the sheet's line numbers."""
from __future__ import annotations

import threading
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from osgeo import gdal

from kf_resources_plugin.engine.spreadsheet_reading import SpreadsheetError, read_sheets
from kf_resources_plugin.engine.spreadsheet_writing import Column, Sheet, workbook_bytes
from kf_resources_plugin.engine.workbook_parts import open_formulas

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["指标编号", "县区代码", "入库日期", "数量"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "入库 表.xlsx"


def saved(path: Path, *sheets: list[list[Any]]) -> Path:
    """Save sheets of rows; None leaves a cell out."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        page = book.create_sheet()
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def test_codes_keep_their_zeros_and_lines_their_numbers(path: Path) -> None:
    saved(path, [HEAD, ["001", "0410222", "2024-05-20", "65000.10"], [], ["002", "410222", None, 1.1], [None]])
    [sheet] = read_sheets(path)
    assert sheet.name == "Sheet"
    assert sheet.rows == [
        (1, HEAD), (2, ["001", "0410222", "2024-05-20", "65000.10"]), (4, ["002", "410222", "", "1.1"])]


def test_a_head_below_a_title_and_a_lone_head_are_rows(path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"] = "补充耕地指标入库表"
    page.merge_cells("A1:D2")
    for place, name in enumerate(HEAD, start=1):
        page.cell(row=4, column=place, value=name)
    book.save(path)
    assert read_sheets(path)[0].rows == [(1, ["补充耕地指标入库表", "", "", ""]), (4, HEAD)]
    assert read_sheets(saved(path, [HEAD]))[0].rows == [(1, HEAD)]


def test_repeated_and_missing_names_stay_as_they_are(path: Path) -> None:
    assert read_sheets(saved(path, [["a", "a", None, " b "], ["1", "2", "3", "4"]]))[0].rows == [
        (1, ["a", "a", "", "b"]), (2, ["1", "2", "3", "4"])]


@pytest.mark.parametrize(("value", "number_format", "text"), [
    (date(2024, 5, 20), "yyyy-mm-dd", "2024/05/20"),
    (date(2024, 5, 20), 'yyyy"年"m"月"d"日"', "2024/05/20"),
    (date(2024, 5, 20), "[$-804]yyyy/m/d", "2024/05/20"),
    (datetime(2024, 5, 20, 12), "yyyy-mm-dd hh:mm", "2024/05/20 12:00:00"),
    (45432, "General", "45432"),
    (45432, "#,##0.00", "45432"),
    (1.1000000000000001, "0.00", "1.1"),
    (0.1 + 0.2, "General", "0.3"),
    (123456789012345, "0", "123456789012345"),
    (65000.1, '0.00"亩"', "65000.1"),
    (True, "General", "1"),
])
def test_values_of_cells(path: Path, value: Any, number_format: str, text: str) -> None:
    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.active.append([value])
    book.active["A2"].number_format = number_format
    book.save(path)
    assert read_sheets(path)[0].rows[1] == (2, [text])


def test_shared_texts_are_read_as_well(path: Path) -> None:
    """openpyxl may write text into the cells, spreadsheet programs and our own writer into a common table."""
    path.write_bytes(workbook_bytes([
        Sheet("余额", [Column("编号"), Column("数量", "m²", 2)], [("001", 6.5), ("a\nb", None)])]))
    [sheet] = read_sheets(path)
    assert sheet.name == "余额"
    assert sheet.rows == [(1, ["编号", "数量"]), (2, ["", "m²"]), (3, ["001", "6.5"]), (4, ["a\nb", ""])]


def test_sheets_that_hold_nothing_are_left_out(path: Path) -> None:
    sheets = read_sheets(saved(path, [], [[None, " "]], [["b"]], [["c"]]))
    assert [sheet.rows for sheet in sheets] == [[(1, ["b"])], [(1, ["c"])]]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_left_out(path: Path, state: str) -> None:
    """Last year's table is often kept there, in front of this year's."""
    saved(path, [["old"]], [["new"]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].sheet_state = state
    book.active = 1
    book.save(path)
    assert [sheet.rows for sheet in read_sheets(path)] == [[(1, ["new"])]]


def test_formulas_saved_without_a_value_are_no_empty_cells(path: Path) -> None:
    """openpyxl writes no values of formulas; a program that exports tables does the same."""
    saved(path, [["a", "b", "c"], ["1", "=100*10", None], [], [None, None, None, '=IF(A2="<1>","x","")']], [["x"]])
    first, second = read_sheets(path)
    assert first.rows == [(1, ["a", "b", "c", ""]), (2, ["1", "=100*10", "", ""]),
                          (4, ["", "", "", '=IF(A2="<1>","x","")'])]
    assert first.open_formulas == {(2, 1), (4, 3)}
    assert second.open_formulas == frozenset()


def test_a_text_that_looks_like_a_formula_is_a_text(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=x"
    book.active["A1"].data_type = "s"
    book.save(path)
    assert (read_sheets(path)[0].rows, read_sheets(path)[0].open_formulas) == ([(1, ["=x"])], frozenset())


@pytest.mark.parametrize(("cell", "found"), [
    ("<c r='B1'><f>1+1</f><v>2</v></c>", {}),
    ("<c r='B1'><f>1+1</f><v>0</v></c>", {}),
    ("<c r='B1' t='e'><f>NA()</f><v>#N/A</v></c>", {}),
    ("<c r='B1'><f>1+1</f><v></v></c>", {(1, 1): "=1+1"}),
    ("<c r='B1'><f>1+1</f><v/></c>", {(1, 1): "=1+1"}),
    ("<c r='B1'><f>1+1</f></c>", {(1, 1): "=1+1"}),
    ("<c r='B1'><f t='shared' si='0'/></c>", {(1, 1): "="}),
    ("<c r='AB1'><f>1&lt;2</f></c>", {(1, 27): "=1<2"}),
    ("<c/><c/><c><f>A1</f></c>", {(1, 2): "=A1"}),
    ("<c r='B1'><f>1</f><v/></c><c r='C1'/>", {(1, 1): "=1"}),
    ("<c r='B1'/><c r='C1' t='str'><f>\"\"</f><v></v></c>", {}),
])
def test_formulas_without_a_value_in_all_their_forms(cell: str, found: dict[tuple[int, int], str]) -> None:
    content = f"<worksheet><sheetData><row r='1'>{cell}</row></sheetData></worksheet>"
    assert open_formulas(content.encode()) == found
    prefixed = content.replace("</", "@").replace("<", "<x:").replace("@", "</x:").replace(
        "<x:worksheet>", "<x:worksheet xmlns:x='y'>")
    assert open_formulas(prefixed.encode()) == found
    assert open_formulas(content.encode("utf-16")) == found


def test_text_files_are_one_sheet_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("编号;数量\n\n001;\"6,5\"\n".encode("gb18030"))
    [sheet] = read_sheets(path)
    assert (sheet.name, sheet.rows) == ("", [(1, ["编号", "数量"]), (3, ["001", "6,5"])])


@pytest.mark.parametrize(("name", "content", "words"), [
    ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),  # encrypted files are OLE files
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as XLSX"),
    ("a.xlsx", b"PK\x03\x04" + b"\0" * 30, "damaged"),
    ("a.csv", b"", "empty"),
])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Exception, match=words) as refused:
        read_sheets(tmp_path / name)
    assert name in str(refused.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(SpreadsheetError, match="cannot be read"):
            read_sheets(path)


def test_other_archives_are_no_spreadsheets(tmp_path: Path, path: Path) -> None:
    saved(path, [HEAD])
    path.rename(tmp_path / "a.ods")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    for name in ("a.ods", "b.xlsx"):
        with pytest.raises(SpreadsheetError, match="Save the table as XLSX or CSV"):
            read_sheets(tmp_path / name)


@pytest.mark.parametrize("damage", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_damaged_parts_give_a_sentence(tmp_path: Path, path: Path, damage: str) -> None:
    saved(path, [HEAD, *(["001", "410222", "2024-05-20", str(n)] for n in range(500))])
    hurt = tmp_path / "hurt.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(hurt, "w") as archive:
        for entry in whole.infolist():
            content = whole.read(entry)
            archive.writestr(entry.filename, content[:len(content) // 2] if entry.filename == damage else content)
    with pytest.raises(SpreadsheetError, match=r"hurt.xlsx is damaged"):
        read_sheets(hurt)


def test_a_cut_file_gives_a_sentence(path: Path) -> None:
    content = saved(path, [HEAD]).read_bytes()
    path.write_bytes(content[:len(content) // 2])
    with pytest.raises(SpreadsheetError, match="damaged"):
        read_sheets(path)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_changed_byte_is_noticed(tmp_path: Path, path: Path, packing: int) -> None:
    """A digit that turned over on the way would be another amount, read without a complaint."""
    saved(path, [HEAD, ["001", "410222", "2024-05-20", 12345.75]])
    packed = tmp_path / "packed.xlsx"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(packed, "w", packing) as archive:
        for entry in whole.infolist():
            archive.writestr(entry.filename, whole.read(entry))
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    content = bytearray(packed.read_bytes())
    place = content.find(b"12345.75") if packing == zipfile.ZIP_STORED else part.header_offset + 100
    content[place] ^= 0x01
    path.write_bytes(content)
    with pytest.raises(SpreadsheetError, match="damaged"):
        read_sheets(path)


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(501):
                part.write(b" " * 1_000_000)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(SpreadsheetError, match="too large"):
        read_sheets(bomb)


def test_days_counted_from_1904_are_refused(path: Path) -> None:
    """GDAL would read them four years and a day early."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([date(2024, 5, 20)])
    book.save(path)
    with pytest.raises(SpreadsheetError, match="1904"):
        read_sheets(path)


@pytest.mark.parametrize("exceptions", [True, False])
def test_damage_is_a_sentence_with_gdal_s_exceptions_and_without(path: Path, exceptions: bool) -> None:
    """QGIS since 3.38 switches them on."""
    before = gdal.GetUseExceptions()
    try:
        (gdal.UseExceptions if exceptions else gdal.DontUseExceptions)()
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
        with pytest.raises(SpreadsheetError, match=r"damaged|empty"):
            read_sheets(path)
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


def test_options_of_other_threads_are_not_touched(path: Path) -> None:
    """A user's own options decide neither what we read, nor do ours what QGIS reads elsewhere at the time."""
    saved(path, [HEAD, ["001", "410222", "2024-05-20", 1]])
    expected = read_sheets(path)
    gdal.SetConfigOption("OGR_XLSX_FIELD_TYPES", "AUTO")
    try:
        found: list[Any] = []
        threads = [threading.Thread(target=lambda: found.append(read_sheets(path))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [expected] * 8
        assert gdal.GetConfigOption("OGR_XLSX_FIELD_TYPES") == "AUTO"
        assert gdal.GetConfigOption("OGR_XLSX_HEADERS") is None
    finally:
        gdal.SetConfigOption("OGR_XLSX_FIELD_TYPES", None)
