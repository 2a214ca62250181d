"""What GDAL does not tell of an XLSX file: which sheets are hidden, and which formulas were never worked out.

Parts and attributes: ECMA-376 part 1, §18.2.19 (sheet), §18.3.1.4 (c), §18.3.1.40 (f).
"""
from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QXmlStreamReader

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_OFFICE = ("http://schemas.openxmlformats.org/officeDocument/2006/relationships",
           "http://purl.oclc.org/ooxml/officeDocument/relationships")
_FORMULA = re.compile(rb"<(\w+:)?f[\s/>]|\x00")  # or another encoding than UTF-8
_CELL = re.compile(r"([A-Z]{1,3})(\d+)")


class WorkbookFault(ValueError):
    """A part is no XML."""


def shown_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet that is not hidden, by the sheet's name; '' where it has none.

    Raises WorkbookFault.
    """
    parts = {}
    if _RELATIONS in archive.namelist():
        for reader in _elements(archive.read(_RELATIONS)):
            if reader.name() == "Relationship":
                given = reader.attributes()
                parts[given.value("Id")] = posixpath.normpath(posixpath.join("/xl", given.value("Target"))).lstrip("/")
    shown = {}
    for reader in _elements(archive.read(_WORKBOOK)):
        given = reader.attributes()
        if reader.name() == "sheet" and given.value("state") not in ("hidden", "veryHidden"):
            relation = next((given.value(space, "id") for space in _OFFICE if given.hasAttribute(space, "id")), "")
            part = parts.get(relation, "")
            shown[given.value("name").strip()] = part if part in archive.namelist() else ""
    return shown


def open_formulas(content: bytes) -> dict[tuple[int, int], str]:
    """Return the formulas of a sheet's part that have no stored value, by (line from 1, column from 0).

    Other programs than spreadsheets write such files; GDAL reads the cells as empty. Raises ValueError, which
    WorkbookFault is.
    """
    if not _FORMULA.search(content):
        return {}
    found = {}
    line, column = 0, -1
    reader = QXmlStreamReader(content)
    while not reader.atEnd():
        token = reader.readNext()
        name = reader.name() if token in (QXmlStreamReader.TokenType.StartElement,
                                          QXmlStreamReader.TokenType.EndElement) else ""
        started = token == QXmlStreamReader.TokenType.StartElement
        if name == "row" and started:
            line, column = int(reader.attributes().value("r") or line + 1), -1
        elif name == "c" and started:
            place = _CELL.fullmatch(reader.attributes().value("r"))
            column = _position(place[1]) if place else column + 1
            # the value of a formula may be the empty text: then it is worked out
            formula, value = None, "x" if reader.attributes().value("t") == "str" else ""
        elif name == "f" and started:
            formula = reader.readElementText()
        elif name in ("v", "t") and started:
            value += reader.readElementText()
        elif name == "c" and formula is not None and not value:
            found[line, column] = "=" + formula
    if reader.hasError():
        raise WorkbookFault(reader.errorString())
    return found


def _elements(content: bytes) -> Iterator[QXmlStreamReader]:
    reader = QXmlStreamReader(content)
    while not reader.atEnd():
        if reader.readNext() == QXmlStreamReader.TokenType.StartElement:
            yield reader
    if reader.hasError():
        raise WorkbookFault(reader.errorString())


def _position(letters: str) -> int:
    """Return the place of a column from 0: A is 0, AA 26."""
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
