"""What is to be said of a coordinate file that is written: what is not in it, and what is not as in the layer."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ...engine.validity import reason_text

if TYPE_CHECKING:
    from ...engine.kernel import Kernel
    from ...engine.parcel_export import GridShapes
    from ...engine.reading import PolygonTable
    from ...rules.findings import Finding
    from ...rules.rule_rows import RuleBook
    from .export_texts import Texts

ROLE = "parcels"


def export_findings(table: PolygonTable, written: PolygonTable, shapes: GridShapes, texts: Texts, kernel: Kernel,
                    decimals: int, book: RuleBook) -> list[Finding]:
    """Return everything that is to be said; ``table``: all rows of the layer, ``written``: those in the file."""
    return [*_shapes(table, shapes, decimals, book), *_invalid(written, texts, kernel, decimals, book),
            *_texts(texts, written.name, book), *_numbers(texts, written.name, book)]


def _shapes(table: PolygonTable, shapes: GridShapes, decimals: int, book: RuleBook) -> list[Finding]:
    empty = np.array([not wkb for wkb in shapes.wkb], dtype=bool)
    told = {"exchange.not_written": empty, "exchange.ring_lost": (shapes.lost > 0) & ~empty,
            "exchange.points_merged": (shapes.merged > 0) & ~empty}
    return [book.finding(rule, role=ROLE, source_fid=int(table.fids[row]), wkb=table.wkb[row], layer=table.name,
                         decimals=decimals, count=int(shapes.merged[row]))
            for rule, rows in told.items() for row in np.flatnonzero(rows).tolist()]


def _invalid(written: PolygonTable, texts: Texts, kernel: Kernel, decimals: int, book: RuleBook) -> list[Finding]:
    """Return the parcels that rounding made invalid; the layer's own faults were repaired before."""
    return [book.finding("exchange.written_invalid", role=ROLE, source_fid=int(written.fids[row]),
                         wkb=written.wkb[row], subject_id=texts.columns["parcel_no"][row],
                         subject_name=texts.columns["name"][row], decimals=decimals, reason=reason_text(reason))
            for row, reason in sorted(kernel.invalid(written.wkb).items())]


def _texts(texts: Texts, layer: str, book: RuleBook) -> list[Finding]:
    changed = [book.finding("exchange.text_changed", role=ROLE, place=f"{name} {text}", field=name, layer=layer,
                            value=text, written=written) for (name, text), written in texts.changed.items()]
    lost = [book.finding("exchange.not_in_encoding", role=ROLE, place=f"{name} {text}", field=name, layer=layer,
                         value=text, lost=signs) for (name, text), signs in texts.lost.items()]
    return [*changed, *lost]


def _numbers(texts: Texts, layer: str, book: RuleBook) -> list[Finding]:
    counts = Counter(texts.columns["parcel_no"])
    more: dict[str, Any] = {"role": ROLE, "layer": layer, "place": layer}
    if texts.numbered:
        return [book.finding("exchange.numbers_given", count=len(counts), **more)]
    empty = counts.pop("", 0)
    found = [book.finding("exchange.numbers_missing", count=empty, **more)] if empty else []
    again = sorted(number for number, count in counts.items() if count > 1)
    return [*found, *([book.finding("exchange.numbers_repeated", numbers=again[:20], count=len(again), **more)]
                      if again else [])]
