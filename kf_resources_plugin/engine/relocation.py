"""Villages of the floodplain and the sites that may receive them: what lies where, how far they are, who goes where."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.floodplain_use import SETTLEMENT, about, there
from ..rules.floodplain_zoning import ZONES as ZONE_CODES
from ..rules.relocation import (
    MOVE,
    UNKNOWN,
    Allotment,
    Shares,
    allot,
    met,
    moving_order,
    outcomes,
    ranking,
)
from ..rules.text import clean, numbers
from .distances import in_metres, nearest_distances

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..rules.areas import Bools, Floats, Ints
    from ..rules.floodplain_use import UseRule, ZoneFacts
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook
    from .floodplain_use import SubjectParts
    from .kernel import Kernel
    from .reading import PolygonTable

PLATFORMS, APPROVED = "platforms", "resettlement_areas"
_RULE, _SITES = "flooduse.relocation", "flooduse.site_excluded"
_SMALLEST = 1e-6  # numbers of people are whole; what is a hair off comes from a table program


@dataclass(frozen=True)
class Named:
    """Polygons with a name and whole numbers, arrays (rows,): id and name object, numbers int64, ``UNKNOWN``."""

    table: PolygonTable
    ids: np.ndarray
    names: np.ndarray
    numbers: Mapping[str, Ints]

    def take(self, rows: Ints) -> Named:
        """Return some rows, in the given order."""
        return Named(self.table.take(rows), self.ids[rows], self.names[rows],
                     {key: values[rows] for key, values in self.numbers.items()})


def read_named(table: PolygonTable, id_field: str | None, name_field: str | None,
               number_fields: Mapping[str, str | None]) -> Named:
    """Return the polygons of a table, by id and shape, with ids (the name, else ``#`` and the feature id), names and
    whole numbers; one that is missing, negative or not whole is not known.
    """
    def text(field: str | None) -> np.ndarray:
        values = [None] * len(table) if field is None else table.columns[field].tolist()
        return np.array([clean(value) for value in values], dtype=object)

    def whole(field: str | None) -> Ints:
        if field is None:
            return np.full(len(table), UNKNOWN, dtype=np.int64)
        values = numbers(table.columns[field])[0]
        rounded = np.rint(np.nan_to_num(values, nan=UNKNOWN, posinf=UNKNOWN, neginf=UNKNOWN))
        known = (rounded >= 0) & (np.abs(np.nan_to_num(values) - rounded) < _SMALLEST)
        return np.where(known, rounded, UNKNOWN).astype(np.int64)

    names, ids = text(name_field), text(id_field)
    ids = np.where(ids != "", ids, names)
    nameless = np.flatnonzero(ids == "")
    ids[nameless] = [f"#{fid}" for fid in table.fids[nameless].tolist()]
    found = Named(table, ids, names, {key: whole(field) for key, field in number_fields.items()})
    order = sorted(range(len(table)), key=lambda row: (str(ids[row]), table.wkb[row]))
    return found.take(np.array(order, dtype=np.int64))


@dataclass(frozen=True)
class Villages:
    """What was found of settlements, arrays (settlements,).

    shares: hundredths of m²; held: bool (settlements, rules); zone: object, the code in which most of it lies; hazard,
    years, depth_m: float64, the worst of the zones it lies in, NaN unknown; outcome: words of ``OUTCOMES``.
    """

    given: Named
    parts: SubjectParts
    rules: tuple[UseRule, ...]
    shares: Shares
    held: Bools
    zone: np.ndarray
    hazard: Floats
    years: Floats
    depth_m: Floats
    outcome: list[str]

    @property
    def moving(self) -> list[int]:
        """Return the rows of those that move out."""
        return [row for row, word in enumerate(self.outcome) if word == MOVE]


def villages(given: Named, parts: SubjectParts, facts: ZoneFacts, rules: Sequence[UseRule],
             book: RuleBook) -> Villages:
    """Return what of each settlement lies where, and what is to become of it."""
    chosen, count = about(rules, SETTLEMENT), len(parts.area)
    hits = np.array([there(rule, parts.places, count) for rule in chosen], dtype=bool).reshape(len(chosen), count)
    nowhere = np.zeros(count, dtype=bool)
    shares = Shares(
        parts.sums(np.ones(count, dtype=bool)),
        np.array([parts.sums(hit) for hit in hits], dtype=np.int64).reshape(len(chosen), len(given.table)).T,
        parts.sums(hits.any(axis=0)), parts.sums(parts.places.get(PLATFORMS, nowhere)),
        parts.sums(parts.places.get(APPROVED, nowhere)))
    held = met(shares, book)
    in_place = np.array([rule.in_place for rule in chosen], dtype=bool)
    by_zone = np.array([parts.sums(parts.places[f"zone_{code.lower()}"]) for code in ZONE_CODES])
    zone = np.where(by_zone.any(axis=0), np.array(ZONE_CODES, dtype=object)[by_zone.argmax(axis=0)], "")
    return Villages(given, parts, chosen, shares, held, zone, _worst(parts, facts.hazard), -_worst(parts, -facts.years),
                    _worst(parts, facts.depth_m), outcomes(shares, held, in_place, book))


def _worst(parts: SubjectParts, values: Floats) -> Floats:
    """Return the largest value of the zones in which each subject lies, NaN where none is known."""
    of_part = np.append(values, np.nan)[parts.zone]
    found = np.full(len(parts.table), -np.inf)
    known = ~np.isnan(of_part)
    np.maximum.at(found, parts.subject[known], of_part[known])
    return np.where(np.isinf(found), np.nan, found)


@dataclass(frozen=True)
class Sites:
    """Receiving sites: excluded, int64 (sites,) hundredths of m² in areas where nobody may be received; eligible: bool;
    where: roles of those areas."""

    given: Named
    parts: SubjectParts
    excluded: Ints
    whole: Ints
    eligible: Bools
    where: list[list[str]]


def sites_of(given: Named, parts: SubjectParts, book: RuleBook) -> Sites:
    """Return which sites may receive households: those of which next to nothing lies where that is excluded."""
    spared = np.zeros(len(parts.area), dtype=bool)
    for word in book.threshold(_SITES, "spared"):
        spared |= parts.places.get(str(word), np.zeros(len(spared), dtype=bool))
    inside = {str(role): parts.sums(parts.places[str(role)] & ~spared)
              for role in book.threshold(_SITES, "excluded") if str(role) in parts.places}
    anywhere = np.zeros(len(spared), dtype=bool)
    for role in inside:
        anywhere |= parts.places[role]
    excluded, whole = parts.sums(anywhere & ~spared), parts.sums(np.ones(len(spared), dtype=bool))
    limit = float(book.threshold(_SITES, "inside_share_of_total")) * whole
    where = [[role for role, found in inside.items() if found[row]] for row in range(len(given.table))]
    return Sites(given, parts, excluded, whole, (whole > 0) & (excluded <= limit), where)


@dataclass(frozen=True)
class Placing:
    """Who goes where: order of the settlements that move; ranked: sites by settlement, the best first; distance_m:
    float64 (settlements, sites), infinite beyond the limit; unplaced: int64 (settlements,) households."""

    order: list[int]
    ranked: list[list[int]]
    distance_m: Floats
    allotments: list[Allotment]
    unplaced: Ints


def place(found: Villages, sites: Sites | None, book: RuleBook, kernel: Kernel, progress: Progress) -> Placing:
    """Rank the sites for every settlement that moves and share out their capacity."""
    ids, households = found.given.ids.tolist(), found.given.numbers["households"]
    order = moving_order(ids, found.held, found.hazard, households, found.moving, book)
    count = 0 if sites is None else len(sites.given.table)
    distance = np.full((len(ids), count), np.inf)
    ranked: list[list[int]] = [[] for _ in ids]
    capacity = np.zeros(0, dtype=np.int64)
    if sites is not None and order:
        capacity = sites.given.numbers["capacity"]
        own, others = in_metres([found.given.table.wkb[order], sites.given.table.wkb], found.given.table.crs, progress)
        limit = float(book.threshold(_RULE, "max_distance_m"))
        for site in range(count):
            progress.check()
            distance[order, site] = nearest_distances(own, others[site:site + 1], limit, kernel, progress)
        names = sites.given.ids.tolist()
        for row in order:
            ranked[row] = ranking(distance[row], capacity, sites.eligible, names, book)
    allotments, unplaced = allot(order, households, capacity, ranked, book)
    return Placing(order, ranked, distance, allotments, unplaced)
