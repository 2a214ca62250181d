"""The register in the heritage dock: filtered, with sites that lack lines told, photos, and the map that follows."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsAttributeDialog
from qgis.PyQt.QtGui import QColor, QImage

from tests.builders import layer_of, save
from tests.gui.docks import click, shown_values
from tests.survey.heritage import COMMON, CRS, E, N, square, zones

if TYPE_CHECKING:
    from pathlib import Path

    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock
    from kf_resources_plugin.gui.widgets.site_list import SiteList

FIELDS = {"site_id": "text", "name": "text", "level": "text", "unit_code": "text", "photo": "text"}
ROWS: list[tuple[str | None, dict[str, Any]]] = [
    (f"POINT({E} {N})", {"site_id": "T1", "name": "铁塔", "level": "全国重点", "unit_code": "410202001",
                         "photo": "pics/a.png"}),
    (f"POINT({E + 500} {N})", {"site_id": "T2", "name": "龙亭", "level": "省级", "unit_code": "410202",
                               "photo": "b.png"}),
    (f"POINT({E + 900} {N})", {"site_id": "T3", "name": "某碑", "level": "市某级", "unit_code": "410225",
                               "photo": "../secret.png"}),
    (None, {"name": "无号", "level": "市级"})]


@pytest.fixture
def sites(heritage_dock: HeritageDock, tmp_path: Path, qtbot: Any) -> SiteList:
    """Return the list over a register of four sites, of which T1 has lines, in a saved project."""
    folder = tmp_path / "工程"
    (folder / "pics").mkdir(parents=True)
    picture = QImage(800, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(str(folder / "pics" / "a.png"))
    assert picture.save(str(tmp_path / "secret.png"))
    QgsProject.instance().write(str(folder / "开封.qgz"))
    register = save(layer_of(ROWS, FIELDS, geometry="Point", name="文物名录", crs=CRS), folder / "register.gpkg")
    register.setName("文物名录")
    lines = zones([(square(50), {**COMMON, "tier": "protection"})])
    QgsProject.instance().addMapLayers([register, lines])
    qtbot.wait(10)
    return heritage_dock.sites


def choose(sites: SiteList, site: str) -> None:
    sites.table.view.selectRow(shown_values(sites.table, 0).index(site))


def test_sites_are_listed_with_level_county_and_whether_they_have_lines(sites: SiteList) -> None:
    assert [shown_values(sites.table, column) for column in range(5)] == [
        ["T1", "T2", "T3", "#4"], ["铁塔", "龙亭", "某碑", "无号"], [
            "National protected site", "Provincial protected site", "市某级", "Municipal protected site"],
        ["龙亭区", "龙亭区", "兰考县", ""], [True, False, False, False]]


def test_the_list_is_narrowed_by_level_county_text_and_lines(sites: SiteList) -> None:
    sites.level_box.setCurrentIndex(sites.level_box.findData("Municipal protected site"))
    sites.level_box.activated.emit(1)
    assert shown_values(sites.table, 0) == ["#4"]
    sites.level_box.setCurrentIndex(0)
    sites.county_box.setCurrentIndex(sites.county_box.findData("410225"))
    sites.county_box.activated.emit(1)
    assert shown_values(sites.table, 0) == ["T3"]
    for box in (sites.level_box, sites.county_box):
        box.setCurrentIndex(0)
        box.activated.emit(0)
    sites.missing_box.setChecked(True)
    assert shown_values(sites.table, 0) == ["T2", "T3", "#4"]
    sites.table.filter.setText("碑")
    assert shown_values(sites.table, 0) == ["T3"]


def test_a_site_that_gets_its_first_line_is_marked(sites: SiteList, heritage_dock: HeritageDock, qtbot: Any) -> None:
    layer = heritage_dock.editor.layer
    assert layer is not None
    layer.startEditing()
    assert layer.changeAttributeValue(1, layer.fields().lookupField("site_id"), "T2")
    qtbot.waitUntil(lambda: shown_values(sites.table, 4) == [False, True, False, False])


def test_a_site_is_shown_as_far_as_its_lines_reach_else_where_it_stands(sites: SiteList,
                                                                       heritage_dock: HeritageDock) -> None:
    canvas = heritage_dock.iface.mapCanvas()
    choose(sites, "T1")
    assert canvas.extent().width() >= 100
    assert canvas.extent().center().distance(E, N) < 1
    assert heritage_dock.editor.site is not None
    assert heritage_dock.editor.site.id == "T1"
    choose(sites, "T2")
    assert canvas.extent().center().distance(E + 500, N) < 1
    assert heritage_dock.editor.site.id == "T2"


def test_a_photo_is_shown_no_larger_than_its_place(sites: SiteList) -> None:
    choose(sites, "T1")
    assert (sites.photo_label.pixmap().width(), sites.photo_label.pixmap().height()) == (360, 180)
    assert not sites.photo_note.isVisible()


@pytest.mark.parametrize(("site", "says"), [("T2", "“b.png” is missing"), ("T3", "outside the folders"), ("#4", "")])
def test_a_photo_that_is_not_there_or_not_ours_is_told(site: str, says: str, sites: SiteList) -> None:
    choose(sites, site)
    assert not sites.photo_label.isVisible()
    assert says in sites.photo_note.text()


def test_a_picture_that_is_none_is_told(sites: SiteList, tmp_path: Path) -> None:
    (tmp_path / "工程" / "b.png").write_text("no picture")
    choose(sites, "T2")
    assert "cannot be read" in sites.photo_note.text()


@pytest.mark.parametrize("named", ["/etc/passwd", "C:\\Windows\\a.png", "\\\\server\\share\\a.png", "..\\secret.png",
                                   "pics/../../secret.png", "file:///etc/passwd", "http://example.org/a.png"])
def test_no_path_leads_out_of_the_folders(named: str, sites: SiteList) -> None:
    layer = sites.layer
    assert layer is not None
    layer.startEditing()
    layer.changeAttributeValue(2, layer.fields().lookupField("photo"), named)
    sites.refresh()
    choose(sites, "T2")
    assert not sites.photo_label.isVisible()
    assert named in sites.photo_note.text()


def test_the_form_of_a_site_is_opened(sites: SiteList, heritage_dock: HeritageDock, qtbot: Any) -> None:
    assert not sites.form_button.isEnabled()
    choose(sites, "T2")
    click(qtbot, sites.form_button)
    assert heritage_dock.iface.opened_forms == [("文物名录", 2)]


def test_a_new_site_is_filled_in_and_left_to_the_planner_to_save(sites: SiteList, qtbot: Any) -> None:
    layer = sites.layer
    assert layer is not None
    click(qtbot, sites.add_button)
    [form] = sites.findChildren(QgsAttributeDialog)
    assert layer.editorWidgetSetup(layer.fields().lookupField("level")).type() == "ValueMap"
    form.attributeForm().changeAttribute("site_id", "T9")
    form.attributeForm().changeAttribute("name", "新发现的碑")
    form.accept()
    qtbot.waitUntil(lambda: "T9" in shown_values(sites.table, 0))
    assert layer.isEditable()
    assert layer.dataProvider().featureCount() == 4
    [added] = layer.editBuffer().addedFeatures().values()
    assert not added.hasGeometry()
    layer.rollBack()


def test_a_register_that_takes_no_rows_offers_none(sites: SiteList) -> None:
    assert sites.layer is not None
    assert sites.add_button.isEnabled()
    sites.layer.setReadOnly(True)
    sites.update_state()
    assert not sites.add_button.isEnabled()


def test_a_table_without_places_is_a_register_too(heritage_dock: HeritageDock, qtbot: Any) -> None:
    table = layer_of([(None, {"site_id": "T1", "name": "铁塔"})], FIELDS, geometry="None", name="文物名录", crs="")
    QgsProject.instance().addMapLayers([table, zones()])
    qtbot.wait(10)
    choose(heritage_dock.sites, "T1")
    assert heritage_dock.iface.mapCanvas().extent().center().distance(E, N) < 1


def test_the_register_goes_with_its_layer(sites: SiteList) -> None:
    assert sites.layer is not None
    QgsProject.instance().removeMapLayer(sites.layer.id())
    assert sites.layer is None
    assert shown_values(sites.table, 0) == []
    assert sites.level_box.count() == 1
