"""Map sheets from a layout template: one page, or one page for every unit.

A template of ours or of the user holds items with these ids: ``map`` (the map; without the id, the first map),
``legend``, ``scalebar``, ``areas`` (the frame of a table of fixed cells). Labels may use the variables in ``TEXTS``
and, on unit pages, the fields of the unit; one whose id is the name of its variable without ``kf_`` is printed smaller
and in lines where its text is long. Nothing here touches the open project.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from qgis.core import (
    QgsExpressionContextUtils,
    QgsFeature,
    QgsLayoutFrame,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemManualTable,
    QgsLayoutItemMap,
    QgsLegendStyle,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsVectorLayer,
)
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QSizeF
from qgis.PyQt.QtXml import QDomDocument

from ..engine.errors import PlannerError
from ..i18n import tr
from .layout_items import find_item, fit_label, round_up, set_fonts, set_grid, set_scale_bar
from .legend import fill_legend, fit_legend, shown_entries
from .legend_sheet import LegendSheet
from .map_layers import crs_title
from .page_table import TablePlace, fill_table
from .picture import with_margin
from .table_sheet import TableSheets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsRectangle

    from ..rules.progress import Progress
    from .page_table import PageTable

ELLIPSOID = "EPSG:1024"  # CGCS2000; EPSG:7024 is another one
# more features than this are printed as a picture inside the PDF, or the file grows beyond use; labels stay text
_VECTOR_FEATURES = 30_000
_MARGIN = 0.02
TEXTS = ("title", "unit", "source", "details", "approval", "notice", "organisation", "signed_on", "drawn_by",
         "checked_by")
"""What the variables of a template are called, without ``kf_``."""
_LEAST_TITLE, _LEAST_TEXT = 0.5, 0.7  # of the template's size of type
# a single point has no extent, but a map of it has
_LEAST_MARGIN_M, _LEAST_MARGIN_DEGREES = 10.0, 0.0001

_Sheet = TypeVar("_Sheet", bound="SheetLayout")


class LayoutError(PlannerError):
    """A map cannot be laid out or written."""


@dataclass(frozen=True)
class Page:
    """One page: what it is called, the unit it shows (None: the whole area) and its extent in the CRS of the map."""

    name: str
    unit: QgsFeature | None
    extent: QgsRectangle
    table: PageTable | None = None


@dataclass(frozen=True)
class Sheet:
    """What is printed: copies of the layers (topmost first), the pages and the texts of the template's variables.

    ``texts`` holds the template's variables but kf_title, kf_unit and kf_details; ``data_date`` goes into the details.
    ``originals`` are the ids of the layers that the copies were made of, by the ids of the copies. ``margin`` is the
    share of an extent's longer side that stays free around it.
    """

    title: str
    layers: Sequence[QgsMapLayer]
    crs: QgsCoordinateReferenceSystem
    pages: Sequence[Page]
    template: Path
    texts: Mapping[str, str] = field(default_factory=dict)
    units: QgsVectorLayer | None = None
    originals: Mapping[str, str] = field(default_factory=dict)
    data_date: str = ""
    margin: float = _MARGIN
    grid: bool = False
    dpi: float = 300.0


def template_problem(path: Path) -> str:
    """Return what is wrong with a template file in the planner's words, '' when nothing is."""
    try:
        read_template(path)
    except LayoutError as error:
        return str(error)
    return ""


def read_template(path: Path) -> QDomDocument:
    """Return a template file; raises LayoutError."""
    document = QDomDocument()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LayoutError(tr("The map template {path} cannot be read: {reason}.").format(
            path=path, reason=error.strerror or error)) from error
    if not document.setContent(content)[0] or document.documentElement().tagName() != "Layout":
        raise LayoutError(tr("{path} is not a map template. Save one in QGIS's layout window with “Save as "
                             "Template” (.qpt).").format(path=path))
    return document


