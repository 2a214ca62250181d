"""A table of results for views: typed columns that sort by value, are filtered as text and name their unit."""
from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from qgis.PyQt.QtCore import Qt

from ...i18n import tr
from ...rules.units import area_decimals, format_area
from ..colours import alarm_colour
from .amounts import area_text, mass_text, number_text, share_text, unit_text
from .table_model import RIGHT, VALUE_ROLE, TableModel, tip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qgis.PyQt.QtCore import QModelIndex

TEXT, INTEGER, AREA, MASS, FLAG, SHARE, NUMBER = "text", "integer", "area", "mass", "flag", "share", "number"
_NUMBERS = (INTEGER, AREA, MASS, SHARE, NUMBER)
_TEXTS = {MASS: mass_text, SHARE: share_text, NUMBER: number_text}
_DECIMALS = {INTEGER: 0, MASS: 2, SHARE: 2, NUMBER: 4}


@dataclass(frozen=True)
class Column:
    """One column: translated title and kind; the unit is added to the title.

    AREA values are m² and shown in the unit of the table, MASS values are kg, SHARE values 0 to 1 and shown in per
    cent, NUMBER values plain, FLAG values true, false or None. ``words`` are what coded TEXT values are called.
    ``whole``: a text that is shown whole even if the others must be scrolled to.
    ``alarm``: an amount above zero, a flag that is false, or a text among ``alarms`` is red.
    """

    title: str
    kind: str = TEXT
    alarm: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    alarms: tuple[str, ...] = ()
    whole: bool = False


class RowsModel(TableModel):
    """Rows of plain values under ``columns``; None is an empty cell."""

    _columns: tuple[Column, ...]

    def __init__(self, columns: Sequence[Column], parent: Any = None) -> None:
        super().__init__(columns, parent)
        self.area_unit = "ha"

    def set_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Show other rows, each as long as the columns."""
        self.beginResetModel()
        self._rows = [tuple(row) for row in rows]
        self.endResetModel()

    def set_area_unit(self, unit: str) -> None:
        """Show areas in 'ha', 'mu' or 'm2'."""
        self.area_unit = unit
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))

    def value(self, row: int, column: int) -> Any:
        """Return the plain value of a cell."""
        return self._rows[row][column]

    def values_of_column(self, column: int) -> list[Any]:
        """Return a column as it is ordered by: texts as they are shown, everything else plain."""
        of_column = self._columns[column]
        values = [row[column] for row in self._rows]
        if of_column.kind != TEXT:
            return values
        return [_worded(of_column, value) for value in values]

    def texts_of_rows(self) -> list[str]:
        """Return what every row says in its columns of texts, without regard to case."""
        shown = [self.values_of_column(place) for place, column in enumerate(self._columns) if column.kind == TEXT]
        return ["\n".join(cells).casefold() for cells in zip(*shown)]

    def columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        return self._columns

    def heading(self, column: int) -> str:
        """Return a column's title with its unit."""
        title, unit = self._columns[column].title, self.unit(column)
        return tr("{title} ({unit})").format(title=title, unit=unit) if unit else title

    def unit(self, column: int) -> str:
        """Return the unit a column's values are shown in, '' where they have none."""
        kind = self._columns[column].kind
        if kind == SHARE:
            return "%"
        word = {AREA: self.area_unit, MASS: "kg"}.get(kind)
        return unit_text(word) if word is not None else ""

    def decimals(self, column: int) -> int | None:
        """Return the decimals of a column of numbers, None for texts."""
        kind = self._columns[column].kind
        return area_decimals(self.area_unit) if kind == AREA else _DECIMALS.get(kind)

    def exported(self, row: int, column: int) -> str | Decimal | None:
        """Return a cell for a file: numbers in the unit they are shown in, everything else as its text."""
        of_column, value = self._columns[column], self._rows[row][column]
        if value is None or of_column.kind not in _NUMBERS:
            return self._text(of_column, value) or None
        amount = 100.0 * value if of_column.kind == SHARE else value
        unit = self.area_unit if of_column.kind == AREA else "m2"
        return Decimal(format_area(amount, unit, self.decimals(column)))

    def may_be_cut(self, column: int) -> bool:
        """Tell whether a column may be narrower than what stands in it."""
        return self._columns[column].kind == TEXT and not self._columns[column].whole

    def kind(self, column: int) -> str:
        """Return the kind of a column."""
        return self._columns[column].kind

    def data(self, index: QModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell shows, sorts by and looks like."""
        column, value = self._columns[index.column()], self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(column, value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._text(column, value))
        if role == VALUE_ROLE:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole and column.kind in _NUMBERS:
            return RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and _alarming(column, value):
            return alarm_colour()
        return None

    def _text(self, column: Column, value: Any) -> str:
        if value is None:
            return _worded(column, value)
        if column.kind == AREA:
            return area_text(value, self.area_unit)
        if column.kind == FLAG:
            return tr("yes") if value else tr("no")
        if column.kind in _TEXTS:
            return _TEXTS[column.kind](value)
        return _worded(column, value)


def _worded(column: Column, value: Any) -> str:
    """Return a value in the column's words; the one for '' is that of nothing, too."""
    text = "" if value is None else str(value)
    return column.words.get(text, text)


def _alarming(column: Column, value: Any) -> bool:
    if value is None or not column.alarm:
        return value is not None and value in column.alarms
    return not value if column.kind == FLAG else bool(value > 0)
