"""The land survey of the demo city a year before: the same parcels with some percent of edits."""
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .land import TABLE as LAND
from .land import YEAR, Survey, land_rows
from .redrawn import redraw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .change import Past
    from .city import Batch, City
    from .package import Rows

TABLE = replace(LAND, name="land_before", role="land_before", title_zh="地类图斑（变更前）",
                title_en="Land survey parcels before the change")
_SECOND_HALVES = 90_000_000  # numbers of the parcels that are no more start here


class LandBeforeLayer:
    """One row per parcel of the earlier year."""

    table = TABLE

    def __init__(self, past: Past) -> None:
        self._past = past

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the earlier parcels of a batch."""
        earlier = redraw(batch, self._past.of(batch.city))
        rows = batch.rows[earlier.row]
        serial = batch.city.serial[rows] + _SECOND_HALVES * earlier.half
        yield land_rows(Survey(batch.city, YEAR - 1, rows, earlier.code, serial, earlier.area, earlier.key,
                               earlier.offset))

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield nothing more."""
        yield from ()
