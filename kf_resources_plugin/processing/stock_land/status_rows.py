"""The land of a run by class, one row for each piece: what it is called, how much, since when, and its shape."""
from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...engine.stock_parts import APPROVALS, BUILT, EXPROPRIATIONS, SUPPLIES
from ...engine.stock_register import TEXTS
from ...engine.wkb import as_wkb_array
from ...rules.stock_status import CLASSES, shares_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ...engine.stock_parts import StockParts, StockStatus
    from ...engine.stock_register import Register
    from ...engine.wkb import Wkbs
    from ...rules.areas import Bools, Ints
    from ...rules.idle_supply import Fault
    from ...rules.progress import Progress

_FIRST = (SUPPLIES, EXPROPRIATIONS, APPROVALS, BUILT)
_OF_BATCH = (APPROVALS, EXPROPRIATIONS, SUPPLIES, BUILT)


@dataclass(frozen=True)
class StatusRows:
    """Land by class, arrays and lists of shape (rows,).

    texts: by the keys of ``TEXTS``, '' for none; kind: int64 place in ``CLASSES``; area: int64 hundredths of m²; since:
    first day of the class; approved: bool; wkb: object, ``b""`` where the register does not tell which part it is.
    """

    texts: Mapping[str, list[str]]
    kind: Ints
    area: Ints
    since: list[date | None]
    approved: Bools
    wkb: Wkbs


def ledger_rows(register: Register, names: Mapping[str, str], today: date,
                progress: Progress) -> tuple[StatusRows, list[tuple[int, Fault]]]:
    """Return the land of a register by its dates and areas alone, and what was wrong with which row."""
    rows: list[int] = []
    kinds, areas, since, placed = [], [], [], []
    found: list[tuple[int, Fault]] = []
    for row, plot in enumerate(register.plots):
        if row % 1000 == 0:
            progress.check()
        shares, faults = shares_of(plot, names, today, register.faults[row])
        found += [(row, fault) for fault in faults]
        largest = max(shares, key=lambda share: share.area, default=None)
        for share in shares:
            rows.append(row)
            kinds.append(CLASSES.index(share.kind))
            areas.append(share.area)
            since.append(share.since)
            placed.append(share is largest)
    approved = [register.plots[row].reached("approved", today) for row in rows]
    texts = {}
    for key in TEXTS:
        progress.check()
        texts[key] = [register.texts[key][row] for row in rows]
    years = _years(register)
    texts["year"], texts["parcel"] = [years[row] for row in rows], [register.called(row) for row in rows]
    wkb = [register.table.wkb[row] if shown else b"" for row, shown in zip(rows, placed)]
    return StatusRows(texts, np.array(kinds, dtype=np.int64), np.array(areas, dtype=np.int64), since,
                      np.array(approved, dtype=bool), as_wkb_array(wkb)), found


def overlay_rows(parts: StockParts, status: StockStatus, registers: Mapping[str, Register]) -> StatusRows:
    """Return the land of layers laid over one another, with what the layers say of it."""
    source = status.source
    texts = {key: _told({layer: register.texts[key] for layer, register in registers.items()}, source, parts,
                        _OF_BATCH if key == "batch" else _FIRST) for key in TEXTS}
    texts["year"] = _told({layer: _years(register) for layer, register in registers.items()}, source, parts, _OF_BATCH)
    # an id that any layer states goes before the feature id of another
    called = _told({layer: [register.called(row) for row in range(len(register.plots))]
                    for layer, register in registers.items()}, source, parts, _FIRST)
    texts["parcel"] = [text or other for text, other in zip(texts["parcel"], called)]
    wkb = [parts.wkb[row] if shown else b"" for row, shown in zip(source.tolist(), status.placed.tolist())]
    return StatusRows(texts, status.kind, status.area, status.since, status.approved, as_wkb_array(wkb))


def _told(texts: Mapping[str, list[str]], source: Ints, parts: StockParts, order: tuple[str, ...]) -> list[str]:
    """Return what the first layer that says it says of each part; texts: by layer and its rows."""
    result = np.full(len(source), "", dtype=object)
    for layer in order:
        if layer in texts:
            said = np.array([*texts[layer], ""], dtype=object)[parts.row[layer][source]]
            result = np.where(result == "", said, result)
    return [str(text) for text in result.tolist()]


def _years(register: Register) -> list[str]:
    """Return the year of each plot: that of its field, else of its approval."""
    return [text or (str(plot.approved.year) if plot.approved else "")
            for text, plot in zip(register.texts["year"], register.plots)]
