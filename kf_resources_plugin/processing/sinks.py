"""The output layers and files of one run: put in their place at its end, or not at all."""
from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsDataSourceUri,
    QgsMessageLog,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProperty,
    QgsWkbTypes,
)
from qgis.PyQt import sip

from ..engine.errors import PlannerError
from ..engine.findings_layer import finding_point_rows, finding_rows, findings_fields
from ..engine.gpkg_rows import fill_table, polygons_only, storable
from ..engine.raster_writing import RasterWriter
from ..engine.staging import Staging
from ..engine.writing import write_rows
from ..engine.written_file import KEEPS_ALL, SHAPES_ONLY, format_of, losses, on_disk
from ..i18n import tr
from ..rules.progress import NoProgress
from .destinations import Place, destination, destination_text, fresh_files, page_files
from .output_messages import losses_message, refusal_message, rows_message, shapeless_message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType

    import numpy.typing as npt
    from qgis.core import QgsFeatureSink, QgsFields, QgsProcessingAlgorithm, QgsProcessingContext

    from ..engine.gpkg_rows import Batch
    from ..engine.raster_grid import Grid, Window
    from ..engine.wkb import Wkbs
    from ..engine.writing import Column
    from ..engine.written_file import Losses
    from ..rules.findings import Finding
    from ..rules.progress import Progress

_TABLE_MARK = "|layername="


