"""Run inside QGIS by desktop.sh: goes through the plugin as a planner would and takes the README's pictures."""
from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import processing
from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QPoint, QTimer
from qgis.PyQt.QtWidgets import (
    QDockWidget,
    QGroupBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QTreeView,
)
from qgis.utils import iface
from tour_editing import parcels_edited, rule_checked_again
from tour_hand import OUT, WINDOW, action, close_up, dialog_of, duty, press, screen, show, until
from tour_heritage import heritage_panel
from tour_stock import stock_land_panel
from tour_survey import package_returned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.PyQt.QtCore import QAbstractItemModel

def steps() -> Iterator[int]:
    """Do one thing after another; each yield gives QGIS that many milliseconds."""
    WINDOW.showMaximized()
    yield 6000
    screen("main")
    menu = WINDOW.findChild(QMenu, "kfMenu")
    bar = WINDOW.menuBar()
    menu.popup(bar.mapToGlobal(bar.actionGeometry(menu.menuAction()).bottomLeft() + QPoint(0, 0)))
    yield 800
    screen("menu", menu.geometry().bottom() + 20)
    menu.close()
    yield from toolbox()
    yield from data_panel()
    yield from occupation()
    yield from farmland_panel()
    yield from duty("kfFarmlandDock", "change", "LAND_BEFORE", "ACCOUNT")
    yield from duty("kfFarmlandDock", "targets", "LAND", "SCORE")
    yield from control_lines_panel()
    yield from floodplain_panel()
    yield from heritage_panel()
    yield from stock_land_panel()
    action("kfActionHelp").trigger()
    yield 1200
    window = dialog_of("HelpWindow")
    close_up(window, "help")
    window.close()
    yield 200


def toolbox() -> Iterator[int]:
    """Show the plugin's groups in the toolbox."""
    dock = WINDOW.findChild(QDockWidget, "ProcessingToolbox")
    dock.setUserVisible(True)
    yield 500
    provider = QgsApplication.processingRegistry().providerById("kf")
    dock.findChild(QLineEdit).setText(provider.name())
    yield 300
    dock.findChild(QTreeView).expandAll()
    yield 800
    close_up(dock, "toolbox")
    dock.findChild(QLineEdit).clear()
    dock.setUserVisible(False)


def data_panel() -> Iterator[int]:
    """Open the data panel on a survey of another office: other names, another system; then close it."""
    fields = "".join(f"&field={name}:string" for name in (
        "BSM", "DLDM", "坐落单位", "TKXS", "QSXZ", "QSDWDM", "QSDWMC", "DLMC", "TBMJ"))
    odd = QgsVectorLayer(f"MultiPolygon?crs=EPSG:4490{fields}", "2022年DLTB_410225", "memory")
    parcel = QgsFeature(odd.fields())
    parcel.setGeometry(QgsGeometry.fromRect(QgsRectangle(114.8, 34.8, 114.9, 34.9)))
    odd.dataProvider().addFeature(parcel)
    QgsProject.instance().addMapLayer(odd)
    action("kfActionDataDock").trigger()
    yield 1500
    dock = WINDOW.findChild(QDockWidget, "kfDataDock")
    yield from until(lambda: "…" not in shown_texts(dock.layers), "the count")
    dock.choose_layer(odd.id())
    yield 1500
    iface.messageBar().clearWidgets()
    yield 500
    screen("panel_data")
    QgsProject.instance().removeMapLayer(odd.id())
    yield from duty("kfDataDock", "check_layer", "LAND", "SUMMARY")
    yield from rule_checked_again()
    yield from parcels_edited()
    yield from package_returned()
    dock.setUserVisible(False)
    yield 500


def shown_texts(model: QAbstractItemModel) -> list[str]:
    """Return the texts of a table."""
    return [model.index(row, column).data() for row in range(model.rowCount()) for column in range(model.columnCount())]


