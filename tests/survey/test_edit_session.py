"""The journal of edits that are not saved, and the history of those that were."""
from __future__ import annotations

import csv
import json
import resource
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, QVariant

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.survey.edit_command import do
from kf_resources_plugin.survey.edit_history import SHAPE, HistoryLine, append, read_history
from kf_resources_plugin.survey.edit_journal import read_journal
from kf_resources_plugin.survey.edit_places import history_file, keep, left_journals
from kf_resources_plugin.survey.edit_session import EditSession
from kf_resources_plugin.survey.journal_replay import replay
from kf_resources_plugin.survey.row_text import values_from, values_of
from tests.survey.parcels import E, N, by_number, edits, line, saved_village, village

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def layer(tmp_path: Path, qgis_new_project: None) -> Iterator[QgsVectorLayer]:
    made = saved_village(tmp_path)
    QgsProject.instance().addMapLayer(made)
    assert QgsProject.instance().write(str(tmp_path / "work.qgs"))
    yield made
    if made.isEditable():
        made.rollBack()


@pytest.fixture
def session(layer: QgsVectorLayer) -> Iterator[EditSession]:
    made = EditSession(layer, lambda: "王工")
    yield made
    made.close()


def split(session: EditSession, y: float = 30.0) -> None:
    session.run(lambda: edits(session.layer).split(line((-5, y), (105, y))).command)


