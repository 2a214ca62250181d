"""The outputs of kf:heritageregister: the register as points, its areas, pairs with their decisions, sums."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from qgis.core import QgsWkbTypes

from ...engine.admin_units import county_name
from ...engine.heritage_places import point_wkbs
from ...engine.writing import make_fields
from ...i18n import tr
from ...rules.heritage_entries import county_of
from ...rules.heritage_merge import OPEN
from ...rules.heritage_words import LEVEL, TYPE, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ...engine.writing import Column
    from ...rules.heritage_entries import Entry
    from ...rules.heritage_merge import Site, Verdict
    from ...rules.progress import Progress
    from ..sinks import Outputs
    from .register_job import RegisterResult

REGISTER_FIELDS = (
    ("site_id", "text"), ("name", "text"), ("level", "text"), ("batch", "text"), ("site_type", "text"),
    ("era", "text"), ("address", "text"), ("unit_code", "text"), ("unit_name", "text"), ("published", "date"),
    ("document", "text"), ("source", "text"), ("photo", "text"), ("note", "text"), ("batches", "text"),
    ("origins", "text"), ("origin_count", "integer"), ("place_from", "text"),
)
AREA_FIELDS = (("site_id", "text"), ("name", "text"), ("level", "text"), ("batch", "text"), ("site_type", "text"),
               ("era", "text"), ("unit_code", "text"), ("place_from", "text"))
PAIR_FIELDS = (
    ("entry_a", "text"), ("entry_b", "text"), ("decision", "text"), ("person", "text"), ("date", "text"),
    ("reason", "text"), ("name_a", "text"), ("name_b", "text"), ("level_a", "text"), ("level_b", "text"),
    ("county_a", "text"), ("county_b", "text"), ("why", "text"), ("score", "real"), ("apart_m", "real"),
    ("site_a", "text"), ("site_b", "text"), ("merged", "integer"),
)
SUMMARY_FIELDS = (("grouping", "text"), ("code", "text"), ("name", "text"), ("sites", "integer"),
                  ("placed", "integer"))
_BETWEEN = "; "


class Sum(NamedTuple):
    """How many sites of the register have something in common, and how many of them have a place."""

    grouping: str
    code: str
    name: str
    sites: int
    placed: int


def write_outputs(result: RegisterResult, outputs: Outputs, progress: Progress) -> None:
    """Write the layers that were asked for."""
    x, y, _ = _points(result)
    outputs.layer("REGISTER", make_fields(REGISTER_FIELDS), register_columns(result), progress.part(0.0, 0.4),
                  result.crs, point_wkbs(x, y), QgsWkbTypes.Type.Point)
    areas = [(site, place) for site in result.sites for place in [_area(result, site)] if place is not None]
    outputs.layer("SITE_AREAS", make_fields(AREA_FIELDS), _area_columns(result, areas), progress.part(0.4, 0.6),
                  result.crs, [result.located.shapes[place] for _, place in areas])
    outputs.layer("DUPLICATES", make_fields(PAIR_FIELDS), _pair_columns(result), progress.part(0.6, 0.7))
    listed = sums(result)
    outputs.layer("SUMMARY", make_fields(SUMMARY_FIELDS), {
        name: [getattr(each, name) for each in listed] for name, _ in SUMMARY_FIELDS}, progress.part(0.7, 0.8))
    outputs.findings(result.findings, result.crs, progress.part(0.8, 0.95))


def figures(result: RegisterResult) -> dict[str, float | None]:
    """Return the number outputs: what was read is what stands in the register and what was merged into it."""
    return {
        "READ": len(result.located.entries),
        "ENTRIES": len(result.sites),
        "MERGED": len(result.located.entries) - len(result.sites),
        "PLACED": int((~np.isnan(_points(result)[0])).sum()),
        "OPEN_PAIRS": sum(verdict.status == OPEN for verdict in result.settled.verdicts),
    }


def sums(result: RegisterResult) -> list[Sum]:
    """Return the sites by level, by batch of each level, by type and by county, in the order of the words."""
    levels, types = words(result.book, LEVEL), words(result.book, TYPE)
    language = result.book.language
    placed = ~np.isnan(_points(result)[0])

    def named(code: str) -> str:
        return levels[code].name(language) if code in levels else code

    found = []
    for grouping, order, key, name in (
            ("level", list(levels), lambda site: site.level, named),
            ("batch", list(levels), lambda site: f"{site.level} {site.batch}".strip(), _batch_name(named)),
            ("site_type", list(types), lambda site: site.site_type,
             lambda code: types[code].name(language) if code in types else code),
            ("unit", [], lambda site: county_of(site.unit_code), lambda code: _unit_name(result, code))):
        found += _counted(grouping, result.sites, placed.tolist(), order, key, name)
    return found


def _batch_name(named: Callable[[str], str]) -> Callable[[str], str]:
    def name(code: str) -> str:
        level, _, batch = code.partition(" ")
        return tr("{level}, batch {batch}").format(level=named(level), batch=batch) if batch else named(level)

    return name


def _counted(grouping: str, sites: Sequence[Site], placed: Sequence[bool], order: Sequence[str],
             key: Callable[[Site], str], name: Callable[[str], str]) -> list[Sum]:
    rank = {code: place for place, code in enumerate(order)}
    every, there = Counter(map(key, sites)), Counter(key(site) for site, known in zip(sites, placed) if known)

    def place(code: str) -> tuple[int, int, str]:
        first, _, rest = code.partition(" ")
        return rank.get(first, len(rank)), int(rest) if rest.isdigit() else 0, code

    return [Sum(grouping, code, name(code), every[code], there[code]) for code in sorted(every, key=place)]


def _unit_name(result: RegisterResult, code: str) -> str:
    return result.unit_names.get(code) or county_name(code)


# -- places -------------------------------------------------------------------------------------------------------


def _area(result: RegisterResult, site: Site) -> int | None:
    """Return the entry whose area a site has: the first of its entries that is drawn as one."""
    return next((place for place in site.members if result.located.shapes[place]), None)


def _points(result: RegisterResult) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return x, y of each site, NaN for none, and the key of the entry that tells it: the first that is no area."""
    located = result.located
    x, y, taken = np.full(len(result.sites), np.nan), np.full(len(result.sites), np.nan), []
    for number, site in enumerate(result.sites):
        known = [place for place in site.members if not np.isnan(located.x[place])]
        chosen = next((place for place in known if not located.shapes[place]), known[0] if known else None)
        taken.append("" if chosen is None else located.entries[chosen].key)
        if chosen is not None:
            x[number], y[number] = located.x[chosen], located.y[chosen]
    return x, y, taken


