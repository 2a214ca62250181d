"""What is to be said of a coordinate file: liberties taken, faults of parcels, stated against computed figures."""
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from ...engine.crs import crs_problems
from ...engine.wkb import wkb_bounds
from ...rules.parcel_areas import Compared, compare, counts_agree, stated_area, stated_count
from .note_texts import at

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...engine.parcel_shapes import Drawing, Shapes
    from ...rules.findings import Finding
    from ...rules.parcel_notes import Note, Notes
    from ...rules.parcel_text import ParcelFile
    from ...rules.rule_rows import RuleBook

ROLE = "coordinate_file"
_UNITS = {"m2": ("平方米", "square metres"), "mu": ("亩", "mu")}
_COLUMNS = {"points": ("界址点数", "the number of points"), "area": ("地块面积", "an area")}


def stated_areas(drawing: Drawing, shapes: Shapes, notes: Notes, book: RuleBook) -> list[Compared | None]:
    """Return the stated area of each parcel beside its own, None where there is none to compare."""
    share, least = (float(book.threshold("exchange.declared_area", key)) for key in ("max_share_of_total", "min_m2"))
    found: list[Compared | None] = []
    for number, text in enumerate(drawing.texts):
        cell = text.title.cells["area"]
        try:
            stated = stated_area(cell)
        except ValueError:
            _unreadable("area", cell, text.line, notes)
            found.append(None)
            continue
        if stated is None:
            notes.add("exchange.area_missing", text.line)
            found.append(None)
            continue
        item = compare(stated, float(shapes.area[number]) / 100, float(shapes.plane[number]), share, least)
        if item.unit != stated.unit:
            chinese, english = _UNITS[item.unit]
            notes.add("exchange.area_unit", text.line, number, value=cell, unit_zh=chinese, unit_en=english)
        found.append(item)
    return found


def _unreadable(column: str, cell: str, line: int, notes: Notes) -> None:
    chinese, english = _COLUMNS[column]
    notes.add("exchange.declared_text", line, value=cell[:40], column_zh=chinese, column_en=english)


def stated_points(cell: str) -> int | None:
    """Return the number of points a title states, None where it states none or what is no number."""
    try:
        return stated_count(cell)
    except ValueError:
        return None


def import_findings(file: ParcelFile, drawing: Drawing, shapes: Shapes, stated: list[Compared | None],
                    crs: QgsCoordinateReferenceSystem, name: str, book: RuleBook) -> list[Finding]:
    """Return everything that is to be said of a file called ``name``."""
    _note_counts(drawing, file.notes)
    _note_numbers(drawing, file.notes)
    spoken = _Spoken(drawing, shapes, book)
    bounds = wkb_bounds([wkb for wkb in shapes.wkb if wkb])
    box = (*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist()) if len(bounds) else None
    return [*crs_problems(name, crs, box, book), *(spoken.note(note) for note in file.notes.found),
            *spoken.invalid(), *spoken.areas(stated)]


def _note_counts(drawing: Drawing, notes: Notes) -> None:
    for number, (text, rings) in enumerate(zip(drawing.texts, drawing.rings)):
        cell = text.title.cells["points"]
        try:
            stated = stated_count(cell)
        except ValueError:
            _unreadable("points", cell, text.line, notes)
            continue
        if stated is not None and not counts_agree(stated, len(text.ids), rings):
            notes.add("exchange.point_count", text.line, number, declared=stated, rows=len(text.ids),
                      corners=sum(len(ring.points) for ring in rings))


def _note_numbers(drawing: Drawing, notes: Notes) -> None:
    counts = Counter(text.title.cells["parcel_no"] for text in drawing.texts)
    for text in drawing.texts:
        number = text.title.cells["parcel_no"]
        if number and counts[number] > 1:
            notes.add("exchange.number_repeated", text.line, number=number)


class _Spoken:
    """Makes findings about the parcels of a file; a feature id is the row in OUTPUT, from 1."""

    def __init__(self, drawing: Drawing, shapes: Shapes, book: RuleBook) -> None:
        self._drawing, self._shapes, self._book = drawing, shapes, book

    def note(self, note: Note) -> Finding:
        place = f"{note.lines} {sorted(note.values.items())}"
        subject = {} if note.parcel is None else self._subject(note.parcel)
        return self._book.finding(note.rule_id, place=place, role=ROLE, at=at(note.lines, note.count), **subject,
                                  **note.values)

    def invalid(self) -> list[Finding]:
        found = []
        for number, (reason, drawn) in sorted(self._shapes.invalid.items()):
            rule = "exchange.invalid" if self._shapes.wkb[number] else "exchange.unrepairable"
            found.append(self._book.finding(
                rule, role=ROLE, at=self._at(number), reason=reason, drawn_m2=drawn,
                area_m2=float(self._shapes.area[number]) / 100, **self._subject(number)))
        return found

    def areas(self, stated: list[Compared | None]) -> list[Finding]:
        compared = [(number, item) for number, item in enumerate(stated)
                    if item is not None and self._shapes.wkb[number]]
        if not compared:
            return []
        found = [self._book.finding(
            "exchange.declared_area", role=ROLE, at=self._at(number), area_m2=float(self._shapes.area[number]) / 100,
            plane_m2=float(self._shapes.plane[number]), declared_m2=item.stated_m2, difference_m2=item.difference_m2,
            tolerance_m2=item.tolerance_m2, **self._subject(number)) for number, item in compared if not item.agrees]
        which, most = max(compared, key=lambda pair: pair[1].difference_m2)
        subject = self._subject(which)
        return [*found, self._book.finding(
            "exchange.areas_compared", role=ROLE, place="areas", count=len(compared),
            agreeing=len(compared) - len(found), difference_m2=most.difference_m2,
            which=subject["subject_name"] or subject["subject_id"])]

    def _at(self, number: int) -> str:
        return at([self._drawing.texts[number].line])

    def _subject(self, number: int) -> dict[str, Any]:
        """Return what names a parcel in a finding: its number and name, its line where it has neither."""
        text = self._drawing.texts[number]
        cells = text.title.cells
        return {"subject_id": cells["parcel_no"] or f"#{number + 1}", "subject_name": cells["name"],
                "source_fid": number + 1, "wkb": self._shapes.wkb[number]}
