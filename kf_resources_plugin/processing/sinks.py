"""The output layers and files of one run: put in their place at its end, or not at all."""
from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
    QgsWkbTypes,
)
from qgis.PyQt import sip

from ..engine.errors import PlannerError
from ..engine.findings_layer import findings_fields, write_finding_points, write_findings
from ..engine.staging import Staging
from ..engine.writing import write_rows
from ..i18n import tr
from ..rules.progress import NoProgress
from .destinations import Place, destination, destination_text, page_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from qgis.core import QgsFeatureSink, QgsFields, QgsProcessingAlgorithm, QgsProcessingContext

    from ..engine.wkb import Wkbs
    from ..engine.writing import Column
    from ..rules.findings import Finding
    from ..rules.progress import Progress

_TABLE_MARK = "|layername="


class Outputs:
    """Collects what a run writes, as a context manager.

    Leaving it puts every file and table in its place, all or none; a failed or cancelled run changes nothing of what
    was there before. ``results`` is filled then. Memory layers and databases that are no file are QGIS's own.
    """

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._staging = Staging()
        self._sinks: list[QgsFeatureSink] = []
        self._written: dict[str, str] = {}
        self._waiting: dict[str, Any] = {}  # layers that QGIS is to load, by destination
        self._progress: Progress = NoProgress()
        self.results: dict[str, Any] = {}

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        # by hand, for the frames of an error keep sinks alive, and Windows neither moves nor removes an open file
        for sink in self._sinks:
            if not sip.isdeleted(sink):
                sip.delete(sink)
        try:
            if kind is None:
                self._commit()
        finally:
            self._staging.discard()

    def _commit(self) -> None:
        try:
            self._staging.commit(self._progress.check)
        except OSError as error:
            raise PlannerError(
                tr("The results could not be put in their place: {reason}. Everything was left as it was. Choose a "
                   "folder you may write to and close programs that have the files open.").format(
                    reason=self._staging.spoken(error))) from error
        for place, details in self._waiting.items():
            self._context.addLayerToLoadOnCompletion(place, details)
        self.results.update(self._written)

    def wants(self, name: str) -> bool:
        """Tell whether the caller asked for an output."""
        return bool(self._parameters.get(name))

    def layer(self, name: str, fields: QgsFields, columns: Mapping[str, Column], progress: Progress,
              crs: QgsCoordinateReferenceSystem | None = None, wkbs: Sequence[bytes] | Wkbs | None = None) -> None:
        """Write a table, or a MultiPolygon layer where ``wkbs`` is given; skipped when nobody asked for it."""
        if not self.wants(name):
            return
        wkb_type = QgsWkbTypes.Type.NoGeometry if wkbs is None else QgsWkbTypes.Type.MultiPolygon
        with self._sink(name, fields, wkb_type, crs, progress) as sink:
            write_rows(sink, fields, columns, progress, wkbs)

    def findings(self, found: Sequence[Finding], crs: QgsCoordinateReferenceSystem, progress: Progress) -> None:
        """Write FINDINGS and FINDING_POINTS, each when asked for."""
        layers = {"FINDINGS": (QgsWkbTypes.Type.MultiPolygon, write_findings),
                  "FINDING_POINTS": (QgsWkbTypes.Type.Point, write_finding_points)}
        for name, (wkb_type, write) in layers.items():
            if self.wants(name):
                with self._sink(name, findings_fields(), wkb_type, crs, progress) as sink:
                    write(sink, found, progress)

    def file(self, name: str, content: bytes) -> None:
        """Write a whole file; skipped when nobody asked for it."""
        if self.wants(name):
            with self._reported(name):
                self.place(name).write_bytes(content)

    def place(self, name: str) -> Path:
        """Return where to write the file that becomes this output; raises PlannerError."""
        return self.pages(name, 1)[0]

    def pages(self, name: str, number: int) -> list[Path]:
        """Return where to write the pages of a picture output; its result is the first. Raises PlannerError."""
        definition = self._algorithm.parameterDefinition(name)
        given = self._algorithm.parameterAsFileOutput(self._parameters, name, self._context)
        target = destination(definition, given, self._context) or Place(Path(os.path.abspath(given)))
        files = page_files(target.path, number)
        with self._reported(name):
            places = [self._staging.place(path) for path in files]
        self._written[name] = str(files[0])
        return places

    @contextmanager
    def _sink(self, name: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type,
              crs: QgsCoordinateReferenceSystem | None, progress: Progress) -> Iterator[QgsFeatureSink]:
        """Open an output layer for writing and close it; a failure names the output."""
        self._progress = progress
        with self._reported(name):
            sink = self._open(name, fields, wkb_type, crs)
            yield sink
            if not sink.flushBuffer():
                raise OSError(sink.lastError())
            sip.delete(sink)  # the next one may be another table of the same file

    def _open(self, name: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type,
              crs: QgsCoordinateReferenceSystem | None) -> QgsFeatureSink:
        given = self._parameters[name]
        target = destination(self._algorithm.parameterDefinition(name), given, self._context)
        parameters, staged = self._parameters, None
        if target is not None:
            staged = self._staging.place(target.path, shared=bool(target.table))
            parameters = {**parameters, name: _redirected(given, target, staged, self._context)}
        sink, written = self._algorithm.parameterAsSink(
            parameters, name, self._context, fields, wkb_type, crs or QgsCoordinateReferenceSystem())
        if sink is None:
            raise OSError(tr("no reason given"))
        self._sinks.append(sink)
        waiting = self._context.layersToLoadOnCompletion()
        details = waiting.pop(written, None)
        self._context.setLayersToLoadOnCompletion(waiting)
        if target is not None and staged is not None:
            file, mark, table = written.partition(_TABLE_MARK)
            path = target.path.with_name(Path(file).name)
            if path.suffix == ".shp" and wkb_type == QgsWkbTypes.Type.NoGeometry:
                path = path.with_suffix(".dbf")  # all that a Shapefile has of a table
            written = f"{path}{mark}{table}"
        if details is not None:
            self._waiting[written] = details
        self._written[name] = written
        return sink

    @contextmanager
    def _reported(self, name: str) -> Iterator[None]:
        """Turn a failure to write into a message that names the output and what to do."""
        try:
            yield
        except (OSError, QgsProcessingException) as error:
            raise PlannerError(
                tr("Output “{output}” could not be written: {reason}. Choose a folder you may write to and close "
                   "programs that have the file open.").format(
                    output=self._algorithm.parameterDefinition(name).description(),
                    reason=self._staging.spoken(error))) from error


def _redirected(given: Any, target: Place, staged: Path, context: QgsProcessingContext) -> Any:
    """Return an output's value with ``staged`` as its file; table, options and name in the project stay."""
    text = str(staged)
    if target.table:
        uri = QgsDataSourceUri(destination_text(given, context)[len("ogr:"):])
        uri.setDatabase(text)
        text = f"ogr:{uri.uri(False)}"
    if not isinstance(given, QgsProcessingOutputLayerDefinition):
        return text
    changed = QgsProcessingOutputLayerDefinition(given)
    changed.sink = QgsProperty.fromValue(text)
    return changed
