"""What docks keep in the project file."""
from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qgis.core import Qgis, QgsProject

from kf_resources_plugin.gui.project_state import ProjectState

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qgis_app")


def test_values_come_back_from_the_project_file(tmp_path: Path) -> None:
    project = QgsProject()
    value = {"SCOPE": "city", "名": ["甲", 1, None]}
    ProjectState(project, "farmland").write("settings", value)
    assert project.write(str(tmp_path / "a.qgz"))
    opened = QgsProject()
    assert opened.read(str(tmp_path / "a.qgz"))
    assert ProjectState(opened, "farmland").read("settings") == value
    assert ProjectState(opened, "floodplain").read("settings") is None


def test_nothing_and_nonsense_give_the_default() -> None:
    project = QgsProject()
    state = ProjectState(project, "farmland")
    assert state.read("settings", {}) == {}
    project.writeEntry("kf_resources", "/farmland/settings", "{half")
    assert state.read("settings", 7) == 7
    state.write("ledger", 12)
    assert state.read_path("ledger") == ""


def test_only_a_change_makes_the_project_dirty() -> None:
    project = QgsProject()
    state = ProjectState(project, "farmland")
    state.write("open", True)
    project.setDirty(False)
    state.write("open", True)
    assert not project.isDirty()
    state.write("open", False)
    assert project.isDirty()


def test_paths_move_with_the_project(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    project = QgsProject()
    project.setFilePathStorage(Qgis.FilePathType.Relative)
    project.setFileName(str(before / "a.qgz"))
    ProjectState(project, "farmland").write_path("ledger", str(before / "台账.kfledger.gpkg"))
    project.write()
    before.rename(after)
    opened = QgsProject()
    opened.read(str(after / "a.qgz"))
    assert ProjectState(opened, "farmland").read_path("ledger") == str(after / "台账.kfledger.gpkg")
