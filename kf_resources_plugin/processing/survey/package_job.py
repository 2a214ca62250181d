"""From the parameters of kf:surveypackage to a package that was checked, and what is to be said of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ...engine.errors import PlannerError
from ...engine.run_record import InputRecord
from ...engine.staging import in_words
from ...i18n import tr
from ...survey.package import Package, build_package, zip_package
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .package_inputs import NO_ROLE_LAYER, ZIP, PackageInputs

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...survey.packed_rows import PackedLayer

_TURNED = ("，再以 2-opt 改进", " and improved by 2-opt")


@dataclass(frozen=True)
class PackageResult(RunResult):
    """The package that stands, what it is called, and the CRS of its tasks."""

    package: Package
    called: str
    crs: QgsCoordinateReferenceSystem


class PackageJob(InputsJob[PackageInputs]):
    """One run, made on the main thread."""

    INPUTS = PackageInputs

    @property
    def called(self) -> str:
        """Return the name of the folder or file that is made."""
        return self._inputs.called

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> PackageResult:
        """Build a package that nobody asked to keep, for its figures; raises PlannerError and Canceled."""
        with TemporaryDirectory() as folder:
            return self.build(Path(folder) / self.called, progress)

    def build(self, place: Path, progress: Progress) -> PackageResult:
        """Build the package at a place, a folder or a zip; raises PlannerError and Canceled."""
        inputs, book = self._inputs, self._inputs.book()
        folder = place.with_name(inputs.name)
        try:
            folder.mkdir()
            package = build_package(folder, inputs.plan(book), datetime.now().astimezone(), progress)
            if package.faults:
                raise PlannerError("\n".join(book.refusal(fault.rule, **fault.values) for fault in package.faults))
            if inputs.given["PACKING"] == ZIP:
                zip_package(folder, place, progress)
        except OSError as error:
            raise PlannerError(tr("The package could not be written: {reason}. Choose a folder you may write to, with "
                                  "enough room.").format(reason=in_words(error))) from error
        self._record(package)
        findings = _findings(package, inputs.memory, float(inputs.given["MARGIN"]), float(inputs.given["MAX_MB"]), book)
        return PackageResult(**inputs.outcome(findings, book, "", progress), package=package, called=inputs.called,
                             crs=package.packed[0].layer.features.crs)

    def _record(self, package: Package) -> None:
        """Note what was taken from each layer."""
        inputs, tasks = self._inputs, self._inputs.layers["TASKS"]
        inputs.records.append(InputRecord("survey_tasks", tasks.label, tasks.source, tasks.features.crs.authid(),
                                          len(package.route.tasks), (), package.route.digest))
        for packed in package.packed:
            layer = packed.layer
            inputs.records.append(InputRecord(
                layer.role or NO_ROLE_LAYER, layer.title, layer.place,
                layer.features.crs.authid() or layer.features.crs.toWkt(), packed.rows, tuple(packed.fields),
                packed.digest))


def _findings(package: Package, memory: list[str], margin_m: float, most_mb: float, book: RuleBook) -> list[Finding]:
    route = package.route
    turned = _TURNED if route.turned else ("", "")
    found = [
        book.finding("survey.route", role="survey_tasks", place="route", count=len(route.tasks), turned_zh=turned[0],
                     turned_en=turned[1], length_m=f"{route.length_m:.0f}"),
        book.finding("survey.checked", role="survey_tasks", place="package", size_mb=f"{package.size_mb:.1f}",
                     most_mb=f"{most_mb:g}")]
    lost = sum(point is None for point in route.points)
    if lost:
        found.append(book.finding("survey.task_without_place", role="survey_tasks", place="tasks", count=lost))
    for packed in package.packed:
        found += _of_layer(packed, margin_m, book)
    for rule, titles in (("survey.style_left_out", package.plain), ("survey.memory_layer", memory)):
        found += [book.finding(rule, role=NO_ROLE_LAYER, place=title, layer=title) for title in titles]
    return found


def _of_layer(packed: PackedLayer, margin_m: float, book: RuleBook) -> list[Finding]:
    layer, role = packed.layer, packed.layer.role or NO_ROLE_LAYER
    rules = ["survey.packed" if packed.rows else "survey.nothing_near",
             *(["survey.no_schema"] if layer.editable and layer.schema is None else [])]
    return [book.finding(rule, role=role, place=layer.table, layer=layer.title, count=packed.rows,
                         margin_m=f"{margin_m:g}") for rule in rules]
