"""Which entries of different lists may be one site, why, and how likely that makes it.

A reason is a row ``register_pair.…`` with a score s; of several reasons the score of a pair is 1 − ∏(1 − s).
"""
from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from .heritage_entries import county_of, units_agree
from .heritage_words import LEVEL, Names, words
from .unit_levels import code_at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from .areas import Floats, Ints
    from .heritage_entries import Entry
    from .progress import Progress
    from .rule_rows import RuleBook

SAME_NAME, ALIAS, CORE = "register_pair.name_same", "register_pair.name_alias", "register_pair.name_core"
CODE, CONTAINS, NEAR = "register_pair.code_same", "register_pair.name_contains", "register_pair.near"
CERTAINLY = "register.certain"
REASONS = (SAME_NAME, ALIAS, CORE, CODE, CONTAINS, NEAR)
_CHECK_EVERY = 100  # pairs


@dataclass(frozen=True)
class Pair:
    """Two entries by position, one < other. reasons: rules in the order of REASONS; score: 0 to 1, of two decimals.

    distance_m: of their places, None where one has none. certain: by the rules one site without anybody's decision.
    """

    one: int
    other: int
    reasons: tuple[str, ...]
    score: float
    distance_m: float | None
    certain: bool


class Candidates:
    """Finds the pairs among entries."""

    def __init__(self, entries: Sequence[Entry], x: Floats, y: Floats, book: RuleBook) -> None:
        """Take entries and their places in a plane, metres (entries,), NaN for none."""
        self._entries, self._x, self._y, self._book = entries, x, y, book
        names = Names(book)
        self._names = names
        self._forms = [names.forms(entry.name) for entry in entries]
        levels = words(book, LEVEL)
        self._family = [levels[entry.level].family if entry.level in levels else "" for entry in entries]
        self._county = [county_of(entry.unit_code) for entry in entries]
        self._homonyms = Counter((entry.list_name, form.whole, county)
                                 for entry, form, county in zip(entries, self._forms, self._county))

    def pairs(self, near: tuple[Ints, Ints], progress: Progress) -> list[Pair]:
        """Return the pairs in the order of entries; ``near`` are positions of places that may be near each other."""
        found: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
        for reason, pairs in ((SAME_NAME, self._same_name()), (ALIAS, self._alias()), (CORE, self._core()),
                              (CODE, self._code()), (CONTAINS, self._contains()), (NEAR, self._near(near))):
            for number, pair in enumerate(pairs):
                if number % _CHECK_EVERY == 0:
                    progress.check()
                found[pair].add(reason)
        progress.check()
        return [self._pair(one, other, found[one, other]) for one, other in sorted(found)]

    def distance(self, one: int, other: int) -> float | None:
        """Return the distance of two places in metres, None where one is not known."""
        metres = float(np.hypot(self._x[one] - self._x[other], self._y[one] - self._y[other]))
        return None if np.isnan(metres) else metres

    def _pair(self, one: int, other: int, reasons: set[str]) -> Pair:
        ordered = tuple(reason for reason in REASONS if reason in reasons)
        score = 1.0 - prod(1.0 - float(self._book.threshold(reason, "score_coefficient")) for reason in ordered)
        return Pair(one, other, ordered, round(score, 2), self.distance(one, other),
                    any(self._book.row(reason).thresholds.get("certain", False) for reason in ordered)
                    and self._is_certain(one, other))

    def _is_certain(self, one: int, other: int) -> bool:
        first, second = self._entries[one], self._entries[other]
        metres = self.distance(one, other)
        return (first.list_name != second.list_name
                and bool(self._county[one]) and self._county[one] == self._county[other]
                and bool(self._family[one]) and self._family[one] == self._family[other]
                and all(self._alone(place) for place in (one, other))
                and not self._names.is_common(self._forms[one])
                and (metres is None or metres <= float(self._book.threshold(CERTAINLY, "max_distance_m"))))

    def _alone(self, place: int) -> bool:
        return self._homonyms[self._entries[place].list_name, self._forms[place].whole, self._county[place]] == 1

    # -- reasons --------------------------------------------------------------------------------------------------

    def _same_name(self) -> Iterator[tuple[int, int]]:
        """Yield entries with the same name, of one list, too: nothing else tells what was entered there twice."""
        keys = ((form.whole, place) for place, form in enumerate(self._forms) if form.whole)
        return (pair for pair in _sharing(keys) if self._units_agree(pair))

    def _alias(self) -> Iterator[tuple[int, int]]:
        keys = ((number, place) for number, (group, unit) in enumerate(self._names.aliases)
                for place, form in enumerate(self._forms)
                if ({form.whole, form.core} & group) and units_agree(self._entries[place].unit_code, unit))
        return (pair for pair in _sharing(keys) if self._names_differ(pair) and self._across(pair))

    def _core(self) -> Iterator[tuple[int, int]]:
        keys = ((word, place) for place, form in enumerate(self._forms)
                for word in {form.core, *form.others} if word)
        return (pair for pair in _sharing(keys) if self._names_differ(pair) and self._across(pair)
                and self._units_agree(pair))

    def _code(self) -> Iterator[tuple[int, int]]:
        least = int(self._book.threshold(CODE, "min_chars"))
        keys = ((entry.own_id, place) for place, entry in enumerate(self._entries) if len(entry.own_id) >= least)
        return (pair for pair in _sharing(keys) if self._across(pair))

    def _contains(self) -> Iterator[tuple[int, int]]:
        """Yield entries of one county of which one's name is part of the other's, brackets left out."""
        least = int(self._book.threshold(CONTAINS, "min_chars"))
        named: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, (form, county) in enumerate(zip(self._forms, self._county)):
            if len(form.core) >= least and county:
                named[form.core, code_at(county, "city")].append(place)
        for (core, city), places in named.items():
            parts = {core[start:end] for start in range(len(core)) for end in range(start + least, len(core) + 1)}
            for part in parts - {core}:
                for pair in ((min(one, other), max(one, other)) for other in named.get((part, city), ())
                             for one in places):
                    if self._units_agree(pair) and self._across(pair):
                        yield pair

    def _near(self, near: tuple[Ints, Ints]) -> Iterator[tuple[int, int]]:
        most = float(self._book.threshold(NEAR, "max_distance_m"))
        for pair in zip(near[0].tolist(), near[1].tolist()):
            metres = self.distance(*pair)
            families = {self._family[place] for place in pair} - {""}
            if metres is not None and metres <= most and len(families) <= 1 and self._across(pair):
                yield pair

    def _across(self, pair: tuple[int, int]) -> bool:
        """Tell whether two entries stand in different lists: who made a list told its own entries apart."""
        return self._entries[pair[0]].list_name != self._entries[pair[1]].list_name

    def _names_differ(self, pair: tuple[int, int]) -> bool:
        return self._forms[pair[0]].whole != self._forms[pair[1]].whole

    def _units_agree(self, pair: tuple[int, int]) -> bool:
        return units_agree(self._county[pair[0]], self._county[pair[1]])


def _sharing(keys: Iterable[tuple[Hashable, int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions that share a key, each pair once."""
    sharing: defaultdict[Hashable, set[int]] = defaultdict(set)
    for key, place in keys:
        sharing[key].add(place)
    yield from {pair for places in sharing.values() for pair in combinations(sorted(places), 2)}