def journals(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.kfjournal"))


def test_undo_redo_and_commands_of_others_are_followed(session: EditSession, layer: QgsVectorLayer,
                                                       tmp_path: Path) -> None:
    assert journals(tmp_path) == []
    split(session)
    split(session, 60)
    [path] = journals(tmp_path)
    titles = [entry.command.title for entry in session.in_effect]

    def told() -> list[str]:
        kept = [entry.command.title for entry in read_journal(path).entries]
        assert kept == [entry.command.title for entry in session.in_effect]
        return kept

    assert told() == titles
    layer.undoStack().undo()
    assert told() == titles[:1]
    layer.undoStack().redo()
    assert told() == titles
    layer.undoStack().setIndex(0)
    assert told() == []
    layer.undoStack().redo()
    # a command of QGIS's own takes the place of the one that is undone: it cannot be redone any more
    layer.changeAttributeValue(by_number(layer)["3"].id(), layer.fields().lookupField("DLMC"), "灌木林地")
    assert told() == titles[:1]
    layer.undoStack().undo()
    layer.undoStack().redo()
    assert told() == titles[:1]
    split(session, 60)
    assert len(told()) == 2
    assert left_journals(layer, QgsProject.instance()) == []  # it is in use


def test_saving_writes_the_history_and_clears_the_journal(session: EditSession, layer: QgsVectorLayer,
                                                          tmp_path: Path) -> None:
    split(session)
    assert {(one.parcel[-1], one.field, one.before, one.after) for one in session.history() if one.field in {
        SHAPE, "TBMJ", "BSM"}} == {
            ("1", SHAPE, "10000.00", "7000.00"), ("1", "TBMJ", "10000", "7000"), ("5", SHAPE, "", "3000.00"),
            ("5", "TBMJ", "", "3000"), ("5", "BSM", "", "410211001000000005")}
    assert layer.commitChanges(False)
    assert journals(tmp_path) == []
    assert list(tmp_path.glob("*.lock")) == []
    path = history_file(layer, QgsProject.instance())
    assert path == tmp_path / "work.kfedits.csv"
    # the number of a row in its file is QGIS's affair, "Autogenerate" in the user's language as long as it is new
    assert "fid" not in {one.field for one in read_history(path)}
    found = [one for one in read_history(path) if one.parcel == "410211001000000001"]
    assert {one.field for one in found} == {SHAPE, "TBMJ", "KCMJ", "TBDLMJ"}
    assert {(one.operator, one.number, one.command) for one in found} == {("王工", "1", found[0].command)}
    split(session, 60)  # editing went on
    assert len(journals(tmp_path)) == 1
    layer.rollBack()
    assert journals(tmp_path) == []
    assert [one for one in read_history(path) if one.parcel == "410211001000000001"] == found


def test_who_edits_beside_another_window_is_told_once(session: EditSession, layer: QgsVectorLayer) -> None:
    other = EditSession(QgsVectorLayer(layer.source(), "DLTB", "ogr"), lambda: "李工")
    other.layer.setCustomProperty("kf/role", "land")
    told: list[str] = []
    for one in (session, other):
        one.failed.connect(told.append)
    split(session)
    assert told == []
    split(other, 60)
    split(other, 80)
    assert (len(told), "another window" in told[0]) == (1, True)
    other.close()
    other.layer.rollBack()


def test_a_shape_without_an_area_leaves_others_theirs(session: EditSession, layer: QgsVectorLayer) -> None:
    whole, point = by_number(layer)["1"].geometry(), QgsGeometry.fromPointXY(QgsPointXY(E, N))
    assert session._areas([bytes(whole.asWkb()), bytes(point.asWkb())]) == ["10000.00", ""]
    assert session._areas([]) == []


def test_a_history_that_cannot_be_written_leaves_the_journal(session: EditSession, layer: QgsVectorLayer,
                                                             tmp_path: Path) -> None:
    (tmp_path / "work.kfedits.csv").mkdir()
    told: list[str] = []
    session.failed.connect(told.append)
    split(session)
    assert layer.commitChanges()
    [kept] = tmp_path.glob("*.kfjournal-kept")
    assert str(kept) in told[0]
    assert journals(tmp_path) == []


def test_without_a_journal_editing_goes_on_and_it_is_said_once(session: EditSession, layer: QgsVectorLayer,
                                                               tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any) -> Path:
        raise OSError("No space left")

    monkeypatch.setattr("kf_resources_plugin.survey.edit_session.new_journal", full)
    told: list[str] = []
    session.failed.connect(told.append)
    split(session)
    split(session, 60)
    assert (len(told), layer.featureCount()) == (1, 6)
    assert "not safe from a crash" in told[0]


def test_a_journal_without_a_project_stands_beside_the_layer(tmp_path: Path, qgis_new_project: None) -> None:
    layer = saved_village(tmp_path)
    session = EditSession(layer, lambda: "")
    split(session)
    session.close()
    [path] = journals(tmp_path)
    assert path.name.startswith("dltb.")
    assert left_journals(layer, QgsProject.instance()) == [path]
    assert keep(path).name.endswith(".kfjournal-kept")
    assert left_journals(layer, QgsProject.instance()) == []
    layer.rollBack()
    scratch = village()
    session = EditSession(scratch, lambda: "")
    split(session)  # gone with the process, whatever is written
    assert len(journals(tmp_path)) == 0
    session.close()


def test_a_replay_waits_for_what_is_not_saved(session: EditSession, layer: QgsVectorLayer) -> None:
    split(session)
    with pytest.raises(PlannerError, match="Save or discard"):
        replay(layer, session.in_effect)


def test_values_come_back_as_they_were(layer: QgsVectorLayer) -> None:
    values = {"a": None, "b": 0.1 + 0.2, "c": 7, "d": "=1", "e": QDate(2026, 2, 3), "f": QTime(1, 2, 3, 4),
              "g": QDateTime(QDate(2026, 2, 3), QTime(4, 5, 6, 7)), "h": [1, "x"], "i": True}
    assert values_from(values_of(values)) == values
    feature = QgsFeature(layer.fields())
    assert set(values_of(dict(zip(layer.fields().names(), feature.attributes()))).values()) == {None}


def test_a_history_is_harmless_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    bad = HistoryLine("2026-01-01", "=cmd()", "key", "@x", "+1", "-2", "", "DLMC", "=1+1", "'=2")
    append(path, [bad])
    append(path, [bad])
    assert read_history(path) == [bad, bad]
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("records", [
    [b"[1]"], [{"format": 1}], [{"format": 1, "layer": "x"}, b"{nonsense"], [{"format": 1, "layer": "x"}, {"rows": 3}],
    [{"format": 1, "layer": "x"}, {"at": "x"}],
    [{"format": 1, "layer": "x"}, {"place": 1, "title": "", "operator": "", "time": "", "rows": [
        {"fid": 1, "before": None, "after": {"wkb": "zz", "values": {}}}]}],
    [{"format": 1, "layer": "x"}, {"place": 1, "title": "", "operator": "", "time": "", "rows": [
        {"fid": 1, "before": None, "after": {"wkb": "", "values": {"a": {"x": 1, "y": 2}}}}]}],
])
def test_a_journal_made_by_somebody_else_is_refused_in_words(records: list[Any], tmp_path: Path) -> None:
    texts = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in records]
    path = tmp_path / "x.kfjournal"
    path.write_bytes(b"".join(sha256(text).hexdigest()[:16].encode() + b" " + text + b"\n" for text in texts))
    with pytest.raises(PlannerError, match="no journal"):
        read_journal(path)