def occupation() -> Iterator[int]:
    """Open the farmland dialog from the menu, run it, show what comes out."""
    action("kfActionfarmlandoccupation").trigger()
    yield 1500
    dialog = dialog_of("AlgorithmDialog")
    dialog.resize(1000, 800)
    yield 500
    close_up(dialog, "dialog")
    dialog.findChild(QGroupBox, "grpAdvanced").setProperty("collapsed", False)
    yield 500
    choice = dialog.mainWidget().wrappers["AREA_BASIS"].widget
    area = next(area for area in dialog.findChildren(QScrollArea) if area.isAncestorOf(choice))
    area.ensureWidgetVisible(choice, 0, 200)
    yield 500
    close_up(dialog, "advanced")
    ended: list[Any] = []
    dialog.algorithmFinished.connect(lambda ok, results: ended.append((ok, results)))
    dialog.runButton().click()
    for _ in range(240):
        if ended:
            break
        yield 250
    if not ended or not ended[0][0]:
        raise RuntimeError(f"the run failed: {ended}")
    yield 2500
    dialog.close()
    zoom_to_a_project()
    yield 3000
    screen("results")


def farmland_panel() -> Iterator[int]:
    """Open the farmland panel, try the projects out against a fresh ledger, write them off, show each step."""
    ledger = QgsProject.instance().absolutePath() + "/tour.kfledger.gpkg"
    Path(ledger).unlink(missing_ok=True)
    processing.run("kf:ledgercreate", {"LEDGER": ledger, "TITLE": "开封市补充耕地指标库（示例）"})
    processing.run("kf:ledgerimport", {"LEDGER": ledger, "INPUT": QgsProject.instance().absolutePath()
                                       + "/kf_demo_reserve.csv"})
    action("kfActionFarmlandDock").trigger()
    yield 1500
    dock = WINDOW.findChild(QDockWidget, "kfFarmlandDock")
    dock.findChild(QgsFileWidget, "ledger_file").setFilePath(ledger)
    yield 2500
    screen("panel")
    press(dock, "run_button")
    yield from until(lambda: dock.findChild(QPushButton, "commit_button").isEnabled(), "the trial")
    yield from until(lambda: dock.chart.pixmap() is not None, "the chart")
    show(dock, "tables")
    yield 2000
    screen("panel_result")
    QTimer.singleShot(1500, confirm)
    press(dock, "commit_button")
    yield from until(lambda: not dock.findChild(QPushButton, "commit_button").isEnabled(), "the write-off")
    yield 3000
    show(dock, "map_button")
    yield 1500
    screen("panel_history")


def control_lines_panel() -> Iterator[int]:
    """Open the control lines panel: the map page, the conflicts, the review; and a map in QGIS's layout window."""
    WINDOW.findChild(QDockWidget, "kfFarmlandDock").setUserVisible(False)
    zoom_to_a_project()
    action("kfActionControlLinesDock").trigger()
    yield 3000
    dock = WINDOW.findChild(QDockWidget, "kfControlLinesDock")
    screen("panel_maps")
    yield from duty(dock.objectName(), "conflicts", "PERMANENT_FARMLAND", "SUMMARY")
    yield from duty(dock.objectName(), "review", "PROJECTS", "VERDICT")
    dock.pages.choose("")
    yield 500
    press(dock, "designer_button")
    yield 6000
    window = dialog_of("QgsLayoutDesignerDialog")
    close_up(window, "layout_window")
    window.close()
    yield 500


