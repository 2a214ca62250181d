"""Rows of the tables of kf:disposalrate as lots, events and years; what cannot be used is told and left out."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ...engine.admin_units import coded_unit
from ...engine.dates import placeholder_days, read_date, read_dates
from ...engine.schema import load_schema
from ...rules.disposal_rate import IDLE, Disposal, Flow, Lot, YearFlow
from ...rules.head_units import in_base
from ...rules.stock_status import NOT_USED, UNDETERMINED, kinds_by_word
from ...rules.text import some
from ...rules.units import LARGEST_AMOUNT, hundredths
from ..table_rows import TableRows, missing_fields
from .area_units import area_unit_of, refuse_evident, small_areas

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...rules.findings import Finding
    from ...rules.progress import Progress
    from ...rules.rule_rows import RuleBook
    from ..inputs import Inputs

_CHECK_EVERY = 1_000  # rows
_YEARS = range(1900, 2201)
_MOST_DAYS = 1_000_000


@dataclass(frozen=True)
class DisposalRow:
    """An event with what its row says beside it."""

    event: Disposal
    route: str
    fid: int


class StockRows(TableRows):
    """The rows of a table with areas, in the unit that the names of their fields state or the user says."""

    def __init__(self, inputs: Inputs, name: str, role: str, progress: Progress) -> None:
        """Read the table of a parameter, which has the role and the schema of that name; raises PlannerError."""
        super().__init__(inputs, name, role, progress, role)
        self._inputs = inputs

    def area_unit(self, field: str) -> str:
        """Return the unit of a field of areas, '' where nobody says it."""
        return area_unit_of(self._inputs, self.own[field])

    def areas(self, field: str, *, zero: bool = False) -> list[int | None]:
        """Return a field of areas as ``amounts_of`` does."""
        return amounts_of(self.numbers(field)[0], self.area_unit(field), zero=zero)


def stock_rows(rows: StockRows, idle: frozenset[str], year: int, book: RuleBook,
               progress: Progress) -> tuple[dict[Lot, int], list[Finding]]:
    """Return (hundredths of m² by lot on 1 January of ``year``, findings); classes that are no stock are left out.

    idle: parcels whose land supplied and not used is idle.
    """
    reader = _Reader(rows, "stock_status", idle, book)
    opening: dict[Lot, int] = {}
    counted: list[tuple[int, object]] = []
    stock = frozenset(book.threshold("rate.definition", "classes"))
    since = rows.column("since")
    for row, lot, amount in reader.usable(progress, lambda parcel: None):
        began = read_date(since[row])
        if lot.kind not in stock:
            continue
        if began is not None and began.year >= year:
            reader.tell("disposal.since_late", row, value=began, year=year)
        elif began is None and rows.texts("since")[row]:
            reader.tell("disposal.date_unreadable", row, field=rows.own["since"], value=rows.texts("since")[row])
        else:
            opening[lot] = opening.get(lot, 0) + amount
            counted.append((rows.fid(row), (lot, amount, began, rows.table.wkb[row])))
    return opening, [*_other_day(rows, year, book), *alike(counted, rows.table.name, "stock_status", book),
                     *reader.findings()]


def alike(rows: Sequence[tuple[int, object]], layer: str, role: str, book: RuleBook) -> list[Finding]:
    """Return that rows of a state of stock, which all count, say the same as an earlier one.

    rows: feature id, and everything that a row says.
    """
    first: dict[object, int] = {}
    fids = [fid for fid, said in rows if first.setdefault(said, fid) != fid]
    return [book.finding("disposal.stock_alike", role=role, place="alike", layer=layer, count=len(fids),
                         fids=some(fids))] if fids else []


def _other_day(rows: StockRows, year: int, book: RuleBook) -> list[Finding]:
    """Return that the state is not the one of 1 January, where the rows tell their age: the stock would be another."""
    ages, _ = rows.numbers("age_days")
    days = Counter(began.toordinal() + int(age) for began, age in zip(read_dates(rows.column("since")), ages)
                   if began is not None and 0 <= age < _MOST_DAYS)
    first = date(year, 1, 1).toordinal()
    [(day, count)] = days.most_common(1) or [(first, 0)]
    if day in (first, first - 1):  # the end of the old year will do
        return []
    return [book.finding("disposal.other_day", role="stock_status", place="day", layer=rows.table.name, count=count,
                         value=date.fromordinal(min(day, date.max.toordinal())), year=year)]


def lacking_disposals(inputs: Inputs, name: str, role: str, required: Sequence[str]) -> list[str]:
    """Return a message where a table of disposals lacks required fields: a contract is as good as a parcel id."""
    fields, schema = inputs.fields(name), load_schema(role)
    told = fields is not None and inputs.resolve(fields, "document", schema) is not None
    return missing_fields(inputs, name, role, [each for each in required if not (told and each == "parcel_id")])


def read_disposals(inputs: Inputs, name: str, role: str, progress: Progress) -> StockRows:
    """Return a table of disposals; where it has no parcel ids, the contract is one. Raises PlannerError."""
    rows = StockRows(inputs, name, role, progress)
    rows.own["parcel_id"] = rows.own["parcel_id"] or rows.own["document"]
    return rows


def disposal_rows(rows: StockRows, idle: frozenset[str], opening: Mapping[Lot, int], book: RuleBook,
                  progress: Progress) -> tuple[list[DisposalRow], list[Finding]]:
    """Return (events, findings); class and county that an event lacks are its parcel's, where that has one only.

    Raises PlannerError for areas without a unit that are evidently no m² beside those of the stock.
    """
    reader = _Reader(rows, "disposals", idle, book)
    found: list[DisposalRow] = []
    units: dict[tuple[str, str], set[str]] = {}
    kinds: dict[str, set[str]] = {}
    for lot in opening:
        units.setdefault((lot.parcel, lot.kind), set()).add(lot.unit)
        kinds.setdefault(lot.parcel, set()).add(lot.kind)
    one = {parcel: next(iter(of_parcel)) for parcel, of_parcel in kinds.items() if len(of_parcel) == 1}
    days, none = rows.column("date"), placeholder_days(book)
    for row, lot, amount in reader.usable(progress, one.get):
        day = read_date(days[row])
        if day is None or day in none:
            text = "" if day else rows.texts("date")[row]
            reader.tell("disposal.date_unreadable" if text else "disposal.date_missing", row, field=rows.own["date"],
                        value=text)
            continue
        known = units.get((lot.parcel, lot.kind), set())
        if not lot.unit and len(known) == 1:
            lot = lot._replace(unit=next(iter(known)))  # noqa: PLW2901
        found.append(DisposalRow(Disposal(lot, day, amount, rows.texts("document")[row]), rows.texts("route")[row],
                                 rows.fid(row)))
    refuse_evident(rows.table.name, rows.own["area_m2"], rows.area_unit("area_m2"),
                   np.array([row.event.amount for row in found], dtype=np.float64) / 100,
                   np.array([opening.get(row.event.lot, 0) for row in found], dtype=np.float64) / 100, book)
    return found, reader.findings()


def history_rows(rows: StockRows, book: RuleBook) -> tuple[list[YearFlow], list[Finding]]:
    """Return (flows of earlier years, findings); of two rows of a county and year the first is taken."""
    found: dict[tuple[str, int], YearFlow] = {}
    said: list[Finding] = []
    columns = [rows.areas(field, zero=True) for field in ("opening_m2", "disposed_m2")]
    for row, (unit, text) in enumerate(zip(rows.texts("unit_code"), rows.texts("year"))):
        opening, disposed = (column[row] for column in columns)
        dated = bool(unit) and text.isdigit() and int(text) in _YEARS
        if not dated or opening is None or disposed is None or disposed > opening:
            said.append(book.finding("rate.history_unusable", subject_id=unit, role="disposal_years", year=text,
                                     source_fid=rows.fid(row), place=f"#{rows.fid(row)}"))
            continue
        key = (county_of(unit), int(text))
        if key in found:
            said.append(book.finding("rate.history_twice", subject_id=key[0], role="disposal_years", year=key[1],
                                     source_fid=rows.fid(row), place=f"{text} #{rows.fid(row)}"))
            continue
        found[key] = YearFlow(*key, Flow(opening, disposed))
    return list(found.values()), said


class _Reader:
    """Reads parcel, county, class and area of rows, and keeps what is to be told of them."""

    def __init__(self, rows: StockRows, role: str, idle: frozenset[str], book: RuleBook) -> None:
        self._rows, self._role, self._idle, self._book = rows, role, idle, book
        self._kinds = kinds_by_word(book)
        self._found: list[Finding] = []

    def usable(self, progress: Progress, of_parcel: Callable[[str], str | None]) -> list[tuple[int, Lot, int]]:
        """Return (row, its lot, hundredths of m²) of the rows whose class and area can be used.

        of_parcel: what tells the class of a parcel where its row has none.
        """
        rows, found = self._rows, []
        amounts = rows.areas("area_m2")
        for row, (parcel, unit, word) in enumerate(zip(
                rows.texts("parcel_id"), rows.texts("unit_code"), rows.texts("class"))):
            if row % _CHECK_EVERY == 0:
                progress.check()
            kind, amount = self._kinds.get(word.lower()) or (None if word else of_parcel(parcel)), amounts[row]
            if kind is None:
                self.tell("disposal.class_unknown" if word else "disposal.class_missing", row, value=word)
            elif kind == UNDETERMINED:
                self.tell("disposal.undetermined", row)
            elif amount is None:
                self.tell("disposal.area_unusable", row, field=rows.own["area_m2"], value=rows.texts("area_m2")[row])
            else:
                kind = IDLE if kind == NOT_USED and parcel in self._idle else kind
                found.append((row, Lot(parcel, county_of(unit), kind), amount))
        return found

    def tell(self, rule: str, row: int, **values: Any) -> None:
        """Note what is wrong with a row."""
        fid = self._rows.fid(row)
        self._found.append(self._book.finding(
            rule, subject_id=self._rows.texts("parcel_id")[row] or f"#{fid}", role=self._role, source_fid=fid,
            place=f"{self._role} #{fid}", **values))

    def findings(self) -> list[Finding]:
        """Return what is told of single rows, of areas too small for m², and how many rows lack parcel id or unit."""
        found = [*self._found, *small_areas(self._rows.table.name, self._rows.own["area_m2"],
                                            self._rows.area_unit("area_m2"), self._rows.numbers("area_m2")[0],
                                            self._book)]
        for field, rule in (("parcel_id", "disposal.id_missing"), ("unit_code", "disposal.unit_missing")):
            fids = [self._rows.fid(row) for row, text in enumerate(self._rows.texts(field)) if not text]
            if fids and (field == "parcel_id" or self._role == "stock_status"):
                found.append(self._book.finding(rule, role=self._role, place=self._role, layer=self._rows.table.name,
                                                count=len(fids), fids=some(fids)))
        return found


@lru_cache(maxsize=1_000)
def county_of(said: str) -> str:
    """Return the code of the county that a code or a name stands for; what is said where it is none of ours."""
    return coded_unit(said).code or said


def amounts_of(values: npt.NDArray[np.float64], unit: str, *, zero: bool = False) -> list[int | None]:
    """Return areas in hundredths of m², None where one is missing, no number, negative, too large or (mostly) zero.

    values: float64 (rows,) in ``unit``, m² where that is ''.
    """
    values = values * float(in_base(unit))
    fine = (values >= 0 if zero else values > 0) & (values < LARGEST_AMOUNT)
    whole = hundredths(np.where(fine, values, 0.0)).tolist()
    return [int(amount) if usable else None for amount, usable in zip(whole, fine.tolist())]
