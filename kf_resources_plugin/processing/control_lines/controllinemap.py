"""kf:controllinemap — a map sheet of the control lines, or one for every unit, from a layout template."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...cartography.fonts import FontMissing, chinese_family
from ...cartography.layout import Sheet, template_problem
from ...cartography.legend_sheet import legend_file
from ...cartography.map_layers import dressed_copies, layer_problems
from ...cartography.map_printer import MapPrinter
from ...cartography.table_sheet import table_file
from ...cartography.themes import themes
from ...i18n import tr
from ..base import FeedbackProgress, KfAlgorithm
from ..destinations import Place, destination, input_message, inputs, other_pages, page_files
from ..parameters import advanced, choice, field
from ..sinks import Outputs
from .map_areas import area_tables, result_table
from .map_inputs import AUTO_PAGE, NO_THEME, POINTS, ROLES, MapInputs, has_shape, no_page
from .map_points import missing_fields, point_tables, tier_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from qgis.core import QgsMapLayer, QgsProcessingContext

    from ...cartography.page_table import PageTable

_LEAST_DPI, _MOST_DPI, _DPI = 50, 1200, 300
_PAGES = {
    AUTO_PAGE: QT_TRANSLATE_NOOP("KfResources", "As suits the theme (without one: A4 landscape)"),
    "a4_landscape": QT_TRANSLATE_NOOP("KfResources", "A4 landscape"),
    "a4_portrait": QT_TRANSLATE_NOOP("KfResources", "A4 portrait"),
    "a3_landscape": QT_TRANSLATE_NOOP("KfResources", "A3 landscape"),
    "a3_portrait": QT_TRANSLATE_NOOP("KfResources", "A3 portrait"),
}
_NO_THEME_LABEL = QT_TRANSLATE_NOOP("KfResources", "No theme: all layers given")
_TABLE_SHARE = 0.3  # of the run
_TABLE_FILES = 20  # sheets of a table that are looked for among the inputs, some ten thousand points


class ControlLineMap(KfAlgorithm):
    """Prints layers on a map sheet; layouts need the main thread, so it does not run in the background."""

    NAME = "controllinemap"
    TOPIC = "control_lines"
    ROLES: ClassVar = ROLES
    NO_THREADING = True

    def title(self) -> str:
        """Return the translated name."""
        return tr("Control line map")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("map,print,layout,atlas,PDF,three control lines,permanent farmland,redline,boundary")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
        self.addParameter(choice("THEME", tr("Theme"), {NO_THEME: _NO_THEME_LABEL, **{
            name: theme.title() for name, theme in themes().items()}}, NO_THEME))
        for name, description in (
                ("LAND", tr("Land survey parcels (DLTB)")), ("PERMANENT_FARMLAND", tr("Permanent basic farmland")),
                ("ECOLOGICAL_REDLINE", tr("Ecological redline")), ("URBAN_BOUNDARY", tr("Urban development boundary")),
                ("PROJECTS", tr("Project footprints")), ("UNITS", tr("Units: one page for each"))):
            self.addParameter(QgsProcessingParameterVectorLayer(
                name, description, [QgsProcessing.SourceType.TypeVectorPolygon], optional=True))
        self.addParameter(advanced(field("UNIT_NAME_FIELD", tr("Unit name field (XZQMC)"), "UNITS", "XZQMC")))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "RESULTS", tr("Result layers, drawn on top"), QgsProcessing.SourceType.TypeVectorAnyGeometry,
            optional=True))
        self.addParameter(QgsProcessingParameterMultipleLayers(
            "LAYERS", tr("Other layers, topmost first"), QgsProcessing.SourceType.TypeMapLayer, optional=True))
        self.addParameter(QgsProcessingParameterString("TITLE", tr("Title"), optional=True))
        self.addParameter(QgsProcessingParameterExtent("EXTENT", tr("Extent (empty: all layers)"), optional=True))
        self.addParameter(choice("PAGE", tr("Sheet"), _PAGES, AUTO_PAGE))
        self._define_table()
        self._define_details()
        self._define_outputs()

    def _define_table(self) -> None:
        self.addParameter(QgsProcessingParameterBoolean("AREAS", tr("Table of areas"), True, optional=True))
        self.addParameter(advanced(QgsProcessingParameterVectorLayer(
            "TABLE", tr("Result table printed instead of areas"), [QgsProcessing.SourceType.TypeVector],
            optional=True)))
        self.addParameter(advanced(QgsProcessingParameterVectorLayer(
            POINTS, tr("Boundary points: drawn, and their coordinates printed instead of areas"),
            [QgsProcessing.SourceType.TypeVectorPoint], optional=True)))

    def _define_details(self) -> None:
        for name, description in (("ORGANISATION", tr("Organisation in the signature block")),
                                  ("DRAWN_BY", tr("Drawn by (empty: to be signed)")),
                                  ("CHECKED_BY", tr("Checked by (empty: to be signed)"))):
            self.addParameter(advanced(QgsProcessingParameterString(name, description, optional=True)))
        self.addParameter(advanced(QgsProcessingParameterDateTime(
            "SIGNED_ON", tr("Date in the signature block"), QgsProcessingParameterDateTime.Type.Date, optional=True)))
        for name, description in (("SOURCE", tr("Source line (empty: from the layers)")),
                                  ("DATA_DATE", tr("Date of the data (empty: survey year of the parcels)")),
                                  ("APPROVAL", tr("Map approval number (审图号)")),
                                  ("NOTICE", tr("Notice on the map"))):
            self.addParameter(advanced(QgsProcessingParameterString(name, description, optional=True)))
        for parameter in (
                QgsProcessingParameterFile("TEMPLATE", tr("Layout template (empty: ours)"), extension="qpt",
                                           optional=True),
                QgsProcessingParameterCrs("CRS", tr("Coordinate system of the map (empty: that of the layers)"),
                                          optional=True),
                QgsProcessingParameterBoolean("GRID", tr("Coordinates along the map's edge"), False, optional=True),
                QgsProcessingParameterBoolean("SEPARATE", tr("One PDF file for each page"), False, optional=True),
                QgsProcessingParameterNumber("DPI", tr("Resolution (dpi)"),
                                             QgsProcessingParameterNumber.Type.Integer, _DPI, optional=True,
                                             minValue=_LEAST_DPI, maxValue=_MOST_DPI)):
            self.addParameter(advanced(parameter))

    def _define_outputs(self) -> None:
        for name, description, filters in (
                ("OUTPUT", tr("Map (PDF)"), tr("PDF files (*.pdf)")),
                ("OUTPUT_IMAGE", tr("Map (PNG)"), tr("PNG files (*.png)")),
                ("OUTPUT_SVG", tr("Map (SVG)"), tr("SVG files (*.svg)")),
                ("OUTPUT_LAYOUT", tr("Layout to go on with in QGIS"), tr("Layout templates (*.qpt)"))):
            self.addParameter(QgsProcessingParameterFileDestination(
                name, description, filters, optional=True, createByDefault=name == "OUTPUT"))
        self.addOutput(QgsProcessingOutputNumber("PAGES", tr("Pages")))

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return everything that keeps the map from being printed."""
        given = MapInputs(self, parameters, context)
        found = layer_problems(given.originals)
        if given.theme is not None and given.left_out and not given.originals:
            found.append(tr("None of the layers belongs on a map of the theme “{theme}”. Name them as the standard "
                            "does (YJJBNTTB, STBHHX, CZKFBJ, DLTB, …), or choose no theme.").format(
                                theme=given.theme.title()))
        elif not given.originals:
            found.append(tr("There is no layer to draw. Give at least one: a control line, the land survey, projects, "
                            "results or another layer."))
        wrong = template_problem(given.template())
        if wrong:
            found.append(wrong)
        if given.points is not None and missing_fields(given.points):
            found.append(tr("Layer “{layer}” has no fields {fields}: choose the boundary points that the delimitation "
                            "of historic protection lines makes.").format(
                                layer=given.points.name(), fields=", ".join(missing_fields(given.points))))
        try:
            chinese_family()
        except FontMissing as error:
            found.append(str(error))
        if given.units is not None and not any(map(has_shape, given.units.getFeatures())):
            found.append(no_page(given.units))
        return [*found, *self._pages_over_inputs(given, parameters, context)]

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Lay out and print; raises PlannerError."""
        given = MapInputs(self, parameters, context)
        if given.left_out:
            progress.info(tr("Not on a map of this theme: {layers}").format(layers=", ".join(given.left_out)))
        sheet = self._sheet(given, parameters, context, progress.part(0.0, _TABLE_SHARE))
        called = [page.name for page in sheet.pages]
        with Outputs(self, parameters, context) as outputs, \
                MapPrinter(sheet, progress.part(_TABLE_SHARE, 1.0)) as printer:
            self._write(printer, outputs, called, separate=self.parameterAsBool(parameters, "SEPARATE", context))
            crowded, unseen = printer.crowded, {sheet.originals[copy] for copy in printer.unseen}
        _tell_crowded(crowded, progress)
        if outputs.files:
            _tell_unseen([layer for layer in given.originals if layer.id() in unseen], progress)
        left = [path for name in self._paged(parameters, context)
                for file in [self._file(name, parameters, context)] if file is not None
                for path in other_pages(file, outputs.files)]
        if left:
            progress.warn(tr("These files look like pages of an earlier map and were left as they were; remove them if "
                             "you do not need them: {files}").format(files=", ".join(path.name for path in left)))
        return {"PAGES": len(called), **outputs.results}

    @staticmethod
    def _write(printer: MapPrinter, outputs: Outputs, called: Sequence[str], *, separate: bool) -> None:
        if outputs.wants("OUTPUT") and separate:
            printer.write_pdfs(outputs.pages("OUTPUT", called))
        elif outputs.wants("OUTPUT"):
            printer.write_pdf(outputs.place("OUTPUT"))
        for name, write in (("OUTPUT_IMAGE", printer.write_png), ("OUTPUT_SVG", printer.write_svg),
                            ("OUTPUT_LAYOUT", printer.write_layouts)):
            if outputs.wants(name):
                write(outputs.pages(name, called))

    # -- files of pages -------------------------------------------------------------------------------------------

    def _paged(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return the outputs that have a file for every page."""
        separate = self.parameterAsBool(parameters, "SEPARATE", context)
        return [*(["OUTPUT"] if separate else []), "OUTPUT_IMAGE", "OUTPUT_SVG", "OUTPUT_LAYOUT"]

    def _file(self, name: str, parameters: dict[str, Any], context: QgsProcessingContext) -> Path | None:
        """Return the file named for an output, from which those of its pages get their names."""
        place = destination(self.parameterDefinition(name), parameters.get(name), context)
        return place.path if place is not None else None

    def _pages_over_inputs(self, given: MapInputs, parameters: dict[str, Any],
                           context: QgsProcessingContext) -> list[str]:
        """Return a message for every input that a page, or its legend, would replace."""
        called = [name for name, _ in given.named_units()] or [""]
        found = []
        for output in self._paged(parameters, context):
            file = self._file(output, parameters, context)
            files = page_files(file, called) if file is not None else []
            pages = [Place(path) for path in (*files, *map(legend_file, files), *(
                table_file(path, number) for path in files for number in range(1, _TABLE_FILES + 1)))]
            title = self.parameterDefinition(output).description()
            found += [input_message(title, name, place.path) for name, place in inputs(self, parameters, context)
                      if any(page.meets(place) for page in pages)]
        return found

    # -- the sheet ------------------------------------------------------------------------------------------------

    def _sheet(self, given: MapInputs, parameters: dict[str, Any], context: QgsProcessingContext,
               progress: FeedbackProgress) -> Sheet:
        crs = given.crs()
        pages = given.pages(crs)
        tables: Sequence[PageTable | None] = [None] * len(pages)
        listed = self.parameterAsVectorLayer(parameters, "TABLE", context)
        if given.points is not None:
            tables = point_tables(given.points, pages)
        elif listed is not None:
            tables = [result_table(listed)] * len(pages)
        elif self.parameterAsBool(parameters, "AREAS", context) and given.of_sites:
            tables = tier_tables(given.units, pages, context.transformContext())
        elif self.parameterAsBool(parameters, "AREAS", context):
            tables = area_tables(given, pages, crs, context.transformContext(), progress)
        copies = dressed_copies([(item.style, item.layer) for item in given.drawn])
        margin = given.theme.margin if given.theme is not None and given.units is not None else None
        return Sheet(
            title=given.title(), layers=copies, crs=crs, template=given.template(), texts=given.texts(),
            pages=[replace(page, table=table) for page, table in zip(pages, tables)], units=given.units,
            originals={copy.id(): layer.id() for copy, layer in zip(copies, given.originals)},
            data_date=given.data_date(), grid=self.parameterAsBool(parameters, "GRID", context),
            dpi=float(self.parameterAsInt(parameters, "DPI", context) or _DPI),
            **({} if margin is None else {"margin": margin}))


def _tell_crowded(crowded: dict[str, list[str]], progress: FeedbackProgress) -> None:
    for page in dict.fromkeys(crowded["attached"]):
        progress.info(tr("The legend of page “{page}” has more entries than its place holds: it stands on a sheet of "
                         "its own.").format(page=page))
    for page in dict.fromkeys(crowded["legend"]):
        progress.warn(tr("The legend of page “{page}” has more entries than a whole sheet holds; use a bigger sheet or "
                         "fewer layers.").format(page=page))
    for page in dict.fromkeys(crowded["table"]):
        progress.warn(tr("The table of page “{page}” has more rows than its place holds; use a bigger sheet or a "
                         "template with a bigger table.").format(page=page))


def _tell_unseen(layers: Sequence[QgsMapLayer], progress: FeedbackProgress) -> None:
    """Name the layers that were given and of which nothing is on the map."""
    for layer in layers:
        empty = isinstance(layer, QgsVectorLayer) and layer.featureCount() == 0
        text = (tr("Layer “{layer}” is empty: there is nothing of it on the map.") if empty else
                tr("Layer “{layer}” is not on the map: none of its features lies there or is drawn at this scale."))
        progress.warn(text.format(layer=layer.name()))
