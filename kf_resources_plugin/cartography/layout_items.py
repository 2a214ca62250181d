"""The items of a map template: found by id, printed in a font that holds Chinese, sized to the page's scale."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemAttributeTable,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLegendStyle,
    QgsUnitTypes,
)

from .fonts import chinese_family, mended

if TYPE_CHECKING:
    from qgis.core import QgsLayout, QgsTextFormat

_ROUND = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_GRID_CELLS = 4.0
_BAR_SHARE = 0.3
_BAR_SEGMENTS = 4
_LEGEND_STYLES = (QgsLegendStyle.Style.Title, QgsLegendStyle.Style.Group, QgsLegendStyle.Style.Subgroup,
                  QgsLegendStyle.Style.SymbolLabel)

Item = TypeVar("Item", bound=QgsLayoutItem)


def find_item(layout: QgsLayout, identifier: str, kind: type[Item]) -> Item | None:
    """Return the item with this id and kind, else the first of its kind, else None."""
    named = layout.itemById(identifier)
    if isinstance(named, kind):
        return named
    others = [item for item in layout.items() if isinstance(item, kind)]
    return others[0] if others else None


def round_up(value: float) -> float:
    """Return the next round number (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × 10ⁿ) not below ``value`` (> 0)."""
    power: float = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _ROUND if step * power >= value * (1 - 1e-9)), 10.0 * power)


def round_down(value: float) -> float:
    """Return the last round number of 1, 2, 2.5, 5 × 10ⁿ not above ``value`` (> 0)."""
    power: float = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1.0, 2.0, 2.5, 5.0) if step * power <= value * (1 + 1e-9))


def set_fonts(layout: QgsLayout) -> None:
    """Give every item a family that prints Chinese where its own cannot; raises FontMissing."""
    chinese_family()
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            item.setFont(mended(item.font()))
        elif isinstance(item, QgsLayoutItemLegend):
            for style in _LEGEND_STYLES:
                item.setStyleFont(style, mended(item.styleFont(style)))
        elif isinstance(item, QgsLayoutItemScaleBar):
            item.setTextFormat(_mended_text(item.textFormat()))
        elif isinstance(item, QgsLayoutItemMap):
            for grid in item.grids().asList():
                grid.setAnnotationTextFormat(_mended_text(grid.annotationTextFormat()))
        elif isinstance(item, QgsLayoutFrame):
            _mend_table(item)


def _mended_text(text: QgsTextFormat) -> QgsTextFormat:
    text.setFont(mended(text.font()))
    return text


def _mend_table(frame: QgsLayoutFrame) -> None:
    table = frame.multiFrame()
    if isinstance(table, QgsLayoutItemAttributeTable):
        table.setHeaderTextFormat(_mended_text(table.headerTextFormat()))
        table.setContentTextFormat(_mended_text(table.contentTextFormat()))


def set_scale_bar(layout: QgsLayout, map_item: QgsLayoutItemMap) -> None:
    """Give the scale bar with the id ``scalebar`` round segments over about a third of the map's width."""
    bar = layout.itemById("scalebar")
    if not isinstance(bar, QgsLayoutItemScaleBar):
        return
    bar.setLinkedMap(map_item)
    metres = map_item.scale() * map_item.rect().width() / 1000.0 * _BAR_SHARE
    segment = round_down(metres / _BAR_SEGMENTS)
    kilometres = segment >= 500.0  # noqa: PLR2004 (from here on kilometres read better)
    unit = (QgsUnitTypes.DistanceUnit.DistanceKilometers if kilometres else QgsUnitTypes.DistanceUnit.DistanceMeters)
    bar.setUnits(unit)
    bar.setUnitLabel("km" if kilometres else "m")
    bar.setMapUnitsPerScaleBarUnit(1.0)
    bar.setNumberOfSegments(_BAR_SEGMENTS)
    bar.setNumberOfSegmentsLeft(0)
    bar.setUnitsPerSegment(segment / 1000.0 if kilometres else segment)
    bar.update()


def set_grid(map_item: QgsLayoutItemMap, wanted: bool) -> None:
    """Show or hide the map's coordinate grids, at a round interval."""
    interval = round_down(map_item.extent().width() / _GRID_CELLS)
    for grid in map_item.grids().asList():
        grid.setEnabled(wanted)
        grid.setIntervalX(interval)
        grid.setIntervalY(interval)
        if map_item.crs().isGeographic():
            grid.setAnnotationPrecision(max(0, math.ceil(-math.log10(interval))))
    map_item.updateBoundingRect()
