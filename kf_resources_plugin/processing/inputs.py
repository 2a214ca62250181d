"""Reading the input layers of a run: fields resolved, CRS checked, geometry repaired on a copy, everything noted."""
from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np
from qgis.core import QgsCoordinateTransformContext

from ..engine.crs import crs_problems, transform_between
from ..engine.crs_place import far_rows
from ..engine.errors import PlannerError
from ..engine.line_reading import brought_lines, read_lines
from ..engine.point_reading import brought_points, read_points
from ..engine.reading import FeatureTable, brought, read_polygons, read_table
from ..engine.rule_store import RuleFileError, load_rule_book
from ..engine.run_record import InputRecord, input_record
from ..engine.schema import load_schema, resolve_field, resolve_headed
from ..engine.validity import repair
from ..i18n import language, tr
from ..rules.findings import in_order
from .input_layers import InputLayer, input_layers
from .reading_findings import misread_findings, reading_findings, stray_finding, uncut_findings
from .refusals import gone_file, kinds_taken, refuse, refuse_endless, spoken, wrong_kind
from .settings import given_settings, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsFields, QgsProcessingAlgorithm, QgsProcessingContext

    from ..engine.crs_place import Box
    from ..engine.kernel import Kernel
    from ..engine.line_reading import LineTable
    from ..engine.point_reading import PointTable
    from ..engine.reading import PolygonTable
    from ..engine.schema import Schema
    from ..rules.areas import Ints
    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook

_Table = TypeVar("_Table", bound=FeatureTable)


