"""Points of a layer that lie at one place."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...engine.hilbert_tree import HilbertTree
from ...engine.point_reading import places_of

if TYPE_CHECKING:
    from ...rules.areas import Floats, Ints
    from ...rules.progress import Progress
    from .faults import Faults
    from .rulers import Ruler

_RULE = "check.point_twice"


def point_faults(faults: Faults, ruler: Ruler, progress: Progress) -> None:
    """Tell which features lie, with a point, within the tolerance of another feature's; the nearest is named."""
    table, parcels = faults.layer.table, faults.layer.parcels
    places = places_of(table.wkb)
    points = np.column_stack([places.x * ruler.scale[0], places.y * ruler.scale[1]])
    if not len(points):
        return
    one, other, apart = _near(points, places.row, ruler.tolerance_m, progress)
    order = np.lexsort((other, apart, one))
    rows, first = np.unique(one[order], return_index=True)
    nearest, offset = other[order][first], apart[order][first]
    at = {row: place for place, row in enumerate(rows.tolist())}
    faults.add(_RULE, rows, lambda row: {
        "other_id": str(parcels[nearest[at[row]]]), "other_fid": int(table.fids[nearest[at[row]]]),
        "offset_m": f"{offset[at[row]]:.4f}", "tolerance_m": ruler.tolerance_m})


def _near(points: Floats, row: Ints, tolerance_m: float, progress: Progress) -> tuple[Ints, Ints, Floats]:
    """Return (row, other row, metres apart) of points, (n, 2), that lie within the tolerance; both ways round.

    Of the rows at one place each is brought together with one only: a thousand there are a thousand pairs.
    """
    where, place = np.unique(points, axis=0, return_inverse=True)
    place = place.reshape(-1)
    order = np.lexsort((row, place))
    begins = np.flatnonzero(np.diff(place[order], prepend=-1) != 0)
    least, most = row[order][begins], row[order][np.append(begins[1:], len(order)) - 1]
    alike = np.flatnonzero(least[place] != most[place])
    other = np.where(row[alike] == least[place[alike]], most[place[alike]], least[place[alike]])
    a, b = HilbertTree(np.hstack([where, where])).pairs(
        np.hstack([where - tolerance_m, where + tolerance_m]), progress)
    apart = np.hypot(*(where[a] - where[b]).T)
    close = (a != b) & (apart <= tolerance_m) & (least[a] != least[b])
    return (np.concatenate([row[alike], least[a[close]]]), np.concatenate([other, least[b[close]]]),
            np.concatenate([np.zeros(len(alike)), apart[close]]))
