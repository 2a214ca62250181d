"""Villages of the floodplain: the village land of the survey between main channel and dike, some on platforms.

Households follow from the land, people from households; names are real, places and figures invented.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..wkb import rings_from_wkb
from .noise import uniform
from .package import Column, Rows
from .places import load_names
from .reach import bank_full, load_reach, load_sites, rises
from .reach_layers import reach_table
from .shapes import holds, multi_polygon
from .surfaces import polygon_surfaces
from .terrain import Mound, terrace_share
from .zones import Zone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .city import Batch, City
    from .keys import Floats, Ints
    from .shapes import Ring

YOUNG, SECOND, OLD = "嫩滩", "二滩", "老滩"
_VILLAGE_LAND = "0702"
_FROM_BANK, _FROM_DIKE = 950.0, 120.0  # no village in the main channel or against the dike
_LAND_OF_HOUSEHOLD = 900.0  # m², with lanes and what the village shares
_PLATFORMS = 0.4  # share of the villages of the young and the second beach that have one
_PLATFORM_HALF = 260.0  # m, of the largest there is
_PLATFORM_STAGE = 12370  # the 20-year flood, above which platforms stand
_OLD_PLATFORMS, _TOO_LOW = 0.3, 0.7  # share of platforms of old days, and how many m they lack
_HASH, _PEOPLE, _HOUSE, _OLD = 81, 82, 83, 84
_STOREYS = (0.55, 0.93)  # shares of houses that have no more than one, than two
_HOUSE_SIZE, _PLOT = (16.0, 11.0), (34.0, 28.0)
_CODE = Column("code", "text", 12, 0, "行政村代码")
_MOST_HOUSES = 40  # of a village; a sample of them


@dataclass(frozen=True, eq=False)
class Village:
    """A village: row of the name list, outlines, area in m², on which beach it lies, its platform if any."""

    name: int
    polygons: tuple[tuple[Ring, ...], ...]
    area: float
    beach: str
    platform: Mound | None
    design: float  # level of the flood that its platform has to stand above, in m


class Households(NamedTuple):
    """Households and people of a village."""

    households: int
    people: int


class Villages:
    """The villages met so far. Shared by the layers that show them; ``of`` the whole city is worked out once."""

    def __init__(self) -> None:
        self._zone, self._last = Zone(), -1
        self._found: list[Village] | None = None

    def take(self, batch: Batch) -> None:
        """Collect the village land of a batch; a batch already taken is not taken again."""
        if batch.rows[0] <= self._last:
            return
        self._last = int(batch.rows[-1])
        city = batch.city
        zone = np.array([kind.zone for kind in city.line.kinds])[city.pieces.kind[batch.rows]]
        rows = np.flatnonzero((zone == "floodplain") & (city.code[batch.rows] == _VILLAGE_LAND))
        here = load_reach().locate(city.pieces.x[batch.rows[rows]], city.pieces.y[batch.rows[rows]])
        chosen = np.zeros(len(batch.rows), dtype=bool)
        chosen[rows[(here.from_bank > _FROM_BANK) & (here.to_right > _FROM_DIKE)]] = True
        self._zone.take(batch, chosen, city.village[batch.rows])

    def of(self, city: City) -> list[Village]:
        """Return the villages by the name list."""
        if self._found is None:
            owners, wkbs = self._zone.outlines()
            self._found = _villages(owners, wkbs, city.seed)
        return self._found


def _villages(owners: Sequence[int], wkbs: Sequence[bytes], seed: int) -> list[Village]:
    """Return villages of multi-polygons, each where the middle of its largest part lies."""
    if not owners:
        return []
    parts = [_polygons(wkb) for wkb in wkbs]
    largest = [max((polygon[0] for polygon in polygons), key=_size) for polygons in parts]
    x, y = np.array([(ring.min(axis=0) + ring.max(axis=0)) / 2.0 for ring in largest]).T
    reach = load_reach()
    here, station = reach.locate(x, y), reach.level_station(x, y)
    old = terrace_share(here.from_bank, here.to_dike, here.lip, station)
    beach = np.where(here.from_bank < here.lip, YOUNG, np.where(np.round(old) > 0.0, OLD, SECOND))
    design = np.round(bank_full(station) + rises()[_PLATFORM_STAGE], 2)
    lacking = _TOO_LOW * (uniform(seed, _OLD, np.array(owners)) < _OLD_PLATFORMS)
    top = np.round(design + load_sites()["levels"]["platform_m"] - lacking, 2)
    raised = (beach != OLD) & (uniform(seed, _HASH, np.array(owners)) < _PLATFORMS)
    return [Village(owner, polygons, area, str(of), _platform(ring, float(height)) if has else None, float(due))
            for owner, polygons, area, of, ring, height, due, has in zip(
                owners, parts, polygon_surfaces(wkbs), beach, largest, top, design, raised)]


def _platform(ring: Ring, height: float) -> Mound:
    """Return the platform of a village's largest part: a rectangle around it, not larger than the largest there is."""
    low, high = ring.min(axis=0), ring.max(axis=0)
    half = np.minimum((high - low) / 2.0 + 20.0, _PLATFORM_HALF)
    corners = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)])
    return Mound([[np.round((low + high) / 2.0 + corners * half, 2)]], height)


