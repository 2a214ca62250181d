"""A planner who works in Chinese reads Chinese: every text of the dock, as it stands on the screen."""
from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt, QTranslator
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QTabWidget,
    QWidget,
)

from kf_resources_plugin.gui.duties.control_lines import CONTROL_LINE_DUTIES
from kf_resources_plugin.gui.duties.farmland import FARMLAND_DUTIES
from kf_resources_plugin.gui.duties.heritage import HERITAGE_DUTIES
from kf_resources_plugin.gui.duties.stock_land import STOCK_LAND_DUTIES
from kf_resources_plugin.gui.menu import KfMenu
from kf_resources_plugin.gui.models.rows_model import AREA, Column
from kf_resources_plugin.gui.tier_tools import RESHAPE, Task
from kf_resources_plugin.gui.widgets.confirm_dialog import ConfirmDialog
from tests.builders import layer_of
from tests.gui import farmland_town as town
from tests.gui.docks import choose_ledger, click, idle, run_trial
from tests.gui.duties import choose, settled
from tests.gui.stock_status import ROWS, status_layer
from tests.processing import places
from tests.processing.line_layers import P, R, line
from tests.survey import heritage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kf_resources_plugin.gui.docks.control_lines_dock import ControlLinesDock
    from kf_resources_plugin.gui.docks.heritage_dock import HeritageDock
    from kf_resources_plugin.gui.docks.stock_land_dock import StockLandDock
    from tests.desktop import DesktopInterface

# names of fields, files and formats, which no language has another word for
NAMES = re.compile(r"(?<![A-Za-z])([A-Z]{2,}DM|XZQMC|YJJBNTTBBH|MASKS|"
                   r"P\d|E\d|CSV|XLSX|JSON|HTML|PDF|SVG|PNG|QGIS|DLTB|DLBM|DLMC|XMMC|"
                   r"SQRQ|BSM|KCXS|GDDB|TBMJ|XS_XMKJFW|fid|dpi|EPSG|GB|T|(town|\*)\.kfledger\.gpkg|Matplotlib|NULL|LAND|yyyy-MM-dd)\b|[0-9a-f]{16}|/\S+")
FIELDS_AND_CRS = re.compile(r"（[a-z_]+）|\b[A-Z][A-Z0-9_]+\b|dlbm|Xian 1980( / 3-degree Gauss-Kruger CM 114E)?|"
                            r"native:polygonize|CGCS2000|Ctrl\+Enter")
LATIN = re.compile(r"[A-Za-z]{3,}")
# what QGIS's own file boxes say, which QGIS translates where it runs in Chinese
OF_QGIS = {"Browse", "clear", "Full path to the file(s), including name and extension"}


@pytest.fixture
def chinese(chinese_locale: None, repository: Path, tmp_path: Path) -> Iterator[None]:
    """Let every text of the plugin come in Chinese."""
    compiled = tmp_path / "kf.qm"
    subprocess.run(["lrelease", "-silent", repository / "i18n" / "kf_resources_zh_CN.ts", "-qm", compiled], check=True)
    translator = QTranslator()
    assert translator.load(str(compiled))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def texts(widget: QWidget) -> Iterator[str]:
    """Yield what a widget and everything in it says."""
    for part in (widget, *widget.findChildren(QWidget)):
        yield part.toolTip()
        if isinstance(part, (QLabel, QAbstractButton)):
            yield part.text()
        if isinstance(part, QGroupBox):
            yield part.title()
        if isinstance(part, QLineEdit):
            yield part.placeholderText()
        # layers and fields are called as they are
        if isinstance(part, QComboBox) and not isinstance(part, (QgsMapLayerComboBox, QgsFieldComboBox)):
            yield from (part.itemText(row) for row in range(part.count()))
        if isinstance(part, QTabWidget):
            yield from (part.tabText(place) for place in range(part.count()))
        if isinstance(part, QTableView) and part.model() is not None:
            model = part.model()
            yield from (model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount()))
            yield from (str(model.data(model.index(row, column)) or "")
                        for row in range(model.rowCount()) for column in range(model.columnCount()))
        yield from (action.text() for action in part.actions())


