"""Tables that people keep in spreadsheets, as rows of text with the line numbers they see there.

XLSX is read by GDAL with every cell as text, so that codes keep their zeros. Its first row is left a row like all
others (OGR_XLSX_HEADERS=DISABLE): heads often stand below a title, and FORCE would take a lone head for data.
"""
from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from osgeo import gdal

from ..i18n import tr
from .errors import PlannerError
from .text_files import filled_lines
from .workbook_parts import open_formulas, shown_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

Row = tuple[int, list[str]]

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SUFFIXES = {".xlsx", ".xlsm"}
_MOST_BYTES = 500_000_000  # unpacked; a sheet of a million cells has a tenth of it
_OPTIONS = {"OGR_XLSX_HEADERS": "DISABLE", "OGR_XLSX_FIELD_TYPES": "STRING"}
_SINCE_1904 = re.compile(rb'date1904\s*=\s*"(1|true)"')


class SpreadsheetError(PlannerError):
    """A spreadsheet cannot be read; the text names the file and what to do."""


@dataclass(frozen=True)
class TextSheet:
    """A sheet that is not empty: ``rows`` are (line number, cells), blank lines left out; a text file has no name.

    ``open_formulas``: (line number, position from 0) of cells that hold a formula, as text, instead of its value.
    """

    name: str
    rows: list[Row]
    open_formulas: frozenset[tuple[int, int]] = field(default=frozenset())


def read_sheets(path: Path, is_head: Callable[[Sequence[str]], bool] | None = None) -> list[TextSheet]:
    """Return the sheets of a CSV or XLSX file that hold anything and are not hidden, in order; at least one.

    Cells are text without padding, '' where empty; of merged cells the first holds the value. Dates come as
    2024/05/20, numbers with up to 15 digits, of formulas the value they had when the file was saved; those
    saved without a value are told apart from empty cells. ``is_head`` helps to find the separator of a
    text file. Raises SpreadsheetError or TextFileError.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise SpreadsheetError(tr("{file} cannot be read: {reason}. Check the path and whether the file is open in "
                                  "another program.").format(file=path, reason=error.strerror or error)) from error
    if start == _OLE:
        raise SpreadsheetError(tr("{file} is protected by a password or in the old format XLS. Open it, take the "
                                  "password off and save it as XLSX.").format(file=path))
    if start != _ZIP:
        return [TextSheet("", filled_lines(path, is_head))]
    sheets = _workbook(path, _check_workbook(path))
    if not sheets:
        raise SpreadsheetError(tr("{file} is empty.").format(file=path))
    return sheets


def table_rows(path: Path) -> tuple[list[str], list[Row]]:
    """Return the cells of the first line and the further lines with their numbers, of a workbook of its first sheet.

    As ``read_sheets``.
    """
    rows = read_sheets(path)[0].rows
    return rows[0][1], rows[1:]


def _check_workbook(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse what GDAL would read wrongly, or not at all without saying why; raises SpreadsheetError.

    Returns, of the sheets that are not hidden, the formulas without a value.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist() or path.suffix.lower() not in _SUFFIXES:
                raise SpreadsheetError(tr("{file} is no XLSX file. Save the table as XLSX or CSV.").format(file=path))
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise SpreadsheetError(tr("{file} is too large unpacked. Save only the sheet with the table, as XLSX "
                                          "or CSV.").format(file=path))
            properties = archive.read("xl/workbook.xml")
            if archive.testzip() is not None:
                raise _damaged(path)
            formulas = {name: open_formulas(archive.read(part)) if part else {}
                        for name, part in shown_sheets(archive).items()}
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise _damaged(path) from error  # cut, locked, or packed in a way that nobody reads
    if _SINCE_1904.search(properties):
        raise SpreadsheetError(tr("{file} counts days from 1904, so dates would be read four years off. Switch “1904 "
                                  "date system” off in its options, check the dates and save it.").format(file=path))
    return formulas


def _workbook(path: Path, formulas: Mapping[str, Mapping[tuple[int, int], str]]) -> list[TextSheet]:
    """Return the sheets named in ``formulas``; raises SpreadsheetError."""
    with _gdal():
        try:
            source = gdal.OpenEx(str(path), gdal.OF_VECTOR, allowed_drivers=["XLSX"])
            if source is None:
                raise _damaged(path)
            layers = [source.GetLayer(place) for place in range(source.GetLayerCount())]
            sheets = [_sheet(layer, formulas[layer.GetName().strip()])
                      for layer in layers if layer.GetName().strip() in formulas]
            if gdal.GetLastErrorType() >= gdal.CE_Failure:
                raise _damaged(path)  # the rows up to a fault in the middle would pass for all of them
        except RuntimeError as error:  # GDAL's own, where its exceptions are switched on
            raise _damaged(path) from error
    return [sheet for sheet in sheets if sheet.rows]


def _sheet(layer: gdal.Layer, formulas: Mapping[tuple[int, int], str]) -> TextSheet:
    columns = range(layer.GetLayerDefn().GetFieldCount())
    lines = {int(feature.GetFID()): [(feature.GetFieldAsString(column) or "").strip() for column in columns]
             for feature in layer}
    for (line, position), formula in formulas.items():
        cells = lines.setdefault(line, [])
        cells += [""] * (position + 1 - len(cells))
        cells[position] = formula
    rows = [(line, cells) for line, cells in sorted(lines.items()) if any(cells)]
    return TextSheet(layer.GetName(), rows, frozenset(formulas))


def _damaged(path: Path) -> SpreadsheetError:
    return SpreadsheetError(tr("{file} is damaged or protected and cannot be read as a spreadsheet. Open it in a "
                               "spreadsheet program and save it anew as XLSX.").format(file=path))


@contextmanager
def _gdal() -> Iterator[None]:
    """Set GDAL's options for this thread only, and keep its messages to itself."""
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in _OPTIONS}
    for name, value in _OPTIONS.items():
        gdal.SetThreadLocalConfigOption(name, value)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    gdal.ErrorReset()
    try:
        yield
    finally:
        gdal.PopErrorHandler()
        for name, earlier in before.items():
            gdal.SetThreadLocalConfigOption(name, earlier)
