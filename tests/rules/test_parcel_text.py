"""Lines of coordinate files as people leave them: what is a title, what a point, and what may be passed over."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from kf_resources_plugin.rules.parcel_dialects import format_from
from kf_resources_plugin.rules.parcel_notes import UnreadableFile
from kf_resources_plugin.rules.parcel_text import ParcelFile, read_parcels
from tests.parcel_files import EXAMPLE, HEADER, SECOND

_DIALECTS = Path(__file__).resolve().parents[2] / "resources" / "exchange" / "dialects.json"
WORDS = format_from(json.loads(_DIALECTS.read_text(encoding="utf-8")))
ROW = "J2,1,3852600.000,38527700.000\n"
TITLE = "10,2.5200,1,示例地块一,面,,工业用地,0601,@"


def read(text: str) -> ParcelFile:
    return read_parcels(enumerate(text.split("\n"), start=1), WORDS)


def told(file: ParcelFile) -> dict[str, list[int]]:
    return {note.rule_id: note.lines for note in file.notes.found}


@pytest.mark.parametrize("footer", ["联系人：张三 a@b.cn", "联系人,张三,a@b.cn", "合计,34400", "电话,13800000000"])
def test_a_footer_is_no_parcel_and_no_point(footer: str) -> None:
    file = read(f"{EXAMPLE}{footer}\n")
    assert [len(parcel.ids) for parcel in file.parcels] == [10, 5]
    assert told(file) == {"exchange.skipped_line": [30]}


@pytest.mark.parametrize("row", ["界2,1,3852600.000", "A-1-1,1,3852600.000", ",1,3852600.000",
                                 "3852600.000,38527700.000", "J2 1", "2"])
def test_a_point_that_lost_a_cell_is_never_passed_over(row: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        read(EXAMPLE.replace(ROW, f"{row}\n"))
    assert [(fault.rule_id, fault.lines) for fault in error.value.faults] == [("exchange.point_broken", [15])]


def test_rows_that_a_spreadsheet_saved_as_text_are_points() -> None:
    file = read(EXAMPLE.replace("J2,1,", "'J2,1,").replace(ROW.replace("J2", "J3"), "'remark\n"))
    assert [len(parcel.ids) for parcel in file.parcels] == [10, 5]
    assert [parcel.ids[1] for parcel in file.parcels] == ["J2", "J2"]


def test_a_point_row_may_say_that_it_is_a_point() -> None:
    file = read(EXAMPLE.replace(ROW, f"{ROW.strip()},点\n"))
    assert [len(parcel.ids) for parcel in file.parcels] == [10, 5]
    assert told(file) == {"exchange.point_columns": [15]}


def test_a_point_in_brackets_is_no_section() -> None:
    with pytest.raises(UnreadableFile) as error:
        read(EXAMPLE.replace(ROW, f"[{ROW.strip()}]\n"))
    assert [fault.lines for fault in error.value.faults] == [[15]]


def test_a_title_between_blanks() -> None:
    file = read(EXAMPLE.replace(TITLE, TITLE.replace(",,", ",无,").replace(",", " ")))
    cells = file.parcels[0].title.cells
    assert (cells["area"], cells["parcel_no"], cells["name"], cells["use"]) == ("2.5200", "1", "示例地块一", "工业用地")
    assert told(file) == {"exchange.separators": [13]}


def test_a_header_that_ends_in_the_mark_is_no_title() -> None:
    file = read(HEADER.replace("开封市某测绘院", "测绘院@") + SECOND)
    assert file.value("producer") == "测绘院@"
    assert len(file.parcels) == 1
