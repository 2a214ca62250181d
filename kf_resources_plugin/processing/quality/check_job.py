"""From the parameters of kf:checkland to what is wrong with a layer, and to a copy with its plain faults mended."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsUnitTypes

from ...engine.areas import mean_widths_of
from ...engine.crs import transform_between
from ...engine.kernel import pick_kernel
from ...engine.lonlat import lonlat_function
from ...engine.reading import brought
from ...engine.reference_shift import gcj02_shift
from ...engine.validity import repair
from ...engine.wkb import rings_from_wkb, wkb_areas
from ...rules.gauss_kruger import SEMI_MAJOR
from ...rules.text import clean
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .attribute_faults import AttributeCheck
from .check_inputs import AUTO, LAND, REFERENCE, CheckInputs
from .faults import Faults
from .parcel_faults import CLASS, control_faults, declared_faults, read_survey, small_parcels, value_faults
from .shape_faults import (
    Ruler,
    coverage_faults,
    faults_left,
    narrow_features,
    reference_faults,
    vertex_faults,
    without_repeated,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsFields, QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.kernel import Kernel
    from ...engine.reading import PolygonTable
    from ...engine.schema import Schema
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .faults import CheckedLayer

ALL, FIELDS, VALUES, AREAS, GEOMETRY, TOPOLOGY, COMPARISON = (
    "all", "fields", "values", "areas", "geometry", "topology", "reference")
LOOKED_FOR, IGNORED = "look", "ignore"
"""What to do with gaps; AUTO: as the standard asks."""
_DEGREES, _POLE = 360.0, 89.0


@dataclass(frozen=True)
class Corrected:
    """The corrected copy: shapes and columns of all fields; left: features with faults that should be gone."""

    table: PolygonTable
    columns: Mapping[str, np.ndarray]
    left: int


@dataclass(frozen=True)
class CheckResult(RunResult):
    """Everything a run found out, before anything is written; schema: None where no standard was applied."""

    layer: CheckedLayer
    fields: QgsFields
    schema: Schema | None
    faults: Faults
    corrected: Corrected | None


class CheckJob(InputsJob[CheckInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = CheckInputs

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._copies = bool(parameters.get("CORRECTED"))

    def problems(self) -> list[str]:
        """Return what keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> CheckResult:
        """Read and check; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        fields = inputs.layers[LAND].features.fields
        schema = inputs.schema()
        matched = inputs.matched(schema)
        layer = inputs.checked(matched, book, progress.part(0.0, 0.2), whole=self._copies)
        faults = Faults(layer, book)
        own = {name: found for name, (found, _) in matched.items()}
        if schema is None:
            faults.one("check.no_schema")
        else:
            faults.one("check.schema_found", schema=schema.zh if book.language == "zh" else schema.en,
                       count=len(matched))
            check = AttributeCheck(faults, schema, own)
            if self._wants(FIELDS):
                check.fields(fields, matched)
            if self._wants(VALUES):
                check.values(progress.part(0.2, 0.3))
        ruler = self._ruler(layer.table, book, progress)
        valid, mended = repair(layer.table, kernel, book, progress.part(0.3, 0.4), role=layer.role)
        self._parcels(faults, own, valid, ruler, progress)
        self._shapes(faults, schema, valid, mended, ruler, kernel, progress.part(0.4, 0.8))
        self._comparison(faults, valid, ruler, kernel, progress.part(0.8, 0.95))
        corrected = self._corrected(layer, valid, ruler, kernel) if self._copies else None
        progress.set(1.0)
        return CheckResult(**inputs.outcome(faults.findings, book, kernel, progress), layer=layer, fields=fields,
                           schema=schema, faults=faults, corrected=corrected)

    def _wants(self, check: str) -> bool:
        return self._inputs.given["CHECK"] in {ALL, check}

    def _ruler(self, table: PolygonTable, book: RuleBook, progress: Progress) -> Ruler:
        """Return how shapes are measured: on the ellipsoid, in the plane where the CRS cannot be used."""
        inputs = self._inputs
        tolerance = float(inputs.given["TOLERANCE_M"])
        scale = _scale(table)
        if not inputs.crs_is_usable:
            return Ruler(lambda wkb: wkb_areas(np.asarray(wkb, dtype=object)) * (scale[0] * scale[1]),
                         partial(_planar_widths, scale), scale, tolerance)

        def widths(wkb: Wkbs, areas: Floats) -> Floats:
            return mean_widths_of(wkb, areas, table.crs, inputs.transforms, progress)

        return Ruler(inputs.areas(table.crs, book, progress), widths, scale, tolerance)

    def _parcels(self, faults: Faults, own: Mapping[str, str], valid: PolygonTable, ruler: Ruler,
                 progress: Progress) -> None:
        survey = None
        if CLASS in own and (self._wants(VALUES) or self._wants(AREAS)):
            survey = read_survey(faults, own, str(self._inputs.given["CLASS_SYSTEM"]))
        if survey is not None and self._wants(VALUES):
            value_faults(faults, survey, own)
        if not self._wants(AREAS):
            return
        if not self._inputs.crs_is_usable:
            faults.one("check.areas_not_checked")
            return
        computed = ruler.areas(valid.wkb)
        declared_faults(faults, own, computed)
        if survey is not None:
            small_parcels(faults, survey, computed)
        control = self._inputs.control_areas(progress)
        if control is not None:
            control_faults(faults, own, control)

    def _shapes(self, faults: Faults, schema: Schema | None, valid: PolygonTable, mended: list[Any], ruler: Ruler,
                kernel: Kernel, progress: Progress) -> None:
        if self._wants(GEOMETRY):
            faults.take(mended)
            vertex_faults(faults, ruler, progress.part(0.0, 0.3))
            narrow_features(faults, ruler.areas(valid.wkb), ruler)
        if self._wants(TOPOLOGY):
            chosen = self._inputs.given["GAPS"]
            by_standard = schema is not None and schema.name in faults.book.threshold("check.gap", "schemas")
            closed = by_standard if chosen == AUTO else chosen == LOOKED_FOR
            coverage_faults(faults, valid, ruler, kernel, progress.part(0.3, 1.0), closed=closed)

    def _comparison(self, faults: Faults, valid: PolygonTable, ruler: Ruler, kernel: Kernel,
                    progress: Progress) -> None:
        """Compare the layer with a reference: in GCJ-02 it would seem to lie elsewhere altogether."""
        inputs, book = self._inputs, faults.book
        if not inputs.has(REFERENCE) or not self._wants(COMPARISON):
            return
        given = inputs.read(REFERENCE, "reference", [], book, progress.part(0.0, 0.2))
        transform, found = transform_between(given.crs, valid.crs, inputs.transforms, book, given.name) \
            if valid.crs.isValid() else (None, [])
        if not inputs.crs_is_usable or any(item.severity == "error" for item in found):
            faults.one("check.reference_not_used", reference=given.name)
            return
        faults.take(found)
        reference = given if transform is None else brought(given, transform, progress)
        reference, mended = repair(reference, kernel, book, progress.part(0.2, 0.4), role="reference")
        faults.take(mended)
        to_lonlat, _ = lonlat_function(valid.crs, inputs.transforms)
        shift = gcj02_shift(valid.wkb, to_lonlat, reference.wkb, to_lonlat, book, progress)
        if shift is not None:
            faults.one("crs.gcj02_suspected", reference=given.name, offset_m=f"{shift.offset_m:.0f}",
                       bearing=f"{shift.bearing:.0f}", left_m=f"{shift.left_m:.2f}")
            return
        reference_faults(faults, valid, reference, ruler, kernel, progress.part(0.4, 1.0))

    def _corrected(self, layer: CheckedLayer, valid: PolygonTable, ruler: Ruler, kernel: Kernel) -> Corrected:
        """Return the copy: valid shapes without repeated vertices, texts without padding; and what is left in it."""
        table = without_repeated(valid, ruler, kernel)
        columns = {name: _plain(column) if column.dtype == object else column
                   for name, column in layer.table.columns.items()}
        return Corrected(table, columns, faults_left(table, ruler, kernel))


def _plain(column: np.ndarray) -> np.ndarray:
    """Return a column with its texts as codes are compared; what stands for no value stays as it is."""
    plain = column.copy()
    for row, value in enumerate(column.tolist()):
        if isinstance(value, str) and clean(value):
            plain[row] = clean(value)
    return plain


def _scale(table: PolygonTable) -> tuple[float, float]:
    """Return metres per unit of x and y; what a CRS says goes only as far as the coordinates bear it out."""
    bounds = table.bounds[~np.isnan(table.bounds).any(axis=1)]
    if len(bounds) and (np.abs(bounds) <= _DEGREES).all() and (table.crs.isGeographic() or not table.crs.isValid()):
        latitude = float(np.clip((bounds[:, 1].min() + bounds[:, 3].max()) / 2.0, -_POLE, _POLE))
        degree = float(np.radians(SEMI_MAJOR))
        return degree * float(np.cos(np.radians(latitude))), degree
    if table.crs.isGeographic() or not table.crs.isValid():
        return 1.0, 1.0
    unit = QgsUnitTypes.fromUnitToUnitFactor(table.crs.mapUnits(), QgsUnitTypes.DistanceUnit.DistanceMeters)
    return unit, unit


def _planar_widths(scale: tuple[float, float], wkb: Wkbs, areas: Floats) -> Floats:
    """Return twice the area over the perimeter in metres, float64 (rows,)."""
    rings = rings_from_wkb(wkb)
    steps = np.hypot(np.diff(rings.x) * scale[0], np.diff(rings.y) * scale[1])
    steps[rings.offsets[1:-1] - 1] = 0.0
    perimeter = np.bincount(np.repeat(rings.owner, np.diff(rings.offsets))[:-1], steps, rings.owners)
    return np.divide(2.0 * areas, perimeter, out=np.zeros(len(areas)), where=perimeter > 0)
