"""What is measured of each unit of the floodplain, and how one value is made of what lies in it."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .floodplain_zoning import TOPIC, ZoningTableError, names_of

if TYPE_CHECKING:
    from .rule_rows import RuleBook

RETURN_PERIOD, DEPTH, HAZARD, HEIGHT, FREEBOARD, CHANNEL, CLASS = MEASURES = (
    "t_yr", "depth_m", "hazard", "height_m", "freeboard_m", "channel_m", "land_class")
MEAN, MAJORITY = "mean", "majority"
_AGGREGATES = {**dict.fromkeys((RETURN_PERIOD, DEPTH, HAZARD, HEIGHT, FREEBOARD), (MEAN, MAJORITY)),
               CHANNEL: ("distance",), CLASS: ("largest",)}


@dataclass(frozen=True)
class Measure:
    """One thing measured: ``aggregate`` is ``MEAN`` or ``MAJORITY`` of a raster's cells; names and units zh, en."""

    name: str
    aggregate: str
    names: tuple[str, str]
    units: tuple[str, str]


def measures(book: RuleBook) -> dict[str, Measure]:
    """Return all measures by name; raises ZoningTableError."""
    found = {}
    for row in book.rows.values():
        name = row.id.partition("measure_")[2]
        if row.topic != TOPIC or name not in MEASURES:
            continue
        aggregate = str(row.thresholds["aggregate"])
        if aggregate not in _AGGREGATES[name]:
            raise ZoningTableError(row.id, "aggregate", aggregate)
        found[name] = Measure(name, aggregate, names_of(row),
                              (str(row.thresholds["unit_zh"]), str(row.thresholds["unit_en"])))
    return found
