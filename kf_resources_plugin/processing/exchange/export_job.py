"""From the parameters of kf:exportparcels to the content of a coordinate file."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...engine.areas import areas_of
from ...engine.crs import national_zone
from ...engine.errors import PlannerError
from ...engine.kernel import pick_kernel
from ...engine.lonlat import crs_label
from ...engine.paper_rings import paper_crs
from ...engine.parcel_export import grid_shapes
from ...engine.parcel_file import load_format
from ...i18n import tr
from ...rules.parcel_writing import WrittenRing, header_lines, numbered, parcel_lines
from ...rules.units import hundredths
from ...rules.zones import CGCS2000
from ..inputs import Inputs
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .export_findings import export_findings
from .export_texts import Texts, parcel_texts

if TYPE_CHECKING:

    from ...engine.reading import PolygonTable
    from ...rules.areas import Ints
    from ...rules.parcel_dialects import Dialect
    from ...rules.progress import Progress
    from ...rules.zones import Zone

ROLE = "parcels"
FIELDS = {"parcel_no": "NUMBER_FIELD", "name": "NAME_FIELD", "use": "USE_FIELD", "sheet": "SHEET_FIELD",
          "class_code": "CLASS_FIELD"}
"""The field parameter of each column that comes from the layer."""
MORE_COLUMNS = ("patch_type", "land_type", "grade_before", "grade_after", "note")
"""Columns that are found by their names, for few dialects have them."""


@dataclass(frozen=True)
class ExportResult(RunResult):
    """The content of a coordinate file, and what went into it, before anything is written.

    table: the rows that are written; texts: their cells; rings: as written; area: int64 hundredths of m² of what is
    written; lines: that of each title row.
    """

    content: bytes
    table: PolygonTable
    texts: Texts
    rings: list[list[WrittenRing]]
    area: Ints
    lines: list[int]
    dialect: Dialect
    decimals: int
    shift: int


class ExportJob(InputsJob[Inputs]):
    """One run over a layer of parcels, made on the main thread."""

    INPUTS = Inputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.layer_problems("INPUT"), *inputs.file_problems(inputs.book)]
        for column, parameter in FIELDS.items():
            found += inputs.missing_field("INPUT", parameter, ROLE, column)
        return found or self._zone_problems()

    def _zone_problems(self) -> list[str]:
        """Return that the layer is in none of the systems these files are written in, and into which to bring it."""
        layer = self._inputs.layers.get("INPUT")
        if layer is None or national_zone(layer.features.crs, self._inputs.book()) is not None:
            return []
        crs = layer.features.crs
        suggested = paper_crs(crs, layer.bounds, self._inputs.transforms, self._inputs.book()).authid()
        return [tr("Layer “{layer}” is in {crs}; coordinate files are written in a Gauss-Krüger system of CGCS2000. "
                   "Bring it there first, here to {suggested} (native:reprojectlayer).").format(
            layer=layer.label, crs=crs_label(crs), suggested=suggested)]

    def run(self, progress: Progress) -> ExportResult:
        """Read, round, arrange, write into memory; raises PlannerError and Canceled."""
        inputs, book, kernel, words = self._inputs, self._inputs.book(), pick_kernel(), load_format()
        dialect = words.dialects[inputs.given["DIALECT"]]
        decimals = int(inputs.given["DECIMALS"])
        fields = {column: inputs.field("INPUT", parameter, ROLE, column) for column, parameter in FIELDS.items()}
        fields.update(inputs.standard_fields("INPUT", ROLE, {
            column: column for column in MORE_COLUMNS if column in dialect.columns}))
        table = inputs.read("INPUT", ROLE, [name for name in fields.values() if name], book, progress.part(0.0, 0.3))
        table = inputs.repaired(table, ROLE, kernel, book, progress.part(0.3, 0.5))
        shapes = grid_shapes(table.wkb, decimals, progress)
        kept = np.flatnonzero([bool(wkb) for wkb in shapes.wkb])
        if not len(kept):
            raise PlannerError(tr("Layer “{layer}” holds no parcel that could be written.").format(layer=table.name))
        zone = national_zone(table.crs, book)
        if zone is None:
            raise PlannerError("\n".join(self._zone_problems()))
        progress.set(0.7)
        written = table.take(kept).with_wkb(np.arange(len(kept), dtype=np.int64), shapes.wkb[kept].tolist())
        areas = areas_of(written.wkb, table.crs, inputs.transforms, method=inputs.given["AREA_METHOD"],
                         step_m=float(book.threshold("area.step", "step_m")), progress=progress)
        encoding = str(dialect.traits.encoding)
        texts = parcel_texts(written, fields, encoding)
        rings = [numbered(shapes.rings[row], dialect) for row in kept.tolist()]
        shift = (zone.number if dialect.traits.zone_prefix else 0) - (zone.number if zone.prefixed else 0)
        lines = list(header_lines(words, dialect, self._header(zone, decimals, texts, encoding)))
        titles = []
        for row, parcel in enumerate(rings):
            progress.check()
            titles.append(len(lines) + 1)
            cells = {**texts.row(row), "shape": words.written["shape"]}
            lines.extend(parcel_lines(cells, parcel, float(areas[row]), dialect, decimals, shift))
        found = export_findings(table, written, shapes, texts, kernel, decimals, book)
        progress.set(1.0)
        return ExportResult(
            **inputs.outcome(found, book, kernel, progress),
            content="".join(f"{line}\r\n" for line in lines).encode(encoding), table=written, texts=texts, rings=rings,
            area=hundredths(areas), lines=titles, dialect=dialect, decimals=decimals, shift=shift)

    def _header(self, zone: Zone, decimals: int, texts: Texts, encoding: str) -> dict[str, str]:
        """Return the values of the header that the format does not fix."""
        given = self._inputs.given
        producer, day = given["PRODUCER"] or "", given["DATE"] or date.today().isoformat()
        self._inputs.resolved["DATE"] = day
        system = next(system for system in load_format().systems if system.id == CGCS2000)
        return {"producer": texts.safe("PRODUCER", producer, encoding), "date": day, "system": system.header,
                "width": str(zone.width), "zone": str(zone.number), "precision": f"{10.0 ** -decimals:.{decimals}f}"}
