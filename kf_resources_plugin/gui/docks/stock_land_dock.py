"""The stock land dock: the board of a status on its own page, and a page for each duty."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...i18n import tr
from ..duties.duty_pages import DutyPages
from ..duties.rate_chart import RateTrend
from ..duties.stock_land import RATE, STOCK_LAND_DUTIES
from ..widgets.chart_view import ChartView
from ..widgets.stock_board import StockBoard
from .parts_dock import PartsDock

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QLabel, QVBoxLayout

    from ..dialogs import Dialogs
    from ..duties.duty_result import DutyResult

_TITLE = QT_TRANSLATE_NOOP("KfResources", "Board")


class StockLandDock(PartsDock):
    """Its own page is the board over the state of all parcels."""

    NAME = "stock_land"
    ICON = "stock_land_dock"
    FORM = __file__

    contents_layout: QVBoxLayout
    board_layout: QVBoxLayout
    rate_layout: QVBoxLayout
    rate_note: QLabel

    def __init__(self, iface: Any, dialogs: Dialogs) -> None:
        super().__init__(iface, dialogs)
        self.board = StockBoard(self)
        self.board_layout.addWidget(self.board)
        self.rate_chart = ChartView(self)
        self.rate_layout.addWidget(self.rate_chart)
        self._drawn: DutyResult | None = None
        self.pages = DutyPages(self, STOCK_LAND_DUTIES, self.scroll, tr(_TITLE), self.ICON)
        self.contents_layout.addWidget(self.pages)
        self.parts = (self.board, self.pages)
        self.order_tabs([self.pages.box, *self.board.controls()])
        self.pages.shared.changed.connect(self.update_state)
        self.board.read.connect(self.update_state)
        self.pages.box.currentIndexChanged.connect(self.update_state)
        self.board.unit_chosen.connect(lambda unit: self.pages.shared.choose(self.pages.shared.folder, unit))

    def update_state(self, *_what: Any) -> None:
        """Show areas in the unit all pages share and the last rates, and keep the page as wide as it needs."""
        self.board.set_area_unit(self.pages.shared.unit)
        self._show_rates()
        super().update_state()

    def _show_rates(self) -> None:
        result = self.pages.result(RATE.name)
        if result is not self._drawn or result is None:
            drawing = None if result is None else RateTrend().drawing(result)
            self.rate_note.setText("" if drawing is not None else tr(
                "Run “Disposal rate of the year”: its rates are shown here against the target."))
            self.rate_note.setVisible(drawing is None)
            self.rate_chart.setVisible(drawing is not None)
            if drawing is not None:
                self.rate_chart.set_drawing(*drawing)
            self._drawn = result

    def cleanup(self) -> None:
        """Stop what is drawn, too: the plugin is being unloaded."""
        self.rate_chart.abandon()
        super().cleanup()
