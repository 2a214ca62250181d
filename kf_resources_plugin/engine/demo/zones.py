"""Outlines of sets of parcels, gathered batch by batch and dissolved at the end, by district or what else owns them."""
from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .polygons import dissolved
from .rings import cancel, ring_edges, spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .city import Batch
    from .keys import Ints


class Zone:
    """The edges of chosen parcels met so far; inner ones are dropped at once, so that little is held."""

    def __init__(self) -> None:
        self._start: list[Ints] = []
        self._end: list[Ints] = []
        self._owner: list[Ints] = []

    def take(self, batch: Batch, chosen: NDArray[np.bool_], owner: Ints | None = None) -> None:
        """Add the chosen parcels of a batch; ``chosen`` by its rows, as is ``owner``: what they belong to if not their
        district.
        """
        local = np.flatnonzero(chosen)
        if not len(local):
            return
        length = batch.offset[local + 1] - batch.offset[local]
        key = batch.key[spread(batch.offset[local], length)]
        start, end, owners = ring_edges(key, np.concatenate([[0], np.cumsum(length)]),
                                       (batch.city.district[batch.rows] if owner is None else owner)[local])
        kept = cancel(start, end, owners)
        for parts, values in ((self._start, start), (self._end, end), (self._owner, owners)):
            parts.append(values[kept])

    def outlines(self) -> tuple[list[int], list[bytes]]:
        """Return (owner, multi-polygon) of what was taken, by owner."""
        if not self._start:
            return [], []
        present, wkbs, _ = dissolved(np.concatenate(self._start), np.concatenate(self._end),
                                     np.concatenate(self._owner))
        return present.tolist(), wkbs
