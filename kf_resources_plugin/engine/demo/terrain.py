"""The ground of the demo's reach: a river that runs above the city between two dikes.

All heights are relative to bank-full water, whose level falls downstream, so that a stage reaches the same step of the
beach everywhere: bars of the main channel lie below it, the young beach at it, the lip of the second beach above it,
from where the ground falls away from the river to the foot of the dike; upstream of 东坝头 the old terrace stands
higher. Beyond the dike the plain lies far below. Steps, slopes and heights are ours, in the order of the real ones at
Kaifeng.

Only + − × ÷ and √ of float64, in a fixed order, then whole centimetres: the same ground on every computer.
"""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .noise import ease, smooth_grid
from .polylines import places, stations
from .reach import bank_full, load_reach, load_sites, rises
from .shapes import holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...rules.progress import Progress
    from .keys import Floats, Ints
    from .polylines import Line
    from .shapes import Ring

WEST, SOUTH, EAST, NORTH = 516_000.0, 3_846_000.0, 583_000.0, 3_884_500.0
CELL = 50.0
COLUMNS, ROWS = round((EAST - WEST) / CELL), round((NORTH - SOUTH) / CELL)
_COARSE = 250.0  # where points lie is computed on this grid and blended: it changes slowly
_CHANNEL = 800.0  # from the bank to the edge of the main channel
_TERRACE = 0.5  # of the way from the lip to the dike
_CREST = 38.0  # half a cell's diagonal and a little: every cell the dike passes stands as high as its crest
_BERM = 110.0  # how far the ground raised behind the right dike (淤背区) reaches
_SMALL, _LARGE = 71, 72


@dataclass(frozen=True)
class Mound:
    """Ground raised to a level: the outlines and the height in m above sea level."""

    polygons: Sequence[Sequence[Ring]]
    height: float


def heights(seed: int, mounds: Sequence[Mound], progress: Progress) -> Ints:
    """Return the ground in whole centimetres, int64 (ROWS, COLUMNS), the first row the northernmost."""
    x, y = WEST + CELL * (np.arange(COLUMNS) + 0.5), SOUTH + CELL * (np.arange(ROWS) + 0.5)
    fields = _blended()
    progress.set(0.4)
    progress.check()
    roughness = [part for wavelength, stream in ((700.0, _SMALL), (3_000.0, _LARGE))
                 for part in smooth_grid(seed, stream, x, y, wavelength)]
    ground = _plain(np.maximum(-fields["dike"], 0.0)) + 0.35 * roughness[2] + 0.1 * roughness[0]
    beach = fields["dike"] > 0.0
    ground[beach] = _between_dikes({name: field[beach] for name, field in fields.items()},
                                   roughness[0][beach], roughness[1][beach], roughness[2][beach])
    progress.set(0.7)
    progress.check()
    _raise_dikes(ground, x, y, fields["right"])
    ground += bank_full(fields["station"])
    progress.set(0.9)
    for mound in mounds:
        _raise(ground, x, y, mound)
    return np.floor(ground.T[::-1] * 100.0 + 0.5).astype(np.int64)


@lru_cache(maxsize=1)
def _nodes() -> dict[str, Floats]:
    """Return where the nodes of the coarse grid lie, (columns, rows); the reach has one shape whatever the seed."""
    reach = load_reach()
    u, v = np.arange(WEST, EAST + 2 * _COARSE, _COARSE), np.arange(SOUTH, NORTH + 2 * _COARSE, _COARSE)
    x, y = np.meshgrid(u, v, indexing="ij")
    here = reach.locate(x.ravel(), y.ravel())
    known = {"off": here.off, "half": here.half, "lip": here.lip, "right": here.to_right, "left": here.to_left,
             "station": reach.level_station(x.ravel(), y.ravel())}
    return {name: values.reshape(x.shape) for name, values in known.items()}


def _blended() -> dict[str, Floats]:
    """Return where the cells lie, (COLUMNS, ROWS): blended linearly between the nodes of the coarse grid."""
    column = (np.arange(COLUMNS) + 0.5) * (CELL / _COARSE)
    row = (np.arange(ROWS) + 0.5) * (CELL / _COARSE)
    i, j = column.astype(np.int64), row.astype(np.int64)
    s, t = (column - i)[:, None], (row - j)[None, :]
    result = {}
    for name, nodes in _nodes().items():
        across = nodes[i] * (1.0 - s) + nodes[i + 1] * s
        result[name] = across[:, j] * (1.0 - t) + across[:, j + 1] * t
    result["bank"] = np.abs(result["off"]) - result["half"]
    result["dike"] = np.where(result["off"] > 0.0, result["right"], result["left"])
    return result


def _step(distance: Floats, width: float) -> Floats:
    """Return 0 to 1 across an edge at distance 0 that is so wide."""
    return ease(np.clip(distance / width + 0.5, 0.0, 1.0))


