"""From the parameters of kf:landswapbalance to an account of each project area: read, cut by the survey, judged."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...engine.kernel import pick_kernel
from ...engine.land_swap import accounts_of, land_of_plots
from ...engine.occupation import cut_projects, measure
from ...engine.projects import Projects
from ...engine.uncut import listed_overlay
from ...engine.vicinity import Vicinity
from ...i18n import tr
from ...rules.land_swap import judge
from ..inputs_job import InputsJob
from ..land_inputs import LAND
from ..run_result import RunResult
from .swap_findings import swap_findings
from .swap_inputs import NEW, OLD, SwapInputs

if TYPE_CHECKING:
    from datetime import date

    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.land_swap import PlotLand, Plots
    from ...engine.occupation import AreasOf, CutResult, Measured
    from ...engine.overlay import Overlay
    from ...rules.land_swap import SwapAccount, SwapVerdict
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class PlotsOnLand:
    """The plots of one layer, the pieces in which they meet the survey, and what these amount to."""

    plots: Plots
    cut: CutResult
    measured: Measured
    land: PlotLand


@dataclass(frozen=True)
class SwapResult(RunResult):
    """Everything a run found out, before anything is written; ``both``: land that old and new plots share."""

    today: date
    survey: LandSurvey
    old: PlotsOnLand
    new: PlotsOnLand
    both: Overlay
    accounts: list[SwapAccount]
    verdicts: list[SwapVerdict]


class SwapJob(InputsJob[SwapInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = SwapInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> SwapResult:
        """Read, cut and judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        today = inputs.today()
        crs = inputs.crs_of(LAND, book)
        with inputs.asking_for_classes(progress) as all_classes:
            given = [inputs.plots(name, crs, kernel, book, today, part) for name, part in (
                (OLD, progress.part(0.0, 0.05)), (NEW, progress.part(0.05, 0.1)))]
            if inputs.one_area:
                given = [replace(plots, areas=[tr("all plots")] * len(plots.ids)) for plots in given]
            near = Vicinity.joined([Vicinity.of(plots.table.wkb, plots.table.bounds) for plots in given])
            survey = inputs.survey(book, progress.part(0.1, 0.4), near=(near, all_classes))
        survey = inputs.parcels_near(survey, near, kernel, book, progress.part(0.4, 0.5))
        areas = inputs.areas(crs, book, progress)
        old, new = (self._on_land(plots, survey, areas, book, kernel, part)
                    for plots, part in zip(given, (progress.part(0.5, 0.7), progress.part(0.7, 0.9))))
        both = listed_overlay(old.plots.table, new.plots.table, kernel, progress.part(0.9, 0.95))
        accounts = accounts_of(old.plots, new.plots, old.land, new.land, book)
        verdicts = [judge(account, book, today) for account in accounts]
        found = swap_findings(survey, old, new, both, accounts, verdicts, areas, book, one_area=inputs.one_area)
        progress.set(1.0)
        return SwapResult(**inputs.outcome(found, book, kernel, progress), today=today, survey=survey, old=old,
                          new=new, both=both, accounts=accounts, verdicts=verdicts)

    @staticmethod
    def _on_land(plots: Plots, survey: LandSurvey, areas: AreasOf, book: RuleBook, kernel: Kernel,
                 progress: Progress) -> PlotsOnLand:
        """Return the plots cut by the parcels of the survey and by one another, and measured."""
        each = Projects(plots.table, plots.ids, plots.ids, plots.approved)
        cut = cut_projects(each, survey, None, None, kernel, progress)
        measured = measure(cut, each, survey, areas, book, "computed")
        return PlotsOnLand(plots, cut, measured, land_of_plots(cut, measured, survey, len(plots.ids)))
