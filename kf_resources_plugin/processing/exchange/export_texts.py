"""The texts of a coordinate file: taken from the layer, made harmless, and what that changed."""
from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import QDate, QDateTime, Qt

from ...rules.parcel_writing import encodable, neutral
from ...rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...engine.reading import PolygonTable


@dataclass
class Texts:
    """Cells by column, (rows,) each, as they are written.

    changed: (field, text, as written) where signs of the format stood in a text; lost: (field, text, characters) that
    the encoding does not hold. Each text is told once. numbered: whether parcel numbers were given here.
    """

    columns: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[tuple[str, str], str] = field(default_factory=dict)
    lost: dict[tuple[str, str], str] = field(default_factory=dict)
    numbered: bool = False

    def row(self, number: int) -> dict[str, str]:
        """Return the cells of one row."""
        return {column: texts[number] for column, texts in self.columns.items()}

    def safe(self, name: str, text: str, encoding: str) -> str:
        """Return a text as it can be written, and keep what had to be changed in the field ``name``."""
        harmless = neutral(text)
        if harmless != text:
            self.changed[name, text] = harmless
        written, lost = encodable(harmless, encoding)
        if lost:
            self.lost[name, text] = lost
        return written


def parcel_texts(table: PolygonTable, fields: Mapping[str, str | None], encoding: str) -> Texts:
    """Return the cells of a layer's rows; ``fields``: column → field, None where there is none."""
    texts = Texts()
    for column, name in fields.items():
        as_text = clean if column == "class_code" else _text
        values = [""] * len(table) if name is None else [
            texts.safe(name, as_text(value), encoding) for value in table.columns[name].tolist()]
        texts.columns[column] = values
    texts.numbered = not any(texts.columns["parcel_no"])
    if texts.numbered:
        texts.columns["parcel_no"] = [str(number) for number in range(1, len(table) + 1)]
    return texts


def _text(value: Any) -> str:
    """Return an attribute as text; whole numbers without a point."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (QDate, QDateTime)):
        return str(value.toString(Qt.DateFormat.ISODate))
    return str(value)
