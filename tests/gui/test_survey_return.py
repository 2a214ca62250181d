"""The page of a returned field package: compared, decided, applied as one step after a backup, undone, saved."""
from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer, edit

from kf_resources_plugin.engine.errors import PlannerError
from kf_resources_plugin.engine.roles import write_role
from kf_resources_plugin.gui.duties.duty_result import DutyResult
from kf_resources_plugin.gui.duties.merge_tool import MergeTool
from kf_resources_plugin.gui.models.merge_review import MergeReview
from kf_resources_plugin.gui.widgets.merge_dialog import MergeDialog
from kf_resources_plugin.processing.survey.merge_outputs import EDIT_FIELDS
from kf_resources_plugin.survey.edit_history import read_history
from tests.builders import layer_of, save
from tests.gui.docks import click, shown_values
from tests.gui.duties import settled
from tests.survey.packages import X, Y, findings, land, pack
from tests.survey.returned import JPEG, edit_in_the_field, parcel

if TYPE_CHECKING:

    from kf_resources_plugin.gui.docks.data_dock import DataDock
    from kf_resources_plugin.gui.duties.duty_page import DutyPage
    from tests.desktop import DesktopInterface

pytestmark = pytest.mark.usefixtures("kf_provider", "algorithm_dialogs", "qgis_new_project")
EDIT_COLUMNS = [name for name, _ in EDIT_FIELDS]
NEW = {"BSM": "N1", "DLBM": "0103", "ZLDWDM": "4102221002010000000"}


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, kf_provider: Any) -> Path:
    """Return a folder with a layer of six parcels and a package of it that was edited in the field."""
    folder = tmp_path_factory.mktemp("left")
    package = Path(pack(folder / "out", [land(folder / "a.gpkg", count=6)], findings((110, "a")), MARGIN=1000,
                        NAME="journey")["PACKAGE"])
    (package / "photos" / "1.jpg").write_bytes(JPEG)
    edit_in_the_field(package, {"B0": {"DLBM": "0101"}, "B1": {"DLBM": "0102"}, "B2": parcel(2, width=90), "B3": None,
                                "B4": {"DLBM": "9999"}}, new=[(parcel(1, above=100), NEW)],
                      evidence=[(f"POINT({X} {Y})", {"photo": "photos/1.jpg", "evidence_id": "e1", "verdict": "changed",
                                                     "parcel_uid": "B0"})])
    return folder


@pytest.fixture
def dock(menu_dock: DataDock) -> DataDock:
    return menu_dock


@pytest.fixture
def page(dock: DataDock, left: Path, tmp_path: Path, qtbot: Any) -> DutyPage:
    """Return the page after a run; B1 was changed at the desk meanwhile."""
    folder = Path(shutil.copytree(left, tmp_path / "office"))
    layer = QgsVectorLayer(f"{folder / 'a.gpkg'}|layername=DLTB", "DLTB", "ogr")
    with edit(layer):
        layer.changeAttributeValue(2, layer.fields().lookupField("DLBM"), "0201")
    QgsProject.instance().setFileName(str(folder / "p.qgz"))
    QgsProject.instance().addMapLayer(layer)
    dock.pages.choose("survey_return")
    page = dock.pages.page("survey_return")
    page.inputs.choose_layer("LAYER", layer)
    page.results_folder.setFilePath(str(folder / "results"))
    page.inputs.change({"PACKAGE": str(folder / "out" / "journey" / "manifest.json")})
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    # the dock counts the new layers on a thread of its own; as long as that lasts Python stands still
    qtbot.waitUntil(lambda: not dock._facts.busy and not dock._watch._timer.isActive())
    return page


def office(page: DutyPage) -> tuple[Path, QgsVectorLayer]:
    [layer] = QgsProject.instance().mapLayersByName("DLTB")
    return Path(layer.source().partition("|")[0]).parent, layer


def state(layer: QgsVectorLayer) -> dict[str, tuple[str, float]]:
    return {one["BSM"]: (one["DLBM"], round(one.geometry().area())) for one in layer.getFeatures()}


