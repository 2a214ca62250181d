"""The output layers and files of one run: written at its end, taken back when it does not finish."""
from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsWkbTypes,
)

from ..engine.errors import PlannerError
from ..engine.findings_layer import findings_fields, write_finding_points, write_findings
from ..engine.writing import drop_table, write_rows, write_whole
from ..i18n import tr
from .destinations import destination_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

    from qgis.core import QgsFeatureSink, QgsFields, QgsProcessingAlgorithm, QgsProcessingContext

    from ..engine.wkb import Wkbs
    from ..engine.writing import Column
    from ..rules.findings import Finding
    from ..rules.progress import Progress


class Outputs:
    """Collects what a run writes; as a context manager it removes new files when the run fails or is cancelled."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._fresh: list[Path] = []
        self._fresh_tables: list[tuple[Path, str]] = []  # in files that were there before
        self.results: dict[str, Any] = {}

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if kind is not None:
            for path, table in self._fresh_tables:
                drop_table(path, table)
            for path in self._fresh:
                path.unlink(missing_ok=True)

    def wants(self, name: str) -> bool:
        """Tell whether the caller asked for an output."""
        return bool(self._parameters.get(name))

    def layer(self, name: str, fields: QgsFields, columns: Mapping[str, Column], progress: Progress,
              crs: QgsCoordinateReferenceSystem | None = None, wkbs: Sequence[bytes] | Wkbs | None = None) -> None:
        """Write a table, or a MultiPolygon layer where ``wkbs`` is given; skipped when nobody asked for it."""
        if not self.wants(name):
            return
        wkb_type = QgsWkbTypes.Type.NoGeometry if wkbs is None else QgsWkbTypes.Type.MultiPolygon
        with self._reported(name):
            write_rows(self.open_sink(name, fields, wkb_type, crs), fields, columns, progress, wkbs)

    def findings(self, found: Sequence[Finding], crs: QgsCoordinateReferenceSystem, progress: Progress) -> None:
        """Write FINDINGS and FINDING_POINTS, each when asked for."""
        layers = {"FINDINGS": (QgsWkbTypes.Type.MultiPolygon, write_findings),
                  "FINDING_POINTS": (QgsWkbTypes.Type.Point, write_finding_points)}
        for name, (wkb_type, write) in layers.items():
            if self.wants(name):
                with self._reported(name):
                    write(self.open_sink(name, findings_fields(), wkb_type, crs), found, progress)

    def open_sink(self, name: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type,
                  crs: QgsCoordinateReferenceSystem | None) -> QgsFeatureSink:
        """Create an output layer and return its sink. Raises QgsProcessingException or OSError when it cannot."""
        target = destination_file(self._parameters.get(name), self._context)
        existed = target is not None and target[0].exists()
        sink, destination = self._algorithm.parameterAsSink(
            self._parameters, name, self._context, fields, wkb_type, crs or QgsCoordinateReferenceSystem())
        if sink is None:
            raise OSError(tr("no reason given"))
        self.results[name] = destination
        written = Path(destination.split("|")[0])
        if not existed and written.is_file():
            self._fresh.append(written)
        elif target is not None and target[1]:
            self._fresh_tables.append(target)
        return sink

    def file(self, name: str, content: bytes) -> None:
        """Write a whole file; skipped when nobody asked for it."""
        if not self.wants(name):
            return
        path = Path(self._algorithm.parameterAsFileOutput(self._parameters, name, self._context))
        existed = path.exists()
        with self._reported(name):
            write_whole(path, content)
        self.results[name] = str(path)
        if not existed:
            self._fresh.append(path)

    @contextmanager
    def _reported(self, name: str) -> Iterator[None]:
        """Turn a failure to write into a message that names the output and what to do."""
        try:
            yield
        except (OSError, QgsProcessingException) as error:
            raise PlannerError(
                tr("Output “{output}” could not be written: {reason}. Choose a folder you may write to and close "
                   "programs that have the file open.").format(
                    output=self._algorithm.parameterDefinition(name).description(), reason=error)) from error