class SheetLayout:
    """Lays a sheet out in a project of its own, page by page; used as a context manager.

    Leaving it deletes the layout before the project it draws from: the other way round QGIS crashes.
    """

    def __init__(self, sheet: Sheet, progress: Progress) -> None:
        self._sheet, self._progress = sheet, progress
        self._project = QgsProject()
        self._layout = QgsPrintLayout(self._project)
        self._legend: QgsLayoutItemLegend | None = None
        self._legend_sheet: LegendSheet | None = None
        self._table: QgsLayoutFrame | None = None
        self.table_sheets = TableSheets(self._layout)
        self._labels: list[tuple[QgsLayoutItemLabel, float]] = []
        self._legend_points = 0.0
        self._box = QSizeF()
        self._table_place = TablePlace(QSizeF(), 0.0, 0.0)
        self.crowded: dict[str, list[str]] = {"legend": [], "table": [], "attached": []}
        """Names of the pages on which the legend or the table had no room for everything; "attached": whose legend
        stands on a sheet of its own."""
        self.unseen = [layer.id() for layer in sheet.layers]
        """Ids of the layers of which no page so far showed anything."""

    def __enter__(self: _Sheet) -> _Sheet:
        """Load layers and template; raises LayoutError, FontMissing."""
        try:
            self._load()
        except PlannerError:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        self._take_sheets_away()
        self._legend = self._legend_sheet = self._table = None
        self._labels = []
        sip.delete(self._layout)
        sip.delete(self._project)

    def _load(self) -> None:
        sheet = self._sheet
        self._project.setCrs(sheet.crs)
        self._project.setEllipsoid(ELLIPSOID)
        for layer in sheet.layers:
            self._project.addMapLayer(layer, False)
            if isinstance(layer, QgsVectorLayer) and layer.renderer() and layer.featureCount() > _VECTOR_FEATURES:
                layer.renderer().setForceRasterRender(True)
        _, fine = self._layout.loadFromTemplate(read_template(sheet.template), QgsReadWriteContext())
        found = find_item(self._layout, "map", QgsLayoutItemMap) if fine else None
        if found is None:
            raise LayoutError(tr("The map template {path} has no map item.").format(path=sheet.template))
        self._map = found
        self._legend = find_item(self._layout, "legend", QgsLayoutItemLegend)
        self._prepare()

    def _prepare(self) -> None:
        set_fonts(self._layout)
        for name in TEXTS:
            label = self._layout.itemById(name)
            if isinstance(label, QgsLayoutItemLabel) and f"@kf_{name}" in label.text():
                self._labels.append((label, label.font().pointSizeF()))
        self._layout.atlas().setEnabled(False)
        self._layout.reportContext().setLayer(self._sheet.units)
        self._prepare_maps()
        self._prepare_legend_and_table()

    def _prepare_maps(self) -> None:
        for item in self._layout.items():
            if isinstance(item, QgsLayoutItemMap):
                item.setFollowVisibilityPreset(False)
                item.setLayers(list(self._sheet.layers))
                item.setKeepLayerSet(True)
                item.setCrs(self._sheet.crs)

    def _prepare_legend_and_table(self) -> None:
        frame = self._layout.itemById("areas")
        table = frame.multiFrame() if isinstance(frame, QgsLayoutFrame) else None
        if isinstance(table, QgsLayoutItemManualTable):
            self._table = frame
            self._table_place = TablePlace(frame.rect().size(), table.contentTextFormat().size(), table.cellMargin())
        if self._legend is None:
            return
        self._legend_sheet = LegendSheet(self._layout, self._legend)
        self._legend_points = self._legend.styleFont(QgsLegendStyle.Style.SymbolLabel).pointSizeF()
        self._box = self._legend.rect().size()
        self._legend.setAutoUpdateModel(False)
        self._legend.setLegendFilterByMapEnabled(False)
        self._legend.setLinkedMap(self._map)
        self._legend.setTitle(self._legend.title() or tr("Legend"))

    def show(self, page: Page) -> None:
        """Set map, legend, table, scale bar, grid and texts for one page."""
        least = _LEAST_MARGIN_DEGREES if self._sheet.crs.isGeographic() else _LEAST_MARGIN_M
        extent = with_margin(page.extent, self._sheet.margin, least)
        size = self._map.sizeWithUnits()
        self._map.setExtent(extent)  # a map without any extent could not zoom; but this changes its size
        self._map.attemptResize(size)
        self._map.zoomToExtent(extent)
        self._map.setScale(round_up(self._map.scale()))
        self._layout.reportContext().setFeature(page.unit if page.unit is not None else QgsFeature())
        self._set_texts(page)
        set_grid(self._map, self._sheet.grid)
        set_scale_bar(self._layout, self._map)
        name = page.name or self._sheet.title
        self._take_sheets_away()
        if not self._fill_table(page.table):
            self._attach_table(page.table, name)
        entries = shown_entries(self._sheet.layers, self._map, self._progress)
        seen = {layer.id() for layer, shown in zip(self._sheet.layers, entries) if shown != []}
        self.unseen = [layer for layer in self.unseen if layer not in seen]
        self._show_legend(entries, self._legend_box(page), name)
        self._layout.refresh()

    def _show_legend(self, entries: Sequence[list[int] | None], box: QSizeF, name: str) -> None:
        """Show the legend in its place, or on a sheet of its own where that is too small."""
        if self._legend is None or self._legend_sheet is None:
            return
        outlined = fill_legend(self._legend, self._sheet.layers, entries, box.width(), self._legend_points)
        if fit_legend(self._legend, box, self._legend_points, outlined):
            return
        self.crowded["attached"].append(name)
        room = self._legend_sheet.attach(name, box)
        if not fit_legend(self._legend, room, self._legend_points, outlined):
            self.crowded["legend"].append(name)

    def _take_sheets_away(self) -> None:
        """Take away what the page before had behind it, the last sheet first."""
        if self._legend_sheet is not None:
            self._legend_sheet.remove()
        self.table_sheets.remove()

    def _attach_table(self, table: PageTable | None, name: str) -> None:
        """Put a table that must be whole on sheets of its own."""
        if table is not None and table.whole:
            self.table_sheets.attach(name, table)
        else:
            self.crowded["table"].append(name)

    def _fill_table(self, table: PageTable | None) -> bool:
        """Show the table of a page, or none; return whether all of it has room."""
        if self._table is None:
            return True
        self._table.setVisibility(table is not None)
        return table is None or fill_table(self._table.multiFrame(), table, self._table_place)

    def _legend_box(self, page: Page) -> QSizeF:
        """Return the legend's place, in mm; it takes that of the table below it where there is no table."""
        if self._legend is None or self._table is None or page.table is not None:
            return self._box
        below = self._table.pos().y() - self._legend.pos().y()
        if abs(self._table.pos().x() - self._legend.pos().x()) > 1.0 or below < self._box.height():
            return self._box
        return QSizeF(self._box.width(), below + self._table_place.box.height())

    def _set_texts(self, page: Page) -> None:
        sheet = self._sheet
        details = tr("Coordinate system: {crs}    Scale 1:{scale}\nData of {data}    Drawn on {date}").format(
            crs=crs_title(sheet.crs), scale=f"{self._map.scale():,.0f}", data=sheet.data_date or tr("no stated date"),
            date=date.today().isoformat())
        texts = {
            **sheet.texts, "kf_unit": page.name, "kf_details": details,
            "kf_title": tr("{title} ({unit})").format(title=sheet.title, unit=page.name) if page.name else sheet.title}
        for label, points in self._labels:
            key = f"kf_{label.id()}"
            texts[key] = fit_label(texts.get(key, ""), label, points,
                                   _LEAST_TITLE if key == "kf_title" else _LEAST_TEXT)
        QgsExpressionContextUtils.setLayoutVariables(self._layout, texts)
