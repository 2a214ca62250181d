"""Tables of reserve entries as counties send them: heads, units, faults named by line and column.

Areas by hand: 1 mu = 10 000 / 15 m² = 666.6666… m², 1 ha = 10 000 m².
"""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.spreadsheet_reading import TextSheet
from kf_resources_plugin.processing.farmland.reserve_head import find_head
from kf_resources_plugin.processing.farmland.reserve_rows import read_rows
from kf_resources_plugin.rules.farmland_balance import Entry
from kf_resources_plugin.rules.grades import GradeScale
from kf_resources_plugin.rules.ledger_drafts import NewEntry, TradeOut

if TYPE_CHECKING:
    from kf_resources_plugin.processing.farmland.reserve_head import Head
    from kf_resources_plugin.processing.farmland.reserve_rows import ReserveRows

SCALE = GradeScale("utilisation_15", "", "", 1, 15)
COLUMNS = ["entry_id", "unit_code", "available_date", "quantity", "paddy", "capacity", "mean_grade", "kind",
           "price_cny", "counterparty", "document_no", "note"]
GOOD = {"entry_id": "001", "unit_code": "410222", "available_date": "2024-05-20", "quantity": "65000.10",
        "paddy": "12000", "capacity": "702000", "mean_grade": "7.5"}
SALE = {"entry_id": "E1", "kind": "trade_out", "quantity": "1", "counterparty": "郑州市", "document_no": "1号"}
HELD = (Entry("E1", "410221", date(2023, 1, 1), (10_000, 0, 5_000)),)  # 100 m², 50 kg


def head_of(rows: list[list[str]], unit: str = "m2", start: int = 1, sheet: str = "s") -> Head:
    return find_head([TextSheet(sheet, list(enumerate(rows, start)))], "入库.xlsx", unit)


def read(*lines: dict[str, str], unit: str = "m2", sales: Any = (), **changes: str) -> ReserveRows:
    """Read lines given by field; ``changes`` change the only line, which is a good one."""
    rows = [list(COLUMNS), *([line.get(name, "") for name in COLUMNS] for line in lines or ({**GOOD, **changes},))]
    return read_rows(head_of(rows, unit), HELD, sales, SCALE)


def only_error(result: ReserveRows) -> tuple[int, str, str, str]:
    [error] = result.errors
    return tuple(error)


def test_a_line_becomes_an_entry() -> None:
    result = read()
    assert result.errors == []
    assert result.rows == [NewEntry(
        Entry("001", "410222", date(2024, 5, 20), (6_500_010, 1_200_000, 70_200_000), 7.5), "utilisation_15")]
    assert result.lines == [2]


@pytest.mark.parametrize(("unit", "text", "hundredths"), [
    ("m2", "65000.10", 6_500_010), ("m2", "0.005", 1), ("m2", "0.004", 0), ("ha", "6.5", 6_500_000),
    ("ha", "0.0001", 100), ("mu", "97.5", 6_500_000), ("mu", "1", 66_667), ("mu", "10", 666_667),
    ("mu", "15", 1_000_000),
    ("ha", "1.00000055", 1_000_001),  # 10 000.0055 m²: a half goes up
    ("m2", "1,234.5", 123_450), ("m2", "１２．５", 1_250), ("m2", "1e3", 100_000),
])
def test_amounts_are_converted_exactly_and_rounded_once(unit: str, text: str, hundredths: int) -> None:
    result = read(unit=unit, quantity=text, paddy="", capacity="1")
    assert result.errors == []
    assert result.rows[0].entry.amounts == (hundredths, 0, 100)


def test_capacity_stays_kilograms_whatever_the_unit_of_areas() -> None:
    assert read(unit="mu", capacity="1.005").rows[0].entry.amounts[2] == 101


def test_rounding_is_counted_and_its_largest_change_told() -> None:
    result = read({**GOOD, "quantity": "1"}, {**GOOD, "entry_id": "2", "quantity": "15", "paddy": "3"}, unit="mu")
    assert result.rounded == 1  # 66 666.67 hundredths; 15, 3 and 12 000 mu are whole hundredths
    assert float(result.most_rounded) == pytest.approx(1 / 3)