def test_a_disk_that_fills_stops_the_journal_and_nothing_else(session: EditSession, layer: QgsVectorLayer,
                                                             tmp_path: Path) -> None:
    told: list[str] = []
    session.failed.connect(told.append)
    split(session)
    [path] = journals(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100, limits[1]))
    try:
        split(session, 60)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (len(told), layer.featureCount()) == (1, 6)
    split(session, 80)
    assert left_journals(layer, QgsProject.instance()) == []  # its session is not over
    assert (len(read_journal(path).entries), read_journal(path).torn) == (1, True)
    assert layer.commitChanges()
    assert journals(tmp_path) == []
    assert len({line.command for line in read_history(tmp_path / "work.kfedits.csv")}) == 1
    assert len(told) == 1


def test_a_copy_of_the_same_name_is_another_layer(session: EditSession, layer: QgsVectorLayer, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    copy = saved_village(tmp_path / "backup")
    split(session)
    session.close()
    assert left_journals(copy, QgsProject.instance()) == []
    assert len(left_journals(layer, QgsProject.instance())) == 1


def test_what_was_saved_in_a_shapefile_is_known_again(tmp_path: Path, qgis_new_project: None) -> None:
    """Shapefiles turn rings round and know no empty text."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.fileEncoding = "ESRI Shapefile", "UTF-8"
    QgsVectorFileWriter.writeAsVectorFormatV3(village(), str(tmp_path / "dltb.shp"), QgsCoordinateTransformContext(),
                                              options)
    layer = QgsVectorLayer(str(tmp_path / "dltb.shp"), "DLTB", "ogr")
    session = EditSession(layer, lambda: "王工")
    split(session)
    entries = session.in_effect
    assert layer.commitChanges()
    session.close()
    result = replay(layer, entries)
    assert (result.edits, result.refused) == ((), ())


def test_what_is_joined_or_computed_is_no_part_of_a_row(session: EditSession, layer: QgsVectorLayer) -> None:
    owners = QgsVectorLayer("None?field=key:string&field=owner:string", "owners", "memory")
    made = QgsFeature(owners.fields())
    made.setAttributes(["1", "某村"])
    assert owners.dataProvider().addFeature(made)
    QgsProject.instance().addMapLayer(owners)
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(owners)
    join.setJoinFieldName("key")
    join.setTargetFieldName("TBBH")
    layer.addJoin(join)
    layer.addExpressionField("$area", QgsField("computed", QVariant.Double))
    split(session)
    entries = session.in_effect
    layer.rollBack()
    result = replay(layer, entries)
    do(layer, result.title, result.edits)
    assert set(by_number(layer)) == {"1", "2", "3", "4", "5"}
    assert owners.featureCount() == 1
    layer.rollBack()
