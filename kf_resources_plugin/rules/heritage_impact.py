"""What the tiers of historic lines mean for projects, land to be supplied, buildings to be torn down and farmland.

Rules are rows under the topic ``heritage_impact`` that have the threshold ``tiers``; for projects those of the
compliance review hold as well, on the role that a tier stands for (``heritage_impact.borrowed`` says how they are
read). A rule is about subjects of one kind and, where these are given, of some classes, at tiers, at sites of some
levels or names; without tiers it holds anywhere. Its effect is one of ``EFFECTS``; for farmland ``ADJUST`` or ``KEEP``.
Who consents stands in rows ``heritage_consent``, by rule and, where that decides, by the level of the site.
"""
from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .compliance import (
    INSIDE,
    UNKNOWN_ZONE,
    ProjectClass,
    ReviewRule,
    Selector,
    fits,
    project_classes,
    review_rules,
    worded_classes,
)
from .heritage_tiers import Tier, tiers
from .heritage_words import LEVEL, listed_words, rows_of, words
from .text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .rule_rows import RuleBook, RuleRow

TOPIC = "heritage_impact"
PROJECT, PARCEL, BUILDING, FARMLAND = "project", "parcel", "building", "farmland"
FORBIDDEN, CONSENT, ARCHAEOLOGY, FREE, NOT_JUDGED = "forbidden", "consent", "archaeology_first", "free", "not_judged"
EFFECTS = (FORBIDDEN, CONSENT, ARCHAEOLOGY)
"""What a rule may ask of a subject, the worst first."""
VERDICTS = (*EFFECTS, FREE, NOT_JUDGED)
ADJUST, KEEP = "adjust", "keep"
UNKNOWN = "unknown"
"""The tier of lines that do not tell theirs."""

_ROLE = "heritage_zones"
_BORROWED, _LARGE = "heritage_impact.borrowed", "heritage_impact.large_site"
_CONSENT = "heritage_consent"
_KINDS = {BUILDING: "building_kind", PARCEL: "parcel_kind"}
_NO_TIER = Tier(UNKNOWN, UNKNOWN, (), "", False, False, (), ("层级不明", "no known tier"))


@dataclass(frozen=True)
class Place:
    """Where a subject lies: in a tier of a site. level: its code, '' where it is not known; name: of the site."""

    tier: str
    level: str
    name: str


@dataclass(frozen=True)
class ImpactRule:
    """One rule. review: its classes, exemptions and names of sites; tiers: () anywhere; levels: of sites, () of all."""

    review: ReviewRule
    subject: str
    effect: str
    tiers: tuple[str, ...]
    levels: tuple[str, ...] = ()

    @property
    def rule_id(self) -> str:
        """Return the id of the row."""
        return self.review.rule_id

    def name(self, language: str) -> str:
        """Return what the rule is about, in 'zh' or 'en'."""
        return self.review.name(language)

    def holds(self, place: Place | None, classes: frozenset[str]) -> bool:
        """Tell whether the rule is about a subject of some classes there; None is nowhere in particular."""
        if place is None or not self.tiers:
            return not self.tiers and place is None and self.review.holds_for(classes)
        selector = self.review.selector
        return (place.tier in self.tiers and fits(self.levels, place.level.__eq__) and self.review.holds_for(classes)
                and (not selector.zones or selector.fits(clean(place.name).upper())))


@dataclass(frozen=True)
class Said:
    """A rule that holds for a subject; exempted_by: the class that lets it off, '' where nothing does."""

    rule: ImpactRule
    exempted_by: str = ""

    @property
    def counts(self) -> bool:
        """Tell whether it weighs in the verdict."""
        return not self.exempted_by


def all_tiers(book: RuleBook) -> dict[str, Tier]:
    """Return the tiers by code in their order, that of lines which do not tell theirs last."""
    return {**tiers(book), UNKNOWN: _NO_TIER}


def impact_rules(book: RuleBook) -> tuple[ImpactRule, ...]:
    """Return the rules that apply on the day of a book: ours in the order of the file, then those of the review."""
    own = (row for row in book.rows.values() if row.topic == TOPIC and "tiers" in row.thresholds)
    return (*(_own(row) for row in own if row.thresholds["applies"]), *_of_the_review(book))


def _own(row: RuleRow) -> ImpactRule:
    names = str(row.thresholds["name_zh"]), str(row.thresholds["name_en"])
    review = ReviewRule(row.id, Selector(_ROLE, zones=listed_words(row, "site_names")), row.severity, INSIDE, names,
                        listed_words(row, "project_classes"), listed_words(row, "exempt_classes"))
    return ImpactRule(review, str(row.thresholds["subject"]), str(row.thresholds["effect"]), listed_words(row, "tiers"),
                      listed_words(row, "levels"))