@pytest.mark.parametrize(("field", "value", "words"), [
    ("entry_id", "", "has no id"),
    ("entry_id", "4.10222E+17", "Format the column as text"),
    ("unit_code", "", "county"), ("unit_code", "41022", "six digits"), ("unit_code", "杞县", "410222"),
    ("available_date", "", "day is missing"), ("available_date", "明年", "Write it as 2024-05-20"),
    ("available_date", "2024-02-30", "no date"), ("available_date", "0224-05-20", "0224-05-20 cannot be right"),
    ("quantity", "-1", "negative"), ("quantity", "6.5公顷", "without a unit"), ("quantity", "#DIV", "no number"),
    ("quantity", "1E5000000", "larger than any"), ("paddy", "1e-5000000", "larger than any"),
    ("quantity", "99999999999999", "unit"), ("capacity", "一", "no number"),
    ("mean_grade", "0", "from 1 to 15"), ("mean_grade", "16", "from 1 to 15"), ("mean_grade", "七等", "from 1 to 15"),
    ("kind", "借", "trade_in (调入)"),
    ("price_cny", "5", "Write trade_in"), ("counterparty", "郑州市", "Write trade_in"),
])
def test_each_fault_names_line_column_value_and_remedy(field: str, value: str, words: str) -> None:
    result = read(**{field: value})
    line, column, shown, message = only_error(result)
    assert (line, column, shown) == (2, field, value)
    assert words in message
    assert result.rows == []


def test_a_line_without_amounts_is_refused() -> None:
    assert "at least one amount" in only_error(read(quantity="0", paddy="", capacity="-"))[3]


def test_all_faults_of_all_lines_are_listed() -> None:
    result = read({**GOOD, "unit_code": "x", "quantity": "y"}, {**GOOD, "entry_id": "002"},
                  {**GOOD, "entry_id": "", "capacity": "-1"})
    assert sorted((error.line, error.column) for error in result.errors) == [
        (2, "quantity"), (2, "unit_code"), (4, "capacity"), (4, "entry_id")]


@pytest.mark.parametrize("text", ["2024-05-20", "2024/05/20", "2024.5.20", "20240520", "2024年5月20日", "45432",
                                  "45432.5", "２０２４－０５－２０", "2024/05/20 12:00:00"])
def test_dates_are_read_however_they_are_written(text: str) -> None:
    """45432 is how a spreadsheet counts 2024-05-20 where the cell is not formatted as a date."""
    assert read(available_date=text).rows[0].entry.available == date(2024, 5, 20)


def test_codes_are_cleaned_and_keep_their_zeros() -> None:
    entry = read(entry_id=" ００１ ", unit_code="４１０２２２").rows[0].entry
    assert (entry.entry_id, entry.unit_code) == ("001", "410222")


def test_an_entry_stands_once_in_file_and_ledger() -> None:
    again = read(GOOD, {**GOOD, "entry_id": "002"}, GOOD)
    assert (only_error(again)[0], "line 2" in only_error(again)[3]) == (4, True)
    assert "in the ledger already" in only_error(read(entry_id="E1"))[3]


def test_an_upgrade_has_capacity_and_paddy_without_quantity() -> None:
    result = read(quantity="", paddy="10000", capacity="15000")
    assert result.rows[0].entry.amounts == (0, 1_000_000, 1_500_000)
    assert result.notes == []


def test_more_paddy_than_quantity_is_told_and_taken() -> None:
    result = read(quantity="1", paddy="2")
    assert len(result.rows) == 1
    assert "Line 2" in result.notes[0]


@pytest.mark.parametrize(("word", "kind"), [("新增", "entry"), ("入库", "entry"), ("调入", "trade_in"),
                                            ("购入", "trade_in"), ("TRADE_IN", "trade_in")])
