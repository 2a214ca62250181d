"""The table of decisions: what is read of it, and what adding rows leaves as it was."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kf_resources_plugin.engine import heritage_decisions
from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.heritage_decisions import append_decisions, read_decisions
from kf_resources_plugin.rules.heritage_merge import DIFFERENT, OPEN, SAME, Decision

if TYPE_CHECKING:
    from pathlib import Path

ONE = Decision("国保/1", "省保/2", SAME, "王五", "2026-11-26 09:05:00", "现场核对")
TWO = Decision("国保/3", "=省保/4", DIFFERENT, "'-李", "2026-11-27", '=HYPERLINK("x")')


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "判定.csv"
    append_decisions(path, [ONE])
    append_decisions(path, [TWO])
    read = read_decisions(path)
    assert (read.name, read.decisions, read.faults) == ("判定.csv", [ONE, TWO], [])
    assert [file.name for file in tmp_path.iterdir()] == ["判定.csv"]


def test_nothing_in_the_file_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    append_decisions(path, [TWO])
    cells = path.read_text(encoding="utf-8-sig").splitlines()[1].split(",")
    assert cells[1] == "'=省保/4"
    assert cells[3] == "''-李"
    assert cells[5].startswith("\"'=HYPERLINK")


def test_rows_are_added_to_a_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes("判定,备注,条目乙,条目甲\r\n同一处,会议,省保/2,国保/1".encode("gb18030"))
    append_decisions(path, [TWO])
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "判定,备注,条目乙,条目甲", "同一处,会议,省保/2,国保/1", "different,,'=省保/4,国保/3"]
    assert [each.decision for each in read_decisions(path).decisions] == [SAME, DIFFERENT]


def test_rows_that_another_window_adds_meanwhile_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.csv"
    plain, turns = heritage_decisions._with_rows, []

    def other_first(file: Path, decisions: list[Decision]) -> bytes:
        content = plain(file, decisions)
        if not turns:
            turns.append(1)
            path.write_bytes(plain(path, [ONE]))
        return content

    monkeypatch.setattr(heritage_decisions, "_with_rows", other_first)
    append_decisions(path, [TWO])
    assert read_decisions(path).decisions == [ONE, TWO]


def test_a_table_of_duplicates_that_was_filled_in_is_a_table_of_decisions(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("entry_a,entry_b,decision,person,date,reason,score\n"
                    "a/1,b/1,certain,,,,0.9\na/2,b/2,open,,,,0.8\na/3,b/3,不是同一处,王,2026年11月26日,,0.7\n"
                    "a/4,b/4,implied,,,,0.5\na/5,b/5,,,,,0.5\na/6,b/6,open,李,2026/11/26 8:05,,0.5\n", encoding="utf-8")
    assert read_decisions(path).decisions == [Decision("a/3", "b/3", DIFFERENT, "王", "2026-11-26"),
                                              Decision("a/6", "b/6", OPEN, "李", "2026-11-26 08:05:00")]


def test_rows_that_say_nothing_usable_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("entry_a,entry_b,decision\na/1,b/1,maybe\na/1,a/1,same\na/1,,same\n", encoding="utf-8")
    read = read_decisions(path)
    assert (read.decisions, read.faults) == ([], [(2, "maybe"), (3, "same"), (4, "same")])


def test_another_table_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("id,name\n1,甲寺\n", encoding="utf-8")
    with pytest.raises(PlannerError, match=r"d\.csv is no table of decisions.*entry_a"):
        read_decisions(path)
    with pytest.raises(PlannerError, match="no table of decisions"):
        append_decisions(path, [ONE])
    assert path.read_text(encoding="utf-8") == "id,name\n1,甲寺\n"
    assert [file.name for file in tmp_path.iterdir()] == ["d.csv"]
    with pytest.raises(PlannerError, match="cannot be written"):
        append_decisions(tmp_path / "none" / "d.csv", [ONE])
