"""What changed between the demo's two surveys, worked out from the two layers alone, with Shapely and pyproj."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable

import shapely

from tests.engine.demo import reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CULTIVATED = ("0101", "0102", "0103")


@dataclass
class Piece:
    """Land in both years: the attributes of either, and its shape."""

    before: dict[str, Any]
    after: dict[str, Any]
    shape: shapely.Geometry
    whole: bool

    @property
    def lost(self) -> bool:
        """Tell whether farmland was lost."""
        return self.before["DLBM"] in CULTIVATED and self.after["DLBM"] not in CULTIVATED

    @property
    def won(self) -> bool:
        """Tell whether farmland was won."""
        return self.before["DLBM"] not in CULTIVATED and self.after["DLBM"] in CULTIVATED


def changed_pieces(package: Path) -> list[Piece]:
    """Return all land that is not the same in both years, cut by the parcels of either."""
    after, before = reading.features(package, "land"), reading.features(package, "land_before")
    by_wkb = {wkb: items for items, wkb in after}
    shapes = shapely.from_wkb([wkb for _, wkb in after])
    tree = shapely.STRtree(shapes)
    found = []
    for items, wkb in before:
        shape = shapely.from_wkb(wkb)
        if wkb in by_wkb:
            found.append(Piece(items, by_wkb[wkb], shape, True))
            continue
        for row in tree.query(shape):
            cut = shapely.intersection(shape, shapes[row])
            if cut.area > 1e-6:
                found.append(Piece(items, after[row][0], cut, False))
    return [piece for piece in found if not piece.whole or piece.before["DLBM"] != piece.after["DLBM"]]


def county_areas(pieces: Iterable[Piece], counts: Callable[[Piece], bool]) -> dict[str, float]:
    """Return the ellipsoidal area of pieces by county."""
    found: dict[str, float] = defaultdict(float)
    for piece in pieces:
        if counts(piece):
            found[piece.before["ZLDWDM"][:6]] += reading.ellipsoidal_area(piece.shape)
    return found


def union_of(package: Path, layer: str) -> shapely.Geometry:
    """Return the union of a layer's shapes."""
    return shapely.union_all(shapely.from_wkb([wkb for _, wkb in reading.features(package, layer)]))
