"""The output layers and files of one run: written at its end, taken back when it does not finish."""
from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Dict, List, Mapping, Optional, Sequence, Type

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsWkbTypes,
)

from ..engine.errors import PlannerError
from ..engine.writing import write_rows, write_whole
from ..i18n import tr
from ..rules.progress import Progress


class Outputs:
    """Collects what a run writes; as a context manager it removes new files when the run fails or is cancelled."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: Dict[str, Any],
                 context: QgsProcessingContext) -> None:
        self._algorithm, self._parameters, self._context = algorithm, parameters, context
        self._fresh: List[Path] = []
        self.results: Dict[str, Any] = {}

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        if kind is not None:
            for path in self._fresh:
                path.unlink(missing_ok=True)

    def wants(self, name: str) -> bool:
        """Tell whether the caller asked for an output."""
        value = self._parameters.get(name)
        definition = self._algorithm.parameterDefinition(name)
        return bool(value) or (name not in self._parameters and definition.createByDefault())

    def layer(self, name: str, fields: QgsFields, columns: Mapping[str, Sequence[Any]], progress: Progress,
              crs: Optional[QgsCoordinateReferenceSystem] = None, wkbs: Optional[Sequence[bytes]] = None) -> None:
        """Write a table, or a MultiPolygon layer where ``wkbs`` is given; skipped when nobody asked for it."""
        if not self.wants(name):
            return
        wkb_type = QgsWkbTypes.Type.NoGeometry if wkbs is None else QgsWkbTypes.Type.MultiPolygon
        sink, destination = self.open_sink(name, fields, wkb_type, crs)
        try:
            write_rows(sink, fields, columns, progress, wkbs)
        except OSError as error:
            raise PlannerError(self._refused(name, str(error))) from error

    def open_sink(self, name: str, fields: QgsFields, wkb_type: QgsWkbTypes.Type,
                  crs: Optional[QgsCoordinateReferenceSystem]) -> Any:
        """Create an output layer; returns (sink, destination id). Raises PlannerError when it cannot be written."""
        before = self._file_of(name)
        existed = before is not None and before.exists()
        try:
            sink, destination = self._algorithm.parameterAsSink(
                self._parameters, name, self._context, fields, wkb_type, crs or QgsCoordinateReferenceSystem())
        except QgsProcessingException as error:
            raise PlannerError(self._refused(name, str(error))) from error
        if sink is None:
            raise PlannerError(self._refused(name, ""))
        self.results[name] = destination
        written = Path(destination.split("|")[0])
        if not existed and written.is_file():
            self._fresh.append(written)
        return sink, destination

    def file(self, name: str, content: bytes) -> None:
        """Write a whole file; skipped when nobody asked for it."""
        if not self.wants(name):
            return
        path = Path(self._algorithm.parameterAsFileOutput(self._parameters, name, self._context))
        existed = path.exists()
        try:
            write_whole(path, content)
        except OSError as error:
            raise PlannerError(self._refused(name, str(error))) from error
        self.results[name] = str(path)
        if not existed:
            self._fresh.append(path)

    def _file_of(self, name: str) -> Optional[Path]:
        value = self._parameters.get(name)
        return Path(value.split("|")[0]) if isinstance(value, str) and value else None

    def _refused(self, name: str, reason: str) -> str:
        description = self._algorithm.parameterDefinition(name).description()
        return tr("Output “{output}” could not be written: {reason}. Choose a folder you may write to and close "
                  "programs that have the file open.").format(output=description, reason=reason or tr("unknown"))
