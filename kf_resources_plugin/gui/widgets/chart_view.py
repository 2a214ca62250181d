"""A chart as an image: drawn on another thread, again when the place or the palette changes, saved as SVG or PNG."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import QEvent, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QPixmap
from qgis.PyQt.QtWidgets import QLabel, QSizePolicy, QWidget

from ...cartography.charts import ChartColours, balance_bars, chart_colours
from ...cartography.fonts import chinese_families
from ...engine.errors import PlannerError
from ...i18n import tr
from ..tasks import begin_task, end_task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ...cartography.charts import BalanceBar

    Drawing = Callable[..., bytes]
    """Takes size, dpi, colours, image ('png' or 'svg') and families as ``balance_bars`` does."""

_WAIT_MS = 150
_HEIGHT = 220
_USUAL_WIDTH = 471  # of a dock; a saved chart has the proportions of one there
_SAVED_WIDTH = 900
_DPI = 96.0
_WAIT_ON_UNLOAD_MS = 5000


class _DrawingTask(QgsTask):
    """Draws one chart off the main thread: the first use of Matplotlib takes a second, on a new computer more."""

    drawn = pyqtSignal(bytes, str)

    def __init__(self, drawing: Drawing, size: tuple[int, int], dpi: float, colours: ChartColours,
                 families: Sequence[str]) -> None:
        super().__init__(tr("Drawing the chart"), QgsTask.Flag.CanCancel)
        self._drawing, self._size, self._dpi, self._colours, self._families = drawing, size, dpi, colours, families
        self._image, self._problem = b"", ""

    def run(self) -> bool:
        """Draw; a computer that cannot draw says why."""
        try:
            self._image = self._drawing(size=self._size, dpi=self._dpi, colours=self._colours,
                                        families=self._families)
        except PlannerError as error:
            self._problem = str(error)
        return True

    def finished(self, _successful: bool) -> None:
        """Hand the image over, on the main thread."""
        self.drawn.emit(self._image, self._problem)


class ChartView(QLabel):
    """A chart, or the reason why there is none."""

    shown = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWordWrap(True)
        # takes the width there is: an image must not hold a dock wide
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumSize(200, _HEIGHT)
        self._drawing: Drawing | None = None
        self._shape = (_SAVED_WIDTH, _SAVED_WIDTH * _HEIGHT // _USUAL_WIDTH)
        self._task: _DrawingTask | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._draw)

    def set_bars(self, bars: Sequence[BalanceBar]) -> None:
        """Show other balance bars; none clears the chart."""
        self.set_drawing(partial(balance_bars, tuple(bars)) if bars else None)

    def set_drawing(self, drawing: Drawing | None, height: int = _HEIGHT) -> None:
        """Show what ``drawing`` draws, ``height`` pixels high; None clears the chart."""
        self._drawing = drawing
        self._shape = (_SAVED_WIDTH, round(_SAVED_WIDTH * height / _USUAL_WIDTH))
        self.setMinimumHeight(height)
        self.clear()
        if drawing is not None:  # the first chart on a computer takes many seconds: Matplotlib looks through all fonts
            self.setText(tr("Drawing the chart") + " …")
        self._timer.stop()
        self._draw_soon()

    def save(self, path: Path) -> None:
        """Write the chart as SVG or PNG, on paper's white; raises PlannerError, and OSError when it cannot be written.
        """
        if self._drawing is None:
            return
        image = "svg" if path.suffix.lower() == ".svg" else "png"
        width, height = self._shape
        path.write_bytes(self._drawing(image=image, dpi=200.0 if image == "png" else 100.0,
                                       size=(2 * width, 2 * height) if image == "png" else (width, height)))

    def abandon(self) -> None:
        """Wait for a drawing under way: the plugin is being unloaded."""
        self._timer.stop()
        task, self._task = self._task, None
        if task is not None:
            end_task(task, _WAIT_ON_UNLOAD_MS, drawn=self._show)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Draw again in the new size."""
        super().resizeEvent(event)
        self._draw_soon()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Draw again in the new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_soon()

    def _draw_soon(self) -> None:
        if self._drawing is not None:
            self._timer.start()

    def _draw(self) -> None:
        if self._task is not None or self._drawing is None:
            self._draw_soon()
            return
        ratio = self.devicePixelRatioF()
        size = (max(round(self.width() * ratio), 1), max(round(self.height() * ratio), 1))
        task = self._task = _DrawingTask(self._drawing, size, _DPI * ratio, chart_colours(self.palette()),
                                     chinese_families())
        begin_task(task, drawn=self._show)

    def _show(self, image: bytes, problem: str) -> None:
        self._task = None
        if self._drawing is None:
            return
        if problem:
            self.setText(problem)
        else:
            pixmap = QPixmap()
            pixmap.loadFromData(image)
            pixmap.setDevicePixelRatio(self.devicePixelRatioF())
            self.setPixmap(pixmap)
        self.shown.emit()