def test_kinds_have_chinese_names(word: str, kind: str) -> None:
    trade = {} if kind == "entry" else {"counterparty": "郑州市", "document_no": "豫自然资〔2024〕1号"}
    [row] = read(kind=word, **trade).rows
    assert isinstance(row, NewEntry)
    assert row.kind == kind
    assert row.trade == ({"price_cny": "", **trade} if trade else {})


@pytest.mark.parametrize(("price", "kept"), [("1,000,000", "1000000.00"), ("0.5", "0.50"), ("", "")])
def test_prices_are_decimals(price: str, kept: str) -> None:
    row = read({**SALE, "price_cny": price}).rows[0]
    assert row.trade["price_cny"] == kept


@pytest.mark.parametrize("price", ["-1", "1.005", "一百万", "1E999999"])
def test_wrong_prices_are_refused(price: str) -> None:
    assert only_error(read({**SALE, "price_cny": price}))[1] == "price_cny"


def test_trades_need_counterparty_and_document() -> None:
    result = read({**SALE, "counterparty": "", "document_no": ""})
    assert [error.column for error in result.errors] == ["counterparty", "document_no"]


def test_a_sale_takes_from_the_ledger_and_from_lines_above() -> None:
    result = read(SALE, {**SALE, "entry_id": "001"})
    assert [(error.line, error.column) for error in result.errors] == [(3, "entry_id")]
    result = read(GOOD, {**SALE, "entry_id": "001", "quantity": "65000.10"})
    assert result.errors == []
    assert result.rows[1] == TradeOut("001", (6_500_010, 0, 0), {
        "price_cny": "", "counterparty": "郑州市", "document_no": "1号"})


def test_sales_together_take_no_more_than_is_left() -> None:
    first, second = {**SALE, "quantity": "60"}, {**SALE, "quantity": "40.01", "document_no": "2号"}
    line, column, value, message = only_error(read(first, second))
    assert (line, column, value) == (3, "quantity", "40.01")
    assert "40.00 m²" in message
    assert read(first, {**second, "quantity": "40"}).errors == []
    assert "50.00 kg" in only_error(read({**SALE, "quantity": "", "capacity": "50.01"}))[3]


def test_a_sale_is_named_once() -> None:
    assert "Line 2 sells" in only_error(read(SALE, SALE))[3]
    assert "already" in only_error(read(SALE, sales={("E1", "1号")}))[3]
    assert read(SALE, sales={("E2", "1号")}).errors == []


def test_a_sale_belongs_to_the_unit_of_its_entry() -> None:
    assert "410221" in only_error(read({**SALE, "unit_code": "410222"}))[3]
    assert read({**SALE, "unit_code": "410221"}).errors == []


def test_the_number_of_an_acceptance_is_kept_with_the_note() -> None:
    [row] = read(document_no="汴自然资验〔2024〕3号", note="复垦").rows
    assert row.note == "汴自然资验〔2024〕3号 复垦"


CHINESE = ["指标编号", "县区代码", "入库日期", "补充耕地数量（公顷）", "水田 (公顷)", "粮食产能(公斤)", "平均等别"]


def test_heads_are_found_by_chinese_names_below_titles() -> None:
    head = head_of([["开封市补充耕地指标表"], ["单位：杞县"], [*CHINESE, "联系人"], ["001"] * 8], "ha", start=4)
    assert head.columns == {"entry_id": 0, "unit_code": 1, "available_date": 2, "quantity": 3, "paddy": 4,
                            "capacity": 5, "mean_grade": 6}
    assert head.labels["quantity"] == "补充耕地数量（公顷）"
    assert head.unread == ("联系人",)
    assert [line for line, _ in head.rows] == [7]


