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
from qgis.PyQt.QtCore import QBuffer, QIODevice, QSize, Qt, QThread
from qgis.PyQt.QtGui import QColor, QImage, QPainter

from ..engine.errors import PlannerError
from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_PIXELS = 64_000_000


def clone_layers(layers: Sequence[QgsMapLayer]) -> list[QgsMapLayer]:
    """Return copies that another thread may draw; call it on the thread the layers live on.

    The copies belong to no thread until ``render_png`` takes them over.
    """
    clones = [layer.clone() for layer in layers]
    for clone in clones:
        clone.moveToThread(None)
    return clones


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


def render_png(
    layers: Sequence[QgsMapLayer], extent: QgsRectangle, crs: QgsCoordinateReferenceSystem, width_px: int,
    height_px: int, dpi: float, transform_context: QgsCoordinateTransformContext | None = None,
) -> bytes:
    """Return a PNG of ``layers`` (topmost first) on white, ``extent`` given in ``crs``.

    Draws on the calling thread; layers from ``clone_layers`` are taken over. Raises PlannerError when there is
    nothing to show or the picture would be too big.
    """
    if extent.isEmpty() or not extent.isFinite():
        raise PlannerError(tr("There is nothing to draw: the layers have no extent."))
    if width_px < 1 or height_px < 1 or width_px * height_px > MAX_PIXELS:
        raise PlannerError(tr("A picture of {width} × {height} pixels cannot be drawn; lower the resolution.").format(
            width=width_px, height=height_px))
    for layer in layers:
        if layer.thread() is None:
            layer.moveToThread(QThread.currentThread())
    settings = QgsMapSettings()
    settings.setLayers(list(layers))
    settings.setDestinationCrs(crs)
    settings.setTransformContext(transform_context or QgsCoordinateTransformContext())
    settings.setOutputSize(QSize(width_px, height_px))
    settings.setOutputDpi(dpi)
    settings.setBackgroundColor(QColor(Qt.GlobalColor.white))
    settings.setFlag(QgsMapSettings.Flag.Antialiasing, True)
    settings.setFlag(QgsMapSettings.Flag.DrawLabeling, True)
    settings.setExtent(extent)
    image = QImage(QSize(width_px, height_px), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDotsPerMeterX(round(dpi / 0.0254))
    image.setDotsPerMeterY(round(dpi / 0.0254))
    image.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(image)
    job = QgsMapRendererCustomPainterJob(settings, painter)
    job.renderSynchronously()
    painter.end()
    if job.errors():
        first = job.errors()[0]
        raise PlannerError(tr("The map picture could not be drawn: {message}").format(message=first.message))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB32).save(buffer, "PNG")
    return bytes(buffer.data())
