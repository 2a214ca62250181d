"""Map sheets from a layout template: one page, or one page for every unit, as PDF and PNG.

A template of ours or of the user holds items with these ids: ``map`` (the map; without the id, the first map),
``legend``, ``scalebar``, ``source`` (its text is broken into lines), ``title`` (a long one is printed smaller and in
lines). Its labels may use the variables @kf_title, @kf_unit, @kf_source, @kf_details, @kf_approval and @kf_notice, and
on unit pages the fields of the unit. Nothing here touches the open project.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from qgis.core import (
    Qgis,
    QgsAbstractLayoutIterator,
    QgsExpressionContextUtils,
    QgsFeature,
    QgsFeedback,
    QgsLayoutExporter,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
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
from ..rules.progress import Canceled
from .layout_items import find_item, fit_title, fitted, round_up, set_fonts, set_grid, set_scale_bar
from .legend import fill_legend
from .map_layers import crs_title
from .picture import with_margin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsRectangle

    from ..rules.progress import Progress

ELLIPSOID = "EPSG:1024"  # CGCS2000; EPSG:7024 is another one
# more features than this are printed as a picture inside the PDF, or the file grows beyond use; labels stay text
_VECTOR_FEATURES = 30_000
_MARGIN = 0.02
# a single point has no extent, but a map of it has
_LEAST_MARGIN_M, _LEAST_MARGIN_DEGREES = 10.0, 0.0001


class LayoutError(PlannerError):
    """A map cannot be laid out or written."""


@dataclass(frozen=True)
class Page:
    """One page: what it is called, the unit it shows (None: the whole area) and its extent in the CRS of the map."""

    name: str
    unit: QgsFeature | None
    extent: QgsRectangle


@dataclass(frozen=True)
class Sheet:
    """What is printed: copies of the layers (topmost first), the pages and the texts of the template's variables.

    ``texts`` holds kf_source, kf_approval and kf_notice.
    """

    title: str
    layers: Sequence[QgsMapLayer]
    crs: QgsCoordinateReferenceSystem
    pages: Sequence[Page]
    template: Path
    texts: Mapping[str, str] = field(default_factory=dict)
    units: QgsVectorLayer | None = None
    grid: bool = False
    dpi: float = 300.0


def template_problem(path: Path) -> str:
    """Return what is wrong with a template file in the planner's words, '' when nothing is."""
    try:
        _read_template(path)
    except LayoutError as error:
        return str(error)
    return ""


def _read_template(path: Path) -> QDomDocument:
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