@pytest.mark.parametrize(("name", "field"), [
    ("入库编号", "entry_id"), ("Entry_ID", "entry_id"),
    ("行政区代码", "unit_code"), ("可用日期", "available_date"), ("数量", "quantity"),
    ("quantity_m2", "quantity"), ("PADDY_M2", "paddy"), ("水田", "paddy"), ("capacity_kg", "capacity"),
    ("产能(千克)", "capacity"), ("等别", "mean_grade"), ("类别", "kind"), ("交易价款(元)", "price_cny"),
    ("交易对方", "counterparty"), ("文号", "document_no"), ("备注", "note"), ("联系人", None), ("unit", None),
])
def test_columns_have_several_names(name: str, field: str | None) -> None:
    head = head_of([[name if column == field else column for column in COLUMNS] + ([] if field else [name])])
    assert head.columns == {column: place for place, column in enumerate(COLUMNS)}
    assert head.unread == (() if field else (name,))


def test_the_second_name_of_the_id_stands_twice() -> None:
    with pytest.raises(PlannerError, match="“指标编号” and “入库编号” mean the same"):
        head_of([["指标编号", "入库编号", "kind", "数量"]])


def test_a_line_of_units_below_the_head_is_no_entry() -> None:
    """As our own spreadsheets have it."""
    head = head_of([["entry_id", "kind", "quantity", "capacity"], ["", "", "公顷", "kg"], ["1", "", "1", "1"]], "ha")
    assert head.rows == [(3, ["1", "", "1", "1"])]
    with pytest.raises(PlannerError, match=r"“quantity” is in mu \(亩\), .* read in ha"):
        head_of([["entry_id", "kind", "quantity"], ["", "", "亩"]], "ha")


@pytest.mark.parametrize(("label", "words"), [
    ("补充耕地数量（亩）", r"in mu \(亩\), but areas are to be read in m²\. Choose"),
    ("数量（万亩）", "万亩"), ("paddy_ha", "ha"), ("产能（吨）", "Give it in kg"), ("价款（万元）", "Give it in 元"),
])
def test_a_unit_in_the_head_that_contradicts_is_refused(label: str, words: str) -> None:
    with pytest.raises(PlannerError, match=words):
        head_of([["指标编号", "kind", label, "水田面积" if "数量" in label else "数量"]])


@pytest.mark.parametrize(("head", "words"), [
    (["a", "b"], "no line that names the columns"),
    (["指标编号", "县区代码", "入库日期"], "no column with an amount"),
    (["指标编号", "数量"], "Column unit_code 县区代码 is missing"),
])
def test_heads_without_what_is_needed_are_refused(head: list[str], words: str) -> None:
    with pytest.raises(PlannerError, match=words) as refused:
        head_of([head])
    assert "入库.xlsx" in str(refused.value)


def test_the_sheet_with_a_head_is_taken() -> None:
    sheets = [TextSheet("说明", [(1, ["填表说明"])]), TextSheet("表", [(2, COLUMNS), (3, ["1"])])]
    head = find_head(sheets, "a.xlsx", "m2")
    assert (head.sheet, len(head.rows)) == ("表", 1)


