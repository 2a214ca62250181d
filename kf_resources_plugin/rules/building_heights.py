"""Heights of buildings from several sources, the heights that are allowed, and by how much one exceeds the other."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .areas import Floats, Ints
    from .rule_rows import RuleBook, RuleRow

FIELD, STOREYS, RASTER = "field", "storeys", "raster"
SOURCES = (FIELD, STOREYS, RASTER)
"""Where a height comes from, the first that has one before the others."""
_TOPIC = "heritage_heights"
_STOREY, _CAP = "storey.", "heightcap."


@dataclass(frozen=True)
class Heights:
    """height: (buildings,) m above the ground, NaN where no source has one; source: position in SOURCES, -1 for none.
    """

    height: Floats
    source: Ints


@dataclass(frozen=True)
class Limits:
    """What limits buildings, one entry (n,) for each pair of them.

    building: row. allowed: m above the ground of the building. tested: the height in m that is compared, NaN where it
    is not known. limit: number of what limits.
    """

    building: Ints
    allowed: Floats
    tested: Floats
    limit: Ints


@dataclass(frozen=True)
class Decided:
    """By building: the limit that decides, -1 for none; what it allows, NaN for none; by how much the building exceeds
    it in m, 0 where it does not, NaN where either is not known.
    """

    limit: Ints
    allowed: Floats
    exceed: Floats


def chosen(sources: Sequence[Floats]) -> Heights:
    """Return the height of each building from the first of SOURCES that has one; each is (buildings,) m or NaN."""
    every = np.array(sources, dtype=np.float64)
    known = ~np.isnan(every)
    source = np.where(known.any(axis=0), known.argmax(axis=0), -1)
    return Heights(np.where(source >= 0, every[source, np.arange(every.shape[1])], np.nan), source)


def contradictions(sources: Sequence[Floats], tolerance_m: float, tolerance: float) -> list[tuple[int, int, int]]:
    """Return (building, one source, other source), positions in SOURCES, whose heights differ by more than both
    ``tolerance_m`` and the share ``tolerance`` of the lower one; by building.
    """
    found = []
    for one in range(len(sources)):
        for other in range(one + 1, len(sources)):
            gap = np.abs(sources[one] - sources[other])
            apart = (gap > tolerance_m) & (gap > tolerance * np.fmin(sources[one], sources[other]))
            found += [(row, one, other) for row in np.flatnonzero(apart).tolist()]
    return sorted(found)


def decided(limits: Limits, buildings: int) -> Decided:
    """Return for each of so many buildings the limit that it exceeds most, else the one it is nearest to.

    Where its height is not known, the lowest one. Of limits alike the one with the lower number, so that the order of
    entries does not matter.
    """
    over = limits.tested - limits.allowed
    order = np.lexsort((limits.limit, limits.allowed, -over, limits.building))
    first = order[np.flatnonzero(np.diff(limits.building[order], prepend=-1))]
    rows = limits.building[first]
    limit = np.full(buildings, -1, dtype=np.int64)
    allowed, exceed = np.full(buildings, np.nan), np.full(buildings, np.nan)
    limit[rows], allowed[rows] = limits.limit[first], limits.allowed[first]
    exceed[rows] = np.maximum(over[first], 0.0)
    return Decided(limit, allowed, exceed)


def joined(parts: Sequence[Limits]) -> Limits:
    """Return all entries of several."""
    nothing = np.empty(0, dtype=np.int64)
    every = [Limits(nothing, np.empty(0), np.empty(0), nothing), *parts]
    return Limits(*(np.concatenate([getattr(part, name) for part in every])
                    for name in ("building", "allowed", "tested", "limit")))


@dataclass(frozen=True)
class StoreyHeights:
    """How high a storey counts in m: by words that uses hold, and for all other uses."""

    words: tuple[tuple[str, float], ...]
    other_m: float

    def of(self, use: Any) -> float:
        """Return the height of a storey of a use; of several words that it holds the longest tells."""
        text = clean(use).casefold()
        found = [(len(word), height) for word, height in self.words if word in text]
        return max(found)[1] if found else self.other_m


def storey_heights(book: RuleBook) -> StoreyHeights:
    """Return the heights of storeys by use."""
    rows = [row.thresholds for row in _rows(book, _STOREY)]
    words = tuple((str(word).casefold(), float(str(row["storey_m"]))) for row in rows for word in _listed(row["uses"]))
    return StoreyHeights(words, float(book.threshold("storey.other", "storey_m")))


@dataclass(frozen=True)
class TierCap:
    """A cap of a tier of protection lines: metres, or storeys where metres are None; ``site`` '' is every site."""

    rule_id: str
    tiers: tuple[str, ...]
    site: str
    metres: float | None
    storeys: float | None


def tier_caps(book: RuleBook) -> list[TierCap]:
    """Return the caps by tier, those of one site before those of all."""
    caps = []
    for row in _rows(book, _CAP):
        held = row.thresholds
        metres, storeys = (float(str(held[key])) if key in held else None for key in ("cap_m", "cap_storeys"))
        caps.append(TierCap(row.id, tuple(map(str, _listed(held["tiers"]))), str(held["site"]), metres, storeys))
    return sorted(caps, key=lambda cap: (not cap.site, cap.rule_id))


def cap_of(tier: str, site: str, caps: Sequence[TierCap]) -> TierCap | None:
    """Return the cap of a tier at a site, None where the rules have none."""
    return next((cap for cap in caps if tier in cap.tiers and cap.site in site), None)


def _rows(book: RuleBook, prefix: str) -> list[RuleRow]:
    return [row for row in book.rows.values() if row.topic == _TOPIC and row.id.startswith(prefix)]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (tuple, list)) else ()
