"""The conclusion sheet of a review: for every project each role, what was found there, and what was not looked at."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.roles import role_title
from ...rules.compliance import NOT_REVIEWED, OUTSIDE, PASSES, verdict_of

if TYPE_CHECKING:
    from .review_findings import Told
    from .review_result import ReviewResult

HIT, TOUCH, EXEMPT, CLEAR = "hit", "touch", "exempt", "clear"
"""Outcomes beside ``NOT_REVIEWED``: a rule says something, borders only touch, let off, nothing there."""


@dataclass(frozen=True)
class SheetRow:
    """One row of the sheet.

    area: hundredths of m², None where the row is of no rule or no area; outside: it lies out of what the role shows.
    """

    project: int
    role: str
    outcome: str
    verdict: str
    zone: str = ""
    area: int | None = None
    share: float | None = None
    rule_id: str | None = None
    clause: str | None = None
    message: str | None = None
    remedy: str | None = None
    exempted_by: str | None = None
    outside: bool = False

    def role_name(self, language: str) -> str:
        """Return what the role is called in 'zh' or 'en'."""
        return role_title(self.role, language)


def hit_row(item: Told, result: ReviewResult) -> SheetRow:
    """Return the row of a hit."""
    hit, finding = item.hit, item.finding
    outcome = TOUCH if hit.touch else EXEMPT if hit.exempted_by else HIT
    exempted = result.reviewed.known[hit.exempted_by].name(result.book.language) if hit.exempted_by else None
    return SheetRow(hit.project, hit.rule.role, outcome, verdict_of([hit.rule.severity] if hit.counts else []),
                    finding.other_id, hit.area, finding.share, hit.rule.rule_id, item.clause, finding.message,
                    finding.remedy, exempted, hit.rule.test == OUTSIDE)


def project_rows(result: ReviewResult, project: int) -> list[SheetRow]:
    """Return the rows of a project: by role in the order of the rules, then what is against it whatever the layers.

    A role that nothing was found on has one row, and so has one that was not reviewed. A project without an area was
    reviewed for none.
    """
    hits = [hit_row(item, result) for item in result.told_of(project)]
    reviewed = result.reviewed.area[project] > 0
    rows = []
    asked = result.asked(project)
    for role in asked:
        if role in result.roles and reviewed:
            rows += [row for row in hits if row.role == role] or [SheetRow(project, role, CLEAR, PASSES, area=0,
                                                                           share=0.0)]
        else:
            rows.append(SheetRow(project, role, NOT_REVIEWED, NOT_REVIEWED))
    return [*rows, *(row for row in hits if row.role not in asked)]


def sheet_rows(result: ReviewResult) -> list[SheetRow]:
    """Return the rows of all projects."""
    return [row for project in range(len(result.reviewed)) for row in project_rows(result, project)]
