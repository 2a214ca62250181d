"""The demo's walled old town: its wall, streets, blocks, lakes, protection lines and height zones.

Schematic: wall, main streets and lakes follow what is generally known of Kaifeng to a few hundred metres, everything
else is invented. ``resources/demo/old_town.json`` is drawn by ``.ci/demo_town.py``; ``town_sites.json`` and
``town_register.csv`` are written by hand.
"""
from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import paths
from .keys import pack, to_grid
from .polygons import dissolved
from .projects import footprint
from .shapes import multi_polygon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .polylines import Line
    from .shapes import Ring

_PER_M = 10  # the file counts decimetres


@dataclass(frozen=True, eq=False)
class Street:
    """A piece of a street: name ('' for lanes without), class and course."""

    name: str
    kind: str
    line: Line


@dataclass(frozen=True, eq=False)
class Block:
    """The land between streets, and what stands there: hutong, court, slab, campus, park or wall."""

    fabric: str
    ring: Ring


@dataclass(frozen=True, eq=False)
class Tier:
    """The band of one tier of one site, and what the layer shows of it: once the whole, as offices draw it."""

    site: str
    tier: str
    polygons: tuple[tuple[Ring, ...], ...]
    shown: tuple[tuple[Ring, ...], ...]


@dataclass(frozen=True, eq=False)
class Town:
    """The town in metres, EPSG:4547. places: of sites by id, to 10 m, as they are known no better than to 300 m."""

    wall: Line
    streets: tuple[Street, ...]
    blocks: tuple[Block, ...]
    lakes: tuple[tuple[str, Ring], ...]
    tiers: tuple[Tier, ...]
    caps: tuple[tuple[str, tuple[tuple[Ring, ...], ...]], ...]
    places: Mapping[str, tuple[float, float]]


@lru_cache(maxsize=1)
def load_town() -> Town:
    """Return the town of the shipped file; raises FileNotFoundError when the plugin is incomplete."""
    content = json.loads(paths.resource("demo", "old_town.json").read_text(encoding="utf-8"))
    origin = np.array(content["origin"])

    def line(numbers: Sequence[int]) -> Line:
        return (np.array(numbers).reshape(-1, 2) + origin * _PER_M) / _PER_M

    def polygons(rings: Iterable[Sequence[Sequence[int]]]) -> tuple[tuple[Ring, ...], ...]:
        return tuple(tuple(line(ring) for ring in polygon) for polygon in rings)

    return Town(
        line(content["wall"]),
        tuple(Street(row["name"], row["kind"], line(row["line"])) for row in content["streets"]),
        tuple(Block(row["fabric"], line(row["ring"])) for row in content["blocks"]),
        tuple((row["name"], line(row["ring"])) for row in content["lakes"]),
        tuple(Tier(row["site"], row["tier"], polygons(row["polygons"]), polygons(row.get("shown", row["polygons"])))
              for row in content["lines"]),
        tuple((row["zone"], polygons(row["polygons"])) for row in content["caps"]),
        {site: tuple(line(at)[0].tolist()) for site, at in content["places"].items()})


@lru_cache(maxsize=1)
def load_town_sites() -> Mapping[str, Any]:
    """Return what stands in town_sites.json: landmarks, corridors, projects, lists."""
    sites: Mapping[str, Any] = json.loads(paths.resource("demo", "town_sites.json").read_text(encoding="utf-8"))
    return sites


@lru_cache(maxsize=1)
def load_register() -> tuple[Mapping[str, str], ...]:
    """Return the rows of town_register.csv."""
    with paths.resource("demo", "town_register.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def drawn(place: Mapping[str, Any]) -> bytes:
    """Return the outline of a row of town_sites.json."""
    return multi_polygon([[footprint(place)]])


def united(tiers: Sequence[Tier]) -> bytes:
    """Return the bands of one site as one multi-polygon: what they share cancels, vertex for vertex."""
    rings = [ring for tier in tiers for polygon in tier.polygons for ring in polygon]
    start, end = (np.concatenate([_keys(ring[part]) for ring in rings]) for part in (slice(-1), slice(1, None)))
    return dissolved(start, end, np.zeros(len(start), dtype=np.int64))[1][0]


def _keys(points: Line) -> Any:
    return pack(*to_grid(points[:, 0], points[:, 1]))
