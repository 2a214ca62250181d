"""Exceptions go along when a project is saved under another name, and only then."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import QgsProject

from kf_resources_plugin.gui.exceptions_follow import ExceptionsFollow
from kf_resources_plugin.gui.papers import Papers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("qgis_new_project")


@pytest.fixture
def follow(desktop: DesktopInterface) -> Iterator[ExceptionsFollow]:
    watching = ExceptionsFollow(Papers(desktop, desktop.mainWindow()))
    yield watching
    watching.cleanup()


@pytest.fixture
def first(follow: ExceptionsFollow, tmp_path: Path) -> Path:
    """Return the exceptions of a saved project, the open one."""
    QgsProject.instance().write(str(tmp_path / "甲.qgz"))
    path = tmp_path / "甲.kfexceptions.gpkg"
    path.write_bytes(b"of the planner")
    return path


def test_they_are_copied_when_the_project_gets_another_name(first: Path, tmp_path: Path) -> None:
    (tmp_path / "新").mkdir()
    QgsProject.instance().write(str(tmp_path / "新" / "乙.qgz"))
    assert (tmp_path / "新" / "乙.kfexceptions.gpkg").read_bytes() == b"of the planner"
    assert first.is_file()


def test_those_of_the_other_project_stay(first: Path, tmp_path: Path) -> None:
    other = tmp_path / "乙.kfexceptions.gpkg"
    other.write_bytes(b"of somebody else")
    QgsProject.instance().write(str(tmp_path / "乙.qgz"))
    assert other.read_bytes() == b"of somebody else"


def test_another_project_that_is_opened_or_begun_gets_none(first: Path, tmp_path: Path) -> None:
    other = QgsProject()
    other.write(str(tmp_path / "丙.qgz"))
    QgsProject.instance().read(str(tmp_path / "丙.qgz"))
    QgsProject.instance().write()
    QgsProject.instance().read(str(tmp_path / "甲.qgz"))
    QgsProject.instance().clear()
    QgsProject.instance().write(str(tmp_path / "丁.qgz"))
    assert [path.name for path in tmp_path.glob("*.kfexceptions.gpkg")] == [first.name]


def test_a_place_that_takes_no_copy_is_told(first: Path, tmp_path: Path, desktop: DesktopInterface,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("kf_resources_plugin.gui.exceptions_follow.shutil.copyfile", refuse)
    QgsProject.instance().write(str(tmp_path / "乙.qgz"))
    assert "乙.kfexceptions.gpkg cannot be written" in desktop.messageBar().currentItem().text()
