"""Reads the rules, class systems and grade tables that the plugin brings as data, and the user's changes to them."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .. import paths
from ..i18n import tr
from ..rules.class_table import ClassTableLayout
from ..rules.codes import ClassSystems
from ..rules.farmland_targets import Target
from ..rules.grades import UTILISATION, GradeScale, GradeTable
from ..rules.rule_rows import RuleBook, RuleRow
from ..rules.text import clean
from ..rules.units import exact_hundredths
from .errors import PlannerError
from .rule_check import DATE_KEYS, row_faults
from .spreadsheet_reading import SpreadsheetError, table_rows
from .text_files import TextFileError, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


_MOST_KG_PER_HA = 1_000_000  # a hundred times any harvest; more is a slip of units and would not fit the sums


# Columns of a grade table and what offices call them; the first alias is the one that messages name.
_GRADE_COLUMNS = {
    "unit_code": ("县区代码", "县区", "行政区代码", "XZQDM", "county", "county_code"),
    "grade": ("等别", "耕地等别", "GDDB"),
    "kg_per_ha": ("千克/公顷", "公斤/公顷", "产能", "kg/ha"),
}


class RuleFileError(PlannerError):
    """A file of the user's rules or grades cannot be used; the text names file, row, key and remedy."""


def load_rule_book(day: date, language: str, user_file: str | Path | None = None) -> RuleBook:
    """Return the rules in force on a day, with messages in 'zh' or 'en' and the user's changes.

    A user's file is ``{"rows": [{"id": "area.step", "thresholds": {"step_m": 10}}]}``: each row names a rule and the
    keys it changes; with effective dates of its own it counts only between them. A changed row is a house row unless
    it says otherwise. Raises RuleFileError when the file cannot be used.
    """
    if user_file is None:
        return _shipped_book(day, language)
    rows = list(_shipped_rows())
    changes = _user_rows(Path(user_file), rows)
    for change in changes:
        rows += _changed_versions(rows, change, Path(user_file).name)
    return RuleBook(rows, day, language)


@lru_cache(maxsize=8)
def _shipped_book(day: date, language: str) -> RuleBook:
    """Return our own rules of a day: a run asks a dozen times, and a book never changes."""
    return RuleBook(_shipped_rows(), day, language)


def load_class_systems() -> ClassSystems:
    """Return the land classes of the survey, the national standard and the planning guide."""
    return ClassSystems(_documents("classes.schema.json"))


def load_class_table(other_grassland: str) -> ClassTableLayout:
    """Return the layout of the area table by class; ``other_grassland`` 'unused' or 'agricultural' counts 0404 so."""
    return ClassTableLayout(next(iter(_documents("class_table.schema.json"))), other_grassland)


def load_grades(user_file: str | Path | None = None) -> GradeTable:
    """Return the grain capacity by unit and grade.

    A user's table (CSV or XLSX with the columns unit_code, grade, kg_per_ha, or a JSON list of such objects) adds to
    the national one: its rows for a county go before the national ones, rows with an empty unit_code replace them.
    Raises RuleFileError when the file cannot be used.
    """
    document = _documents("grades.schema.json")[0]
    scales = {row["id"]: GradeScale(**row) for row in document["scales"]}
    national = {(row["unit_code"], row["grade"]): float(row["kg_per_ha"]) for row in document["capacities"]}
    if user_file is None:
        return GradeTable(scales, national)
    own = _user_grades(Path(user_file), scales[UTILISATION])
    return GradeTable(scales, national, user_file=Path(user_file).name, own=own)


def load_targets(language: str) -> list[Target]:
    """Return the targets that documents set, as far as they give figures, with their source in 'zh' or 'en'."""
    found = []
    for row in _documents("targets.schema.json")[0]["targets"]:
        amount = row["target_wan_mu"]
        named = f"{row['number']} {row[f'place_{language}']}"
        note = row[f"note_{language}"]
        found.append(Target(row["unit_code"], row["unit_name"], row["indicator"], row["year"],
                            None if amount is None else exact_hundredths(Decimal(amount), "wan_mu")[0],
                            f"{named}; {note}" if note else named, plan=True))
    return found


def _documents(schema: str) -> tuple[Mapping[str, Any], ...]:
    """Return the JSON files of ``resources/rules`` that follow a schema, in the order of their names."""
    return tuple(document for document in _every_document() if document.get("$schema") == schema)


@cache
def _every_document() -> tuple[Mapping[str, Any], ...]:
    """Return the JSON files: read once, for a run asks half a dozen times; read-only, for all that ask share them."""
    return tuple(json.loads(path.read_text(encoding="utf-8"), object_hook=MappingProxyType)
                 for path in sorted(paths.resource("rules").glob("*.json")))


@cache
def _shipped_rows() -> tuple[RuleRow, ...]:
    return tuple(row for document in _documents("rules.schema.json") for row in _rows(document))


