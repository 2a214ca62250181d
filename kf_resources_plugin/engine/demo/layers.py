"""What a layer of the demo city is, so that the package can be written in one pass over the parcels."""
from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .city import Batch, City
    from .package import Rows, Table
    from .terrain import Mound


class DemoLayer(Protocol):
    """One layer. ``take`` is called for every batch of parcels in order, then ``finish`` once."""

    table: Table

    def take(self, batch: Batch) -> Iterator[Rows]:
        """Yield the rows a batch of parcels gives, if any."""

    def finish(self, city: City) -> Iterator[Rows]:
        """Yield the rows that needed the whole city, if any."""


@runtime_checkable
class Raised(Protocol):
    """A layer of places whose ground is raised."""

    def mounds(self, city: City) -> list[Mound]:
        """Return the raised ground; called after ``finish``."""
