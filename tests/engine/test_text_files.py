"""Tables that people write by hand, in the encodings and with the separators that reach a bureau."""
from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.spreadsheet_reading import table_rows
from kf_resources_plugin.engine.text_files import TextFileError, filled_lines, read_text, utf16_of

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "地类,编码\n水田,0101\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "对照 表.csv"


@pytest.mark.parametrize("encoding", [
    "utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(path: Path, encoding: str) -> None:
    path.write_bytes(TEXT.encode(encoding))
    assert read_text(path) == TEXT


def test_rare_characters_of_place_names(path: Path) -> None:
    """㙍 and 𬒗 are beyond GBK, in GB18030 only."""
    path.write_bytes("㙍,𬒗".encode("gb18030"))
    assert read_text(path) == "㙍,𬒗"


def test_utf_8_goes_before_gb18030(path: Path) -> None:
    """Most UTF-8 is valid GB18030 too, and reads as other characters."""
    path.write_bytes("耕地".encode())
    assert "耕地".encode().decode("gb18030") != "耕地"
    assert read_text(path) == "耕地"


@pytest.mark.parametrize("content", [
    b"\xff\xd8\xff\xe0\x00\x10JFIF",
    b"abc\xff",
])
def test_other_bytes_are_no_text(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(TextFileError, match=r"对照 表\.csv is neither UTF-8 nor GB18030 text\. Save it as UTF-8"):
        read_text(path)


def test_text_of_utf_16_that_breaks_off_is_refused_by_that_name(path: Path) -> None:
    path.write_bytes(TEXT.encode("utf-16")[:-1])
    with pytest.raises(TextFileError, match=r"looks like UTF-16 text, and is not: it breaks off"):
        read_text(path)


@pytest.mark.parametrize("content", [b"\x00" * 200, bytes(range(256)) * 8, b"PK\x03\x04\x14\x00\x06\x00" * 20, b""])
def test_zeros_of_binary_files_are_no_utf_16(content: bytes) -> None:
    assert utf16_of(content) == ""


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 51 + "1" + "}" * 51, "\n [" * 51, '["\\"]", ' + "[" * 50])
def test_json_nested_without_end_is_refused_in_words(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TextFileError, match=r"对照 表\.csv is nested too deeply"):
        read_text(path)


@pytest.mark.parametrize("text", [
    "[" * 50 + "]" * 50, "[[], " * 20 + "1" + "]" * 20, '{"a": "' + "[" * 500 + '"}', '["\\"' + "[" * 500 + '"]',
    "value,DLBM\n" + "[" * 500 + ",0101\n",
])
def test_brackets_that_nest_nothing_are_no_matter(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    assert read_text(path) == text


def test_a_file_that_cannot_be_opened_is_named_with_the_reason(path: Path) -> None:
    with pytest.raises(TextFileError, match=r"对照 表\.csv cannot be read: No such file or directory"):
        read_text(path)
    with pytest.raises(PlannerError, match="Is a directory"):
        read_text(path.parent)


@pytest.mark.parametrize(("content", "header", "rows"), [
    ("value,DLBM\n水田,0101\n", ["value", "DLBM"], [(2, ["水田", "0101"])]),
    ("value;DLBM\n水田;0101", ["value", "DLBM"], [(2, ["水田", "0101"])]),
    ("value\tDLBM\n水田\t0101\n", ["value", "DLBM"], [(2, ["水田", "0101"])]),
    # whichever the first line has most of, so a comma in a name splits nothing
    ("a;b, c;d\n1;2, 3;4\n", ["a", "b, c", "d"], [(2, ["1", "2, 3", "4"])]),
    ("a;b\n1,2,3;4\n", ["a", "b"], [(2, ["1,2,3", "4"])]),
    ("  a , b \n 1 ,\u30002\u3000\n", ["a", "b"], [(2, ["1", "2"])]),
    ("a,b\r\n1,2\r\n3,4\r\n", ["a", "b"], [(2, ["1", "2"]), (3, ["3", "4"])]),
    ("a,b\r1,2\r", ["a", "b"], [(2, ["1", "2"])]),  # Excel on a Mac
    ("\n\n a,b\n\n , \n1,2\n\n", ["a", "b"], [(6, ["1", "2"])]),
    ("a,b\n1\n1,2,3\n", ["a", "b"], [(2, ["1"]), (3, ["1", "2", "3"])]),
    ('a,b\n"x, y","he said ""no"""\n', ["a", "b"], [(2, ["x, y", 'he said "no"'])]),
    ("only\n0101\n", ["only"], [(2, ["0101"])]),
    ("a,b\n", ["a", "b"], []),
])
def test_cells_and_line_numbers(path: Path, content: str, header: list[str], rows: list[tuple[int, list[str]]]) -> None:
    path.write_bytes(content.encode())
    assert table_rows(path) == (header, rows)


@pytest.mark.parametrize("content", [
    "title\nid;n\n1;2\n", "a,title,of;signs\nid;n\n1;2\n", "a;b;c,d\nid,n\n1,2\n", "a,b;c;d\n\nid\tn\n1\t2\n",
    'a,b,c\n"id";"n"\n"1";"2"\n', "id;n\n1;2\n",
])
def test_the_head_decides_the_separator_not_a_title(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    assert [cells for _, cells in filled_lines(path, lambda cells: {*cells} == {"id", "n"})][-2:] == [
        ["id", "n"], ["1", "2"]]


def test_a_cell_over_several_lines_leaves_the_numbers_of_the_next_right(path: Path) -> None:
    path.write_text('a,b\n"one\ntwo\nthree",1\nlast,2\n', encoding="utf-8")
    # a row is where it ends, which is where an editor shows the reader that something is wrong
    assert table_rows(path)[1] == [(4, ["one\ntwo\nthree", "1"]), (5, ["last", "2"])]


@pytest.mark.parametrize("content", ["", "\n\n", " , ,\n", "\ufeff"])
def test_nothing_in_it(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TextFileError, match="is empty"):
        table_rows(path)


@pytest.mark.parametrize(("content", "line"), [
    ('a,b\n1,2\n3,"4\n' + "x,y\n" * 40_000, 3),  # one cell, longer than Python's csv reads
    ('a,b\n1,"to do\n2,5000\n3,6000\n', 2),  # to the end of the file
    ('a,b\n1,"to do\n2,5000\n3,"x"\n', 2),  # to the next quotation mark
    ('a,b\n"1\n1",2\n3,"4\n5,6\n', 4),  # a cell of two lines above it
    ('"a,b\n1,2\n', 1),
    ('a,b\n\n1,"x"y\n', 3),
])
def test_an_open_quotation_mark_is_named_with_its_line(path: Path, content: str, line: int) -> None:
    """The lines that it would swallow are amounts that nobody misses."""
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TextFileError, match=rf"对照 表\.csv is no table: line {line} cannot be split"):
        table_rows(path)


cell = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(cell, min_size=2, max_size=4), max_size=6), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
       st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(path: Path, table: list[list[str]], encoding: str, end: str) -> None:
    written = StringIO(newline="")
    csv.writer(written, lineterminator=end).writerows([["列甲", "列乙", "列丙"], *table])
    content = written.getvalue().encode(encoding)
    path.write_bytes(content)
    header, rows = table_rows(path)
    if encoding == "gb18030" and read_text(path) != written.getvalue():
        return  # bytes that happen to be UTF-8 as well: nothing tells the two apart
    assert header == ["列甲", "列乙", "列丙"]
    expected = [(number, [value.strip() for value in row]) for number, row in enumerate(table, start=2)]
    assert rows == [(number, row) for number, row in expected if any(row)]
