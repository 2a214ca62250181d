"""Spreadsheets are read back with openpyxl: what stands in a cell, of which type, and how it is shown and printed."""
from __future__ import annotations

import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from kf_resources_plugin.engine import spreadsheet_writing, xlsx_library
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.spreadsheet_writing import Column, Sheet, workbook_bytes

COLUMNS = (Column("指标编号"), Column("数量", "公顷", 4, ("补充耕地",)), Column("水田", "公顷", 4, ("补充耕地",)),
           Column("产能", "公斤", 2))
ROWS = (("001", Decimal("6.5"), 0, 70_200.25), ("002", None, 1.2, None))


def opened(*sheets: Sheet) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_bytes(sheets)))


def values(page: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_head_units_rows_and_total_stand_in_order() -> None:
    page = opened(Sheet("台账余额", COLUMNS, ROWS, total=("合计", 6.5, 1.2, 70_200.25))).active
    assert page.title == "台账余额"
    assert values(page) == [
        ["指标编号", "补充耕地", None, "产能"],
        [None, "数量", "水田", None],
        [None, "公顷", "公顷", "公斤"],
        ["001", 6.5, 0, 70_200.25],
        ["002", None, 1.2, None],
        ["合计", 6.5, 1.2, 70_200.25],
    ]
    assert {str(merged) for merged in page.merged_cells.ranges} == {"A1:A2", "B1:C1", "D1:D2"}


def test_without_groups_and_units_the_head_is_one_line() -> None:
    page = opened(Sheet("s", [Column("编号"), Column("面积", decimals=2)], [("1", 2)])).active
    assert values(page) == [["编号", "面积"], ["1", 2]]
    assert page.freeze_panes == "A2"
    assert not page.merged_cells.ranges


def test_headings_of_three_lines_are_joined_as_the_form_has_them() -> None:
    form = [Column("单位"), Column("合计", decimals=4, groups=("农用地",)),
            *(Column(name, decimals=4, groups=("农用地", "耕地")) for name in ("水田", "旱地")),
            Column("合计", decimals=4, groups=("建设用地",))]
    page = opened(Sheet("s", form, [("甲", 3, 1, 2, 0)])).active
    assert values(page)[:4] == [
        ["单位", "农用地", None, None, "建设用地"], [None, "合计", "耕地", None, "合计"],
        [None, None, "水田", "旱地", None], ["甲", 3, 1, 2, 0]]
    assert {str(merged) for merged in page.merged_cells.ranges} == {"A1:A3", "B1:D1", "C2:D2", "B2:B3", "E2:E3"}
    assert page.freeze_panes == "A4"


def test_rows_that_are_sums_stand_out() -> None:
    rows = [("小计", 3), ("甲", 3)]
    page = opened(Sheet("s", [Column("a"), Column("b", decimals=1)], rows, sums=frozenset({0}))).active
    assert [[cell.font.bold for cell in row] for row in page.iter_rows()] == [[True] * 2, [True] * 2, [False] * 2]


def test_numbers_are_numbers_with_their_decimals() -> None:
    page = opened(Sheet("s", COLUMNS, ROWS)).active
    row = page[4]
    assert [cell.data_type for cell in row] == ["s", "n", "n", "n"]
    assert [cell.number_format for cell in row] == ["General", "0.0000", "0.0000", "0.00"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "mailto:a@b", "001", "1e5",
                                  "internal:A1", "{=1}", "\t=1", "0.10", "TRUE", "2024-05-20"])