def english(found: Iterator[str]) -> list[str]:
    plain = (re.sub(r"<[^>]+>", " ", text) for text in found if text)
    return sorted({text for text in plain if text not in OF_QGIS and LATIN.search(NAMES.sub(" ", text))})


@pytest.mark.usefixtures("chinese", "kf_provider", "algorithm_dialogs", "qgis_new_project")
def test_the_dock_and_the_menu_speak_chinese(desktop: DesktopInterface, tmp_path: Path, qtbot: Any) -> None:
    menu = KfMenu(desktop)
    dock = menu._docks[0]
    desktop.mainWindow().show()
    dock.show()
    dock.update_state()
    assert english(texts(dock)) == []
    town.settle(tmp_path)
    choose_ledger(qtbot, dock, town.ledger(tmp_path, paddy_ha=0.5))
    run_trial(qtbot, dock)
    idle(qtbot, dock)
    assert dock.result is not None, dock.run_state.text()
    assert english(texts(dock)) == []
    assert english(texts(desktop.mainWindow().findChild(QMenu, "kfMenu"))) == []
    assert english(iter([dock.windowTitle(), dock.toggle_action.text()])) == []
    for duty in FARMLAND_DUTIES:
        dock.pages.choose(duty.name)
        page = dock.pages.page(duty.name)
        page.advanced_group.setCollapsed(False)
        assert english(texts(dock.pages)) == [], duty.name
    menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def provider_again(kf_provider: Any) -> Iterator[None]:
    """Let the provider speak English again when the test is over, after the language has been set back."""
    yield
    kf_provider.refreshAlgorithms()


@pytest.mark.usefixtures("provider_again", "chinese")
def test_the_control_lines_dock_speaks_chinese(request: pytest.FixtureRequest, qtbot: Any) -> None:
    """Farmland and redline share 50 × 50 m; the page that found it is read, and those that wait."""
    # titles of themes are read when algorithms are made, which QGIS does in the language it has started in
    QgsApplication.processingRegistry().providerById("kf").refreshAlgorithms()
    lines_dock: ControlLinesDock = request.getfixturevalue("lines_dock")
    assert english(texts(lines_dock)) == []
    for name, layer in (("永久基本农田", line(P, places.box(0, 0, 300, 300))),
                        ("生态保护红线", line(R, places.box(-50, -50, 100, 100)))):
        layer.setName(name)
        QgsProject.instance().addMapLayer(layer)
    qtbot.wait(10)
    page = choose(qtbot, lines_dock, "conflicts")
    settled(qtbot, page)
    click(qtbot, page.run_button)
    settled(qtbot, page)
    assert page.result is not None, page.run_state.text()
    for duty in CONTROL_LINE_DUTIES:
        lines_dock.pages.choose(duty.name)
        lines_dock.pages.page(duty.name).advanced_group.setCollapsed(False)
        assert english(FIELDS_AND_CRS.sub(" ", text) for text in texts(lines_dock.pages)) == [], duty.name
    assert english(iter([lines_dock.windowTitle(), lines_dock.toggle_action.text()])) == []