# -- columns ------------------------------------------------------------------------------------------------------


def register_columns(result: RegisterResult) -> dict[str, Column]:
    """Return the columns of REGISTER_FIELDS, a row for each site; what is not known is None."""
    _, _, taken = _points(result)
    found: dict[str, Column] = {name: [getattr(site, name) or None for site in result.sites] for name in (
        "site_id", "name", "level", "batch", "site_type", "era", "address", "unit_code", "published", "document",
        "photo", "note")}
    return {
        **found,
        "unit_name": [_unit_name(result, county_of(site.unit_code)) or None for site in result.sites],
        "source": [_BETWEEN.join(site.sources) or None for site in result.sites],
        "batches": [_BETWEEN.join(" ".join(filter(None, each)) for each in site.batches) or None
                    for site in result.sites],
        "origins": [_BETWEEN.join(site.origins) for site in result.sites],
        "origin_count": [len(site.origins) for site in result.sites],
        "place_from": [key or None for key in taken],
    }


def _area_columns(result: RegisterResult, areas: Sequence[tuple[Site, int]]) -> dict[str, Column]:
    columns: dict[str, Column] = {name: [getattr(site, name) or None for site, _ in areas]
                                  for name, _ in AREA_FIELDS if name != "place_from"}
    return {**columns, "place_from": [result.located.entries[place].key for _, place in areas]}


def _pair_columns(result: RegisterResult) -> dict[str, Column]:
    """Return the columns of PAIR_FIELDS; the first six are those of a table of decisions, to be filled in."""
    entries, verdicts = result.located.entries, result.settled.verdicts
    site_of = {place: site.site_id for site in result.sites for place in site.members}
    sides = [(entries[verdict.pair.one], entries[verdict.pair.other]) for verdict in verdicts]
    ids = [(site_of[verdict.pair.one], site_of[verdict.pair.other]) for verdict in verdicts]

    def both(field: str, key: Callable[[Entry], str]) -> dict[str, Column]:
        return {f"{field}_{side}": [key(pair[place]) or None for pair in sides]
                for place, side in enumerate(("a", "b"))}

    return {
        **both("entry", lambda entry: entry.key), **both("name", lambda entry: entry.name),
        **both("level", lambda entry: entry.level), **both("county", lambda entry: county_of(entry.unit_code)),
        **{name: [_decided(verdict, attribute) for verdict in verdicts]
           for name, attribute in (("person", "person"), ("date", "moment"), ("reason", "reason"))},
        "decision": [verdict.status for verdict in verdicts],
        "why": [", ".join(reason.partition(".")[2] for reason in verdict.pair.reasons) or None
                for verdict in verdicts],
        "score": [verdict.pair.score for verdict in verdicts],
        "apart_m": [None if verdict.pair.distance_m is None else round(verdict.pair.distance_m, 1)
                    for verdict in verdicts],
        "site_a": [pair[0] for pair in ids], "site_b": [pair[1] for pair in ids],
        "merged": [int(pair[0] == pair[1]) for pair in ids],
    }


def _decided(verdict: Verdict, attribute: str) -> str | None:
    return None if verdict.decision is None else getattr(verdict.decision, attribute) or None