def test_text_stays_text_whatever_it_looks_like(text: str) -> None:
    """No formula, no link, no number: also in heads, facts, notes and the name of the sheet."""
    sheet = Sheet("s", [Column(text, text, None, (text,)), Column("b", groups=(text,))], [(text, "b")],
                  total=(text, ""), heading=text, facts=[(text, text)], notes=[text])
    page = opened(sheet).active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value not in {None, "b"}]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {text}
    assert len(cells) >= 8
    assert not [cell for cell in cells if cell.hyperlink]
    with zipfile.ZipFile(BytesIO(workbook_bytes([sheet]))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert "xl/worksheets/_rels/sheet1.xml.rels" not in archive.namelist()


def test_columns_are_as_wide_as_their_chinese() -> None:
    """A Chinese character takes the room of two Latin ones; long text wraps at 48."""
    page = opened(Sheet("s", [Column("补充耕地指标编号"), Column("b"), Column("c"), Column("d", decimals=2)],
                        [("1", "x" * 30, "长" * 60, 123456789012.5)])).active
    # XlsxWriter adds 5 of 7 pixels of padding to a width
    assert [round(page.column_dimensions[name].width - 0.71) for name in "ABCD"] == [18, 32, 48, 17]


def test_sheets_are_set_up_for_a4() -> None:
    narrow = Sheet("a", COLUMNS, ROWS)
    wide = Sheet("b", [Column("很长的列名很长的列名") for _ in range(9)], [])
    book = opened(narrow, wide)
    for page, orientation in zip(book.worksheets, ("portrait", "landscape")):
        assert int(page.page_setup.paperSize) == 9
        assert page.page_setup.orientation in {orientation, None if orientation == "portrait" else orientation}
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert "&P / &N" in page.oddFooter.right.text or page.oddFooter.right.text
    assert book.worksheets[0].print_title_rows == "$1:$3"
    widest = opened(Sheet("c", [Column("很长的列名很长的列名") for _ in range(11)], [])).active
    assert (int(widest.page_setup.paperSize), widest.page_setup.orientation) == (8, "landscape")
    assert book.worksheets[0].freeze_panes == "A4"


def test_heading_facts_and_notes_frame_the_table() -> None:
    page = opened(Sheet("s", COLUMNS, ROWS, heading="核销单", facts=[("单位", "杞县"), ("日期", "2024-05-20")],
                        notes=["经办：", "复核："])).active
    shown = [[value for value in row if value is not None] for row in values(page)]
    assert shown[:4] == [["核销单"], ["单位", "杞县"], ["日期", "2024-05-20"], []]
    assert shown[-2:] == [["经办："], ["复核："]]
    assert page.freeze_panes is None, "a long head would fill the window"


def test_long_facts_get_the_height_of_their_lines() -> None:
    page = opened(Sheet("s", [Column("a"), Column("b")], [], facts=[("事由", "长" * 100)])).active
    assert page.row_dimensions[1].height >= 15 * 10  # 200 characters' room in a column of 8


def test_empty_tables_keep_their_head() -> None:
    assert values(opened(Sheet("s", COLUMNS[:1], ())).active) == [["指标编号"]]
    assert opened(Sheet("s", (), ())).active.title == "s"


def test_names_of_sheets_are_what_spreadsheets_accept() -> None:
    sheets = [Sheet(title, COLUMNS[:1], ()) for title in ("a/b:c", "历" * 40, "历" * 40, "'x'", "", "X")]
    assert opened(*sheets).sheetnames == ["a b c", "历" * 31, "历" * 29 + " 2", "x", "Sheet", "X 2"]
    # 31 UTF-16 units, of which a rare character takes two; cut where an apostrophe would be the last; reserved by Excel
    sheets = [Sheet(title, COLUMNS[:1], ()) for title in ("𠮷" * 20, "x" * 30 + "'y", "History", "\ud800z")]
    assert opened(*sheets).sheetnames == ["𠮷" * 15, "x" * 30, "History 2", "z"]


def test_a_cell_cannot_hold_more_than_a_spreadsheet_allows() -> None:
    cell = opened(Sheet("s", [Column("a")], [("长" * 40_000,)])).active["A2"]
    assert cell.value.endswith("…")
    assert len(cell.value) > 16_000


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet_writing, "_MOST_ROWS", 12)
    with pytest.raises(PlannerError, match="“s” would have 3 rows"):
        workbook_bytes([Sheet("s", COLUMNS[:1], [("1",)] * 3)])


def test_the_same_content_gives_the_same_bytes() -> None:
    sheets = [Sheet("s", COLUMNS, ROWS)]
    assert workbook_bytes(sheets) == workbook_bytes(sheets)
    assert opened(*sheets).properties.created.year == 2000


def test_a_plugin_without_its_library_says_so(qgis_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, package: str | None = None) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(xlsx_library, "import_module", missing)
    with pytest.raises(PlannerError, match="Install the plugin again"):
        workbook_bytes([])
