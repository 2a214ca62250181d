"""Permanent basic farmland of the demo city: about nine tenths of the cultivated land, along parcel edges.

A little of it is cultivated no more: what was lost since it was designated, for the checks to find.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...rules.codes import SURVEY
from ..rule_store import load_class_systems
from ..schema import load_schema
from .noise import smooth, uniform
from .package import GENERATED, Rows, Table, columns_of
from .places import SEATS, load_names
from .polygons import dissolved
from .projects import footprint, load_projects
from .redline import load_redline
from .rings import ring_edges, spread
from .shapes import holds
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from .change import Past
    from .city import Batch, City
    from .pieces import Pieces
    from .shapes import Ring

# 汴政〔2023〕6号, table 1: 505.561 of 556.1822 wan mu.
SHARE = 505.561 / 556.1822
PROTECTED_SINCE = "2022-10-14"
_WAVE, _HASH = 71, 72
TABLE = Table("permanent_farmland", "permanent_farmland", "永久基本农田", "Permanent basic farmland", GENERATED,
              "multipolygon", columns_of(load_schema("yjjbnt")))


def permanent_parcels(city: City) -> NDArray[np.bool_]:
    """Return which parcels are permanent basic farmland.

    Left out are first those in the ecological redline and around most projects, as planners would have it (a few
    projects are meant to take some), then those nearest to towns, until the share is met.
    """
    pieces = city.pieces
    chosen = city.cultivated()
    wanted = SHARE * float(pieces.area[chosen].sum())
    chosen = apart(chosen, pieces, [project for project in load_projects() if not project["permanent"]])
    away = np.full(len(pieces.x), np.inf)
    for x, y in SEATS.values():
        away = np.minimum(away, np.sqrt((pieces.x - 1e3 * x) ** 2 + (pieces.y - 1e3 * y) ** 2))
    score = np.minimum(away, 30_000.0) / 30_000.0 + 0.6 * smooth(city.seed, _WAVE, pieces.x, pieces.y, 5_000.0)
    score += 0.5 * uniform(city.seed, _HASH, pieces.parcel, pieces.face)
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((rows, -score[rows]))]
    chosen[rows[int(np.searchsorted(np.cumsum(pieces.area[rows]), wanted)):]] = False
    return chosen


def apart(chosen: NDArray[np.bool_], pieces: Pieces, projects: Sequence[Mapping[str, Any]]) -> NDArray[np.bool_]:
    """Return which of the chosen parcels lie neither in the ecological redline nor around a project."""
    chosen = chosen.copy()
    for area in load_redline():
        rows = np.flatnonzero(chosen)
        chosen[rows[holds(area.polygons, pieces.x[rows], pieces.y[rows])]] = False
    return chosen & ~near(pieces, [footprint(project) for project in projects])


def near(pieces: Pieces, outlines: Sequence[Ring], stretch: float = 0.7) -> NDArray[np.bool_]:
    """Return which parcels may meet one of some outlines; ``stretch``: how far they reach, by the root of their area.
    """
    reach = stretch * np.sqrt(pieces.area)
    found = np.zeros(len(pieces.x), dtype=bool)
    for outline in outlines:
        low, high = outline.min(axis=0), outline.max(axis=0)
        found |= ((pieces.x > low[0] - reach) & (pieces.x < high[0] + reach)
                  & (pieces.y > low[1] - reach) & (pieces.y < high[1] + reach))
    return found


class PermanentFarmlandLayer:
    """One row per village part and land class in a block: parcels side by side are one patch, often with holes."""

    table = TABLE

    def __init__(self, past: Past) -> None:
        self._past = past
        self._serial = 0

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the patches of a batch of parcels."""
        city = batch.city
        change = self._past.of(city)
        local = np.flatnonzero(change.permanent[batch.rows])
        if not len(local):
            return
        rows = batch.rows[local]
        names, code = np.unique(change.designated[rows], return_inverse=True)
        patch = (city.pieces.block[rows] * len(city.line.kinds) + city.pieces.kind[rows]) * len(names) + code
        _patches, first, owner = np.unique(patch, return_index=True, return_inverse=True)
        length = batch.offset[local + 1] - batch.offset[local]
        key = batch.key[spread(batch.offset[local], length)]
        start, end, edge_owner = ring_edges(key, np.concatenate([[0], np.cumsum(length)]), owner)
        present, wkbs, _ = dissolved(start, end, edge_owner)
        found = rows[first[present]]
        yield self._rows(city, found, change.designated[found], wkbs)

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()

    def _rows(self, city: City, rows: NDArray[np.int64], classes: NDArray[np.str_], wkbs: list[bytes]) -> Rows:
        """Return patches described by one of their parcels each."""
        villages = load_names().villages
        place = [villages[number] for number in city.village[rows].tolist()]
        counties = dict(city.line.districts)
        county = [village.code[:6] for village in place]
        serials = range(self._serial + 1, self._serial + 1 + len(rows))
        self._serial += len(rows)
        code = classes.tolist()
        systems = load_class_systems()
        names = {value: info.name_zh for value in set(code) for info in [systems.info(SURVEY, value)] if info}
        unit = [village.code + "0000000" for village in place]
        unit_name = [village.township + village.name for village in place]
        surfaces = polygon_surfaces(wkbs)
        return Rows({
            "BSM": [f"{name}2010{serial:08d}" for name, serial in zip(county, serials)],
            "XZQDM": county, "XZQMC": [counties[name] for name in county],
            "YJJBNTTBBH": [f"{name}{serial:08d}" for name, serial in zip(county, serials)],
            "DLBM": code, "DLMC": [names[value] for value in code], "QSXZ": "30",
            "QSDWDM": unit, "QSDWMC": unit_name, "ZLDWDM": unit, "ZLDWMC": unit_name, "KCMJ": 0.0, "GDPDJB": "1",
            "YJJBNTTBMJ": surfaces, "YJJBNTMJ": surfaces, "SJNF": 2022, "BHKSSJ": PROTECTED_SINCE, "WDGD": "1",
            "BZ": "演示数据"}, wkbs)
