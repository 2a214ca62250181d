"""What layers have to tell of themselves: geometries changed, left out or left whole, text in the wrong encoding."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..engine.line_reading import NOT_LINES, ZERO_LENGTH
from ..engine.lonlat import crs_label
from ..engine.plain_polygons import CURVE, EMPTY, NOT_TRANSFORMED, OTHER_PARTS, RINGS, UNREADABLE, Z_DROPPED
from ..engine.point_reading import NOT_POINTS
from ..rules.misread import misread
from ..rules.text import some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..engine.kernel import Uncut
    from ..engine.raw_rows import Column
    from ..engine.reading import FeatureTable
    from ..rules.areas import Ints
    from ..rules.findings import Finding
    from ..rules.progress import Progress
    from ..rules.rule_rows import RuleBook

NOTED = {EMPTY: "geometry.empty", CURVE: "geometry.curve", Z_DROPPED: "geometry.z_dropped",
         OTHER_PARTS: "geometry.other_parts", RINGS: "geometry.rings", UNREADABLE: "geometry.unreadable",
         NOT_TRANSFORMED: "crs.not_transformed", NOT_LINES: "geometry.not_lines",
         ZERO_LENGTH: "geometry.zero_length", NOT_POINTS: "geometry.not_points"}
_OFTEN_WITHOUT_PLACE = {"heritage_sites"}  # a register also lists what nobody has placed
_CHUNK = 50_000  # rows


def reading_findings(table: FeatureTable, role: str, book: RuleBook) -> list[Finding]:
    """Return one finding for each thing that happened to geometries while they were read.

    A layer without any geometry is as good as empty: that is an error, not a gap in it.
    """
    found = []
    for note, rule in NOTED.items():
        rows = table.noted(note)
        if len(rows) and not (note == EMPTY and role in _OFTEN_WITHOUT_PLACE):
            found.append(book.finding(rule, role=role, layer=table.name, count=len(rows), place=f"{role} {rule}",
                                      severity="error" if note == EMPTY and len(rows) == len(table) else None,
                                      fids=first_fids(table, rows)))
    return found


def stray_finding(table: FeatureTable, strays: Ints, role: str, book: RuleBook) -> Finding:
    """Return the finding for shapes that lie far from all others."""
    return book.finding("crs.stray_features", role=role, layer=table.name, place=role, count=len(strays),
                        crs=crs_label(table.crs), fids=first_fids(table, strays))


def uncut_findings(uncut: Sequence[Uncut], book: RuleBook) -> list[Finding]:
    """Return one finding for each shape that stayed whole because it could not be cut."""
    return [book.finding("geometry.not_cut", layer=one.layer, place=f"{one.layer} {one.wkb.hex()}", wkb=one.wkb,
                         reason=one.reason) for one in uncut]


def misread_findings(table: FeatureTable, role: str, book: RuleBook, progress: Progress) -> list[Finding]:
    """Return one finding for each column whose text was read in the wrong encoding."""
    found = []
    for name, column in table.columns.items():
        rows = _misread_rows(column, progress)
        if len(rows):
            found.append(book.finding("text.encoding", role=role, layer=table.name, field=name, count=len(rows),
                                      place=f"{role} {name}", value=column[rows[0]], fids=first_fids(table, rows)))
    return found


def _misread_rows(column: Column, progress: Progress) -> Ints:
    if column.dtype != object:
        return np.empty(0, dtype=np.int64)
    rows: list[int] = []
    for start in range(0, len(column), _CHUNK):
        progress.check()
        part = column[start:start + _CHUNK].tolist()
        if _is_ascii(part):
            continue
        # values repeat: classes and villages are few
        wrong = {value for value in set(part) if isinstance(value, str) and misread(value)}
        if wrong:
            rows += [start + row for row, value in enumerate(part) if value in wrong]
    return np.array(rows, dtype=np.int64)


def _is_ascii(values: list[Any]) -> bool:
    """Tell whether values are nothing but plain text or NULL: most columns hold codes, as many as there are rows."""
    try:
        return "".join(filter(None, values)).isascii()
    except TypeError:  # there are numbers or dates among them
        return False


def first_fids(table: FeatureTable, rows: Ints) -> list[Any]:
    """Return the feature ids of the first rows, as many as a message can hold, and a sign where there are more."""
    return some(table.fids[rows].tolist())