def _rows(document: Mapping[str, Any]) -> Iterator[RuleRow]:
    for row in document["rows"]:
        yield RuleRow(topic=document["topic"], **_typed(row))


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a JSON row with dates as dates and lists as tuples."""
    values = dict(row)
    for key in DATE_KEYS:
        if values.get(key) is not None:
            values[key] = date.fromisoformat(values[key])
    if "thresholds" in values:
        values["thresholds"] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in values["thresholds"].items()
        }
    return values


def _user_rows(path: Path, rows: Sequence[RuleRow]) -> list[dict[str, Any]]:
    document = _json(path)
    faults = row_faults(document, {row.id: row for row in rows})
    if faults:
        raise RuleFileError(tr("Rule file {file} cannot be used:").format(file=path) + "\n" + "\n".join(faults))
    return [_typed(row) for row in document["rows"]]


def _json(path: Path) -> Any:
    try:
        return json.loads(read_text(path))
    except TextFileError as error:
        raise RuleFileError(str(error)) from error
    except json.JSONDecodeError as error:
        raise RuleFileError(
            tr("{file} is not valid JSON (line {line}, column {column}). Check quotes, commas and brackets there.")
            .format(file=path, line=error.lineno, column=error.colno)) from error


def _changed_versions(rows: Sequence[RuleRow], change: Mapping[str, Any], file_name: str) -> list[RuleRow]:
    """Return what a change makes of every version of its rule, on the days that both are in force."""
    start, end = (change.get(key) for key in DATE_KEYS)
    versions = []
    for row in rows:
        if row.id == change["id"]:
            first = max((day for day in (row.effective_from, start) if day), default=None)
            last = min((day for day in (row.effective_to, end) if day), default=None)
            if first is None or last is None or first <= last:
                versions.append(_changed(row, change, file_name, first, last))
    return versions


def _changed(row: RuleRow, change: Mapping[str, Any], file_name: str, first: date | None,
             last: date | None) -> RuleRow:
    values = {key: value for key, value in change.items() if key not in {"id", *DATE_KEYS}}
    values["thresholds"] = {**row.thresholds, **change.get("thresholds", {})}
    return replace(row, **{"status": "house", **values, "user_file": file_name, "effective_from": first,
                           "effective_to": last})


def _user_grades(path: Path, scale: GradeScale) -> dict[tuple[str, int], float]:
    """Return the user's capacities by (unit_code, grade)."""
    own: dict[tuple[str, int], float] = {}
    faults: list[str] = []
    for place, row in _grade_rows(path):
        fault, entry = _grade_entry(row, scale)
        if fault or entry is None:
            faults.append(f"{place}: {fault}")
        elif own.setdefault(entry[0], entry[1]) != entry[1]:
            faults.append(f"{place}: " + tr("unit {unit} and grade {grade} stand twice with different values.").format(
                unit=entry[0][0] or "—", grade=entry[0][1]))
    if faults:
        raise RuleFileError(tr("Grade table {file} cannot be used:").format(file=path) + "\n" + "\n".join(faults))
    return own


def _grade_rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the rows of a grade table with their place in the file."""
    columns = ("unit_code", "grade", "kg_per_ha")
    if path.suffix.lower() == ".json":
        document = _json(path)
        if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
            raise RuleFileError(tr("{file} must hold a list of objects with: {columns}.").format(
                file=path, columns=", ".join(columns)))
        for number, row in enumerate(document, start=1):
            named = {_grade_column(str(key)): value for key, value in row.items()}
            unknown = sorted(set(named) - set(columns))
            if unknown:
                raise RuleFileError(tr("{file}, row {number}: there is no key {keys}; the keys are: {expected}.")
                                    .format(file=path, number=number, keys=", ".join(unknown),
                                            expected=", ".join(columns)))
            yield tr("row {number}").format(number=number), named
        return
    try:
        header, rows = table_rows(path)
    except (TextFileError, SpreadsheetError) as error:
        raise RuleFileError(str(error)) from error
    position = {_grade_column(name): index for index, name in enumerate(header)}
    # with a third column the unit must be known: one under another name would make its figures everybody's
    needed = columns if len(header) >= len(columns) else columns[1:]
    missing = [name for name in needed if name not in position]
    if missing:
        raise RuleFileError(tr("{file} has no column {columns}. The first line must name: {expected}.").format(
            file=path, columns=", ".join(missing),
            expected=", ".join(f"{name} ({_GRADE_COLUMNS[name][0]})" for name in columns)))
    for line, cells in rows:
        yield tr("line {line}").format(line=line), {
            name: cells[position[name]] for name in columns if name in position and position[name] < len(cells)
        }


def _grade_column(header: str) -> str:
    """Return the standard name of a column of a grade table, in whatever words it is headed."""
    wanted = clean(header).lower().replace(" ", "")
    known = ((name, {name, *(alias.lower() for alias in aliases)}) for name, aliases in _GRADE_COLUMNS.items())
    return next((name for name, words in known if wanted in words), wanted)


def _grade_entry(row: Mapping[str, Any], scale: GradeScale) -> tuple[str, tuple[tuple[str, int], float] | None]:
    """Return (fault, entry): a fault in words, or ((unit_code, grade), kg per hectare)."""
    unit, grade, capacity = (clean(row.get(key)) for key in ("unit_code", "grade", "kg_per_ha"))
    if unit and not unit.isdigit():
        return tr("unit_code must be digits or empty, not “{value}”.").format(value=unit), None
    if not grade.isdigit() or not scale.first <= int(grade) <= scale.last:
        return tr("grade must be a whole number from {first} to {last}, not “{value}”.").format(
            first=scale.first, last=scale.last, value=grade), None
    try:
        kilograms = float(capacity)
    except ValueError:
        kilograms = float("nan")
    if not 0 < kilograms <= _MOST_KG_PER_HA:
        return tr("kg_per_ha must be a number above 0 and at most {most}, not “{value}”.").format(
            value=capacity, most=_MOST_KG_PER_HA), None
    return "", ((unit, int(grade)), kilograms)
