"""Compliance review: what a project of a class may take of a control layer, by rows of the rule book.

The rules are rows under the topic ``compliance`` that have the threshold ``role``. A rule looks at the part of a
project inside the polygons of a role, or at what lies outside of them; where ``zones`` are given only polygons count
whose zone fits one of the patterns (``?``, ``*``; with ``!`` in front: does not fit it). ``project_classes`` are those
it holds for, ``!`` those it does not; ``exempt_classes`` are let off, which is told. The severity is the effect: error
forbids, warning is a condition, info only informs. The classes of projects are rows under ``project_classes``.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from .findings import SEVERITIES
from .text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .rule_rows import RuleBook, RuleRow

TOPIC, CLASS_TOPIC = "compliance", "project_classes"
INSIDE, OUTSIDE = "inside", "outside"
TESTS = (INSIDE, OUTSIDE)
UNCLASSIFIED = "unclassified"
FAILS, CONDITIONS, PASSES, NOT_REVIEWED = "fails", "conditions", "passes", "not_reviewed"
UNKNOWN_ZONE = "compliance.zone_unknown"
LAND = "land"
"""Role whose zones are the classes of the survey: major, group and code as ``land_zone`` puts them."""

_NOT = "!"
_SEPARATORS = re.compile(r"[;；,，、/|+]")


@dataclass(frozen=True)
class Selector:
    """Which polygons of a role count: all, or those whose zone, read from the first of the fields, fits.

    ``unknown``: those whose zone fits neither ``zones`` nor any other rule of the role.
    """

    role: str
    zone_fields: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    unknown: bool = False

    def fits(self, value: str) -> bool:
        """Tell whether a zone, cleaned and in upper case, counts; an empty one fits no pattern."""
        return bool(value) and fits(self.zones, lambda pattern: fnmatchcase(value, pattern.upper()))


@dataclass(frozen=True)
class ReviewRule:
    """One rule of the review."""

    rule_id: str
    selector: Selector
    severity: str
    test: str
    names: tuple[str, str]
    classes: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()

    @property
    def role(self) -> str:
        """Return the role of the layers it looks at."""
        return self.selector.role

    def name(self, language: str) -> str:
        """Return what the rule is about, in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]

    @property
    def named_classes(self) -> frozenset[str]:
        """Return the codes of all classes that the rule names."""
        return frozenset(pattern.lstrip(_NOT) for pattern in (*self.classes, *self.exempt))

    def holds_for(self, classes: frozenset[str]) -> bool:
        """Tell whether the rule is about a project of some classes."""
        return fits(self.classes, classes.__contains__)

    def exempted(self, classes: frozenset[str]) -> str:
        """Return the class that lets a project off, '' where none does."""
        return next((code for code in self.exempt if code in classes), "")


def fits(patterns: Sequence[str], matches: Callable[[str], bool]) -> bool:
    """Tell whether something matches patterns: any of those without ``!``, if there are some, and no other."""
    wanted = [pattern for pattern in patterns if not pattern.startswith(_NOT)]
    refused = (pattern[1:] for pattern in patterns if pattern.startswith(_NOT))
    return (not wanted or any(map(matches, wanted))) and not any(map(matches, refused))


def review_rules(book: RuleBook) -> tuple[ReviewRule, ...]:
    """Return the rules that apply on the day of a book, in the order of the file.

    Where zones of a role must be known (``compliance.zone_unknown``), a rule of its own watches the others; where all
    rules on what lies inside a role name zones, one watches polygons without any, for the classes that these name.
    """
    rules = tuple(_rule(row) for row in book.rows.values()
                  if row.topic == TOPIC and "role" in row.thresholds and row.thresholds["applies"])
    row = book.row(UNKNOWN_ZONE)
    known = _listed(row, "roles")
    inside = {role: [rule for rule in rules if rule.role == role and rule.test == INSIDE] for role in roles_of(rules)}
    watched = [(Selector(role, zones=() if role in known else ("*",), unknown=True), of_role)
               for role, of_role in inside.items()
               if role in known or (role != LAND and of_role and all(rule.selector.zones for rule in of_role))]
    return (*rules, *(ReviewRule(UNKNOWN_ZONE, selector, row.severity, INSIDE, _names(row), _classes_of(of_role))
                      for selector, of_role in watched))


