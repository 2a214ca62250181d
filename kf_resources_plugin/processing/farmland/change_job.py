"""From the parameters of kf:farmlandchange to its figures: what is read, in which order, and what is noticed."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.errors import PlannerError
from ...engine.farmland_change import ChangeZones, compared, cut_change
from ...engine.farmland_change_figures import count, graded, measure, places, suspected_losses
from ...engine.kernel import pick_kernel
from ...engine.stable_farmland import STABILITY_FIELDS, stability
from ...i18n import tr
from ...rules.farmland_change import IN, OUT, exempt_kinds, exempted
from ...rules.stable_farmland import grounds, mask_kinds
from ...rules.text import clean
from ..inputs_job import ChartedJob
from ..land_findings import own_capacities
from ..mask_inputs import MaskInputs
from ..run_result import RunResult
from .applied_rules import ground_rules
from .change_findings import change_findings, not_examined, own_exemptions
from .change_parameters import LAND_AFTER, LAND_BEFORE
from .survey_year_findings import year_findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingAlgorithm, QgsProcessingContext

    from ...engine.farmland_change import ChangePieces, Epochs
    from ...engine.farmland_change_figures import ChangeAreas, ChangeFigures
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.reading import PolygonTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .change_findings import Moved


@dataclass(frozen=True)
class Exemptions:
    """The polygons of a kind that is on the list, and the kind of each."""

    table: PolygonTable
    kinds: list[str]


@dataclass(frozen=True)
class ChangeResult(RunResult):
    """Everything a run found out, before anything is written.

    given: of exempt, permanent and approvals those that were given. grounds: rules that could tell in either epoch what
    is stable. families: Chinese fonts for the report's chart.
    """

    epochs: Epochs
    pieces: ChangePieces
    areas: ChangeAreas
    figures: ChangeFigures
    exemptions: Exemptions | None
    given: frozenset[str]
    grounds: list[str]
    families: Sequence[str]


class ChangeInputs(MaskInputs):
    """The inputs of two epochs; where both layers are called alike every message names the epoch too."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any],
                 context: QgsProcessingContext) -> None:
        super().__init__(algorithm, parameters, context)
        both = {LAND_BEFORE: tr("{layer} (earlier survey)"), LAND_AFTER: tr("{layer} (later survey)")}
        if all(name in self.layers for name in both) and self.label(LAND_BEFORE) == self.label(LAND_AFTER):
            for name, text in both.items():
                self.layers[name] = replace(self.layers[name], label=text.format(layer=self.label(name)))

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        found = [
            *self._one_layer(),
            *self.layer_problems(LAND_BEFORE, LAND_AFTER, "EXEMPT", "PERMANENT_FARMLAND", "APPROVALS", "UNITS"),
            *self.field_problems(LAND_BEFORE, LAND_AFTER),
            *self.missing_field("EXEMPT", "EXEMPT_KIND_FIELD", "exempt"),
            *self.file_problems(self.book, partial(self.class_map, LAND_BEFORE), partial(self.class_map, LAND_AFTER),
                                 self.grades),
        ]
        if self.file_problems(self.book):
            return found
        return [*found, *self.mask_problems(mask_kinds(grounds(self.book())))]

    def _one_layer(self) -> list[str]:
        if not self.same_survey(LAND_BEFORE, LAND_AFTER):
            return []
        return [tr("Layer “{layer}” was given as the earlier and as the later survey: between a survey and itself "
                   "nothing changes. Give the survey of the earlier year as land before.").format(
                       layer=self.layers[LAND_AFTER].label)]

    def epochs(self, kernel: Kernel, book: RuleBook, progress: Progress) -> Epochs:
        """Return both surveys, repaired, in the CRS of the earlier one. Raises PlannerError."""
        before = self.whole_survey(book, kernel, progress.part(0.0, 0.5), LAND_BEFORE, role="land_before",
                                   more=STABILITY_FIELDS)
        after = self.whole_survey(book, kernel, progress.part(0.5, 1.0), LAND_AFTER, more=STABILITY_FIELDS,
                                  target=before.table.crs, alike=before.table)
        self._check_years(before, after, book)
        return compared(before, after, book)

    def _check_years(self, before: LandSurvey, after: LandSurvey, book: RuleBook) -> None:
        """Note years that differ within a survey, or do not between both.

        Raises PlannerError where the earlier one is of the later year.
        """
        for survey in (before, after):
            self.findings += year_findings(survey.years, survey.table, survey.fields.year, survey.role, book)
        first, last = before.years.year, after.years.year
        if first is None or last is None or first < last:
            return
        named: dict[str, Any] = {"before": before.table.name, "after": after.table.name}
        if first > last:
            raise PlannerError(book.refusal("change.years_reversed", **named, before_year=first, after_year=last))
        self.findings.append(book.finding("change.years_same", role="land_before", place="year", **named, year=first))

    def exemptions(self, crs: QgsCoordinateReferenceSystem, kernel: Kernel, book: RuleBook,
                   progress: Progress) -> Exemptions | None:
        """Return the polygons of EXEMPT whose kind is on the list; the others are findings. Raises PlannerError."""
        if not self.has("EXEMPT"):
            return None
        field = self.field("EXEMPT", "EXEMPT_KIND_FIELD", "exempt", "kind")
        table = self.polygons("EXEMPT", "exempt", [field] if field else [], crs, kernel, book, progress)
        listed, _ = exempt_kinds(book)
        if field is None:
            self.findings.append(book.finding("change.exempt_field_missing", role="exempt", place="field",
                                              layer=table.name, kinds=listed))
            return None
        kinds = [clean(value) for value in table.columns[field]]
        for row, kind in enumerate(kinds):
            if kind not in listed:
                self.findings.append(book.finding(
                    "change.exempt_unknown", role="exempt", source_fid=int(table.fids[row]), wkb=table.wkb[row],
                    layer=table.name, field=field, value=kind, kinds=listed))
        known = np.array([kind in listed for kind in kinds], dtype=bool)
        return Exemptions(table.take(known), [kind for kind in kinds if kind in listed])


