"""What rules say of subjects in the zones of sites, who consents, and the verdict on each subject."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.point_reading import places_of
from ...i18n import tr
from ...rules.heritage_impact import (
    EFFECTS,
    FORBIDDEN,
    NOT_JUDGED,
    Consents,
    ImpactRule,
    Place,
    Said,
    all_tiers,
    classes_by_code,
    consents,
    impact_rules,
    said_of,
    worst,
)
from ...rules.text import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from ...engine.heritage_impact import Cut, Subjects
    from ...engine.heritage_impact_zones import SiteZones
    from ...rules.findings import Finding
    from ...rules.heritage_tiers import Tier
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from .impact_sites import Site

NOWHERE = -1
"""The pair of what a rule says of a subject wherever it lies."""


@dataclass(frozen=True)
class Told:
    """What a rule says of a subject.

    pair: position among the pairs of the cut, or ``NOWHERE``; touch: borders only touch; who: consents, None where that
    takes the level of the site and it is not known; clause: of the rule, also where the finding only informs.
    """

    subject: int
    pair: int
    said: Said
    touch: bool
    who: str | None
    finding: Finding
    clause: str

    @property
    def counts(self) -> bool:
        """Tell whether it weighs in the verdict."""
        return self.said.counts and not self.touch

    @property
    def effect(self) -> str:
        """Return what the rule asks for."""
        return self.said.rule.effect


@dataclass(frozen=True)
class Judged:
    """Subjects of one kind with all that was said of them; zones, sites: those they were judged by.

    blind: no layer of lines held a shape, so that nobody knows what lies where.
    """

    subjects: Subjects
    zones: SiteZones
    sites: Mapping[str, Site]
    cut: Cut
    told: Sequence[Told]
    blind: bool

    def told_of(self, row: int) -> list[Told]:
        """Return what was said of a subject, what decides first."""
        return self._by_subject.get(row, [])

    def decisive(self, row: int) -> list[Told]:
        """Return what weighs in the verdict on a subject, what decides first."""
        return [item for item in self.told_of(row) if item.counts]

    def zone_of(self, item: Told) -> int:
        """Return the row of the zone that something was said in, −1 for none."""
        return int(self.cut.zone[item.pair]) if item.pair >= 0 else -1

    @cached_property
    def verdicts(self) -> list[str]:
        """Return the verdicts: what has no shape, or no line to be judged by, is forbidden or not judged."""
        found = [worst(item.effect for item in self.decisive(row)) for row in range(len(self.subjects))]
        shapeless = self.subjects.table.wkb == b""
        return [NOT_JUDGED if (self.blind or lost) and verdict != FORBIDDEN else verdict
                for verdict, lost in zip(found, shapeless.tolist())]

    @cached_property
    def _by_subject(self) -> dict[int, list[Told]]:
        found: dict[int, list[Told]] = {}
        for item in sorted(self.told, key=self._rank):
            found.setdefault(item.subject, []).append(item)
        return found

    def _rank(self, item: Told) -> tuple[Any, ...]:
        effects = (*EFFECTS, item.effect)  # those of farmland are no verdicts, and alike
        zone = self.zone_of(item)
        where = (self._order[self.zones.tiers[zone].code], self.zones.sites[zone]) if zone >= 0 else (-1, "")
        return item.subject, not item.counts, effects.index(item.effect), *where, item.said.rule.rule_id

    @cached_property
    def _order(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(all_tiers(self.subjects.book(0)))}


@dataclass(frozen=True)
class _Law:
    """What holds on a day for subjects of one kind."""

    book: RuleBook
    rules: tuple[ImpactRule, ...]
    consents: Consents
    tiers: Mapping[str, Tier]
    class_names: Mapping[str, str]

    def inner_first(self, place: Place) -> int:
        """Return the position of a place's tier from the site outwards."""
        return list(self.tiers).index(place.tier)


def judged(subjects: Subjects, cut: Cut, zones: SiteZones, sites: Mapping[str, Site], *, blind: bool,
           progress: Progress) -> Judged:
    """Return what the rules of each subject's day say of it. Raises Canceled."""
    laws: dict[date, _Law] = {}
    told: list[Told] = []
    first = np.searchsorted(cut.subject, np.arange(len(subjects) + 1))
    points = _points(subjects)
    for row in range(len(subjects)):
        progress.check()
        progress.set(row / len(subjects))
        day = subjects.days[row]
        if day not in laws:
            laws[day] = _law(subjects.kind, subjects.books[day])
        pairs = range(first[row], first[row + 1])
        told += _said_of_subject(row, pairs, laws[day], Judged(subjects, zones, sites, cut, (), blind), points)
    return Judged(subjects, zones, sites, cut, told, blind)