def _polygons(wkb: bytes) -> tuple[tuple[Ring, ...], ...]:
    rings = rings_from_wkb([wkb])
    found: list[list[Ring]] = []
    for number in range(len(rings.is_hole)):
        span = slice(int(rings.offsets[number]), int(rings.offsets[number + 1]))
        ring = np.column_stack([rings.x[span], rings.y[span]])
        if rings.is_hole[number]:
            found[-1].append(ring)
        else:
            found.append([ring])
    return tuple(tuple(polygon) for polygon in found)


def _size(ring: Ring) -> float:
    x, y = (ring - ring[0]).T
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])))


def households(village: Village, seed: int) -> Households:
    """Return the households and people of a village."""
    count = max(3, int(village.area // _LAND_OF_HOUSEHOLD))
    return Households(count, int(count * (3.0 + 0.8 * float(uniform(seed, _PEOPLE, village.name)))))


def _codes(villages: list[Village]) -> list[str]:
    return [load_names().villages[village.name].code for village in villages]


def _named(villages: list[Village]) -> list[str]:
    return [load_names().villages[village.name].name for village in villages]


class _VillageLayer:
    """A layer that shows the villages."""

    def __init__(self, villages: Villages) -> None:
        self._villages = villages

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Collect village land; no rows yet."""
        self._villages.take(batch)
        yield from ()


class SettlementsLayer(_VillageLayer):
    """One row per village."""

    table = reach_table(
        "settlements", "multipolygon", _CODE, Column("name", "text", 60, 0, "名称"),
        Column("township", "text", 60, 0, "乡镇"), Column("households", "integer", 8, 0, "户数"),
        Column("population", "integer", 8, 0, "人口"), Column("beach", "text", 10, 0, "所在滩地"),
        Column("on_platform", "integer", 1, 0, "是否有村台"), Column("MJ", "decimal", 15, 2, "面积"))

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all villages."""
        villages = self._villages.of(city)
        counts = [households(village, city.seed) for village in villages]
        yield Rows({
            "code": _codes(villages), "name": _named(villages),
            "township": [load_names().villages[village.name].township for village in villages],
            "households": [count.households for count in counts], "population": [count.people for count in counts],
            "beach": [village.beach for village in villages],
            "on_platform": [int(village.platform is not None) for village in villages],
            "MJ": [village.area for village in villages]}, [multi_polygon(village.polygons) for village in villages])


class PlatformsLayer(_VillageLayer):
    """One row per platform."""

    table = reach_table(
        "platforms", "multipolygon", _CODE, Column("name", "text", 60, 0, "名称"),
        Column("top_m", "decimal", 8, 2, "台顶高程（m）"), Column("design_m", "decimal", 8, 2, "设防水位（m）"),
        Column("MJ", "decimal", 15, 2, "面积"))

    def mounds(self, city: City) -> list[Mound]:
        """Return the raised ground."""
        return [village.platform for village in self._villages.of(city) if village.platform is not None]

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all platforms."""
        raised = [village for village in self._villages.of(city) if village.platform is not None]
        wkbs = [multi_polygon(mound.polygons) for mound in self.mounds(city)]
        yield Rows({"code": _codes(raised), "name": [f"{name}村台（演示）" for name in _named(raised)],
                    "top_m": [mound.height for mound in self.mounds(city)],
                    "design_m": [village.design for village in raised], "MJ": polygon_surfaces(wkbs)}, wkbs)


class BuildingsLayer(_VillageLayer):
    """Some houses of every village: rows of rectangles that lie wholly on its land."""

    table = reach_table(
        "buildings", "multipolygon", _CODE, Column("floors", "integer", 2, 0, "层数"),
        Column("structure", "text", 10, 0, "结构"),
        Column("people", "integer", 4, 0, "人数"))

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the houses village by village."""
        for village, code in zip(self._villages.of(city), _codes(self._villages.of(city))):
            corners = _houses(village, city.seed)
            luck = uniform(city.seed, _HOUSE, village.name, np.arange(len(corners)))
            storeys = 1 + np.searchsorted(_STOREYS, luck)
            yield Rows({
                "code": code, "floors": storeys.tolist(),
                "structure": ["砖混" if floors > 1 else "砖木" for floors in storeys.tolist()],
                "people": (2 + np.floor(luck * 7.0).astype(np.int64) % 4).tolist()},
                [multi_polygon([[ring]]) for ring in corners])


def _houses(village: Village, seed: int) -> Floats:
    """Return the rings of at most so many houses, (houses, 5, 2), spread over the village."""
    rings = np.vstack([polygon[0] for polygon in village.polygons])
    low, high = np.floor(rings.min(axis=0)), rings.max(axis=0)
    x, y = (part.ravel() for part in np.meshgrid(*(
        np.arange(low[axis] + 6.0, high[axis] - _HOUSE_SIZE[axis], _PLOT[axis]) for axis in (0, 1)), indexing="ij"))
    corners = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]) * np.array(_HOUSE_SIZE)
    houses = np.stack([x, y], axis=1)[:, None, :] + corners
    whole = np.all(_on(village, houses[:, :4].reshape(-1, 2)).reshape(-1, 4), axis=1)
    houses = houses[whole]
    kept: Ints = np.argsort(uniform(seed, _HOUSE, village.name, np.arange(len(houses))), kind="stable")[:_MOST_HOUSES]
    return houses[np.sort(kept)]


def _on(village: Village, points: Floats) -> np.ndarray:
    return holds(village.polygons, points[:, 0], points[:, 1])
