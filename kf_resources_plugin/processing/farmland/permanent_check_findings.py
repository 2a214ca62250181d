"""What the verification of permanent basic farmland has to say: problems part by part, and what was not checked."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.closure import slivers
from ...engine.land_split import UNITS
from ...engine.overlay import overlay
from ...engine.partition import table_of
from ...engine.permanent_check import SURVEY_FIELDS
from ...engine.permanent_parts import BEFORE
from ...engine.roles import role_title
from ...engine.united_shapes import united_shape
from ...engine.wkb import as_wkb_array
from ...rules.grouping import grouped
from ...rules.permanent_farmland import mask_kinds
from ...rules.progress import OnlyAsked
from ...rules.stable_farmland import grounds
from ..land_findings import declared_areas, deduction_field, land_overlaps, without_unit
from .stable_findings import slope_unknown, terraces_untold, unknown_codes

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...engine.counted_once import CountedOnce
    from ...engine.kernel import Kernel
    from ...engine.land_survey import LandSurvey
    from ...engine.occupation import AreasOf
    from ...engine.permanent_check import Verified
    from ...engine.permanent_parts import Parts, Patches
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..land_findings import UnitLayer


def check_findings(parts: Parts, patches: Patches, once: CountedOnce, found: Verified, book: RuleBook, kernel: Kernel,
                   areas: AreasOf, widths: np.ndarray, *, given: Collection[str], units: UnitLayer | None, basis: str,
                   progress: Progress) -> list[Finding]:
    """Return all findings about patches, parcels, areas and closure.

    widths: float64 (parts,) in m. ``given``: the kinds of area that were given.
    """
    survey = once.survey
    touched = np.unique(parts.land[parts.land >= 0])
    farmland = touched[survey.kind[touched] >= 0]
    nowhere = np.zeros(len(parts.patch), dtype=np.int64)
    sliver = slivers(parts.area / 100, widths, book)
    return [
        *_problems(parts, patches, survey, found, sliver, book, kernel, progress),
        *_slivers(parts, patches, found, sliver, book),
        *_not_checked(parts, survey, found, given, book),
        *_overlaps(parts, patches, book, areas),
        *_land_overlaps(patches, once, book, kernel, areas, progress),
        *_closure(parts, patches, survey, book),
        *deduction_field(survey, int(parts.net[np.isin(parts.land, farmland)].sum()), book),
        *without_unit(survey, parts.land, parts.zone.get(UNITS, nowhere), parts.area, units, book,
                      of=patches.table.name if units is not None else ""),
        *(declared_areas(survey, touched, areas(survey.table.wkb[touched]), book) if basis == "tbmj" else ()),
    ]


def _problems(parts: Parts, patches: Patches, survey: LandSurvey, found: Verified, sliver: np.ndarray, book: RuleBook,
              kernel: Kernel, progress: Progress) -> list[Finding]:
    """Return one finding for each problem of each patch on each parcel, slivers along borders left aside."""
    findings = []
    parcels, fids = np.append(survey.parcels, ""), np.append(survey.table.fids, -1)
    names = [f"{info.code} {info.name(book.language)}" if info else "" for info in survey.infos]
    whole = np.bincount(parts.patch, parts.area, minlength=len(patches.table))
    for place, problem in enumerate(found.problems):
        rows = np.flatnonzero(found.hits[:, place])
        keys = parts.patch[rows] * (len(survey.kind) + 1) + parts.land[rows] + 1
        for _, group in grouped(keys, rows):
            progress.check()
            if sliver[group].all():
                continue
            patch, land = int(parts.patch[group[0]]), int(parts.land[group[0]])
            area = float(parts.area[group].sum())
            findings.append(book.finding(
                problem.rule_id, subject_id=str(patches.ids[patch]), other_id=str(parcels[land]),
                role="permanent_farmland", source_fid=int(patches.table.fids[patch]),
                other_fid=int(fids[land]) if land >= 0 else None, area_m2=area / 100,
                share=area / float(whole[patch]) if whole[patch] else None,
                wkb=united_shape(parts.wkb[group], kernel, progress), layer=patches.table.name,
                class_name=names[survey.code_of[land]] if land >= 0 else ""))
    return findings


def _slivers(parts: Parts, patches: Patches, found: Verified, sliver: np.ndarray, book: RuleBook) -> list[Finding]:
    """Return how many slivers with a problem each patch has: borders drawn twice, no land to look for."""
    small = sliver & found.any_problem
    counts = np.bincount(parts.patch[small], minlength=len(patches.table))
    sums = np.bincount(parts.patch[small], parts.area[small], minlength=len(patches.table))
    return [book.finding("closure.sliver", subject_id=str(patches.ids[row]), role="permanent_farmland",
                         source_fid=int(patches.table.fids[row]), area_m2=float(sums[row]) / 100,
                         count=int(counts[row]))
            for row in np.flatnonzero(counts).tolist()]


def _not_checked(parts: Parts, survey: LandSurvey, found: Verified, given: Collection[str],
                 book: RuleBook) -> list[Finding]:
    """Return what could not be checked for want of a field, an area layer or a second survey."""
    findings: list[Finding] = []
    looked_at = {"slope": [problem for problem in found.problems if problem.slopes],
                 "planting": [problem for problem in found.problems if problem.planting]}
    for key, problems in looked_at.items():
        if problems and key not in survey.fields.more:
            findings.append(book.finding(
                "permanent.field_missing", role="land", place=key, layer=survey.table.name, field=SURVEY_FIELDS[key],
                what=[problem.name(book.language) for problem in problems]))
    farmland = (parts.land >= 0) & np.append(survey.kind >= 0, False)[parts.land]
    if looked_at["slope"]:
        findings += slope_unknown(survey, grounds(book), farmland, parts.land, parts.net, book)
    findings += terraces_untold(survey, found.problems, found.hits & farmland[:, None], parts.land, parts.net, book)
    known = frozenset[str]().union(*(problem.planting | problem.known_planting for problem in looked_at["planting"]))
    findings += unknown_codes("permanent.planting_unknown", "planting", known, survey, farmland, parts.land, parts.net,
                              book)
    missing = [kind for kind in mask_kinds(found.problems) if kind not in given]
    if missing:
        findings.append(book.finding("permanent.mask_missing", role="permanent_farmland", place="masks",
                                     kinds=[role_title(kind, book.language) for kind in missing]))
    if BEFORE not in parts.zone and looked_at["planting"] and "planting" in survey.fields.more and found.fallow.any():
        findings.append(book.finding(
            "permanent.fallow_one_epoch", role="land", place="planting", layer=survey.table.name,
            count=int(found.fallow.sum()), area_m2=float(parts.area[found.fallow].sum()) / 100))
    return findings


def _overlaps(parts: Parts, patches: Patches, book: RuleBook, areas: AreasOf) -> list[Finding]:
    least = float(book.threshold("permanent.overlap", "min_area_m2"))
    findings = []
    shared = areas([wkb for _, _, wkb in parts.patch_overlaps]).tolist()
    for (one, other, wkb), area in zip(parts.patch_overlaps, shared):
        first, second = sorted((one, other), key=lambda row: (str(patches.ids[row]), patches.table.wkb[row]))
        if area >= least:
            findings.append(book.finding(
                "permanent.overlap", subject_id=str(patches.ids[first]), other_id=str(patches.ids[second]),
                role="permanent_farmland", source_fid=int(patches.table.fids[first]),
                other_fid=int(patches.table.fids[second]), area_m2=area, wkb=wkb, layer=patches.table.name))
    return findings


def _land_overlaps(patches: Patches, once: CountedOnce, book: RuleBook, kernel: Kernel, areas: AreasOf,
                   progress: Progress) -> list[Finding]:
    """Return which parcels overlap where permanent farmland lies."""
    shared = table_of(as_wkb_array([wkb for _, _, wkb in once.overlaps]), patches.table)
    lying = np.unique(overlay(patches.table, shared, kernel, OnlyAsked(progress)).land).tolist()
    return land_overlaps(once.given, [once.overlaps[row] for row in lying], book, areas, once=True)


def _closure(parts: Parts, patches: Patches, survey: LandSurvey, book: RuleBook) -> list[Finding]:
    def about(patch: int) -> dict[str, Any]:
        return {"subject_id": str(patches.ids[patch]), "role": "permanent_farmland",
                "source_fid": int(patches.table.fids[patch]), "layer": patches.table.name}

    findings = [book.finding("closure.residual", **about(row), area_m2=float(parts.residual[row]),
                             residual_m2=float(parts.residual[row]), tolerance_m2=float(parts.tolerance[row]),
                             wkb=patches.table.wkb[row])
                for row in np.flatnonzero(parts.over).tolist()]
    return findings + [book.finding("geometry.overlay_failed", **about(patch), other_id=str(survey.parcels[land]),
                                    reason=reason) for patch, land, reason in parts.failed]
