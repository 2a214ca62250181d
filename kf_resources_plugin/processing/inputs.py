"""Reading the input layers of a run: fields resolved, CRS checked, geometry repaired on a copy, everything noted."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProcessingUtils, QgsProviderRegistry, QgsVectorLayer

from ..engine.crs import crs_problems, transform_between
from ..engine.errors import PlannerError
from ..engine.plain_polygons import CURVE, EMPTY, NOT_TRANSFORMED, OTHER_PARTS, RINGS, UNREADABLE, Z_DROPPED
from ..engine.reading import read_polygons
from ..engine.run_record import InputRecord, input_record
from ..engine.schema import load_schema, resolve_field
from ..engine.validity import repair
from ..i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import (
        QgsCoordinateReferenceSystem,
        QgsFields,
        QgsProcessingAlgorithm,
        QgsProcessingContext,
        QgsProcessingFeatureSource,
    )

    from ..engine.kernel import Kernel
    from ..engine.reading import PolygonTable
    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook


@dataclass
class Inputs:
    """The input layers of one run, and what was noticed while reading them."""

    algorithm: QgsProcessingAlgorithm
    parameters: dict[str, Any]
    context: QgsProcessingContext
    findings: list[Finding] = field(default_factory=list)
    records: list[InputRecord] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What holders of rights say of the layers, to be printed wherever their data is shown."""
    modified: dict[str, str] = field(default_factory=dict)
    """Day of the last change of each role's file, ISO; beside the records because it is no part of the content."""

    def source(self, name: str) -> QgsProcessingFeatureSource | None:
        """Return a layer parameter as features, None when it was omitted."""
        return self.algorithm.parameterAsSource(self.parameters, name, self.context)

    def layer(self, name: str) -> QgsVectorLayer | None:
        """Return the layer behind a parameter, None when there is none."""
        return self.algorithm.parameterAsVectorLayer(self.parameters, name, self.context)

    def file(self, name: str) -> Path | None:
        """Return a file parameter, None when omitted."""
        text = self.algorithm.parameterAsString(self.parameters, name, self.context).strip()
        return Path(text) if text else None

    def table_or_file(self, name: str) -> QgsVectorLayer | Path | None:
        """Return a parameter that takes a file or a loaded table layer (by name or id)."""
        path = self.file(name)
        if path is None or path.exists():
            return path
        layer = QgsProcessingUtils.mapLayerFromString(str(path), self.context, False)
        return layer if isinstance(layer, QgsVectorLayer) else path

    def label(self, name: str) -> str:
        """Return what the planner calls the layer: its name in the layer tree, else the parameter's description."""
        layer = self.layer(name)
        return layer.name() if layer is not None else self.algorithm.parameterDefinition(name).description()

    def field(self, layer_parameter: str, field_parameter: str, schema: str | None = None,
              standard: str | None = None) -> str | None:
        """Return the layer's own name of a field: as given, else by standard code and aliases, else None."""
        fields = self.fields(layer_parameter)
        if fields is None:
            return None
        given = self._given(field_parameter)
        wanted = given or standard
        return resolve_field(fields, wanted, load_schema(schema) if schema else None) if wanted else None

    def standard_fields(self, layer_parameter: str, schema: str, wanted: Mapping[str, str]) -> dict[str, str | None]:
        """Return the layer's own names of standard fields that have no parameter: {key: name or None}."""
        fields, known = self.fields(layer_parameter), load_schema(schema)
        return {key: resolve_field(fields, code, known) if fields is not None else None
                for key, code in wanted.items()}

    def missing_field(self, layer_parameter: str, field_parameter: str, schema: str | None = None,
                      standard: str | None = None, *, required: bool = False) -> list[str]:
        """Return a message when a field the user chose, or a required one, is not in the layer."""
        fields = self.fields(layer_parameter)
        chosen = self._given(field_parameter)
        if fields is None or self.field(layer_parameter, field_parameter, schema, standard) is not None:
            return []
        if not required and (not chosen or chosen == standard):
            return []
        return [tr("Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Choose the field in "
                   "“{parameter}”.").format(
            layer=self.label(layer_parameter), field=chosen or standard, fields=", ".join(fields.names()),
            parameter=self.algorithm.parameterDefinition(field_parameter).description())]

    def fields(self, name: str) -> QgsFields | None:
        """Return the fields of a layer parameter, None when it was omitted."""
        source = self.source(name)
        return source.fields() if source is not None else None

    def _given(self, name: str) -> str:
        names = self.algorithm.parameterAsFields(self.parameters, name, self.context)
        return names[0] if names else ""

    def crs_messages(self, name: str, book: RuleBook) -> list[str]:
        """Return what makes the layer's CRS unusable, each with its remedy."""
        source = self.source(name)
        if source is None:
            return []
        found = crs_problems(self.label(name), source.sourceCrs(), bounds_of_source(source), book)
        return [_spoken(item) for item in found if item.severity == "error"]

    def read(self, name: str, role: str, fields: Sequence[str], book: RuleBook, progress: Progress,
             target: QgsCoordinateReferenceSystem | None = None) -> PolygonTable:
        """Read a polygon layer into a table in CRS ``target`` (its own when None); notes go to ``findings``.

        Raises PlannerError when the CRS cannot be used.
        """
        source, label = self.source(name), self.label(name)
        if source is None:
            raise PlannerError(tr("Layer “{layer}” could not be opened.").format(layer=label))
        noticed = crs_problems(label, source.sourceCrs(), bounds_of_source(source), book)
        _refuse(noticed)
        transform = None
        if target is not None:
            transform, more = transform_between(
                source.sourceCrs(), target, self.context.transformContext(), book, label)
            noticed = [*noticed, *more]
            _refuse(noticed)
        table = read_polygons(source, self.layer(name), list(fields), progress, transform=transform, name=label)
        self.findings.extend(noticed)
        if not len(table.fids):
            self.findings.append(book.finding("input.empty_layer", role=role, layer=label, place=role))
        self.findings.extend(reading_findings(table, role, book))
        layer = self.layer(name)
        self.records.append(input_record(role, table, described_source(layer)))
        self.modified[role] = day_of_file(layer)
        self.notices += [text for text in spoken_rights(layer) if text not in self.notices]
        return table

    def repaired(self, table: PolygonTable, role: str, kernel: Kernel, book: RuleBook,
                 progress: Progress) -> PolygonTable:
        """Return the table with invalid polygons repaired on a copy; what was done goes to ``findings``."""
        mended, found = repair(table, kernel, book, progress, role=role)
        self.findings.extend(found)
        return mended


