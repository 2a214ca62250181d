"""What a replacement of permanent farmland has to say: what is lost, what may replace it, verdicts."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.land_split import UNITS
from ...engine.land_survey import plausible, survey_findings
from ...engine.partition import self_overlaps
from ...engine.permanent_eligible import shared_ids, unexamined_areas, ungraded
from ...engine.permanent_replace import CHOSEN, LOST, RESERVE, chosen_net, larger_than_parts, off_parcels_m2
from ...engine.roles import role_title
from ...i18n import tr
from ...rules.control_lines import PERMANENT
from ...rules.permanent_replace import ORDERS, RANK_RESERVE, SCORE_RULE
from ...rules.progress import OnlyAsked
from ..land_findings import (
    declared_areas,
    deduction_field,
    land_overlaps,
    own_capacities,
    unit_overlaps,
    without_unit,
)
from .permanent_replace_verdict import PROPOSED, criterion_names, judged
from .stable_findings import first_ids, first_names, not_applied

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.permanent_eligible import Chosen
    from ...engine.permanent_replace import Candidates
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.grades import GradeTable
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .permanent_replace_job import Ground
    from .permanent_replace_verdict import VerdictRow

PROPOSAL_RULE = "permanent.proposal_none"
_COUNTY, _UNKNOWN = ORDERS.index("county"), ORDERS.index("unknown")


def replace_findings(ground: Ground, found: Candidates, chosen: Chosen | None, rows: np.ndarray,
                     verdict: Sequence[VerdictRow], book: RuleBook, kernel: Kernel, areas: AreasOf,
                     progress: Progress, *, grades: GradeTable, basis: str) -> list[Finding]:
    """Return all findings but those of ``chosen_findings``; rows: int64, pieces of the replacement that count."""
    survey, pieces, loss = ground.survey, ground.pieces, ground.loss
    bearing = np.union1d(np.union1d(loss.rows, rows), np.flatnonzero(ground.eligible))
    used = pieces.inside(LOST) | (chosen.pieces if chosen is not None else False)
    used[rows] = True
    touched = np.unique(pieces.land[used])
    every = [
        # land of no class is no candidate that could be told, wherever it lies
        *survey_findings(survey.take(np.union1d(touched, np.flatnonzero(survey.classless))), book),
        *_lost(ground, book),
        *_doubled(ground, chosen, book, areas),
        *not_applied(survey, ground.stable, pieces.land, pieces.net, book),
        *deduction_field(survey, int(pieces.net[loss.rows].sum() + pieces.net[rows].sum()), book),
        *((*declared_areas(survey, touched, pieces.computed[touched], book),
           *_declared_only_ranked(ground, found, touched, book)) if basis == "tbmj" else ()),
        *_ids(ground, chosen, book),
        *_without_grade(ground, book),
        *_untold(ground, rows, book),
        *own_capacities(ground.place[bearing], survey.grade[pieces.land[bearing]], pieces.net[bearing], grades, book),
        *_verdict(ground, verdict, grades, book),
        *_order(ground, found, rows, book),
        *_not_given(ground, book),
    ]
    every += _units(ground, rows, kernel, areas, progress, book)
    if chosen is None:
        return [*every, *_no_proposal(ground, found, verdict, book)]
    if ground.chosen_table is not None:
        every += _no_survey(ground.chosen_table, chosen, ground, kernel, areas, progress, book)
    return every


def _units(ground: Ground, rows: np.ndarray, kernel: Kernel, areas: AreasOf, progress: Progress,
           book: RuleBook) -> list[Finding]:
    """Return what of the candidates and of the lost land has no unit, and which units overlap.

    rows: as in ``replace_findings``, of which alone location codes are asked where there are no unit polygons.
    """
    survey, pieces, units = ground.survey, ground.pieces, ground.unit_layer
    if units is None:
        return without_unit(survey, pieces.land[rows], rows, pieces.area[rows], None, book)
    shown = np.union1d(np.flatnonzero(ground.eligible), ground.loss.rows)
    shared = list(zip(*self_overlaps(units[0], kernel, OnlyAsked(progress))))
    return [*without_unit(survey, pieces.land[shown], pieces.zone[UNITS][shown], pieces.area[shown], units, book),
            *unit_overlaps(units, shared, book, areas)]


def _lost(ground: Ground, book: RuleBook) -> list[Finding]:
    name, survey, pieces, loss = ground.lost_table.name, ground.survey, ground.pieces, ground.loss
    least = float(book.threshold("closure.sliver", "max_area_m2")) * 100
    findings = []
    if not len(loss.rows) and loss.no_longer <= least:
        findings.append(book.finding("permanent.lost_none", role=LOST, place=LOST, layer=name))
    elif len(loss.absent):
        findings.append(book.finding("permanent.lost_not_in_layer", role=LOST, place=LOST, layer=name,
                                     polygons=_lost_names(ground, loss.absent), count=len(loss.absent),
                                     total=len(ground.lost_ids)))
    if len(loss.lead) and (ground.order_of[loss.lead] == _UNKNOWN).all():
        findings.append(book.finding("permanent.lost_no_county", role=LOST, place="county", layer=name,
                                     area_m2=float(pieces.area[loss.lead].sum()) / 100))
    unknown = loss.solid[np.isnan(survey.grade[pieces.land[loss.solid]])]
    what = tr("the lost permanent basic farmland") if loss.known else tr("the lost land")
    none = loss.rows[:0]
    for rule, area, rows, bare in (
            ("permanent.lost_beside", loss.beside, none, loss.beside_in),
            ("permanent.no_survey", loss.bare, none, loss.bare_in),
            ("permanent.lost_not_cultivated", int(pieces.area[loss.unknown].sum()), loss.unknown, none),
            ("permanent.lost_no_longer_cultivated", loss.no_longer, loss.idle,
             np.setdiff1d(loss.bare_in, loss.absent)),
            ("permanent.lost_grade_unknown", int(pieces.net[unknown].sum()), unknown, none)):
        if area > least:
            parcels = [*first_ids(survey, np.unique(pieces.land[rows])), *([tr("on no parcel")] if len(bare) else [])]
            findings.append(book.finding(
                rule, role=LOST, place=LOST, layer=name, area_m2=area / 100, what=what, parcels=parcels,
                polygons=_lost_names(ground, np.union1d(pieces.zone[LOST][rows], bare))))
    return findings


def _lost_names(ground: Ground, polygons: np.ndarray) -> list[str]:
    """Return what the first of some lost polygons, int64 rows, are called."""
    return first_names(ground.lost_ids[polygons], ground.lost_table.fids[polygons])


def _doubled(ground: Ground, chosen: Chosen | None, book: RuleBook, areas: AreasOf) -> list[Finding]:
    """Return which cultivated parcels overlap where land is lost or may replace, and how much counts only once."""
    once, pieces = ground.once, ground.pieces
    used = ground.eligible | (chosen.pieces if chosen is not None else False)
    used[ground.loss.rows] = True
    parcels = set(pieces.land[used].tolist())
    overlaps = [pair for pair in once.overlaps if parcels & set(pair[:2])]
    if not overlaps:
        return []
    rows = sorted({row for pair in overlaps for row in pair[:2]})
    return [*land_overlaps(once.given, overlaps, book, areas, once=True), book.finding(
        "permanent.land_doubled", role=once.given.role, place="doubled", layer=once.given.table.name,
        area_m2=float(once.taken_m2[rows].sum()))]


def _no_survey(table: PolygonTable, chosen: Chosen, ground: Ground, kernel: Kernel, areas: AreasOf,
               progress: Progress, book: RuleBook) -> list[Finding]:
    """Return how much of the chosen polygons lies on no parcel. Raises PlannerError where GEOS cannot unite them."""
    on_parcels = ground.pieces.wkb[ground.pieces.inside(CHOSEN)]
    rest = off_parcels_m2(table.wkb, on_parcels, table, areas, book, kernel, progress)
    if not rest:
        return []
    polygons = larger_than_parts(table.wkb, ground.pieces.zone[CHOSEN][ground.pieces.inside(CHOSEN)], on_parcels, areas,
                                 rest / 2)  # no polygon has more than the rest where only one is given
    return [book.finding("permanent.no_survey", role=CHOSEN, place=CHOSEN, layer=table.name, area_m2=rest,
                         what=tr("the chosen replacement"),
                         polygons=first_names(chosen.ids[polygons], table.fids[polygons]))]


def _declared_only_ranked(ground: Ground, found: Candidates, told: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return how many candidates declare an area that cannot be theirs; told: int64, parcels told of one by one."""
    survey = ground.survey
    parcels = np.setdiff1d(found.land, told)
    most = float(book.threshold("land.tbmj_differs", "max_share_of_total"))
    unfit = parcels[~plausible(survey.declared_m2[parcels], ground.pieces.computed[parcels], most)]
    if not len(unfit):
        return []
    return [book.finding(
        "permanent.candidate_tbmj", role=survey.role, place="declared", layer=survey.table.name,
        field=survey.fields.declared or "TBMJ", count=len(unfit), ids=first_ids(survey, unfit), max_share_of_total=most,
        area_m2=float(found.area[np.isin(found.land, unfit)].sum()) / 100)]


