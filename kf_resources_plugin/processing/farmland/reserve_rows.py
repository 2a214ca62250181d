"""Rows of text of a reserve table as ledger rows: every line is checked for itself and against the ledger."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ...engine.dates import read_date
from ...i18n import tr
from ...rules.farmland_balance import INDICATORS, Entry
from ...rules.ledger import ENTRY, TRADE_IN, TRADE_OUT, hundredths_text
from ...rules.ledger_drafts import MOST, NewEntry, TradeOut
from ...rules.text import clean, decimal_number
from ...rules.units import exact_hundredths
from .reserve_head import AMOUNTS, AREAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ...rules.grades import GradeScale
    from .reserve_head import Head

KINDS = {
    "": ENTRY, "entry": ENTRY, "新增": ENTRY, "入库": ENTRY, "新增入库": ENTRY,
    "trade_in": TRADE_IN, "调入": TRADE_IN, "购入": TRADE_IN, "买入": TRADE_IN, "转入": TRADE_IN,
    "trade_out": TRADE_OUT, "调出": TRADE_OUT, "转出": TRADE_OUT, "售出": TRADE_OUT, "卖出": TRADE_OUT,
}
_UNIT_CODE = re.compile(r"\d{6,19}")
_LOST_DIGITS = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_NUMBERED = ("entry_id", "counterparty", "document_no", "note")  # texts, even where they have digits only
_SHEET_ERROR = re.compile(r"#([A-Z]+[!?]|DIV/0!|N/A|GETTING_DATA)", re.IGNORECASE)
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)  # outside of these a year is mistyped
_DAY_NUMBER = re.compile(r"\d{5}(\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)  # what spreadsheets count days from


class LineError(NamedTuple):
    """What is wrong with a line: the column and value as in the file, and a sentence with what to do."""

    line: int
    column: str
    value: str
    message: str


@dataclass
class ReserveRows:
    """What a table says: rows for the ledger with their lines, or errors; notes are for the log.

    rounded: how many amounts were rounded to hundredths; most_rounded: the largest change, in hundredths.
    """

    rows: list[NewEntry | TradeOut] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rounded: int = 0
    most_rounded: Fraction = Fraction(0)


def read_rows(head: Head, entries: Iterable[Entry], sales: Collection[tuple[str, str]],
              scale: GradeScale) -> ReserveRows:
    """Return the lines below a head as rows for a ledger.

    The ledger holds ``entries``, has the ``sales`` (entry, document) and grades on ``scale``.
    """
    reader = _Reader(head, entries, sales, scale)
    for line, cells in head.rows:
        reader.read(line, cells)
    return reader.result


class _Reader:
    """Reads line by line and keeps what later lines depend on: ids given, what is left, sales made."""

    def __init__(self, head: Head, entries: Iterable[Entry], sales: Collection[tuple[str, str]],
                 scale: GradeScale) -> None:
        self.result = ReserveRows()
        self._head, self._scale = head, scale
        self._sold = sales
        self._units: dict[str, str] = {}
        self._left: dict[str, list[int]] = {}
        for entry in entries:
            self._units[entry.entry_id], self._left[entry.entry_id] = entry.unit_code, list(entry.amounts)
        self._in_ledger = set(self._units)
        self._first_line: dict[str, int] = {}
        self._sales: dict[tuple[str, str], int] = {}
        self._line = 0
        self._cells: Sequence[str] = ()
        self._unusable: set[str] = set()

    def read(self, line: int, cells: Sequence[str]) -> None:
        """Take one line: a row, or its errors."""
        self._line, self._cells, self._unusable = line, cells, set()
        before = len(self.result.errors)
        self._count_cells()
        self._unusable = {name for name in self._head.columns if self._lost(name)}
        kind = KINDS.get(self._text("kind").lower()) if "kind" not in self._unusable else None
        if kind is None:
            self._error("kind", tr("This is no kind. Write entry (新增), trade_in (调入) or trade_out (调出), or leave "
                                   "it empty for a new entry."))
            kind = ENTRY
        entry_id = self._entry_id(kind)
        amounts = self._amounts()
        trade = self._trade(kind)
        row = self._sale(entry_id, amounts, trade) if kind == TRADE_OUT \
            else self._entry(entry_id, amounts, trade, kind)
        if len(self.result.errors) == before:
            self.result.rows.append(row)
            self.result.lines.append(line)

    def _count_cells(self) -> None:
        """Refuse cells that no column names: 1,234 without quotation marks are two, and all behind them shifted."""
        surplus = [place for place in range(self._head.width, len(self._cells))
                   if self._cells[place] or place >= self._head.most]
        if surplus:
            self.result.errors.append(LineError(
                self._line, str(surplus[0] + 1), self._cells[surplus[0]],
                tr("The line has more cells than the head names. Take separators out of the numbers (1234, not 1,234) "
                   "and those at the end of the line; name every column in the head, or clear it.")))

    def _lost(self, name: str) -> bool:
        """Tell whether what was meant by a cell is lost: then nothing else is said of it."""
        raw = self._raw(name)
        if (self._line, self._head.columns[name]) in self._head.open_formulas:
            self._error(name, tr("The formula in this cell was saved without its value. Open the file in a "
                                 "spreadsheet program, check the cell and save it."))
        elif _SHEET_ERROR.fullmatch(raw.strip()):
            self._error(name, tr("The formula in this cell ends in an error, so its value is not known. Mend it, or "
                                 "write the value."))
        elif name in _NUMBERED and _LOST_DIGITS.fullmatch(clean(raw)):
            self._error(name, tr("This was kept as a number and has lost digits. Format the column as text and enter "
                                 "it again."))
        else:
            return False
        return True

    def _text(self, name: str) -> str:
        return "" if name in self._unusable else clean(self._raw(name))

    def _raw(self, name: str) -> str:
        position = self._head.columns.get(name, len(self._cells))
        return self._cells[position] if position < len(self._cells) else ""

    def _error(self, name: str, message: str) -> None:
        if name in self._unusable:
            return
        self.result.errors.append(LineError(self._line, self._head.labels.get(name, name), self._raw(name), message))

    def _entry_id(self, kind: str) -> str:
        entry_id = self._text("entry_id")
        if not entry_id:
            self._error("entry_id", tr("The entry has no id. Give every line one; of merged cells only the first "
                                       "holds the value, and totals are no entries."))
        elif kind == TRADE_OUT:
            if entry_id not in self._units and entry_id not in self._first_line:
                self._error("entry_id", tr("There is no such entry to take from, neither in the ledger nor in a line "
                                           "above. Check the id."))
        elif entry_id in self._first_line:
            self._error("entry_id", tr("The entry stands in line {line} already. Keep one of the two.").format(
                line=self._first_line[entry_id]))
        elif entry_id in self._in_ledger:
            self._error("entry_id", tr("The entry is in the ledger already. Take the line out; to correct an entry, "
                                       "reverse its event and enter it under another id."))
        if entry_id and kind != TRADE_OUT:
            self._first_line.setdefault(entry_id, self._line)
        return entry_id

    def _amounts(self) -> tuple[int, int, int]:
        before = len(self.result.errors)
        quantity, paddy, capacity = (self._amount(name) for name in AMOUNTS)
        if not (quantity or paddy or capacity or self._unusable & {*AMOUNTS}) and len(self.result.errors) == before:
            named = next(name for name in AMOUNTS if name in self._head.columns)
            self._error(named, tr("The line has neither quantity nor paddy nor capacity. Give at least one amount "
                                  "above 0."))
        return quantity, paddy, capacity

    def _amount(self, name: str) -> int:
        """Return an amount in hundredths of m² or kg, 0 where it is empty or wrong."""
        text = self._text(name)
        if not text:
            return 0
        number = decimal_number(text)
        if number is None:
            self._error(name, tr("This is no number. Write digits only, without a unit."))
            return 0
        if number < 0:
            self._error(name, tr("The amount is negative. Give what is added or sold as a number above 0; the kind "
                                 "says the direction."))
            return 0
        try:
            hundredths, change = exact_hundredths(number, self._head.unit if name in AREAS else "m2")
        except ValueError:
            hundredths, change = MOST + 1, Fraction(0)
        if hundredths > MOST:
            self._error(name, tr("The amount is larger than any reserve. Check the number and the unit."))
            return 0
        if change:
            self.result.rounded += 1
            self.result.most_rounded = max(self.result.most_rounded, abs(change))
        return hundredths

    def _trade(self, kind: str) -> dict[str, str]:
        """Return price, counterparty and document of a trade; a new entry has none."""
        counterparty, document = self._text("counterparty"), self._text("document_no")
        price = self._price()
        if kind == ENTRY:
            for name, value in (("price_cny", price), ("counterparty", counterparty)):
                if value:
                    self._error(name, tr("Only a trade has this. Write trade_in (调入) as the kind, or clear the "
                                         "cell."))
            return {}
        for name, value in (("counterparty", counterparty), ("document_no", document)):
            if not value:
                self._error(name, tr("A trade needs it: fill it in."))
        return {"price_cny": price, "counterparty": counterparty, "document_no": document}

    def _price(self) -> str:
        """Return the price as a decimal, '' where there is none: land may be exchanged without one."""
        text = self._text("price_cny")
        if not text:
            return ""
        number = decimal_number(text)
        if number is None or not 0 <= number < MOST or number != round(number, 2):
            self._error("price_cny", tr("This is no price. Write yuan as a number with at most two decimals, without "
                                        "a unit."))
            return ""
        return f"{number:.2f}"

    def _entry(self, entry_id: str, amounts: tuple[int, int, int], trade: dict[str, str], kind: str) -> NewEntry:
        unit_code, day = self._unit_code(), self._day()
        quantity, paddy, _ = amounts
        if 0 < quantity < paddy:
            self.result.notes.append(tr("Line {line}: entry {entry} has more paddy than quantity; this is right only "
                                        "where dry land was made paddy as well.").format(
                                            line=self._line, entry=entry_id))
        self._units.setdefault(entry_id, unit_code)
        self._left.setdefault(entry_id, list(amounts))
        # an entry has no trade; the number of its acceptance is kept with its note
        document = self._text("document_no") if kind == ENTRY else ""
        note = " ".join(part for part in (document, self._text("note")) if part)
        return NewEntry(Entry(entry_id, unit_code, day, amounts, self._grade()), self._scale.id, note, kind, trade)

    def _sale(self, entry_id: str, amounts: tuple[int, int, int], trade: dict[str, str]) -> TradeOut:
        unit_code = self._text("unit_code")
        if entry_id in self._units:
            if unit_code and unit_code != self._units[entry_id]:
                self._error("unit_code", tr("The entry belongs to unit {unit}. Correct the code or the id.").format(
                    unit=self._units[entry_id]))
            self._take(entry_id, amounts)
        sale = (entry_id, trade["document_no"])
        first = self._sales.setdefault(sale, self._line)
        if sale in self._sold:
            self._error("document_no", tr("The ledger has a sale from this entry under this number already. Take the "
                                          "line out."))
        elif trade["document_no"] and first != self._line:
            self._error("document_no", tr("Line {line} sells from the same entry under this number. Put the two "
                                          "together, or give each its own number.").format(line=first))
        return TradeOut(entry_id, amounts, trade)

    def _take(self, entry_id: str, amounts: tuple[int, int, int]) -> None:
        left = self._left[entry_id]
        for place, (name, amount) in enumerate(zip(AMOUNTS, amounts)):
            if amount > left[place]:
                self._error(name, tr("More than is left: {left} {unit}. Sell less, or another entry.").format(
                    left=hundredths_text(left[place]), unit="kg" if INDICATORS[place] == "capacity" else "m²"))
            else:
                left[place] -= amount

    def _unit_code(self) -> str:
        text = self._text("unit_code")
        if not _UNIT_CODE.fullmatch(text):
            self._error("unit_code", tr("An entry needs the code of its county: at least six digits, such as 410222."))
        return text

    def _day(self) -> date | None:
        text = self._text("available_date")
        day = read_date(text)
        if day is None and _DAY_NUMBER.fullmatch(text):
            day = _DAY_ZERO + timedelta(days=int(Decimal(text)))
        if not text:
            self._error("available_date", tr("The day is missing: an entry serves only from the day it is available."))
        elif day is None:
            self._error("available_date", tr("This is no date. Write it as 2024-05-20."))
        elif not _FIRST_DAY <= day <= _LAST_DAY:
            self._error("available_date", tr("{day} cannot be right. Correct the year.").format(day=day.isoformat()))
        return day

    def _grade(self) -> float | None:
        scale = self._text("grade_scale")
        if scale and scale != self._scale.id:
            self._error("grade_scale", tr("The ledger keeps grades of the scale {scale}, and the two are never mixed. "
                                          "Leave grade and scale empty.").format(scale=self._scale.id))
        text = self._text("mean_grade")
        if not text:
            return None
        number = decimal_number(text)
        if number is None or not self._scale.first <= number <= self._scale.last:
            self._error("mean_grade", tr("A grade of this ledger is a number from {first} to {last}.").format(
                first=self._scale.first, last=self._scale.last))
            return None
        return float(number)
