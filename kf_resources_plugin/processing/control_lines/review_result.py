"""What a review found out: hits with their findings, sums by role, verdicts."""
from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ...rules.compliance import LAND, NOT_REVIEWED, Selector, roles_of, verdict_of
from ..run_result import RunResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.review_parts import RoleParts
    from ...rules.areas import Bools, Ints
    from .review_findings import Told
    from .review_projects import ReviewedProjects

SUMMED = {"agricultural": Selector(LAND, zones=("N/*",)), "cultivated": Selector(LAND, zones=("*/01/*",)),
          "built": Selector(LAND, zones=("J/*",)), "unused": Selector(LAND, zones=("W/*",))}
"""Sums of surveyed land that verdicts state beside the hits."""


@dataclass(frozen=True)
class RoleSums:
    """What projects take of one role, hundredths of m², int64 (projects,).

    layers: what its layers are called; inside: in any polygon; summed: the sums of ``SUMMED`` on the survey; residual:
    float64 (projects,) m² before adjustment.
    """

    layers: tuple[str, ...]
    inside: Ints
    summed: Mapping[str, Ints]
    residual: np.ndarray

    @staticmethod
    def of(parts: RoleParts, projects: int) -> RoleSums:
        """Return the sums of parts."""
        def summed(rows: Bools) -> Ints:
            total = np.zeros(projects, dtype=np.int64)
            np.add.at(total, parts.project[rows], parts.area[rows])
            return total

        return RoleSums(parts.layer.layers, summed(parts.inside),
                        {name: summed(parts.chosen[selector]) for name, selector in SUMMED.items()
                         if selector in parts.chosen}, parts.residual)


@dataclass(frozen=True)
class ReviewResult(RunResult):
    """Everything a review found out, before anything is written.

    roles: those that were reviewed; told: the hits by project, role and rule, each with its finding; verdicts: by
    project.
    """

    reviewed: ReviewedProjects
    crs: QgsCoordinateReferenceSystem
    roles: Mapping[str, RoleSums]
    told: Sequence[Told]
    verdicts: Sequence[str]

    def asked(self, project: int) -> list[str]:
        """Return the roles that the rules of a project ask for, in the order of the rules."""
        return list(roles_of(self.reviewed.rules_of(project)))

    def not_reviewed(self, project: int) -> list[str]:
        """Return those of them that no layer shows."""
        return [role for role in self.asked(project) if role not in self.roles]

    def told_of(self, project: int) -> list[Told]:
        """Return the hits of a project."""
        return self._by_project.get(project, [])

    @cached_property
    def _by_project(self) -> dict[int, list[Told]]:
        found: dict[int, list[Told]] = {}
        for item in self.told:
            found.setdefault(item.hit.project, []).append(item)
        return found


def verdicts_of(reviewed: ReviewedProjects, told: Sequence[Told]) -> list[str]:
    """Return the verdict on each project: the worst of its hits; one without an area was not reviewed."""
    against: list[list[str]] = [[] for _ in range(len(reviewed))]
    for item in told:
        if item.hit.counts:
            against[item.hit.project].append(item.hit.rule.severity)
    return [verdict_of(severities) if area else NOT_REVIEWED
            for severities, area in zip(against, reviewed.area.tolist())]
