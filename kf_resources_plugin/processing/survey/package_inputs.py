"""The inputs of kf:surveypackage as they are when a run begins: layers with their styles, tasks, start, base map."""
from __future__ import annotations

import re
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFields,
    QgsMapLayer,
    QgsProcessing,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsReadWriteContext,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtXml import QDomDocument

from ...cartography.styles import apply_style
from ...engine.crs import crs_problems
from ...engine.field_map import said_fields
from ...engine.roles import NO_ROLE, schema_of, told_role
from ...i18n import tr
from ...rules.text import file_names
from ...survey.form_codes import CODES
from ...survey.package import BaseMap, PackagePlan
from ...survey.package_project import EVIDENCE, TASKS
from ...survey.packed_rows import DIGEST, ORIGIN_FID, UID, LayerToPack
from ..destinations import destination_text
from ..input_layers import lost_file, several_key
from ..inputs import Inputs
from ..refusals import spoken

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...rules.rule_rows import RuleBook

ZIP = "zip"
NO_ROLE_LAYER = "survey_layer"
"""The role in records and findings of a layer that plays none."""
_DEFAULT_NAME = "kf_survey"
_NOT_TAKEN = frozenset({"fid", UID, ORIGIN_FID, DIGEST})
"""The key of a GeoPackage, and the marks of an earlier package: rows get new ones."""
_RESERVED = re.compile("gpkg|rtree|sqlite|layer_styles")  # how tables of GeoPackage, SQLite and QGIS begin
_DRAWN = (QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling
          | QgsMapLayer.StyleCategory.Rendering)


