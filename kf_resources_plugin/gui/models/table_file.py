"""A table as it is shown, as a file: XLSX with numbers as numbers, or CSV that a spreadsheet opens without guessing."""
from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from ...engine.spreadsheet_writing import Column, Sheet, workbook_bytes
from ...rules.spreadsheet_text import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .rows_model import RowsModel

_MARK = "\ufeff"  # without it a spreadsheet on Windows takes UTF-8 for another encoding


def write_table(path: Path, model: RowsModel, rows: Sequence[int], title: str) -> None:
    """Write ``rows`` of a model, in that order; raises PlannerError, and OSError when it cannot be written."""
    content = _csv(model, rows) if path.suffix.lower() in {".csv", ".txt"} else _xlsx(model, rows, title)
    path.write_bytes(content)


def _xlsx(model: RowsModel, rows: Sequence[int], title: str) -> bytes:
    places = range(model.columnCount())
    columns = [Column(column.title, model.unit(place), model.decimals(place))
               for place, column in enumerate(model.columns())]
    cells = [[model.exported(row, place) for place in places] for row in rows]
    return workbook_bytes([Sheet(title=title, heading=title, columns=columns, rows=cells)])


def _csv(model: RowsModel, rows: Sequence[int]) -> bytes:
    places = range(model.columnCount())
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(model.heading(place)) for place in places])
    for row in rows:
        cells = [model.exported(row, place) for place in places]
        writer.writerow(["" if cell is None else harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return (_MARK + text.getvalue()).encode("utf-8")
