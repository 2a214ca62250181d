"""Where a layer would overlap, or leave land bare, once the edits of a team that can be taken are taken."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..engine.coverage_changes import coverage_changes
from ..rules.three_way import DELETED, REJECTED, SHAPE, WHOLE, Row
from .edit_list import PRESENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qgis.core import QgsCoordinateReferenceSystem

    from ..engine.coverage_changes import Changed
    from ..engine.kernel import Kernel
    from ..engine.occupation import AreasOf
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .edit_list import ListedEdit
    from .present_rows import PresentRow, PresentRows


@dataclass(frozen=True)
class Clash:
    """A place that an edit would bring: the edit, what the other row is called ('' where land is left bare), the
    feature of that in the layer (None for a new row), the polygon and its m².
    """

    listed: ListedEdit
    other: str
    other_fid: int | None
    wkb: bytes
    area_m2: float


class TakenShapes:
    """The rows near edited shapes, as they are and as they would be; ``called`` tells what a row is called.

    Conflicts are looked at as if they were decided for the team: a person wants to know before.
    """

    def __init__(self, edits: Sequence[ListedEdit], reader: PresentRows, called: Callable[[PresentRow], str],
                 progress: Progress) -> None:
        self._edits = [one for one in edits if one.edit.verdict != REJECTED and one.edit.field in {SHAPE, WHOLE}]
        near: dict[int, PresentRow] = {}
        for one in self._edits:
            progress.check()
            for shape in (one.before.get(PRESENT, b""), _after(one)):
                near.update((row.fid, row) for row in reader.near(Row({}, shape), progress))
        edited = {one.fid for one in self._edits}
        self._others = [(row, called(row)) for fid, row in sorted(near.items()) if fid not in edited]

    def clashes(self, crs: QgsCoordinateReferenceSystem, areas: AreasOf, least_m2: float, kernel: Kernel,
                book: RuleBook, progress: Progress) -> list[Clash]:
        """Return all places of at least some m²; raises PlannerError and Canceled."""
        if not self._edits:
            return []
        stays = [row.row.shape for row, _ in self._others]
        found = coverage_changes([*(one.before.get(PRESENT, b"") for one in self._edits), *stays],
                                 [*map(_after, self._edits), *stays], crs, areas, least_m2, kernel, book, progress)
        return [self._clash(one) for one in found]

    def _clash(self, found: Changed) -> Clash:
        other, fid = "", None
        if found.other >= len(self._edits):
            row, other = self._others[found.other - len(self._edits)]
            fid = row.fid
        elif found.other >= 0:
            other, fid = self._edits[found.other].subject, self._edits[found.other].fid
        return Clash(self._edits[found.row], other, fid, found.wkb, found.area_m2)


def _after(listed: ListedEdit) -> bytes:
    """Return the shape that an edit would leave, b'' for none."""
    return b"" if listed.edit.kind == DELETED else listed.shape
