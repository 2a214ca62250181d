"""From the parameters of kf:surveymerge to the list of edits and what is to be said of it."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry

from ...engine.errors import PlannerError
from ...engine.kernel import pick_kernel
from ...engine.run_record import InputRecord, content_digest
from ...engine.schema import load_schema
from ...engine.staging import in_words
from ...i18n import tr
from ...rules.three_way import compare
from ...survey.edit_judge import EditJudge
from ...survey.edit_list import ListedEdits, listed_edits
from ...survey.package_project import TASKS
from ...survey.present_rows import PresentRows
from ...survey.refused import Refused
from ...survey.returned_evidence import Evidence, read_evidence, schema_kinds
from ...survey.returned_package import open_package
from ...survey.same_shapes import SameShapes
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .merge_consequences import consequence_findings
from .merge_findings import merge_findings
from .merge_inputs import MergeInputs, crs_of
from .merge_neighbours import is_coverage, neighbour_findings
from .merge_values import edit_values, shape_sizes
from .package_inputs import NO_ROLE_LAYER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from qgis.core import QgsWkbTypes

    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...rules.three_way import Comparison, Returned
    from ...survey.present_rows import PresentRow
    from ...survey.returned_package import PackagedLayer, ReturnedPackage
    from ...survey.returned_tables import OriginRow
    from .merge_values import States


@dataclass(frozen=True)
class MergeResult(RunResult):
    """The edits of one layer with what is said of their values, the evidence, how many tasks are in which state, and
    how the layer stood.
    """

    edits: ListedEdits
    evidence: Evidence
    tasks: Mapping[str, int]
    features: int
    crs: QgsCoordinateReferenceSystem
    wkb_type: QgsWkbTypes.Type
    values: Sequence[States]
    evidence_crs: QgsCoordinateReferenceSystem
    made: str
    table: str


class MergeJob(InputsJob[MergeInputs]):
    """One run, made on the main thread."""

    INPUTS = MergeInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> MergeResult:
        """Compare without taking photos along; raises PlannerError and Canceled."""
        return self.merge(None, progress)

    def merge(self, photos: Callable[[str], Path] | None, progress: Progress) -> MergeResult:
        """Compare; ``photos`` tells where a photo is written by its name. Raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        most_rows = int(book.threshold("survey.return_limits", "most_rows"))
        try:
            with open_package(inputs.given_package(), inputs.file("ORIGIN"), inputs.limits(book), most_rows,
                              progress.part(0.0, 0.2)) as package:
                return self._compared(package, photos, book, progress.part(0.2, 1.0))
        except Refused as error:
            raise PlannerError(book.refusal(error.rule, **error.values)) from error
        except OSError as error:
            raise PlannerError(tr("The package could not be read: {reason}. Choose a folder for results that you may "
                                  "write to, with enough room.").format(reason=in_words(error))) from error

    def _compared(self, package: ReturnedPackage, photos: Callable[[str], Path] | None, book: RuleBook,
                  progress: Progress) -> MergeResult:
        inputs = self._inputs
        layer = inputs.packaged(package)
        kinds = {name: inputs.own[name] for name in layer.fields}
        origin = package.base.origin(layer.table, kinds, progress)
        slip = "slip_degrees" if inputs.layers["LAYER"].features.crs.isGeographic() else "slip_m"
        same = SameShapes(float(book.threshold("survey.same_shape", slip)))
        returned = [one if (left := origin.get(one.key)) is None else replace(one, row=same.settled(one.row, left.row))
                    for one in package.data.returned(layer.table, kinds, progress)]
        own_id = self._own_id(kinds)
        reader = PresentRows(inputs.layers["LAYER"].features, kinds, own_id, lasting=inputs.lasting)
        found, unsure = reader.found(origin, progress.part(0.0, 0.3))
        here = {key: replace(one, row=same.settled(one.row, origin[key].row)) for key, one in found.items()}
        self._refuse_other_layer(len(origin), len(here) - unsure, book)
        comparison = self._compare(origin, returned, here, reader, layer, kinds, progress.part(0.3, 0.7))
        edits = listed_edits(comparison, {key: one.row for key, one in origin.items()}, here, own_id)
        evidence = read_evidence(package, edits.subjects, here, float(book.threshold("survey.return_limits",
                                 "most_photo_mb")), photos, progress.part(0.7, 0.9))
        self._record(layer, comparison)
        tasks = Counter(str(row.values["state"] or "") for row in package.data.plain(
            TASKS, schema_kinds(load_schema(TASKS)), progress))
        crs = inputs.layers["LAYER"].features.crs
        sizes = shape_sizes(edits.edits, inputs.wkb_type, crs, inputs.transforms,
                            float(book.threshold("area.step", "step_m")))
        findings = [*merge_findings(edits, evidence, package, layer, inputs.role or NO_ROLE_LAYER, book),
                    *consequence_findings(edits.edits, here, self._judge(kinds, QgsGeometry()), sizes, inputs, book)]
        kernel = pick_kernel() if is_coverage(inputs, book) else None
        if kernel is not None:
            findings += neighbour_findings(edits, reader, own_id, inputs, kernel, book, progress.part(0.9, 1.0))
        progress.set(1.0)
        values = edit_values(edits.edits, sizes, inputs.wkb_type, degrees=crs.isGeographic())
        return MergeResult(
            **inputs.outcome(findings, book, kernel or "", progress), edits=edits, values=values, evidence=evidence,
            tasks=tasks, features=inputs.layers["LAYER"].features.rows, crs=crs, wkb_type=inputs.wkb_type,
            made=package.made, table=layer.table, evidence_crs=crs_of(*package.crs))

    def _own_id(self, kinds: Mapping[str, str]) -> str | None:
        judge = self._judge(kinds, QgsGeometry())
        return next((name for name in judge.unique_fields() if name in kinds), None)

    def _judge(self, kinds: Mapping[str, str], land: QgsGeometry) -> EditJudge:
        inputs = self._inputs
        own = {standard: name for standard, name in inputs.by_standard.items() if name in kinds}
        return EditJudge(inputs.layers["LAYER"].features.fields, kinds, inputs.schema, own, inputs.wkb_type, land)

    def _compare(self, origin: Mapping[str, OriginRow], returned: list[Returned], here: Mapping[str, PresentRow],
                 reader: PresentRows, layer: PackagedLayer, kinds: Mapping[str, str],
                 progress: Progress) -> Comparison:
        judge = self._judge(kinds, QgsGeometry.fromWkt(layer.land))
        for field in judge.unique_fields():
            left = {key: one.row.values[field] for key, one in origin.items()}
            came: list[Any] = [one.row.values[field] for one in returned if one.row.values[field] is not None]
            new = [one.row.values[field] for one in returned if one.row.values[field] != left.get(one.key)]
            judge.knows(field, reader.holders(field, set(new) - {None}, progress), came,
                        {key: one.fid for key, one in here.items()})
        present = {key: one.row for key, one in here.items()}
        met = {one.fid for one in here.values()}
        for one in returned:
            # what a merge before this one brought in is there already
            if one.key and one.key not in origin and any(
                    row.row == one.row for row in reader.near(one.row, progress) if row.fid not in met):
                present[one.key] = one.row
        return compare({key: one.row for key, one in origin.items()}, returned, present,
                       {one.number: key for key, one in origin.items()}, judge.faults)

    def _refuse_other_layer(self, rows: int, found: int, book: RuleBook) -> None:
        least = float(book.threshold("survey.return_other_layer", "least_share_of_total"))
        if rows and found < least * rows:
            raise Refused("survey.return_other_layer", layer=self._inputs.label("LAYER"), count=rows - found, rows=rows)

    def _record(self, layer: PackagedLayer, comparison: Comparison) -> None:
        source = self._inputs.layers["LAYER"]
        self._inputs.records.append(InputRecord(
            self._inputs.role or NO_ROLE_LAYER, source.label, source.source, source.features.crs.authid(),
            source.features.rows, layer.fields, content_digest(
                [[edit.key, edit.kind, edit.verdict, edit.field, edit.reason] for edit in comparison.edits])))
        self._inputs.modified[self._inputs.role or NO_ROLE_LAYER] = source.modified
