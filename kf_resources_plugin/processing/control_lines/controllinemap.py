"""kf:controllinemap — a map sheet of the control lines, or one for every unit, from a layout template."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ... import paths
from ...cartography.fonts import FontMissing, chinese_family
from ...cartography.layout import MapPrinter, Page, Sheet, template_problem
from ...cartography.map_layers import dressed_copies, layer_problems, sheet_crs, source_line
from ...cartography.picture import extent_in, layers_extent
from ...compat import is_null
from ...engine.errors import PlannerError
from ...engine.schema import resolve_field
from ...i18n import language, tr
from ..base import FeedbackProgress, KfAlgorithm
from ..destinations import Place, destination, input_message, inputs, other_pages, page_files
from ..parameters import advanced, field
from ..sinks import Outputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qgis.core import QgsFeature, QgsProcessingContext, QgsRectangle, QgsVectorLayer

# roles from top to bottom of the map: outlines over fills, the survey lowest
_ROLES = (("PROJECTS", "projects"), ("URBAN_BOUNDARY", "urban_boundary"), ("ECOLOGICAL_REDLINE", "ecological_redline"),
          ("PERMANENT_FARMLAND", "permanent_farmland"), ("LAND", "land"))
_NAME_FIELDS = ("XZQMC", "ZLDWMC", "name", "name_zh", "unit_name", "district_name")
_LEAST_DPI, _MOST_DPI, _DPI = 50, 1200, 300


class ControlLineMap(KfAlgorithm):
    """Prints layers on a map sheet; layouts need the main thread, so it does not run in the background."""

    NAME = "controllinemap"
    TOPIC = "control_lines"
    ROLES: ClassVar = {"LAND": "land", "PERMANENT_FARMLAND": "permanent_farmland",
                       "ECOLOGICAL_REDLINE": "ecological_redline", "URBAN_BOUNDARY": "urban_boundary",
                       "PROJECTS": "projects"}
    NO_THREADING = True

    def title(self) -> str:
        """Return the translated name."""
        return tr("Control line map")

    def tag_text(self) -> str:
        """Return translated search words."""
        return tr("map,print,layout,atlas,PDF,three control lines,permanent farmland,redline,boundary")

    def define_parameters(self) -> None:
        """Add parameters and outputs."""
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
        self._define_details()
        self.addParameter(QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Map (PDF)"), tr("PDF files (*.pdf)"), optional=True, createByDefault=True))
        self.addParameter(QgsProcessingParameterFileDestination(
            "OUTPUT_IMAGE", tr("Map (PNG)"), tr("PNG files (*.png)"), optional=True, createByDefault=False))
        self.addOutput(QgsProcessingOutputNumber("PAGES", tr("Pages")))

    def _define_details(self) -> None:
        for name, description in (("SOURCE", tr("Source line (empty: from the layers)")),
                                  ("APPROVAL", tr("Map approval number (审图号)")),
                                  ("NOTICE", tr("Notice on the map"))):
            self.addParameter(advanced(QgsProcessingParameterString(name, description, optional=True)))
        for parameter in (
                QgsProcessingParameterFile("TEMPLATE", tr("Layout template (empty: ours)"), extension="qpt",
                                           optional=True),
                QgsProcessingParameterCrs("CRS", tr("Coordinate system of the map (empty: that of the layers)"),
                                          optional=True),
                QgsProcessingParameterBoolean("GRID", tr("Coordinates along the map's edge"), False, optional=True),
                QgsProcessingParameterNumber("DPI", tr("Resolution (dpi)"),
                                             QgsProcessingParameterNumber.Type.Integer, _DPI, optional=True,
                                             minValue=_LEAST_DPI, maxValue=_MOST_DPI)):
            self.addParameter(advanced(parameter))

    def problems(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return everything that keeps the map from being printed."""
        layers = [layer for _, layer in self._layers(parameters, context)]
        found = layer_problems(layers)
        if not layers:
            found.append(tr("There is no layer to draw. Give at least one: a control line, the land survey, projects, "
                            "results or another layer."))
        wrong = template_problem(self._template(parameters, context))
        if wrong:
            found.append(wrong)
        try:
            chinese_family()
        except FontMissing as error:
            found.append(str(error))
        units = self.parameterAsVectorLayer(parameters, "UNITS", context)
        if units is not None and not any(map(_has_shape, units.getFeatures())):
            found.append(_no_page(units))
        return [*found, *self._pages_over_inputs(parameters, context)]

    def compute(self, parameters: dict[str, Any], context: QgsProcessingContext,
            progress: FeedbackProgress) -> dict[str, Any]:
        """Lay out and print; raises PlannerError."""
        sheet = self._sheet(parameters, context)
        pages = len(sheet.pages)
        with Outputs(self, parameters, context) as outputs, MapPrinter(sheet, progress) as printer:
            if outputs.wants("OUTPUT"):
                printer.write_pdf(outputs.place("OUTPUT"))
            if outputs.wants("OUTPUT_IMAGE"):
                printer.write_png(outputs.pages("OUTPUT_IMAGE", pages))
            crowded = list(dict.fromkeys(printer.crowded))
        for page in crowded:
            progress.warn(tr("The legend of page “{page}” has more entries than its place holds; use a template with "
                             "a bigger legend or fewer layers.").format(page=page))
        picture = self._image(parameters, context)
        left = other_pages(picture, pages) if picture is not None else []
        if left:
            progress.warn(tr("These files look like pages of an earlier map and were left as they were; remove them if "
                             "you do not need them: {files}").format(files=", ".join(path.name for path in left)))
        return {"PAGES": pages, **outputs.results}

    def _image(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path | None:
        """Return the file named for OUTPUT_IMAGE, from which those of its pages get their names."""
        place = destination(self.parameterDefinition("OUTPUT_IMAGE"), parameters.get("OUTPUT_IMAGE"), context)
        return place.path if place is not None else None

    def _pages_over_inputs(self, parameters: dict[str, Any], context: QgsProcessingContext) -> list[str]:
        """Return a message for every input that a page …_1, …_2 of the picture would replace."""
        picture = self._image(parameters, context)
        units = self.parameterAsVectorLayer(parameters, "UNITS", context)
        if picture is None or units is None:
            return []
        pages = [Place(path) for path in page_files(picture, units.featureCount())]
        output = self.parameterDefinition("OUTPUT_IMAGE").description()
        return [input_message(output, name, place.path) for name, place in inputs(self, parameters, context)
                if any(page.meets(place) for page in pages)]

    def _layers(self, parameters: dict[str, Any],
                context: QgsProcessingContext) -> list[tuple[str | None, QgsMapLayer]]:
        """Return (style, layer) from top to bottom; a layer given twice is drawn once."""
        def given() -> Iterator[tuple[str | None, QgsMapLayer | None]]:
            yield from ((None, layer) for layer in self.parameterAsLayerList(parameters, "RESULTS", context) or [])
            yield from ((style, self.parameterAsVectorLayer(parameters, name, context))
                        for name, style in _ROLES[:1])
            yield "admin_units", self.parameterAsVectorLayer(parameters, "UNITS", context)
            yield from ((style, self.parameterAsVectorLayer(parameters, name, context))
                        for name, style in _ROLES[1:-1])
            yield from ((None, layer) for layer in self.parameterAsLayerList(parameters, "LAYERS", context) or [])
            yield from ((style, self.parameterAsVectorLayer(parameters, name, context))
                        for name, style in _ROLES[-1:])

        found: dict[str, tuple[str | None, QgsMapLayer]] = {}
        for style, layer in given():
            if layer is not None:
                found.setdefault(layer.id(), (style, layer))
        return list(found.values())

    def _template(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Path:
        own = self.parameterAsFile(parameters, "TEMPLATE", context)
        return Path(own) if own else paths.resource("layouts", "map_a4_landscape.qpt")

    def _sheet(self, parameters: dict[str, Any], context: QgsProcessingContext) -> Sheet:
        layers = self._layers(parameters, context)
        originals = [layer for _, layer in layers]
        crs = self.parameterAsCrs(parameters, "CRS", context)
        if not crs.isValid():
            crs = sheet_crs(originals, context.transformContext())
        units = self.parameterAsVectorLayer(parameters, "UNITS", context)
        extent = self.parameterAsExtent(parameters, "EXTENT", context, crs)
        if units is not None:
            pages = self._unit_pages(units, parameters, context, crs)
        else:
            pages = [Page("", None, extent if not extent.isNull() else _whole(originals, crs, context))]
        copies = dressed_copies(layers)
        return Sheet(
            title=self.parameterAsString(parameters, "TITLE", context) or tr("Map of control lines"),
            layers=copies, crs=crs, pages=pages, template=self._template(parameters, context),
            texts=self._texts(parameters, context, copies), units=units,
            grid=self.parameterAsBool(parameters, "GRID", context),
            dpi=float(self.parameterAsInt(parameters, "DPI", context) or _DPI))

    def _unit_pages(self, units: QgsVectorLayer, parameters: dict[str, Any], context: QgsProcessingContext,
                    crs: QgsCoordinateReferenceSystem) -> list[Page]:
        names = self.parameterAsFields(parameters, "UNIT_NAME_FIELD", context)
        known = (resolve_field(units.fields(), name, None) for name in (*names, *_NAME_FIELDS))
        name_field = next((name for name in known if name), None)
        pages = []
        for feature in units.getFeatures():
            if not _has_shape(feature):
                continue
            named = name_field is not None and not is_null(feature[name_field])
            pages.append(Page(str(feature[name_field] if named else feature.id()), feature,
                              extent_in(feature.geometry().boundingBox(), units, crs, context.transformContext())))
        if not pages:  # a layer may have changed since it was looked at
            raise PlannerError(_no_page(units))
        return pages

    def _texts(self, parameters: dict[str, Any], context: QgsProcessingContext,
               layers: list[QgsMapLayer]) -> dict[str, str]:
        def given(name: str) -> str:
            return str(self.parameterAsString(parameters, name, context)).strip()

        return {
            "kf_source": given("SOURCE") or tr("Source: {layers}").format(
                layers=source_line(layers, language())),
            "kf_approval": tr("Map approval number: {number}").format(number=given("APPROVAL") or tr("(pending)")),
            "kf_notice": given("NOTICE") or tr("For illustration only, not the legal boundary"),
        }


def _whole(layers: list[QgsMapLayer], crs: QgsCoordinateReferenceSystem,
           context: QgsProcessingContext) -> QgsRectangle:
    extent = layers_extent(layers, crs, context.transformContext())
    if extent.isNull():
        raise PlannerError(tr("There is nothing to draw: the layers have no extent."))
    return extent


def _has_shape(unit: QgsFeature) -> bool:
    return not unit.geometry().isEmpty()


def _no_page(units: QgsVectorLayer) -> str:
    return tr("Layer “{layer}” has no units with a shape, so there would be no page. Choose a layer with the "
              "boundaries of the units.").format(layer=units.name())