@pytest.mark.usefixtures("chinese", "kf_provider", "algorithm_dialogs", "qgis_new_project")
def test_the_data_dock_speaks_chinese(desktop: DesktopInterface, qtbot: Any) -> None:
    menu = KfMenu(desktop)
    dock = next(dock for dock in menu._docks if dock.NAME == "data")
    desktop.mainWindow().show()
    dock.show()
    layers = [layer_of([], {"dlbm": "text", "地类": "text"}, name="DLTB"),
              layer_of([], {"XMDM": "text"}, name="项目范围"),
              layer_of([], {"n": "text"}, name="地类图斑", crs="EPSG:2383"), QgsVectorLayer("/无/图.shp", "图", "ogr"),
              layer_of([], {"n": "text"}, name="水域"), layer_of([], {"n": "text"}, name="表", geometry="None", crs="")]
    QgsProject.instance().addMapLayers(layers)
    for layer in layers:
        qtbot.waitUntil(lambda layer=layer: dock.layers.row_of(layer.id()) >= 0)
        dock.choose_layer(layer.id())
        qtbot.waitUntil(lambda: not dock._facts.busy and not dock._watch._timer.isActive())
        assert english(FIELDS_AND_CRS.sub("", text) for text in texts(dock)) == [], layer.name()
    assert english(iter([dock.windowTitle(), dock.toggle_action.text()])) == []
    menu.unload()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.usefixtures("chinese")
def test_the_heritage_dock_speaks_chinese(request: pytest.FixtureRequest, qtbot: Any) -> None:
    heritage_dock: HeritageDock = request.getfixturevalue("heritage_dock")
    assert english(texts(heritage_dock)) == []
    lines = heritage.zones()
    QgsProject.instance().addMapLayer(lines)
    qtbot.wait(10)
    assert english(texts(heritage_dock)) == []
    editor, reshape = heritage_dock.editor, heritage.line((-90, 99), (-90, 120), (90, 120), (90, 99))
    editor.tools.take(lines, Task(RESHAPE, heritage.PAGODA, "control_1"), reshape)
    said = heritage_dock.iface.messageBar().currentItem()
    assert english(iter([said.title(), said.text()])) == []
    assert said.title() == "修整铁塔的一类建设控制地带"
    assert english(iter([heritage_dock.windowTitle(), heritage_dock.toggle_action.text()])) == []
    for duty in HERITAGE_DUTIES:
        heritage_dock.pages.choose(duty.name)
        heritage_dock.pages.page(duty.name).advanced_group.setCollapsed(False)
        assert english(FIELDS_AND_CRS.sub(" ", text) for text in texts(heritage_dock.pages)) == [], duty.name


@pytest.mark.usefixtures("chinese")
def test_the_stock_land_dock_speaks_chinese(request: pytest.FixtureRequest, qtbot: Any) -> None:
    stock_dock: StockLandDock = request.getfixturevalue("stock_dock")
    assert english(texts(stock_dock)) == []
    QgsProject.instance().addMapLayer(status_layer([{**row, "parcel_id": "1", "reason": ""} for row in ROWS]))
    qtbot.wait(10)
    stock_dock.board.list.table.view.selectRow(0)
    assert stock_dock.board.contents.isVisible()
    assert english(texts(stock_dock)) == []
    assert english(iter([stock_dock.windowTitle(), stock_dock.toggle_action.text()])) == []
    for duty in STOCK_LAND_DUTIES:
        stock_dock.pages.choose(duty.name)
        stock_dock.pages.page(duty.name).advanced_group.setCollapsed(False)
        assert english(FIELDS_AND_CRS.sub(" ", text) for text in texts(stock_dock.pages)) == [], duty.name


@pytest.mark.usefixtures("chinese")
def test_the_question_before_a_write_off_is_in_chinese(qtbot: Any) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ConfirmDialog(parent, "核销", "核销", "核销", columns=[Column("数量", AREA)], rows=[(1.0,)],
                           area_unit="ha")
    assert english(texts(dialog)) == []


@pytest.mark.parametrize(("text", "told"), [
    ("项目（DLTB）", []), ("结果 /tmp/results", []), ("Run the trial", ["Run the trial"]), ("<b>通过</b> 5 m²", []),
    ("校验值 0123456789abcdef…", []),
])
def test_reader_of_languages_sees_english(text: str, told: list[str]) -> None:
    assert english(iter([text])) == told
