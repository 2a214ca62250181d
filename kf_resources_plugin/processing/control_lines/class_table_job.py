"""From the parameters of kf:landclasstable to its figures."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QT_TRANSLATE_NOOP

from ...engine.class_table import OWNER_FIELDS, ClassCells, Owners, class_cells, owners_of_pieces
from ...engine.kernel import pick_kernel
from ...engine.land_survey import survey_findings
from ...engine.rule_store import load_class_table
from ..inputs_job import InputsJob
from ..land_inputs import LAND, LAND_SCHEMA, LandInputs
from ..project_land import ProjectLand, read_project_land
from ..run_result import RunResult
from .class_table_findings import class_table_findings
from .class_table_forms import Form, make_forms

if TYPE_CHECKING:
    from qgis.core import QgsProcessingAlgorithm, QgsProcessingContext

    from ...rules.class_table import ClassTableLayout
    from ...rules.progress import Progress

GRASSLAND = {
    "unused": QT_TRANSLATE_NOOP("KfResources", "Unused land, as GB/T 21010-2017"),
    "agricultural": QT_TRANSLATE_NOOP("KfResources", "Agricultural land, with grassland"),
}
_OWNER_PARAMETERS = {"owner": "LAND_OWNER_FIELD", "owner_name": "LAND_OWNER_NAME_FIELD",
                     "tenure": "LAND_TENURE_FIELD"}


@dataclass(frozen=True)
class ClassTableResult(RunResult):
    """Everything a run found out, before anything is written; ``forms``: one per project, then that of all of several.

    permanent: whether the layer of permanent basic farmland was given.
    """

    layout: ClassTableLayout
    land: ProjectLand
    owners: Owners
    cells: ClassCells
    forms: list[Form]
    permanent: bool


class ClassTableJob(InputsJob[LandInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = LandInputs

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        self._shaped = bool(parameters.get("FINDINGS"))

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        missing = [message for key, parameter in _OWNER_PARAMETERS.items()
                   for message in inputs.missing_field(LAND, parameter, LAND_SCHEMA, OWNER_FIELDS[key])]
        return [*inputs.layer_problems("PROJECTS", LAND, "PERMANENT_FARMLAND"), *inputs.field_problems(), *missing,
                *inputs.file_problems(inputs.book, inputs.class_map)]

    def run(self, progress: Progress) -> ClassTableResult:
        """Read, cut, measure, count and round; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        layout = load_class_table(inputs.given["OTHER_GRASSLAND"])
        own = {key: inputs.field(LAND, parameter, LAND_SCHEMA, OWNER_FIELDS[key])
               for key, parameter in _OWNER_PARAMETERS.items()}
        land = read_project_land(inputs, book, kernel, progress.part(0.0, 0.9),
                                 more={key: name for key, name in own.items() if name})
        owners = owners_of_pieces(land.cut.pieces, land.survey, layout)
        cells = class_cells(land.cut.pieces, land.measured, land.survey, owners.owner_of, layout)
        progress.check()
        permanent = inputs.has("PERMANENT_FARMLAND")
        forms = make_forms(cells, owners.owners, layout, land.projects, progress, permanent=permanent)
        found = [*survey_findings(land.touched, book),
                 *class_table_findings(land, owners, cells, layout, book, kernel, progress, permanent=permanent,
                                       basis=inputs.given["AREA_BASIS"], shaped=self._shaped,
                                       area_field=inputs.resolved.get("PROJECT_AREA_FIELD"))]
        progress.set(1.0)
        return ClassTableResult(**inputs.outcome(found, book, kernel, progress), layout=layout, land=land,
                                owners=owners, cells=cells, forms=forms, permanent=permanent)
