"""Verification of permanent basic farmland (核实整改): which of the listed problems each part of it has.

The problems are rows of the rule book under the topic ``permanent_farmland`` that have the threshold ``applies``. A
problem looks at the land class, at the slope class of cultivated land (terraces of GDLX excepted), at areas the land
lies in, or at the planting code of cultivated land in two surveys. Of the problems that look at the class a part has at
most one: the first that names its code, else its major group, else its group, in the order of the file.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from .stable_farmland import among, code_of
from .units import convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .codes import ClassInfo
    from .rule_rows import RuleBook, RuleRow
    from .text import Column

    Bools = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.int64]

TOPIC = "permanent_farmland"
NO_PROBLEM = -1
OUTSIDE, UNKNOWN, OTHER, CULTIVATED = "outside", "unknown", "other", "cultivated"
"""Words of the threshold ``covers``: land outside the survey, of no known class, not cultivated and named by none; of
areas of a kind only cultivated land."""


@dataclass(frozen=True)
class Problem:
    """One problem that permanent farmland may have; empty where it does not look at that attribute.

    ``known_planting`` are planting codes the problem understands and lets pass.
    """

    rule_id: str
    severity: str
    names: tuple[str, str]
    class_codes: frozenset[str] = frozenset()
    class_groups: frozenset[str] = frozenset()
    class_majors: frozenset[str] = frozenset()
    covers: str = ""
    slopes: frozenset[str] = frozenset()
    terraces: frozenset[str] = frozenset()
    planting: frozenset[str] = frozenset()
    known_planting: frozenset[str] = frozenset()
    masks: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """Return what the problem is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


@dataclass(frozen=True)
class Facts:
    """What is known of parts of permanent farmland; arrays of shape (parts,) unless said otherwise.

    land: int64 row of the parcel, −1 outside the survey. code_of: int64 (parcels,) position in ``infos``, which has
    None for a code that is not known. slope, terrace, planting: (parcels,) as the layer has them, None for a field it
    lacks. inside: bool by kind of area, of those that were given. fallow_before: bool, not cultivated in the survey
    before; None without one.
    """

    land: Ints
    code_of: Ints
    infos: Sequence[ClassInfo | None]
    inside: Mapping[str, Bools]
    slope: Column | None = None
    terrace: Column | None = None
    planting: Column | None = None
    fallow_before: Bools | None = None


def problems_of(book: RuleBook) -> tuple[Problem, ...]:
    """Return the problems that are looked for, in the order of the file."""
    return tuple(_problem(row) for row in book.rows.values() if row.topic == TOPIC and row.thresholds.get("applies"))