def bounds_of_source(source: QgsProcessingFeatureSource) -> tuple[float, float, float, float] | None:
    """Return xmin, ymin, xmax, ymax of a source, None when it has no features with a geometry."""
    extent = source.sourceExtent()
    if extent.isNull() or (extent.isEmpty() and not extent.width() and not extent.height()):
        return None
    return extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()


NOTED = {EMPTY: "geometry.empty", CURVE: "geometry.curve", Z_DROPPED: "geometry.z_dropped",
         OTHER_PARTS: "geometry.other_parts", RINGS: "geometry.rings", UNREADABLE: "geometry.unreadable",
         NOT_TRANSFORMED: "crs.not_transformed"}
_SHOWN_FIDS = 20


def reading_findings(table: PolygonTable, role: str, book: RuleBook) -> list[Finding]:
    """Return one finding for each thing that happened to geometries while they were read."""
    found = []
    for note, rule in NOTED.items():
        rows = table.noted(note)
        if len(rows):
            found.append(book.finding(rule, role=role, layer=table.name, count=len(rows), place=f"{role} {rule}",
                                      fids=[int(table.fids[row]) for row in rows[:_SHOWN_FIDS]]))
    return found


def described_source(layer: QgsVectorLayer | None) -> str:
    """Return file and layer of a source for the record, never a password or another part of a connection."""
    if layer is None:
        return ""
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    shown = [str(parts[key]) for key in ("path", "layerName", "subset") if parts.get(key)]
    return " | ".join(shown) or layer.providerType()


def day_of_file(layer: QgsVectorLayer | None) -> str:
    """Return the day the layer's file was last written, ISO; '' where there is no file."""
    path = _path(layer)
    if path is None or not path.is_file():
        return ""
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date().isoformat()


def spoken_rights(layer: QgsVectorLayer | None) -> list[str]:
    """Return the rights named in a layer's metadata, else the description its file carries."""
    if layer is None:
        return []
    rights = [text.strip() for text in layer.metadata().rights() if text.strip()]
    return rights or [line.strip() for line in layer.dataComment().splitlines() if line.strip()]


def _path(layer: QgsVectorLayer | None) -> Path | None:
    if layer is None:
        return None
    path = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source()).get("path")
    return Path(path) if path else None


def _refuse(noticed: Sequence[Finding]) -> None:
    errors = [item for item in noticed if item.severity == "error"]
    if errors:
        raise PlannerError("\n".join(_spoken(item) for item in errors))


def _spoken(item: Finding) -> str:
    return f"{item.message} {item.remedy}".strip()
