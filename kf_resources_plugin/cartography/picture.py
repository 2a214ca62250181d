"""Pictures of layers without a map window, a project or the main thread."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsMapLayer,
    QgsMapRendererCustomPainterJob,
    QgsMapSettings,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QBuffer, QEventLoop, QIODevice, QRect, QSize, Qt, QThread, QTimer
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter

from ..engine.errors import PlannerError
from ..i18n import tr
from .fonts import mended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.progress import Progress

MAX_PIXELS = 64_000_000
_POLL_MS = 100
_NOTE_POINTS = 7.0


def layers_extent(layers: Sequence[QgsMapLayer], crs: QgsCoordinateReferenceSystem,
                  transform_context: QgsCoordinateTransformContext | None = None) -> QgsRectangle:
    """Return the extent of all layers in ``crs``; null when none has any."""
    whole = QgsRectangle()
    for layer in layers:
        extent = layer.extent()
        if extent.isNull() or not extent.isFinite():
            continue
        whole.combineExtentWith(extent_in(extent, layer, crs, transform_context))
    return whole


def extent_in(extent: QgsRectangle, layer: QgsMapLayer, crs: QgsCoordinateReferenceSystem,
              transform_context: QgsCoordinateTransformContext | None = None) -> QgsRectangle:
    """Return an extent of ``layer`` in ``crs``; raises PlannerError when it cannot be brought there."""
    transform = QgsCoordinateTransform(layer.crs(), crs, transform_context or QgsCoordinateTransformContext())
    try:
        brought: QgsRectangle | None = transform.transformBoundingBox(extent)
    except QgsCsException:
        brought = None
    if brought is None or not brought.isFinite():
        raise PlannerError(tr("The extent of layer “{layer}” cannot be brought into {crs}: check the layer's "
                              "coordinate reference system.").format(
                                  layer=layer.name(), crs=crs.userFriendlyIdentifier()))
    return brought


def with_margin(extent: QgsRectangle, share: float = 0.04, least: float = 0.0) -> QgsRectangle:
    """Return ``extent`` widened on each side by ``share`` of its longer side, at least by ``least`` map units."""
    grown = QgsRectangle(extent)
    grown.grow(max(share * max(extent.width(), extent.height()), least))
    return grown


def draw_png(
    layers: Sequence[QgsMapLayer], extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, size_px: tuple[int, int],
    dpi: float, progress: Progress, *, note: str = "", transform_context: QgsCoordinateTransformContext | None = None,
) -> bytes:
    """Return a PNG of ``layers`` (topmost first) on white, ``extent`` given in ``crs``; ``note`` stands on it.

    Drawn while ``progress`` is asked whether to stop. The layers belong to no thread (``moveToThread(None)``) and are
    the caller's to drop. Raises Canceled, and PlannerError when there is nothing to show or it would be too big.
    """
    drawing = _Drawing(_settings(layers, extent, crs, size_px, dpi, transform_context), layers)
    drawing.start()
    try:
        while not drawing.wait(_POLL_MS):
            progress.check()
    finally:
        drawing.requestInterruption()
        drawing.wait()
    progress.check()
    _refuse_errors(drawing.errors)
    if note:
        _print_note(drawing.image, note, dpi)
    return _png(drawing.image)


class _Drawing(QThread):
    """Draws on a thread with an event loop, which the job needs to end; interruption cancels the job."""

    def __init__(self, settings: QgsMapSettings, layers: Sequence[QgsMapLayer]) -> None:
        super().__init__()
        self._settings, self._layers = settings, layers
        self.image = _white(settings)
        self.errors: list[str] = []

    def run(self) -> None:
        """Draw the layers into ``image``."""
        for layer in self._layers:
            layer.moveToThread(QThread.currentThread())
        painter = QPainter(self.image)
        job = QgsMapRendererCustomPainterJob(self._settings, painter)
        loop, timer = QEventLoop(), QTimer()
        job.finished.connect(loop.quit)
        timer.timeout.connect(lambda: job.cancelWithoutBlocking() if self.isInterruptionRequested() else None)
        timer.start(_POLL_MS)
        job.start()
        if job.isActive():
            loop.exec()
        timer.stop()
        timer.timeout.disconnect()  # what the slot holds would live to the end of the process, the layers too
        painter.end()
        self.errors = [error.message for error in job.errors()]
        for layer in self._layers:
            layer.moveToThread(None)
        self._layers = []


def _settings(
    layers: Sequence[QgsMapLayer], extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, size_px: tuple[int, int],
    dpi: float, transform_context: QgsCoordinateTransformContext | None,
) -> QgsMapSettings:
    if extent.isEmpty() or not extent.isFinite():
        raise PlannerError(tr("There is nothing to draw: the layers have no extent."))
    width, height = size_px
    if width < 1 or height < 1 or width * height > MAX_PIXELS:
        raise PlannerError(tr("A picture of {width} × {height} pixels cannot be drawn; lower the resolution.").format(
            width=width, height=height))
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(crs)
    settings.setTransformContext(transform_context or QgsCoordinateTransformContext())
    settings.setOutputSize(QSize(width, height))
    settings.setOutputDpi(dpi)
    settings.setBackgroundColor(QColor(Qt.GlobalColor.white))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, True)
    settings.setFlag(QgsMapSettings.Flag.DrawLabeling, True)
    settings.setExtent(extent)
    return settings


def _white(settings: QgsMapSettings) -> QImage:
    image = QImage(settings.outputSize(), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(settings.outputDpi() / 0.0254))
    image.setDotsPerMeterY(round(settings.outputDpi() / 0.0254))
    image.fill(QColor(Qt.GlobalColor.white))
    return image


def _print_note(image: QImage, note: str, dpi: float) -> None:
    """Print a note on a pale band along the lower edge."""
    margin = round(_NOTE_POINTS / 72 * dpi / 2)
    room = QRect(margin, 0, image.width() - 2 * margin, image.height() // 4)
    painter = QPainter(image)
    font = mended(QFont(painter.font()))
    font.setPointSizeF(_NOTE_POINTS)
    painter.setFont(font)
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    height = min(painter.boundingRect(room, int(flags), note).height(), room.height())
    top = image.height() - height - margin
    painter.fillRect(0, top - margin, image.width(), image.height(), QColor(255, 255, 255, 210))
    painter.setPen(QColor(Qt.GlobalColor.black))
    painter.drawText(QRect(margin, top, room.width(), height), int(flags), note)
    painter.end()


def _refuse_errors(errors: Sequence[str]) -> None:
    if errors:
        raise PlannerError(tr("The map picture could not be drawn: {message}").format(message=errors[0]))


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB32).save(buffer, "PNG")
    return bytes(buffer.data())
