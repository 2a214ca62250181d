"""From the parameters of kf:landefficiency to a rating: parcels and economics read, joined, scored, classed, told."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.kernel import pick_kernel
from ...engine.land_efficiency import (
    AGREED,
    AMOUNTS,
    added,
    agreed_values,
    kept_environment,
    kinds_of,
    per_land,
    read_amounts,
    repeated,
    sized,
    strangers,
    subjects_of,
    without_id,
)
from ...rules.land_efficiency import ENTERPRISE, NONE, PARK, rate, standard
from ...rules.text import clean
from ..inputs_job import InputsJob
from ..run_result import RunResult
from .efficiency_findings import efficiency_findings
from .efficiency_inputs import ECONOMICS, PARCELS, ROLES, EfficiencyInputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...engine.kernel import Kernel
    from ...engine.land_efficiency import Subjects
    from ...engine.reading import PolygonTable
    from ...rules.areas import Floats
    from ...rules.land_efficiency import Rating, Setting
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook


@dataclass(frozen=True)
class EfficiencyResult(RunResult):
    """Everything a run found out, before anything is written.

    parcel_area: m², float64 (parcels,). By subject: names, kinds, sizes, area m², values float64 (subjects,
    indicators). By parcel: parcel_values and agreed float64 (parcels, indicators), environment, kept (words of
    ``standard``).
    """

    level: str
    setting: Setting
    table: PolygonTable
    placed: bool
    parcel_area: Floats
    subjects: Subjects
    names: list[str]
    kinds: list[str]
    sizes: list[str]
    area: Floats
    values: Floats
    rating: Rating
    parcel_values: Floats
    agreed: Floats
    environment: list[bool | None]
    kept: list[str]


class EfficiencyJob(InputsJob[EfficiencyInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = EfficiencyInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> EfficiencyResult:
        """Read, join and rate; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        level, given = inputs.given["LEVEL"], inputs.setting()
        table, own = inputs.parcels(kernel, book, progress.part(0.0, 0.4))
        ids = _texts(table, own["id"])
        subjects = subjects_of(ids, table.fids.tolist())
        count = len(subjects.ids)
        owners = [subjects.ids[row] for row in subjects.of_parcel.tolist()]
        inputs.findings += [*without_id(ids, table, ROLES[PARCELS], book),
                            *repeated(ids, table.name, ROLES[PARCELS], book)]
        parcel_area = self._areas(table, own, owners, kernel, book, progress.part(0.4, 0.6))
        area = added(parcel_area, subjects.of_parcel, count)
        amounts, of_parcels = self._amounts(table, own, owners, subjects, book, progress.part(0.6, 0.8))
        progress.check()
        kinds, told = kinds_of(_texts(table, own["kind"]), subjects, book, ROLES[PARCELS])
        inputs.findings += told
        sizes = sized(kinds, amounts["revenue"], book) if level == PARK else [""] * count
        values = per_land(amounts, area, level)
        unsized = np.array([size not in ("", "large", "small") for size in sizes], dtype=bool)
        rating = rate(np.where(unsized[:, None], np.nan, values), area, _groups(kinds, sizes), given)
        agreed, environment = self._agreed(table, own, owners, level, book)
        parcel_values = (values[subjects.of_parcel] if of_parcels is None
                         else per_land(of_parcels, parcel_area, level))
        kept = standard(agreed, parcel_values, environment) if level == ENTERPRISE else [NONE] * len(table)
        progress.set(0.9)
        result = EfficiencyResult(
            **inputs.outcome([], book, kernel.name, progress), level=level, setting=given, table=table,
            placed=inputs.has_places, parcel_area=parcel_area, subjects=subjects,
            names=_first(_texts(table, own["name"]), subjects), kinds=kinds, sizes=sizes, area=area, values=values,
            rating=rating, parcel_values=parcel_values, agreed=agreed, environment=environment, kept=kept)
        result = replace(result, findings=efficiency_findings(result))
        progress.set(1.0)
        return result

    def _areas(self, table: PolygonTable, own: Mapping[str, str | None], owners: list[str], kernel: Kernel,
               book: RuleBook, progress: Progress) -> Floats:
        """Return the area of parcels in m²: as declared, else measured; NaN where neither is known."""
        columns, told = read_amounts(table, own, ["area"], owners, ROLES[PARCELS], book, above_zero=True)
        self._inputs.findings += told
        area = columns["area"]
        if not self._inputs.has_places:
            return area
        measured = self._inputs.areas(table.crs, book, progress)(table.wkb)
        area = np.where(np.isnan(area), measured, area)
        return np.where(area > 0, area, np.nan)

    def _amounts(self, table: PolygonTable, own: Mapping[str, str | None], owners: list[str], subjects: Subjects,
                 book: RuleBook, progress: Progress) -> tuple[dict[str, Floats], dict[str, Floats] | None]:
        """Return the amounts of (subjects, parcels): economics, where they are given, tell nothing of each parcel."""
        inputs, role, owner = self._inputs, ROLES[PARCELS], subjects.of_parcel
        if inputs.has(ECONOMICS):
            role = ROLES[ECONOMICS]
            table, own = inputs.economics(book, progress)
            owners = _texts(table, own["id"])
            place = {name: row for row, name in enumerate(subjects.ids)}
            owner = np.array([place.get(name, -1) for name in owners], dtype=np.int64)
            inputs.findings += [*strangers(owners, place, table, role, book),
                                *repeated([name for name in owners if name in place], table.name, role, book)]
        columns, told = read_amounts(table, own, list(AMOUNTS), owners, role, book)
        inputs.findings += told
        return ({key: added(column, owner, len(subjects.ids)) for key, column in columns.items()},
                None if inputs.has(ECONOMICS) else columns)

    def _agreed(self, table: PolygonTable, own: Mapping[str, str | None], owners: list[str], level: str,
                book: RuleBook) -> tuple[Floats, list[bool | None]]:
        """Return what was agreed for parcels as standard land, and whether their environmental standard is kept."""
        if level != ENTERPRISE:
            return agreed_values({}, len(table)), [None] * len(table)
        fields = {key: own[f"agreed_{key}"] for key in AGREED}
        columns, told = read_amounts(table, fields, list(AGREED), owners, ROLES[PARCELS], book)
        self._inputs.findings += told
        return agreed_values(columns, len(table)), kept_environment(table, own["environment"])


def _texts(table: PolygonTable, field: str | None) -> list[str]:
    return [""] * len(table) if field is None else [clean(value) for value in table.columns[field].tolist()]


def _groups(kinds: list[str], sizes: list[str]) -> list[str]:
    """Return who is rated among whom, as one text."""
    return [f"{kind}\n{size}" for kind, size in zip(kinds, sizes)]


def _first(texts: list[str], subjects: Subjects) -> list[str]:
    """Return the first text that the parcels of each subject have."""
    found = [""] * len(subjects.ids)
    for row, text in zip(subjects.of_parcel.tolist(), texts):
        found[row] = found[row] or text
    return found
