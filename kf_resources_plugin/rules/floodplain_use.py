"""Use of the Yellow River floodplain against its zones: which land, dike, building or settlement a rule speaks of.

The rules are rows of the rule book under the topic ``floodplain_use`` that have the threshold ``subject``. A rule holds
where its subject lies in one of its ``places`` and in none that lets it off (``spared``); of land it may ask for a
class, for the class of an earlier survey and for the crop. A place is the role of a layer of areas (``flood_passage``)
or a word for what zones say: ``zone_s``, ``zone_sd``, ``zone_n``, ``zone_j`` by their code, ``frequent`` by the return
period of the first flood, ``hazardous`` by the hazard class.
"""
from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np

from .compliance import Selector, land_zone
from .floodplain_zoning import ZONES as ZONE_CODES
from .text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .areas import Bools, Floats, Ints
    from .codes import ClassInfo
    from .rule_rows import RuleBook, RuleRow

TOPIC = "floodplain_use"
LAND, PLANNED, BUILDINGS, PERMANENT, EXIT, DIKES, SETTLEMENT = (
    "land", "planned", "buildings", "permanent", "exit", "dikes", "settlement")
"""What a rule speaks of; ``permanent`` is newly drawn permanent farmland, ``exit`` what of the old has to go."""
_ZONE_WORDS = dict(zip(ZONE_CODES, ("water", "wetland", "farming", "living")))
ZONES, FLOODPLAIN, FREQUENT, HAZARDOUS = "zones", "floodplain", "frequent", "hazardous"
FREQUENT_ROLE = "frequent_flood"
_SETTINGS = "flooduse.zones"
_SITES = "flooduse.site_excluded"
NO_CROP = "?"
"""What ``crops`` of a rule has for land whose crop is not known."""


@dataclass(frozen=True)
class UseRule:
    """One rule; empty where it does not look at that.

    step: of permanent farmland, the step in which it exits; in_place: a settlement there may be safe on a platform;
    since: ISO day from which on a dike is new, '' where it may be of any age.
    """

    rule_id: str
    subject: str
    severity: str
    names: tuple[str, str]
    places: tuple[str, ...]
    spared: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    crops: tuple[str, ...] = ()
    step: str = ""
    in_place: bool = True
    since: str = ""

    def name(self, language: str) -> str:
        """Return what the rule is about, in 'zh' or 'en'."""
        return self.names[0 if language == "zh" else 1]


@dataclass(frozen=True)
class ZoneFacts:
    """What zones say, arrays (zones,): code, '' where it is not understood; years, hazard, depth_m float64, NaN
    unknown."""

    code: np.ndarray
    years: Floats
    hazard: Floats
    depth_m: Floats


def use_rules(book: RuleBook) -> tuple[UseRule, ...]:
    """Return the rules that apply on the day of a book, in the order of the file."""
    return tuple(_rule(row) for row in book.rows.values()
                 if row.topic == TOPIC and "subject" in row.thresholds and row.thresholds["applies"])


def _rule(row: RuleRow) -> UseRule:
    return UseRule(
        row.id, str(row.thresholds["subject"]), row.severity,
        (str(row.thresholds["name_zh"]), str(row.thresholds["name_en"])), _listed(row, "places"),
        _listed(row, "spared"), _listed(row, "classes"), _listed(row, "before"), _listed(row, "crops"),
        str(row.thresholds.get("step", "")), bool(row.thresholds.get("in_place", True)),
        str(row.thresholds.get("since", "")))


def _listed(row: RuleRow, key: str) -> tuple[str, ...]:
    value: Any = row.thresholds.get(key, ())
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


def about(rules: Iterable[UseRule], *subjects: str) -> tuple[UseRule, ...]:
    """Return the rules of some subjects."""
    return tuple(rule for rule in rules if rule.subject in subjects)


def rule_kinds(rules: Iterable[UseRule]) -> frozenset[str]:
    """Return the roles of area layers that rules look at."""
    words = {place for rule in rules for place in (*rule.places, *rule.spared)}
    words -= {HAZARDOUS, *(f"zone_{code.lower()}" for code in ZONE_CODES)}
    return frozenset(FREQUENT_ROLE if word == FREQUENT else word for word in words)


def zone_words(rules: Iterable[UseRule]) -> frozenset[str]:
    """Return the places of rules that zones tell."""
    told = {FREQUENT, HAZARDOUS, *(f"zone_{code.lower()}" for code in ZONE_CODES)}
    return frozenset(word for rule in rules for word in (*rule.places, *rule.spared) if word in told)


def site_kinds(book: RuleBook) -> frozenset[str]:
    """Return the roles of area layers that receiving sites are held against."""
    return frozenset(str(word) for key in ("excluded", "spared") for word in book.threshold(_SITES, key))


def zone_code(value: Any, book: RuleBook) -> str:
    """Return the code of a zone as a layer has it, '' where no word of ``flooduse.zones`` fits."""
    text = clean(value).upper()
    return next((code for code in ZONE_CODES
                 if text and any(fnmatchcase(text, str(word).upper())
                                 for word in book.threshold(_SETTINGS, _ZONE_WORDS[code]))), "")


def places_of(inside: Mapping[str, Bools], zone: Ints, facts: ZoneFacts, book: RuleBook) -> dict[str, Bools]:
    """Return for every place which parts lie in it.

    inside: bool (parts,) by role of area layer, of those that were given; zone: int64 (parts,) row of the zone, −1 for
    none. Without a layer of the floodplain the zones are taken for it.
    """
    found = dict(inside)
    code = np.append(facts.code, "")[zone]
    for name in ZONE_CODES:
        found[f"zone_{name.lower()}"] = code == name
    with np.errstate(invalid="ignore"):
        often = np.append(facts.years, np.nan)[zone] <= float(book.threshold(_SETTINGS, "frequent_years"))
    found[FREQUENT] = often | found.get(FREQUENT_ROLE, np.zeros(len(zone), dtype=bool))
    found[HAZARDOUS] = np.isin(np.append(facts.hazard, np.nan)[zone], book.threshold(_SETTINGS, "hazards"))
    found.setdefault(FLOODPLAIN, zone >= 0)
    return found


def there(rule: UseRule, places: Mapping[str, Bools], parts: int) -> Bools:
    """Tell which of ``parts`` parts lie where a rule holds: in one of its places and in none that lets off."""
    def within(words: Sequence[str]) -> Bools:
        known = [places[word] for word in words if word in places]
        return np.logical_or.reduce(known) if known else np.zeros(parts, dtype=bool)

    return np.asarray(within(rule.places) & ~within(rule.spared))


def class_words(infos: Sequence[ClassInfo | None]) -> list[str]:
    """Return classes as rules name them: major, group and code."""
    return [land_zone(info.major, info.group, info.code) if info else land_zone(None, "", "") for info in infos]


def fits(patterns: Sequence[str], words: Sequence[str]) -> Bools:
    """Tell which words of classes a rule names; all where it names none."""
    chosen = Selector(LAND, zones=tuple(patterns))
    return np.array([not patterns or chosen.fits(word) for word in words], dtype=bool)


def crop_fits(patterns: Sequence[str], crops: Sequence[str]) -> Bools:
    """Tell which crops a rule names, ``NO_CROP`` one that is not known; all where it names none."""
    def fit(crop: str) -> bool:
        if not crop:
            return NO_CROP in patterns
        return any(fnmatchcase(crop.lower(), pattern.lower()) for pattern in patterns if pattern != NO_CROP)

    return np.array([not patterns or fit(crop) for crop in crops], dtype=bool)
