"""What the tour does with its hands: take pictures, press buttons, wait. Only inside QGIS."""
from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QDockWidget, QPushButton, QScrollArea, QWidget
from qgis.utils import iface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUT = Path(os.environ["KF_PICTURES"])
WINDOW = iface.mainWindow()


def screen(name: str, height: int = -1) -> None:
    """Take a picture of the whole screen, or of its upper part."""
    QApplication.primaryScreen().grabWindow(0, 0, 0, -1, height).save(str(OUT / f"{name}.png"))


def close_up(widget: QWidget, name: str) -> None:
    """Take a picture of one window."""
    widget.grab().save(str(OUT / f"{name}.png"))


def action(name: str) -> QAction:
    """Return an action of the plugin's menu."""
    found = WINDOW.findChild(QAction, name)
    if found is None:
        raise LookupError(f"no action {name}")
    return found


def dialog_of(kind: str) -> QWidget:
    """Return the open window of a class, Python's or Qt's."""
    return next(window for window in QApplication.topLevelWidgets()
                if kind in (type(window).__name__, window.metaObject().className()) and window.isVisible())


def duty(dock: str, name: str, first_layer: str, table: str) -> Iterator[int]:
    """Choose a duty in a panel, run it on the layers it has found, show where they come from and what came out."""
    panel = WINDOW.findChild(QDockWidget, dock)
    box = panel.findChild(QComboBox, "duty_box")
    box.setCurrentIndex(box.findData(name))
    yield 1500
    page = panel.findChild(QWidget, f"duty_{name}")
    show(page, f"input_{first_layer}")
    yield 800
    screen(f"duty_{name}")
    press(page, "run_button")
    yield from until(lambda: page.result is not None, name)
    if page.duty.chart is not None:
        yield from until(lambda: page.results.chart.pixmap() is not None, "the chart")
    show(page, "tables")
    yield 2500
    screen(f"duty_{name}_result")
    if page.results.tables[table].proxy.rowCount() == 0 or page.results.findings.view.model().rowCount() == 0:
        raise RuntimeError(f"{name} has no rows or no findings")
    show(page, "map_button")
    page.results.findings.view.setCurrentIndex(page.results.findings.proxy.index(0, 0))
    press(page, "zoom_button")
    yield 4000
    screen(f"duty_{name}_findings")


def press(dock: QWidget, name: str) -> None:
    """Press a button of a panel."""
    dock.findChild(QPushButton, name).click()


def show(dock: QWidget, name: str) -> None:
    """Scroll a panel to one of its parts."""
    part = dock.findChild(QWidget, name)
    next(area for area in dock.findChildren(QScrollArea) if area.isAncestorOf(part)).ensureWidgetVisible(part, 0, 40)


def until(ended: Callable[[], bool], what: str) -> Iterator[int]:
    """Wait for something, two minutes at most."""
    for _ in range(480):
        if ended():
            return
        yield 250
    raise RuntimeError(f"{what} did not end")
