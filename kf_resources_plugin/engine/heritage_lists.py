"""Lists of heritage sites as they come: layers of points or polygons, tables, and spreadsheets read by their heads."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProviderRegistry

from ..i18n import tr
from ..rules.heritage_words import listed_words
from ..rules.text import clean
from .errors import PlannerError
from .schema import load_schema
from .spreadsheet_reading import read_sheets
from .wkb import as_wkb_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from qgis.core import QgsVectorLayer

    from ..rules.rule_rows import RuleBook
    from .raw_rows import Column
    from .reading import FeatureTable
    from .spreadsheet_reading import TextSheet
    from .wkb import Wkbs

SCHEMA = "heritage_sites"
LONGITUDE, LATITUDE = "longitude", "latitude"
POINTS, AREAS, TABLE = "points", "areas", "table"
_SUFFIXES = {".csv", ".txt", ".xlsx", ".xlsm"}
_LINES_ABOVE = 20  # titles and remarks that stand above a head
_IN_BRACKETS = re.compile(r"^(.+?)[(（].*[)）]$")


@dataclass(frozen=True)
class SiteList:
    """A list as it was read. columns: a value for each row by standard field, LONGITUDE, LATITUDE, those that it has.

    fids: feature ids, line numbers of a file. wkb: ``b""`` for rows without a shape. shape: POINTS, AREAS or TABLE.
    """

    name: str
    fids: list[int]
    columns: Mapping[str, Sequence[Any] | Column]
    wkb: Wkbs
    shape: str

    def texts(self, field: str) -> list[str]:
        """Return a column as clean text, '' where the list has none."""
        return [clean(value) for value in self.columns[field]] if field in self.columns else [""] * len(self.fids)


def spreadsheet_of(layer: QgsVectorLayer) -> tuple[Path, str] | None:
    """Return file and sheet ('' for all) of a layer that is a spreadsheet as it stands, None for any other.

    QGIS guesses where the head of a spreadsheet is and in which encoding a CSV file is written; its own reader knows.
    """
    if layer.providerType() != "ogr" or layer.subsetString() or layer.isEditable():
        return None
    address = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path = Path(str(address.get("path") or ""))
    sheet = str(address.get("layerName") or "") if path.suffix.lower().startswith(".xls") else ""
    return (path, sheet) if path.suffix.lower() in _SUFFIXES and path.exists() else None


def place_fields(names: Iterable[str], book: RuleBook) -> dict[str, str]:
    """Return which of some columns are LONGITUDE and LATITUDE, by row ``register.place_columns``; both or none."""
    row, by_plain = book.row("register.place_columns"), {_plain(name).casefold(): name for name in names}
    found = {field: own for field, key in ((LONGITUDE, "lon_names"), (LATITUDE, "lat_names"))
             for own in [next((by_plain[word.casefold()] for word in listed_words(row, key)
                               if word.casefold() in by_plain), None)] if own}
    return found if len(found) == 2 else {}  # noqa: PLR2004 (half of a place is none)


def list_of_table(table: FeatureTable, fields: Mapping[str, str], shape: str) -> SiteList:
    """Return a layer that was read as a list; ``fields``: its columns by standard field."""
    return SiteList(table.name.strip(), table.fids.tolist(),
                    {field: table.columns[own] for field, own in fields.items()}, table.wkb, shape)


def lists_of_file(path: Path, sheet: str, label: str, book: RuleBook) -> list[SiteList]:
    """Return the sheets of a file that have a head, or one of them; each is a list of its own.

    A workbook's lists are called after file and sheet. Raises PlannerError where none has a head.
    """
    found = []
    for each in read_sheets(path, _is_head):
        head = next((place for place, (_, cells) in enumerate(each.rows[:_LINES_ABOVE]) if _is_head(cells)), None)
        if head is not None and sheet in {"", each.name}:
            name = f"{label} {each.name}" if each.name and not sheet else label
            found.append(_list_of_sheet(each, head, name.strip(), book))
    if not found:
        raise PlannerError(tr("{file} has no line that names the columns. A list needs at least a name column "
                              "({names}) and one more of: {columns}.").format(
                                  file=path, names=", ".join(_titles("name")),
                                  columns=", ".join(field.zh for field in load_schema(SCHEMA).fields)))
    return found


def _list_of_sheet(sheet: TextSheet, head: int, name: str, book: RuleBook) -> SiteList:
    heads, rows = sheet.rows[head][1], sheet.rows[head + 1:]
    columns = {field: place for place, field in reversed(list(enumerate(map(_field, heads)))) if field}
    columns.update({field: heads.index(own) for field, own in place_fields(heads, book).items()})
    return SiteList(name, [line for line, _ in rows], {
        field: [cells[place] if place < len(cells) else "" for _, cells in rows] for field, place in columns.items()},
        as_wkb_array([b""] * len(rows)), TABLE)


def _is_head(cells: Sequence[str]) -> bool:
    named = {_field(cell) for cell in cells} - {None}
    return "name" in named and len(named) > 1


def _field(cell: str) -> str | None:
    """Return the field that a column's head names, brackets left out where it names none with them."""
    schema, plain = load_schema(SCHEMA), _plain(cell)
    for text in (plain, _IN_BRACKETS.sub(r"\1", plain)):
        found = schema.field(text) or next((field for field in schema.fields if field.zh == text), None)
        if found:
            return found.name
    return None


def _titles(name: str) -> list[str]:
    field = load_schema(SCHEMA).field(name)
    return [field.zh, *field.aliases] if field else [name]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", clean(text))
