"""From the parameters of kf:heritagecheck to what it found: what is read, in which order, what is noticed."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...engine.heritage_records import sites_of
from ...engine.kernel import pick_kernel
from ...engine.roles import role_title
from ...rules.heritage_tiers import HISTORIC, PURPLE, tiers
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .check_areas import Said, area_findings, missing_areas
from .check_ground import Ground, measured
from .check_inputs import HISTORIC_LINES, PURPLE_LINES, ZONES_ROLE, HeritageCheckInputs
from .check_papers import paper_findings
from .check_places import block_findings, place_findings, unit_findings, units_of
from .check_register import register_findings
from .check_shapes import shape_findings
from .check_unions import ROLES, coordinate_findings, union_findings

if TYPE_CHECKING:
    from ...engine.admin_units import Unit
    from ...engine.heritage_records import Line, Site
    from ...rules.progress import Progress
    from .check_areas import DeclaredAreas
    from .check_unions import Reckoning

_LAYERS = {PURPLE: PURPLE_LINES, HISTORIC: HISTORIC_LINES}


@dataclass(frozen=True)
class CheckResult(RunResult):
    """Everything a run found out, before anything is written; units: by site; reckonings: of derived lines."""

    ground: Ground
    declared: DeclaredAreas
    units: dict[str, Unit]
    reckonings: list[Reckoning]

    def faults(self) -> Counter[str]:
        """Return how many errors and warnings there are about each site, by its id."""
        return Counter(item.subject_id for item in self.findings if item.subject_id and item.severity != "info")


class CheckJob(InputsJob[HeritageCheckInputs]):
    """One run of the check over the inputs of an algorithm, made on the main thread."""

    INPUTS = HeritageCheckInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> CheckResult:
        """Read, measure and judge; raises PlannerError and Canceled."""
        inputs = self._inputs
        ground, derived = self._ground(progress.part(0.0, 0.3))
        layer = inputs.all_units(ground.crs, ground.kernel, ground.book, progress.part(0.3, 0.32))
        blocks = inputs.blocks(ground.crs, ground.kernel, ground.book, progress.part(0.32, 0.35))
        units = units_of(ground, layer, progress.part(0.35, 0.4))
        declared, found = area_findings(ground, Said(inputs.given["DECLARED_AREA_UNIT"], inputs.chosen_area),
                                        ground.sites, ZONES_ROLE, progress.part(0.4, 0.45))
        found += [*register_findings(ground), *missing_areas(ground, declared), *paper_findings(ground),
                  *unit_findings(ground, units), *place_findings(ground, progress),
                  *shape_findings(ground, progress.part(0.45, 0.7)),
                  *block_findings(ground, blocks, progress.part(0.7, 0.75))]
        reckonings: list[Reckoning] = []
        for place, (line, drawn) in enumerate(derived.items()):
            if drawn:
                part = progress.part(0.75 + 0.12 * place, 0.87 + 0.12 * place)
                reckoning, more = union_findings(ground, line, drawn, part)
                found += [*more, *area_findings(ground, Said(), drawn, ROLES[line], part)[1],
                          *(coordinate_findings(ground, drawn) if line == PURPLE else ())]
                reckonings += [reckoning] if reckoning else []
        not_given = [role_title(ROLES[line], ground.book.language) for line, drawn in derived.items() if not drawn]
        if not_given:
            found.append(ground.book.finding("heritage.not_given", place="derived", layers=not_given))
        progress.set(1.0)
        return CheckResult(**inputs.outcome(found, ground.book, ground.kernel, progress), ground=ground,
                           declared=declared, units=units, reckonings=reckonings)

    def _ground(self, progress: Progress) -> tuple[Ground, dict[str, list[Site]]]:
        """Return (ground, purple and historic lines as sites): everything that is read of register and lines."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        known = tiers(book)
        layers = inputs.line_layers(known, kernel, book, progress.part(0.0, 0.5))
        crs = layers[0].crs
        lines = [line for layer in layers for line in layer.lines]
        entries = inputs.entries(crs, kernel, book, progress.part(0.5, 0.6))
        derived = {}
        for place, (tier, name) in enumerate(_LAYERS.items()):
            more = inputs.derived_lines(name, ROLES[tier], tier, crs, kernel, book,
                                        progress.part(0.6 + 0.1 * place, 0.7 + 0.1 * place))
            united = [_named(line, known[tier].name(book.language)) for line in (*lines, *more) if line.tier == tier]
            derived[tier] = sites_of((), united, known, kernel, progress)
        own = [line for line in lines if line.tier not in derived]
        sites = sites_of(entries, own, known, kernel, progress.part(0.8, 1.0))
        loose = [line for line in own if not line.key]
        widths = inputs.widths(crs, progress)
        areas = inputs.areas(crs, book, progress)
        shapes = measured(areas, [site for drawn in (sites, *derived.values()) for site in drawn])
        return Ground(sites, loose, known, crs, areas, widths, book, kernel, shapes), derived


def _named(line: Line, otherwise: str) -> Line:
    """Return a purple or historic line with an id: its own, its name, else what such lines are called."""
    return replace(line, site_id=line.site_id or line.name or otherwise)
