"""What the rules of a review say against projects: hits, those that only touch, and those that a class is let off."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.compliance import INSIDE
from ..rules.lengths import narrower
from .united_shapes import united_shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.compliance import ReviewRule
    from ..rules.progress import Progress
    from .kernel import Kernel
    from .review_parts import RoleParts
    from .wkb import Wkbs

    Widths = Callable[[Wkbs, Floats], Floats]
    """Takes WKB rows and their areas in m², returns their mean widths in m."""


@dataclass(frozen=True)
class Hit:
    """What a rule says of a project.

    area: hundredths of m²; labels: what the polygons are called; touch: too thin or small to be land; exempted_by: the
    class that lets the project off, else ''; wkbs: the parts.
    """

    project: int
    rule: ReviewRule
    area: int
    labels: tuple[str, ...] = ()
    touch: bool = False
    exempted_by: str = ""
    wkbs: tuple[bytes, ...] = ()

    @property
    def counts(self) -> bool:
        """Tell whether it weighs in the verdict."""
        return not self.touch and not self.exempted_by


@dataclass(frozen=True)
class Epoch:
    """Projects that are judged by the same rules; projects: bool (projects,)."""

    projects: Bools
    rules: tuple[ReviewRule, ...]


@dataclass(frozen=True)
class Tolerance:
    """Below which area in m² or mean width in m a part of less than a share of the project is an error of borders."""

    area_m2: float
    width_m: float
    share: float


def hits_of(parts: RoleParts, epochs: Sequence[Epoch], classes: Sequence[frozenset[str]], tolerance: Tolerance,
            widths: Widths, kernel: Kernel, progress: Progress) -> Iterator[Hit]:
    """Yield the hits on a role, by epoch, rule and project; classes: of each project."""
    first = np.searchsorted(parts.project, np.arange(len(classes) + 1))
    broad = _broad(parts, tolerance, widths)
    whole = np.bincount(parts.project, parts.area, minlength=len(classes))
    for epoch in epochs:
        for rule in epoch.rules:
            if rule.role != parts.layer.role:
                continue
            progress.check()
            chosen = parts.chosen[rule.selector] == (rule.test == INSIDE)
            area = np.zeros(len(classes), dtype=np.int64)
            np.add.at(area, parts.project[chosen], parts.area[chosen])
            for project in np.flatnonzero(epoch.projects & (area > 0)).tolist():
                if not rule.holds_for(classes[project]):
                    continue
                rows = np.flatnonzero(chosen[first[project]:first[project + 1]]) + first[project]
                touch = area[project] < tolerance.share * whole[project] and not broad[rows].any() \
                    and _touches(parts, rows, tolerance, widths, kernel, progress)
                labels = parts.labels(project, rule.selector) if rule.test == INSIDE else ()
                yield Hit(project, rule, int(area[project]), labels, bool(touch), rule.exempted(classes[project]),
                          tuple(parts.wkb[rows].tolist()))


def _broad(parts: RoleParts, tolerance: Tolerance, widths: Widths) -> Bools:
    """Tell which parts are by themselves more than an error of borders, bool (parts,)."""
    large = np.flatnonzero(parts.area / 100 >= tolerance.area_m2)
    broad = np.zeros(len(parts.area), dtype=bool)
    broad[large] = ~narrower(widths(parts.wkb[large], parts.raw[large]), tolerance.width_m)
    return broad


def _touches(parts: RoleParts, rows: Ints, tolerance: Tolerance, widths: Widths, kernel: Kernel,
             progress: Progress) -> bool:
    """Tell whether parts that are thin or small by themselves are so together: strips may lie side by side."""
    area = float(parts.area[rows].sum()) / 100
    if area < tolerance.area_m2:
        return True
    shape = np.array([united_shape(parts.wkb[rows], kernel, progress)], dtype=object)
    return bool(narrower(widths(shape, np.array([area])), tolerance.width_m)[0])
