"""What a review has to say: every hit with its clause and remedy, what was not reviewed, what does not close."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.review_hits import Hit
from ...engine.roles import role_title
from ...engine.united_shapes import united_shape
from ...engine.wkb import as_wkb_array
from ...i18n import tr
from ...rules.compliance import INSIDE, ReviewRule, Selector, roles_of
from ...rules.text import listed, some
from ...rules.units import hundredths
from ..project_findings import declared_otherwise
from .review_projects import shown_ids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ...engine.kernel import Kernel
    from ...engine.occupation import AreasOf
    from ...engine.review_parts import RoleParts
    from ...engine.wkb import Wkbs
    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .review_projects import ReviewedProjects

PROJECTS = "projects"
_SHOWN_LABELS = 5


@dataclass(frozen=True)
class Told:
    """A hit and the finding that tells of it; clause: of the rule, also where the finding only informs."""

    hit: Hit
    finding: Finding
    clause: str


def told(hits: Sequence[Hit], reviewed: ReviewedProjects, kernel: Kernel, progress: Progress, *,
         shaped: bool) -> list[Told]:
    """Return hits with their findings; shaped: they will be drawn."""
    found = []
    for number, hit in enumerate(hits):
        progress.check()
        progress.set(number / len(hits))
        shape = united_shape(as_wkb_array(hit.wkbs), kernel, progress) if shaped else b""
        book = reviewed.book(hit.project)
        found.append(Told(hit, _finding(hit, reviewed, book, shape), book.clause(hit.rule.rule_id)))
    return found


def _finding(hit: Hit, reviewed: ReviewedProjects, book: RuleBook, shape: bytes) -> Finding:
    projects, rule = reviewed.projects, hit.rule
    whole = int(reviewed.area[hit.project])
    about: dict[str, Any] = {
        "subject_id": projects.ids[hit.project], "subject_name": projects.names[hit.project],
        "other_id": ", ".join(hit.labels), "role": rule.role, "area_m2": hit.area / 100,
        "share": hit.area / whole if whole else None, "source_fid": int(projects.table.fids[hit.project]),
        "wkb": shape, "place": rule.role, "where": where(hit.labels, book.language),
        "role_name": role_title(rule.role, book.language)}
    if hit.counts:
        return book.finding(rule.rule_id, **about)
    about.update(place=f"{rule.role} {rule.rule_id}", rule=rule.rule_id, rule_name=rule.name(book.language))
    if hit.touch:
        return book.finding("review.touch", **about)
    return book.finding("review.exempted", **about,
                        exempted_by=reviewed.known[hit.exempted_by].name(book.language))


def in_order(items: Iterable[Told]) -> list[Told]:
    """Return hits by project, role, rule and what they hit, whatever the order of layers."""
    return sorted(items, key=lambda item: (item.hit.project, item.hit.rule.role, item.hit.rule.rule_id,
                                           item.hit.labels))


def where(labels: Sequence[str], language: str) -> str:
    """Return in brackets what the polygons of a hit are called, '' where nothing tells."""
    shown = some(labels, _SHOWN_LABELS)
    if not shown:
        return ""
    return ("（{}）" if language == "zh" else " ({})").format(listed(shown, language))


def _own_rule(rule_id: str, name: str, book: RuleBook) -> ReviewRule:
    """Return a rule that looks at projects and no layer."""
    return ReviewRule(rule_id, Selector(PROJECTS), book.row(rule_id).severity, INSIDE, (name, name))


def told_declared(reviewed: ReviewedProjects, field: str | None, book: RuleBook) -> list[Told]:
    """Return a hit, with the area of the project, for each declared area that differs."""
    rule, clause = (_own_rule("project.declared_area", tr("declared area"), book),
                    book.clause("project.declared_area"))
    found = declared_otherwise(reviewed.projects, reviewed.drawn_m2, field, book)
    return [Told(Hit(row, rule, int(reviewed.area[row])), finding, clause) for row, finding in found.items()
            if reviewed.area[row]]


def overlap_hits(reviewed: ReviewedProjects, overlaps: tuple[np.ndarray, np.ndarray, Wkbs], areas: AreasOf,
                 book: RuleBook) -> list[Hit]:
    """Return two hits for each two projects that claim the same land; overlaps: (row, row, shape) of pairs."""
    rule = _own_rule("compliance.overlap", tr("overlap with another project"), book)
    least = float(book.threshold("compliance.overlap", "min_area_m2"))
    return [Hit(mine, rule, int(hundredths(area)), (reviewed.projects.ids[theirs],), wkbs=(wkb,))
            for one, other, wkb, area in zip(*overlaps, areas(overlaps[2]).tolist()) if area >= least
            for mine, theirs in ((int(one), int(other)), (int(other), int(one)))]


def not_reviewed(reviewed: ReviewedProjects, given: Collection[str], book: RuleBook) -> list[Finding]:
    """Return which roles rules ask for and no layer shows."""
    missing = [role for role in roles_of(reviewed.all_rules()) if role not in given]
    if not missing:
        return []
    return [book.finding("review.not_reviewed", role=PROJECTS, place="roles",
                         roles=[role_title(role, book.language) for role in missing])]


def later_documents(told_hits: Iterable[Told], reviewed: ReviewedProjects, book: RuleBook) -> list[Finding]:
    """Return which documents are younger than projects that are judged by them: what held before is not recorded."""
    judged: dict[tuple[str, str], set[str]] = {}
    for item in told_hits:
        row = reviewed.book(item.hit.project).row(item.hit.rule.rule_id)
        if row.document_date and row.document_date > reviewed.days[item.hit.project].isoformat():
            title = row.document_name(book.language)
            judged.setdefault((title, row.document_date), set()).add(reviewed.projects.ids[item.hit.project])
    return [book.finding("review.later_document", role=PROJECTS, place=f"{document} {day}", document=document,
                         document_day=day, count=len(ids), projects=shown_ids(sorted(ids)))
            for (document, day), ids in sorted(judged.items())]


def closure(parts: RoleParts, reviewed: ReviewedProjects, book: RuleBook) -> list[Finding]:
    """Return which projects differ from the sum of their parts by more than the tolerance."""
    projects = reviewed.projects
    return [book.finding(
        "closure.residual", subject_id=projects.ids[row], subject_name=projects.names[row], role=PROJECTS,
        place=parts.layer.role, area_m2=float(parts.residual[row]), source_fid=int(projects.table.fids[row]),
        residual_m2=float(parts.residual[row]), tolerance_m2=float(parts.tolerance[row]),
        wkb=projects.table.wkb[row]) for row in np.flatnonzero(parts.over).tolist()]
