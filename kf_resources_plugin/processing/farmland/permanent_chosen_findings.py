"""What is wrong with the replacement that a planner chose: land that does not qualify, ids that choose nothing."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.closure import slivers
from ...engine.permanent_eligible import AREA_RULES
from ...engine.permanent_replace import CHOSEN
from ...engine.roles import role_title
from ...engine.united_shapes import united_shape
from ...engine.wkb import as_wkb_array
from ...rules.grouping import grouped
from ...rules.text import some
from .stable_findings import SHOWN_PARCELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.farmland_change import WidthsOf
    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.permanent_eligible import Chosen
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .permanent_replace_job import Ground


def chosen_findings(ground: Ground, chosen: Chosen, overlaps: Sequence[tuple[int, int, bytes]], book: RuleBook,
                    kernel: Kernel, areas: AreasOf, widths: WidthsOf, progress: Progress) -> list[Finding]:
    """Return what of the chosen land does not count or counts once; a set with an error among them does not pass."""
    found = _not_qualified(ground, chosen, widths, book, kernel, progress)
    if chosen.unknown:
        found.append(book.finding("permanent.chosen_unknown", role=CHOSEN, place="ids", layer=ground.survey.table.name,
                                  ids=list(chosen.unknown)))
    found += _ambiguous(ground, chosen, book, kernel, progress)
    if ground.chosen_table is not None:
        found += _overlapping(ground.chosen_table, chosen, overlaps, book, areas)
    return found


def _not_qualified(ground: Ground, chosen: Chosen, widths: WidthsOf, book: RuleBook, kernel: Kernel,
                   progress: Progress) -> list[Finding]:
    """Return what of the chosen land does not qualify: one finding for each reason of each polygon on each parcel.

    A sliver is told and no error: borders drawn by different hands do not quite meet.
    """
    survey, pieces, stable = ground.survey, ground.pieces, ground.stable
    groups, shapes = [], []
    for rule, hit in ground.excluded.items():
        rows = np.flatnonzero(chosen.pieces & hit)
        keys = chosen.row[rows] * len(survey.kind) + pieces.land[rows]
        for _, group in grouped(keys, rows):
            progress.check()
            if pieces.area[group].any():  # else a hair beyond a border that was drawn in another CRS
                groups.append((rule, group))
                shapes.append(united_shape(pieces.wkb[group], kernel, progress))
    area_m2 = np.array([pieces.area[group].sum() for _, group in groups], dtype=np.float64) / 100
    small = slivers(area_m2, widths(as_wkb_array(shapes), area_m2), book)
    findings = []
    for (rule, group), wkb, area, is_small in zip(groups, shapes, area_m2.tolist(), small.tolist()):
        land, own = int(pieces.land[group[0]]), int(chosen.row[group[0]])
        more: dict[str, Any] = {"severity": "info"} if is_small else {}
        if rule == "permanent.chosen_unstable":
            places = np.flatnonzero(stable.hits[group].any(axis=0)).tolist()
            more["grounds"] = [stable.grounds[number].name(book.language) for number in places]
        if rule in AREA_RULES:
            more["areas"] = [role_title(str(kind), book.language) for kind in book.threshold(rule, "masks")
                             if pieces.inside(str(kind))[group].any()]
        findings.append(book.finding(
            rule, subject_id=str(chosen.ids[own]), other_id=str(survey.parcels[land]), role=CHOSEN,
            source_fid=int(chosen.fids[own]), other_fid=int(survey.table.fids[land]), area_m2=area, wkb=wkb, **more))
    return findings


def _ambiguous(ground: Ground, chosen: Chosen, book: RuleBook, kernel: Kernel, progress: Progress) -> list[Finding]:
    """Return which ids were chosen by that several parcels have, with the land of these, none of which counts."""
    survey, pieces = ground.survey, ground.pieces
    findings = []
    for name, parcels in chosen.ambiguous.items():
        rows = np.flatnonzero(np.isin(pieces.land, parcels))
        fids = sorted(survey.table.fids[parcels].tolist())
        findings.append(book.finding(
            "permanent.chosen_ambiguous", subject_id=name, role=survey.role, source_fid=fids[0], other_fid=fids[1],
            area_m2=float(pieces.area[rows].sum()) / 100, wkb=united_shape(pieces.wkb[rows], kernel, progress),
            layer=survey.table.name, field=survey.fields.parcel, count=len(parcels),
            fids=some(fids, SHOWN_PARCELS)))
    return findings


def _overlapping(table: PolygonTable, chosen: Chosen, overlaps: Sequence[tuple[int, int, bytes]], book: RuleBook,
                 areas: AreasOf) -> list[Finding]:
    least = float(book.threshold("permanent.chosen_overlap", "min_area_m2"))
    findings = []
    for (one, other, wkb), area in zip(overlaps, areas([wkb for _, _, wkb in overlaps]).tolist()):
        first, second = sorted((one, other), key=lambda row: (chosen.ids[row], table.wkb[row]))
        if area >= least:
            findings.append(book.finding(
                "permanent.chosen_overlap", subject_id=chosen.ids[first], other_id=chosen.ids[second], role=CHOSEN,
                source_fid=int(chosen.fids[first]), other_fid=int(chosen.fids[second]), area_m2=area, wkb=wkb))
    return findings
