"""From the parameters of kf:landefficiency to a rating: land and economics read, scored, classed, told."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.kernel import pick_kernel
from ...engine.land_efficiency import kinds_of, sized
from ...rules.land_efficiency import ENTERPRISE, NONE, PARK, rate, standard
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .economics_inputs import PARCELS, ROLES, EconomicsInputs
from .efficiency_findings import efficiency_findings

if TYPE_CHECKING:
    from ...engine.land_efficiency import Subjects
    from ...rules.areas import Floats
    from ...rules.land_efficiency import Rating, Setting
    from ...rules.progress import Progress
    from .economics_inputs import RatedLand


@dataclass(frozen=True)
class EfficiencyResult(RunResult):
    """Everything a run found out, before anything is written.

    By subject: names, kinds, sizes, values float64 (subjects, indicators). By parcel: parcel_values and agreed float64
    (parcels, indicators), environment, kept (words of ``standard``).
    """

    level: str
    setting: Setting
    land: RatedLand
    names: list[str]
    kinds: list[str]
    sizes: list[str]
    values: Floats
    rating: Rating
    parcel_values: Floats
    agreed: Floats
    environment: list[bool | None]
    kept: list[str]


class EfficiencyJob(InputsJob[EconomicsInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = EconomicsInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> EfficiencyResult:
        """Read, join and rate; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        level = inputs.given["LEVEL"]
        given = inputs.setting(level)
        land = inputs.land(kernel, book, progress.part(0.0, 0.8))
        kinds, told = kinds_of(land.texts("kind"), land.subjects, book, ROLES[PARCELS])
        inputs.findings += told
        sizes = sized(kinds, land.amounts["revenue"], book) if level == PARK else [""] * len(kinds)
        values, parcel_values = land.values(level), land.parcel_values(level)
        unsized = np.array([size not in ("", "large", "small") for size in sizes], dtype=bool)
        rating = rate(np.where(unsized[:, None], np.nan, values), land.area, _groups(kinds, sizes), given)
        agreed: Floats = np.full(parcel_values.shape, np.nan)
        environment: list[bool | None] = [None] * len(land.table)
        kept = [NONE] * len(land.table)
        if level == ENTERPRISE:
            agreed, unreadable = inputs.agreed(land, book)
            environment, unclear = inputs.environment(land, book)
            kept = standard(agreed, parcel_values, environment, unreadable | unclear)
        progress.set(0.9)
        result = EfficiencyResult(
            **inputs.outcome([], book, kernel, progress), level=level, setting=given, land=land,
            names=_first(land.texts("name"), land.subjects), kinds=kinds, sizes=sizes, values=values, rating=rating,
            parcel_values=parcel_values, agreed=agreed, environment=environment, kept=kept)
        result = replace(result, findings=efficiency_findings(result))
        progress.set(1.0)
        return result


def _groups(kinds: list[str], sizes: list[str]) -> list[str]:
    """Return who is rated among whom, as one text."""
    return [f"{kind}\n{size}" for kind, size in zip(kinds, sizes)]


def _first(texts: list[str], subjects: Subjects) -> list[str]:
    """Return the first text that the parcels of each subject have."""
    found = [""] * len(subjects.ids)
    for row, text in zip(subjects.of_parcel.tolist(), texts):
        found[row] = found[row] or text
    return found