def _of_the_review(book: RuleBook) -> Iterable[ImpactRule]:
    """Yield the rules of the review at tiers that stand for their role, those for named sites first."""
    row = book.row(_BORROWED)
    own, listed, archaeology = (listed_words(row, key) for key in ("own_tiers", "listed_rules", "archaeology_rules"))
    by_role: dict[str, list[str]] = {}
    for tier in tiers(book).values():
        if tier.role and tier.code not in own:
            by_role.setdefault(tier.role, []).append(tier.code)
    effects = {"error": FORBIDDEN, "warning": CONSENT}
    for rule in sorted(review_rules(book), key=lambda rule: not rule.selector.zones):
        if rule.role in by_role and rule.test == INSIDE and rule.rule_id != UNKNOWN_ZONE and rule.severity in effects:
            effect = ARCHAEOLOGY if rule.rule_id in archaeology else effects[rule.severity]
            levels = ("!unrated",) if rule.rule_id in listed else ()
            yield ImpactRule(rule, PROJECT, effect, tuple(by_role[rule.role]), levels)


def said_of(rules: Iterable[ImpactRule], place: Place | None, classes: frozenset[str]) -> list[Said]:
    """Return what rules about one kind of subject say of one of them at a place.

    Of those that forbid or ask for consent the first decides, and so does the first that asks for archaeology; every
    rule that a class lets off is told.
    """
    found: list[Said] = []
    decided: set[bool] = set()
    for rule in rules:
        if not rule.holds(place, classes):
            continue
        exempted, permission = rule.review.exempted(classes), rule.effect != ARCHAEOLOGY
        if exempted:
            found.append(Said(rule, exempted))
        elif permission not in decided:
            decided.add(permission)
            found.append(Said(rule))
    return found


def worst(effects: Iterable[str]) -> str:
    """Return the verdict on a subject from the effects that count against it."""
    return min(effects, key=EFFECTS.index, default=FREE)


@dataclass(frozen=True)
class Consents:
    """Who consents, by rule and level; '' is the level of rules for which it decides nothing."""

    by_rule: Mapping[str, Mapping[str, str]]

    def who(self, rule_id: str, level: str) -> str | None:
        """Return who consents, '' where nobody is named, None where that takes the level and it is not known."""
        known = self.by_rule.get(rule_id, {"": ""})
        if "" in known:
            return known[""]
        return known.get(level)


def consents(book: RuleBook) -> Consents:
    """Return who consents to what on the day of a book, in its language."""
    found: dict[str, dict[str, str]] = {}
    for row in rows_of(book, _CONSENT):
        texts = listed_words(row, "consents_zh" if book.language == "zh" else "consents_en")
        for rule in listed_words(row, "rules"):
            found.setdefault(rule, {}).update(zip(listed_words(row, "levels") or ("",), texts))
    return Consents(found)


def classes_by_code(subject: str, book: RuleBook) -> dict[str, ProjectClass]:
    """Return the classes of projects, or kinds of parcels or buildings, by code; farmland has none."""
    if subject == PROJECT:
        return project_classes(book)
    return worded_classes(rows_of(book, _KINDS[subject])) if subject in _KINDS else {}


def is_large(types: Sequence[str], names: Sequence[str], book: RuleBook) -> bool:
    """Tell whether a site is a large one by what register and lines call its type and itself."""
    row = book.row(_LARGE)
    return any(fnmatchcase(clean(value).casefold(), pattern.casefold())
               for values, key in ((types, "site_types"), (names, "large_names"))
               for value in values for pattern in listed_words(row, key))


def strange_words(book: RuleBook) -> list[tuple[str, str]]:
    """Return (rule, word) for every subject, effect, tier, level and class that rules name and there is not."""
    known = {*words(book, LEVEL), *all_tiers(book), *EFFECTS, ADJUST, KEEP, PROJECT, PARCEL, BUILDING, FARMLAND}
    classes = {subject: set(classes_by_code(subject, book)) for subject in (PROJECT, PARCEL, BUILDING, FARMLAND)}
    found = []
    for rule in (_own(row) for row in book.versions(TOPIC) if "tiers" in row.thresholds):
        named = [rule.subject, rule.effect, *rule.tiers, *(level.lstrip("!") for level in rule.levels)]
        strange = [word for word in named if word not in known]
        strange += sorted(rule.review.named_classes - classes.get(rule.subject, set()))
        found += [(rule.rule_id, word) for word in strange]
    return found
