"""Places in a project's XML that lead out of its folder: absolute paths, drives, network shares, file addresses."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QXmlStreamReader

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# at the beginning of a value, or after what separates parts of a source
_ABSOLUTE = re.compile(r"""(?:^|[\s'"=|(,;])(?:file:|[A-Za-z]:[\\/](?!/)|\\\\[^\\]|/(?:[^/\s'"|<>]+/)+[^/\s'"|<>]+)""")
_UPWARD = re.compile(r"(?:^|[\\/'\"=])\.\.[\\/]")


def absolute_places(xml: str, names: Collection[str] = ()) -> list[str]:
    """Return the values in a text of XML that hold a path out of the folder, in their order, once each.

    names: what layers are called, which may look like a path and is none.
    """
    return list(dict.fromkeys(value for value in _values(xml) if value not in names and leads_out(value)))


def leads_out(value: str) -> bool:
    """Tell whether a value holds an absolute path or one that climbs out of its folder."""
    return bool(_ABSOLUTE.search(value) or _UPWARD.search(value))


def _values(xml: str) -> Iterator[str]:
    """Yield the attributes and texts of all elements."""
    reader = QXmlStreamReader(xml)
    while not reader.atEnd():
        token = reader.readNext()
        if token == QXmlStreamReader.TokenType.StartElement:
            attributes = reader.attributes()
            yield from (attributes.at(place).value() for place in range(attributes.count()))
        elif token == QXmlStreamReader.TokenType.Characters and not reader.isWhitespace():
            yield reader.text().strip()
