"""What is to be said of a team's edits beside their neighbours: new overlaps, and land that nothing would cover."""
from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qgis.core import QgsWkbTypes

from ...engine.areas import areas_of
from ...engine.errors import PlannerError
from ...survey.edit_list import called
from ...survey.edit_words import WOULD_LIE_BARE, WOULD_OVERLAP
from ...survey.taken_shapes import TakenShapes

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ...survey.edit_list import ListedEdits
    from ...survey.present_rows import PresentRows
    from ...survey.taken_shapes import Clash
    from .merge_inputs import MergeInputs

_UNCHECKED = "survey.neighbours_unchecked"


def is_coverage(inputs: MergeInputs, book: RuleBook) -> bool:
    """Tell whether features of the layer may neither overlap nor leave gaps, as kf:checkland sees it."""
    schemas = book.threshold("check.gap", "schemas")
    polygons = QgsWkbTypes.geometryType(inputs.wkb_type) == QgsWkbTypes.GeometryType.PolygonGeometry
    return polygons and inputs.schema is not None and inputs.schema.name in schemas


def neighbour_findings(edits: ListedEdits, reader: PresentRows, own_id: str | None, inputs: MergeInputs,
                       kernel: Kernel, book: RuleBook, progress: Progress) -> list[Finding]:
    """Return the findings of a coverage; raises Canceled."""
    crs = inputs.layers["LAYER"].features.crs
    areas = partial(areas_of, crs=crs, transform_context=inputs.transforms,
                    step_m=float(book.threshold("area.step", "step_m")), progress=progress)
    taken = TakenShapes(edits.edits, reader, lambda row: called("", own_id, row), progress)
    least = float(book.threshold(WOULD_OVERLAP, "least_area_m2"))
    try:
        clashes = taken.clashes(crs, areas, least, kernel, book, progress)
    except PlannerError as error:  # coordinates that are nowhere on earth: what else was compared still counts
        return [book.finding(_UNCHECKED, role=inputs.role, place="neighbours", reason=str(error))]
    return [_finding(clash, inputs.role, book) for clash in clashes]


def _finding(clash: Clash, role: str, book: RuleBook) -> Finding:
    listed = clash.listed
    return book.finding(
        WOULD_OVERLAP if clash.other else WOULD_LIE_BARE, subject_id=listed.subject, other_id=clash.other, role=role,
        area_m2=clash.area_m2, source_fid=listed.fid, other_fid=clash.other_fid, wkb=clash.wkb,
        place=f"{listed.edit_id} {clash.other}")
