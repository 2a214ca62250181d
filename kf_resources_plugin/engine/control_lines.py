"""Control lines as polygons: several layers may make one line, their order decides nothing, no place counts twice."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..rules.text import clean
from ..rules.unit_levels import code_at
from .counted_once import without_claimed
from .dissolve import linked
from .partition import self_overlaps
from .reading import joined
from .seams import seams_of
from .slivers import rounding_areas
from .subtraction import unite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..rules.progress import Progress
    from .kernel import Kernel
    from .reading import PolygonTable
    from .wkb import Wkbs

_TEXTS = ("ids", "county", "zone")


@dataclass(frozen=True)
class Drawn:
    """The polygons of one layer, object (rows,) ids, counties, and zones, None where its fields do not tell them.

    Without an id a polygon is ``#`` and its feature id.
    """

    table: PolygonTable
    ids: np.ndarray
    county: np.ndarray
    zone: np.ndarray


@dataclass(frozen=True)
class ControlLine:
    """The polygons of a line, sorted by shape.

    key: its role, or the name of a layer whose role is not known; role: under which its layers are recorded; title:
    what it is called. ids, county, zone: object (rows,), see ``Drawn``. once: the polygons without what a polygon
    before them covers, ``b""`` where nothing is left. overlaps: (row, row, shape) of polygons that overlap, the first
    before the other. edges: float64 (edges, 4), the borders of ``once`` that no two polygons share, the inside to their
    left. linked: what they enclose, None where only GEOS can tell.
    """

    key: str
    role: str
    title: str
    table: PolygonTable
    ids: np.ndarray
    county: np.ndarray
    zone: np.ndarray
    once: PolygonTable
    overlaps: Sequence[tuple[int, int, bytes]]
    edges: np.ndarray
    linked: bytes | None

    def union(self, kernel: Kernel, progress: Progress) -> bytes:
        """Return what all polygons cover. Raises ValueError where GEOS cannot unite them."""
        if self.linked is not None:
            return self.linked
        wkbs = self.filled().wkb
        return unite(kernel, wkbs, progress, float(rounding_areas(wkbs).sum()))

    def filled(self) -> PolygonTable:
        """Return the polygons that cover each place once, without rows of which nothing is left."""
        return self.once.take(self.once.wkb != b"")


def drawn(table: PolygonTable, id_field: str | None, county_field: str | None, zone_field: str | None) -> Drawn:
    """Return the polygons of a layer with what their fields say."""
    def texts(field: str | None) -> list[str]:
        return [clean(value) for value in table.columns[field]] if field else [""] * len(table)

    ids = [text or f"#{fid}" for text, fid in zip(texts(id_field), table.fids.tolist())]
    county = [code_at(text, "county") for text in texts(county_field)]
    zone = np.array(texts(zone_field) if zone_field else [None] * len(table), dtype=object)
    return Drawn(table, np.array(ids, dtype=object), np.array(county, dtype=object), zone)


def control_line(names: tuple[str, str, str], layers: Sequence[Drawn], kernel: Kernel,
                 progress: Progress) -> ControlLine:
    """Return a line (its key, role and title) drawn in one or more layers in one CRS.

    Polygons without geometry are left out. Where its polygons overlap the first by shape takes the land.
    """
    table = joined([layer.table for layer in layers])
    ids, county, zone = (np.concatenate([getattr(layer, name) for layer in layers]) for name in _TEXTS)
    keys = zip(table.wkb.tolist(), ids.tolist(), county.tolist(), [text or "" for text in zone], range(len(table)))
    order = np.array([key[-1] for key in sorted(key for key in keys if key[0])], dtype=np.int64)
    table = table.take(order)
    once, overlaps = table, []
    edges = seams_of(table.wkb, progress.part(0.0, 0.1)).edges
    union = linked(kernel, edges, table.wkb, progress.part(0.1, 0.3), scattered=True) if len(edges) else b""
    if union is None:  # linked borders prove that no polygons overlap
        overlaps = [(int(a), int(b), wkb) for a, b, wkb in zip(*self_overlaps(table, kernel, progress.part(0.3, 0.8)))]
        once = _once(table, overlaps, kernel, progress.part(0.8, 0.9))
        edges = seams_of(once.wkb, progress.part(0.9, 1.0)).edges if overlaps else edges
    return ControlLine(*names, table, ids[order], county[order], zone[order], once, overlaps, edges, union)


def _once(table: PolygonTable, overlaps: Sequence[tuple[int, int, bytes]], kernel: Kernel,
          progress: Progress) -> PolygonTable:
    claims: dict[int, list[bytes]] = {}
    for _, later, wkb in overlaps:
        claims.setdefault(later, []).append(wkb)
    return without_claimed(table, claims, kernel, progress)[1] if claims else table


def disjoint(table: PolygonTable, kernel: Kernel, progress: Progress) -> Wkbs:
    """Return the polygons of a layer without what a polygon before them covers, ``b""`` where nothing is left."""
    overlaps = list(zip(*self_overlaps(table, kernel, progress.part(0.0, 0.8))))
    return _once(table, overlaps, kernel, progress.part(0.8, 1.0)).wkb
