"""From the parameters of kf:permanentfarmlandreplace to candidates and verdict."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...engine.admin_units import Whereabouts
from ...engine.closure import slivers
from ...engine.counted_once import counted_once
from ...engine.distances import in_metres
from ...engine.errors import PlannerError
from ...engine.kernel import pick_kernel
from ...engine.land_split import UNITS, split_land, units_of_land
from ...engine.partition import self_overlaps
from ...engine.permanent_eligible import (
    area_kinds,
    chosen_parcels,
    chosen_polygons,
    exclusions,
    polygon_ids,
    worth_of,
)
from ...engine.permanent_replace import (
    CHOSEN,
    LOST,
    RESERVE,
    candidates_of,
    chosen_net,
    counties_of,
    existing_farmland,
    layout_of,
    loss_of,
    orders_from,
    pieces_of,
    with_bare,
)
from ...engine.stable_farmland import STABILITY_FIELDS, attributes_of, stability
from ...engine.uncut import listed_overlay
from ...engine.united_shapes import united_shapes
from ...engine.wkb import as_wkb_array
from ...i18n import tr
from ...rules.control_lines import PERMANENT
from ...rules.permanent_proposal import Standard, keeps, propose
from ...rules.permanent_replace import slope_classes
from ...rules.stable_farmland import grounds, mask_kinds
from ..inputs_job import InputsJob
from ..mask_inputs import MaskInputs
from ..run_result import RunResult
from .permanent_chosen_findings import chosen_findings
from .permanent_inputs import PERMANENT_SCHEMA
from .permanent_replace_findings import replace_findings
from .permanent_replace_verdict import chosen_row, judged, verdict_of

if TYPE_CHECKING:

    from ...engine.admin_units import Unit
    from ...engine.counted_once import CountedOnce
    from ...engine.farmland_change import WidthsOf
    from ...engine.kernel import Kernel
    from ...engine.land_split import LandPieces
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.permanent_eligible import Chosen, Worth
    from ...engine.permanent_replace import Candidates, Existing, Layout, Loss
    from ...engine.reading import PolygonTable
    from ...engine.stable_farmland import Stability
    from ...rules.grades import GradeTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..land_findings import UnitLayer
    from .permanent_replace_verdict import VerdictRow

_BETWEEN_IDS = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True)
class Ground:
    """The land that a run works on: pieces of all parcels, and what is known of them; arrays of shape (pieces,).

    survey: parcels that claim no land twice, as ``once`` has it. place: object, ``Whereabouts.places``; eligible: bool;
    excluded: bool by rule; order_of: int64 position in ``ORDERS``; slope: float64 (parcels,). lost_table, chosen_table
    and unit_layer as given; lost_ids: object, what the polygons of the first are called.
    """

    survey: LandSurvey
    once: CountedOnce
    pieces: LandPieces
    units: list[Unit]
    unit_of: np.ndarray
    place: np.ndarray
    order_of: np.ndarray
    loss: Loss
    stable: Stability
    excluded: dict[str, np.ndarray]
    eligible: np.ndarray
    slope: np.ndarray
    lost_table: PolygonTable
    lost_ids: np.ndarray
    chosen_table: PolygonTable | None
    unit_layer: UnitLayer | None


@dataclass(frozen=True)
class ReplaceResult(RunResult):
    """Everything a run found out, before anything is written.

    chosen: None where the tool proposes; rows: int64, pieces of the replacement that count; in_replacement: bool
    (candidates,).
    """

    ground: Ground
    lost: Worth
    existing: Existing
    candidates: Candidates
    chosen: Chosen | None
    rows: np.ndarray
    in_replacement: np.ndarray
    worth: Worth
    layout: Layout
    verdict: list[VerdictRow]
    grades: GradeTable


class ReplaceJob(InputsJob[MaskInputs]):
    """One run over the inputs of an algorithm, made on the main thread."""

    INPUTS = MaskInputs

    def problems(self) -> list[str]:
        """Return everything that keeps the run from starting."""
        inputs = self._inputs
        found = [*inputs.layer_problems("PERMANENT_FARMLAND", "LAND", "LOST", "CHOSEN", "UNITS"),
                 *inputs.field_problems(), *inputs.file_problems(inputs.book, inputs.class_map, inputs.grades)]
        if inputs.has("CHOSEN") and self._parcel_ids():
            found.append(tr("Give the chosen replacement either as polygons or as parcel ids, not both."))
        try:
            kinds = self._kinds(inputs.book())
        except PlannerError:
            return found  # the rules themselves are among the problems
        return [*found, *inputs.mask_problems(kinds)]

    @staticmethod
    def _kinds(book: RuleBook) -> list[str]:
        return sorted({*mask_kinds(grounds(book)), *area_kinds(book), RESERVE})

    def _parcel_ids(self) -> list[str]:
        return [name for name in _BETWEEN_IDS.split(self._inputs.given["CHOSEN_PARCELS"] or "") if name]

    def run(self, progress: Progress) -> ReplaceResult:
        """Read, cut, rank and judge; raises PlannerError and Canceled."""
        inputs, book, kernel = self._inputs, self._inputs.book(), pick_kernel()
        grades = inputs.grades()
        ground = self._ground(book, kernel, progress.part(0.0, 0.6))
        survey, pieces = ground.survey, ground.pieces
        crs = survey.table.crs
        (plane,) = in_metres([pieces.wkb], crs, progress)
        loss = ground.loss
        lost = self._lost(ground, grades)
        existing = existing_farmland(pieces, book, crs, plane, kernel, progress.part(0.6, 0.7))
        found = candidates_of(pieces, survey, ground.eligible, ground.unit_of, ground.order_of, loss, existing, plane,
                              book, kernel, progress.part(0.7, 0.9))
        chosen = self._chosen(ground)
        if chosen is None:
            taken = self._proposed(found, ground, lost, progress)
            rows = pieces_of(found, np.flatnonzero(taken), pieces, ground.eligible, ground.unit_of)
        else:
            rows = np.flatnonzero(chosen.pieces & ground.eligible)
            least = 100 * float(book.threshold("closure.sliver", "max_area_m2"))
            taken = chosen_net(found, rows, pieces, ground.unit_of) >= least
        worth = worth_of(rows, pieces, survey, ground.place, ground.slope, grades)
        layout = layout_of(
            plane[rows], pieces.area[rows], pieces.net[rows], existing,
            float(book.threshold("permanent.replace_near", "near_distance_m")),
            float(book.threshold("permanent.block", "joining_distance_m")), kernel, progress.part(0.9, 0.95))
        verdict = verdict_of(lost, loss.no_longer, worth, layout, book, with_slope="slope" in survey.fields.more)
        areas = inputs.areas(crs, book, progress)
        noticed = []
        if chosen is not None:
            overlaps = self._overlaps(ground, kernel, progress.part(0.95, 1.0))
            noticed = chosen_findings(ground, chosen, overlaps, book, kernel, areas,
                                      inputs.widths(crs, progress), progress)
            given, counted = (int(pieces.area[part].sum()) for part in (chosen.pieces, rows))
            verdict.append(chosen_row(given, counted, noticed, book, is_judged=judged(verdict)))
        noticed += replace_findings(ground, found, chosen, rows, verdict, book, kernel, areas, progress,
                                    grades=grades, basis=inputs.given["AREA_BASIS"])
        progress.set(1.0)
        return ReplaceResult(
            **inputs.outcome(noticed, book, kernel, progress), ground=ground, lost=lost,
            existing=existing, candidates=found, chosen=chosen, rows=rows, in_replacement=taken, worth=worth,
            layout=layout, verdict=verdict, grades=grades)

    def _ground(self, book: RuleBook, kernel: Kernel, progress: Progress) -> Ground:
        """Read all layers and cut the parcels by them."""
        inputs = self._inputs
        given = inputs.whole_survey(book, kernel, progress.part(0.0, 0.2), more=STABILITY_FIELDS)
        areas = inputs.areas(given.table.crs, book, progress)
        once = counted_once(given, areas, book, kernel, progress.part(0.2, 0.3))
        survey = once.survey
        crs = survey.table.crs
        zones = {PERMANENT: inputs.polygons("PERMANENT_FARMLAND", PERMANENT, (), crs, kernel, book,
                                            progress.part(0.3, 0.35))}
        for name, role, done in (("LOST", LOST, 0.35), ("CHOSEN", CHOSEN, 0.39)):
            if inputs.has(name):
                key = self._id_field(name)
                zones[role] = inputs.polygons(name, role, [key] if key else [], crs, kernel, book,
                                              progress.part(done, done + 0.03))
        masks = inputs.masks(self._kinds(book), crs, kernel, book, progress.part(0.42, 0.5))
        units = inputs.all_units(crs, kernel, book, progress.part(0.5, 0.55))
        every = {**zones, **masks, **({} if units is None else {UNITS: units[0]})}
        pieces = split_land(survey, every, areas, book, kernel, progress.part(0.55, 0.95),
                            basis=inputs.given["AREA_BASIS"], single=True)
        stable = stability(survey, pieces.land, {kind: pieces.inside(kind) for kind in masks}, grounds(book))
        polygons = None if units is None else units[1]
        listed, unit_of = units_of_land(pieces, survey, polygons)
        loss = _loss(pieces, stable.farmland, zones, areas, inputs.widths(crs, progress), book, kernel,
                     progress.part(0.95, 1.0))
        order_of = orders_from(loss, counties_of(pieces, survey, listed, unit_of, polygons))
        excluded = exclusions(pieces, survey, stable, unit_of, order_of, book)
        attributes = attributes_of(survey)
        slope = np.full(len(survey.kind), np.nan) if attributes.slope is None else slope_classes(attributes.slope, book)
        place = Whereabouts.of(listed, unit_of, survey.location, pieces.land).places()
        return Ground(survey, once, pieces, listed, unit_of, place, order_of, loss, stable, excluded,
                      ~np.logical_or.reduce(list(excluded.values())), slope, zones[LOST],
                      polygon_ids(zones[LOST], self._id_field("LOST")), zones.get(CHOSEN), units)

    def _id_field(self, layer: str) -> str | None:
        names = self._inputs.standard_fields(layer, PERMANENT_SCHEMA, {"number": "YJJBNTTBBH", "identifier": "BSM"})
        return names["identifier"] or names["number"]

    def _chosen(self, ground: Ground) -> Chosen | None:
        """Return what the planner chose, None where nothing was."""
        if ground.chosen_table is not None:
            return chosen_polygons(ground.pieces, ground.chosen_table, self._id_field("CHOSEN"))
        wanted = self._parcel_ids()
        return chosen_parcels(ground.pieces, ground.survey, wanted) if wanted else None

    @staticmethod
    def _lost(ground: Ground, grades: GradeTable) -> Worth:
        """Return what the lost cultivated land is worth: area and capacity of all, grade and slope without slivers."""
        loss, survey, pieces = ground.loss, ground.survey, ground.pieces
        graded = loss.rows[~np.isnan(survey.grade[pieces.land[loss.rows]])]  # a sliver without a grade tells nothing
        solid, every, known = (worth_of(rows, pieces, survey, ground.place, ground.slope, grades)
                               for rows in (loss.solid, loss.rows, np.union1d(loss.solid, graded)))
        if not len(loss.rows):
            return replace(solid, net=every.net, capacity=None, national=None)
        return replace(solid, net=every.net, capacity=known.capacity, national=known.national, not_own=known.not_own)

    @staticmethod
    def _proposed(found: Candidates, ground: Ground, lost: Worth, progress: Progress) -> np.ndarray:
        """Return what is proposed: as much as all that is lost, or if there is no such set as what is cultivated."""
        standards = [Standard(found.grade, lost.grade), Standard(ground.slope[found.land], lost.slope)]
        whole = lost.net + ground.loss.no_longer
        taken = propose(found.net, found.order, standards, whole, progress)
        if ground.loss.no_longer and lost.net and not keeps(taken, found.net, standards, whole):
            less = propose(found.net, found.order, standards, lost.net, progress)
            if keeps(less, found.net, standards, lost.net):
                return less
        return taken

    @staticmethod
    def _overlaps(ground: Ground, kernel: Kernel, progress: Progress) -> list[tuple[int, int, bytes]]:
        """Return where chosen polygons overlap."""
        if ground.chosen_table is None:
            return []
        return [(int(a), int(b), wkb) for a, b, wkb in zip(*self_overlaps(ground.chosen_table, kernel, progress))]


def _loss(pieces: LandPieces, farmland: np.ndarray, zones: dict[str, PolygonTable], areas: AreasOf, widths: WidthsOf,
          book: RuleBook, kernel: Kernel, progress: Progress) -> Loss:
    """Return what is lost, on parcels and on none; farmland: bool (pieces,), cultivated."""
    lost, permanent = zones[LOST], zones[PERMANENT]
    shared = listed_overlay(lost, permanent, kernel, progress.part(0.0, 0.5))
    area_m2 = areas(shared.wkb)
    held = np.unique(shared.subject[~slivers(area_m2, widths(shared.wkb, area_m2), book)])
    loss = loss_of(pieces, farmland, _slivers(pieces, widths, book), held, len(lost))
    in_permanent = as_wkb_array(united_shapes(shared.wkb, shared.subject, len(lost), kernel, progress.part(0.5, 0.7)))
    return with_bare(loss, lost, permanent, in_permanent, pieces, areas, book, kernel, progress.part(0.7, 1.0))


def _slivers(pieces: LandPieces, widths: WidthsOf, book: RuleBook) -> np.ndarray:
    """Tell which pieces of lost polygons are as small or narrow as borders leave that do not quite meet."""
    found = np.zeros(len(pieces.land), dtype=bool)
    lost = np.flatnonzero(pieces.inside(LOST))
    area_m2 = pieces.area[lost] / 100.0
    found[lost] = slivers(area_m2, widths(pieces.wkb[lost], area_m2), book)
    return found
