"""What old and new plots have to say: criteria that are not met, what is not known, plots that overlap or lie amiss."""
from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.land_survey import survey_findings
from ...engine.land_swap import UNKNOWN, approvals, gains
from ...rules.land_swap import CRITERIA, CULTIVATED, GRADE, QUANTITY, RETURN, UNSURVEYED
from ...rules.text import some
from ..land_findings import deduction_field, land_overlaps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.overlay import Overlay
    from ...rules.findings import Finding
    from ...rules.land_swap import SwapAccount, SwapVerdict
    from ...rules.rule_rows import RuleBook
    from .swap_job import PlotsOnLand

NOT_JUDGED = frozenset({"swap.approval_differs", "swap.approval_missing", "swap.cultivated_unknown",
                        "swap.grade_unknown", "swap.accepted_unknown", UNSURVEYED})
"""What leaves a project area undetermined; a finding without a subject concerns all of them."""


def swap_findings(survey: LandSurvey, old: PlotsOnLand, new: PlotsOnLand, both: Overlay,
                  accounts: Sequence[SwapAccount], verdicts: Sequence[SwapVerdict], areas: AreasOf, book: RuleBook, *,
                  one_area: bool) -> list[Finding]:
    """Return all findings; ``one_area``: no layer names project areas."""
    touched = np.unique(np.concatenate([side.cut.pieces.land[side.cut.pieces.land >= 0] for side in (old, new)]))
    found = survey_findings(survey.take(touched), book)
    overlaps = {pair[:2]: pair for side in (old, new) for pair in side.cut.land_overlaps}
    found += land_overlaps(survey, [overlaps[rows] for rows in sorted(overlaps)], book, areas)
    found += deduction_field(survey, int(old.land.cultivated.sum() + new.land.cultivated.sum()), book)
    if one_area and (old.plots.ids or new.plots.ids):
        found.append(book.finding("swap.one_area", role=old.plots.role, place="one_area"))
    if old.plots.ids and not old.plots.own.get("accepted"):
        found.append(book.finding("swap.accepted_unknown", role=old.plots.role, place="accepted",
                                  layer=old.plots.table.name))
    for side in (old, new):
        found += _of_plots(side, areas, book)
    found += [*_gained_too_much(old, book), *_shared(old, new, both, areas, book)]
    days, rows = approvals(old.plots, new.plots), _rows_by_area(old.plots.areas)
    for account, verdict in zip(accounts, verdicts):
        found += [*_missed(account, verdict, book),
                  *_unknown(account, verdict, old, rows.get(account.name, []), days.get(account.name, []), book)]
    return found


def criterion_finding(rule: str, account: SwapAccount, book: RuleBook) -> Finding:
    """Return that a criterion is not met in a project area."""
    short = {QUANTITY: account.new - account.old, CULTIVATED: account.occupied - (account.gained or 0), GRADE: None,
             RETURN: account.new - (account.on_time or 0)}[rule]
    return book.finding(
        rule, subject_id=account.name, role="new_plots", area_m2=_m2(short), new_m2=_m2(account.new),
        old_m2=_m2(account.old), occupied_m2=_m2(account.occupied), gained_m2=_m2(account.gained),
        occupied_grade=round(account.occupied_grade, 2), gained_grade=round(account.gained_grade, 2),
        on_time_m2=_m2(account.on_time), approved=account.approved, deadline=account.deadline)


