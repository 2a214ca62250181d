"""From the parameters of kf:checkland to what is wrong with a layer, and to a copy with its plain faults mended."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...engine.kernel import pick_kernel
from ...engine.reading import PolygonTable
from ...engine.roles import POINT, POLYGON
from ...engine.validity import repair
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .attribute_faults import AttributeCheck, unreadable_names
from .check_inputs import AUTO, LAND, CheckInputs
from .comparison import compare, guess, read_reference
from .corrected import Corrected, corrected_copy
from .earlier import AGAIN, ALONE, UNCHECKED, rule_place
from .faults import Faults
from .parcel_faults import CLASS, control_faults, declared_faults, read_survey, small_parcels, value_faults
from .point_faults import point_faults
from .rulers import ruler_of
from .shape_faults import coverage_faults, narrow_features, vertex_faults
from .unchecked import why_unchecked
from .works import (
    ALL,
    BY_SURVEY,
    CLASSES,
    CODES,
    CONTROL,
    DECLARED,
    FIELDS,
    GAPS,
    ON_SHAPES,
    ON_VALID_SHAPES,
    OVERLAPS,
    PARCELS,
    POINTS,
    READING,
    REFERENCE,
    SMALLEST,
    STANDARD,
    VALIDITY,
    VALUES,
    VERTICES,
    WIDTHS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qgis.core import QgsFields, QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.kernel import Kernel
    from ...engine.schema import Schema
    from ...rules.progress import Progress
    from .faults import CheckedLayer
    from .rulers import Ruler

LOOKED_FOR, IGNORED = "look", "ignore"
"""What to do with gaps; AUTO: as the standard asks."""


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
        self._works = inputs.works()
        fields = inputs.layers[LAND].features.fields
        schema = inputs.schema()
        matched = inputs.matched(schema)
        layer = inputs.checked(matched, book, progress.part(0.0, 0.2), whole=self._copies)
        faults = Faults(layer, book, inputs.rule)
        own = {name: found for name, (found, _) in matched.items()}
        self._attributes(faults, fields, schema, matched, progress.part(0.2, 0.3))
        corrected = None
        if isinstance(layer.table, PolygonTable) and layer.kind == POLYGON:
            corrected = self._polygons(faults, layer.table, schema, own, kernel, progress.part(0.3, 0.95))
        else:
            self._others(faults, own, progress.part(0.3, 0.95))
            corrected = corrected_copy(layer.table, None, kernel) if self._copies else None
        self._rule_alone(faults, schema, own)
        faults.take(inputs.findings)
        inputs.findings.clear()
        earlier = inputs.earlier(layer.role, progress)
        if earlier is not None:
            faults.keep(earlier)
        progress.set(1.0)
        return CheckResult(**inputs.outcome(faults.findings, book, kernel, progress), layer=layer, fields=fields,
                           schema=schema, faults=faults, corrected=corrected)

    def _does(self, *works: str) -> bool:
        return not self._works.isdisjoint(works)

    def _attributes(self, faults: Faults, fields: QgsFields, schema: Schema | None,
                    matched: Mapping[str, tuple[str, str]], progress: Progress) -> None:
        """Check fields, values and codes; raises PlannerError and Canceled."""
        if self._does(FIELDS):
            unreadable_names(faults, fields)
        if schema is None:
            if self._does(STANDARD):
                faults.one("check.no_schema")
            return
        if self._does(STANDARD):
            faults.one("check.schema_found", schema=schema.zh if faults.book.language == "zh" else schema.en,
                       count=len(matched))
        check = AttributeCheck(faults, schema, {name: found for name, (found, _) in matched.items()})
        if self._does(FIELDS):
            check.fields(fields, matched)
        if self._does(VALUES):
            check.values(progress)
        if self._does(CODES):
            check.codes()

    def _polygons(self, faults: Faults, table: PolygonTable, schema: Schema | None, own: Mapping[str, str],
                  kernel: Kernel, progress: Progress) -> Corrected | None:
        """Check what only polygons have; return the corrected copy where it is wanted."""
        inputs, book = self._inputs, faults.book
        ruler = ruler_of(inputs, table, book, progress)
        valid = table
        if self._copies or self._does(*ON_VALID_SHAPES):
            valid, mended = repair(table, kernel, book, progress.part(0.0, 0.15), role=faults.layer.role)
            if self._does(VALIDITY):
                faults.take(mended)
        self._parcels(faults, own, valid, ruler, progress)
        self._shapes(faults, valid, ruler, kernel, progress.part(0.15, 0.7), closed=self._closed(faults, schema))
        if self._does(REFERENCE, READING):
            given = read_reference(inputs, faults, progress.part(0.7, 0.75))
            guess(inputs, faults, table, given, progress)
            if given is not None and self._does(REFERENCE):
                compare(inputs, faults, valid, given, ruler, kernel, progress.part(0.75, 0.95))
        return corrected_copy(valid, ruler, kernel) if self._copies else None

    def _parcels(self, faults: Faults, own: Mapping[str, str], valid: PolygonTable, ruler: Ruler,
                 progress: Progress) -> None:
        """Check what attributes of parcels say of one another and of their shapes."""
        survey = None
        if CLASS in own and self._does(*BY_SURVEY):
            survey = read_survey(faults, own, str(self._inputs.given["CLASS_SYSTEM"]), told=self._does(CLASSES))
        if survey is not None and self._does(PARCELS):
            value_faults(faults, survey, own)
        if self._does(DECLARED, SMALLEST):
            if not self._inputs.crs_is_usable:
                faults.one("check.areas_not_checked")
            else:
                computed = ruler.areas(valid.wkb)
                if self._does(DECLARED):
                    declared_faults(faults, own, computed)
                if survey is not None and self._does(SMALLEST):
                    small_parcels(faults, survey, computed)
        self._sums(faults, own, progress)

    def _sums(self, faults: Faults, own: Mapping[str, str], progress: Progress) -> None:
        control = self._inputs.control_areas(progress) if self._does(CONTROL) else None
        if control is not None:
            control_faults(faults, own, control)

    def _shapes(self, faults: Faults, valid: PolygonTable, ruler: Ruler, kernel: Kernel, progress: Progress, *,
                closed: bool) -> None:
        if self._does(VERTICES):
            vertex_faults(faults, ruler, progress.part(0.0, 0.3))
        if self._does(WIDTHS):
            narrow_features(faults, ruler.areas(valid.wkb), ruler)
        if self._does(OVERLAPS, GAPS):
            coverage_faults(faults, valid, ruler, kernel, progress.part(0.3, 1.0), overlaps=self._does(OVERLAPS),
                            closed=closed and self._does(GAPS))

    def _closed(self, faults: Faults, schema: Schema | None) -> bool:
        """Tell whether gaps between features are faults."""
        chosen = self._inputs.given["GAPS"]
        by_standard = schema is not None and schema.name in faults.book.threshold("check.gap", "schemas")
        return by_standard if chosen == AUTO else bool(chosen == LOOKED_FOR)

    def _others(self, faults: Faults, own: Mapping[str, str], progress: Progress) -> None:
        """Check what points, lines and tables have, and tell what only polygons have."""
        survey = None
        if CLASS in own and self._does(CLASSES, PARCELS):
            survey = read_survey(faults, own, str(self._inputs.given["CLASS_SYSTEM"]), told=self._does(CLASSES))
        if survey is not None and self._does(PARCELS):
            value_faults(faults, survey, own)
        self._sums(faults, own, progress)
        if self._does(*ON_SHAPES):
            faults.one("check.shapes_not_checked")
        if faults.layer.kind == POINT and self._does(POINTS):
            point_faults(faults, ruler_of(self._inputs, faults.layer.table, faults.book, progress), progress)

    def _rule_alone(self, faults: Faults, schema: Schema | None, own: Mapping[str, str]) -> None:
        """Tell of a check for one rule that there were no others, and where it could not be made."""
        inputs, book = self._inputs, faults.book
        if inputs.rule == ALL:
            return
        title, place = book.title(inputs.rule), rule_place(inputs.rule)
        faults.one(AGAIN if inputs.has_earlier else ALONE, place, title=title)
        reason = why_unchecked(inputs.rule, inputs, schema, own, book, closed=self._closed(faults, schema))
        if reason:
            faults.one(UNCHECKED, place, title=title, reason=reason)