class Inputs:
    """The inputs of one run as they were when it was prepared, and what was noticed while reading them.

    Made on the main thread, used on that of the run: nothing but files is looked at later. ``given`` are the parameters
    beside the layers, ``resolved`` what the run made of some of them.
    """

    HEADED: ClassVar = False
    """Whether fields are found whose heads state a unit: for readers that turn units into theirs."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        """Look at the layers; raises PlannerError for one that QGIS cannot read."""
        refuse_endless(algorithm, parameters, context)
        self._titles = {item.name(): item.description() for item in algorithm.parameterDefinitions()}
        self._kinds = {item.name(): kinds_taken(item.dataTypes()) for item in algorithm.parameterDefinitions()
                       if item.type() == "source"}
        self.layers: dict[str, InputLayer] = input_layers(algorithm, parameters, context)
        self.given: dict[str, Any] = given_settings(algorithm, parameters, context)
        self.resolved: dict[str, Any] = {}
        self.transforms = QgsCoordinateTransformContext(context.transformContext())
        self.findings: list[Finding] = []
        self.records: list[InputRecord] = []
        # What holders of rights say of the layers, to be printed wherever their data is shown.
        self.notices: list[str] = []
        # Day of the last change of each role's file; beside the records because it is no part of the content.
        self.modified: dict[str, str] = {}

    def prepare(self) -> None:
        """Read what only the main thread may, after the constructor: nothing here. Raises PlannerError."""

    def has(self, name: str) -> bool:
        """Tell whether a layer parameter was given."""
        return name in self.layers

    def same_layer(self, one: str, other: str) -> bool:
        """Tell whether two layer parameters were given one and the same layer."""
        return bool(self.layers[one].origin) and self.layers[one].origin == self.layers[other].origin

    def file(self, name: str) -> Path | None:
        """Return a file parameter, None when omitted."""
        path = self.given[name]
        return path if isinstance(path, Path) else None

    def book(self) -> RuleBook:
        """Return the rules of RULES_DATE (today when omitted) with the user's RULES; raises RuleFileError."""
        day = date.fromisoformat(self.given["RULES_DATE"]) if self.given["RULES_DATE"] else date.today()
        self.resolved["RULES_DATE"] = day.isoformat()
        return load_rule_book(day, language(), self.file("RULES"))

    def today(self) -> date:
        """Return the day of the check, DATE, today when omitted."""
        day = date.fromisoformat(self.given["DATE"]) if self.given["DATE"] else date.today()
        self.resolved["DATE"] = day.isoformat()
        return day

    def file_problems(self, *readers: Callable[[], object]) -> list[str]:
        """Return what is wrong with files, each read by one of the given methods."""
        found = []
        for read in readers:
            try:
                read()
            except PlannerError as error:
                found.append(str(error))
        return found

    def label(self, name: str) -> str:
        """Return what the planner calls the layer: its name in the layer tree, else the parameter's description."""
        return self.layers[name].label if name in self.layers else self._titles[name]

    def resolve(self, fields: QgsFields, wanted: str, schema: Schema | None) -> str | None:
        """Return the layer's own name of a field, None when it has none."""
        return (resolve_headed if self.HEADED else resolve_field)(fields, wanted, schema)

    def field(self, layer_parameter: str, field_parameter: str, schema: str | None = None,
              standard: str | None = None) -> str | None:
        """Return the layer's own name of a field: as given, else by standard code and aliases, else None."""
        fields = self.fields(layer_parameter)
        wanted = None if fields is None else self.given[field_parameter] or standard
        if fields is None or not wanted:
            return None
        found = self.resolve(fields, wanted, load_schema(schema) if schema else None)
        self.resolved[field_parameter] = found
        return found

    def standard_fields(self, layer_parameter: str, schema: str, wanted: Mapping[str, str]) -> dict[str, str | None]:
        """Return the layer's own names of standard fields that have no parameter: {key: name or None}.

        Of one of several layers the user may have said it on the layer.
        """
        fields, known = self.fields(layer_parameter), load_schema(schema)
        if fields is None:
            return dict.fromkeys(wanted)
        said = self.layers[layer_parameter].said
        return {key: said.get(code) or self.resolve(fields, code, known) for key, code in wanted.items()}

    def missing_field(self, layer_parameter: str, field_parameter: str, schema: str | None = None,
                      standard: str | None = None, *, required: bool = False) -> list[str]:
        """Return a message when a field the user chose, or a required one, is not in the layer."""
        fields = self.fields(layer_parameter)
        chosen = self.given[field_parameter]
        if fields is None or self.field(layer_parameter, field_parameter, schema, standard) is not None:
            return []
        if not required and (not chosen or chosen == standard):
            return []
        return [tr("Layer “{layer}” has no field “{field}”. Its fields are: {fields}. Choose the field in "
                   "“{parameter}”.").format(
            layer=self.label(layer_parameter), field=chosen or standard, fields=", ".join(fields.names()),
            parameter=self._titles[field_parameter])]

    def fields(self, name: str) -> QgsFields | None:
        """Return the fields of a layer parameter, None when it was omitted."""
        return self.layers[name].features.fields if name in self.layers else None

    def layer_problems(self, *names: str) -> list[str]:
        """Return what makes layers or their CRS unusable; judged by our own rules where the user's cannot be read."""
        book = self.trusted_book()
        return [message for name in names for message in self._layer_messages(name, book)]

    def trusted_book(self) -> RuleBook:
        """Return the rules of the run; ours alone where the user's cannot be read, which is told elsewhere."""
        try:
            return self.book()
        except RuleFileError:
            return load_rule_book(date.today(), language())

    def lost_files(self, *names: str) -> list[str]:
        """Return a message for every layer whose file is gone."""
        return [message for name in names if name in self.layers for message in gone_file(self.layers[name])]

    def _layer_messages(self, name: str, book: RuleBook) -> list[str]:
        if name not in self.layers:
            return []
        layer = self.layers[name]
        if layer.lost:
            return self.lost_files(name)
        wrong = self.wrong_kind(name)
        if wrong:
            return wrong
        found = crs_problems(layer.label, layer.features.crs, layer.bounds, book)
        # one stray feature stretches the bounds out of any area; reading tells it from a layer that lies elsewhere
        return [spoken(item) for item in found if item.severity == "error" and item.rule_id != "crs.outside_area"]

    def wrong_kind(self, name: str) -> list[str]:
        """Return a message where a layer holds geometries of another kind than its parameter takes."""
        return wrong_kind(self.layers[name], self._kinds.get(name, kinds_taken()))

    def read(self, name: str, role: str, fields: Sequence[str], book: RuleBook, progress: Progress,
             target: QgsCoordinateReferenceSystem | None = None, alike: PolygonTable | None = None,
             fids: Ints | None = None) -> PolygonTable:
        """Read a polygon layer into a table in CRS ``target`` (its own when None); notes go to ``findings``.

        The record is that of the layer as it was given. ``alike``: a table that may have the same geometries, which
        are held once. ``fids``: the rows wanted (``rows_to_read``), all when None. Raises PlannerError when the CRS
        cannot be used.
        """
        reader = partial(read_polygons, layer=None, fields=list(fields), alike=alike, fids=fids)
        return self._read(name, role, book, progress, reader, brought, target, is_part=fids is not None)

    def read_lines(self, name: str, role: str, fields: Sequence[str], book: RuleBook, progress: Progress,
                   target: QgsCoordinateReferenceSystem | None = None) -> LineTable:
        """Read a line layer into a table in CRS ``target`` as ``read`` does polygons. Raises PlannerError."""
        return self._read(name, role, book, progress, partial(read_lines, fields=list(fields)), brought_lines, target)

    def read_points(self, name: str, role: str, fields: Sequence[str], book: RuleBook, progress: Progress,
                    target: QgsCoordinateReferenceSystem | None = None) -> PointTable:
        """Read a point layer into a table in CRS ``target`` as ``read`` does polygons. Raises PlannerError."""
        return self._read(name, role, book, progress, partial(read_points, fields=list(fields)), brought_points, target)

    def _read(self, name: str, role: str, book: RuleBook, progress: Progress, reader: Callable[..., _Table],
              bring: Callable[..., _Table], target: QgsCoordinateReferenceSystem | None, *,
              is_part: bool = False) -> _Table:
        if name not in self.layers:
            raise PlannerError(tr("Layer “{layer}” could not be opened.").format(layer=self.label(name)))
        layer = self.layers[name]
        crs, label = layer.features.crs, layer.label
        self.judge(crs_problems(label, crs, None, book), name)
        table = reader(layer.features, progress=progress.part(0.0, 0.8), name=label)
        all_rows = layer.features.rows if is_part else None
        self.records.append(input_record(role, table, layer.source, progress, all_rows))
        if all_rows is not None:
            self.findings.append(book.finding("input.near_rows", role=role, layer=label, place=role, rows=all_rows,
                                              count=len(table)))
        strays = far_rows(table.bounds, table.crs)
        shaped = int((~np.isnan(table.bounds[:, 0])).sum())
        only_strays = 0 < len(strays) == shaped
        bounds = layer.bounds
        if shaped and (bounds is None or is_part):  # one point has no extent
            bounds = _limits(table)
        if len(strays) and not only_strays:
            table, bounds = self._without_strays(table, strays, role, book)
        noticed = crs_problems(label, crs, bounds, book)
        if only_strays:
            noticed = [*noticed, stray_finding(table, strays, role, book)]
        self.judge(noticed, name)
        transform = None
        if target is not None:
            transform, more = transform_between(crs, target, self.transforms, book, label)
            noticed = [*noticed, *more]
            self.judge(noticed, name)
        if transform is not None:
            table = bring(table, transform, progress)
        self.findings.extend(noticed)
        if not len(table.fids):
            self.tell_empty(name, role, book)
        self.findings.extend(reading_findings(table, role, book))
        self.findings.extend(misread_findings(table, role, book, progress))
        self.modified[role] = layer.modified
        self.notices += [text for text in layer.rights if text not in self.notices]
        progress.set(1.0)
        return table

    def tell_empty(self, name: str, role: str, book: RuleBook) -> None:
        """Add the finding that nothing could be read of a layer: it has no features, or none is selected."""
        rule = "input.nothing_selected" if self.layers[name].unselected else "input.empty_layer"
        self.findings.append(book.finding(rule, role=role, layer=self.label(name), place=role))

    def crs_of(self, name: str, book: RuleBook) -> QgsCoordinateReferenceSystem:
        """Return the CRS of a layer that others are brought into. Raises PlannerError when it cannot be used."""
        layer = self.layers[name]
        self.judge(crs_problems(layer.label, layer.features.crs, None, book), name)
        return layer.features.crs

    def judge(self, noticed: Sequence[Finding], name: str) -> None:
        """Raise PlannerError where a layer cannot be used for what was noticed; a check of layers tells it instead."""
        refuse(noticed)

    def read_table(self, name: str, role: str, fields: Sequence[str], progress: Progress) -> PolygonTable:
        """Read the rows of a table, or of a layer whose geometries do not matter; they have no geometry here."""
        layer = self.layers[name]
        table = read_table(layer.features, fields, progress, name=layer.label)
        self.records.append(input_record(role, table, layer.source, progress))
        self.modified[role] = layer.modified
        if layer.recoded:
            self.findings.append(self.trusted_book().finding("input.recoded", role=role, layer=layer.label, place=role))
        return table

    def _without_strays(self, table: _Table, strays: Ints, role: str, book: RuleBook) -> tuple[_Table, Box]:
        """Return the table without the shapes of strays, and the bounds of the rest."""
        self.findings.append(stray_finding(table, strays, role, book))
        table = table.without_shapes(strays)
        return table, _limits(table)

    def repaired(self, table: PolygonTable, role: str, kernel: Kernel, book: RuleBook,
                 progress: Progress, valid: PolygonTable | None = None) -> PolygonTable:
        """Return the table with invalid polygons repaired on a copy; what was done goes to ``findings``.

        ``valid``: a table already repaired; geometries of it that this one shares are not looked at again.
        """
        mended, found = repair(table, kernel, book, progress, role=role, valid=valid)
        self.findings.extend(found)
        return mended

    def outcome(self, findings: Sequence[Finding], book: RuleBook, kernel: Kernel | str,
                progress: Progress) -> dict[str, Any]:
        """Return the fields of ``RunResult`` for a run that found this out besides what its inputs told.

        ``kernel``: what cut the geometries, or the name of what computed without any, '' for none.
        """
        name, uncut = (kernel, []) if isinstance(kernel, str) else (kernel.name, uncut_findings(kernel.uncut, book))
        return {"findings": in_order([*self.findings, *findings, *uncut]), "records": self.records, "book": book,
                "kernel": name, "settings": self.settings(progress), "notices": self.notices,
                "modified": self.modified}

    def settings(self, progress: Progress) -> dict[str, Any]:
        """Return every parameter for the run record: fields as found in the layer, files with their content's digest.

        Raises PlannerError when a file cannot be read any more.
        """
        printed = {name: layer.label for name, layer in self.layers.items()}
        printed.update({name: shown(value, progress) for name, value in {**self.given, **self.resolved}.items()})
        return {name: printed.get(name) for name in self._titles if name in self.layers or name in self.given}


def _limits(table: FeatureTable) -> Box:
    """Return xmin, ymin, xmax, ymax of the shapes of a table that has some."""
    low, high = np.nanmin(table.bounds[:, :2], axis=0), np.nanmax(table.bounds[:, 2:], axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])
