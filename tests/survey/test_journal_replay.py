"""Edits of a process that was killed, done once more from its journal."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.survey.edit_command import do
from kf_resources_plugin.survey.edit_history import SHAPE, read_history
from kf_resources_plugin.survey.edit_journal import read_journal
from kf_resources_plugin.survey.edit_places import history_file, left_journals
from kf_resources_plugin.survey.edit_session import EditSession
from kf_resources_plugin.survey.journal_replay import replay
from tests.survey.parcels import by_number, contents, saved_village

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, qgis_app: object) -> Path:
    """Return the folder of a village whose editor was killed after three commands and one that was undone."""
    folder = tmp_path_factory.mktemp("killed")
    saved_village(folder)
    ended = subprocess.run([sys.executable, "-m", "tests.survey.killed_editor", str(folder), "editing"],
                           cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.stdout.strip().split("\n")[-1], ended.returncode) == ("ready", -9), ended.stderr
    return folder


def opened(killed: Path, tmp_path: Path) -> QgsVectorLayer:
    """Return the layer of a copy of what the killed process left; it may be edited."""
    for path in killed.iterdir():
        if path.suffix != ".lock":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    project = QgsProject.instance()
    assert project.read(str(tmp_path / "work.qgs"))
    [layer] = project.mapLayers().values()
    return layer


def test_a_kill_loses_no_command_and_the_replay_is_one_step(killed: Path, tmp_path: Path,
                                                            qgis_new_project: None) -> None:
    """Part 5 is 3 000 m²; from (100, 40) by (130, 60) to (100, 80) half of 40 × 30 m go from 2 to 1."""
    layer = opened(killed, tmp_path)
    before = contents(layer)
    [path] = left_journals(layer, QgsProject.instance())
    found = read_journal(path)
    assert ([entry.operator for entry in found.entries], found.torn, found.layer) == (["王工"] * 3, False, "DLTB")
    result = replay(layer, found.entries)
    do(layer, result.title, result.edits)
    assert (result.refused, layer.undoStack().count()) == ((), 1)
    now = by_number(layer)
    assert {number: (feature["TBMJ"], feature["DLBM"]) for number, feature in now.items()} == {
        "1": (7_600.0, "0103"), "2": (9_400.0, "0103"), "3": (10_000.0, "0301"), "4": (10_000.0, "0404"),
        "5": (3_000.0, "0103")}
    layer.undoStack().undo()
    assert contents(layer) == before
    layer.rollBack()


def test_rows_that_are_others_by_now_are_refused_with_all_that_belong_to_them(killed: Path, tmp_path: Path,
                                                                              qgis_new_project: None) -> None:
    layer = opened(killed, tmp_path)
    two = by_number(layer)["2"].id()
    assert layer.dataProvider().changeAttributeValues({two: {layer.fields().lookupField("DLMC"): "改过"}})
    before = by_number(layer)
    result = replay(layer, read_journal(left_journals(layer, QgsProject.instance())[0]).entries)
    # the border between 1 and 2 was redrawn, and 1 was split: none of that can be
    assert {change.fid for change in result.refused if change.before} == {before["1"].id(), two}
    do(layer, result.title, result.edits)
    assert set(by_number(layer)) == {"1", "2", "3", "4"}
    assert by_number(layer)["4"]["DLBM"] == "0404"
    layer.rollBack()


def test_a_kill_after_saving_does_nothing_twice(tmp_path: Path, qgis_app: object, qgis_new_project: None) -> None:
    saved_village(tmp_path)
    ended = subprocess.run([sys.executable, "-m", "tests.survey.killed_editor", str(tmp_path), "saved"],
                           cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == -9, ended.stderr
    assert QgsProject.instance().read(str(tmp_path / "work.qgs"))
    [layer] = QgsProject.instance().mapLayers().values()
    assert set(by_number(layer)) == {"1", "2", "3", "4", "5"}
    result = replay(layer, read_journal(left_journals(layer, QgsProject.instance())[0]).entries)
    assert (result.edits, result.refused) == ((), ())
    assert not layer.isEditable()
    entries = read_journal(left_journals(layer, QgsProject.instance())[0]).entries
    session = EditSession(layer, lambda: "李工")
    session.make_up(entries, result.saved)
    path = history_file(layer, QgsProject.instance())
    assert path is not None
    told = read_history(path)
    assert {(one.operator, one.number, one.before, one.after) for one in told if one.field == SHAPE} == {
        ("王工", "1", "10000.00", "7000.00"), ("王工", "5", "", "3000.00"), ("王工", "2", "10000.00", "9400.00"),
        ("王工", "1", "7000.00", "7600.00")}
    path.write_bytes(path.read_bytes()[:-40])  # the kill came amid the writing
    session.make_up(entries, result.saved)
    assert set(told) <= set(read_history(path))
    size = path.stat().st_size
    session.make_up(entries, result.saved)
    assert path.stat().st_size == size
    session.close()


def test_a_line_that_was_torn_is_left_out(killed: Path, tmp_path: Path, qgis_new_project: None) -> None:
    layer = opened(killed, tmp_path)
    [path] = left_journals(layer, QgsProject.instance())
    lines = path.read_bytes().split(b"\n")[:-1]
    assert len(lines) == 1 + 4 + 1  # head, commands, undo
    path.write_bytes(b"\n".join(lines[:3]) + b"\n" + lines[3][:200])
    found = read_journal(path)
    assert (len(found.entries), found.torn) == (2, True)
    path.write_bytes(b"\n".join([*lines[:2], lines[2].replace(b"0103", b"0101"), *lines[3:]]))
    assert len(read_journal(path).entries) == 1
    path.write_bytes(b"something else")
    with pytest.raises(PlannerError, match="no journal"):
        read_journal(path)
