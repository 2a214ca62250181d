"""Class maps: the user's table from the class values of a layer to the codes of the land survey."""
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer

from ..compat import is_null
from ..i18n import tr
from ..rules.codes import SURVEY, clean_code
from ..rules.text import clean
from .errors import PlannerError
from .rule_store import load_class_systems
from .spreadsheet_reading import SpreadsheetError, table_rows
from .text_files import TextFileError, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VALUE_COLUMN, CODE_COLUMN = "value", "DLBM"

_Entry = tuple[str, Any, Any]  # place in the source, value, code


class ClassMapError(PlannerError):
    """A class map cannot be used; the text names the source, its line and what to do."""


def read_class_map(source: str | Path | QgsVectorLayer) -> dict[str, str]:
    """Return a class map as {value: survey code}, both cleaned as ``rules.text.clean`` does.

    ``source`` is a CSV file (UTF-8 or GB18030), the first sheet of an XLSX file, a JSON file (an object, or a list of
    objects or pairs), or a table layer. The columns are found by their names ``value`` and ``DLBM``; otherwise the
    first two are taken. A row with an empty value is the class of parcels whose class is empty; a row whose code is
    empty is left out. Raises ClassMapError, listing every line that cannot be used.
    """
    if isinstance(source, QgsVectorLayer):
        return _checked(source.name(), _from_layer(source))
    return _checked(str(source), _from_file(Path(source)))


def _checked(name: str, entries: Iterable[_Entry]) -> dict[str, str]:
    classes = load_class_systems()
    result: dict[str, str] = {}
    faults: list[str] = []
    for place, raw_value, raw_code in entries:
        value, code = clean(raw_value), clean_code(raw_code)
        if not code:
            continue
        if classes.info(SURVEY, code) is None:
            faults.append(f"{place}: " + tr(
                "“{code}” (for “{value}”) is no code of the land survey. Give a survey code such as 0101, with its "
                "leading zero.").format(code=code, value=value))
        elif result.setdefault(value, code) != code:
            faults.append(f"{place}: " + tr("“{value}” already stands for {first}, here for {code}. Keep one of them.")
                          .format(value=value, first=result[value], code=code))
    if faults:
        raise ClassMapError(tr("Class map {name} cannot be used:").format(name=name) + "\n" + "\n".join(faults))
    if not result:
        raise ClassMapError(tr("Class map {name} has no rows. Give one row per class value: value, DLBM.").format(
            name=name))
    return result


def _columns(name: str, header: Sequence[str]) -> tuple[int, int, bool]:
    """Return the positions of value and code, and whether the header names them."""
    lower = [column.strip().lower() for column in header]
    if VALUE_COLUMN in lower and CODE_COLUMN.lower() in lower:
        return lower.index(VALUE_COLUMN), lower.index(CODE_COLUMN.lower()), True
    if len(header) < 2:  # noqa: PLR2004 (a map is from one thing to another)
        raise ClassMapError(tr("Class map {name} has only one column. It needs two: value, DLBM.").format(name=name))
    return 0, 1, False


def _from_file(path: Path) -> Iterable[_Entry]:
    try:
        return _from_json(path) if path.suffix.lower() == ".json" else _from_table(path)
    except (TextFileError, SpreadsheetError) as error:
        raise ClassMapError(str(error)) from error


def _from_table(path: Path) -> list[_Entry]:
    header, rows = table_rows(path)
    value, code, named = _columns(str(path), header)
    # Every survey code starts with a digit, no column name does: without a header the first line is a row.
    if not named and header[code][:1].isdigit():
        rows = [(1, header), *rows]
    entries: list[_Entry] = []
    for line, cells in rows:
        padded = [*cells, *[""] * (max(value, code) + 1 - len(cells))]
        entries.append((tr("line {line}").format(line=line), padded[value], padded[code]))
    return entries


def _from_json(path: Path) -> list[_Entry]:
    try:
        pairs = json.loads(read_text(path), object_pairs_hook=_Pairs)
    except json.JSONDecodeError as error:
        raise ClassMapError(
            tr("{file} is not valid JSON (line {line}, column {column}). Check quotes, commas and brackets there.")
            .format(file=path, line=error.lineno, column=error.colno)) from error
    if isinstance(pairs, _Pairs):
        return [(f"“{key}”", key, code) for key, code in pairs]
    if not isinstance(pairs, list):
        raise ClassMapError(tr("{file} must hold an object {{value: DLBM}} or a list of rows.").format(file=path))
    return [_json_row(path, number, row) for number, row in enumerate(pairs, start=1)]


class _Pairs(list[Any]):
    """The members of a JSON object in order, a name given twice kept twice, so that a conflict is not lost."""


def _json_row(path: Path, number: int, row: Any) -> _Entry:
    place = tr("row {number}").format(number=number)
    if isinstance(row, _Pairs) and row:
        value, code, _ = _columns(str(path), [key for key, _ in row])
        return place, row[value][1], row[code][1]
    if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004 (a pair)
        return place, row[0], row[1]
    raise ClassMapError(tr("{file}, {place}: a row must be an object with value and DLBM, or a pair of the two.")
                        .format(file=path, place=place))


def _from_layer(layer: QgsVectorLayer) -> list[_Entry]:
    # The row number of a GeoPackage table comes first but is no column of the user's.
    columns = [index for index in layer.fields().allAttributesList() if index not in layer.primaryKeyAttributes()]
    value, code, _ = _columns(layer.name(), [layer.fields()[index].name() for index in columns])
    entries: list[_Entry] = []
    for feature in layer.getFeatures():
        cells = [feature.attribute(index) for index in columns]
        cells = [None if is_null(cell) else cell for cell in cells]
        entries.append((tr("row {number}").format(number=feature.id()), cells[value], cells[code]))
    return entries
