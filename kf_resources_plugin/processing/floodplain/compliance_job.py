"""From the parameters of kf:floodplaincompliance to what it found: what is read, in which order, what is noticed."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.floodplain_use import cut_subjects, permanent_use, use_land
from ...engine.kernel import pick_kernel
from ...engine.production_dikes import judge_dikes
from ...engine.relocation import Named, place, sites_of, villages
from ...rules.control_lines import PERMANENT
from ...rules.floodplain_use import BUILDINGS, PLANNED, about, site_kinds, use_rules
from ..inputs_job import ChartedJob
from ..run_result import RunResult
from .compliance_findings import compliance_findings
from .compliance_inputs import ComplianceInputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.counted_once import CountedOnce
    from ...engine.floodplain_use import Ground, PermanentUse, SubjectParts, UseLand
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.production_dikes import Dikes
    from ...engine.relocation import Placing, Sites, Villages
    from ...rules.floodplain_use import UseRule
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class People:
    """Settlements, the sites that may receive them (None without such a layer), and who goes where."""

    villages: Villages
    sites: Sites | None
    placing: Placing


@dataclass(frozen=True)
class Found:
    """What was found of each kind of subject; None where its layer was not given.

    others: planned land and buildings by subject.
    """

    rules: tuple[UseRule, ...]
    ground: Ground
    counted: CountedOnce
    land: UseLand
    others: dict[str, tuple[Named, SubjectParts]]
    permanent: PermanentUse | None
    dikes: Dikes | None
    people: People | None
    given: frozenset[str]


@dataclass(frozen=True)
class ComplianceResult(RunResult):
    """Everything a run found out, before anything is written; families: Chinese fonts for the report's chart."""

    found: Found
    geometry: Kernel
    families: Sequence[str]


