"""The list of area layers: known by role, name or fields, taken in by a tick, corrected by hand."""
from __future__ import annotations

from typing import Any

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import Qt

from kf_resources_plugin.engine.roles import RESULT_PROPERTY, read_role
from kf_resources_plugin.gui.duties.heritage import CHECK
from kf_resources_plugin.gui.widgets.area_layers import AreaLayers
from tests.builders import layer_of, rectangle

pytestmark = pytest.mark.usefixtures("qgis_new_project")

KINDS = ("ecological_redline", "river_management")


def area(name: str, role: str = "", **fields: str) -> QgsVectorLayer:
    layer = layer_of([(rectangle(38_600_000, 3_850_000, 10, 10), dict.fromkeys(fields, "1"))], fields, name=name)
    if role:
        layer.setCustomProperty("kf/role", role)
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def areas(qtbot: Any) -> AreaLayers:
    shown = AreaLayers(KINDS, "Area layers")
    qtbot.addWidget(shown)
    shown.show()
    return shown


def texts(areas: AreaLayers) -> list[str]:
    return [areas.list.item(row).text() for row in range(areas.list.count())]


def row_of(areas: AreaLayers, name: str) -> int:
    return next(row for row, text in enumerate(texts(areas)) if text.startswith(name))


def test_layers_of_our_kinds_come_first_and_are_taken_in(areas: AreaLayers) -> None:
    river, red = area("r", "river_management"), area("生态保护红线")
    area("parcels", "land")
    area("results").setCustomProperty(RESULT_PROPERTY, "farmland")
    taken = area("taken", "ecological_redline")
    QgsProject.instance().addMapLayer(layer_of([], {}, geometry="Point", name="points"))
    areas.fill((), [taken.id()])
    assert sorted(texts(areas)[:2]) == ["r: River management range", "生态保护红线: Ecological redline"]
    assert texts(areas)[2:] == ["parcels"]
    assert set(areas.layer_ids()) == {river.id(), red.id()}
    assert areas.rules() == {}


def test_what_only_fields_give_away_is_said_to_the_algorithm(areas: AreaLayers) -> None:
    area("layer 7", XJXZQDM="text", LHLX="text", STGNYBHMB="text")
    areas.fill((), ())
    assert texts(areas) == ["layer 7: Ecological redline"]
    assert areas.rules() == {"layer 7": "ecological_redline"}


def test_a_tick_is_taken_away_and_given_by_the_keyboard_and_kept(areas: AreaLayers, qtbot: Any) -> None:
    told: list[bool] = []
    areas.changed.connect(lambda: told.append(True))
    river = area("r", "river_management")
    areas.fill((), ())
    assert told == []
    areas.list.setCurrentRow(0)
    qtbot.keyClick(areas.list, Qt.Key.Key_Space)
    assert (areas.layer_ids(), areas.left_out(), len(told)) == ([], [river.id()], 1)
    areas.refresh(())
    assert areas.layer_ids() == []
    qtbot.keyClick(areas.list, Qt.Key.Key_Space)
    assert (areas.layer_ids(), areas.left_out(), len(told)) == ([river.id()], [], 2)


def test_the_user_says_what_a_layer_shows(areas: AreaLayers, qtbot: Any) -> None:
    told: list[bool] = []
    areas.changed.connect(lambda: told.append(True))
    layer = area("mine")
    areas.fill((), ())
    assert not areas.kind.isEnabled()
    areas.list.setCurrentRow(0)
    assert (areas.kind.isEnabled(), areas.kind.currentText(), areas.layer_ids()) == (True, "none of these", [])
    qtbot.keyClick(areas.kind, Qt.Key.Key_Down)
    assert read_role(layer) == "ecological_redline"
    assert texts(areas) == ["mine: Ecological redline"]
    assert (areas.layer_ids(), len(told), QgsProject.instance().isDirty()) == ([layer.id()], 1, True)
    assert areas.list.currentRow() == 0
    qtbot.keyClick(areas.kind, Qt.Key.Key_Up)
    assert (read_role(layer), areas.layer_ids()) == ("none", [])


def test_a_layer_that_is_going_is_listed_no_more(areas: AreaLayers) -> None:
    river = area("r", "river_management")
    areas.fill((), ())
    areas.refresh((), [river.id()])
    assert (texts(areas), areas.layer_ids()) == ([], [])


def test_the_check_of_lines_takes_in_no_areas_that_belong_to_no_site(qtbot: Any) -> None:
    shown = AreaLayers(CHECK.areas, "Lines")
    qtbot.addWidget(shown)
    lines = area("保护线", "heritage_zones", site_id="text")
    area("地下文物埋藏区", "burial_areas", MC="text")
    shown.fill((), ())
    assert shown.layer_ids() == [lines.id()]