def _law(kind: str, book: RuleBook) -> _Law:
    rules = tuple(rule for rule in impact_rules(book) if rule.subject == kind)
    names = {code: known.name(book.language) for code, known in classes_by_code(kind, book).items()}
    return _Law(book, rules, consents(book), all_tiers(book), names)


def _said_of_subject(row: int, pairs: range, law: _Law, case: Judged, points: Mapping[int, tuple[float, float]],
                     ) -> Iterator[Told]:
    classes = case.subjects.classes[row]
    within: list[Place] = []
    for pair in pairs:
        zone = int(case.cut.zone[pair])
        site = case.sites[case.zones.sites[zone]]
        place = Place(case.zones.tiers[zone].code, site.level, site.name)
        touch = bool(case.cut.touch[pair])
        if not touch:
            within.append(place)
        found = said_of(law.rules, place, classes)
        for said in found[:1] if touch else found:  # an error of borders is one, whatever rules hold beyond
            yield _told(row, pair, said, place, law, case, points, touch=touch)
    nearest = min(within, key=law.inner_first, default=None)
    for said in said_of(law.rules, None, classes):
        yield _told(row, NOWHERE, said, nearest, law, case, points, touch=False)


def _told(row: int, pair: int, said: Said, place: Place | None, law: _Law, case: Judged,
          points: Mapping[int, tuple[float, float]], *, touch: bool) -> Told:
    """Return what a rule says with its finding; place: where, or the innermost of where the subject lies."""
    subjects, cut, book, rule = case.subjects, case.cut, law.book, said.rule
    whole = int(cut.whole[row])
    area = int(cut.area[pair]) if pair >= 0 else whole
    who = law.consents.who(rule.rule_id, place.level if place is not None else "")
    about: dict[str, Any] = {
        "subject_id": subjects.ids[row], "subject_name": subjects.names[row],
        "other_id": case.zones.sites[int(cut.zone[pair])] if pair >= 0 else "", "role": subjects.role,
        "area_m2": area / 100 if whole else None, "share": area / whole if whole and pair >= 0 else None,
        "source_fid": int(subjects.table.fids[row]), "place": f"{place.tier} {pair >= 0}" if place else "",
        "where": _where(place, law) if pair >= 0 else "", "rule": rule.rule_id, "rule_name": rule.name(book.language)}
    if row in points:
        about["point"] = points[row]
    else:
        about["wkb"] = cut.wkb[pair] if pair >= 0 else subjects.table.wkb[row]
    clause = book.clause(rule.rule_id)
    if touch and said.counts:
        about["place"] += f" {rule.rule_id}"
        return Told(row, pair, said, touch, "", book.finding("heritage_impact.touch", **about), clause)
    if not said.counts:
        about["place"] += f" {rule.rule_id}"
        name = law.class_names[said.exempted_by]
        return Told(row, pair, said, touch, "", book.finding("heritage_impact.exempted", **about, exempted_by=name),
                    clause)
    finding = book.finding(rule.rule_id, **about)
    if who != "":
        finding = replace(finding, remedy=tr("{remedy} By whom: {who}.").format(
            remedy=finding.remedy, who=who_text(who)))
    return Told(row, pair, said, touch, who, finding, clause)


def who_text(who: str | None) -> str:
    """Return who consents, in the planner's words."""
    return tr("by the level of the site, which is not known") if who is None else who


def _where(place: Place | None, law: _Law) -> str:
    """Return in brackets the site and tier that a subject lies in."""
    if place is None:
        return ""
    language = law.book.language
    text = listed([place.name, law.tiers[place.tier].name(language)], language)
    return f"（{text}）" if language == "zh" else f" ({text})"


def _points(subjects: Subjects) -> dict[int, tuple[float, float]]:
    """Return a place of each subject that is a point, by row; none of polygons."""
    if not subjects.points:
        return {}
    places = places_of(subjects.table.wkb)
    return {row: (x, y) for row, x, y in zip(places.row.tolist()[::-1], places.x.tolist()[::-1],
                                             places.y.tolist()[::-1])}