def floodplain_panel() -> Iterator[int]:
    """Open the floodplain panel: depths, hazard and zones one after the other, a unit asked why, two scenarios."""
    action("kfActionFloodplainDock").trigger()
    yield 1500
    dock = WINDOW.findChild(QDockWidget, "kfFloodplainDock")
    layers = QgsProject.instance().mapLayers().values()
    yield from flood_page(dock, "depth", {})
    yield from flood_page(dock, "hazard", {"BAND": 4})
    page = dock.pages.page("zoning")
    page.inputs.choose_layer("HAZARD", dock.pages.page("hazard").result_layer("HAZARD"))
    page.inputs.choose_layer("ZONING_UNITS", next(one for one in layers if one.customProperty("kf/role") == "land"))
    for name, change in (("甲：规则权重", {}), ("乙：不平滑", {"SMOOTHING": False})):
        yield from flood_page(dock, "zoning", change)
        dock.pages.choose("")
        dock.name_edit.setText(name)
        press(dock, "keep_button")
        yield 500
    zones = page.result_layer("ZONES")
    dock.pages.choose("zoning")
    zones.selectByExpression("zone = 'SD' and rule_id is null", QgsVectorLayer.SelectBehavior.SetSelection)
    iface.mapCanvas().zoomToSelected(zones)
    iface.mapCanvas().zoomByFactor(1.2)
    page.scroll.ensureWidgetVisible(page.results.card.label, 0, 60)
    yield 4000
    screen("floodplain_why")
    QTimer.singleShot(2500, weights)
    page.tools[0].click()
    dock.pages.choose("")
    yield 1000
    screen("floodplain_scenarios")
    press(dock, "compare_button")
    compared = dock.pages.page("compare")
    yield from until(lambda: compared.result is not None, "the comparison")
    show(compared, "tables")
    yield 3000
    screen("floodplain_compared")


def flood_page(dock: QDockWidget, name: str, change: dict[str, Any]) -> Iterator[int]:
    """Run a page of the floodplain panel with some settings changed, and show what came out."""
    dock.pages.choose(name)
    page = dock.pages.page(name)
    page.inputs.change(change)
    before = page.result
    yield 500
    press(page, "run_button")
    yield from until(lambda: page.result is not before and not page.runs.running, name)
    yield from until(lambda: page.results.chart.pixmap() is not None, "the chart")
    show(page, "tables")
    yield 2500
    screen(f"floodplain_{name}")


def weights() -> None:
    """Let the open question compare the criteria of a zone, take its picture and close it."""
    dialog = dialog_of("ZoneWeightsDialog")
    dialog.origin_box.setCurrentIndex(2)
    dialog.origin_box.activated.emit(2)
    model = dialog.pairs_view.model()
    for row, column, judgement in ((0, 1, "3"), (0, 2, "5"), (1, 2, "2")):
        model.setData(model.index(row, column), judgement)
    close_up(dialog, "floodplain_weights")
    dialog.reject()


def confirm() -> None:
    """Take a picture of the open question and agree."""
    dialog = dialog_of("ConfirmDialog")
    close_up(dialog, "confirm")
    dialog.accept()


def zoom_to_a_project() -> None:
    """Show the largest project that is no road: there the pieces can be told apart."""
    projects = next(layer for layer in QgsProject.instance().mapLayers().values()
                    if layer.customProperty("kf/role") == "projects")
    shapes = [feature.geometry() for feature in projects.getFeatures()]
    compact = [shape for shape in shapes if shape.boundingBox().area() < 3 * shape.area()]
    extent = max(compact, key=lambda shape: shape.area()).boundingBox()
    extent.scale(1.6)
    iface.mapCanvas().setExtent(extent)
    iface.mapCanvas().refresh()


def untranslated() -> list[str]:
    """Return texts of the plugin's menu that are not Chinese."""
    menu = WINDOW.findChild(QMenu, "kfMenu")
    return [text for text in (menu.title(), *(entry.text() for entry in menu.actions())) if text and text.isascii()]


def end(text: str) -> None:
    """Say how it went and leave QGIS without a question."""
    (OUT / "done").write_text(text, encoding="utf-8")
    QgsProject.instance().setDirty(False)
    iface.actionExit().trigger()


def advance(tour: Iterator[int] = steps()) -> None:  # noqa: B008 (one tour for all calls)
    """Take the next step."""
    try:
        QTimer.singleShot(next(tour), advance)
    except StopIteration:
        english = untranslated()
        end(f"FAIL not translated: {english}" if english else "OK")
    except Exception:  # noqa: BLE001 (whatever it is, it must be told and QGIS must end)
        screen("failed")
        end(f"FAIL {traceback.format_exc()}")


QTimer.singleShot(500, advance)
