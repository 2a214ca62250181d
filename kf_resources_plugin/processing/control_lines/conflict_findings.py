"""What a check of control lines has to say: overlaps with precedence and remedy, holes, gaps, farmland, expansion."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.closure import slivers
from ...engine.line_openings import NO_LINE
from ...engine.roles import role_title
from ...engine.united_shapes import united_shape
from ...i18n import tr
from ...rules.control_lines import CULTIVATED, NOTHING, OTHER_LAND, THREE_LINES
from ...rules.grouping import grouped
from .conflict_figures import SELF_OVERLAP, SLIVER, TOLERATED, figures_of, pair_sums
from .conflict_zones import zone_findings

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.line_overlaps import WidthsOf
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .conflict_figures import Conflicts

_RULE_OF_KIND = {SLIVER: "control.overlap_sliver", SELF_OVERLAP: "control.self_overlap"}


def conflict_findings(found: Conflicts, book: RuleBook, kernel: Kernel, widths: WidthsOf,
                      progress: Progress) -> list[Finding]:
    """Return all findings about lines, holes, gaps and farmland; layers and fields were spoken of while reading."""
    return [*_overlaps(found, book), *_tolerated(found, book), *_failed(found, book), *_openings(found, book),
            *_farmland(found, book, kernel, widths, progress), *_not_given(found, book), *zone_findings(found, book),
            *_expansion(found, book)]


def content_title(found: Conflicts, content: str) -> str:
    """Return what the content of a hole is called."""
    known = {CULTIVATED: tr("cultivated land"), OTHER_LAND: tr("land that is not cultivated"),
             NOTHING: tr("no line, land not known")}
    return known.get(content) or next(line.title for line in found.lines if line.key == content)


def contents(found: Conflicts) -> list[str]:
    """Return what most of each opening is: the key of a line, or a word of ``rules.control_lines``."""
    openings = found.openings
    rest = openings.area - openings.lines.sum(axis=1) - openings.cultivated - openings.other_land
    shares = np.column_stack([openings.lines, openings.cultivated, openings.other_land, rest])
    names = [*(line.key for line in found.lines), CULTIVATED, OTHER_LAND, NOTHING]
    return [names[best] for best in shares.argmax(axis=1).tolist()]


def _overlaps(found: Conflicts, book: RuleBook) -> list[Finding]:
    overlaps, lines = found.overlaps, found.lines
    findings = []
    for row in np.flatnonzero(found.kinds != TOLERATED).tolist():
        pair = int(overlaps.pair[row])
        one, other = (lines[place] for place in found.pairs.lines[pair].tolist())
        first, second = int(overlaps.first[row]), int(overlaps.second[row])
        findings.append(book.finding(
            _RULE_OF_KIND.get(found.kinds[row], found.rules[pair].rule_id), subject_id=str(one.ids[first]),
            other_id=str(other.ids[second]), role=one.role,
            place=f"{one.key} {other.key}", area_m2=int(overlaps.area[row]) / 100, wkb=overlaps.wkb[row],
            source_fid=int(one.table.fids[first]), other_fid=int(other.table.fids[second]), line_a=one.title,
            line_b=other.title, width=f"{overlaps.width[row]:.2f}"))
    return findings


def _tolerated(found: Conflicts, book: RuleBook) -> list[Finding]:
    findings = []
    for sums in pair_sums(found):
        one, other = (found.lines[place] for place in found.pairs.lines[sums.pair].tolist())
        if sums.small[0]:
            findings.append(book.finding(
                "control.tolerance", subject_id=one.key, other_id=other.key, role=one.role, count=sums.small[0],
                area_m2=sums.small[1] / 100, line_a=one.title, line_b=other.title))
    return findings


def _failed(found: Conflicts, book: RuleBook) -> list[Finding]:
    findings = []
    for pair, first, second, reason in found.overlaps.failed:
        one, other = (found.lines[place] for place in found.pairs.lines[pair].tolist())
        findings.append(book.finding(
            "geometry.overlay_failed", subject_id=str(one.ids[first]), other_id=str(other.ids[second]), role=one.role,
            source_fid=int(one.table.fids[first]), other_fid=int(other.table.fids[second]), layer=one.table.name,
            reason=reason))
    return findings + [book.finding("control.union_failed", subject_id=found.lines[place].key,
                                    role=found.lines[place].role, line_a=found.lines[place].title, reason=reason)
                       for place, reason in found.openings.failed]


def _openings(found: Conflicts, book: RuleBook) -> list[Finding]:
    openings, lines = found.openings, found.lines
    findings = []
    for row, content in enumerate(contents(found)):
        one = lines[openings.one[row]]
        other = one if openings.other[row] == NO_LINE else lines[openings.other[row]]
        area = int(openings.area[row])
        findings.append(book.finding(
            openings.rule[row], subject_id=one.key, subject_name=one.title,
            other_id=other.key if openings.sliver[row] else "", role=one.role, place=openings.wkb[row].hex(),
            area_m2=area / 100, wkb=openings.wkb[row], line_a=one.title, line_b=other.title,
            width=f"{openings.width[row]:.2f}", content=content_title(found, content),
            cultivated_m2=int(openings.cultivated[row]) / 100,
            open_m2=(area - int(openings.lines[row].sum())) / 100))
    count, area = openings.small
    if count:
        findings.append(book.finding(
            "control.gap_small", place="gaps", count=count, area_m2=area / 100,
            least_m2=float(book.threshold("control.tolerance", "min_area_m2")),
            length=f"{book.threshold('control.gap', 'min_length_m'):g}"))
    return findings


def _farmland(found: Conflicts, book: RuleBook, kernel: Kernel, widths: WidthsOf,
              progress: Progress) -> list[Finding]:
    """Return one finding for each polygon of permanent farmland with land that is not cultivated, slivers aside."""
    barren, land = found.not_cultivated, found.land
    if barren is None or land is None:
        return []
    line, parts = found.lines[0], barren.parts
    rows = np.flatnonzero(~slivers(parts.area / 100, widths(parts.wkb, parts.area / 100), book))
    findings = []
    for row, mine in grouped(barren.row[parts.source[rows]], rows):
        progress.check()
        infos = {land.infos[place] for place in land.code_of[barren.parcel[parts.source[mine]]].tolist()}
        names = sorted(f"{info.code} {info.name(book.language)}" if info else tr("unknown class") for info in infos)
        findings.append(book.finding(
            "control.not_cultivated", subject_id=str(line.ids[row]), role=line.role, area_m2=int(
                parts.area[mine].sum()) / 100, source_fid=int(line.table.fids[row]),
            wkb=united_shape(parts.wkb[mine], kernel, progress), classes=names))
    return findings


def _not_given(found: Conflicts, book: RuleBook) -> list[Finding]:
    """Return which lines and what survey were not given, and land without a unit."""
    findings = []
    given = {line.key for line in found.lines}
    missing = [role_title(role, book.language) for role in THREE_LINES if role not in given]
    if missing:
        findings.append(book.finding("control.line_missing", place="lines", lines=missing))
    if found.land is None:
        findings.append(book.finding("control.land_missing", role="land", place="land"))
    parts = found.overlaps.parts
    nowhere = parts.area[parts.unit == found.units.nowhere]
    if nowhere.any():
        findings.append(book.finding("control.unit_missing", role="admin_units", place="units",
                                     area_m2=int(nowhere.sum()) / 100))
    return findings


def _expansion(found: Conflicts, book: RuleBook) -> list[Finding]:
    growth = found.expansion
    factor = figures_of(found)["EXPANSION_FACTOR"]
    if growth is None or factor is None:
        return [book.finding("control.expansion_unknown", role="urban_boundary", place="expansion")]
    if factor <= float(book.threshold("control.expansion", "max_expansion_coefficient")):
        return []
    return [book.finding("control.expansion", role="urban_boundary", place="expansion", area_m2=growth.boundary_m2,
                         base_m2=growth.base_m2, factor=f"{factor:.2f}")]
