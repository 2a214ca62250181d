"""A sheet of its own behind the map, for a legend that its place on the map does not hold."""
from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsExpressionContextUtils, QgsLayoutItemLabel, QgsLayoutItemPage, QgsLayoutPoint, QgsLayoutSize
from qgis.PyQt.QtCore import QSizeF

from ..i18n import tr
from .fonts import chinese_font
from .layout_items import fit_label

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsLayoutItemLegend, QgsPrintLayout

_MARGIN_MM, _HEAD_MM = 15.0, 12.0
_HEAD_POINTS, _NOTE_POINTS = 16.0, 9.0
_LEAST = 0.6


def legend_file(page: Path) -> Path:
    """Return the file of the legend that belongs to a page's picture and has no room on it."""
    return page.with_name(f"{page.stem}_legend{page.suffix}")


class LegendSheet:
    """Moves a legend to a second page of the layout, as big as the first, and back to its place."""

    def __init__(self, layout: QgsPrintLayout, legend: QgsLayoutItemLegend) -> None:
        self._layout, self._legend = layout, legend
        self._place, self._page = legend.pagePositionWithUnits(), max(legend.page(), 0)
        self._labels: list[QgsLayoutItemLabel] = []

    @property
    def attached(self) -> bool:
        """Tell whether the legend stands on a sheet of its own."""
        return bool(self._labels)

    def attach(self, title: str, place: QSizeF) -> QSizeF:
        """Add the sheet under ``title``, say so in the legend's ``place`` (mm), and return the room it has there."""
        pages = self._layout.pageCollection()
        size = pages.page(0).rect().size()
        sheet = QgsLayoutItemPage(self._layout)
        sheet.setPageSize(QgsLayoutSize(size.width(), size.height()))
        pages.addPage(sheet)
        behind = pages.pageCount() - 1
        room = QSizeF(size.width() - 2 * _MARGIN_MM, size.height() - 2 * _MARGIN_MM - _HEAD_MM)
        self._write("kf_legend_title", tr("{title} – legend").format(title=title), _HEAD_POINTS,
                    QgsLayoutPoint(_MARGIN_MM, _MARGIN_MM), QSizeF(room.width(), _HEAD_MM), behind)
        self._write("kf_legend_place", tr("Legend: on the sheet attached"), _NOTE_POINTS, self._place, place,
                    self._page)
        self._legend.attemptMove(QgsLayoutPoint(_MARGIN_MM, _MARGIN_MM + _HEAD_MM), True, False, behind)
        return room

    def remove(self) -> None:
        """Put the legend back into its place, and take the sheet away."""
        if not self.attached:
            return
        self._legend.attemptMove(self._place, True, False, self._page)
        for label in self._labels:
            self._layout.removeLayoutItem(label)
        self._labels = []
        self._layout.pageCollection().deletePage(self._layout.pageCollection().pageCount() - 1)

    def _write(self, variable: str, text: str, points: float, place: QgsLayoutPoint, size: QSizeF, page: int) -> None:
        """Add a label that shows a variable of the layout, for what looks like an expression in its text is none."""
        label = QgsLayoutItemLabel(self._layout)
        label.setFont(chinese_font(points))
        label.attemptResize(QgsLayoutSize(size.width(), size.height()))
        self._layout.addLayoutItem(label)
        label.attemptMove(place, True, False, page)
        label.setText(f"[% @{variable} %]")
        QgsExpressionContextUtils.setLayoutVariable(self._layout, variable, fit_label(text, label, points, _LEAST))
        self._labels.append(label)
