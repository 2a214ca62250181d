"""The buildings of the demo's old town: landmarks of the list, and houses in rows that fill the blocks by their fabric.

Houses, storeys, heights and years come by hash of the seed; all of them are invented.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from .noise import uniform
from .package import Column, Rows
from .projects import footprint
from .rings import spread
from .shapes import holds, multi_polygon
from .town import load_town, load_town_sites
from .town_layers import column, town_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .city import Batch, City
    from .keys import Floats, Ints
    from .shapes import Ring

_EMPTY, _SIZE, _STOREYS, _HEIGHT, _KNOWN, _YEAR, _USE, _OLD = range(101, 109)
_STOREY = {"居住": 3.0, "办公": 3.5, "教育": 3.8, "商业": 4.0}  # m, by use
_ROOF = 1.0  # m at most
_UNKNOWN = 0.3  # share of houses whose height nobody wrote down
_APART = 5.0  # m between a landmark and houses
_HISTORIC, _LOW, _BEFORE = 0.15, 2, 1950  # share of the cores' low houses that are historic, most storeys, built before
_GAPS, _OTHER = 0.1, 0.2  # shares of lots without a house, of houses with the other use


@dataclass(frozen=True)
class _Fabric:
    """How a block is filled. plot and house: width and depth in m; setback: from the middle of streets in m; storeys:
    shares of houses with no more than least, least + 1 …; years: first and last; uses: the usual and the other.
    """

    plot: tuple[float, float]
    house: tuple[float, float]
    setback: float
    least: int
    storeys: tuple[float, ...]
    years: tuple[int, int]
    uses: tuple[str, str]


_FABRICS: Mapping[str, _Fabric] = {
    "hutong": _Fabric((24.0, 18.0), (14.5, 8.5), 5.0, 1, (0.62, 0.96), (1950, 2005), ("居住", "商业")),
    "court": _Fabric((36.0, 27.0), (26.0, 11.0), 8.0, 2, (0.45, 0.8, 0.97), (1958, 2012), ("居住", "办公")),
    "slab": _Fabric((60.0, 34.0), (46.0, 12.0), 10.0, 3, (0.34, 0.84, 0.96), (1975, 2018), ("居住", "商业")),
    "campus": _Fabric((84.0, 58.0), (54.0, 16.0), 12.0, 2, (0.4, 0.8), (1955, 2010), ("教育", "办公"))}


@dataclass(frozen=True, eq=False)
class Houses:
    """The houses: lower left and upper right corners (houses, 2) in m, storeys, height in m, whether it is known,
    year, use, whether historic.
    """

    low: Floats
    high: Floats
    storeys: Ints
    height: Floats
    known: np.ndarray
    year: Ints
    use: list[str]
    historic: np.ndarray


@lru_cache(maxsize=2)
def houses(seed: int) -> Houses:
    """Return the houses of a seed."""
    low, high, lot, number = _lots(seed)
    whole = _whole(low, high, number)
    low, high, lot, number = low[whole], high[whole], lot[whole], number[whole]
    free = _clear_of_landmarks(low, high)
    return _with_figures(low[free], high[free], lot[free], number[free], seed)


def _lots(seed: int) -> tuple[Floats, Floats, Ints, Ints]:
    """Return the corners of a house on every lot of the rows that fill a block, the lot, and the block's number."""
    blocks = [(number, block) for number, block in enumerate(load_town().blocks) if block.fabric in _FABRICS]
    fabrics = [_FABRICS[block.fabric] for _, block in blocks]
    setback = np.array([fabric.setback for fabric in fabrics])[:, None]
    plot, house = (np.array(sizes) for sizes in zip(*((fabric.plot, fabric.house) for fabric in fabrics)))
    first = np.array([block.ring.min(axis=0) for _, block in blocks]) + setback
    last = np.array([block.ring.max(axis=0) for _, block in blocks]) - setback
    count = np.maximum(np.floor((last - first) / plot), 0.0).astype(np.int64)
    lots = count[:, 0] * count[:, 1]
    row = np.repeat(np.arange(len(blocks)), lots)
    lot = spread(np.zeros(len(blocks), dtype=np.int64), lots)
    at = np.column_stack([lot // np.maximum(count[row, 1], 1), lot % np.maximum(count[row, 1], 1)])
    middle = (first + ((last - first) - count * plot) / 2.0)[row] + (at + 0.5) * plot[row]
    number = np.array([number for number, _ in blocks])[row]
    half = 0.5 * house[row] * (0.82 + 0.18 * uniform(seed, _SIZE, number, lot))[:, None]
    built = uniform(seed, _EMPTY, number, lot) > _GAPS
    return np.round(middle - half, 1)[built], np.round(middle + half, 1)[built], lot[built], number[built]


def _whole(low: Floats, high: Floats, number: Ints) -> np.ndarray:
    """Tell which houses stand wholly in their block, away from its streets; houses come block by block."""
    corners = np.stack([low, high, np.column_stack([low[:, 0], high[:, 1]]), np.column_stack([high[:, 0], low[:, 1]])],
                       axis=1)
    found = np.zeros(len(low), dtype=bool)
    starts = np.flatnonzero(np.diff(number, prepend=-1))
    for start, end in zip(starts, [*starts[1:], len(number)]):
        block = load_town().blocks[int(number[start])]
        inside = _within(block.ring, corners[start:end].reshape(-1, 2), 0.6 * _FABRICS[block.fabric].setback)
        found[start:end] = inside.reshape(-1, 4).all(axis=1)
    return found


def _within(ring: Ring, points: Floats, distance: float) -> np.ndarray:
    """Tell which points lie in a ring, at least so far from its edges."""
    start, step = ring[:-1], np.diff(ring, axis=0)
    x, y = (points[:, None, axis] - start[:, axis] for axis in (0, 1))
    dx, dy = step.T
    share = np.clip((x * dx + y * dy) / (dx * dx + dy * dy), 0.0, 1.0)
    away = np.min((x - share * dx) ** 2 + (y - share * dy) ** 2, axis=1)
    spans = (y >= 0.0) != (y >= dy)
    right = spans & (x < y * dx / np.where(dy == 0.0, 1.0, dy))
    return np.asarray((np.count_nonzero(right, axis=1) % 2 == 1) & (away >= distance * distance))


def _clear_of_landmarks(low: Floats, high: Floats) -> np.ndarray:
    """Tell which houses stand apart from landmarks and outside the protection areas of single sites."""
    free = np.ones(len(low), dtype=bool)
    for landmark in load_town_sites()["landmarks"]:
        ring = footprint(landmark)
        free &= ~np.all((high > ring.min(axis=0) - _APART) & (low < ring.max(axis=0) + _APART), axis=1)
    compounds = [polygon for tier in load_town().tiers if tier.tier == "protection" for polygon in tier.polygons]
    x, y = ((low + high) / 2.0).T
    return free & ~holds(compounds, x, y)


def _with_figures(low: Floats, high: Floats, lot: Ints, number: Ints, seed: int) -> Houses:
    fabrics = [_FABRICS[load_town().blocks[row].fabric] for row in number.tolist()]
    luck = {stream: uniform(seed, stream, number, lot) for stream in (
        _STOREYS, _HEIGHT, _KNOWN, _YEAR, _USE, _OLD)}
    storeys = np.array([fabric.least + np.searchsorted(fabric.storeys, value)
                        for fabric, value in zip(fabrics, luck[_STOREYS].tolist())])
    first, last = np.array([fabric.years for fabric in fabrics]).T
    cores = [polygon for tier in load_town().tiers if tier.tier == "core" for polygon in tier.polygons]
    x, y = ((low + high) / 2.0).T
    historic = holds(cores, x, y) & (luck[_OLD] < _HISTORIC) & (storeys <= _LOW)
    year = (first + np.floor(luck[_YEAR] * (last - first))).astype(np.int64)
    year[historic] = _BEFORE - 1 - np.floor(luck[_YEAR][historic] * 60.0).astype(np.int64)
    use = [fabric.uses[int(value < _OTHER)] for fabric, value in zip(fabrics, luck[_USE].tolist())]
    # where storeys are higher there are fewer of them
    storeys = np.maximum(storeys - (luck[_USE] < _OTHER), 1)
    height = np.round(storeys * np.array([_STOREY[kind] for kind in use]) + _ROOF * luck[_HEIGHT], 1)
    return Houses(low, high, storeys, height, luck[_KNOWN] >= _UNKNOWN, year, use, historic)


def landmark_height(landmark: Mapping[str, Any]) -> float:
    """Return how high a landmark is in m, written down or not."""
    return float(landmark.get("true_height_m") or landmark["height_m"])


class TownBuildingsLayer:
    """One row per building: the landmarks, then the houses block by block."""

    table = town_table(
        "town_buildings", "multipolygon", Column("building_id", "text", 20, 0, "建筑编号"),
        Column("name", "text", 60, 0, "名称"), Column("storeys", "integer", 4, 0, "层数"),
        Column("height_m", "decimal", 8, 1, "建筑高度（m）"), Column("use", "text", 20, 0, "用途"),
        Column("built_year", "integer", 4, 0, "建成年份"), Column("historic", "integer", 1, 0, "是否历史建筑"))

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield nothing: the town does not depend on parcels."""
        yield from ()

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield all buildings."""
        landmarks = load_town_sites()["landmarks"]
        yield Rows({"building_id": column(landmarks, "id"), "built_year": column(landmarks, "year"), **{
            name: column(landmarks, name) for name in ("name", "storeys", "height_m", "use", "historic")}},
            [multi_polygon([[footprint(landmark)]]) for landmark in landmarks])
        town = houses(city.seed)
        (west, south), (east, north) = town.low.T, town.high.T
        rings = np.stack([np.stack(corner, axis=1) for corner in (
            (west, south), (east, south), (east, north), (west, north), (west, south))], axis=1)
        yield Rows({
            "building_id": [f"F-{number:05d}" for number in range(1, len(rings) + 1)],
            "storeys": town.storeys.tolist(), "use": town.use, "built_year": town.year.tolist(),
            "height_m": [height if known else None for height, known in zip(town.height.tolist(), town.known.tolist())],
            "historic": town.historic.astype(np.int64).tolist()}, [multi_polygon([[ring]]) for ring in rings])
