"""Boxes for layers and fields: filled in by role and standard name, corrected by the user, left when layers go."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsMapLayerProxyModel, QgsProject, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QObject, Qt

from kf_resources_plugin.gui.widgets.layer_choices import FieldChoice, LayerChoice, LayerChoices
from tests.builders import land_layer, layer_of

pytestmark = pytest.mark.usefixtures("qgis_new_project")


class Boxes:
    """Boxes for land, its class field, and a reserve table."""

    def __init__(self, qtbot: Any) -> None:
        self.land, self.reserve, self.field = QgsMapLayerComboBox(), QgsMapLayerComboBox(), QgsFieldComboBox()
        for box in (self.land, self.reserve, self.field):
            qtbot.addWidget(box)
            box.show()
        self.owner = QObject()
        self.choices = LayerChoices(
            [LayerChoice(self.land, "LAND", "land"), LayerChoice(self.reserve, "RESERVE", "reserve",
                                                              QgsMapLayerProxyModel.Filter.VectorLayer)],
            [FieldChoice(self.field, "LAND_CLASS_FIELD", "LAND", "dltb", "DLBM")], self.owner)


@pytest.fixture
def boxes(qtbot: Any) -> Boxes:
    return Boxes(qtbot)


def add(name: str, **fields: str) -> QgsVectorLayer:
    layer = land_layer([], name=name, **fields)
    QgsProject.instance().addMapLayer(layer)
    return layer


def choose(qtbot: Any, box: QgsMapLayerComboBox, name: str) -> None:
    """Go to an entry with the arrow keys, as a user does without a mouse."""
    wanted = next(row for row in range(box.count()) if box.itemText(row) == name)
    while box.currentIndex() != wanted:
        qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)


def test_no_layer_is_chosen_that_no_role_tells(boxes: Boxes) -> None:
    layer_of([], {"note": "text"}, name="x")
    QgsProject.instance().addMapLayer(layer_of([], {"note": "text"}, name="x"))
    boxes.choices.fill({}, {})
    assert boxes.choices.layer_ids() == {"LAND": "", "RESERVE": ""}
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": ""}


def test_role_and_standard_name_fill_in(boxes: Boxes) -> None:
    layer = add("地类图斑")
    boxes.choices.fill({}, {})
    assert boxes.choices.layer("LAND").id() == layer.id()
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": "DLBM"}


def test_what_was_kept_counts_before_the_role(boxes: Boxes) -> None:
    add("地类图斑")
    other = add("x")
    boxes.choices.fill({"LAND": other.id()}, {"LAND_CLASS_FIELD": "DLMC"})
    assert boxes.choices.layer("LAND").id() == other.id()
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": "DLMC"}
    boxes.choices.fill({"LAND": ""}, {})
    assert boxes.choices.layer_ids()["LAND"] == ""


def test_a_kept_layer_or_field_that_is_gone_gives_way(boxes: Boxes) -> None:
    layer = add("地类图斑")
    boxes.choices.fill({"LAND": "gone"}, {"LAND_CLASS_FIELD": "gone"})
    assert boxes.choices.layer("LAND").id() == layer.id()
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": "DLBM"}


def test_tables_are_offered_for_tables_only(boxes: Boxes) -> None:
    QgsProject.instance().addMapLayer(layer_of([], {"note": "text"}, geometry="None", name="table"))
    add("polygons")

    def offered(box: QgsMapLayerComboBox) -> list[str]:
        return [box.itemText(row) for row in range(box.count()) if box.itemText(row)]

    assert offered(boxes.land) == ["polygons"]
    assert sorted(offered(boxes.reserve)) == ["polygons", "table"]


def test_the_users_choice_becomes_the_role(boxes: Boxes, qtbot: Any) -> None:
    wrong = add("地类图斑")
    right = add("2023年度", CLASS="text")
    wrong.setCustomProperty("kf/role", "land")
    boxes.choices.fill({}, {})
    with qtbot.waitSignal(boxes.choices.changed):
        choose(qtbot, boxes.land, "2023年度")
    assert right.customProperty("kf/role") == "land"
    assert wrong.customProperty("kf/role") is None
    assert QgsProject.instance().isDirty()
    boxes.choices.fill({}, {})
    assert boxes.choices.layer("LAND").id() == right.id()


def test_leaving_a_box_open_takes_the_role_away(boxes: Boxes, qtbot: Any) -> None:
    layer = add("x")
    layer.setCustomProperty("kf/role", "land")
    boxes.choices.fill({}, {})
    choose(qtbot, boxes.land, "")
    assert layer.customProperty("kf/role") is None
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": ""}


def test_another_role_of_a_layer_is_left_alone(boxes: Boxes, qtbot: Any) -> None:
    before, after = add("before"), add("after")
    before.setCustomProperty("kf/role", "land_before")
    boxes.choices.fill({"LAND": before.id()}, {})
    choose(qtbot, boxes.land, "after")
    assert before.customProperty("kf/role") == "land_before"
    assert after.customProperty("kf/role") == "land"


def test_a_layer_that_goes_leaves_its_box_open(boxes: Boxes) -> None:
    """Qt by itself would choose a neighbour, and the trial would be of another layer without a word."""
    layer = add("地类图斑")
    add("neighbour")
    boxes.choices.fill({}, {})
    QgsProject.instance().layersWillBeRemoved.connect(boxes.choices.forget)
    QgsProject.instance().removeMapLayer(layer.id())
    QgsProject.instance().layersWillBeRemoved.disconnect(boxes.choices.forget)
    assert boxes.choices.layer("LAND") is None
    assert boxes.choices.layer_ids()["LAND"] == ""
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": ""}


def test_layers_that_come_fill_only_what_is_open(boxes: Boxes) -> None:
    first = add("x")
    boxes.choices.fill({"LAND": first.id()}, {})
    add("地类图斑")
    boxes.choices.fill_open()
    assert boxes.choices.layer("LAND").id() == first.id()


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_the_user_left_open_stays_open_when_layers_come(boxes: Boxes, qtbot: Any, by_hand: bool) -> None:
    add("地类图斑")
    boxes.choices.fill({} if by_hand else {"LAND": ""}, {})
    if by_hand:
        choose(qtbot, boxes.land, "")
        add("DLTB")
    boxes.choices.fill_open()
    assert boxes.choices.layer("LAND") is None
    assert boxes.choices.kept_layers() == {"LAND": ""}, "nobody left the other one open"
    choose(qtbot, boxes.land, "地类图斑")
    boxes.choices.forget(boxes.choices.layer_ids().values())
    boxes.choices.fill_open()
    assert boxes.choices.layer("LAND") is not None, "it was not the user who left it open"


def test_a_box_without_a_role_takes_none_from_the_layer(qtbot: Any) -> None:
    add("地类图斑").setCustomProperty("kf/role", "land")
    add("y").setCustomProperty("kf/role", "land_before")
    box, owner = QgsMapLayerComboBox(), QObject()
    qtbot.addWidget(box)
    box.show()
    choices = LayerChoices([LayerChoice(box, "CHOSEN", "")], [], owner)
    choices.fill({}, {})
    assert choices.layer_ids() == {"CHOSEN": ""}
    for name in ("地类图斑", "y", ""):
        choose(qtbot, box, name)
    roles = {layer.name(): layer.customProperty("kf/role") for layer in QgsProject.instance().mapLayers().values()}
    assert roles == {"地类图斑": "land", "y": "land_before"}


def test_a_field_the_user_chooses_is_kept_with_the_layer(boxes: Boxes, qtbot: Any) -> None:
    layer = add("地类图斑", CLASS="text")
    boxes.choices.fill({}, {})
    with qtbot.waitSignal(boxes.choices.changed):
        choose(qtbot, boxes.field, "CLASS")
    assert (layer.customProperty("kf/field/DLBM"), QgsProject.instance().isDirty()) == ("CLASS", True)
    boxes.choices.fill({}, {"LAND_CLASS_FIELD": "DLMC"})
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": "CLASS"}, "said counts before what a page kept"
    choose(qtbot, boxes.field, "DLBM")
    assert layer.customPropertyKeys() == [], "what the name tells needs no word"


def test_corrections_made_elsewhere_are_followed(boxes: Boxes, qtbot: Any) -> None:
    usual, other = add("地类图斑"), add("x", CLASS="text")
    boxes.choices.fill({}, {})
    other.setCustomProperty("kf/role", "land")
    with qtbot.assertNotEmitted(boxes.choices.changed):
        boxes.choices.take_corrections({"reserve"}, ())
    assert boxes.choices.layer("LAND") is usual
    with qtbot.waitSignal(boxes.choices.changed):
        boxes.choices.take_corrections({"land"}, ())
    assert boxes.choices.layer("LAND") is other
    other.setCustomProperty("kf/field/DLBM", "CLASS")
    boxes.choices.take_corrections((), {other.id()})
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": "CLASS"}
    other.removeCustomProperty("kf/field/DLBM")
    boxes.choices.take_corrections((), {other.id()})
    assert boxes.choices.fields() == {"LAND_CLASS_FIELD": "DLBM"}


def test_a_layer_that_stands_in_is_followed_too(qtbot: Any) -> None:
    box, owner = QgsMapLayerComboBox(), QObject()
    qtbot.addWidget(box)
    choices = LayerChoices([LayerChoice(box, "BUILDINGS", "town_buildings")], [], owner)
    one, other = (layer_of([], {"note": "text"}, name=name) for name in ("房屋一", "房屋二"))
    QgsProject.instance().addMapLayers([one, other])
    one.setCustomProperty("kf/role", "buildings")
    choices.fill({}, {})
    assert choices.layer("BUILDINGS") is one
    one.removeCustomProperty("kf/role")
    other.setCustomProperty("kf/role", "buildings")
    with qtbot.waitSignal(choices.changed):
        choices.take_corrections({"buildings"}, ())
    assert choices.layer("BUILDINGS") is other


def test_a_box_left_open_stays_open_when_roles_are_corrected(boxes: Boxes) -> None:
    add("地类图斑")
    boxes.choices.fill({"LAND": ""}, {})
    boxes.choices.take_corrections({"land"}, ())
    assert boxes.choices.layer("LAND") is None