@pytest.mark.parametrize("word", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#n/a", " #NUM! "])
@pytest.mark.parametrize("field", ["entry_id", "unit_code", "available_date", "quantity", "mean_grade", "kind", "note"])
def test_errors_of_a_spreadsheet_are_no_values(field: str, word: str) -> None:
    """Where #N/A is read as empty, a lookup that found nothing becomes 0 m² or a new entry."""
    line, column, shown, message = only_error(read(**{field: word}))
    assert (line, column, shown) == (2, field, word)
    assert "ends in an error" in message


@pytest.mark.parametrize("field", ["entry_id", "quantity", "paddy", "note"])
def test_a_formula_without_a_value_is_not_empty(field: str) -> None:
    """The text =1+1 alone may be a note; the sheet tells which cells are formulas."""
    cells = [{**GOOD, field: "=1+1"}.get(name, "") for name in COLUMNS]
    sheet = TextSheet("s", [(3, COLUMNS), (7, cells)], frozenset({(7, COLUMNS.index(field))}))
    line, column, shown, message = only_error(read_rows(find_head([sheet], "a.xlsx", "m2"), (), (), SCALE))
    assert (line, column, shown) == (7, field, "=1+1")
    assert "without its value" in message
    assert read(note="=1+1").errors == []


def test_an_amount_that_is_lost_is_not_missing_as_well() -> None:
    assert only_error(read(quantity="#N/A", paddy="", capacity=""))[1] == "quantity"
    assert only_error(read(quantity="", paddy="", capacity="#N/A"))[1] == "capacity"


@pytest.mark.parametrize("number", ["4.102222024052e+17", "1.234567890123457e+19", "4.10222E+17", "4E+15"])
@pytest.mark.parametrize("field", ["entry_id", "counterparty", "document_no", "note"])
def test_texts_that_were_kept_as_numbers_have_lost_digits(field: str, number: str) -> None:
    line, column, shown, message = only_error(read({**SALE, field: number}))
    assert (line, column, shown) == (2, field, number)
    assert "lost digits" in message


def test_two_sales_whose_numbers_lost_the_same_digits_are_not_called_the_same() -> None:
    sale = {**SALE, "document_no": "4.102222024052e+17"}
    assert [(error.line, error.column) for error in read(sale, sale).errors] == [
        (2, "document_no"), (3, "document_no")]


def test_several_sheets_with_entries_are_refused_by_name() -> None:
    """The second would be left out without a word."""
    first, second = (TextSheet(name, [(1, ["表"]), (2, COLUMNS), (3, ["1"])]) for name in ("一季度", "二季度"))
    with pytest.raises(PlannerError, match="several sheets with entries: 一季度, 二季度"):
        find_head([first, TextSheet("说明", [(1, ["填表说明"])]), second], "a.xlsx", "m2")


@pytest.mark.parametrize("rows", [[(1, COLUMNS)], [(1, ["指标编号", "县区代码"]), (2, ["1", "410222"])]])
def test_an_empty_form_and_a_list_without_amounts_are_no_further_table(rows: list[tuple[int, list[str]]]) -> None:
    other, table = TextSheet("另", rows), TextSheet("表", [(2, COLUMNS), (3, ["1"])])
    for sheets in ([other, table], [table, other]):
        assert find_head(sheets, "a.xlsx", "m2").sheet == "表"


@pytest.mark.parametrize(("sheet", "cells", "position", "value"), [
    ("", ["CC1", "410222", "2024-05-20", "1", "234"], "5", "234"),
    ("", ["CC1", "410222", "2024-05-20", "1", ""], "5", ""),  # 1,000 with an empty last column shifts nothing out
    ("s", ["CC1", "410222", "2024-05-20", "1", "", "6"], "6", "6"),
])
def test_more_cells_than_the_head_names_are_a_fault(sheet: str, cells: list[str], position: str, value: str) -> None:
    """A line 1,234 without quotation marks would be 1 m²."""
    result = read_rows(head_of([COLUMNS[:4], cells], sheet=sheet), (), (), SCALE)
    line, column, shown, message = only_error(result)
    assert (line, column, shown) == (2, position, value)
    assert "more cells than the head names" in message
    assert result.rows == []


@pytest.mark.parametrize(("sheet", "head", "cells"), [
    ("", COLUMNS[:4], ["1", "410222", "2024-05-20", "1"]),
    ("", [*COLUMNS[:4], ""], ["1", "410222", "2024-05-20", "1", ""]),
    ("s", COLUMNS[:4], ["1", "410222", "2024-05-20", "1", "", ""]),
])
def test_empty_cells_that_nobody_wrote_are_no_fault(sheet: str, head: list[str], cells: list[str]) -> None:
    assert read_rows(head_of([head, cells], sheet=sheet), (), (), SCALE).errors == []


def test_lines_shorter_than_the_head_are_read() -> None:
    head = head_of([COLUMNS, ["1"]])
    result = read_rows(head, (), (), SCALE)
    assert {error.column for error in result.errors} == {"unit_code", "available_date", "quantity"}
