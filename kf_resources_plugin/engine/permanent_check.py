"""Permanent basic farmland verified: the problems of every part, blocks, and sums in which each place counts once."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.grouping import grouped
from ..rules.permanent_farmland import Facts, fallow_now, problem_hits, size_classes
from .blocks import Blocks, blocks_of, contiguous
from .land_split import UNITS
from .permanent_parts import BEFORE, PATCHES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.permanent_farmland import Problem
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .kernel import Kernel
    from .land_survey import LandSurvey
    from .permanent_parts import Parts, Patches
    from .unit_rows import UnitRows

SURVEY_FIELDS = {"slope": "GDPDJB", "terrace": "GDLX", "planting": "ZZSXDM"}
"""What a survey has to be read with beside its classes: standard fields by their keys in ``LandFields.more``."""
BLOCK_RULE = "permanent.block"


@dataclass(frozen=True)
class Verified:
    """What verification found; hits: bool (parts, problems), fallow: bool (parts,), fields that lie fallow now.

    units: their rows, for parts. size_class: int64 (blocks,), 0 the largest.
    """

    problems: tuple[Problem, ...]
    hits: np.ndarray
    fallow: np.ndarray
    units: UnitRows
    blocks: Blocks
    size_class: np.ndarray

    @property
    def any_problem(self) -> np.ndarray:
        """Tell which parts have at least one problem, bool (parts,)."""
        return np.asarray(self.hits.any(axis=1))


def facts_of(parts: Parts, survey: LandSurvey) -> Facts:
    """Return what problems look at, for every part."""
    columns, more = survey.table.columns, survey.fields.more
    kinds = [name for name in parts.zone if name not in {PATCHES, BEFORE, UNITS}]
    return Facts(
        land=parts.land, code_of=survey.code_of, infos=survey.infos,
        inside={kind: parts.inside(kind) for kind in kinds},
        fallow_before=parts.inside(BEFORE) if BEFORE in parts.zone else None,
        **{key: columns[more[key]] for key in SURVEY_FIELDS if key in more})


def verify(parts: Parts, survey: LandSurvey, problems: Sequence[Problem], units: UnitRows,
           book: RuleBook, kernel: Kernel, progress: Progress, patches: Patches) -> Verified:
    """Return the problems and blocks of parts."""
    facts = facts_of(parts, survey)
    label = contiguous(parts.wkb, float(book.threshold(BLOCK_RULE, "joining_distance_m")), patches.table.crs, kernel,
                       progress)
    blocks = blocks_of(label, parts.area, parts.net)
    fallow = np.zeros(len(parts.patch), dtype=bool)
    for problem in problems:
        fallow |= fallow_now(problem, facts)
    return Verified(
        problems=tuple(problems), hits=problem_hits(problems, facts), fallow=fallow, units=units, blocks=blocks,
        size_class=size_classes(blocks.area, book.threshold(BLOCK_RULE, "classes_mu")))


ALL, SOUND, ANY, PROBLEM = "all", "sound", "any", "problem"
"""Kinds of row of the summary: all permanent farmland, what has no problem, what has any (each place once), each."""


@dataclass(frozen=True)
class SummaryRow:
    """Sums of one unit with those within it; ``problem`` is its position, −1 where the row is of no single problem.

    area, net: hundredths of m², every place once; summed: of ``ANY``, the problems' areas added up.
    """

    unit: int
    kind: str
    problem: int
    parts: int
    patches: int
    area: int
    net: int
    summed: int | None = None


def summarise(parts: Parts, found: Verified) -> list[SummaryRow]:
    """Return the summary by row of units: all, sound, any problem, then each problem that occurs."""
    with_any = found.any_problem
    rows = []
    part, row_of = found.units.entries()
    for unit, mine in grouped(row_of, part):
        hits, problem = found.hits[mine], with_any[mine]
        selections = [(ALL, -1, mine), (SOUND, -1, mine[~problem]), (ANY, -1, mine[problem])]
        selections += [(PROBLEM, place, mine[hits[:, place]]) for place in np.flatnonzero(hits.any(axis=0)).tolist()]
        for kind, place, chosen in selections:
            rows.append(SummaryRow(
                unit, kind, place, len(chosen), len(np.unique(parts.patch[chosen])),
                int(parts.area[chosen].sum()), int(parts.net[chosen].sum()),
                int((parts.area[mine] * hits.sum(axis=1)).sum()) if kind == ANY else None))
    return rows


@dataclass(frozen=True)
class BlockSums:
    """Blocks of one unit and size class: how many have most of their area there, and what of their area lies there."""

    unit: int
    size_class: int
    blocks: int
    area: int
    net: int


def block_sums(parts: Parts, found: Verified, home: Sequence[int], classes: int) -> list[BlockSums]:
    """Return blocks by unit and size class; home: (blocks,) position of the unit that has most of each."""
    rows = found.units
    of_part = found.size_class[found.blocks.of_part] if len(found.blocks) else np.empty(0, dtype=np.int64)
    held = np.zeros((3, len(rows.units), classes), dtype=np.int64)
    np.add.at(held[0], (np.array(home, dtype=np.int64), found.size_class), 1)
    for sums, amounts in zip(held[1:], (parts.area, parts.net)):
        np.add.at(sums, (rows.of_piece, of_part), amounts)
    count, area, net = (rows.sums(sums).tolist() for sums in held)
    return [BlockSums(unit, size, count[unit][size], area[unit][size], net[unit][size])
            for unit in range(len(rows.units)) for size in range(classes)]