def test_edits_are_decided_applied_undone_and_saved(page: DutyPage, qtbot: Any) -> None:
    folder, layer = office(page)
    assert {name: page.result.numbers[name] for name in ("ACCEPTED_COUNT", "CONFLICT_COUNT", "REJECTED_COUNT",
                                                         "UNCHANGED_COUNT", "PHOTOS_COUNT")} == {
        "ACCEPTED_COUNT": 4, "CONFLICT_COUNT": 1, "REJECTED_COUNT": 1, "UNCHANGED_COUNT": 1, "PHOTOS_COUNT": 1}
    zoomed: list[int] = []
    dialog = MergeDialog(page, MergeReview(page.result.rows("EDITS")), "DLTB", zoomed.append)
    qtbot.addWidget(dialog)
    dialog.show()
    assert shown_values(dialog.table, 2) == ["B0", "B1", "B2", "B3", "B4", "N1"]
    assert shown_values(dialog.table, 1) == ["take", "open", "take", "take", "refused", "take"]
    assert [column.title for column in dialog.table.model.columns()] == [
        "No.", "Decision", "Subject", "Kind", "Class", "Field", "As it left", "Now", "As it came back", "Reason"]
    assert dialog.table.current_value(2) == "B1"  # the first that is open
    assert "is 0201 now and came back as 0102" in dialog.why_note.text()
    click(qtbot, dialog.zoom_button)
    assert zoomed == [2]
    click(qtbot, dialog.take_button)
    assert "To be done: 5. Undecided, which stay as they are: 0" in dialog.state_note.text()
    was = state(layer)
    backup, points = MergeTool().apply(page, page.result, layer, dialog.review.taken())
    assert state(layer) == {"B0": ("0101", 10000), "B1": ("0102", 10000), "B2": ("0103", 9000), "B4": ("0103", 10000),
                            "B5": ("0103", 10000), "N1": ("0103", 10000)}
    # nothing of it is in the file; the backup holds what is there
    assert state(QgsVectorLayer(f"{folder / 'a.gpkg'}|layername=DLTB", "x", "ogr")) == was
    assert points == 0
    assert backup.parent == folder
    assert backup.name.startswith("a_backup_")
    assert state(QgsVectorLayer(f"{backup}|layername=DLTB", "x", "ogr")) == was
    with pytest.raises(PlannerError, match="changes that are not saved"):
        MergeTool().apply(page, page.result, layer, dialog.review.taken())
    # what is not saved is offered again after a crash, as edits at the desk are
    assert len(list(folder.glob("*.kfjournal"))) == 1
    layer.undoStack().undo()
    assert state(layer) == was
    assert not layer.isModified()
    layer.undoStack().redo()
    assert layer.commitChanges()
    assert not list(folder.glob("*.kfjournal"))
    told = {(line.parcel, line.field, line.before, line.after) for line in read_history(folder / "p.kfedits.csv")}
    assert {("B0", "DLBM", "0103", "0101"), ("B1", "DLBM", "0201", "0102"), ("B3", "DLBM", "0103", ""),
            ("N1", "DLBM", "", "0103")} <= told
    again = QgsVectorLayer(f"{folder / 'a.gpkg'}|layername=DLTB", "x", "ogr")
    assert set(state(again)) == {"B0", "B1", "B2", "B4", "B5", "N1"}
    with pytest.raises(PlannerError, match="is not what it was when the package was compared"):
        MergeTool().apply(page, page.result, layer, dialog.review.taken())


