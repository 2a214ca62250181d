"""kf:ledgerimport on real ledger files: all lines or none, faults as a table or a refusal, never twice."""
from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from qgis import processing
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from kf_resources_plugin.engine.ledger_store import Ledger, open_ledger
from tests.builders import rows_of
from tests.engine.ledgers import new_ledger

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("kf_provider")

HEAD = ["指标编号", "县区代码", "入库日期", "补充耕地数量（公顷）", "水田面积（公顷）", "粮食产能（公斤）", "平均等别",
        "类别", "交易价款（元）", "交易对方", "交易文号", "备注"]
LINES: list[list[Any]] = [
    ["0101", "410222", date(2024, 5, 20), 6.5, 1.2, 70_200, 7.5, None, None, None, None, "复垦"],
    ["0102", "410225", "2024年6月1日", "0.00005", None, None, None, "调入", "12000", "郑州市", "豫〔2024〕1号", None],
    ["A", None, None, 1.5, None, 200.5, None, "调出", 1_500_000, "兰考县", "汴〔2024〕9号", None],
]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a ledger with entry A: 6.5 ha, 70 200 kg; B and C besides."""
    return new_ledger(tmp_path / "台账 1.kfledger.gpkg")


def saved(folder: Path, lines: list[list[Any]], head: list[str] | None = None) -> str:
    book = openpyxl.Workbook()
    for line in [head or HEAD, *lines]:
        book.active.append(line)
    path = folder / "入库 表.xlsx"
    book.save(path)
    return str(path)


class Log(QgsProcessingFeedback):
    """Keeps what a run says."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[str] = []

    def pushInfo(self, info: str) -> None:
        """Keep."""
        self.lines.append(info)

    def pushWarning(self, warning: str) -> None:
        """Keep."""
        self.lines.append(warning)


def run(ledger: Path, table: str, log: Log | None = None, **changes: Any) -> dict[str, Any]:
    result: dict[str, Any] = processing.run("kf:ledgerimport", {
        "LEDGER": str(ledger), "INPUT": table, "UNIT": "ha", "OPERATOR": "李四", "REASON": "汴自然资〔2024〕5号",
        "ERRORS": "TEMPORARY_OUTPUT", **changes}, feedback=log or Log())
    return result


def test_entries_and_trades_become_events(ledger: Path, tmp_path: Path) -> None:
    result = run(ledger, saved(tmp_path, LINES))
    assert (result["IMPORTED"], result["FAULTY"]) == (3, 0)
    assert rows_of(result["ERRORS"]) == []
    with open_ledger(ledger) as opened:
        events = opened.events()[-3:]
        entries = {entry.entry_id: entry for entry in opened.entries()}
        assert opened.verify() == []
    assert [event.kind for event in events] == ["entry", "trade_in", "trade_out"]
    assert {(event.operator, event.reason) for event in events} == {("李四", "汴自然资〔2024〕5号")}
    first = entries["0101"]
    assert (first.unit_code, first.available, first.amounts, first.mean_grade) == (
        "410222", date(2024, 5, 20), (6_500_000, 1_200_000, 7_020_000), 7.5)
    assert entries["0102"].amounts == (50, 0, 0)
    assert entries["A"].amounts == (5_000_000, 0, 7_020_000 - 20_050)
    assert events[0].payload["entry"]["note"] == "复垦"
    assert events[2].payload["trade"] == {
        "price_cny": "1500000.00", "counterparty": "兰考县", "document_no": "汴〔2024〕9号"}


def test_one_fault_keeps_all_lines_out(ledger: Path, tmp_path: Path) -> None:
    log = Log()
    wrong = [*LINES, ["0103", "4102", "明年", -1, None, None, None, None, None, None, None, None]]
    result = run(ledger, saved(tmp_path, wrong), log)
    assert (result["IMPORTED"], result["FAULTY"]) == (0, 1)
    rows = rows_of(result["ERRORS"], "line", "column", "value")
    assert sorted(rows) == [(5, "入库日期", "明年"), (5, "县区代码", "4102"), (5, "补充耕地数量（公顷）", "-1")]
    assert any("Nothing was imported: 3 faults" in line for line in log.lines)
    assert_untouched(ledger)


def assert_untouched(ledger: Path) -> None:
    with open_ledger(ledger) as opened:
        assert len(opened.events()) == 4  # creation and the three entries of the example


def test_without_the_table_a_faulty_file_is_an_error(ledger: Path, tmp_path: Path) -> None:
    """A run that imported nothing must not look like one that did."""
    wrong = [[f"N{n}", "x", "2024-05-20", 1] for n in range(25)]
    with pytest.raises(QgsProcessingException) as refused:
        run(ledger, saved(tmp_path, wrong, HEAD[:4]), ERRORS=None)
    text = str(refused.value)
    assert "not a single line" in text
    assert "Line 2, column 县区代码, “x”" in text
    assert "and 5 more" in text
    assert_untouched(ledger)


def test_the_same_file_is_never_imported_twice(ledger: Path, tmp_path: Path) -> None:
    table = saved(tmp_path, LINES)
    run(ledger, table)
    again = run(ledger, table)
    assert (again["IMPORTED"], again["FAULTY"]) == (0, 3)
    messages = dict(rows_of(again["ERRORS"], "line", "message"))
    assert "in the ledger already" in messages[2]
    assert "in the ledger already" in messages[3]
    assert "sale from this entry under this number already" in messages[4]
    with open_ledger(ledger) as opened:
        assert len(opened.events()) == 7