class MapPrinter:
    """Lays a sheet out in a project of its own and writes it; used as a context manager.

    Leaving it deletes the layout before the project it draws from: the other way round QGIS crashes.
    """

    def __init__(self, sheet: Sheet, progress: Progress) -> None:
        self._sheet, self._progress = sheet, progress
        self._project = QgsProject()
        self._layout = QgsPrintLayout(self._project)
        self._legend: QgsLayoutItemLegend | None = None
        self._title: QgsLayoutItemLabel | None = None
        self._title_points = 0.0
        self._box = QSizeF()
        self.crowded: list[str] = []

    def __enter__(self) -> MapPrinter:
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
        self._legend = self._title = None
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
        _, fine = self._layout.loadFromTemplate(_read_template(sheet.template), QgsReadWriteContext())
        found = find_item(self._layout, "map", QgsLayoutItemMap) if fine else None
        if found is None:
            raise LayoutError(tr("The map template {path} has no map item.").format(path=sheet.template))
        self._map = found
        self._legend = find_item(self._layout, "legend", QgsLayoutItemLegend)
        self._prepare()

    def _prepare(self) -> None:
        sheet = self._sheet
        set_fonts(self._layout)
        heading = self._layout.itemById("title")
        if isinstance(heading, QgsLayoutItemLabel) and "@kf_title" in heading.text():
            self._title, self._title_points = heading, heading.font().pointSizeF()
        self._layout.atlas().setEnabled(False)
        self._layout.reportContext().setLayer(sheet.units)
        for item in self._layout.items():
            if isinstance(item, QgsLayoutItemMap):
                item.setFollowVisibilityPreset(False)
                item.setLayers(list(sheet.layers))
                item.setKeepLayerSet(True)
                item.setCrs(sheet.crs)
        if self._legend is not None:
            self._box = self._legend.rect().size()
            self._legend.setAutoUpdateModel(False)
            self._legend.setLegendFilterByMapEnabled(False)
            self._legend.setLinkedMap(self._map)
            self._legend.setTitle(self._legend.title() or tr("Legend"))

    def show(self, page: Page) -> None:
        """Set map, legend, scale bar, grid and texts for one page."""
        least = _LEAST_MARGIN_DEGREES if self._sheet.crs.isGeographic() else _LEAST_MARGIN_M
        extent = with_margin(page.extent, _MARGIN, least)
        size = self._map.sizeWithUnits()
        self._map.setExtent(extent)  # a map without any extent could not zoom; but this changes its size
        self._map.attemptResize(size)
        self._map.zoomToExtent(extent)
        self._map.setScale(round_up(self._map.scale()))
        self._layout.reportContext().setFeature(page.unit if page.unit is not None else QgsFeature())
        self._set_texts(page)
        set_grid(self._map, self._sheet.grid)
        set_scale_bar(self._layout, self._map)
        if self._legend is not None and not fill_legend(self._legend, self._sheet.layers, self._box, self._progress):
            self.crowded.append(page.name or self._sheet.title)
        self._layout.refresh()

    def _set_texts(self, page: Page) -> None:
        sheet = self._sheet
        title = tr("{title} ({unit})").format(title=sheet.title, unit=page.name) if page.name else sheet.title
        details = tr("Coordinate system: {crs}    Scale 1:{scale}    Drawn on {date}").format(
            crs=crs_title(sheet.crs), scale=f"{self._map.scale():,.0f}", date=date.today().isoformat())
        label = self._layout.itemById("source")
        if self._title is not None:
            title = fit_title(title, self._title, self._title_points)
        source = fitted(sheet.texts.get("kf_source", ""), label if isinstance(label, QgsLayoutItemLabel) else None)
        QgsExpressionContextUtils.setLayoutVariables(self._layout, {
            **sheet.texts, "kf_title": title, "kf_unit": page.name, "kf_details": details, "kf_source": source})

    def write_pdf(self, path: Path) -> None:
        """Write all pages into one PDF; raises LayoutError, Canceled, and may then leave a part of the file."""
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = self._sheet.dpi
        settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        settings.appendGeoreference = len(self._sheet.pages) == 1
        pages = _PageTurner(self, self._layout, self._sheet.pages, self._progress)
        result, message = QgsLayoutExporter.exportToPdf(pages, str(path), settings, QgsFeedback())
        if pages.canceled:
            raise Canceled
        _check(result, message, path)
        if pages.turned != len(self._sheet.pages):
            raise LayoutError(tr("Only {done} of {pages} pages of {path} could be drawn.").format(
                done=pages.turned, pages=len(self._sheet.pages), path=path.name))

    def write_png(self, paths: Sequence[Path]) -> None:
        """Write a PNG for every page; raises LayoutError, Canceled, and may then leave some of them."""
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = self._sheet.dpi
        settings.generateWorldFile = False
        for number, (page, path) in enumerate(zip(self._sheet.pages, paths), start=1):
            self._progress.check()
            self.show(page)
            _check(QgsLayoutExporter(self._layout).exportToImage(str(path), settings), "", path)
            self._progress.set(number / len(self._sheet.pages))


class _PageTurner(QgsAbstractLayoutIterator):
    """Hands the exporter one page after another.

    QGIS calls it, and an exception cannot travel through QGIS: a cancel is kept in ``canceled``.
    """

    def __init__(self, printer: MapPrinter, layout: QgsPrintLayout, pages: Sequence[Page],
                 progress: Progress) -> None:
        super().__init__()
        self._printer, self._layout, self._pages, self._progress = printer, layout, pages, progress
        self.turned = 0
        self.canceled = False

    def layout(self) -> QgsPrintLayout:
        return self._layout

    def beginRender(self) -> bool:  # noqa: N802
        self.turned = 0
        return True

    def endRender(self) -> bool:  # noqa: N802
        return True

    def count(self) -> int:
        return len(self._pages)

    def filePath(self, base: str, extension: str) -> str:  # noqa: N802
        return f"{base}_{self.turned}.{extension}"

    def next(self) -> bool:
        if self.turned == len(self._pages):
            return False
        try:
            self._progress.check()
            self._printer.show(self._pages[self.turned])
        except Canceled:
            self.canceled = True
            return False
        self._progress.set(self.turned / len(self._pages))
        self.turned += 1
        return True


def _check(result: QgsLayoutExporter.ExportResult, message: str, path: Path) -> None:
    """Raise LayoutError unless the export succeeded and its file is there."""
    reasons = {
        QgsLayoutExporter.ExportResult.MemoryError: tr("there is not enough memory; lower the resolution"),
        QgsLayoutExporter.ExportResult.FileError: tr("the file cannot be written"),
        QgsLayoutExporter.ExportResult.PrintError: tr("the printer driver failed"),
    }
    if result == QgsLayoutExporter.ExportResult.Success and path.is_file() and path.stat().st_size > 0:
        return
    reason = reasons.get(result, message or tr("the file was not made"))
    raise LayoutError(tr("The map {path} could not be written: {reason}.").format(path=path.name, reason=reason))
