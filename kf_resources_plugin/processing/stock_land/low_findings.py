"""What is to be said of low efficiency: each flag that is raised with its evidence, and what could not be judged."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...rules.findings import in_order
from ...rules.low_efficiency import FLAGGED, FLAGS, SCORE, SMALL, UNKNOWN
from ...rules.text import some
from .economics_inputs import PARCELS, ROLES
from .low_words import Evidence, flag_names, needs

if TYPE_CHECKING:
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from .low_job import LowResult



def low_findings(result: LowResult, progress: Progress) -> list[Finding]:
    """Return all findings of a run in order: those of its inputs, and those of its flags. Raises Canceled."""
    return in_order([*result.findings, *_raised(result, progress), *_not_judged(result), *_left_out(result)])


def _raised(result: LowResult, progress: Progress) -> list[Finding]:
    """Return the flags that are raised, each with what was found and what it is held against."""
    land, book = result.land, result.book
    found: list[Finding] = []
    evidence = Evidence(book.language)
    for row, place in np.argwhere((result.states == FLAGGED) & result.assessed[:, None]).tolist():
        if len(found) % 1000 == 0:
            progress.check()
        flag, fid = FLAGS[place], int(land.table.fids[row])
        found.append(book.finding(
            f"low_efficiency.{flag}", subject_id=land.owners[row], subject_name=result.names[row], role=ROLES[PARCELS],
            area_m2=float(land.parcel_area[row]), source_fid=fid, wkb=land.table.wkb[row], place=f"#{fid}",
            what=evidence.raised(result.criteria, row, flag)))
    return found


def _not_judged(result: LowResult) -> list[Finding]:
    """Return the flags that could be judged of no parcel, and what they need."""
    if not result.assessed.any():
        return []
    never = (result.states[result.assessed] == UNKNOWN).all(axis=0)
    return [result.book.finding("low_efficiency.not_judged", role=ROLES[PARCELS], place=FLAGS[place],
                                flag=flag_names()[FLAGS[place]], needs=needs()[FLAGS[place]])
            for place in np.flatnonzero(never).tolist()]


def _left_out(result: LowResult) -> list[Finding]:
    """Return which parcels were not assessed, and how many lie in no unit."""
    land, book, role, found = result.land, result.book, ROLES[PARCELS], []
    unknown = np.isnan(land.parcel_area)
    if unknown.any():
        found.append(book.finding("low_efficiency.area_unknown", role=role, place="area", layer=land.table.name,
                                  count=int(unknown.sum()), fids=some(land.table.fids[unknown].tolist())))
    small = result.results.count(SMALL)
    if small:
        found.append(book.finding("low_efficiency.small", role=role, place="small", count=small,
                                  min_area_m2=book.threshold(SCORE, "min_area_m2")))
    nowhere = sum(not unit.code and not unit.name for unit in result.units)
    if nowhere:
        found.append(book.finding("low_efficiency.unit_missing", role=role, place="unit", count=nowhere))
    return found
