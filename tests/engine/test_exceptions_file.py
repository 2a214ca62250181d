"""Exceptions of findings: what is kept, who was first, and files that are not ours."""
from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsVectorLayer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.exceptions_file import (
    FindingException,
    exceptions_path,
    mark,
    read_exceptions,
    withdraw,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 3, 2)


def exception(finding_id: str = "f1", **more: str) -> FindingException:
    given = FindingException(finding_id, "line.overlap", "P1", "大学", "两线重叠 12.5 m²", "省级批复", "张三",
                             "2026-03-01")
    return replace(given, **more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return exceptions_path(tmp_path / "三线.qgz")


def stored(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_it_stands_beside_the_project_under_its_name() -> None:
    assert exceptions_path(Path("/a/b/三线.v2.qgz")) == Path("/a/b/三线.v2.kfexceptions.gpkg")


def test_what_is_marked_is_read_and_what_is_withdrawn_is_kept(path: Path) -> None:
    assert read_exceptions(path) == {}
    assert not path.exists()
    mark(path, [exception(), exception("f2")])
    assert read_exceptions(path) == {"f1": exception(), "f2": exception("f2")}
    assert withdraw(path, ["f1", "unknown"], "批复撤销", "李四", DAY) == 1
    assert set(read_exceptions(path)) == {"f2"}
    assert stored(path, "SELECT reason, name, withdrawn_reason, withdrawn_name, withdrawn_date FROM kf_exceptions "
                        "WHERE finding_id = 'f1'") == [("省级批复", "张三", "批复撤销", "李四", "2026-03-02")]
    mark(path, [exception(reason="重新批复")])
    assert read_exceptions(path)["f1"].reason == "重新批复"
    assert len(stored(path, "SELECT 1 FROM kf_exceptions")) == 3


def test_qgis_lists_the_table(path: Path, qgis_app: Any) -> None:
    mark(path, [exception()])
    layer = QgsVectorLayer(f"{path}|layername=kf_exceptions", "exceptions", "ogr")
    assert layer.isValid()
    assert [feature["name"] for feature in layer.getFeatures()] == ["张三"]


def test_all_are_marked_or_none(path: Path) -> None:
    mark(path, [exception("f2")])
    with pytest.raises(PlannerError, match=r"张三 .*2026-03-01"):
        mark(path, [exception("f1"), exception("f2", name="李四")])
    assert set(read_exceptions(path)) == {"f2"}


@pytest.mark.parametrize("bad", [{"reason": " "}, {"name": ""}])
def test_reason_and_name_are_needed(path: Path, bad: dict[str, str]) -> None:
    with pytest.raises(PlannerError, match="reason and a name"):
        mark(path, [exception(**bad)])
    assert not path.exists()
    mark(path, [exception()])
    with pytest.raises(PlannerError, match="reason and a name"):
        withdraw(path, ["f1"], *{"reason": "r", "name": "n", **bad}.values(), DAY)
    assert set(read_exceptions(path)) == {"f1"}


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE precious (a)")
        connection.commit()


def later_version(path: Path) -> None:
    mark(path, [exception()])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE kf_exceptions_format SET version = 2")
        connection.commit()


def no_database(path: Path) -> None:
    path.write_bytes(b"precious text, no database, longer than a header" * 100)


@pytest.mark.parametrize(("make", "words"), [
    (foreign_database, "no table of exceptions"), (later_version, "another version"), (no_database, "not a database")])
def test_what_is_not_ours_is_refused_and_left(path: Path, make: Callable[[Path], None], words: str) -> None:
    make(path)
    before = path.read_bytes()
    for use in (lambda: read_exceptions(path), lambda: mark(path, [exception("f9")])):
        with pytest.raises(PlannerError, match=words):
            use()
    assert path.read_bytes() == before


def test_of_two_windows_one_is_first(path: Path) -> None:
    """Eight threads, each with a connection of its own, mark one finding at once: one gets through."""
    together, outcomes = Barrier(8), []

    def window(number: int) -> None:
        together.wait()
        try:
            mark(path, [exception(name=f"n{number}")])
            outcomes.append("marked")
        except PlannerError:
            outcomes.append("refused")

    threads = [Thread(target=window, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["marked"] + 7 * ["refused"]
    assert len(stored(path, "SELECT 1 FROM kf_exceptions")) == 1
