"""Reads the rules, class systems and grade tables that the plugin brings as data, and the user's changes to them."""
from __future__ import annotations

import json
from dataclasses import dataclass, replace
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
from ..rules.head_units import has_note, known_heads, yield_unit
from ..rules.rule_rows import RuleBook, RuleRow
from ..rules.text import clean, decimal_number, is_total
from ..rules.units import exact_hundredths
from .admin_units import coded_unit
from .errors import PlannerError
from .rule_check import DATE_KEYS, row_faults
from .spreadsheet_reading import SpreadsheetError, table_rows
from .text_files import TextFileError, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


_MOST_KG_PER_HA = 1_000_000  # a hundred times any harvest; more is a slip of units and would not fit the sums
_COUNTY_DIGITS = 6


# Columns of a grade table and what offices call them; a capacity is known by the unit in its head as well.
_GRADE_COLUMNS = {
    "unit_code": ("unit_code", "县区代码", "行政区代码", "行政区划代码", "区划代码", "XZQDM", "county_code"),
    "unit_name": ("unit_name", "县区", "县（区）", "县区名称", "行政区名称", "行政区划名称", "XZQMC", "county"),
    "grade": ("grade", "等别", "耕地等别", "利用等别", "GDDB"),
    "kg_per_ha": ("kg_per_ha", "产能"),
}
_GRADE_HEADS = "unit_code (县区代码, 县区), grade (等别), kg_per_ha (千克/公顷, 公斤/亩)"


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

    A user's table (CSV or XLSX with the columns unit_code, grade, kg_per_ha, or what offices call them, the capacity in
    the unit that its head states; or a JSON list of such objects) adds to the national one: its rows for a county go
    before the national ones, rows with an empty unit_code replace them.
    Raises RuleFileError when the file cannot be used.
    """
    document = _documents("grades.schema.json")[0]
    scales = {row["id"]: GradeScale(**row) for row in document["scales"]}
    national = {(row["unit_code"], row["grade"]): float(row["kg_per_ha"]) for row in document["capacities"]}
    if user_file is None:
        return GradeTable(scales, national)
    own, totals = _user_grades(Path(user_file), scales[UTILISATION])
    return GradeTable(scales, national, user_file=Path(user_file).name, own=own, totals=totals)


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


@dataclass(frozen=True)
class _GradeHead:
    """Which cell of a row of a grade table is which field; kg_per_ha: what one of the capacity's unit is."""

    place: Mapping[str, int]
    capacity: str
    kg_per_ha: float

    def texts(self, cells: Sequence[Any]) -> dict[str, str]:
        """Return the cells of a row by field as clean text, '' for none."""
        return {name: clean(cells[self.place[name]]) if self.place.get(name, len(cells)) < len(cells) else ""
                for name in _GRADE_COLUMNS}


def _user_grades(path: Path, scale: GradeScale) -> tuple[dict[tuple[str, int], float], list[int]]:
    """Return the user's capacities by (unit_code, grade), and the rows or lines that are totals and were left out."""
    own: dict[tuple[str, int], float] = {}
    faults: list[str] = []
    totals: list[int] = []
    place = tr("row {number}") if path.suffix.lower() == ".json" else tr("line {line}")
    for number, head, cells in _grade_rows(path):
        row = head.texts(cells)
        if is_total(row["unit_code"]) or is_total(row["unit_name"]) or is_total(row["grade"]):
            totals.append(number)
        elif any(row.values()):
            fault, entry = _grade_entry(row, head, scale)
            if entry is not None and own.setdefault(entry[0], entry[1]) != entry[1]:
                fault = tr("unit {unit} and grade {grade} stand twice with different values.").format(
                    unit=entry[0][0] or "—", grade=entry[0][1])
            faults += [f"{place.format(number=number, line=number)}: {fault}"] if fault else []
    if faults:
        raise RuleFileError(tr("Grade table {file} cannot be used:").format(file=path) + "\n" + "\n".join(faults))
    if not own:
        raise RuleFileError(tr("Grade table {file} has no rows. Enter the capacities, or choose no table: the national "
                               "ones are taken then.").format(file=path))
    return own, totals


