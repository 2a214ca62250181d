"""The head of a table of reserve entries: which column is meant by which field, and in which unit its figures are."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.errors import PlannerError
from ...engine.schema import load_schema
from ...i18n import tr
from ...rules.text import clean
from ...rules.units import AREA_WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ...engine.spreadsheet_reading import Row, TextSheet

AREAS = ("quantity", "paddy")
AMOUNTS = (*AREAS, "capacity")

_LINES_ABOVE = 20  # titles and remarks that stand above a head
_UNITS = {
    **AREA_WORDS, "kg": ("kg", "公斤", "千克"), "t": ("t", "吨"), "cny": ("元", "cny", "rmb"),
    "wan_cny": ("万元",),
}
_SHOWN = {"m2": "m²", "ha": "ha (公顷)", "mu": "mu (亩)", "wan_mu": "万亩", "kg": "kg (公斤)", "t": "t (吨)",
          "cny": "元", "wan_cny": "万元"}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_IN_BRACKETS = re.compile(r"^(.*?)[(（\[【]([^()（）\[\]【】]*)[)）\]】]$")
_SUFFIX = re.compile(r"^(.+)_(m2|ha|mu|kg|cny)$", re.IGNORECASE)


@dataclass(frozen=True)
class Head:
    """``columns`` maps a field to its position, ``labels`` to what the file calls it; ``unread`` are other columns.

    ``unit`` is that of all areas; ``rows`` are the lines below the head, ``width`` the cells up to its last name,
    ``most`` those that a line may have at all; ``open_formulas`` are the cells whose formula has no value.
    """

    columns: Mapping[str, int]
    labels: Mapping[str, str]
    unread: tuple[str, ...]
    unit: str
    rows: Sequence[Row]
    sheet: str
    width: int
    most: int
    open_formulas: Collection[tuple[int, int]]


def find_head(sheets: Sequence[TextSheet], file: str, unit: str) -> Head:
    """Return the head of the only sheet that has one with lines below it; ``unit`` is that chosen for areas.

    Raises PlannerError when no sheet has the columns that are needed, several have, a column stands twice, or a unit
    that the head names is another than the chosen one.
    """
    heads = [(sheet, place) for sheet in sheets for place in [_place(sheet)] if place is not None]
    filled = [(sheet, place) for sheet, place in heads
              if place + 1 < len(sheet.rows) and {*AMOUNTS} & {_field(cell) for cell in sheet.rows[place][1]}]
    if len(filled) > 1:
        raise PlannerError(tr("{file} has several sheets with entries: {sheets}. Only one is imported at a time. Keep "
                              "one, and delete or hide the others.").format(
                                  file=file, sheets=", ".join(sheet.name for sheet, _ in filled)))
    for sheet, place in filled or heads:
        return _checked(sheet, place, [_field(cell) for cell in sheet.rows[place][1]], file, unit)
    raise PlannerError(tr("{file} has no line that names the columns. It needs at least: {columns}.").format(
        file=file, columns=", ".join(_title(name) for name in ("entry_id", "unit_code", "available_date", "quantity"))))


def is_head(cells: Sequence[str]) -> bool:
    """Tell whether a line names the columns of a table of entries."""
    named = {_field(cell) for cell in cells}
    return "entry_id" in named and bool(named & {*AMOUNTS, "unit_code"})


def _place(sheet: TextSheet) -> int | None:
    return next((place for place, (_, cells) in enumerate(sheet.rows[:_LINES_ABOVE]) if is_head(cells)), None)


def _checked(sheet: TextSheet, place: int, named: Sequence[str | None], file: str, unit: str) -> Head:
    cells = sheet.rows[place][1]
    columns: dict[str, int] = {}
    faults = []
    for position, name in enumerate(named):
        if name is not None and columns.setdefault(name, position) != position:
            faults.append(tr("Columns “{first}” and “{second}” mean the same ({field}). Keep one of them.").format(
                first=cells[columns[name]], second=cells[position], field=_title(name)))
    if not set(AMOUNTS) & set(columns):
        faults.append(tr("There is no column with an amount. Give at least one of: {columns}.").format(
            columns=", ".join(_title(name) for name in AMOUNTS)))
    if "kind" not in columns:  # then all lines are new entries
        faults += [tr("Column {column} is missing.").format(column=_title(name))
                   for name in ("unit_code", "available_date") if name not in columns]
    rows = sheet.rows[place + 1:]
    below = _units_below(rows)
    faults += _unit_faults({name: (cells[position], below[position] if below else "")
                            for name, position in columns.items()}, unit)
    if faults:
        raise PlannerError(tr("{file} cannot be imported:").format(file=file) + "\n" + "\n".join(faults))
    labels = {name: cells[position] for name, position in columns.items()}
    unread = tuple(cell for cell, name in zip(cells, named) if name is None and cell)
    width = max(position for position, cell in enumerate(cells, 1) if cell)
    # a spreadsheet fills all its lines up to the longest; in a text file each cell was written, be it empty
    most = len(cells) if not sheet.name else max((len(line) for _, line in rows), default=width)
    return Head(columns, labels, unread, unit, rows[1:] if below else rows, sheet.name, width, most,
                sheet.open_formulas)


def _units_below(rows: Sequence[Row]) -> list[str] | None:
    """Return the cells of a line of units right below the head, None when the first line is no such line."""
    cells = rows[0][1] if rows else []
    given = [cell for cell in cells if cell]
    return cells if given and all(_unit(cell) for cell in given) else None


def _unit_faults(heads: Mapping[str, tuple[str, str]], unit: str) -> list[str]:
    """Return what is wrong with the units that columns name, by field as (label, unit in the line below)."""
    expected = {**dict.fromkeys(AREAS, unit), "capacity": "kg", "price_cny": "cny"}
    faults = []
    for name, wanted in expected.items():
        label = heads.get(name, ("", ""))[0]
        for text in heads.get(name, ()):
            found = _unit(text) or _split(text)[1]
            if not found or found == wanted:
                continue
            message = tr("Column “{column}” is in {found}, but areas are to be read in {wanted}. Choose the unit of "
                         "the file.") if name in AREAS else tr("Column “{column}” is in {found}. Give it in {wanted}.")
            faults.append(message.format(column=label, found=_SHOWN[found], wanted=_SHOWN[wanted]))
    return faults


def _field(text: str) -> str | None:
    """Return the field that a column's head names, None for another column."""
    schema = load_schema("reserve_entries")
    for name in (_plain(text), _split(text)[0]):
        known = schema.field(name) or next((field for field in schema.fields if field.zh == name), None)
        if known is not None:
            return known.name
    return None


def _split(text: str) -> tuple[str, str]:
    """Return a head without its unit, and the unit: '数量（公顷）' is ('数量', 'ha'), 'paddy_m2' ('paddy', 'm2')."""
    plain = _plain(text)
    for form in (_IN_BRACKETS, _SUFFIX):
        match = form.match(plain)
        if match and _unit(match[2]):
            return match[1], _unit(match[2])
    return plain, ""


def _unit(text: str) -> str:
    return _UNIT_OF.get(_plain(text).lower(), "")


def _plain(text: str) -> str:
    return re.sub(r"\s", "", clean(text))


def _title(name: str) -> str:
    field = load_schema("reserve_entries").field(name)
    return name if field is None else f"{name} {field.zh}"
