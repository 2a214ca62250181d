"""What a coordinate file shows of its dialect."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ...i18n import language, tr
from ...rules.parcel_dialects import CONTINUED, PER_RING, Traits
from ...rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...engine.parcel_shapes import Drawing
    from ...rules.parcel_dialects import Dialect
    from ...rules.parcel_text import ParcelFile

_ENCODINGS = {"gb18030": "gbk", "utf-8": "utf-8", "utf-8-sig": "utf-8-sig"}


def file_traits(file: ParcelFile, encoding: str, drawing: Drawing) -> Traits:
    """Return the traits of a file; what it does not show, or does one way and the other, is None."""
    ids = [name for text in drawing.texts for name in text.ids]
    swapped = drawing.arranged.swapped
    rings = [ring for parcel in drawing.rings for ring in parcel]
    further = [ring.ids[0] == parcel[0].ids[0] for parcel in drawing.rings for ring in parcel[1:]]
    units = {clean(text.title.cells["area"]).lstrip("0123456789. ") for text in drawing.texts
             if text.title.cells["area"]}
    letters = _all_or_none([name.startswith("J") for name in ids])
    numbered = _all_or_none(further)
    return Traits(
        encoding=_ENCODINGS.get(encoding), brackets=file.brackets,
        point_prefix="J" if letters else "" if all(name.isdigit() for name in ids) else None,
        zone_prefix=bool(drawing.arranged.zone),
        northing_first=None if swapped.any() and not swapped.all() else not swapped.any(),
        area_unit=units.pop() if len(units) == 1 else None,
        numbering=None if numbered is None else PER_RING if numbered else CONTINUED,
        closing_row=_all_or_none([ring.closed for ring in rings]))


def _all_or_none(told: list[bool]) -> bool | None:
    """Return True when all are true, False when none is, None when it is mixed or there is nothing."""
    return None if not told or (any(told) and not all(told)) else told[0]


def note_dialect(file: ParcelFile, dialect: Dialect, columns: Sequence[str], traits: Traits) -> None:
    """Note which dialect a file is read as, and where it is not like it."""
    notes = file.notes
    notes.add("exchange.dialect", dialect=dialect.id, title=dialect.titles[language()])
    if dialect.columns != tuple(columns):
        notes.add("exchange.dialect_columns", dialect=dialect.id, found=len(columns), expected=len(dialect.columns))
    for name, expected, found in dialect.traits.differing(traits):
        notes.add("exchange.dialect_differs", dialect=dialect.id, trait=_title(name),
                  expected=_text(name, expected), found=_text(name, found))


def _text(name: str, value: object) -> str:
    """Return a trait, or its value, in words."""
    yes_no = {
        "zone_prefix": (tr("with zone number"), tr("without zone number")),
        "northing_first": (tr("northing first"), tr("easting first")),
        "closing_row": (tr("closed"), tr("not closed")),
    }
    if isinstance(value, bool):
        return yes_no[name][0 if value else 1]
    words = {CONTINUED: tr("continued"), PER_RING: tr("anew in each ring"), "": tr("none")}
    return words.get(str(value), str(value))


def _title(name: str) -> str:
    """Return what a trait is called."""
    return {
        "encoding": tr("encoding"), "brackets": tr("brackets of sections"), "point_prefix": tr("letter of point ids"),
        "zone_prefix": tr("eastings"), "northing_first": tr("order of coordinates"), "area_unit": tr("unit of areas"),
        "numbering": tr("numbering of points"), "closing_row": tr("rings"),
    }[name]
