"""From the parameters of kf:controllineconflicts to what it found: what is read, in which order, what is noticed."""
from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ...engine.kernel import pick_kernel
from ...engine.land_survey import survey_findings
from ...engine.line_land import expansion, not_cultivated
from ...engine.line_openings import OpeningSearch
from ...engine.line_overlaps import all_pairs, line_overlaps
from ...engine.partition import self_overlaps
from ...engine.unit_parts import UnitDivision
from ...rules.control_lines import PERMANENT, URBAN, pair_rules, rule_of_pair
from ..inputs_job import InputsJob
from ..land_findings import unit_overlaps
from ..run_result import RunResult
from .conflict_figures import Conflicts, kinds_of
from .conflict_findings import conflict_findings
from .conflict_inputs import BASE, ConflictInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.control_lines import ControlLine
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..land_findings import UnitLayer


@dataclass(frozen=True)
class ConflictResult(RunResult):
    """Everything a run found out, before anything is written."""

    found: Conflicts


class ConflictJob(InputsJob[ConflictInputs]):
    """One run of the check over the inputs of an algorithm, made on the main thread."""

    INPUTS = ConflictInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.layer_problems(*inputs.line_layers(), "LAND", BASE, "UNITS"),
                 *(problem for survey in ("LAND", BASE) for problem in inputs.field_problems(survey))]
        unread = inputs.file_problems(inputs.book, inputs.class_map, partial(inputs.class_map, BASE))
        found += list(dict.fromkeys(unread))
        # which roles are no lines stands in the rules; where those cannot be read, that has been said
        return found if inputs.file_problems(inputs.book) else [*found, *inputs.line_problems(inputs.book())]

    def run(self, progress: Progress) -> ConflictResult:
        """Read, overlay and judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        lines = inputs.lines(kernel, book, progress.part(0.0, 0.25))
        crs = lines[0].table.crs
        by_key = {line.key: line for line in lines}
        land = inputs.whole_survey(book, kernel, progress.part(0.25, 0.35), target=crs) if inputs.has("LAND") else None
        base = inputs.urban_land(crs, kernel, book, progress.part(0.35, 0.4)) if inputs.has(BASE) else None
        areas = inputs.areas(crs, book, progress)
        widths = inputs.widths(crs, progress)
        layer = inputs.all_units(crs, kernel, book, progress.part(0.4, 0.41))
        units = _division(layer, lines, base, areas, book, kernel)
        rules = pair_rules(book)
        pairs = all_pairs(lines, lambda one, other: rule_of_pair(rules, one, other).conflict)
        overlaps = line_overlaps(lines, pairs, units, areas, widths, kernel, progress.part(0.42, 0.6))
        surveyed = None if land is None else (land.table, inputs.cultivated(land))
        openings = OpeningSearch(lines, surveyed, areas, widths, book, kernel).run(units, progress.part(0.6, 0.85))
        farmland, urban = by_key.get(PERMANENT), by_key.get(URBAN)
        found = Conflicts(
            lines, pairs,
            [rule_of_pair(rules, lines[one].key, lines[other].key) for one, other in pairs.lines.tolist()],
            overlaps, kinds_of(overlaps, pairs, book), openings, units, land,
            None if farmland is None or land is None else not_cultivated(
                farmland, land, inputs.cultivated(land), units, kernel, progress.part(0.85, 0.97)),
            None if urban is None else expansion(urban, base, inputs.given["BASE_URBAN_M2"], units,
                                                 progress.part(0.97, 1.0)))
        noticed = [*(survey_findings(land, book) if land is not None else ()),
                   *(unit_overlaps(layer, list(zip(*self_overlaps(layer[0], kernel, progress))), book, areas)
                     if layer is not None else ()),
                   *conflict_findings(found, book, kernel, widths, progress)]
        progress.set(1.0)
        return ConflictResult(**inputs.outcome(noticed, book, kernel, progress), found=found)


def _division(layer: UnitLayer | None, lines: Sequence[ControlLine], base: LandSurvey | None, areas: AreasOf,
              book: RuleBook, kernel: Kernel) -> UnitDivision:
    counties = {str(code) for line in lines for code in line.county.tolist()}
    counties |= set(base.county.tolist()) if base is not None else set()
    return UnitDivision(layer, sorted(counties), areas, book, kernel)
