"""Class maps: the user's table from the class values of a layer to the codes of the land survey."""
from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsVectorLayer

from ..compat import is_null
from ..i18n import tr
from ..rules.codes import SURVEY, clean_code
from ..rules.head_units import known_heads, plain_head
from ..rules.text import clean
from .errors import PlannerError
from .rule_store import load_class_systems
from .spreadsheet_reading import SpreadsheetError, table_rows
from .text_files import TextFileError, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VALUE_COLUMN, CODE_COLUMN = "value", "DLBM"
# What offices call the columns of a class map.
_HEADS = {
    VALUE_COLUMN: ("value", "原值", "原地类", "原地类编码", "原地类代码", "原编码", "原代码", "旧地类", "旧地类编码",
                   "旧地类代码", "旧编码", "旧代码"),
    CODE_COLUMN: ("DLBM", "地类编码", "地类代码", "新地类", "新地类编码", "新地类代码", "新编码", "新代码", "调查地类",
                  "调查地类编码", "调查地类代码", "三调地类", "三调地类编码", "三调地类代码"),
}

_SHOWN_HEADS = 3

_Entry = tuple[str, Any, Any]  # place in the source, value, code


class ClassMapError(PlannerError):
    """A class map cannot be used; the text names the source, its line and what to do."""


def read_class_map(source: str | Path | QgsVectorLayer) -> dict[str, str]:
    """Return a class map as {value: survey code}, both cleaned as ``rules.text.clean`` does.

    ``source`` is a CSV file (UTF-8 or GB18030), the first sheet of an XLSX file, a JSON file (an object, or a list of
    objects or pairs), or a table layer. The columns are found by their names ``value`` and ``DLBM``, or what offices
    call them; otherwise the first two are taken. A row with an empty value is the class of parcels whose class is
    empty; a row whose code is empty is left out. Raises ClassMapError, listing every line that cannot be used.
    """
    if isinstance(source, QgsVectorLayer):
        return _checked(source.name(), *_from_layer(source))
    return _checked(str(source), *_from_file(Path(source)))


def _checked(name: str, entries: Iterable[_Entry], columns: str) -> dict[str, str]:
    """Return the map; ``columns`` says of a table which were read, so that exchanged ones are seen."""
    classes = load_class_systems()
    result: dict[str, str] = {}
    faults: list[str] = []
    no_codes = False
    for place, raw_value, raw_code in entries:
        value, code = clean(raw_value), clean_code(raw_code)
        if not code:
            continue
        if classes.info(SURVEY, code) is None:
            no_codes = True
            faults.append(f"{place}: " + tr(
                "“{code}” (for “{value}”) is no code of the land survey. Give a survey code such as 0101, with its "
                "leading zero.").format(code=code, value=value))
        elif result.setdefault(value, code) != code:
            faults.append(f"{place}: " + tr("“{value}” already stands for {first}, here for {code}. Keep one of them.")
                          .format(value=value, first=result[value], code=code))
    if faults:
        raise ClassMapError(tr("Class map {name} cannot be used:").format(name=name) + "\n" + "\n".join(
            [*faults, *([columns] if columns and no_codes else [])]))
    if not result:
        raise ClassMapError(tr("Class map {name} has no rows. Give one row per class value: value, DLBM.").format(
            name=name))
    return result


def _columns(name: str, header: Sequence[str]) -> tuple[int, int]:
    """Return the positions of value and code: those that heads name, else the first two. Raises ClassMapError."""
    if len(header) < 2:  # noqa: PLR2004 (a map is from one thing to another)
        raise ClassMapError(tr("Class map {name} has only one column. It needs two: value, DLBM.").format(name=name))
    plain = [plain_head(head) for head in header]
    exact = [plain.index(plain_head(column)) for column in _HEADS if plain_head(column) in plain]
    if len(exact) == len(_HEADS):
        return exact[0], exact[1]
    called = [known for known, _ in known_heads(header, _HEADS)]
    values, codes = ([place for place, known in enumerate(called) if known == column] for column in _HEADS)
    if len(values) == len(codes) == 1:
        return values[0], codes[0]
    two = len(header) == 2  # noqa: PLR2004 (the other is the other)
    if two and len(values) == 1 and not codes:
        return values[0], 1 - values[0]
    if (values in ([], [0]) and codes in ([], [1])) or (two and not values and len(codes) == len(header)):
        return 0, 1
    raise ClassMapError(tr("Class map {name}: which columns are meant cannot be told by their heads ({heads}).").format(
        name=name, heads=", ".join(header)) + " " + _asked_heads())


def _asked_heads() -> str:
    value, code = (f"{column} ({', '.join([word for word in words if word != column][:_SHOWN_HEADS])})"
                   for column, words in _HEADS.items())
    return tr("In the first line, head the column of class values {value}, that of codes {code}.").format(
        value=value, code=code)


def _told(header: Sequence[str], places: tuple[int, int], *, headed: bool = True) -> str:
    """Return in words which columns were read, and how to head them where they are not; headed: there are heads."""
    value, code = (f"{place + 1} “{header[place]}”" if headed else str(place + 1) for place in places)
    told = tr("Class values were read from column {value}, codes from column {code}.").format(value=value, code=code)
    known = [name for name, _ in known_heads([header[place] for place in places], _HEADS)]
    return told if known == list(_HEADS) else f"{told} {_asked_heads()}"


def _from_file(path: Path) -> tuple[Iterable[_Entry], str]:
    try:
        return (_from_json(path), "") if path.suffix.lower() == ".json" else _from_table(path)
    except (TextFileError, SpreadsheetError) as error:
        raise ClassMapError(str(error)) from error


def _from_table(path: Path) -> tuple[list[_Entry], str]:
    header, rows = table_rows(path)
    value, code = _columns(str(path), header)
    # Every survey code starts with a digit, no column name does: without a header the first line is a row.
    headed = not header[code][:1].isdigit()
    if not headed:
        rows = [(1, header), *rows]
    entries: list[_Entry] = []
    for line, cells in rows:
        padded = [*cells, *[""] * (max(value, code) + 1 - len(cells))]
        entries.append((tr("line {line}").format(line=line), padded[value], padded[code]))
    return entries, _told(header, (value, code), headed=headed)


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
        value, code = _columns(str(path), [key for key, _ in row])
        return place, row[value][1], row[code][1]
    if isinstance(row, list) and len(row) == 2:  # noqa: PLR2004 (a pair)
        return place, row[0], row[1]
    raise ClassMapError(tr("{file}, {place}: a row must be an object with value and DLBM, or a pair of the two.")
                        .format(file=path, place=place))


def _from_layer(layer: QgsVectorLayer) -> tuple[list[_Entry], str]:
    # The row number of a GeoPackage table comes first but is no column of the user's.
    columns = [index for index in layer.fields().allAttributesList() if index not in layer.primaryKeyAttributes()]
    header = [layer.fields()[index].name() for index in columns]
    value, code = _columns(layer.name(), header)
    entries: list[_Entry] = []
    for feature in layer.getFeatures():
        cells = [feature.attribute(index) for index in columns]
        cells = [None if is_null(cell) else cell for cell in cells]
        entries.append((tr("row {number}").format(number=feature.id()), cells[value], cells[code]))
    return entries, _told(header, (value, code))