def test_all_conflicts_are_decided_at_once_and_nothing_else(qtbot: Any) -> None:
    classes = ("accepted", "conflict", "rejected", "conflict", "conflict")
    rows = [{**dict.fromkeys(EDIT_COLUMNS, ""), "fid": number, "edit_class": name}
            for number, name in enumerate(classes, start=1)]
    for button, decided, taken in (("take_open_button", "take", [1, 2, 4]), ("keep_open_button", "keep", [1, 2])):
        dialog = MergeDialog(None, MergeReview(rows), "DLTB", lambda _fid: None)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.table.view.selectRow(4)
        click(qtbot, dialog.keep_button)
        assert dialog.table.current_value(0) == 2  # the next that is open
        click(qtbot, dialog.take_button)
        click(qtbot, getattr(dialog, button))
        assert dialog.review.choices == ["take", "take", "refused", decided, "keep"]
        assert dialog.review.taken() == taken
        assert "Undecided, which stay as they are: 0" in dialog.state_note.text()
        assert not dialog.take_open_button.isEnabled()
        assert not dialog.keep_open_button.isEnabled()


def test_a_layer_that_changed_or_is_locked_is_told_and_left(page: DutyPage) -> None:
    folder, layer = office(page)
    with closing(sqlite3.connect(folder / "a.gpkg", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(PlannerError, match="another program holds its file"):
            MergeTool().apply(page, page.result, layer, [1])
        other.execute("ROLLBACK")
    with edit(layer):
        layer.changeAttributeValue(1, layer.fields().lookupField("DLBM"), "0301")
    with pytest.raises(PlannerError, match="is not what it was"):
        MergeTool().apply(page, page.result, layer, [1])
    assert not list(folder.glob("*backup*"))
    assert not layer.isEditable()


def test_a_read_only_layer_is_told_before_anything_is_made(page: DutyPage) -> None:
    folder, layer = office(page)
    layer.setReadOnly(True)
    with pytest.raises(PlannerError, match="cannot be edited now"):
        MergeTool().apply(page, page.result, layer, [1])
    assert not list(folder.glob("*backup*"))


def test_no_edit_is_left_out_of_the_list(page: DutyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of a page show a part of what is long; an edit that is not listed would not be done, and nobody told."""
    listed: list[Any] = []

    class Dialog(MergeDialog):
        def exec(self) -> int:
            listed.extend(row["subject"] for row in self.review.rows)
            return 0

    monkeypatch.setattr(DutyResult.rows, "__defaults__", ("", "", 2))
    monkeypatch.setattr("kf_resources_plugin.gui.duties.merge_tool.MergeDialog", Dialog)
    page.duty.tools[0].use(page)
    assert listed == ["B0", "B1", "B2", "B3", "B4", "N1"]


def test_what_an_edit_does_to_its_neighbours_is_said_beside_it(page: DutyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, str] = {}
    monkeypatch.setattr(MergeDialog, "exec", lambda dialog: said.update(
        (row["subject"], row["reason"]) for row in dialog.review.rows))
    page.duty.tools[0].use(page)
    assert {name: told for name, told in said.items() if "covered by no feature" in told} == {
        "B2": "once the team's edit is taken, 999.98 m² of its land are covered by no feature.",
        "B3": "once the team's edit is taken, 9999.82 m² of its land are covered by no feature."}


def test_photos_are_linked_in_the_evidence_of_the_office(page: DutyPage) -> None:
    folder, layer = office(page)
    kept = save(layer_of([], {"photo": "text", "verdict": "text", "parcel_uid": "text", "evidence_id": "text"},
                         geometry="Point", name="evidence"), folder / "e.gpkg")
    write_role(kept, "survey_evidence")
    QgsProject.instance().addMapLayer(kept)
    _, points = MergeTool().apply(page, page.result, layer, [])
    assert points == 1
    [row] = kept.getFeatures()
    assert (row["verdict"], row["parcel_uid"], row["evidence_id"]) == ("changed", "B0", "e1")
    assert (folder / row["photo"]).read_bytes() == JPEG
    assert row["photo"].startswith("results/")
    kept.undoStack().undo()
    assert kept.featureCount() == 0


def test_the_button_applies_what_is_taken_or_says_why_not(page: DutyPage, desktop: DesktopInterface,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    folder, layer = office(page)
    notes: list[str] = []

    def applied(dialog: MergeDialog) -> None:
        dialog.apply_button.click()
        notes.append(dialog.state_note.text())

    monkeypatch.setattr(MergeDialog, "exec", applied)
    [button] = page.tools
    button.click()
    # B1 is undecided and stays as the desk has it
    assert state(layer) == {"B0": ("0101", 10000), "B1": ("0201", 10000), "B2": ("0103", 9000), "B4": ("0103", 10000),
                            "B5": ("0103", 10000), "N1": ("0103", 10000)}
    told = desktop.messageBar().currentItem().text()
    assert "Edits of the team that are done in layer “DLTB” and not saved yet: 4." in told
    assert len(list(folder.glob("a_backup_*.gpkg"))) == 1
    button.click()
    assert "has changes that are not saved" in notes[-1]
    layer.rollBack()


def test_without_a_run_there_is_nothing_to_apply(dock: DataDock, desktop: DesktopInterface) -> None:
    dock.pages.choose("survey_return")
    page = dock.pages.page("survey_return")
    page.duty.tools[0].use(page)
    assert "Run the page first" in desktop.messageBar().currentItem().text()


def test_a_code_and_its_name_are_decided_alike(qtbot: Any) -> None:
    """DLBM of one side with DLMC of the other would be a parcel that nobody saw."""
    edits = [("a", "DLBM", "conflict"), ("a", "DLMC", "conflict"), ("a", "ZLDWMC", "conflict"),
             ("b", "DLMC", "conflict"), ("b", "DLBM", "accepted"), ("c", "DLBM", "conflict"),
             ("c", "DLMC", "rejected"), ("c", "", "conflict"), ("c", "", "conflict")]
    rows = [{**dict.fromkeys(EDIT_COLUMNS, ""), "fid": number, "kf_uid": uid, "field": field, "edit_class": name}
            for number, (uid, field, name) in enumerate(edits)]
    review = MergeReview(rows, {"DLMC": "DLBM", "ZLDWMC": "ZLDWDM"})
    review.decide(0, "keep")
    review.decide(3, "keep")
    review.decide(5, "take")
    review.decide(7, "take")
    assert review.choices == ["keep", "keep", "open", "keep", "keep", "take", "refused", "take", "open"]


@pytest.mark.parametrize(("code", "name", "begin", "all_kept", "all_taken"), [
    ("conflict", "accepted", ["open", "open"], ["keep", "keep"], ["take", "take"]),
    ("accepted", "conflict", ["open", "open"], ["keep", "keep"], ["take", "take"]),
    ("rejected", "accepted", ["refused", "keep"], ["refused", "keep"], ["refused", "keep"]),
    ("rejected", "conflict", ["refused", "keep"], ["refused", "keep"], ["refused", "keep"]),
    ("accepted", "accepted", ["take", "take"], ["take", "take"], ["take", "take"])])
def test_a_code_and_its_name_begin_alike(code: str, name: str, begin: list[str], all_kept: list[str],
                                         all_taken: list[str]) -> None:
    """Who decides nothing, or all that is open at once, gets no code of one side with the name of the other."""
    rows = [{"fid": 1, "kf_uid": "a", "field": "DLBM", "edit_class": code},
            {"fid": 2, "kf_uid": "a", "field": "DLMC", "edit_class": name}]
    found = []
    for choice in (None, "keep", "take"):
        review = MergeReview(rows, {"DLMC": "DLBM"})
        if choice is not None:
            review.decide_open(choice)
        found.append(review.choices)
    assert found == [begin, all_kept, all_taken]


def test_what_no_longer_fits_is_said_beside_the_edit(page: DutyPage, monkeypatch: pytest.MonkeyPatch) -> None:
    said: dict[str, str] = {}
    monkeypatch.setattr(MergeDialog, "exec", lambda dialog: said.update(
        ((row["subject"], row["field"]), row["reason"]) for row in dialog.review.rows))
    page.duty.tools[0].use(page)
    assert "DLMC — (must be filled in; to be “旱地”)" in said["N1", ""]
    assert "once the team's edit is taken" not in said["B4", "DLBM"]  # rejected: nothing is taken
