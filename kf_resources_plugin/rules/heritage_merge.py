"""What is one site: by the rules where they are certain, else by decisions that people made; and what merging gives."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from .heritage_pairs import Pair
from .unit_levels import code_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from .heritage_entries import Entry

SAME, DIFFERENT, OPEN = "same", "different", "open"
CERTAIN, IMPLIED = "certain", "implied"
DECISIONS = (SAME, DIFFERENT, OPEN)


@dataclass(frozen=True)
class Decision:
    """What somebody decided of two entries, by their keys. moment: ISO date or date and time, '' where not given."""

    entry_a: str
    entry_b: str
    decision: str
    person: str = ""
    moment: str = ""
    reason: str = ""

    @property
    def keys(self) -> tuple[str, str]:
        """Return the entries, the lower key first."""
        return (self.entry_a, self.entry_b) if self.entry_a <= self.entry_b else (self.entry_b, self.entry_a)


class Verdict(NamedTuple):
    """A pair and what became of it: SAME, DIFFERENT or OPEN as decided, CERTAIN, or IMPLIED by other pairs."""

    pair: Pair
    status: str
    decision: Decision | None


@dataclass(frozen=True)
class Settled:
    """What decisions make of pairs. groups: positions of the entries of each site, ascending, by their first.

    contradictions: decisions on one pair of which none is the later; clashes: groups that "same" makes and pairs in
    them that are "different".
    """

    verdicts: list[Verdict]
    groups: list[list[int]]
    contradictions: list[list[Decision]]
    clashes: list[tuple[list[int], list[Pair]]]


def settled(entries: Sequence[Entry], pairs: Sequence[Pair], decisions: Iterable[Decision]) -> Settled:
    """Return which entries are one site. Decisions on entries that there are not are left out.

    Of several decisions on a pair the latest counts. Where these contradict each other nothing is guessed: the pair, or
    all of the group that it is part of, stays unmerged.
    """
    latest, contradictions = _latest(decisions)
    disputed = {found[0].keys for found in contradictions}
    position = {entry.key: place for place, entry in enumerate(entries)}
    known = {(pair.one, pair.other): pair for pair in pairs}
    for keys in latest:
        if set(keys) <= set(position):
            one, other = sorted(position[key] for key in keys)
            known.setdefault((one, other), Pair(one, other, (), 0.0, None, certain=False))
    verdicts = []
    for place, pair in sorted(known.items()):
        keys = (entries[place[0]].key, entries[place[1]].key)
        decided = latest.get(keys)
        status = decided.decision if decided else CERTAIN if pair.certain and keys not in disputed else OPEN
        verdicts.append(Verdict(pair, status, decided))
    groups = _groups(len(entries), verdicts)
    different = [verdict.pair for verdict in verdicts if verdict.status == DIFFERENT]
    clashes = [(group, inside) for group in groups if len(group) > 1
               for inside in [[pair for pair in different if {pair.one, pair.other} <= set(group)]] if inside]
    clashing = {place for group, _ in clashes for place in group}
    groups = sorted([group for group in groups if group[0] not in clashing] + [[place] for place in clashing])
    site = {place: number for number, group in enumerate(groups) for place in group}
    return Settled([verdict._replace(status=IMPLIED) if verdict.status == OPEN
                    and site[verdict.pair.one] == site[verdict.pair.other] else verdict for verdict in verdicts],
                   groups, contradictions, clashes)


def _latest(decisions: Iterable[Decision]) -> tuple[dict[tuple[str, str], Decision], list[list[Decision]]]:
    """Return the decision that counts of each pair, and those of pairs where none does."""
    by_pair: defaultdict[tuple[str, str], list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_pair[decision.keys].append(decision)
    latest, contradictions = {}, []
    for keys, found in sorted(by_pair.items()):
        found.sort(key=lambda item: (item.moment, item.decision, item.person, item.reason, item.entry_a))
        # a decision without a day, or a day without its time, may be the later one
        rivals = [item for item in found if found[-1].moment.startswith(item.moment)]
        if len({item.decision for item in rivals}) > 1:
            contradictions.append(found)
        else:
            latest[keys] = found[-1]
    return latest, contradictions


def _groups(count: int, verdicts: Sequence[Verdict]) -> list[list[int]]:
    """Return what SAME and CERTAIN join, each group ascending, by their first."""
    leader = list(range(count))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    for verdict in verdicts:
        if verdict.status in {SAME, CERTAIN}:
            one, other = sorted((find(verdict.pair.one), find(verdict.pair.other)))
            leader[other] = one
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place in range(count):
        groups[find(place)].append(place)
    return [groups[first] for first in sorted(groups)]


@dataclass(frozen=True)
class Site:
    """A site of the merged register, with the fields of the schema.

    batches: (level, batch) of all entries, the highest level first; sources: all that entries name; origins: keys of
    the entries, in the same order; members: their positions in that order.
    """

    site_id: str
    name: str
    level: str
    batch: str
    site_type: str
    era: str
    address: str
    unit_code: str
    published: date | None
    document: str
    sources: tuple[str, ...]
    photo: str
    note: str
    batches: tuple[tuple[str, str], ...]
    origins: tuple[str, ...]
    members: tuple[int, ...]


def sites(entries: Sequence[Entry], groups: Sequence[Sequence[int]],
          rank: Mapping[str, int]) -> tuple[list[Site], dict[str, list[str]]]:
    """Return a site for each group, by id, and the ids that entries of several sites have, with their names.

    ``rank``: of levels, the highest 0. A site is called as its entry of the highest level, by key among equals, and
    takes from the next one what that leaves empty. An id that several sites would have is none's: each is called by the
    key of its entry.
    """
    ordered = [sorted(group, key=lambda place: (rank.get(entries[place].level, len(rank)), entries[place].key))
               for group in groups]
    found = [_site([entries[place] for place in group], group) for group in ordered]
    by_id: defaultdict[str, list[Site]] = defaultdict(list)
    for site in found:
        by_id[site.site_id].append(site)
    shared = {key: [site.name or site.origins[0] for site in same] for key, same in by_id.items() if len(same) > 1}
    # an entry's own key tells it from all others, whatever ids there are
    named = [replace(site, site_id=site.origins[0]) if site.site_id in shared else site for site in found]
    return sorted(named, key=lambda site: site.site_id), shared


def _site(entries: Sequence[Entry], members: Sequence[int]) -> Site:
    first = entries[0]
    proclaimed = next((entry for entry in entries if entry.published or entry.document), first)

    def text(field: str) -> str:
        return next((value for entry in entries for value in [str(getattr(entry, field))] if value), "")

    return Site(
        site_id=next((entry.own_id for entry in entries if entry.own_id), first.key), name=text("name"),
        level=first.level, batch=first.batch, site_type=text("site_type"), era=text("era"), address=text("address"),
        unit_code=_unit(entries), published=proclaimed.published, document=proclaimed.document,
        sources=tuple(dict.fromkeys(entry.source for entry in entries if entry.source)), photo=text("photo"),
        note=text("note"),
        batches=tuple(dict.fromkeys((entry.level, entry.batch) for entry in entries if entry.level or entry.batch)),
        origins=tuple(entry.key for entry in entries), members=tuple(members))


def _unit(entries: Sequence[Entry]) -> str:
    """Return the unit of the first entry that tells a county, else of the first that tells a city."""
    codes = [entry.unit_code for entry in entries if entry.unit_code]
    return next((code for code in codes if code_at(code, "county")), codes[0] if codes else "")