def _grade_rows(path: Path) -> Iterator[tuple[int, _GradeHead, Sequence[Any]]]:
    """Yield the rows of a grade table with their number in the file and their head."""
    if path.suffix.lower() == ".json":
        document = _json(path)
        if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
            raise RuleFileError(tr("{file} must hold a list of objects with: {columns}.").format(
                file=path, columns=_GRADE_HEADS))
        for number, row in enumerate(document, start=1):
            head = _grade_head(path, list(row))
            unknown = sorted(key for place, key in enumerate(row) if place not in head.place.values())
            if unknown:
                raise RuleFileError(tr("{file}, row {number}: there is no key {keys}; the keys are: {expected}.")
                                    .format(file=path, number=number, keys=", ".join(unknown),
                                            expected=_GRADE_HEADS))
            yield number, head, list(row.values())
        return
    try:
        header, rows = table_rows(path)
    except (TextFileError, SpreadsheetError) as error:
        raise RuleFileError(str(error)) from error
    head = _grade_head(path, header)
    missing = [name for name in ("grade", "kg_per_ha") if name not in head.place]
    # with a third column the unit must be known: one under another name would make its figures everybody's
    if not {"unit_code", "unit_name"} & set(head.place) and len(header) > 2:  # noqa: PLR2004
        missing.insert(0, "unit_code")
    if missing:
        raise RuleFileError(tr("{file} has no column {columns}. The first line must name: {expected}.").format(
            file=path, columns=", ".join(missing), expected=_GRADE_HEADS))
    yield from ((line, head, cells) for line, cells in rows)


def _grade_head(path: Path, header: Sequence[str]) -> _GradeHead:
    """Return which column is which; raises RuleFileError where two are the capacity."""
    units = [yield_unit(head) for head in header]
    place: dict[str, int] = {}
    for position, (name, unit) in enumerate(known_heads(header, _GRADE_COLUMNS)):
        unclear = name == "kg_per_ha" and (unit or has_note(header[position]))  # 产能（公斤）, of which area?
        field = "kg_per_ha" if units[position] is not None else "" if unclear else name
        if field and place.setdefault(field, position) != position:
            raise RuleFileError(tr("{file}: columns “{first}” and “{second}” mean the same. Keep one of them.")
                                .format(file=path, first=header[place[field]], second=header[position]))
    capacity = place.get("kg_per_ha")
    if capacity is None:
        return _GradeHead(place, "kg_per_ha", 1.0)
    return _GradeHead(place, header[capacity], float(units[capacity] or 1))


def _grade_entry(row: Mapping[str, str], head: _GradeHead,
                 scale: GradeScale) -> tuple[str, tuple[tuple[str, int], float] | None]:
    """Return (fault, entry): a fault in words, or ((unit_code, grade), kg per hectare)."""
    said, named, grade = row["unit_code"] or row["unit_name"], row["unit_name"], row["grade"]
    unit = said if said[:1].isdigit() else coded_unit(said).code
    if said and not unit.isdigit():
        return tr("the unit must be a code of digits, the name of a county of Kaifeng, or empty for everywhere, not "
                  "“{value}”. Codes stand in field XZQDM of the layer of units, or begin ZLDWDM of the parcels."
                  ).format(value=said), None
    if named and not named.isdigit() and coded_unit(named).code not in ("", unit[:_COUNTY_DIGITS]):
        return tr("the unit code is {code}, but “{name}” is another unit. Correct one of them.").format(
            code=unit, name=named), None
    if not grade.isdigit() or not scale.first <= int(grade) <= scale.last:
        return tr("grade must be a whole number from {first} to {last}, not “{value}”.").format(
            first=scale.first, last=scale.last, value=grade), None
    amount = decimal_number(row["kg_per_ha"])
    most = _MOST_KG_PER_HA / head.kg_per_ha
    if amount is None or not 0 < amount <= most:
        return tr("{column} must be a number above 0 and at most {most}, not “{value}”.").format(
            column=head.capacity, most=f"{most:.10g}", value=row["kg_per_ha"]), None
    return "", ((unit, int(grade)), float(amount) * head.kg_per_ha)