def _classes_of(rules: Iterable[ReviewRule]) -> tuple[str, ...]:
    """Return the classes that rules hold for together, () for all of them."""
    named = [rule.classes for rule in rules]
    every = any(not classes or any(name.startswith(_NOT) for name in classes) for classes in named)
    return () if every else tuple(dict.fromkeys(name for classes in named for name in classes))


def rules_of_any_day(book: RuleBook) -> list[ReviewRule]:
    """Return all versions of all rules, also of those that do not apply."""
    return [_rule(row) for row in book.versions(TOPIC) if "role" in row.thresholds]


def _rule(row: RuleRow) -> ReviewRule:
    selector = Selector(str(row.thresholds["role"]), _listed(row, "zone_fields"), _listed(row, "zones"))
    return ReviewRule(row.id, selector, row.severity, str(row.thresholds["test"]), _names(row),
                      _listed(row, "project_classes"), _listed(row, "exempt_classes"))


def _names(row: RuleRow) -> tuple[str, str]:
    return str(row.thresholds["name_zh"]), str(row.thresholds["name_en"])


def _listed(row: RuleRow, key: str) -> tuple[str, ...]:
    value: Any = row.thresholds[key]
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def roles_of(rules: Iterable[ReviewRule]) -> tuple[str, ...]:
    """Return the roles that rules look at, each once, in their order."""
    return tuple(dict.fromkeys(rule.role for rule in rules))


def land_zone(major: str | None, group: str, code: str) -> str:
    """Return the zone of a survey parcel: N agricultural, J construction, W unused; group; code. '-/-/-' is unknown."""
    return f"{major or '-'}/{group or '-'}/{code or '-'}".upper()


def unknown_zones(values: Sequence[str], rules: Iterable[ReviewRule], watched: Selector) -> list[bool]:
    """Tell for each zone of a role whether neither the watching selector nor a rule that names zones knows it."""
    naming = [rule.selector for rule in rules
              if rule.role == watched.role and rule.selector.zones and not rule.selector.unknown]
    naming += [watched] if watched.zones else []
    return [not any(selector.fits(value) for selector in naming) for value in values]


@dataclass(frozen=True)
class ProjectClass:
    """A class of projects; ``implies`` are classes that a project of this one belongs to as well."""

    code: str
    names: tuple[str, str]
    words: frozenset[str]
    implies: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return what the class is called in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


def project_classes(book: RuleBook) -> dict[str, ProjectClass]:
    """Return the classes of projects by code, in the order of the file."""
    return worded_classes(row for row in book.rows.values() if row.topic == CLASS_TOPIC)


def worded_classes(rows: Iterable[RuleRow]) -> dict[str, ProjectClass]:
    """Return the classes that rows describe by code, in their order."""
    found = {}
    for row in rows:
        code = str(row.thresholds["code"])
        words = (code, *_names(row), *_listed(row, "aliases"))
        found[code] = ProjectClass(code, _names(row), frozenset(map(_word, words)), _listed(row, "implies"))
    return found


def classes_of(value: Any, known: Mapping[str, ProjectClass]) -> tuple[frozenset[str], bool]:
    """Return (codes, understood) of a project's class as a layer has it; several words may stand side by side.

    A word that no class has is not understood; without any known word the project is ``UNCLASSIFIED``.
    """
    text = clean(value)
    whole = _found(text, known)
    words = [text] if whole else [word for word in _SEPARATORS.split(text) if word.strip()]
    found = [_found(word, known) for word in words]
    codes = {code for group in found for code in group}
    for code in tuple(codes):
        codes.update(known[code].implies)
    return frozenset(codes) or frozenset([UNCLASSIFIED]), all(found)


def _found(word: str, known: Mapping[str, ProjectClass]) -> list[str]:
    return [code for code, entry in known.items() if _word(word) in entry.words] if word.strip() else []


def _word(text: str) -> str:
    return clean(text).casefold()


def verdict_of(severities: Iterable[str]) -> str:
    """Return the verdict on a project from the severities of what was found against it."""
    worst = min((SEVERITIES.index(severity) for severity in severities), default=len(SEVERITIES) - 1)
    return (FAILS, CONDITIONS, PASSES)[worst]
