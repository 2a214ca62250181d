"""kf:writeoffslip: the paper says what the ledger says, in units that add up, and the workbook says the same.

The write-off is the worked example, 10 ha with 2 ha paddy and 138 000 kg, in two counties of one city.
"""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from qgis import processing
from qgis.core import QgsProcessingException

from kf_resources_plugin.cartography.fonts import FontMissing
from kf_resources_plugin.engine.ledger_store import open_ledger
from kf_resources_plugin.rules.farmland_balance import THREE_INDEX, Demand, Terms
from kf_resources_plugin.rules.ledger_drafts import PROJECT_NAMES, PROJECT_RULES, TradeOut
from tests.cartography import builders as town
from tests.engine.ledgers import COUNTY, KG, Clock, demand, entry, ha, new_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kf_resources_plugin.engine.ledger_store import Ledger
    from kf_resources_plugin.rules.ledger import Event

pytestmark = pytest.mark.usefixtures("kf_provider")

RULE = {"id": "balance.three_index", "clause": "本工具默认值，非法定（参照国土资规〔2017〕13号）", "text": "三项指标"}
FACTS = {PROJECT_NAMES: {"P1": "黄河大街延伸工程"}, PROJECT_RULES: {"P1": [RULE]}, "rules_date": "2024-06-01"}
FAR = "410225202300001234567"  # an id as registers have it, in the other county


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with A, B, C of the example in 410222 and an entry of odd amounts in 410225."""
    path = new_ledger(tmp_path / "台账 1.kfledger.gpkg")
    with open_ledger(path, Clock()) as ledger:
        ledger.add([entry(FAR, 777_777, 333_333, 1_234_567, unit="410225", grade=5.5)], "张三", "")
    return path


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """Return it open."""
    with open_ledger(path, Clock()) as opened:
        yield opened


def write_off(ledger: Ledger) -> Event:
    """Write the example off: 8 ha here, the rest (20 000.77 m²) in the other county, whose entry goes first there."""
    demands = [demand("P1", ha("8"), ha("1.5"), 100_000 * KG),
               demand("P1", 2_000_077, ha("0.5"), 38_000 * KG, unit="410225")]
    [event] = ledger.commit(demands, None, "city", lambda _: Terms(THREE_INDEX, grade_decides=False), "李四",
                            "汴政土〔2024〕15号", FACTS).events
    return event


def slip(path: Path, folder: Path, **parameters: Any) -> tuple[str, Any]:
    """Return the text of the PDF without spaces and line ends, and the workbook."""
    result = processing.run("kf:writeoffslip", {"LEDGER": str(path), "PDF": str(folder / "单.pdf"),
                                                "XLSX": str(folder / "单.xlsx"), **parameters})
    text = "".join(town.pdf_text(result["PDF"]).split())
    return text, openpyxl.load_workbook(result["XLSX"])


@pytest.mark.usefixtures("chinese_texts")
def test_the_paper_says_what_the_ledger_says(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    event = write_off(ledger)
    text, _ = slip(path, tmp_path, EVENT_ID=event.number)
    for part in (
            "补充耕地指标核销单", "祥符区储备库", "李四", "汴政土〔2024〕15号", "黄河大街延伸工程", "2024-06-01",
            "水田面积", "补充耕地数量", "粮食产能", "公顷", "亩", FAR, "100000.77", "10.0001", "150.00", "138000.00",
            "本工具默认值，非法定", "国土资规〔2017〕", event.hash, "ledgerverify", "经办", "复核", "批准", "日期"):
        assert part in text, part
    assert "已冲销" not in text


def tables(page: Any) -> tuple[list[str], list[list[Any]], list[Any]]:
    """Return head, rows and total of the table of a sheet; the head is the first line that names the county."""
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    start = next(place for place, row in enumerate(rows) if "County" in row)
    # columns of one group have its name above theirs
    grouped = rows[start + 1][0] is None
    end = next(place for place, row in enumerate(rows) if place > start and row[0] == "Total")
    labels = [label or group for group, label in zip(rows[start], rows[start + 1])] if grouped else rows[start]
    return labels, rows[start + 1 + grouped:end], rows[end]


def exact(value: float) -> Decimal:
    return Decimal(str(value))


def test_the_workbook_adds_up_in_every_unit(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    _, book = slip(path, tmp_path, EVENT_ID=write_off(ledger).number)
    assert book.sheetnames == [
        "Replenished quantity By county", "Replenished quantity Entries", "Paddy area By county",
        "Paddy area Entries", "Grain capacity By county", "Grain capacity Entries"]
    for page in book.worksheets:
        labels, rows, total = tables(page)
        summed = [place for place, label in enumerate(labels)
                  if label in {"m²", "ha", "mu", "kg"} and isinstance(total[place], (int, float))]
        assert summed, page.title
        for place in summed:
            assert sum(exact(row[place]) for row in rows) == exact(total[place]), (page.title, labels[place])


def test_counties_are_the_sums_of_their_entries_in_every_unit(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    _, book = slip(path, tmp_path, EVENT_ID=write_off(ledger).number)
    for indicator, units in (("Replenished quantity", 3), ("Paddy area", 3), ("Grain capacity", 1)):
        _, counties, _ = tables(book[f"{indicator} By county"])
        _, lines, _ = tables(book[f"{indicator} Entries"])
        assert len(lines) > 2
        for row in counties:
            needed, given = row[2:2 + units], row[2 + units:2 + 2 * units]
            own = [line[-units:] for line in lines if line[0] == row[0]]
            assert [exact(value) for value in given] == [sum(map(exact, column)) for column in zip(*own)]
            assert given == needed


def test_figures_are_those_of_the_example(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    """Worked by hand: 410222 takes A 6.5 ha and B 1.5 ha; 410225 its own 7 777.77 m², then B 12 223.00 m²."""
    _, book = slip(path, tmp_path, EVENT_ID=write_off(ledger).number)
    _, lines, total = tables(book["Replenished quantity Entries"])
    assert [(line[1], line[5], line[6], line[7]) for line in lines] == [
        ("A", 65000, 6.5, 97.5), ("B", 15000, 1.5, 22.5), ("B", 12223, 1.2223, 18.33), (FAR, 7777.77, 0.7778, 11.67)]
    assert total[-3:] == [100000.77, 10.0001, 150]
    _, counties, _ = tables(book["Grain capacity By county"])
    assert [row[2:] for row in counties] == [[100000, 100000, 6.8, 6.8, "yes"],
                                             [38000, 38000, 6.8, pytest.approx(6.2945, abs=1e-4), "yes"]]


def test_a_reversed_write_off_says_so_large_and_on_every_page(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    event = write_off(ledger)
    back = ledger.reverse(event.number, "王五", "选址调整")
    text, book = slip(path, tmp_path, EVENT_ID=event.number)
    stamp = f"REVERSEDbyevent{back.number}"
    assert text.count(stamp) == 1 + town.pdf_pages(tmp_path / "单.pdf")
    assert any("REVERSED" in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)
    assert back.hash in text, "the head of the ledger is printed beside"


def test_a_reversal_prints_what_was_given_back(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    event = write_off(ledger)
    back = ledger.reverse(event.number, "王五", "选址调整")
    text, book = slip(path, tmp_path)  # the last event
    for part in ("Reversalslip", f"event{event.number},write-off", "Givenback", "黄河大街延伸工程", back.hash, "王五"):
        assert part in text, part
    assert "REVERSED" not in text
    assert tables(book.worksheets[0])[2][-3:] == [100000.77, 10.0001, 150]


def test_entries_and_trades_have_slips_of_their_own(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    [sold] = ledger.add([TradeOut("C", (0, 0, 5_000 * KG), {
        "price_cny": "150000.00", "counterparty": "郑州市", "document_no": "豫〔2024〕88号"})], "张三", "调剂")
    text, book = slip(path, tmp_path, EVENT_ID=sold.number)
    for part in ("Saleslip", "郑州市", "豫〔2024〕88号", "150000.00", "5000.00", sold.hash):
        assert part in text, part
    assert book.sheetnames == ["Grain capacity Entries"]
    text, book = slip(path, tmp_path, EVENT_ID=2)
    assert "Entryslip" in text
    assert tables(book["Replenished quantity Entries"])[1][0][-3:] == [65000, 6.5, 97.5]


def test_land_that_needs_no_replenishment_is_named_and_nothing_written_off(path: Path, ledger: Ledger,
                                                                         tmp_path: Path) -> None:
    [event] = ledger.commit([demand("P9", ha("1"))], None, "county",
                            lambda _: Terms(THREE_INDEX, grade_decides=False, exempt="balance.exempt"), "李四", "",
                            {}).events
    text, book = slip(path, tmp_path, EVENT_ID=event.number)
    assert "needsnoreplenishment" in text
    assert tables(book.worksheets[0])[2][2:] == [10000, 1, 15, 0, 0, 0]


def test_without_rules_in_the_event_those_of_its_day_are_printed(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    [event] = ledger.commit([demand("P9", ha("1"))], None, "county",
                            lambda _: Terms(THREE_INDEX, grade_decides=False), "李四", "", {}).events
    text, _ = slip(path, tmp_path, EVENT_ID=event.number)
    assert "defaultofthistool,notstatutory" in text
    assert "国土资规〔2017〕13号" in text


@pytest.mark.parametrize(("number", "words"), [(1, "made the ledger"), (99, "no event 99")])
def test_events_without_a_slip_are_refused_in_words(path: Path, tmp_path: Path, number: int, words: str) -> None:
    with pytest.raises(QgsProcessingException, match=words):
        slip(path, tmp_path, EVENT_ID=number)
    assert not list(tmp_path.glob("单.*"))


def test_a_ledger_that_was_changed_gets_no_slip(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    import sqlite3

    number = write_off(ledger).number
    with sqlite3.connect(path) as hand:
        hand.execute("DROP TRIGGER kf_events_update")
        hand.execute("UPDATE kf_events SET operator = '别人' WHERE event_no = ?", (number,))
    hand.close()
    with pytest.raises(QgsProcessingException, match="Somebody changed the ledger"):
        slip(path, tmp_path, EVENT_ID=number)
    assert not list(tmp_path.glob("单.*"))


def test_text_of_the_ledger_is_never_markup_nor_formula(path: Path, tmp_path: Path) -> None:
    evil = "=1+1<b>x</b> & http://example.org"
    with open_ledger(path) as ledger:
        ledger.add([entry(evil, 100)], evil, evil)
    text, book = slip(path, tmp_path)
    assert "=1+1<b>x</b>&http://example.org" in text
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row if "=1+1" in str(cell.value)]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_same_slip_is_the_same_workbook(path: Path, tmp_path: Path) -> None:
    contents = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        slip(path, tmp_path / name)
        contents.append((tmp_path / name / "单.xlsx").read_bytes())
    assert contents[0] == contents[1]


def test_only_what_is_asked_for_is_written(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    processing.run("kf:writeoffslip", {"LEDGER": str(path), "XLSX": str(out / "a.xlsx")})
    assert [file.name for file in out.iterdir()] == ["a.xlsx"]


def test_a_missing_font_is_named_before_the_ledger_is_read(path: Path, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FontMissing("install a font")

    monkeypatch.setattr("kf_resources_plugin.processing.farmland.writeoffslip.chinese_family", none)
    with pytest.raises(QgsProcessingException, match="install a font"):
        slip(path, tmp_path)


def test_what_is_not_known_is_not_printed_as_nothing(path: Path, ledger: Ledger, tmp_path: Path) -> None:
    demands = [Demand("P1", COUNTY, date(2024, 6, 1), (ha("1"), 0, None)),
               Demand("P1", "410225", date(2024, 6, 1), (ha("2"), 0, 500 * KG))]
    [event] = ledger.commit(demands, None, "city", lambda _: Terms(THREE_INDEX, False, "balance.exempt"), "", "",
                            FACTS).events
    _, book = slip(path, tmp_path, EVENT_ID=event.number)
    labels, rows, total = tables(book["Grain capacity By county"])
    place = labels.index("Needed") if "Needed" in labels else labels.index("kg")
    assert [row[place] for row in (*rows, total)] == ["unknown", 500, "unknown"]
    labels, rows, total = tables(book["Replenished quantity By county"])
    assert [row[labels.index("m²")] for row in (*rows, total)] == [10_000, 20_000, 30_000]
