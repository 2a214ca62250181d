"""The map tool that draws a line or a ring for one layer, with QGIS's snapping and advanced digitising."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import QgsGeometry
from qgis.gui import QgsMapToolCapture
from qgis.PyQt.QtCore import Qt, pyqtSignal

if TYPE_CHECKING:
    from qgis.core import QgsVectorLayer
    from qgis.gui import QgsAdvancedDigitizingDockWidget, QgsMapCanvas, QgsMapMouseEvent

_POINTS = {True: 3, False: 2}


class LineCapture(QgsMapToolCapture):
    """Left clicks set points, a right click ends the line, Backspace takes the last point away, Escape all of them.

    QGIS's own tool for new features cuts polygons where the project avoids overlaps; this one hands on what was drawn.
    """

    drawn = pyqtSignal(object)
    """The line that was drawn, in the CRS of the layer."""

    def __init__(self, canvas: QgsMapCanvas, digitizing: QgsAdvancedDigitizingDockWidget, layer: QgsVectorLayer, *,
                 ring: bool) -> None:
        mode = QgsMapToolCapture.CaptureMode.CapturePolygon if ring else QgsMapToolCapture.CaptureMode.CaptureLine
        super().__init__(canvas, digitizing, mode)
        self._layer, self._least = layer, _POINTS[ring]

    def layer(self) -> QgsVectorLayer:
        """Return the layer whose line is drawn: Qt asks for coordinates in its CRS."""
        return self._layer

    def capabilities(self) -> Any:
        """Tell QGIS that lines are straight from point to point."""
        return QgsMapToolCapture.Capabilities(QgsMapToolCapture.Capability.NoCapabilities)

    def supportsTechnique(self, technique: Any) -> bool:  # noqa: N802 (QGIS's name)
        """Tell QGIS the same of how points are set; straight segments are the first of its list."""
        return int(technique) == 0

    def cadCanvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:  # noqa: N802 (QGIS's name)
        """Set a point, or end the line."""
        if event.button() == Qt.MouseButton.LeftButton:
            if self.addVertex(event.mapPoint(), event.mapPointMatch()) == 0:
                self.startCapturing()
        elif event.button() == Qt.MouseButton.RightButton:
            self.finish()

    def finish(self) -> None:
        """Hand on what was drawn; too few points are thrown away."""
        line = QgsGeometry(self.captureCurve().curveToLine()) if self.size() >= self._least else None
        self.stopCapturing()
        if line is not None:
            self.drawn.emit(line)