def _ids(ground: Ground, chosen: Chosen | None, book: RuleBook) -> list[Finding]:
    """Return which ids of lost land and of land that may replace other parcels have, too; chosen ones are errors."""
    survey, pieces = ground.survey, ground.pieces
    used = np.zeros(len(survey.kind), dtype=bool)
    used[pieces.land[ground.eligible]] = True
    used[pieces.land[ground.loss.rows]] = True
    told = () if chosen is None else chosen.ambiguous
    shared = {name: rows for name, rows in shared_ids(pieces, survey, np.ones_like(used)).items()
              if name not in told and used[rows].any()}
    if not shared:
        return []
    parcels = np.concatenate(list(shared.values()))
    return [book.finding(
        "permanent.candidate_ids", role=survey.role, place="ids", layer=survey.table.name,
        field=survey.fields.parcel or "BSM", count=len(parcels), ids=first_ids(survey, parcels))]


def _without_grade(ground: Ground, book: RuleBook) -> list[Finding]:
    """Return how much stable land only the missing grade keeps from being a candidate, and on which parcels."""
    survey, pieces = ground.survey, ground.pieces
    rows = np.flatnonzero(ungraded(pieces, ground.unit_of, ground.excluded, book))
    if not len(rows):
        return []
    parcels = np.unique(pieces.land[rows])
    return [book.finding(
        "permanent.candidate_grade_unknown", role=survey.role, place="grade", layer=survey.table.name,
        field=survey.fields.grade or "GDDB", count=len(parcels), ids=first_ids(survey, parcels),
        area_m2=float(pieces.area[rows].sum()) / 100)]