def _between_dikes(fields: dict[str, Floats], fine: Floats, ripple: Floats, coarse: Floats) -> Floats:
    """Return the ground between the dikes above bank-full water; the roughness is between -1 and 1."""
    bank, dike = fields["bank"], fields["dike"]
    ground = _channel(fields, bank) + 0.25 * fine
    beach = -0.02 + 0.24 * np.clip((bank - _CHANNEL) / (fields["lip"] - _CHANNEL), 0.0, 1.0) + 0.07 * ripple
    ground += (beach - ground) * _step(bank - _CHANNEL, 80.0)
    behind = bank - fields["lip"]
    second = lip_height(fields["station"]) - behind / 1_500.0 + 0.08 * ripple * (1.0 - _step(behind - 100.0, 150.0))
    second += 0.12 * coarse * _step(behind - 150.0, 200.0) - 0.8 * (1.0 - _step(dike - 200.0, 250.0))
    ground += (second - ground) * _step(behind, 100.0)
    ground += (1.84 + 0.06 * ripple - 0.15 * (1.0 - _step(dike - 130.0, 150.0)) - ground) * terrace_share(
        bank, dike, fields["lip"], fields["station"])
    return ground


def _channel(fields: dict[str, Floats], bank: Floats) -> Floats:
    """Return the bed, deepest on the city's side, and the bars of the main channel."""
    across = np.clip((fields["off"] / fields["half"] - 0.45) / 1.45, -1.0, 1.0)
    bed = -1.5 - 1.5 * (1.0 - across * across)
    bars = -1.2 + 0.85 * np.clip(bank / _CHANNEL, 0.0, 1.0)
    return np.asarray(bed + (bars - bed) * _step(bank, 100.0))


def _plain(away: Floats) -> Floats:
    """Return the plain behind a dike: lowest in the wet strip along it (背河洼地), falling away from the river."""
    wet = ease(np.clip(away / 400.0, 0.0, 1.0)) * (1.0 - ease(np.clip((away - 600.0) / 2_500.0, 0.0, 1.0)))
    return np.asarray(-6.5 - 5.5 * np.clip(away / 12_000.0, 0.0, 1.0) - 0.7 * wet)


def lip_height(station: Floats) -> Floats:
    """Return how far the lip of the second beach stands above bank-full water: on some beaches higher."""
    high = np.zeros(np.shape(station))
    for first, last in load_sites()["high_beaches_km"]:
        high = np.maximum(high, _step(station - 1e3 * first, 2_000.0) * (1.0 - _step(station - 1e3 * last, 2_000.0)))
    return np.asarray(0.7 + 0.5 * high)


def terrace_share(bank: Floats, dike: Floats, lip: Floats, station: Floats) -> Floats:
    """Return 1 on the old terrace, 0 off it: the half of the beach behind the lip that is nearer the dike, upstream of
    东坝头.
    """
    width = bank + dike - lip
    edge = bank - lip - _TERRACE * width
    return np.asarray(_step(edge, 120.0) * (1.0 - _step(station - load_reach().bend + 2_000.0, 3_000.0)))


def _raise_dikes(ground: Floats, x: Floats, y: Floats, to_right: Floats) -> None:
    """Raise the cells on both dikes to their crest, and those behind the right one to the berm."""
    reach, sites = load_reach(), load_sites()["levels"]
    design = max(rises().values())
    for dike, has_berm in ((reach.right_dike, True), (reach.left_dike, False)):
        column, row, distance = _cells_near(dike, x, y)
        if has_berm:
            berm = (distance <= _BERM) & (to_right[column, row] < 0.0)
            ground[column[berm], row[berm]] = design
        crest = distance <= _CREST
        ground[column[crest], row[crest]] = design + sites["freeboard_m"]


def _cells_near(line: Line, x: Floats, y: Floats) -> tuple[Ints, Ints, Floats]:
    """Return column, row and distance of the cells within a berm of a line, each once."""
    along = places(line, np.arange(0.0, float(stations(line)[-1]), CELL / 2.0))
    reach = int(_BERM // CELL) + 1
    around = np.arange(-reach, reach + 1)
    column = (np.floor((along[:, 0] - WEST) / CELL).astype(np.int64)[:, None, None] + around[None, :, None])
    row = (np.floor((along[:, 1] - SOUTH) / CELL).astype(np.int64)[:, None, None] + around[None, None, :])
    column, row, owner = (part.ravel() for part in np.broadcast_arrays(
        column, row, np.arange(len(along))[:, None, None]))
    kept = (column >= 0) & (column < len(x)) & (row >= 0) & (row < len(y))
    column, row, owner = column[kept], row[kept], owner[kept]
    dx, dy = x[column] - along[owner, 0], y[row] - along[owner, 1]
    square = dx * dx + dy * dy
    cell = column * len(y) + row
    order = np.lexsort((square, cell))
    first = order[np.flatnonzero(np.diff(cell[order], prepend=-1))]
    return column[first], row[first], np.sqrt(square[first])


def _raise(ground: Floats, x: Floats, y: Floats, mound: Mound) -> None:
    """Raise the cells whose middle lies on a mound, where they are not higher already."""
    rings = np.vstack([ring for polygon in mound.polygons for ring in polygon])
    columns = np.flatnonzero((x >= rings[:, 0].min()) & (x <= rings[:, 0].max()))
    rows = np.flatnonzero((y >= rings[:, 1].min()) & (y <= rings[:, 1].max()))
    column, row = (part.ravel() for part in np.meshgrid(columns, rows, indexing="ij"))
    if not len(column):
        return
    on = holds(mound.polygons, x[column], y[row])
    column, row = column[on], row[on]
    ground[column, row] = np.maximum(ground[column, row], mound.height)