def _rows_by_area(areas: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, name in enumerate(areas):
        found.setdefault(name, []).append(row)
    return found


def _missed(account: SwapAccount, verdict: SwapVerdict, book: RuleBook) -> list[Finding]:
    found = [criterion_finding(rule, account, book) for rule in CRITERIA if verdict.met[rule] is False]
    if verdict.met[RETURN] is None and verdict.owed and account.deadline is not None:
        found.append(book.finding("swap.owed", subject_id=account.name, role="new_plots", area_m2=_m2(verdict.owed),
                                  deadline=account.deadline))
    return found


def _unknown(account: SwapAccount, verdict: SwapVerdict, old: PlotsOnLand, rows: Sequence[int], days: Sequence[date],
             book: RuleBook) -> list[Finding]:
    """Return why a project area is not judged by a criterion, and which of its plots were accepted too early.

    rows: of its old plots; days: on which its plots say that it was approved.
    """
    found = []
    mine: dict[str, Any] = {"subject_id": account.name, "role": "new_plots"}
    if len(days) > 1:
        found.append(book.finding("swap.approval_differs", **mine, dates=[*days]))
    elif not days and account.new:
        found.append(book.finding("swap.approval_missing", **mine))
    if account.gained is None and verdict.met[CULTIVATED] is None:
        gained, _ = gains(old.plots, old.land, book)
        found.append(book.finding("swap.cultivated_unknown", **mine, count=int((gained[rows] == UNKNOWN).sum())))
    elif verdict.met[GRADE] is None and (isnan(account.gained_grade) or (
            account.occupied and isnan(account.occupied_grade))):
        found.append(book.finding("swap.grade_unknown", **mine))
    if account.unsurveyed and None in (verdict.met[CULTIVATED], verdict.met[GRADE]):
        found.append(book.finding(UNSURVEYED, area_m2=_m2(account.unsurveyed), **mine))
    for row in rows:
        day, approved = old.plots.accepted[row], account.approved
        if day is not None and approved is not None and day < approved:
            found.append(book.finding(
                "swap.date_order", subject_id=old.plots.ids[row], role=old.plots.role, layer=old.plots.table.name,
                source_fid=int(old.plots.table.fids[row]), wkb=old.plots.table.wkb[row], value=day,
                approved=approved))
    return found


def _of_plots(side: PlotsOnLand, areas: AreasOf, book: RuleBook) -> list[Finding]:
    """Return what is wrong with the plots of one layer: no project area, overlaps, land outside, closure."""
    plots, table, found = side.plots, side.plots.table, []
    nameless = [fid for fid, name in zip(table.fids.tolist(), plots.areas) if not name]
    if nameless:
        found.append(book.finding("swap.area_missing", role=plots.role, place="project_area", layer=table.name,
                                  count=len(nameless), field=plots.own["area"], fids=some(nameless)))
    for overlap, shared in zip(side.cut.project_overlaps,
                               areas([pair.wkb for pair in side.cut.project_overlaps]).tolist()):
        if shared >= float(book.threshold("swap.overlap", "min_area_m2")):
            found.append(book.finding(
                "swap.overlap", subject_id=plots.ids[overlap.first], other_id=plots.ids[overlap.second],
                role=plots.role, layer=table.name, source_fid=int(table.fids[overlap.first]),
                other_fid=int(table.fids[overlap.second]), area_m2=shared, wkb=overlap.wkb))
    least = float(book.threshold("swap.outside_land", "min_area_m2"))
    for row, outside in enumerate((side.land.outside / 100).tolist()):
        if outside >= least:
            found.append(book.finding("swap.outside_land", subject_id=plots.ids[row], role=plots.role,
                                      layer=table.name, source_fid=int(table.fids[row]), area_m2=outside,
                                      wkb=table.wkb[row]))
    for row in np.flatnonzero(side.measured.over).tolist():
        found.append(book.finding("closure.residual", subject_id=plots.ids[row], role=plots.role,
                                  source_fid=int(table.fids[row]), area_m2=float(side.measured.residual[row]),
                                  residual_m2=float(side.measured.residual[row]),
                                  tolerance_m2=float(side.measured.tolerance[row])))
    return found


def _gained_too_much(old: PlotsOnLand, book: RuleBook) -> list[Finding]:
    """Return which old plots declare more cultivated land than they have land."""
    plots = old.plots
    gained, _ = gains(plots, old.land, book)
    return [book.finding("swap.cultivated_over", subject_id=plots.ids[row], role=plots.role, layer=plots.table.name,
                         source_fid=int(plots.table.fids[row]), wkb=plots.table.wkb[row],
                         value_m2=float(plots.gained[row]), area_m2=float(old.land.area[row]) / 100)
            for row in np.flatnonzero((gained == UNKNOWN) & ~np.isnan(plots.gained)).tolist()]


def _shared(old: PlotsOnLand, new: PlotsOnLand, both: Overlay, areas: AreasOf, book: RuleBook) -> list[Finding]:
    least = float(book.threshold("swap.old_new_overlap", "min_area_m2"))
    return [book.finding("swap.old_new_overlap", subject_id=old.plots.ids[one], other_id=new.plots.ids[other],
                         role=old.plots.role, source_fid=int(old.plots.table.fids[one]),
                         other_fid=int(new.plots.table.fids[other]), area_m2=shared, wkb=wkb)
            for one, other, wkb, shared in zip(both.subject.tolist(), both.land.tolist(), both.wkb,
                                               areas(both.wkb).tolist()) if shared >= least]


def _m2(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100
