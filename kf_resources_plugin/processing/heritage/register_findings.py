"""What is to be said of a merged register: decisions that cannot be applied, pairs that wait, places that differ."""
from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ...rules.heritage_merge import OPEN
from .register_inputs import ROLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...engine.heritage_decisions import DecisionTable
    from ...rules.findings import Finding
    from ...rules.heritage_entries import Entry
    from ...rules.heritage_merge import Settled, Site
    from ...rules.heritage_pairs import Candidates
    from ...rules.rule_rows import RuleBook

_NAMED = 20  # names in one message


def register_findings(entries: Sequence[Entry], sites: Sequence[Site], shared: Mapping[str, Sequence[str]],
                      settled: Settled, decided: DecisionTable, candidates: Candidates,
                      book: RuleBook) -> list[Finding]:
    """Return all findings about what lists and decisions give together; ``shared`` as ``heritage_merge.sites``."""
    found = [book.finding("register.shared_id", subject_id=own_id, role=ROLE, count=len(names), names=_first(names))
             for own_id, names in shared.items()]
    found += _of_decisions(entries, settled, decided, book)
    waiting = sum(verdict.status == OPEN for verdict in settled.verdicts)
    if waiting:
        found.append(book.finding("register.open_pairs", role=ROLE, place="pairs", count=waiting))
    lacking = [site.name or site.site_id for site in sites
               if all(entries[place].place is None for place in site.members)]
    if lacking:
        found.append(book.finding("register.no_place", role=ROLE, place="places", count=len(lacking),
                                  names=_first(sorted(lacking))))
    return found + _of_places(entries, sites, candidates, book)


def _of_decisions(entries: Sequence[Entry], settled: Settled, decided: DecisionTable,
                  book: RuleBook) -> list[Finding]:
    found = [book.finding("register.decision_unreadable", role=ROLE, place=f"{line} {word}", layer=decided.name,
                          line=line, value=word or None) for line, word in decided.faults]
    known = {entry.key for entry in entries}
    found += [book.finding("register.decision_unknown_entry", subject_id=key, role=ROLE, layer=decided.name)
              for key in sorted({key for decision in decided.decisions for key in decision.keys} - known)]
    unsigned = sum(not decision.person or not decision.moment for decision in decided.decisions)
    if unsigned:
        found.append(book.finding("register.decision_unsigned", role=ROLE, place="decisions", layer=decided.name,
                                  count=unsigned))
    for several in settled.contradictions:
        one, other = several[0].keys
        found.append(book.finding(
            "register.decisions_contradict", subject_id=one, other_id=other, role=ROLE,
            values=[" ".join(filter(None, (item.decision, item.person, item.moment))) for item in several]))
    for group, pairs in settled.clashes:
        names = _first([entries[place].key for place in group])
        found += [book.finding("register.decisions_clash", subject_id=entries[pair.one].key,
                               other_id=entries[pair.other].key, role=ROLE, names=names) for pair in pairs]
    return found


def _of_places(entries: Sequence[Entry], sites: Sequence[Site], candidates: Candidates,
               book: RuleBook) -> list[Finding]:
    most = float(book.threshold("register.places_differ", "max_distance_m"))
    found = []
    for site in sites:
        metres = [apart for pair in combinations(site.members, 2) for apart in [candidates.distance(*pair)]
                  if apart is not None]
        if metres and max(metres) > most:
            taken = next(entries[place].key for place in site.members if entries[place].place)
            found.append(book.finding("register.places_differ", subject_id=site.site_id,
                                      subject_name=site.name or site.site_id, role=ROLE, taken=taken,
                                      distance_m=round(max(metres))))
    return found


def _first(names: Sequence[str]) -> list[str]:
    return [*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])]
