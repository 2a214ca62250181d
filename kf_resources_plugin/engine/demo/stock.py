"""The demo's stock land as it is drawn: batches, what was expropriated, supplied and built of them, and disposals.

Places are boxes in metres from the lower left corner of a batch or park, which is turned about its middle.
"""
from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import paths
from .shapes import polygon
from .surfaces import polygon_surfaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .shapes import Ring

    Row = Mapping[str, Any]

YEARS = range(2021, 2026)
"""The years whose disposals are recorded."""
_LATE_DAYS = 365
"""Work that begins so long after the day agreed is recorded as a disposal of idle land."""


@cache
def load_stock() -> Mapping[str, tuple[Row, ...]]:
    """Return the rows of stock_land.json by their kind."""
    content = json.loads(paths.resource("demo", "stock_land.json").read_text(encoding="utf-8"))
    return {kind: tuple(rows) for kind, rows in content.items() if isinstance(rows, list)}


def by_id(kind: str) -> dict[str, Row]:
    """Return the rows of a kind by their ids."""
    return {row["id"]: row for row in load_stock()[kind]}


@cache
def _corners() -> Mapping[str, frozenset[tuple[float, float]]]:
    """Return by batch the corners of all boxes in it: what lies side by side shares them, so no slivers arise."""
    found: dict[str, set[tuple[float, float]]] = defaultdict(set)
    blocks = by_id("blocks")
    boxes = [(row["batch"], row["box"]) for kind in ("blocks", "built") for row in load_stock()[kind]]
    boxes += [(blocks[row["block"]]["batch"], row["box"]) for row in load_stock()["lots"]]
    for batch, (west, south, east, north) in boxes:
        found[batch].update(((west, south), (east, south), (east, north), (west, north)))
    return {batch: frozenset(points) for batch, points in found.items()}


def _outline(corners: Sequence[float], batch: Row) -> list[tuple[float, float]]:
    """Return the closed ring of a box with all corners of others that lie on its sides."""
    west, south, east, north = corners
    along = {*_corners().get(batch["id"], ()), (west, south), (east, south), (east, north), (west, north)}
    lower, upper = (sorted(point for point in along if point[1] == side and west <= point[0] <= east)
                    for side in (south, north))
    left, right = (sorted(point for point in along if point[0] == side and south < point[1] < north)
                   for side in (west, east))
    return [*lower, *right, *upper[::-1], *left[::-1], lower[0]]


def ring_of(corners: Sequence[float], batch: Row) -> Ring:
    """Return the closed ring of a box of a batch or park where it lies, to the millimetre."""
    points = np.array(_outline(corners, batch)) - 0.5 * np.asarray(batch["size_m"])
    turn = math.radians(batch["turn_deg"])
    cosine, sine = math.cos(turn), math.sin(turn)
    turned = np.column_stack([points[:, 0] * cosine - points[:, 1] * sine, points[:, 0] * sine + points[:, 1] * cosine])
    return np.asarray(np.round(turned + np.asarray(batch["at_m"]), 3), dtype=np.float64)


def batch_rings() -> list[Ring]:
    """Return the outlines of all batches."""
    return [ring_of((0.0, 0.0, *batch["size_m"]), batch) for batch in load_stock()["batches"]]


def whole_of(batch: Row) -> bytes:
    """Return the polygon of a whole batch or park."""
    return polygon_of((0.0, 0.0, *batch["size_m"]), batch)


def polygon_of(corners: Sequence[float], batch: Row) -> bytes:
    """Return the polygon of a box of a batch or park."""
    return polygon([ring_of(corners, batch)])


@dataclass(frozen=True)
class Lot:
    """A lot with the batch and block it is of, its polygon, its area in m², and what was built on it: (day, m²)."""

    row: Row
    block: Row
    batch: Row
    wkb: bytes
    area: float
    built: tuple[tuple[str, float], ...]

    @property
    def developed(self) -> float:
        """Return what of it is built on, in m²; parts that are rounded may sum to a hundredth too much."""
        return min(round(sum(area for _, area in self.built), 2), self.area)


@cache
def lots() -> tuple[Lot, ...]:
    """Return all lots that were supplied."""
    blocks, batches, rows = by_id("blocks"), by_id("batches"), load_stock()["lots"]
    of_block = [blocks[row["block"]] for row in rows]
    of_batch = [batches[block["batch"]] for block in of_block]
    wkbs = [polygon_of(row["box"], batch) for row, batch in zip(rows, of_batch)]
    parts = load_stock()["built"]
    built: dict[str, list[tuple[str, float]]] = defaultdict(list)
    surfaces = polygon_surfaces([polygon_of(part["box"], batches[part["batch"]]) for part in parts])
    for part, surface in zip(parts, surfaces):
        built[part["lot"]].append((part["since"], surface))
    return tuple(Lot(*each, tuple(built[each[0]["id"]]))
                 for each in zip(rows, of_block, of_batch, wkbs, polygon_surfaces(wkbs)))


@dataclass(frozen=True, order=True)
class Disposal:
    """A record of the disposal of stock: day, parcel that was stock on 1 January, class it was in, area in m²."""

    day: str
    parcel: str
    kind: str
    area: float
    district: str
    route: str


def disposals() -> list[Disposal]:
    """Return what of the stock of each 1 January was supplied, begun late or finished in the year, by day."""
    return sorted(found for lot in lots() for found in _of_lot(lot))


def _of_lot(lot: Lot) -> Iterator[Disposal]:
    row, district = lot.row, lot.batch["district"]
    supplied, started = row["supplied"], row["started"]
    if _stock(lot.block["expropriated"], supplied):
        yield Disposal(supplied, lot.block["id"], "expropriated_not_supplied", lot.area, district, "供应")
    elif _stock(lot.batch["approved"], supplied):
        yield Disposal(supplied, lot.batch["id"], "approved_not_expropriated", lot.area, district, "征收后供应")
    if started and _stock(supplied, started) and _days(row["agreed"], started) > _LATE_DAYS:
        yield Disposal(started, row["id"], "supplied_not_used", lot.area, district, "动工")
    finished = lot.built[-1:] if lot.developed == lot.area else ()
    for since, area in finished:
        if started and _stock(started, since):
            yield Disposal(since, row["id"], "used_not_finished", area, district, "建成")


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _stock(begun: str, ended: str) -> bool:
    """Tell whether land was in a class on 1 January of the year in which it left it, and whether that is recorded."""
    year = date.fromisoformat(ended).year
    return year in YEARS and begun < f"{year}-01-01"
