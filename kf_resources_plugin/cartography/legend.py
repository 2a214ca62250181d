"""Legends that list exactly what a map page shows, and fit the place the template gives them.

QGIS's own "only items inside the map" sizes the legend one page late in an atlas, so the entries are chosen here.
"""
from __future__ import annotations

import json
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeature,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutUtils,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsRenderContext,
    QgsSymbolLayerUtils,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSizeF

from .. import paths
from .layout_items import broken, literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qgis.core import QgsFeatureRenderer, QgsLayerTreeLayer, QgsLegendSymbolItem, QgsRectangle

    from ..rules.progress import Progress

    Outlined = list[tuple[QgsLayerTreeLayer, list[float]]]

# size of the entries as a share of the template's, and the gap between them in ems: tried in this order, each with more
# and more columns, until the legend fits; none is smaller than ``least_points``
_FITS = ((1.0, 0.7), (0.94, 0.53), (0.88, 0.36), (0.82, 0.22), (0.75, 0.2), (0.69, 0.18), (0.63, 0.18), (0.57, 0.18))
_LINE_END = "\n"
_BESIDE_TEXT = 1.5  # what a swatch and the gaps beside it take, in mm for each point of the entry
_COLUMNS = (1, 2, 3, 4, 5, 6)
_MM_PER_POINT = 25.4 / 72.0
_STYLES = (QgsLegendStyle.Style.Group, QgsLegendStyle.Style.Subgroup, QgsLegendStyle.Style.SymbolLabel)
_SWATCH_MM, _GAP_MM = 0.36, 0.06  # height of a swatch, and room between two, in mm for each point of the entry
_LEAST_SWATCH = 0.4  # what an outline leaves of its height
_CANCEL_EVERY = 2_000


@lru_cache(maxsize=1)
def least_points() -> float:
    """Return the smallest type, in points, that entries of a legend are printed in (``resources/layouts``)."""
    settings = json.loads(paths.resource("layouts", "settings.json").read_text(encoding="utf-8"))
    return float(settings["legend"]["least_points"])


def shown_entries(layers: Sequence[QgsMapLayer], map_item: QgsLayoutItemMap,
                  progress: Progress) -> list[list[int] | None]:
    """Return for each layer the positions of its legend entries that occur on a map; None for all there may be."""
    return [_entries(layer, map_item, progress) for layer in layers]


def fill_legend(legend: QgsLayoutItemLegend, layers: Sequence[QgsMapLayer], entries: Sequence[list[int] | None],
                width: float, points: float) -> Outlined:
    """List in ``legend`` the entries that its map shows of ``layers``; return what ``fit_legend`` takes.

    Names that are longer than one column ``width`` mm wide holds in type of ``points`` take several lines, and what
    looks like an expression in them is printed as it is.
    """
    root = legend.model().rootGroup()
    root.removeAllChildren()
    if not legend.wrapString():
        legend.setWrapString(_LINE_END)
    font, room = legend.styleFont(QgsLegendStyle.Style.SymbolLabel), width - _BESIDE_TEXT * points

    def lines(text: str) -> str:
        return literal(legend.wrapString().join(broken(text, font, points, room)))

    outlined: Outlined = []
    for layer, shown in zip(layers, entries):
        if shown == []:
            continue
        node = root.addLayer(layer)
        # whatever the layer is called in another project
        node.setCustomProperty("legend/title-label", lines(layer.name()))
        if shown is not None:
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, shown)
            items = layer.renderer().legendSymbolItems()
            for position in shown:
                QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, position, lines(items[position].label()))
            legend.model().refreshLayerLegend(node)
            outlined.append((node, _bleeds(layer, shown, legend)))
    return outlined


def _bleeds(layer: QgsVectorLayer, entries: Sequence[int], legend: QgsLayoutItemLegend) -> list[float]:
    """Return how far, in mm, the outline of each entry's symbol reaches beyond the swatch it is drawn around."""
    context = QgsLayoutUtils.createRenderContextForMap(legend.linkedMap(), None)
    items = layer.renderer().legendSymbolItems()
    symbols = [items[position].symbol() for position in entries]
    return [QgsSymbolLayerUtils.estimateMaxSymbolBleed(symbol, context) / context.scaleFactor()
            if isinstance(symbol, QgsFillSymbol) else 0.0 for symbol in symbols]


def _entries(layer: QgsMapLayer, map_item: QgsLayoutItemMap, progress: Progress) -> list[int] | None:
    """Return the positions of the layer's legend entries that occur on the map; None for all of them."""
    if not isinstance(layer, QgsVectorLayer) or layer.renderer() is None:
        return None
    items = layer.renderer().legendSymbolItems()
    used = _used_keys(layer, map_item, {item.ruleKey() for item in items}, progress)
    shown = [position for position, item in enumerate(items) if item.ruleKey() in used]
    return _with_headings(items, shown)


def _with_headings(items: Sequence[QgsLegendSymbolItem], shown: list[int]) -> list[int]:
    """Add to the entries the headings (entries without a symbol) that stand directly above one of them."""
    wanted = set(shown)
    for position, item in enumerate(items):
        below = position + 1
        while item.symbol() is None and below < len(items) and items[below].level() > item.level():
            if below in wanted:
                wanted.add(position)
            below += 1
    return sorted(wanted)