def test_a_line_that_another_window_entered_meanwhile_is_named_by_its_number(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = saved(tmp_path, LINES)
    entries = Ledger.entries

    def then_another_imports(self: Ledger) -> Any:
        found = entries(self)
        monkeypatch.setattr(Ledger, "entries", entries)
        run(ledger, table)
        return found

    monkeypatch.setattr(Ledger, "entries", then_another_imports)
    (tmp_path / "other").mkdir()
    other = saved(tmp_path / "other", LINES[:2])
    with pytest.raises(QgsProcessingException, match=r"“0101” of row 2 is in the ledger already"):
        run(ledger, other)


def test_a_trade_of_more_than_is_left_is_refused_with_what_is_left(ledger: Path, tmp_path: Path) -> None:
    line = ["A", None, None, 6.5001, None, None, None, "调出", None, "兰考县", "1号", None]
    [message] = [row[0] for row in rows_of(run(ledger, saved(tmp_path, [line]))["ERRORS"], "message")]
    assert "65000.00 m²" in message


def test_csv_in_gbk_is_read(ledger: Path, tmp_path: Path) -> None:
    table = tmp_path / "入库.csv"
    table.write_bytes("入库编号;行政区代码;可用日期;产能\n007;410222;2024.5.20;1 000\n".encode("gbk"))
    assert run(ledger, str(table))["IMPORTED"] == 1
    with open_ledger(ledger) as opened:
        assert opened.entries()[-1].amounts == (0, 0, 100_000)


def test_what_is_read_rounded_and_odd_is_told(ledger: Path, tmp_path: Path) -> None:
    log = Log()
    lines = [["1", "410222", "2024-05-20", 1, 2, None, "张三"]]
    run(ledger, saved(tmp_path, lines, [*(name.replace("公顷", "亩") for name in HEAD[:6]), "联系人"]), log, UNIT="mu")
    told = "\n".join(log.lines)
    assert "Sheet “Sheet” is read" in told
    assert "not read: 联系人" in told
    assert "Line 2: entry 1 has more paddy than quantity" in told
    assert "2 amounts were rounded to hundredths, by at most 0.0033" in told
    assert "1 lines imported, 0 faulty" in told


def test_the_operator_is_by_default_who_uses_the_computer(ledger: Path, tmp_path: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "wangwu")
    run(ledger, saved(tmp_path, LINES[:1]), OPERATOR=None, REASON=None)
    with open_ledger(ledger) as opened:
        assert (opened.head.operator, opened.head.reason) == ("wangwu", "")


@pytest.mark.parametrize(("name", "words"), [
    ("LEDGER", "“Write-off ledger”"), ("INPUT", "“Table of entries and trades"),
])
@pytest.mark.parametrize("value", [None, "none.xlsx"])
def test_missing_files_are_named(ledger: Path, tmp_path: Path, name: str, words: str, value: str | None) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        run(ledger, saved(tmp_path, LINES), **{name: value})


def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path: Path) -> None:
    other = tmp_path / "land.gpkg"
    other.write_bytes(b"SQLite format 3\0" + b"\0" * 100)
    with pytest.raises(QgsProcessingException) as refused:
        run(other, saved(tmp_path, LINES))
    assert "land.gpkg" in str(refused.value)
    assert "fault of the plugin" not in str(refused.value)


@pytest.mark.parametrize("lines", [[], [[None, " "]]])
def test_a_table_without_lines_is_refused(ledger: Path, tmp_path: Path, lines: list[list[Any]]) -> None:
    with pytest.raises(QgsProcessingException, match="no lines below"):
        run(ledger, saved(tmp_path, lines))


def test_the_table_of_faults_never_goes_over_ledger_or_table(ledger: Path, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="would overwrite"):
        run(ledger, saved(tmp_path, LINES), ERRORS=str(ledger))
    assert_untouched(ledger)


def test_an_output_that_cannot_be_written_leaves_the_ledger(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(QgsProcessingException, match="written"):
        run(ledger, saved(tmp_path, LINES), ERRORS=str(tmp_path / "file" / "e.gpkg"))
    assert_untouched(ledger)


@pytest.mark.usefixtures("chinese_texts")
def test_amounts_are_conserved_from_sheet_to_ledger(ledger: Path, tmp_path: Path) -> None:
    """A thousand lines in mu: the ledger holds the sum of what each line rounds to, to the last hundredth."""
    lines = [[f"M{n:04}", "410222", "2024-05-20", f"{n}.{n % 7}{n % 10}"] for n in range(1, 1001)]
    run(ledger, saved(tmp_path, lines, [*HEAD[:3], "数量(亩)"]), UNIT="mu")
    with open_ledger(ledger) as opened:
        held = {entry.entry_id: entry.amounts[0] for entry in opened.entries()}
    # 0.01 mu = 20 000 / 30 hundredths: half up of an exact third is plain rounding
    expected = {f"M{n:04}": (2 * (n * 100 + (n % 7) * 10 + n % 10) * 2_000 + 3) // 6 for n in range(1, 1001)}
    assert {name: held[name] for name in expected} == expected