class PackageInputs(Inputs):
    """Made on the main thread; ``called`` is the name of the package's folder or file, free in FOLDER."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._given = {name: [layer for layer in algorithm.parameterAsLayerList(parameters, name, context) or []
                              if isinstance(layer, QgsVectorLayer)] for name in ("LAYERS", "REFERENCE")}
        self._raster = algorithm.parameterAsRasterLayer(parameters, "BASE_MAP", context)
        self._folder = _folder(parameters.get("FOLDER"), context)
        tasks = self.layers.get("TASKS")
        self._start = algorithm.parameterAsPoint(parameters, "START", context, tasks.features.crs) \
            if tasks is not None and parameters.get("START") else None
        self.packed: list[LayerToPack] = []
        self.base_map: BaseMap | None = None
        [self.name] = file_names([str(self.given["NAME"] or _DEFAULT_NAME)], "")
        self.called = self._free_name()

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        book = self.trusted_book()
        found = self.layer_problems("TASKS")
        if not self._given["LAYERS"]:
            found.append(tr("“{parameter}” is empty: choose at least one layer that is to be edited in the field."
                            ).format(parameter=self._titles["LAYERS"]))
        for parameter, layers in self._given.items():
            for number, layer in enumerate(layers):
                found += self._layer_faults(layer, several_key(parameter, number), book)
        both = [layer.name() for layer in self._given["REFERENCE"] if layer.source() in {
            other.source() for other in self._given["LAYERS"]}]
        found += [tr("Layer “{layer}” is to be edited and only looked at. Take it out of one list.").format(layer=name)
                  for name in both]
        if self._raster is not None and self._raster.providerType() != "gdal":
            found.append(tr("Base map “{layer}” is no file: a service cannot be taken along. Export the land around "
                            "the tasks as GeoTIFF first.").format(layer=self._raster.name()))
        if self._folder is not None and (self._folder / self.called).exists():
            found.append(tr("{path} is there already and stays as it is. Give the package another name.").format(
                path=self._folder / self.called))
        return [*found, *self.file_problems(self.book)]

    def prepare(self) -> None:
        """Take over how layers are drawn and where the base map is; live layers are let go."""
        taken = {TASKS, EVIDENCE, CODES}
        for parameter, layers in self._given.items():
            for number, layer in enumerate(layers):
                self.packed.append(self._layer(parameter, number, layer, taken))
        if self._raster is not None:
            self.base_map = BaseMap(self._raster.source(), self._raster.name(), self._raster.crs())
        self.memory = [layer.name() for layer in self._given["LAYERS"] if layer.providerType() == "memory"]
        self._given, self._raster = {}, None

    def plan(self, book: RuleBook) -> PackagePlan:
        """Return what is to be packed."""
        return PackagePlan(
            self.name, self.packed, self.layers["TASKS"].features, float(self.given["MARGIN"]), self._start,
            self.base_map, float(self.given["MAX_MB"]), int(book.threshold("survey.route", "most_turned_rows")),
            QgsCoordinateTransformContext(self.transforms), apply_style)

    def _layer_faults(self, layer: QgsVectorLayer, key: str, book: RuleBook) -> list[str]:
        names = {"layer": layer.name()}
        gone = lost_file(Path(_parts(layer).get("path") or "."))
        if gone:
            return [tr("The file of layer “{layer}” is no longer there: {path}. Put it back, or point the layer to "
                       "where it is.").format(path=gone, **names)]
        if layer.geometryType() in {QgsWkbTypes.GeometryType.NullGeometry, QgsWkbTypes.GeometryType.UnknownGeometry}:
            return [tr("Layer “{layer}” holds no shapes of one kind. Choose a layer of points, lines or polygons."
                       ).format(**names)]
        if layer.isModified():
            return [tr("Layer “{layer}” has changes that are not saved. Save or discard them first: the package has to "
                       "know what it comes from.").format(**names)]
        return [spoken(item) for item in crs_problems(layer.name(), layer.crs(), self.layers[key].bounds, book)
                if item.severity == "error" and item.rule_id != "crs.outside_area"]

    def _layer(self, parameter: str, number: int, layer: QgsVectorLayer, taken: set[str]) -> LayerToPack:
        told = told_role(layer).role
        role = "" if told == NO_ROLE else told
        source, own = self.layers[several_key(parameter, number)], own_fields(layer)
        style = QDomDocument()
        layer.exportNamedStyle(style, QgsReadWriteContext(), _DRAWN)
        schema = schema_of(role)
        called = schema.name if schema is not None else role or layer.name()
        return LayerToPack(
            features=source.features, title=layer.name(), table=_table(called, taken),
            role=role, schema=schema, said=said_fields(layer), style=style, editable=parameter == "LAYERS",
            own=own, wkb_type=layer.wkbType(), place=file_and_table(layer))

    def _free_name(self) -> str:
        """Return the name of the folder or file; the default one gets a number where it is taken."""
        suffix = f".{ZIP}" if self.given["PACKING"] == ZIP else ""
        if self._folder is None or self.given["NAME"]:
            return f"{self.name}{suffix}"
        for number in count(1):
            name = self.name if number == 1 else f"{self.name}_{number}"
            if not (self._folder / f"{name}{suffix}").exists():
                self.name = name
                break
        return f"{self.name}{suffix}"


def _folder(given: Any, context: QgsProcessingContext) -> Path | None:
    text = destination_text(given, context)
    return None if text in {"", QgsProcessing.TEMPORARY_OUTPUT} else Path(text).absolute()


def _parts(layer: QgsVectorLayer | QgsRasterLayer) -> dict[str, Any]:
    return dict(QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()))


def file_and_table(layer: QgsVectorLayer) -> str:
    """Return what a package calls the source of a layer: file and table without folders, else its provider."""
    parts = _parts(layer)
    place = " | ".join(part for part in (Path(parts.get("path") or "").name, parts.get("layerName") or "") if part)
    return place or str(layer.providerType())


def own_fields(layer: QgsVectorLayer) -> list[int]:
    """Return the positions of a layer's own fields: none joined or computed, no key of a file, no mark of a package."""
    fields = layer.fields()
    return [place for place in range(fields.count())
            if fields.fieldOrigin(place) == QgsFields.FieldOrigin.OriginProvider
            and fields[place].name().lower() not in _NOT_TAKEN]


def _table(called: str, taken: set[str]) -> str:
    """Return a table's name that every program takes: small Latin letters, digits, no two alike, none reserved."""
    stem = re.sub(r"[^a-z0-9]+", "_", called.lower()).strip("_") or "layer"
    stem = f"own_{stem}" if _RESERVED.match(stem) else stem
    name = next(name for name in (stem if number == 1 else f"{stem}_{number}" for number in count(1))
                if name not in taken)
    taken.add(name)
    return name