class ChangeJob(ChartedJob[ChangeInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = ChangeInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        return self._inputs.problems()

    def run(self, progress: Progress) -> ChangeResult:
        """Read, cross, measure and count; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        epochs = inputs.epochs(kernel, book, progress.part(0.0, 0.3))
        crs = epochs.crs
        units = inputs.all_units(crs, kernel, book, progress.part(0.3, 0.31))
        exemptions = inputs.exemptions(crs, kernel, book, progress.part(0.31, 0.32))
        zones = self._zones(crs, None if units is None else units[0], exemptions, kernel, book,
                            progress.part(0.32, 0.36))
        areas = inputs.areas(crs, book, progress)
        widths = inputs.widths(crs, progress)
        epochs, pieces, failed = cut_change(epochs, zones, areas, widths, book, kernel, progress.part(0.36, 0.78))
        pieces, measured = measure(pieces, epochs, areas, book, progress.part(0.78, 0.9))
        progress.set(0.9)
        exempt = exempted(pieces.inside("exempt"), pieces.kind_after)
        stable = (_stable(epochs, pieces, OUT, zones, book), _stable(epochs, pieces, IN, zones, book))
        patch = edge = np.full(len(exempt), -1, dtype=np.int64)
        if inputs.has("APPROVALS"):
            patch, edge = suspected_losses(pieces, measured, epochs, exempt, widths, book, kernel,
                                           progress.part(0.9, 0.92))
        where = places(pieces, epochs, None if units is None else units[1])
        progress.check()
        grades = inputs.grades()
        quality = graded(pieces, epochs, where, grades)
        figures = count(pieces, measured, epochs, where, exempt, _spread(stable[0], len(exempt)),
                        _spread(stable[1], len(exempt)), patch, quality)
        found = [*change_findings(epochs, pieces, measured, figures, edge, failed, stable, units, book, kernel, areas,
                                  progress.part(0.92, 1.0)),
                 *own_exemptions(exemptions, pieces, figures, book), *not_examined(zones, book),
                 *own_capacities(quality.place, quality.grade, figures.pieces.net[quality.rows], grades,
                                  book)]
        progress.set(1.0)
        return ChangeResult(
            **inputs.outcome(found, book, kernel, progress), epochs=epochs, pieces=pieces, areas=measured,
            figures=figures, exemptions=exemptions, given=frozenset(zones.out),
            grounds=ground_rules((epochs.before, stable[0][0]), (epochs.after, stable[1][0])),
            families=self._families)

    def _zones(self, crs: QgsCoordinateReferenceSystem, units: PolygonTable | None, exemptions: Exemptions | None,
               kernel: Kernel, book: RuleBook, progress: Progress) -> ChangeZones:
        inputs = self._inputs
        out = {} if exemptions is None else {"exempt": exemptions.table}
        for name, parameter, role, part in (
                ("permanent", "PERMANENT_FARMLAND", "permanent_farmland", progress.part(0.0, 0.3)),
                ("approvals", "APPROVALS", "approvals", progress.part(0.3, 0.6))):
            if inputs.has(parameter):
                out[name] = inputs.polygons(parameter, role, [], crs, kernel, book, part)
        masks = inputs.masks(mask_kinds(grounds(book)), crs, kernel, book, progress.part(0.6, 1.0))
        return ChangeZones(units, out, masks)


def _stable(epochs: Epochs, pieces: ChangePieces, direction: int, zones: ChangeZones,
            book: RuleBook) -> Moved:
    """Return what stability says of the pieces that moved in a direction, and their rows."""
    rows = np.flatnonzero(pieces.direction == direction)
    survey, land = (epochs.before, pieces.before) if direction == OUT else (epochs.after, pieces.after)
    found = stability(survey, land[rows], {kind: pieces.inside(kind)[rows] for kind in zones.moved}, grounds(book))
    return found, rows


def _spread(moved: Moved, pieces: int) -> tuple[np.ndarray, np.ndarray]:
    """Return of all pieces which are stable and of which nothing tells it, bool (pieces,) each."""
    found, rows = moved
    stable, untold = np.zeros((2, pieces), dtype=bool)
    stable[rows], untold[rows] = found.stable, found.untold
    return stable, untold
