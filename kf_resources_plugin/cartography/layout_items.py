"""The items of a map template: found by id, printed in a font that holds Chinese, sized to the page's scale."""
from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, TypeVar

from qgis.core import (
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutTable,
    QgsLegendStyle,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QFont, QFontMetricsF

from .fonts import chinese_family, mended

if TYPE_CHECKING:
    from qgis.core import QgsLayout, QgsTextFormat

_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
_GRID_CELLS = 4.0
_BAR_SHARE = 0.3
_BAR_SEGMENTS = 4
_LEGEND_STYLES = (QgsLegendStyle.Style.Title, QgsLegendStyle.Style.Group, QgsLegendStyle.Style.Subgroup,
                  QgsLegendStyle.Style.SymbolLabel)

_MM_PER_POINT = 25.4 / 72.0
_MEASURE = 200  # pixels: big enough that rounding does not show
_LINE = 1.3  # line height in ems
_BESIDE = "    "  # between two lines of a text where a label has room for one
_SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the template's size of type
_WORD_JOINER = "\u2060"  # takes no room and has no glyph
_SAFE = 0.96  # QGIS up to 3.22 breaks lines itself, a little earlier than the font says
# a Chinese character, or a run of others up to a blank
_BREAKABLE = re.compile(r"[\u2e80-\uffef][，。；：、）》”]*|[^\u2e80-\uffef\s]+\s*|\s+")

Item = TypeVar("Item", bound=QgsLayoutItem)


def find_item(layout: QgsLayout, identifier: str, kind: type[Item]) -> Item | None:
    """Return the item with this id and kind, else the first of its kind, else None."""
    named = layout.itemById(identifier)
    if isinstance(named, kind):
        return named
    others = [item for item in layout.items() if isinstance(item, kind)]
    return others[0] if others else None


def round_up(value: float) -> float:
    """Return the next round number (``_ROUND`` × 10ⁿ) not below ``value`` (> 0)."""
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
    if isinstance(table, QgsLayoutTable):
        table.setHeaderTextFormat(_mended_text(table.headerTextFormat()))
        table.setContentTextFormat(_mended_text(table.contentTextFormat()))


def fitted(text: str, label: QgsLayoutItemLabel | None) -> str:
    """Return ``text`` in as many lines as fit the label, cut with … where they do not hold it."""
    if label is None:
        return text
    lines, room = _lines(text, label, label.font().pointSizeF())
    return "\n".join(lines) if len(lines) <= room else "\n".join(lines[:room])[:-1] + "…"


def fit_label(text: str, label: QgsLayoutItemLabel, points: float, least: float) -> str:
    """Set the label's type to ``points``, or smaller where ``text`` needs it, down to the share ``least`` of it.

    Returns the text as ``fitted``.
    """
    sizes = [share * points for share in _SHARES if share >= least]
    font = label.font()
    font.setPointSizeF(next((size for size in sizes if _holds(text, label, size)), sizes[-1]))
    label.setFont(font)
    return fitted(text, label)


def text_width(text: str, font: QFont, points: float) -> float:
    """Return how wide, in mm, ``text`` is printed in a font at ``points``."""
    measured = QFont(font)
    measured.setPixelSize(_MEASURE)
    return float(QFontMetricsF(measured).horizontalAdvance(text)) / _MEASURE * points * _MM_PER_POINT


def literal(text: str) -> str:
    """Return a text of a legend that prints as ``text``, in which QGIS would evaluate what stands between [% and %].

    An invisible sign parts the two, for some texts are evaluated twice: no expression could stand for itself.
    """
    return text.replace("[%", f"[{_WORD_JOINER}%")


def broken(text: str, font: QFont, points: float, width: float) -> list[str]:
    """Return ``text`` in lines of at most ``width`` mm, for QGIS breaks at blanks only and Chinese has none."""
    lines = []
    for paragraph in text.split("\n"):
        lines.append("")
        for word in _BREAKABLE.findall(paragraph):
            if lines[-1] and text_width(lines[-1] + word.rstrip(), font, points) > _SAFE * width:
                lines.append("")
            lines[-1] += word if lines[-1] else word.lstrip()
    return lines


def _holds(text: str, label: QgsLayoutItemLabel, points: float) -> bool:
    lines, room = _lines(text, label, points)
    return len(lines) <= room


def _lines(text: str, label: QgsLayoutItemLabel, points: float) -> tuple[list[str], int]:
    """Return the lines that ``text`` takes in a label at a size of type, and how many the label has room for."""
    room = max(1, int(label.rect().height() / (points * _MM_PER_POINT * _LINE)))
    whole = text if room > 1 else text.replace("\n", _BESIDE)
    return broken(whole, label.font(), points, label.rect().width() - 2 * label.marginX()), room


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
