"""How rings and texts of coordinate files are written; corners and orders by hand."""
from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kf_resources_plugin.rules.parcel_dialects import Format, format_from
from kf_resources_plugin.rules.parcel_writing import (
    coordinate_text,
    encodable,
    is_ring,
    neutral,
    numbered,
    on_grid,
    ordered,
    parcel_lines,
)

WORDS: Format = format_from(json.loads(
    (Path(__file__).resolve().parents[2] / "resources/exchange/dialects.json").read_text(encoding="utf-8")))
SQUARE = [(0, 0), (10, 0), (10, 10), (0, 10)]


def ints(points: list[tuple[int, int]]) -> np.ndarray:
    return np.array(points, dtype=np.int64)


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("backwards", [False, True])
def test_where_and_which_way_a_ring_begins(turn: int, backwards: bool) -> None:
    corners = ints(SQUARE[turn:] + SQUARE[:turn])
    given = corners[::-1] if backwards else corners
    assert ordered(given, clockwise=True).tolist() == [[0, 10], [10, 10], [10, 0], [0, 0]]
    assert ordered(given, clockwise=False).tolist() == [[0, 10], [0, 0], [10, 0], [10, 10]]


@pytest.mark.parametrize(("corners", "first"), [
    ([(0, 0), (4, 10), (10, 3)], [4, 10]),  # 4 m from the corner (0, 10), (0, 0) is 10 m from it
    ([(0, 7), (3, 10), (10, 0)], [3, 10]),  # both 3 m: the northern one
    ([(0, 5), (5, 10), (10, 5), (5, 0)], [5, 10]),
])
def test_the_vertex_nearest_the_north_west_comes_first(corners: list[tuple[int, int]], first: list[int]) -> None:
    assert ordered(ints(corners), clockwise=True)[0].tolist() == first


def test_corners_that_fall_together_are_one() -> None:
    points = np.array([(0, 0), (0.4, 0.4), (10, 0), (10, 10), (0.2, 0.1), (0, 0)])
    corners, merged = on_grid(points, 0)
    assert merged == 2
    assert sorted(corners.tolist()) == [[0, 0], [10, 0], [10, 10]]
    same, merged = on_grid(points, 1)
    assert (same.tolist(), merged) == ([[0, 0], [4, 4], [100, 0], [100, 100], [2, 1]], 0)


def test_what_encloses_nothing_is_no_ring() -> None:
    assert is_ring(ints(SQUARE))
    for flat in ([(0, 0), (5, 5), (10, 10)], [(0, 0), (10, 0), (0, 0), (10, 0)], [(0, 0), (1, 1)]):
        assert not is_ring(ints(flat))
    large = 40_000_000 * 10 ** 6  # six decimals of an easting with its zone number
    assert is_ring(ints([(large, large), (large + 1, large), (large, large + 1)])), "to the last step"
    # twice the area is 2⁶⁴, which is 0 in 64 bits
    side = 2 ** 31
    assert is_ring(ints([(0, 0), (2 * side, 0), (2 * side, side), (0, side)])), "however large"


@pytest.mark.parametrize(("steps", "decimals", "text"), [
    (3852600000, 3, "3852600.000"), (38527500001, 3, "38527500.001"), (5, 3, "0.005"), (-5, 3, "-0.005"), (7, 0, "7"),
])
def test_a_coordinate_is_written_from_whole_steps(steps: int, decimals: int, text: str) -> None:
    assert coordinate_text(steps, decimals) == text


def test_numbers_go_on_or_begin_anew() -> None:
    rings = [ints(SQUARE), ints([(2, 2), (2, 4), (4, 4)])]
    for name, ids in (("official_9", ("J5", "J6", "J7")), ("ids_per_ring", ("J1", "J2", "J3")),
                      ("plain_ids", ("5", "6", "7"))):
        assert numbered(rings, WORDS.dialects[name])[1].ids == ids


@pytest.mark.parametrize(("name", "expected"), [
    ("official_9", ["5,1.2346,7,甲,面,,,0601,@", "J1,1,10.0,38500000.0", "J2,1,10.0,38500010.0"]),
    ("official_8", ["5,1.2346,7,甲,面,,,@"]),
    ("unit_text", ["5,1.2346公顷,7,甲,面,,,0601,@"]),
    ("open_rings", ["4,1.2346,7,甲,面,,,0601,@"]),
    ("swapped", ["J1,1,38500000.0,10.0"]),
    ("plain_ids", ["1,1,10.0,38500000.0"]),
])
def test_rows_of_a_parcel(name: str, expected: list[str]) -> None:
    dialect = WORDS.dialects[name]
    corners = ints([(5_000_000, 100), (5_000_100, 100), (5_000_100, 0), (5_000_000, 0)])
    cells = {"parcel_no": "7", "name": "甲", "shape": "面", "class_code": "0601"}
    found = list(parcel_lines(cells, numbered([corners], dialect), 12345.678, dialect, 1, 38))
    assert [line for line in expected if line not in found] == []
    assert len(found) == (5 if name == "open_rings" else 6)


@pytest.mark.parametrize(("text", "written"), [
    ("示例地块", "示例地块"), ("甲,乙", "甲，乙"), ("a@b", "a＠b"), (" 甲\r\n乙\t丙 ", "甲 乙 丙"), ("\x00甲", "甲"),
    ("", ""), ("甲\u3000 乙", "甲\u3000 乙"), ("甲\u2028乙", "甲 乙"),
])
def test_no_text_can_be_taken_for_a_part_of_the_file(text: str, written: str) -> None:
    assert neutral(text) == written


@pytest.mark.parametrize(("text", "encoding", "written", "lost"), [
    ("示例", "gbk", "示例", ""), ("𠮷地𠮷", "gbk", "〓地〓", "𠮷"), ("𠮷地", "utf-8", "𠮷地", ""),
    ("é😀", "gbk", "é〓", "😀"),
])
def test_what_an_encoding_lacks_is_named(text: str, encoding: str, written: str, lost: str) -> None:
    assert encodable(text, encoding) == (written, lost)
    written.encode(encoding)
