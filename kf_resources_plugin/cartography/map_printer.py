"""A laid-out sheet as files: PDF, PNG, SVG, and layouts to go on with in QGIS."""
from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from qgis.core import (
    Qgis,
    QgsAbstractLayoutIterator,
    QgsFeedback,
    QgsLayoutExporter,
    QgsMapLayerStyle,
    QgsReadWriteContext,
)

from ..i18n import tr
from ..rules.progress import Canceled
from .layout import LayoutError, Page, SheetLayout
from .legend_sheet import legend_file
from .table_sheet import table_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsMapLayer, QgsPrintLayout

    from ..rules.progress import Progress


class MapPrinter(SheetLayout):
    """Writes the pages of a sheet; a failed or cancelled one may leave some of its files.

    What has no room on its page is on the next pages of a PDF, and beside a picture in files: ``table_file`` of a
    table, ``legend_file`` of a legend.
    """

    def write_pdf(self, path: Path) -> None:
        """Write all pages into one PDF; raises LayoutError, Canceled."""
        settings = self._pdf_settings()
        settings.appendGeoreference = len(self._sheet.pages) == 1
        pages = _PageTurner(self, self._layout, self._sheet.pages, self._progress)
        result, message = QgsLayoutExporter.exportToPdf(pages, str(path), settings, QgsFeedback())
        if pages.canceled:
            raise Canceled
        _check(result, message, path)
        if pages.turned != len(self._sheet.pages):
            raise LayoutError(tr("Only {done} of {pages} pages of {path} could be drawn.").format(
                done=pages.turned, pages=len(self._sheet.pages), path=path.name))

    def write_pdfs(self, paths: Sequence[Path]) -> None:
        """Write a PDF for every page; raises LayoutError, Canceled."""
        settings = self._pdf_settings()
        self._each(paths, lambda path: _check(
            QgsLayoutExporter(self._layout).exportToPdf(str(path), settings), "", path))

    def _pdf_settings(self) -> QgsLayoutExporter.PdfExportSettings:
        settings = QgsLayoutExporter.PdfExportSettings()
        settings.dpi = self._sheet.dpi
        settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        return settings

    def write_png(self, paths: Sequence[Path]) -> None:
        """Write a PNG for every page; raises LayoutError, Canceled."""
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = self._sheet.dpi
        settings.generateWorldFile = False
        self._each(paths, lambda path: _check(
            QgsLayoutExporter(self._layout).exportToImage(str(path), settings), "", path))

    def write_svg(self, paths: Sequence[Path]) -> None:
        """Write an SVG, with texts as texts, for every page; raises LayoutError, Canceled."""
        settings = QgsLayoutExporter.SvgExportSettings()
        settings.dpi = self._sheet.dpi
        settings.textRenderFormat = Qgis.TextRenderFormat.AlwaysText
        self._each(paths, lambda path: _check(
            QgsLayoutExporter(self._layout).exportToSvg(str(path), settings), "", path))

    def write_layouts(self, paths: Sequence[Path]) -> None:
        """Write every page as a layout (.qpt) over the layers that the sheet's are copies of, in the styles of the map.

        Raises LayoutError, Canceled.
        """
        self._map.setLayerStyleOverrides({layer.id(): _style(layer) for layer in self._sheet.layers})
        self._map.setKeepLayerStyles(True)
        self._each(paths, self._save_layout)
        self._map.setKeepLayerStyles(False)
        self._map.setLayerStyleOverrides({})

    def _save_layout(self, path: Path) -> None:
        if not self._layout.saveAsTemplate(str(path), QgsReadWriteContext()):
            raise LayoutError(tr("The map {path} could not be written: {reason}.").format(
                path=path.name, reason=tr("the file cannot be written")))
        text = path.read_text(encoding="utf-8")
        for copy, original in self._sheet.originals.items():
            text = text.replace(copy, original)
        path.write_text(text, encoding="utf-8")

    def _each(self, paths: Sequence[Path], write: Callable[[Path], None]) -> None:
        for done, (page, path) in enumerate(zip(self._sheet.pages, paths), start=1):
            self._progress.check()
            self.show(page)
            write(path)
            for number, file in enumerate(self._sheet_files(path), start=2):
                made = path.with_name(f"{path.stem}_{number}{path.suffix}")  # what QGIS calls pictures of more pages
                if made.exists():
                    made.replace(file)
            self._progress.set(done / len(self._sheet.pages))

    def _sheet_files(self, path: Path) -> list[Path]:
        """Return what the pictures of the sheets behind a page are called: those of its table, then of its legend."""
        return [*(table_file(path, number) for number in range(1, self.table_sheets.count + 1)), legend_file(path)]


def _style(layer: QgsMapLayer) -> str:
    style = QgsMapLayerStyle()
    style.readFromLayer(layer)
    return str(style.xmlData())


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
        QgsLayoutExporter.ExportResult.PrintError: tr("the file cannot be written"),  # what opens a PDF says so
    }
    if result == QgsLayoutExporter.ExportResult.Success and path.is_file() and path.stat().st_size > 0:
        return
    reason = reasons.get(result, message or tr("the file was not made"))
    raise LayoutError(tr("The map {path} could not be written: {reason}.").format(path=path.name, reason=reason))