class ComplianceJob(ChartedJob[ComplianceInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = ComplianceInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> ComplianceResult:
        """Read, cut, judge and share out; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        survey = inputs.land(book, progress.part(0.0, 0.1))
        areas = inputs.areas(survey.table.crs, book, progress)
        whole = inputs.ground(survey.table.crs, areas, kernel, book, progress.part(0.1, 0.2))
        rules = use_rules(book)
        ground = whole.only(rules)
        counted = inputs.counted(survey, ground, areas, kernel, book, progress.part(0.2, 0.3))
        before = inputs.before(survey.table.crs, ground, kernel, book, progress.part(0.3, 0.35))
        land = use_land(counted.survey, before, ground, rules, areas, book, kernel, progress.part(0.35, 0.65),
                        basis=inputs.given["AREA_BASIS"])
        permanent = self._permanent(land, ground, rules, areas, book, kernel, progress.part(0.65, 0.8))
        found = Found(
            rules, ground, counted, land,
            self._others(land, ground, rules, areas, book, kernel, progress.part(0.8, 0.84)),
            permanent, self._dikes(land, ground, rules, book, kernel, progress.part(0.84, 0.87)),
            self._people(land, whole, permanent, rules, areas, book, kernel, progress.part(0.87, 0.92)),
            frozenset(name for name in inputs.layers))
        wide = land.hits.any(axis=1)
        widths = np.full(len(wide), np.inf)
        widths[wide] = inputs.widths(survey.table.crs, progress)(land.pieces.wkb[wide], land.pieces.raw[wide])
        noticed = compliance_findings(found, before, widths, areas, book, kernel, progress.part(0.92, 1.0),
                                      basis=inputs.given["AREA_BASIS"])
        progress.set(1.0)
        return ComplianceResult(**inputs.outcome(noticed, book, kernel, progress), found=found, geometry=kernel,
                                families=self._families)

    def _permanent(self, land: UseLand, ground: Ground, rules: Sequence[UseRule], areas: AreasOf, book: RuleBook,
                   kernel: Kernel, progress: Progress) -> PermanentUse | None:
        inputs, crs = self._inputs, land.survey.table.crs
        if not inputs.has("PERMANENT_FARMLAND"):
            return None
        patches = inputs.near_patches(ground, crs, kernel, book, progress.part(0.0, 0.2))
        earlier = None if not inputs.has("PERMANENT_BEFORE") else inputs.polygons(
            "PERMANENT_BEFORE", PERMANENT, (), crs, kernel, book, progress.part(0.2, 0.3))
        return permanent_use(patches, earlier, land.survey, ground, rules, areas, book, kernel, progress.part(0.3, 1.0),
                             basis=inputs.given["AREA_BASIS"])

    def _others(self, land: UseLand, ground: Ground, rules: Sequence[UseRule], areas: AreasOf, book: RuleBook,
                kernel: Kernel, progress: Progress) -> dict[str, tuple[Named, SubjectParts]]:
        inputs, crs, found = self._inputs, land.survey.table.crs, {}
        for number, (subject, layer, name) in enumerate((
                (PLANNED, "PLANNED", "PLANNED_NAME_FIELD"), (BUILDINGS, "BUILDINGS", ""))):
            step = progress.part(number / 2, (number + 1) / 2)
            if inputs.has(layer):
                named = inputs.named(layer, crs, kernel, book, step.part(0.0, 0.5), name=name, ground=ground)
                asked = ground.only(about(rules, subject))
                found[subject] = named, cut_subjects(named.table, named.ids, asked, areas, book, kernel,
                                                     step.part(0.5, 1.0))
        return found

    def _dikes(self, land: UseLand, ground: Ground, rules: Sequence[UseRule], book: RuleBook, kernel: Kernel,
               progress: Progress) -> Dikes | None:
        inputs, crs = self._inputs, land.survey.table.crs
        if not inputs.has("PRODUCTION_DIKES"):
            return None
        name, day = (inputs.own_field("PRODUCTION_DIKES", field) for field in ("DIKE_NAME_FIELD", "DIKE_DATE_FIELD"))
        table = inputs.read_lines("PRODUCTION_DIKES", "production_dikes",
                                  sorted({field for field in (name, day) if field}), book, progress.part(0.0, 0.3), crs)
        return judge_dikes(table, name, day, ground, rules, inputs.transforms, kernel, progress.part(0.3, 1.0))

    def _people(self, land: UseLand, ground: Ground, permanent: PermanentUse | None, rules: Sequence[UseRule],
                areas: AreasOf, book: RuleBook, kernel: Kernel, progress: Progress) -> People | None:
        """Return settlements near the floodplain and who goes where; ``ground``: with the areas sites are held to."""
        inputs, crs = self._inputs, land.survey.table.crs
        if not inputs.has("SETTLEMENTS"):
            return None
        given = inputs.named(
            "SETTLEMENTS", crs, kernel, book, progress.part(0.0, 0.2), name="SETTLEMENT_NAME_FIELD", ground=ground,
            figures=(("households", "HOUSEHOLDS_FIELD"), ("population", "POPULATION_FIELD")))
        parts = cut_subjects(given.table, given.ids, ground.only(rules), areas, book, kernel, progress.part(0.2, 0.4))
        found = villages(given, parts, ground.zones.facts, rules, book)
        sites = None
        if inputs.has("RECEIVING_SITES"):
            named = inputs.named("RECEIVING_SITES", crs, kernel, book, progress.part(0.4, 0.5), name="SITE_NAME_FIELD",
                                 figures=(("capacity", "CAPACITY_FIELD"),))
            masks = ground.masks if permanent is None else {**ground.masks, PERMANENT: permanent.patches.table}
            asked = site_kinds(book)
            held = replace(ground, masks={kind: table for kind, table in masks.items() if kind in asked})
            sites = sites_of(named, cut_subjects(named.table, named.ids, held, areas, book, kernel,
                                                 progress.part(0.5, 0.7)), book)
        return People(found, sites, place(found, sites, book, kernel, progress.part(0.7, 1.0)))