def _untold(ground: Ground, rows: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return of how much land that may replace nothing tells whether it is stable; rows: int64, of the replacement."""
    survey, area, untold = ground.survey, ground.pieces.area, ground.eligible & ground.stable.untold
    if not area[untold].any():
        return []
    parcels = np.unique(ground.pieces.land[untold])
    return [book.finding(
        "permanent.candidate_untold", role=survey.role, place="stable", layer=survey.table.name, count=len(parcels),
        ids=first_ids(survey, parcels), area_m2=float(area[untold].sum()) / 100,
        replaced_m2=float(area[rows][untold[rows]].sum()) / 100)]





def _not_given(ground: Ground, book: RuleBook) -> list[Finding]:
    """Return which layers were not given that keep land out or put it first."""
    missing = unexamined_areas(ground.pieces, book)
    found = [book.finding("permanent.areas_not_given", role=PERMANENT, place="masks",
                          kinds=[role_title(kind, book.language) for kind in missing])] if missing else []
    if RESERVE not in ground.pieces.zone and RANK_RESERVE in book.threshold(SCORE_RULE, "ranking"):
        found.append(book.finding("permanent.reserve_not_given", role=RESERVE, place=RESERVE,
                                  mask=role_title(RESERVE, book.language)))
    return found


def _verdict(ground: Ground, verdict: Sequence[VerdictRow], grades: GradeTable, book: RuleBook) -> list[Finding]:
    """Return the criteria that are not met or not proved, in words: an error each where the verdict rests on it."""
    loss, findings = ground.loss, []
    cultivated_m2 = float(ground.pieces.net[loss.rows].sum()) / 100
    idle = np.union1d(ground.pieces.zone[LOST][loss.idle], loss.bare_in)
    some = judged(verdict) and bool(verdict[0].actual)  # without any replacement the area says it all
    for row in verdict:
        required, actual = row.printed
        if row.passed is False and row.required is not None and row.actual is not None:
            findings.append(book.finding(
                row.rule_id, role=LOST, place=row.criterion, severity="error" if row.decides else None,
                required=required, actual=actual, required_m2=row.required, actual_m2=row.actual,
                short_m2=row.required - row.actual))
        elif row.criterion == "quantity" and row.passed is None and row.required and row.actual is not None:
            findings.append(book.finding(
                "permanent.quantity_open", role=LOST, place=row.criterion, required_m2=row.required,
                actual_m2=row.actual, cultivated_m2=cultivated_m2, short_m2=row.required - row.actual))
        elif row.passed is None and row.decides and some and row.required is None and not cultivated_m2:
            findings.append(book.finding(
                "permanent.criterion_lost_unknown", role=LOST, place=row.criterion, actual=actual,
                layer=ground.lost_table.name, polygons=_lost_names(ground, idle), survey=ground.survey.table.name,
                criterion=criterion_names()[row.criterion]))
        elif row.criterion == "capacity" and row.passed is None and judged(verdict) and required and actual:
            findings.append(book.finding(
                "capacity.mixed", role=LOST, place=row.criterion, severity="error" if row.decides else None,
                criterion=criterion_names()[row.criterion], required=required, actual=actual, file=grades.user_file))
        elif row.passed is None and row.decides and some:
            findings.append(book.finding(
                "permanent.criterion_unknown", role=LOST, place=row.criterion, required=required, actual=actual,
                criterion=criterion_names()[row.criterion]))
    return findings


def _no_proposal(ground: Ground, found: Candidates, verdict: Sequence[VerdictRow], book: RuleBook) -> list[Finding]:
    """Return what no set of candidates meets; what is not known of the loss is no fault of theirs."""
    some = bool(verdict[0].actual)  # without any replacement only the area fails
    missed = [row for row in verdict if row.criterion in PROPOSED and row.decides and row.required is not None
              and (row.passed is False or (row.passed is None and some and row.criterion != "quantity"))]
    if not judged(verdict) or not missed:
        return []
    unknown = np.isnan(ground.slope[found.land])
    names = criterion_names()
    return [book.finding(
        PROPOSAL_RULE, role=ground.survey.role, place="proposal", criteria=[names[row.criterion] for row in missed],
        area_m2=float(found.net.sum()) / 100, unknown_m2=float(found.net[unknown].sum()) / 100)]


def _order(ground: Ground, found: Candidates, rows: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return that land outside the county was taken while there are candidates within it; slivers are no land taken."""
    net = chosen_net(found, rows, ground.pieces, ground.unit_of)
    taken = net >= 100 * float(book.threshold("closure.sliver", "max_area_m2"))
    beyond = int(net[taken & (found.order != _COUNTY)].sum())
    left = int(found.net[~taken & (found.order == _COUNTY)].sum())
    if not beyond or not left:
        return []
    return [book.finding("permanent.replace_order", role=CHOSEN, place="order", area_m2=beyond / 100,
                         left_m2=left / 100)]
