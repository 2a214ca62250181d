"""The file of a register of stock land: its events with the lots they change, shapes as GeoPackage stores them."""
from __future__ import annotations

import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from ..rules.disposal_rate import Lot
from ..rules.event_chain import REVERSE
from ..rules.stock_events import Line, RegisterFault, StockEvent
from . import stock_events_schema as schema
from .event_file import EventFile, all_text
from .event_layout import READ_REVERSALS, WRITE_REVERSAL
from .wkb import MULTI_OF_ONE, POLYGON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..rules.event_chain import Chain, EventFault
    from .event_file import Row

_KIND = 1  # the byte of WKB that tells a polygon from a multi-polygon
_HEADER = struct.Struct("<2sBBi")  # OGC 12-128r14, 2.1.3: magic, version, flags (little endian, no envelope), SRS


def stored_shape(wkb: bytes, srs_id: int) -> bytes:
    """Return a little-endian polygon or multi-polygon as GeoPackage stores it in a multi-polygon, ``b""`` for none."""
    if not wkb:
        return b""
    whole = MULTI_OF_ONE + wkb if wkb[_KIND] == POLYGON else wkb
    return _HEADER.pack(b"GP", 0, 1, srs_id) + whole


def shape_wkb(stored: bytes) -> bytes:
    """Return the WKB of what ``stored_shape`` made."""
    return stored[_HEADER.size:]


class RegisterFile(EventFile[StockEvent]):
    """One connection to the file of a register."""

    LAYOUT = schema.LAYOUT
    FAULTS = RegisterFault
    STORED: ClassVar = {"kf_parcels": schema.READ_STORED, "kf_reversals": READ_REVERSALS}

    def events(self) -> tuple[list[StockEvent], list[EventFault]]:
        """Return all events with their lines as they are stored, and those that hold other kinds of values."""
        lines: dict[Any, list[Line]] = {}
        strange: dict[int, None] = {}
        for number, *lot, amount, shape, _, _ in self.connection.execute(schema.READ_PARCELS):
            if not all_text(lot) or not isinstance(amount, int) or not isinstance(shape, (bytes, type(None))):
                strange[number] = None
            lines.setdefault(number, []).append(Line(
                Lot(*map(str, lot)), amount if isinstance(amount, int) else 0,
                shape if isinstance(shape, bytes) else b""))
        events = [StockEvent(**said, lines=tuple(lines.get(said["number"], ())))
                  for said in self.stored_events(strange)]
        return events, self.strange_faults(strange)

    def further_contradictions(self, state: Chain[StockEvent]) -> list[str]:
        """Return nothing: no other table repeats what events say."""
        return []

    @classmethod
    def repeated(cls, event: StockEvent) -> Iterator[tuple[str, Row]]:
        """Yield (table, row) of the days of lines, and of reversals."""
        with suppress(KeyError, TypeError):
            for number, _ in enumerate(event.lines, start=1):
                yield "kf_parcels", (event.number, number, event.payload["day"])
            if event.kind == REVERSE:
                yield "kf_reversals", (event.number, event.payload["reverses"])

    @classmethod
    def beside(cls, event: StockEvent) -> Iterator[tuple[str, Row]]:
        """Yield the lines of an event, or what a reversal reverses."""
        for number, line in enumerate(event.lines, start=1):
            yield schema.WRITE_PARCEL, (event.number, number, event.payload["day"], *line.lot, line.amount,
                                        line.shape or None)
        if event.kind == REVERSE:
            yield WRITE_REVERSAL, (event.number, event.payload["reverses"])
