"""The tool of ours that is on the map, of which there is one at most, and what takes it off."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from .line_capture import LineCapture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qgis.core import QgsGeometry, QgsVectorLayer

    from .papers import Papers


class LineTools(QObject):
    """``ended`` comes when the tool goes, ``edited`` after a change of a layer. A subclass says what lines do."""

    ended = pyqtSignal()
    edited = pyqtSignal()

    def __init__(self, iface: Any, papers: Papers, parent: QObject) -> None:
        super().__init__(parent)
        self._iface, self._papers = iface, papers
        self._tool: LineCapture | None = None

    @property
    def active(self) -> bool:
        """Tell whether a tool of ours is on the map."""
        return self._tool is not None

    def put(self, layer: QgsVectorLayer, drawn: Callable[[QgsGeometry], None], *, ring: bool) -> None:
        """Put a tool on the map that draws lines or rings for a layer; ``drawn`` takes them, in the layer's CRS."""
        canvas = self._iface.mapCanvas()
        self._iface.setActiveLayer(layer)
        tool = LineCapture(canvas, self._iface.cadDockWidget(), layer, ring=ring)
        tool.drawn.connect(drawn)
        tool.deactivated.connect(self._left)
        canvas.setMapTool(tool)
        self._tool = tool

    def stop(self) -> None:
        """Take the tool off the map."""
        if self._tool is not None:
            self._iface.mapCanvas().unsetMapTool(self._tool)

    def _left(self) -> None:
        tool, self._tool = self._tool, None
        if tool is not None:
            tool.deleteLater()
            self.ended.emit()

    def forget_layers(self, layer_ids: Iterable[str]) -> None:
        """Take the tool off the map when its layer is about to go."""
        if self._tool is not None and self._tool.layer().id() in set(layer_ids):
            self.stop()

    def cleanup(self) -> None:
        """Take the tool off the map: the plugin is being unloaded."""
        self.stop()
