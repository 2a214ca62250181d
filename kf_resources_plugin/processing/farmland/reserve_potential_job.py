"""From the parameters of kf:reservepotential to its ranked candidates: what is read, in which order, and noticed."""
from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.counted_once import counted_once
from ...engine.errors import PlannerError
from ...engine.kernel import pick_kernel
from ...engine.reserve_factors import Plane, Scores, Surroundings, irrigated, neighbours, score
from ...engine.reserve_potential import (
    RESERVE_FIELDS,
    Candidates,
    Judged,
    ReserveLand,
    candidates,
    judge,
    reserve_land,
    source_rows,
)
from ...i18n import tr
from ...rules.reserve_potential import (
    NO_IRRIGATION,
    TableError,
    WeightsError,
    exclusions,
    factors,
    mask_kinds,
    parse_weights,
    sources,
)
from ..inputs_job import InputsJob
from ..mask_inputs import MaskInputs
from ..run_result import RunResult
from .reserve_potential_findings import reserve_findings
from .reserve_potential_setting import FACTOR_LAYERS, Setting

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.reserve_potential import Factor
    from ...rules.rule_rows import RuleBook
    from ..land_findings import UnitLayer

PADDY = "paddy"


@dataclass(frozen=True)
class ReserveResult(RunResult):
    """Everything a run found out, before anything is written."""

    setting: Setting
    land: ReserveLand
    candidates: Candidates
    scores: Scores