def mask_kinds(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return the kinds of area that problems look at, sorted."""
    return tuple(sorted({kind for problem in problems for kind in problem.masks}))


def _problem(row: RuleRow) -> Problem:
    def listed(key: str) -> frozenset[str]:
        value: Any = row.thresholds.get(key, ())
        return frozenset(code_of(item) for item in (value if isinstance(value, tuple) else (value,)))

    masks: Any = row.thresholds.get("masks", ())
    return Problem(
        rule_id=row.id, severity=row.severity, names=row.names,
        class_codes=listed("class_codes"), class_groups=listed("class_groups"), class_majors=listed("class_majors"),
        covers=str(row.thresholds.get("covers", "")), slopes=listed("slope_classes"), terraces=listed("terrace_types"),
        planting=listed("planting_codes"), known_planting=listed("known_planting_codes"),
        masks=masks if isinstance(masks, tuple) else (str(masks),))


def class_problem(problems: Sequence[Problem], info: ClassInfo | None) -> int:
    """Return the position of the problem that a land class is, ``NO_PROBLEM`` for cultivated land."""
    if info is not None and info.is_farmland:
        return NO_PROBLEM
    matches = [(closeness, place) for place, problem in enumerate(problems)
               for closeness in [_closeness(problem, info)] if closeness is not None]
    return min(matches)[1] if matches else NO_PROBLEM


def _closeness(problem: Problem, info: ClassInfo | None) -> int | None:
    """Return how closely a problem names a class, 0 the closest; None where it does not name it."""
    if info is None:
        return 0 if problem.covers == UNKNOWN else None
    named = (info.code in problem.class_codes, (info.major or "") in problem.class_majors,
             info.group in problem.class_groups, problem.covers == OTHER)
    return named.index(True) if any(named) else None


def problem_hits(problems: Sequence[Problem], facts: Facts) -> Bools:
    """Tell which problems each part has: bool (parts, problems)."""
    hits = np.zeros((len(facts.land), len(problems)), dtype=bool)
    surveyed = facts.land >= 0
    of_class = np.array([class_problem(problems, info) for info in (*facts.infos, None)], dtype=np.int64)
    code, cultivated = _codes(facts), _cultivated(facts)
    for place, problem in enumerate(problems):
        hits[:, place] = surveyed & (of_class[code] == place)
        if problem.covers == OUTSIDE:
            hits[:, place] = ~surveyed
        if problem.slopes and facts.slope is not None:
            steep = among(facts.slope, problem.slopes) & ~_terraced(problem, facts)
            hits[:, place] |= cultivated & _of_parts(steep, facts.land)
        if problem.planting and facts.fallow_before is not None:
            hits[:, place] |= fallow_now(problem, facts) & facts.fallow_before
        within = [facts.inside[kind] for kind in problem.masks if kind in facts.inside]
        if within:
            told = cultivated if problem.covers == CULTIVATED else np.ones(len(code), dtype=bool)
            hits[:, place] |= np.logical_or.reduce(within) & told & ~_of_parts(_terraced(problem, facts), facts.land)
    return hits


def could_hold(problem: Problem, facts: Facts) -> bool:
    """Tell whether a problem could be looked for: that there was a field, an area or a second survey it looks at."""
    return bool(
        problem.class_codes or problem.class_groups or problem.class_majors
        or problem.covers in {OUTSIDE, UNKNOWN, OTHER}
        or (problem.slopes and facts.slope is not None)
        or (problem.planting and facts.planting is not None and facts.fallow_before is not None)
        or not facts.inside.keys().isdisjoint(problem.masks))


def fallow_now(problem: Problem, facts: Facts) -> Bools:
    """Tell which parts of cultivated land lie fallow by the survey, by the planting codes of a problem.

    What was built on or planted with trees may still have the code it had as cultivated land.
    """
    if facts.planting is None:
        return np.zeros(len(facts.land), dtype=bool)
    return _of_parts(among(facts.planting, problem.planting), facts.land) & _cultivated(facts)


def _codes(facts: Facts) -> Ints:
    """Return the position of each part's class in ``infos``, one beyond where there is no parcel: int64 (parts,)."""
    code = np.full(len(facts.land), len(facts.infos), dtype=np.int64)
    surveyed = facts.land >= 0
    code[surveyed] = facts.code_of[facts.land[surveyed]]
    return code


def _cultivated(facts: Facts) -> Bools:
    """Tell which parts are cultivated land by their class."""
    return np.array([info is not None and info.is_farmland for info in (*facts.infos, None)], dtype=bool)[_codes(facts)]


def _terraced(problem: Problem, facts: Facts) -> Bools:
    if facts.terrace is None or not problem.terraces:
        return np.zeros(len(facts.code_of), dtype=bool)
    return among(facts.terrace, problem.terraces)


def _of_parts(parcels: Bools, land: Ints) -> Bools:
    return np.append(parcels, False)[land]  # row −1 is the last one: outside the survey


def size_classes(area: Ints, bounds_mu: Sequence[float]) -> Ints:
    """Return the class of each block, 0 for the largest: how many of the lower bounds its area does not reach.

    area: int64 (blocks,) hundredths of m². bounds_mu: lower bounds in mu, in any order.
    """
    reached = np.zeros(len(area), dtype=np.int64)
    mu_per_m2 = convert(1.0, "mu")
    for bound in bounds_mu:
        # compared in mu: 100 mu are 66 666.666… m², which no area in hundredths is
        reached += area * mu_per_m2 >= bound * 100
    return len(bounds_mu) - reached


def size_class_names(bounds_mu: Sequence[float]) -> list[str]:
    """Return what the classes of ``size_classes`` are called: '>=1000', '500-1000' … '<100' (mu)."""
    falling = sorted(bounds_mu, reverse=True)
    if not falling:
        return [""]
    between = [f"{low:g}-{high:g}" for high, low in zip(falling, falling[1:])]
    return [f">={falling[0]:g}", *between, f"<{falling[-1]:g}"]
