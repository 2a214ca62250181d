"""From the parameters of kf:importparcels to parcels: read, put in order, measured, compared with what it says."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem

from ...engine.areas import areas_of
from ...engine.errors import PlannerError
from ...engine.kernel import pick_kernel
from ...engine.lonlat import crs_label
from ...engine.parcel_file import encoding_of, load_format, read_lines
from ...engine.parcel_shapes import Drawing, Shapes, draw, measure
from ...engine.run_record import InputRecord, file_digest
from ...i18n import tr
from ...rules.parcel_notes import UnreadableFile
from ...rules.parcel_place import note_header, place_of
from ...rules.parcel_text import read_parcels
from ..inputs import Inputs
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .import_findings import import_findings, stated_areas
from .import_traits import file_traits, note_dialect
from .note_texts import refusal

if TYPE_CHECKING:
    from pathlib import Path

    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...rules.parcel_areas import Compared
    from ...rules.parcel_dialects import Dialect, Format
    from ...rules.parcel_text import ParcelFile
    from ...rules.progress import Progress

ROLE = "coordinate_file"
_UTF16 = "utf-16"


@dataclass(frozen=True)
class ImportResult(RunResult):
    """Everything a run found out, before anything is written.

    stated: the stated area of each parcel beside its own, None where none is stated; decimals: of the coordinates.
    """

    name: str
    crs: QgsCoordinateReferenceSystem
    drawing: Drawing
    shapes: Shapes
    stated: list[Compared | None]
    dialect: Dialect
    decimals: int


class ImportJob(InputsJob[Inputs]):
    """One run over a coordinate file, made on the main thread."""

    INPUTS = Inputs

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._titles = {name: algorithm.parameterDefinition(name).description() for name in ("INPUT", "CRS")}
        given = parameters.get("CRS")
        self._chosen = algorithm.parameterAsCrs(parameters, "CRS", context) if given else QgsCoordinateReferenceSystem()
        self._inputs.resolved["CRS"] = crs_label(self._chosen) if self._chosen.isValid() else None

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = self._inputs.file_problems(self._inputs.book)
        path = self._inputs.file("INPUT")
        if path is None:
            found.append(tr("“{parameter}” ({name}) is missing: choose a value.").format(
                parameter=self._titles["INPUT"], name="INPUT"))
        elif not path.is_file():
            found.append(tr("“{parameter}”: there is no file {path}.").format(
                parameter=self._titles["INPUT"], path=path))
        if self._chosen.isValid() and self._chosen.isGeographic():
            found.append(tr("“{parameter}”: {crs} is in degrees, coordinate files are in metres. Choose a Gauss-Krüger "
                            "system.").format(parameter=self._titles["CRS"], crs=crs_label(self._chosen)))
        return found

    def run(self, progress: Progress) -> ImportResult:
        """Read, arrange and measure; raises PlannerError and Canceled."""
        inputs, book, kernel, words = self._inputs, self._inputs.book(), pick_kernel(), load_format()
        path: Path = inputs.given["INPUT"]
        try:
            encoding = encoding_of(path, progress)
            file = read_parcels(read_lines(path, encoding, progress.part(0.0, 0.6)), words)
            drawing = draw(file, book, progress)
            crs = self._crs(file, drawing.arranged.zone, words)
            digest = file_digest(path, progress)
        except UnreadableFile as error:
            raise PlannerError(refusal(path.name, error.faults, book)) from error
        except OSError as error:
            raise PlannerError(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in "
                                  "another program.").format(file=path, reason=error.strerror or error)) from error
        if encoding.startswith(_UTF16):
            file.notes.add("exchange.encoding", encoding="UTF-16")
        areas = partial(areas_of, crs=crs, transform_context=inputs.transforms, method=inputs.given["AREA_METHOD"],
                        step_m=float(book.threshold("area.step", "step_m")), progress=progress)
        shapes = measure(drawing, kernel, areas, file.notes, progress.part(0.6, 0.9))
        dialect = self._dialect(file, encoding, drawing, words)
        stated = stated_areas(drawing, shapes, file.notes, book)
        inputs.records.append(InputRecord(
            ROLE, path.name, str(path), crs.authid() or crs.toWkt(), len(drawing.texts),
            tuple(words.titles[column] for column in drawing.texts[0].title.columns), digest))
        found = import_findings(file, drawing, shapes, stated, crs, path.name, book)
        progress.set(1.0)
        return ImportResult(**inputs.outcome(found, book, kernel, progress), name=path.name, crs=crs,
                            drawing=drawing, shapes=shapes, stated=stated, dialect=dialect, decimals=file.decimals)

    def _crs(self, file: ParcelFile, zone: int, words: Format) -> QgsCoordinateReferenceSystem:
        """Return the system of a file, as chosen or as it tells; raises UnreadableFile when neither does."""
        place = place_of(file, zone, words, file.notes)
        note_header(file, words, file.notes)
        if self._chosen.isValid():
            if place is not None and place.crs != self._chosen.authid():
                file.notes.add("exchange.crs_chosen", chosen=crs_label(self._chosen), said=place.crs)
            return self._chosen
        if place is None:
            line, system = file.header.get("system", (0, ""))
            file.notes.fault("exchange.no_system", line, system=system or None, zone=file.value("zone") or None)
            file.notes.refuse()
        return QgsCoordinateReferenceSystem(place.crs if place else "")

    def _dialect(self, file: ParcelFile, encoding: str, drawing: Drawing, words: Format) -> Dialect:
        """Return the dialect of a file, as chosen or the nearest, and note where the file is not like it."""
        traits = file_traits(file, encoding, drawing)
        columns = drawing.texts[0].title.columns
        dialect = words.dialects.get(self._inputs.given["DIALECT"]) or words.identified(columns, traits)
        note_dialect(file, dialect, columns, traits)
        self._inputs.resolved["DIALECT"] = dialect.id
        return dialect
