"""The stock land panel on the tour: a status run, its board, a parcel with its timeline, the rates of the year."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from tour_hand import WINDOW, action, press, screen, show, until

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACK = 6.0  # as far as the map goes back from a parcel, so that its neighbours are seen


def stock_land_panel() -> Iterator[int]:
    """Open the stock land panel, class the land, look at the board and at one parcel, print nothing."""
    action("kfActionStockLandDock").trigger()
    yield 1500
    dock = WINDOW.findChild(QDockWidget, "kfStockLandDock")
    yield from stock_page(dock, "status")
    yield from stock_page(dock, "idle")
    yield from stock_page(dock, "rate")
    dock.pages.choose("")
    board = dock.board
    yield from until(lambda: board.chart.pixmap() is not None, "the chart of ages")
    board.list.choose(2, None)  # supplied, not used
    board.list.table.view.selectRow(0)
    iface.mapCanvas().zoomByFactor(_BACK)
    dock.scroll.verticalScrollBar().setValue(0)
    yield 5000
    iface.messageBar().clearWidgets()
    yield 500
    screen("stock_board")
    dock.scroll.ensureWidgetVisible(board.sheet, 0, 60)
    yield 1500
    screen("stock_parcel")
    dock.scroll.ensureWidgetVisible(dock.rate_chart, 0, 20)
    yield 1500
    screen("stock_rates")
    if not board.list.table.proxy.rowCount():
        raise RuntimeError("no parcel was supplied and not used")
    dock.setUserVisible(False)


def stock_page(dock: Any, name: str) -> Iterator[int]:
    """Run a page of the panel on the layers it has found, and show what came out."""
    dock.pages.choose(name)
    page = dock.pages.page(name)
    yield 800
    press(page, "run_button")
    yield from until(lambda: page.result is not None and not page.runs.running, name)
    show(page, "tables")
    yield 2500
    screen(f"duty_{name}_result")