class ReserveJob(InputsJob[MaskInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = MaskInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.layer_problems("LAND", "ADDITIONS", "WATER", "ROADS", "UNITS"), *inputs.field_problems(),
                 *inputs.file_problems(inputs.book, inputs.class_map, inputs.grades)]
        try:
            book = inputs.book()
        except PlannerError:
            return found
        return [*found, *inputs.file_problems(lambda: self._weighted(book)), *inputs.mask_problems(mask_kinds(book))]

    def run(self, progress: Progress) -> ReserveResult:
        """Read, cut, exclude, measure and score; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        given = inputs.whole_survey(book, kernel, progress.part(0.0, 0.2), more=RESERVE_FIELDS)
        areas = inputs.areas(given.table.crs, book, progress)
        once = counted_once(given, areas, book, kernel, progress.part(0.2, 0.25), all_land=True)
        survey = once.survey
        land, units, judged, setting = self._land(survey, areas, book, kernel, progress.part(0.25, 0.6))
        around = self._around(survey, judged, setting, kernel, book, progress.part(0.6, 0.63))
        if setting.paddy and land.has(NO_IRRIGATION):
            land = irrigated(land, around, book, kernel, progress.part(0.63, 0.68))
        found = candidates(land, kernel, progress)
        plane = Plane(found, around, land, kernel, progress.part(0.68, 0.7))
        water_m = plane.distances("water", _water_limit(setting, book), progress.part(0.7, 0.75))
        near = neighbours(plane, found, land, around, units, areas, book, kernel, progress.part(0.75, 0.8))
        grades = inputs.grades()
        scores = score(plane, found, land, near, water_m, setting.factors, setting.weights, grades, book,
                       progress.part(0.8, 0.95))
        noticed = [*reserve_findings(
            once, judged, land, found, scores, setting, units, kernel, areas, book,
            progress.part(0.95, 1.0), grades=grades, basis=inputs.given["AREA_BASIS"])]
        progress.set(1.0)
        return ReserveResult(
            **inputs.outcome(noticed, book, kernel, progress), setting=setting, land=land, candidates=found,
            scores=scores)

    def _land(self, survey: LandSurvey, areas: AreasOf, book: RuleBook, kernel: Kernel,
              progress: Progress) -> tuple[ReserveLand, UnitLayer | None, Judged, Setting]:
        """Return the source land with its exclusions, the units, what all parcels' attributes say, and the settings."""
        inputs, crs = self._inputs, survey.table.crs
        setting = self._setting(book)
        listed, excluded = sources(book), exclusions(book, setting.steepest)
        masks = inputs.masks([kind for kind in mask_kinds(book) if any(kind in item.masks for item in excluded)], crs,
                             kernel, book, progress.part(0.0, 0.2))
        additions = None if not inputs.has("ADDITIONS") else inputs.polygons(
            "ADDITIONS", "farmland_additions", (), crs, kernel, book, progress.part(0.2, 0.25))
        units = inputs.all_units(crs, kernel, book, progress.part(0.25, 0.3))
        judged = judge(survey, listed, excluded, book)
        rows = source_rows(survey, judged, listed, additions, progress)
        land = reserve_land(survey.take(rows), judged.take(rows), listed, excluded, masks, additions, units,
                            areas, book, kernel, progress.part(0.3, 1.0), basis=inputs.given["AREA_BASIS"])
        return land, units, judged, replace(setting, given=setting.given | frozenset(masks))

    def _setting(self, book: RuleBook) -> Setting:
        known, weights = self._weighted(book)
        given = frozenset(name for name, (parameter, *_) in FACTOR_LAYERS.items() if self._inputs.has(parameter))
        return Setting(self._inputs.given["MAX_SLOPE"], self._inputs.given["CLAIM"] == PADDY, known, weights, given)

    def _weighted(self, book: RuleBook) -> tuple[tuple[Factor, ...], dict[str, float]]:
        """Return the factors that apply and their weights; raises PlannerError."""
        text = self._inputs.given["WEIGHTS"] or ""
        try:
            known = factors(book)
            return known, parse_weights(text, known)
        except TableError as error:
            raise PlannerError(tr("Rule {rule}: “{key}” cannot be used. The values must rise, there must be as many "
                                  "scores as values, and scores go from 0 to 100.").format(
                rule=error.rule_id, key=error.key)) from error
        except WeightsError as error:
            names = ", ".join(factor.name for factor in known)
            raise PlannerError(_weights_message(error).format(
                text=text, value=error.value, names=names, example='{"water": 0.4, "road": 0.2}')) from error

    def _around(self, survey: LandSurvey, judged: Judged, setting: Setting, kernel: Kernel, book: RuleBook,
                progress: Progress) -> Surroundings:
        """Return the water, roads and farmland around: layers where given, else the parcels of their classes."""
        layers: dict[str, PolygonTable] = {}
        for number, (name, (parameter, role, rule)) in enumerate(FACTOR_LAYERS.items()):
            if name in setting.given:
                part = progress.part(number / len(FACTOR_LAYERS), (number + 1) / len(FACTOR_LAYERS))
                layers[name] = self._inputs.polygons(parameter, role, (), survey.table.crs, kernel, book, part)
                continue
            classes = set(map(str, book.threshold(rule, "classes")))
            wanted = np.array([info is not None and info.base in classes for info in survey.infos], dtype=bool)
            rows = np.flatnonzero(wanted[survey.code_of]) if len(wanted) else np.empty(0, dtype=np.int64)
            layers[name] = survey.table.take(rows)
        rows = np.flatnonzero(survey.kind >= 0)
        return Surroundings(layers["water"], layers["road"], survey.take(rows), judged.take(rows))


def _water_limit(setting: Setting, book: RuleBook) -> float:
    """Return how far water is looked for: as far as its factor tells apart, or irrigation reaches."""
    table = [factor.values[-1] for factor in setting.factors if factor.name == "water"]
    return max([*table, float(book.threshold(NO_IRRIGATION, "max_distance_m"))])


def _weights_message(error: WeightsError) -> str:
    return {
        "json": tr("“Weights” is no JSON text: {text}. Write the weights themselves, not the path of a file, for "
                   "example {example}."),
        "object": tr("“Weights” must be a JSON object of criteria and numbers, not {text}. Write for example "
                     "{example}."),
        "twice": tr("“Weights” names the criterion “{value}” twice. Keep one of them."),
        "unknown": tr("“Weights” names the criterion “{value}”, which there is not. The criteria are: {names}."),
        "number": tr("“Weights”: the weight of “{value}” must be a number of 0 or more."),
        "large": tr("“Weights”: the weights are too large. Write numbers near 1."),
        "sum": tr("“Weights”: all weights are 0. At least one must be greater."),
    }[error.reason]