def _used_keys(layer: QgsVectorLayer, map_item: QgsLayoutItemMap, all_keys: set[str],
               progress: Progress) -> set[str]:
    settings = map_item.mapSettings(map_item.extent(), map_item.rect().size(), 96.0, False)
    if layer.hasScaleBasedVisibility() and not layer.isInScaleRange(map_item.scale()):
        return set()
    transform = QgsCoordinateTransform(layer.crs(), settings.destinationCrs(), settings.transformContext())
    try:
        rectangle = transform.transformBoundingBox(map_item.extent(), Qgis.TransformDirection.Reverse)
    except QgsCsException:
        return all_keys  # nobody can tell what is inside, so everything may be
    context = QgsRenderContext.fromMapSettings(settings)
    context.expressionContext().appendScope(layer.createExpressionContextScope())
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    others = _keys_of_others(renderer)
    used: set[str] = set()
    for number, feature in enumerate(_features(layer, renderer, rectangle, context)):
        if number % _CANCEL_EVERY == 0:
            progress.check()
        context.expressionContext().setFeature(feature)
        if renderer.willRenderFeature(feature, context):
            used |= (set(renderer.legendKeysForFeature(feature, context)) & all_keys) or others
        if all_keys <= used:
            break
    renderer.stopRender(context)
    return used


def _features(layer: QgsVectorLayer, renderer: QgsFeatureRenderer, rectangle: QgsRectangle,
              context: QgsRenderContext) -> Iterator[QgsFeature]:
    """Yield the features in ``rectangle``; where all are, one for every class is enough, and quick with a million."""
    field = -1
    if isinstance(renderer, QgsCategorizedSymbolRenderer) and rectangle.contains(layer.extent()):
        field = layer.fields().lookupField(renderer.classAttribute())
    if field >= 0:
        for value in layer.uniqueValues(field):
            sample = QgsFeature(layer.fields())
            sample.setAttribute(field, value)
            yield sample
        return
    request = QgsFeatureRequest(rectangle).setFlags(QgsFeatureRequest.Flag.ExactIntersect)
    request.setSubsetOfAttributes(renderer.usedAttributes(context), layer.fields())
    yield from layer.getFeatures(request)


def _keys_of_others(renderer: QgsFeatureRenderer) -> set[str]:
    """Return the key of the category for all other values: QGIS draws features with it but does not report it."""
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return set()
    items = renderer.legendSymbolItems()
    return {item.ruleKey() for category, item in zip(renderer.categories(), items) if not category.value()}


def fit_legend(legend: QgsLayoutItemLegend, box: QSizeF, points: float, outlined: Outlined) -> bool:
    """Make a legend fit ``box`` (mm); return whether it does, without type that is smaller than ``least_points``.

    ``points`` is the size of type of the template, beyond which entries do not grow.
    """
    fits, least = False, min(least_points(), points)
    sizes = dict.fromkeys((max(share * points, least), gap) for share, gap in _FITS)
    for (size, gap), columns in product(sizes, _COLUMNS):
        if columns == _COLUMNS[0]:  # swatches are slow to size, and as big in any number of columns
            _shape(legend, size, gap * size * _MM_PER_POINT)
            _make_room(legend, outlined)
        legend.setColumnCount(columns)
        context = QgsLayoutUtils.createRenderContextForMap(legend.linkedMap(), None)
        needed = QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize(context)
        fits = needed.width() <= box.width() and needed.height() <= box.height()
        if fits:
            break
    legend.adjustBoxSize()
    return fits


def _shape(legend: QgsLayoutItemLegend, points: float, gap: float) -> None:
    legend.setSymbolHeight(_SWATCH_MM * points)
    legend.setSymbolWidth(0.85 * points)
    gap += _GAP_MM * points
    for kind in _STYLES:
        font = legend.styleFont(kind)
        font.setPointSizeF(points if kind == QgsLegendStyle.Style.SymbolLabel else 1.1 * points)
        legend.setStyleFont(kind, font)
    for kind in (QgsLegendStyle.Style.Symbol, QgsLegendStyle.Style.Subgroup):
        style = legend.style(kind)
        style.setMargin(QgsLegendStyle.Side.Top, gap if kind == QgsLegendStyle.Style.Symbol else 1.5 * gap)
        legend.setStyle(kind, style)


def _make_room(legend: QgsLayoutItemLegend, outlined: Outlined) -> None:
    """Draw swatches with a broad outline lower by what it adds, or it would cover those above and below."""
    width, height = legend.symbolWidth(), legend.symbolHeight()
    for node, bleeds in outlined:
        for entry, bleed in zip(legend.model().layerLegendNodes(node), bleeds):
            size = QSizeF(width, max(height - 2.0 * bleed, _LEAST_SWATCH * height))
            if entry.isEmbeddedInParent():  # the one entry of a layer, written on the line of its name
                node.setPatchSize(size)
            else:
                entry.setUserPatchSize(size)
