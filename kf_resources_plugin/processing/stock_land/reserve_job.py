"""From the parameters of kf:landreserveplan to a plan: state land read, what has a user cut off, ranked, spread."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from ...engine.counted_once import counted_once
from ...engine.kernel import pick_kernel
from ...engine.land_survey import survey_findings
from ...engine.partition import partition
from ...engine.reserve_plan import spread
from ...rules.reserve_plan import LATER, SCORE, Task, more_at_most, scores
from ...rules.text import clean, coded, some
from ...rules.units import hundredths
from ..inputs_job import InputsJob
from ..land_findings import land_overlaps
from ..run_result import RunResult
from .reserve_inputs import REGISTERED, TENURE, ReserveInputs

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.reading import PolygonTable
    from ...engine.wkb import Wkbs
    from ...rules.areas import Floats, Ints
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.reserve_plan import Spread
    from ...rules.rule_rows import RuleBook



@dataclass(frozen=True)
class ReserveResult(RunResult):
    """Everything a run found out, before anything is written; arrays of shape (parcels,) in the order of the ranks.

    land: int64 row of the survey; tenure: object; wkb: what of the parcel has no user; score: float64 0 … 1;
    first_year: the first year of the plan; costed: a cost was given.
    """

    survey: LandSurvey
    land: Ints
    wkb: Wkbs
    tenure: list[str]
    score: Floats
    task: Task
    plan: Spread
    first_year: int
    costed: bool


class ReserveJob(InputsJob[ReserveInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = ReserveInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> ReserveResult:
        """Read, cut, rank and plan; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        survey, found = self._state_land(book, kernel, progress.part(0.0, 0.5))
        crs = survey.table.crs
        zones = inputs.with_users(crs, kernel, book, progress.part(0.5, 0.6))
        land, wkb = _without(survey, zones, kernel, progress.part(0.6, 0.85))
        area = hundredths(inputs.areas(crs, book, progress)(wkb))
        large = area >= round(float(book.threshold("reserve_plan.candidate", "min_area_m2")) * 100)
        small = area[~large & (area > 0)]
        vacant = np.isin(survey.codes[survey.code_of].astype(str), list(book.threshold(SCORE, "vacant_classes")))[land]
        score = scores(area / 100, vacant, book)
        order = np.array(sorted(np.flatnonzero(large).tolist(), key=lambda row: (
            -round(score[row], 9), -area[row], str(survey.parcels[land[row]]), wkb[row])), dtype=np.int64)
        land, wkb, area, score = land[order], wkb[order], area[order], score[order]
        cost = np.rint(area * float(inputs.given["COST"] or 0.0)).astype(np.int64)
        task = Task(np.rint(score * 1000).astype(np.int64) * area, area, cost, inputs.limits("AREA_LIMITS"),
                    inputs.limits("BUDGETS"))
        plan = spread(task, np.arange(len(order), dtype=np.int64) + 1, progress.part(0.85, 1.0))
        found += self._told(survey, land, small, task, plan, book)
        progress.set(1.0)
        tenure = survey.table.columns[survey.fields.more[TENURE]][land].tolist()
        first = int(inputs.given["FIRST_YEAR"] or date.today().year + 1)
        inputs.resolved["FIRST_YEAR"] = first
        return ReserveResult(
            **inputs.outcome(found, book, kernel, progress), survey=survey, land=land, wkb=wkb,
            tenure=[clean(value) for value in tenure], score=score, task=task, plan=plan, first_year=first,
            costed=inputs.given["COST"] is not None)

    def _state_land(self, book: RuleBook, kernel: Kernel, progress: Progress) -> tuple[LandSurvey, list[Finding]]:
        """Return the construction land of the state, each place once, and what is to be said of it."""
        inputs = self._inputs
        every = inputs.survey(book, progress.part(0.0, 0.6), more={TENURE: inputs.tenure()})
        built = np.array([info is not None and info.major == "J" for info in every.infos], dtype=bool)[every.code_of]
        tenures, of_row = coded(every.table.columns[every.fields.more[TENURE]])
        owned, others = (np.isin(tenures.astype(str), list(book.threshold("reserve_plan.candidate", key)))[of_row]
                         for key in ("tenures", "other_tenures"))
        # of land of the state without a class nobody knows whether it is built on
        rows = np.flatnonzero(owned & built | ~others & every.classless)
        given = every.take(rows)
        found = [*survey_findings(given, book), *_tenure_unknown(every, np.flatnonzero(built & ~owned & ~others), book)]
        given = given.take(np.flatnonzero(~given.classless))
        given = replace(given, table=inputs.repaired(given.table, "land", kernel, book, progress.part(0.6, 0.8)))
        areas = inputs.areas(given.table.crs, book, progress)
        once = counted_once(given, areas, book, kernel, progress.part(0.8, 1.0), all_land=True)
        return once.survey, [*found, *land_overlaps(given, once.overlaps, book, areas, once=True)]

    def _told(self, survey: LandSurvey, land: Ints, small: Ints, task: Task, plan: Spread,
              book: RuleBook) -> list[Finding]:
        """Return what is to be said of the plan; land: int64 row of the survey of each parcel."""
        found = []
        if not self._inputs.has(REGISTERED):
            found.append(book.finding("reserve_plan.no_registered", role="registered_parcels", place="layer"))
        if len(small):
            found.append(book.finding(
                "reserve_plan.small", role="land", place="small", count=len(small), area_m2=float(small.sum()) / 100,
                min_area_m2=float(book.threshold("reserve_plan.candidate", "min_area_m2"))))
        public = np.isin(survey.codes[survey.code_of[land]].astype(str),
                         list(book.threshold("reserve_plan.public", "public_classes")))
        if public.any():
            found.append(book.finding("reserve_plan.public", role="land", place="public", count=int(public.sum()),
                                      area_m2=float(task.area[public].sum()) / 100))
        if not len(task.area):
            found.append(book.finding("reserve_plan.none", role="land", place="none", layer=survey.table.name))
        if not plan.proven:
            found.append(book.finding("reserve_plan.not_proven", role="land", place="plan", count=len(task.area),
                                      solver=plan.solver, more=more_at_most(task, plan)))
        later = plan.year == LATER
        if later.any():
            found.append(book.finding("reserve_plan.left_over", role="land", place="later", count=int(later.sum()),
                                      area_m2=float(task.area[later].sum()) / 100))
        return found


def _tenure_unknown(survey: LandSurvey, rows: Ints, book: RuleBook) -> list[Finding]:
    """Return which construction land does not say whose it is: that of the state would be missing in the plan."""
    if not len(rows):
        return []
    field, table = survey.fields.more[TENURE], survey.table
    values = sorted({clean(value) or "—" for value in table.columns[field][rows].tolist()})
    return [book.finding("reserve_plan.tenure_unknown", role="land", place="tenure", layer=table.name, field=field,
                         count=len(rows), values=some(values), fids=some(table.fids[rows].tolist()))]


def _without(survey: LandSurvey, zones: list[PolygonTable], kernel: Kernel, progress: Progress) -> tuple[Ints, Wkbs]:
    """Return (rows of the survey, their land outside all zones); a row that lies in zones altogether is left out."""
    land, wkb = np.arange(len(survey.kind), dtype=np.int64), survey.table.wkb
    for number, table in enumerate(zones):
        part = progress.part(number / len(zones), (number + 1) / len(zones))
        piece, zone, parts = partition(wkb, table, kernel, part)
        free = zone < 0
        land, wkb = land[piece[free]], parts[free]
    return land, wkb
