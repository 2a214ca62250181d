"""The inputs of kf:surveymerge as they are when a run begins: the layer with its schema, and which files were given."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...engine.field_map import mapped_field
from ...engine.lonlat import crs_label
from ...engine.roles import NO_ROLE, schema_of, told_role
from ...i18n import tr
from ...survey.package_manifest import MANIFEST
from ...survey.refused import Refused
from ...survey.returned_files import Limits
from ...survey.row_values import OTHER, kind_of_field
from ..inputs import Inputs
from .package_inputs import file_and_table, own_fields

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...rules.rule_rows import RuleBook
    from ...survey.returned_package import PackagedLayer, ReturnedPackage

_LIMITS = "survey.return_limits"
_PACKED = frozenset({"ESRI Shapefile", "MapInfo File"})
"""Formats that number their rows anew when deleted ones are cleared out."""
_HELD = {"TEXT": "text", "MEDIUMINT": "integer", "INTEGER": "integer", "INT": "integer", "SMALLINT": "integer",
         "TINYINT": "integer", "REAL": "real", "DOUBLE": "real", "FLOAT": "real", "DATE": "date", "DATETIME": "time",
         "BOOLEAN": "flag"}
"""What a column of a GeoPackage holds, by its type without length."""


class MergeInputs(Inputs):
    """Made on the main thread: everything of the live layer is asked here."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        for name in ("PACKAGE", "ORIGIN"):
            path = self.file(name)
            if path is not None and path.is_dir():
                self.given[name] = path / MANIFEST  # stands for its folder, and for its content in the run record
        given = parameters.get("LAYER")
        chosen = given if isinstance(given, QgsProcessingFeatureSourceDefinition) else None
        layer = algorithm.parameterAsVectorLayer(parameters, "LAYER", context)
        if layer is None and chosen is not None:
            source, _ = chosen.source.valueAsString(context.expressionContext())
            layer = QgsProcessingUtils.mapLayerFromString(source, context)
        self._layer: QgsVectorLayer | None = layer if isinstance(layer, QgsVectorLayer) else None
        self._part = chosen is not None and (chosen.selectedFeaturesOnly or chosen.featureLimit >= 0)
        if self._layer is not None:
            self._describe(self._layer)

    def _describe(self, layer: QgsVectorLayer) -> None:
        told = told_role(layer).role
        self.role = "" if told == NO_ROLE else told
        self.schema = schema_of(self.role)
        fields = layer.fields()
        self.own = {fields[place].name(): kind_of_field(fields[place]) for place in own_fields(layer)}
        self.by_standard = {} if self.schema is None else {
            field.name: found for field in self.schema.fields
            if (found := mapped_field(layer, field.name, self.schema).field) in self.own}
        self.wkb_type, self.place = layer.wkbType(), file_and_table(layer)
        self.lasting = layer.storageType() not in _PACKED

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = self.layer_problems("LAYER")
        layer = self._layer
        if layer is None:
            found.append(tr("“{parameter}” has to be a layer of the project or of a file.").format(
                parameter=self._titles["LAYER"]))
        elif layer.isModified():
            found.append(tr("Layer “{layer}” has changes that are not saved. Save or discard them first: what is "
                            "compared has to stand in its file.").format(layer=layer.name()))
        elif layer.subsetString() or self._part:
            found.append(tr("Only a part of layer “{layer}” is chosen or shown. Take off its filter, and “selected "
                            "features only”: rows that are left out would look deleted.").format(layer=layer.name()))
        for name in ("PACKAGE", "ORIGIN"):
            path = self.file(name)
            if path is None and name == "PACKAGE":
                found.append(tr("“{parameter}” ({name}) is missing: choose a value.").format(
                    parameter=self._titles[name], name=name))
            elif path is not None and not path.exists():
                found.append(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in "
                                "another program.").format(file=path, reason=tr("there is no such file")))
        return [*found, *self.file_problems(self.book)]

    def prepare(self) -> None:
        """Let go of the live layer."""
        self._layer = None

    def given_package(self) -> Path:
        """Return the package that came back."""
        path = self.file("PACKAGE")
        if path is None:
            raise Refused("survey.return_no_manifest", file="")
        return path

    def limits(self, book: RuleBook) -> Limits:
        """Return how much a package may hold."""
        return Limits(int(book.threshold(_LIMITS, "most_files")), float(book.threshold(_LIMITS, "most_mb")),
                      float(book.threshold(_LIMITS, "most_ratio")), float(book.threshold(_LIMITS, "ratio_from_mb")))

    def packaged(self, package: ReturnedPackage) -> PackagedLayer:
        """Return the table of the package that was taken from this layer; raises Refused."""
        label, table = self.label("LAYER"), self.given["TABLE"]
        editable = [one for one in package.layers if one.editable and table in {None, one.table}]
        if not editable:
            raise Refused("survey.return_no_table", table=table or "—", tables=", ".join(
                one.table for one in package.layers if one.editable))
        unfit = {one.table: self._unfit(one, package) for one in editable}
        fitting = [one for one in editable if not unfit[one.table]]
        if not fitting:
            raise Refused("survey.return_wrong_layer", layer=label, reason="; ".join(
                f"{name}: {why}" for name, why in unfit.items()))
        nearest = [one for one in fitting if one.source == self.place] or [
            one for one in fitting if one.title == label] or fitting
        if len(nearest) > 1:
            raise Refused("survey.return_which_table", layer=label, tables=", ".join(one.table for one in nearest))
        return nearest[0]

    def _unfit(self, one: PackagedLayer, package: ReturnedPackage) -> str:
        """Return why a table cannot be this layer's, '' where it can."""
        missing = [name for name in one.fields if name not in self.own]
        if missing:
            return tr("the layer has no field {fields}").format(fields=", ".join(missing))
        crs = self.layers["LAYER"].features.crs
        left = crs_of(one.authid, one.wkt)
        if crs != left:
            return tr("its coordinate system is {crs}").format(crs=crs_label(left))
        [(_, kind, *_)] = package.base.system(one.table)
        if QgsWkbTypes.geometryType(QgsWkbTypes.parseType(kind)) != QgsWkbTypes.geometryType(self.wkb_type):
            return tr("it holds shapes of another kind")
        columns = package.base.columns(one.table)
        other = [name for name in one.fields if self.own[name] != OTHER and
                 _HELD.get(columns[name.lower()][0].partition("(")[0]) != self.own[name]]
        return tr("fields hold another kind of values: {fields}").format(fields=", ".join(other)) if other else ""


def crs_of(authid: str, wkt: str) -> QgsCoordinateReferenceSystem:
    """Return the coordinate system that a manifest states by id and WKT, the id first where it has one."""
    return QgsCoordinateReferenceSystem(authid) if authid else QgsCoordinateReferenceSystem.fromWkt(wkt)