class Outputs:
    """Collects what a run writes, as a context manager.

    Leaving it puts every file and table in its place, all or none; a failed or cancelled run changes nothing of what
    was there before. ``results`` and ``files``, all that were put there, are filled then. Memory layers and databases
    that are no file are QGIS's own.
    """

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._staging = Staging()
        self._sinks: list[QgsFeatureSink] = []
        self._rasters: dict[str, RasterWriter] = {}
        self._written: dict[str, str] = {}
        self._waiting: dict[str, Any] = {}  # layers that QGIS is to load, by destination
        self._warnings: list[str] = []
        self._progress: Progress = NoProgress()
        self.results: dict[str, Any] = {}
        self.files: Sequence[Path] = ()

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        # by hand, for the frames of an error keep sinks alive, and Windows neither moves nor removes an open file
        for sink in self._sinks:
            if not sip.isdeleted(sink):
                sip.delete(sink)
        try:
            for name, raster in self._rasters.items():
                with self._reported(name) if kind is None else suppress(OSError):
                    raster.close()
            if kind is None:
                self._commit()
        finally:
            self._staging.discard()

    def _commit(self) -> None:
        try:
            self.files = self._staging.commit(self._progress.check)
        except OSError as error:
            raise PlannerError(
                tr("The results could not be put in their place: {reason}. Everything was left as it was. Choose a "
                   "folder you may write to and close programs that have the files open.").format(
                    reason=self._staging.spoken(error))) from error
        for place, details in self._waiting.items():
            self._context.addLayerToLoadOnCompletion(place, details)
        for text in self._warnings:
            self._progress.warn(text)
        self.results.update(self._written)

    def wants(self, name: str) -> bool:
        """Tell whether the caller asked for an output."""
        return bool(self._parameters.get(name))

    def layer(self, name: str, fields: QgsFields, columns: Mapping[str, Column], progress: Progress,
              crs: QgsCoordinateReferenceSystem | None = None, wkbs: Sequence[bytes] | Wkbs | None = None,
              wkb_type: QgsWkbTypes.Type = QgsWkbTypes.Type.MultiPolygon) -> None:
        """Write a table, or a layer of shapes where ``wkbs`` is given; skipped when nobody asked for it."""
        if self.wants(name):
            kind = QgsWkbTypes.Type.NoGeometry if wkbs is None else wkb_type
            self._write(name, fields, kind, crs, progress, columns, wkbs)

    def findings(self, found: Sequence[Finding], crs: QgsCoordinateReferenceSystem, progress: Progress) -> None:
        """Write FINDINGS and FINDING_POINTS, each when asked for."""
        layers = {"FINDINGS": (QgsWkbTypes.Type.MultiPolygon, finding_rows),
                  "FINDING_POINTS": (QgsWkbTypes.Type.Point, finding_point_rows)}
        for name, (wkb_type, rows) in layers.items():
            if self.wants(name):
                self._write(name, findings_fields(), wkb_type, crs, progress, *rows(found))

    def file(self, name: str, content: bytes) -> None:
        """Write a whole file; skipped when nobody asked for it."""
        if self.wants(name):
            with self._reported(name):
                self.place(name).write_bytes(content)

    def folder(self, name: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files, given by their names, into the folder of an output; skipped when nobody asked for it.

        No file that is there gives way: where one of the names is taken, all of this run's get the same number.
        """
        if not self.wants(name):
            return
        folder = Path(os.path.abspath(self._algorithm.parameterAsFileOutput(self._parameters, name, self._context)))
        made = list(files)
        with self._reported(name):
            for file, path in zip(made, fresh_files(folder, [file for file, _ in made], self._staging.holds)):
                self._staging.place(path).write_bytes(file[1])
        self._written[name] = str(folder)

    def folder_of(self, name: str) -> Path | None:
        """Return the folder that files of an output go into, None while none does."""
        return Path(self._written[name]) if name in self._written else None

    def inside(self, name: str, called: str) -> Path:
        """Return where to write what becomes the file or folder ``called`` in the folder of an output.

        Raises PlannerError.
        """
        folder = Path(os.path.abspath(self._algorithm.parameterAsFileOutput(self._parameters, name, self._context)))
        with self._reported(name):
            place = self._staging.place(folder / called)
        self._written[name] = str(folder)
        return place

    def place(self, name: str) -> Path:
        """Return where to write the file that becomes this output; raises PlannerError."""
        return self.pages(name, [""])[0]

    def pages(self, name: str, called: Sequence[str]) -> list[Path]:
        """Return where to write the pages, one or more, of an output, named for what they are called.

        Its result is the first. Files put beside them go the same way.

        Raises PlannerError.
        """
        definition = self._algorithm.parameterDefinition(name)
        given = self._algorithm.parameterAsFileOutput(self._parameters, name, self._context)
        target = destination(definition, given, self._context) or Place(Path(os.path.abspath(given)))
        files = page_files(target.path, called)
        with self._reported(name):
            places = [self._staging.place(path) for path in files]
        self._written[name] = str(files[0])
        return places

    def raster(self, name: str, grid: Grid, kind: str, descriptions: Sequence[str] = ("",)) -> Raster | None:
        """Open a GeoTIFF on the cells of a grid to be written window by window; None when nobody asked for it.

        kind: what it holds, 'int16' or 'float32'. descriptions: one for each band. Raises PlannerError.
        """
        if not self.wants(name):
            return None
        written = str(self._algorithm.parameterAsOutputLayer(self._parameters, name, self._context))
        definition = self._algorithm.parameterDefinition(name)
        target = destination(definition, written, self._context) or Place(Path(os.path.abspath(written)))
        self._written[name] = str(target.path)
        self._keep_waiting(written, self._written[name])
        with self._reported(name):
            self._rasters[name] = RasterWriter(self._staging.place(target.path), grid, kind, descriptions)
        return Raster(self._rasters[name], partial(self._reported, name))

    def _keep_waiting(self, opened: str, written: str) -> None:
        """Take a layer off QGIS's list of those to load until it is in its place."""
        waiting = self._context.layersToLoadOnCompletion()
        details = waiting.pop(opened, None)
        self._context.setLayersToLoadOnCompletion(waiting)
        if details is not None:
            self._waiting[written] = details

    def _write(self, name: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type,
               crs: QgsCoordinateReferenceSystem | None, progress: Progress, columns: Mapping[str, Column],
               wkbs: Sequence[bytes] | Wkbs | None) -> None:
        """Write an output layer and look what its file holds of it; a failure names the output. Raises PlannerError."""
        self._progress = progress
        with self._reported(name):
            sink, made = self._open(name, fields, wkb_type, crs)
            if made is not None and wkbs is not None and format_of(made.path) in SHAPES_ONLY and not all(wkbs):
                raise PlannerError(shapeless_message(
                    self._algorithm.parameterDefinition(name).description(), self._file(name)))
            readers = _readers(made, fields, columns, wkbs)
            rows = write_rows(sink, fields, columns, progress, wkbs) if readers is None else 0
            if not sink.flushBuffer():
                raise OSError(sink.lastError())
            sip.delete(sink)  # the next one may be another table of the same file
            if made is not None and readers is not None:
                rows = len(columns[fields[0].name()])
                fill_table(made.path, made.table, readers, rows, progress, wkbs, null=bool(made.table))
        if made is not None:
            ordered = {item.name(): columns[item.name()] for item in fields}
            lost = losses(made.path, made.table, ordered, rows, shaped=wkbs is not None)
            self._tell(name, rows, lost)

    def _tell(self, name: str, rows: int, lost: Losses) -> None:
        """Keep the warning of what a file does not hold; raises PlannerError when rows are missing."""
        if not lost.any():
            return
        output = self._algorithm.parameterDefinition(name).description()
        file = self._file(name)
        if lost.rows:
            raise PlannerError(rows_message(output, file, lost.rows, rows))
        self._warnings.append(losses_message(output, file, lost))

    def _file(self, name: str) -> Path:
        return Path(self._written[name].partition(_TABLE_MARK)[0])

    def _open(self, name: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type,
              crs: QgsCoordinateReferenceSystem | None) -> tuple[QgsFeatureSink, Place | None]:
        """Open an output layer; return it and the file it goes to, None where it is none of ours."""
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
        made, opened = None, written
        if target is not None and staged is not None:
            file, mark, table = written.partition(_TABLE_MARK)
            path = on_disk(Path(file), wkb_type)
            made = Place(path, table)
            written = f"{target.path.with_name(path.name)}{mark}{table}"
        self._keep_waiting(opened, written)
        self._written[name] = written
        return sink, made

    @contextmanager
    def _reported(self, name: str) -> Iterator[None]:
        """Turn a failure to write into a message that names the output and what to do."""
        try:
            yield
        except OSError as error:
            if not error.errno:
                raise self._refused(name, error) from error
            raise PlannerError(
                tr("Output “{output}” could not be written: {reason}. Choose a folder you may write to and close "
                   "programs that have the file open.").format(
                    output=self._algorithm.parameterDefinition(name).description(),
                    reason=self._staging.spoken(error))) from error
        except QgsProcessingException as error:
            raise self._refused(name, error) from error

    def _refused(self, name: str, error: Exception) -> PlannerError:
        """Return the message that a format, or a full disk, took no more; what GDAL says of it goes into the log."""
        output = self._algorithm.parameterDefinition(name).description()
        target = destination(self._algorithm.parameterDefinition(name), self._parameters[name], self._context)
        reason = self._staging.spoken(error)
        if target is None:
            return PlannerError(tr("Output “{output}” could not be written: {reason}.").format(
                output=output, reason=reason))
        QgsMessageLog.logMessage(f"{name}: {reason}", tr("Kaifeng Resources"), Qgis.MessageLevel.Warning)
        return PlannerError(refusal_message(output, target.path))


class Raster:
    """An output raster being written; its failures name the output."""

    def __init__(self, writer: RasterWriter, reported: Callable[[], AbstractContextManager[None]]) -> None:
        self._writer, self._reported = writer, reported
        self.nodata = writer.nodata

    def write(self, window: Window, values: npt.NDArray[Any], band: int = 1) -> None:
        """Write the values of a window, (height, width), NaN as nodata; raises PlannerError."""
        with self._reported():
            self._writer.write(window, values, band)


def _readers(made: Place | None, fields: QgsFields, columns: Mapping[str, Column],
             wkbs: Sequence[bytes] | Wkbs | None) -> Mapping[str, Batch] | None:
    """Return how rows go into a table past QGIS's features, None where they cannot: into a GeoPackage of ours only."""
    if made is None or format_of(made.path) != KEEPS_ALL or not len(columns[fields[0].name()]):
        return None
    return storable(fields, columns) if wkbs is None or polygons_only(wkbs) else None


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
